"""Tables for the terminal."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dsds_audit.actions import Recommendation, Step
from dsds_audit.assessment import Assessment
from dsds_audit.display import effort_name
from dsds_audit.gaps import Gap
from dsds_audit.report.advice_wording import AdviceWording
from dsds_audit.report.facts import Facts, gather_facts
from dsds_audit.report.record_wording import RecordWording
from dsds_audit.report.screen import (
    STATUS_COLORS,
    Bar,
    item_of,
    line_of,
    lines_of,
    table_of,
    title_of,
)
from dsds_audit.report.taken_on import TakenOn
from dsds_audit.report.text import capitalized, short_date
from dsds_audit.report.wording import Wording
from dsds_audit.rubric import Rubric
from dsds_audit.scoring import CriterionScore
from dsds_audit.speech import say, say_in

_WIDEST_IDS = 40  # columns


def score_table(rubric: Rubric, assessment: Assessment, *, ids: bool = False) -> RenderableType:
    """The scores of every practice and criterion, and of all together; with ``ids`` under their titles."""
    facts = gather_facts(rubric, assessment)
    words = Wording(facts)
    table = table_of("", "", say("Claimed"), say("Shown by fresh evidence"))
    if ids:
        table.columns[0].width = min(2 + max(map(len, facts.card.criteria)), _WIDEST_IDS)
    for practice in facts.card.practices:
        table.add_row(
            _named(words, practice.id, ids, "bold"),
            Bar(practice.low, practice.high),
            lines_of(words.standing(practice).split(", "), STATUS_COLORS.get(practice.status, "dim")),
            line_of(words.shown_of(practice), "dim"),
        )
        for criterion in practice.criteria:
            known = criterion.level is not None
            table.add_row(
                Padding(_named(words, criterion.id, ids), (0, 0, 0, 2)),
                Bar(*_shares(facts, criterion)),
                line_of(words.level(criterion), "" if known or not criterion.applies else "cyan"),
                line_of(words.freshness(criterion) or "", "dim"),
            )
        table.add_section()
    return Group(*_heading(facts), table, *_verdict(facts))


def gaps_table(rubric: Rubric, assessment: Assessment) -> RenderableType:
    """What is below its target, what is in place, what has to be found out."""
    facts = gather_facts(rubric, assessment)
    words = Wording(facts)
    parts: list[RenderableType] = [*_heading(facts), title_of(say("Gaps, largest effect first"))]
    parts += [_gap(facts, gap) for gap in facts.gaps]
    if not facts.gaps:
        parts.append(line_of(say("Nothing that was rated is below its target.")))
    parts.append(title_of(say("Strengths")))
    strengths = [*facts.strengths.practices, *facts.strengths.criteria]
    parts += [item_of(words.title(name), "green") for name in strengths]
    if not strengths:
        parts.append(line_of(say("Nothing is in place for certain yet.")))
    return Group(*parts, *_find_out(facts))


def actions_table(
    rubric: Rubric, assessment: Assessment, *, every: bool = False, taken: TakenOn | None = None
) -> RenderableType:
    """What to do, in order, and why; the least effort that makes the site adequate.

    The steps of what is not for now only with ``every``; with ``taken``, what the plan holds already.
    """
    facts = gather_facts(rubric, assessment)
    words = Wording(facts)
    parts: list[RenderableType] = list(_heading(facts))
    advised = AdviceWording(facts)
    for when, intro in advised.waves:
        chosen = [advice for advice in facts.recommendations if advice.when == when]
        if chosen:
            parts.append(title_of(f"{advised.wave(when)}. {intro}"))
            shown = every or when == "now"
            parts += [_advice(facts, advice, taken, steps=shown) for advice in chosen]
    if not every and any(advice.steps for advice in facts.recommendations if advice.when != "now"):
        parts.append(
            title_of(say("The steps of what comes next or later are left out here; --all shows them."), "dim")
        )
    if not facts.recommendations:
        parts.append(title_of(say("There is nothing below its target to raise."), ""))
    parts += [title_of(say("The least effort that makes it adequate")), line_of(facts.adequate_set.sentence)]
    parts += [item_of(words.title(name)) for name in facts.adequate_set.criteria]
    return Group(*parts, *_find_out(facts))


def _gap(facts: Facts, gap: Gap) -> RenderableType:
    words = Wording(facts)
    rise = say(
        "{rise}; worth {points} of the total", rise=capitalized(words.rise(gap)), points=words.gain(gap.gain)
    )
    inner: list[RenderableType] = [line_of(gap.criterion, "dim"), line_of(rise, "dim")]
    if gap.unmet:
        asked = (
            say("What does not hold yet:")
            if gap.gone_through
            else say("What it asks for; checks not gone through:")
        )
        inner += [line_of(asked), *(item_of(words.title(check)) for check in gap.unmet)]
    if gap.barriers:
        inner += [
            line_of(say("What stands in the way:")),
            *(item_of(words.barrier(barrier)) for barrier in gap.barriers),
        ]
    return Group(line_of(words.title(gap.criterion), "bold blue"), Padding(Group(*inner), (0, 0, 1, 2)))


def _advice(facts: Facts, advice: Recommendation, taken: TakenOn | None, *, steps: bool) -> RenderableType:
    words = Wording(facts)
    parts = {"rise": capitalized(words.rise(advice)), "effort": advice.cost}
    effort = say("{rise}; effort {effort}", **parts)
    if advice.due:
        date = short_date(advice.due)
        effort = say("{rise}; effort {effort}, could be done by {date}", **parts, date=date)
    inner: list[RenderableType] = [
        line_of(advice.criterion, "dim"),
        line_of(effort, "dim"),
        *(line_of(line, "magenta") for line in (taken.lines(advice.criterion) if taken else ())),
        *(item_of(reason.sentence) for reason in advice.reasons),
        *([_steps(words, advice.steps)] if steps and advice.steps else []),
        line_of(AdviceWording(facts).outcome(advice)),
    ]
    title = title_of(f"{words.rank(advice)}. {words.title(advice.criterion)}", "bold blue")
    return Group(title, Padding(Group(*inner), (0, 0, 0, 3)))


def _steps(words: Wording, steps: Sequence[Step]) -> Table:
    table = table_of(say("Step"), say("Effort"), say("Usual owner"), say_in("a date", "By"))
    for step in steps:
        action = step.action
        table.add_row(
            line_of(_what_to_do(words, step)),
            line_of(effort_name(action.effort) if action else ""),
            line_of(action.owner if action else ""),
            line_of(short_date(step.due) if step.due else ""),
        )
    return table


def _what_to_do(words: Wording, step: Step) -> str:
    if step.action is None:
        return say("Make it true: {check}", check=words.title(step.check))
    return f"{step.action.text} ({step.action.support.text})" if step.action.support else step.action.text


def _heading(facts: Facts) -> Iterator[RenderableType]:
    words, record, assessment = Wording(facts), RecordWording(facts), facts.assessment
    parts = (facts.rubric.title, assessment.program, assessment.date.isoformat())
    yield line_of(assessment.site, "bold")
    yield line_of(", ".join(part for part in parts if part), "dim")
    if record.unfinished:
        yield line_of(record.unfinished, "yellow")
    yield line_of(say("{headline}. Total: {score}.", headline=words.headline, score=words.both(facts.card)))


def _verdict(facts: Facts) -> Iterator[RenderableType]:
    words = Wording(facts)
    yield line_of(say("Adequate: {verdict}. {why}", verdict=words.verdict, why=words.verdict_why))
    yield line_of(say("Shown by fresh evidence: {score}. {why}", score=words.shown, why=words.shown_why))
    record = RecordWording(facts)
    if record.run:
        yield line_of(say("How this assessment was run: {result}.", result=record.run))
    for name, statements in record.shortfalls:
        lines = (say("{name}: {text}", name=name, text=statement) for statement in statements)
        yield from (item_of(line, "dim") for line in lines)


def _find_out(facts: Facts) -> Iterator[RenderableType]:
    if facts.unknowns:
        yield title_of(say("Find out"))
        yield from (item_of(Wording(facts).find_out(unknown)) for unknown in facts.unknowns)


def _shares(facts: Facts, criterion: CriterionScore) -> tuple[Fraction | None, Fraction | None]:
    """Both ends of a criterion in percent of the scale's top."""
    if not criterion.applies:
        return None, None
    return facts.share(criterion.low), facts.share(criterion.high)


def _named(words: Wording, name: str, ids: bool, style: str = "") -> Text:
    """A title, and the id beneath it where ids are wanted."""
    title = line_of(words.title(name), style)
    return Text("\n").join((title, line_of(name, "dim"))) if ids else title
