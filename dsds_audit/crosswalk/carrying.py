"""Ratings carried from one rubric version to another, as a crosswalk says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dsds_audit.assessment import Assessment, Earlier, Progress, Rating
from dsds_audit.crosswalk.passages import Leg
from dsds_audit.rubric import criterion_of

_LONGEST, _MOST = 10_000, 100


@dataclass(frozen=True)
class Carried:
    """An assessment carried to a newer rubric version.

    ``to_confirm`` are the criteria whose ratings were carried and count as unknown until somebody confirms
    them; ``to_ask`` those that have no rating; both by their new full ids. ``retired`` are the old full ids
    that became nothing: their ratings stand in the assessment's ``earlier``.
    """

    assessment: Assessment
    to_confirm: tuple[str, ...] = ()
    to_ask: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()


def follow(criterion_id: str, legs: Sequence[Leg]) -> tuple[str, ...]:
    """The full ids that a criterion's or check's full id leads to; none where it was retired or unknown."""
    names: tuple[str, ...] = (criterion_id,)
    for leg in legs:
        names = tuple(dict.fromkeys(heir for name in names for heir in leg.successors.get(name, ())))
    return names


def carry(assessment: Assessment, legs: Sequence[Leg]) -> Carried:
    """The assessment against the last leg's new rubric; without legs as it is.

    What is carried exactly as it was (``same``, ``renamed``) counts at once. All else that is carried has to
    be confirmed, and stands in ``earlier`` as it was beside whatever the new version has no place for, so
    nothing is dropped. What was unconfirmed stays so. Raises ValueError where the assessment was not rated
    against the first leg's old rubric.
    """
    if not legs:
        return Carried(assessment, assessment.interview.carried if assessment.interview else ())
    if assessment.rubric != legs[0].old.ref:
        raise ValueError(f"the first leg begins at {legs[0].old.ref}, not at {assessment.rubric}")
    record, exact = assessment, {name: name for name in assessment.ratings}
    for leg in legs:
        before, record = record, _taken_along(leg, record)
        exact = {name: new for name, old in exact.items() if (new := _exact(leg, before, record, old))}
    earlier = _earlier(assessment, record, legs, exact)
    record = record.model_copy(update={"earlier": (*assessment.earlier, earlier)})
    unconfirmed = set(record.interview.carried if record.interview else ())
    criteria = legs[-1].new.criteria
    return Carried(
        record,
        tuple(name for name in criteria if name in unconfirmed and name in record.ratings),
        tuple(name for name in criteria if name not in record.ratings),
        tuple(name for name in legs[0].old.criteria if not follow(name, legs)),
    )


def _taken_along(leg: Leg, before: Assessment) -> Assessment:
    """The record against the leg's new version, without what that version has no place for."""
    new, ratings = leg.new, {}
    for name in new.criteria:
        rating = _rating(leg, before.ratings, name)
        if rating is not None:
            ratings[name] = rating
    roles = {role.id for role in new.panel.roles} if new.panel else {p.role for p in before.participants}
    populations = {population.id for population in new.populations}
    statements = {s.id for s in new.administration if s in leg.old.administration}
    return before.model_copy(
        update={
            "rubric": new.ref,
            "digest": new.digest,
            "ratings": ratings,
            "targets": _targets(leg, before.targets),
            "populations": {key: text for key, text in before.populations.items() if key in populations},
            "administration": {key: held for key, held in before.administration.items() if key in statements},
            "participants": tuple(person for person in before.participants if person.role in roles),
            "interview": _interview(leg, before, ratings),
        }
    )


def _earlier(before: Assessment, after: Assessment, legs: Sequence[Leg], exact: Mapping[str, str]) -> Earlier:
    """What the record held that does not stand in it as it was."""
    return Earlier(
        rubric=before.rubric,
        digest=legs[0].old.digest,
        ratings={name: rating for name, rating in before.ratings.items() if name not in exact},
        targets={
            name: level
            for name, level in before.targets.items()
            if level not in [after.targets.get(heir) for heir in follow(name, legs)]
        },
        populations={k: text for k, text in before.populations.items() if k not in after.populations},
        administration={
            k: held for k, held in before.administration.items() if k not in after.administration
        },
        participants=tuple(person for person in before.participants if person not in after.participants),
        interview=before.interview,
    )


def _exact(leg: Leg, before: Assessment, after: Assessment, name: str) -> str:
    """The new id of a criterion whose rating stands there as it was; empty where it does not."""
    heir = leg.steady.get(name, "")
    if not heir:
        return ""
    old, new = before.ratings[name], after.ratings[heir]
    return heir if (len(old.checks or ()), old.barriers) == (len(new.checks or ()), new.barriers) else ""


