"""Votes that were acknowledged stay: killed, racing, without rights, without room."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from disks_for_tests import disk_of, fill
from rubrics_for_tests import make_rubric, rate

from dsds_audit.errors import StoreError
from dsds_audit.store.folder import FolderStore
from dsds_audit.votes import Vote

RUBRIC = make_rubric((3, 2))
HELPERS = Path(__file__).parent.parent / "store" / "voting_processes.py"
needs_fork = pytest.mark.skipif(os.name == "nt", reason="needs fork, SIGKILL and Unix rights")


def run(task: str, folder: Path, *words: str) -> str:
    command = [sys.executable, str(HELPERS), task, str(folder), *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def vote(number: int) -> Vote:
    fields = {"criterion": "p1.c1", "round": 1, "at": "2026-03-02T09:00:00Z", "role": "coach", "level": 1}
    return Vote.model_validate({**fields, "by": f"p-{number:06}"})


@pytest.mark.slow
@needs_fork
def test_hundreds_of_kills_lose_no_vote_that_was_acknowledged(tmp_path: Path) -> None:
    assert run("kill", tmp_path, "300") == "300\n"


@needs_fork
def test_of_many_that_vote_at_once_while_the_assessment_moves_no_vote_is_lost(tmp_path: Path) -> None:
    assert run("race", tmp_path, "40") == "120\n"


@needs_fork
def test_a_read_only_workspace_is_refused_in_words_and_read(tmp_path: Path) -> None:
    told = run("read-only", tmp_path)
    assert told.count("AUD050 cannot be used: Permission denied. Please check who may write there") == 2


@needs_fork
def test_a_write_that_ends_in_the_middle_is_taken_back(tmp_path: Path) -> None:
    assert "AUD050 cannot be used: File too large. Please" in run("no-room", tmp_path)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with disk_of("64k", tmp_path) as folder:
        yield folder


@pytest.mark.parametrize("begun", [True, False])
def test_a_full_disk_loses_no_vote(small_disk: Path, begun: bool) -> None:
    store = FolderStore(small_disk, lambda _: RUBRIC)
    stored = store.save(rate(RUBRIC), RUBRIC)
    if begun:
        store.append_votes(stored, [vote(1)])
    before = store.votes(stored)
    fill(small_disk / "ballast")
    with pytest.raises(
        StoreError, match=r"AUD050 cannot be used: No space left on device\. Please free some"
    ):
        store.append_votes(stored, [vote(number) for number in range(100)])
    assert store.votes(stored) == before
    assert store.find("Riverbend") == [stored]
    names = {"2026-03-02.yaml"} | ({"2026-03-02.votes.jsonl"} if begun else set())
    assert {path.name for path in (small_disk / "riverbend").iterdir()} == names
    (small_disk / "ballast").unlink()
    store.append_votes(stored, [vote(2)])
    assert store.votes(stored) == (*before, vote(2))
