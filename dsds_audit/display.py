"""How numbers are shown: whole percent that never claim more than is so."""

from collections.abc import Callable, Iterable
from fractions import Fraction

from dsds_audit.speech import Labels, decimal, say, say_many

Ends = tuple[Fraction | None, Fraction | None]

STATUS_LABELS = Labels(
    {
        "in_place": "in place",
        "partially_in_place": "partially in place",
        "not_in_place": "not in place",
        "undetermined": "undetermined",
        "not_applicable": "does not apply",
    }
)
ITEM_STATUS_LABELS = Labels(
    {
        "on_time": "on time",
        "due_soon": "due soon",
        "overdue": "overdue",
        "done": "done",
        "dropped": "dropped",
    }
)
ITEM_STATUS_HEADINGS = Labels(
    {
        "on_time": "On time",
        "due_soon": "Due soon",
        "overdue": "Overdue",
        "done": "Done",
        "dropped": "Dropped",
    }
)
STANDING_LABELS = Labels(
    {
        "rated": "rated",
        "unanswered": "not answered",
        "unconfirmed": "carried over, not confirmed",
        "dont_know": "don't know",
        "not_applicable": "does not apply",
        "not_permitted": "does not apply, which the rubric does not permit",
        "reason_missing": "does not apply, without a reason",
    }
)


_EFFORTS = Labels({"low": "low", "medium": "medium", "high": "high"})


def effort_name(effort: str) -> str:
    """What an effort is called: its id, which is said where it is one of the usual words."""
    return _EFFORTS.get(effort, effort)


def whole_percent(value: Fraction, thresholds: Iterable[Fraction] = ()) -> int:
    """A percentage from 0 to 100 as a whole number: half up, but 0 and 100 only where exactly so.

    Never rounded across a threshold: 79.6 against 80 is shown as 79.
    """
    shown = int(value + Fraction(1, 2))
    if shown == 0 and value > 0:
        shown = 1
    if shown == 100 and value < 100:
        shown = 99
    for threshold in thresholds:
        if value < threshold <= shown:
            shown = max(int(value), 0 if value == 0 else 1)
        elif shown < threshold <= value:
            shown = min(int(value) + 1, 99)
    return shown


def percent_range(low: Fraction | None, high: Fraction | None, thresholds: Iterable[Fraction] = ()) -> str:
    """``75 %``, or ``50 to 75 %`` while the ends differ, or ``does not apply``."""
    if low is None or high is None:
        return STATUS_LABELS["not_applicable"]
    held = tuple(thresholds)
    ends = [whole_percent(end, held) for end in (low, high)]
    if low == high:
        return percent_of(ends[0])
    if ends[0] == ends[1]:  # A range stays a range, however narrow.
        return say("{low} to {high} %", low=exact(low), high=exact(high))
    return say("{low} to {high} %", low=ends[0], high=ends[1])


def percent_of(number: int | str) -> str:
    """``75 %``: a number that is a percentage, as the language that is spoken writes one."""
    return say("{number} %", number=number)


def side_by_side(claimed: Ends, shown: Ends, write: Callable[[Fraction | None, Fraction | None], str]) -> str:
    """``75 % claimed, 40 to 75 % shown by fresh evidence``: a score as claimed and as evidence shows it.

    ``write`` words a range from its two ends. Where the low end claims nothing there is nothing to show.
    """
    words = write(*claimed)
    if claimed[0] is None:
        return words
    if not claimed[0]:
        return say("{score} claimed", score=words)
    if claimed == shown:
        return say("{score} claimed and shown by fresh evidence", score=words)
    return say("{claimed} claimed, {shown} shown by fresh evidence", claimed=words, shown=write(*shown))


def points(value: Fraction) -> str:
    """Percentage points with at most one decimal, half up; never ``0`` where there is something."""
    tenths = int(abs(value) * 10 + Fraction(1, 2))
    if tenths == 0 and value:
        return say("less than {number}", number=decimal("0.1"))
    sign = "-" if value < 0 else ""
    return decimal(f"{sign}{tenths // 10}.{tenths % 10}" if tenths % 10 else f"{sign}{tenths // 10}")


def percentage_points(value: Fraction) -> str:
    """``12.5 percentage points``, ``1 percentage point``."""
    shown = points(value)
    count = 1 if shown == "1" else 2
    return say_many("{points} percentage point", "{points} percentage points", count, points=shown)


def exact(value: Fraction) -> str:
    """A number in full where four decimals hold it, else to four decimals with an ellipsis."""
    scaled = value * 10_000
    whole = int(scaled)
    text = f"{'-' if value < 0 else ''}{abs(whole) // 10_000}.{abs(whole) % 10_000:04d}".rstrip("0").rstrip(
        "."
    )
    return decimal(text) if scaled.denominator == 1 else f"{decimal(text)}…"


def exact_range(low: Fraction | None, high: Fraction | None) -> str:
    """``81.25``, or ``62.5 to 81.25``, in full; ``does not apply`` where there is none."""
    if low is None or high is None:
        return STATUS_LABELS["not_applicable"]
    return exact(low) if low == high else say("{low} to {high}", low=exact(low), high=exact(high))
