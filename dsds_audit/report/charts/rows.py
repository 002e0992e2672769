"""The rows that dot plots and bars are made of: one a practice or criterion."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dsds_audit.display import percent_range
from dsds_audit.report.charts.sheet import height_of, wrap
from dsds_audit.report.facts import Facts
from dsds_audit.report.wording import Wording
from dsds_audit.scoring import CriterionScore, PracticeScore, Scorecard
from dsds_audit.speech import say, series_of

LABELS = 2.1
SIZE = 10.5


@dataclass(frozen=True)
class Row:
    """One practice or criterion on a scale from 0 to 100.

    ``value`` is what stands beneath the name, ``told`` the same in full. ``low`` is None where nothing
    applies; ``known`` says whether anything at all is known; ``shown`` is the low end that evidence shows,
    where it shows less than is claimed; ``before`` and ``before_high`` are the ends of an earlier score.
    """

    name: str
    value: str
    told: str
    low: float | None
    high: float | None
    known: bool
    target: float
    shown: float | None = None
    before: float | None = None
    before_high: float | None = None
    practice: bool = False
    indent: bool = False

    @property
    def label(self) -> tuple[str, ...]:
        """The name in at most two lines."""
        return wrap(self.name, SIZE, LABELS - 0.14 * self.indent, 2, self.practice)

    @property
    def worth(self) -> tuple[str, ...]:
        """The value in at most two lines."""
        return wrap(self.value, SIZE - 1, LABELS - 0.14 * self.indent, 2)

    @property
    def height(self) -> float:
        """How high the row is, in inches."""
        return height_of(self.label, SIZE) + height_of(self.worth, SIZE - 1) + 0.13


def describe(rows: Sequence[Row]) -> str:
    """The numbers of a chart as text."""
    told = (say("{label}: {text}", label=row.name, text=f"{row.told}{_earlier(row)}") for row in rows)
    return series_of(told) + "."


def rows_of(facts: Facts, criteria: bool, before: Scorecard | None = None) -> Iterator[Row]:
    """The practices, each followed by its criteria where these are wanted."""
    earlier = {p.id: p for p in before.practices} if before else {}
    levels = before.criteria if before else {}
    for practice, shown in zip(facts.card.practices, facts.evidenced.practices, strict=True):
        yield _practice_row(facts, practice, shown, earlier)
        if criteria:
            for criterion in practice.criteria:
                yield _criterion_row(facts, criterion, levels)


def _practice_row(
    facts: Facts, practice: PracticeScore, shown: PracticeScore, earlier: Mapping[str, PracticeScore]
) -> Row:
    words = Wording(facts)
    then = earlier.get(practice.id)
    return Row(
        name=words.title(practice.id),
        value=words.score(practice),
        told=words.both(practice),
        low=_float(practice.low),
        high=_float(practice.high),
        known=practice.rated > 0,
        target=float(facts.card.practice_threshold),
        shown=_float(shown.low) if shown.low != practice.low else None,
        before=_float(then.low) if then and then.rated else None,
        before_high=_float(then.high) if then and then.rated else None,
        practice=True,
    )


def _criterion_row(facts: Facts, criterion: CriterionScore, levels: Mapping[str, CriterionScore]) -> Row:
    words = Wording(facts)
    then = levels.get(criterion.id)
    was = float(facts.share(then.level)) if then and then.level is not None else None
    value = ", ".join(part for part in (words.level(criterion), words.doubt(criterion)) if part)
    return Row(
        name=words.title(criterion.id),
        value=value,
        told=value,
        low=float(facts.share(criterion.low)) if criterion.applies else None,
        high=float(facts.share(criterion.high)) if criterion.applies else None,
        known=criterion.level is not None,
        target=float(facts.share(criterion.target)),
        before=was,
        before_high=was,
        indent=True,
    )


def _earlier(row: Row) -> str:
    if row.before is None or row.before_high is None:
        return ""
    ends = percent_range(Fraction(row.before), Fraction(row.before_high))
    return f" ({say('{score} before', score=ends)})"


def _float(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]
