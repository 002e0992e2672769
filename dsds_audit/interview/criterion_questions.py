"""The questions about one criterion: its checks, its level, and what stands behind the level."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from dsds_audit.assessment import Assessment
from dsds_audit.interview.claim_wording import (
    count_checks,
    describe_barrier,
    describe_claim,
)
from dsds_audit.interview.evidence_wording import evidence_by_now, freshness_of
from dsds_audit.interview.questions import (
    CHANGE,
    CLEAR,
    CONFIRM,
    CONFIRM_ANEW,
    DONT_KNOW,
    NOT_APPLICABLE,
    Choice,
    Question,
)
from dsds_audit.interview.route import is_below_target, is_sent_in, progress_of, split_id
from dsds_audit.rubric import Criterion, Rubric
from dsds_audit.scoring import suggested_level
from dsds_audit.speech import say


def criterion_question(rubric: Rubric, assessment: Assessment, question_id: str) -> Question:
    """One of the questions about a criterion; the practice's statement comes with its first criterion."""
    name, part = split_id(question_id)
    criterion = rubric.criteria[name]
    practice = rubric.practice_of(name)
    question = Question(question_id, "text", criterion.title, criterion.question, name, criterion.why)
    if criterion is practice.criteria[0]:
        question = replace(question, statement=practice.statement)
    asked = _PARTS[part](rubric, assessment, question)
    if part not in ("confirm", "checks", "level"):
        return asked
    return replace(asked, help=(*asked.help, *people_named(rubric, assessment, criterion)))


def ticks_of(assessment: Assessment, criterion: str) -> tuple[str, ...] | None:
    """The checks ticked for a criterion, with or without a rating; None where not gone through."""
    ticked = progress_of(assessment).ticked
    if criterion in ticked:
        return ticked[criterion]
    rating = assessment.ratings.get(criterion)
    return rating.checks if rating else None


def suggestion_of(rubric: Rubric, assessment: Assessment, criterion: str) -> int | None:
    """The level that the ticks suggest; None where there is nothing to suggest from."""
    ticks, checks = ticks_of(assessment, criterion), rubric.criteria[criterion].checks
    if ticks is None or not checks:
        return None
    return suggested_level(sum(check.id in ticks for check in checks), len(checks), rubric.top)


def people_named(rubric: Rubric, assessment: Assessment, criterion: Criterion) -> list[str]:
    """Whom the site has named for the populations that a criterion speaks of."""
    spoken = " ".join([criterion.question, *(check.text for check in criterion.checks)]).lower()
    named = assessment.populations
    return [
        say("{label}: {text}", label=p.label, text=named[p.id])
        for p in rubric.populations
        if p.id in named and p.label.lower() in spoken
    ]


def _suggestion_text(rubric: Rubric, assessment: Assessment, criterion: str) -> str:
    ticks, level = ticks_of(assessment, criterion), suggestion_of(rubric, assessment, criterion)
    if ticks is None or level is None:
        return ""
    checks = count_checks(ticks, criterion, rubric)
    return say("You ticked {checks}, which suggests {level}.", checks=checks, level=rubric.label_of(level))


def _difference_text(rubric: Rubric, assessment: Assessment, criterion: str, chosen: int) -> str:
    ticks, level = ticks_of(assessment, criterion), suggestion_of(rubric, assessment, criterion)
    return say(
        "You ticked {checks}, which suggests {level}; you chose {chosen}.",
        checks=count_checks(ticks or (), criterion, rubric),
        level=rubric.label_of(level or 0),
        chosen=rubric.label_of(chosen),
    )


def _confirm(rubric: Rubric, assessment: Assessment, question: Question) -> Question:
    rating = assessment.ratings[question.criterion]
    titles = {check.id: check.text for check in rubric.criteria[question.criterion].checks}
    claim = describe_claim(rubric, question.criterion, rating)
    last = progress_of(assessment).carried_from
    lines = [
        say("Last time ({date}): {rating}", date=last, rating=claim)
        if last
        else say("With the earlier wording: {rating}", rating=claim)
    ]
    lines += [say("Held: {check}", check=titles.get(check, check)) for check in rating.checks or ()]
    criterion = rubric.criteria[question.criterion]
    lines += [evidence_by_now(criterion, rating, evidence, assessment) for evidence in rating.evidence]
    drivers = {driver.id: driver.label for driver in rubric.drivers}
    lines += [
        say("Barrier: {barrier}", barrier=describe_barrier(barrier, drivers)) for barrier in rating.barriers
    ]
    lines += [say("Note: {note}", note=rating.note)] if rating.note else []
    choices = [Choice(CONFIRM, say("Still so")), Choice(CHANGE, say("Change it"))]
    if (rating.level or rating.evidence) and not progress_of(assessment).quick:
        choices.append(Choice(CONFIRM_ANEW, say("Still so, with new evidence")))
    return replace(
        question, kind="confirm", prompt=say("Is it still so?"), help=tuple(lines), choices=tuple(choices)
    )


def _checks(rubric: Rubric, assessment: Assessment, question: Question) -> Question:
    ticks = ticks_of(assessment, question.criterion)
    choices = tuple(
        Choice(check.id, check.text, current=ticks is not None and check.id in ticks)
        for check in rubric.criteria[question.criterion].checks
    )
    return replace(
        question, kind="checks", prompt=say("Which of these hold?"), choices=choices, current=ticks
    )


