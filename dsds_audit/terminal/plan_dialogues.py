"""What is picked in a plan: which recommendation to take on, which action item is meant."""

import datetime as dt
from collections.abc import Sequence

from dsds_audit.actions import Recommendation
from dsds_audit.dialogues.adopting import FEW
from dsds_audit.dialogues.item_forms import TURNS
from dsds_audit.display import ITEM_STATUS_LABELS
from dsds_audit.interview.questions import Choice
from dsds_audit.plan import ActionItem
from dsds_audit.planning.status import status_of
from dsds_audit.report.text import capitalized, short_date
from dsds_audit.rubric import Rubric
from dsds_audit.terminal.forms import pick

OWN, ENOUGH = "an own action", "enough"


def pick_recommendation(
    rubric: Rubric, ranked: Sequence[tuple[int, Recommendation]], kept: Sequence[ActionItem]
) -> str | None:
    """The rank of one of these recommendations, ``OWN``, ``ENOUGH``, or None where the person leaves.

    ``kept`` is what was taken on just before; without it there is nothing that could be enough.
    """
    advised = [
        Choice(str(rank), f"{rank}. {rubric.text_of(advice.criterion)}", group=TURNS[advice.when])
        for rank, advice in ranked
    ]
    enough = [Choice(ENOUGH, "That is enough for now")] if kept else []
    told = [f"Taken on: {', '.join(item.id for item in kept)}."] if kept else []
    about = [*told, FEW]
    choices = [*enough, *advised, Choice(OWN, "An action of your own", group="Something else")]
    return pick("What will you take on?", about, "Which action?", choices)


def pick_item(title: str, items: Sequence[ActionItem], today: dt.date) -> str | None:
    """The id of one of these items; None where the person leaves."""
    choices = [
        Choice(
            item.id,
            item.action,
            f"{item.owner}, due {short_date(item.due)}",
            group=capitalized(ITEM_STATUS_LABELS[status_of(item, today)]),
        )
        for item in items
    ]
    return pick(title, (), "Which action item?", choices)
