"""Self-assessment and best-practice audit of a decision support data system."""

__version__ = "0.1.0"
