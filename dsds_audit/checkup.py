"""What does not add up in an assessment's file, each finding with its line."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dsds_audit.assessment import Assessment
from dsds_audit.assessment_files import locate
from dsds_audit.errors import AuditError
from dsds_audit.findings import Finding, find_findings
from dsds_audit.names import folded
from dsds_audit.rubric import Rubric
from dsds_audit.yaml.files import Path_


@dataclass(frozen=True, slots=True)
class Located:
    """A finding and the line it stands in, counted from 1; None where what is missing has none."""

    finding: Finding
    line: int | None


@dataclass(frozen=True, slots=True)
class Checkup:
    """An assessment's file, looked over: whose it is, and what in it does not add up."""

    place: str
    site: str
    program: str | None
    date: dt.date
    rubric: str
    finished: bool
    findings: tuple[Located, ...]


def check_assessment(rubric: Rubric, assessment: Assessment, place: str) -> Checkup:
    """The findings of an assessment that was read from the file ``place``; it fits the rubric."""
    findings = find_findings(rubric, assessment)
    line_of = _lines_in(Path(place)) if findings else _no_line
    return Checkup(
        place,
        assessment.site,
        assessment.program,
        assessment.date,
        assessment.rubric,
        assessment.finished,
        tuple(Located(finding, line_of(finding.path)) for finding in findings),
    )


def name_sites(checkups: Sequence[Checkup]) -> dict[str, str]:
    """What each site is called, by its folded name: as the last of its checkups has it."""
    return {folded(checkup.site): checkup.site for checkup in checkups}


def _lines_in(path: Path) -> Callable[[Path_], int | None]:
    """What finds the line of a path; nothing where the file was taken away or broken meanwhile."""
    try:
        document = locate(path)
    except AuditError:
        return _no_line
    return lambda path: document.line_of(path) if path[:1] in document.spans else None


def _no_line(_: Path_) -> int | None:
    return None
