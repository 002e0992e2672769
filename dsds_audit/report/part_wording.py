"""What the parts of an assessment are called in sentences: criteria, their levels, gaps and evidence."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from dsds_audit.actions import Recommendation
from dsds_audit.assessment import Barrier, Evidence, Rating
from dsds_audit.display import STANDING_LABELS, percentage_points
from dsds_audit.gaps import Gap, Unknown
from dsds_audit.report.facts import Facts
from dsds_audit.report.text import long_date
from dsds_audit.rubric import Source
from dsds_audit.scoring import CriterionScore
from dsds_audit.speech import Labels, say, say_in, say_many

_FIND_OUT = Labels(
    {
        "unanswered": "It was not answered: rate it.",
        "unconfirmed": "It was carried over from the last assessment: confirm it or rate it again.",
        "dont_know": "Nobody in the room knew: find out who does.",
        "not_permitted": "It was said not to apply, which the rubric does not permit here: rate it.",
        "reason_missing": "It was said not to apply, without a reason: give the reason or rate it.",
    }
)


@dataclass(frozen=True)
class PartWording:
    """Sentences about the practices and criteria of one assessment's facts."""

    facts: Facts

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of every practice and criterion by its full id."""
        practices = {practice.id: practice.title for practice in self.facts.rubric.practices}
        return practices | {name: c.title for name, c in self.facts.rubric.criteria.items()}

    def title(self, name: str) -> str:
        """The title of a practice or criterion, or the text of a check, by its full id."""
        return self.titles[name] if name in self.titles else self.facts.rubric.checks[name].text.rstrip(".")

    def level(self, criterion: CriterionScore) -> str:
        """A criterion's level with its label, or why it has none."""
        if criterion.level is None:
            return STANDING_LABELS[criterion.standing]
        return self.step(criterion.level)

    def step(self, level: int) -> str:
        """``partially in place (1 of 2)``."""
        rubric = self.facts.rubric
        return say("{label} ({level} of {top})", label=rubric.label_of(level), level=level, top=rubric.top)

    def rise(self, part: Gap | Recommendation) -> str:
        """From which level to which target."""
        return say("from {level} to {target}", level=self.step(part.level), target=self.step(part.target))

    def to_rise(self, gap: Gap) -> str:
        """Which practice a gap is in, how far it is to the target, and what that is worth."""
        return say(
            "{practice}. To rise {rise}; worth {points} of the total.",
            practice=self.facts.rubric.practice_of(gap.criterion).short,
            rise=self.rise(gap),
            points=self.gain(gap.gain),
        )

    def checks(self, name: str, rating: Rating | None) -> str | None:
        """``3 of 4 checks hold``; None where they were not gone through."""
        if rating is None or rating.checks is None:
            return None
        total = len(self.facts.rubric.criteria[name].checks)
        return say_many(
            "{held} of {count} check hold",
            "{held} of {count} checks hold",
            total,
            held=len(set(rating.checks)),
        )

    def checks_in_column(self, name: str, rating: Rating | None) -> str | None:
        """As ``checks``, in a narrow column whose heading says of what."""
        if rating is None or rating.checks is None:
            return None
        total = len(self.facts.rubric.criteria[name].checks)
        parts = {"held": len(set(rating.checks)), "count": total}
        if total == 1:
            return say_in("below their heading", "{held} of {count} check hold", **parts)
        return say_in("below their heading", "{held} of {count} checks hold", **parts)

    def gain(self, value: Fraction) -> str:
        """``12.5 percentage points``."""
        return percentage_points(value)

    def find_out(self, unknown: Unknown) -> str:
        """What to do about a criterion without a level, and how much hangs on it."""
        swing = say("Up to {points} of the total hang on it.", points=self.gain(unknown.swing))
        return f"{self.title(unknown.criterion)}. {_FIND_OUT[unknown.standing]} {swing}"

    def freshness(self, criterion: CriterionScore) -> str | None:
        """Whether fresh evidence shows the level; None where there is nothing to show."""
        if criterion.id in self.facts.shown:
            return say("fresh evidence")
        if not criterion.level:
            return None
        given = self.facts.assessment.ratings[criterion.id].evidence
        return say("no fresh evidence") if given else say("no evidence")

    def doubt(self, criterion: CriterionScore) -> str | None:
        """That no fresh evidence shows the level, where there is something to show."""
        return None if criterion.id in self.facts.shown else self.freshness(criterion)

    def evidence(self, evidence: Evidence) -> str:
        """What it is, where it is, and its date, as far as they are known."""
        date = long_date(evidence.date) if evidence.date else None
        return ", ".join(part for part in (evidence.what, evidence.where, date) if part)

    def driver(self, name: str | None) -> str | None:
        """An implementation driver with its group: ``coaching (competency)``."""
        found = {driver.id: f"{driver.label} ({driver.group})" for driver in self.facts.rubric.drivers}
        return found.get(name) if name else None

    def barrier(self, barrier: Barrier) -> str:
        """What stands in the way, and the driver it lies in."""
        driver = self.driver(barrier.driver)
        if not driver:
            return barrier.what
        return say("{barrier} (lies in {driver})", barrier=barrier.what, driver=driver)

    def work(self, source: Source) -> str:
        """The work a statement comes from, as short as it can be told, and the place in it."""
        return ", ".join(part for part in (source.id, source.place) if part)
