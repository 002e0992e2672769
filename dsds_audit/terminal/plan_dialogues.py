"""What is picked in a plan: which recommendation to take on, which action item is meant."""

import datetime as dt
from collections.abc import Sequence

from dsds_audit.actions import Recommendation
from dsds_audit.dialogues.adopting import FEW
from dsds_audit.dialogues.item_forms import TURNS
from dsds_audit.display import ITEM_STATUS_HEADINGS
from dsds_audit.interview.questions import Choice
from dsds_audit.plan import ActionItem
from dsds_audit.planning.status import status_of
from dsds_audit.report.text import short_date
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say
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
    enough = [Choice(ENOUGH, say("That is enough for now"))] if kept else []
    told = [say("Taken on: {items}.", items=", ".join(item.id for item in kept))] if kept else []
    about = [*told, say(FEW)]
    choices = [*enough, *advised, Choice(OWN, say("An action of your own"), group=say("Something else"))]
    return pick(say("What will you take on?"), about, say("Which action?"), choices)


def pick_item(title: str, items: Sequence[ActionItem], today: dt.date) -> str | None:
    """The id of one of these items; None where the person leaves."""
    choices = [
        Choice(
            item.id,
            item.action,
            say("{owner}, due {date}", owner=item.owner, date=short_date(item.due)),
            group=ITEM_STATUS_HEADINGS[status_of(item, today)],
        )
        for item in items
    ]
    return pick(title, (), say("Which action item?"), choices)
