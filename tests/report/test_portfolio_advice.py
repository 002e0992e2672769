from portfolios_for_tests import portfolio_of, sites
from rubrics_for_tests import make_rubric

from dsds_audit.portfolio.facts import gather_portfolio_facts
from dsds_audit.report.portfolio_advice import AdviceForMany

RUBRIC = make_rubric({"p1": {"c1": {"critical": True}}, "p2": {"c1": {}, "c2": {}}, "p3": {"c1": {}}})


def advice(*ratings, others=2):
    portfolio = portfolio_of(RUBRIC, sites(RUBRIC, *ratings, others=others))
    return AdviceForMany(gather_portfolio_facts(portfolio, "group", 1))


def test_gaps_say_how_many_of_those_known_and_what_would_serve_them():
    found = advice({"p1.c1": 0, "p2.c1": 0}, {"p2.c1": "?"}, {"p2.c1": 1}, {}).gaps
    assert [gap.gap.criterion for gap in found] == ["p1.c1", "p2.c1"], "critical first"
    second = found[1]
    assert second.sites == "2 of 3 (67 %)"
    assert second.unknown == "of 1 more nobody knows"
    assert second.gain == "+12.5"
    assert second.actions == ("Do k1. (low, coach)", "Do k2. (low, coach)")
    assert found[0].unknown == ""


def test_strengths_name_whom_to_visit():
    words = advice({"p2.c1": 0}, {}, {})
    found = {each.strength.id: each for each in words.strengths}
    assert found["p2"].practice
    assert found["p2.c1"].counts == "in place at 2 sites, wanting at 1"
    assert found["p2.c1"].hosts == ("Site 2 (2026-03-02)", "Site 3 (2026-03-02)")
    assert [(visit.site, visit.title) for visit in words.visits] == [("Site 1", "Title of c1")]
    assert words.visits[0].host in ("Site 2", "Site 3")


def test_where_nothing_is_missing_there_is_nothing_to_say():
    words = advice({}, {})
    assert not words.gaps
    assert not words.strengths
    assert not words.visits
