"""What the tests of the site's pages share: addresses, links, and a site whose every text is hostile."""

import datetime as dt
from html import unescape
from urllib.parse import urlencode

from pages_for_tests import HOSTILE, Page

from dsds_audit.assessment import Assessment, Barrier, Evidence, Rating
from dsds_audit.plan import Plan
from dsds_audit.planning.changes import adopt
from dsds_audit.planning.drafts import own_item
from dsds_audit.web.hall import Hall

SITE = "Riverbend Family Center"
PROGRAM = "Parents as Partners home visiting"
DATES = ("2024-09-16", "2025-03-10", "2026-03-09", "2026-09-14")
DAY = dt.date(2026, 9, 28)


def of(path: str, date: str = DATES[-1], **parts: str) -> str:
    """The address of a page of one of the example's assessments."""
    return f"{path}?{urlencode({'site': SITE, 'program': PROGRAM, 'rubric': 'dsds', 'date': date, **parts})}"


def at_site(path: str, site: str = SITE, **parts: str) -> str:
    """The address of a page of a site."""
    return f"{path}?{urlencode({'site': site, **parts})}"


def links_of(html: str) -> list[str]:
    """The addresses on this server that a page leads to, each without its mark."""
    hrefs = [attributes.get("href") or "" for tag, attributes in Page(html).tags if tag in ("a", "link")]
    return [unescape(href).partition("#")[0] for href in hrefs if href.startswith("/")]


def keep_hostile(hall: Hall, text: str, finished: bool = True) -> Assessment:
    """An assessment of a site whose every text is this, with a plan that is as bad."""
    rubric = hall.desk.catalogue.load("dsds")
    names = list(rubric.criteria)
    rating = Rating(
        level=1, note=text, evidence=(Evidence(what=text, where=text),), barriers=(Barrier(what=text),)
    )
    assessment = Assessment(
        site=text,
        program=text,
        group=text,
        facilitator=text,
        date=DAY,
        rubric=rubric.ref,
        populations={population.id: text for population in rubric.populations},
        ratings=dict.fromkeys(names[:9], rating),
    )
    stored = hall.desk.store.save(assessment, rubric).assessment
    item = own_item(text, DAY, owner=text[:200], aim=text, measure=text, barrier=Barrier(what=text))
    hall.desk.store.change_plan(stored.site, lambda plan: adopt(plan, item))
    return stored


def plan_of(hall: Hall) -> Plan:
    """The example's plan as it is kept."""
    stored = hall.desk.store.plan(SITE)
    assert stored is not None
    return stored.plan


__all__ = [
    "DATES",
    "DAY",
    "HOSTILE",
    "PROGRAM",
    "SITE",
    "Page",
    "at_site",
    "keep_hostile",
    "links_of",
    "of",
    "plan_of",
]
