"""The question after the last criterion: how the assessment was run."""

from dsds_audit.administration import Administration, score_administration
from dsds_audit.assessment import Assessment
from dsds_audit.interview.questions import NONE_HELD, Choice, Question
from dsds_audit.interview.route import ADMINISTRATION
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say, say_many


def closing_question(rubric: Rubric, assessment: Assessment) -> Question:
    """Which of the rubric's statements about this assessment held."""
    record = _record(rubric, assessment)
    none = Choice(
        NONE_HELD, say("None of these held"), current=len(record.not_held) == len(record.statements)
    )
    choices = *(Choice(made.id, made.text, current=made.held is True) for made in record.statements), none
    answered = len(record.unanswered) < len(record.statements)
    return Question(
        ADMINISTRATION,
        "checks",
        say("How this assessment was run"),
        say("How did it go today? Tick what held."),
        why=say("It tells the next reader how far to rely on the result. It changes no score of the site."),
        prompt=say("Which of these held?"),
        help=(
            say(
                "Beside a tick, what stays without one did not hold. With no tick at all it stays unanswered."
            ),
        ),
        choices=choices,
        current=tuple(choice.value for choice in choices if choice.current) if answered else None,
    )


def closing_choice(rubric: Rubric, assessment: Assessment) -> Choice:
    """The same as a line of the review, with how it stands."""
    record = _record(rubric, assessment)
    question = closing_question(rubric, assessment)
    told = [say("not answered")]
    if question.current is not None:
        count, held = len(record.statements), len(record.held)
        told = [
            say_many(
                "{held} of {count} statement held", "{held} of {count} statements held", count, held=held
            )
        ]
        if not record.complete:
            told.append(say("{count} not answered", count=len(record.unanswered)))
    return Choice(
        question.id, question.title, " · ".join(told), say("Looking back"), open=not record.complete
    )


def _record(rubric: Rubric, assessment: Assessment) -> Administration:
    record = score_administration(rubric, assessment)
    if record is None:
        raise ValueError(f"{rubric.ref} makes no statements about how an assessment is run")
    return record
