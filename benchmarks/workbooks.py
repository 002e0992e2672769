"""1,000 filled-in workbooks (50 of them unlike) read beside the library that reads their cells."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.processes import EXAMPLE, both_clocks

WORKBOOKS, WRITTEN = 1000, 50
_CELLS = """
import sys
from pathlib import Path
from python_calamine import load_workbook
for path in sorted(Path(sys.argv[1]).glob("*.xlsx")):
    book = load_workbook(str(path))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python(skip_empty_area=False)
"""
_OURS = """
import gc, sys
gc.set_threshold(50_000)  # As the command does.
from pathlib import Path
if __name__ == "__main__":
    from dsds_audit.catalogue import Catalogue
    from dsds_audit.workbook.many import read_workbooks
    for read in read_workbooks(sorted(Path(sys.argv[1]).glob("*.xlsx")), Catalogue()):
        assert read.assessment
"""


def measure_workbooks() -> Iterator[tuple[str, str, str]]:
    """Whole processes over 1,000 workbooks."""
    with tempfile.TemporaryDirectory() as folder:
        _lay_out(Path(folder))
        ours, theirs = ([sys.executable, "-c", code, folder] for code in (_OURS, _CELLS))
        processor, elapsed, memory = both_clocks(ours, theirs, 5)
        yield "1,000 workbooks read : python-calamine alone", f"{elapsed:.2f} times", "at most 1.5 times"
        yield "the same, processor time of both cores", f"{processor:.2f} times", ""
        yield "1,000 workbooks read, memory", f"{memory:.0f} MB", ""


def _lay_out(folder: Path) -> None:
    from dsds_audit.assessment_files import read_assessment
    from dsds_audit.catalogue import Catalogue
    from dsds_audit.workbook.rows import Filling
    from dsds_audit.workbook.writing import write_workbook

    catalogue = Catalogue()
    example = read_assessment(EXAMPLE, catalogue.load)
    rubric = catalogue.load(example.rubric)
    for number in range(WRITTEN):
        filled = Filling(example.model_copy(update={"site": f"Site {number}"}))
        content = write_workbook(rubric, filled)
        for copy in range(number, WORKBOOKS, WRITTEN):
            (folder / f"{copy:04}.xlsx").write_bytes(content)
