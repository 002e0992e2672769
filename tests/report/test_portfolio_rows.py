from hypothesis import given
from portfolios_for_tests import portfolio_of, portfolios, sites
from rubrics_for_tests import examples, make_rubric, rate

from dsds_audit.report.portfolio_rows import RowWording

RUBRIC = make_rubric({"p1": {"c1": {"not_applicable": True}, "c2": {}}, "p2": {"c1": {}}, "p3": {"c1": {}}})


def row(ratings, **fields):
    return RowWording(portfolio_of(RUBRIC, sites(RUBRIC, ratings, **fields)), 0)


def test_a_row_says_what_its_score_rests_on():
    words = row(
        {"p1.c1": 2, "p1.c2": 2, "p2.c1": "?", "p3.c1": 1}, group="North", participants=[{"role": "coach"}]
    )
    assert (words.site, words.group, words.program) == ("Site 1", "North", "")
    assert words.date.isoformat() == "2026-03-02"
    assert words.score == "50 to 83 %"
    assert words.rated == "3 of 4"
    assert words.panel == "1 person"
    assert words.version == "1.0.0"
    assert words.adequate == "no"


def test_cells_tell_unknown_from_zero_and_from_what_does_not_apply():
    words = row({"p1.c1": "-", "p1.c2": 0, "p2.c1": "?"})
    assert [cell.sign for cell in words.criteria] == ["–", "0", "?", "?"]
    assert [cell.unknown for cell in words.criteria] == [False, False, True, True]
    assert [cell.sign for cell in words.practices] == ["○", "?", "?"]
    assert words.criteria[1].share == 0
    assert words.criteria[2].share is None
    assert words.criteria[1].words == "label 0 (0 of 2)"
    assert words.practices[0].words == "not in place, 0 %"


def test_nothing_that_applies_is_open_and_not_zero():
    rubric = make_rubric({f"p{n}": {"c1": {"not_applicable": True}} for n in range(1, 4)})
    words = RowWording(portfolio_of(rubric, sites(rubric, {}, others="-")), 0)
    assert words.score == "does not apply"
    assert words.adequate == "open"
    assert words.panel == "not recorded"
    assert {cell.words for cell in words.practices} == {"does not apply"}


def test_a_carried_record_says_so():
    old = rate(RUBRIC).model_copy(update={"rubric": "small@0.9.0"})
    assert RowWording(portfolio_of(RUBRIC, [old]), 0).version == "0.9.0, carried"


@given(portfolios())
@examples(20)
def test_any_row_has_words_for_every_cell(portfolio):
    for number in range(len(portfolio)):
        words = RowWording(portfolio, number)
        assert all(cell.words and cell.sign for cell in (*words.practices, *words.criteria))
        assert words.site
        assert words.score
