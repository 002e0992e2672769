"""What one column of a comparison is called, the same in every format."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from string import ascii_uppercase

from dsds_audit.administration import Administration, score_administration
from dsds_audit.assessment import Assessment
from dsds_audit.comparison import Column
from dsds_audit.display import percent_range
from dsds_audit.report.facts import Facts, gather_facts
from dsds_audit.report.wording import Wording, claimed_and_shown
from dsds_audit.rubric import Practice, Rubric
from dsds_audit.scoring import CriterionScore, PracticeScore, Status
from dsds_audit.speech import say

SIGNS: Mapping[Status, str] = {
    "in_place": "●",
    "partially_in_place": "◐",
    "not_in_place": "○",
    "undetermined": "?",
    "not_applicable": "–",
}


@dataclass(frozen=True)
class Cell:
    """A practice or criterion in one column.

    ``sign`` is what stands in the cell, ``words`` says the same in full. ``doubtful`` is whether no fresh
    evidence shows the level.
    """

    name: str
    sign: str
    words: str
    status: Status
    doubtful: bool = False

    @property
    def marked(self) -> str:
        """The sign, with a star where no fresh evidence shows the level."""
        return f"{self.sign}*" if self.doubtful else self.sign

    @property
    def unknown(self) -> bool:
        """Whether it applies but nobody knows."""
        return self.sign == "?"


@dataclass(frozen=True)
class ColumnWording:
    """One column: ``letter`` is the short name that a narrow table or a chart has room for."""

    letter: str
    column: Column

    @cached_property
    def facts(self) -> Facts:
        """The facts of its assessment against the comparison's rubric."""
        return gather_facts(self.column.rubric, self.column.assessment)

    @cached_property
    def words(self) -> Wording:
        """What these facts are called."""
        return Wording(self.facts)

    @property
    def label(self) -> str:
        """The site or the date, whatever tells it from the others."""
        return self.column.label

    @property
    def name(self) -> str:
        """``A  Riverbend``."""
        return f"{self.letter}  {self.label}"

    @property
    def dated(self) -> str:
        """``A  Riverbend, 2026-09-14``, its date only once."""
        date = self.column.assessment.date.isoformat()
        return self.name if date in self.name else f"{self.name}, {date}"

    @property
    def scores(self) -> Iterator[tuple[Practice, PracticeScore]]:
        """Every practice with its score."""
        return zip(self.column.rubric.practices, self.facts.card.practices, strict=True)

    @property
    def version(self) -> str:
        """The rubric version it was made with."""
        return self.column.own.rubric.version

    @property
    def day(self) -> str:
        """The date of the assessment, and that it is not finished where it is not."""
        date = self.column.assessment.date.isoformat()
        return date if self.column.own.assessment.finished else say("{date}, not finished", date=date)

    @property
    def panel(self) -> str:
        """How many took part, of how many invited."""
        assessment = self.column.assessment
        present = len(assessment.participants)
        if not present:
            return say("not recorded")
        if not assessment.invited:
            return str(present)
        return say("{count} of {total}", count=present, total=assessment.invited)

    @property
    def run(self) -> str:
        """How it was run, as a score of its own in percent."""
        return tell_run(self.column.own.rubric, self.column.own.assessment)

    @property
    def run_why(self) -> str:
        """How many of the statements about how it was run held; empty where that is not recorded."""
        record = _administration(self.column.own.rubric, self.column.own.assessment)
        if record is None:
            return ""
        return say("{count} of {total} held", count=len(record.held), total=len(record.statements))

    @cached_property
    def own_score(self) -> str | None:
        """Its total with the version it was made with, where it was carried to a newer one; else None."""
        if not self.column.carried:
            return None
        card = self.column.own.card
        score = percent_range(card.low, card.high, [card.total_threshold])
        return say("{score} with {version}", score=score, version=self.version)

    @property
    def own_scores(self) -> str:
        """Its total both ways with the version it was made with."""
        card, shown = self.column.own.card, self.column.own.evidenced
        score = claimed_and_shown(card, shown, [card.total_threshold])
        return say("{score} with {version}", score=score, version=self.version)

    @cached_property
    def cells(self) -> Mapping[str, Cell]:
        """Every practice and criterion in this column, by full id."""
        practices = {
            practice.id: Cell(
                practice.id, SIGNS[practice.status], self.words.standing(practice), practice.status
            )
            for practice in self.facts.card.practices
        }
        return practices | {name: self._cell(score) for name, score in self.facts.card.criteria.items()}

    def share_of(self, name: str) -> Fraction | None:
        """A criterion's level out of the top of the scale, from 0 to 1; None where it has none."""
        criterion = self.facts.card.criteria.get(name)
        return (
            None if criterion is None or criterion.level is None else Fraction(criterion.level, criterion.top)
        )

    def is_dark(self, name: str) -> bool:
        """Whether the shade of a criterion's level is so dark that its number has to be light."""
        return (self.share_of(name) or 0) > Fraction(1, 2)

    def shown(self, name: str) -> str:
        """How much of a practice's score fresh evidence shows."""
        return self.words.percent(next(p for p in self.facts.evidenced.practices if p.id == name))

    def _cell(self, criterion: CriterionScore) -> Cell:
        doubt = self.words.doubt(criterion)
        words = ", ".join(part for part in (self.words.level(criterion), doubt) if part)
        sign = SIGNS[criterion.status] if criterion.level is None else str(criterion.level)
        return Cell(criterion.id, sign, words, criterion.status, bool(doubt))


def tell_run(rubric: Rubric, assessment: Assessment) -> str:
    """How an assessment was run, as a score of its own in percent."""
    record = _administration(rubric, assessment)
    return percent_range(record.low, record.high) if record else say("not recorded")


def _administration(rubric: Rubric, assessment: Assessment) -> Administration | None:
    """How it was run; None where nothing about that was answered."""
    found = score_administration(rubric, assessment)
    return found if found and len(found.unanswered) < len(found.statements) else None


def tell_scale(rubric: Rubric) -> str:
    """``Levels: 0 not in place, 1 partially in place, 2 in place``."""
    levels = ", ".join(f"{step.level} {step.label}" for step in rubric.scale)
    return say("Levels: {levels}", levels=levels)


def letter_of(number: int) -> str:
    """A for 0, Z for 25, then AA and so on."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = ascii_uppercase[rest] + letters
    return letters
