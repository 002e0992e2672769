import json
from pathlib import Path

from tests.cli.conftest import EXAMPLE, Run
from tests.cli.test_migrate import RECORD, put_versions


def test_list_show_and_schema(run: Run) -> None:
    assert "dsds@1.0.0" in run("rubric", "list").stdout
    assert "access.fidelity" in run("rubric", "show", "dsds").stdout
    assert run("rubric", "show", "dsds/access.fidelity").stdout.startswith("### ")
    assert run("rubric", "show", "dsds/nothing").exit_code == 1
    assert run("rubric", "show", "nothing").exit_code == 1
    assert json.loads(run("rubric", "schema").stdout)["title"] == "Rubric"
    of_dsds = json.loads(run("rubric", "schema", "--assessment", "dsds").stdout)
    assert "access.fidelity" in of_dsds["properties"]["ratings"]["properties"]


def test_check_tells_a_good_rubric_from_a_bad_one(run: Run, tmp_path: Path) -> None:
    good = Path(__file__).resolve().parents[2] / "rubrics" / "dsds" / "1.0.0.yaml"
    assert "is in order" in run("rubric", "check", good).stdout
    bad = tmp_path / "1.0.0.yaml"
    bad.write_text(
        good.read_text(encoding="utf-8")
        .replace("weight: 1\n", "wieght: 1\n")
        .replace("target: 2", "target: 7"),
        encoding="utf-8",
    )
    result = run("rubric", "check", bad)
    assert result.exit_code == 1
    assert "AUD033" in result.stderr


def test_a_workspace_has_rubrics_of_its_own(run: Run, short: Path) -> None:
    source = Path(__file__).resolve().parents[2] / "rubrics" / "python-project" / "1.0.0.yaml"
    own = Path("rubrics") / "mine" / "2.0.0.yaml"
    own.parent.mkdir(parents=True)
    text = source.read_text(encoding="utf-8").replace("id: python-project\n", "id: mine\n", 1)
    own.write_text(text.replace("version: 1.0.0", "version: 2.0.0", 1), encoding="utf-8")
    assert "mine@2.0.0" in run("rubric", "list").stdout
    short.write_text("site: S\ndate: 2026-01-01\nrubric: mine@2.0.0\nratings: {}\n", encoding="utf-8")
    assert json.loads(run("score", short, "--format", "json").stdout)["rubric"]["id"] == "mine"


def test_diff_is_for_versions_of_one_rubric(run: Run) -> None:
    result = run("rubric", "diff", "dsds", "python-project", "--draft", "draft.yaml")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "AUD035 dsds@1.0.0 and python-project@1.0.0 are no versions of one rubric" in result.stderr
    assert not Path("draft.yaml").exists()


def test_a_version_that_is_not_translated_differs_in_no_more_than_in_english(run: Run) -> None:
    versions = ("rubric", "diff", "dsds@0.9.0", "dsds@1.0.0", "--workspace", EXAMPLE.parent.parent)
    english, spanish = (run(*versions, *more).stdout for more in ((), ("--language", "es")))
    assert len(english.splitlines()) == len(spanish.splitlines()) > 10
    assert english != spanish


def test_where_a_draft_cannot_be_written_its_own_option_is_named(run: Run, tmp_path: Path) -> None:
    put_versions(tmp_path / "rubrics")
    result = run("rubric", "diff", "small@1.0.0", "small@1.1.0", "--draft", "no/such/draft.yaml")
    assert "AUD070" in result.stderr
    assert "Please name another place with --draft." in result.stderr


def test_diff_shows_what_differs_and_drafts_a_crosswalk(run: Run, tmp_path: Path) -> None:
    put_versions(tmp_path / "rubrics")
    draft = Path("draft.yaml")
    result = run("rubric", "diff", "small@1.0.0", Path("rubrics/small/1.1.0.yaml"), "--draft", draft)
    assert result.exit_code == 0
    assert "now: Is it really so?" in result.stdout
    assert "- `p1.c3`" in result.stdout
    assert "in it for you to decide" in result.stderr
    text = draft.read_text(encoding="utf-8")
    assert "relation: undecided" in text
    draft.rename("rubrics/small/1.0.0--1.1.0.yaml")
    record = Path("record.yaml")
    record.write_text(RECORD, encoding="utf-8")
    refused = run("migrate", record, "--to", "1.1.0")
    assert (refused.exit_code, "AUD028" in refused.stderr) == (1, True)


def test_a_draft_overwrites_no_decision(run: Run, tmp_path: Path) -> None:
    put_versions(tmp_path / "rubrics")
    result = run("rubric", "diff", "small@1.0.0", "small@1.1.0", "--draft", "rubrics/small/1.0.0--1.1.0.yaml")
    assert (result.exit_code, "AUD036" in result.stderr) == (1, True)
    back = run("rubric", "diff", "small@1.1.0", "small@1.0.0", "--draft", "back.yaml")
    assert (back.exit_code, "AUD035" in back.stderr) == (1, True)
    assert run("rubric", "diff", "small@1.1.0", "small@1.0.0").exit_code == 0


def test_the_schema_of_crosswalks(run: Run) -> None:
    assert json.loads(run("rubric", "schema", "--crosswalk").stdout)["title"] == "Crosswalk"
    assert run("rubric", "schema", "--crosswalk", "--assessment", "dsds").exit_code == 2
