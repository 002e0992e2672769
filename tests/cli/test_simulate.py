"""``dsds-audit simulate``: what it makes, and what it says where it cannot."""

import sys
from pathlib import Path

import pytest
from speeches_for_tests import accented, words_in_english

from dsds_audit.cli.simulate import MOST_FILES
from dsds_audit.speech import speaking
from tests.cli.conftest import Run


def test_a_table(run: Run, tmp_path: Path) -> None:
    result = run("simulate", "--sites", "30", "--dates", "3", "--seed", "9", "-o", "rows.csv")
    assert result.exit_code == 0
    assert result.output == "90 assessments of 30 sites, all made up (seed 9): rows.csv\n"
    assert len((tmp_path / "rows.csv").read_text().splitlines()) == 91


def test_a_workspace_that_other_commands_read(run: Run) -> None:
    result = run("simulate", "--sites", "3", "--groups", "0", "-o", "made-up")
    assert result.output == "6 assessments of 3 sites, all made up (seed 1): made-up\n"
    shown = run("score", "Site 000002 (simulated)", "--workspace", "made-up")
    assert shown.exit_code == 0
    assert "Site 000002 (simulated)" in shown.output


def test_made_up_records_never_come_among_others(run: Run) -> None:
    run("simulate", "--sites", "2", "-o", "made-up")
    result = run("simulate", "--sites", "2", "--seed", "2", "-o", "made-up")
    assert result.exit_code == 1
    assert "AUD136" in result.stderr


def test_more_than_a_workspace_is_made_of(run: Run, tmp_path: Path) -> None:
    result = run("simulate", "--sites", str(MOST_FILES), "--dates", "2", "-o", "made-up")
    assert result.exit_code == 1
    assert "AUD135" in result.stderr
    assert not list(tmp_path.iterdir())


def test_a_database_that_is_not_there_tells_no_password(run: Run) -> None:
    address = "postgresql://me:sesame@127.0.0.1:1/audits"
    result = run("simulate", "--sites", "2", "-o", address)
    assert result.exit_code == 1
    assert result.stderr.count("AUD") == 1
    assert "sesame" not in result.output + result.stderr
    large = run("simulate", "--sites", "20000", "-o", address)
    assert "AUD135" in large.stderr
    assert "sesame" not in large.output + large.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("--missing", "2"),
        ("--missing", "0.8", "--dont-know", "0.8"),
        ("--site-effect", "nan"),
        ("--panel", "5", "2"),
        ("--sites", "0"),
        ("--first-day", "yesterday"),
    ],
)
def test_wrong_numbers_are_wrong_usage(run: Run, words: tuple[str, ...]) -> None:
    result = run("simulate", *words, "-o", "rows.csv")
    assert result.exit_code == 2
    assert "_" not in result.stderr.splitlines()[-1]


def test_where_it_cannot_write(run: Run) -> None:
    result = run("simulate", "-o", "nowhere/rows.parquet")
    assert result.exit_code == 1
    assert "AUD070" in result.stderr


def test_without_the_part_for_many_sites(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    result = run("simulate", "-o", "rows.parquet")
    assert result.exit_code == 1
    assert "AUD137" in result.stderr
    assert "dsds-audit[sites]" in result.stderr


def test_a_rubric_that_is_not_there(run: Run) -> None:
    assert "AUD020" in run("simulate", "--rubric", "dsd", "-o", "rows.csv").stderr


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (("--sites", "1", "--dates", "1", "-o", "1.csv"), set()),
        (("--sites", "3", "-o", "1"), set()),
        (("--sites", "999999", "-o", "1"), {"portfolio.parquet"}),
        (("-o", "0/1.csv"), set()),
    ],
)
def test_what_it_says_is_in_the_language(run: Run, words: tuple[str, ...], kept: set[str]) -> None:
    with speaking(accented()):
        result = run("simulate", *words)
    told = result.output
    for typed in kept:
        told = told.replace(typed, "")
    assert told
    assert not words_in_english(told)
