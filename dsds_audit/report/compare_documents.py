"""A comparison as a JSON document (docs/json.md)."""

from dsds_audit.comparison import Column, Comparison, Tally
from dsds_audit.report.column_wording import ColumnWording
from dsds_audit.report.compare_wording import ComparisonWording
from dsds_audit.report.documents import FORMAT, Document, score_document
from dsds_audit.report.records import panel_of, record_of
from dsds_audit.report.trend_documents import bridge_document
from dsds_audit.rubric import Rubric
from dsds_audit.scoring import Status
from dsds_audit.version import __version__

_STATUSES: tuple[Status, ...] = (
    "in_place",
    "partially_in_place",
    "not_in_place",
    "undetermined",
    "not_applicable",
)


def comparison_document(comparison: Comparison) -> Document:
    """The assessments as held against the common rubric, how many stand where, and the records compared.

    Of two assessments of one site also the bridge between them; else that is null.
    """
    words = ComparisonWording(comparison)
    return {
        "format": FORMAT,
        "kind": "comparison",
        "made_with": __version__,
        "rubric": _rubric(comparison.rubric),
        "assessments": [_assessment(column) for column in words.columns],
        "bridge": bridge_document(words.bridge.bridge) if words.bridge else None,
        "tallies": [_tally(tally) for tally in comparison.tallies.values()],
        "records": [record_of(column.original_rubric, column.original) for column in comparison.columns],
    }


def _assessment(wording: ColumnWording) -> Document:
    column = wording.column
    scores = score_document(column.rubric, column.assessment)
    head = {key: scores.pop(key) for key in ("site", "program", "group", "date")}
    for common in ("format", "as_of", "rubric", "finished"):
        scores.pop(common, None)
    return {
        "label": column.label,
        **head,
        "finished": column.original.finished,
        "rubric": _rubric(column.original_rubric),
        "carried": column.carried,
        "unconfirmed": _unconfirmed(column),
        **scores,
        "panel": panel_of(wording.facts),
    }


def _unconfirmed(column: Column) -> list[str]:
    return [name for name, score in column.card.criteria.items() if score.standing == "unconfirmed"]


def _tally(tally: Tally) -> Document:
    return {"id": tally.id, **{status: tally.counts.get(status, 0) for status in _STATUSES}}


def _rubric(rubric: Rubric) -> Document:
    return {key: getattr(rubric, key) for key in ("id", "version", "digest", "title")}
