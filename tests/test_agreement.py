"""Agreement: published figures to the digits they were published with, and what must hold of any votes."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rubrics_for_tests import examples

from dsds_audit.agreement import (
    REASONS,
    fleiss_kappa,
    gwet_ac1,
    intraclass_correlation,
    krippendorff_alpha,
    percent_agreement,
    within_group_agreement,
)

SCALES = ("nominal", "ordinal", "interval")

# Fleiss 1971: 30 patients, each put into one of 5 categories by 6 psychiatrists.
FLEISS = """
444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 224445
333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555
"""
# Krippendorff: 4 coders, 12 units, a point where one is missing.
KRIPPENDORFF = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""
# Shrout and Fleiss 1979: 6 targets, 4 judges.
SHROUT_FLEISS = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))

PATIENTS = [Counter(map(int, patient)) for patient in FLEISS.split()]
UNITS = [
    Counter(int(value) for value in unit if value != ".")
    for unit in zip(*(coder.split() for coder in KRIPPENDORFF.split("\n") if coder), strict=True)
]


def shown(agreement, digits):
    assert agreement.refusal is None
    return round(float(agreement.value), digits)


def test_fleiss_1971():
    assert shown(fleiss_kappa(PATIENTS), 6) == 0.430245


@pytest.mark.parametrize(
    ("scale", "value"), [("nominal", 0.743421), ("ordinal", 0.815388), ("interval", 0.849107)]
)
def test_krippendorff(scale, value):
    alpha = krippendorff_alpha(UNITS, scale)
    assert shown(alpha, 6) == value
    assert alpha.metric == f"Krippendorff's alpha, {scale}"


def test_gwets_ordinal_weights_are_another_thing_than_krippendorffs_ordinal_alpha():
    assert shown(krippendorff_alpha(UNITS, "ordinal"), 5) != 0.83364


def test_gwet():
    assert shown(gwet_ac1(UNITS, 5), 5) == 0.77544


@pytest.mark.parametrize(
    ("model", "mean", "name", "value"),
    [
        (1, False, "ICC(1,1)", 0.1657),
        (2, False, "ICC(2,1)", 0.2898),
        (3, False, "ICC(3,1)", 0.7148),
        (1, True, "ICC(1,4)", 0.4428),
        (2, True, "ICC(2,4)", 0.6201),
        (3, True, "ICC(3,4)", 0.9093),
    ],
)
def test_shrout_and_fleiss_1979(model, mean, name, value):
    found = intraclass_correlation(SHROUT_FLEISS, model, mean=mean)
    assert (found.metric, shown(found, 4)) == (name, value)


@pytest.mark.parametrize(
    ("levels", "steps", "value"),
    [
        ([3, 3, 3, 3], 5, Fraction(1)),
        ([1, 2, 3, 4, 5], 5, Fraction(-1, 4)),  # Uniform spread, by the sample variance: below zero.
        ([1, 5], 5, Fraction(-3)),
        ([3, 3, 4, 4], 5, Fraction(5, 6)),
        ([0, 1], 2, Fraction(-1)),
        ([0, 2, 2, 2, 2], 3, Fraction(-1, 5)),
    ],
)
def test_rwg_by_hand(levels, steps, value):
    assert within_group_agreement(Counter(levels), steps).value == value


def test_percent_agreement_by_hand():
    assert percent_agreement({0: 1, 1: 0, 2: 3}).value == 50
    assert percent_agreement({0: 1, 2: 1}).value == 0
    assert percent_agreement(Counter([0, 1, 1])).value == Fraction(100, 3)


def test_an_alpha_below_chance_is_told_as_it_is():
    assert krippendorff_alpha([{0: 1, 2: 1}, {0: 1, 2: 1}], "ordinal").value == Fraction(-1, 2)


def test_negative_parts_of_variance_are_not_cut_off():
    assert intraclass_correlation([[1, 2], [2, 1]], 1).value == -1


REFUSALS = [
    (percent_agreement({}), "too_few_votes"),
    (percent_agreement({0: 0, 1: 1}), "too_few_votes"),
    (within_group_agreement({}, 3), "too_few_votes"),
    (within_group_agreement({2: 1}, 3), "too_few_votes"),
    (krippendorff_alpha([], "ordinal"), "too_few_votes"),
    (krippendorff_alpha([{0: 1}, {2: 1}, {}], "ordinal"), "too_few_votes"),
    (krippendorff_alpha([{0: 1, 2: 3}], "ordinal"), "one_unit"),
    (krippendorff_alpha([{0: 1, 2: 3}, {1: 1}], "interval"), "one_unit"),
    (krippendorff_alpha([{1: 3}, {1: 2, 0: 0}], "nominal"), "no_variation"),
    (fleiss_kappa([]), "too_few_votes"),
    (fleiss_kappa([{1: 1}, {0: 1}]), "too_few_votes"),
    (fleiss_kappa([{1: 2}, {1: 3}]), "not_complete"),
    (fleiss_kappa([{1: 2}, {1: 2}]), "no_variation"),
    (gwet_ac1([{}, {0: 1}], 3), "too_few_votes"),
    (intraclass_correlation([], 1), "too_few_votes"),
    (intraclass_correlation([[1], [2]], 2), "too_few_votes"),
    (intraclass_correlation([[1, 2]], 3), "one_unit"),
    (intraclass_correlation([[1, 2], [1]], 3), "not_complete"),
    (intraclass_correlation([[1, 1], [1, 1]], 1), "no_variation"),
    (intraclass_correlation([[1, 2], [1, 2]], 3, mean=True), "no_variation"),
]


@pytest.mark.parametrize(("agreement", "why"), REFUSALS)
def test_what_cannot_be_told_is_refused_with_the_reason(agreement, why):
    assert agreement.value is None
    assert agreement.refusal == why
    assert agreement.reason == REASONS[why]
    assert agreement.metric


def test_every_reason_is_one_that_is_given():
    assert {why for _, why in REFUSALS} == set(REASONS)


LEVELS = st.integers(0, 4)
TABLES = st.integers(2, 5).flatmap(
    lambda people: st.lists(
        st.lists(LEVELS | st.none(), min_size=people, max_size=people), min_size=2, max_size=8
    )
)
FULL_TABLES = st.integers(2, 5).flatmap(
    lambda people: st.lists(st.lists(LEVELS, min_size=people, max_size=people), min_size=2, max_size=8)
)


def counts_of(table):
    return [Counter(level for level in row if level is not None) for row in table]


def alphas(table):
    return [krippendorff_alpha(counts_of(table), scale).value for scale in SCALES]


def everything(table):
    """Every measure over a table without holes: a row for each unit, a column for each person."""
    counts = counts_of(table)
    return [
        *alphas(table),
        fleiss_kappa(counts).value,
        gwet_ac1(counts, 5).value,
        *(intraclass_correlation(table, model, mean=mean).value for model in (1, 2, 3) for mean in (0, 1)),
    ]


@given(FULL_TABLES, st.randoms())
@examples(60)
def test_the_order_of_people_and_of_units_makes_no_difference(table, random):
    people = random.sample(range(len(table[0])), len(table[0]))
    units = random.sample(table, len(table))
    assert everything([[row[person] for person in people] for row in units]) == everything(table)


@given(TABLES, st.randoms())
@examples(60)
def test_who_gave_a_level_makes_no_difference_to_alpha(table, random):
    assert alphas([random.sample(row, len(row)) for row in table]) == alphas(table)
    assert gwet_ac1(counts_of(table), 5).value == gwet_ac1(counts_of(table[::-1]), 5).value


@given(st.lists(LEVELS, min_size=2, max_size=8), st.integers(2, 5))
@examples(60)
def test_full_agreement_is_one(levels, people):
    assume(len(set(levels)) > 1)
    table = [[level] * people for level in levels]
    assert set(everything(table)) == {1}
    for unit in counts_of(table):
        assert percent_agreement(unit).value == 100
        assert within_group_agreement(unit, 5).value == 1


@given(TABLES)
@examples(60)
def test_nothing_is_above_one_and_one_means_that_all_agree(table):
    agreed = all(len(unit) <= 1 for unit in counts_of(table) if unit.total() > 1)
    for value in alphas(table):
        assert value is None or (value <= 1 and (value == 1) == agreed)
    ac1 = gwet_ac1(counts_of(table), 5).value
    assert ac1 is None or (ac1 <= 1 and (ac1 == 1) == agreed)


@given(TABLES, st.permutations(range(5)))
@examples(60)
def test_other_names_for_the_categories_make_no_difference_to_nominal_measures(table, names):
    named = [[None if level is None else names[level] for level in row] for row in table]
    for measure in (lambda c: krippendorff_alpha(c, "nominal"), lambda c: gwet_ac1(c, 5), fleiss_kappa):
        assert measure(counts_of(named)) == measure(counts_of(table))


@given(TABLES, st.integers(1, 5), st.integers(0, 9))
@examples(60)
def test_interval_measures_know_distances_and_ordinal_ones_only_the_order(table, step, start):
    def moved(change):
        return counts_of([[None if level is None else change(level) for level in row] for row in table])

    straight, turned = moved(lambda level: start + step * level), moved(lambda level: 100 - level)
    bent = moved(lambda level: level**3)
    _, ordinal, interval = alphas(table)
    for counts in (straight, turned):
        assert krippendorff_alpha(counts, "interval").value == interval
        assert krippendorff_alpha(counts, "ordinal").value == ordinal
    assert krippendorff_alpha(bent, "ordinal").value == ordinal


@given(st.dictionaries(st.integers(0, 4), st.integers(0, 30)))
@examples(100)
def test_one_unit_is_what_all_its_pairs_make_it(counts):
    levels = list(Counter(counts).elements())
    pairs = [(a, b) for i, a in enumerate(levels) for b in levels[i + 1 :]]
    assume(pairs)
    assert percent_agreement(counts).value == Fraction(100 * sum(a == b for a, b in pairs), len(pairs))
    variance = Fraction(sum((a - b) ** 2 for a, b in pairs), len(pairs)) / 2
    assert within_group_agreement(counts, 5).value == 1 - variance / 2
    assert (within_group_agreement(counts, 5).value == 1) == (len(set(levels)) == 1)


@given(FULL_TABLES)
@examples(60)
def test_a_level_that_nobody_gave_may_be_named_or_left_out(table):
    counts = counts_of(table)
    named = [{**dict.fromkeys(range(5), 0), **unit} for unit in counts]
    assert [krippendorff_alpha(named, scale) for scale in SCALES] == [
        krippendorff_alpha(counts, scale) for scale in SCALES
    ]
    assert (fleiss_kappa(named), gwet_ac1(named, 5)) == (fleiss_kappa(counts), gwet_ac1(counts, 5))
