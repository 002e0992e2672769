"""How reliable the instrument is, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dsds_audit.portfolio.reliability import CAUTIONS, Reliability, ScoreReliability
from dsds_audit.psychometrics.figures import Figure
from dsds_audit.psychometrics.retest import CHANGE, ERROR
from dsds_audit.psychometrics.symmetry import Symmetry
from dsds_audit.report.portfolio_numbers import decimal, thousands
from dsds_audit.report.text import capitalized
from dsds_audit.speech import say, say_many


@dataclass(frozen=True, slots=True)
class FigureWording:
    """One figure under the name of what it is about: its value and interval, or why there is none."""

    about: str
    figure: Figure

    @property
    def name(self) -> str:
        """What the figure is called, with its unit where it has one."""
        name = capitalized(say(self.figure.name))
        return say("{figure}, in points", figure=name) if self.figure.name in (ERROR, CHANGE) else name

    @property
    def refused(self) -> str:
        """Why it is not given; empty where it is."""
        return self.figure.reason or ""

    @property
    def value(self) -> str:
        """To two decimals."""
        return decimal(self.figure.value)

    @property
    def interval(self) -> str:
        """From its low to its high end; an em dash where none is given."""
        if self.figure.low is None or self.figure.high is None:
            return "—"
        return say("{low} to {high}", low=decimal(self.figure.low), high=decimal(self.figure.high))

    @property
    def count(self) -> str:
        """How many it rests on."""
        return thousands(self.figure.count)


@dataclass(frozen=True)
class ReliabilityWording:
    """The reliability of the score, of every practice and of every criterion."""

    reliability: Reliability
    titles: Mapping[str, str]

    @property
    def figures(self) -> tuple[FigureWording, ...]:
        """The figures of the total."""
        return tuple(_figures(say("Total"), self.reliability.overall))

    @property
    def practices(self) -> tuple[FigureWording, ...]:
        """The figures of each practice."""
        return tuple(
            found
            for score in self.reliability.practices
            for found in _figures(self.titles[score.practice or ""], score)
        )

    @property
    def items(self) -> tuple[tuple[str, FigureWording, FigureWording], ...]:
        """Of each criterion alpha without it, and how it goes with the others."""
        return tuple(
            (
                self.titles[item.criterion],
                FigureWording(item.criterion, item.without),
                FigureWording(item.criterion, item.rest),
            )
            for item in self.reliability.overall.consistency.items
        )

    @property
    def constant(self) -> tuple[str, ...]:
        """The criteria with the same level everywhere, which are in none of the figures."""
        return tuple(self.titles[name] for name in self.reliability.overall.consistency.constant)

    @property
    def symmetry(self) -> tuple[tuple[str, Symmetry, str], ...]:
        """Of each criterion the test of two dates, with its result in words."""
        return tuple((self.titles[test.criterion], test, _tested(test)) for test in self.reliability.symmetry)

    @property
    def cautions(self) -> tuple[str, ...]:
        """What has to be said wherever the figures are shown."""
        window = say_many(
            "Two assessments count as test and retest within {count} day.",
            "Two assessments count as test and retest within {count} days.",
            self.reliability.window,
        )
        scores = (self.reliability.overall, *self.reliability.practices)
        of_two = any(s.consistency.rests_on_two and s.consistency.alpha.value is not None for s in scores)
        told = (text for name, text in CAUTIONS.items() if of_two or name != "two_criteria")
        return (*told, window)


def _figures(about: str, score: ScoreReliability) -> Iterator[FigureWording]:
    found = (score.consistency.alpha, score.clustering.single, score.clustering.mean)
    retest = score.retest
    pairs = (retest.correlation, retest.agreement, retest.consistency, retest.error, retest.change)
    return (FigureWording(about, figure) for figure in (*found, *pairs))


def _tested(test: Symmetry) -> str:
    if test.statistic is None:
        return test.reason or ""
    small = (test.p_adjusted or 0) < 0.001
    p = say("less than {number}", number=decimal(0.001, 3)) if small else decimal(test.p_adjusted, 3)
    return say(
        "chi-square {chi_square} with {degrees} degrees of freedom, p {p} (Holm)",
        chi_square=decimal(test.statistic, 1),
        degrees=test.degrees,
        p=p,
    )
