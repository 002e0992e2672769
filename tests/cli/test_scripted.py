import json
from pathlib import Path

from tests.cli.conftest import Run


def test_answers_from_a_file_are_saved_in_the_workspace(run: Run, example: Path) -> None:
    result = run("interview", "--answers", example, "--workspace", "ws")
    assert result.exit_code == 0
    assert "69 to 75 % claimed, 59 to 75 % shown by fresh evidence (12 of 13 rated)." in result.stdout
    file = Path("ws/riverbend-family-center/2026-09-14.yaml")
    assert file.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=../.schema/")
    assert Path("ws/.schema/dsds-1.0.0.json").is_file()
    scored = json.loads(
        run("score", "riverbend family center", "--workspace", "ws", "--format", "json").stdout
    )
    assert scored["overall"]["low"] == 68.75


def test_how_it_was_run_can_be_a_list_of_what_held(run: Run) -> None:
    answers = "ratings: {}\nadministration: [right-people, time-kept]\n"
    assert run("interview", "Hill", "--answers", "-", "--as-of", "2026-05-04", stdin=answers).exit_code == 0
    shown = run("score", "Hill").stdout.replace("\N{NO-BREAK SPACE}", " ")
    assert "How this assessment was run: 2 of 8 statements held: 25 %." in shown
    assert shown.count("- Did not hold: ") == 6


def test_json_on_stdin_with_the_site_on_the_command_line(run: Run) -> None:
    answers = json.dumps({"ratings": {"access.fidelity": {"level": 2, "checks": ["access"]}}})
    result = run("interview", "Hill", "--answers", "-", "--as-of", "2026-05-04", stdin=answers)
    assert result.exit_code == 0, result.stderr
    assert Path("hill/2026-05-04.yaml").is_file()


def test_what_does_not_fit_is_named_and_nothing_is_saved(run: Run) -> None:
    answers = (
        "site: Hill\nratings:\n  access.fidelity: {level: 9}\n  access.outcom: {level: 1}\n"
        "  use.reports: {not_applicable: never mind}\n"
    )
    result = run("interview", "--answers", "-", stdin=answers)
    assert result.exit_code == 1
    assert "level 9 is not on the scale" in result.stderr
    assert "Did you mean access.outcome?" in result.stderr
    assert result.stderr.startswith("stdin:3: AUD061 access.fidelity: level 9")
    assert not Path("hill").exists()


def test_an_assessment_is_never_overwritten(run: Run, example: Path) -> None:
    run("interview", "--answers", example)
    file = Path("riverbend-family-center/2026-09-14.yaml")
    before = file.read_bytes()
    again = run("interview", "--answers", example)
    assert again.exit_code == 1
    assert "AUD062" in again.stderr
    assert file.read_bytes() == before


def test_what_no_question_takes_is_refused_rather_than_dropped(run: Run) -> None:
    answers = "site: Hill\nrubric: python-project@1.0.0\ninvited: 4\nratings: {}\n"
    result = run("interview", "--answers", "-", stdin=answers)
    assert result.exit_code == 1
    assert "need a rubric with a panel" in result.stderr


def test_no_answers_at_all(run: Run) -> None:
    for nothing in ("", "[]", "just text"):
        result = run("interview", "--answers", "-", stdin=nothing)
        assert result.exit_code == 1
        assert "AUD061" in result.stderr
        assert "Traceback" not in result.output


def test_a_site_named_to_climb_out_stays_inside(run: Run, tmp_path: Path) -> None:
    result = run("interview", "../../etc/passwd", "--answers", "-", "--workspace", "ws", stdin="ratings: {}")
    assert result.exit_code == 0, result.stderr
    assert all((tmp_path / "ws") in path.parents for path in tmp_path.rglob("*.yaml"))


def test_every_fault_is_named_with_its_line(run: Run) -> None:
    ratings = "ratings:\n  access.fidelity:\n    level: one\n  Access: {level: 1}\n"
    answers = f"site: Hill\ndate: soon\n{ratings}invitd: 4\n"
    Path("answers.yaml").write_text(answers, encoding="utf-8")
    lines = run("interview", "--answers", "answers.yaml").stderr.splitlines()
    assert sorted(line.partition(" ")[0] for line in lines) == [
        f"answers.yaml:{number}:" for number in (2, 5, 6, 7)
    ]
    ratings = "ratings:\n  access.fidelity: {level: 1}\n  use.analysis:\n    not_applicable: never mind\n"
    later = f"site: Hill\n{ratings}"
    Path("answers.yaml").write_text(later, encoding="utf-8")
    assert run("interview", "--answers", "answers.yaml").stderr.startswith(
        "answers.yaml:4: AUD061 use.analysis"
    )
    Path("answers.yaml").write_text("site: Hill\nrubric: dsds@7.0.0\n", encoding="utf-8")
    assert run("interview", "--answers", "answers.yaml").stderr.startswith("answers.yaml:2: AUD020")
    wished = run("interview", "--answers", "answers.yaml", "--rubric", "dsds@8.0.0")
    assert wished.stderr.startswith("AUD020")
    Path("answers.yaml").write_text("site: Hill\nrubric: [dsds]\n", encoding="utf-8")
    assert run("interview", "--answers", "answers.yaml").stderr.startswith("answers.yaml:2: AUD061")
    long = run("interview", "x" * 300, "--answers", "-", stdin="ratings: {}")
    assert long.stderr.startswith("stdin: AUD061 site:")


def test_a_date_ahead_is_taken_and_said(run: Run) -> None:
    held = ("interview", "Hill", "--answers", "-", "--as-of", "2026-03-02")
    result = run(*held, stdin="date: 2027-03-02\nratings: {}\n")
    assert result.exit_code == 0
    said = "Note: 2027-03-02 is after today, 2026-03-02. If that is a slip, please correct it in "
    assert result.stderr.startswith(said)
    assert run(*held, stdin="date: 2026-03-02\nratings: {}\n").stderr == ""


def test_answers_inside_the_workspace_are_no_record_in_the_way(run, tmp_path):
    (tmp_path / "in").mkdir()
    answers = tmp_path / "in" / "a.yaml"
    answers.write_text("site: Hill\ndate: 2026-03-02\nrubric: dsds@1.0.0\nratings: {}\n", encoding="utf-8")
    refused = run("interview", "--answers", "in/a.yaml")
    assert refused.exit_code == 1
    said = (
        "in/a.yaml: AUD062 is read as an assessment here already. Please keep answers outside the workspace."
    )
    assert refused.stderr == f"{said}\n"
