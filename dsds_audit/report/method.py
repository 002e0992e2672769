"""How the numbers of a report came about."""

from dsds_audit.explanation import explain
from dsds_audit.report.facts import Facts
from dsds_audit.report.wording import Wording
from dsds_audit.speech import say, say_many


def explain_method(facts: Facts) -> tuple[str, ...]:
    """The scale and its rules, then the sums behind the total, the thresholds and the rubric's digest."""
    rubric = facts.rubric
    own = facts.assessment.targets
    steps = ", ".join(f"{level.level} {level.label}" for level in rubric.scale)
    target = Wording(facts).step(rubric.target)
    if own:
        aims = say_many(
            "The target is {target} unless a criterion or the site sets its own; this site set {count}.",
            "The target is {target} unless a criterion or the site sets its own; this site set {count}.",
            len(own),
            target=target,
        )
    else:
        aims = say("The target is {target} unless a criterion or the site sets its own.", target=target)
    return (
        say(
            "Each criterion is rated on a scale from 0 to {top}: {levels}. A practice's score is the levels "
            "reached out of those possible; the total is the mean of the practices by their weights.",
            top=rubric.top,
            levels=steps,
        ),
        say(
            "What is not known makes a range, from all of it at the bottom to all of it at the top. What "
            "does not apply counts neither way. Evidence counts as fresh by the date of the assessment."
        ),
        aims,
        *explain(rubric, facts.assessment).because,
    )
