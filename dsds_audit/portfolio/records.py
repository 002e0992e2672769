"""What a portfolio keeps of one assessment: small enough for millions, and for a cache."""

import datetime as dt
from dataclasses import dataclass

from dsds_audit.assessment import Assessment
from dsds_audit.packing import pack
from dsds_audit.rubric import Rubric
from dsds_audit.scored import Scored


@dataclass(frozen=True, slots=True)
class Record:
    """One assessment without its texts.

    ``rubric`` is ``id@version``; ``participants`` is None where nobody is recorded; ``evidenced`` counts the
    levels with evidence that was fresh at the assessment's own date; ``packed`` holds a byte a criterion as
    ``packing.pack`` makes them; thresholds (percent) and ``targets`` are the site's own, where it has any.
    """

    site: str
    program: str
    group: str
    date: dt.date
    rubric: str
    finished: bool
    participants: int | None
    evidenced: int
    total_threshold: float | None
    practice_threshold: float | None
    packed: bytes
    targets: tuple[tuple[str, int], ...] = ()


def record_of(rubric: Rubric, assessment: Assessment) -> Record:
    """The record of an assessment that fits the rubric it cites."""
    own, scored = assessment.thresholds, Scored(rubric, assessment)
    return Record(
        assessment.site,
        assessment.program or "",
        assessment.group or "",
        assessment.date,
        assessment.rubric,
        assessment.finished,
        len(assessment.participants) or None,
        len(scored.shown),
        float(own.total) if own and own.total is not None else None,
        float(own.practice) if own and own.practice is not None else None,
        pack(scored),
        tuple(assessment.targets.items()),
    )
