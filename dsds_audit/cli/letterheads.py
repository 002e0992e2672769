"""``--theme``: whose letterhead, color and logo what is written carries."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dsds_audit.theme import Letterhead

theme_option = click.option(
    "--theme",
    type=click.Path(path_type=Path),
    envvar="DSDS_AUDIT_THEME",
    help="A file with your letterhead, color and logo.",
)


def letterhead_from(theme: Path | None) -> "Letterhead":
    """The letterhead of a theme's file, our plain one for None; raises ThemeError."""
    if theme is None:
        from dsds_audit.theme import PLAIN

        return PLAIN
    from dsds_audit.theme_files import read_letterhead

    return read_letterhead(theme)
