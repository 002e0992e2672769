import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples, make_rubric

from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import AnswerError
from dsds_audit.interview import Answer, Finish, Interview, Jump, begin, begin_from_last
from dsds_audit.interview.questions import CHANGE, CONFIRM, CONFIRM_ANEW, DONT_KNOW, NONE_HELD, NOT_APPLICABLE
from dsds_audit.interview.route import PARTS, REVIEW
from dsds_audit.interview.sheets import (
    INTAKE,
    fill_sheet,
    go_to,
    next_open,
    question_left,
    sheet_holding,
    sheet_names,
    sheet_of,
    still_needed,
)

DAY = dt.date(2026, 3, 2)
RUBRIC = Catalogue().load("dsds")
FIRST = "accountability.person"
FIDELITY = "access.fidelity"


def started(**given: Any) -> Interview:
    return begin(RUBRIC, DAY, site="Hill", **given)


def filled(interview: Interview, name: str, **parts: Any) -> Interview:
    after, problems = fill_sheet(interview, name, {f"{name}/{part}": value for part, value in parts.items()})
    assert problems == {}
    return after


def test_every_question_is_on_one_sheet() -> None:
    names = sheet_names(RUBRIC)
    assert names == (INTAKE, *RUBRIC.criteria, "administration", REVIEW)
    interview = started()
    asked = [question.id for name in names for question in sheet_of(interview, name).questions]
    assert len(asked) == len(set(asked))
    assert asked[:4] == ["site", "program", "group", "date"]
    assert all(sheet_holding(question_id) in names for question_id in asked)


def test_a_sheet_asks_what_the_answers_leave_to_ask() -> None:
    before = sheet_of(started(), FIDELITY)
    assert [asks.kind for asks in before.questions] == ["checks", "level"]
    after = sheet_of(filled(started(), FIDELITY, level="1"), FIDELITY)
    assert [asks.kind for asks in after.questions] == ["checks", "level", "text", "evidence", "barriers"]
    quick = sheet_of(started(quick=True), FIDELITY)
    assert [asks.kind for asks in quick.questions] == ["level"]
    away = sheet_of(filled(started(), FIDELITY, level=NOT_APPLICABLE), FIDELITY)
    assert [asks.id.partition("/")[2] for asks in away.questions] == ["checks", "level", "reason"]
    assert still_needed(away)


def test_a_sheet_knows_its_neighbors_and_whom_it_speaks_of() -> None:
    interview, _ = fill_sheet(started(), INTAKE, {"populations.relevant-staff": "Coaches"})
    sheet = sheet_of(interview, FIDELITY)
    assert (sheet.before, sheet.after) == ("accountability.capacity", "access.outcome")
    assert sheet.named == ("relevant staff: Coaches",)
    assert not any(sheet.named[0] in asks.help for asks in sheet.questions)
    assert (sheet_of(interview, INTAKE).before, sheet_of(interview, REVIEW).after) == ("", "")


def test_no_tick_at_all_says_nothing_and_none_says_that_none_holds() -> None:
    assert FIDELITY not in filled(started(), FIDELITY, checks=()).assessment.interview.ticked  # type: ignore[union-attr]
    none = filled(started(), FIDELITY, checks=(NONE_HELD,), level="0")
    assert none.assessment.ratings[FIDELITY].checks == ()
    ticked = filled(none, FIDELITY, checks=("access",))
    assert ticked.assessment.ratings[FIDELITY].checks == ("access",)
    assert filled(ticked, FIDELITY, checks=()).assessment.ratings[FIDELITY].checks == ()
    _, problems = fill_sheet(started(), FIDELITY, {f"{FIDELITY}/checks": ("access", NONE_HELD)})
    assert "untick one" in problems[f"{FIDELITY}/checks"][0]


def test_what_does_not_fit_is_told_beside_it_and_the_rest_is_kept() -> None:
    interview, problems = fill_sheet(
        started(), INTAKE, {"date": "2026-02-31", "facilitator": "Ruth", "invited": "many", "site": " "}
    )
    assert set(problems) == {"date", "invited", "site"}
    assert interview.assessment.facilitator == "Ruth"
    assert interview.assessment.date == DAY


