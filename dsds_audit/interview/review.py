"""Every answer of an interview at a glance, and what finishing it leaves out."""

from collections.abc import Collection, Iterator

from dsds_audit.assessment import Assessment
from dsds_audit.display import STANDING_LABELS
from dsds_audit.interview.claim_wording import describe_claim
from dsds_audit.interview.closing_question import closing_choice
from dsds_audit.interview.intake_questions import intake_question
from dsds_audit.interview.questions import Choice, Headway, Question
from dsds_audit.interview.route import ADMINISTRATION, REVIEW, plan_route, progress_of, split_id
from dsds_audit.rubric import Rubric
from dsds_audit.scoring import score
from dsds_audit.speech import list_of, say, say_many


def review_question(rubric: Rubric, assessment: Assessment) -> Question:
    """The last question: finish, or change something; says what is left out and what stays open."""
    return Question(
        REVIEW,
        "review",
        "",
        say("Is this how it stands?"),
        why=say("Choose a line to change it. Finishing keeps the assessment as it stands here."),
        help=tuple(_left_out(rubric, assessment)),
        choices=destinations_of(rubric, assessment),
        caution=_caution(rubric, assessment),
    )


def destinations_of(rubric: Rubric, assessment: Assessment) -> tuple[Choice, ...]:
    """Every question of the intake and the end, the first one of every criterion, each with how it stands."""
    route, standings = plan_route(rubric, assessment), score(rubric, assessment).criteria
    claims = assessment.claims
    intake = [name for name in route.ids if not split_id(name)[0] and name not in (ADMINISTRATION, REVIEW)]
    asked = (intake_question(rubric, assessment, name) for name in intake)
    about = [Choice(asks.id, asks.title, _shown(asks), say("About this assessment")) for asks in asked]
    criteria = [
        Choice(
            route.start_of(name),
            criterion.title,
            _standing(rubric, assessment, name, standings[name].standing),
            rubric.practice_of(name).title,
            open=name not in claims,
        )
        for name, criterion in rubric.criteria.items()
    ]
    ending = [closing_choice(rubric, assessment)] if rubric.administration else []
    return (*about, *criteria, *ending)


def headway_of(rubric: Rubric, assessment: Assessment, criterion: str) -> Headway:
    """How far the interview is, standing at a criterion (its full id, or empty outside of them)."""
    claims = assessment.claims
    answered = sum(name in claims for name in rubric.criteria)
    if not criterion:
        return Headway(practices=len(rubric.practices), criteria=len(rubric.criteria), answered=answered)
    practice = rubric.practice_of(criterion)
    return Headway(
        practice.short,
        rubric.practices.index(practice) + 1,
        len(rubric.practices),
        list(rubric.criteria).index(criterion) + 1,
        len(rubric.criteria),
        answered,
    )


def _shown(question: Question) -> str:
    if isinstance(question.current, tuple):
        count = len(question.current)
        return say_many("{count} person", "{count} people", count) if count else say("not given")
    return say("not given") if question.current is None else str(question.current)


def _standing(rubric: Rubric, assessment: Assessment, name: str, standing: str) -> str:
    rating, progress = assessment.ratings.get(name), progress_of(assessment)
    if name in progress.skipped:
        return say("skipped for now")
    if rating is None:
        return STANDING_LABELS["unanswered"]
    claim = describe_claim(rubric, name, rating)
    if standing in ("rated", "dont_know", "not_applicable"):
        return claim
    return f"{STANDING_LABELS[standing]} ({claim})"


def _left_out(rubric: Rubric, assessment: Assessment) -> Iterator[str]:
    progress, claims = progress_of(assessment), assessment.claims
    open_ = [name for name in rubric.criteria if name not in claims]
    unconfirmed = [name for name in open_ if name in assessment.ratings]
    ticked = [name for name in open_ if name in progress.ticked]
    if open_:
        yield say_many(
            "{count} criterion has no answer yet, so the score will be a range.",
            "{count} criteria have no answer yet, so the score will be a range.",
            len(open_),
        )
    if unconfirmed:
        yield _never_confirmed(assessment, len(unconfirmed), _titles(rubric, unconfirmed))
    if ticked:
        titles = _titles(rubric, ticked)
        yield say("Checks ticked without a level will be left out: {criteria}.", criteria=titles)


def _never_confirmed(assessment: Assessment, count: int, titles: str) -> str:
    if progress_of(assessment).carried_from:
        return say_many(
            "{count} rating from last time, never confirmed, will be left out: {criteria}.",
            "{count} ratings from last time, never confirmed, will be left out: {criteria}.",
            count,
            criteria=titles,
        )
    if assessment.earlier:
        return say_many(
            "{count} rating given to an earlier wording, never confirmed, will be left out: {criteria}.",
            "{count} ratings given to an earlier wording, never confirmed, will be left out: {criteria}.",
            count,
            criteria=titles,
        )
    return say_many(
        "{count} rating that several people sent in, never confirmed, will be left out: {criteria}.",
        "{count} ratings that several people sent in, never confirmed, will be left out: {criteria}.",
        count,
        criteria=titles,
    )


def _caution(rubric: Rubric, assessment: Assessment) -> str:
    """What finishing now leaves open, as a question; empty where nothing is open."""
    open_ = [name for name in rubric.criteria if name not in assessment.claims]
    carried = sum(name in assessment.ratings for name in open_)
    unanswered = len(open_) - carried
    parts = []
    if unanswered:
        parts.append(say_many("{count} criterion unanswered", "{count} criteria unanswered", unanswered))
    if carried:
        parts.append(say_many("{count} carried answer left out", "{count} carried answers left out", carried))
    return say("Finish with {open}?", open=list_of(parts)) if parts else ""


def _titles(rubric: Rubric, names: Collection[str]) -> str:
    return ", ".join(rubric.criteria[name].title for name in names)
