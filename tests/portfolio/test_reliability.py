"""Reliability from an archive: which rows are taken, what is refused, and what a known model gives back."""

import datetime as dt
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from portfolios_for_tests import portfolio_of, portfolios
from rubrics_for_tests import examples, make_rubric, rate

from dsds_audit.portfolio.reliability import CAUTIONS, WINDOW, find_reliability
from dsds_audit.portfolio.table import Portfolio
from dsds_audit.psychometrics.figures import REASONS, Figure, tell_refusal
from dsds_audit.simulation.model import SimulationModel
from dsds_audit.simulation.records import simulate_assessments

RUBRIC = make_rubric((2, 3), top=2)
KNOWN: dict[str, Any] = {"missing": 0, "dont_know": 0, "does_not_apply": 0, "groups": 0}


@cache
def simulated(**fields: Any) -> Portfolio:
    model = SimulationModel(RUBRIC, **{"sites": 60, "dates": 3, **KNOWN, **fields})
    return portfolio_of(RUBRIC, list(simulate_assessments(model)))


def test_every_figure_is_there_where_there_is_enough() -> None:
    found = find_reliability(simulated())
    assert (found.sites, found.assessments, found.window) == (60, 180, WINDOW)
    assert [part.practice for part in found.practices] == ["p1", "p2"]
    for part in (found.overall, *found.practices):
        assert part.incomplete == 0
        assert part.consistency.alpha.count == 60
        assert part.consistency.constant == ()
        assert part.clustering.assessments == 180
        assert part.clustering.size == pytest.approx(3)
        assert part.retest.correlation.count == 60
        assert None not in (part.retest.change.value, part.clustering.mean.value)
    assert found.practices[0].consistency.rests_on_two
    assert [test.criterion for test in found.symmetry] == list(RUBRIC.criteria)
    assert all(test.p_adjusted is not None and test.p is not None for test in found.symmetry)
    assert found.smallest_change == found.overall.retest.change.value


def test_the_retest_is_of_the_latest_two_dates() -> None:
    portfolio = simulated()
    score = portfolio.low.reshape(60, 3)
    found = find_reliability(portfolio).overall.retest
    assert found.correlation.value == pytest.approx(np.corrcoef(score[:, 1], score[:, 2])[0, 1])
    assert found.spread == pytest.approx(score[:, 1].std(ddof=1))
    assert found.shift == pytest.approx((score[:, 2] - score[:, 1]).mean())


def test_alpha_is_of_each_site_s_latest_complete_assessment() -> None:
    whole = simulated()
    levels = whole.level.copy().reshape(60, 3, 5)
    levels[:10, 2, 4] = np.nan  # The latest of ten sites lacks a level: their second is taken.
    levels[:2, :, 4] = np.nan  # Two sites have none that is complete.
    kept = np.array([row[~np.isnan(row[:, 4])][-1] for row in levels[2:]])
    gaps = Portfolio(**{**vars(whole), "level": levels.reshape(180, 5)})
    found = find_reliability(gaps).overall
    variances = kept.var(axis=0, ddof=1).sum() / kept.sum(axis=1).var(ddof=1)
    assert found.incomplete == 2
    assert found.consistency.alpha.count == 58
    assert found.consistency.alpha.value == pytest.approx(5 / 4 * (1 - variances))
    assert find_reliability(gaps).practices[0].incomplete == 0


def test_an_unknown_is_never_a_number() -> None:
    """A range is left out of what needs a number, and does not move it."""
    extra = [
        rate(RUBRIC, others="?", site=f"Unknown {n}", date=dt.date(2026, half, 1))
        for n in range(20)
        for half in (1, 6)
    ]
    model = SimulationModel(RUBRIC, sites=60, dates=3, **KNOWN)
    some = find_reliability(portfolio_of(RUBRIC, [*simulate_assessments(model), *extra]))
    known = find_reliability(simulated())
    assert some.overall.incomplete == 20
    assert some.sites == 80
    assert some.overall.consistency == known.overall.consistency
    assert some.overall.clustering.single.value == pytest.approx(known.overall.clustering.single.value)
    assert some.overall.retest == known.overall.retest
    assert some.symmetry == known.symmetry


def test_pairs_further_apart_than_the_window_are_not_compared() -> None:
    found = find_reliability(simulated(), window=100)
    assert found.overall.retest.correlation.reason == tell_refusal("too_few_pairs")
    assert found.smallest_change is None
    assert all(test.refusal == "too_few_changed" for test in found.symmetry)


def test_two_assessments_of_many_criteria_recover_the_site_s_share() -> None:
    """Without noise in the votes all dates of a site are alike; without sites they have nothing in common."""
    alike = find_reliability(simulated(vote_noise=0, drift=0)).overall
    assert alike.clustering.single.value == pytest.approx(1)
    assert alike.retest.error.value == pytest.approx(0, abs=1e-6)
    nothing = find_reliability(simulated(site_effect=0, practice_effect=0, drift=0, seed=3)).overall
    assert abs(nothing.clustering.single.value) < 0.2
    assert nothing.clustering.single.low < 0 < nothing.clustering.single.high


def test_drift_shows_as_a_shift_and_as_asymmetry() -> None:
    found = find_reliability(simulated(drift=0.7))
    assert found.overall.retest.shift > 10
    assert found.overall.retest.agreement.value < found.overall.retest.consistency.value
    assert all(test.rose > test.fell for test in found.symmetry)
    assert min(test.p_adjusted for test in found.symmetry if test.p_adjusted is not None) < 0.05


def figures_of(found: Any) -> list[Figure]:
    parts = (found.overall, *found.practices)
    return [
        figure
        for part in parts
        for figure in (
            part.consistency.alpha,
            *(each for item in part.consistency.items for each in (item.without, item.rest)),
            part.clustering.single,
            part.clustering.mean,
            part.retest.correlation,
            part.retest.agreement,
            part.retest.consistency,
            part.retest.error,
            part.retest.change,
        )
    ]


@given(portfolios())
@examples(30)
def test_what_is_too_small_is_refused_with_a_reason(portfolio: Portfolio) -> None:
    found = find_reliability(portfolio)
    for figure in figures_of(found):
        assert figure.value is None
        assert figure.reason
        assert figure.count <= len(portfolio)
    assert len(found.symmetry) == len(portfolio.rubric.criteria)
    assert found.sites <= found.assessments == len(portfolio)


def test_nothing_at_all_and_nothing_that_varies() -> None:
    assert find_reliability(portfolio_of(RUBRIC, [])).sites == 0
    flat = [
        rate(RUBRIC, others=2, site=f"Site {n}", date=dt.date(2026, month, 1))
        for n in range(40)
        for month in (1, 6)
    ]
    found = find_reliability(portfolio_of(RUBRIC, flat)).overall
    assert found.consistency.constant == tuple(RUBRIC.criteria)
    assert found.consistency.alpha.refusal == "too_few_criteria"
    assert found.clustering.single.refusal == found.retest.correlation.refusal == "no_variation"


def test_cautions_speak_plainly() -> None:
    assert set(CAUTIONS) == {"consistency", "two_criteria", "clustering", "retest", "symmetry"}
    assert all(text.endswith(".") for text in (*CAUTIONS.values(), *REASONS.values()))
