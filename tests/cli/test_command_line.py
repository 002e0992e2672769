import subprocess
import sys
from pathlib import Path

import dsds_audit
from dsds_audit.cli import _COMMANDS
from tests.cli.conftest import Run


def test_help_names_every_command_with_its_own_short_help(run: Run) -> None:
    shown = run("--help").stdout
    for name in _COMMANDS:
        assert name in shown
        assert run(name, "--help").exit_code == 0


def test_help_imports_no_library_of_the_commands() -> None:
    code = (
        "import sys; from dsds_audit.cli import command_line\n"
        "command_line.main(['--help'], standalone_mode=False)\n"
        "heavy = {'pydantic', 'ruamel', 'matplotlib', 'rich', 'jinja2', 'questionary'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")


def test_scoring_imports_neither_charts_nor_prompts(example: Path) -> None:
    code = (
        "import sys; from dsds_audit.cli import command_line\n"
        f"command_line.main(['score', {str(example)!r}, '--format', 'json'], standalone_mode=False)\n"
        "print(sorted({'matplotlib', 'numpy', 'rich', 'jinja2', 'questionary'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")


def test_the_reader_of_a_pipe_may_leave(example: Path) -> None:
    command = f"{sys.executable} -m dsds_audit explain '{example}' | head -n 1"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("overall: ")
    assert done.stderr == ""


def test_an_unknown_command_is_wrong_usage_with_a_hint(run: Run) -> None:
    result = run("scroe")
    assert result.exit_code == 2
    assert "Did you mean score?" in result.stderr


def test_the_version(run: Run) -> None:
    assert dsds_audit.__version__ in run("--version").stdout


def test_every_public_name_is_there_and_typed() -> None:
    for name in dsds_audit.__all__:
        assert getattr(dsds_audit, name) is not None
    assert (Path(dsds_audit.__file__).parent / "py.typed").exists()
