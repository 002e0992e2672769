"""A history, and the bridge between two assessments, as JSON documents (docs/history.md)."""

import datetime as dt

from dsds_audit.bridge import Bridge, Ends, Span
from dsds_audit.history import History
from dsds_audit.intervals import Interval, Point
from dsds_audit.report.crosswalk_records import crosswalk_records_of
from dsds_audit.report.documents import FORMAT, Document, in_language, score_document
from dsds_audit.report.facts import gather_facts
from dsds_audit.report.plan_records import item_records_of
from dsds_audit.report.records import administration_of, number_of, panel_of, record_of, version_of
from dsds_audit.translation import translation_record
from dsds_audit.values import digest_of
from dsds_audit.version import __version__


def trend_document(history: History, *, as_of: dt.date | None = None) -> Document:
    """The scores of every date, what happened in between, the plan's items as outcomes, and the records."""
    last = history.points[-1].assessment
    record = _record(history, as_of)
    return in_language(
        {
            "format": FORMAT,
            "kind": "trend",
            "made_with": __version__,
            "made_from": digest_of(record),
            "site": last.site,
            "program": last.program,
            "group": last.group,
            "rubric": version_of(history.rubric),
            "translation": translation_record(history.rubric),
            "is_trend": len(history.points) > 2,
            "assessments": [_assessment(point) for point in history.points],
            "intervals": [_interval(interval) for interval in history.intervals],
            "whole": _interval(history.whole) if history.whole else None,
            "closed_since": [item.id for item in history.closed_since],
            **record,
        }
    )


def _record(history: History, as_of: dt.date | None) -> Document:
    """All that the rest of the document is made from."""
    return {
        "as_of": as_of.isoformat() if as_of else None,
        "left_out": [assessment.date.isoformat() for assessment in history.left_out],
        "plan": item_records_of(history.items) if history.plan else None,
        "plan_damaged": history.plan_damaged,
        "crosswalks": crosswalk_records_of(history.ways),
        "records": [record_of(point.rubric, point.assessment) for point in history.points],
    }


def bridge_document(bridge: Bridge) -> Document:
    """What lies between two assessments: percent, and steps in percentage points that add up exactly."""
    return {
        "earlier": {"date": bridge.earlier.date.isoformat(), "rubric": version_of(bridge.earlier_rubric)},
        "later": {"date": bridge.later.date.isoformat(), "rubric": version_of(bridge.rubric)},
        "total": _span(bridge.total),
        "practices": [{"id": span.subject, **_span(span)} for span in bridge.practices],
        "touched": {kind: list(names) for kind, names in bridge.touched.items()},
        "reweighted": list(bridge.reweighted),
        "evidence": {"gained": list(bridge.gained), "lost": list(bridge.lost)},
        "panel": [
            {"role": role.role, "label": role.label, "then": role.then, "now": role.now}
            for role in bridge.panel
        ],
    }


def _span(span: Span) -> Document:
    return {
        "before": _ends(span.stages[0]),
        "steps": {kind: _ends(ends) for kind, ends in span.steps.items()},
        "after": _ends(span.stages[-1]),
        "change": _ends(span.change),
    }


def _ends(ends: Ends) -> Document:
    return {"low": number_of(ends.low), "high": number_of(ends.high)}


def _assessment(point: Point) -> Document:
    """The document of its scores without what all dates have in common."""
    scores = score_document(point.rubric, point.assessment)
    for common in ("format", "language", "site", "program", "group", "as_of", "translation"):
        scores.pop(common, None)
    facts = gather_facts(point.rubric, point.assessment)
    return {**scores, "panel": panel_of(facts), "administration": administration_of(facts)}


def _interval(interval: Interval) -> Document:
    """What happened between two dates; criteria are those of the later rubric."""
    return {
        "from": interval.earlier.date.isoformat(),
        "to": interval.later.date.isoformat(),
        "days": interval.days,
        "long": interval.long,
        "bridge": bridge_document(interval.bridge),
        "moves": [
            {"criterion": move.criterion, "move": move.kind, "then": move.then, "now": move.now}
            for move in interval.moves.values()
        ],
        "closed": [
            {"item": outcome.item.id, "criteria": list(outcome.criteria), "effect": outcome.effect}
            for outcome in interval.closed
        ],
        "moved_without_action": None if interval.without_action is None else list(interval.without_action),
        "aims_not_known": [item.id for item in interval.aims_not_known],
        "fell_back": [
            {
                "criterion": fall.criterion,
                "level": fall.level,
                "since": fall.since.isoformat(),
                "now": fall.now,
                "item": fall.item.id if fall.item else None,
            }
            for fall in interval.fell_back
        ],
    }
