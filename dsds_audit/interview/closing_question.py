"""The question after the last criterion: how the assessment was run."""

from dsds_audit.administration import Administration, score_administration
from dsds_audit.assessment import Assessment
from dsds_audit.display import plural
from dsds_audit.interview.questions import NONE_HELD, Choice, Question
from dsds_audit.interview.route import ADMINISTRATION
from dsds_audit.rubric import Rubric


def closing_question(rubric: Rubric, assessment: Assessment) -> Question:
    """Which of the rubric's statements about this assessment held."""
    record = _record(rubric, assessment)
    none = Choice(NONE_HELD, "None of these held", current=len(record.not_held) == len(record.statements))
    choices = *(Choice(made.id, made.text, current=made.held is True) for made in record.statements), none
    answered = len(record.unanswered) < len(record.statements)
    return Question(
        ADMINISTRATION,
        "checks",
        "How this assessment was run",
        "How did it go today? Tick what held.",
        why="It tells the next reader how far to rely on the result. It changes no score of the site.",
        prompt="Which of these held?",
        help=(
            "Beside a tick, what stays without one did not hold. With no tick at all it stays unanswered.",
        ),
        choices=choices,
        current=tuple(choice.value for choice in choices if choice.current) if answered else None,
    )


def closing_choice(rubric: Rubric, assessment: Assessment) -> Choice:
    """The same as a line of the review, with how it stands."""
    record = _record(rubric, assessment)
    question = closing_question(rubric, assessment)
    told = "not answered"
    if question.current is not None:
        told = f"{len(record.held)} of {plural(len(record.statements), 'statement')} held"
        told += "" if record.complete else f" · {len(record.unanswered)} not answered"
    return Choice(question.id, question.title, told, "Looking back", open=not record.complete)


def _record(rubric: Rubric, assessment: Assessment) -> Administration:
    record = score_administration(rubric, assessment)
    if record is None:
        raise ValueError(f"{rubric.ref} makes no statements about how an assessment is run")
    return record
