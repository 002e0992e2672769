"""The dot plot of a history: where every practice and criterion stood before, stands now, and is to be."""

from matplotlib.figure import Figure

from dsds_audit.history import History
from dsds_audit.report.charts.dots_and_bars import draw_dots


def draw_before_and_now(history: History, *, criteria: bool = True, titled: bool = True) -> Figure:
    """The last assessment beside the one before it, which is read with the later version of the rubric.

    What is not known under that version is not drawn as before. A single assessment stands alone.
    """
    if not history.intervals:
        only = history.points[0]
        return draw_dots(only.rubric, only.assessment, criteria=criteria, titled=titled)
    bridge = history.intervals[-1].bridge
    return draw_dots(
        bridge.rubric,
        bridge.later,
        before=bridge.cards[1],
        before_on=bridge.earlier.date,
        criteria=criteria,
        titled=titled,
    )
