import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import DAY, make_rubric

from dsds_audit.errors import AnswerError
from dsds_audit.web.room import (
    MOST_GUESTS,
    Guest,
    Room,
    is_among,
    new_code,
    new_id,
    new_pseudonym,
    normal_code,
    voting_roles,
)


def room(**fields: object) -> Room:
    known = {"id": new_id(), "code": new_code(), "site": "Hill Dale", "rubric": "dsds", "date": DAY}
    return Room.model_validate(known | fields)


def guest(number: int = 0, **fields: object) -> Guest:
    return Guest.model_validate({"pseudonym": f"p-{number:06}", "role": "coach", "name": "Ana"} | fields)


def test_a_code_has_eight_characters_that_nobody_confuses() -> None:
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert not set("".join(codes)) & set("0O1I5S2ZL")
    assert {len(code) for code in codes} == {8}
    shown = room(code="ABCDEFGH").shown_code
    assert shown == "ABCD-EFGH"


@given(st.sampled_from(["abcd-efgh", "ABCD EFGH", " aBcDeFgH ", "abcd–efgh", "a b c d e f g h"]))
def test_case_and_dashes_make_no_difference_to_a_code(typed: str) -> None:
    assert normal_code(typed) == "ABCDEFGH"


@given(st.text())
def test_whatever_is_typed_is_some_code(typed: str) -> None:
    assert len(normal_code(typed * 50)) <= 200


def test_pseudonyms_say_nothing_and_never_meet() -> None:
    found = [guest(pseudonym=new_pseudonym([])) for _ in range(200)]
    assert len({one.pseudonym for one in found}) == 200


def test_guests_come_and_change_and_stay_in_order() -> None:
    held = room().with_guest(guest(1)).with_guest(guest(2)).changing("p-000001", here=False, name=None)
    assert [(one.pseudonym, one.name, one.here) for one in held.guests] == [
        ("p-000001", None, False),
        ("p-000002", "Ana", True),
    ]
    assert held.present == (held.guests[1],)
    assert held.guest("p-000002") == held.guests[1]
    assert held.guest("p-nobody") is None
    assert held.changing("p-nobody", here=False) == held


def test_a_room_that_is_full_says_so() -> None:
    full = room(guests=[guest(number) for number in range(MOST_GUESTS)])
    with pytest.raises(AnswerError, match=r"AUD104.*Please"):
        full.with_guest(guest(MOST_GUESTS))


def test_only_roles_that_vote_can_be_joined_in() -> None:
    roles = [{"id": "facilitator", "label": "facilitator", "votes": False}, {"id": "coach", "label": "coach"}]
    assert [role.id for role in voting_roles(make_rubric(panel={"roles": roles}))] == ["coach"]
    assert [role.id for role in voting_roles(make_rubric())] == ["participant"]


def test_someone_stands_in_a_list_by_role_and_name() -> None:
    assert is_among(guest(), [("leader", "Ana"), ("coach", "ANA")])
    assert not is_among(guest(), [("leader", "Ana"), ("coach", None)])
    assert not is_among(guest(name=None), [("coach", None)])
