"""Bridges worked out by hand in tests/cases/bridge/*.yaml, where anyone can add one."""

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from histories_for_tests import leg_between
from ruamel.yaml import YAML
from rubrics_for_tests import make_rubric, rate

from dsds_audit.bridge import Ends, build_bridge
from dsds_audit.catalogue import Catalogue
from dsds_audit.crosswalk import Leg
from dsds_audit.rubric import Rubric

CASES = Path(__file__).resolve().parents[1] / "cases" / "bridge"
FIELDS = {"name", "rubric", "weights", "later_weights", "reworded", "then", "now", "total", "steps"}
STEPS = ["rubric", "applicability", "unknowns", "levels"]


def stored_cases() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yaml")):
        for case in YAML(typ="safe").load(path.read_text(encoding="utf-8"))["cases"]:
            yield pytest.param(case, id=f"{path.stem}: {case['name']}")


def versions(case: Any) -> tuple[Rubric, Rubric, tuple[Leg, ...]]:
    """The rubric then and now, with the way between them."""
    if isinstance(case["rubric"], str):
        rubric = Catalogue().load(case["rubric"])
        return rubric, rubric, ()
    reworded = case.get("reworded", [])
    old = made_up(case["rubric"], [], case.get("weights", []))
    if not reworded and "later_weights" not in case:
        return old, old, ()
    weights = case.get("later_weights", case.get("weights", []))
    new = made_up(case["rubric"], reworded, weights, version="1.1.0")
    passages = [{"relation": "reworded", "was": reworded}] if reworded else []
    return old, new, (leg_between(old, new, *passages),)


def made_up(sizes: list[int], reworded: list[str], weights: list[Any], **fields: Any) -> Rubric:
    practices: dict[str, dict[str, Any]] = {
        f"p{p}": {f"c{c}": {"not_applicable": True} for c in range(1, size + 1)}
        for p, size in enumerate(sizes, start=1)
    }
    for name in reworded:
        practice, _, criterion = name.partition(".")
        practices[practice][criterion]["question"] = "Is it so, asked in another way?"
    return make_rubric(practices, weights=weights, **fields)


def ends(written: Any) -> Ends:
    """A number, [low, high], or none."""
    low, high = written if isinstance(written, list) else (written, written)
    return Ends(*(None if end is None else Fraction(str(end)) for end in (low, high)))


@pytest.mark.parametrize("case", list(stored_cases()))
def test_worked_bridge(case):
    assert case.keys() <= FIELDS, f"unknown: {case.keys() - FIELDS}"
    old, new, legs = versions(case)
    then, now = (
        rate(
            rubric,
            {name: value for name, value in case[key].items() if name != "others"},
            others=case[key].get("others"),
            date=date,
        )
        for rubric, key, date in ((old, "then", dt.date(2026, 3, 2)), (new, "now", dt.date(2026, 9, 14)))
    )
    total = build_bridge(old, then, new, now, legs).total
    assert list(total.stages) == [ends(stage) for stage in case["total"]]
    assert list(case["steps"]) == STEPS
    assert dict(total.steps) == {kind: ends(points) for kind, points in case["steps"].items()}


def test_every_stored_case_is_collected():
    assert len(list(stored_cases())) >= 11
