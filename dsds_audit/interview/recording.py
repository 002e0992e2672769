"""What an answer writes into an assessment, and what it may not be."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from dsds_audit.administration import answer_each
from dsds_audit.assessment import Assessment, Rating
from dsds_audit.conformity import find_misfits
from dsds_audit.interview.criterion_questions import is_outdated, ticks_of
from dsds_audit.interview.fault_wording import describe_faults, fault, not_permitted, off_scale, unknown_check
from dsds_audit.interview.questions import (
    CHANGE,
    CONFIRM,
    CONFIRM_ANEW,
    DONT_KNOW,
    NONE_HELD,
    NOT_APPLICABLE,
    Question,
    Value,
)
from dsds_audit.interview.route import ADMINISTRATION, progress_of, split_id
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say
from dsds_audit.values import Word

W = TypeVar("W", bound=Word)


def changed(word: W, **changes: Any) -> W:
    """The same value with these fields changed, valid as a whole; raises ValidationError."""
    return type(word).model_validate({name: getattr(word, name) for name in word.model_fields_set} | changes)


def record(rubric: Rubric, assessment: Assessment, question: Question, value: Value) -> Assessment:
    """The assessment with this answer in it; raises AnswerError where the answer does not fit."""
    if question.needed and not isinstance(value, Rating) and is_blank(value):
        raise fault(question.needed)
    try:
        recorded = _recorded(rubric, assessment, question, value)
    except ValidationError as error:
        raise fault(*describe_faults(error)) from error
    known = set(find_misfits(rubric, assessment))
    if misfits := [misfit.message for misfit in find_misfits(rubric, recorded) if misfit not in known]:
        raise fault(*misfits)
    return recorded


def without_unconfirmed(assessment: Assessment) -> Assessment:
    """The assessment as it is finished: no interview, and no carried rating that nobody confirmed."""
    return changed(assessment, ratings=assessment.claims, interview=None)


def is_blank(value: Value) -> bool:
    """Whether an answer says nothing: no text, or an empty list."""
    return value is None or (isinstance(value, str) and not value.strip()) or value == ()


def one_of_both(ticked: Collection[str]) -> None:
    """Raise AnswerError where ticks say that none held, and that some did."""
    if NONE_HELD in ticked and len(ticked) > 1:
        raise fault(say("It says that none held, and that some did. Please untick one of them."))


def _recorded(rubric: Rubric, assessment: Assessment, question: Question, value: Value) -> Assessment:
    criterion, part = split_id(question.id)
    if part == ADMINISTRATION:
        return _look_back(rubric, assessment, value)
    if not criterion:
        return _take_in(assessment, part, value)
    if isinstance(value, Rating):
        return _rate_whole(rubric, assessment, criterion, value)
    return _PARTS[part](rubric, assessment, criterion, value)


def _take_in(assessment: Assessment, part: str, value: Value) -> Assessment:
    if part == "review":
        raise fault(say("The review takes no answer. Please finish, or choose what to change."))
    kept = (() if part == "participants" else None) if is_blank(value) else value
    if part.startswith("populations."):
        named = {**assessment.populations, part.partition(".")[2]: kept}
        return changed(assessment, populations={key: text for key, text in named.items() if text is not None})
    recorded = changed(assessment, **{part: kept})
    earlier = progress_of(assessment).carried_from
    if part == "date" and earlier and recorded.date <= earlier:
        raise fault(
            say(
                "These answers come from the assessment of {date}. Please give a date after that.",
                date=earlier,
            )
        )
    return recorded


def _look_back(rubric: Rubric, assessment: Assessment, value: Value) -> Assessment:
    """How the assessment was run: ticks answer every statement, a mapping those it names, no tick none."""
    if isinstance(value, Mapping):
        return changed(assessment, administration=value)
    if value == ():
        return changed(assessment, administration={})
    ticked = [str(name) for name in (value if isinstance(value, tuple | list) else [value])]
    one_of_both(ticked)
    held = [name for name in ticked if name != NONE_HELD]
    return changed(assessment, administration=answer_each(rubric, held))


def _confirm(rubric: Rubric, assessment: Assessment, criterion: str, value: Value) -> Assessment:
    if value in (CONFIRM, CONFIRM_ANEW):
        return _rate_whole(rubric, assessment, criterion, assessment.ratings[criterion])
    if value == CHANGE:
        return assessment
    raise fault(say("This is neither yes nor no. Please say whether it is still so."))


def _tick(rubric: Rubric, assessment: Assessment, criterion: str, value: Value) -> Assessment:
    """Ticks wait in the interview's progress until a claim can hold them; no level changes by them."""
    known = [check.id for check in rubric.criteria[criterion].checks]
    ticked = list(value) if isinstance(value, tuple | list) else [value]
    if unknown := [str(check) for check in ticked if check not in known]:
        raise fault(*(unknown_check(criterion, name, known) for name in unknown))
    holding = tuple(check for check in known if check in ticked)
    if criterion not in assessment.claims:
        return _waiting(assessment, criterion, holding)
    old = assessment.ratings[criterion]
    checks = None if old.level is None and not holding else holding
    recorded = _with_rating(rubric, assessment, criterion, changed(old, checks=checks))
    return _waiting(recorded, criterion, holding) if old.note and old.checks != checks else recorded


