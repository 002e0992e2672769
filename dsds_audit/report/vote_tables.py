"""The votes on an assessment as tables for the terminal."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table

from dsds_audit.assessment import Assessment
from dsds_audit.polls import Polls
from dsds_audit.report.screen import item_of, line_of, title_of
from dsds_audit.report.vote_wording import RWG_MEANS, CriterionWording, VoteWording
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say


def votes_table(rubric: Rubric, assessment: Assessment, polls: Polls) -> RenderableType:
    """What to talk about first, the latest votes on every criterion, and how far they agree."""
    words = VoteWording(rubric, polls)
    about = ", ".join(
        part for part in (rubric.title, assessment.program, assessment.date.isoformat()) if part
    )
    heading = (line_of(assessment.site, "bold"), line_of(about, "dim"), line_of(words.headline))
    if not words.criteria:
        return Group(*heading)
    return Group(
        *heading,
        title_of(say("Talk about these first")),
        *(item_of(votes.difference) for votes in words.talk_first),
        *(() if words.talk_first else (line_of(words.nothing_to_talk_about),)),
        title_of(say("The votes")),
        *(_votes(votes) for votes in words.criteria),
        line_of(words.alpha),
        line_of(say(RWG_MEANS), "dim"),
    )


def _votes(votes: CriterionWording) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    for given in votes.rounds:
        grid.add_row(line_of(given.name), line_of(given.levels), line_of(given.agreement))
        for role, levels in given.by_role.items():
            grid.add_row(Padding(line_of(role, "dim"), (0, 0, 0, 2)), line_of(levels, "dim"))
    inner = Group(grid, *_remarks(votes))
    return Group(line_of(votes.title, "bold blue"), Padding(inner, (0, 0, 1, 2)))


def _remarks(votes: CriterionWording) -> Iterator[RenderableType]:
    """What is to be said below the rounds; why roles are not shown, only of the last one."""
    for given in votes.rounds[-1:]:
        if given.roles_hidden:
            yield line_of(given.roles_hidden, "dim")
    if votes.now_open:
        yield line_of(votes.now_open, "yellow")
    if votes.agreed:
        yield line_of(f"{votes.agreed}.", "green")
    if votes.minority:
        yield line_of(votes.minority)
