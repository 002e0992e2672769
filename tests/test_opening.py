import datetime as dt
from pathlib import Path

import pytest

from dsds_audit.cli.desk import desk_in
from dsds_audit.desk import Desk
from dsds_audit.errors import AnswerError, StoreError
from dsds_audit.interview import Finish, Interview, Jump, begin
from dsds_audit.interview.route import REVIEW
from dsds_audit.opening import Wishes, begin_anew, begin_from, correct, is_later, resume, unknown_site
from dsds_audit.store import Stored

MARCH, LATER = dt.date(2026, 3, 2), dt.date(2026, 9, 2)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_in(tmp_path)


def save(desk: Desk, site: str, date: dt.date = MARCH, *, finished: bool = True) -> Stored:
    interview: Interview = begin(
        desk.catalogue.load("dsds"), date, site=site, program="Reading", group="North"
    )
    if finished:
        interview = interview.answered(Jump(REVIEW)).answered(Finish())
    return desk.store.save(interview.assessment, interview.rubric)


def test_a_slip_in_a_site_is_held_against_the_sites_there_are(desk: Desk) -> None:
    assert unknown_site(desk, "Hill") is None
    for site in ("Hill & Dale", "Riverbend"):
        save(desk, site)
    assert unknown_site(desk, "riverbend") is None
    unknown = unknown_site(desk, "Riverbnd")
    assert unknown is not None
    assert (unknown.near, unknown.others) == ("Riverbend", ("Hill & Dale",))
    assert [choice.value for choice in unknown.meanings] == ["Riverbend", "", "Hill & Dale"]
    assert [unknown.chosen(value) for value in ("Riverbend", "", "new")] == [
        "Riverbend",
        "Riverbnd",
        "Riverbnd",
    ]
    far = unknown_site(desk, "Xyz")
    assert far is not None
    assert (far.near, far.others) == ("", ("Hill & Dale", "Riverbend"))


def test_an_unfinished_one_is_resumed_where_it_was_left(desk: Desk) -> None:
    stored = save(desk, "Hill", finished=False)
    assert (
        resume(desk, Wishes("Hill"), stored).position
        == Interview(desk.catalogue.load("dsds"), stored.assessment).position
    )
    quick = resume(desk, Wishes("Hill", quick=True), stored).assessment.interview
    assert quick is not None
    assert quick.quick
    with pytest.raises(StoreError, match="AUD056"):
        resume(desk, Wishes("Hill", ref="dsds@0.9.0"), stored)


def test_a_new_one_knows_what_the_last_one_says(desk: Desk) -> None:
    last = save(desk, "Hill")
    made = begin_anew(desk, Wishes("HILL"), last, LATER).assessment
    assert (made.site, made.program, made.group, made.date) == ("Hill", "Reading", "North", LATER)
    alone = begin_anew(desk, Wishes("Dale", program="P", quick=True), None, LATER).assessment
    assert (alone.site, alone.program, alone.group) == ("Dale", "P", None)


def test_the_last_answers_wait_to_be_confirmed(desk: Desk) -> None:
    last = save(desk, "Hill")
    progress = begin_from(desk, Wishes("Hill"), last, LATER).assessment.interview
    assert progress is not None
    assert progress.carried_from == MARCH
    with pytest.raises(AnswerError, match="AUD061"):
        begin_from(desk, Wishes("Hill"), last, MARCH)


def test_a_finished_one_is_corrected_at_its_review(desk: Desk) -> None:
    assert correct(desk, save(desk, "Hill")).position == REVIEW


def test_later_is_of_the_same_program(desk: Desk) -> None:
    early, late = save(desk, "Hill").assessment, save(desk, "Hill", LATER).assessment
    assert is_later(late, early)
    assert not is_later(early, late)
    assert not is_later(late.model_copy(update={"program": "Other"}), early)
