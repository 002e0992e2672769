"""How the numbers of a report came about."""

from dsds_audit.explanation import explain
from dsds_audit.report.facts import Facts
from dsds_audit.report.wording import Wording


def explain_method(facts: Facts) -> tuple[str, ...]:
    """The scale and its rules, then the sums behind the total, the thresholds and the rubric's digest."""
    rubric = facts.rubric
    own = facts.assessment.targets
    steps = ", ".join(f"{level.level} {level.label}" for level in rubric.scale)
    return (
        f"Each criterion is rated on a scale from 0 to {rubric.top}: {steps}. A practice's score is the "
        "levels reached out of those possible; the total is the mean of the practices by their weights.",
        "What is not known makes a range, from all of it at the bottom to all of it at the top. What "
        "does not apply counts neither way. Evidence counts as fresh by the date of the assessment.",
        f"The target is {Wording(facts).step(rubric.target)} unless a criterion or the site sets its own"
        f"{f'; this site set {len(own)}' if own else ''}.",
        *explain(rubric, facts.assessment).because,
    )
