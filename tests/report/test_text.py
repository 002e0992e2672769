import datetime as dt

import pytest

from dsds_audit.errors import AuditError, Problem
from dsds_audit.report.text import around_blanks, capitalized, long_date, plain, sentences_of, short_date


@pytest.mark.parametrize(
    "sign", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\ufffe", "\ud800", "\u202e", "\u2066"]
)
def test_no_control_character_is_left(sign):
    assert plain(f"a{sign}b") == "a\N{REPLACEMENT CHARACTER}b"


def test_all_other_text_stays():
    text = "Zoë 日本語 👩‍👩‍👧 שלום\n\tnext line"
    assert plain(text) == text


def test_dates_are_written_the_same_everywhere():
    assert long_date(dt.date(2026, 9, 4)) == "September 4, 2026"
    assert short_date(dt.date(2026, 9, 4)) == "Sep 4, 2026"
    assert long_date(dt.date(1, 12, 31)) == "December 31, 1"


def test_what_is_wrong_is_told_in_sentences():
    problems = [Problem("AUD050", "it is full. Please make room.", "a.yaml", 3), Problem("AUD061", "No.")]
    assert sentences_of(AuditError(problems)) == ("It is full. Please make room.", "No.")


def test_only_the_first_letter_grows():
    assert capitalized("in place by NIRN") == "In place by NIRN"
    assert capitalized("") == ""


def test_what_stands_around_the_blanks_of_a_sentence():
    assert around_blanks("{page} of {pages}") == (("", "page"), (" of ", "pages"))
    assert around_blanks("page {page}.") == (("page ", "page"), (".", None))
