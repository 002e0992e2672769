from pathlib import Path

import pytest

from dsds_audit.assessment_files import read_assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.checkup import check_assessment

TEXT = """# A comment first.
site: Hillside
program: Home visits
date: 2026-03-02
rubric: dsds@1.0.0
populations:
  relevant-staff: All nurses
participants:
  - {role: coach}
ratings:
  use.reports:
    note: None
    level: 1
    evidence:
      - what: An old report
        date: 2020-01-01
      - what: One to come
        date: 2027-01-01
  access.fidelity: {level: 2}
"""


@pytest.fixture
def checkup(tmp_path: Path):
    path = tmp_path / "2026-03-02.yaml"
    path.write_text(TEXT, encoding="utf-8")
    catalogue = Catalogue()
    assessment = read_assessment(path, catalogue.load)
    return check_assessment(catalogue.load(assessment.rubric), assessment, str(path))


def test_each_finding_has_the_line_it_stands_in(checkup):
    lines = {(located.finding.rule, located.finding.place): located.line for located in checkup.findings}
    assert lines == {
        ("population-not-named", "populations.key-stakeholders"): 6,
        ("no-leader", "participants"): 8,
        ("no-evidence", "access.fidelity"): 19,
        ("future-evidence", "use.reports"): 18,
        ("stale-evidence", "use.reports"): 14,
    }


def test_it_says_whose_it_is(checkup):
    assert (checkup.site, checkup.program, str(checkup.date)) == ("Hillside", "Home visits", "2026-03-02")
    assert (checkup.rubric, checkup.finished) == ("dsds@1.0.0", True)
    assert Path(checkup.place).name == "2026-03-02.yaml"


def test_what_is_missing_as_a_whole_has_no_line(tmp_path: Path):
    path = tmp_path / "a.yaml"
    path.write_text("site: A\ndate: 2026-03-02\nrubric: dsds@1.0.0\n", encoding="utf-8")
    catalogue = Catalogue()
    assessment = read_assessment(path, catalogue.load)
    found = check_assessment(catalogue.load("dsds"), assessment, str(path)).findings
    assert {located.finding.rule for located in found} == {"population-not-named"}
    assert {located.line for located in found} == {None}


@pytest.mark.parametrize("content", [None, "site: [", "site: A\n"])
def test_a_file_that_changed_meanwhile_costs_only_the_lines(tmp_path: Path, content):
    path = tmp_path / "a.yaml"
    path.write_text(TEXT, encoding="utf-8")
    catalogue = Catalogue()
    assessment = read_assessment(path, catalogue.load)
    path.unlink()
    if content:
        path.write_text(content, encoding="utf-8")
    found = check_assessment(catalogue.load("dsds"), assessment, str(path)).findings
    assert len(found) == 5
    assert {located.line for located in found} == {None}


def test_a_file_that_was_just_read_is_not_parsed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "2026-03-02.yaml"
    path.write_text(TEXT.replace("Hillside", "Hillside twice"), encoding="utf-8")
    catalogue = Catalogue()
    assessment = read_assessment(path, catalogue.load)
    parsed: list[bytes] = []
    monkeypatch.setattr("dsds_audit.yaml.records.parse_yaml", lambda content, _: parsed.append(content))
    found = check_assessment(catalogue.load(assessment.rubric), assessment, str(path)).findings
    assert parsed == []
    assert all(located.line for located in found)
