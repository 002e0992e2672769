import re
from pathlib import Path

from tests.web.halls_for_tests import send
from tests.web.voting_for_tests import CRITERION, OTHER, Meeting, meeting, vote


def voted_on(held: Meeting, criterion: str, *levels: object) -> None:
    assert send(held.lead, held.at("/vote", at=criterion), do="begin").status_code == 303
    for phone, level in zip(held.phones, levels, strict=True):
        assert vote(phone, level, criterion).status_code == 303


def test_without_votes_it_says_so(tmp_path: Path) -> None:
    with meeting(tmp_path) as held:
        assert "No votes were kept for this assessment." in held.page("/votes")


def test_what_to_talk_about_first_and_how_far_all_agree(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=3) as held:
        voted_on(held, CRITERION, 1, 1, 2)
        voted_on(held, OTHER, 0, 1, 2)
        page = held.page("/votes")
        assert "The panel voted on 2 of 14 criteria." in page
        first = re.findall(r'<li><a href="#([a-z-]+)">', page)
        assert first == [OTHER.replace(".", "-"), CRITERION.replace(".", "-")]
        assert all(f'id="{name}"' in page for name in first)
        assert re.search(r"alpha, ordinal: [-0-9.]+, over 2 criteria", page)


def test_a_finished_assessment_shows_its_votes_still(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=2) as held:
        voted_on(held, CRITERION, 1, 1)
        held.done("agree", level="1", minority="Not <all>.")
        rubric = held.hall.desk.catalogue.load("dsds")
        finished = held.assessment.model_copy(update={"interview": None})
        held.hall.desk.store.save(finished, rubric, held.stored)
        page = held.page("/votes")
        assert "Agreed: 1 (partially in place)." in page
        assert "Not &lt;all&gt;." in page
        assert "Back to the scores" in page


def test_an_address_of_nothing_is_told(tmp_path: Path) -> None:
    with meeting(tmp_path) as held:
        answer = held.lead.get("/votes?site=Nowhere&rubric=dsds&date=2026-09-28")
        assert answer.status_code == 422
        assert "Please" in answer.text
