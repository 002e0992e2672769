"""Taking an action on: what is advised, what stands in the form, and the item that comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from dsds_audit.actions import Recommendation
from dsds_audit.assessment import Assessment
from dsds_audit.dialogues.forms import STAND_IN, Form, Values
from dsds_audit.dialogues.site_plans import SitePlan, refuse_unknown_driver
from dsds_audit.plan import ActionItem, Plan
from dsds_audit.planning.answers import changed_item, told_of
from dsds_audit.planning.changes import adopt
from dsds_audit.planning.drafts import draft_item, own_item, usual_owner
from dsds_audit.planning.named import not_taken
from dsds_audit.planning.status import items_now
from dsds_audit.rubric import Rubric
from dsds_audit.speech import mark, say

FEW = mark("One to three at a time are what most teams get done.")


@dataclass(frozen=True)
class Advice:
    """What a site is advised to do by an assessment, and how many items of its plan may be for now.

    Wherever a recommendation is ``meant``, None stands for an action in someone's own words.
    """

    plan: SitePlan
    rubric: Rubric
    assessment: Assessment
    recommendations: tuple[Recommendation, ...]
    limit: int

    def not_taken(self) -> tuple[tuple[int, Recommendation], ...]:
        """What is recommended and not in the plan yet, with its ranks."""
        aims = self.plan.aims(self.rubric)
        return not_taken(self.plan.now(), self.recommendations, self.assessment.program, aims)

    def made(self, meant: Recommendation | None, told: Values) -> ActionItem:
        """The item that comes of it, with what is told of it; raises PlanError."""
        refuse_unknown_driver(self.rubric, told.get("driver"))
        if meant is None:
            program = self.assessment.program
            item = own_item(told["action"], self.plan.today, owner=told["owner"], program=program)
        else:
            fields = {"owner": told["owner"], "action": told.get("action")}
            item = draft_item(self.rubric, self.assessment, meant, self.plan.today, **fields)
        return changed_item(item, told)

    def adopted(self, kept: Plan, items: Sequence[ActionItem]) -> Plan:
        """A plan with these items taken on; raises PlanError."""
        return adopt(kept, *items, now_limit=self.limit, aims=self.plan.aims(self.rubric))

    def suggested(self, meant: Recommendation | None) -> dict[str, str]:
        """What stands in the form before anyone has said anything."""
        if meant is not None:
            return {**told_of(self.made(meant, {"owner": STAND_IN})), "owner": ""}
        blank = told_of(own_item(STAND_IN, self.plan.today, owner=STAND_IN))
        return {**blank, "action": "", "owner": ""}

    def form(self, meant: Recommendation | None, told: Values, current: Plan) -> Form:
        """Everything to be said about it; where as many as may be are for now already, it comes next."""
        from dsds_audit.dialogues.item_forms import adopt_form

        full = len(items_now(current)) >= self.limit
        before = self.suggested(meant)
        turn = {"turn": "next"} if full and before["turn"] == "now" else {}
        usual = usual_owner(meant) if meant else None
        return adopt_form({**before, **turn, **told}, self.rubric.drivers, self._about(meant, full), usual)

    def _about(self, meant: Recommendation | None, full: bool) -> list[str]:
        lines = []
        if meant:
            title = self.rubric.text_of(meant.criterion)
            lines.append(say("For {id}: {criterion}.", id=meant.criterion, criterion=title))
        if full:
            told = say(
                "As many as {limit} items are for now already, so this one comes next.", limit=self.limit
            )
            lines.append(told)
        return lines
