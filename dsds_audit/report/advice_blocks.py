"""What a report says to do: strengths to keep, gaps, actions in their order, what to find out."""

from collections.abc import Iterator

from dsds_audit.actions import Recommendation, Step
from dsds_audit.display import effort_name
from dsds_audit.gaps import Gap
from dsds_audit.report.advice_wording import AdviceWording
from dsds_audit.report.blocks import Block, Heading, Text, aside, bullets, paragraph, strong, table, text_of
from dsds_audit.report.facts import Facts
from dsds_audit.report.text import short_date
from dsds_audit.report.wording import Wording
from dsds_audit.speech import say, say_in


def strength_blocks(facts: Facts) -> Iterator[Block]:
    """What is in place."""
    words = Wording(facts)
    yield Heading(say("Strengths"), 2)
    if not facts.strengths.criteria:
        yield paragraph(say("Nothing is in place for certain yet."))
        return
    yield paragraph(say("This is in place. It is worth celebrating, and worth asking what makes it work."))
    practice = say("the whole practice")
    whole = [text_of(strong(words.title(name)), f", {practice}") for name in facts.strengths.practices]
    single = [
        text_of(strong(words.title(name)), f" ({facts.rubric.practice_of(name).short})")
        for name in facts.strengths.criteria
    ]
    yield from bullets([*whole, *single])


def gap_blocks(facts: Facts) -> Iterator[Block]:
    """What is below its target, with what does not hold and what stands in the way."""
    yield Heading(say("Gaps"), 2)
    if not facts.gaps:
        yield paragraph(say("Nothing that was rated is below its target."))
        return
    yield paragraph(say("Criteria below their target, largest effect on the total first."))
    for gap in facts.gaps:
        yield from _gap(facts, gap)


def action_blocks(facts: Facts) -> Iterator[Block]:
    """What to do, in order, wave by wave."""
    advised = AdviceWording(facts)
    yield Heading(say("What to do, in this order"), 2)
    if not facts.recommendations:
        yield paragraph(say("There is nothing below its target to raise."))
        return
    how_to_read = say(
        "Each raises one criterion to its target. Dates are suggestions, counted from the day of the "
        "assessment. Where nothing else is said, nothing that it needs is missing, so it can begin at once."
    )
    yield paragraph(f"{how_to_read} {say('Efforts:')} {advised.efforts}.")
    for when, intro in advised.waves:
        chosen = [advice for advice in facts.recommendations if advice.when == when]
        if chosen:
            yield from (Heading(advised.wave(when), 3), paragraph(intro))
        for advice in chosen:
            yield from _advice(facts, advice)


def adequate_set_blocks(facts: Facts) -> Iterator[Block]:
    """The least effort that makes the site adequate."""
    yield Heading(say("The least effort that makes it adequate"), 2)
    yield paragraph(facts.adequate_set.sentence)
    yield from bullets([Wording(facts).title(name) for name in facts.adequate_set.criteria])


def unknown_blocks(facts: Facts) -> Iterator[Block]:
    """What has no level yet."""
    yield Heading(say("Find out"), 2)
    if not facts.unknowns:
        yield paragraph(say("Everything that applies has a level."))
        return
    yield paragraph(say("What has no level makes the scores ranges, and is no gap until it is known."))
    yield from bullets([Wording(facts).find_out(unknown) for unknown in facts.unknowns])


def _gap(facts: Facts, gap: Gap) -> Iterator[Block]:
    words = Wording(facts)
    yield Heading(words.title(gap.criterion), 3)
    yield paragraph(words.to_rise(gap))
    if gap.unmet:
        asked = say("What it asks for; the checks were not gone through:")
        yield paragraph(say("What does not hold yet:") if gap.gone_through else asked)
        yield from bullets([facts.rubric.checks[check].text for check in gap.unmet])
    if gap.barriers:
        yield paragraph(say("What stands in the way:"))
        yield from bullets([words.barrier(barrier) for barrier in gap.barriers])


def _advice(facts: Facts, advice: Recommendation) -> Iterator[Block]:
    words, advised = Wording(facts), AdviceWording(facts)
    title = words.title(advice.criterion)
    yield Heading(f"{words.rank(advice)}. {title}", 4)
    yield paragraph(advised.effort(advice))
    reasons = [reason.sentence for reason in advice.reasons if reason.code != "ready"]
    driver = words.driver(facts.rubric.criteria[advice.criterion].driver)
    yield from bullets(
        [*reasons, *([say("Help usually comes from {driver}.", driver=driver)] if driver else [])]
    )
    if advice.steps:
        columns = {
            say("Step"): 35,
            say("Done when"): 27,
            say("Effort"): 11,
            say("Usual owner"): 14,
            say_in("a date", "By"): 13,
        }
        caption = say("Steps for: {criterion}", criterion=title)
        yield table(caption, columns, [_step_row(facts, step) for step in advice.steps])
    yield paragraph(advised.outcome(advice))


def _step_row(facts: Facts, step: Step) -> tuple[str | Text, ...]:
    done, action = facts.rubric.checks[step.check].text, step.action
    if action is None:
        return (say("The rubric names no action for this; agree on one."), done, "", "", "")
    support = action.support
    source = ""
    if support:
        work = Wording(facts).work(support.source)
        source = f" {say('{support} (source: {work})', support=support.text, work=work)}"
    due = short_date(step.due) if step.due else ""
    return (text_of(action.text, aside(source)), done, effort_name(action.effort), action.owner, due)
