import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples, make_rubric, rate
from strategies import assessments, rubrics

from dsds_audit.forms.filling import answers_of
from dsds_audit.forms.redcap import write_data_dictionary
from dsds_audit.forms.redcap_reading import read_records
from dsds_audit.forms.redcap_writing import write_records
from dsds_audit.forms.submissions import read_submission


def rows_of(content):
    return list(csv.DictReader(io.StringIO(content.decode(), newline=""), strict=True))


def in_order(name, text):
    """The ticks of a question in the order of its boxes, which is all that boxes can say."""
    return " ".join(sorted(text.split())) if name.endswith("__checks") else text


@examples(20)
@given(st.data())
def test_what_a_record_holds_comes_back_as_from_any_form(data):
    rubric = data.draw(rubrics())
    given_ = data.draw(st.lists(assessments(rubric), min_size=1, max_size=3))
    content, losses = write_records(given_, rubric)
    read = read_records(content, "records.csv", lambda ref: rubric, lambda was, now: ())
    assert len(read) == len(given_)
    told = []
    for number, (assessment, submission) in enumerate(zip(given_, read, strict=True), start=1):
        answers, lost = answers_of(assessment, rubric)
        told += [f"{assessment.site}, {assessment.date}: {loss}" for loss in lost]
        told += [
            f"{assessment.site}, {assessment.date}: {name}: U+0000, which stands for nothing"
            for name in answers
            if "\0" in answers[name]
        ]
        kept = {
            name: in_order(name, text.replace("\0", "\N{REPLACEMENT CHARACTER}"))
            for name, text in answers.items()
        }
        expected = read_submission(kept, rubric, submission.place)
        assert submission.place == f"records.csv: record “{number}”"
        assert submission.problems == ()
        assert submission.assessment == expected.assessment
        unfinished = ["AUD168"] if assessment.interview else []
        assert [note.code for note in submission.notes] == unfinished
    assert losses == tuple(told)


@examples(15)
@given(st.data())
def test_every_column_is_one_of_the_dictionary_and_no_cell_a_formula(data):
    rubric = data.draw(rubrics())
    content, _ = write_records([data.draw(assessments(rubric))], rubric)
    (row,) = rows_of(content)
    fields = {}
    for field in rows_of(write_data_dictionary(rubric)):
        choices = field["Choices, Calculations, OR Slider Labels"].split("|")
        fields[field["Variable / Field Name"]] = [choice.strip().partition(",")[0] for choice in choices]
        if field["Field Type"] == "checkbox":
            name = field["Variable / Field Name"]
            fields |= {f"{name}___{value}": ["0", "1"] for value in fields.pop(name)}
    assert set(row) == {*fields, "assessment_complete"}
    for name, cell in row.items():
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        if cell and fields.get(name, [""]) != [""]:
            assert cell in fields[name]


def test_a_text_that_looks_like_a_formula_stays_the_text_it_is():
    rubric = make_rubric((1,))
    texts = ["=1+1", "'=1+1", "''@x", "+1", "-", "'plain"]
    content, losses = write_records([rate(rubric, site=text) for text in texts], rubric)
    assert losses == ()
    assert [row["site"] for row in rows_of(content)] == ["'=1+1", "''=1+1", "'''@x", "'+1", "'-", "'plain"]
    read = read_records(content, "records.csv", lambda ref: rubric, lambda was, now: ())
    assert [each.assessment.site for each in read] == texts


def test_an_assessment_of_another_version_is_not_taken_for_one_of_this():
    rubric = make_rubric((1,))
    with pytest.raises(ValueError, match=r"small@1\.0\.0"):
        write_records([rate(rubric)], make_rubric((1,), version="1.1.0"))
