"""The report of an assessment in every format there is."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from dsds_audit.report.blocks import Block, with_language
from dsds_audit.report.facts import Facts
from dsds_audit.report.wording import title_of
from dsds_audit.speech import current_speech
from dsds_audit.theme import PLAIN, Letterhead
from dsds_audit.translation import texts_of


@dataclass(frozen=True, slots=True)
class Look:
    """How a document is made: its letterhead, a Word document to write into, the whole of it or one page.

    A ``form`` is one to fill in by hand. ``language`` is the one that most of it is in; None stands for the
    one that is spoken.
    """

    letterhead: Letterhead = PLAIN
    template: bytes | None = None
    one_page: bool = False
    form: bool = False
    language: str | None = None


def render_report(facts: Facts, suffix: str, look: Look | None = None) -> bytes:
    """The report as the bytes of a file with this ending, one of ``SUFFIXES``."""
    return _RENDERERS[suffix](facts, look or Look())


def _html(facts: Facts, look: Look) -> bytes:
    from dsds_audit.report.html import render_html

    return render_html(facts, look.letterhead).encode()


def write_blocks(
    blocks: Iterable[Block], suffix: str, title: str, date: dt.date, look: Look | None = None
) -> bytes:
    """Blocks as the bytes of a PDF, a Word document or Markdown, one of ``ON_PAPER``.

    ``title`` and ``date`` are the document's own.
    """
    look = look or Look()
    language = look.language or current_speech().language
    if suffix == ".pdf":
        from dsds_audit.report.pdf import write_pdf

        return write_pdf(
            blocks,
            title,
            date,
            look.letterhead,
            one_page=look.one_page,
            form=look.form,
            language=language,
        )
    if suffix == ".docx":
        from dsds_audit.report.word import write_word

        return write_word(
            blocks,
            title,
            date,
            look.letterhead,
            look.template,
            one_page=look.one_page,
            form=look.form,
            language=language,
        )
    from dsds_audit.report.markdown import write_markdown

    return write_markdown(blocks).encode()


def _on_paper(suffix: str) -> Callable[[Facts, Look], bytes]:
    def render(facts: Facts, look: Look) -> bytes:
        return write_blocks(_blocks(facts, look), suffix, title_of(facts), facts.assessment.date, look)

    return render


def _excel(facts: Facts, look: Look) -> bytes:
    from dsds_audit.report.live_workbook import write_live_workbook

    return write_live_workbook(facts, look.letterhead)


def _json(facts: Facts, _: Look) -> bytes:
    from dsds_audit.report.documents import report_document, to_json

    return to_json(report_document(facts)).encode()


def _blocks(facts: Facts, look: Look) -> Iterator[Block]:
    from dsds_audit.report.one_page_blocks import one_page_blocks
    from dsds_audit.report.report_blocks import report_blocks

    blocks = one_page_blocks(facts) if look.one_page else report_blocks(facts)
    rubric = facts.rubric
    if rubric.language == current_speech().language:
        return blocks
    texts = texts_of(rubric).values()
    return with_language(blocks, {*texts, *(text.rstrip(".") for text in texts)}, rubric.language)


ON_PAPER = (".pdf", ".docx", ".md")
_RENDERERS: Mapping[str, Callable[[Facts, Look], bytes]] = {
    ".html": _html,
    **{suffix: _on_paper(suffix) for suffix in ON_PAPER},
    ".xlsx": _excel,
    ".json": _json,
}
SUFFIXES = tuple(_RENDERERS)
