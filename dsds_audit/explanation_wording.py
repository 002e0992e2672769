"""The sums and rules behind a score, in sentences."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from dsds_audit.administration import score_administration
from dsds_audit.display import STATUS_LABELS, exact, exact_range, percent_of, percent_range, side_by_side
from dsds_audit.scored import Scored
from dsds_audit.scoring import PracticeScore, Scorecard
from dsds_audit.speech import mark, say, say_many

End = Literal["low", "high"]
_ENDS: tuple[End, ...] = ("low", "high")


def status_sentence(card: Scorecard) -> str:
    """How many practices are in place, and by which rule that gives the status."""
    return say_many(
        "{in_place} of {count} practice fully in place; everything together is {status}: in place means "
        "everything below is, not in place that nothing is, anything between is partially.",
        "{in_place} of {count} practices fully in place; everything together is {status}: in place means "
        "everything below is, not in place that nothing is, anything between is partially.",
        len(card.applicable),
        in_place=card.in_place,
        status=STATUS_LABELS[card.status],
    )


def mean_sentences(case: Scored) -> Iterator[str]:
    """The sums behind both scores; the high end of what evidence shows is that of the claims."""
    card, shown = case.card, case.evidenced
    if card.low == card.high:
        yield _mean_sentence(_MEAN, card, "low")
    else:
        for end in _ENDS:
            yield _mean_sentence(_MEAN_OF[end], card, end)
    if shown.low != card.low:
        yield _mean_sentence(_MEAN_SHOWN, shown, "low")
        yield say(
            "Its high end is that of the claims. A level without evidence that was fresh on {date} is "
            "anything from 0 to itself there.",
            date=case.assessment.date,
        )


_MEAN = mark("Mean of the practices, weighted {weights}: ({sum}) / {total} = {mean}.")
_MEAN_OF = {
    "low": mark("Mean of the practices, low end, weighted {weights}: ({sum}) / {total} = {mean}."),
    "high": mark("Mean of the practices, high end, weighted {weights}: ({sum}) / {total} = {mean}."),
}
_MEAN_SHOWN = mark("Shown by fresh evidence, low end, weighted {weights}: ({sum}) / {total} = {mean}.")


def _mean_sentence(sentence: str, card: Scorecard, end: End) -> str:
    weights = [practice.weight for practice in card.applicable]
    terms = [
        _end_of(practice, end) + ("" if practice.weight == 1 else f" × {exact(practice.weight)}")
        for practice in card.applicable
    ]
    shares, total = " : ".join(map(exact, weights)), exact(sum(weights, Fraction(0)))
    return say(sentence, weights=shares, sum=" + ".join(terms), total=total, mean=_end_of(card, end))


def _end_of(scored: Scorecard | PracticeScore, end: End) -> str:
    """One end of a score in full."""
    value = scored.low if end == "low" else scored.high
    return exact_range(value, value)


def adequacy_sentence(card: Scorecard) -> str:
    """Whether it is adequate, and what that needs."""
    return say(
        _ADEQUACY[card.adequate],
        total=exact(card.total_threshold),
        practice=exact(card.practice_threshold),
    )


_ADEQUACY = {
    True: mark(
        "Adequate: adequate needs {total} percent in total and {practice} percent in every practice that "
        "applies."
    ),
    False: mark(
        "Not adequate: adequate needs {total} percent in total and {practice} percent in every practice that "
        "applies."
    ),
    None: mark(
        "Adequacy is open: adequate needs {total} percent in total and {practice} percent in every practice "
        "that applies."
    ),
}


def administration_sentence(case: Scored) -> Iterator[str]:
    """How the assessment was run, where somebody said so."""
    record = score_administration(case.rubric, case.assessment)
    if record is not None and len(record.unanswered) < len(record.statements):
        yield say_many(
            "How this assessment was run: {held} of {count} statement held, {share} percent. "
            "It changes no score.",
            "How this assessment was run: {held} of {count} statements held, {share} percent. "
            "It changes no score.",
            len(record.statements),
            held=len(record.held),
            share=exact_range(record.low, record.high),
        )


def both_scores(
    claimed: Scorecard | PracticeScore, shown: Scorecard | PracticeScore, threshold: Fraction
) -> str:
    """A score as claimed and as fresh evidence shows it: in full, and in brackets as shown elsewhere."""
    ends = (claimed.low, claimed.high), (shown.low, shown.high)
    return side_by_side(*ends, lambda low, high: _in_full(low, high, threshold))


def _in_full(low: Fraction | None, high: Fraction | None, threshold: Fraction) -> str:
    """``66.6666… percent (67 %)``; without brackets where they would say the same."""
    full, whole = exact_range(low, high), percent_range(low, high, [threshold])
    if percent_of(full) == whole:
        return say("{number} percent", number=full)
    return say("{number} percent ({shown})", number=full, shown=whole)


def points_of(practice: PracticeScore) -> str:
    """``3 to 5 of 6 points``."""
    low, high = practice.low_points, practice.high_points
    if low == high:
        return say("{reached} of {possible} points", reached=low, possible=practice.possible)
    return say("{low} to {high} of {possible} points", low=low, high=high, possible=practice.possible)
