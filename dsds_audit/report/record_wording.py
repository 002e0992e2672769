"""What is said of the record itself: who took part, how it was run, what does not add up."""

from dataclasses import dataclass
from functools import cached_property

from dsds_audit.display import percent_range
from dsds_audit.findings import Finding
from dsds_audit.report.facts import Facts
from dsds_audit.report.text import long_date
from dsds_audit.rubric import criterion_of
from dsds_audit.speech import Labels, say, say_many

RULE_LABELS = Labels(
    {
        "no-evidence": "No evidence",
        "stale-evidence": "Stale evidence",
        "future-evidence": "Future evidence",
        "unmet-requirement": "Unmet requirement",
        "level-differs-from-checks": "Level differs from checks",
        "reason-missing": "Reason missing",
        "does-not-apply-forbidden": "Does not apply forbidden",
        "population-not-named": "Population not named",
        "no-quorum": "No quorum",
        "no-leader": "No leader",
        "facilitator-voted": "Facilitator voted",
    }
)
"""What a rule of the findings is called."""


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one rule that matter for the same reason and have the same way out."""

    title: str
    why: str
    way_out: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class RecordWording:
    """Sentences about one assessment's record; nothing here changes a score."""

    facts: Facts

    def home(self, place: str) -> str | None:
        """The criterion that a place in the record belongs to, if any."""
        name = criterion_of(place)
        return name if name in self.facts.rubric.criteria else None

    @cached_property
    def attendance(self) -> str:
        """How many took part, and of how many invited."""
        assessment = self.facts.assessment
        count = len(assessment.participants)
        if not assessment.invited:
            return say_many(
                "{count} person took part; names are not part of a report.",
                "{count} people took part; names are not part of a report.",
                count,
            )
        return say_many(
            "{count} person of {invited} invited took part; names are not part of a report.",
            "{count} people of {invited} invited took part; names are not part of a report.",
            count,
            invited=assessment.invited,
        )

    @cached_property
    def populations(self) -> tuple[tuple[str, str], ...]:
        """Who is meant by the populations of the rubric, as the site named them."""
        named = self.facts.assessment.populations
        return tuple((p.label, named[p.id]) for p in self.facts.rubric.populations if p.id in named)

    @cached_property
    def run(self) -> str | None:
        """``6 of 8 statements held, 1 not answered: 75 to 88 %``; None where the rubric makes none."""
        record = self.facts.administration
        if record is None:
            return None
        total, unknown = len(record.statements), len(record.unanswered)
        if unknown == total:
            return say("not recorded")
        held, share = len(record.held), percent_range(record.low, record.high)
        if not unknown:
            return say_many(
                "{held} of {count} statement held: {percent}",
                "{held} of {count} statements held: {percent}",
                total,
                held=held,
                percent=share,
            )
        return say_many(
            "{held} of {count} statement held, {unanswered} not answered: {percent}",
            "{held} of {count} statements held, {unanswered} not answered: {percent}",
            total,
            held=held,
            unanswered=unknown,
            percent=share,
        )

    @cached_property
    def shortfalls(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The statements that did not hold, and those not answered where others were, each under its name."""
        record = self.facts.administration
        if record is None or len(record.unanswered) == len(record.statements):
            return ()
        named = ((say("Did not hold"), record.not_held), (say("Not answered"), record.unanswered))
        return tuple((name, tuple(made.text for made in those)) for name, those in named if those)

    @cached_property
    def finding_groups(self) -> tuple[FindingGroup, ...]:
        """The findings by rule, in the rubric's order of rules, and in the record's order within one."""
        order: list[str] = [text.rule for text in self.facts.rubric.findings]
        shared: dict[tuple[str, str, str], list[Finding]] = {}
        for finding in sorted(self.facts.findings, key=lambda finding: order.index(finding.rule)):
            shared.setdefault((finding.rule, finding.why, finding.way_out), []).append(finding)
        return tuple(
            FindingGroup(RULE_LABELS[rule], why, way_out, tuple(those))
            for (rule, why, way_out), those in shared.items()
        )

    @cached_property
    def age(self) -> str | None:
        """How long ago the assessment was, seen from ``as_of``."""
        today, date = self.facts.as_of, self.facts.assessment.date
        if today is None or today <= date:
            return None
        return say_many(
            "Seen on {date}, {count} day after the assessment.",
            "Seen on {date}, {count} days after the assessment.",
            (today - date).days,
            date=long_date(today),
        )

    @cached_property
    def unfinished(self) -> str | None:
        """That the interview is still open, where it is."""
        if self.facts.assessment.finished:
            return None
        return say(
            "The interview is not finished. What is missing counts as unknown, so the scores are ranges."
        )
