"""Carrying an assessment to a later version of its rubric: what would become of it, and doing it."""

from starlette.responses import Response

from dsds_audit.assessment import Assessment
from dsds_audit.assessment_files import render_assessment
from dsds_audit.crosswalk import carry
from dsds_audit.errors import AssessmentError, Problem
from dsds_audit.interview import Interview
from dsds_audit.report.migration_wording import MigrationWording
from dsds_audit.speech import say
from dsds_audit.store.names import slug_of
from dsds_audit.web.addressed import assessment_at
from dsds_audit.web.doors import for_facilitators
from dsds_audit.web.downloads import attached
from dsds_audit.web.visits import Visit, address, page, see, topic_of


def show_migration(visit: Visit) -> Response:
    """What would become of each rating; or with ``as`` the record as it is now, to keep."""
    assessment, catalogue = assessment_at(visit).assessment, visit.hall.desk.catalogue
    if visit.asked("as") == "yaml":
        name = f"{slug_of(assessment.site)}-{assessment.date}.yaml"
        return attached(render_assessment(assessment, catalogue.load(assessment.rubric), None), name)
    words, old = _carried(visit, assessment), catalogue.load(assessment.rubric)
    return page(visit, "migrate.html.j2", assessment=assessment, words=words, old=old)


def migrate(visit: Visit) -> Response:
    """Put the record that the later version makes of it in its place."""
    carried = _migrate_finished if assessment_at(visit).assessment.finished else _migrate_interview
    after = carried(visit)
    return see(address("/assessment" if after.finished else "/interview", after))


def _migrate_finished(visit: Visit) -> Assessment:
    store = visit.hall.desk.store
    with store.lock(assessment_at(visit).assessment):
        stored = assessment_at(visit)
        words = _carried(visit, stored.assessment)
        after = store.save(words.carried.assessment, words.rubric, stored).assessment
    visit.hall.feed.tell(topic_of(after))
    return after


def _migrate_interview(visit: Visit) -> Assessment:
    """An interview is carried by who writes on it, and goes on with the later version."""

    def migrated(interview: Interview) -> Interview:
        words = _carried(visit, interview.assessment)
        return Interview(words.rubric, words.carried.assessment)

    return visit.hall.sittings.open(visit).change(visit.facilitator, migrated).assessment


def _carried(visit: Visit, before: Assessment) -> MigrationWording:
    """What becomes of a record; raises AssessmentError (AUD035) where nothing is later."""
    catalogue = visit.hall.desk.catalogue
    rubric = catalogue.load(before.rubric.partition("@")[0])
    if rubric.ref == before.rubric:
        message = say(
            "This assessment is against {rubric} already, the newest version there is here. Please leave it "
            "as it is.",
            rubric=rubric.ref,
        )
        raise AssessmentError(Problem("AUD035", message))
    return MigrationWording(before, carry(before, catalogue.legs(before.rubric, rubric.ref)), rubric)


ROUTES = (for_facilitators("/migrate", show_migration, migrate),)
