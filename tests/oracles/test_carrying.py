"""Records carried to newer versions against an oracle: all is found again, and nothing is made up."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples
from strategies import assessments, legs, rubrics

from dsds_audit.assessment import Assessment
from dsds_audit.crosswalk import Leg, carry, follow
from dsds_audit.scoring import score
from tests.oracles.plain_bridge import origin_of, read_with
from tests.oracles.plain_scores import claimed_ends, claims_of, total_percents


@st.composite
def ways(draw: st.DrawFn) -> tuple[Assessment, tuple[Leg, ...]]:
    """Any record, with one or two newer versions of its rubric."""
    old = draw(rubrics())
    found = [draw(legs(old))]
    if draw(st.booleans()):
        found.append(draw(legs(found[0].new)))
    return draw(assessments(old)), tuple(found)


def typed(value: Any) -> Iterator[str]:
    """Everything that a person typed into a record, sentence by sentence."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from typed(each)
    elif isinstance(value, Sequence):
        for each in value:
            yield from typed(each)


def renamed_ticks(ticks: tuple[str, ...] | None, name: str, found: Sequence[Leg]) -> tuple[str, ...] | None:
    """The checks that hold, each by the one id that the crosswalks give it."""
    if ticks is None:
        return None
    heirs = [follow(f"{name}.{tick}", found) for tick in ticks]
    return tuple(heir.rpartition(".")[2] for (heir,) in heirs)


@given(ways())
@examples(120)
def test_every_word_and_every_rating_is_found_again(case):
    before, found = case
    after = carry(before, found).assessment
    kept = after.earlier[-1]
    assert kept.rubric == before.rubric
    was, now = (
        Counter(typed(each.model_dump(mode="json", exclude={"rubric", "digest", "interview"} | more)))
        for each, more in ((before, {"ratings"}), (after, set()))
    )
    was += Counter(typed([each.model_dump(exclude={"checks"}) for each in before.ratings.values()]))
    assert set(was) <= set(now)
    new_name = {origin_of(found, name): name for name in found[-1].new.criteria}
    for name, rating in before.ratings.items():
        carried = after.ratings.get(new_name.get(name, ""))
        in_place = carried is not None and (
            rating.model_dump(exclude={"checks"}) == carried.model_dump(exclude={"checks"})
        )
        assert in_place or kept.ratings[name] == rating
        if in_place and name not in kept.ratings:
            assert carried.checks == renamed_ticks(rating.checks, name, found)
    for name, level in before.targets.items():
        assert level in after.targets.values() or kept.targets[name] == level
    assert kept.interview == before.interview
    people = Counter(after.participants) + Counter(kept.participants)
    assert people == Counter(before.participants)


@given(ways())
@examples(120)
def test_the_carried_record_scores_as_the_oracle_reads_the_old_one(case):
    before, found = case
    rubric = found[-1].new
    outcome = carry(before, found)
    after = outcome.assessment
    wanted = read_with(before, found, rubric)
    assert claims_of(rubric, after) == wanted
    card = score(rubric, after)
    assert (card.low, card.high) == total_percents(rubric, claimed_ends(rubric, wanted))
    assert set(outcome.to_confirm) | set(outcome.to_ask) >= {
        name for name in rubric.criteria if origin_of(found, name) is None
    }
    assert not set(outcome.to_confirm) & set(outcome.to_ask)


@given(ways())
@examples(60)
def test_what_identifies_a_record_and_what_it_decided_stay(case):
    before, found = case
    after = carry(before, found).assessment
    assert after.identity == before.identity
    fields = ("site", "program", "group", "date", "thresholds", "facilitator", "invited")
    assert [getattr(after, name) for name in fields] == [getattr(before, name) for name in fields]
    assert after.earlier[:-1] == before.earlier
    assert set(after.ratings) <= set(found[-1].new.criteria)
