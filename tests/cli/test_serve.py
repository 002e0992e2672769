import os
import socket
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import EXAMPLE, Run

COMMAND = (sys.executable, "-m", "dsds_audit")
posix = pytest.mark.skipif(os.name == "nt", reason="needs a terminal of POSIX")


def test_a_taken_port_is_said_and_nothing_is_left_behind(run: Run, tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        ran = run("serve", tmp_path / "w", "--no-browser", "--port", str(port))
    assert ran.exit_code == 1
    assert "AUD100" in ran.stderr
    assert str(port) in ran.stderr
    assert "Please" in ran.stderr
    assert not (tmp_path / "w" / ".room").exists()


def test_an_address_of_another_computer_is_said(run: Run) -> None:
    ran = run("serve", "--no-browser", "--lan", "--yes", "--address", "192.0.2.77", "--port", "0")
    assert ran.exit_code == 1
    assert "AUD101" in ran.stderr


@pytest.mark.parametrize("address", ["laptop", "0.0.0.0", "::", "1.2.3.4.5", "224.0.0.1"])
def test_an_address_that_is_none_is_wrong_usage(run: Run, address: str) -> None:
    ran = run("serve", "--no-browser", "--lan", "--yes", "--address", address)
    assert ran.exit_code == 2
    assert "192.168.1.20" in ran.stderr


def test_without_anyone_to_ask_lan_needs_yes(run: Run) -> None:
    ran = run("serve", "--no-browser", "--lan", "--address", "127.0.0.1")
    assert ran.exit_code == 2
    assert "--yes" in ran.stderr


def test_an_address_without_lan_is_wrong_usage(run: Run) -> None:
    ran = run("serve", "--no-browser", "--address", "127.0.0.1")
    assert ran.exit_code == 2
    assert "--lan" in ran.stderr


def test_a_file_or_a_sites_own_folder_is_no_workspace(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    ran = run("serve", file, "--no-browser")
    assert ran.exit_code == 2
    assert "no folder" in ran.stderr
    site = tmp_path / "w" / "riverbend"
    site.mkdir(parents=True)
    (site / EXAMPLE.name).write_bytes(EXAMPLE.read_bytes())
    ran = run("serve", site, "--no-browser")
    assert ran.exit_code == 2
    assert str(tmp_path / "w") in ran.stderr.replace("\n", " ")


@posix
@pytest.mark.parametrize("answer", ["n", "y"])
def test_lan_says_what_it_means_and_asks(tmp_path: Path, answer: str) -> None:
    pexpect = pytest.importorskip("pexpect")
    words = ["-m", "dsds_audit", "serve", str(tmp_path), "--no-browser", "--port", "0", "--lan"]
    told = pexpect.spawn(sys.executable, [*words, "--address", "127.0.0.1"], encoding="utf-8", timeout=30)
    told.expect_exact("Do you want to go on?")
    said = " ".join(told.before.split())
    for word in ("127.0.0.1", "same network", "not", "encrypted", "until you end this", "cannot see"):
        assert word in said
    told.sendline(answer)
    if answer == "y":
        told.expect("Open (http://127.0.0.1:\\d+/enter\\S+)")
        told.expect("Participants go to (http://127.0.0.1:\\d+)")
        told.expect("facilitator, at another computer, opens (http://127.0.0.1:\\d+/enter\\S+)")
        time.sleep(1)
        told.sendintr()
    told.expect(pexpect.EOF)
    told.close()
    assert told.exitstatus == (0 if answer == "y" else 1)
    assert "Traceback" not in told.before
    assert "Aborted" not in told.before
