import numpy as np
from portfolios_for_tests import portfolio_of
from rubrics_for_tests import make_rubric, rate

from dsds_audit.portfolio.dictionary import describe_columns
from dsds_audit.portfolio.written_columns import columns_of

RUBRIC = make_rubric({"p1": {"c1": {"not_applicable": True}, "c2": {}}})


def test_columns_are_the_dictionarys_and_say_what_the_portfolio_says() -> None:
    rated = rate(RUBRIC, {"p1.c1": 2, "p1.c2": 1}, site="A", targets={"p1.c2": 1}, thresholds={"total": 60})
    open_ = rate(RUBRIC, {"p1.c1": "-"}, site="B")
    portfolio = portfolio_of(RUBRIC, [rated, open_])
    columns = columns_of(portfolio)
    assert list(columns) == [each.column for each in describe_columns(RUBRIC)]
    assert columns["p1.c1"][0] == 2
    assert np.isnan(columns["p1.c2"][1])
    assert columns["p1.c2.standing"].tolist() == ["rated", ""]
    assert columns["p1.c2.target"][0] == 1
    assert np.isnan(columns["p1.c1.target"]).all()
    assert columns["total_threshold"][0] == 60
    assert np.isnan(columns["total_threshold"][1])
    assert columns["score.adequate"].tolist()[0] == "no"
    assert columns["score.status"].tolist()[0] == "partially_in_place"
    assert columns["score.low"].tolist() == portfolio.low.tolist()
