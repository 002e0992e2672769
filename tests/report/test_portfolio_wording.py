from hypothesis import given
from portfolios_for_tests import one_practice, portfolio_of, portfolios
from rubrics_for_tests import examples, make_rubric, rate

from dsds_audit.portfolio.facts import gather_portfolio_facts
from dsds_audit.portfolio.table import LeftOut
from dsds_audit.report.portfolio_wording import IN_FULL, PortfolioWording

RUBRIC = make_rubric((2, 2, 2))


def worded(portfolio, by="group", smallest=1, criterion=None, change=None):
    return PortfolioWording(gather_portfolio_facts(portfolio, by, smallest, criterion, change))


def many(count, **fields):
    levels = ({"p1.c1": number % 3} for number in range(count))
    made = [
        rate(RUBRIC, level, others=1, site=f"Site {number:03d}", group="North", **fields)
        for number, level in enumerate(levels)
    ]
    return portfolio_of(RUBRIC, made)


def test_the_headline_counts_sites_and_groups():
    north = [rate(RUBRIC, site=f"N{n}", group="North") for n in range(3)]
    south = [rate(RUBRIC, site=f"S{n}", group="South") for n in range(2)]
    words = worded(portfolio_of(RUBRIC, [*north, *south]))
    assert words.headline == "5 sites in 2 groups"
    assert words.subject == "A small rubric, small@1.0.0, 2026-03-02"
    assert [group.name for group in words.shown] == ["All sites", "North", "South"]


def test_the_figures_at_the_top_say_what_they_rest_on():
    words = worded(many(6, participants=[{"role": "coach"}] * 4))
    told = {glance.label: (glance.value, glance.note) for glance in words.glances}
    assert told["Mean of sites"][1] == "every site counts the same"
    assert "6 of 6 panels recorded" in told["Pooled over people"][1]
    assert "36 of 36 rated, 6 of 6 complete" in told["Median of sites"][1]
    assert told["Panel"] == ("median 4", "people who took part; recorded everywhere")
    assert told["Held against"][0] == "small@1.0.0"


def test_what_is_withheld_is_named_and_shown_nowhere():
    words = worded(many(3), smallest=5)
    assert not words.glances
    assert not words.shown
    assert not words.change_rows
    assert words.withheld.startswith("All sites. There are fewer than 5 sites")
    assert len(words.sites) == 3, "the rows are always there"
    assert worded(many(3)).withheld == ""


def test_what_is_left_out_is_counted_and_placed():
    portfolio = portfolio_of(
        RUBRIC,
        [rate(RUBRIC)],
        left_out=[
            LeftOut("unfinished", 2, ("a.yaml", "b.yaml")),
            LeftOut("double", 1, ("c.yaml",)),
            LeftOut("earlier", 120, tuple(f"{n}.yaml" for n in range(100))),
            LeftOut("no_crosswalk", 3),
        ],
    )
    assert worded(portfolio).left_out == (
        "2 records are interviews that are not finished: a.yaml, b.yaml.",
        "1 record stands in more than one place; it counts once: c.yaml.",
        "120 records are older than asked for: 0.yaml, 1.yaml, 2.yaml, 3.yaml, 4.yaml and 115 more.",
        "3 records are of rubric versions from which no crosswalk leads here.",
    )


def test_reading_and_not_done_are_sentences():
    for words in (worded(many(6)), worded(many(6), smallest=5)):
        told = (*words.reading, *words.not_done)
        assert all(sentence.endswith(".") for sentence in told)
        assert any("as if it were zero" in sentence for sentence in told)
        assert any("fewer than 5" in sentence for sentence in told) == (words.facts.smallest_group == 5)


def test_ranked_sites_stand_in_the_order_of_their_intervals():
    words = worded(one_practice([3, 9, "?", 9, 0, "-"]))
    assert [site.site for site in words.ranked] == ["Site 2", "Site 4", "Site 3", "Site 1", "Site 5"]
    assert words.ranked_count == "5"
    assert words.certain == "5 of 10 pairs of sites are certainly in order; the others are tied."


def test_sites_are_asked_for_by_name_in_any_case():
    facts = gather_portfolio_facts(many(6), "group", 1)
    asked = PortfolioWording(facts, ("site 004", "Site 001")).sites_asked_for
    assert [site.site for site in asked] == ["Site 001", "Site 004"]
    assert not PortfolioWording(facts).sites_asked_for


def test_a_few_sites_are_shown_cell_by_cell():
    assert worded(many(IN_FULL)).in_full
    assert not worded(many(IN_FULL + 1)).in_full


def test_one_criterion_is_counted_by_level():
    words = worded(many(6), criterion="p1.c1")
    assert words.criterion.title == "Title of c1 (p1.c1)"
    assert words.criterion.levels == ("0 label 0", "1 label 1", "2 label 2", "Not known", "Does not apply")
    assert words.criterion.rows == (
        ("All sites", ("2", "2", "2", "0", "0")),
        ("North", ("2", "2", "2", "0", "0")),
    )
    assert worded(many(3), criterion="p1.c1", smallest=5).criterion.rows == ()


def test_a_change_beyond_the_error_of_measurement_is_told_where_that_is_known():
    assert worded(many(6)).beyond_error == ""
    told = worded(many(6), change=10.0).beyond_error
    assert told.startswith("By more than the error of measurement, 10 points")


@given(portfolios(latest=True))
@examples(15)
def test_any_portfolio_can_be_worded(portfolio):
    for by in ("group", "site", "date"):
        words = worded(portfolio, by, 2)
        assert words.headline
        assert words.subject
        assert len(words.sites) == len({site.row for site in words.sites})
        assert words.glances or words.withheld
