"""Self-assessment and best-practice audit of a decision support data system.

Everything public is named here and imported when first used, so that ``import dsds_audit`` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from dsds_audit.version import __version__ as __version__

if TYPE_CHECKING:
    from dsds_audit.actions import Recommendation, recommend
    from dsds_audit.adequacy import AdequateSet, find_adequate_set
    from dsds_audit.assessment import Assessment, Rating
    from dsds_audit.errors import AuditError, Problem
    from dsds_audit.explanation import Explanation, explain
    from dsds_audit.findings import Finding, find_findings
    from dsds_audit.gaps import Gap, Strengths, find_gaps, find_strengths, find_unknowns
    from dsds_audit.interview import Interview
    from dsds_audit.loading import load_assessment, load_rubric
    from dsds_audit.report.charts import draw_bars, draw_dots, draw_radar
    from dsds_audit.report.facts import Facts, gather_facts
    from dsds_audit.report.html import render_html
    from dsds_audit.report.markdown import render_markdown
    from dsds_audit.rubric import Rubric
    from dsds_audit.scoring import Scorecard, score

_HOMES = {
    "actions": ("Recommendation", "recommend"),
    "adequacy": ("AdequateSet", "find_adequate_set"),
    "assessment": ("Assessment", "Rating"),
    "errors": ("AuditError", "Problem"),
    "explanation": ("Explanation", "explain"),
    "findings": ("Finding", "find_findings"),
    "gaps": ("Gap", "Strengths", "find_gaps", "find_strengths", "find_unknowns"),
    "interview": ("Interview",),
    "loading": ("load_assessment", "load_rubric"),
    "report.charts": ("draw_bars", "draw_dots", "draw_radar"),
    "report.facts": ("Facts", "gather_facts"),
    "report.html": ("render_html",),
    "report.markdown": ("render_markdown",),
    "rubric": ("Rubric",),
    "scoring": ("Scorecard", "score"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "AdequateSet",
    "Assessment",
    "AuditError",
    "Explanation",
    "Facts",
    "Finding",
    "Gap",
    "Interview",
    "Problem",
    "Rating",
    "Recommendation",
    "Rubric",
    "Scorecard",
    "Strengths",
    "draw_bars",
    "draw_dots",
    "draw_radar",
    "explain",
    "find_adequate_set",
    "find_findings",
    "find_gaps",
    "find_strengths",
    "find_unknowns",
    "gather_facts",
    "load_assessment",
    "load_rubric",
    "recommend",
    "render_html",
    "render_markdown",
    "score",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
