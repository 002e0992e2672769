"""Every table there is, at the widths that terminals have."""

import shutil
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from dsds_audit.cli import command_line

EXAMPLES = Path(__file__).parents[2] / "dsds_audit" / "examples"
WIDTHS = (60, 66, 72, 79, 80, 81, 90, 100, 120)
LONGEST = 14  # letters of a word that is never broken
COMMANDS = (
    "score riverbend",
    "score riverbend --ids",
    "gaps riverbend",
    "actions riverbend --all",
    "plan show riverbend --all",
    "trend riverbend --all",
    "compare riverbend --all",
    "check riverbend",
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("widths") / "examples"
    shutil.copytree(EXAMPLES, folder)
    return folder


def printed(workspace: Path, command: str, width: int | str) -> str:
    words = [*command.split(), "--workspace", str(workspace)]
    result = CliRunner().invoke(command_line, words, env={"COLUMNS": str(width)})
    assert result.exit_code in (0, 1), result.output
    return result.stdout


def letters(text: str) -> Counter[str]:
    return Counter(sign for sign in text if sign.isalnum())


@pytest.mark.parametrize("command", COMMANDS)
def test_no_table_loses_text_at_any_width(workspace: Path, command: str) -> None:
    whole = printed(workspace, command, 999)
    words = {word for word in whole.split() if len(word) <= LONGEST and word.isalpha()}
    for width in WIDTHS:
        text = printed(workspace, command, width)
        lines = text.splitlines()
        assert [line for line in lines if cell_len(line) > width] == []
        assert [line for line in lines if line != line.rstrip()] == []
        assert letters(whole) - letters(text) == Counter()  # headings may be told more than once
        if width >= 80:
            assert words - set(text.split()) == set(), width


@pytest.mark.parametrize(("told", "width"), [("", 100), ("wide", 100), ("72", 72), ("1", 40), ("99999", 100)])
def test_without_a_terminal_a_table_is_as_wide_as_is_told(workspace: Path, told: str, width: int) -> None:
    text = printed(workspace, "score riverbend", told)
    assert width - 12 <= max(map(cell_len, text.splitlines())) <= width
