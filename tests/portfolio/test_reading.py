"""Files read one after the other or by several processes give the same, in the same order."""

import os
import signal
from pathlib import Path

import pytest

from dsds_audit.catalogue import Catalogue
from dsds_audit.portfolio.reading import read_batch, read_records
from dsds_audit.portfolio.record_cache import digest_of_content
from dsds_audit.portfolio.records import record_of
from tests.portfolio.sites_for_tests import DSDS, assessment_of, write_assessment


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("files")
    found = [
        str(write_assessment(folder / f"{n:03}.yaml", assessment_of(f"Site {n}", level=n % 3)))
        for n in range(130)
    ]
    Path(found[3]).write_text("site: [", encoding="utf-8")
    Path(found[60]).write_text("colors: [red]\n", encoding="utf-8")
    Path(found[90]).unlink()
    return found


def test_what_files_hold(places: list[str]) -> None:
    outcomes = read_batch(Catalogue(), places)
    assert [outcome.place for outcome in outcomes] == places
    codes = {index: each.problems[0].code for index, each in enumerate(outcomes) if each.record is None}
    assert codes == {3: "AUD002", 60: "AUD125", 90: "AUD001"}
    assert outcomes[7].record == record_of(DSDS, assessment_of("Site 7", level=1))
    assert outcomes[7].digest == digest_of_content(Path(places[7]).read_bytes())


def test_processes_read_the_same_in_the_same_order(places: list[str]) -> None:
    assert list(read_records(places, Catalogue(), processes=2)) == read_batch(Catalogue(), places)


def test_own_rubrics_are_known_to_processes(tmp_path: Path) -> None:
    folder = tmp_path / "rubrics" / "own"
    folder.mkdir(parents=True)
    text = Catalogue().path_of(DSDS.ref).read_text(encoding="utf-8")
    (folder / "1.0.0.yaml").write_text(text.replace("id: dsds\n", "id: own\n", 1), encoding="utf-8")
    catalogue = Catalogue((tmp_path / "rubrics",))
    own = catalogue.load("own@1.0.0")
    assessment = assessment_of("A").model_copy(update={"rubric": own.ref, "digest": own.digest})
    from dsds_audit.assessment_files import render_assessment

    path = tmp_path / "a.yaml"
    path.write_bytes(render_assessment(assessment, own))
    (outcome,) = read_records([str(path)], catalogue, processes=2)
    assert outcome.record is not None
    assert outcome.record.rubric == "own@1.0.0"


def test_a_process_that_is_killed_loses_nothing(places: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dsds_audit.pooling._begin", _die)
    assert list(read_records(places, Catalogue(), processes=2)) == read_batch(Catalogue(), places)


def _die(_: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
