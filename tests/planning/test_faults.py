import datetime as dt
from typing import Any

import pytest
import strategies as given_some
from hypothesis import given
from rubrics_for_tests import examples

from dsds_audit.errors import PlanError
from dsds_audit.plan import MOST_ENTRIES, Plan
from dsds_audit.planning.faults import find_item_faults, sound_item

SOUND = {"id": "a", "action": "Do it", "owner": "Sam", "adopted": "2026-03-02", "due": "2026-03-02"}
CLOSED = {"date": "2026-03-01", "evidence": [{"what": "x"}], "result": "x", "learnt": "x"}
ENDED = {**CLOSED, "date": "2026-03-02"}
NOTED = {"date": "2026-03-02", "text": "x"}


def refused(**fields: Any) -> list[str]:
    with pytest.raises(PlanError) as caught:
        sound_item({**SOUND, **fields})
    return [str(problem) for problem in caught.value.problems]


@examples(40)
@given(given_some.plans())
def test_sound_items_stay_as_they_are(plan: Plan) -> None:
    for item in plan.items:
        assert not list(find_item_faults(item))
        assert sound_item(dict(item)) == item == sound_item(item.model_dump())


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"due": "2026-03-01"}, "AUD014 a is due on 2026-03-01, before it was adopted on 2026-03-02."),
        ({"closed": CLOSED}, "AUD014 a is closed on 2026-03-01, before"),
        ({"dropped": {"date": dt.date.min, "reason": "x"}}, "AUD014 a is dropped on 0001-01-01, before"),
        ({"criterion": "p1.c1"}, "AUD015 a names the criterion p1.c1, but no rubric."),
        ({"checks": ["k1"]}, "AUD015 a names checks, but not their criterion."),
        ({"owner": None}, "AUD007 owner is missing."),
        ({"owner": " "}, "AUD008 owner is empty."),
        ({"first_step": "x" * 10_001}, "AUD008 first step is longer than 10000 characters."),
        ({"due": "soon"}, "AUD008 due “soon” is no date."),
        ({"turn": "today"}, "AUD008 turn has to be 'now', 'next' or 'later'."),
        ({"barrier": {"what": ""}}, "AUD008 barrier what is empty."),
        ({"barrier": {"what": "x", "driver": "A B"}}, "AUD008 barrier driver is not well formed."),
        ({"aim": "\udcff"}, "AUD008 aim holds characters that are no text."),
        ({"aim": 1}, "AUD008 aim is not well formed."),
        ({"color": "red"}, "AUD008 color is no field known here."),
        ({"diary": [NOTED] * (MOST_ENTRIES + 1)}, "AUD008 diary can hold 10000 entries at most."),
        ({"closed": {**ENDED, "evidence": []}}, "AUD007 closed evidence is missing."),
        ({"closed": {**ENDED, "evidence": [{"where": "here"}]}}, "AUD007 closed evidence 0 what is missing."),
        (
            {"closed": ENDED, "dropped": {"date": "2026-03-02", "reason": "x"}},
            "AUD008 the action item would be both closed and dropped.",
        ),
    ],
)
def test_what_does_not_fit_is_told_with_a_way_out(fields: dict[str, Any], said: str) -> None:
    (problem,) = refused(**fields)
    assert problem.startswith(said)
    assert "Please" in problem


def test_everything_is_told_at_once() -> None:
    assert [text[:6] for text in refused(owner="", due="x", turn="x")] == ["AUD008"] * 3
