"""What a report says to do: strengths to keep, gaps, actions in their order, what to find out."""

from collections.abc import Iterator

from dsds_audit.actions import Recommendation, Step
from dsds_audit.gaps import Gap
from dsds_audit.report.advice_wording import AdviceWording
from dsds_audit.report.blocks import Block, Heading, Text, aside, bullets, paragraph, strong, table, text_of
from dsds_audit.report.facts import Facts
from dsds_audit.report.text import capitalized, long_date, short_date
from dsds_audit.report.wording import Wording


def strength_blocks(facts: Facts) -> Iterator[Block]:
    """What is in place."""
    words = Wording(facts)
    yield Heading("Strengths", 2)
    if not facts.strengths.criteria:
        yield paragraph("Nothing is in place for certain yet.")
        return
    yield paragraph("This is in place. It is worth celebrating, and worth asking what makes it work.")
    whole = [text_of(strong(words.title(name)), ", the whole practice") for name in facts.strengths.practices]
    single = [
        text_of(strong(words.title(name)), f" ({facts.rubric.practice_of(name).short})")
        for name in facts.strengths.criteria
    ]
    yield from bullets([*whole, *single])


def gap_blocks(facts: Facts) -> Iterator[Block]:
    """What is below its target, with what does not hold and what stands in the way."""
    yield Heading("Gaps", 2)
    if not facts.gaps:
        yield paragraph("Nothing that was rated is below its target.")
        return
    yield paragraph("Criteria below their target, largest effect on the total first.")
    for gap in facts.gaps:
        yield from _gap(facts, gap)


def action_blocks(facts: Facts) -> Iterator[Block]:
    """What to do, in order, wave by wave."""
    advised = AdviceWording(facts)
    yield Heading("What to do, in this order", 2)
    if not facts.recommendations:
        yield paragraph("There is nothing below its target to raise.")
        return
    efforts = "; ".join(f"{e.id} means {e.label} ({e.cost})" for e in facts.rubric.efforts)
    yield paragraph(
        "Each raises one criterion to its target. Dates are suggestions, counted from the day of the "
        "assessment. Where nothing else is said, nothing that it needs is missing, so it can begin at once. "
        f"Efforts: {efforts}."
    )
    for when, intro in advised.waves:
        chosen = [advice for advice in facts.recommendations if advice.when == when]
        if chosen:
            yield from (Heading(capitalized(when), 3), paragraph(intro))
        for advice in chosen:
            yield from _advice(facts, advice)


def adequate_set_blocks(facts: Facts) -> Iterator[Block]:
    """The least effort that makes the site adequate."""
    yield Heading("The least effort that makes it adequate", 2)
    yield paragraph(facts.adequate_set.sentence)
    yield from bullets([Wording(facts).title(name) for name in facts.adequate_set.criteria])


def unknown_blocks(facts: Facts) -> Iterator[Block]:
    """What has no level yet."""
    yield Heading("Find out", 2)
    if not facts.unknowns:
        yield paragraph("Everything that applies has a level.")
        return
    yield paragraph("What has no level makes the scores ranges, and is no gap until it is known.")
    yield from bullets([Wording(facts).find_out(unknown) for unknown in facts.unknowns])


def _gap(facts: Facts, gap: Gap) -> Iterator[Block]:
    words, practice = Wording(facts), facts.rubric.practice_of(gap.criterion)
    yield Heading(words.title(gap.criterion), 3)
    worth = f"worth {words.gain(gap.gain)} of the total"
    yield paragraph(f"{practice.short}. To rise {words.rise(gap)}; {worth}.")
    if gap.unmet:
        asked = "What it asks for; the checks were not gone through:"
        yield paragraph("What does not hold yet:" if gap.gone_through else asked)
        yield from bullets([facts.rubric.checks[check].text for check in gap.unmet])
    if gap.barriers:
        yield paragraph("What stands in the way:")
        yield from bullets([words.barrier(barrier) for barrier in gap.barriers])


def _advice(facts: Facts, advice: Recommendation) -> Iterator[Block]:
    words, practice = Wording(facts), facts.rubric.practice_of(advice.criterion)
    title = words.title(advice.criterion)
    yield Heading(f"{words.rank(advice)}. {title}", 4)
    due = f"; could be done by {long_date(advice.due)}" if advice.due else ""
    yield paragraph(f"{practice.short}. To rise {words.rise(advice)}; effort {advice.cost}{due}.")
    reasons = [reason.sentence for reason in advice.reasons if reason.code != "ready"]
    driver = words.driver(facts.rubric.criteria[advice.criterion].driver)
    yield from bullets([*reasons, *([f"Help usually comes from {driver}."] if driver else [])])
    if advice.steps:
        columns = {"Step": 35, "Done when": 27, "Effort": 11, "Usual owner": 14, "By": 13}
        yield table(f"Steps for: {title}", columns, [_step_row(facts, step) for step in advice.steps])
    yield paragraph(AdviceWording(facts).outcome(advice))


def _step_row(facts: Facts, step: Step) -> tuple[str | Text, ...]:
    done, action = facts.rubric.checks[step.check].text, step.action
    if action is None:
        return ("The rubric names no action for this; agree on one.", done, "", "", "")
    support = action.support
    source = f" {support.text} (source: {Wording(facts).work(support.source)})" if support else ""
    due = short_date(step.due) if step.due else ""
    return (text_of(action.text, aside(source)), done, action.effort, action.owner, due)
