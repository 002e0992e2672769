import csv
import datetime as dt
import io
from pathlib import Path

import pytest
import xlsxwriter
from rubrics_for_tests import make_rubric, rate

from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import AssessmentError
from dsds_audit.forms.redcap_columns import record_columns
from dsds_audit.forms.redcap_reading import read_records
from dsds_audit.forms.redcap_writing import write_records

CATALOGUE = Catalogue()
DSDS = CATALOGUE.load("dsds@1.0.0")
# By hand, as REDCap documents a raw export: a project in which each record has two events.
SAMPLE = Path(__file__).parent / "samples" / "redcap-longitudinal.csv"


def read(content):
    return read_records(content, "records.csv", CATALOGUE.load, lambda was, now: ())


def export(rows, separator=",", encoding="utf-8"):
    """A raw export with a column for everything; a row is what differs from blank."""
    columns = [column.name for column in record_columns(DSDS)]
    extra = [name for row in rows for name in row if name not in columns and name != "record_id"]
    text = io.StringIO(newline="")
    names = ["record_id", *dict.fromkeys(extra), *columns]
    writer = csv.DictWriter(text, names, restval="", delimiter=separator)
    writer.writeheader()
    boxes = {name: "0" for name in columns if "___" in name}
    writer.writerows({**boxes, **row} for row in rows)
    return text.getvalue().encode(encoding)


def record(number="1", **answers):
    origin = {"rubric": DSDS.ref, "digest": DSDS.digest, "site": "Riverbend", "date": "2026-03-02"}
    return {"record_id": number, **origin, **answers}


def codes(problems):
    return [problem.code for problem in problems]


def refusal(content):
    with pytest.raises(AssessmentError) as raised:
        read(content)
    return raised.value.problems[0]


def test_an_export_of_a_longitudinal_project_is_read():
    baseline, later, other = read(SAMPLE.read_bytes())
    assert [each.problems for each in (baseline, later, other)] == [(), (), ()]
    assert baseline.place == "records.csv: record “101”, “baseline_arm_1”"
    assert later.place == "records.csv: record “101”, “follow_up_arm_1”"
    assert (baseline.respondent, baseline.role) == ("Ana", "coach")
    assert baseline.assessment.date == dt.date(2026, 3, 2)
    person = baseline.assessment.ratings["accountability.person"]
    assert (person.level, person.checks, person.note) == (1, ("named",), "Named in\nthe handbook, 2025")
    assert baseline.assessment.ratings["access.fidelity"].checks == ()
    assert baseline.assessment.ratings["access.financial"].not_applicable == "The county does it."
    assert later.assessment.ratings["accountability.person"].checks == ("named", "remit")
    assert later.assessment.ratings["accountability.capacity"].dont_know
    assert [person.role for person in later.assessment.participants] == ["coach", "coach"]
    assert other.assessment.site == "=Maple"
    assert codes(other.notes) == ["AUD160", "AUD168"]
    assert "consented" in str(other.notes[0])


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separators_and_encodings_are_understood(separator, encoding):
    (submission,) = read(export([record(site="Café, “Süd”")], separator, encoding))
    assert submission.assessment.site == "Café, “Süd”"
    assert submission.notes == ()


def test_what_windows_wrote_is_read_and_said():
    (submission,) = read(export([record(site="Café")], encoding="cp1252"))
    assert submission.assessment.site == "Café"
    assert codes(submission.notes) == ["AUD163"]


def test_records_without_any_answer_are_left_out():
    rows = [{"record_id": "1"}, record("2"), {"record_id": "3", "assessment_complete": "0"}]
    assert [each.place for each in read(export(rows))] == ["records.csv: record “2”"]


def test_a_form_filled_in_several_times_in_a_record_is_named():
    once, twice, event = read(
        export(
            [
                record("1"),
                record("1", redcap_repeat_instrument="assessment", redcap_repeat_instance="2"),
                record("2", redcap_repeat_instance="1"),
            ]
        )
    )
    assert once.problems == ()
    assert codes(twice.problems) == codes(event.problems) == ["AUD166"]
    assert twice.assessment is None
    assert twice.problems[0].place == "records.csv: record “1”"


def test_repeats_of_another_form_say_nothing():
    rows = [record("1"), {"record_id": "1", "redcap_repeat_instrument": "visits"}]
    assert len(read(export(rows))) == 1


