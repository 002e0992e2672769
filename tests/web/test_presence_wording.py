from rubrics_for_tests import DAY

from dsds_audit.assessment import Assessment, Participant
from dsds_audit.catalogue import Catalogue
from dsds_audit.web.presence_wording import hands_to_count, roles_here, tell_presence
from tests.web.test_room import guest, room

DSDS = Catalogue().load("dsds")


def assessment(invited: int | None = None, *people: Participant) -> Assessment:
    return Assessment(site="A", date=DAY, rubric=DSDS.ref, invited=invited, participants=people)


def test_who_is_here_and_whether_they_are_enough() -> None:
    full = room(guests=[guest(1, role="leader"), guest(2), guest(3)])
    assert tell_presence(DSDS, assessment(5), full) == (
        "Enough are here: 3 can vote, which is more than 50 % of the 5 invited.",
        "Program leader: here.",
    )
    half = room(guests=[guest(1), guest(2), guest(3, here=False)])
    assert tell_presence(DSDS, assessment(4), half) == (
        "Not enough are here yet: 2 can vote, and it takes more than 50 % of the 4 invited.",
        "Program leader: not here yet.",
    )


def test_without_a_number_of_invited_it_says_how_to_know() -> None:
    (first, _) = tell_presence(DSDS, assessment(), None)
    assert first.startswith("0 people here can vote. Write down how many were invited")


def test_those_on_record_count_once_whether_they_have_a_phone_or_not() -> None:
    ana, ben = Participant(role="coach", name="Ana"), Participant(role="leader", name="Ben")
    assert roles_here(assessment(5, ana, ben), [guest(1)]) == ("coach", "leader")
    assert roles_here(assessment(5, ana, ben), [guest(1, here=False)]) == ("leader",)


def test_who_was_recorded_counts_once_even_with_the_name_deleted() -> None:
    ana = Participant(role="coach", name="Ana")
    nameless = guest(1).model_copy(update={"name": None, "recorded": True})
    assert roles_here(assessment(5, ana), [nameless]) == ("coach",)


def test_hands_to_count_are_those_on_record_who_vote_and_did_not_join() -> None:
    people = [
        Participant(role=role, name=name)
        for role, name in (("coach", "Ana"), ("leader", "Ben"), ("facilitator", "Eve"))
    ]
    assert hands_to_count(DSDS, assessment(5, *people), None) == 2
    assert hands_to_count(DSDS, assessment(5, *people), room(guests=[guest(1)])) == 1
    assert hands_to_count(DSDS, assessment(5), room(guests=[guest(1)])) == 0
