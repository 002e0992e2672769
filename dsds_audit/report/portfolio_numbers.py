"""A portfolio's numbers as words: floats shown by the same rules as every other score."""

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from math import isnan

from dsds_audit.display import percent_of, percent_range, points, whole_percent
from dsds_audit.speech import current_speech, grouped
from dsds_audit.speech import decimal as said_decimal

NONE = "—"
_DECIMALS = 9  # Below this floats are noise of their own making.


@lru_cache(maxsize=65_536)  # Of many sites, most share their score with others.
def fraction_of(value: float | None) -> Fraction | None:
    """The number that a float stands for; None for none and for NaN."""
    if value is None or isnan(value):
        return None
    return Fraction(round(float(value), _DECIMALS)).limit_denominator(1_000_000)


def percent(value: float | None, thresholds: Iterable[float] = ()) -> str:
    """``62 %``; an em dash where there is none."""
    whole = whole_number(value, thresholds)
    return whole if whole == NONE else percent_of(whole)


def whole_number(value: float | None, thresholds: Iterable[float] = ()) -> str:
    """``62``, of a percentage; an em dash where there is none."""
    found = fraction_of(value)
    return NONE if found is None else str(whole_percent(found, _held(thresholds)))


def percents(low: float | None, high: float | None, thresholds: Iterable[float] = ()) -> str:
    """``62 to 75 %``, ``62 %`` where both ends are the same, or ``does not apply``."""
    speech = current_speech()
    return _percents(low, high, tuple(thresholds), speech.catalogue, speech.decimal)


@lru_cache(maxsize=65_536)
def _percents(low: float | None, high: float | None, thresholds: tuple[float, ...], *_speech: object) -> str:
    return percent_range(fraction_of(low), fraction_of(high), _held(thresholds))


def signed_points(value: float | None) -> str:
    """``+6.3``, ``-2`` or ``0`` percentage points; an em dash where there is none."""
    found = fraction_of(value)
    if found is None:
        return NONE
    return f"{'+' if found > 0 else ''}{points(found)}"


def decimal(value: float | None, digits: int = 2) -> str:
    """``0.82``; an em dash where there is none."""
    return NONE if value is None or isnan(value) else said_decimal(f"{value:.{digits}f}")


def brief(value: float) -> str:
    """``2.5``, ``3``: no more decimals than there are."""
    return said_decimal(f"{value:g}")


def thousands(count: int) -> str:
    """``25,000``."""
    return grouped(count)


def _held(thresholds: Iterable[float]) -> list[Fraction]:
    return [found for found in map(fraction_of, thresholds) if found is not None]
