"""Whatever a report says goes through a catalogue: in a language without ASCII, no English word is left."""

import datetime as dt
import json
import re
from dataclasses import replace
from html import unescape
from io import BytesIO, StringIO

import pytest
from docx import Document
from pypdf import PdfReader
from rich.console import Console
from speeches_for_tests import accented, right_to_left, words_in_english
from translations_for_tests import make_translation

from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import AuditError
from dsds_audit.report import remaking
from dsds_audit.report.carried import unpack_report
from dsds_audit.report.documents import (
    actions_document,
    gaps_document,
    report_document,
    score_document,
    to_json,
)
from dsds_audit.report.facts import Facts, gather_facts
from dsds_audit.report.formats import Look, render_report
from dsds_audit.report.html import render_html
from dsds_audit.report.tables import actions_table, gaps_table, score_table
from dsds_audit.report.templates import read_template
from dsds_audit.report.verification import verify_report
from dsds_audit.speech import Speech, speaking
from dsds_audit.translation import translate

_LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CYRILLIC = str.maketrans(_LATIN, "абцдефгхийклмнопярстуввхызАБЦДЕФГХИЙКЛМНОПЯРСТУВВХЫЗ")
_HEBREW = str.maketrans(_LATIN, "אבגדהוזחטיכלמנסעפצקרשתטזחח" * 2)
TYPED = {"note", "what", "where", "not_applicable", "site", "program", "group"}
NAMED = re.compile(r"dsds-audit|dsds@[\d.]+|sha256:\w+|https?:\S+|[a-z]+(?:\.[a-z]+)+|JSON|[a-z]+-\d{4}")
IDS = {"low", "medium", "high", "ours", "handout"}
"""What the rubric calls its efforts and sources."""


def in_letters(letters):
    def word(text):
        parts = re.split(r"(\{[a-z_]+\})", text)
        return "".join(part if part.startswith("{") else part.translate(letters) for part in parts)

    return word


def typed_in(word, value, name=""):
    """A record with everything that was typed in other letters."""
    if isinstance(value, dict):
        return {
            key: {k: word(v) for k, v in part.items()} if key == "populations" else typed_in(word, part, key)
            for key, part in value.items()
        }
    if isinstance(value, list | tuple):
        return [typed_in(word, part, name) for part in value]
    return word(value) if name in TYPED and isinstance(value, str) else value


def site_in(riverbend: Facts, letters, language: str) -> Facts:
    """The example's site, with its rubric and all that was typed in other letters."""
    word, original = in_letters(letters), riverbend.rubric
    rubric = translate(original, make_translation(original, language, word))
    places = re.sub(
        r'("place":")([^"]+)"', lambda found: f'{found[1]}{word(found[2])}"', rubric.model_dump_json()
    )
    rubric = type(rubric).model_validate_json(places)
    sources = [source.model_copy(update={"citation": word(source.citation)}) for source in rubric.sources]
    rubric = rubric.model_copy(update={"sources": tuple(sources)})
    record = typed_in(word, riverbend.assessment.model_dump(mode="json"))
    assessment = type(riverbend.assessment).model_validate(record)
    return gather_facts(rubric, assessment, as_of=dt.date(2026, 12, 1))


@pytest.fixture(scope="module")
def site(riverbend) -> Facts:
    return site_in(riverbend, _CYRILLIC, "x-accented")


def left_in_english(text: str) -> set[str]:
    return set(words_in_english(NAMED.sub("", unescape(text)))) - IDS


def seen_on(page: str) -> str:
    """What a page shows, reads out or tells of its parts, without what holds its data and its looks."""
    bare = re.sub(r"<(style|script)\b.*?</\1>|<metadata>.*?</metadata>", "", page, flags=re.DOTALL)
    spoken = re.findall(r'(?:aria-label|data-label|alt)="([^"]*)"', bare)
    return " ".join([re.sub(r"<[^<>]*>", " ", bare), *spoken])


def spoken() -> Speech:
    return replace(accented(), long_date=str, short_date=str)


def again(facts: Facts) -> Facts:
    """The same facts with nothing computed yet: what is said is said when it is computed."""
    return gather_facts(facts.rubric, facts.assessment, as_of=facts.as_of)


def test_no_english_is_left_on_the_page(site):
    with speaking(spoken()):
        page = render_html(again(site))
    assert left_in_english(seen_on(page)) == set()
    assert '<html lang="x-accented">' in page


@pytest.mark.parametrize("one_page", [False, True])
def test_no_english_is_left_in_markdown(site, one_page):
    with speaking(spoken()):
        text = render_report(again(site), ".md", Look(one_page=one_page)).decode()
    assert left_in_english(text) == set()


