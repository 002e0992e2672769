import copy
import json
import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples
from strategies import assessments, rubrics

from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import AuditError
from dsds_audit.report.carried import unpack_report
from dsds_audit.report.documents import report_document, to_embedded_json, to_json
from dsds_audit.report.facts import gather_facts
from dsds_audit.report.html import render_html
from dsds_audit.report.verification import KINDS, verify_report

NUMBERS = re.compile(r"[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?")
TRIES = 60


def verify(content, rubric):
    return verify_report(unpack_report(content, "report"), "report", Catalogue(_read={rubric.ref: rubric}))


def caught(content, rubric):
    """Whether a change is told: as a difference, or as a problem."""
    try:
        return not verify(content, rubric).holds
    except AuditError:
        return True


def with_another_digit(text, place):
    digit = text[place]
    return text[:place] + str((int(digit) + 1) % 10) + text[place + 1 :]


@pytest.fixture(scope="module")
def html(riverbend):
    return render_html(riverbend)


@pytest.fixture(scope="module")
def document(riverbend):
    return report_document(riverbend)


def test_a_report_as_it_was_written_holds(riverbend, html, document):
    for content in (html.encode(), to_json(document).encode(), json.dumps(document).encode()):
        outcome = verify(content, riverbend.rubric)
        assert outcome.holds
        assert not outcome.another_version
        assert riverbend.rubric.digest in outcome.source


def test_a_report_made_for_a_later_day_holds(riverbend):
    facts = gather_facts(
        riverbend.rubric, riverbend.assessment, as_of=riverbend.assessment.date.replace(2030)
    )
    assert verify(render_html(facts).encode(), riverbend.rubric).holds


@examples(25)
@given(st.data())
def test_any_document_holds_as_it_was_written(data):
    rubric = data.draw(rubrics())
    document = report_document(gather_facts(rubric, data.draw(assessments(rubric))))
    assert verify(to_json(document).encode(), rubric).holds
    assert verify(f"{{{to_embedded_json(document)[1:]}".encode(), rubric).holds


@examples(3)
@given(st.data())
def test_any_page_holds_as_it_was_written(data):
    rubric = data.draw(rubrics())
    facts = gather_facts(rubric, data.draw(assessments(rubric)))
    assert verify(render_html(facts).encode(), rubric).holds


# A hand on the data.


def scores_in(text):
    """Where the digits of a document's computed numbers stand: everything before what was recorded."""
    begin, end = text.index('"overall"'), text.index('"ratings"')
    return [place for found in NUMBERS.finditer(text, begin, end) for place in range(*found.span())]


def test_any_digit_changed_in_the_scores_of_a_json_report_is_caught(riverbend, document):
    text = to_json(document)
    places = [place for place in scores_in(text) if text[place].isdigit()]
    for place in random.Random(1).sample(places, TRIES):
        assert caught(with_another_digit(text, place).encode(), riverbend.rubric), text[
            place - 60 : place + 9
        ]


def test_any_digit_changed_in_the_scores_inside_a_page_is_caught(riverbend, html):
    begin = html.index('id="dsds-audit">{')
    places = [place for place in scores_in(html[begin:]) if html[begin + place].isdigit()]
    for place in random.Random(2).sample(places, 3):
        assert caught(with_another_digit(html, begin + place).encode(), riverbend.rubric)


def changed(document, path, value):
    """The document with another value at a path such as ``practices.0.low``."""
    other = copy.deepcopy(document)
    inner = other
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in steps:
        inner = inner[step]
    inner[last] = value
    return other


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ("overall.adequate", True, "overall.adequate"),
        ("overall.low", 99, "overall.low"),
        ("practices.0.criteria.1.level", 2, "practices[0].criteria[1].level"),
        ("practices.0.status", "in_place", "practices[0].status"),
        ("findings", [], "findings"),
        ("rubric.digest", "sha256:" + "0" * 64, "rubric.digest"),
        ("site", "Elsewhere", "site"),
        ("administration.held", 8, "administration.held"),
        ("panel.roles.0.count", 9, "panel.roles[0].count"),
        ("record.facilitator", "Ruth", "record.facilitator"),
        ("ratings", {}, "ratings.accountability.person"),
    ],
)
def test_each_changed_value_is_named_by_its_path(riverbend, document, path, value, named):
    outcome = verify(to_json(changed(document, path, value)).encode(), riverbend.rubric)
    assert named in [difference.place for difference in outcome.differences]


