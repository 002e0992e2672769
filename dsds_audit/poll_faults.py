"""What no vote may name: a criterion, a level or a role that the rubric has not, or a role without a vote."""

from dsds_audit.errors import AnswerError, Problem, did_you_mean
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say


def check_role(rubric: Rubric, role: str) -> None:
    """Raise AnswerError where a panel has no such role, or it does not vote."""
    roles = {one.id: one for one in rubric.panel.roles} if rubric.panel else {}
    if not roles:
        return
    if role not in roles:
        known = ", ".join(name for name, one in roles.items() if one.votes)
        raise refusal(
            say(
                "{role} is no role of this panel.{hint} Please use one of {roles}.",
                role=role,
                hint=did_you_mean(role, roles),
                roles=known,
            )
        )
    if not roles[role].votes:
        label = roles[role].label
        raise refusal(
            say(
                "The {role} does not vote. Please leave it to the others, or join in another role.",
                role=label,
            )
        )


def check_level(rubric: Rubric, level: int | None) -> None:
    """Raise AnswerError where a level is not on the scale."""
    if level is not None and not 0 <= level <= rubric.top:
        raise refusal(
            say(
                "Level {level} is not on the scale 0..{top}. Please use a level of the scale.",
                level=level,
                top=rubric.top,
            )
        )


def title_of(rubric: Rubric, criterion: str) -> str:
    """The title of a criterion (full id); raises AnswerError where the rubric has none of that id."""
    if criterion not in rubric.criteria:
        hint = did_you_mean(criterion, rubric.criteria)
        raise refusal(
            say(
                "{criterion} is no criterion of {rubric}.{hint} Please name one of its criteria.",
                criterion=criterion,
                rubric=rubric.ref,
                hint=hint,
            )
        )
    return rubric.criteria[criterion].title


def refusal(message: str) -> AnswerError:
    """The error for what a poll does not take (AUD061)."""
    return AnswerError(Problem("AUD061", message))
