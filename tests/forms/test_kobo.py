import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples, make_rubric
from strategies import assessments, rubrics, texts
from xlsxwriter import Workbook

from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import Problem, RubricError
from dsds_audit.forms.filling import answers_of
from dsds_audit.forms.kobo import read_kobo
from dsds_audit.forms.questions import NONE_HOLDS
from dsds_audit.forms.submissions import read_submission
from tests.forms.exports import kobo_rows, label_rows, odk_rows, to_csv, to_xlsx, to_zip

SAMPLES = Path(__file__).parent / "samples"
CATALOGUE = Catalogue()
RUBRIC = make_rubric(
    {
        "p1": {
            "c1": {"title": "First", "question": "Is the first so?", "not_applicable": True},
            "c2": {"title": "Second", "question": "Is the second so?"},
        }
    },
    panel={"roles": [{"id": "coach", "label": "Coach"}, {"id": "lead", "label": "Leader"}]},
    populations=[{"id": "staff", "label": "Staff", "question": "Who?"}],
)
SOUND = {
    "rubric": RUBRIC.ref,
    "digest": RUBRIC.digest,
    "site": "Riverbend; “east”",
    "date": "2026-03-02",
    "p1__c1": "1",
    "p1__c1__checks": "k1",
    "p1__c2": "dont_know",
    "p1__c2__checks": NONE_HOLDS,
    "p1__c2__note": "=1+1\nand more",
}


def rubric_of(ref):
    if ref in (RUBRIC.id, RUBRIC.ref):
        return RUBRIC
    raise RubricError(Problem("AUD020", f"the rubric {ref} is not there. Please look."))


def read(content, name="export.csv", rubric_of=rubric_of):
    return read_kobo(content, name, rubric_of, lambda old, new: ())


def codes(content, name="export.csv"):
    return [problem.code for submission in read(content, name) for problem in submission.problems]


def expected(answers=SOUND):
    return read_submission(answers, RUBRIC, "").assessment


# Samples of what each tool writes


@pytest.mark.parametrize("name", ["kobo-values.csv", "kobo-labels.csv", "odk-central.csv"])
def test_a_sample_of_each_tool(name):
    first, second = read_kobo((SAMPLES / name).read_bytes(), name, CATALOGUE.load, CATALOGUE.legs)
    assert [*first.problems, *first.notes, *second.problems, *second.notes] == []
    assert (first.respondent, first.role) == ("Ana", "coach")
    assert (second.respondent, second.role) == ("Ben", "supervisor")
    assert first.assessment.identity == second.assessment.identity
    fidelity = first.assessment.ratings["access.fidelity"]
    assert (fidelity.level, fidelity.checks) == (2, ("access", "analyze"))
    assert fidelity.evidence[0].date == dt.date(2026, 2, 20)
    assert second.assessment.ratings["access.fidelity"].level == 1
    assert second.assessment.ratings["access.fidelity"].checks == ()
    financial = second.assessment.ratings["access.financial"]
    assert financial.not_applicable == "Money is the district's, not ours."
    if "labels" not in name:
        assert first.at.replace(microsecond=0) == dt.datetime(2026, 3, 2, 10, 15, tzinfo=dt.UTC)


# Round trips


@examples(15)
@given(st.data())
def test_every_kind_of_export_comes_back_equal(data):
    rubric = data.draw(rubrics())
    answers, _ = answers_of(data.draw(assessments(rubric)), rubric)
    answers = {name: text.replace("\0", "?") for name, text in answers.items()}
    whole = read_submission(answers, rubric, "").assessment
    for rows in (
        kobo_rows(rubric, [answers]),
        kobo_rows(rubric, [answers], split=False),
        odk_rows(rubric, [answers]),
    ):
        (submission,) = read(to_csv(rows), rubric_of=lambda ref: rubric)
        assert submission.problems == ()
        assert submission.notes == ()
        assert submission.assessment == whole


@pytest.mark.parametrize("rows", [kobo_rows(RUBRIC, [SOUND]), odk_rows(RUBRIC, [SOUND])])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separators_and_encodings_make_no_difference(rows, separator, encoding):
    (submission,) = read(to_csv(rows, separator, encoding))
    assert submission.problems == ()
    assert submission.notes == ()
    assert submission.assessment == expected()


