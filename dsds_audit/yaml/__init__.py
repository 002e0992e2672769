"""YAML in both directions: text into values with the line of each, and changes back into the text."""
