"""Files that commands write: whole or not at all, in the format that their ending names."""

from pathlib import Path

import click

from dsds_audit.errors import AssessmentError, AuditError, Problem


def write_output(path: Path, content: bytes, *, new: bool = False, option: str = "-o") -> None:
    """Write a file whole or not at all; raises AuditError (AUD070) where it cannot be written.

    With ``new`` it may not be there (AUD036). ``option`` is the one that names the file.
    """
    from dsds_audit.atomic import write_atomically

    try:
        write_atomically(path, content, new)
    except FileExistsError as error:
        message = (
            f"is there already, and may hold something of yours. Please name another file with {option}."
        )
        raise AuditError(Problem("AUD036", message, str(path))) from error
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}. Please name another place with {option}."
        raise AuditError(Problem("AUD070", message, str(path))) from error


def make_output_folder(folder: Path) -> None:
    """Make a folder for output; raises AuditError (AUD070) where it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"cannot be made: {error.strerror or error}. Please name another folder."
        raise AuditError(Problem("AUD070", message, str(folder))) from error


def suffix_of_page(output: Path | None, chart: str | None) -> str:
    """The ending of a page, picture or document, empty without ``output``; a chart needs a picture's."""
    pictures = (".svg", ".png")
    if chart and (output is None or output.suffix.lower() not in pictures):
        raise click.UsageError("--chart draws a picture. Please say where to with -o out.svg or -o out.png.")
    return suffix_of(output, (".html", *pictures, ".json")) if output else ""


def suffix_of(path: Path, known: tuple[str, ...]) -> str:
    """The ending of an output file; raises AuditError (AUD071) where it is none of ``known``."""
    suffix = path.suffix.lower()
    if suffix not in known:
        message = f"the ending {suffix or 'is missing'} names no format. Please use {' or '.join(known)}."
        raise AssessmentError(Problem("AUD071", message, str(path)))
    return suffix
