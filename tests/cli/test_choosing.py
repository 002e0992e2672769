import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

SHOWING = [
    ("score",),
    ("gaps",),
    ("actions",),
    ("explain",),
    ("trend",),
    ("report", "-o", "out.html"),
    ("radar", "-o", "out.svg"),
]


def write(site: str, date: str, level: int = 1, folder: str = "ws/river") -> Path:
    path = Path(folder) / f"{date}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    ratings = f"ratings:\n  access.fidelity: {{level: {level}}}\n  access.outcome: {{level: 1}}\n"
    path.write_text(f"site: {site}\ndate: {date}\nrubric: dsds@1.0.0\n{ratings}", encoding="utf-8")
    return path


def damage(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8") + "ratings: [\n", encoding="utf-8")


@pytest.fixture
def dates(run: Run) -> list[Path]:
    """Three dates of a site, in a folder that has another name."""
    return [
        write("Riverbend", day, level) for level, day in enumerate(("2025-03-03", "2025-09-01", "2026-03-02"))
    ]


@pytest.mark.parametrize("command", SHOWING, ids=lambda words: words[0])
def test_the_sites_own_folder_will_do(run: Run, dates: list[Path], command: tuple[str, ...]) -> None:
    name, *options = command
    for site, more in (("ws/river/", ()), ("ws/river", ()), ("river", ("--workspace", "ws"))):
        result = run(name, site, *options, *more)
        assert result.stderr == ""
        assert result.exit_code == 0


def test_a_folder_is_checked_with_all_that_is_in_it(run: Run, dates: list[Path]) -> None:
    assert len(json.loads(run("check", "ws/river/", "--format", "json").stdout)["assessments"]) == 3


def test_a_plan_is_found_by_the_own_folder(run: Run, dates: list[Path]) -> None:
    taken = run("plan", "adopt", "ws/river", "access.fidelity", "--owner", "Ruth", "--as-of", "2026-03-03")
    assert taken.exit_code == 1  # it holds already
    taken = run("plan", "adopt", "ws/river", "access.outcome", "--owner", "Ruth", "--as-of", "2026-03-03")
    assert (taken.exit_code, taken.stderr) == (0, "")
    assert "dsds-audit plan show Riverbend --workspace ws" in taken.stdout
    for site in ("ws/river/", "ws/river"):
        assert "Ruth" in run("plan", "show", site).stdout


def test_an_interview_goes_on_in_the_own_folder(run: Run, dates: list[Path]) -> None:
    held = run("interview", "ws/river/", "--answers", "-", "--as-of", "2026-09-01", stdin="ratings: {}")
    assert held.exit_code == 0, held.stderr
    assert Path("ws/river/2026-09-01.yaml").is_file()


def test_odd_names_are_no_folders(run: Run) -> None:
    for name in ("x" * 5000, "a\0b", "."):
        for words in (("score", name), ("trend", name), ("compare", name, "other"), ("plan", "show", name)):
            result = run(*words)
            assert result.exit_code == 1
            assert "AUD0" in result.stderr


def test_sites_are_compared_by_their_own_folders(run: Run, dates: list[Path]) -> None:
    write("Lakeview", "2026-03-09", 2, "ws/lake")
    write("Riverbend", "2024-01-01", 0, "ws/river/dsds-1.0.0")  # an earlier version, set aside
    result = run("compare", "ws/lake", "ws/river/", "--format", "json")
    assert [each["label"] for each in json.loads(result.stdout)["assessments"]] == ["Lakeview", "Riverbend"]
    within = run("compare", "lake", "river", "--workspace", "ws", "--format", "json")
    assert within.stdout == result.stdout
    every = run("compare", "ws/river", "--all", "--format", "json")
    assert len(json.loads(every.stdout)["assessments"]) == 3


@pytest.mark.parametrize("command", SHOWING, ids=lambda words: words[0])
def test_a_damaged_file_that_is_not_the_one_wanted_is_named_in_the_end(
    run: Run, dates: list[Path], command: tuple[str, ...]
) -> None:
    damage(dates[0])
    name, *options = command
    result = run(name, "Riverbend", *options, "--workspace", "ws")
    assert result.exit_code == 1
    assert result.stdout
    assert "Note" not in result.stderr
    assert result.stderr.startswith(f"Left out:\n{dates[0]}:")


def test_the_rest_of_the_dates_are_shown(run: Run, dates: list[Path]) -> None:
    damage(dates[1])
    document = json.loads(run("trend", "Riverbend", "--workspace", "ws", "--format", "json").stdout)
    assert [point["date"] for point in document["assessments"]] == ["2025-03-03", "2026-03-02"]


def test_where_the_damaged_one_may_be_the_latest_that_is_said_first(run: Run, dates: list[Path]) -> None:
    damage(dates[2])
    result = run("score", "Riverbend", "--workspace", "ws", "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)["date"]) == (1, "2025-09-01")
    said = "Note: this is Riverbend as of 2025-09-01. A later assessment may be in ws/river/2026-03-02.yaml"
    assert result.stderr.startswith(said)
    before = run("score", "Riverbend", "--workspace", "ws", "--as-of", "2025-12-31")
    assert "Note" not in before.stderr
    dates[0].write_bytes(b"\xff\xfe\x00")
    dates[0].rename("ws/river/nobody-knows.yaml")
    Path("ws/riverbend").mkdir()
    Path("ws/river/nobody-knows.yaml").rename("ws/riverbend/nobody-knows.yaml")
    assert (
        "A later assessment may be in ws/riverbend/nobody-knows.yaml"
        in run("score", "Riverbend", "--workspace", "ws").stderr
    )


@pytest.mark.parametrize("names", [("Riverbend", "Lakeview", "Oak Hill"), ()])
def test_a_comparison_shows_no_older_assessment_for_the_latest(
    run: Run, dates: list[Path], names: tuple[str, ...]
) -> None:
    write("Lakeview", "2026-03-09", 2, "ws/lake")
    write("Oak Hill", "2026-03-09", 2, "ws/oak")
    damage(dates[2])
    result = run("compare", *names, "--workspace", "ws", "--format", "json")
    labels = [each["label"] for each in json.loads(result.stdout)["assessments"]]
    assert (result.exit_code, labels) == (1, ["Lakeview", "Oak Hill"])
    assert "Note: Riverbend is left out" in result.stderr
    assert f"as of 2025-09-01, name that file: {dates[1]}" in result.stderr
    assert str(dates[2]) in result.stderr.split("Left out:")[1]
    assert "2 sites side by side" in run("compare", *names, "--workspace", "ws").stdout
    named = run("compare", dates[1], "Lakeview", "--workspace", "ws", "--format", "json")
    assert len(json.loads(named.stdout)["assessments"]) == 2
    every = run("compare", "Riverbend", "--all", "--workspace", "ws", "--format", "json")
    assert len(json.loads(every.stdout)["assessments"]) == 2


def test_a_damaged_file_that_names_no_site_may_be_the_latest_of_its_folder(
    run: Run, dates: list[Path]
) -> None:
    for site, folder in (("Lakeview", "ws/lake"), ("Oak Hill", "ws/oak")):
        write(site, "2026-03-09", 2, folder)
    Path("ws/lake/2026-09-01.yaml").write_bytes(b"\xff\xfe\x00")
    result = run("compare", "--workspace", "ws")
    assert "2 sites side by side" in result.stdout
    assert "Note: Lakeview is left out" in result.stderr


@pytest.mark.parametrize(
    "command", [*(words for words in SHOWING if words != ("trend",)), ("check",)], ids=lambda words: words[0]
)
def test_a_file_that_is_not_what_is_asked_for_is_refused(run: Run, command: tuple[str, ...]) -> None:
    file = write("Riverbend", "2026-03-02")
    for wish in (("--program", "Coaching"), ("--rubric", "python-project"), ("--as-of", "2026-03-01")):
        name, *options = command
        result = run(name, file, *options, *wish)
        assert (result.exit_code, "AUD053 is an assessment of 2026-03-02 on no program" in result.stderr) == (
            1,
            True,
        )
        assert "AUD053" in run("compare", file, "Nobody", *wish).stderr


def test_the_only_site_need_not_be_named(run: Run, dates: list[Path]) -> None:
    result = run("score", "--workspace", "ws", "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)["date"]) == (0, "2026-03-02")
    write("Lakeview", "2026-03-09", 2, "ws/lake")
    several = run("score", "--workspace", "ws")
    assert several.exit_code == 1
    assert "ws: AUD053 holds several sites: Lakeview, Riverbend. Please name one of them" in several.stderr


def test_an_empty_folder_says_how_to_begin(run: Run) -> None:
    assert "AUD053 holds no assessment of any site yet. Begin: dsds-audit interview." in run("score").stderr
    named = run("actions", "Hill House").stderr
    assert "Begin: dsds-audit interview 'Hill House'. Or is this the wrong folder? It is /" in named


def test_names_that_are_too_long_or_empty_are_told_as_not_there(run: Run, dates: list[Path]) -> None:
    for name in ("x" * 300, "x" * 300 + ".yaml", ""):
        for words in (("score",), ("check",), ("compare",), ("trend",), ("verify",)):
            result = run(*words, name, "--workspace", "ws")
            assert result.exit_code == 1, words
            assert "free some space" not in result.stderr
            assert "AUD0" in result.stderr


def test_unfinished_interviews_alone_make_a_trend(run: Run, dates: list[Path]) -> None:
    for path in dates:
        path.write_text(path.read_text(encoding="utf-8") + "interview: {position: access.outcome}\n", "utf-8")
    assert "AUD054" in run("trend", "Riverbend", "--workspace", "ws").stderr
    shown = run("trend", "Riverbend", "--workspace", "ws", "--unfinished", "--format", "json")
    assert (shown.exit_code, len(json.loads(shown.stdout)["assessments"])) == (0, 3)


def test_kept_records_of_another_version_hide_none_of_the_site(run: Run, dates: list[Path]) -> None:
    write("Riverbend", "2024-01-01", 0, "ws/river/dsds-0.9.0")
    for words in (("ws/river",), ("--workspace", "ws/river"), ("river", "--workspace", "ws")):
        result = run("check", *words, "--format", "json")
        files = [Path(each["file"]).name for each in json.loads(result.stdout)["assessments"]]
        assert files == [path.name for path in dates]


def test_nothing_sound_is_told_as_damage(run: Run) -> None:
    damage(write("Riverbend", "2026-03-02"))
    result = run("score", "Riverbend", "--workspace", "ws")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "2026-03-02.yaml" in result.stderr
    assert "Left out" not in result.stderr


def test_a_wish_that_nothing_fits_tells_the_damaged_ones_too(run: Run, dates: list[Path]) -> None:
    damage(dates[0])
    result = run("score", "Riverbend", "--workspace", "ws", "--program", "Coaching")
    assert "AUD053" in result.stderr
    assert str(dates[0]) in result.stderr


def test_an_action_is_taken_on_beside_a_damaged_file(run: Run, dates: list[Path]) -> None:
    damage(dates[0])
    taken = run("plan", "adopt", "Riverbend", "access.outcome", "--owner", "Ruth", "--workspace", "ws")
    assert taken.exit_code == 0
    assert f"Left out: {dates[0]}" in taken.stderr
