"""How a portfolio's figures are to be read, and what they leave out, in sentences."""

from collections.abc import Callable, Iterator, Mapping

from dsds_audit.portfolio.facts import PortfolioFacts
from dsds_audit.portfolio.table import LeftOut, LeftOutReason
from dsds_audit.speech import say, say_many

_REASONS: Mapping[LeftOutReason, Callable[[int], str]] = {
    "double": lambda count: say_many(
        "{count} record stands in more than one place; it counts once",
        "{count} records stand in more than one place; they count once",
        count,
    ),
    "no_crosswalk": lambda count: say_many(
        "{count} record is of a rubric version from which no crosswalk leads here",
        "{count} records are of rubric versions from which no crosswalk leads here",
        count,
    ),
    "unfinished": lambda count: say_many(
        "{count} record is an interview that is not finished",
        "{count} records are interviews that are not finished",
        count,
    ),
    "earlier": lambda count: say_many(
        "{count} record is older than asked for", "{count} records are older than asked for", count
    ),
    "unreadable": lambda count: say_many(
        "{count} record cannot be read, as told at the end",
        "{count} records cannot be read, as told at the end",
        count,
    ),
}
_PLACES = 5


def tell_left_out_records(left_out: LeftOut) -> str:
    """``3 records are interviews that are not finished: a.yaml, b.yaml and 1 more``."""
    sentence = _REASONS[left_out.reason](left_out.count)
    named = left_out.places[:_PLACES]
    if not named:
        return say("{sentence}.", sentence=sentence)
    places, more = ", ".join(named), left_out.count - len(named)
    if more <= 0:
        return say("{sentence}: {places}.", sentence=sentence, places=places)
    return say("{sentence}: {places} and {more} more.", sentence=sentence, places=places, more=more)


def reading_of(facts: PortfolioFacts) -> Iterator[str]:
    """How to read the figures: a sentence for each rule that holds for all of them."""
    rubric = facts.portfolio.rubric
    yield say(
        "A score is a range while something is not known: from all of it at the bottom to all of it at the "
        "top. Beside it stands how much was rated."
    )
    yield say(
        "Every figure counts the latest assessment of each site and program. All are held against {rubric}; "
        "older records went through the crosswalk, and what changed counts as unknown there.",
        rubric=rubric.ref,
    )
    yield say(
        "A rank is an interval: sites whose ranges overlap are tied, and a site to which nothing applies has "
        "none. What else moves a rank is told beside it."
    )
    yield say(
        "The mean of sites counts every site the same. Pooled over people counts every participant the same, "
        "and only sites with a recorded panel are in it. Both are stated, as they answer different questions."
    )
    yield say("A change is called one only where the two ranges do not overlap.")
    if facts.smallest_group > 1:
        yield say(
            "Figures of groups with fewer than {smallest} sites are not shown, nor those from which "
            "they could "
            "be worked out. A site's own row always is.",
            smallest=facts.smallest_group,
        )
    yield say(
        "Sites name their own staff and stakeholders and rate themselves. Numbers that are close say little; "
        "look at what differs, and ask why."
    )


def not_done(facts: PortfolioFacts) -> Iterator[str]:
    """What was left alone on purpose."""
    yield say("Nothing unknown was ranked, averaged or counted as if it were zero.")
    yield say("Sites that are spelled in two ways were not merged; what may be one site is told in a note.")
    yield say("No record was changed, and nothing here is stored: it is made from the records each time.")
    if facts.portfolio.rubric.top > 1:
        yield say("No level was guessed from ticks or votes: only what a team agreed on counts.")
