"""What becomes of a plan: action items drafted, adopted, changed, and how each stands."""
