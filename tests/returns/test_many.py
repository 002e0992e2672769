from pathlib import Path

import pytest
from rubrics_for_tests import rate

from dsds_audit.assessment_files import render_assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.returns.many import read_files
from dsds_audit.speech import speaking
from dsds_audit.speech_files import load_speech
from dsds_audit.workbook.layout import Filling
from dsds_audit.workbook.writing import write_workbook


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    """More than a process takes at a time: good ones, and among them what is cut, gone or something else."""
    rubric = Catalogue().load("dsds")
    one = rate(rubric, others=1)
    workbook, record = write_workbook(rubric, Filling(one)), render_assessment(one, rubric)
    contents = [workbook, record, workbook[:5000], b"name,phone\nAna,1\n", b"\xff\xd8\xff\xe0"] * 12
    found = [
        tmp_path / f"{number:02}{ending}"
        for number, ending in enumerate((".xlsx", ".yaml", ".xlsx", ".csv", ".jpg") * 12)
    ]
    for path, content in zip(found, contents, strict=True):
        path.write_bytes(content)
    found[30].unlink()
    return found


def test_each_is_read_whatever_is_wrong_with_others(paths: list[Path]) -> None:
    read = list(read_files(paths, Catalogue()))
    assert [each.kind for each in read[:5]] == ["workbook", "assessment", "workbook", None, None]
    assert [problem.code for problem in read[30].problems] == ["AUD176"]
    assert all(read[number].returned[0].submission.assessment for number in (0, 1, 35, 36))
    assert read[2].returned[0].submission.problems[0].place == str(paths[2])


def test_what_they_are_can_be_said(paths: list[Path]) -> None:
    assert {each.kind for each in read_files(paths[:5], Catalogue(), "workbook")} == {"workbook"}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "es"])
def test_several_processes_say_the_same(paths: list[Path], language: str) -> None:
    with speaking(load_speech(language)):
        assert list(read_files(paths, Catalogue(), processes=2)) == list(read_files(paths, Catalogue()))
