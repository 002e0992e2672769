from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import assessments, rubrics

from dsds_audit.report.blocks import Bullets, Heading, Paragraph, Picture, Table
from dsds_audit.report.facts import gather_facts
from dsds_audit.report.report_blocks import report_blocks


def test_headings_step_down_one_at_a_time(riverbend):
    levels = [block.level for block in report_blocks(riverbend) if isinstance(block, Heading)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(now <= before + 1 for before, now in pairwise(levels))


def test_every_picture_says_in_words_what_it_shows(riverbend):
    pictures = [block for block in report_blocks(riverbend) if isinstance(block, Picture)]
    assert [picture.name for picture in pictures] == ["radar", "dots"]
    for picture in pictures:
        title, _, description = str(picture.draw().get_label()).partition("\n")
        assert title
        assert "Data are both useful and usable" in description


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_tables_are_whole_and_nothing_is_empty(data):
    rubric = data.draw(rubrics())
    facts = gather_facts(rubric, data.draw(assessments(rubric)))
    for block in report_blocks(facts):
        match block:
            case Heading(text, _):
                assert text
            case Paragraph(text):
                assert text
            case Bullets(items):
                assert items
            case Table(caption, columns, rows, widths):
                assert caption
                assert len(columns) == len(widths)
                assert all(len(row) == len(columns) for row in rows)
            case Picture():
                pass


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_everything_typed_about_a_criterion_is_in_it(data):
    rubric = data.draw(rubrics())
    assessment = data.draw(assessments(rubric))
    cells = {
        "".join(run.text for run in cell)
        for block in report_blocks(gather_facts(rubric, assessment))
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
    }
    everything = "\n".join(cells)
    for rating in assessment.ratings.values():
        for typed in (rating.note, rating.not_applicable, *(evidence.what for evidence in rating.evidence)):
            assert not typed or typed in everything
