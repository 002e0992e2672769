import json
import shutil
from pathlib import Path

import pytest
from comparisons_for_tests import LEG, NEW, OLD
from databases_for_tests import postgres_server, postgres_url, sqlite_url  # noqa: F401
from pages_for_tests import Page
from pypdf import PdfReader

from dsds_audit.catalogue import Catalogue
from tests.cli.conftest import Run

RATINGS = "ratings:\n  access.fidelity: {{level: {level}}}\n"


def write(site: str, date: str = "2026-03-02", level: int = 1, more: str = "", folder: str = "") -> Path:
    path = Path(folder) / site.lower().replace(" ", "-") / f"{date}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = f"site: {site}\ndate: {date}\nrubric: dsds@1.0.0\n{more}{RATINGS.format(level=level)}"
    path.write_text(text, encoding="utf-8")
    return path


def labels(output: str) -> list[str]:
    return [each["label"] for each in json.loads(output)["assessments"]]


def levels(output: str) -> list[int]:
    found = []
    for each in json.loads(output)["assessments"]:
        criteria = [c for practice in each["practices"] for c in practice["criteria"]]
        found += [c["level"] for c in criteria if c["id"] == "access.fidelity"]
    return found


@pytest.fixture
def sites(run: Run) -> Run:
    """Three sites, one of them with two dates and an interview under way."""
    write("Riverbend", "2026-03-02", 0)
    write("Riverbend", "2026-09-14", 2)
    write("Riverbend", "2026-10-01", 1, "interview: {position: access.fidelity}\n")
    write("Oak Hill", "2026-03-05", 1)
    write("Lakeview", "2026-03-09", 1)
    return run


def test_sites_files_and_folders_stand_in_the_order_given(sites: Run) -> None:
    result = sites(
        "compare", "Oak Hill", Path("lakeview") / "2026-03-09.yaml", "Riverbend", "--format", "json"
    )
    assert result.exit_code == 0
    assert labels(result.stdout) == ["Oak Hill", "Lakeview", "Riverbend"]
    assert levels(result.stdout) == [1, 1, 2]


def test_a_folder_brings_the_latest_of_every_site_and_counts_what_is_unfinished(sites: Run) -> None:
    for names in ((), (".",)):
        result = sites("compare", *names, "--format", "json")
        assert result.exit_code == 0
        assert labels(result.stdout) == ["Lakeview", "Oak Hill", "Riverbend"]
        assert levels(result.stdout) == [1, 1, 2]
        assert "1 unfinished interview in . left out" in result.stderr


def test_all_dates_of_a_site_are_called_by_their_dates_and_sorted(sites: Run) -> None:
    result = sites("compare", "Riverbend", "--all", "--format", "json")
    assert labels(result.stdout) == ["2026-03-02", "2026-09-14"]
    late = sites("compare", "riverbend/2026-09-14.yaml", "riverbend/2026-03-02.yaml", "--format", "json")
    assert labels(late.stdout) == ["2026-03-02", "2026-09-14"]
    named = sites("compare", "Riverbend", "--all", "--by", "site", "--format", "json")
    assert labels(named.stdout) == ["Riverbend, 2026-03-02", "Riverbend, 2026-09-14"]
    assert "is unfinished" in result.stderr


def test_as_of_goes_back_in_time(sites: Run) -> None:
    result = sites("compare", "Riverbend", "Oak Hill", "--as-of", "2026-06-30", "--format", "json")
    assert levels(result.stdout) == [0, 1]
    assert "unfinished" not in result.stderr


def test_the_same_assessment_is_shown_once_and_that_is_said(sites: Run) -> None:
    result = sites("compare", "Oak Hill", "oak-hill/2026-03-05.yaml", "Lakeview", "--format", "json")
    assert labels(result.stdout) == ["Oak Hill", "Lakeview"]
    assert "Oak Hill of 2026-03-05 was given more than once" in result.stderr


def test_an_unfinished_file_is_compared_when_it_is_named(sites: Run) -> None:
    result = sites("compare", "riverbend/2026-10-01.yaml", "Oak Hill")
    assert "Not finished yet, so their scores are ranges: A." in result.stdout


def test_what_is_damaged_is_named_at_the_end_and_the_rest_compared(sites: Run) -> None:
    Path("lakeview/2026-03-09.yaml").write_text("site: Lakeview\nratings: [\n", encoding="utf-8")
    result = sites("compare", "--format", "json")
    assert result.exit_code == 1
    assert labels(result.stdout) == ["Oak Hill", "Riverbend"]
    assert "2026-03-09.yaml" in result.stderr.split("Left out:")[1]


def test_a_site_whose_latest_file_is_damaged_is_never_shown_as_of_an_older_one(sites: Run) -> None:
    Path("riverbend/2026-09-14.yaml").write_text("site: Riverbend\nratings: [\n", encoding="utf-8")
    said = "Not shown, because the latest assessment there cannot be read: Riverbend."
    for output in ("all.html", "all.json"):
        assert sites("compare", "-o", output).exit_code == 1
        assert sites("verify", output).exit_code == 0
    document = json.loads(Path("all.json").read_text(encoding="utf-8"))
    assert document["left_out"] == ["Riverbend"]
    assert labels(json.dumps(document)) == ["Lakeview", "Oak Hill"]
    assert said in Path("all.html").read_text(encoding="utf-8")
    assert said in " ".join(sites("compare").stdout.split())


