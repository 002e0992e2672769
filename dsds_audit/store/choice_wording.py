"""Why no assessment is chosen by a site's name, with what there is."""

import datetime as dt
import shlex
from collections.abc import Sequence
from pathlib import Path

from dsds_audit.speech import say, say_in, sort_key
from dsds_audit.store import Stored

MOST_NAMED = 8


def nothing_yet(site: str, place: str) -> str:
    """That there is no assessment at all."""
    return say(
        "holds no assessment of any site yet. Begin: {command}. Or is this the wrong folder? It is {folder}. "
        "Please name the right one with --workspace.",
        command=f"dsds-audit interview {shlex.quote(site)}" if site else "dsds-audit interview",
        folder=Path(place).resolve(),
    )


def nothing_fits(
    own: Sequence[Stored], site: str, program: str | None, rubric_id: str | None, as_of: dt.date | None
) -> str:
    """That a site has assessments, and none of what was asked for."""
    asked = [
        say_in("which assessment", "on {program}", program=program) if program is not None else "",
        say_in("which assessment", "against {rubric}", rubric=rubric_id) if rubric_id is not None else "",
        say_in("which assessment", "up to {date}", date=as_of) if as_of is not None else "",
    ]
    return say(
        "holds no assessment of {site} {wish}. There: {assessments}. Please ask for one of these.",
        site=site,
        wish=" ".join(part for part in asked if part),
        assessments=listed(sorted({_described(entry) for entry in own})),
    )


def several_programs(finished: Sequence[Stored], site: str) -> str:
    """That a site has assessments on several programs."""
    named = {entry.assessment.program for entry in finished if entry.assessment.program}
    unnamed = [entry.place for entry in finished if not entry.assessment.program]
    return say(
        "holds assessments of {site} on several programs. Please name one with --program: {programs}, or the "
        "file {file}, which names none."
        if unnamed
        else "holds assessments of {site} on several programs. Please name one with --program: {programs}.",
        site=site,
        programs=listed(sorted(named, key=sort_key)),
        file=next(iter(unnamed), ""),
    )


def only_unfinished(entry: Stored, site: str) -> str:
    """That there is nothing but an unfinished interview."""
    return say(
        "holds only an unfinished interview of {site}. Please resume it with: {command}; or name this file "
        "to see it as it is.",
        site=site,
        command=f'dsds-audit interview "{entry.assessment.site}"',
    )


def _described(entry: Stored) -> str:
    date, program, rubric = entry.assessment.date, entry.assessment.program, entry.assessment.rubric
    if program:
        return say("{date} on {program} ({rubric})", date=date, program=program, rubric=rubric)
    return f"{date} ({rubric})"


def listed(names: Sequence[str]) -> str:
    """The first few of some names, and how many more there are."""
    rest = len(names) - MOST_NAMED
    shown = ", ".join(names[:MOST_NAMED])
    return say("{names} and {count} more", names=shown, count=rest) if rest > 0 else shown
