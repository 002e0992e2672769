from portfolios_for_tests import portfolio_of, sites
from rubrics_for_tests import make_rubric

from dsds_audit.portfolio.reliability import CAUTIONS, find_reliability
from dsds_audit.report.portfolio_reliability import ReliabilityWording

RUBRIC = make_rubric((2, 2, 2))


def worded(*ratings, others=1):
    portfolio = portfolio_of(RUBRIC, sites(RUBRIC, *ratings, others=others))
    titles = {name: name for name in (*RUBRIC.criteria, *(p.id for p in RUBRIC.practices))}
    return ReliabilityWording(find_reliability(portfolio), titles)


def test_what_needs_more_sites_is_refused_with_the_reason():
    words = worded({}, {"p1.c1": 2})
    assert all(figure.refused for figure in words.figures)
    assert all(figure.value == "—" for figure in words.figures)
    assert all(told for _, _, told in words.symmetry)


def test_figures_stand_with_interval_and_what_they_rest_on():
    levels = [{name: (n + k % 2) % 3 for k, name in enumerate(RUBRIC.criteria)} for n in range(40)]
    alpha = worded(*levels).figures[0]
    assert not alpha.refused
    assert alpha.count == "40"
    low, _, high = alpha.interval.partition(" to ")
    assert float(low) <= float(alpha.value) <= float(high)
    assert len(worded(*levels).items) == 6


def test_what_never_varies_is_named():
    levels = [{"p1.c1": n % 3, "p1.c2": n % 2} for n in range(40)]
    assert worded(*levels).constant == ("p2.c1", "p2.c2", "p3.c1", "p3.c2")
    assert all(caution.endswith(".") for caution in worded({}).cautions)


def test_that_alpha_rests_on_two_criteria_is_said_where_it_does():
    levels = [{name: (n + k % 2) % 3 for k, name in enumerate(RUBRIC.criteria)} for n in range(40)]
    assert CAUTIONS["two_criteria"] in worded(*levels).cautions
    assert CAUTIONS["two_criteria"] not in worded({}).cautions


def test_what_is_in_points_says_so():
    names = [figure.name for figure in worded({}).figures]
    assert "Standard error of measurement, in points" in names
    assert "Smallest change beyond measurement error, in points" in names
