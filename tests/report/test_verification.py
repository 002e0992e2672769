import copy
import datetime as dt
import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples
from strategies import assessments, rubrics

from dsds_audit.catalogue import Catalogue
from dsds_audit.comparison import compare
from dsds_audit.errors import AuditError
from dsds_audit.history import build_history
from dsds_audit.report.carried import unpack_report
from dsds_audit.report.compare_documents import comparison_document
from dsds_audit.report.compare_html import render_comparison
from dsds_audit.report.documents import report_document, to_embedded_json, to_json
from dsds_audit.report.facts import gather_facts
from dsds_audit.report.html import render_html
from dsds_audit.report.trend_documents import trend_document
from dsds_audit.report.trend_html import render_trend
from dsds_audit.report.verification import verify_report
from dsds_audit.store.folder import FolderStore

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
        assert not outcome.in_other_words
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
    monkeypatch.setattr("dsds_audit.report.html.render_html", lambda *_: html)
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


def test_of_another_version_the_data_hold_where_only_words_or_the_page_differ(riverbend, html, document):
    worded = changed(document, "adequate_set.sentence", "Otherwise: " + document["adequate_set"]["sentence"])
    page = older(html).replace("<h2>Profile</h2>", "<h2>Shape</h2>")
    assert page != older(html)
    for text in (older(to_json(worded)), page):
        outcome = verify(text.encode(), riverbend.rubric)
        assert (outcome.holds, outcome.data_hold, outcome.in_other_words) == (False, True, True)
        assert outcome.made_with == "0.0.1"


def test_what_is_the_same_to_the_letter_holds_whatever_version_made_it(riverbend, document):
    assert verify(older(to_json(document)).encode(), riverbend.rubric).holds


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("overall.low", 99.5),
        ("practices.0.status", "in_place"),
        ("adequate_set.sentence", "Raising 1 of 99 criteria makes the site adequate."),
        ("practices.0.low", 99),
        ("invented", 1),
        ("findings.0.text", "All is well."),
    ],
)
def test_of_another_version_every_number_status_and_field_counts(riverbend, document, path, value):
    outcome = verify(older(to_json(changed(document, path, value))).encode(), riverbend.rubric)
    assert not outcome.data_hold


@pytest.mark.parametrize("field", ["practices", "overall", "gaps", "method", "panel"])
def test_of_another_version_a_missing_field_counts(riverbend, document, field):
    rest = {name: value for name, value in document.items() if name != field}
    assert [d.place for d in verify(older(to_json(rest)).encode(), riverbend.rubric).differences] == [field]


@pytest.mark.parametrize("version", [None, "", 1, "latest", "0.0.9; rm", "1", ["0.0.9"], "\u001b[31m"])
def test_what_names_no_version_that_made_it_is_refused(riverbend, document, version):
    with pytest.raises(AuditError, match="AUD095 does not say which version"):
        verify(to_json({**document, "made_with": version}).encode(), riverbend.rubric)


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


# The other kinds: the example's site over two years with its plan, and ten sites side by side.

WORKSPACE = Path(__file__).parents[2] / "dsds_audit" / "examples"


@pytest.fixture(scope="module")
def here():
    return Catalogue((WORKSPACE / "rubrics",))


@pytest.fixture(scope="module")
def a_trend(here):
    store = FolderStore(WORKSPACE, here.load)
    found = store.find("Riverbend Family Center")
    return build_history(
        [(here.load(entry.assessment.rubric), entry.assessment) for entry in found],
        here.legs,
        plan=store.plan("Riverbend Family Center").plan,
        as_of=dt.date(2026, 9, 28),
    )


@pytest.fixture(scope="module")
def ten_sites(here, riverbend, a_trend):
    dice = random.Random(4)
    entries = [("Elsewhere", a_trend.points[0].rubric, a_trend.points[0].assessment)]
    for number in range(9):
        ratings = {
            name: rating if rating.level is None else rating.model_copy(update={"level": dice.randrange(3)})
            for name, rating in riverbend.assessment.ratings.items()
        }
        site = riverbend.assessment.model_copy(update={"site": f"Site {number}", "ratings": ratings})
        entries.append((site.site, riverbend.rubric, site))
    return compare(entries, here.legs)


@pytest.fixture(scope="module", params=["trend", "comparison"])
def made(request):
    """A document, its page, and what makes that page."""
    if request.param == "trend":
        history, day = request.getfixturevalue("a_trend"), dt.date(2026, 9, 28)
        page = render_trend(history, as_of=day)
        return trend_document(history, as_of=day), page, "dsds_audit.report.trend_html.render_trend"
    comparison = request.getfixturevalue("ten_sites")
    page = render_comparison(comparison)
    return comparison_document(comparison), page, "dsds_audit.report.compare_html.render_comparison"


def outcome_of(text, catalogue):
    return verify_report(unpack_report(text.encode(), "report"), "report", catalogue)


def is_caught(text, catalogue):
    try:
        return not outcome_of(text, catalogue).holds
    except AuditError:
        return True


def test_every_other_kind_holds_as_it_was_written(made, here):
    document, page, _ = made
    for text in (to_json(document), page):
        outcome = outcome_of(text, here)
        assert outcome.differences == ()
        assert outcome.source.count("sha256:") == 2


def test_any_digit_changed_in_the_data_of_every_other_kind_is_caught(made, here):
    document, _, _ = made
    text = to_json(document)
    begin = text.index(document["made_with"])
    version = range(begin, begin + len(document["made_with"]))
    digits = [at for at, char in enumerate(text) if char.isdigit() and at not in version]
    for at in random.Random(5).sample(digits, 25):
        assert is_caught(with_another_digit(text, at), here), text[at - 60 : at + 9]


def test_any_digit_changed_in_the_page_of_every_other_kind_is_caught(made, here, monkeypatch):
    _, page, render = made
    monkeypatch.setattr(render, lambda *_, **__: page)
    places = visible_digits(page)
    assert len(places) > 300
    for place in random.Random(6).sample(places, 12):
        (difference,) = outcome_of(with_another_digit(page, place), here).differences
        assert difference.place.startswith("page")


def test_what_nothing_follows_from_is_covered_by_what_it_was_made_from(riverbend, document, here, a_trend):
    record = {**document["record"], "earlier": [{"rubric": "dsds@0.9.0", "ratings": {"a.b": {"level": 1}}}]}
    trend = trend_document(a_trend)
    for said in (
        {**document, "record": record},
        {**document, "as_of": "2029-01-01"},
        {**trend, "left_out": ["2026-01-01"]},
        {**trend, "plan": [{**item, "action": "Do less."} for item in trend["plan"]]},
    ):
        assert "made_from" in [d.place for d in outcome_of(to_json(said), here).differences]


def test_a_version_that_is_not_here_is_told_as_such(a_trend):
    with pytest.raises(AuditError) as refusal:
        outcome_of(to_json(trend_document(a_trend)), Catalogue())
    assert [problem.code for problem in refusal.value.problems] == ["AUD020"]
