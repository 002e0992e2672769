"""Tails of the chi-square distribution and quantiles of the F distribution, to about twelve digits."""

from collections.abc import Iterator
from itertools import count
from math import exp, inf, lgamma, log, log1p

_SMALL = 1e-15
_TINY = 1e-300  # Stands in for a zero that a continued fraction would divide by.
_HALVINGS = 200


def chi_square_tail(statistic: float, degrees: int) -> float:
    """The probability of a chi-square value above ``statistic`` (0 or more) with 1 or more degrees."""
    half, point = degrees / 2, statistic / 2
    if point <= 0:
        return 1.0
    scale = exp(half * log(point) - point - lgamma(half))
    if point < half + 1:
        return 1 - scale * _gamma_series(half, point)
    return scale * _continued(point + 1 - half, _gamma_terms(half, point))


def f_quantile(share: float, numerator: float, denominator: float) -> float:
    """The value that a share (above 0, below 1) of an F distribution lies below; degrees above 0."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if beta_share(middle, numerator / 2, denominator / 2) < share:
            low = middle
        else:
            high = middle
    return inf if low >= 1 else denominator * low / (numerator * (1 - low))


def beta_share(point: float, one: float, other: float) -> float:
    """The share of a beta distribution below a point: the regularized incomplete beta function, 0 to 1."""
    if point <= 0 or point >= 1:
        return 0.0 if point <= 0 else 1.0
    if point > (one + 1) / (one + other + 2):  # The fraction converges quickly on the near side only.
        return 1 - beta_share(1 - point, other, one)
    weight = lgamma(one + other) - lgamma(one) - lgamma(other) + one * log(point) + other * log1p(-point)
    return exp(weight) / one * _continued(1.0, _beta_terms(point, one, other))


def _gamma_series(half: float, point: float) -> float:
    term = total = 1 / half
    for step in count(1):
        term *= point / (half + step)
        total += term
        if term < total * _SMALL:
            break
    return total


def _gamma_terms(half: float, point: float) -> Iterator[tuple[float, float]]:
    for step in count(1):
        yield step * (half - step), point + 2 * step + 1 - half


def _beta_terms(point: float, one: float, other: float) -> Iterator[tuple[float, float]]:
    yield -(one + other) * point / (one + 1), 1.0
    for step in count(1):
        place = one + 2 * step
        yield step * (other - step) * point / ((place - 1) * place), 1.0
        yield -(one + step) * (one + other + step) * point / (place * (place + 1)), 1.0


def _continued(first: float, terms: Iterator[tuple[float, float]]) -> float:
    """1 / (first + a1 / (b1 + a2 / (b2 + ...))), taken as far as it still moves (Lentz's method)."""
    value = ratio = first or _TINY
    inverse = 0.0
    for upper, lower in terms:
        inverse = 1 / (lower + upper * inverse or _TINY)
        ratio = lower + upper / ratio or _TINY
        value *= ratio * inverse
        if abs(ratio * inverse - 1) < _SMALL:
            break
    return 1 / value
