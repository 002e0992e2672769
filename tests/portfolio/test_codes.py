import numpy as np
from rubrics_for_tests import make_rubric, rate

from dsds_audit.portfolio.codes import codes_of, not_applicable, unknown
from dsds_audit.portfolio.records import record_of
from dsds_audit.portfolio.rows import rows_of

RUBRIC = make_rubric({"p1": {"c1": {"not_applicable": True}, "c2": {}}})


def test_a_code_is_the_level_or_says_why_there_is_none() -> None:
    no_reason = {"not_applicable": ""}
    given = [(2, 0), ("?", None), ("-", "-"), (no_reason, no_reason)]
    made = [rate(RUBRIC, {"p1.c1": one, "p1.c2": other}) for one, other in given]
    rows = rows_of(RUBRIC, [(str(n), record_of(RUBRIC, each)) for n, each in enumerate(made)])
    open_one, left = unknown(RUBRIC), not_applicable(RUBRIC)
    wanted = [[2, 0], [open_one, open_one], [left, open_one], [open_one, open_one]]
    np.testing.assert_array_equal(codes_of(rows), wanted)
