"""What one assessment of a portfolio is called, the same in every format."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from math import isnan

import numpy as np

from dsds_audit.display import STATUS_LABELS
from dsds_audit.portfolio.table import STATUSES, Portfolio
from dsds_audit.report.column_wording import SIGNS
from dsds_audit.report.portfolio_numbers import percents
from dsds_audit.scoring import Status
from dsds_audit.speech import Labels, say, say_many

_VERDICTS = {1.0: "yes", 0.0: "no"}
VERDICT_LABELS = Labels({"yes": "yes", "open": "open", "no": "no", "does_not_apply": "does not apply"})


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A practice or criterion of one row: its sign, the same in words, how full it is from 0 to 1.

    ``share`` is None where there is no level; ``unknown`` says whether it applies but nobody knows.
    """

    sign: str
    words: str
    share: float | None = None
    unknown: bool = False

    @property
    def dark(self) -> bool:
        """Whether its shade asks for light words."""
        return self.share is not None and self.share > 0.65


@dataclass(frozen=True)
class RowWording:
    """One row of a portfolio."""

    portfolio: Portfolio
    row: int

    @property
    def site(self) -> str:
        """The site's name."""
        return str(self.portfolio.site[self.row])

    @property
    def group(self) -> str:
        """Its group; empty where it has none."""
        return str(self.portfolio.group[self.row])

    @property
    def program(self) -> str:
        """Its program; empty where it has none."""
        return str(self.portfolio.program[self.row])

    @property
    def date(self) -> dt.date:
        """The day of the assessment."""
        found: dt.date = self.portfolio.date[self.row].astype("datetime64[D]").item()
        return found

    @property
    def day(self) -> str:
        """The same as text: ``2026-03-02``."""
        return str(self.portfolio.date[self.row].astype("datetime64[D]"))

    @property
    def score(self) -> str:
        """The total as a range."""
        held = [float(self.portfolio.total_threshold[self.row])]
        return percents(float(self.portfolio.low[self.row]), float(self.portfolio.high[self.row]), held)

    @property
    def rated(self) -> str:
        """``12 of 14``."""
        return say(
            "{rated} of {asked}",
            rated=int(self.portfolio.rated[self.row]),
            asked=int(self.portfolio.asked[self.row]),
        )

    @property
    def rated_words(self) -> str:
        """``12 of 14 rated``."""
        return say("{rated} rated", rated=self.rated)

    @property
    def adequate(self) -> str:
        """``yes``, ``no`` or ``open``."""
        return VERDICT_LABELS[self.verdict]

    @property
    def verdict(self) -> str:
        """The same, whatever language is spoken."""
        return _VERDICTS.get(float(self.portfolio.adequate[self.row]), "open")

    @property
    def panel(self) -> str:
        """How many people took part."""
        people = float(self.portfolio.participants[self.row])
        return (
            say("not recorded")
            if isnan(people)
            else say_many("{count} person", "{count} people", int(people))
        )

    @property
    def version(self) -> str:
        """The rubric version it was made with, and whether it was carried."""
        made = str(self.portfolio.made_with[self.row])
        version = made.partition("@")[2]
        if made == self.portfolio.rubric.ref:
            return version
        return say("{version}, carried", version=version)

    @cached_property
    def practices(self) -> tuple[HeatCell, ...]:
        """A cell for each practice."""
        return tuple(self._practice(place) for place in range(len(self.portfolio.rubric.practices)))

    @cached_property
    def criteria(self) -> tuple[HeatCell, ...]:
        """A cell for each criterion."""
        return tuple(self._criterion(place) for place in range(len(self.portfolio.rubric.criteria)))

    def practice_ends(self, place: int) -> tuple[float | None, float | None, bool]:
        """A practice's ends in percent, None where nothing applies, and whether anything of it is rated."""
        low, high = (
            float(end[self.row, place]) for end in (self.portfolio.practice_low, self.portfolio.practice_high)
        )
        if isnan(low):
            return None, None, False
        rubric = self.portfolio.rubric
        own = [name.startswith(f"{rubric.practices[place].id}.") for name in rubric.criteria]
        return low, high, not bool(np.isnan(self.portfolio.level[self.row, own]).all())

    def _practice(self, place: int) -> HeatCell:
        status: Status = STATUSES[int(self.portfolio.practice_status[self.row, place])]
        ends = (self.portfolio.practice_low[self.row, place], self.portfolio.practice_high[self.row, place])
        held = [float(self.portfolio.practice_threshold[self.row])]
        score = percents(float(ends[0]), float(ends[1]), held)
        label = STATUS_LABELS[status]
        words = label if status == "not_applicable" else f"{label}, {score}"
        return HeatCell(SIGNS[status], words, unknown=status == "undetermined")

    def _criterion(self, place: int) -> HeatCell:
        if not self.portfolio.applies[self.row, place]:
            return HeatCell(SIGNS["not_applicable"], STATUS_LABELS["not_applicable"])
        level = float(self.portfolio.level[self.row, place])
        if isnan(level):
            return HeatCell("?", say("not known"), unknown=True)
        rubric = self.portfolio.rubric
        words = say(
            "{label} ({level} of {top})", label=rubric.label_of(int(level)), level=int(level), top=rubric.top
        )
        return HeatCell(str(int(level)), words, level / rubric.top)
