import numpy as np
from rubrics_for_tests import make_rubric

from dsds_audit.portfolio.tidy import standing_column, tidy_columns
from dsds_audit.simulation.columns import simulate_rows
from dsds_audit.simulation.model import SimulationModel

RUBRIC = make_rubric({"p1": {"c1": {"not_applicable": True}, "c2": {}}})


def test_the_tidy_form_block_by_block() -> None:
    model = SimulationModel(RUBRIC, sites=300_000, dates=2, missing=0.2, does_not_apply=0.2)
    blocks = list(simulate_rows(model))
    assert sum(len(block["site"]) for block in blocks) == 600_000
    assert len(blocks) == 2
    for block in blocks:
        assert set(block) <= set(tidy_columns(RUBRIC))
        assert {len(column) for column in block.values()} == {len(block["site"])}
        for name in RUBRIC.criteria:
            rated = block[standing_column(name)] == "rated"
            assert (np.isnan(block[name]) == ~rated).all()
        assert set(block[standing_column("p1.c2")]) == {"rated", "unanswered", "dont_know"}


def test_every_row_says_that_it_is_made_up() -> None:
    block = next(iter(simulate_rows(SimulationModel(RUBRIC, sites=3, seed=8))))
    assert set(block["place"]) == {"simulated, seed 8"}
    assert all("(simulated)" in site for site in block["site"])
    assert block["date"].dtype == np.dtype("datetime64[D]")
    assert set(block["rubric"]) == {"small@1.0.0"}
    assert set(block["program"]) == {""}
