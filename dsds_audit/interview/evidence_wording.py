"""What counts as evidence, and whether some still does."""

from dsds_audit.assessment import Assessment, Evidence, Rating
from dsds_audit.interview.claim_wording import describe_evidence
from dsds_audit.rubric import Criterion
from dsds_audit.scoring import is_evidenced
from dsds_audit.speech import say, say_many


def evidence_by_now(criterion: Criterion, rating: Rating, evidence: Evidence, assessment: Assessment) -> str:
    """Evidence from last time, and why it does not count at the date of this assessment where it does not."""
    shown, day = describe_evidence(evidence), assessment.date
    if is_evidenced(criterion, rating.model_copy(update={"evidence": (evidence,)}), assessment):
        return say("Evidence: {evidence}", evidence=shown)
    if evidence.date is None:
        return say("Evidence: {evidence}. Without a date it does not count.", evidence=shown)
    if evidence.date > day:
        return say(
            "Evidence: {evidence}. It is from after {date}, so it does not count.", evidence=shown, date=day
        )
    return say("Evidence: {evidence}. It is too old to count on {date}.", evidence=shown, date=day)


def freshness_of(criterion: Criterion) -> str:
    """What to say of evidence for a criterion, and how long it counts."""
    what = say("Name what it is, where it is, and its date.")
    counts = (
        say("It counts however old it is, but not from after the assessment.")
        if criterion.fresh_for is None
        else say_many(
            "It counts for {count} day, up to the date of the assessment.",
            "It counts for {count} days, up to the date of the assessment.",
            criterion.fresh_for,
        )
    )
    return f"{what} {counts}"
