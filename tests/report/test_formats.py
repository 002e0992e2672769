"""Every format is read back by another program's reader, and says what the JSON says."""

import datetime as dt
import json
import re
from io import BytesIO

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pages_for_tests import Page
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from strategies import assessments, rubrics

from dsds_audit.display import STATUS_LABELS, percent_range
from dsds_audit.plan import ActionItem, Plan
from dsds_audit.report.facts import gather_facts
from dsds_audit.report.formats import ON_PAPER, SUFFIXES, Look, render_report
from dsds_audit.report.text import plain
from dsds_audit.report.wording import title_of

WRITTEN = (".html", ".md", ".docx", ".pdf")


def squeezed(text: str) -> str:
    """Text without blanks, which lines and pages break at will."""
    return re.sub(r"[\s\u00ad]+", "", text)


def read_back(content: bytes, suffix: str) -> str:
    if suffix == ".html":
        text = Page(content.decode()).text
    elif suffix == ".md":
        text = re.sub(r"\\(.)", r"\1", content.decode())
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("*", "")
    elif suffix == ".docx":
        text = "".join(Document(BytesIO(content)).element.itertext())
    elif suffix == ".pdf":
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    else:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        rows = (row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())
        text = " ".join(str(cell) for row in rows for cell in row)
    return squeezed(text.replace("*", ""))


def said_in_json(document) -> list[str]:
    """Each number, status and action of the JSON document, as a reader of the report should find it."""
    overall = document["overall"]
    steps = (step for advice in document["recommendations"] for step in advice["steps"])
    return [
        STATUS_LABELS[overall["status"]],
        f"{document['rated']} of {document['asked']} rated",
        *(STATUS_LABELS[practice["status"]] for practice in document["practices"]),
        *(step["text"] for step in steps if step.get("text")),
    ]


@pytest.mark.parametrize("suffix", WRITTEN)
def test_each_says_every_score_status_and_action_of_the_json(riverbend, suffix):
    document = json.loads(render_report(riverbend, ".json"))
    text = read_back(render_report(riverbend, suffix), suffix)
    for said in said_in_json(document):
        assert squeezed(said) in text, said
    card = riverbend.card
    for scored, needed in [
        (card, card.total_threshold),
        *((p, card.practice_threshold) for p in card.practices),
    ]:
        assert squeezed(percent_range(scored.low, scored.high, [needed])) in text
    for advice in riverbend.recommendations:
        for step in advice.steps:
            assert step.action is None or squeezed(step.action.text) in text


@pytest.mark.parametrize("suffix", [*WRITTEN, ".xlsx"])
def test_nothing_that_was_typed_is_missing(riverbend, suffix):
    text = read_back(render_report(riverbend, suffix), suffix)
    site = riverbend.assessment
    typed = [site.site, site.program, site.group, *site.populations.values()]
    for rating in site.ratings.values():
        typed += [rating.note, rating.not_applicable, *(barrier.what for barrier in rating.barriers)]
        typed += [part for evidence in rating.evidence for part in (evidence.what, evidence.where)]
    for each in typed:
        assert not each or squeezed(plain(each)).replace("*", "") in text, each


def written_as(typed: str, suffix: str) -> str:
    """A typed text as a reader of the format finds it, without what readers differ in: blanks and stars."""
    shown = squeezed(plain(typed)).replace("*", "")
    return shown.replace("\ufeff", "\u2060") if suffix == ".pdf" else shown


def typed_in(assessment) -> list[str]:
    """All that a person wrote and a report has to show; names are no part of one."""
    rows = assessment.ratings.values()
    texts = [assessment.site, assessment.program, assessment.group, *assessment.populations.values()]
    texts += [text for rating in rows for text in (rating.note, rating.not_applicable)]
    texts += [part for rating in rows for each in rating.evidence for part in (each.what, each.where)]
    return [text for text in texts if text]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_what_anyone_types_is_in_every_format(data):
    rubric = data.draw(rubrics())
    assessment = data.draw(assessments(rubric))
    facts = gather_facts(rubric, assessment)
    for suffix in (".docx", ".xlsx", ".md"):
        text = read_back(render_report(facts, suffix), suffix)
        for typed in typed_in(assessment):
            if suffix != ".md" or typed.isalnum():  # Marks of Markdown are its own test's.
                assert written_as(typed, suffix) in text, (suffix, typed)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_every_number_and_status_of_any_assessment_is_the_same_everywhere(data):
    rubric = data.draw(rubrics())
    facts = gather_facts(rubric, data.draw(assessments(rubric)))
    document = json.loads(render_report(facts, ".json"))
    card = facts.card
    scored = [
        (card, card.total_threshold),
        *((practice, card.practice_threshold) for practice in card.practices),
    ]
    shown = [squeezed(percent_range(each.low, each.high, [needed])) for each, needed in scored]
    for suffix in WRITTEN:
        text = read_back(render_report(facts, suffix), suffix)
        for said in shown:
            assert said in text, (suffix, said)
        for said in said_in_json(document):
            assert document["asked"] == 0 or written_as(said, suffix) in text, (suffix, said)


@pytest.mark.parametrize("suffix", ON_PAPER)
def test_the_one_page_says_the_same_in_short(riverbend, suffix):
    text = read_back(render_report(riverbend, suffix, Look(one_page=True)), suffix)
    assert squeezed("69 to 75 %") in text
    assert squeezed(riverbend.recommendations[0].reasons[0].sentence) not in text
    now = [advice for advice in riverbend.recommendations if advice.when == "now"]
    for advice in now:
        assert squeezed(riverbend.rubric.criteria[advice.criterion].title) in text


def test_the_plan_stands_in_the_workbook_without_its_owners(riverbend):
    item = ActionItem(
        id="free-a-day",
        action="Free one day a week",
        program=riverbend.assessment.program,
        criterion="accountability.capacity",
        rubric="dsds@1.0.0",
        owner="Dana Whitfield",
        adopted=dt.date(2026, 9, 20),
        due=dt.date(2026, 12, 1),
    )
    other = item.model_copy(update={"id": "other", "action": "Of another program", "program": "Another"})
    plan = Plan(site=riverbend.assessment.site, items=(item, other))
    facts = gather_facts(riverbend.rubric, riverbend.assessment, plan=plan)
    text = read_back(render_report(facts, ".xlsx"), ".xlsx")
    assert squeezed("Free one day a week") in text
    assert "Whitfield" not in text
    assert squeezed("Of another program") not in text


def test_every_format_is_the_same_bytes_each_time(riverbend):
    for suffix in set(SUFFIXES) - {".docx"}:
        assert render_report(riverbend, suffix) == render_report(riverbend, suffix), suffix


def test_the_title_names_site_rubric_and_date(riverbend):
    assert title_of(riverbend) == "Riverbend Family Center: Decision support data system, September 14, 2026"
