"""YAML into a translation of a rubric, with every problem named by its line, and back."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from textwrap import wrap

from dsds_audit.errors import AuditError, Fault, Problem, RubricError, printable
from dsds_audit.rubric import Rubric
from dsds_audit.speech import mark, say
from dsds_audit.translation import UNREVIEWED, Translation, texts_of
from dsds_audit.translation_drafts import Draft
from dsds_audit.translation_review import find_translation_faults
from dsds_audit.yaml.files import MOST_PROBLEMS, Document, parse_yaml, read_bytes, top_text
from dsds_audit.yaml.models import sorted_problems, valid_model
from dsds_audit.yaml.text import WIDEST, is_foldable, render_scalar

_HEAD = mark(
    "Every text of {rubric}, in the language {language}. Above each stands the original: write yours behind "
    "the colon, in quotes where it holds a colon itself, or in lines below >- as you see them here. Words in "
    "braces, such as {blank}, are filled in later: keep them as they are. An empty text is shown as it was "
    "written. Leave what stands under made_from: it says which original each text was made from."
)
_CHECK = mark("Check it with: dsds-audit rubric check, and the name of this file.")


def is_translation(content: bytes) -> bool:
    """Whether a YAML text is a translation rather than a rubric."""
    return top_text(content, "translator") is not None


def rubric_named_in(content: bytes) -> str:
    """The rubric version that a translation says it is of; empty where it says none."""
    return top_text(content, "rubric") or ""


def read_translation(path: Path, rubric: Rubric, language: str) -> Translation:
    """The translation in a file, of a rubric into a language.

    Raises RubricError as ``parse_translation`` does, and where it is into another language (AUD181).
    """
    translation = parse_translation(read_translation_bytes(path), str(path), rubric)
    if translation.language != language:
        message = say(
            "is a translation into {language}, but its name says {named}. Please rename it or correct its "
            "language.",
            language=translation.language,
            named=language,
        )
        raise RubricError(Problem("AUD181", message, str(path)))
    return translation


def read_translation_bytes(path: Path) -> bytes:
    """A file's bytes; raises RubricError where it cannot be read or is too large (AUD001, AUD003)."""
    try:
        return read_bytes(path)
    except AuditError as error:
        raise RubricError(error.problems) from error


def parse_translation(content: bytes, place: str, rubric: Rubric) -> Translation:
    """The translation that a YAML text holds, complete or not.

    Raises RubricError with every problem of its form, and where it is of another rubric (AUD181).
    """
    _, translation, problems = _read(content, place, rubric)
    if problems or translation is None:
        raise RubricError(sorted_problems(problems))
    return translation


def review_translation(content: bytes, place: str, rubric: Rubric) -> tuple[Problem, ...]:
    """What is wrong with a translation or missing in it; empty for a complete one."""
    document, translation, problems = _read(content, place, rubric)
    if translation is not None and not problems:
        faults = islice(find_translation_faults(rubric, translation), MOST_PROBLEMS)
        problems += _located(faults, document, place)
    return tuple(sorted_problems(problems))


def _read(content: bytes, place: str, rubric: Rubric) -> tuple[Document, Translation | None, list[Problem]]:
    try:
        document = parse_yaml(content, place)
    except AuditError as error:
        raise RubricError(error.problems) from error
    translation, problems = valid_model(Translation, document, place)
    if translation is not None and translation.rubric != rubric.ref:
        message = say(
            "is a translation of {named}, not of {rubric}. Please correct its rubric or its name, or draft "
            "one for this version: dsds-audit rubric translate.",
            named=translation.rubric,
            rubric=rubric.ref,
        )
        problems += _located([Fault(("rubric",), "AUD181", message)], document, place)
    return document, translation, problems


def _located(faults: Iterable[Fault], document: Document, place: str) -> list[Problem]:
    return [Problem(fault.code, fault.message, place, document.line_of(fault.path)) for fault in faults]


def render_translation(draft: Draft) -> bytes:
    """The text of a translation's file, in which its originals stand as comments."""
    return "".join(f"{line}\n" for line in _lines(draft)).encode()


def _lines(draft: Draft) -> Iterator[str]:
    translation = draft.translation
    language = translation.language
    yield from _comment(say(_HEAD, rubric=translation.rubric, language=language, blank="{criterion}"), 0)
    yield from _comment(say(_CHECK), 0)
    yield "format: 1"
    for field in ("rubric", "language", "translator"):
        yield f"{field}: {render_scalar(getattr(translation, field))}"
    if review := translation.reviewed:
        yield f"reviewed: {{by: {render_scalar(review.by, True)}, date: {review.date}}}"
    yield from _comment(say(UNREVIEWED), 0)
    yield from _entry("unreviewed", translation.unreviewed, 0)
    yield from ("", "texts:")
    for key, original in texts_of(draft.rubric).items():
        yield from _comment(original, 2)
        if key in draft.earlier:
            yield from _comment(say("For an earlier original: {text}", text=draft.earlier[key]), 2)
        yield from _entry(key, translation.texts.get(key), 2)
    yield from ("", "made_from:")
    for key, stamp in translation.made_from.items():
        yield f'  {render_scalar(key)}: "{stamp}"'


def _comment(text: str, column: int) -> Iterator[str]:
    start = " " * column + "# "
    words = printable(" ".join(text.split()))
    yield from wrap(words, WIDEST, initial_indent=start, subsequent_indent=start, break_on_hyphens=False)


def _entry(key: str, text: str | None, column: int) -> Iterator[str]:
    """``key: text``, in several lines where it is long; nothing behind the colon where there is no text."""
    name = " " * column + render_scalar(key)
    if not text:
        yield f"{name}:"
        return
    line = f"{name}: {render_scalar(text)}"
    if len(line) <= WIDEST or not is_foldable(text):
        yield line
        return
    start = " " * (column + 2)
    yield f"{name}: >-"
    yield from wrap(
        text,
        WIDEST,
        initial_indent=start,
        subsequent_indent=start,
        break_long_words=False,
        break_on_hyphens=False,
        expand_tabs=False,
        replace_whitespace=False,
    )
