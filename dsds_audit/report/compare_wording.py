"""What a comparison is called in sentences, the same in every format."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from dsds_audit.bridge import build_bridge
from dsds_audit.comparison import Comparison
from dsds_audit.display import STATUS_LABELS, exact, percent_of
from dsds_audit.names import folded
from dsds_audit.report.bridge_wording import BridgeWording
from dsds_audit.report.column_wording import SIGNS, ColumnWording, letter_of, tell_scale
from dsds_audit.scoring import Scorecard
from dsds_audit.speech import mark, say, say_many, series_of


@dataclass(frozen=True)
class ComparisonWording:
    """Sentences about a comparison."""

    comparison: Comparison

    @cached_property
    def columns(self) -> tuple[ColumnWording, ...]:
        """The columns with their letters."""
        return tuple(
            ColumnWording(letter_of(number), column) for number, column in enumerate(self.comparison.columns)
        )

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The title of every practice and criterion by its full id."""
        return self.columns[0].words.titles

    @cached_property
    def headline(self) -> str:
        """``10 sites side by side``, or of one site ``3 assessments side by side``."""
        sites = {folded(column.assessment.site) for column in self.comparison.columns}
        count = len(self.comparison.columns)
        if len(sites) == count:
            return say_many("{count} site side by side", "{count} sites side by side", count)
        return say_many("{count} assessment side by side", "{count} assessments side by side", count)

    @cached_property
    def program(self) -> str | None:
        """The program, where it is one for all."""
        programs = {column.assessment.program for column in self.comparison.columns}
        return programs.pop() if len(programs) == 1 else None

    @property
    def subject(self) -> str:
        """The rubric and its version; before and after it the site, program and date that are one for all."""
        rubric, first = self.comparison.rubric, self.comparison.columns[0].assessment
        site = first.site if self.comparison.of_one_site else None
        parts = (site, self.program, rubric.title, rubric.ref, self.day)
        return ", ".join(part for part in parts if part)

    @cached_property
    def day(self) -> str | None:
        """The date, where it is one for all."""
        days = {column.assessment.date.isoformat() for column in self.comparison.columns}
        return days.pop() if len(days) == 1 else None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What each is called in a picture: with its date, unless that stands there for all of them."""
        return tuple(column.name if self.day else column.dated for column in self.columns)

    @cached_property
    def bridge(self) -> BridgeWording | None:
        """What really changed, where there are two assessments of one site; else None."""
        if len(self.columns) != 2 or not self.comparison.of_one_site:
            return None
        then, now = sorted(self.comparison.columns, key=lambda column: column.assessment.date)
        return BridgeWording(
            build_bridge(then.own.rubric, then.own.assessment, now.rubric, now.assessment, then.legs)
        )

    @cached_property
    def practice_threshold(self) -> Fraction | None:
        """The threshold for a practice in percent, where it is one for all."""
        thresholds = {column.facts.card.practice_threshold for column in self.columns}
        return thresholds.pop() if len(thresholds) == 1 else None

    @property
    def practice_threshold_words(self) -> str:
        """The threshold for a practice in full; empty where it differs."""
        return "" if self.practice_threshold is None else percent_of(exact(self.practice_threshold))

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What has to be known before anyone reads the numbers."""
        return tuple(
            note for note in (self._left_out, self._carried, self._unfinished, self._thresholds) if note
        )

    @property
    def _left_out(self) -> str:
        sites = self.comparison.left_out
        if not sites:
            return ""
        named = ", ".join(sites)
        return say("Not shown, because the latest assessment there cannot be read: {sites}.", sites=named)

    def tally(self, name: str) -> str:
        """``3 of 10 in place``: of those to which it applies, the certain ones."""
        counts = self.comparison.tallies[name].counts
        applies = len(self.columns) - counts.get("not_applicable", 0)
        if not applies:
            return STATUS_LABELS["not_applicable"]
        held, unknown = counts.get("in_place", 0), counts.get("undetermined", 0)
        if not unknown:
            return say("{count} of {total} in place", count=held, total=applies)
        sentence = mark("{count} of {total} in place, {unknown} undetermined")
        return say(sentence, count=held, total=applies, unknown=unknown)

    @property
    def legend(self) -> str:
        """What stands in a cell of a criterion."""
        levels = tell_scale(self.comparison.rubric)
        return say("{levels}; ? not known; – does not apply; * no fresh evidence shows it.", levels=levels)

    @property
    def practice_legend(self) -> str:
        """What stands in a cell of a practice."""
        signs = ", ".join(
            f"{sign} {STATUS_LABELS[status]}" for status, sign in SIGNS.items() if status != "not_applicable"
        )
        return say("Practices: {signs}.", signs=signs)

    @property
    def _carried(self) -> str:
        older = [column for column in self.columns if column.column.carried]
        if not older:
            return ""
        named = ", ".join(f"{column.letter} ({column.version})" for column in older)
        own = series_of(f"{column.letter} {column.own_scores}" for column in older)
        return say(
            "Made with an older version of the rubric and carried over: {assessments}. What changed in the "
            "rubric counts as unknown there until somebody confirms it, so the score is another one with its "
            "own version: {scores}.",
            assessments=named,
            scores=own,
        )

    @property
    def _unfinished(self) -> str:
        open_ones = [column.letter for column in self.columns if not column.column.own.assessment.finished]
        if not open_ones:
            return ""
        return say("Not finished yet, so their scores are ranges: {sites}.", sites=", ".join(open_ones))

    @property
    def _thresholds(self) -> str:
        cards = [column.facts.card for column in self.columns]
        if len({_held_against(card) for card in cards}) == 1:
            words = self.columns[0].words
            first = cards[0]
            return say(
                "Adequate needs {total} in total and {practice} in every practice that applies.",
                total=words.threshold(first),
                practice=words.threshold(first.practices[0]),
            )
        named = series_of(
            say(
                "{site} {total} and {practice}",
                site=column.letter,
                total=column.words.threshold(card),
                practice=column.words.threshold(card.practices[0]),
            )
            for column, card in zip(self.columns, cards, strict=True)
        )
        sentence = mark(
            "Adequate is held against each site's own thresholds, total and practice: {thresholds}."
        )
        return say(sentence, thresholds=named)


def describe(words: ComparisonWording) -> str:
    """The numbers of a picture as text, for those who do not see it."""
    parts = [
        say(
            "{assessment}: total {score}; {practices}",
            assessment=column.name,
            score=column.words.both(column.facts.card),
            practices=series_of(f"{p.short} {column.words.score(score)}" for p, score in column.scores),
        )
        for column in words.columns
    ]
    return ". ".join([words.headline, *parts, *words.notes])


def _held_against(card: Scorecard) -> tuple[object, object]:
    return card.total_threshold, card.practice_threshold