def test_words_that_nothing_asks_for_any_more_are_not_dropped_silently() -> None:
    low = filled(started(), FIDELITY, level="0")
    after, problems = fill_sheet(
        low, FIDELITY, {f"{FIDELITY}/level": "2", f"{FIDELITY}/barriers": ({"what": "no time"},)}
    )
    assert after.assessment.ratings[FIDELITY].level == 2
    assert list(problems) == [f"{FIDELITY}/barriers"]
    assert question_left(after, f"{FIDELITY}/barriers") is not None
    _, unrated = fill_sheet(started(), FIDELITY, {f"{FIDELITY}/note": "early"})
    assert list(unrated) == [f"{FIDELITY}/note"]
    assert question_left(started(), f"{FIDELITY}/note") is None


def carried() -> Interview:
    last = filled(started(), FIDELITY, checks=("access",), level="1")
    done = go_to(last, REVIEW).answered(Finish())
    return begin_from_last(RUBRIC, done.assessment, dt.date(2026, 9, 2))


def test_a_carried_answer_waits_until_it_is_confirmed_or_changed() -> None:
    interview = carried()
    as_sent: Mapping[str, Any] = {"checks": ("access",), "level": "1"}
    assert filled(interview, FIDELITY, **as_sent).assessment.claims == {}
    for confirm in (CONFIRM, CONFIRM_ANEW):
        assert FIDELITY in filled(interview, FIDELITY, confirm=confirm, **as_sent).assessment.claims
    assert FIDELITY in filled(interview, FIDELITY, confirm=CHANGE, **as_sent).assessment.claims
    changed = filled(interview, FIDELITY, checks=("access", "analyze"), level="2")
    assert changed.assessment.claims[FIDELITY].level == 2


def test_a_note_is_asked_for_anew_where_level_or_ticks_have_changed_since() -> None:
    noted = filled(started(), FIDELITY, checks=("access",), level="2", note="They share one login.")
    as_it_stood: Mapping[str, Any] = {"level": "2", "note": "They share one login."}
    changed = filled(noted, FIDELITY, checks=(NONE_HELD,), **as_it_stood)
    assert f"{FIDELITY}/note" in still_needed(sheet_of(changed, FIDELITY))
    assert changed.assessment.ratings[FIDELITY].note == "They share one login."
    again = filled(changed, FIDELITY, checks=(NONE_HELD,), **as_it_stood)
    assert still_needed(sheet_of(again, FIDELITY)) == {}


def test_going_about() -> None:
    interview = go_to(started(), FIDELITY)
    assert sheet_holding(interview.position) == FIDELITY
    assert go_to(interview, FIDELITY) is interview
    assert sheet_holding(go_to(interview, INTAKE).position) == INTAKE
    assert next_open(sheet_of(interview, FIDELITY)) == "access.outcome"
    assert next_open(sheet_of(interview, REVIEW)) == FIRST
    whole = interview
    for name in RUBRIC.criteria:
        whole = filled(whole, name, level="2")
    held = tuple(check.id for check in RUBRIC.administration)
    whole, _ = fill_sheet(whole, "administration", {"administration": held})
    assert next_open(sheet_of(whole, FIDELITY)) == REVIEW
    for wrong in ("", "access", "../etc"):
        with pytest.raises(AnswerError, match="AUD061"):
            go_to(interview, wrong)
        with pytest.raises(AnswerError, match="AUD061"):
            sheet_of(interview, wrong)


