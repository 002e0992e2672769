from pathlib import Path

import pytest

from dsds_audit.errors import StoreError
from dsds_audit.store.own_folders import find_site, is_own_folder
from dsds_audit.store.paths import assessment_paths


def write(path: str, site: str = "Riverbend") -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"site: {site}\ndate: 2026-03-02\nrubric: dsds@1.0.0\n", encoding="utf-8")
    return file


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_own_folder_stands_for_the_site_its_files_name() -> None:
    write("ws/north/2026-03-02.yaml", "Riverbend Family Center")
    for name in ("ws/north", "ws/north/", "./ws/north"):
        assert find_site(name, Path()) == ("Riverbend Family Center", Path("ws"))
    assert find_site("north", Path("ws")) == ("Riverbend Family Center", Path("ws"))


def test_the_folder_one_is_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write("ws/north/2026-03-02.yaml")
    monkeypatch.chdir("ws/north")
    assert find_site(".", Path()) == ("Riverbend", (tmp_path / "ws").resolve())


def test_a_site_of_that_name_goes_first() -> None:
    write("north/1.yaml", "South")
    write("south/1.yaml", "North")
    assert find_site("north", Path()) == ("north", Path())
    assert find_site("north/", Path()) == ("South", Path())


def test_what_is_no_own_folder_stays_as_it_is() -> None:
    write("ws/north/1.yaml")
    write("ws/loose.yaml", "Loose")
    Path("empty").mkdir()
    for name in ("ws", "empty", "nowhere", "ws/nowhere", "a\0b", "x" * 5000, ""):
        assert find_site(name, Path("elsewhere")) == (name, Path("elsewhere"))


def test_kept_records_of_a_version_make_no_workspace_of_it() -> None:
    write("ws/north/1.yaml")
    write("ws/north/dsds-1.0.0/1.yaml")
    assert is_own_folder(Path("ws/north"))
    assert find_site("ws/north", Path()) == ("Riverbend", Path("ws"))


def test_files_named_by_dates_make_an_own_folder_whatever_folders_are_in_it() -> None:
    write("ws/north/2026-03-02.yaml")
    write("ws/north/before/2020-01-01.yaml")
    assert is_own_folder(Path("ws/north"))
    write("ws/answers.yaml")
    assert not is_own_folder(Path("ws"))


def test_only_in_an_own_folder_is_a_version_no_site() -> None:
    write("ws/clinic-2.0.1/1.yaml")
    assert [path.parent.name for path in assessment_paths(Path("ws"))] == ["clinic-2.0.1"]
    write("ws/2026-03-02.yaml")
    assert list(assessment_paths(Path("ws"))) == []


def test_a_damaged_file_alone_is_looked_for_by_the_folders_name() -> None:
    write("ws/north/1.yaml").write_bytes(b"\xff\xfe\x00")
    assert find_site("ws/north", Path()) == ("north", Path("ws"))


def test_a_folder_of_two_sites_is_refused_with_a_way_out() -> None:
    write("ws/north/1.yaml")
    write("ws/north/2.yaml", "Lakeview")
    with pytest.raises(StoreError, match=r"AUD053 .*: Lakeview, Riverbend\. Please .* --workspace ws"):
        find_site("ws/north", Path())
