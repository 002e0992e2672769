import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path

from dsds_audit.checkup import Checkup, Located
from dsds_audit.errors import Problem
from dsds_audit.findings import Finding
from dsds_audit.report.check_documents import check_document

JSON_PAGE = Path(__file__).parents[2] / "docs" / "json.md"
FINDING = Located(Finding("no-evidence", "p.c", "It is not shown.", "Because.", "Show it."), 14)
RIVERBEND = Checkup("r.yaml", "Riverbend", None, dt.date(2026, 3, 2), "dsds@1.0.0", True, (FINDING, FINDING))
HILLSIDE = Checkup("h.yaml", "Hillside", "Visits", dt.date(2026, 3, 3), "dsds@1.0.0", False, ())
FAULT = Problem("AUD002", "is not valid. Please mend it.", "x.yaml", 3)


def test_it_holds_every_assessment_and_counts_by_rule_and_site():
    document = check_document([RIVERBEND, HILLSIDE], [FAULT])
    assert [part["file"] for part in document["assessments"]] == ["r.yaml", "h.yaml"]
    first = document["assessments"][0]["findings"][0]
    assert (first["rule"], first["place"], first["line"]) == ("no-evidence", "p.c", 14)
    assert document["by_rule"] == {"no-evidence": 2}
    assert document["by_site"] == {"Riverbend": 2}
    assert document["unreadable"][0]["code"] == "AUD002"
    json.dumps(document)


def fields_of(value, path=""):
    if path:
        yield path
    if isinstance(value, dict) and path not in ("by_rule", "by_site"):
        for key, inner in value.items():
            yield from fields_of(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for item in value:
            yield from (field for field in fields_of(item, f"{path}[]") if field != f"{path}[]")


def test_every_field_is_documented_and_every_documented_field_is_there():
    section = JSON_PAGE.read_text(encoding="utf-8").split("\n## What does not add up\n")[1].split("\n## ")[0]
    documented = set(re.findall(r"^\| `([^`]+)` \|", section, flags=re.MULTILINE))
    assert documented == set(fields_of(check_document([RIVERBEND, HILLSIDE], [FAULT])))


def test_a_site_is_one_however_its_name_is_typed():
    assert check_document([RIVERBEND, replace(RIVERBEND, site="RIVERBEND")])["by_site"] == {"RIVERBEND": 4}
