"""Assessments side by side against an oracle: scores in one version, what differs, labels."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples
from strategies import assessments, legs, rubrics

from dsds_audit.assessment import Assessment
from dsds_audit.comparison import Comparison, compare, label_all
from dsds_audit.crosswalk import Leg
from tests.oracles.plain_bridge import read_with
from tests.oracles.plain_scores import (
    applying,
    claimed_ends,
    claims_of,
    practice_percents,
    shown_ends,
    status_of,
    total_percents,
)


@st.composite
def side_by_side(draw: st.DrawFn) -> tuple[Leg, list[Assessment], Comparison]:
    """Up to five records of two versions of a rubric."""
    leg = draw(legs(draw(rubrics())))
    versions = draw(st.lists(st.sampled_from([leg.old, leg.new]), min_size=1, max_size=5))
    records = [draw(assessments(rubric)) for rubric in versions]
    entries = [(str(n), rubric, each) for n, (rubric, each) in enumerate(zip(versions, records, strict=True))]

    def legs_of(old: str, new: str) -> tuple[Leg, ...]:
        assert (old, new) in ((leg.old.ref, leg.new.ref), (old, old))
        return () if old == new else (leg,)

    return leg, records, compare(entries, legs_of)


@given(side_by_side())
@examples(60)
def test_every_column_and_tally_is_the_oracles(case):
    leg, records, comparison = case
    newest = leg.new if any(each.rubric == leg.new.ref for each in records) else leg.old
    assert comparison.rubric.ref == newest.ref
    counted: dict[str, list[str]] = {name: [] for name in comparison.tallies}
    for record, column in zip(records, comparison.columns, strict=True):
        carried = record.rubric != newest.ref
        claims = read_with(record, [leg], newest) if carried else claims_of(newest, record)
        ends = claimed_ends(newest, claims)
        assert column.carried == carried
        assert (column.card.low, column.card.high) == total_percents(newest, ends)
        for practice, found in zip(newest.practices, column.card.practices, strict=True):
            assert (found.low, found.high) == practice_percents(newest, practice, ends)
            counted[practice.id].append(status_of(applying(practice, ends), newest.top))
        for name, pair in ends.items():
            counted[name].append(status_of([pair] if pair else [], newest.top))
        if not carried:
            shown = shown_ends(newest, record)
            assert (column.evidenced.low, column.evidenced.high) == total_percents(newest, shown)
    for name, statuses in counted.items():
        tally = comparison.tallies[name]
        counts = {status: number for status, number in tally.counts.items() if number}
        assert counts == Counter(statuses), name
        certain = {each for each in statuses if each not in ("undetermined", "not_applicable")}
        assert tally.differs or len(certain) < 2
    assert [column.label for column in comparison.columns] == [str(n) for n in range(len(records))]


@given(st.data())
@examples(30)
def test_no_two_labels_are_alike(data):
    rubric = data.draw(rubrics())
    records = data.draw(st.lists(assessments(rubric), min_size=1, max_size=4))
    twice = data.draw(st.permutations([*records, *records[:1]]))
    for by in ("site", "date"):
        labels = label_all(twice, by)
        assert len(set(labels)) == len(twice)