def test_text_of_windows_is_understood_and_said():
    (submission,) = read(to_csv(kobo_rows(RUBRIC, [{**SOUND, "site": "Montréal"}]), encoding="cp1252"))
    assert submission.assessment.site == "Montréal"
    assert [note.code for note in submission.notes] == ["AUD163"]


def test_a_workbook_and_an_archive_say_the_same():
    (submission,) = read(to_xlsx(kobo_rows(RUBRIC, [SOUND])), "export.xlsx")
    assert submission.assessment == expected()
    archive = to_zip({"dsds.csv": to_csv(odk_rows(RUBRIC, [SOUND]), ","), "media/photo.csv": b"x"})
    (submission,) = read(archive, "export.zip")
    assert submission.assessment == expected()
    assert submission.place == "export.zip: dsds.csv: row 2 (uuid:1)"


@pytest.mark.parametrize("groups", [True, False])
def test_labels_are_understood_where_they_tell_things_apart(groups):
    answers = {**SOUND, "p1__c1__checks": "k2 k1", "respondent_role": "lead"}
    (submission,) = read(to_csv(label_rows(RUBRIC, [answers], groups=groups)))
    assert submission.problems == ()
    assert submission.assessment == expected(answers)
    assert submission.role == "lead"


def test_split_columns_alone_are_enough():
    heading, *rows = kobo_rows(RUBRIC, [SOUND, {**SOUND, "p1__c1__checks": ""}])
    kept = [index for index, title in enumerate(heading) if not title.endswith("__checks")]
    content = to_csv([[row[index] for index in kept] for row in (heading, *rows)])
    first, second = read(content)
    assert first.assessment == expected()
    assert second.assessment.ratings["p1.c1"].checks is None


def test_a_form_that_was_regrouped_is_understood():
    heading, row = kobo_rows(RUBRIC, [SOUND])
    moved = [title.replace("page___p1/topic___p1__c1", "group_xy1") for title in heading]
    assert read(to_csv([moved, row]))[0].assessment == expected()


def test_each_row_has_its_own_place():
    first, second = read(to_csv(kobo_rows(RUBRIC, [SOUND, {**SOUND, "p1__c1": "7"}])))
    assert first.place == "export.csv: row 2 (9001)"
    assert first.assessment is not None
    assert second.assessment is None
    (problem,) = second.problems
    assert (problem.code, problem.place) == ("AUD158", "export.csv: row 3 (9002)")
    assert problem.message.startswith("p1__c1: “7” is not understood here.")


# What is wrong, named


def changed(**cells):
    """The export of one submission with some cells changed, by the ends of their headings."""
    heading, row = kobo_rows(RUBRIC, [SOUND])
    for index, title in enumerate(heading):
        row[index] = cells.pop(title.rpartition("/")[2], row[index])
    return heading, row


def test_a_split_column_that_says_something_else_is_named():
    heading, row = kobo_rows(RUBRIC, [SOUND])
    row[heading.index("page___p1/topic___p1__c1/p1__c1__checks/k2")] = "1"
    (problem,) = read(to_csv([heading, row]))[0].problems
    assert problem.code == "AUD161"
    assert "“k1”" in problem.message
    row[heading.index("page___p1/topic___p1__c1/p1__c1__checks/k2")] = "perhaps"
    assert codes(to_csv([heading, row])) == ["AUD158"]


def test_a_question_that_stands_twice_counts_where_both_agree():
    heading, row = kobo_rows(RUBRIC, [SOUND])
    again = [*heading, "other/p1__c1"]
    assert read(to_csv([again, [*row, "1"]]))[0].assessment == expected()
    assert read(to_csv([again, [*row, ""]]))[0].assessment == expected()
    assert codes(to_csv([again, [*row, "2"]])) == ["AUD161"]


def test_unknown_columns_are_named_and_none_hides_another():
    heading, row = kobo_rows(RUBRIC, [SOUND])
    (submission,) = read(
        to_csv([[*heading, "mood", "mood", "", "p1__c1.1"], [*row, "good", "bad", "x", "2"]])
    )
    assert submission.assessment == expected()
    assert [note.message.partition(" is no question")[0] for note in submission.notes] == [
        "“mood”",
        "“mood (2)”",
        f"“column {len(heading) + 3}”",
        "“p1__c1.1”",
    ]


def test_what_the_tool_itself_writes_is_no_answer():
    heading, row = kobo_rows(RUBRIC, [SOUND])
    more = ["meta/instanceID", "meta/rootUuid", "formhub/uuid", "_geolocation", "username", "today"]
    (submission,) = read(to_csv([[*heading, *more], [*row, *(["x"] * len(more))]]))
    assert submission.notes == ()


