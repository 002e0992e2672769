"""Files to take along: the report, the pictures, and what else a page offers to download."""

import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import Response

from dsds_audit.errors import AuditError, Problem
from dsds_audit.report.facts import Facts
from dsds_audit.report.formats import SUFFIXES, Look, render_report
from dsds_audit.speech import say
from dsds_audit.store.names import slug_of
from dsds_audit.web.addressed import facts_at, plan_at
from dsds_audit.web.charts import picture_of, written
from dsds_audit.web.doors import for_facilitators
from dsds_audit.web.headers import REPORT_POLICY
from dsds_audit.web.visits import Visit

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from dsds_audit.report.documents import Document

_KINDS = {
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "ics": "text/calendar; charset=utf-8",
    "yaml": "application/yaml",
}


def document(html: str) -> Response:
    """One of our documents, opened as a page of its own."""
    return Response(html, media_type=_KINDS["html"], headers={"content-security-policy": REPORT_POLICY})


def attached(content: str | bytes, name: str) -> Response:
    """A file to keep; the ending of its ``name``, which may hold any letters, says what it is."""
    headers = {"content-disposition": _disposition(name), "content-security-policy": REPORT_POLICY}
    return Response(content, media_type=_KINDS[name.rpartition(".")[2]], headers=headers)


def as_asked(
    form: str, name: str, write_html: Callable[[], str], make_record: "Callable[[], Document]"
) -> Response:
    """A document as a page of its own, or as a file of that name without its ending; raises AuditError."""
    if form == "json":
        from dsds_audit.report.documents import to_json

        return attached(to_json(make_record()), f"{name}.json")
    if form not in ("page", "html"):
        raise no_such_download()
    html = written(write_html)
    return document(html) if form == "page" else attached(html, f"{name}.html")


def no_such_download() -> AuditError:
    """That an address asks for a file of a kind that there is not (AUD106)."""
    message = say("There is no such file to download. Please go back and choose one that the page offers.")
    return AuditError(Problem("AUD106", message))


def report(visit: Visit) -> Response:
    """The report of an assessment as a page of its own, or in the form that ``as`` names as a file."""
    facts, form = facts_at(visit), visit.asked("as")
    if not form:
        return document(_report_in(".html", facts).decode())
    name = f"{slug_of(facts.assessment.site)}-{facts.assessment.date}"
    one_page = form == "one-page.pdf"
    suffix = ".pdf" if one_page else f".{form}"
    if suffix in SUFFIXES:
        ending = "-one-page.pdf" if one_page else suffix
        told = _with_plan(visit, facts) if suffix == ".xlsx" else facts
        return attached(_report_in(suffix, told, one_page=one_page), f"{name}{ending}")
    chart, _, picture = form.partition(".")
    draw = _drawing(chart, facts)
    if draw is None or picture not in ("svg", "png"):
        raise no_such_download()
    return attached(picture_of(draw, f".{picture}"), f"{name}-{chart}.{picture}")


def _with_plan(visit: Visit, facts: Facts) -> Facts:
    """The facts with the site's plan, unless that cannot be read: its own page says why."""
    with suppress(AuditError):
        return replace(facts, plan=plan_at(visit).now())
    return facts


def _report_in(suffix: str, facts: Facts, *, one_page: bool = False) -> bytes:
    return written(partial(render_report, facts, suffix, Look(one_page=one_page)))


def _drawing(chart: str, facts: Facts) -> "Callable[[], Figure] | None":
    from dsds_audit.report.charts import draw_bars, draw_dots, draw_radar

    drawings: dict[str, Callable[..., Figure]] = {"radar": draw_radar, "dots": draw_dots, "bars": draw_bars}
    return partial(drawings[chart], facts.rubric, facts.assessment) if chart in drawings else None


def _disposition(name: str) -> str:
    """A Content-Disposition for a name of any letters (RFC 6266), with one in plain letters beside it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    stem, _, ending = plain.rpartition(".")
    stem = "".join(char for char in stem if char.isalnum() or char in "-_") or "download"
    return f"attachment; filename=\"{stem}.{ending}\"; filename*=UTF-8''{quote(name, safe='')}"


ROUTES = (for_facilitators("/report", report),)
