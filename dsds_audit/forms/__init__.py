"""The forms of other tools: a rubric as their questions, what was answered there as assessments."""
