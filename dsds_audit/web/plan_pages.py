"""A site's plan: what presses first, who has how much, and what came of the rest."""

from starlette.responses import Response

from dsds_audit.display import ITEM_STATUS_HEADINGS
from dsds_audit.names import folded
from dsds_audit.report.plan_facts import ENDED, gather_plan_facts
from dsds_audit.report.plan_wording import PlanWording, item_lines
from dsds_audit.store.names import slug_of
from dsds_audit.web.addressed import plan_at
from dsds_audit.web.doors import for_facilitators
from dsds_audit.web.downloads import attached
from dsds_audit.web.visits import Visit, address, page

_MOST_TOLD = 100  # items of which more than the action is told


def show_plan(visit: Visit) -> Response:
    """The plan on the day that stands for today, of one owner where the address names one."""
    plan = plan_at(visit)
    kept = plan.now()
    owners = {folded(item.owner): item.owner for item in kept.items}
    owner = owners.get(folded(visit.asked("owner")))
    facts = gather_plan_facts(kept, plan.today, owner, last=plan.last_assessed())
    return page(
        visit,
        "plan.html.j2",
        site=plan.site,
        facts=facts,
        words=PlanWording(facts),
        lines=item_lines,
        labels=ITEM_STATUS_HEADINGS,
        ended=ENDED,
        brief=len(facts.items) > _MOST_TOLD,
        feed=address("/feed", topic=plan_topic(plan.site)),
    )


def write_calendar(visit: Visit) -> Response:
    """The dates of what is open, and of the next assessment, as a calendar file."""
    from dsds_audit.report.calendar import render_calendar

    plan = plan_at(visit)
    return attached(render_calendar(plan.now(), plan.today), f"{slug_of(plan.site)}-plan.ics")


def plan_topic(site: str) -> str:
    """The topic of the feed under which every change of a site's plan is told."""
    return address("/plan", site=folded(site))


ROUTES = (
    for_facilitators("/plan", show_plan),
    for_facilitators("/plan.ics", write_calendar),
)
