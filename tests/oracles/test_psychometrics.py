"""The reliability of an instrument against packages of others."""

import numpy as np
import pytest

from dsds_audit.psychometrics.clustering import find_clustering
from dsds_audit.psychometrics.consistency import find_consistency
from dsds_audit.psychometrics.distributions import beta_share, chi_square_tail, f_quantile
from dsds_audit.psychometrics.retest import find_retest
from dsds_audit.psychometrics.symmetry import Symmetry, adjust, find_symmetry

pytestmark = pytest.mark.filterwarnings("ignore")  # What packages of others warn of is not ours to mend.
SEEDS = range(15)
FORMS = ("1", "2", "3", "1k", "2k", "3k")  # Shrout and Fleiss', in the order pingouin has them.


def made_up(seed: int, rows: int, columns: int) -> np.ndarray:
    dice = np.random.default_rng(seed)
    like = dice.normal(size=(rows, 1))
    return np.clip(np.rint(2 + like + dice.normal(size=(rows, columns))), 0, 4)


def long_form(table: np.ndarray) -> "object":
    import pandas

    rows, columns = table.shape
    return pandas.DataFrame(
        {
            "site": np.repeat(np.arange(rows), columns),
            "date": np.tile(np.arange(columns), rows),
            "score": table.ravel(),
        }
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_alpha_and_its_interval_are_pingouin_s(seed: int) -> None:
    import pandas
    import pingouin

    levels = made_up(seed, 30 + seed, 2 + seed % 7)
    alpha = find_consistency(levels, [f"p1.c{at}" for at in range(levels.shape[1])]).alpha
    value, (low, high) = pingouin.cronbach_alpha(data=pandas.DataFrame(levels), ci=0.95)
    assert alpha.value == pytest.approx(value, abs=1e-9)
    assert (alpha.low, alpha.high) == pytest.approx((low, high), abs=2e-3)  # It rounds to three decimals.


def iccs(table: np.ndarray) -> dict[str, tuple[float, float, float]]:
    """Value, low and high end by Shrout and Fleiss' form."""
    import pingouin

    found = pingouin.intraclass_corr(data=long_form(table), targets="site", raters="date", ratings="score")
    ends = next(name for name in found.columns if name.startswith("CI95"))
    return {
        form: (value, *interval)
        for form, value, interval in zip(FORMS, found["ICC"], found[ends], strict=True)
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_icc_of_sites_is_pingouin_s_one_way_form_where_sites_are_balanced(seed: int) -> None:
    table = made_up(seed, 10 + seed, 2 + seed % 4)
    found = find_clustering(table.ravel(), np.repeat(np.arange(len(table)), table.shape[1]))
    theirs = iccs(table)
    for mine, name in ((found.single, "1"), (found.mean, "1k")):
        value, low, high = theirs[name]
        assert mine.value == pytest.approx(value, abs=1e-6)
        assert (mine.low, mine.high) == pytest.approx((low, high), abs=6e-3)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_dates_are_pingouin_s_two_way_forms(seed: int) -> None:
    table = made_up(seed, 30 + seed, 2)
    found, theirs = find_retest(*table.T), iccs(table)
    for mine, form in ((found.agreement, "2"), (found.consistency, "3")):
        assert mine.value == pytest.approx(theirs[form][0], abs=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_correlation_and_interval_are_pingouin_s(seed: int) -> None:
    import pingouin

    table = made_up(seed, 30 + seed, 2)
    mine, theirs = find_retest(*table.T).correlation, pingouin.corr(*table.T)
    assert mine.value == pytest.approx(theirs["r"].iloc[0], abs=1e-6)
    ends = next(name for name in theirs.columns if name.startswith("CI95"))
    assert (mine.low, mine.high) == pytest.approx(tuple(theirs[ends].iloc[0]), abs=6e-3)


@pytest.mark.parametrize("seed", SEEDS)
def test_bowker_is_statsmodels_symmetry(seed: int) -> None:
    from statsmodels.stats.contingency_tables import SquareTable

    first, second = np.clip(made_up(seed, 400, 2), 1, 3).T - 1
    table = np.zeros((3, 3))
    np.add.at(table, (first.astype(int), second.astype(int)), 1)
    assert (table > 0).all()
    mine, theirs = find_symmetry("a.b", first, second, 3), SquareTable(table, shift_zeros=False).symmetry()
    assert mine.statistic == pytest.approx(theirs.statistic)
    assert (mine.degrees, mine.p) == (theirs.df, pytest.approx(theirs.pvalue))


@pytest.mark.parametrize("seed", SEEDS)
def test_holm_is_statsmodels(seed: int) -> None:
    from statsmodels.stats.multitest import multipletests

    ps = np.random.default_rng(seed).random(10) ** 3
    mine = [test.p_adjusted for test in adjust([Symmetry("a.b", 50, 5, 5, p=float(p)) for p in ps])]
    assert mine == pytest.approx(multipletests(ps, method="holm")[1].tolist())


def test_distributions_are_scipy_s() -> None:
    from scipy import stats

    dice = np.random.default_rng(1)
    for _ in range(300):
        degrees, other = (int(n) for n in dice.integers(1, 3000, 2))
        statistic = float(dice.chisquare(degrees)) * float(dice.uniform(0.3, 3))
        assert chi_square_tail(statistic, degrees) == pytest.approx(
            stats.chi2.sf(statistic, degrees), rel=1e-8, abs=1e-12
        )
        share = float(dice.uniform(0.001, 0.999))
        assert f_quantile(share, degrees, other) == pytest.approx(
            stats.f.ppf(share, degrees, other), rel=1e-8
        )
        assert beta_share(share, degrees / 2, other / 2) == pytest.approx(
            stats.beta.cdf(share, degrees / 2, other / 2), rel=1e-8, abs=1e-12
        )
