"""What came out of an assessment: its page, and how each number came about."""

from starlette.responses import Response

from dsds_audit.errors import AuditError, Problem
from dsds_audit.explanation import explain
from dsds_audit.report.advice_wording import AdviceWording
from dsds_audit.report.facts import Facts, gather_facts
from dsds_audit.report.method import explain_method
from dsds_audit.report.pages import mark_of_language
from dsds_audit.report.record_wording import RecordWording
from dsds_audit.report.taken_on import TakenOn
from dsds_audit.report.wording import Wording
from dsds_audit.series import series_of
from dsds_audit.store import Stored
from dsds_audit.translation import language_notes
from dsds_audit.web.addressed import facts_at, found_at, plan_at
from dsds_audit.web.charts import chart_of
from dsds_audit.web.doors import for_facilitators
from dsds_audit.web.sitting import stored_among
from dsds_audit.web.sittings import wanted_by
from dsds_audit.web.visits import Visit, address, page, topic_of


def show_assessment(visit: Visit) -> Response:
    """Everything that came out of an assessment."""
    from dsds_audit.report.html import READY

    found = found_at(visit)
    stored = stored_among(list(found.sound), wanted_by(visit))
    assessment, catalogue = stored.assessment, visit.hall.desk.catalogue
    facts = gather_facts(catalogue.load(assessment.rubric), assessment, as_of=visit.hall.today())
    taken, problems = _taken_on(visit, facts)
    series = series_of(found, stored)
    return page(
        visit,
        "assessment.html.j2",
        facts=facts,
        words=Wording(facts),
        advised=AdviceWording(facts),
        record=RecordWording(facts),
        method=explain_method(facts),
        rubric=facts.rubric,
        assessment=assessment,
        card=facts.card,
        charts={kind: chart_of(kind, facts.rubric, assessment) for kind in ("radar", "dots", "bars")},
        ready=READY,
        notes=language_notes(facts.rubric),
        spoken=mark_of_language(facts.rubric),
        taken=taken,
        problems=problems,
        latest=_is_latest(stored, series),
        later=_later_version(visit, facts),
        others=[entry.assessment for entry in series if entry is not stored],
        feed=address("/feed", topic=topic_of(assessment)),
    )


def show_explanation(visit: Visit) -> Response:
    """How the total came about, or the score of one practice or criterion."""
    facts = facts_at(visit)
    explained = explain(facts.rubric, facts.assessment, visit.asked("id") or None)
    context = {"explained": explained, "words": Wording(facts), "assessment": facts.assessment}
    return page(visit, "explain.html.j2", **context)


def _taken_on(visit: Visit, facts: Facts) -> tuple[TakenOn | None, list[Problem]]:
    """What the site's plan holds already, or why that cannot be told."""
    try:
        return plan_at(visit).taken_on(facts.rubric, facts.assessment.program), []
    except AuditError as error:
        return None, list(error.problems)


def _is_latest(stored: Stored, series: list[Stored]) -> bool:
    """Whether it is the one whose advice is taken on: the newest finished of its series."""
    return stored is next((entry for entry in series if entry.assessment.finished), None)


def _later_version(visit: Visit, facts: Facts) -> str | None:
    """A later version of the rubric that the assessment can be carried to; None where there is none."""
    try:
        newest = visit.hall.desk.catalogue.load(facts.rubric.id)
    except AuditError:
        return None
    return newest.ref if facts.rubric.is_before(newest) else None


ROUTES = (
    for_facilitators("/assessment", show_assessment),
    for_facilitators("/explain", show_explanation),
)
