"""Documents and their pages made anew from the records that they carry, one way for each kind."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from dsds_audit.assessment import Assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.comparison import compare
from dsds_audit.display import plural
from dsds_audit.errors import AuditError, Problem
from dsds_audit.history import build_history
from dsds_audit.report.crosswalk_records import legs_as_recorded
from dsds_audit.report.documents import Document, report_document
from dsds_audit.report.facts import gather_facts
from dsds_audit.report.letterhead_records import letterhead_of
from dsds_audit.report.plan_records import plan_of
from dsds_audit.report.records import assessment_of
from dsds_audit.rubric import Rubric
from dsds_audit.values import Text

_LABELS = TypeAdapter(tuple[Annotated[Text, Field(strict=True)], ...])

Entry = tuple[Rubric, Assessment]


@dataclass(frozen=True)
class Remade:
    """A document made anew, what makes the page around it, and the assessments it was made from."""

    document: Document
    make_page: Callable[[], str]
    entries: Sequence[Entry]

    @property
    def source(self) -> str:
        """Whose ratings it was made from, when they were given, and against which rubrics."""
        return source_of(self.entries)


def source_of(entries: Sequence[Entry]) -> str:
    """Whose ratings these are, when they were given, and against which rubrics."""
    ratings = plural(sum(len(assessment.claims) for _, assessment in entries), "rating")
    sites = {assessment.site for _, assessment in entries}
    whose = sites.pop() if len(sites) == 1 else plural(len(sites), "site")
    days = sorted({assessment.date for _, assessment in entries})
    when = " to ".join(dict.fromkeys(str(day) for day in (days[0], days[-1])))
    rubrics = dict.fromkeys(f"{rubric.ref} ({rubric.digest})" for rubric, _ in entries)
    return f"{ratings} of {whose}, {when}, against {' and '.join(rubrics)}"


def _remake_report(said: Document, place: str, catalogue: Catalogue) -> Remade:
    entry = _entry(said.get("record"), place, catalogue, _language(said))
    facts = gather_facts(*entry, as_of=_date(said.get("as_of")))
    try:
        letterhead = letterhead_of(said.get("letterhead"))
    except ValueError as error:
        raise _unsound(place) from error

    def make_page() -> str:
        from dsds_audit.report.html import render_html

        return render_html(facts, letterhead)

    return Remade(report_document(facts, letterhead), make_page, [entry])


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

    return Remade(trend_document(history, as_of=as_of), make_page, entries)


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
    comparison = compare(named, legs_as_recorded(said.get("crosswalks"), place, catalogue), left_out)

    def make_page() -> str:
        from dsds_audit.report.compare_html import render_comparison

        return render_comparison(comparison)

    return Remade(comparison_document(comparison), make_page, entries)


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


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _date(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        return None


def _unsound(place: str) -> AuditError:
    message = (
        "does not hold all of what it was made from. Please name the file as it was written, or make the "
        "report again."
    )
    return AuditError(Problem("AUD095", message, place))
