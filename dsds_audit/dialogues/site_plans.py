"""A site's plan on a day, with what has to be looked up to change it."""

import datetime as dt
from dataclasses import dataclass

from dsds_audit.desk import Desk
from dsds_audit.errors import AuditError, PlanError, Problem, did_you_mean
from dsds_audit.plan import ActionItem, Plan
from dsds_audit.plan_effects import Aims, aims_under, items_of, stated_aims
from dsds_audit.report.taken_on import TakenOn
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say
from dsds_audit.store import Stored
from dsds_audit.store.choice import DamagedError, fits

USUAL_LIMIT = 3  # items for now, where no rubric says how many


@dataclass(frozen=True, slots=True)
class SitePlan:
    """A site's plan on a day, and where it is kept; ``as_of`` is that day where somebody named it."""

    desk: Desk
    site: str
    as_of: dt.date | None
    today: dt.date

    def assessed(self) -> list[Stored]:
        """The assessments of the site, newest first, one or more; raises StoreError where there are none."""
        found = self.desk.store.find(self.site)
        return found or [self.desk.store.latest(self.site)]  # which says what is known instead

    def last_assessed(self) -> dt.date | None:
        """The day of the site's latest finished assessment; None where there is none, or none can be read."""
        try:
            found = self.desk.store.find(self.site)
        except DamagedError as error:
            found = list(error.found.sound)
        held = (one.assessment for one in found if fits(one, None, None, self.as_of))
        return max((one.date for one in held if one.finished), default=None)

    def now(self) -> Plan:
        """The plan as it is now, an empty one where there is none yet."""
        stored = self.desk.store.plan(self.site)
        return stored.plan if stored else Plan(site=self.site)

    def taken_on(self, rubric: Rubric, program: str | None) -> TakenOn | None:
        """What the plan holds for a program already; None where there is no plan. Raises AuditError."""
        stored = self.desk.store.plan(self.site)
        return TakenOn(items_of(stored.plan, program), self.today, self.aims(rubric)) if stored else None

    def rubric_of(self, item: ActionItem) -> Rubric | None:
        """The rubric version an item was adopted from; None where it cannot be had any more."""
        try:
            return self.desk.catalogue.load(item.rubric) if item.rubric else None
        except AuditError:
            return None

    def aims(self, rubric: Rubric | None) -> Aims:
        """What finds the criteria of a rubric version that items of any version are meant to move."""
        return aims_under(rubric, self.desk.catalogue.legs) if rubric else stated_aims


def limit_for(rubric: Rubric | None, wanted: int | None = None) -> int:
    """How many items may be for now: as many as is wished, else as the rubric says, else three."""
    return wanted or (rubric.now if rubric else USUAL_LIMIT)


def refuse_unknown_driver(rubric: Rubric | None, driver: str | None) -> None:
    """Raise PlanError (AUD089) where a rubric has no implementation driver of that id."""
    known = [known.id for known in rubric.drivers] if rubric else []
    if driver and known and driver not in known:
        hint = did_you_mean(driver, known) or f" {say('There: {names}.', names=', '.join(known))}"
        message = say(
            "{rubric} has no driver {driver}.{hint} Please name one of these.",
            rubric=rubric.ref if rubric else "",
            driver=driver,
            hint=hint,
        )
        raise PlanError(Problem("AUD089", message))
