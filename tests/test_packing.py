import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import make_rubric, rate
from strategies import assessments, rubrics

from dsds_audit.assessment import Rating
from dsds_audit.packing import CODES, NO_REASON, STANDINGS, pack, unpack
from dsds_audit.scored import Scored


@given(st.data())
def test_what_is_packed_is_unpacked_as_it_was(data):
    rubric = data.draw(rubrics())
    scored = Scored(rubric, data.draw(assessments(rubric)))
    card, packed = scored.card, pack(scored)
    assert len(packed) == len(rubric.criteria)
    assert unpack(packed) == tuple((each.standing, each.level) for each in card.criteria.values())


def test_a_claim_that_is_not_permitted_says_whether_it_has_a_reason():
    rubric = make_rubric((1, 1))
    claims = {"p1.c1": Rating(not_applicable=""), "p2.c1": Rating(not_applicable="No such data")}
    packed = pack(Scored(rubric, rate(rubric, claims)))
    assert list(packed) == [NO_REASON, CODES["not_permitted"]]
    assert unpack(packed) == (("not_permitted", None), ("not_permitted", None))


def test_no_level_and_no_code_are_alike():
    assert min(STANDINGS) > 100
    assert len(set(CODES.values())) == len(CODES)


def test_a_byte_that_means_nothing_is_refused():
    with pytest.raises(ValueError, match="101"):
        unpack(bytes([1, 101]))
