from pathlib import Path

import pytest
from rubrics_for_tests import rate

from dsds_audit.catalogue import Catalogue
from dsds_audit.workbook.many import read_workbooks
from dsds_audit.workbook.rows import Filling
from dsds_audit.workbook.writing import write_workbook


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    rubric = Catalogue().load("dsds")
    content = write_workbook(rubric, Filling(rate(rubric, others=1)))
    found = []
    for number in range(4):
        found.append(tmp_path / f"{number}.xlsx")
        found[-1].write_bytes(content)
    found[1].write_bytes(b"no workbook")
    found[2].unlink()
    return found


def told(paths: list[Path], processes: int | None) -> list[tuple[bool, list[str]]]:
    read = read_workbooks(paths, Catalogue(), processes)
    return [(each.assessment is not None, [problem.code for problem in each.problems]) for each in read]


def test_each_is_read_whatever_is_wrong_with_others(paths):
    found = told(paths, None)
    assert [sound for sound, _ in found] == [True, False, False, True]
    assert found[2][1] == ["AUD145"]


@pytest.mark.slow
def test_several_processes_say_the_same(paths):
    assert told(paths, 2) == told(paths, None)
