"""How an interview is begun, taken up again, or made from the last answers."""

import datetime as dt
from dataclasses import dataclass, replace

from pydantic import TypeAdapter, ValidationError
from starlette.responses import Response

from dsds_audit.catalogue import Catalogue
from dsds_audit.desk import DEFAULT_RUBRIC
from dsds_audit.errors import AnswerError, AuditError, Problem, RubricError
from dsds_audit.interview import Interview
from dsds_audit.interview.fault_wording import describe_faults, fault
from dsds_audit.interview.intake_questions import doubt_about_date
from dsds_audit.names import folded
from dsds_audit.opening import Unknown, Wishes, begin_anew, begin_from, correct, unknown_site
from dsds_audit.report.text import sentences_of
from dsds_audit.speech import mark, say, say_many, sort_key
from dsds_audit.store import Stored
from dsds_audit.store.names import same_identity
from dsds_audit.values import Date
from dsds_audit.web.addressed import assessment_at
from dsds_audit.web.doors import for_facilitators
from dsds_audit.web.interview_pages import PATH as INTERVIEW
from dsds_audit.web.visits import Visit, address, page, see

_NO_SITE = mark("A site is missing. Please type its name.")
_DATE = TypeAdapter[dt.date](Date)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form asks for, as it was typed; ``problems`` by field."""

    site: str
    program: str
    rubric: str
    quick: bool
    date: str
    problems: dict[str, str]
    unknown: Unknown | None = None


def begin_form(visit: Visit) -> Response:
    """What is needed to begin: the site, and what the address says of it already."""
    rubric = visit.asked("rubric") or DEFAULT_RUBRIC
    date = visit.hall.today().isoformat()
    return _begin_page(visit, Asked(visit.asked("site"), visit.asked("program"), rubric, False, date, {}))


def begin(visit: Visit) -> Response:
    """Begin an interview, once it is clear which site is meant."""
    sent = visit.sent
    site = sent("site").strip()
    named, unknown = site, unknown_site(visit.hall.desk, site) if site else None
    if unknown and site == sent("unknown") and "meant" in visit.form:
        named, unknown = unknown.chosen(sent("meant")), None
    date, wrong = _date_of(visit)
    problems = {"date": wrong} if wrong else {}
    if not named:
        problems["site"] = say(_NO_SITE)
    asked = Asked(
        named, sent("program"), sent("rubric"), bool(sent("quick")), sent("date"), problems, unknown
    )
    if problems or unknown:
        return _begin_page(visit, asked, 422 if problems else 200)
    wishes = Wishes(named, asked.program.strip() or None, asked.rubric or None, asked.quick)
    try:
        interview = begin_anew(visit.hall.desk, wishes, _last(visit, wishes), date)
        return _begun(visit, interview)
    except AuditError as error:
        return _begin_page(visit, replace(asked, problems={"": " ".join(sentences_of(error))}), 422)


def open_form(visit: Visit) -> Response:
    """What can be done with an assessment: go on with it, correct it, or begin the next from its answers."""
    return _open_page(visit, assessment_at(visit))


def open_again(visit: Visit) -> Response:
    """Take up again what the address names, or begin the next from its answers."""
    stored = assessment_at(visit)
    if not stored.assessment.finished:
        return see(address(INTERVIEW, stored.assessment))
    try:
        if visit.sent("how") == "correct":
            sitting = visit.hall.sittings.begin(visit, correct(visit.hall.desk, stored), stored)
            return see(address(INTERVIEW, sitting.interview.assessment))
        date, wrong = _date_of(visit)
        if wrong:
            raise fault(wrong)
        wishes = Wishes(stored.assessment.site, quick=bool(visit.sent("quick")))
        return _begun(visit, begin_from(visit.hall.desk, wishes, stored, date))
    except AnswerError as error:
        return _open_page(visit, stored, " ".join(sentences_of(error)))


def _begun(visit: Visit, interview: Interview) -> Response:
    """To a new interview; to what there is already of that site, program and date instead of a second one."""
    there = _same(visit, interview)
    if there:
        way = INTERVIEW if not there.assessment.finished else "/open"
        return see(address(way, there.assessment))
    sitting = visit.hall.sittings.begin(visit, interview, None)
    return see(address(INTERVIEW, sitting.interview.assessment))


def _same(visit: Visit, interview: Interview) -> Stored | None:
    found = visit.hall.desk.store.find(interview.assessment.site)
    return next((kept for kept in found if same_identity(kept.assessment, interview.assessment)), None)


def _last(visit: Visit, wishes: Wishes) -> Stored | None:
    """The last finished assessment of the site, of the program that is named where one is."""
    kept = visit.hall.desk.of_site(wishes.site, wishes.program, wishes.ref)
    finished = [stored for stored in kept if stored.assessment.finished]
    if wishes.program is None and len({folded(s.assessment.program) for s in finished}) > 1:
        finished = [stored for stored in finished if not stored.assessment.program]
    return finished[0] if finished else None


def _date_of(visit: Visit) -> tuple[dt.date, str]:
    """The date that was sent, today where none was; and what is wrong with it."""
    today, typed = visit.hall.today(), visit.sent("date").strip()
    try:
        return (_DATE.validate_python(typed) if typed else today), ""
    except ValidationError as error:
        return today, " ".join(describe_faults(error))


def _begin_page(visit: Visit, asked: Asked, status: int = 200) -> Response:
    desk = visit.hall.desk
    sites = sorted({kept.assessment.site for kept in desk.of_site(None, None, None)}, key=sort_key)
    rubrics, problems = _rubrics(desk.catalogue)
    context = {"asked": asked, "sites": sites, "rubrics": rubrics, "unreadable": problems}
    return page(visit, "begin.html.j2", status, **context)


def _rubrics(catalogue: Catalogue) -> tuple[list[tuple[str, str]], list[Problem]]:
    """The rubrics there are, with their titles, and what is wrong with those that cannot be read."""
    rubrics: list[tuple[str, str]] = []
    problems: list[Problem] = []
    for name in dict.fromkeys(ref.partition("@")[0] for ref in catalogue.refs()):
        try:
            rubrics.append((name, catalogue.load(name).title))
        except RubricError as error:
            problems += error.problems
    return rubrics, problems


def _open_page(visit: Visit, stored: Stored, problem: str = "") -> Response:
    assessment = stored.assessment
    newest = visit.hall.desk.rubric_for(None, stored)
    unfinished = [
        kept.assessment
        for kept in visit.hall.desk.of_site(assessment.site, assessment.program, assessment.rubric)
        if not kept.assessment.finished
    ]
    return page(
        visit,
        "open.html.j2",
        422 if problem else 200,
        assessment=assessment,
        here=address("/open", assessment),
        rated=say_many("{count} criterion answered", "{count} criteria answered", len(assessment.claims)),
        moves_to=newest.version if newest.ref != assessment.rubric else "",
        unfinished=unfinished,
        date=visit.sent("date") or visit.hall.today().isoformat(),
        doubt=doubt_about_date(assessment.date, visit.hall.today()),
        problem=problem,
    )


ROUTES = (
    for_facilitators("/begin", begin_form, begin),
    for_facilitators("/open", open_form, open_again),
)
