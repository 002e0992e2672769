from pathlib import Path

import pytest

from dsds_audit.catalogue import Catalogue
from dsds_audit.portfolio.doubts import doubtful_sites
from dsds_audit.portfolio.sources import gather_sources

RATING = "ratings: {access.fidelity: {level: 1}}\n"


def write(path: str, text: str) -> str:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")
    return path


def sound(path: str, site: str, date: str) -> str:
    return write(path, f"site: {site}\ndate: {date}\nrubric: dsds@1.0.0\n{RATING}")


@pytest.fixture
def folder(tmp_path, monkeypatch) -> str:
    monkeypatch.chdir(tmp_path)
    sound("in/riverbend/2026-03-02.yaml", "Riverbend", "2026-03-02")
    sound("in/lakeview/2026-03-02.yaml", "Lakeview", "2026-03-02")
    return "in"


def sites(*, every_date: bool = False) -> tuple[set[str], tuple[str, ...]]:
    found = gather_sources(["in"], ".", Catalogue(), every_date=every_date)
    return {site for rows in found.rows for site in rows.site}, found.notes


def test_an_older_assessment_never_stands_in_for_one_that_cannot_be_read(folder):
    write("in/riverbend/2026-09-14.yaml", "site: RIVERBEND\ndate: 2026-09-14\nratings: {x\n")
    left, notes = sites()
    assert left == {"Lakeview"}
    assert "Riverbend is left out" in notes[0]
    assert "2026-09-14.yaml" in notes[0]
    assert sites(every_date=True)[0] == {"Lakeview", "Riverbend"}


@pytest.mark.parametrize(
    ("name", "text", "left_out"),
    [
        ("riverbend/2025-09-14.yaml", "site: Riverbend\ndate: 2025-09-14\nratings: {x\n", False),
        ("riverbend/x.yaml", "site: Riverbend\nratings: {x\n", True),
        ("riverbend/x.yaml", "{x\n", True),
        ("elsewhere/x.yaml", "{x\n", False),
        ("elsewhere/x.yaml", "site: Riverbend\ndate: 2026-10-01\nratings: {x\n", True),
        ("elsewhere/x.yaml", "site: Nobody knows\ndate: 2026-10-01\nratings: {x\n", False),
    ],
)
def test_a_damaged_file_is_of_the_site_it_names_or_lies_beside(folder, name, text, left_out):
    write(f"in/{name}", text)
    assert ("Riverbend" not in sites()[0]) == left_out
    assert "Lakeview" in sites()[0]


def test_a_file_among_those_of_several_sites_leaves_nobody_out(folder):
    sound("in/mixed/a.yaml", "Oak Hill", "2026-03-02")
    sound("in/mixed/b.yaml", "Westfield", "2026-03-02")
    write("in/mixed/c.yaml", "{x\n")
    assert sites()[0] == {"Lakeview", "Riverbend", "Oak Hill", "Westfield"}


def test_nothing_damaged_nothing_doubted():
    assert doubtful_sites([], ["nowhere.yaml"]) == {}
