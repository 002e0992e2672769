import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsds_audit.assessment_files import render_assessment
from dsds_audit.forms.filling import answers_of
from dsds_audit.forms.redcap_writing import write_records
from dsds_audit.portfolio.tidy import tidy_columns
from dsds_audit.returns.kinds import kind_of
from dsds_audit.workbook.layout import Filling
from dsds_audit.workbook.writing import write_workbook
from tests.forms.exports import kobo_rows, label_rows, odk_rows, to_csv, to_xlsx, to_zip
from tests.returns.voices import RUBRIC, rated

ANSWERS = answers_of(rated(2, 1, 0), RUBRIC)[0]


SURE = {
    "workbook": write_workbook(RUBRIC, Filling(rated(2, 1, 0))),
    "redcap": write_records([rated(2, 1, 0)], RUBRIC)[0],
    "surveyjs": json.dumps(ANSWERS).encode(),
    "assessment": render_assessment(rated(2, 1, 0), RUBRIC),
    "table": to_csv([tidy_columns(RUBRIC)], ","),
    "kobo": to_csv(kobo_rows(RUBRIC, [ANSWERS])),
}


@pytest.mark.parametrize("kind", SURE)
@pytest.mark.parametrize("name", ["anything", "wrong.pdf", "x.csv", "x.yaml"])
def test_what_a_file_holds_decides_and_not_its_name(kind: str, name: str) -> None:
    assert kind_of(SURE[kind], name) == kind


def test_every_shape_of_an_export_of_kobo_and_odk() -> None:
    kobo, odk = kobo_rows(RUBRIC, [ANSWERS]), odk_rows(RUBRIC, [ANSWERS])
    for content in (
        to_csv(kobo, ","),
        to_csv(kobo, "\t", "utf-16"),
        b"sep=;\n" + to_csv(kobo, encoding="utf-8"),
        to_csv(label_rows(RUBRIC, [ANSWERS], groups=True)),
        to_xlsx(kobo),
        to_csv([["_id", "_uuid", "an old question"], ["1", "2", "3"]]),
    ):
        assert kind_of(content, "x") == "kobo"
    assert kind_of(to_csv(odk, ","), "x") == "odk"
    assert kind_of(to_zip({"submissions.csv": to_csv(odk, ",")}), "x") == "odk"


def test_records_without_the_column_that_numbers_them() -> None:
    assert kind_of(b"study_id,redcap_event_name,rubric\n", "x") == "redcap"


def test_an_assessment_in_json_is_none_of_a_survey() -> None:
    record = b'{"site": "A", "date": "2026-03-02", "rubric": "small@1.0.0", "ratings": {}}'
    assert kind_of(record, "x.json") == "assessment"
    assert kind_of(b"[" + json.dumps(ANSWERS).encode() + b"]", "x.json") == "surveyjs"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.xlsx", "workbook"), ("a.XLSM", "workbook"), ("a.zip", "odk"), ("a.yml", "assessment"), ("a", None)],
)
def test_where_the_content_tells_nothing_the_ending_does(name: str, kind: str | None) -> None:
    for content in (b"", b"PK\x03\x04 and no more", b"\x00\xff\xfe", SURE["workbook"][:3000]):
        assert kind_of(content, name) == kind


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"Dear all,\nhere is the plan\n", b"%PDF-1.7", b'"a'])
def test_what_is_nothing_of_ours(content: bytes) -> None:
    assert kind_of(content, "x.csv") is None


@given(st.binary(max_size=200), st.sampled_from([b"", b"PK\x03\x04", b"{", b"\xff\xfe", b'"']))
def test_nothing_makes_it_fail(content: bytes, start: bytes) -> None:
    kind_of(start + content, "x.csv")