def test_no_english_is_left_in_word(site):
    with speaking(spoken()):
        document = Document(BytesIO(render_report(again(site), ".docx")))
    section = document.sections[0]
    parts = (document.element.body, section.header._element, section.footer._element)
    texts = [text.text or "" for part in parts for text in part.iter() if text.tag.endswith("}t")]
    pictures = [
        name for p in document.element.body.iter() for name in (p.get("descr"), p.get("title")) if name
    ]
    assert left_in_english("\n".join([*texts, *pictures])) == set()
    languages = document.styles.element.xpath("w:docDefaults//w:lang")
    assert [dict(each.attrib) for each in languages] == [{languages[0].keys()[0]: "x-accented"}]


def test_no_english_is_left_in_pdf(site):
    with speaking(spoken()):
        reader = PdfReader(BytesIO(render_report(again(site), ".pdf")))
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert left_in_english(re.sub(r"-\n|[0-9a-f]{20,}", "", text)) == set()


@pytest.mark.parametrize("table", [score_table, gaps_table, actions_table])
def test_no_english_is_left_on_the_screen(site, table):
    screen = Console(file=StringIO(), width=400)
    with speaking(spoken()):
        screen.print(table(site.rubric, site.assessment))
    assert left_in_english(screen.file.getvalue()) == set()


@pytest.mark.parametrize("document", [score_document, gaps_document, actions_document])
def test_a_document_says_its_language_where_it_is_not_english(site, document):
    assert "language" not in document(site.rubric, site.assessment)
    with speaking(accented()):
        made = document(site.rubric, site.assessment)
    assert list(made)[:2] == ["format", "language"]
    assert made["language"] == "x-accented"


@pytest.mark.parametrize("suffix", [".json", ".html"])
@pytest.mark.parametrize("read_in", [accented, right_to_left])
def test_a_report_is_verified_in_the_language_it_was_made_in(riverbend, monkeypatch, suffix, read_in):
    speeches = {None: None, "x-accented": accented()}
    monkeypatch.setattr(remaking, "load_speech", speeches.get)
    facts = gather_facts(riverbend.rubric, riverbend.assessment)
    with speaking(accented()):
        written = render_report(facts, suffix)
    with speaking(read_in()):
        outcome = verify_report(unpack_report(written, "r"), "r", Catalogue())
        assert outcome.holds
        assert left_in_english(outcome.source) <= {"Riverbend", "Family", "Center"}


@pytest.mark.parametrize("language", ["xx", "../es", "", "no language", "é", "e" * 50])
def test_a_language_that_is_not_here_is_told(riverbend, language):
    document = report_document(riverbend) | {"language": language}
    with pytest.raises(AuditError) as caught:
        verify_report(unpack_report(to_json(document).encode(), "r"), "r", Catalogue())
    assert [problem.code for problem in caught.value.problems] == ["AUD180"]


@pytest.mark.parametrize("language", [7, None, ["es"], "en"])
def test_a_language_that_no_document_holds_is_a_difference(riverbend, language):
    document = report_document(riverbend) | {"language": language}
    outcome = verify_report(unpack_report(to_json(document).encode(), "r"), "r", Catalogue())
    assert [difference.place for difference in outcome.differences] == ["language"]


def test_a_report_without_a_language_is_in_english_whatever_is_spoken(riverbend):
    written = json.dumps(report_document(riverbend)).encode()
    with speaking(accented()):
        assert verify_report(unpack_report(written, "r"), "r", Catalogue()).holds


def test_a_report_that_is_read_from_right_to_left_runs_that_way(riverbend):
    with speaking(right_to_left()):
        facts = site_in(riverbend, _HEBREW, "he")
        word, pdf = render_report(facts, ".docx"), render_report(facts, ".pdf")
        page = render_html(facts)
    assert '<html lang="he" dir="rtl">' in page
    assert read_template("right_to_left.css") in page
    assert 'class="threshold" style="right: 80%"' in page
    assert PdfReader(BytesIO(pdf)).trailer["/Root"]["/Lang"] == "he"
    body = Document(BytesIO(word)).element.body
    assert len(body.xpath(".//w:p")) == len(body.xpath(".//w:p[w:pPr/w:bidi]"))
    assert len(body.xpath(".//w:tbl")) == len(body.xpath(".//w:tbl[w:tblPr/w:bidiVisual]"))
    assert body.xpath(".//w:r[w:rPr/w:rtl]")


def test_what_a_rubric_says_in_another_language_is_marked(riverbend):
    with speaking(accented()):
        facts = again(riverbend)
        body = Document(BytesIO(render_report(facts, ".docx"))).element.body
        pdf = render_report(facts, ".pdf")
    marked = {run.text for run in body.xpath(".//w:r[w:rPr/w:lang[@w:val='en']]")}
    assert riverbend.rubric.practices[0].title in marked
    assert riverbend.rubric.checks[riverbend.gaps[0].unmet[0]].text in marked
    assert PdfReader(BytesIO(pdf)).pages


def test_numbers_and_dates_are_written_as_the_language_does(site):
    with speaking(replace(spoken(), decimal=",", long_date=lambda date: f"{date:%d/%m/%Y}")):
        text = render_report(again(site), ".md").decode()
    assert "6,3 þéŕçéñţåĝé þøîñţš" in text
    assert "6.3" not in text
    assert "14/09/2026" in text
