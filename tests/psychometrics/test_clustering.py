"""ICC(1) and ICC(2) of sites: Shrout and Fleiss' forms where sites are balanced, Bliese's where not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples

from dsds_audit.agreement import intraclass_correlation
from dsds_audit.psychometrics.clustering import find_clustering
from dsds_audit.psychometrics.figures import FEWEST_SITES, tell_refusal


def table_of(seed: int, sites: int = 12, dates: int = 3) -> np.ndarray:
    dice = np.random.default_rng(seed)
    return np.rint(50 + 10 * dice.normal(size=(sites, 1)) + 8 * dice.normal(size=(sites, dates)))


def unrolled(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return table.ravel().astype(float), np.repeat(np.arange(len(table)), table.shape[1])


@given(st.integers(0, 10_000), st.integers(FEWEST_SITES, 20), st.integers(2, 5))
@examples(40)
def test_with_as_many_assessments_everywhere_it_is_the_one_way_form(
    seed: int, sites: int, dates: int
) -> None:
    table = table_of(seed, sites, dates)
    rows = table.astype(int).tolist()
    found = find_clustering(*unrolled(table))
    assert found.size == pytest.approx(dates)
    assert found.single.value == pytest.approx(float(intraclass_correlation(rows, 1).value))
    assert found.mean.value == pytest.approx(float(intraclass_correlation(rows, 1, mean=True).value))
    assert found.single.low <= found.single.value <= found.single.high
    assert (found.single.count, found.assessments) == (sites, sites * dates)


def test_unequal_numbers_by_hand() -> None:
    # Ten sites, of which nine have two assessments and one has four: k0 = (22 - (9*4 + 16) / 22) / 9.
    values = np.array([0.0, 2.0] * 9 + [10.0, 12.0, 10.0, 12.0])
    site = np.array([*np.repeat(np.arange(9), 2), 9, 9, 9, 9])
    found = find_clustering(values, site)
    k0 = (22 - 52 / 22) / 9
    grand = values.mean()
    between = (18 * (1 - grand) ** 2 + 4 * (11 - grand) ** 2) / 9
    within = 22 / 12
    assert found.size == pytest.approx(k0)
    assert found.single.value == pytest.approx((between - within) / (between + (k0 - 1) * within))
    assert found.mean.value == pytest.approx(1 - within / between)


def test_sites_with_one_assessment_are_not_counted() -> None:
    values, site = unrolled(table_of(1))
    alone = find_clustering(np.append(values, [3.0, 99.0]), np.append(site, [50, 51]))
    assert alone == find_clustering(values, site)


def test_the_order_of_the_rows_makes_no_difference() -> None:
    values, site = unrolled(table_of(2))
    order = np.random.default_rng(1).permutation(len(values))
    one, other = find_clustering(values, site), find_clustering(values[order], site[order])
    assert other.single.value == pytest.approx(one.single.value)
    assert other.mean.low == pytest.approx(one.mean.low)


def test_what_cannot_be_told() -> None:
    few = find_clustering(*unrolled(table_of(1, sites=FEWEST_SITES - 1)))
    assert few.single.reason == few.mean.reason == tell_refusal("too_few_sites")
    assert few.single.count == FEWEST_SITES - 1
    assert few.size is None
    nothing = find_clustering(np.empty(0), np.empty(0, dtype=np.int64))
    assert nothing.single.refusal == "too_few_sites"
    flat = find_clustering(*unrolled(np.full((12, 2), 100 / 3)))
    assert flat.single.refusal == flat.mean.refusal == "no_variation"


def test_sites_that_never_change_have_no_interval() -> None:
    found = find_clustering(*unrolled(np.repeat(np.arange(12.0)[:, None] / 3, 2, axis=1)))
    assert found.single.value == found.mean.value == 1
    assert found.single.low is found.mean.high is None


def test_sites_that_do_not_differ_have_a_negative_icc_and_no_mean() -> None:
    found = find_clustering(*unrolled(np.tile([[0.0, 2.0]], (12, 1))))
    assert found.single.value == pytest.approx(-1)
    assert found.mean.refusal == "no_variation"


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    held = 0
    for seed in range(400):
        dice = np.random.default_rng(seed)
        table = dice.normal(size=(30, 1)) + dice.normal(size=(30, 3))
        single = find_clustering(*unrolled(table)).single
        held += single.low <= 0.5 <= single.high
    assert 0.92 <= held / 400 <= 0.98
