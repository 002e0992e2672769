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
from dsds_audit.speech import Labels, mark, say, say_in

TURNS = Labels({"now": "Now", "next": "Next", "later": "Later"})
"""What the turns of an item are called."""
_DATED = mark("What is its date? Year-month-day, or today. Leave it empty if it has none.")


def adopt_form(
    told: Values, drivers: Sequence[Driver], about: Sequence[str], usual_owner: str | None = None
) -> Form:
    """Everything about an action that is to be taken on; ``usual_owner`` is the role that often has it."""
    blanks = _item_blanks(told, drivers, usual_owner)
    return Form(say("An action for the plan"), tuple(about), blanks, say("Take it into the plan"))


def update_form(item: ActionItem, drivers: Sequence[Driver]) -> Form:
    """What may change about an item; of one that has ended only its diary."""
    diary = Blank("diary", say("Diary"), say("What is there to remember?"), needed=not item.open, long=True)
    blanks = (*_item_blanks(told_of(item), drivers), diary) if item.open else (diary,)
    about = (item.action,) if item.open else (item.action, *item_lines(item))
    return Form(say("The action item {item}", item=item.id), about, blanks, say("Save the changes"))


def close_form(item: ActionItem, told: Values, today: dt.date) -> Form:
    """What came of an item that was carried out."""

    def text(name: str, label: str, prompt: str, needed: bool = False) -> Blank:
        return Blank(name, label, prompt, told.get(name, ""), needed=needed, long=True)

    planned = (
        Choice("yes", say("Yes, as planned")),
        Choice("no", say("No, in another way")),
        Choice("", say("Hard to say")),
    )
    blanks = (
        text("evidence", say("Evidence"), say("What shows that it was done?"), needed=True),
        text("where", say("Where"), say("Where can it be seen? Leave it empty if that is plain.")),
        Blank("evidence_date", say("Its date"), say(_DATED), told.get("evidence_date", ""), date=True),
        text("result", say("Result"), _result_asked(item), needed=True),
        text("learnt", say("Learnt"), say("What have you learnt from it?"), needed=True),
        Blank(
            "as_planned",
            say("As planned"),
            say("Was it done as planned?"),
            told.get("as_planned", ""),
            choices=planned,
        ),
        text(
            "next",
            say_in("what follows from an action", "Next"),
            say("What follows from it? Leave it empty if nothing does."),
        ),
        Blank(
            "date",
            say("Closed on"),
            say("When was it done?"),
            told.get("date") or str(today),
            needed=True,
            date=True,
        ),
    )
    title = say("What came of {item}?", item=item.id)
    return Form(title, (item.action, *item_lines(item)), blanks, say("Close the item"))


def reason_form(item: ActionItem, title: str, prompt: str, told: Values, taking: str) -> Form:
    """Why an item is dropped or opened again."""
    blank = Blank("reason", say("Why"), prompt, told.get("reason", ""), needed=True, long=True)
    return Form(title, (item.action, *item_lines(item)), (blank,), taking)


def schedule_form(site: str, suggested: dt.date) -> Form:
    """When a site is to be assessed again."""
    asked = say("On which day?")
    blank = Blank("date", say("Next assessment"), asked, str(suggested), needed=True, date=True)
    about = (say("Half a year after the last one is usual: long enough for something to change."),)
    title = say("When will {site} be assessed again?", site=site)
    return Form(title, about, (blank,), say("Save the date"))


def _item_blanks(
    told: Values, drivers: Sequence[Driver], usual_owner: str | None = None
) -> tuple[Blank, ...]:
    who = say("Who has it? One person, by name.")
    if usual_owner:
        who = f"{who} {say('Usually: {role} (a role; a name is better).', role=usual_owner)}"
    named = [Choice(driver.id, driver.label, group=capitalized(driver.group)) for driver in drivers]
    none = Choice("", say("None of these, or not known"), group=say("Something else") if named else "")
    choices = (*named, none)
    driver = Blank(
        "driver", say("Driver"), say("In which driver does that lie?"), told["driver"], choices=choices
    )
    turns = tuple(Choice(turn, label) for turn, label in TURNS.items())
    return (
        Blank("action", say("Action"), say("What will be done?"), told["action"], needed=True, long=True),
        Blank("owner", say("Owner"), who, told["owner"], needed=True),
        Blank("due", say("Due"), say("By when? Year-month-day."), told["due"], needed=True, date=True),
        Blank(
            "aim",
            say("Aim"),
            say("What is to be better then? Leave it empty if that is plain."),
            told["aim"],
            long=True,
        ),
        Blank("measure", say("Measure"), say("How will you see that it helped?"), told["measure"], long=True),
        Blank("first_step", say("First step"), say("What is the first step?"), told["first_step"], long=True),
        Blank("barrier", say("Barrier"), say("What stands in the way?"), told["barrier"], long=True),
        *((driver,) if named else ()),
        Blank("turn", say("Turn"), say("When is its turn?"), told["turn"], needed=True, choices=turns),
    )


def _result_asked(item: ActionItem) -> str:
    if not item.measure:
        return say("What was the result?")
    return say("What was the result? The measure was: {measure}", measure=item.measure)
