"""How a portfolio's figures are to be read, and what they leave out, in sentences."""

from collections.abc import Iterator

from dsds_audit.display import plural
from dsds_audit.portfolio.facts import PortfolioFacts
from dsds_audit.portfolio.table import LeftOut, LeftOutReason

_REASONS: dict[LeftOutReason, tuple[str, str]] = {
    "double": (
        "stands in more than one place; it counts once",
        "stand in more than one place; they count once",
    ),
    "no_crosswalk": (
        "is of a rubric version from which no crosswalk leads here",
        "are of rubric versions from which no crosswalk leads here",
    ),
    "unfinished": ("is an interview that is not finished", "are interviews that are not finished"),
    "earlier": ("is older than asked for", "are older than asked for"),
    "unreadable": ("cannot be read, as told at the end", "cannot be read, as told at the end"),
}
_PLACES = 5


def tell_left_out_records(left_out: LeftOut) -> str:
    """``3 records are interviews that are not finished: a.yaml, b.yaml and 1 more``."""
    words = _REASONS[left_out.reason][left_out.count != 1]
    sentence = f"{plural(left_out.count, 'record')} {words}"
    named = left_out.places[:_PLACES]
    if not named:
        return f"{sentence}."
    more = left_out.count - len(named)
    return f"{sentence}: {', '.join(named)}{f' and {more} more' if more > 0 else ''}."


def reading_of(facts: PortfolioFacts) -> Iterator[str]:
    """How to read the figures: a sentence for each rule that holds for all of them."""
    rubric = facts.portfolio.rubric
    yield (
        "A score is a range while something is not known: from all of it at the bottom to all of it at the "
        "top. Beside it stands how much was rated."
    )
    yield (
        f"Every figure counts the latest assessment of each site and program. All are held against "
        f"{rubric.ref}; older records went through the crosswalk, and what changed counts as unknown there."
    )
    yield (
        "A rank is an interval: sites whose ranges overlap are tied, and a site to which nothing applies has "
        "none. What else moves a rank is told beside it."
    )
    yield (
        "The mean of sites counts every site the same. Pooled over people counts every participant the same, "
        "and only sites with a recorded panel are in it. Both are stated, as they answer different questions."
    )
    yield "A change is called one only where the two ranges do not overlap."
    if facts.smallest_group > 1:
        yield (
            f"Figures of groups with fewer than {facts.smallest_group} sites are not shown, nor those from "
            "which they could be worked out. A site's own row always is."
        )
    yield (
        "Sites name their own staff and stakeholders and rate themselves. Numbers that are close say little; "
        "look at what differs, and ask why."
    )


def not_done(facts: PortfolioFacts) -> Iterator[str]:
    """What was left alone on purpose."""
    yield "Nothing unknown was ranked, averaged or counted as if it were zero."
    yield "Sites that are spelled in two ways were not merged; what may be one site is told in a note."
    yield "No record was changed, and nothing here is stored: it is made from the records each time."
    if facts.portfolio.rubric.top > 1:
        yield "No level was guessed from ticks or votes: only what a team agreed on counts."