def test_a_question_may_have_a_label_that_the_tool_uses_too():
    rubric = make_rubric(
        {"p1": {"c1": {}}}, populations=[{"id": "staff", "label": "Status", "question": "Who?"}]
    )
    answers = {"rubric": rubric.ref, "site": "a", "date": "2026-03-02", "population___staff": "All"}
    rows = label_rows(rubric, [answers], groups=False)
    assert read(to_csv(rows), rubric_of=lambda ref: rubric)[0].assessment.populations == {"staff": "All"}


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-03-02T10:15:00", 10),
        ("2026-03-02T10:15:00.123Z", 10),
        ("2026-03-02 10:15:00+02:00", 8),
        ("0001-01-01T00:00:00+14:00", None),
        ("lately", None),
    ],
)
def test_when_it_was_sent_is_known_in_utc(text, hour):
    (submission,) = read(to_csv(changed(_submission_time=text)))
    assert submission.assessment == expected()
    assert (submission.at and submission.at.hour) == hour


def test_a_label_that_several_questions_have_is_refused_by_name():
    rubric = make_rubric({"p1": {"c1": {"question": "Is it so?"}, "c2": {"question": "Is it so?"}}})
    answers = {
        "rubric": rubric.ref,
        "digest": rubric.digest,
        "site": "a",
        "date": "2026-03-02",
        "p1__c1": "1",
    }
    (submission,) = read(to_csv(label_rows(rubric, [answers], groups=False)), rubric_of=lambda ref: rubric)
    (problem,) = submission.problems
    assert problem.code == "AUD161"
    assert "Is it so?" in problem.message
    (submission,) = read(to_csv(label_rows(rubric, [answers], groups=True)), rubric_of=lambda ref: rubric)
    assert submission.assessment.ratings["p1.c1"].level == 1


def test_a_label_that_several_choices_have_is_refused_by_name():
    roles = [{"id": "coach", "label": "Same"}, {"id": "lead", "label": "Same"}]
    rubric = make_rubric({"p1": {"c1": {}}}, panel={"roles": roles})
    answers = {"rubric": rubric.ref, "site": "a", "date": "2026-03-02", "respondent_role": "lead"}
    (submission,) = read(to_csv(label_rows(rubric, [answers], groups=False)), rubric_of=lambda ref: rubric)
    assert [problem.code for problem in submission.problems] == ["AUD161"]


def test_labels_that_are_values_of_other_choices_are_read_as_labels_where_headings_are():
    roles = [{"id": "coach", "label": "lead"}, {"id": "lead", "label": "coach"}]
    rubric = make_rubric({"p1": {"c1": {}}}, panel={"roles": roles})
    answers = {"rubric": rubric.ref, "site": "a", "date": "2026-03-02", "respondent_role": "lead"}
    for rows in (label_rows(rubric, [answers], groups=False), kobo_rows(rubric, [answers])):
        assert read(to_csv(rows), rubric_of=lambda ref: rubric)[0].role == "lead"


def test_checks_whose_labels_run_into_each_other_are_refused():
    checks = [{"id": name, "text": text} for name, text in (("a", "x"), ("b", "x x"), ("c", "y"))]
    rubric = make_rubric({"p1": {"c1": {"checks": checks}}})
    answers = {"rubric": rubric.ref, "site": "a", "date": "2026-03-02", "p1__c1": "1"}
    told = []
    for chosen in ("a b", "c b", "c a"):
        rows = label_rows(rubric, [{**answers, "p1__c1__checks": chosen}], groups=False)
        (submission,) = read(to_csv(rows), rubric_of=lambda ref: rubric)
        told.append([problem.code for problem in submission.problems])
    assert told == [["AUD161"], ["AUD161"], []]


def test_without_the_rubric_nobody_can_tell_what_was_asked():
    heading, row = kobo_rows(RUBRIC, [SOUND])
    content = to_csv([heading[:2] + heading[3:], row[:2] + row[3:]])
    assert codes(content) == ["AUD162"]
    assert codes(to_csv(changed(rubric="other@1.0.0"))) == ["AUD020"]
    assert codes(to_csv(changed(digest="sha256:" + "0" * 64))) == ["AUD162"]