def _level(rubric: Rubric, assessment: Assessment, question: Question) -> Question:
    sent_in = is_sent_in(assessment, question.criterion)
    rating = None if sent_in else assessment.ratings.get(question.criterion)
    suggested = suggestion_of(rubric, assessment, question.criterion)
    claim = "" if rating is None else str(rating.level) if rating.level is not None else rating.kind
    choices = [Choice(str(s.level), s.label, s.meaning, suggested=s.level == suggested) for s in rubric.scale]
    unknown = say("The score stays a range until somebody knows.")
    choices.append(Choice(DONT_KNOW, say("don't know"), unknown))
    if rubric.criteria[question.criterion].not_applicable:
        left = say("Leaves the score; asks for the reason.")
        choices.append(Choice(NOT_APPLICABLE, say("does not apply"), left))
    reason = _suggestion_text(rubric, assessment, question.criterion)
    return replace(
        question,
        kind="level",
        prompt=say("Which level fits?"),
        help=(reason,) if reason else (),
        choices=tuple(replace(choice, current=choice.value == claim) for choice in choices),
        current=claim or None,
        proposed=_proposed(assessment, question.criterion, claim, suggested),
    )


def _proposed(assessment: Assessment, criterion: str, claim: str, suggested: int | None) -> str:
    """The claim on record, or what the ticks suggest where it was given with others."""
    if suggested is None:
        return claim
    rating = assessment.ratings.get(criterion)
    unexplained = rating is not None and rating.level not in (None, suggested) and not rating.note
    return str(suggested) if not claim or unexplained or is_outdated(assessment, criterion) else claim


def is_outdated(assessment: Assessment, criterion: str) -> bool:
    """Whether level or ticks have changed since a rating's note was written, or its ticks since its level.

    A carried rating's new ticks wait beside it; those of a claim stand in it, and are kept waiting as well
    until its note has been gone through.
    """
    progress, rating = progress_of(assessment), assessment.ratings.get(criterion)
    if rating is None or criterion not in progress.ticked:
        return False
    return criterion not in progress.carried or progress.ticked[criterion] != (rating.checks or ())


def _reason(rubric: Rubric, assessment: Assessment, question: Question) -> Question:
    return replace(
        _follow_up(rubric, assessment, question),
        text=say("Why does it not apply here?"),
        why=say("Without a reason nobody can tell what is left out from what is avoided."),
        help=(),
        current=assessment.ratings[question.criterion].not_applicable or None,
        needed=say(
            "A reason is missing. Please say why it does not apply here, or go back and give a level."
        ),
    )


def _note(rubric: Rubric, assessment: Assessment, question: Question) -> Question:
    name, rating = question.criterion, assessment.ratings[question.criterion]
    asked = replace(_follow_up(rubric, assessment, question), current=rating.note)
    if rating.dont_know:
        why = say("It may be you who rates this next time. Leave it empty if there is nothing to say.")
        return replace(asked, text=say("Who could find out, or what is missing?"), why=why)
    if rating.level is None or suggestion_of(rubric, assessment, name) in (None, rating.level):
        why = say("A sentence that will help whoever reads this next. Leave it empty if there is none.")
        return replace(asked, text=say("Is there anything to note?"), why=why)
    reason = _difference_text(rubric, assessment, name, rating.level)
    outdated = is_outdated(assessment, name) and rating.note
    return replace(
        asked,
        current=None if outdated else rating.note,
        text=say("Why does the level differ from the checks?"),
        why=say("There may be a good reason; without it written down, the next reader will wonder."),
        help=(reason, *([say("Noted before: {note}", note=rating.note)] if outdated else [])),
        needed=f"{reason} {say('Please say why, or go back and change the level.')}",
    )


def _evidence(rubric: Rubric, assessment: Assessment, question: Question) -> Question:
    criterion = rubric.criteria[question.criterion]
    return replace(
        _follow_up(rubric, assessment, question),
        kind="evidence",
        text=say("What would convince a colleague of it?"),
        why=freshness_of(criterion),
        examples=criterion.evidence,
        current=assessment.ratings[question.criterion].evidence,
    )


def _barriers(rubric: Rubric, assessment: Assessment, question: Question) -> Question:
    asked = replace(
        _follow_up(rubric, assessment, question),
        kind="barriers",
        text=say("What stands in the way?"),
        why=say("What is in the way points at who can help. Go on if nothing comes to mind."),
        choices=tuple(Choice(driver.id, driver.label, driver.group) for driver in rubric.drivers),
        current=assessment.ratings[question.criterion].barriers,
    )
    if is_below_target(rubric, assessment, question.criterion):
        return asked
    return replace(
        asked,
        text=say("Does this still stand in the way?"),
        why=say("The criterion has reached its target. What no longer stands in the way can go."),
        proposed=CLEAR,
    )


def _follow_up(rubric: Rubric, assessment: Assessment, question: Question) -> Question:
    claim = describe_claim(rubric, question.criterion, assessment.ratings[question.criterion])
    return replace(question, statement="", help=(say("Rated: {rating}", rating=claim),))


_PARTS: Mapping[str, Callable[[Rubric, Assessment, Question], Question]] = {
    "confirm": _confirm,
    "checks": _checks,
    "level": _level,
    "reason": _reason,
    "note": _note,
    "evidence": _evidence,
    "barriers": _barriers,
}
