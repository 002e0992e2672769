"""Checkups as a JSON document (docs/json.md)."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from dsds_audit.checkup import Checkup, Located, name_sites
from dsds_audit.errors import Problem
from dsds_audit.names import folded
from dsds_audit.report.documents import FORMAT, Document, in_language


def check_document(checkups: Sequence[Checkup], unreadable: Sequence[Problem] = ()) -> Document:
    """Every assessment with its findings, how many there are by rule and by site, and what cannot be read."""
    found = [(checkup.site, located.finding.rule) for checkup in checkups for located in checkup.findings]
    named = name_sites(checkups)
    return in_language(
        {
            "format": FORMAT,
            "assessments": [_checkup(checkup) for checkup in checkups],
            "by_rule": dict(Counter(rule for _, rule in found)),
            "by_site": dict(Counter(named[folded(site)] for site, _ in found)),
            "unreadable": [
                {"file": fault.place, "line": fault.line, "code": fault.code, "message": fault.message}
                for fault in unreadable
            ],
        }
    )


def _checkup(checkup: Checkup) -> dict[str, Any]:
    return {
        "file": checkup.place,
        "site": checkup.site,
        "program": checkup.program,
        "date": checkup.date.isoformat(),
        "rubric": checkup.rubric,
        "finished": checkup.finished,
        "findings": [_located(located) for located in checkup.findings],
    }


def _located(located: Located) -> dict[str, Any]:
    finding = located.finding
    return {
        "rule": finding.rule,
        "place": finding.place,
        "line": located.line,
        "text": finding.text,
        "why": finding.why,
        "way_out": finding.way_out,
    }
