import json
from pathlib import Path

import pytest
from speeches_for_tests import accented, words_in_english

from dsds_audit.assessment import Assessment, Rating
from dsds_audit.assessment_files import read_assessment, render_assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.forms.filling import answers_of
from dsds_audit.forms.redcap_writing import write_records
from dsds_audit.speech import speaking
from dsds_audit.workbook.layout import Filling
from dsds_audit.workbook.writing import write_workbook
from tests.cli.conftest import EXAMPLE, Run
from tests.forms.exports import kobo_rows, odk_rows, to_csv, to_zip

CATALOGUE = Catalogue()
RUBRIC = CATALOGUE.load("dsds@1.0.0")
WHOLE = read_assessment(EXAMPLE, CATALOGUE.load).model_copy(update={"participants": ()})


def one(site: str, fidelity: int = 2) -> Assessment:
    ratings = {**WHOLE.ratings, "access.fidelity": Rating(level=fidelity)}
    return WHOLE.model_copy(update={"site": site, "ratings": ratings})


def answers(assessment: Assessment, **said: str) -> dict[str, str]:
    return {**answers_of(assessment, RUBRIC)[0], **said}


@pytest.fixture
def returned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a real file of each kind, and damaged ones among them."""
    folder = tmp_path_factory.mktemp("post") / "returned"
    (folder / "later").mkdir(parents=True)
    workbook = write_workbook(RUBRIC, Filling(one("Northfield")))
    panel = [
        answers(one("Riverbend", 2), respondent="Ana", respondent_role="coach"),
        answers(one("Riverbend", 0), respondent="Ben", respondent_role="supervisor"),
        answers(one("Riverbend", 1), respondent="Dana", respondent_role="facilitator"),
        answers(one("Riverbend", 1)),
    ]
    odk = to_csv(odk_rows(RUBRIC, [answers(one("River bend"))]), ",")
    table = (
        "site,date,rubric,access.fidelity,access.outcome\nTabled,2026-03-02,dsds@1.0.0,2,\n,x,dsds@1.0.0,9,\n"
    )
    files = {
        "a workbook without ending": workbook,
        "cut.xlsx": workbook[:5000],
        "kobo.csv": to_csv(kobo_rows(RUBRIC, panel)),
        "odk.zip": to_zip({"submissions.csv": odk}),
        "redcap.csv": write_records([one("Hillside"), one("Lakeview")], RUBRIC)[0],
        "survey.json": json.dumps(answers(one("Survey Town"))).encode(),
        "later/record.yaml": render_assessment(one("Oldtown"), RUBRIC),
        "later/table.csv": table.encode(),
        "later/other.csv": b"name,phone\nAna,1\n",
        "later/photo.jpg": b"\xff\xd8\xff\xe0",
        "later/empty.csv": b"",
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def written() -> dict[str, bytes]:
    found = (path for path in Path().rglob("*") if path.is_file() and not path.parts[0].startswith("."))
    return {path.as_posix(): path.read_bytes() for path in found}


def test_whatever_came_back_is_in_the_workspace_with_one_command(run: Run, returned: Path) -> None:
    dry = run("import", returned, "--dry-run")
    assert written() == {}
    done = run("import", returned)
    assert (dry.exit_code, done.exit_code) == (1, 1)
    assert done.stdout.splitlines()[-1] == (
        "10 files read: 8 new, 0 there already, 4 with problems. 3 people's answers became votes."
    )
    assert dry.stdout.splitlines()[-1] == (
        "10 files read: 8 new, 0 there already, 4 with problems. 3 people's answers would become votes. "
        "Nothing was written."
    )
    assert sorted(written()) == [
        *(
            f"{site}/2026-09-14.yaml"
            for site in ("hillside", "lakeview", "northfield", "oldtown", "river-bend")
        ),
        *("riverbend/2026-09-14.votes.jsonl", "riverbend/2026-09-14.yaml", "survey-town/2026-09-14.yaml"),
        "tabled/2026-03-02.yaml",
    ]
    told = done.stderr
    assert "cut.xlsx: AUD145" in told
    assert "table.csv, row 3: AUD174 access.fidelity: “9”" in told
    assert "other.csv: AUD171" in told
    assert "empty.csv: AUD171" in told
    assert "Note: Not read, as nothing here reads them: 1 .jpg." in told
    assert "Note: may be one site: River bend / Riverbend. Nothing was merged." in told
    assert "AUD172 the role “facilitator” does not vote" in told
    assert "Traceback" not in told
    for site in ("hillside", "northfield", "river-bend", "survey-town", "oldtown"):
        kept = read_assessment(Path(f"{site}/2026-09-14.yaml"), CATALOGUE.load)
        assert kept.ratings["access.fidelity"] == Rating(level=2)
        assert kept.ratings["accountability.person"] == WHOLE.ratings["accountability.person"]


def test_run_again_nothing_is_written_twice(run: Run, returned: Path) -> None:
    run("import", returned)
    before = written()
    again = run("import", returned)
    assert again.stdout == "10 files read: 0 new, 8 there already, 4 with problems.\n"
    assert written() == before


def test_what_several_people_said_is_there_to_agree_on(run: Run, returned: Path) -> None:
    done = run("import", returned / "kobo.csv")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0] == (
        "Riverbend, 2026-09-14: 3 people's answers kept as riverbend/2026-09-14.yaml, as votes to agree on"
    )
    shown = run(*done.stdout.splitlines()[1].partition("dsds-audit ")[2].split())
    assert (
        "Talk about these first\n- Access to fidelity data: from 0 (not in place) to 2 (in place)"
        in shown.stdout
    )
    assert "1 gave 0, 1 gave 1, 1 gave 2" in shown.stdout
    assert "dsds-audit interview Riverbend" in done.stdout
    kept = read_assessment(Path("riverbend/2026-09-14.yaml"), CATALOGUE.load)
    assert (kept.finished, kept.claims) == (False, {})
    assert run("score", "riverbend/2026-09-14.yaml").exit_code == 0


def test_something_else_there_is_left_alone(run: Run, returned: Path) -> None:
    run("import", returned / "survey.json")
    before = written()
    (returned / "survey.json").write_text(json.dumps(answers(one("survey town", 0))))
    done = run("import", returned / "survey.json")
    assert (done.exit_code, written()) == (1, before)
    assert done.stdout == "1 file read: 0 new, 0 there already, 1 in conflict.\n"
    assert "survey.json: AUD170 survey-town/2026-09-14.yaml is of the same site" in done.stderr


def test_a_database_takes_the_same(run: Run, returned: Path) -> None:
    run("prepare", "sqlite:///team.db")
    done = run("import", returned, "--workspace", "sqlite:///team.db")
    assert "8 new" in done.stdout
    assert "See where they differ:  dsds-audit votes Riverbend --workspace sqlite:///team.db" in done.stdout
    assert "Agree on it:  dsds-audit interview Riverbend --workspace sqlite:///team.db" in done.stdout
    assert "8 there already" in run("import", returned, "--workspace", "sqlite:///team.db").stdout


def test_what_the_files_are_can_be_said(run: Run, returned: Path) -> None:
    done = run("import", returned / "later" / "other.csv", "--from", "redcap")
    assert (done.exit_code, "AUD171" in done.stderr, "raw export" in done.stderr) == (1, False, True)
    assert run("import", "x", "--from", "crayon").exit_code == 2


def test_files_and_folders_that_are_not_there_or_empty(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run("import", "gone.csv", "empty")
    assert done.exit_code == 1
    assert "empty: AUD176 holds no file" in done.stderr
    assert "gone.csv: AUD176 cannot be read: No such file or directory" in done.stderr


def test_a_file_named_twice_is_read_once_and_a_name_cannot_steer_the_terminal(
    run: Run, returned: Path, tmp_path: Path
) -> None:
    odd = tmp_path / "a\x1b[31m.json"
    odd.write_text(json.dumps(answers(one("Ev\u202eil\x1b[31m"))))
    done = run("import", odd, odd, returned / "photo.txt")
    assert "1 new" in done.stdout
    assert "\x1b" not in done.output
    assert "\u202e" not in done.output


def test_hostile_answers_of_several_people_are_text(run: Run, tmp_path: Path) -> None:
    said = [answers(one("=cmd()", n), respondent=f"\x1b[31m {n}", respondent_role="coach") for n in range(2)]
    for number, each in enumerate(said):
        each["access__fidelity__note"] = f"=HYPERLINK({number})\x1b[31m"
        (tmp_path / f"{number}.json").write_text(json.dumps(each))
    done = run("import", "0.json", "1.json")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "\x1b" not in done.output
    (kept,) = Path().rglob("2026-09-14.yaml")
    record = read_assessment(kept, CATALOGUE.load)
    assert record.ratings["access.fidelity"].note == "=HYPERLINK(0)\x1b[31m\n=HYPERLINK(1)\x1b[31m"
    assert run("votes", kept).exit_code == 0


def test_a_file_with_very_many_problems_does_not_flood_the_terminal(run: Run, tmp_path: Path) -> None:
    rows = "".join("Town,never,dsds@1.0.0,2\n" for _ in range(300))
    (tmp_path / "t.csv").write_text(f"site,date,rubric,access.fidelity\n{rows}")
    done = run("import", "t.csv")
    assert done.stderr.count("\n") == 201
    assert done.stderr.endswith("t.csv: and 101 more of these.\n")
    assert done.stdout == "1 file read: 0 new, 0 there already, 300 with problems.\n"


TYPED = {
    *("access", "date", "facilitator", "site"),
    *(
        "Riverbend",
        "River",
        "bend",
        "Northfield",
        "Hillside",
        "Lakeview",
        "Survey",
        "Town",
        "Oldtown",
        "Tabled",
    ),
    *("riverbend", "river", "returned", "later", "workbook", "without", "ending", "AUD", "dsds", "votes"),
    *("interview", "workspace", "northfield", "hillside", "lakeview", "survey", "oldtown", "tabled", "post"),
}


def test_all_that_is_told_is_in_the_language_that_is_spoken(run: Run, returned: Path) -> None:
    with speaking(accented()):
        told = [
            run("import", returned, "--dry-run"),
            run("import", returned),
            run("import", returned / "kobo.csv"),
        ]
    lines = [line for each in told for line in (*each.stdout.splitlines(), *each.stderr.splitlines())]
    assert len(lines) > 30
    left = {word for line in lines for word in words_in_english(line)} - TYPED
    assert not left, left
