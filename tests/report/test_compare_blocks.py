import datetime as dt
from io import BytesIO

from comparisons_for_tests import side_by_side
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from rubrics_for_tests import make_rubric, rate

from dsds_audit.comparison import compare
from dsds_audit.report.blocks import Heading, Picture, Table
from dsds_audit.report.compare_blocks import comparison_blocks
from dsds_audit.report.compare_wording import ComparisonWording
from dsds_audit.report.markdown import write_markdown
from dsds_audit.report.pdf import write_pdf

RUBRIC = make_rubric((2, 2, 2))


def headings(comparison):
    return [block.text for block in comparison_blocks(comparison) if isinstance(block, Heading)]


def test_two_dates_of_one_site_show_what_really_changed():
    dates = (dt.date(2026, 3, 2), dt.date(2026, 9, 14))
    assessments = [rate(RUBRIC, {"p1.c1": level}, date=date) for level, date in enumerate(dates)]
    comparison = compare([(str(a.date), RUBRIC, a) for a in assessments], lambda *_: ())
    assert any(text.startswith("What really changed") for text in headings(comparison))
    pictures = [block.name for block in comparison_blocks(comparison) if isinstance(block, Picture)]
    assert pictures == ["waterfall", "radars"]


def test_two_sites_stand_side_by_side_with_everything_that_tells_them_apart():
    comparison = side_by_side(RUBRIC, {"p1.c1": 2}, {"p1.c1": "?"}, others=1)
    written = write_markdown(comparison_blocks(comparison))
    words = ComparisonWording(comparison)
    for column in words.columns:
        assert column.words.score(column.facts.card) in written
        assert column.column.assessment.site in written
    assert "What really changed" not in written
    assert words.tally("p1.c1") in written


def test_many_are_told_in_blocks_that_a_page_has_room_for():
    comparison = side_by_side(RUBRIC, *[{"p1.c1": 1}] * 13)
    tables = [
        b for b in comparison_blocks(comparison) if isinstance(b, Table) and b.columns[0] == "Criterion"
    ]
    assert [len(each.columns) for each in tables] == [8, 8, 3]


@settings(max_examples=5, deadline=None)
@given(st.lists(st.sampled_from([0, 1, 2, "?", None]), min_size=2, max_size=4))
def test_any_of_them_is_a_pdf_with_every_level(levels):
    comparison = side_by_side(RUBRIC, *[{"p1.c1": level} for level in levels])
    content = write_pdf(comparison_blocks(comparison), "x", dt.date(2026, 9, 14))
    assert PdfReader(BytesIO(content)).pages
