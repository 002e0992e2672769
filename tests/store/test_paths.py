import errno
import os
from pathlib import Path

import pytest

from dsds_audit.errors import StoreError
from dsds_audit.store.paths import assessment_paths, file_errors, inside_of, is_taken

READ = ("a/2.YAML", "a/hand-made.yml", "b/2026-03-02.yaml")
OTHERS = (
    *("a/site.yaml", "a/plan.yaml", "a/.dsds-1.tmp", "a/.x.yaml", "a/2.conflict-1.yaml", "a/notes.txt"),
    *(".schema/dsds.yaml", "rubrics/own.yaml", "top.yaml", "a/deep/3.yaml"),
)


def test_which_files_are_read(tmp_path: Path) -> None:
    for name in (*OTHERS, *READ):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).touch()
    found = [path.relative_to(tmp_path).as_posix() for path in assessment_paths(tmp_path)]
    assert found == list(READ)


def test_a_workspace_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert not list(assessment_paths(tmp_path / "none"))


def test_a_workspace_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    with pytest.raises(StoreError, match="AUD050"):
        list(assessment_paths(tmp_path / "a"))


def test_links_may_not_lead_out(tmp_path: Path) -> None:
    workspace = tmp_path / "w"
    (workspace / "a").mkdir(parents=True)
    (workspace / "in").symlink_to(workspace / "a")
    (workspace / "out").symlink_to(tmp_path)
    assert inside_of(workspace, workspace / "in" / "x.yaml") == workspace / "a" / "x.yaml"
    for path in (workspace / "out" / "x.yaml", workspace / ".." / "x.yaml", Path("/etc/passwd")):
        with pytest.raises(StoreError, match="AUD050 leads out of the workspace"):
            inside_of(workspace, path)
    (workspace / "nowhere").symlink_to(workspace / "none")
    assert is_taken(workspace / "nowhere")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.ENAMETOOLONG, errno.EIO])
def test_what_the_system_refuses_is_told_with_a_way_out(code: int) -> None:
    with pytest.raises(StoreError) as caught, file_errors(Path("w")):
        raise OSError(code, os.strerror(code), "w/a.yaml")
    assert str(caught.value).startswith(f"w/a.yaml: AUD050 cannot be used: {os.strerror(code)}. Please ")
