import pytest
from portfolios_for_tests import one_practice, portfolio_of
from rubrics_for_tests import make_rubric, rate

from dsds_audit.errors import AssessmentError
from dsds_audit.portfolio.facts import gather_portfolio_facts
from dsds_audit.report.portfolio_radars import draw_sites, radars_of
from dsds_audit.report.portfolio_wording import PortfolioWording

RUBRIC = make_rubric((2, 2, 2))


def facts_of(count, smallest=1, by="group"):
    made = [
        rate(RUBRIC, {"p1.c1": n % 3}, others=1, site=f"Site {n:03d}", group=("North", "South")[n % 2])
        for n in range(count)
    ]
    return gather_portfolio_facts(portfolio_of(RUBRIC, made), by, smallest)


def radars(facts, *names):
    return radars_of(PortfolioWording(facts, names))


def test_a_few_sites_stand_over_their_groups():
    first = radars(facts_of(6))[0]
    assert first.name == "Site 000"
    assert first.lines == ("42 % (6 of 6 rated)", "North")
    assert first.spokes[0].group.low <= first.spokes[0].group.median <= first.spokes[0].group.high
    assert radars(facts_of(6), "Site 001")[0].lines[1] == "South"


def test_of_many_only_those_asked_for_do():
    assert len(radars(facts_of(12))) == 12
    assert not radars(facts_of(13))
    assert [radar.name for radar in radars(facts_of(13), "Site 003", "site 012")] == ["Site 003", "Site 012"]


def test_a_group_whose_figures_are_withheld_has_no_band():
    assert all(spoke.group is None for spoke in radars(facts_of(6, smallest=50), "Site 002")[0].spokes)


def test_where_it_is_not_by_group_they_stand_over_all():
    by_group, by_site = (radars(facts_of(6, by=by), "Site 001")[0].spokes[0] for by in ("group", "site"))
    assert by_group.group != by_site.group


def test_fewer_than_three_practices_make_no_radar():
    facts = gather_portfolio_facts(one_practice([3, 9]), "group", 1)
    assert not radars(facts, "Site 1")
    with pytest.raises(AssessmentError) as caught:
        draw_sites(facts, ["Site 1"])
    assert caught.value.problems[0].code == "AUD139"
