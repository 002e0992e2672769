import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import assessments, rubrics

from dsds_audit.packing import CODES, pack, unpack
from dsds_audit.scoring import score


@given(st.data())
def test_what_is_packed_is_unpacked_as_it_was(data):
    rubric = data.draw(rubrics())
    card = score(rubric, data.draw(assessments(rubric)))
    packed = pack(card)
    assert len(packed) == len(rubric.criteria)
    assert unpack(packed) == tuple((each.standing, each.level) for each in card.criteria.values())


def test_no_level_and_no_code_are_alike():
    assert min(CODES.values()) > 100
    assert len(set(CODES.values())) == len(CODES)


def test_a_byte_that_means_nothing_is_refused():
    with pytest.raises(ValueError, match="101"):
        unpack(bytes([1, 101]))
