"""A plan whose items aim at criteria of another rubric version, or at what no version has."""

import json
from pathlib import Path

import pytest
from histories_for_tests import leg_between
from rubrics_for_tests import make_rubric

from dsds_audit.crosswalk_files import render_crosswalk
from dsds_audit.rubric import Rubric
from tests.faults.conftest import CLOSING, Site

SAME = {"title": "N", "question": "N?", "why": "N.", "checks": [{"id": "k1", "text": "n"}]}
OLD = make_rubric(
    {"p1": {"kept": {}, "worded": {}, "named": SAME}, "p2": {"whole": {}, "one": {}, "two": {}, "gone": {}}}
)
NEW = make_rubric(
    {
        "p1": {"kept": {}, "worded": {"question": "Otherwise?"}, "called": SAME},
        "p2": {"part-a": {}, "part-b": {}, "both": {}, "fresh": {}},
    },
    version="1.1.0",
)
LEG = leg_between(
    OLD,
    NEW,
    {"relation": "reworded", "was": ["p1.worded"]},
    {
        "relation": "renamed",
        "was": ["p1.named"],
        "now": ["p1.called"],
        "checks": {"p1.named.k1": ["p1.called.k1"]},
    },
    {"relation": "split", "was": ["p2.whole"], "now": ["p2.part-a", "p2.part-b"], "rule": "each"},
    {"relation": "merged", "was": ["p2.one", "p2.two"], "now": ["p2.both"], "rule": "lowest"},
    {"relation": "retired", "was": ["p2.gone"]},
    {"relation": "new", "now": ["p2.fresh"]},
)
NOWHERE = (
    ("lost", "p9.nowhere", OLD.ref),
    ("later", "p1.kept", "small@7.0.0"),
    ("other", "p1.kept", "other@1.0.0"),
)
TODAY = ("--as-of", "2026-09-02")


def put_rubrics(folder: Path, crosswalk: bytes) -> None:
    folder.mkdir(parents=True)
    for rubric in (OLD, NEW):
        text = rubric.model_dump_json(exclude_defaults=True)
        (folder / f"{rubric.version}.yaml").write_text(text, encoding="utf-8")
    (folder / "1.0.0--1.1.0.yaml").write_bytes(crosswalk)


def rate_all(site: Site, date: str, rubric: Rubric, level: int) -> None:
    ratings = "".join(f"  {name}: {{level: {level}}}\n" for name in rubric.criteria)
    text = f"site: Riverbend\ndate: {date}\nrubric: {rubric.ref}\nratings:\n{ratings}"
    (site.file.parent / f"{date}.yaml").write_text(text, encoding="utf-8")


@pytest.fixture
def moved_on(site: Site) -> Site:
    """Every criterion of the old version is in the plan, then the site is assessed by the new one."""
    put_rubrics(site.folder / "rubrics" / "small", render_crosswalk(LEG.crosswalk))
    rate_all(site, "2026-03-02", OLD, 0)
    site.done(
        "plan",
        "adopt",
        "Riverbend",
        "--owner",
        "Ruth",
        *OLD.criteria,
        "--turn",
        "later",
        "--as-of",
        "2026-03-03",
    )
    item = "  - id: {}\n    action: x\n    criterion: {}\n    rubric: {}\n    owner: Ruth\n"
    with site.file.open("a", encoding="utf-8") as file:
        for words in NOWHERE:
            file.write(
                item.format(*words) + "    adopted: 2026-03-03\n    due: 2026-03-03\n    turn: later\n"
            )
    rate_all(site, "2026-09-01", NEW, 1)
    return site


def test_what_is_in_the_plan_by_its_old_name_is_not_taken_on_again(moved_on: Site) -> None:
    before = moved_on.file.read_bytes()
    there = {
        "p1.kept": "p1-kept",
        "p1.worded": "p1-worded",
        "p1.called": "p1-named",
        "p2.part-a": "p2-whole",
        "p2.part-b": "p2-whole",
        "p2.both": "p2-one",
    }
    for now, item in there.items():
        said = moved_on.refused("plan", "adopt", "Riverbend", "--owner", "Ruth", now, *TODAY)
        assert f"AUD017 {now} is in the plan already, as {item}: " in said
    assert moved_on.file.read_bytes() == before
    moved_on.done("plan", "adopt", "Riverbend", "--owner", "Ruth", "p2.fresh", "--turn", "later", *TODAY)


