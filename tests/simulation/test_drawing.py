"""What is drawn is what the model says: its parameters come back from large samples."""

from math import asin, pi
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples, make_rubric

from dsds_audit.packing import CODES
from dsds_audit.psychometrics.clustering import find_clustering
from dsds_audit.simulation.drawing import Drawn, draw, numbered_names
from dsds_audit.simulation.model import SimulationModel

PLAIN: dict[str, Any] = {
    "groups": 0,
    "drift": 0,
    "practice_difficulty": 0,
    "criterion_difficulty": 0,
    "missing": 0,
    "dont_know": 0,
    "does_not_apply": 0,
}
DSDS_LIKE = make_rubric({"p1": {"c1": {}, "c2": {"not_applicable": True}}, "p2": {"c1": {}}}, top=2)


def drawn_at_once(model: SimulationModel) -> Drawn:
    blocks = list(draw(model))
    columns = ("site", "group", "date", "participants", "packed", "evidenced")
    return Drawn(*(np.concatenate([getattr(block, name) for block in blocks]) for name in columns))


@pytest.mark.parametrize(("effect", "noise", "voters"), [(1.0, 2.0, 4), (0.7, 0.7, 1), (0.5, 3.0, 9)])
def test_the_sites_share_comes_back(effect: float, noise: float, voters: int) -> None:
    """With one cut in the middle, two dates of a site agree with probability 1/2 + asin(ICC) / pi."""
    fields = {**PLAIN, "site_effect": effect, "vote_noise": noise, "panel": (voters, voters)}
    model = SimulationModel(make_rubric((1,), top=1), sites=40_000, **fields)
    levels = drawn_at_once(model).packed.reshape(-1, 2)
    agreed = (levels[:, 0] == levels[:, 1]).mean()
    assert agreed == pytest.approx(0.5 + asin(model.latent_icc) / pi, abs=0.01)


def test_groups_are_alike_as_far_as_the_model_says() -> None:
    fields = {**PLAIN, "groups": 3000, "group_effect": 0.3, "site_effect": 0.0, "practice_effect": 0.0}
    model = SimulationModel(
        make_rubric((1,), top=40), sites=30_000, dates=1, vote_noise=0.3, panel=(1, 1), **fields
    )
    drawn = drawn_at_once(model)
    assert len(np.unique(drawn.group)) == 3000
    # Forty cuts between -1 and 1 keep nearly all there is inside, so the sample's ICC comes close.
    inside = find_clustering(drawn.packed[:, 0].astype(float), drawn.group).single.value
    assert inside == pytest.approx(model.latent_icc, abs=0.03)


def test_drift_moves_every_site_up() -> None:
    still, moving = (
        drawn_at_once(SimulationModel(DSDS_LIKE, sites=5000, dates=3, **{**PLAIN, "drift": drift}))
        for drift in (0.0, 0.5)
    )
    levels = [drawn.packed.reshape(5000, 3, 3).mean(axis=(0, 2)) for drawn in (still, moving)]
    assert np.ptp(levels[0]) < 0.03
    assert (np.diff(levels[1]) > 0.2).all()


def test_shares_come_back() -> None:
    model = SimulationModel(
        DSDS_LIKE,
        sites=10_000,
        dates=3,
        missing=0.05,
        dont_know=0.1,
        does_not_apply=0.3,
        evidenced=0.4,
        unrecorded=0.25,
        skipped=0.5,
        panel=(2, 5),
    )
    drawn = drawn_at_once(model)
    assert len(drawn) == pytest.approx(20_000, rel=0.02)
    assert len(np.unique(drawn.site)) == 10_000
    never = drawn.packed[:, [0, 2]]
    assert (never == CODES["unanswered"]).mean() == pytest.approx(0.05, abs=0.005)
    assert (never == CODES["dont_know"]).mean() == pytest.approx(0.1, abs=0.005)
    assert (drawn.packed == CODES["not_applicable"]).mean(axis=0) == pytest.approx([0, 0.3, 0], abs=0.02)
    assert drawn.evidenced[drawn.packed <= 2].mean() == pytest.approx(0.4, abs=0.01)
    assert not drawn.evidenced[drawn.packed > 2].any()
    assert np.isnan(drawn.participants).mean() == pytest.approx(0.25, abs=0.01)
    assert np.unique(drawn.participants[~np.isnan(drawn.participants)]).tolist() == [2, 3, 4, 5]


def test_what_does_not_apply_to_a_site_never_does() -> None:
    model = SimulationModel(DSDS_LIKE, sites=300, dates=4, does_not_apply=0.5)
    idle = (drawn_at_once(model).packed[:, 1] == CODES["not_applicable"]).reshape(300, 4)
    assert set(idle.sum(axis=1).tolist()) == {0, 4}


@given(
    st.integers(1, 40),
    st.integers(1, 6),
    st.integers(0, 4),
    st.integers(0, 9),
    st.floats(0, 1),
    st.integers(1, 5),
)
@examples(40)
def test_every_row_is_sound(sites: int, dates: int, groups: int, seed: int, skipped: float, top: int) -> None:
    rubric = make_rubric({"p1": {"c1": {"not_applicable": True}, "c2": {}}}, top=top)
    model = SimulationModel(rubric, sites, dates, groups, seed, skipped=skipped, does_not_apply=0.5)
    drawn = drawn_at_once(model)
    allowed = {*range(top + 1), CODES["unanswered"], CODES["dont_know"]}
    assert set(np.unique(drawn.packed[:, 1]).tolist()) <= allowed
    assert set(np.unique(drawn.packed[:, 0]).tolist()) <= allowed | {CODES["not_applicable"]}
    assert np.unique(drawn.site).tolist() == list(range(1, sites + 1))
    assert drawn.group.min() >= min(groups, 1)
    assert drawn.group.max() <= groups
    same_site = np.diff(drawn.site) == 0
    assert (np.diff(drawn.site) >= 0).all()
    assert (np.diff(drawn.date)[same_site] > np.timedelta64(0, "D")).all()
    assert (np.diff(drawn.group)[same_site] == 0).all()


def test_the_same_seed_gives_the_same_rows_and_another_seed_others() -> None:
    model = SimulationModel(DSDS_LIKE, sites=50, seed=4)
    one, same, other = (
        drawn_at_once(each) for each in (model, model, SimulationModel(DSDS_LIKE, sites=50, seed=5))
    )
    assert (one.packed == same.packed).all()
    assert (one.date == same.date).all()
    assert (one.packed != other.packed).any()


def test_blocks_are_bounded_and_differ() -> None:
    model = SimulationModel(make_rubric((4,) * 10), sites=30_000)
    blocks = list(draw(model))
    assert [len(block) for block in blocks] == [25_000, 25_000, 10_000]
    assert (blocks[0].packed != blocks[1].packed).any()
    assert [int(block.site[0]) for block in blocks] == [1, 12_501, 25_001]


def test_names_say_that_they_are_made_up() -> None:
    names = numbered_names("Site", 12, np.array([3, 3, 12]))
    assert names.tolist() == ["Site 000003 (simulated)"] * 2 + ["Site 000012 (simulated)"]
    assert numbered_names("Site", 1_234_567, np.array([9])).tolist() == ["Site 0000009 (simulated)"]
    assert numbered_names("Group", 5, np.array([2, 0])).tolist() == ["Group 02 (simulated)", ""]
    assert numbered_names("Group", 0, np.array([0, 0])).tolist() == ["", ""]