def _rating(leg: Leg, ratings: Mapping[str, Rating], name: str) -> Rating | None:
    """What a new criterion takes along from the old ones; None where it has to be asked."""
    origins = leg.origins[name]
    if not origins or any(passage.rule == "ask" for _, passage in origins):
        return None
    found = [_translated(leg, old, ratings[old], name) for old, _ in origins if old in ratings]
    known = [rating for rating in found if rating is not None]
    if len(known) < len(origins):
        return None
    return known[0] if len(known) == 1 else _merged(known)


def _translated(leg: Leg, old: str, rating: Rating, name: str) -> Rating | None:
    """A rating in the new version's levels, checks and drivers; None where its level means nothing there."""
    level = None if rating.level is None else leg.level(rating.level)
    if (level is None) != (rating.level is None):
        return None
    drivers = {driver.id for driver in leg.new.drivers}
    barriers = tuple(
        barrier if barrier.driver in drivers else barrier.model_copy(update={"driver": None})
        for barrier in rating.barriers
    )
    changes = {"level": level, "checks": _ticks(leg, old, rating.checks, name), "barriers": barriers}
    return rating.model_copy(update={k: v for k, v in changes.items() if v != getattr(rating, k)})


def _ticks(leg: Leg, old: str, ticks: tuple[str, ...] | None, name: str) -> tuple[str, ...] | None:
    if ticks is None:
        return None
    heirs = (heir for tick in ticks for heir in leg.successors.get(f"{old}.{tick}", ()))
    return tuple(dict.fromkeys(heir.rpartition(".")[2] for heir in heirs if criterion_of(heir) == name))


def _merged(ratings: Sequence[Rating]) -> Rating | None:
    """One rating at the lowest level; None where not all are of a kind, as nobody could say what holds."""
    first = ratings[0]
    if len({rating.kind for rating in ratings}) > 1:
        return None
    checks = [rating.checks for rating in ratings if rating.checks is not None]
    every = dict.fromkeys(check for ticks in checks for check in ticks)
    return first.model_copy(
        update={
            "level": None if first.level is None else min(rating.level or 0 for rating in ratings),
            "not_applicable": _joined(rating.not_applicable for rating in ratings),
            "checks": tuple(every)[:_MOST] if len(checks) == len(ratings) else None,
            "evidence": tuple(dict.fromkeys(e for rating in ratings for e in rating.evidence))[:_MOST],
            "note": _joined(rating.note for rating in ratings),
            "barriers": tuple(dict.fromkeys(b for rating in ratings for b in rating.barriers))[:_MOST],
        }
    )


def _joined(texts: Iterable[str | None]) -> str | None:
    """Texts below each other, as far as one field holds them; they stand in ``earlier`` in full."""
    given = [text for text in texts if text is not None]
    return "\n".join(dict.fromkeys(given))[:_LONGEST].strip() if given else None


def _targets(leg: Leg, targets: Mapping[str, int]) -> dict[str, int]:
    """The site's own targets where one old criterion leads to the new one and its level means something."""
    found = {}
    for name, origins in leg.origins.items():
        old = origins[0][0] if len(origins) == 1 else ""
        level = leg.level(targets[old]) if old in targets else None
        if level is not None:
            found[name] = level
    return found


def _interview(leg: Leg, before: Assessment, ratings: Mapping[str, Rating]) -> Progress | None:
    """How far the interview is on the new version; a finished one stays so where nothing is left open."""
    progress = before.interview
    waiting = set(progress.carried if progress else ())
    steady = {new for old, new in leg.steady.items() if old not in waiting}
    carried = tuple(name for name in ratings if name not in steady)
    if progress:
        return _continued(leg, progress, carried)
    rated = {name for name, origins in leg.origins.items() if any(o in before.ratings for o, _ in origins)}
    opened = [
        name
        for name, origins in leg.origins.items()
        if name in carried or (name not in ratings and (name in rated or not origins))
    ]
    return Progress(position=f"{opened[0]}/confirm", carried=carried) if opened else None


def _continued(leg: Leg, progress: Progress, carried: tuple[str, ...]) -> Progress:
    criterion, slash, part = progress.position.partition("/")
    heirs = leg.successors.get(criterion, ())
    ticked = {
        name: tuple(
            dict.fromkeys(
                tick
                for old, _ in origins
                for tick in _ticks(leg, old, progress.ticked.get(old, ()), name) or ()
            )
        )
        for name, origins in leg.origins.items()
        if any(old in progress.ticked for old, _ in origins)
    }
    skipped = (heir for name in progress.skipped for heir in leg.successors.get(name, ()))
    waiting = (heir for name in progress.carried for heir in leg.successors.get(name, ()))
    return progress.model_copy(
        update={
            "position": f"{heirs[0]}/{part}" if slash and heirs else progress.position,
            "skipped": tuple(dict.fromkeys(skipped)),
            "carried": tuple(dict.fromkeys((*waiting, *carried))),
            "ticked": ticked,
        }
    )