def test_one_of_an_old_version_is_not_opened_beside_its_successor(moved_on: Site) -> None:
    moved_on.done("plan", "drop", "Riverbend", "p1-named", "--reason", "no", *TODAY)
    moved_on.done("plan", "adopt", "Riverbend", "--owner", "Ruth", "p1.called", "--turn", "later", *TODAY)
    said = moved_on.refused("plan", "reopen", "Riverbend", "p1-named", "--reason", "yes", *TODAY)
    assert "AUD017 p1.named is in the plan already, as p1-called: " in said


def test_the_old_items_are_shown_changed_and_closed_as_ever(moved_on: Site) -> None:
    document = json.loads(moved_on.done("plan", "show", "Riverbend", "--format", "json", *TODAY))
    assert len(document["items"]) == 10
    for item in ("p1-named", "p2-gone", "lost", "other"):
        moved_on.done("plan", "update", "Riverbend", item, "--aim", "Peace", *TODAY)
        moved_on.done("plan", "close", "Riverbend", item, *CLOSING, *TODAY)
        moved_on.done("plan", "reopen", "Riverbend", item, "--reason", "no", *TODAY)
    assert "10 dates" in moved_on.done("plan", "calendar", "Riverbend", *TODAY)


def test_the_trend_follows_each_to_what_it_has_become(moved_on: Site) -> None:
    for item in moved_on.plan.items:
        moved_on.done("plan", "close", "Riverbend", item.id, *CLOSING, "--date", "2026-08-01")
    document = json.loads(moved_on.done("trend", "Riverbend", "--format", "json", *TODAY))
    (interval,) = document["intervals"]
    told = {outcome["item"]: (outcome["criteria"], outcome["effect"]) for outcome in interval["closed"]}
    assert told == {
        "p1-kept": (["p1.kept"], "moved"),
        "p1-worded": (["p1.worded"], "not_known"),
        "p1-named": (["p1.called"], "moved"),
        "p2-whole": (["p2.part-a", "p2.part-b"], "not_known"),
        "p2-one": (["p2.both"], "not_known"),
        "p2-two": (["p2.both"], "not_known"),
        "p2-gone": ([], "no_criterion"),
        "lost": ([], "aim_not_known"),
        "later": ([], "aim_not_known"),
        "other": ([], "no_criterion"),
    }
    assert interval["moved_without_action"] == []
    moved_on.done("trend", "Riverbend", "-o", "trend.html", *TODAY)


def test_without_a_sound_crosswalk_the_plan_still_works(moved_on: Site) -> None:
    (moved_on.folder / "rubrics" / "small" / "1.0.0--1.1.0.yaml").write_text("was: [\n", encoding="utf-8")
    moved_on.done("plan", "adopt", "Riverbend", "--owner", "Ruth", "p1.called", "--turn", "later", *TODAY)
    assert "AUD017" in moved_on.refused("plan", "adopt", "Riverbend", "--owner", "Ruth", "p1.kept", *TODAY)
    moved_on.done("plan", "show", "Riverbend", *TODAY)
    assert "1.0.0--1.1.0.yaml" in moved_on.refused("trend", "Riverbend", *TODAY)


def test_without_the_old_version_the_plan_still_works(moved_on: Site) -> None:
    (moved_on.folder / "rubrics" / "small" / "1.0.0.yaml").unlink()
    (moved_on.file.parent / "2026-03-02.yaml").unlink()
    moved_on.done("plan", "show", "Riverbend", *TODAY)
    moved_on.done("plan", "update", "Riverbend", "p1-named", "--driver", "any", "--barrier", "Time", *TODAY)
    moved_on.done("plan", "adopt", "Riverbend", "--owner", "Ruth", "p1.called", "--turn", "later", *TODAY)
    assert "One assessment" in moved_on.done("trend", "Riverbend", *TODAY)
