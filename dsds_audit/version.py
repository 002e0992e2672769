"""Which version of this program it is."""

__version__ = "0.1.0"
