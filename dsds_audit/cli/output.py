"""How commands print: JSON for programs, tables for people."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import RenderableType


def print_document(document: Mapping[str, Any]) -> None:
    """Print a JSON document."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))


def print_table(table: "RenderableType") -> None:
    """Print a table as wide as the terminal, or 100 columns where there is none."""
    from rich.console import Console

    console = Console(highlight=False, emoji=False, markup=False)
    if not console.is_terminal:
        console = Console(highlight=False, emoji=False, markup=False, width=100)
    console.print(table)