@pytest.mark.parametrize("word", ["Checked", "Unchecked", "yes", "2"])
def test_a_box_that_is_neither_ticked_nor_not_is_named(word):
    column = "accountability_x_person_x_checks___named"
    (submission,) = read(export([record(**{column: word})]))
    assert submission.assessment is None
    assert codes(submission.problems) == ["AUD167"]
    assert f"{column}: “{word}” is neither 1 nor 0" in str(submission.problems[0])


def test_labels_instead_of_values_are_named():
    (submission,) = read(export([record(access_x_fidelity="1 partially in place: Some of the checks hold")]))
    assert codes(submission.problems) == ["AUD158"]
    heading = "Record ID,Site,Rubric,Its digest,Date\n1,Riverbend,dsds@1.0.0,x,2026-03-02\n"
    problem = refusal(heading.encode())
    assert problem.code == "AUD165"
    assert "raw data" in problem.message


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "AUD163"),
        (b"rubric\ndsds@1.0.0\n", "AUD165"),
        (b"record_id,rubric,site,site\n1,dsds@1.0.0,a,b\n", "AUD165"),
        (b"record_id,rubric\n", "AUD165"),
        (b"record_id,rubric\n1,\n", "AUD165"),
        (b'record_id,rubric\n1,"open\n', "AUD163"),
        (b"record_id,rubric\n" + b"1,dsds\n" * 10_001, "AUD164"),
    ],
)
def test_a_file_that_is_no_export_is_refused_by_name(content, code):
    problem = refusal(content)
    assert (problem.code, problem.place) == (code, "records.csv")


def test_columns_of_others_are_named_and_the_boxes_they_left_open_are_not():
    answers = {"visit___1": "0", "visit___2": "1", "use__action_plans": "2", "people___coach": "3"}
    (submission,) = read(export([record(**answers)]))
    assert submission.problems == ()
    assert submission.assessment.ratings == {}
    told = "\n".join(map(str, submission.notes))
    assert codes(submission.notes) == ["AUD160"] * 3
    for name in ("visit___2", "column use__action_plans", "column people___coach"):
        assert name in told


def test_a_cell_beyond_all_columns_is_named():
    lines = export([record()]).split(b"\r\n")
    (submission,) = read(b"\r\n".join([lines[0], lines[1] + b",=cmd()", b""]))
    assert submission.assessment is not None
    assert codes(submission.notes) == ["AUD160"]


def test_a_rubric_nobody_knows_or_names_is_told():
    unknown, none = read(export([record(rubric="other@1.0.0"), {"record_id": "2", "site": "Oak"}]))
    assert unknown.assessment is None
    assert codes(unknown.problems) == ["AUD020"]
    assert codes(none.problems) == ["AUD162"]


def test_a_record_is_found_by_its_column_whatever_it_is_called():
    content = export([record("A-7")]).replace(b"record_id", b"study_id", 1)
    (submission,) = read(content)
    assert submission.place == "records.csv: record “A-7”"
    (nameless,) = read(export([record("")]))
    assert nameless.place == "records.csv: row 2"


def test_a_workbook_that_a_spreadsheet_made_of_it_is_read_and_its_formulas_are_named():
    content, _ = write_records([rate(DSDS, {"use.sharing": 1})], DSDS)
    page = io.BytesIO()
    with xlsxwriter.Workbook(page) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate(csv.reader(io.StringIO(content.decode(), newline=""))):
            for column, cell in enumerate(cells):
                sheet.write(number, column, int(cell) if cell.isdigit() else cell)
        sheet.write_formula(1, 5, "=1+1", None, "2")
    (submission,) = read(page.getvalue())
    assert codes(submission.problems) == ["AUD167"]
    assert "formula" in submission.problems[0].message


def test_records_of_two_versions_are_each_read_as_what_they_are():
    old = make_rubric({"p1": {"c1": {"checks": 0}}})
    new = make_rubric({"p1": {"c2": {"checks": 0}}}, version="1.1.0")
    known = {old.ref: old, new.ref: new, old.id: old}
    lines = ["record_id,rubric,site,date,p1_x_c1,p1_x_c2"]
    lines += [f"{number},{ref},Oak,2026-03-02,1,1" for number, ref in enumerate((old.ref, new.ref))]
    read = read_records("\n".join(lines).encode(), "records.csv", known.__getitem__, lambda was, now: ())
    assert [list(each.assessment.ratings) for each in read] == [["p1.c1"], ["p1.c2"]]
    assert [codes(each.notes) for each in read] == [["AUD160"], ["AUD160"]]
