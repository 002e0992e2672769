import datetime as dt

from hypothesis import given
from portfolios_for_tests import one_practice, portfolio_of, portfolios
from rubrics_for_tests import examples, make_rubric, rate

from dsds_audit.portfolio.facts import gather_portfolio_facts
from dsds_audit.report.portfolio_wording import PortfolioWording

RUBRIC = make_rubric((1, 1, 1))


def site_words(portfolio):
    return PortfolioWording(gather_portfolio_facts(portfolio, "group", 1)).sites


def over_time(then, now):
    days = (dt.date(2026, 3, 2), dt.date(2026, 9, 14))
    made = [rate(RUBRIC, level, others=1, date=day) for day, level in zip(days, (then, now), strict=True)]
    return site_words(portfolio_of(RUBRIC, made, latest=True))[0]


def test_ranks_are_intervals_and_unknown_is_no_zero():
    found = {site.site: site for site in site_words(one_practice([3, 9, "?", 9, "-"]))}
    assert found["Site 1"].rank == "3 to 4"
    assert found["Site 2"].rank == found["Site 4"].rank == "1 to 3"
    assert found["Site 3"].rank == "1 to 4"
    assert found["Site 5"].rank == found["Site 5"].any_rule == found["Site 5"].group_rank == "no rank"
    assert found["Site 1"].interval == (50.0, 50.0)
    assert found["Site 1"].moved == "—"


def test_what_moves_a_rank_is_told():
    rubric = make_rubric((1, 4, 4))
    alike = {"p1.c1": 2}, {name: 2 for name in rubric.criteria if name.startswith("p2")}
    made = [rate(rubric, levels, others=0, site=f"S{n}") for n, levels in enumerate(alike)]
    moved = [site.moved for site in site_words(portfolio_of(rubric, made))]
    assert any(": " in words and words.endswith(".") for words in moved)


def test_a_change_is_told_only_where_it_is_certain():
    assert over_time({"p1.c1": 0}, {"p1.c1": 2}).change == "risen +33.3"
    assert over_time({"p1.c1": 2}, {"p1.c1": 0}).change == "fallen -33.3"
    assert over_time({"p1.c1": "?"}, {"p1.c1": 2}).change == "not certain"
    assert over_time({}, {}).change == "the same"
    assert site_words(portfolio_of(RUBRIC, [rate(RUBRIC)]))[0].change == "first assessment"


@given(portfolios(latest=True))
@examples(20)
def test_any_site_has_words_for_all_of_it(portfolio):
    for site in site_words(portfolio):
        assert all((site.rank, site.group_rank, site.any_rule, site.moved, site.change))
