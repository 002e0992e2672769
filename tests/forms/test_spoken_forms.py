"""Forms in other languages than English, and what comes back of them."""

import csv
import io
import json
from collections.abc import Iterator

import openpyxl
import pytest
from pyxform.xls2xform import convert
from speeches_for_tests import accented, words_in_english
from translations_for_tests import arabic, make_translation

from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import AuditError
from dsds_audit.forms.filling import answers_of
from dsds_audit.forms.kobo import read_kobo
from dsds_audit.forms.questions import form_questions
from dsds_audit.forms.redcap import ANNOTATION, CHOICES, HEADER, LABEL, NOTE, VARIABLE, write_data_dictionary
from dsds_audit.forms.redcap_reading import read_records
from dsds_audit.forms.redcap_writing import write_records
from dsds_audit.forms.submissions import read_submission
from dsds_audit.forms.surveyjs import write_surveyjs
from dsds_audit.forms.surveyjs_results import read_surveyjs
from dsds_audit.forms.xlsform import write_xlsform
from dsds_audit.speech import ENGLISH_SPEECH, speaking
from dsds_audit.speech_files import load_speech
from dsds_audit.translation import language_notes, translate
from dsds_audit.workbook import tongue
from dsds_audit.workbook.tongue import tongue_of
from tests.forms.exports import label_rows, to_csv
from tests.forms.test_kobo import RUBRIC, SOUND

ACCENTED = accented()
FOREIGN = translate(RUBRIC, make_translation(RUBRIC, "ar", arabic))
IDS = {name for question in form_questions(RUBRIC) for name in (question.name, *dict(question.choices))}


