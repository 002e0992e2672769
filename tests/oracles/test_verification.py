"""`verify` sees every digit that changes in a report's numbers, and lets a report as it was written be."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from histories_for_tests import a_past
from pages_for_tests import HOSTILE, hostile_site
from rubrics_for_tests import make_rubric, rate, unconfirmed

from dsds_audit.assessment import Assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.crosswalk import carry
from dsds_audit.errors import AuditError
from dsds_audit.report.carried import unpack_report, without_document
from dsds_audit.report.documents import report_document, to_json
from dsds_audit.report.facts import Facts, gather_facts
from dsds_audit.report.html import render_html
from dsds_audit.report.page_differences import find_page_differences
from dsds_audit.report.verification import verify_report
from dsds_audit.rubric import Rubric

# What draws a chart may be a little off; everything else on a page may not.
_DRAWN = re.compile(r"<style>.*?</style>|<svg.*?</svg>", re.DOTALL)
_WRITTEN_IN_CHARTS = re.compile(r"<text[^>]*>([^<]*)</text>")
_TEXT_IN_JSON = re.compile(r'"(?:\\.|[^"\\])*"')


def caught(content: str, rubric: Rubric) -> bool:
    """Whether a change is told: as a difference, or as a problem."""
    try:
        return not holds(content, rubric)
    except AuditError:
        return True


def holds(content: str, rubric: Rubric) -> bool:
    carried = unpack_report(content.encode(), "report")
    return verify_report(carried, "report", Catalogue(_read={rubric.ref: rubric})).holds


def with_digit(text: str, place: int, step: int) -> str:
    return text[:place] + str((int(text[place]) + step) % 10) + text[place + 1 :]


def digits_of_numbers(document: str) -> list[int]:
    """Where the digits of a JSON text's numbers stand; texts in it are none."""
    bare = _TEXT_IN_JSON.sub(lambda text: "_" * len(text[0]), document)
    return [found.start() for found in re.finditer(r"\d", bare)]


def digits_of_page(page: str) -> list[int]:
    """Where digits stand on a page, in charts only those that are written there."""
    bare = _DRAWN.sub(lambda drawing: _only_what_is_written(drawing[0]), page)
    return [found.start() for found in re.finditer(r"\d", bare)]


def _only_what_is_written(drawing: str) -> str:
    kept = ["_"] * len(drawing)
    for found in _WRITTEN_IN_CHARTS.finditer(drawing):
        kept[found.start(1) : found.end(1)] = found[1]
    return "".join(kept)


@pytest.mark.slow
def test_every_digit_of_a_documents_numbers_counts(riverbend):
    document = to_json(report_document(riverbend))
    places = digits_of_numbers(document)
    assert len(places) > 300
    missed = [
        document[place - 40 : place + 10]
        for index, place in enumerate(places)
        if not caught(with_digit(document, place, 1 + index % 9), riverbend.rubric)
    ]
    assert missed == []


@pytest.mark.slow
def test_every_digit_of_a_page_counts(riverbend):
    page = without_document(render_html(riverbend))
    places = digits_of_page(page)
    assert len(places) > 500
    missed = [
        page[place - 40 : place + 10]
        for index, place in enumerate(places)
        if not any(find_page_differences(with_digit(page, place, 1 + index % 9), page))
    ]
    assert missed == []


def test_digits_in_the_document_of_a_page_count(riverbend):
    page = render_html(riverbend)
    begin = page.index('id="dsds-audit">') + len('id="dsds-audit">')
    document = page[begin : page.index("</script>", begin)]
    places = digits_of_numbers(document)
    for index, place in enumerate(places[:: len(places) // 12]):
        assert caught(with_digit(page, begin + place, 1 + index % 9), riverbend.rubric)


def of_every_kind() -> Iterator[tuple[str, Facts]]:
    """Assessments in every state that a report can be made of."""
    small = make_rubric((2, 3), administration=[{"id": "people", "text": "The right people were there."}])
    open_to_all = make_rubric({"p1": {"c1": {"not_applicable": True}, "c2": {"not_applicable": True}}})
    own = {"targets": {"p1.c1": 1}, "thresholds": {"total": "66.666667", "practice": "0"}}
    people = {"facilitator": "Ruth", "invited": 9, "participants": [{"role": "coach", "name": "Ruth"}]}
    panel = make_rubric((2,), panel={"roles": [{"id": "coach", "label": "Coach"}]})
    made: dict[str, tuple[Rubric, Assessment]] = {
        "finished": (small, rate(small, others=1)),
        "unfinished": (small, rate(small, others=1, interview=unconfirmed("p1.c1", "p2.c2"))),
        "all unknown": (small, rate(small)),
        "all said to be unknown": (small, rate(small, others="?")),
        "nothing applies": (open_to_all, rate(open_to_all, others="-")),
        "own targets and thresholds": (small, rate(small, others=1, **own)),
        "one practice of one criterion": (make_rubric((1,)), rate(make_rubric((1,)), others=2)),
        "who was there": (panel, rate(panel, others=1, **people)),
        "thirds": (small, rate(small, {"p2.c1": 1}, others=0, administration={"people": False})),
    }
    for name, (rubric, assessment) in made.items():
        yield name, gather_facts(rubric, assessment)
        yield f"{name}, later", gather_facts(rubric, assessment, as_of=assessment.date + dt.timedelta(400))
    for index, point in enumerate(a_past().points):
        column = point.column
        yield f"point {index}", gather_facts(point.rubric, point.assessment)
        if column.legs:
            migrated = carry(column.own.assessment, column.legs).assessment
            yield f"point {index}, migrated", gather_facts(column.rubric, migrated)
    for ref in ("dsds@1.0.0", "python-project@1.0.0"):
        rubric = Catalogue().load(ref)
        levels: dict[str, Any] = {name: n % 3 for n, name in enumerate(rubric.criteria)}
        yield ref, gather_facts(rubric, rate(rubric, levels))


KINDS = list(of_every_kind())
OTHERS = ("unfinished", "own targets and thresholds, later", "point 1, migrated", "thirds")


@pytest.mark.parametrize(("name", "facts"), KINDS, ids=[name for name, _ in KINDS])
def test_a_report_as_it_was_written_holds(name, facts):
    assert holds(to_json(report_document(facts)), facts.rubric)
    assert holds(render_html(facts), facts.rubric)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_raises_no_alarm(text):
    facts = hostile_site(text)
    assert holds(to_json(report_document(facts)), facts.rubric)
    assert holds(render_html(facts), facts.rubric)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["unfinished", "own targets and thresholds, later", "point 1, migrated", "thirds"]
)
def test_every_digit_counts_in_other_reports_too(name):
    facts = dict(KINDS)[name]
    document = to_json(report_document(facts))
    missed = [
        document[place - 60 : place + 10]
        for index, place in enumerate(digits_of_numbers(document))
        if not caught(with_digit(document, place, 1 + index % 9), facts.rubric)
    ]
    assert missed == []
