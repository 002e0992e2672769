"""The languages that the program speaks, from the catalogues that come with it."""

import datetime as dt
from contextlib import suppress
from functools import cache, partial
from gettext import GNUTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from dsds_audit.languages import ENGLISH, fallbacks_of
from dsds_audit.speech import ENGLISH_SPEECH, Speech

if TYPE_CHECKING:
    from babel import Locale

LOCALE = Path(__file__).with_name("locale")
DOMAIN = "dsds_audit"
# What Unicode's own order of letters is tailored by in these languages.
_LETTERS = {"es": {"ñ": "n"}}


def load_speech(language: str | None) -> Speech:
    """The speech of a language: ``es-MX`` uses the catalogue of es, with the dates and decimals of Mexico.

    English where there is no catalogue that fits, and for None.
    """
    return _load(language or ENGLISH)


def spoken_languages() -> tuple[str, ...]:
    """The tags of the languages that there are catalogues of, English first."""
    return (ENGLISH, *sorted(path.parts[-3] for path in LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")))


@cache
def _load(language: str) -> Speech:
    tags = fallbacks_of(language)
    for tag in tags:
        if tag == ENGLISH:
            break
        catalogue = LOCALE / tag / "LC_MESSAGES" / f"{DOMAIN}.mo"
        if catalogue.is_file():
            with catalogue.open("rb") as file:
                return _localized(tags, tag, GNUTranslations(file))
    return ENGLISH_SPEECH


def _localized(tags: tuple[str, ...], tag: str, catalogue: GNUTranslations) -> Speech:
    # Babel takes a tenth of a second to import, which those who speak English need not wait for.
    from babel import Locale, UnknownLocaleError
    from babel.numbers import get_decimal_symbol, get_group_symbol

    language, locale = tag, Locale.parse(tag)
    for nearer in reversed(tags):
        with suppress(UnknownLocaleError, ValueError):
            language, locale = nearer, Locale.parse(nearer, sep="-")
    return Speech(
        language,
        catalogue,
        partial(_dated, length="long", locale=locale),
        partial(_dated, length="medium", locale=locale),
        get_decimal_symbol(locale),
        get_group_symbol(locale),
        _LETTERS.get(tag.partition("-")[0], {}),
    )


def _dated(date: dt.date, length: Literal["long", "medium"], locale: "Locale") -> str:
    from babel.dates import format_date

    said = format_date(date, format=length, locale=locale)
    if date.day == 1 and locale.language == "fr":  # Only the first of a month is counted as such.
        return said.replace("1 ", "1er ", 1)
    return said
