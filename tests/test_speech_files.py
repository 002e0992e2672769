import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsds_audit.speech import ENGLISH_SPEECH, decimal, grouped, say, series_of, sort_key, speaking
from dsds_audit.speech_files import load_speech, spoken_languages

DAY = dt.date(2026, 11, 3)
NARROW = "\N{NARROW NO-BREAK SPACE}"


def test_the_languages_there_are() -> None:
    first, *others = spoken_languages()
    assert first == "en"
    assert {"es", "fr"} <= set(others)


@pytest.mark.parametrize("language", [None, "en", "en-US", "EN", "zz", "x-made-up", ""])
def test_english_stands_in_for_what_there_is_not(language: str | None) -> None:
    assert load_speech(language) is ENGLISH_SPEECH


@pytest.mark.parametrize(
    ("language", "tag", "long", "short", "number", "count"),
    [
        ("es", "es", "3 de noviembre de 2026", "3 nov 2026", "-12,5", "1.234.567"),
        ("es-MX", "es-MX", "3 de noviembre de 2026", "3 nov 2026", "-12.5", "1,234,567"),
        ("ES_mx", "es-MX", "3 de noviembre de 2026", "3 nov 2026", "-12.5", "1,234,567"),
        ("fr", "fr", "3 novembre 2026", "3 nov. 2026", "-12,5", f"1{NARROW}234{NARROW}567"),
        ("en", "en", "November 3, 2026", "Nov 3, 2026", "-12.5", "1,234,567"),
    ],
)
def test_dates_and_numbers(language: str, tag: str, long: str, short: str, number: str, count: str) -> None:
    speech = load_speech(language)
    assert speech.language == tag
    assert (speech.long_date(DAY), speech.short_date(DAY)) == (long, short)
    with speaking(speech):
        assert (decimal("-12.5"), grouped(1_234_567)) == (number, count)


@pytest.mark.parametrize("language", ["fr", "fr-CA"])
def test_french_counts_the_first_of_a_month_alone(language: str) -> None:
    speech = load_speech(language)
    said = [speech.long_date(DAY.replace(day=day)) for day in (1, 11, 21)]
    assert said == ["1er novembre 2026", "11 novembre 2026", "21 novembre 2026"]
    assert speech.short_date(DAY.replace(day=1)).startswith("1er nov")


def test_what_stands_between_the_parts_of_a_series() -> None:
    assert series_of(part for part in ("a", "b")) == "a; b"
    with speaking(load_speech("fr")):
        assert series_of(["a", "b", "c"]) == "a\N{NO-BREAK SPACE}; b\N{NO-BREAK SPACE}; c"
        assert series_of([]) == ""


def test_a_region_nobody_knows_is_spoken_as_the_language_is() -> None:
    assert load_speech("es-XX").long_date(DAY) == load_speech("es").long_date(DAY)


def test_a_language_is_loaded_once() -> None:
    assert load_speech("es") is load_speech("es")


def test_what_a_language_sorts_behind_another_letter() -> None:
    names = ["Zúñiga", "Ñuble", "Nuevo", "Núñez", "Ogro"]
    with speaking(load_speech("es-MX")):
        assert sorted(names, key=sort_key) == ["Nuevo", "Núñez", "Ñuble", "Ogro", "Zúñiga"]
    with speaking(load_speech("fr")):
        assert sorted(["étude", "zone", "Eau", "écart"], key=sort_key) == ["Eau", "écart", "étude", "zone"]


@given(st.dates(), st.sampled_from(["en", "es", "es-MX", "fr", "fr-CA"]))
def test_any_date_can_be_written(date: dt.date, language: str) -> None:
    speech = load_speech(language)
    for write in (speech.long_date, speech.short_date):
        assert str(date.day) in write(date)
        assert str(date.year) in write(date)


@given(st.integers(0, 10**12), st.sampled_from(["en", "es", "es-MX", "fr", "fr-CA"]))
def test_any_number_can_be_read_back(count: int, language: str) -> None:
    with speaking(load_speech(language)):
        group = load_speech(language).group
        assert int(grouped(count).replace(group, "")) == count


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_nothing_is_said_as_nothing(language: str) -> None:
    with speaking(load_speech(language)):
        assert say("") == ""
