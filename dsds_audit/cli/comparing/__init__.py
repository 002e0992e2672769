"""The two ways to compare: side by side, or as a portfolio."""
