"""What is said around an interview, by serve, and of a site's latest assessment: in the language spoken."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from speeches_for_tests import accented, words_in_english

from dsds_audit.cli import serve
from dsds_audit.interview import Answer, Finish, Jump
from dsds_audit.speech import speaking
from dsds_audit.terminal import Ending
from tests.cli.conftest import Run

KNOWN = {"yaml", "site", "dsds", "stdin", "interview", "FILE", "rubric", "invited", "participants"}


@pytest.fixture(autouse=True)
def _speak() -> Iterator[None]:
    with speaking(accented()):
        yield


def assert_said(text: str, *known: str) -> None:
    assert text
    assert set(words_in_english(text)) <= KNOWN | set(known), text


def test_a_scripted_interview_is_answered_in_the_language(run: Run, tmp_path: Path) -> None:
    told = run(
        "interview", "--answers", "-", "--as-of", "2026-03-02", stdin="site: Ñandú\ndate: 2026-04-02\n"
    )
    assert told.exit_code == 0
    assert_said(told.stdout + told.stderr)
    again = run("interview", "--answers", "-", stdin="site: Ñandú\ndate: 2026-04-02\n")
    assert_said(again.stderr)
    for answers in ("- ñ\n", "rubric: 7\n", "site: Ñ\nrubric: ab@1.0.0\n", "ñ: 1\nsite: Ñ\n"):
        assert_said(run("interview", "--answers", "-", stdin=answers).stderr, "python", "project")
    for words in ([], ["--answers", "-", "--new"]):
        assert_said(
            run("interview", *words).stderr, "Usage", "Try", "help", "for", "Error", "OPTIONS", "SITE"
        )


def test_how_an_interview_ended_is_told_in_the_language(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = [True, True]  # whether it is finished, and saved

    def held(begun, save, **_):
        named = (
            begun.answered(Answer("Ñandú")).answered(Jump("administration")).answered(Answer(("consensus",)))
        )
        finished = named.answered(Jump("review")).answered(Finish()) if ends[0] else named
        save(finished)
        return Ending(finished, ends[1])

    monkeypatch.setattr("dsds_audit.terminal.run_interview", held)
    monkeypatch.setattr("dsds_audit.terminal.has_terminal", lambda: True)
    for day, how in enumerate(((True, True), (False, True), (False, False)), start=1):
        ends[:] = how
        told = run("interview", "--new", "--as-of", f"2026-03-0{day}")
        assert_said(told.stdout + told.stderr, "audit", "report", "plan", "adopt")


def test_what_serve_says_is_said_in_the_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    for typed, goes_on in (("ý", True), ("yes", True), ("ñø", False), ("", False)):
        monkeypatch.setattr(click, "prompt", lambda *_, typed=typed, **__: typed)
        if goes_on:
            serve._ask("8.8.8.8")
        else:
            with pytest.raises(click.exceptions.Exit):
                serve._ask("8.8.8.8")
        assert_said(capsys.readouterr().out)


def test_what_is_to_be_said_of_a_translation_stands_on_the_first_page_and_not_in_the_end(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    note, shown = "Esta traducción todavía no ha sido revisada", []

    def held(begun, save, *, ask, **_):
        for interview in (begun, begun.answered(Answer("Ñandú"))):
            ask(interview.question, lambda _: "")
        return Ending(begun, True)

    def asked(question, *_, **__):
        shown.append(" ".join(question.help))

    monkeypatch.setattr("dsds_audit.terminal.run_interview", held)
    monkeypatch.setattr("dsds_audit.terminal.ask_question", asked)
    monkeypatch.setattr("dsds_audit.terminal.has_terminal", lambda: True)
    told = run("interview", "--language", "es")
    assert told.exit_code == 0
    assert [note in text for text in shown] == [True, False]
    assert note not in told.stderr
