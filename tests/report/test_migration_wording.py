import shutil
from pathlib import Path

import pytest

from dsds_audit.cli.desk import desk_in
from dsds_audit.crosswalk import carry
from dsds_audit.report.migration_wording import MigrationWording

EXAMPLES = Path(__file__).resolve().parents[2] / "dsds_audit" / "examples"


@pytest.fixture
def words(tmp_path: Path) -> MigrationWording:
    shutil.copytree(EXAMPLES, tmp_path, dirs_exist_ok=True)
    desk = desk_in(tmp_path)
    before = desk.store.find("Riverbend Family Center")[-1].assessment
    rubric = desk.catalogue.load("dsds")
    return MigrationWording(before, carry(before, desk.catalogue.legs(before.rubric, rubric.ref)), rubric)


def test_every_criterion_of_the_new_version_has_one_fate(words: MigrationWording) -> None:
    of_new = ("Carried as they were", "Carried, to be confirmed before they count", "To be answered")
    told = [name for fate in words.fates if fate.title in of_new for name in fate.names]
    assert sorted(told) == sorted(words.rubric.criteria)


def test_whatever_is_said_names_something(words: MigrationWording) -> None:
    assert words.title == "Riverbend Family Center, 2024-09-16: from dsds@0.9.0 to dsds@1.0.0"
    assert all(fate.names for fate in words.fates)
