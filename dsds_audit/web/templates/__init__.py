"""The texts that the web's pages are made from."""

from importlib.resources import files


def read_template(name: str) -> str:
    """A packaged template's text."""
    return (files(__name__) / name).read_text(encoding="utf-8")
