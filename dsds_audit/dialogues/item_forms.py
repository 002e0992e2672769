"""The forms about an action item: taking it on, changing it, and what came of it."""

import datetime as dt
from collections.abc import Sequence

from dsds_audit.dialogues.forms import Blank, Form, Values
from dsds_audit.interview.questions import Choice
from dsds_audit.plan import ActionItem
from dsds_audit.planning.answers import told_of
from dsds_audit.report.plan_wording import item_lines
from dsds_audit.report.text import capitalized
from dsds_audit.rubric import Driver

TURNS = {"now": "Now", "next": "Next", "later": "Later"}
"""What the turns of an item are called."""
_DATED = "What is its date? Year-month-day, or today. Leave it empty if it has none."
_CHOICES = tuple(Choice(turn, label) for turn, label in TURNS.items())


def adopt_form(
    told: Values, drivers: Sequence[Driver], about: Sequence[str], usual_owner: str | None = None
) -> Form:
    """Everything about an action that is to be taken on; ``usual_owner`` is the role that often has it."""
    blanks = _item_blanks(told, drivers, usual_owner)
    return Form("An action for the plan", tuple(about), blanks, "Take it into the plan")


def update_form(item: ActionItem, drivers: Sequence[Driver]) -> Form:
    """What may change about an item; of one that has ended only its diary."""
    diary = Blank("diary", "Diary", "What is there to remember?", needed=not item.open, long=True)
    blanks = (*_item_blanks(told_of(item), drivers), diary) if item.open else (diary,)
    about = (item.action,) if item.open else (item.action, *item_lines(item))
    return Form(f"The action item {item.id}", about, blanks, "Save the changes")


def close_form(item: ActionItem, told: Values, today: dt.date) -> Form:
    """What came of an item that was carried out."""

    def text(name: str, label: str, prompt: str, needed: bool = False) -> Blank:
        return Blank(name, label, prompt, told.get(name, ""), needed=needed, long=True)

    planned = (
        Choice("yes", "Yes, as planned"),
        Choice("no", "No, in another way"),
        Choice("", "Hard to say"),
    )
    blanks = (
        text("evidence", "Evidence", "What shows that it was done?", needed=True),
        text("where", "Where", "Where can it be seen? Leave it empty if that is plain."),
        Blank("evidence_date", "Its date", _DATED, told.get("evidence_date", ""), date=True),
        text("result", "Result", _result_asked(item), needed=True),
        text("learnt", "Learnt", "What have you learnt from it?", needed=True),
        Blank(
            "as_planned", "As planned", "Was it done as planned?", told.get("as_planned", ""), choices=planned
        ),
        text("next", "Next", "What follows from it? Leave it empty if nothing does."),
        Blank(
            "date", "Closed on", "When was it done?", told.get("date") or str(today), needed=True, date=True
        ),
    )
    return Form(f"What came of {item.id}?", (item.action, *item_lines(item)), blanks, "Close the item")


def reason_form(item: ActionItem, title: str, prompt: str, told: Values, taking: str) -> Form:
    """Why an item is dropped or opened again."""
    blank = Blank("reason", "Why", prompt, told.get("reason", ""), needed=True, long=True)
    return Form(title, (item.action, *item_lines(item)), (blank,), taking)


def schedule_form(site: str, suggested: dt.date) -> Form:
    """When a site is to be assessed again."""
    blank = Blank("date", "Next assessment", "On which day?", str(suggested), needed=True, date=True)
    about = ("Half a year after the last one is usual: long enough for something to change.",)
    return Form(f"When will {site} be assessed again?", about, (blank,), "Save the date")


def _item_blanks(
    told: Values, drivers: Sequence[Driver], usual_owner: str | None = None
) -> tuple[Blank, ...]:
    usual = f" Usually: {usual_owner} (a role; a name is better)." if usual_owner else ""
    named = [Choice(driver.id, driver.label, group=capitalized(driver.group)) for driver in drivers]
    none = Choice("", "None of these, or not known", group="Something else" if named else "")
    driver = Blank(
        "driver", "Driver", "In which driver does that lie?", told["driver"], choices=(*named, none)
    )
    return (
        Blank("action", "Action", "What will be done?", told["action"], needed=True, long=True),
        Blank("owner", "Owner", f"Who has it? One person, by name.{usual}", told["owner"], needed=True),
        Blank("due", "Due", "By when? Year-month-day.", told["due"], needed=True, date=True),
        Blank(
            "aim",
            "Aim",
            "What is to be better then? Leave it empty if that is plain.",
            told["aim"],
            long=True,
        ),
        Blank("measure", "Measure", "How will you see that it helped?", told["measure"], long=True),
        Blank("first_step", "First step", "What is the first step?", told["first_step"], long=True),
        Blank("barrier", "Barrier", "What stands in the way?", told["barrier"], long=True),
        *((driver,) if named else ()),
        Blank("turn", "Turn", "When is its turn?", told["turn"], needed=True, choices=_CHOICES),
    )


def _result_asked(item: ActionItem) -> str:
    return f"What was the result? The measure was: {item.measure}" if item.measure else "What was the result?"
