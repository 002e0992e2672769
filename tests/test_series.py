import datetime as dt
import shutil
from pathlib import Path

import pytest

from dsds_audit.cli.desk import desk_in
from dsds_audit.desk import Desk
from dsds_audit.errors import RubricError
from dsds_audit.series import are_of_one_series, compare_stored, find_of_site, history_of, series_of

SITE = "Riverbend Family Center"
EXAMPLES = Path(__file__).resolve().parents[1] / "dsds_audit" / "examples"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    shutil.copytree(EXAMPLES, tmp_path, dirs_exist_ok=True)
    return desk_in(tmp_path)


def test_a_damaged_file_hides_no_other(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "riverbend" / "2025-03-10.yaml").write_text("site: [")
    found = find_of_site(desk.store, SITE)
    assert len(found.sound) == 3
    assert len(found.damaged) == 1
    assert find_of_site(desk.store, "Nowhere").sound == ()


def test_a_series_is_of_one_program_and_rubric_between_two_days(desk: Desk) -> None:
    found = find_of_site(desk.store, SITE)
    other = found.sound[0].assessment.model_copy(update={"program": "Another", "date": dt.date(2026, 9, 15)})
    desk.store.save(other, desk.catalogue.load(other.rubric))
    found = find_of_site(desk.store, SITE)
    mine = found.sound[1]
    assert not are_of_one_series(found.sound[0], mine)
    assert series_of(found, found.sound[0]) == [found.sound[0]]
    assert len(series_of(found, mine)) == 4
    until, since = dt.date(2026, 3, 9), dt.date(2025, 1, 1)
    assert [str(e.assessment.date) for e in series_of(found, mine, until, since)] == [
        "2026-03-09",
        "2025-03-10",
    ]


def test_a_damaged_plan_stops_no_history(desk: Desk, tmp_path: Path) -> None:
    series = find_of_site(desk.store, SITE).sound
    history, damage = history_of(desk.store, desk.catalogue, series)
    assert history.plan is not None
    assert not damage
    (tmp_path / "riverbend" / "plan.yaml").write_text("site: [")
    history, damage = history_of(desk.store, desk.catalogue, series)
    assert history.plan_damaged
    assert damage


def test_dates_of_one_site_stand_oldest_first(desk: Desk) -> None:
    found = find_of_site(desk.store, SITE).sound
    comparison = compare_stored(desk.catalogue, found)
    assert [column.label for column in comparison.columns] == sorted(
        str(entry.assessment.date) for entry in found
    )
    assert compare_stored(desk.catalogue, found[:2], "site").columns[0].label.startswith(SITE)


def test_a_missing_crosswalk_names_the_files_that_need_it(desk: Desk, tmp_path: Path) -> None:
    found = find_of_site(desk.store, SITE).sound
    (tmp_path / "rubrics" / "dsds" / "0.9.0--1.0.0.yaml").unlink()
    with pytest.raises(RubricError) as refused:
        compare_stored(desk_in(tmp_path).catalogue, found)
    assert any("2024-09-16.yaml" in problem.place for problem in refused.value.problems)
