from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import DAY, make_rubric

from dsds_audit.assessment import Assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.findings import find_findings
from dsds_audit.presence import find_presence
from dsds_audit.rubric import Rubric

ROLES = [
    {"id": "facilitator", "label": "facilitator", "votes": False},
    {"id": "leader", "label": "program leader"},
    {"id": "coach", "label": "coach"},
]
DSDS = Catalogue().load("dsds")
RUBRIC = make_rubric(panel={"roles": ROLES, "leader": "leader", "quorum": 50})


def test_the_quorum_has_to_be_exceeded_by_those_who_vote() -> None:
    half = find_presence(RUBRIC, 4, ["coach", "leader", "facilitator"])
    assert (half.voting, half.quorum, half.enough) == (2, Fraction(50), False)
    assert find_presence(RUBRIC, 4, ["coach", "leader", "coach"]).enough


def test_without_a_number_of_invited_it_cannot_be_told() -> None:
    assert find_presence(RUBRIC, None, ["coach"]).enough is None


def test_the_leader_is_here_or_not() -> None:
    assert find_presence(RUBRIC, None, ["leader"]).leader_here
    here = find_presence(RUBRIC, None, ["coach"])
    assert (here.leader, here.leader_here) == ("program leader", False)


def test_a_rubric_without_a_panel_asks_for_nothing() -> None:
    here = find_presence(make_rubric(), 3, ["participant"])
    assert (here.voting, here.enough, here.leader) == (1, None, None)


@given(st.integers(1, 12), st.lists(st.sampled_from(["facilitator", "leader", "coach"]), min_size=1))
def test_it_is_what_is_found_in_the_record_later(invited: int, roles: list[str]) -> None:
    """What the room says before the vote is what the report says after it."""
    here = find_presence(DSDS, invited, roles)
    found = {finding.rule for finding in find_findings(DSDS, _record(DSDS, invited, roles))}
    assert (here.enough is False) == ("no-quorum" in found)
    assert here.leader_here == ("no-leader" not in found)


def _record(rubric: Rubric, invited: int, roles: list[str]) -> Assessment:
    return Assessment.model_validate(
        {
            "site": "Riverbend",
            "date": DAY,
            "rubric": rubric.ref,
            "invited": invited,
            "participants": [{"role": role} for role in roles],
        }
    )
