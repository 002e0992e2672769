"""The report as a workbook in other languages: what it says, and what its formulas work out."""

import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from rubrics_for_tests import make_rubric, rate
from soffice_for_tests import converted, needs_soffice
from speeches_for_tests import accented, words_in_english
from strategies import assessments, rubrics
from translations_for_tests import arabic, make_translation

from dsds_audit.catalogue import Catalogue
from dsds_audit.display import STANDING_LABELS, STATUS_LABELS
from dsds_audit.report.facts import Facts, gather_facts
from dsds_audit.report.live_scores import TOP
from dsds_audit.report.live_workbook import write_live_workbook
from dsds_audit.report.wording import Wording
from dsds_audit.speech import Speech, say, speaking
from dsds_audit.speech_files import load_speech
from dsds_audit.translation import translate
from tests.report.test_live_workbook import close, read

SPEECHES = [accented(), load_speech("es"), load_speech("fr")]


def agree(content: bytes, facts: Facts) -> None:
    """What the sheet of scores shows is what the core says, in the words of the language that is spoken."""
    scores = read(content)[say("Scores")]
    card, told = facts.card, {row[0]: row[1] for row in scores[:13] if row[0]}
    assert told[say("Status")] == STATUS_LABELS[card.status]
    assert told[say("Adequate")] == Wording(facts).verdict
    assert told[say("Practices in place")] == card.in_place
    assert close(told[say("Total, at least")], card.low)
    assert close(told[say("Shown by fresh evidence, at least")], facts.evidenced.low)
    for row, practice in zip(scores[TOP:], card.practices, strict=False):
        assert row[1] == STATUS_LABELS[practice.status]
        assert close(row[3], practice.high)


def calculated(content: bytes, folder, changes) -> bytes:
    """The workbook with its values taken out and some levels changed, worked out by LibreOffice."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book[say("Ratings")]
    heads = [cell.value for cell in sheet[3]]
    level, name = heads.index(say("Level")), heads.index(say("Id"))
    for row in sheet.iter_rows(min_row=4):
        if row[name].value in changes:
            row[level].value = changes[row[name].value]
    path = folder / "changed.xlsx"
    book.save(path)
    return converted(path, "xlsx", folder).read_bytes()


@pytest.mark.parametrize("speech", SPEECHES)
def test_numbers_are_there_before_anything_calculates(speech: Speech, riverbend):
    with speaking(speech):
        agree(write_live_workbook(riverbend), riverbend)


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_any_assessment_can_be_written_in_any_language(data):
    rubric = data.draw(rubrics())
    facts = gather_facts(rubric, data.draw(assessments(rubric)))
    with speaking(data.draw(st.sampled_from(SPEECHES))):
        agree(write_live_workbook(facts), facts)


@needs_soffice
@pytest.mark.slow
@pytest.mark.parametrize("speech", SPEECHES)
def test_another_program_works_out_the_same_in_every_language(speech: Speech, tmp_path):
    rubric = make_rubric({"p1": {"c1": {"not_applicable": True}, "c2": {}}, "p2": {"c3": {}, "c4": {}}})
    facts = gather_facts(rubric, rate(rubric, {"p1.c1": 2, "p1.c2": 1, "p2.c3": "?", "p2.c4": None}))
    changed = gather_facts(rubric, rate(rubric, {"p1.c1": "-", "p1.c2": 2, "p2.c3": 0, "p2.c4": None}))
    with speaking(speech):
        content = write_live_workbook(facts)
        agree(calculated(content, tmp_path, {}), facts)
        changes = {"p1.c1": STANDING_LABELS["not_applicable"], "p1.c2": 2, "p2.c3": 0}
        agree(calculated(content, tmp_path, changes), changed)


def test_all_that_it_says_is_in_its_language():
    rubric = Catalogue().load("dsds")
    rubric = translate(rubric, make_translation(rubric, "ar", arabic))
    levels = dict(zip(rubric.criteria, [0, 1, 2, None, "?"] * 9, strict=False))
    assessment = rate(rubric, levels).model_copy(update={"site": "Ríó"})
    facts = gather_facts(rubric, assessment)
    with speaking(accented()):
        book = CalamineWorkbook.from_filelike(io.BytesIO(write_live_workbook(facts)))
    said = list(book.sheet_names)
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python()
        said += [cell for row in rows for cell in row if isinstance(cell, str)]
    ids = {part for name in rubric.criteria for part in name.split(".")}
    assert len(said) > 200
    months = {"Mar", "March", "Apr", "May"}  # Dates have no catalogue.
    kept = {*ids, *months, "populations", *(effort.id for effort in rubric.efforts)}
    assert not {word for text in said for word in words_in_english(text)} - kept
