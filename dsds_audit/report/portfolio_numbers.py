"""A portfolio's numbers as words: floats shown by the same rules as every other score."""

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from math import isnan

from dsds_audit.display import percent_range, plural, points, whole_percent

NOT_SHOWN = "not shown"
_DECIMALS = 9  # Below this floats are noise of their own making.


@lru_cache(maxsize=65_536)  # Of many sites, most share their score with others.
def fraction_of(value: float | None) -> Fraction | None:
    """The number that a float stands for; None for none and for NaN."""
    if value is None or isnan(value):
        return None
    return Fraction(round(float(value), _DECIMALS)).limit_denominator(1_000_000)


def percent(value: float | None, thresholds: Iterable[float] = ()) -> str:
    """``62 %``; an em dash where there is none."""
    found = fraction_of(value)
    if found is None:
        return "—"
    return f"{whole_percent(found, _held(thresholds))} %"


def percents(low: float | None, high: float | None, thresholds: Iterable[float] = ()) -> str:
    """``62 to 75 %``, ``62 %`` where both ends are the same, or ``does not apply``."""
    return _percents(low, high, tuple(thresholds))


@lru_cache(maxsize=65_536)
def _percents(low: float | None, high: float | None, thresholds: tuple[float, ...]) -> str:
    return percent_range(fraction_of(low), fraction_of(high), _held(thresholds))


def signed_points(value: float | None) -> str:
    """``+6.3``, ``-2`` or ``0`` percentage points; an em dash where there is none."""
    found = fraction_of(value)
    if found is None:
        return "—"
    return f"{'+' if found > 0 else ''}{points(found)}"


def counted(value: float | None, one: str, many: str | None = None) -> str:
    """``3 people``; ``not recorded`` where there is none."""
    return "not recorded" if value is None or isnan(value) else plural(int(value), one, many)


def decimal(value: float | None, digits: int = 2) -> str:
    """``0.82``; an em dash where there is none."""
    return "—" if value is None or isnan(value) else f"{value:.{digits}f}"


def thousands(count: int) -> str:
    """``25,000``."""
    return f"{count:,}"


def _held(thresholds: Iterable[float]) -> list[Fraction]:
    return [found for found in map(fraction_of, thresholds) if found is not None]
