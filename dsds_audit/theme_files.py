"""YAML into a theme with its logo, every problem named by its line."""

from io import BytesIO
from pathlib import Path
from typing import Any, Literal
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from dsds_audit.errors import AuditError, Problem
from dsds_audit.speech import decimal, mark, say
from dsds_audit.theme import LEAST_CONTRAST, Letterhead, Logo, Theme, contrast_with_white
from dsds_audit.yaml.files import read_bytes
from dsds_audit.yaml.models import sorted_problems
from dsds_audit.yaml.records import Kind, read_record

MOST_BYTES = 2 * 1024 * 1024
MOST_TEMPLATE_BYTES = 20 * 1024 * 1024
MOST_TEMPLATE_UNPACKED = 200 * 1024 * 1024
MOST_PIXELS = 20_000_000
_LOCKED = b"\xd0\xcf\x11\xe0"  # An old file of Office begins so, and the wrapping of an encrypted one.
_KINDS = "[Content_Types].xml"
_TEMPLATE, _DOCUMENT = b"wordprocessingml.template.main+xml", b"wordprocessingml.document.main+xml"


class ThemeError(AuditError):
    """A theme that is missing or not valid."""


def read_letterhead(path: Path) -> Letterhead:
    """The theme in a file, with the logo that it names.

    Raises ThemeError with every problem: of form, a color too light to read (AUD155), a logo that is not
    there or no picture (AUD156).
    """
    try:
        theme, problems, document = read_record(_THEME, read_bytes(path), str(path))
    except AuditError as error:
        raise ThemeError(error.problems) from error
    logo = None
    if theme is not None:
        contrast = contrast_with_white(theme.color)
        if contrast < LEAST_CONTRAST:
            message = say(
                "{color} has a contrast of {contrast} to white paper, which is hard to read. "
                "Please choose a darker color, with {least} or more.",
                color=theme.color,
                contrast=decimal(f"{contrast:.1f}"),
                least=decimal(str(LEAST_CONTRAST)),
            )
            problems.append(Problem("AUD155", message, str(path), document.line_of(("color",))))
        if theme.logo:
            try:
                logo = _read_logo(
                    path.parent / theme.logo, theme.logo_text or theme.organization or say("Logo")
                )
            except AuditError as error:
                line = document.line_of(("logo",))
                problems += [Problem(p.code, p.message, str(path), line) for p in error.problems]
    if problems or theme is None:
        raise ThemeError(sorted_problems(problems))
    return Letterhead(theme, logo)


def _read_logo(path: Path, text: str) -> Logo:
    from PIL import Image

    try:
        if path.stat().st_size > MOST_BYTES:
            raise _no_logo(path, mark("the logo {file} is larger than 2 MiB."))
        content = path.read_bytes()
        with Image.open(path) as picture:
            width, height = picture.size
            kind = picture.format
            if width * height > MOST_PIXELS:
                raise _no_logo(path, mark("the logo {file} has more than 20 million pixels."))
            picture.verify()
    except FileNotFoundError:
        raise _no_logo(path, mark("the logo {file} is not there.")) from None
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise _no_logo(path, mark("the logo {file} cannot be read as a picture.")) from None
    formats: dict[str, Literal["png", "jpg"]] = {"PNG": "png", "JPEG": "jpg"}
    if kind not in formats:
        raise _no_logo(path, mark("the logo {file} is neither a PNG nor a JPEG picture."))
    return Logo(content, formats[kind], text)


def read_word_template(path: Path) -> bytes:
    """A Word document, or a template of Word's own (.dotx), to write into, as a document.

    Raises ThemeError (AUD157) where it cannot be one: what is protected by a password, holds macros, or grows
    past all measure when it is unpacked is none.
    """
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        if path.stat().st_size > MOST_TEMPLATE_BYTES:
            raise _no_template(path, mark("is larger than 20 MiB."))
        content = _as_document(path, path.read_bytes())
        Document(BytesIO(content))
    except FileNotFoundError:
        raise _no_template(path, mark("is not there.")) from None
    except (OSError, ValueError, KeyError, SyntaxError, BadZipFile, PackageNotFoundError):
        raise _no_template(path, mark("cannot be read as a Word document.")) from None
    return content


def _as_document(path: Path, content: bytes) -> bytes:
    """What a file holds with a template's kind turned into a document's, as Word does for a new document."""
    if content.startswith(_LOCKED):
        raise _no_template(path, mark("is protected by a password, or in the format of before 2007."))
    given, written = ZipFile(BytesIO(content)), BytesIO()
    if sum(part.file_size for part in given.infolist()) > MOST_TEMPLATE_UNPACKED:
        raise _no_template(path, mark("is larger than 200 MiB when it is unpacked."))
    kinds = given.read(_KINDS)
    if b"macroEnabled" in kinds:
        raise _no_template(path, mark("holds macros."))
    if _TEMPLATE not in kinds:
        return content
    with ZipFile(written, "w", ZIP_DEFLATED) as made:
        for part in given.infolist():
            held = given.read(part)
            made.writestr(part, held.replace(_TEMPLATE, _DOCUMENT) if part.filename == _KINDS else held)
    return written.getvalue()


def _no_template(path: Path, why: str) -> ThemeError:
    way_out = say("Please name a document or template of yours that ends in .docx or .dotx.")
    return ThemeError(Problem("AUD157", f"{say(why)} {way_out}", str(path)))


def _no_logo(path: Path, why: str) -> ThemeError:
    way_out = say("Please name a PNG or JPEG file of at most 2 MiB, as seen from here.")
    return ThemeError(Problem("AUD156", f"{say(why, file=path)} {way_out}"))


def _without_blanks(data: Any) -> Any:
    return {k: v for k, v in data.items() if v is not None} if isinstance(data, dict) else data


_THEME = Kind(Theme, ThemeError, "theme", _without_blanks)
