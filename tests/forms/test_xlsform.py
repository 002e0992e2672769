import io
import re
import xml.etree.ElementTree as ET

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyxform.xls2xform import convert
from rubrics_for_tests import examples, make_rubric
from strategies import rubrics, texts

from dsds_audit.catalogue import Catalogue
from dsds_audit.forms.questions import form_questions, name_of
from dsds_audit.forms.xlsform import label_of, write_xlsform

H = "{http://www.w3.org/1999/xhtml}"
X = "{http://www.w3.org/2002/xforms}"
HOSTILE = (
    "${site}",
    "$${site} ${nothing here",
    "instance('x')/root/item[name=${site}]/label",
    "</label><bind nodeset='/data/site' calculate='1'/>",
    "<b>bold</b> & <!-- no --> ]]> &amp; <script>alert(1)</script>",
    "[press](javascript:alert(1))",
    "=HYPERLINK(1)",
    "+1",
    "@a",
    "-",
    "jr:itext('x')",
    "a\x00b\ufffe",
    "pulldata('a', 'b', 'c', 'd')",
    "concat(${site}, 'x')",
)


def converted(content: bytes) -> tuple[ET.Element, list[str]]:
    warnings: list[str] = []
    result = convert(content, warnings=warnings, validate=False, file_type=".xlsx")
    return ET.fromstring(result.xform), warnings


def sheets_of(content: bytes) -> dict[str, list[dict[str, str]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheets = {}
    for sheet in book:
        heading, *rows = sheet.iter_rows(values_only=True)
        sheets[sheet.title] = [
            {name: value for name, value in zip(heading, row, strict=True) if value is not None}
            for row in rows
        ]
    return sheets


def expressions_of(form: ET.Element) -> set[str]:
    """Everything that the form would evaluate, but for the digest of its rubric."""
    found = set()
    for element in form.iter():
        for name, value in element.attrib.items():
            if name.rpartition("}")[2] in ("calculate", "constraint", "relevant", "required", "value", "ref"):
                found.add(re.sub("sha256:[0-9a-f]*", "", value))
    return found


def test_the_dsds_form_is_what_kobo_and_odk_take():
    rubric = Catalogue().load("dsds@1.0.0")
    form, warnings = converted(write_xlsform(rubric))
    assert warnings == []
    data = next(element for element in form.iter() if element.get("id") == "dsds")
    assert data.get("version") == "1.0.0"
    names = {element.tag.rpartition("}")[2] for element in data.iter()}
    assert {question.name for question in form_questions(rubric)} | {"rubric", "digest"} <= names
    binds = {bind.get("nodeset").rpartition("/")[2]: bind for bind in form.iter(f"{X}bind")}
    assert binds["rubric"].get("calculate") == f"'{rubric.ref}'"
    assert binds["digest"].get("calculate") == f"'{rubric.digest}'"
    assert binds["site"].get("required") == "true()"
    assert "access__fidelity  = 'not_applicable'" in binds["access__fidelity__reason"].get("relevant")
    assert binds["access__fidelity__reason"].get("required") == "true()"
    assert "access__fidelity__checks  != ''" in binds["access__fidelity"].get("required")
    assert "count-selected" in binds["access__fidelity__checks"].get("constraint")


def test_a_screen_for_each_criterion_under_a_page_for_each_practice():
    rubric = make_rubric({"p1": {"c1": {}, "c2": {}}, "p2": {"c1": {}}})
    rows = sheets_of(write_xlsform(rubric))["survey"]
    opened = [row["name"] for row in rows if row["type"] == "begin_group"]
    assert opened == [
        *("first_page", "page___p1", "topic___p1__c1", "topic___p1__c2", "page___p2", "topic___p2__c1")
    ]
    assert sum(row["type"] == "end_group" for row in rows) == len(opened)


def test_two_practices_of_one_title_are_two_pages():
    rubric = make_rubric((1, 1))
    same = tuple(practice.model_copy(update={"title": "Same"}) for practice in rubric.practices)
    content = write_xlsform(rubric.model_copy(update={"practices": same}))
    assert converted(content)[1] == []
    pages = [row["label"] for row in sheets_of(content)["survey"] if row.get("name", "").startswith("page")]
    assert pages == ["Same", "Same"]


@examples(12)
@given(rubrics())
def test_the_form_of_any_rubric_converts_without_a_warning(rubric):
    form, warnings = converted(write_xlsform(rubric))
    assert warnings == []
    data = next(element for element in form.iter() if element.get("id") == rubric.id)
    names = [element.tag.rpartition("}")[2] for element in data.iter()]
    for question in form_questions(rubric):
        assert names.count(question.name) == 1


def with_text(text: str):
    """A rubric in which an author wrote this text wherever an author may."""
    return make_rubric(
        {"p1": {"c1": {"title": text, "question": text, "why": text, "not_applicable": True}}},
        title=text,
        panel={"roles": [{"id": "coach", "label": text}]},
        drivers=[{"id": "training", "label": text, "group": "Any"}],
        populations=[{"id": "staff", "label": text, "question": text}],
        administration=[{"id": "held", "text": text}],
        usable=False,
    )


PLAIN = expressions_of(converted(write_xlsform(with_text("plain")))[0])


@examples(30)
@given(st.sampled_from(HOSTILE) | texts())
def test_nothing_an_author_types_is_evaluated_or_breaks_the_form(text):
    content = write_xlsform(with_text(text))
    form, warnings = converted(content)
    assert warnings == []
    assert expressions_of(form) == PLAIN
    assert next(form.iter(f"{X}output"), None) is None
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert not any(cell.data_type == "f" for sheet in book for row in sheet for cell in row)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_label_holds_no_reference_markup_or_link(text):
    label = label_of(text)
    assert "${" not in label
    assert "instance(" not in label
    assert "](" not in label
    assert not re.search(r"<[A-Za-z/!?]", label)


def test_a_label_that_means_no_harm_stays_as_it_is():
    assert label_of("Is it < 5 $ (or {more})? [yes] (no) & 3 > 2") == (
        "Is it < 5 $ (or {more})? [yes] (no) & 3 > 2"
    )


def test_lists_of_choices_are_written_once():
    rubric = make_rubric((3,))
    sheets = sheets_of(write_xlsform(rubric))
    lists = {row["list_name"] for row in sheets["choices"]}
    assert name_of("p1.c1") in lists
    assert name_of("p1.c2") not in lists
    assert {"select_one p1__c1", "select_multiple p1__c1__checks"} <= {r["type"] for r in sheets["survey"]}


def test_the_same_rubric_makes_the_same_bytes():
    rubric = make_rubric((2,))
    assert write_xlsform(rubric) == write_xlsform(rubric)
