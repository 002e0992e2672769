"""What the commands that compare, look back and check say is in the language that was asked for."""

import json
import re
from pathlib import Path

import pytest
from speeches_for_tests import accented, words_in_english

from dsds_audit import speech_files
from dsds_audit.catalogue import Catalogue
from dsds_audit.translation import language_notes
from tests.cli.conftest import Run

SITES = ("Ñandú", "Éboli", "Ödön")
NAMES = {
    *("dsds", "yaml", "html", "svg", "png", "out", "chart", "lines", "format", "compare", "nothing"),
    *("Sep", "Mar"),  # The dates of the made-up language.
    *("Usage", "Error", "Try", "Invalid", "value"),  # What click says.
}


@pytest.fixture
def spoken(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Sites, one of them with two dates, and commands that speak no language there is."""
    monkeypatch.setattr(speech_files, "load_speech", lambda language: accented())
    for number, site in enumerate(SITES):
        for day in ("2026-03-02", "2026-09-14")[: 2 - min(number, 1)]:
            path = Path(site) / f"{day}.yaml"
            path.parent.mkdir(exist_ok=True)
            path.write_text(
                f"site: {site}\ndate: {day}\nrubric: dsds@1.0.0\nratings:\n  access.fidelity: {{level: 1}}\n",
                encoding="utf-8",
            )
    return run


def in_english(text: str) -> set[str]:
    """The words that did not pass the catalogue, but for those of the rubric in Spanish."""
    rubric = Catalogue(language="es").load("dsds")
    texts = [rubric.model_dump_json(), *language_notes(rubric)]
    known = {word for text in texts for word in re.findall(r"\w+", text)}
    return {word for word in words_in_english(text) if word not in known | NAMES}


@pytest.mark.parametrize(
    "words",
    [
        ["compare"],
        ["compare", "Ñandú", "--all"],
        ["compare", "-o", "out.html"],
        ["compare", "Ñandú", "Ñandú", "Éboli"],
        ["compare", "Ñandú"],
        ["compare", "-o", "out.svg", "--chart", "waterfall"],
        ["compare", *(part for number in range(13) for part in ("--site", f"é{number}"))],
        ["trend", "Ñandú", "--all"],
        ["trend", "Ñandú", "-o", "out.html"],
        ["trend", "Ñandú", "--since", "2027-01-01"],
        ["trend", "Éboli", "-o", "out.svg", "--chart", "waterfall"],
        ["check"],
        ["check", "Ñandú"],
        ["check", "nothing"],
        ["votes", "Ñandú"],
    ],
)
def test_all_that_is_told_is_said(spoken: Run, words: list[str]) -> None:
    told = spoken(*words, "--language", "es")
    assert told.output
    assert not in_english(told.output)


@pytest.mark.parametrize("words", [["trend", "Ñandú"], ["compare"], ["check"], ["votes", "Ñandú"]])
def test_documents_name_their_language(spoken: Run, words: list[str]) -> None:
    assert (
        json.loads(spoken(*words, "--format", "json", "--language", "es").stdout)["language"] == "x-accented"
    )
    assert "language" not in json.loads(spoken(*words, "--format", "json").stdout)


@pytest.mark.parametrize("words", [["trend", "Ñandú"], ["compare"], ["check", "Ñandú"], ["votes", "Ñandú"]])
def test_the_rubric_is_in_the_language_and_what_is_to_say_of_that_is_told(
    spoken: Run, words: list[str]
) -> None:
    told = spoken(*words, "--language", "es")
    assert "dsds@1.0.0, es: " in told.stderr


def test_a_trend_and_a_comparison_show_the_titles_in_the_language(spoken: Run) -> None:
    for words in (["trend", "Ñandú"], ["compare"]):
        assert "Acceso a los datos" in spoken(*words, "--language", "es").stdout
