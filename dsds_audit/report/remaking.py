"""Documents and their pages made anew from the records that they carry, one way for each kind."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from dsds_audit.assessment import Assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.comparison import compare
from dsds_audit.errors import AuditError, Problem
from dsds_audit.history import build_history
from dsds_audit.languages import Language
from dsds_audit.report.crosswalk_records import legs_as_recorded
from dsds_audit.report.differences import shorten
from dsds_audit.report.documents import Document, report_document
from dsds_audit.report.facts import gather_facts
from dsds_audit.report.letterhead_records import letterhead_of
from dsds_audit.report.plan_records import plan_of
from dsds_audit.report.records import assessment_of
from dsds_audit.rubric import Rubric
from dsds_audit.speech import ENGLISH_SPEECH, Speech, list_of, say, say_many
from dsds_audit.speech_files import load_speech
from dsds_audit.theme import Letterhead
from dsds_audit.values import Text

_TAG = TypeAdapter(Language)
_LABELS = TypeAdapter(tuple[Annotated[Text, Field(strict=True)], ...])

Entry = tuple[Rubric, Assessment]


@dataclass(frozen=True)
class Remade:
    """What makes a document and the page around it anew, and the assessments it was made from.

    Both are made in the language that is spoken then.
    """

    make_document: Callable[[], Document]
    make_page: Callable[[], str]
    entries: Sequence[Entry]

    @property
    def document(self) -> Document:
        """The document made anew."""
        return self.make_document()

    @property
    def source(self) -> str:
        """Whose ratings it was made from, when they were given, and against which rubrics."""
        return source_of(self.entries)


def source_of(entries: Sequence[Entry]) -> str:
    """Whose ratings these are, when they were given, and against which rubrics."""
    counted = sum(len(assessment.claims) for _, assessment in entries)
    ratings = say_many("{count} rating", "{count} ratings", counted)
    sites = {assessment.site for _, assessment in entries}
    whose = sites.pop() if len(sites) == 1 else say_many("{count} site", "{count} sites", len(sites))
    first, *others = sorted({assessment.date for _, assessment in entries})
    when = say("{first} to {last}", first=first, last=others[-1]) if others else str(first)
    rubrics = list(dict.fromkeys(f"{rubric.ref} ({rubric.digest})" for rubric, _ in entries))
    return say(
        "{ratings} of {site}, {dates}, against {rubrics}",
        ratings=ratings,
        site=whose,
        dates=when,
        rubrics=list_of(rubrics),
    )


def _remake_report(said: Document, place: str, catalogue: Catalogue) -> Remade:
    entry = _entry(said.get("record"), place, catalogue, _language(said))
    facts = gather_facts(*entry, as_of=_date(said.get("as_of")))
    letterhead = _letterhead(said, place)

    def make_page() -> str:
        from dsds_audit.report.html import render_html

        return render_html(facts, letterhead)

    return Remade(lambda: report_document(facts, letterhead), make_page, [entry])


def _remake_trend(said: Document, place: str, catalogue: Catalogue) -> Remade:
    from dsds_audit.report.trend_documents import trend_document

    entries, as_of = _entries(said, place, catalogue), _date(said.get("as_of"))
    last = entries[-1][1]
    plan = plan_of(said.get("plan"), last.site, place)
    legs_of = legs_as_recorded(said.get("crosswalks"), place, catalogue)
    damaged = said.get("plan_damaged") is True
    history = build_history(entries, legs_of, plan=plan, plan_damaged=damaged, unfinished=True, as_of=as_of)
    days = [day for day in map(_date, _list(said.get("left_out"))) if day]
    history = replace(history, left_out=tuple(last.model_copy(update={"date": day}) for day in days))

    def make_page() -> str:
        from dsds_audit.report.trend_html import render_trend

        return render_trend(history, as_of=as_of)

    return Remade(lambda: trend_document(history, as_of=as_of), make_page, entries)


def _letterhead(said: Document, place: str) -> Letterhead:
    try:
        return letterhead_of(said.get("letterhead"))
    except ValueError as error:
        raise _unsound(place) from error


def _remake_comparison(said: Document, place: str, catalogue: Catalogue) -> Remade:
    from dsds_audit.report.compare_documents import comparison_document

    entries = _entries(said, place, catalogue)
    labeled = [part.get("label") for part in _list(said.get("assessments")) if isinstance(part, dict)]
    try:
        labels = _LABELS.validate_python(labeled)
        left_out = _LABELS.validate_python(_list(said.get("left_out")))
        named = [(label, *entry) for label, entry in zip(labels, entries, strict=True)]
    except (ValidationError, ValueError) as error:
        raise _unsound(place) from error
    letterhead = _letterhead(said, place)
    comparison = compare(named, legs_as_recorded(said.get("crosswalks"), place, catalogue), left_out)

    def make_page() -> str:
        from dsds_audit.report.compare_html import render_comparison

        return render_comparison(comparison, letterhead)

    return Remade(lambda: comparison_document(comparison, letterhead), make_page, entries)


KINDS: Mapping[str, Callable[[Document, str, Catalogue], Remade]] = {
    "report": _remake_report,
    "trend": _remake_trend,
    "comparison": _remake_comparison,
}
"""What makes each kind anew from its document; ``str`` is what messages name.

Rubrics, translations and crosswalks come from the catalogue, never from the document. Each raises AuditError
where a record is not sound (as parse_assessment, AUD095), a rubric is not here (AUD020) or not in the
document's language (AUD180), or one of them is another (AUD097).
"""


def _entries(said: Document, place: str, catalogue: Catalogue) -> list[Entry]:
    language = _language(said)
    entries = [_entry(record, place, catalogue, language) for record in _list(said.get("records"))]
    if not entries:
        raise _unsound(place)
    return entries


def _entry(record: object, place: str, catalogue: Catalogue, language: str | None) -> Entry:
    """An assessment and its rubric, in the language that the document is in."""
    assessment = assessment_of(record, place, catalogue.load)
    rubric = catalogue.load_original(assessment.rubric)
    return (catalogue.load(assessment.rubric, language) if language else rubric), assessment


def _language(said: Document) -> str | None:
    """The language that a document's rubric was translated into; None where it is as it was written."""
    translation = said.get("translation")
    language = translation.get("language") if isinstance(translation, dict) else None
    return language if isinstance(language, str) else None


def speech_of(said: Document, place: str) -> Speech:
    """The speech that a document was made in; raises AuditError (AUD180) for one that is not here."""
    language = said.get("language")
    if not isinstance(language, str):
        return ENGLISH_SPEECH
    with suppress(ValidationError):
        speech = load_speech(_TAG.validate_python(language))
        if speech.language == language:
            return speech
    message = say(
        "was made in the language {language}, which this version of the program does not speak. Please "
        "verify it with the version that made it.",
        language=shorten(language),
    )
    raise AuditError(Problem("AUD180", message, place))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _date(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        return None


def _unsound(place: str) -> AuditError:
    message = say(
        "does not hold all of what it was made from. Please name the file as it was written, or make the "
        "report again."
    )
    return AuditError(Problem("AUD095", message, place))