SMALL = make_rubric(
    {"p1": {"c1": {"not_applicable": True}, "c2": {"checks": 0}}},
    drivers=[{"id": "staff", "label": "Staff", "group": "People"}],
)
TEXTS = st.sampled_from(["", " ", "a word", "two\nlines", "x" * 20_000, "é 漢\x1b[31m", "null"])
ITEM = st.fixed_dictionaries({"what": TEXTS}, optional={"where": TEXTS, "date": st.just("2026-02-01")})
BARRIER = st.fixed_dictionaries({"what": TEXTS}, optional={"driver": st.sampled_from(["staff", "no"])})
VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    "confirm": st.sampled_from([CONFIRM, CONFIRM_ANEW, CHANGE, ""]),
    "checks": st.lists(st.sampled_from(["k1", "k2"]), unique=True, max_size=2).map(tuple),
    "level": st.sampled_from(["0", "1", "2", "7", DONT_KNOW, NOT_APPLICABLE, ""]),
    "reason": TEXTS,
    "note": TEXTS,
    "evidence": st.lists(ITEM, max_size=2).map(tuple),
    "barriers": st.lists(BARRIER, max_size=2).map(tuple),
}
FILLINGS = st.lists(
    st.tuples(st.sampled_from(["p1.c1", "p1.c2"]), st.fixed_dictionaries({}, optional=dict(VALUES))),
    min_size=1,
    max_size=4,
)


def one_by_one(interview: Interview, name: str, parts: Mapping[str, Any]) -> Interview:
    """The same answers, each given at its question as a person in a terminal gives them."""
    before = {question.id: question.current for question in sheet_of(interview, name).questions}
    for part in PARTS:
        at = interview.answered(Jump(f"{name}/{part}"))
        question = at.question
        if part not in parts or question is None or at.position != f"{name}/{part}":
            continue
        value = parts[part]
        if value in ("", None) and question.kind in ("level", "confirm"):
            continue
        if value == () and question.kind == "checks" and question.current is None:
            continue
        known = [question.current, *(before[id_] for id_ in [question.id] if id_ in before)]
        meant = part == "level" and parts.get("confirm") == CHANGE
        if not meant and not all(says_something_new(current, value) for current in known):
            continue
        try:
            interview = at.answered(Answer(value, stay=True))
        except AnswerError:
            continue
    return interview


def says_something_new(current: Any, value: Any) -> bool:
    if isinstance(current, tuple) or isinstance(value, tuple):
        mine = [
            {k: str(v) for k, v in dict(i).items() if v} if not isinstance(i, str) else i
            for i in current or ()
        ]
        theirs = [{k: v for k, v in i.items() if v} if not isinstance(i, str) else i for i in value or ()]
        return mine != theirs
    return ("" if current is None else str(current)) != str(value or "").strip()


@given(FILLINGS)
@examples(150)
def test_sheets_come_to_what_the_same_answers_one_by_one_come_to(fillings: list[Any]) -> None:
    sheets = steps = begin(SMALL, DAY, site="Hill")
    for name, parts in fillings:
        sheets, problems = fill_sheet(
            sheets, name, {f"{name}/{part}": value for part, value in parts.items()}
        )
        steps = one_by_one(steps, name, parts)
        assert content(sheets) == content(steps)
        for part, value in parts.items():
            assert_kept_or_told(sheets, name, part, value, f"{name}/{part}" in problems)


def content(interview: Interview) -> Mapping[str, Any]:
    whole = interview.assessment.model_dump()
    for name in ("position", "detour"):
        whole["interview"].pop(name)
    return whole


def assert_kept_or_told(interview: Interview, name: str, part: str, value: Any, told: bool) -> None:
    """No word is lost: it is in the record, or beside it stands why not."""
    words = (
        [value]
        if part in ("reason", "note")
        else [i["what"] for i in value]
        if part in ("evidence", "barriers")
        else []
    )
    rating = interview.assessment.ratings.get(name)
    record = repr(rating.model_dump()) if rating else ""
    for word in words:
        assert told or not word.strip() or repr(word.strip())[1:-1] in record


@given(FILLINGS)
@examples(60)
def test_filling_a_sheet_twice_changes_nothing_more(fillings: list[Any]) -> None:
    interview = begin(SMALL, DAY, site="Hill")
    for name, parts in fillings:
        answers = {f"{name}/{part}": value for part, value in parts.items() if part != "confirm"}
        interview, problems = fill_sheet(interview, name, answers)
        if not problems:
            again, _ = fill_sheet(interview, name, answers)
            assert content(again) == content(interview)
