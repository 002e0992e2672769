import subprocess
import sys
from pathlib import Path

import pytest

from dsds_audit.catalogue import Catalogue
from dsds_audit.store.folder import FolderStore
from dsds_audit.store.folder_home import FolderHome
from dsds_audit.store.opening import open_home, open_store, team_part

WITHOUT = """\
import sys
sys.modules[sys.argv.pop(1)] = None
from dsds_audit.__main__ import main
main()
"""


def test_a_folder_needs_nothing_more(tmp_path: Path) -> None:
    assert isinstance(open_store(tmp_path, Catalogue()), FolderStore)
    assert isinstance(open_home(tmp_path, Catalogue()), FolderHome)


@pytest.mark.parametrize(
    ("missing", "url"),
    [
        ("sqlalchemy", "sqlite:///audits.db"),
        ("alembic", "sqlite:///audits.db"),
        ("psycopg", "postgresql://ann:geheim@127.0.0.1:1/audits"),
    ],
)
@pytest.mark.parametrize("words", [("score", "Riverbend", "--workspace"), ("prepare",), ("copy", ".")])
def test_a_part_that_is_missing_is_said_with_what_installs_it(
    missing: str, url: str, words: tuple[str, ...], tmp_path: Path
) -> None:
    command = [sys.executable, "-c", WITHOUT, missing, *words, url]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "AUD115" in ran.stderr
    assert "pip install 'dsds-audit[team]'" in ran.stderr
    assert ran.stderr.count("\n") == 1
    assert "geheim" not in ran.stderr


def test_another_missing_module_is_a_fault_of_ours() -> None:
    with pytest.raises(ModuleNotFoundError), team_part():
        raise ModuleNotFoundError("no module", name="dsds_audit.nothing")
