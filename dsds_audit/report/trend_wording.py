"""What a history is called in sentences, the same in every format."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from dsds_audit.display import percent_range
from dsds_audit.history import History
from dsds_audit.intervals import Point
from dsds_audit.report.column_wording import tell_run
from dsds_audit.report.text import short_date
from dsds_audit.report.wording import claimed_and_shown
from dsds_audit.scoring import PracticeScore, Scorecard
from dsds_audit.speech import mark, say, say_many, series_of

_DAYS_A_MONTH = 30.44
SIGNS = mark(
    "A level; ? where it is not known; – where it does not apply; in brackets a level given to an earlier "
    "wording, which counts as not known."
)


@dataclass(frozen=True)
class TrendWording:
    """Sentences about a history."""

    history: History

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The title of every practice and criterion of the newest version, by full id."""
        rubric = self.history.rubric
        practices = {practice.id: practice.title for practice in rubric.practices}
        return practices | {name: criterion.title for name, criterion in rubric.criteria.items()}

    @cached_property
    def headline(self) -> str:
        """How many assessments there are, from when to when."""
        points = self.history.points
        last = short_date(points[-1].date)
        if len(points) == 1:
            return say("One assessment, of {date}", date=last)
        dates = {"earlier": short_date(points[0].date), "later": last}
        return say("{number} assessments, from {earlier} to {later}", number=len(points), **dates)

    @property
    def modesty(self) -> str:
        """How much so many assessments can tell."""
        count = len(self.history.points)
        if count == 1:
            return say("That is a start, not a trend: the next assessment will show what moved.")
        if count == 2:
            return say("That shows a change, not yet a trend.")
        return say("A few dates show a direction at most. What moved once may move back.")

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What has to be known before anyone reads the numbers."""
        return (*self._versions(), *self._gaps(), *self._left_out())

    def claimed(self, point: Point, practice_id: str | None = None) -> str:
        """The total of one date as claimed, or a practice; that it was not asked, if so."""
        return self._percent(point, practice_id, 0)

    def shown(self, point: Point, practice_id: str | None = None) -> str:
        """The same as fresh evidence shows it."""
        return self._percent(point, practice_id, 1)

    def rated(self, point: Point) -> str:
        """``12 of 13 rated``."""
        return say("{count} of {total} rated", count=point.card.rated, total=point.card.asked)

    def run(self, point: Point) -> str:
        """How the assessment of one date was run, as a score of its own in percent."""
        return tell_run(point.rubric, point.assessment)

    @cached_property
    def description(self) -> str:
        """The numbers of the line chart as text."""
        subjects = [None, *(practice.id for practice in self.history.rubric.practices)]
        return " ".join(f"{self._over_time(subject)}." for subject in subjects)

    def _percent(self, point: Point, practice_id: str | None, which: int) -> str:
        pair = scores_of(point, practice_id)
        if pair is None:
            return say("not asked")
        return percent_range(pair[which].low, pair[which].high, [_threshold(point, practice_id)])

    def _both(self, point: Point, practice_id: str | None) -> str:
        pair = scores_of(point, practice_id)
        return claimed_and_shown(*pair, [_threshold(point, practice_id)]) if pair else say("not asked")

    def _over_time(self, subject: str | None) -> str:
        told = series_of(
            f"{short_date(point.date)} {self._both(point, subject)}" for point in self.history.points
        )
        title = say("Total") if subject is None else self.titles[subject]
        return say("{label}: {text}", label=title, text=told)

    def _versions(self) -> Iterator[str]:
        changes = [i for i in self.history.intervals if i.other_version]
        if changes:
            named = [
                say("{rubric} from {date}", rubric=i.later.rubric.ref, date=short_date(i.later.date))
                for i in changes
            ]
            yield say(
                "The rubric changed on the way: {first}, then {versions}. Every date is scored with the "
                "version of its time; what of a change is the rubric stands in the bridge.",
                first=self.history.points[0].rubric.ref,
                versions=series_of(named),
            )

    def _gaps(self) -> Iterator[str]:
        for interval in self.history.intervals:
            if interval.long:
                yield say(
                    "Between {earlier} and {later} lie {months} months. What happened in between is not "
                    "known.",
                    earlier=short_date(interval.earlier.date),
                    later=short_date(interval.later.date),
                    months=round(interval.days / _DAYS_A_MONTH),
                )

    def _left_out(self) -> Iterator[str]:
        if self.history.left_out:
            dates = ", ".join(short_date(assessment.date) for assessment in self.history.left_out)
            yield say("Not finished and left out: {dates}.", dates=dates)
        if self.history.plan_damaged:
            yield say(
                "The site's plan cannot be read, so nothing is said about actions. Please put it in order."
            )
        elif self.history.plan is None and self.history.whole:
            yield say("The site has no plan yet, so nothing is said about actions.")
        if self.history.closed_since:
            yield say_many(
                "{count} action item closed since the last assessment: the next one will show what moved.",
                "{count} action items closed since the last assessment: the next one will show what moved.",
                len(self.history.closed_since),
            )


def scores_of(
    point: Point, practice_id: str | None
) -> tuple[Scorecard | PracticeScore, Scorecard | PracticeScore] | None:
    """The total of one date, or a practice, as claimed and as shown; None where it was not asked."""
    if practice_id is None:
        return point.card, point.evidenced
    pairs = zip(point.card.practices, point.evidenced.practices, strict=True)
    return next((pair for pair in pairs if pair[0].id == practice_id), None)


def sign_of(point: Point, criterion_id: str) -> str:
    """A criterion of the newest version on one date: its level, ``?`` or ``–``.

    In brackets a level that was given to an earlier wording and has not been confirmed since.
    """
    criterion = point.column.card.criteria[criterion_id]
    if not criterion.applies:
        return "–"
    if criterion.level is not None:
        return str(criterion.level)
    rating = point.column.assessment.ratings.get(criterion_id)
    carried = criterion.standing == "unconfirmed" and rating is not None and rating.level is not None
    return f"({rating.level})" if carried and rating else "?"


def _threshold(point: Point, practice_id: str | None) -> Fraction:
    return point.card.total_threshold if practice_id is None else point.card.practice_threshold
