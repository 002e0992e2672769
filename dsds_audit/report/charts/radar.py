"""The radar: one spoke a practice, read along the spokes."""

from collections.abc import Sequence

from matplotlib.figure import Figure

from dsds_audit.assessment import Assessment
from dsds_audit.report.charts.dots_and_bars import draw_practice_bars
from dsds_audit.report.charts.frame import (
    MARGIN,
    Entry,
    arrange_key,
    draw_heading,
    draw_key,
    heading,
    heading_height,
    key_height,
)
from dsds_audit.report.charts.sheet import CLAIM, PAPER, RANGE, SHOWN, TARGET, Point, Sheet
from dsds_audit.report.charts.spokes import Spoke, place_labels, room_of, spokes_of
from dsds_audit.report.charts.web import DASHED, DOTTED, Web
from dsds_audit.report.facts import Facts, gather_facts
from dsds_audit.report.wording import Wording
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say, series_of


def draw_radar(rubric: Rubric, assessment: Assessment, *, titled: bool = True) -> Figure:
    """The radar of an assessment, axes in rubric order clockwise from the top.

    A solid outline for the low end as claimed, a band up to the high end for what is unknown, a dashed
    outline for what evidence shows where that is less, a ring for the threshold. A practice that does not
    apply, or of which nothing is known, breaks the outline. Bars instead where fewer than three apply.
    """
    facts = gather_facts(rubric, assessment)
    if len(facts.card.applicable) < 3:
        return draw_practice_bars(facts, titled)
    spokes, radius = place_labels(tuple(spokes_of(facts)))
    sheet, center = _lay_out(facts, spokes, radius, titled)
    web = Web(sheet, center, radius, spokes)
    web.draw_grid()
    web.draw_threshold(facts.card.practice_threshold, Wording(facts).threshold(facts.card.practices[0]))
    web.draw_band()
    web.draw_claimed()
    web.draw_shown()
    web.draw_labels()
    return sheet.figure


def _lay_out(facts: Facts, spokes: Sequence[Spoke], radius: float, titled: bool) -> tuple[Sheet, Point]:
    """A sheet as large as labels, heading and key need, and where its middle is."""
    left, right, up, down = room_of(spokes, radius)
    width = max(left + right + 2 * MARGIN, 4.3)
    key = arrange_key(key_of(spokes, Wording(facts).threshold(facts.card.practices[0])), width - 2 * MARGIN)
    lines = heading(facts, width - 2 * MARGIN, titled)
    bottom = key_height(key) + 0.18
    height = bottom + down + up + MARGIN + heading_height(lines)
    title = say("Radar: {site}", site=facts.assessment.site)
    sheet = Sheet("radar", width, height, title, _description(facts))
    draw_heading(sheet, lines)
    draw_key(sheet, key)
    return sheet, (MARGIN + left + (width - left - right - 2 * MARGIN) / 2, bottom + down)


def _description(facts: Facts) -> str:
    words = Wording(facts)
    spokes = series_of(
        say("{label}: {text}", label=words.title(practice.id), text=words.both(practice))
        for practice in facts.card.practices
    )
    return say(
        "Radar of {number} practices, clockwise from the top. {practices}. Total: {score}. The threshold for "
        "a practice is {threshold}. Read along the spokes; the area means nothing.",
        number=len(facts.card.practices),
        practices=spokes,
        score=words.both(facts.card),
        threshold=words.threshold(facts.card.practices[0]),
    )


def key_of(spokes: Sequence[Spoke], threshold: str | None) -> list[Entry]:
    """What the signs that occur mean; ``threshold`` in words, None where another key tells it."""
    entries = [
        (any(s.state == "known" for s in spokes), Entry(say("as claimed"), _claim_sign)),
        (any(s.low != s.high for s in spokes), Entry(say("not known"), _band_sign)),
        (any(s.partly_shown for s in spokes), Entry(say("shown by fresh evidence, at least"), _shown_sign)),
        (threshold is not None, Entry(threshold_told(threshold or ""), threshold_sign)),
    ]
    return [entry for occurs, entry in entries if occurs]


def threshold_told(threshold: str) -> str:
    """What the sign for the threshold of a practice means."""
    return say("threshold for a practice, {threshold}", threshold=threshold)


def _claim_sign(sheet: Sheet, x: float, y: float) -> None:
    sheet.line([(x - 0.15, y), (x + 0.15, y)], CLAIM, 2.2)
    sheet.marks([(x, y)], CLAIM, "o", 6)


def _band_sign(sheet: Sheet, x: float, y: float) -> None:
    sheet.box(x - 0.15, y - 0.055, 0.3, 0.11, PAPER, edgecolor=RANGE, hatch="//////", linewidth=0.8)


def _shown_sign(sheet: Sheet, x: float, y: float) -> None:
    sheet.line([(x - 0.16, y), (x + 0.16, y)], SHOWN, 1.6, linestyle=DASHED)
    sheet.marks([(x, y)], SHOWN, "D", 4.5, markerfacecolor=PAPER)


def threshold_sign(sheet: Sheet, x: float, y: float) -> None:
    """The sign for the threshold of a practice."""
    sheet.line([(x - 0.16, y), (x + 0.16, y)], TARGET, 1.8, linestyle=DOTTED)