def test_a_changed_record_shows_in_the_numbers(riverbend, document):
    path = "record.ratings"
    better = {name: {**rating, "level": 2} for name, rating in document["record"]["ratings"].items()}
    better = {
        name: {k: v for k, v in r.items() if k not in ("dont_know", "not_applicable")}
        for name, r in better.items()
    }
    outcome = verify(to_json(changed(document, path, better)).encode(), riverbend.rubric)
    assert {"overall.low", "overall.status"} <= {difference.place for difference in outcome.differences}


# A hand on the page.


def visible_digits(html):
    """Where the digits stand that a reader sees, in texts and in charts."""
    page = re.sub(r"<(style|script)\b.*?</\1>", lambda hidden: " " * len(hidden[0]), html, flags=re.DOTALL)
    texts = re.finditer(r">([^<]+)<", page)
    return [place for text in texts for place in range(*text.span(1)) if page[place] in "0123456789"]


def test_any_digit_changed_in_what_a_page_shows_is_caught(riverbend, html, monkeypatch):
    # The page is made anew once: what is made for each of these is the same.
    monkeypatch.setattr("dsds_audit.report.html.render_html", lambda _: html)
    places = visible_digits(html)
    assert len(places) > 300
    for place in random.Random(3).sample(places, TRIES):
        outcome = verify(with_another_digit(html, place).encode(), riverbend.rubric)
        assert len(outcome.differences) == 1
        assert outcome.differences[0].place.startswith("page")


def test_a_changed_number_in_a_page_is_named_with_its_place(riverbend, html):
    edited = html.replace("69 to 75\N{NO-BREAK SPACE}%", "89 to 95\N{NO-BREAK SPACE}%")
    assert edited != html
    outcome = verify(edited.encode(), riverbend.rubric)
    assert outcome.differences
    assert all("89 to 95" in difference.said for difference in outcome.differences)


# Another version of the program.


def older(text):
    return re.sub(r'("made_with": ?)"[^"]*"', r'\1"0.0.1"', text)


def test_of_another_version_the_sentences_are_compared_by_their_numbers(riverbend, html, document):
    worded = changed(document, "adequate_set.sentence", "Otherwise: " + document["adequate_set"]["sentence"])
    outcome = verify(older(to_json(worded)).encode(), riverbend.rubric)
    assert (outcome.holds, outcome.another_version, outcome.made_with) == (True, True, "0.0.1")
    page = (
        older(html).replace("Where the record", "If the record").replace("<h2>Profile</h2>", "<h2>Shape</h2>")
    )
    assert verify(page.encode(), riverbend.rubric).holds


def test_of_another_version_a_changed_number_is_caught_all_the_same(riverbend, html, document):
    wrong = changed(document, "overall.low", 99.5)
    assert not verify(older(to_json(wrong)).encode(), riverbend.rubric).holds
    edited = older(html).replace("69 to 75\N{NO-BREAK SPACE}%", "69 to 97\N{NO-BREAK SPACE}%")
    assert next(d.said for d in verify(edited.encode(), riverbend.rubric).differences) == "97"


# What cannot be verified.


@pytest.mark.parametrize(
    "values", [{"kind": "novel"}, {"kind": None}, {"kind": ["report"]}, {"format": 2}, {"format": "x" * 9000}]
)
def test_an_unknown_kind_or_format_is_told(riverbend, document, values):
    with pytest.raises(AuditError) as refusal:
        verify(to_json({**document, **values}).encode(), riverbend.rubric)
    (problem,) = refusal.value.problems
    assert problem.code == "AUD098"
    assert len(str(problem)) < 500


@pytest.mark.parametrize("name", ["record", "rubric", "overall", "site", "as_of"])
@pytest.mark.parametrize("value", [None, 7, "text", [], {"a": []}, {"ratings": {"x": 1}}])
def test_no_value_of_any_kind_leads_to_a_traceback(riverbend, document, name, value):
    if (name, value) != ("as_of", None):
        assert caught(to_json({**document, name: value}).encode(), riverbend.rubric)


def test_every_kind_is_known_by_its_name():
    assert "report" in KINDS
