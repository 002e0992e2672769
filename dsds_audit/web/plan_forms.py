"""The forms of a plan: taking an action on, changing it, ending it, and setting the next assessment."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.responses import Response

from dsds_audit.actions import recommend
from dsds_audit.dialogues.adopting import FEW, Advice
from dsds_audit.dialogues.changing import Change, closing, date_of, dropping, reopening, scheduling, updating
from dsds_audit.dialogues.forms import Blank, Form, Values, is_missing, one_line
from dsds_audit.dialogues.item_forms import TURNS
from dsds_audit.dialogues.site_plans import SitePlan, limit_for
from dsds_audit.errors import AuditError, ConflictError, StoreError
from dsds_audit.plan import ActionItem, Plan
from dsds_audit.planning.answers import changed_item, told_of
from dsds_audit.planning.changes import find_item
from dsds_audit.planning.named import find_named
from dsds_audit.report.text import sentences_of
from dsds_audit.speech import say
from dsds_audit.web.addressed import found_at, newest_at, plan_at
from dsds_audit.web.doors import Endpoint, for_facilitators
from dsds_audit.web.plan_pages import plan_topic
from dsds_audit.web.visits import Visit, address, page, see

OWN = "own"
"""What an address calls an action in someone's own words."""
_SEEN = "seen-"


@dataclass(frozen=True)
class Asked:
    """A form to fill in, the change it makes, and what the person had seen when they began."""

    plan: SitePlan
    form: Form
    make: Callable[[Plan, Values], Plan]
    seen: Values = field(default_factory=dict)


Asking = Callable[[Visit], Asked]


def choose_action(visit: Visit) -> Response:
    """What is advised and not in the plan yet, to choose from; the form of what was chosen."""
    if visit.asked("action"):
        return _shown(visit, _adopting(visit))
    advice = _advice(visit)
    ranked = advice.not_taken() if advice.assessment.finished else ()
    groups = [(label, [pair for pair in ranked if pair[1].when == when]) for when, label in TURNS.items()]
    context = {"assessment": advice.assessment, "rubric": advice.rubric, "own_action": OWN, "few": say(FEW)}
    return page(visit, "adopt.html.j2", site=advice.plan.site, groups=groups, **context)


def take_on(visit: Visit) -> Response:
    """Take what was chosen into the plan."""
    return _carried_out(visit, _adopting(visit))


def _advice(visit: Visit) -> Advice:
    """What the site is advised by its latest finished assessment; an unfinished one bears own actions."""
    found, plan = found_at(visit), plan_at(visit)
    newest = newest_at(visit, found) or next(iter(found.sound), None)
    if newest is None:
        raise StoreError(found.problems)
    rubric = plan.desk.catalogue.load(newest.assessment.rubric)
    advised = recommend(rubric, newest.assessment) if newest.assessment.finished else ()
    return Advice(plan, rubric, newest.assessment, advised, limit_for(rubric))


def _adopting(visit: Visit) -> Asked:
    advice, action = _advice(visit), visit.asked("action")
    named = () if action == OWN else find_named(advice.rubric, advice.recommendations, [action])
    meant = named[0] if named else None

    def make(kept: Plan, told: Values) -> Plan:
        return advice.adopted(kept, [advice.made(meant, told)])

    return Asked(advice.plan, advice.form(meant, {}, advice.plan.now()), make)


def _about_item(begin: Callable[[SitePlan, ActionItem], Change]) -> Asking:
    """What asks about the item that an address names, as it stands there now."""

    def asking(visit: Visit) -> Asked:
        plan = plan_at(visit)
        change = begin(plan, find_item(plan.now(), visit.asked("item")))
        return Asked(plan, change.form({}), change.make)

    return asking


def _updating(visit: Visit) -> Asked:
    """The item as it was when the page was made, so that no one's change is written over unseen."""
    plan = plan_at(visit)
    item = find_item(plan.now(), visit.asked("item"))
    seen = changed_item(item, {**told_of(item), **_seen(visit)}) if item.open else item
    change = updating(plan, seen)
    return Asked(plan, change.form({}), change.make, told_of(seen))


def _scheduling(visit: Visit) -> Asked:
    plan = plan_at(visit)
    kept = plan.now()
    now = str(kept.next_assessment or "")
    seen = {"date": now, **_seen(visit)}
    date = _date_or_none(seen["date"])
    change = scheduling(plan, kept.model_copy(update={"next_assessment": date}))
    return Asked(plan, change.form({"date": now} if now else {}), change.make, seen)


def _date_or_none(text: str) -> dt.date | None:
    return date_of(text) if text else None


def _shown(visit: Visit, asked: Asked, complaint: str = "", status: int = 200) -> Response:
    return page(
        visit,
        "plan_form.html.j2",
        status,
        site=asked.plan.site,
        form=asked.form,
        seen={f"{_SEEN}{name}": text for name, text in asked.seen.items()},
        complaint=complaint,
    )


def _carried_out(visit: Visit, asked: Asked) -> Response:
    """Make the change with what was filled in; where that is refused, the form stays as it was filled."""
    values = {blank.name: _typed(visit, blank) for blank in asked.form.blanks}
    missing = asked.form.missing(values)
    filled = Asked(asked.plan, asked.form.holding(values), asked.make, asked.seen)
    if missing:
        return _shown(visit, filled, is_missing(missing), 422)
    try:
        asked.plan.desk.store.change_plan(asked.plan.site, lambda kept: asked.make(kept, values))
    except ConflictError as error:
        return _shown(visit, _beside_theirs(visit, asked, values), " ".join(sentences_of(error)), 409)
    except AuditError as error:
        return _shown(visit, filled, " ".join(sentences_of(error)), 422)
    visit.hall.feed.tell(plan_topic(asked.plan.site))
    return see(address("/plan", site=asked.plan.site))


def _beside_theirs(visit: Visit, asked: Asked, values: Values) -> Asked:
    """The form over what someone else has saved meanwhile, with what this person has changed kept."""
    item_id = visit.asked("item")
    now = asked.plan.now()
    theirs = told_of(find_item(now, item_id)) if item_id else {"date": str(now.next_assessment or "")}
    mine = {name: text for name, text in values.items() if text != asked.seen.get(name, "")}
    return Asked(asked.plan, asked.form.holding({**theirs, **mine}), asked.make, theirs)


def _typed(visit: Visit, blank: Blank) -> str:
    """What was typed; a text of several lines that a field of one line shows stays as it was."""
    typed = _text(visit, blank.name)
    return blank.value if not blank.long and typed == one_line(blank.value) else typed


def _seen(visit: Visit) -> dict[str, str]:
    return {name.removeprefix(_SEEN): _text(visit, name) for name in visit.form if name.startswith(_SEEN)}


def _text(visit: Visit, name: str) -> str:
    """A text as it was typed: forms send every end of a line as two characters."""
    return visit.sent(name).replace("\r\n", "\n")


def _pair(asking: Asking) -> tuple[Endpoint, Endpoint]:
    return lambda visit: _shown(visit, asking(visit)), lambda visit: _carried_out(visit, asking(visit))


ROUTES = (
    for_facilitators("/plan/adopt", choose_action, take_on),
    for_facilitators("/plan/update", *_pair(_updating)),
    for_facilitators("/plan/close", *_pair(_about_item(closing))),
    for_facilitators("/plan/drop", *_pair(_about_item(dropping))),
    for_facilitators("/plan/reopen", *_pair(_about_item(reopening))),
    for_facilitators("/plan/schedule", *_pair(_scheduling)),
)
