"""The texts that pages are made from."""

from importlib.resources import files

from dsds_audit.languages import direction_of
from dsds_audit.speech import current_speech


def read_template(name: str) -> str:
    """A packaged template's text."""
    return (files(__name__) / name).read_text(encoding="utf-8")


def read_styles(*names: str) -> str:
    """Packaged style sheets in one, after the colors that all of them use.

    Where pages are read from right to left, what mirrors them follows.
    """
    mirrored = direction_of(current_speech().language) == "rtl"
    return "".join(
        read_template(name) for name in ("palette.css", *names, *(("right_to_left.css",) if mirrored else ()))
    )
