import json
import sys
from pathlib import Path

import pytest
from pages_for_tests import Page
from speeches_for_tests import accented, words_in_english

from dsds_audit.speech import speaking
from tests.cli.conftest import Run

pytest.importorskip("duckdb")


def write(path: str, site: str, level: int = 1, date: str = "2026-03-02", more: str = "") -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    head = f"site: {site}\ndate: {date}\nrubric: dsds@1.0.0\n{more}"
    text = f"{head}ratings:\n  access.fidelity: {{level: {level}}}\n"
    Path(path).write_text(text, encoding="utf-8")


@pytest.fixture
def received(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A folder of files in no order: seven sites, one with two dates, one interview under way."""
    monkeypatch.setenv("DSDS_AUDIT_CACHE", "off")
    for number in range(7):
        group = "group: North\n" if number < 5 else "group: South\n"
        write(f"received/{number}.yaml", f"Site {number}", number % 3, more=group)
    write("received/later/0.yaml", "Site 0", 2, "2026-09-14", "group: North\n")
    write("received/later/1.yaml", "Site 1", 2, "2026-09-14", "interview: {position: access.fidelity}\n")
    return run


def document(run: Run, *words: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(run("compare", *words, "--format", "json").stdout)
    return found


def test_a_folder_of_received_files_becomes_the_report(received: Run) -> None:
    result = received("compare", "received")
    assert result.exit_code == 0, result.stderr
    assert "7 sites" in result.stdout
    assert "1 record is an interview that is not finished" in " ".join(result.stdout.split())
    assert received("compare", "received", "-o", "out.html").stdout == "The comparison is in out.html.\n"
    assert "7 sites" in Page(Path("out.html").read_text(encoding="utf-8")).text


def test_every_format_can_be_written_and_tables_be_read_again(received: Run) -> None:
    for name in ("out.html", "out.xlsx", "out.json", "out.csv", "out.parquet"):
        result = received("compare", "received", "-o", name)
        assert result.exit_code == 0, result.stderr
        assert result.stdout.startswith(f"The comparison is in {name}")
        assert Path(name).stat().st_size
    first = document(received, "received")
    assert first == json.loads(Path("out.json").read_text(encoding="utf-8"))
    for name in ("out.csv", "out.parquet"):
        again = document(received, name)
        sites = [(site["site"], site["low"], site["high"]) for site in again["sites"]]  # type: ignore[attr-defined]
        assert sites == [(s["site"], s["low"], s["high"]) for s in first["sites"]]  # type: ignore[attr-defined]


def test_groups_are_suppressed_unless_all_are_asked_for(received: Run) -> None:
    hidden = document(received, "received")
    assert hidden["groups"] == []
    assert hidden["groups_withheld"]
    shown = document(received, "received", "--smallest-group", "1")
    assert [group["name"] for group in shown["groups"]] == ["North", "South"]  # type: ignore[attr-defined]
    assert all(group["statistics"] for group in shown["groups"])  # type: ignore[attr-defined]


def test_by_date_and_criterion_and_since(received: Run) -> None:
    found = document(received, "received", "--by", "date", "--criterion", "access.fidelity")
    assert found["by"] == "date"
    assert found["criterion"]["id"] == "access.fidelity"  # type: ignore[index]
    late = document(received, "received", "--since", "2026-06-01")
    assert [site["site"] for site in late["sites"]] == ["Site 0"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("missing", ["duckdb", "narwhals"])
def test_without_the_part_for_many_sites_it_says_what_installs_it(
    missing: str, received: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    for names in (["received"], ["received/0.yaml", "received/1.yaml", "--by", "group"]):
        result = received("compare", *names)
        assert result.exit_code == 1
        assert "AUD124" in result.stderr
        assert "uv tool install 'dsds-audit[sites]'" in result.stderr
    assert received("compare", "received/0.yaml", "received/1.yaml").exit_code == 0


def test_a_site_is_shown_over_its_group(received: Run) -> None:
    result = received("compare", "received", "--site", "site 3")
    assert result.exit_code == 0
    assert "The sites you asked for" in result.stdout
    assert "Site 3, 2026-03-02" in " ".join(result.stdout.split())
    assert received("compare", "received", "--site", "Site 3", "-o", "out.svg").exit_code == 0
    assert "Site 3" in Path("out.svg").read_text(encoding="utf-8")
    wrong = received("compare", "received", "--site", "Sitte 3")
    assert wrong.exit_code == 1
    assert "Sitte 3: AUD126 is no site among those compared. Did you mean Site 3?" in wrong.stderr
    many = received("compare", "received", *(word for n in range(13) for word in ("--site", f"Site {n}")))
    assert many.exit_code == 2


def test_a_criterion_that_is_none_is_refused(received: Run) -> None:
    result = received("compare", "received", "--criterion", "access.fidelty")
    assert result.exit_code == 1
    assert "AUD140" in result.stderr
    assert "Did you mean access.fidelity?" in result.stderr


def test_a_picture_of_a_portfolio_is_refused(received: Run) -> None:
    result = received("compare", "received", "-o", "out.svg")
    assert result.exit_code == 1
    assert "out.svg: AUD139" in result.stderr
    assert not Path("out.svg").exists()


def test_damaged_files_are_named_at_the_end_and_the_rest_compared(received: Run) -> None:
    Path("received/3.yaml").write_text("site: [", encoding="utf-8")
    result = received("compare", "received", "-o", "out.json")
    assert result.exit_code == 1
    assert "3.yaml" in result.stderr.split("Left out:")[1]
    assert len(json.loads(Path("out.json").read_text(encoding="utf-8"))["sites"]) == 6


def test_more_than_twelve_are_a_portfolio_unless_they_are_asked_for(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DSDS_AUDIT_CACHE", "off")
    for number in range(13):
        write(f"site-{number}/2026-03-02.yaml", f"Site {number:02d}")
    assert document(run)["kind"] == "portfolio"
    assert document(run, "--by", "site")["kind"] == "comparison"
    Path("site-12/2026-03-02.yaml").unlink()
    assert document(run)["kind"] == "comparison"
    assert document(run, "--by", "group")["kind"] == "portfolio"


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (("-o", "1.csv"), ("1.dictionary.csv",)),
        (("-o", "1.html"), ()),
        (("-o", "1.pdf", "--by", "group"), ("out.html", "out.xlsx")),
        (("--criterion", "9.9"), ("dsds@1.0.0", " dsds ")),
        (("--site", "9"), ()),
        (("--since", "2030-01-01"), ()),
    ],
)
def test_what_it_says_is_in_the_language(
    received: Run, words: tuple[str, ...], kept: tuple[str, ...]
) -> None:
    with speaking(accented()):
        result = received("compare", "received", *words)
    told = result.output
    for typed in kept:
        told = told.replace(typed, "")
    assert told
    assert not words_in_english(told)
