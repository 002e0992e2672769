from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader
from pyxform.xls2xform import convert

from dsds_audit.catalogue import Catalogue
from dsds_audit.forms.questions import name_of
from dsds_audit.forms.redcap_reading import read_records
from tests.cli.conftest import Run


def squeezed(text: str) -> str:
    return "".join(text.split())


def text_of(path: Path) -> str:
    if path.suffix == ".pdf":
        return squeezed("".join(page.extract_text() for page in PdfReader(path).pages))
    if path.suffix == ".docx":
        return squeezed("".join(paragraph.text for paragraph in Document(str(path)).paragraphs))
    return squeezed(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["form.pdf", "form.docx", "form.md"])
def test_paper_asks_everything_that_an_interview_asks(run: Run, name: str) -> None:
    assert run("form", "-o", name).exit_code == 0
    text = text_of(Path(name))
    rubric = Catalogue().load("dsds")
    for criterion in rubric.criteria.values():
        assert squeezed(criterion.question) in text
        for check in criterion.checks:
            assert squeezed(check.text) in text
    assert squeezed(rubric.digest) in text
    assert text.count("because:") == sum(criterion.not_applicable for criterion in rubric.criteria.values())


def test_the_assessments_of_a_workspace_are_records_that_redcap_imports(run: Run, example: Path) -> None:
    folder = example.parent.parent
    done = run("form", "dsds@1.0.0", "--records", "--workspace", folder, "-o", "records.csv")
    assert done.exit_code == 0, done.output
    catalogue = Catalogue()
    read = read_records(Path("records.csv").read_bytes(), "records.csv", catalogue.load, catalogue.legs)
    assert done.stdout == f"{len(read)} assessments against dsds@1.0.0 are in records.csv.\n"
    assert len(read) > 1
    assert [one.problems for one in read] == [()] * len(read)
    assert "Note: 2 assessments against other rubric versions are left out." in done.stderr
    assert "Not in it: Riverbend Family Center, 2026-09-14: the names of participants" in done.stderr
    assert run("form", "--records", "-o", "records.pdf").exit_code != 0


def test_no_question_breaks_over_two_pages(run: Run) -> None:
    run("form", "-o", "form.pdf")
    pages = [squeezed(page.extract_text()) for page in PdfReader("form.pdf").pages]
    for criterion in Catalogue().load("dsds").criteria.values():
        page = next(page for page in pages if squeezed(criterion.question) in page)
        assert squeezed(criterion.checks[-1].text) in page


def test_a_rubric_that_is_not_there_is_refused(run: Run) -> None:
    assert "AUD020" in run("form", "nothing", "-o", "form.pdf").stderr
    assert "AUD071" in run("form", "-o", "form.txt").stderr


@pytest.mark.parametrize(("name", "begins"), [("form.csv", "Variable / Field Name,"), ("form.json", "{\n")])
def test_a_form_for_another_tool_asks_every_criterion(run: Run, name: str, begins: str) -> None:
    told = run("form", "-o", name)
    assert (told.exit_code, told.stdout) == (0, f"The form of dsds@1.0.0 is in {name}.\n")
    text = Path(name).read_text(encoding="utf-8")
    assert text.startswith(begins)
    assert all(criterion.question in text for criterion in Catalogue().load("dsds").criteria.values())


def test_a_workbook_is_a_form_for_kobo_and_odk(run: Run) -> None:
    assert run("form", "-o", "form.xlsx").exit_code == 0
    warnings: list[str] = []
    form = convert(Path("form.xlsx").read_bytes(), warnings=warnings, file_type=".xlsx").xform
    assert warnings == []
    assert all(f"/{name_of(name)}" in form for name in Catalogue().load("dsds").criteria)
