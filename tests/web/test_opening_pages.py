import datetime as dt
from html import unescape
from pathlib import Path

import pytest

from dsds_audit.web.hall import Hall
from dsds_audit.web.passes import Facilitator
from dsds_audit.web.visits import address
from tests.web.halls_for_tests import client_of, hall_for, send


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return hall_for(tmp_path)


def newest(hall: Hall) -> str:
    """The address at which the example's newest assessment is opened."""
    (site, *_) = {stored.assessment.site for stored in hall.desk.of_site(None, None, None)}
    stored = next(kept for kept in hall.desk.store.find(site) if kept.assessment.finished)
    return address("/open", stored.assessment)


def site_of(hall: Hall) -> str:
    return next(stored.assessment.site for stored in hall.desk.of_site(None, None, None))


def test_a_new_site_is_begun_once_it_is_clear_that_it_is_new(hall: Hall) -> None:
    client = client_of(hall)
    slip = site_of(hall)[:-1]
    asked = send(client, "/begin", site=slip, rubric="dsds", date="2026-09-28")
    assert asked.status_code == 200
    assert f"There is no site called {slip} here yet." in unescape(asked.text)
    assert f"{site_of(hall)}: that is what I meant" in unescape(asked.text)
    begun = send(client, "/begin", site=slip, unknown=slip, meant="", rubric="dsds", date="2026-09-28")
    assert begun.status_code == 303
    assert client.get(begun.headers["location"]).status_code == 200
    assert [kept.assessment.site for kept in hall.desk.store.find(slip)] == [slip]


def test_the_site_that_was_meant_is_taken_with_what_is_known_of_it(hall: Hall) -> None:
    client, site = client_of(hall), site_of(hall)
    meant = {"site": site[:-1], "unknown": site[:-1], "meant": site}
    send(client, "/begin", **meant, rubric="dsds", date="2027-01-05")
    made = next(kept for kept in hall.desk.store.find(site) if kept.assessment.date == dt.date(2027, 1, 5))
    before = next(kept for kept in hall.desk.store.find(site) if kept.assessment.finished)
    assert made.assessment.populations == before.assessment.populations
    assert made.assessment.ratings == {}
    assert not hall.desk.store.find(site[:-1])


def test_another_name_typed_after_the_question_is_asked_about_again(hall: Hall) -> None:
    answer = send(client_of(hall), "/begin", site="Elsewhere", unknown="Other", meant="", date="2026-09-28")
    assert "There is no site called Elsewhere here yet." in answer.text


def test_a_rubric_that_cannot_be_read_is_told_and_keeps_nobody_from_beginning(tmp_path: Path) -> None:
    own = tmp_path / "w" / "rubrics" / "mine"
    own.mkdir(parents=True)
    (own / "1.0.0.yaml").write_text("title: [", encoding="utf-8")
    client = client_of(hall_for(tmp_path, example=False))
    page = client.get("/begin")
    assert page.status_code == 200
    assert "cannot be read and is left out" in page.text
    assert send(client, "/begin", site="Hill", rubric="dsds", date="2027-01-05").status_code == 303


def test_what_does_not_fit_stays_in_the_form(hall: Hall) -> None:
    client = client_of(hall)
    answer = send(client, "/begin", site=" ", program="Reading & <b>", date="2026-13-01", quick="yes")
    assert answer.status_code == 422
    for words in (
        "A site is missing.",
        "2026-13-01 is no date",
        'value="Reading &amp; &lt;b&gt;"',
        "checked",
    ):
        assert words in answer.text
    long = send(client, "/begin", site=site_of(hall), program="x" * 201, date="2027-01-05", rubric="dsds")
    assert long.status_code == 422
    assert "longer than 200" in long.text
    none = send(client, "/begin", site=site_of(hall), rubric="no-such", date="2027-01-05")
    assert none.status_code == 422


def test_there_is_no_second_interview_of_a_date(hall: Hall) -> None:
    client = client_of(hall)
    first = send(client, "/begin", site=site_of(hall), program="Another", rubric="dsds", date="2027-01-05")
    again = send(client, "/begin", site=site_of(hall), program="another", rubric="dsds", date="2027-01-05")
    assert again.headers["location"] == first.headers["location"]


def test_a_finished_one_is_corrected(hall: Hall) -> None:
    client = client_of(hall)
    here = newest(hall)
    assert "Open it again" in client.get(here).text
    answer = send(client, here, how="correct")
    assert answer.headers["location"].startswith("/interview?")
    assert "Is this how it stands?" in client.get(answer.headers["location"]).text
    assert "not finished" in client.get(here).text
    other = client_of(hall, Facilitator("second"))
    assert send(other, here, how="correct").headers["location"] == answer.headers["location"]


def test_the_next_one_starts_from_the_answers_of_the_last(hall: Hall) -> None:
    client = client_of(hall)
    here = newest(hall)
    early = send(client, here, how="from", date="2020-01-01")
    assert early.status_code == 422
    assert "Please give a date after that." in early.text
    assert send(client, here, how="from", date="soon").status_code == 422
    answer = send(client, here, how="from", date="2027-01-05")
    page = client.get(f"{answer.headers['location']}&at=accountability.person").text
    assert "Is it still so?" in page
    assert "Last time (" in page
    assert "is not finished" in client.get(here).text


def test_an_assessment_that_is_not_there_is_told(hall: Hall) -> None:
    assert client_of(hall).get("/open?site=Nowhere&rubric=dsds&date=2026-01-01").status_code == 422
    assert client_of(hall).get("/begin?site=Nowhere").status_code == 200
