import json
import shutil
import signal
import sys
from functools import partial
from pathlib import Path

import pytest

SOUND = """site: {site}
date: {date}
rubric: dsds@1.0.0
populations: {{relevant-staff: All nurses, key-stakeholders: The board}}
ratings:
  use.analysis: {{level: 0}}
"""
UNSHOWN = SOUND + "  use.reports: {{level: 1}}\n"


def write(path, text=UNSHOWN, site="Hillside", date="2026-03-02"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.format(site=site, date=date), encoding="utf-8")
    return path


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Two sites, one of them sound and with two assessments, the other with an unfinished interview."""
    root = tmp_path / "sites"
    write(root / "hillside" / "2025-09-01.yaml", UNSHOWN, date="2025-09-01")
    write(root / "hillside" / "2026-03-02.yaml", SOUND)
    write(root / "riverbend" / "2026-03-02.yaml", UNSHOWN, site="Riverbend")
    unfinished = UNSHOWN + "interview: {{position: finish}}\n"
    write(root / "riverbend" / "2026-09-02.yaml", unfinished, site="Riverbend", date="2026-09-02")
    return root


def checked(run, *arguments):
    result = run("check", *arguments, "--format", "json")
    document = json.loads(result.stdout)
    files = [Path(part["file"]).as_posix().partition("sites/")[2] for part in document["assessments"]]
    return result.exit_code, files, document


def test_a_file(run, workspace):
    code, files, document = checked(run, workspace / "riverbend" / "2026-03-02.yaml")
    assert (code, files) == (1, ["riverbend/2026-03-02.yaml"])
    found = {(f["rule"], f["place"], f["line"]) for f in document["assessments"][0]["findings"]}
    assert found == {("no-evidence", "use.reports", 7), ("unmet-requirement", "use.reports", 7)}


def test_a_site_is_its_latest_finished_assessment(run, workspace):
    assert checked(run, "hillside", "--workspace", workspace)[:2] == (0, ["hillside/2026-03-02.yaml"])
    assert checked(run, "RIVERBEND", "--workspace", workspace)[:2] == (1, ["riverbend/2026-03-02.yaml"])


def test_all_assessments_of_a_site_finished_or_not(run, workspace):
    code, files, _ = checked(run, "Riverbend", "--all", "--workspace", workspace)
    assert (code, files) == (1, ["riverbend/2026-03-02.yaml", "riverbend/2026-09-02.yaml"])
    _, files, _ = checked(run, "Hillside", "--all", "--workspace", workspace, "--as-of", "2025-12-31")
    assert files == ["hillside/2025-09-01.yaml"]


def test_a_folder_and_no_name_at_all_are_everything(run, workspace, monkeypatch):
    code, files, document = checked(run, workspace)
    assert (code, len(files)) == (1, 4)
    assert document["by_site"] == {"Hillside": 2, "Riverbend": 4}
    assert checked(run, "--workspace", workspace) == (code, files, document)
    monkeypatch.chdir(workspace)
    assert len(json.loads(run("check", "--format", "json").stdout)["assessments"]) == 4


def test_the_folder_of_one_site(run, workspace):
    _, files, _ = checked(run, workspace / "riverbend")
    assert files == ["riverbend/2026-03-02.yaml", "riverbend/2026-09-02.yaml"]


def test_a_table_for_people(run, workspace):
    result = run("check", workspace)
    assert result.exit_code == 1
    assert "6 things to look at in 4 assessments, 1 of which is sound." in " ".join(result.output.split())
    assert "By rule" in result.output
    sound = run("check", "Hillside", "--workspace", workspace)
    assert (sound.exit_code, "Everything adds up in 1 assessment." in sound.output) == (0, True)


def test_damaged_files_are_named_at_the_end_and_keep_nothing_from_being_checked(run, workspace):
    write(workspace / "hillside" / "2026-01-01.yaml", "site: Hillside\nratings: [\n")
    write(workspace / "oakdale" / "2026-01-01.yaml", "site: Oakdale\nrubric: dsds@9.9.9\ndate: 2026-01-01\n")
    result = run("check", workspace)
    assert result.exit_code == 1
    assert "in 4 assessments" in " ".join(result.stdout.split())
    assert "AUD002" in result.stderr
    assert "AUD020" in result.stderr
    _, files, document = checked(run, workspace)
    assert len(files) == 4
    assert {problem["code"] for problem in document["unreadable"]} == {"AUD002", "AUD020"}


def test_a_damaged_file_alone_fails_a_sound_workspace(run, tmp_path):
    write(tmp_path / "sites" / "a" / "a.yaml", SOUND)
    assert run("check", tmp_path / "sites").exit_code == 0
    write(tmp_path / "sites" / "a" / "b.yaml", "site: [\n")
    assert run("check", tmp_path / "sites").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nowhere.yaml"], "AUD001"),
        (["Nobody"], "AUD053"),
        (["empty"], "AUD099"),
        (["--workspace", "nowhere"], "AUD099"),
        (["sites", "--program", "Unheard of"], "AUD099"),
        (["Hillside", "--workspace", "sites", "--all", "--as-of", "2001-01-01"], "AUD099"),
    ],
)
def test_nothing_to_check_is_a_problem_with_a_way_out(run, workspace, arguments, code):
    (workspace.parent / "empty").mkdir()
    result = run("check", *arguments)
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert code in line
    assert "Please" in line


def test_a_rubric_that_words_fewer_rules_has_fewer_findings_in_its_own_words(run, workspace):
    own = (Path(__file__).parents[2] / "rubrics" / "dsds" / "1.0.0.yaml").read_text(encoding="utf-8")
    head, rest = own.split("findings:\n")
    words = "  - {rule: no-evidence, text: '{criterion}, prove it', why: Hm, way_out: Do}\n"
    text = head + "findings:\n" + words + rest[rest.index("practices:") :]
    text = text.replace("id: dsds\n", "id: mine\n", 1)
    write(workspace / "rubrics" / "mine" / "1.0.0.yaml", text.replace("{", "{{").replace("}", "}}"))
    path = workspace / "riverbend" / "2026-03-02.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("dsds@", "mine@"), encoding="utf-8")
    _, _, document = checked(run, path)
    assert [f["text"] for f in document["assessments"][0]["findings"]] == ["Clear written reports, prove it"]


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal there")
def test_in_a_terminal_a_bar_shows_how_far_it_is_and_is_gone_at_the_end(workspace):
    import pexpect

    for number in range(300):
        shutil.copy(workspace / "hillside" / "2026-03-02.yaml", workspace / "hillside" / f"{number}.yaml")
    command = [sys.executable, "-m", "dsds_audit", "check", str(workspace), "--format", "json"]
    with pexpect.spawn(command[0], command[1:], encoding="utf-8", timeout=30) as child:
        child.expect("Checking")
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal there")
def test_an_interruption_ends_it_without_a_traceback(workspace):
    import pexpect

    for number in range(3000):
        write(workspace / "hillside" / f"{number}.yaml", f"# {number}\n{SOUND}")
    command = [sys.executable, "-m", "dsds_audit", "check", str(workspace)]
    # Whoever started the tests may ignore Ctrl-C, as a shell does for what runs in its background.
    hear = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with pexpect.spawn(command[0], command[1:], encoding="utf-8", timeout=30, preexec_fn=hear) as child:
        child.expect("Checking")
        child.sendintr()
        child.expect("Aborted!")
        said = child.before
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 1
    assert "Traceback" not in said
    assert "add up" not in said
