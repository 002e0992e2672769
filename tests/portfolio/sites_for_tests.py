"""Small workspaces of made-up sites, as files in a folder."""

import datetime as dt
from pathlib import Path
from typing import Any

from dsds_audit.assessment import Assessment
from dsds_audit.assessment_files import render_assessment
from dsds_audit.catalogue import Catalogue

DSDS = Catalogue().load("dsds@1.0.0")
NAMES = list(DSDS.criteria)


def assessment_of(site: str, date: str = "2026-03-02", level: int = 1, **fields: Any) -> Assessment:
    """An assessment with one level for every criterion, but for what ``ratings`` says."""
    ratings = {name: {"level": level} for name in NAMES} | fields.pop("ratings", {})
    return Assessment.model_validate(
        {"site": site, "date": dt.date.fromisoformat(date), "rubric": DSDS.ref, "ratings": ratings, **fields}
    )


def write_assessment(path: Path, assessment: Assessment) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(render_assessment(assessment, DSDS))
    return path
