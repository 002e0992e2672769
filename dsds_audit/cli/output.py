"""How commands print: JSON for programs, tables for people."""

import json
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import RenderableType

_NARROWEST = 40  # columns


def print_document(document: Mapping[str, Any]) -> None:
    """Print a JSON document."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))


def print_table(table: "RenderableType") -> None:
    """Print a table as wide as the terminal.

    Where there is none, as wide as the variable COLUMNS says, else in 100 columns; no line ends in blanks
    there.
    """
    from rich.console import Console

    console = Console(highlight=False, emoji=False, markup=False)
    if console.is_terminal:
        console.print(table)
        return
    console.width = _told_width()
    with console.capture() as printed:
        console.print(table)
    click.echo("\n".join(line.rstrip(" ") for line in printed.get().splitlines()))


def _told_width() -> int:
    """How many columns the environment asks for; 100 where it does not."""
    told = os.environ.get("COLUMNS", "")
    return max(int(told), _NARROWEST) if told.isdecimal() and len(told) < 5 else 100
