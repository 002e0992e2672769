import re
import shutil
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "dsds_audit" / "examples"


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


def test_of_another_version_only_the_data_hold(run, report):
    edit(report, r'("made_with": ?)"[^"]*"', r'\1"0.0.1"')
    edit(report, r'("sentence": ?)"', r'\1"Well: ', count=1)
    result = run("verify", report)
    assert (result.exit_code, result.stderr) == (3, "")
    assert result.stdout.startswith("Its data hold: ")
    assert "holds" not in result.stdout
    assert "made with version 0.0.1, and this is" in result.stdout
    edit(report, r'("overall": ?\{[^{]*"low": ?)[\d.]+', r"\g<1>99.5")
    result = run("verify", report)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Note: made with version 0.0.1" in result.stderr


def test_an_assessment_that_has_changed_since_is_told(run, example, tmp_path):
    kept = tmp_path / "riverbend" / "2026-09-14.yaml"
    kept.parent.mkdir()
    shutil.copy(example, kept)
    assert run("report", kept, "-o", "r.html").exit_code == 0
    assert run("verify", "r.html").exit_code == 0
    edit(kept, r"(use.action-plans:\s+level: )\d", r"\g<1>1", count=1)
    edit(kept, "Ruth Okafor", "Somebody Else")
    result = run("verify", "r.html")
    assert (result.exit_code, result.stderr) == (1, "")
    agrees, told = result.stdout.splitlines()
    assert agrees.startswith("The report agrees with itself: r.html was made from ")
    assert told == "But riverbend/2026-09-14.yaml has changed since: use.action-plans was 0, is 1."
    kept.write_text("site: [", encoding="utf-8")
    assert run("verify", "r.html").exit_code == 0
    assert run("verify", "r.html", "--workspace", "nowhere").exit_code == 0


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


@pytest.mark.parametrize("suffix", [".html", ".json"])
@pytest.mark.parametrize(
    "command",
    [
        ("trend", "Riverbend Family Center", "--as-of", "2026-09-28"),
        ("compare", "Riverbend Family Center", "--all"),
    ],
)
def test_what_trend_and_compare_write_holds_too_and_a_change_is_named(run, tmp_path, command, suffix):
    path = tmp_path / f"out{suffix}"
    assert run(*command, "--workspace", EXAMPLES, "-o", path).exit_code == 0
    result = run("verify", path, "--workspace", EXAMPLES)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "56 ratings of Riverbend Family Center, 2024-09-16 to 2026-09-14" in result.stdout
    edit(path, r'("overall": ?\{[^{]*"low": ?)[\d.]+', r"\g<1>99.5", count=1)
    assert (
        "AUD096 assessments[0].overall.low says 99.5" in run("verify", path, "--workspace", EXAMPLES).stderr
    )
    assert "AUD020" in run("verify", path).stderr


def ten_sites(folder):
    for number in range(10):
        path = folder / f"site-{number}" / "2026-03-02.yaml"
        path.parent.mkdir(parents=True)
        ratings = f"  access.fidelity: {{level: {number % 3}}}\n  access.outcome: {{dont_know: true}}\n"
        text = f"site: Site {number}\ndate: 2026-03-02\nrubric: dsds@1.0.0\nratings:\n{ratings}"
        path.write_text(text, encoding="utf-8")


def test_ten_sites_side_by_side_hold(run, tmp_path):
    ten_sites(tmp_path / "sites")
    assert run("compare", "sites", "-o", "out.html").exit_code == 0
    result = run("verify", "out.html")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "20 ratings of 10 sites, 2026-03-02" in result.stdout


def test_a_crosswalk_that_has_changed_since_is_told_as_such(run, tmp_path):
    shutil.copytree(EXAMPLES, tmp_path / "sites")
    site = ("Riverbend Family Center", "--workspace", "sites")
    assert run("trend", *site, "-o", "out.html").exit_code == 0
    assert run("verify", "out.html", "--workspace", "sites").exit_code == 0
    edit(tmp_path / "sites" / "rubrics" / "dsds" / "0.9.0--1.0.0.yaml", "\nnote: ", "\nnote: Now ", count=1)
    (line,) = run("verify", "out.html", "--workspace", "sites").stderr.splitlines()
    assert "AUD097 was made along a crosswalk from dsds@0.9.0 to dsds@1.0.0" in line
