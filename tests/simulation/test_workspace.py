"""A made-up workspace is one like any other: every record is found in it, as drawn."""

import json
from pathlib import Path

import pytest
from databases_for_tests import sqlite_url
from rubrics_for_tests import make_rubric

from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import AuditError
from dsds_audit.simulation.model import SimulationModel
from dsds_audit.simulation.records import simulate_assessments
from dsds_audit.simulation.workspace import write_workspace
from dsds_audit.store import Stored
from dsds_audit.store.opening import open_home, open_store
from dsds_audit.store.sql import bring_up_to_date
from dsds_audit.store.where import where_of

__all__ = ["sqlite_url"]


def test_a_folder_holds_what_was_drawn(tmp_path: Path) -> None:
    catalogue, told = Catalogue(), []
    model = SimulationModel(catalogue.load("dsds"), sites=120, dates=2, does_not_apply=0.5)
    assert write_workspace(model, open_home(tmp_path, catalogue), catalogue, told.append) == 240
    assert told == [200, 240]
    entries = list(open_store(tmp_path, catalogue).all_assessments())
    found = [entry.assessment for entry in entries if isinstance(entry, Stored)]
    assert found == list(simulate_assessments(model))
    assert (tmp_path / "site-000001-simulated").is_dir()


def test_a_database_holds_what_was_drawn(sqlite_url: str) -> None:
    catalogue, where = Catalogue(), where_of(sqlite_url)
    model = SimulationModel(catalogue.load("dsds"), sites=15, dates=3)
    bring_up_to_date(sqlite_url)
    write_workspace(model, open_home(where, catalogue), catalogue)
    entries = list(open_store(where, catalogue).all_assessments())
    assert [entry.assessment for entry in entries if isinstance(entry, Stored)] == list(
        simulate_assessments(model)
    )


def test_one_s_own_rubric_comes_along(tmp_path: Path) -> None:
    path = tmp_path / "mine" / "small" / "1.0.0.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(make_rubric((2, 2)).model_dump(mode="json", exclude_defaults=True)))
    catalogue = Catalogue((tmp_path / "mine",))
    model = SimulationModel(catalogue.load("small"), sites=3)
    workspace = tmp_path / "workspace"
    write_workspace(model, open_home(workspace, catalogue), catalogue)
    assert (workspace / "rubrics" / "small" / "1.0.0.yaml").read_bytes() == path.read_bytes()
    alone = Catalogue((workspace / "rubrics",))
    assert all(isinstance(entry, Stored) for entry in open_store(workspace, alone).all_assessments())


def test_the_same_seed_gives_the_same_files(tmp_path: Path) -> None:
    catalogue = Catalogue()
    model = SimulationModel(catalogue.load("dsds"), sites=3)
    for name in ("one", "other"):
        write_workspace(model, open_home(tmp_path / name, catalogue), catalogue)
    one, other = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.yaml")}
        for name in ("one", "other")
    )
    assert one == other
    assert len(one) == 6


def test_nothing_that_is_there_is_overwritten(tmp_path: Path) -> None:
    catalogue = Catalogue()
    model = SimulationModel(catalogue.load("dsds"), sites=3)
    write_workspace(model, open_home(tmp_path, catalogue), catalogue)
    path = next(tmp_path.rglob("*.yaml"))
    path.write_text(f"# mine\n{path.read_text()}")
    with pytest.raises(AuditError):
        write_workspace(model, open_home(tmp_path, catalogue), catalogue)
    assert path.read_text().startswith("# mine\n")
