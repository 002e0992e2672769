import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dsds_audit.assessment import Assessment
from dsds_audit.errors import ConflictError, StoreError
from dsds_audit.store import locks
from dsds_audit.store.locks import hold_identity, hold_saving

ONE = Assessment.model_validate({"site": "Riverbend", "date": "2026-03-02", "rubric": "dsds@1.0.0"})
SAME = ONE.model_copy(update={"site": "RIVERBEND", "rubric": "dsds@1.1.0"})
HOLDER = """
import sys, time
from pathlib import Path
from dsds_audit.assessment import Assessment
from dsds_audit.store.locks import hold_identity, hold_saving
one = Assessment.model_validate({"site": "Riverbend", "date": "2026-03-02", "rubric": "dsds@1.0.0"})
with hold_identity(Path(sys.argv[1]), one), hold_saving(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_one_interview_an_assessment(tmp_path: Path) -> None:
    with hold_identity(tmp_path, ONE):
        with (
            pytest.raises(ConflictError, match="AUD052 another interview has the assessment of RIVERBEND"),
            hold_identity(tmp_path, SAME),
        ):
            pytest.fail("held twice")
        with hold_identity(tmp_path, ONE.model_copy(update={"program": "Other"})):
            pass
    with hold_identity(tmp_path, SAME):
        pass
    assert not list((tmp_path / ".locks").iterdir())


def test_a_killed_holder_holds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "PATIENCE", 0.05)
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(ConflictError, match="AUD052"), hold_identity(tmp_path, ONE):
            pytest.fail("held twice")
        with pytest.raises(StoreError, match="AUD050 is being written to"), hold_saving(tmp_path):
            pytest.fail("held twice")
        holder.send_signal(signal.SIGKILL)
    assert list((tmp_path / ".locks").iterdir())  # What stays behind of a killed holder is no lock.
    with hold_identity(tmp_path, ONE), hold_saving(tmp_path):
        pass


def test_locks_stay_in_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / ".locks").symlink_to(tmp_path)
    with pytest.raises(StoreError, match="leads out"), hold_saving(tmp_path / "w"):
        pytest.fail("held")
