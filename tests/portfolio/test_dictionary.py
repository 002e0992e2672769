from rubrics_for_tests import make_rubric

from dsds_audit.portfolio.dictionary import describe_columns
from dsds_audit.portfolio.tidy import tidy_columns
from tests.portfolio.sites_for_tests import DSDS


def test_the_tidy_form_comes_first_and_no_column_twice() -> None:
    columns = [each.column for each in describe_columns(DSDS)]
    form = tidy_columns(DSDS)
    assert tuple(columns[: len(form)]) == form
    assert all(column.startswith("score.") for column in columns[len(form) :])
    assert len(columns) == len(set(columns))


def test_a_practice_called_score_keeps_its_columns() -> None:
    rubric = make_rubric({"score": {"low": {}, "rated": {}}})
    columns = [each.column for each in describe_columns(rubric)]
    assert len(columns) == len(set(columns))
    assert set(tidy_columns(rubric)) <= set(columns)


def test_every_column_says_what_it_means() -> None:
    described = {each.column: each for each in describe_columns(DSDS)}
    assert all(each.meaning.endswith(".") for each in described.values())
    assert described["use.reports"].allowed == "0 not in place, 1 partially in place, 2 in place"
    assert "unanswered (not answered)" in described["use.reports.standing"].allowed
    assert described["total_threshold"].meaning.endswith("the rubric's 80 %.")
    assert described["score.access.low"].unit == "percent, 0 to 100"
