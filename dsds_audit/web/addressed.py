"""What an address names: a site with its assessments, one of these, the site's plan."""

from dsds_audit.dialogues.site_plans import SitePlan
from dsds_audit.errors import Problem, StoreError
from dsds_audit.report.facts import Facts, gather_facts
from dsds_audit.series import find_of_site
from dsds_audit.speech import say
from dsds_audit.store import Stored
from dsds_audit.store.choice import Found
from dsds_audit.web.sitting import stored_among
from dsds_audit.web.sittings import wanted_by
from dsds_audit.web.visits import Visit


def found_at(visit: Visit) -> Found:
    """What there is of the site that an address names; raises StoreError (AUD053) where there is nothing."""
    site = visit.asked("site")
    found = find_of_site(visit.hall.desk.store, site) if site else Found()
    if found == Found():
        message = (
            say("There is no assessment of {site} here. Please choose a site at the start.", site=site)
            if site
            else say("This address names no site. Please choose a site at the start.")
        )
        raise StoreError(Problem("AUD053", message))
    return found


def assessment_at(visit: Visit) -> Stored:
    """The assessment that an address names, whatever else of its site is damaged; raises StoreError."""
    return stored_among(list(found_at(visit).sound), wanted_by(visit))


def facts_at(visit: Visit) -> Facts:
    """The facts of the assessment that an address names; raises AuditError."""
    assessment = assessment_at(visit).assessment
    return gather_facts(visit.hall.desk.catalogue.load(assessment.rubric), assessment)


def newest_at(visit: Visit, found: Found) -> Stored | None:
    """The assessment whose series is meant: the one named, else the newest finished; None without any."""
    if visit.asked("date"):
        return stored_among(list(found.sound), wanted_by(visit))
    return next((entry for entry in found.sound if entry.assessment.finished), None)


def plan_at(visit: Visit) -> SitePlan:
    """The plan of the site that an address names; raises StoreError."""
    found = found_at(visit)
    site = found.sound[0].assessment.site if found.sound else visit.asked("site")
    return SitePlan(visit.hall.desk, site, None, visit.hall.today())
