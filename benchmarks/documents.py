"""Reports as PDF, Word and Excel beside an empty document of the same library, whole processes.

The other process reads the same assessment, works out the same facts and draws the same pictures; what is
compared is the writing.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.processes import EXAMPLE, audit, side_by_side

_FACTS = """
import sys
from pathlib import Path
from dsds_audit.assessment_files import read_assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.report.documents import report_document, to_json
from dsds_audit.report.facts import gather_facts
catalogue = Catalogue()
assessment = read_assessment(Path(sys.argv[1]), catalogue.load)
rubric = catalogue.load(assessment.rubric)
to_json(report_document(gather_facts(rubric, assessment)))
"""
_PICTURES = """
from dsds_audit.report.charts import draw_dots, draw_radar
from dsds_audit.report.charts.files import {write}
for figure in (draw_radar(rubric, assessment, titled=False),
               draw_dots(rubric, assessment, criteria=False, titled=False)):
    {write}(figure)
"""
_EMPTY = {
    ".pdf": (
        _PICTURES.format(write="to_svg"),
        "from dsds_audit.report.pdf import write_pdf\nwrite_pdf([], 'Empty', assessment.date)",
    ),
    ".docx": (
        _PICTURES.format(write="to_png"),
        "from docx import Document\nfrom io import BytesIO\nDocument().save(BytesIO())",
    ),
    ".xlsx": (
        "",
        "from xlsxwriter import Workbook\nfrom io import BytesIO\n"
        "with Workbook(BytesIO(), {'in_memory': True}) as book: book.add_worksheet()",
    ),
}


def measure_documents() -> Iterator[tuple[str, str, str]]:
    """Each format in turn with its empty twin."""
    with tempfile.TemporaryDirectory() as folder:
        for suffix, (pictures, empty) in _EMPTY.items():
            ours = audit("report", str(EXAMPLE), "-o", str(Path(folder) / f"out{suffix}"))
            theirs = [sys.executable, "-c", f"{_FACTS}\n{pictures}\n{empty}", str(EXAMPLE)]
            ratio, memory = side_by_side(ours, theirs)
            what = "facts, pictures, empty document" if pictures else "facts, empty document"
            yield f"report -o out{suffix} : {what}", f"{ratio:.2f} times", "at most 1.5 times"
            yield f"report -o out{suffix}, memory", f"{memory:.0f} MB", ""
