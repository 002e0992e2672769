"""How much of a score is the site's own: ICC(1) and ICC(2) of repeated assessments nested in sites."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dsds_audit.psychometrics.distributions import f_quantile
from dsds_audit.psychometrics.figures import CONFIDENCE, FEWEST_SITES, Figure, Refusal, refused
from dsds_audit.speech import mark

ICC1, ICC2 = mark("ICC(1) of sites"), mark("ICC(2) of sites")

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Clustering:
    """What sites account for in a score, over sites with two or more assessments.

    ``single`` is ICC(1), the share of the sites in the variance of one assessment; ``mean`` is ICC(2), the
    reliability of a site's mean over its assessments. Both are of a one-way analysis of variance with sites
    drawn at random: with the same number of assessments everywhere they are Shrout and Fleiss' ICC(1,1) and
    ICC(1,k). ``size`` is k0, how many assessments a site counts as having; None where there are none. The
    figures count sites. Their intervals are exact only where all sites have as many assessments.
    """

    single: Figure
    mean: Figure
    assessments: int
    size: float | None


def find_clustering(values: Floats, site: Whole) -> Clustering:
    """What sites account for in values without NaN; ``site`` is the number of the site of each.

    Change over time counts as difference within a site. Source: Bliese 2000, with k0 for unequal numbers as
    in Haggard 1958; intervals from the F distribution as in Shrout and Fleiss 1979.
    """
    _, place, counts = np.unique(site, return_inverse=True, return_counts=True)
    repeated = counts[place] >= 2
    values = values[repeated]
    _, place, counts = np.unique(site[repeated], return_inverse=True, return_counts=True)
    sites, size = len(counts), len(values)
    if sites < FEWEST_SITES:
        return _refused(sites, size, None, "too_few_sites")
    k0 = float((size - (counts**2).sum() / size) / (sites - 1))
    between, within = _mean_squares(values, place, counts)
    if between == within == 0:
        return _refused(sites, size, k0, "no_variation")
    single = (between - within) / (between + (k0 - 1) * within)
    low, high = _ratio_interval(between, within, sites, size)
    of_mean = refused(ICC2, sites, "no_variation")
    if between:
        of_mean = Figure(ICC2, 1 - within / between, sites, _mean(low), _mean(high))
    return Clustering(Figure(ICC1, single, sites, _single(low, k0), _single(high, k0)), of_mean, size, k0)


def _mean_squares(values: Floats, place: Whole, counts: Whole) -> tuple[float, float]:
    """Between and within sites; what is nothing but rounding is 0."""
    means = np.bincount(place, values) / counts
    sites, size = len(counts), len(values)
    apart = float((counts * (means - values.mean()) ** 2).sum())
    inside = float(((values - means[place]) ** 2).sum())
    noise = 1e-20 * float((values**2).sum())
    return (apart / (sites - 1) if apart > noise else 0.0, inside / (size - sites) if inside > noise else 0.0)


def _ratio_interval(
    between: float, within: float, sites: int, size: int
) -> tuple[float | None, float | None]:
    """The interval of the ratio of the two mean squares; none where nothing varies within sites."""
    if not within:
        return None, None
    tail = (1 - CONFIDENCE) / 2
    degrees = sites - 1, size - sites
    ratio = between / within
    return ratio / f_quantile(1 - tail, *degrees), ratio / f_quantile(tail, *degrees)


def _single(ratio: float | None, size: float) -> float | None:
    return None if ratio is None else (ratio - 1) / (ratio + size - 1)


def _mean(ratio: float | None) -> float | None:
    return None if not ratio else 1 - 1 / ratio


def _refused(sites: int, size: int, k0: float | None, why: Refusal) -> Clustering:
    return Clustering(refused(ICC1, sites, why), refused(ICC2, sites, why), size, k0)
