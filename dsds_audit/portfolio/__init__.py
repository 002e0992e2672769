"""Many sites' assessments as a table, compared on an engine."""
