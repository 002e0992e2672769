"""One site's assessments over time, oldest first, with what happened between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from dsds_audit.assessment import Assessment
from dsds_audit.comparison import LegsOf, compare
from dsds_audit.crosswalk import Leg
from dsds_audit.errors import AssessmentError, Problem
from dsds_audit.intervals import Interval, Point, Reader
from dsds_audit.plan import ActionItem, Plan
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say

Ways = dict[tuple[str, str], Sequence[Leg]]


@dataclass(frozen=True)
class History:
    """One site's assessments on one program against one rubric, oldest first.

    ``rubric`` is the newest version among them. ``intervals`` lie between consecutive points; ``whole`` from
    the first to the last, None where there is one point only. ``left_out`` are the unfinished ones; ``plan``
    is None where the site has none, or where it cannot be read (``plan_damaged``); ``items`` are those of it
    about this program, ``closed_since`` those closed after the last assessment. ``ways`` are the legs that
    it was read along, by the refs of the two versions they join.
    """

    rubric: Rubric
    points: tuple[Point, ...]
    intervals: tuple[Interval, ...]
    whole: Interval | None
    left_out: tuple[Assessment, ...]
    plan: Plan | None
    plan_damaged: bool
    items: tuple[ActionItem, ...]
    closed_since: tuple[ActionItem, ...]
    ways: Mapping[tuple[str, str], Sequence[Leg]]


def build_history(
    entries: Sequence[tuple[Rubric, Assessment]],
    legs_of: LegsOf,
    *,
    plan: Plan | None = None,
    plan_damaged: bool = False,
    unfinished: bool = False,
    as_of: date | None = None,
) -> History:
    """Put one site's assessments, each with the rubric it cites, in order of their dates.

    Those with an interview under way are left out unless ``unfinished``; action items closed after ``as_of``
    are not told of. ``plan_damaged`` says that the site has a plan that cannot be read. Raises
    AssessmentError (AUD093) where two are of one date, (AUD094) where none is left, and what ``legs_of``
    raises where no crosswalk leads from a version to the newest, or a damaged one is needed.
    """
    kept = sorted((e for e in entries if unfinished or e[1].finished), key=lambda entry: entry[1].date)
    left_out = tuple(assessment for _, assessment in entries if not (unfinished or assessment.finished))
    if not kept:
        none = say("there is no finished assessment to look back on. Please ask for earlier dates as well.")
        raise AssessmentError(Problem("AUD094", none))
    _refuse_doubles([assessment for _, assessment in kept])
    ways: Ways = {}
    remembered = _remembering(legs_of, ways)
    comparison = compare([(str(record.date), rubric, record) for rubric, record in kept], remembered)
    reader = Reader(tuple(Point(column) for column in comparison.columns), plan, remembered)
    points = reader.points
    intervals = tuple(reader.interval(index, index + 1) for index in range(len(points) - 1))
    return History(
        comparison.rubric,
        points,
        intervals,
        reader.whole(intervals) if intervals else None,
        left_out,
        plan,
        plan_damaged,
        reader.items,
        tuple(i for i in reader.items if i.closed and points[-1].date < i.closed.date <= (as_of or date.max)),
        {way: legs for way, legs in ways.items() if legs},
    )


def _remembering(legs_of: LegsOf, ways: Ways) -> LegsOf:
    """``legs_of``, asked once for each pair of versions; ``ways`` is filled with what it said."""

    def remembered(old_ref: str, new_ref: str) -> Sequence[Leg]:
        if (old_ref, new_ref) not in ways:
            ways[old_ref, new_ref] = legs_of(old_ref, new_ref)
        return ways[old_ref, new_ref]

    return remembered


def _refuse_doubles(assessments: Sequence[Assessment]) -> None:
    for one, other in pairwise(assessments):
        if one.date == other.date:
            message = say(
                "there are two assessments of {site} of {date}, so which one counts is open. Please remove "
                "one of them, or correct its date.",
                site=one.site,
                date=one.date,
            )
            raise AssessmentError(Problem("AUD093", message))
