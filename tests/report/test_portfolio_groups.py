import pytest
from hypothesis import given
from portfolios_for_tests import one_practice, portfolio_of, portfolios, sites
from rubrics_for_tests import examples, make_rubric

from dsds_audit.portfolio.facts import gather_portfolio_facts
from dsds_audit.report.portfolio_groups import GroupWording


def group(portfolio, smallest=1):
    return GroupWording(gather_portfolio_facts(portfolio, "site", smallest).overall, portfolio.rubric)


def test_ranges_stay_ranges():
    words = group(one_practice([0, 5, 10, "?"]))
    assert words.median == "25 to 75 %"
    assert words.mean_of_sites == "38 to 63 %"
    assert words.pooled == "no panel recorded"
    assert words.rated == "3 of 4 rated, 3 of 4 complete"
    assert words.adequate == "1 yes, 1 open, 2 no"
    assert words.adequate_counts == "1 · 1 · 2"
    assert words.adequate_parts == (("yes", 25.0), ("open", 25.0))
    assert words.panel == "none recorded"
    assert words.versions == "1.0.0: 4"


def test_people_are_counted_where_they_are_recorded():
    rubric = make_rubric((1, 1, 1))
    made = [
        site.model_copy(update={"participants": site.participants * n})
        for n, site in enumerate(sites(rubric, {}, {}, {}, others=1, participants=[{"role": "coach"}]))
    ]
    words = group(portfolio_of(rubric, made))
    assert words.panel == "median 1.5, 1 not recorded"
    assert words.pooled == "50 % (2 of 3 panels recorded)"


def test_cells_show_the_share_in_place_and_say_the_rest():
    cell = group(one_practice([10, 5, "?", "-"])).cell("p1.c1")
    assert cell.sign == "25"
    assert cell.words == (
        "in place 25 %, partially in place 25 %, undetermined 25 %, does not apply 25 % of 4 assessments"
    )
    assert group(one_practice(["-", "-"])).cell("p1").sign == "–"


def test_bars_are_as_high_as_the_longest_allows():
    tenths = group(one_practice([0, 0, 10, "?"])).tenths
    assert (tenths[0].low, tenths[0].high) == (3, 2)
    assert (tenths[0].low_height, tenths[-1].high_height) == (100.0, pytest.approx(200 / 3))


def test_what_is_withheld_has_a_reason_and_no_figures():
    words = group(one_practice([1, 2]), smallest=5)
    assert not words.shown
    assert words.withheld.startswith("There are fewer than")
    assert words.middle("p1") is None
    with pytest.raises(ValueError, match="withheld"):
        _ = words.statistics


@given(portfolios(latest=True))
@examples(20)
def test_any_group_can_be_shown(portfolio):
    words = group(portfolio)
    for found in words.boxes:
        assert 0 <= found.whisker[0] <= found.whisker[0] + found.whisker[1] <= 100.001
        assert 0 <= found.median <= 100
    assert all((words.median, words.mean_of_sites, words.pooled, words.rated))
    assert all((words.adequate, words.panel, words.spread))
    assert sum(tenth.low for tenth in words.tenths) == sum(tenth.high for tenth in words.tenths)
