"""Our figures as part of a page that permits no style of its own; an assessment's are drawn once."""

import re
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, Literal, TypeVar

from markupsafe import Markup

from dsds_audit.assessment import Assessment, Evidence, Progress, Rating
from dsds_audit.rubric import Rubric
from dsds_audit.speech import current_speech, say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Kind = Literal["radar", "dots", "bars"]
Made = TypeVar("Made", str, bytes)

_MOST_KEPT = 64
_PIXELS = 4 / 3  # a point
_TAG = re.compile(r'<\w(?:[^<>"]|"[^"]*")*>')
_STYLE = re.compile(r'style="([^"]*)"')
_SIZE = re.compile(r'class="chart" style="--width: (\d+)"')
# What draws keeps fonts and settings that two threads cannot use at once.
_ONE_AT_A_TIME = Lock()
_kept: OrderedDict[tuple[str, ...], Markup] = OrderedDict()


def radar_of(rubric: Rubric, assessment: Assessment) -> Markup:
    """The radar of an assessment as inline SVG."""
    return chart_of("radar", rubric, assessment)


def chart_of(kind: Kind, rubric: Rubric, assessment: Assessment) -> Markup:
    """A chart of an assessment as inline SVG: its radar, its practices as dots, its criteria as bars.

    It is remembered by the rubric's digest, its language, ours and the ratings alone, and names no site: the
    page does.
    """
    bare = _only_what_is_drawn(assessment)
    key = kind, rubric.digest, rubric.language, current_speech().language, bare.model_dump_json()
    with _ONE_AT_A_TIME:
        if key not in _kept:
            _kept[key] = _without_styles(_draw(kind, rubric, bare))
        _kept.move_to_end(key)
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
        return _kept[key]


def figure_of(draw: Callable[[], "Figure"]) -> Markup:
    """Any of our figures as inline SVG, its colors those of the page; ``draw`` makes it."""
    with _ONE_AT_A_TIME:
        return _without_styles(draw())


def picture_of(draw: Callable[[], "Figure"], suffix: str) -> bytes:
    """Any of our figures as a file of its own: an SVG where ``suffix`` is ".svg", else a PNG."""
    from dsds_audit.report.charts import to_picture

    with _ONE_AT_A_TIME:
        return to_picture(draw(), suffix)


def written(write: Callable[[], Made]) -> Made:
    """What a writer of whole documents makes, which draws figures as well."""
    with _ONE_AT_A_TIME:
        return write()


def _draw(kind: Kind, rubric: Rubric, assessment: Assessment) -> "Figure":
    from dsds_audit.report.charts import draw_bars, draw_dots, draw_radar

    if kind == "radar":
        return draw_radar(rubric, assessment, titled=False)
    if kind == "dots":
        return draw_dots(rubric, assessment, criteria=False, titled=False)
    return draw_bars(rubric, assessment, titled=False)


def _only_what_is_drawn(assessment: Assessment) -> Assessment:
    """The assessment without names, notes and the texts of its evidence, which no chart shows."""
    progress = assessment.interview
    return Assessment(
        site=say("this assessment"),
        date=assessment.date,
        rubric=assessment.rubric,
        thresholds=assessment.thresholds,
        targets=assessment.targets,
        ratings={name: _only_the_claim(rating) for name, rating in assessment.ratings.items()},
        interview=progress and Progress(position="review", carried=progress.carried),
    )


def _only_the_claim(rating: Rating) -> Rating:
    evidence = tuple(Evidence(what="…", date=item.date) for item in rating.evidence)
    reason = rating.not_applicable and "…"
    return Rating(level=rating.level, dont_know=rating.dont_know, not_applicable=reason, evidence=evidence)


def _without_styles(figure: "Figure") -> Markup:
    """A figure for a page whose policy forbids styles: every style has become attributes of its own."""
    from dsds_audit.report.charts import to_svg
    from dsds_audit.report.html import inline_svg

    svg = _SIZE.sub(_as_wide_as_reads_well, str(inline_svg(to_svg(figure))), count=1)
    return Markup(_TAG.sub(lambda tag: _STYLE.sub(lambda style: _as_attributes(style[1]), tag[0]), svg))


def _as_wide_as_reads_well(size: re.Match[str]) -> str:
    """The width on a page that has room for it, in pixels: its words are then as large as those around it."""
    return f'class="chart" width="{int(_PIXELS * int(size[1]))}"'


def _as_attributes(style: str) -> str:
    """``fill: none; stroke: red`` as ``fill="none" stroke="red"``."""
    parts = (part.partition(":") for part in style.split(";") if part.strip())
    return " ".join(f'{name.strip()}="{value.strip()}"' for name, _, value in parts)
