"""How an assessment was run: the rubric's statements about it, and its own score."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from dsds_audit.assessment import Assessment
from dsds_audit.rubric import Rubric


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement about how an assessment was run; ``held`` is None where nobody answered."""

    id: str
    text: str
    held: bool | None


@dataclass(frozen=True, slots=True)
class Administration:
    """How an assessment was run, in rubric order; a score of its own that never mixes with the site's."""

    statements: tuple[Statement, ...]

    @property
    def held(self) -> tuple[Statement, ...]:
        """The statements that held."""
        return tuple(statement for statement in self.statements if statement.held)

    @property
    def not_held(self) -> tuple[Statement, ...]:
        """The statements that did not hold."""
        return tuple(statement for statement in self.statements if statement.held is False)

    @property
    def unanswered(self) -> tuple[Statement, ...]:
        """The statements that nobody answered."""
        return tuple(statement for statement in self.statements if statement.held is None)

    @property
    def complete(self) -> bool:
        """Whether every statement was answered."""
        return not self.unanswered

    @property
    def low(self) -> Fraction:
        """Percent that held, 0 to 100, exact, if nothing unanswered did."""
        return Fraction(100 * len(self.held), len(self.statements))

    @property
    def high(self) -> Fraction:
        """Percent that held, 0 to 100, exact, if everything unanswered did."""
        return 100 - Fraction(100 * len(self.not_held), len(self.statements))


def score_administration(rubric: Rubric, assessment: Assessment) -> Administration | None:
    """How the assessment was run; None where the rubric makes no statements about that."""
    if not rubric.administration:
        return None
    answers = assessment.administration
    return Administration(
        tuple(Statement(made.id, made.text, answers.get(made.id)) for made in rubric.administration)
    )


def answer_each(rubric: Rubric, held: Iterable[str]) -> Mapping[str, bool]:
    """An answer to every statement of the rubric where these (by id) held and no other did.

    An id that the rubric does not have stays among the answers, so that conformity.py finds it.
    """
    ids = list(held)
    return {**{made.id: False for made in rubric.administration}, **dict.fromkeys(ids, True)}
