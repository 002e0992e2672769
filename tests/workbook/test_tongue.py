import datetime as dt
import io
from collections.abc import Iterator

import openpyxl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from speeches_for_tests import accented, words_in_english
from strategies import assessments, rubrics
from translations_for_tests import arabic, make_translation

from dsds_audit.assessment import Assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import AssessmentError
from dsds_audit.rubric import Rubric
from dsds_audit.speech import ENGLISH_SPEECH, Speech, current_speech, speaking
from dsds_audit.speech_files import load_speech
from dsds_audit.translation import translate
from dsds_audit.workbook import tongue as module
from dsds_audit.workbook.reading import Reader
from dsds_audit.workbook.rows import Filling
from dsds_audit.workbook.tongue import Tongue, read_tongue
from dsds_audit.workbook.writing import write_workbook
from tests.workbook.test_reading import as_held
from tests.workbook.workbooks import RUBRIC, edited, fill, noted, read, told

ACCENTED = accented()
SPANISH = load_speech("es")


@pytest.fixture(autouse=True, scope="module")
def made_up() -> Iterator[None]:
    """The made-up language is one that the program speaks."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "spoken_languages", lambda: ("en", "es", "fr", ACCENTED.language))
        known = {ACCENTED.language: ACCENTED}
        patched.setattr(module, "load_speech", lambda tag: known.get(tag) or load_speech(tag))
        yield


@pytest.mark.parametrize(
    ("tongue", "text"),
    [
        (Tongue(), ""),
        (Tongue("es", "es"), "es"),
        (Tongue("es", "en"), "es en"),
        (Tongue("", "fr"), "- fr"),
        (Tongue("pt", "en"), "pt"),
    ],
)
def test_a_language_is_written_down_and_read(tongue: Tongue, text: str) -> None:
    assert str(tongue) == text
    assert read_tongue(text) == tongue


@pytest.mark.parametrize("tag", ["../../../etc", "x", "-", "es/../..", ""])
def test_a_language_that_nobody_speaks_is_english_and_names_no_file(tag: str) -> None:
    with Tongue(tag, tag).spoken():
        assert current_speech() is ENGLISH_SPEECH


def test_a_variant_is_spoken_as_its_language() -> None:
    with Tongue("es-MX", "es-MX").spoken():
        assert current_speech().language == "es"


@pytest.mark.parametrize("asked", [None, "es"])
@pytest.mark.parametrize(("made", "reads"), [(ENGLISH_SPEECH, SPANISH), (SPANISH, ENGLISH_SPEECH)])
def test_a_workbook_is_read_in_its_own_language(
    asked: str | None, made: Speech, reads: Speech, riverbend
) -> None:
    rubric = Catalogue(language=asked).load("dsds")
    held = riverbend.assessment.model_copy(update={"digest": rubric.digest})
    with speaking(made):
        content = write_workbook(rubric, Filling(held))
    for language in (None, "es", "fr"):
        with speaking(reads):
            result = Reader(Catalogue(language=language).load).read(content, "r.xlsx")
        assert result.assessment == held
        assert (result.problems, result.notes) == ((), ())


@given(st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_written_in_one_language_is_read_back_in_another(data: st.DataObject) -> None:
    rubric = data.draw(rubrics())
    assessment = data.draw(assessments(rubric))
    made, reads = data.draw(st.permutations([ENGLISH_SPEECH, ACCENTED, SPANISH]))[:2]
    try:
        with speaking(made):
            content = write_workbook(rubric, Filling(assessment))
    except AssessmentError:
        assume(False)  # U+FFFE and U+FFFF, which no workbook can hold.
    with speaking(reads):
        result = read(content, rubric)
    assert (result.problems, result.notes) == ((), ())
    assert result.assessment == as_held(rubric, assessment)


def foreign(rubric: Rubric = RUBRIC) -> Rubric:
    """The rubric without a letter of English."""
    return translate(rubric, make_translation(rubric, "ar", arabic))


OURS = {*("label", "answer", "more", "date", "workbook", "lists")}


def test_all_that_a_workbook_says_is_said_in_its_language() -> None:
    last = Assessment(
        site="Ríó", rubric=RUBRIC.ref, date=dt.date(2025, 3, 2), ratings={"p1.c1": {"level": 1}}
    )
    with speaking(ACCENTED):
        book = openpyxl.load_workbook(io.BytesIO(write_workbook(foreign(), Filling(last=last))))
    said = [page.title for page in book]
    for page in book:
        rows = list(page.iter_rows(min_col=2 if page.sheet_state == "visible" else 1))
        said += [str(cell.value) for row in rows for cell in row if cell.data_type == "s"]
        for rule in page.data_validations.dataValidation:
            said += [text for text in (rule.error, rule.prompt) if text]
        said.append(str(page.oddFooter.right.text or ""))
    assert len(said) > 100
    assert not {word for text in said for word in words_in_english(text)} - OURS


def test_a_problem_is_told_to_whoever_reads_in_their_language() -> None:
    def spoil(book: openpyxl.Workbook) -> None:
        fill(book, "p1.c1/level", "¿?")
        fill(book, "p1.c1.k1", "¿?")
        fill(book, "p1.c2/note", "=ƀ1")
        fill(book, "p1.c2/level", "¿?")
        fill(book, "participants", "¡ó!", "more")
        fill(book, "invited", "¿?")
        fill(book, "date", "¿?")
        book.worksheets[0].delete_rows(3)
        book.worksheets[1].cell(3, 9).value = "¡ó!"
        book.create_sheet("¡ó!").cell(1, 1).value = "¡ó!"
        book.worksheets[2].delete_rows(5, 4)

    with speaking(ACCENTED):
        result = Reader(lambda *_: foreign()).read(edited(spoil, write_workbook(foreign())), "r.xlsx")
        other = read(b"PK\x03\x04", foreign()), read(b"", foreign()), read(b"\xd0\xcf\x11\xe0", foreign())
    lines = [*told(result), *noted(result), *(line for each in other for line in told(each))]
    assert len(lines) > 10
    assert not {word for line in lines for word in words_in_english(line)} - {"AUD"}
