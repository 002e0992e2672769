import re

import pytest


@pytest.fixture(params=["report.html", "report.json"])
def report(request, run, example, tmp_path):
    path = tmp_path / request.param
    assert run("report", example, "-o", path).exit_code == 0
    return path


def edit(path, old, new, count=0):
    text = path.read_text(encoding="utf-8")
    assert re.search(old, text)
    path.write_text(re.sub(old, new, text, count=count), encoding="utf-8", newline="\n")


def test_a_report_holds(run, report):
    result = run("verify", report)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("Every number holds: ")
    assert "Riverbend" in result.stdout
    assert "dsds@1.0.0 (sha256:" in result.stdout


def test_a_changed_number_is_named_and_fails(run, report):
    edit(report, r'("overall": ?\{[^{]*"low": ?)[\d.]+', r"\g<1>99.5")
    result = run("verify", report)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "AUD096 overall.low says 99.5, but its record makes it 68.75." in result.stderr
    assert "Please" in result.stderr


def test_many_differences_are_counted(run, report):
    edit(report, r'"(gain|low|high|cost)": ?[\d.]+', r'"\1": 1')
    lines = run("verify", report).stderr.splitlines()
    assert len(lines) == 20
    assert re.search(r"There are \d+ more\.", lines[-1])


def test_another_version_is_noted(run, report):
    edit(report, r'("made_with": ?)"[^"]*"', r'\1"0.0.1"')
    result = run("verify", report)
    assert result.exit_code == 0
    assert "made with version 0.0.1" in result.stderr


def test_the_rubric_has_to_be_here_and_the_same(run, report, tmp_path):
    text = report.read_text(encoding="utf-8")
    report.write_text(text.replace("dsds@1.0.0", "lost@1.0.0"), encoding="utf-8")
    result = run("verify", report)
    assert result.exit_code == 1
    assert "AUD020" in result.stderr
    digest = re.search(r"sha256:[0-9a-f]{64}", text)[0]
    report.write_text(text.replace(digest, "sha256:" + "0" * 64), encoding="utf-8")
    result = run("verify", report)
    assert result.exit_code == 1
    assert [line.split(": ")[1][:6] for line in result.stderr.splitlines()] == ["AUD097"]


def test_a_rubric_of_the_workspace(run, tmp_path):
    from pathlib import Path

    own = (Path(__file__).parents[2] / "rubrics" / "dsds" / "1.0.0.yaml").read_text(encoding="utf-8")
    path = tmp_path / "sites" / "rubrics" / "mine" / "1.0.0.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(own.replace("id: dsds\n", "id: mine\n", 1), encoding="utf-8")
    file = tmp_path / "sites" / "a" / "a.yaml"
    file.parent.mkdir()
    file.write_text("site: A\ndate: 2026-03-02\nrubric: mine@1.0.0\n", encoding="utf-8")
    assert run("report", file, "-o", "a.json", "--workspace", "sites").exit_code == 0
    assert run("verify", "a.json", "--workspace", "sites").exit_code == 0
    assert "AUD020" in run("verify", "a.json").stderr


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"<html></html>", b"{}", b'{"format": 1}', b"[" * 9999]
)
def test_what_is_no_report_of_ours_is_told_in_one_line(run, tmp_path, content):
    path = tmp_path / "other.html"
    path.write_bytes(content)
    result = run("verify", path)
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert re.search("AUD09[58]", line)


def test_markdown_carries_nothing(run, example, tmp_path):
    assert run("report", example, "-o", tmp_path / "r.md").exit_code == 0
    assert "AUD095" in run("verify", tmp_path / "r.md").stderr


def test_terminal_commands_in_a_report_are_shown_not_obeyed(run, report):
    edit(report, r'("made_with": ?)"[^"]*"', r'\1"\\u001b[31m"')
    edit(report, r'("site": ?)"[^"]*"', r'\1"\\u001b[2J"', count=1)
    result = run("verify", report)
    assert result.exit_code == 1
    assert "\x1b" not in result.output