@pytest.fixture(autouse=True)
def made_up(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The made-up language is one that the program speaks."""
    monkeypatch.setattr(tongue, "spoken_languages", lambda: ("en", "es", ACCENTED.language))
    known = {ACCENTED.language: ACCENTED}
    monkeypatch.setattr(tongue, "load_speech", lambda tag: known.get(tag) or load_speech(tag))
    return


def cells(content: bytes, sheet: str, *columns: str) -> list[str]:
    head, *rows = openpyxl.load_workbook(io.BytesIO(content))[sheet].values
    places = [head.index(column) for column in columns]
    return [str(row[place]) for row in rows for place in places if row[place]]


def english(texts: list[str]) -> set[str]:
    return {word for text in texts for word in words_in_english(text)}


def test_everything_people_see_of_an_xlsform_is_in_its_language():
    with speaking(ACCENTED):
        content = write_xlsform(FOREIGN)
    seen = cells(content, "survey", "label", "hint", "constraint_message")
    seen += [*cells(content, "choices", "label"), *cells(content, "settings", "form_title")]
    assert len(seen) > 50
    assert not english(seen)


def test_everything_people_see_of_redcap_and_surveyjs_is_in_its_language():
    with speaking(ACCENTED):
        rows = list(csv.DictReader(io.StringIO(write_data_dictionary(FOREIGN).decode())))
        form = json.loads(write_surveyjs(FOREIGN))
    seen = [row[column] for row in rows for column in (HEADER, LABEL, NOTE)]
    seen += [choice.partition(", ")[2] for row in rows for choice in row[CHOICES].split(" | ")]
    seen += [row[ANNOTATION].partition(":")[0] for row in rows]
    asked = [element for page in form["pages"] for element in page["elements"]]
    seen += [form["title"], form["description"], *(page["title"] for page in form["pages"])]
    seen += [one.get(key, "") for one in asked for key in ("title", "description")]
    seen += [choice["text"] for one in asked for choice in one.get("choices", ())]
    seen += [rule["text"] for one in asked for rule in one.get("validators", ())]
    assert len(seen) > 100
    assert not english(seen)


def test_that_nobody_has_reviewed_a_translation_stands_at_the_start_of_every_form(tmp_path):
    rubric = Catalogue().load("dsds", "es")
    (note,) = language_notes(rubric)
    content = write_xlsform(rubric)
    assert cells(content, "survey", "label")[1] == note
    assert cells(content, "settings", "default_language") == ["Español (es)"]
    (tmp_path / "form.xlsx").write_bytes(content)
    assert note in convert(str(tmp_path / "form.xlsx"), validate=False).xform
    first, second, *_ = csv.DictReader(io.StringIO(write_data_dictionary(rubric).decode()))
    assert (first[VARIABLE], second[VARIABLE], second[LABEL]) == ("record_id", "about_language", note)
    form = json.loads(write_surveyjs(rubric))
    assert form["locale"] == "es"
    assert form["description"].endswith(note)


def test_a_form_as_the_rubric_was_written_says_nothing_of_its_language():
    for content in (write_data_dictionary(RUBRIC), write_surveyjs(RUBRIC)):
        assert b"about_language" not in content
        assert b"locale" not in content
    assert "language" not in cells(write_xlsform(RUBRIC), "survey", "name")


@pytest.mark.parametrize("groups", [True, False])
@pytest.mark.parametrize("rubric", [RUBRIC, FOREIGN])
@pytest.mark.parametrize(("made", "reads"), [(ACCENTED, ENGLISH_SPEECH), (ENGLISH_SPEECH, ACCENTED)])
def test_labels_are_understood_in_the_language_of_the_form(made, reads, rubric, groups):
    answers = {**SOUND, "p1__c1__checks": "k2 k1", "respondent_role": "lead"}
    with speaking(made):
        said = ["language", str(tongue_of(rubric))]
        head, row = label_rows(rubric, [answers], groups=groups)
        rows = [[*head, said[0]], [*row, said[1]]]
        assert f"'{said[1]}'" in cells(write_xlsform(rubric), "survey", "calculation") or not said[1]
    with speaking(reads):
        (read,) = read_kobo(
            to_csv(rows), "e.csv", lambda ref, tag=None: FOREIGN if tag == "ar" else RUBRIC, lambda *_: ()
        )
    assert (read.problems, read.notes) == ((), ())
    assert read.assessment == read_submission(answers, RUBRIC, "").assessment


def told(content: bytes, name: str, read) -> list[str]:
    try:
        read = read(content, name, lambda *_: FOREIGN, lambda *_: ())
    except AuditError as error:
        return [each.message for each in error.problems]
    return [each.message for one in read for each in (*one.problems, *one.notes)]


def test_every_problem_is_told_in_the_language_that_is_spoken():
    wrong = {
        **SOUND,
        "digest": "¿?",
        "date": "¿?",
        "invited": "¿?",
        "facilitator": "é" * 300,
        "p1__c1": "¿?",
        "p1__c1__checks": "¿?",
        "p1__c2__reason": "é",
        "p1__c2__checks": "none__holds k1",
        "ñññ": "é",
        **{f"ñ{number}": "é" for number in range(40)},
    }
    lists = [[*wrong], [*wrong.values()], ["", "", *["é"] * 60]]
    redcap = [["é", "rubric", "p1_x_c1"], ["é", RUBRIC.ref, "¿?"]]
    files = [b"", b"\xff\xfe\x00", "é".encode("cp1252"), b"a,b\n", b"PK\x03\x04", b"\0", b"{", b"[]"]
    with speaking(ACCENTED):
        messages = told(to_csv(lists), "é.csv", read_kobo) + told(to_csv(redcap), "é.csv", read_records)
        messages += told(json.dumps([wrong, 1, {}]).encode(), "é", read_surveyjs)
        for content in files:
            messages += told(content, "é", read_kobo) + told(content, "é", read_records)
            messages += told(content, "é", read_surveyjs)
    kept = IDS | {"rubric", "digest", "record"}
    assert len(messages) > 40
    assert not {w for m in messages for w in english([m]) if not any(w in name for name in kept)}


def test_what_no_form_can_hold_is_told_in_the_language_that_is_spoken(riverbend):
    with speaking(ACCENTED):
        losses = answers_of(riverbend.assessment, riverbend.rubric)[1]
        _, also = write_records([riverbend.assessment], riverbend.rubric)
    words = {word for loss in losses for word in english([loss.rpartition(": ")[2]])}
    assert losses
    assert len(also) == len(losses)
    assert not words
