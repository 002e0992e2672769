import json
from pathlib import Path

from tests.cli.conftest import Run


def test_json_holds_what_is_promised(run: Run, short: Path) -> None:
    document = json.loads(run("score", short, "--format", "json").stdout)
    assert document["format"] == 1
    assert document["rated"] == 1
    assert document["asked"] == 14
    overall = document["overall"]
    assert overall["percent"] is None
    assert overall["low"] == 100 / 4 / 4
    assert overall["high"] == 100
    assert overall["adequate"] is None
    assert document["practices_in_place"] == {"count": 0, "of": 4}
    access = document["practices"][1]
    assert (access["id"], access["status"], access["low"], access["high"]) == (
        "access",
        "undetermined",
        25,
        100,
    )
    assert (access["rated"], access["asked"]) == (1, 4)
    fidelity = access["criteria"][0]
    assert (fidelity["id"], fidelity["level"], fidelity["status"]) == ("access.fidelity", 2, "in_place")
    assert access["criteria"][1]["level"] is None
    assert document["rubric"]["id"] == "dsds"
    assert document["rubric"]["version"] == "1.0.0"
    assert document["rubric"]["digest"].startswith("sha256:")


def test_a_table_says_how_much_was_rated(run: Run, example: Path) -> None:
    shown = run("score", example).stdout
    said = " ".join(shown.replace("\u00a0", " ").split())
    assert "69 to 75 % claimed, 59 to 75 % shown by fresh evidence (12 of 13 rated)" in said
    assert "1 of 4 practices fully in place" in said


def test_ids_stand_under_the_titles_where_they_are_wanted(run: Run, example: Path) -> None:
    assert "accountability.capacity" not in run("score", example).stdout
    shown = run("score", example, "--ids").stdout
    assert all(name in shown for name in ("accountability.capacity", "use.action-plans"))


def test_a_site_is_its_latest_assessment(run: Run, short: Path) -> None:
    folder = Path("short")
    folder.mkdir()
    text = short.read_text(encoding="utf-8")
    (folder / "a.yaml").write_text(text, encoding="utf-8")
    (folder / "b.yaml").write_text(text.replace("2026-03-02", "2026-09-02"), encoding="utf-8")
    newest = json.loads(run("score", "Short", "--format", "json").stdout)
    assert newest["date"] == "2026-09-02"
    before = json.loads(run("score", "Short", "--format", "json", "--as-of", "2026-06-30").stdout)
    assert before["date"] == "2026-03-02"


def test_of_two_programs_one_must_be_named(run: Run, short: Path) -> None:
    folder = Path("short")
    folder.mkdir()
    text = short.read_text(encoding="utf-8")
    for name in ("Mentoring", "Tutoring"):
        (folder / f"{name}.yaml").write_text(f"program: {name}\n{text}", encoding="utf-8")
    unclear = run("score", "Short")
    assert unclear.exit_code == 1
    assert "AUD055" in unclear.stderr
    named = json.loads(run("score", "Short", "--program", "Tutoring", "--format", "json").stdout)
    assert named["program"] == "Tutoring"


def test_of_two_rubrics_one_must_be_named(run: Run, short: Path) -> None:
    folder = Path("short")
    folder.mkdir()
    text = short.read_text(encoding="utf-8")
    (folder / "a.yaml").write_text(text, encoding="utf-8")
    other = "site: Short\ndate: 2026-03-02\nrubric: python-project@1.0.0\nratings: {}\n"
    (folder / "b.yaml").write_text(other, encoding="utf-8")
    unclear = run("score", "Short")
    assert unclear.exit_code == 1
    assert "AUD055" in unclear.stderr
    assert "--rubric: dsds, python-project" in unclear.stderr
    named = json.loads(run("score", "Short", "--rubric", "dsds", "--format", "json").stdout)
    assert named["rubric"]["id"] == "dsds"


def test_every_problem_is_a_line_with_its_place(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(
        "site: Bad\ndate: 2026-02-30\nrubric: dsds@1.0.0\nratings:\n"
        "  access.fidelty: {level: 1}\n  access.outcome: {level: 3}\n  use.reports: {levl: 2}\n",
        encoding="utf-8",
    )
    result = run("score", bad)
    assert result.exit_code == 1
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert [line.split(": ")[0] for line in lines] == [f"{bad}:{n}" for n in (2, 5, 6, 7)]
    assert "AUD010 access.fidelty" in lines[1]
    assert "Did you mean access.fidelity?" in lines[1]
    assert "AUD012 access.outcome: level 3 is not on the scale 0..2. Please use 0, 1 or 2." in lines[2]
    assert "Did you mean level?" in lines[3]
    assert "Traceback" not in result.output


def test_a_file_that_is_not_there_and_a_site_that_is_not_known(run: Run) -> None:
    missing = run("score", "nowhere.yaml")
    assert missing.exit_code == 1
    assert "nowhere.yaml: AUD001" in missing.stderr
    unknown = run("score", "Nowhere")
    assert unknown.exit_code == 1
    assert "AUD053" in unknown.stderr


def test_wrong_usage_is_exit_2(run: Run, short: Path) -> None:
    assert run("score", short, "--nothing").exit_code == 2
    assert run("score", short, "--format", "xml").exit_code == 2
    assert run("score", short, "--as-of", "yesterday").exit_code == 2
