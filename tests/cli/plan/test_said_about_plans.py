"""What the commands of a plan say is said in the language spoken."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from speeches_for_tests import accented, words_in_english

from dsds_audit.speech import speaking
from tests.cli.conftest import Run

# What is typed, ids and places, and the words of the rubric, which is read as it was written.
NAMES = "dsds audit plan adopt show reopen schedule close update Riverbend Family Center riverbend yaml own"
OPTIONS = "reason REASON drop due owner NAME evidence result learnt EVIDENCE RESULT LEARNT ACTION Ruth all"
KNOWN = {
    *NAMES.split(),
    *OPTIONS.split(),
    "access",
    "use",
    "usefulness",
    "fidelity",
    "calls",
    "ics",
    "leaders",
    "accountability",
}


@pytest.fixture
def said(plan: Run) -> Iterator[Run]:
    with speaking(accented()):
        yield plan


def assert_said(text: str) -> None:
    assert text
    assert set(words_in_english(text)) <= KNOWN, text


def test_what_is_done_is_told_in_the_language(said: Run, tmp_path: Path) -> None:
    done = [
        said("adopt", "--own", "Ñ", "--owner", "Ána"),
        said("update", "n", "--turn", "later"),
        said("close", "n", "--evidence", "Ñ", "--result", "Ñ", "--learnt", "Ñ"),
        said("reopen", "n", "--reason", "Ñ"),
        said("drop", "n", "--reason", "Ñ"),
        said("schedule", "2027-03-01"),
        said("calendar", "-o", tmp_path / "p.ics"),
    ]
    for result in done:
        assert result.exit_code == 0, result.stderr
        assert_said(result.stdout.replace(str(tmp_path), "").replace("Mar", ""))


def test_what_cannot_be_done_is_told_in_the_language(said: Run) -> None:
    refused = [said("show"), said("calendar"), said("schedule"), said("adopt"), said("close")]
    refused.append(said("adopt", "--own", "Ñ", owner=None))
    assert said("adopt", "--own", "Ñ", "--owner", "Ána").exit_code == 0
    refused += [
        said("close"),
        said("update", "n"),
        said("drop", "n"),
        said("reopen"),
        said("update"),
    ]
    refused += [
        said("show", "--owner", "Óscar"),
        said("adopt", "ñ"),
        said("reopen", "n", "--reason", "Ñ"),
    ]
    for result in refused:
        assert result.exit_code != 0
        assert_said(result.stderr)
