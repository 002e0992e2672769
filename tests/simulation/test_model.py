import datetime as dt
from dataclasses import replace
from math import isnan
from typing import Any

import pytest
from rubrics_for_tests import make_rubric

from dsds_audit.simulation.model import SimulationModel

MODEL = SimulationModel(make_rubric((2, 3)))


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"missing": 1.1}, "missing"),
        ({"evidenced": float("nan")}, "evidenced"),
        ({"missing": 0.7, "dont_know": 0.4}, "same whole"),
        ({"vote_noise": -1}, "vote_noise"),
        ({"site_effect": float("inf")}, "site_effect"),
        ({"drift": float("nan")}, "drift"),
        ({"sites": 0}, "sites"),
        ({"groups": -1}, "groups"),
        ({"panel": (5, 3)}, "panel"),
        ({"panel": (0, 3)}, "panel"),
        ({"first_day": dt.date(9000, 1, 1), "dates": 3000}, "9990"),
    ],
)
def test_what_the_model_cannot_mean_is_refused(fields: dict[str, Any], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        replace(MODEL, **fields)


@pytest.mark.parametrize(
    ("top", "cuts"), [(1, (0,)), (2, (-1 / 3, 1 / 3)), (3, (-0.5, 0, 0.5)), (4, (-0.6, -0.2, 0.2, 0.6))]
)
def test_levels_begin_at_points_that_lie_evenly(top: int, cuts: tuple[float, ...]) -> None:
    assert SimulationModel(make_rubric((1,), top=top)).cuts == pytest.approx(cuts)


def test_what_two_assessments_have_in_common() -> None:
    alone = replace(MODEL, site_effect=1, group_effect=0, practice_effect=0, vote_noise=2, panel=(4, 4))
    assert alone.latent_icc == pytest.approx(0.5)
    assert replace(alone, panel=(1, 1)).latent_icc == pytest.approx(0.2)
    assert replace(alone, panel=(1, 2)).latent_icc == pytest.approx(1 / (1 + 4 * 0.75))
    assert replace(alone, group_effect=1).latent_icc == pytest.approx(2 / 3)
    assert replace(alone, group_effect=1, groups=0).latent_icc == pytest.approx(0.5)
    assert replace(alone, vote_noise=0).latent_icc == 1
    assert isnan(replace(alone, vote_noise=0, site_effect=0).latent_icc)
