"""The report of an assessment in every format there is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dsds_audit.report.facts import Facts
from dsds_audit.report.text import long_date
from dsds_audit.theme import PLAIN, Letterhead

if TYPE_CHECKING:
    from dsds_audit.report.blocks import Block


@dataclass(frozen=True, slots=True)
class Look:
    """How a report is made: its letterhead, a Word document to write into, the whole of it or one page."""

    letterhead: Letterhead = PLAIN
    template: bytes | None = None
    one_page: bool = False


def title_of(facts: Facts) -> str:
    """What a document calls itself: site, rubric and date."""
    return f"{facts.assessment.site}: {facts.rubric.title}, {long_date(facts.assessment.date)}"


def render_report(facts: Facts, suffix: str, look: Look | None = None) -> bytes:
    """The report as the bytes of a file with this ending, one of ``SUFFIXES``."""
    return _RENDERERS[suffix](facts, look or Look())


def _html(facts: Facts, look: Look) -> bytes:
    from dsds_audit.report.html import render_html

    return render_html(facts, look.letterhead).encode()


def _pdf(facts: Facts, look: Look) -> bytes:
    from dsds_audit.report.pdf import write_pdf

    blocks, date = _blocks(facts, look), facts.assessment.date
    return write_pdf(blocks, title_of(facts), date, look.letterhead, one_page=look.one_page)


def _word(facts: Facts, look: Look) -> bytes:
    from dsds_audit.report.word import write_word

    blocks, date = _blocks(facts, look), facts.assessment.date
    return write_word(blocks, title_of(facts), date, look.letterhead, look.template)


def _markdown(facts: Facts, look: Look) -> bytes:
    from dsds_audit.report.markdown import write_markdown

    return write_markdown(_blocks(facts, look)).encode()


def _excel(facts: Facts, look: Look) -> bytes:
    from dsds_audit.report.live_workbook import write_live_workbook

    return write_live_workbook(facts, look.letterhead)


def _json(facts: Facts, _: Look) -> bytes:
    from dsds_audit.report.documents import report_document, to_json

    return to_json(report_document(facts)).encode()


def _blocks(facts: Facts, look: Look) -> "Iterator[Block]":
    from dsds_audit.report.one_page_blocks import one_page_blocks
    from dsds_audit.report.report_blocks import report_blocks

    return one_page_blocks(facts) if look.one_page else report_blocks(facts)


_RENDERERS: Mapping[str, Callable[[Facts, Look], bytes]] = {
    ".html": _html,
    ".pdf": _pdf,
    ".docx": _word,
    ".xlsx": _excel,
    ".md": _markdown,
    ".json": _json,
}
SUFFIXES = tuple(_RENDERERS)
ON_ONE_PAGE = (".pdf", ".docx", ".md")
