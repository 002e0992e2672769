from pathlib import Path

import openpyxl
import pytest
from speeches_for_tests import accented, words_in_english

from dsds_audit.assessment_files import read_assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.speech import speaking
from dsds_audit.workbook.rows import Filling
from dsds_audit.workbook.writing import write_workbook
from tests.cli.conftest import Run
from tests.workbook.workbooks import fill

OLD = Path(__file__).resolve().parents[2] / "dsds_audit" / "examples"


def filled(path: Path, example: Path, site: str = "Riverbend", **changes: object) -> Path:
    """The example as a workbook that came back."""
    catalogue = Catalogue()
    assessment = read_assessment(example, catalogue.load).model_copy(update={"site": site, **changes})
    path.write_bytes(write_workbook(catalogue.load(assessment.rubric), Filling(assessment)))
    return path


def test_a_new_workbook_is_filled_in_and_read_back(run: Run, tmp_path: Path) -> None:
    made = run("workbook", "new", "--site", "Riverbend", "--program", "Coaching", "-o", "r.xlsx")
    assert made.exit_code == 0, made.output
    assert made.stdout.endswith("  dsds-audit workbook read r.xlsx\n")
    book = openpyxl.load_workbook("r.xlsx")
    fill(book, "date", "2026-03-02")
    fill(book, "access.fidelity/level", "2: in place")
    book.save("r.xlsx")
    done = run("workbook", "read", "r.xlsx")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "r.xlsx: saved as riverbend/2026-03-02.yaml, 1 of 14 criteria rated\n"
    assert run("score", "riverbend").exit_code == 0


def test_what_is_there_is_not_overwritten(run: Run) -> None:
    assert run("workbook", "new", "-o", "r.xlsx").exit_code == 0
    again = run("workbook", "new", "-o", "r.xlsx")
    assert again.exit_code == 1
    assert "AUD036" in again.stderr


@pytest.mark.parametrize("name", ["r.xls", "r"])
def test_only_an_xlsx_is_made(run: Run, name: str) -> None:
    assert "AUD071" in run("workbook", "new", "-o", name).stderr


def test_from_last_names_who_is_assessed_and_needs_to_know_whose(
    run: Run, tmp_path: Path, example: Path
) -> None:
    run("workbook", "read", filled(tmp_path / "a.xlsx", example))
    assert run("workbook", "new", "--from-last", "-o", "b.xlsx").exit_code == 2
    assert run("workbook", "new", "--from-last", "--site", "Riverbend", "-o", "b.xlsx").exit_code == 0
    texts = [
        str(cell.value) for row in openpyxl.load_workbook("b.xlsx")["Access"].iter_rows() for cell in row
    ]
    assert "On 2026-09-14: 2: in place" in texts


def test_a_folder_gives_its_good_ones_and_names_the_others(run: Run, tmp_path: Path, example: Path) -> None:
    folder = tmp_path / "returned"
    folder.mkdir()
    filled(folder / "a.xlsx", example, "One")
    filled(folder / "b.xlsx", example, "Two")
    (folder / "c.xlsx").write_bytes(b"nothing")
    (folder / "~$a.xlsx").write_bytes(b"open")
    (folder / "d.txt").write_text("notes")
    done = run("workbook", "read", folder)
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert "c.xlsx: AUD145 is no Excel workbook" in done.stderr
    assert done.stdout.endswith("2 workbooks of 3 taken.\n")
    assert Path("one/2026-09-14.yaml").is_file()
    assert Path("two/2026-09-14.yaml").is_file()


def test_a_folder_without_any_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "AUD154" in run("workbook", "read", "empty").stderr


def test_a_file_that_is_not_there_is_named(run: Run) -> None:
    done = run("workbook", "read", "nowhere.xlsx")
    assert done.exit_code == 1
    assert "nowhere.xlsx: AUD145 cannot be read" in done.stderr


def test_the_same_twice_is_one_and_another_is_a_conflict(run: Run, tmp_path: Path, example: Path) -> None:
    run("workbook", "read", filled(tmp_path / "a.xlsx", example))
    again = run("workbook", "read", "a.xlsx")
    assert again.exit_code == 0
    assert "holds the same already" in again.stdout
    other = run("workbook", "read", filled(tmp_path / "b.xlsx", example, facilitator="Someone else"))
    assert other.exit_code == 1
    assert "AUD051" in other.stderr
    assert Path("riverbend/2026-09-14.conflict-1.yaml").is_file()


def test_one_can_be_written_into_a_file_of_its_own(run: Run, tmp_path: Path, example: Path) -> None:
    filled(tmp_path / "a.xlsx", example)
    done = run("workbook", "read", "a.xlsx", "-o", "a.yaml")
    assert done.exit_code == 0, done.output
    assert read_assessment(Path("a.yaml"), Catalogue().load).site == "Riverbend"
    assert run("workbook", "read", "a.xlsx", "a.xlsx", "-o", "c.yaml").exit_code == 2


def test_one_of_an_earlier_rubric_is_carried_and_that_is_said(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DSDS_AUDIT_RUBRICS", str(OLD / "rubrics"))
    catalogue = Catalogue((OLD / "rubrics",))
    before = read_assessment(OLD / "riverbend" / "2024-09-16.yaml", catalogue.load)
    rubric = catalogue.load("dsds@0.9.0")
    assert before.rubric == rubric.ref
    (tmp_path / "old.xlsx").write_bytes(write_workbook(rubric, Filling(before)))
    done = run("workbook", "read", "old.xlsx")
    assert done.exit_code == 0, done.output
    assert "from dsds@0.9.0 to dsds@1.0.0" in done.stdout
    assert "rubric: dsds@1.0.0" in next(Path().glob("*/2024-09-16.yaml")).read_text(encoding="utf-8")


def test_all_that_is_told_is_in_the_language_that_is_spoken(run: Run, tmp_path: Path, example: Path) -> None:
    filled(tmp_path / "á.xlsx", example)
    (tmp_path / "é").mkdir()
    (tmp_path / "ñ.xlsx").write_bytes(b"PK")
    with speaking(accented()):
        told = [run("workbook", "new", "-o", "í.xlsx"), run("workbook", "read", "á.xlsx", "ñ.xlsx")]
        told += [run("workbook", "read", "á.xlsx"), run("workbook", "read", "é")]
        told += [run("workbook", "read", "í.xlsx"), run("form", "-o", "ú.csv")]
    lines = [line for each in told for line in (*each.stdout.splitlines(), *each.stderr.splitlines())]
    kept = {"workbook", "read", "AUD", "riverbend", "xlsx", "Accountability"}
    assert len(lines) > 8
    left = {word for line in lines for word in words_in_english(line)} - kept
    assert not left, left
