from dataclasses import replace
from pathlib import Path

import pytest
from starlette.requests import Request

from dsds_audit.errors import AssessmentError, Problem, StoreError
from dsds_audit.web.passes import Facilitator, Member
from dsds_audit.web.visits import Visit, page, problem_page, see, sentences_for_guests
from tests.web.halls_for_tests import hall_for, member


def visit_of(tmp_path: Path, query: bytes = b"", **more: object) -> Visit:
    headers = [(name.encode(), str(value).encode()) for name, value in more.items()]
    scope = {"type": "http", "method": "GET", "path": "/a", "query_string": query, "headers": headers}
    return Visit(Request(scope), hall_for(tmp_path, example=False), None)


def test_what_was_asked_and_sent(tmp_path: Path) -> None:
    visit = visit_of(tmp_path, b"a=1&a=2&b=%ff")
    assert [visit.asked(name) for name in "abc"] == ["2", "\N{REPLACEMENT CHARACTER}", ""]
    sent = Visit(visit.request, visit.hall, None, {"a": ["1", "2"], "b": []})
    assert [sent.sent(name) for name in "abc"] == ["2", "", ""]


def test_a_person_is_only_whom_the_door_let_in(tmp_path: Path) -> None:
    visit = visit_of(tmp_path)
    lead, vote = (Visit(visit.request, visit.hall, who) for who in (Facilitator("f"), member()))
    assert lead.facilitator == Facilitator("f")
    assert isinstance(vote.member, Member)
    for wrong in (visit, vote):
        with pytest.raises(TypeError):
            assert wrong.facilitator
    for wrong in (visit, lead):
        with pytest.raises(TypeError):
            assert wrong.member


def test_the_pages_own_script_says_so(tmp_path: Path) -> None:
    assert not visit_of(tmp_path).by_script
    visit = visit_of(tmp_path, **{"x-part": "main"})
    assert visit.by_script


def test_a_problem_is_shown_as_text_with_its_way_out(tmp_path: Path) -> None:
    error = AssessmentError([Problem("AUD001", "<i>one</i>", "<b>"), Problem("AUD002", "two")])
    answer = problem_page(visit_of(tmp_path), 422, error)
    text = bytes(answer.body).decode()
    assert answer.status_code == 422
    assert "&lt;i&gt;one&lt;/i&gt;" in text
    assert "&lt;b&gt;" not in text  # Whoever is no facilitator learns no file's name.
    assert "Two" in text
    led = replace(visit_of(tmp_path), person=Facilitator("one"))
    assert "&lt;b&gt;" in bytes(problem_page(led, 422, error).body).decode()


def test_a_guest_is_told_to_ask_where_the_record_cannot_be_used() -> None:
    told = sentences_for_guests(
        StoreError(Problem("AUD050", "cannot be used: no space.", "/home/ana/x.jsonl"))
    )
    assert told == ["The record of the votes cannot be used just now. Please tell the facilitator."]


def test_a_name_that_a_template_does_not_know_is_a_fault_of_ours(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="undefined"):
        page(visit_of(tmp_path), "problem.html.j2")


def test_going_on_is_by_get() -> None:
    answer = see("/a?b=c\r\nX: y")
    assert answer.status_code == 303
    assert "\n" not in answer.headers["location"]
