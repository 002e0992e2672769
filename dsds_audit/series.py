"""What a site's assessments make together: a series of one program and rubric, a history, a comparison."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from dsds_audit.catalogue import Catalogue
from dsds_audit.comparison import Comparison, are_of_one_site, compare, label_all
from dsds_audit.crosswalk import Leg
from dsds_audit.errors import AuditError, Problem, RubricError
from dsds_audit.history import History, build_history
from dsds_audit.names import folded
from dsds_audit.plan import Plan
from dsds_audit.store import Store, Stored
from dsds_audit.store.choice import DamagedError, Found

Label = Literal["site", "date"]


def find_of_site(store: Store, site: str) -> Found:
    """What there is of a site, with its files that cannot be read."""
    try:
        return Found(tuple(store.find(site)))
    except DamagedError as error:
        return error.found


def are_of_one_series(one: Stored, other: Stored) -> bool:
    """Whether two assessments of a site are of the same program and rubric."""
    _, program, rubric_id, _ = one.assessment.identity
    _, its_program, its_rubric, _ = other.assessment.identity
    return rubric_id == its_rubric and folded(program) == folded(its_program)


def series_of(
    found: Found, latest: Stored, as_of: dt.date | None = None, since: dt.date | None = None
) -> list[Stored]:
    """The assessments of the program and rubric that a site's latest one is of, newest first."""
    begin, end = since or dt.date.min, as_of or dt.date.max
    return [
        entry
        for entry in found.sound
        if are_of_one_series(entry, latest) and begin <= entry.assessment.date <= end
    ]


def history_of(
    store: Store,
    catalogue: Catalogue,
    series: Sequence[Stored],
    *,
    unfinished: bool = False,
    as_of: dt.date | None = None,
) -> tuple[History, Sequence[Problem]]:
    """The history that a series tells, with the site's plan, and what is wrong with that plan.

    A damaged plan stops nothing. Raises what ``build_history`` does.
    """
    plan, damage = _plan(store, series[-1].assessment.site)
    history = build_history(
        [(catalogue.load(entry.assessment.rubric), entry.assessment) for entry in series],
        catalogue.legs,
        plan=plan,
        plan_damaged=bool(damage),
        unfinished=unfinished,
        as_of=as_of,
    )
    return history, damage


def compare_stored(
    catalogue: Catalogue, found: Sequence[Stored], by: Label | None = None, left_out: Sequence[str] = ()
) -> Comparison:
    """Two assessments or more side by side; by dates, oldest first, where all are of one site.

    ``by`` says what to call each instead. Raises what ``compare`` does, each problem with its place.
    """
    label: Label = by or ("date" if are_of_one_site([entry.assessment for entry in found]) else "site")
    if label == "date":
        found = sorted(found, key=lambda entry: entry.assessment.date)
    assessments = [entry.assessment for entry in found]

    def legs_of(old_ref: str, new_ref: str) -> Sequence[Leg]:
        try:
            return catalogue.legs(old_ref, new_ref)
        except RubricError as error:
            places = [entry.place for entry in found if entry.assessment.rubric == old_ref]
            named = [problem for problem in error.problems if problem.place]
            told = [replace(p, place=place) for p in error.problems if not p.place for place in places]
            raise RubricError([*told, *named]) from error

    rubrics = [catalogue.load(assessment.rubric) for assessment in assessments]
    labels = label_all(assessments, label)
    return compare(list(zip(labels, rubrics, assessments, strict=True)), legs_of, left_out)


def _plan(store: Store, site: str) -> tuple[Plan | None, Sequence[Problem]]:
    try:
        stored = store.plan(site)
    except AuditError as error:
        return None, error.problems
    return (stored.plan if stored else None), ()
