"""Files that commands write: whole or not at all, in the format that their ending names."""

from functools import reduce
from pathlib import Path

import click

from dsds_audit.errors import AssessmentError, AuditError, Problem
from dsds_audit.speech import say


def write_output(path: Path, content: bytes, *, new: bool = False, option: str = "-o") -> None:
    """Write a file whole or not at all; raises AuditError (AUD070) where it cannot be written.

    With ``new`` it may not be there (AUD036). ``option`` is the one that names the file.
    """
    from dsds_audit.atomic import write_atomically
    from dsds_audit.store.paths import reason_of

    try:
        write_atomically(path, content, new)
    except FileExistsError as error:
        message = say(
            "is there already, and may hold something of yours. Please name another file with {option}.",
            option=option,
        )
        raise AuditError(Problem("AUD036", message, str(path))) from error
    except OSError as error:
        message = say(
            "cannot be written: {reason}. Please name another place with {option}.",
            reason=reason_of(error),
            option=option,
        )
        raise AuditError(Problem("AUD070", message, str(path))) from error


def make_output_folder(folder: Path) -> None:
    """Make a folder for output; raises AuditError (AUD070) where it cannot be made."""
    from dsds_audit.store.paths import reason_of

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = say("cannot be made: {reason}. Please name another folder.", reason=reason_of(error))
        raise AuditError(Problem("AUD070", message, str(folder))) from error


def suffix_of_page(output: Path | None, chart: str | None) -> str:
    """The ending of a page, picture or document, empty without ``output``; a chart needs a picture's."""
    pictures = (".svg", ".png")
    if chart and (output is None or output.suffix.lower() not in pictures):
        raise click.UsageError(
            say("--chart draws a picture. Please say where to with -o out.svg or -o out.png.")
        )
    return suffix_of(output, (".html", *pictures, ".json")) if output else ""


def suffix_of(path: Path, known: tuple[str, ...]) -> str:
    """The ending of an output file; raises AuditError (AUD071) where it is none of ``known``."""
    suffix = path.suffix.lower()
    if suffix not in known:
        message = say(
            "the ending {ending} names no format. Please use {endings}."
            if suffix
            else "the ending is missing names no format. Please use {endings}.",
            ending=suffix,
            endings=reduce(_either, known),
        )
        raise AssessmentError(Problem("AUD071", message, str(path)))
    return suffix


def _either(one: str, other: str) -> str:
    return say("{one} or {other}", one=one, other=other)