def test_a_name_that_leads_nowhere_does_not_stop_the_others(sites: Run) -> None:
    result = sites("compare", "Oak Hill", "Riverbend", "Nowhere", "no/such.yaml", "--format", "json")
    assert result.exit_code == 1
    assert labels(result.stdout) == ["Oak Hill", "Riverbend"]
    assert "AUD053" in result.stderr
    assert "such.yaml" in result.stderr


def test_names_that_may_be_one_site_are_told_and_not_merged(sites: Run) -> None:
    write("Oakhill", "2026-05-05")
    result = sites("compare", "--format", "json")
    assert labels(result.stdout) == ["Lakeview", "Oak Hill", "Oakhill", "Riverbend"]
    assert "Note: may be one site: Oak Hill / Oakhill. Nothing was merged." in result.stderr


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, sites: Run) -> str:
    """A database with the three sites."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    assert sites("prepare", url).exit_code == 0
    assert sites("copy", ".", url).exit_code == 0
    return url


def test_sites_of_a_database_are_compared_as_those_of_a_folder(
    sites: Run, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in (
        ("Oak Hill", "Riverbend"),
        ("Riverbend", "--all"),
        ("Riverbend", "lakeview/2026-03-09.yaml"),
    ):
        here = sites("compare", *words, "--format", "json")
        there = sites("compare", *words, "--format", "json", "--workspace", database)
        assert (there.exit_code, there.stdout) == (0, here.stdout)
    monkeypatch.setenv("DSDS_AUDIT_WORKSPACE", database)
    named = sites("compare", "Oak Hil", "Oak Hill", "Riverbend")
    assert named.exit_code == 1
    assert "Did you mean Oak Hill?" in named.stderr
    assert "Traceback" not in named.output
    folder = sites("compare", "riverbend", "oak-hill", "--format", "json")
    assert labels(folder.stdout) == ["Riverbend", "Oak Hill"]


def test_a_database_as_workspace_is_a_portfolio_as_it_is_as_a_source(sites: Run, database: str) -> None:
    pytest.importorskip("duckdb")
    as_source = sites("compare", database, "--format", "json")
    as_workspace = sites("compare", "--workspace", database, "--format", "json")
    assert (as_workspace.exit_code, as_workspace.stdout) == (0, as_source.stdout)
    one = sites("compare", "Oak Hill", "--by", "group", "--workspace", database, "--format", "json")
    assert [site["site"] for site in json.loads(one.stdout)["sites"]] == ["Oak Hill"]


def test_files_need_no_database_and_none_tells_its_password(
    sites: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DSDS_AUDIT_WORKSPACE", "postgresql://ann:geheim@127.0.0.1:1/audits")
    files = ("lakeview/2026-03-09.yaml", "oak-hill/2026-03-05.yaml")
    assert sites("compare", *files).exit_code == 0
    for words in ((), ("Oak Hill",), (*files, "Oak Hill")):
        refused = sites("compare", *words)
        assert refused.exit_code == 1
        assert "AUD107" in refused.stderr
        assert "geheim" not in refused.output


def test_one_alone_is_refused_with_everything_that_went_wrong(sites: Run) -> None:
    alone = sites("compare", "Oak Hill")
    assert alone.exit_code == 1
    assert "AUD091" in alone.stderr
    both = sites("compare", "Oak Hill", "Nowhere")
    assert both.stderr.index("AUD053") < both.stderr.index("AUD091")


def test_a_folder_without_assessments_is_told(sites: Run) -> None:
    Path("empty").mkdir()
    result = sites("compare", "empty")
    assert "empty: AUD053" in result.stderr


def test_programs_are_kept_apart(run: Run) -> None:
    write("Riverbend", "2026-03-02", 0, "program: Coaching\n")
    write("Riverbend", "2026-03-03", 2, "program: Training\n")
    write("Lakeview", "2026-03-09", 1, "program: Coaching\n")
    both = run("compare", "--format", "json")
    assert labels(both.stdout) == ["Lakeview", "Riverbend, 2026-03-02", "Riverbend, 2026-03-03"]
    one = run("compare", "--program", "coaching", "--format", "json")
    assert labels(one.stdout) == ["Lakeview", "Riverbend"]
    assert "AUD055" in run("compare", "Riverbend", "Lakeview").stderr


def test_different_rubrics_are_refused_with_a_way_out(sites: Run) -> None:
    text = "site: Tools\ndate: 2026-03-02\nrubric: python-project@1.0.0\nratings: {}\n"
    Path("tools").mkdir()
    Path("tools/2026-03-02.yaml").write_text(text, encoding="utf-8")
    result = sites("compare")
    assert result.exit_code == 1
    assert "AUD090" in result.stderr
    assert sites("compare", "--rubric", "dsds").exit_code == 0


def test_versions_go_through_the_crosswalk_or_are_refused_by_file(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path("rubrics/small")
    folder.mkdir(parents=True)
    for rubric in (OLD, NEW):
        content = json.dumps(rubric.model_dump(mode="json", exclude_none=True))
        (folder / f"{rubric.version}.yaml").write_text(content, encoding="utf-8")
    for site, rubric in (("Old", OLD), ("New", NEW)):
        text = f"site: {site}\ndate: 2026-03-02\nrubric: {rubric.ref}\nratings: {{p1.c2: {{level: 2}}}}\n"
        Path(f"{site}.yaml").write_text(text, encoding="utf-8")
    refused = run("compare", "Old.yaml", "New.yaml")
    assert refused.exit_code == 1
    assert refused.stderr.startswith("Old.yaml: AUD025")
    crosswalk = LEG.crosswalk.model_dump(mode="json", exclude_defaults=True)
    (folder / "1.0.0--1.1.0.yaml").write_text(json.dumps(crosswalk), encoding="utf-8")
    carried = run("compare", "Old.yaml", "New.yaml", "--format", "json")
    assert carried.exit_code == 0, carried.stderr
    assert json.loads(carried.stdout)["assessments"][0]["unconfirmed"] == ["p1.c2"]
    assert Catalogue((Path("rubrics"),)).load("small").version == "1.1.0"


def test_every_format_can_be_written(sites: Run) -> None:
    for name in ("out.html", "out.svg", "out.png", "out.json"):
        result = sites("compare", "-o", name)
        assert result.exit_code == 0
        assert result.stdout == f"The comparison is in {name}.\n"
    assert Page(Path("out.html").read_text(encoding="utf-8")).script
    assert labels(Path("out.json").read_text(encoding="utf-8")) == ["Lakeview", "Oak Hill", "Riverbend"]
    assert sites("compare", "-o", "heat.svg", "--chart", "heatmap").exit_code == 0
    assert Path("heat.svg").read_text(encoding="utf-8") != Path("out.svg").read_text(encoding="utf-8")
    assert "AUD071" in sites("compare", "-o", "out.doc").stderr
    assert sites("compare", "Nowhere", "-o", "out.doc").stderr.count("AUD0") == 1, "before any work is done"


def test_a_chart_needs_somewhere_to_go(sites: Run) -> None:
    for more in ((), ("-o", "out.html")):
        result = sites("compare", "--chart", "heatmap", *more)
        assert result.exit_code == 2
        assert "-o out.svg" in result.stderr


def test_a_waterfall_is_for_two_dates_of_one_site(sites: Run) -> None:
    assert sites("compare", "Riverbend", "--all", "--chart", "waterfall", "-o", "w.svg").exit_code == 0
    refused = sites("compare", "Riverbend", "Oak Hill", "--chart", "waterfall", "-o", "no.svg")
    assert "AUD092" in refused.stderr
    assert not Path("no.svg").exists()


def test_another_workspace(sites: Run, tmp_path: Path) -> None:
    shutil.copytree("oak-hill", "else/oak-hill")
    shutil.copytree("lakeview", "else/lakeview")
    for words in (("else",), ("--workspace", "else"), ("Oak Hill", "Lakeview", "--workspace", "else")):
        assert sorted(labels(sites("compare", *words, "--format", "json").stdout)) == ["Lakeview", "Oak Hill"]


@pytest.mark.parametrize("name", ["out.pdf", "out.docx", "out.md"])
def test_side_by_side_on_paper(sites: Run, name: str) -> None:
    result = sites("compare", "-o", name)
    assert result.exit_code == 0, result.stderr
    assert Path(name).stat().st_size > 1000
    assert "AUD139" in sites("compare", "--by", "group", "-o", name).stderr


def test_sites_side_by_side_carry_a_letterhead(sites: Run) -> None:
    Path("theme.yaml").write_text("organization: County Office\ncolor: '#7a2f63'\n", encoding="utf-8")
    sites("compare", "-o", "out.html", "--theme", "theme.yaml")
    page = Path("out.html").read_text(encoding="utf-8")
    assert "<strong>County Office</strong>" in page
    assert "--accent: #7a2f63" in page
    assert "Every number holds" in sites("verify", "out.html").stdout
    sites("compare", "-o", "out.pdf", "--theme", "theme.yaml")
    assert "County Office" in PdfReader("out.pdf").pages[0].extract_text()
    sites("compare", "-o", "plain.html")
    assert "letterhead" not in Path("plain.html").read_text(encoding="utf-8").partition("<body>")[2]


def test_a_comparison_whose_letterhead_is_none_is_not_believed(sites: Run) -> None:
    Path("theme.yaml").write_text("organization: County Office\n", encoding="utf-8")
    sites("compare", "-o", "out.html", "--theme", "theme.yaml")
    page = Path("out.html").read_text(encoding="utf-8")
    Path("out.html").write_text(page.replace('"County Office"', "7"), encoding="utf-8")
    result = sites("verify", "out.html")
    assert (result.exit_code, "AUD095" in result.stderr) == (1, True)
