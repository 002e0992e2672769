"""What shows whether a page is told in the language of its server: a language without ASCII letters."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

from pages_for_tests import Page
from translations_for_tests import make_translation

from dsds_audit.catalogue import Catalogue
from dsds_audit.rubric import Rubric
from dsds_audit.translation import translate
from dsds_audit.web.hall import Hall
from tests.speeches_for_tests import accented, words_in_english
from tests.web.halls_for_tests import hall_for

SITE = "Ωμέγα"
TYPED = (
    "Hill Dale",
    "Riverbend Family Center",
    "http://127.0.0.1:8321/join",
    "--lan",
    "dsds-audit",
    "access.fidelity",
)
"""What is typed in the tests, or called the same in every language."""
EFFORTS = ("low", "medium", "high")
PLACES = ("barrier", "reflecting and evaluating")
"""In the works that the rubric cites."""
_SHOWN = ("aria-label", "data-label", "title", "alt")
"""Attributes that somebody sees or hears; what the script says stands in others of its own."""


def numbered(date: dt.date) -> str:
    """A date without a word."""
    return f"{date:%d/%m/%Y}"


SPEECH = replace(accented(), long_date=numbered, short_date=numbered)


class _Accented(Catalogue):
    """Rubrics whose every text is in the letters of ``accented``."""

    def load(self, ref: str, language: str | None = None) -> Rubric:
        rubric = super().load_original(ref)
        return translate(rubric, make_translation(rubric, "x-accented", word=SPEECH.catalogue.gettext))


def accented_hall(tmp_path: Path) -> Hall:
    """A hall on an empty workspace, with such rubrics."""
    hall = hall_for(tmp_path, example=False)
    return replace(hall, desk=replace(hall.desk, catalogue=_Accented(hall.desk.catalogue.folders)))


def english_in(html: str, *kept: str) -> list[str]:
    """The words of a page that are in English; ``kept`` is what need not be told in any language."""
    page = Page(html)
    told = [page.text]
    for _, attributes in page.tags:
        told += [text or "" for name, text in attributes.items() if name in _SHOWN]
        if attributes.get("id") == "state":  # Where the script has its words from.
            told += [text or "" for name, text in attributes.items() if name.startswith("data-")]
    text = re.sub(r"\{\w+\}", "", "\n".join(told))
    for word in sorted(kept, key=len, reverse=True):
        text = text.replace(word, " ")
    return words_in_english(text)