def _waiting(assessment: Assessment, criterion: str, ticks: tuple[str, ...]) -> Assessment:
    """With these ticks waiting: for a claim, or for the note of a claim to be gone through."""
    progress = progress_of(assessment)
    return changed(assessment, interview=changed(progress, ticked={**progress.ticked, criterion: ticks}))


def _settled(assessment: Assessment, criterion: str) -> Assessment:
    """With no ticks of this criterion waiting any more."""
    progress = progress_of(assessment)
    ticked = {name: ticks for name, ticks in progress.ticked.items() if name != criterion}
    return changed(assessment, interview=changed(progress, ticked=ticked))


def _rate(rubric: Rubric, assessment: Assessment, criterion: str, value: Value) -> Assessment:
    """A claim; ticks, evidence, note and barriers given earlier stay with it."""
    old = assessment.ratings.get(criterion)
    given = old.model_fields_set - {"level", "dont_know", "not_applicable", "checks"} if old else ()
    kept = {name: getattr(old, name) for name in sorted(given)}
    claim, checks = _claim(rubric, criterion, value, old), ticks_of(assessment, criterion)
    if checks or (checks is not None and "level" in claim):
        kept["checks"] = checks
    rating = Rating.model_validate(claim | kept)
    claimed = _claimed(rubric, assessment, criterion, rating)
    if old is None or not old.note or checks is None:
        return claimed
    same = (old.level, old.checks) == (rating.level, rating.checks)
    return (
        claimed if same and not is_outdated(assessment, criterion) else _waiting(claimed, criterion, checks)
    )


def _claim(rubric: Rubric, criterion: str, value: Value, old: Rating | None) -> dict[str, Any]:
    if value == DONT_KNOW:
        return {"dont_know": True}
    if value == NOT_APPLICABLE:
        _permit(rubric, criterion)
        return {"not_applicable": (old.not_applicable if old else None) or ""}
    levels = {str(step.level): step.level for step in rubric.scale}
    if str(value) in levels:
        return {"level": levels[str(value)]}
    raise off_scale(criterion, value, rubric.top)


def _rate_whole(rubric: Rubric, assessment: Assessment, criterion: str, rating: Rating) -> Assessment:
    """A rating with all that belongs to it; a reason that is missing is not asked for afterwards."""
    if rating.kind == "not_applicable":
        _permit(rubric, criterion)
        if not rating.not_applicable:
            raise fault(
                say(
                    "{criterion}: a reason is missing. Please say why it does not apply here.",
                    criterion=criterion,
                )
            )
    return _claimed(rubric, assessment, criterion, rating)


def _permit(rubric: Rubric, criterion: str) -> None:
    if not rubric.criteria[criterion].not_applicable:
        raise not_permitted(criterion)


def _claimed(rubric: Rubric, assessment: Assessment, criterion: str, rating: Rating) -> Assessment:
    """The rating stands: no longer carried, skipped, or merely ticked."""
    settled = _settled(_with_rating(rubric, assessment, criterion, rating), criterion)
    progress = progress_of(settled)
    carried, skipped = _others(progress.carried, criterion), _others(progress.skipped, criterion)
    return changed(settled, interview=changed(progress, carried=carried, skipped=skipped))


def _others(names: Iterable[str], criterion: str) -> tuple[str, ...]:
    return tuple(name for name in names if name != criterion)


def _with_rating(rubric: Rubric, assessment: Assessment, criterion: str, rating: Rating) -> Assessment:
    """With this rating, all of them in rubric order."""
    ratings = {**assessment.ratings, criterion: rating}
    order = [name for name in rubric.criteria if name in ratings]
    return changed(assessment, ratings={name: ratings[name] for name in dict.fromkeys([*order, *ratings])})


def _field(name: str, blank: Any) -> Callable[[Rubric, Assessment, str, Value], Assessment]:
    def recorder(rubric: Rubric, assessment: Assessment, criterion: str, value: Value) -> Assessment:
        kept = {name: blank if is_blank(value) else value}
        return _with_rating(rubric, assessment, criterion, changed(assessment.ratings[criterion], **kept))

    return recorder


def _take_note(rubric: Rubric, assessment: Assessment, criterion: str, value: Value) -> Assessment:
    """A note, which now stands for the level and the ticks as they are."""
    return _settled(_field("note", None)(rubric, assessment, criterion, value), criterion)


_PARTS: Mapping[str, Callable[[Rubric, Assessment, str, Value], Assessment]] = {
    "confirm": _confirm,
    "checks": _tick,
    "level": _rate,
    "reason": _field("not_applicable", ""),
    "note": _take_note,
    "evidence": _field("evidence", ()),
    "barriers": _field("barriers", ()),
}
