"""What a person can reply to a question."""

from dataclasses import dataclass

from dsds_audit.interview.questions import Value


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered; ``stay`` keeps the question, for lists that grow item by item.

    What a question takes: text, people, evidence and barriers as they are; the ids of the checks that hold,
    or of the statements that held (a mapping answers only those it names); a level as number, ``DONT_KNOW``
    or ``NOT_APPLICABLE``; ``CONFIRM``, ``CONFIRM_ANEW`` (then evidence is asked for) or ``CHANGE``. Every
    question of a criterion also takes a whole Rating, which answers all of them at once.
    """

    value: Value
    stay: bool = False


@dataclass(frozen=True, slots=True)
class Back:
    """To the question before."""


@dataclass(frozen=True, slots=True)
class Forward:
    """To the question after, leaving this one as it is."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Past this criterion for now."""


@dataclass(frozen=True, slots=True)
class Jump:
    """To a question, or to the first question of a criterion, by its id."""

    to: str


@dataclass(frozen=True, slots=True)
class Finish:
    """The end: taken at the review only, which says beforehand what is left out."""


Reply = Answer | Back | Forward | Skip | Jump | Finish
