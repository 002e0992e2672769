import os
from collections import Counter
from pathlib import Path

import pytest

from dsds_audit.errors import StoreError
from dsds_audit.returns import files
from dsds_audit.returns.files import find_returned, read_returned, tell_others


def test_all_files_below_a_folder_but_what_is_beside_assessments(tmp_path: Path) -> None:
    kept = ["a.xlsx", "b/c.csv", "b/d/2026-03-02.yaml", "z.pdf"]
    others = [
        *(".hidden/a.csv", "~$a.xlsx", "b/plan.yaml", "b/2026-03-02.votes.jsonl", "rubrics/own/1.0.0.yaml"),
        *("b/dsds-0.9.0/2024-09-16.yaml", "b/2026-03-02.conflict-1.yaml"),
    ]
    for name in (*kept, *others):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    (tmp_path / "b" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
    found = find_returned(str(tmp_path))
    assert [each.path.relative_to(tmp_path).as_posix() for each in found] == kept
    assert not any(each.named for each in found)


def test_a_file_that_is_named_is_never_passed_over(tmp_path: Path) -> None:
    (one,) = find_returned(str(tmp_path / "plan.yaml"))
    assert one.named


def test_a_folder_without_files(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="AUD176 holds no file"):
        find_returned(str(tmp_path))


@pytest.mark.parametrize("name", ["gone.csv", "x" * 300])
def test_what_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match="AUD176 cannot be read"):
        read_returned(tmp_path / name)


def test_what_is_far_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 10)
    (tmp_path / "a").write_bytes(b"x" * 11)
    with pytest.raises(StoreError, match="AUD176 is larger"):
        read_returned(tmp_path / "a")


def test_others_are_counted_by_ending() -> None:
    assert tell_others(Counter({".jpg": 2, "": 1})) == (
        "Not read, as nothing here reads them: 2 .jpg, 1 without an ending."
    )
    assert tell_others(Counter()) == ""
