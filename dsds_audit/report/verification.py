"""Whether every number in a report still follows from the record that the report carries."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dsds_audit.assessment import Assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.display import plural
from dsds_audit.errors import AuditError, Problem
from dsds_audit.report.carried import Carried, load_document, without_document
from dsds_audit.report.differences import Difference, find_differences, shorten
from dsds_audit.report.documents import FORMAT, Document, report_document, to_json
from dsds_audit.report.facts import gather_facts
from dsds_audit.report.page_differences import find_page_differences, find_stray_numbers
from dsds_audit.report.records import assessment_of
from dsds_audit.rubric import Rubric
from dsds_audit.version import __version__


@dataclass(frozen=True)
class Remade:
    """A document made anew, what makes the page around it, and what it was made from, in a few words."""

    document: Document
    make_page: Callable[[], str]
    source: str


@dataclass(frozen=True)
class Verification:
    """What came of verifying a report.

    ``made_with`` is the version of this program that wrote it; where it is ``another_version``, sentences
    were compared by their numbers only. ``source`` says what it was made from; ``differences`` are empty
    where every number holds.
    """

    made_with: str
    source: str
    another_version: bool
    differences: tuple[Difference, ...]

    @property
    def holds(self) -> bool:
        """Whether every number holds."""
        return not self.differences


def verify_report(carried: Carried, place: str, catalogue: Catalogue) -> Verification:
    """Make a report's document and page again from its record, and compare; ``place`` is what messages name.

    Rubrics come from the catalogue, never from the report. Raises AuditError where it cannot be done: a kind
    or format that is not known here (AUD098), a record that is not sound (as parse_assessment), a rubric that
    is not here (AUD020) or is another one (AUD097).
    """
    said = carried.document
    remake = KINDS.get(str(said.get("kind")))
    if remake is None or said.get("format") != FORMAT:
        raise AuditError(_unknown(said, place))
    remade = remake(said, place, catalogue)
    made = load_document(to_json(remade.document), place)
    another = said.get("made_with") != __version__
    differences = [*find_differences({**said, "made_with": __version__}, made, wording=not another)]
    if carried.page is not None:
        differences += _page_differences(carried.page, without_document(remade.make_page()), another)
    return Verification(str(said.get("made_with")), remade.source, another, tuple(differences))


def _page_differences(said: str, made: str, another: bool) -> Iterator[Difference]:
    if said != made:
        yield from find_stray_numbers(said, made) if another else find_page_differences(said, made)


def _unknown(said: Mapping[str, Any], place: str) -> Problem:
    kind, form = (shorten(str(said.get(name))) for name in ("kind", "format"))
    message = (
        f"holds a document of kind {kind} in format {form}, which this version of the program cannot verify. "
        f"Please name one of kind {' or '.join(sorted(KINDS))}, format {FORMAT}, or install a newer version."
    )
    return Problem("AUD098", message, place)


def _remake_report(said: Document, place: str, catalogue: Catalogue) -> Remade:
    assessment = assessment_of(said.get("record"), place, catalogue.load)
    facts = gather_facts(catalogue.load(assessment.rubric), assessment, as_of=_date(said.get("as_of")))

    def make_page() -> str:
        from dsds_audit.report.html import render_html

        return render_html(facts)

    return Remade(report_document(facts), make_page, source_of(facts.rubric, assessment))


def source_of(rubric: Rubric, assessment: Assessment) -> str:
    """Whose ratings a document was made from, when they were given, and against which rubric."""
    ratings = plural(len(assessment.claims), "rating")
    return f"{ratings} of {assessment.site}, {assessment.date}, against {rubric.ref} ({rubric.digest})"


def _date(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        return None


KINDS: Mapping[str, Callable[[Document, str, Catalogue], Remade]] = {"report": _remake_report}
