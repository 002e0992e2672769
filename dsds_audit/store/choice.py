"""Which of all assessments is meant by a site's name."""

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

from dsds_audit.errors import AssessmentError, Problem, StoreError, did_you_mean
from dsds_audit.names import folded
from dsds_audit.store import Damaged, Stored
from dsds_audit.store.names import slug_of

MOST_NAMED = 8


def find_among(entries: Iterable[Stored | Damaged], site: str) -> list[Stored]:
    """The assessments of a site, newest first; raises AssessmentError where one of them is damaged."""
    own = [entry for entry in entries if _is_of(entry, site)]
    problems = [problem for entry in own if isinstance(entry, Damaged) for problem in entry.error.problems]
    if problems:
        raise AssessmentError(problems)
    found = [entry for entry in own if isinstance(entry, Stored)]
    return sorted(found, key=lambda entry: (entry.assessment.date, entry.place), reverse=True)


def latest_among(
    entries: Sequence[Stored | Damaged],
    site: str,
    program: str | None,
    rubric_id: str | None,
    as_of: dt.date | None,
    place: str,
) -> Stored:
    """The newest finished assessment of a site up to a date, as every store's ``latest`` promises it."""
    own = find_among(entries, site)
    if not own:
        raise _refusal("AUD053", _no_site(entries, site), place)
    fitting = [entry for entry in own if fits(entry, program, rubric_id, as_of)]
    if not fitting:
        raise _refusal("AUD053", _nothing_fits(own, site, program, rubric_id, as_of), place)
    finished = [entry for entry in fitting if entry.assessment.finished]
    if not finished:
        message = f"holds only an unfinished interview of {site}. {_resume(fitting[0])}"
        raise _refusal("AUD054", message, fitting[0].place)
    if len({folded(entry.assessment.program) for entry in finished}) > 1:
        raise _refusal("AUD055", _several_programs(finished, site), place)
    newest = finished[0].assessment.date
    rubrics = sorted({e.assessment.identity[2] for e in finished if e.assessment.date == newest})
    if len(rubrics) > 1:
        message = f"holds assessments of {site} of {newest} against several rubrics. Please name one with"
        raise _refusal("AUD055", f"{message} --rubric: {_listed(rubrics)}.", place)
    return finished[0]


def any_among(entries: Sequence[Stored | Damaged], site: str, place: str) -> Stored | Damaged:
    """The newest of a site's assessments, finished or not, or a damaged one where it has no other.

    Raises StoreError (AUD053) where the site is not known.
    """
    own = [entry for entry in entries if _is_of(entry, site)]
    if not own:
        raise _refusal("AUD053", _no_site(entries, site), place)
    sound = [entry for entry in own if isinstance(entry, Stored)]
    return max(sound, key=lambda entry: (entry.assessment.date, entry.place)) if sound else own[-1]


def is_of(site: str, name: str | None, path: Path) -> bool:
    """Whether a file is a site's: by the name it holds, or by its folder's where that cannot be read."""
    if name is None:
        return folded(path.parent.name) == slug_of(site)
    return folded(name) == folded(site)


def site_of(entry: Stored | Damaged) -> str | None:
    """The site an assessment names; None where it cannot be read."""
    return entry.assessment.site if isinstance(entry, Stored) else entry.site


def _is_of(entry: Stored | Damaged, site: str) -> bool:
    return is_of(site, site_of(entry), Path(entry.place))


def fits(entry: Stored, program: str | None, rubric_id: str | None, as_of: dt.date | None) -> bool:
    """Whether an assessment is of this program and rubric, up to this date; None asks for nothing."""
    _, its_program, its_rubric, date = entry.assessment.identity
    return (
        (program is None or folded(program) == folded(its_program))
        and (rubric_id is None or rubric_id == its_rubric)
        and (as_of is None or date <= as_of)
    )


def _no_site(entries: Iterable[Stored | Damaged], site: str) -> str:
    sites = sorted({entry.assessment.site for entry in entries if isinstance(entry, Stored)})
    if not sites:
        return f"holds no assessment of {site}, nor of any site. Please name the folder with --workspace."
    hint = did_you_mean(site, sites) or f" Known: {_listed(sites)}."
    return f"holds no assessment of {site}.{hint} Please name one of its sites, or a file."


def _nothing_fits(
    own: Sequence[Stored], site: str, program: str | None, rubric_id: str | None, as_of: dt.date | None
) -> str:
    asked = [
        f"on {program}" if program is not None else "",
        f"against {rubric_id}" if rubric_id is not None else "",
        f"up to {as_of}" if as_of is not None else "",
    ]
    there = sorted({_described(entry) for entry in own})
    wish = " ".join(part for part in asked if part)
    return f"holds no assessment of {site} {wish}. There: {_listed(there)}. Please ask for one of these."


def _several_programs(finished: Sequence[Stored], site: str) -> str:
    named = sorted({entry.assessment.program for entry in finished if entry.assessment.program})
    unnamed = [entry.place for entry in finished if not entry.assessment.program]
    other = f", or the file {unnamed[0]}, which names none" if unnamed else ""
    names = f"{_listed(named)}{other}"
    return f"holds assessments of {site} on several programs. Please name one with --program: {names}."


def _resume(entry: Stored) -> str:
    site = entry.assessment.site
    return f'Please resume it with: dsds-audit interview "{site}"; or name this file to see it as it is.'


def _described(entry: Stored) -> str:
    site_program = f" on {entry.assessment.program}" if entry.assessment.program else ""
    return f"{entry.assessment.date}{site_program} ({entry.assessment.rubric})"


def _listed(names: Sequence[str]) -> str:
    rest = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _refusal(code: str, message: str, place: str) -> StoreError:
    return StoreError(Problem(code, message, place))
