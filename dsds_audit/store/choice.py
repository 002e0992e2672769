"""Which of all assessments is meant by a site's name."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dsds_audit.errors import AssessmentError, AuditError, Problem, StoreError, did_you_mean
from dsds_audit.names import folded
from dsds_audit.speech import say, sort_key
from dsds_audit.store import Damaged, Stored
from dsds_audit.store.choice_wording import (
    listed,
    nothing_fits,
    nothing_yet,
    only_unfinished,
    several_programs,
)
from dsds_audit.store.names import slug_of
from dsds_audit.yaml.files import read_bytes, top_text


@dataclass(frozen=True, slots=True)
class Found:
    """What there is of a site: its assessments, newest first, and its files that cannot be read."""

    sound: tuple[Stored, ...] = ()
    damaged: tuple[Damaged, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the damaged ones."""
        return tuple(problem for entry in self.damaged for problem in entry.error.problems)

    def doubts_about(self, latest: Stored, as_of: dt.date | None = None) -> tuple[str, ...]:
        """The places of damaged ones that may be later than what can be read, up to a date."""
        dates = {entry.place: _date_in(entry) for entry in self.damaged}
        after, end = latest.assessment.date, as_of or dt.date.max
        return tuple(place for place, date in dates.items() if date is None or after < date <= end)


class DamagedError(AssessmentError):
    """Some of a site's assessments cannot be read; ``found`` holds those that can, too."""

    def __init__(self, found: Found) -> None:
        """Take what was found; at least one of it is damaged."""
        super().__init__(found.problems)
        self.found = found


def found_among(entries: Iterable[Stored | Damaged], site: str) -> Found:
    """What there is of a site; a file that does not even say its site is of the one it lies beside."""
    everything = list(entries)
    sound = [entry for entry in everything if isinstance(entry, Stored) and _is_of(entry, site)]
    homes = {Path(entry.place).parent for entry in sound}
    damaged = [
        entry
        for entry in everything
        if isinstance(entry, Damaged)
        and (_is_of(entry, site) or (site_of(entry) is None and Path(entry.place).parent in homes))
    ]
    newest_first = sorted(sound, key=lambda entry: (entry.assessment.date, entry.place), reverse=True)
    return Found(tuple(newest_first), tuple(damaged))


def find_among(entries: Iterable[Stored | Damaged], site: str) -> list[Stored]:
    """The assessments of a site, newest first; raises DamagedError where one of them is damaged."""
    found = found_among(entries, site)
    if found.damaged:
        raise DamagedError(found)
    return list(found.sound)


def latest_among(
    entries: Sequence[Stored | Damaged],
    site: str,
    program: str | None,
    rubric_id: str | None,
    as_of: dt.date | None,
    place: str,
    *,
    unfinished: bool = False,
) -> Stored:
    """The newest finished assessment of a site up to a date, as every store's ``latest`` promises it.

    Where none is finished, an ``unfinished`` one may be asked for. Damaged ones stop nothing while there is
    one that can be read; where there is none, they are told, too.
    """
    found = found_among(entries, site)
    if found.damaged and not found.sound:
        raise DamagedError(found)
    try:
        return _latest(entries, found.sound, site, program, rubric_id, as_of, place, unfinished=unfinished)
    except StoreError as error:
        raise StoreError([*error.problems, *found.problems]) from error


def _latest(
    entries: Sequence[Stored | Damaged],
    own: Sequence[Stored],
    site: str,
    program: str | None,
    rubric_id: str | None,
    as_of: dt.date | None,
    place: str,
    *,
    unfinished: bool,
) -> Stored:
    if not own:
        raise unknown_site(site, _sites_in(entries), place)
    fitting = [entry for entry in own if fits(entry, program, rubric_id, as_of)]
    if not fitting:
        raise _refusal("AUD053", nothing_fits(own, site, program, rubric_id, as_of), place)
    finished = [entry for entry in fitting if entry.assessment.finished]
    if unfinished:
        finished = finished or fitting
    if not finished:
        raise _refusal("AUD054", only_unfinished(fitting[0], site), fitting[0].place)
    if len({folded(entry.assessment.program) for entry in finished}) > 1:
        raise _refusal("AUD055", several_programs(finished, site), place)
    newest = finished[0].assessment.date
    rubrics = sorted({e.assessment.identity[2] for e in finished if e.assessment.date == newest})
    if len(rubrics) > 1:
        message = say(
            "holds assessments of {site} of {date} against several rubrics. Please name one with "
            "--rubric: {rubrics}.",
            site=site,
            date=newest,
            rubrics=listed(rubrics),
        )
        raise _refusal("AUD055", message, place)
    return finished[0]


def any_among(entries: Sequence[Stored | Damaged], site: str, place: str) -> Stored | Damaged:
    """The newest of a site's assessments, finished or not, or a damaged one where it has no other.

    Raises StoreError (AUD053) where the site is not known.
    """
    own = [entry for entry in entries if _is_of(entry, site)]
    if not own:
        raise unknown_site(site, _sites_in(entries), place)
    sound = [entry for entry in own if isinstance(entry, Stored)]
    return max(sound, key=lambda entry: (entry.assessment.date, entry.place)) if sound else own[-1]


def unknown_site(site: str, known: Sequence[str], place: str) -> StoreError:
    """That there is nothing of a site (AUD053), with the sites there are."""
    if not known:
        return _refusal("AUD053", nothing_yet(site, place), place)
    message = say(
        "holds no assessment of {site}.{hint} Please name one of its sites, or a file."
        if site
        else "holds no assessment of a site without a name.{hint} Please name one of its sites, or a file.",
        site=site,
        hint=did_you_mean(site, known) or " " + say("Known: {names}.", names=listed(known)),
    )
    return _refusal("AUD053", message, place)


def only_site(entries: Iterable[Stored | Damaged], place: str) -> str:
    """The one site there is; raises StoreError (AUD053) with those there are where it is none, or several."""
    sites = {folded(name): name for name in map(site_of, entries) if name}
    if len(sites) == 1:
        return next(iter(sites.values()))
    if not sites:
        raise _refusal("AUD053", nothing_yet("", place), place)
    message = say(
        "holds several sites: {sites}. Please name one of them, or a file.",
        sites=listed(sorted(sites.values(), key=sort_key)),
    )
    raise _refusal("AUD053", message, place)


def is_of(site: str, name: str | None, path: Path) -> bool:
    """Whether a file is a site's: by the name it holds, or by its folder's where that cannot be read."""
    if name is None:
        return folded(path.parent.name) == slug_of(site)
    return folded(name) == folded(site)


def site_of(entry: Stored | Damaged) -> str | None:
    """The site an assessment names; None where it cannot be read."""
    return entry.assessment.site if isinstance(entry, Stored) else entry.site or _named_in(entry, "site")


def _date_in(entry: Damaged) -> dt.date | None:
    try:
        return dt.date.fromisoformat(_named_in(entry, "date") or "")
    except ValueError:
        return None


def _named_in(entry: Damaged, field: str) -> str | None:
    """What a damaged file says in a field, where it can be read as far as that."""
    try:
        return top_text(read_bytes(Path(entry.place)), field)
    except AuditError:
        return None


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


def _sites_in(entries: Iterable[Stored | Damaged]) -> list[str]:
    sites = {entry.assessment.site for entry in entries if isinstance(entry, Stored)}
    return sorted(sites, key=sort_key)


def _refusal(code: str, message: str, place: str) -> StoreError:
    return StoreError(Problem(code, message, place))
