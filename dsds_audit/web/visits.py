"""One call of a page: who calls, in which hall, with which form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dsds_audit.errors import AnswerError, AuditError, Problem, StoreError
from dsds_audit.report.pages import page_environment
from dsds_audit.report.text import sentences_of
from dsds_audit.speech import mark, say
from dsds_audit.web.hall import Hall
from dsds_audit.web.links import address as address
from dsds_audit.web.links import topic_of as topic_of
from dsds_audit.web.passes import Facilitator, Member, Person
from dsds_audit.web.templates import read_template

_ASK = mark("The record of the votes cannot be used just now. Please tell the facilitator.")
Step = TypeVar("Step")
Form = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Visit:
    """One call; ``form`` holds what was sent, every field with all its values, empty for a page asked for."""

    request: Request
    hall: Hall
    person: Person | None
    form: Form = field(default_factory=dict)

    @property
    def facilitator(self) -> Facilitator:
        """The facilitator who calls; only behind a facilitator's door."""
        if not isinstance(self.person, Facilitator):
            raise TypeError("not behind a facilitator's door")
        return self.person

    @property
    def member(self) -> Member:
        """The participant who calls; only behind a participant's door."""
        if not isinstance(self.person, Member):
            raise TypeError("not behind a participant's door")
        return self.person

    def asked(self, name: str) -> str:
        """A part of the address behind the question mark; empty where it is not there."""
        return self.request.query_params.get(name, "")

    def sent(self, name: str) -> str:
        """The last value of a form's field; empty where it is not there."""
        values = self.form.get(name, ())
        return values[-1] if values else ""

    @property
    def by_script(self) -> bool:
        """Whether the page's own script calls, which wants only what is inside of the page's ``main``."""
        return self.request.headers.get("x-part") == "main"


def page(visit: Visit, template: str, status: int = 200, /, **context: object) -> HTMLResponse:
    """A page from a template of ``web/templates``, with the token and all else that every page has."""
    known = {
        "facilitates": isinstance(visit.person, Facilitator),
        "token": visit.hall.passes.token_for(visit.person),
        "feed": "",
    }
    environment = page_environment(read_template)
    environment.globals.setdefault("address", address)
    return HTMLResponse(environment.get_template(template).render(known | context), status)


def problem_page(visit: Visit, status: int, error: AuditError | str) -> Response:
    """A page that says what is wrong and the way out."""
    if isinstance(error, AuditError) and not isinstance(visit.person, Facilitator):
        problems = [Problem("", sentence) for sentence in sentences_for_guests(error)]
    else:
        problems = [Problem("", error)] if isinstance(error, str) else list(error.problems)
    return page(visit, "problem.html.j2", status, problems=problems)


def sentences_for_guests(error: AuditError) -> Sequence[str]:
    """What is wrong as sentences, for whoever is no facilitator: they learn no file's name or place."""
    if isinstance(error, StoreError) and any(problem.place for problem in error.problems):
        return [say(_ASK)]
    return sentences_of(error)


def see(address: str) -> RedirectResponse:
    """Go and see another page, after something was done."""
    return RedirectResponse(address, 303)


def step_among(steps: Mapping[str, Step], visit: Visit) -> Step:
    """The one of several steps that a form's button names; raises AnswerError where it names none."""
    if visit.sent("do") not in steps:
        raise AnswerError(
            Problem("AUD061", say("This form said nothing to do. Please use one of its buttons."))
        )
    return steps[visit.sent("do")]