@pytest.mark.parametrize(
    ("name", "value"), [("ReviewState", "rejected"), ("_validation_status", "Not Approved")]
)
def test_a_submission_that_was_rejected_is_not_taken(name, value):
    heading, row = kobo_rows(RUBRIC, [SOUND])
    assert codes(to_csv([[name, *heading], [value, *row]])) == ["AUD162"]


def test_a_row_with_more_cells_than_columns_is_not_taken():
    heading, row = kobo_rows(RUBRIC, [SOUND])
    assert codes(to_csv([heading, [*row, "left over"]])) == ["AUD163"]
    assert codes(to_csv([heading, [*row, "", " "]])) == []
    assert codes(to_csv([heading, row[:-3]])) == []


def test_a_formula_in_a_workbook_is_no_answer():
    heading, row = kobo_rows(RUBRIC, [SOUND])
    page = io.BytesIO()
    with Workbook(page, {"in_memory": True}) as book:
        sheet = book.add_worksheet("submissions")
        for column, (title, text) in enumerate(zip(heading, row, strict=True)):
            sheet.write_string(0, column, title)
            if title.endswith("p1__c1__note"):
                sheet.write_formula(1, column, "=1+1", value="2")
            else:
                sheet.write_string(1, column, text)
    (problem,) = read(page.getvalue(), "export.xlsx")[0].problems
    assert problem.code == "AUD158"
    assert "p1__c1__note" in problem.message


def test_a_workbook_may_hold_numbers_and_dates():
    heading, row = kobo_rows(RUBRIC, [{**SOUND, "invited": "7"}])
    book = openpyxl.Workbook()
    book.active.append(heading)
    numbers = [int(text) if text.isdecimal() else text or None for text in row]
    numbers[heading.index("first_page/date")] = dt.date(2026, 3, 2)
    numbers[heading.index("_submission_time")] = dt.datetime(2026, 3, 2, 10, 15)
    book.active.append(numbers)
    note = book.active.cell(2, 1 + heading.index("page___p1/topic___p1__c2/p1__c2__note"))
    note.data_type = "s"
    page = io.BytesIO()
    book.save(page)
    (submission,) = read(page.getvalue(), "export.xlsx")
    assert submission.problems == ()
    assert submission.assessment == expected({**SOUND, "invited": "7"})
    assert submission.at.hour == 10


def test_a_heading_alone_and_a_file_that_cannot_be_read_are_told():
    assert codes(to_csv(kobo_rows(RUBRIC, []))) == ["AUD163"]
    assert codes(b"") == ["AUD163"]
    assert codes(b"PK\x03\x04 no archive", "export.zip") == ["AUD163"]


# Whatever comes


@examples(80)
@given(st.data())
def test_whatever_bytes_come_nothing_is_raised(data):
    sound = data.draw(
        st.sampled_from(
            [
                to_csv(kobo_rows(RUBRIC, [SOUND])),
                to_csv(odk_rows(RUBRIC, [SOUND]), ",", "utf-16"),
                to_zip({"submissions.csv": to_csv(odk_rows(RUBRIC, [SOUND]))}),
            ]
        )
    )
    at = data.draw(st.integers(0, len(sound)))
    cut = data.draw(st.integers(at, min(at + 40, len(sound))))
    content = sound[:at] + data.draw(st.binary(max_size=12)) + sound[cut:]
    for submission in read(content):
        assert (submission.assessment is None) == bool(submission.problems)
        for problem in (*submission.problems, *submission.notes):
            assert problem.place.startswith("export.csv")


@examples(80)
@given(st.data())
def test_no_cell_that_is_changed_goes_unnoticed(data):
    heading, row = kobo_rows(RUBRIC, [SOUND])
    index = data.draw(st.integers(2, len(row) - 7))
    text = data.draw(
        texts().filter(lambda text: "\0" not in text) | st.sampled_from(["0", "1", "2", "k1", "k2"])
    )
    (before,) = read(to_csv([heading, row]))
    changed = [*row[:index], text, *row[index + 1 :]]
    (after,) = read(to_csv([heading, changed]))
    if not after.problems and changed[index].strip() != row[index].strip():
        said = (after.assessment, after.respondent, after.role, after.notes)
        nought = heading[index].endswith(("/k1", "/k2", NONE_HOLDS)) or "/people___" in heading[index]
        agrees = nought and text == "0"  # No tick, and nobody of a role: as if nothing stood there.
        assert agrees or said != (before.assessment, before.respondent, before.role, before.notes)
