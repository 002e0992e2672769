"""The texts that pages are made from."""

from importlib.resources import files


def read_template(name: str) -> str:
    """A packaged template's text."""
    return (files(__name__) / name).read_text(encoding="utf-8")


def read_styles(*names: str) -> str:
    """Packaged style sheets in one, after the colors that all of them use."""
    return "".join(read_template(name) for name in ("palette.css", *names))
