"""The start: the sites of the workspace, each with its assessments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from starlette.responses import Response

from dsds_audit.desk import Desk
from dsds_audit.errors import AuditError, Problem
from dsds_audit.names import folded
from dsds_audit.report.facts import gather_facts
from dsds_audit.report.text import in_blocks
from dsds_audit.report.wording import Wording
from dsds_audit.series import are_of_one_series
from dsds_audit.speech import sort_key
from dsds_audit.store import Damaged, Stored
from dsds_audit.web.doors import for_everyone
from dsds_audit.web.passes import Facilitator
from dsds_audit.web.visits import Visit, page, see

_ON_A_PAGE = 25


@dataclass(frozen=True)
class Result:
    """An assessment with what came out of it, in words; scored when it is first asked for."""

    desk: Desk
    stored: Stored

    @cached_property
    def words(self) -> Wording | None:
        """What its facts are called; None where its rubric cannot be had any more."""
        assessment = self.stored.assessment
        try:
            return Wording(gather_facts(self.desk.catalogue.load(assessment.rubric), assessment))
        except AuditError:
            return None


@dataclass(frozen=True)
class Site:
    """A site as the start shows it.

    ``unfinished`` are interviews to go on with, ``latest`` the newest result of each program and rubric, and
    ``older`` everything before, each newest first.
    """

    name: str
    unfinished: tuple[Stored, ...]
    latest: tuple[Result, ...]
    older: tuple[Stored, ...]


def start(visit: Visit) -> Response:
    """The sites, for the facilitator; everybody else joins."""
    if not isinstance(visit.person, Facilitator):
        return see("/join")
    entries = list(visit.hall.desk.store.all_assessments())
    wanted = visit.asked("find")
    sites = [own for own in _by_site(entries) if folded(wanted) in folded(own[0].assessment.site)]
    blocks = in_blocks(sites, _ON_A_PAGE) or [[]]
    at = min(_number(visit.asked("page")), len(blocks))
    return page(
        visit,
        "start.html.j2",
        sites=[_site(visit.hall.desk, own) for own in blocks[at - 1]],
        count=len(sites),
        wanted=wanted,
        pages=[{"number": n, "here": n == at} for n in range(1, len(blocks) + 1)],
        searchable=len(blocks) > 1 or wanted,
        damaged=list(_damaged(entries)),
        nothing=not entries,
    )


def _by_site(entries: Iterable[Stored | Damaged]) -> list[list[Stored]]:
    """The assessments of each site, newest first; the sites by name."""
    sites: dict[str, list[Stored]] = {}
    for entry in entries:
        if isinstance(entry, Stored):
            sites.setdefault(folded(entry.assessment.site), []).append(entry)
    return [
        sorted(sites[name], key=lambda entry: (entry.assessment.date, entry.place), reverse=True)
        for name in sorted(sites, key=sort_key)
    ]


def _site(desk: Desk, own: Sequence[Stored]) -> Site:
    latest: list[Stored] = []
    finished = [entry for entry in own if entry.assessment.finished]
    for entry in finished:
        if not any(are_of_one_series(entry, other) for other in latest):
            latest.append(entry)
    return Site(
        own[0].assessment.site,
        tuple(entry for entry in own if not entry.assessment.finished),
        tuple(Result(desk, entry) for entry in latest),
        tuple(entry for entry in finished if entry not in latest),
    )


def _damaged(entries: Iterable[Stored | Damaged]) -> Iterable[Problem]:
    for entry in entries:
        if isinstance(entry, Damaged):
            yield from entry.error.problems


def _number(text: str) -> int:
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 6 else 1


ROUTES = (for_everyone("/", start),)
