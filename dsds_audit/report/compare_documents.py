"""A comparison as a JSON document (docs/json.md)."""

from dsds_audit.comparison import Column, Comparison, Tally
from dsds_audit.report.column_wording import ColumnWording
from dsds_audit.report.compare_wording import ComparisonWording
from dsds_audit.report.crosswalk_records import crosswalk_records_of
from dsds_audit.report.documents import FORMAT, Document, in_language, score_document
from dsds_audit.report.facts import gather_facts
from dsds_audit.report.letterhead_records import letterhead_record
from dsds_audit.report.records import administration_of, panel_of, record_of, version_of
from dsds_audit.report.trend_documents import bridge_document
from dsds_audit.scoring import Status
from dsds_audit.theme import PLAIN, Letterhead
from dsds_audit.translation import translation_record
from dsds_audit.values import digest_of
from dsds_audit.version import __version__

_STATUSES: tuple[Status, ...] = (
    "in_place",
    "partially_in_place",
    "not_in_place",
    "undetermined",
    "not_applicable",
)


def comparison_document(comparison: Comparison, letterhead: Letterhead = PLAIN) -> Document:
    """The assessments as held against the common rubric, how many stand where, and the records compared.

    Of two assessments of one site also the bridge between them; else that is null. ``letterhead`` is that of
    the page, so that the page can be made from it again, too.
    """
    words = ComparisonWording(comparison)
    record = _record(comparison)
    labels = [column.label for column in comparison.columns]
    return in_language(
        {
            "format": FORMAT,
            "kind": "comparison",
            "made_with": __version__,
            "made_from": digest_of({"labels": labels, "left_out": list(comparison.left_out), **record}),
            "rubric": version_of(comparison.rubric),
            "translation": translation_record(comparison.rubric),
            **({"letterhead": headed} if (headed := letterhead_record(letterhead)) else {}),
            "left_out": list(comparison.left_out),
            "assessments": [_assessment(column) for column in words.columns],
            "bridge": bridge_document(words.bridge.bridge) if words.bridge else None,
            "tallies": [_tally(tally) for tally in comparison.tallies.values()],
            **record,
        }
    )


def _record(comparison: Comparison) -> Document:
    """All that the rest of the document is made from, but for what the assessments are called."""
    ways = {(column.own.rubric.ref, column.rubric.ref): column.legs for column in comparison.columns}
    return {
        "crosswalks": crosswalk_records_of({way: legs for way, legs in ways.items() if legs}),
        "records": [record_of(column.own.rubric, column.own.assessment) for column in comparison.columns],
    }


def _assessment(wording: ColumnWording) -> Document:
    column = wording.column
    scores = score_document(column.rubric, column.assessment)
    head = {key: scores.pop(key) for key in ("site", "program", "group", "date")}
    for common in ("format", "language", "as_of", "rubric", "translation", "finished"):
        scores.pop(common, None)
    return {
        "label": column.label,
        **head,
        "finished": column.own.assessment.finished,
        "rubric": version_of(column.own.rubric),
        "carried": column.carried,
        "unconfirmed": _unconfirmed(column),
        **scores,
        "with_own_rubric": _with_own_rubric(column) if column.carried else None,
        "panel": panel_of(wording.facts),
        "administration": administration_of(gather_facts(column.own.rubric, column.own.assessment)),
    }


def _with_own_rubric(column: Column) -> Document:
    """The total with the version that the record was made with."""
    scores = score_document(column.own.rubric, column.own.assessment)
    return {key: scores[key] for key in ("overall", "rated", "asked")}


def _unconfirmed(column: Column) -> list[str]:
    return [name for name, score in column.card.criteria.items() if score.standing == "unconfirmed"]


def _tally(tally: Tally) -> Document:
    return {"id": tally.id, **{status: tally.counts.get(status, 0) for status in _STATUSES}}
