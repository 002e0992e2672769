import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import assessments, rubrics

from dsds_audit.portfolio import tidy
from dsds_audit.portfolio.records import record_of
from dsds_audit.portfolio.rows import Rows, join_rows, rows_of
from dsds_audit.scoring import score
from tests.portfolio.sites_for_tests import DSDS, NAMES, assessment_of


def rows_with(*targets: dict[str, int]) -> Rows:
    return rows_of(DSDS, [("p", record_of(DSDS, assessment_of("A", targets=own))) for own in targets])


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_columns_say_what_the_core_says(data: st.DataObject) -> None:
    rubric = data.draw(rubrics())
    some = data.draw(st.lists(assessments(rubric), min_size=1, max_size=4))
    rows = rows_of(rubric, [(str(n), record_of(rubric, each)) for n, each in enumerate(some)])
    columns = rows.columns
    assert set(columns) <= set(tidy.tidy_columns(rubric))
    for row, assessment in enumerate(some):
        for name, criterion in score(rubric, assessment).criteria.items():
            level = columns[name][row]
            assert (None if np.isnan(level) else level) == criterion.level
            assert columns[tidy.standing_column(name)][row] == criterion.standing
            if tidy.target_column(name) in columns:
                own = columns[tidy.target_column(name)][row]
                assert (None if np.isnan(own) else own) == assessment.targets.get(name)
            else:
                assert name not in assessment.targets
        assert columns[tidy.DATE][row] == np.datetime64(assessment.date)


def test_rows_are_joined_in_order_with_own_targets_where_there_are_any() -> None:
    plain, own = rows_with({}), rows_with({NAMES[2]: 1})
    joined = join_rows([plain, own, plain])
    assert len(joined) == 3
    assert plain.targets is None
    assert np.isnan(joined.columns[tidy.target_column(NAMES[2])]).tolist() == [True, False, True]
    assert join_rows([plain]) is plain


def test_only_the_rows_that_are_kept() -> None:
    rows = rows_with({}, {NAMES[2]: 1})
    kept = rows.only(np.array([False, True]))
    assert len(kept) == 1
    assert kept.columns[tidy.target_column(NAMES[2])].tolist() == [1.0]
    assert len(kept.only(np.array([False])).columns[NAMES[0]]) == 0
