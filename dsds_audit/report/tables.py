"""Tables for the terminal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dsds_audit.actions import Recommendation, Step
from dsds_audit.assessment import Assessment, Barrier
from dsds_audit.gaps import Gap
from dsds_audit.report.facts import Facts, gather_facts
from dsds_audit.report.text import capitalized, plain, short_date
from dsds_audit.report.wording import Wording
from dsds_audit.rubric import Rubric
from dsds_audit.scoring import CriterionScore

_BAR = 20
_COLORS = {"in_place": "green", "partially_in_place": "yellow", "not_in_place": "red"}


@dataclass(frozen=True)
class Bar:
    """A range from ``low`` to ``high`` percent: what is reached, what is unknown, what is not reached."""

    low: Fraction | None
    high: Fraction | None

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The bar, in plain signs where the terminal has no others."""
        if self.low is None or self.high is None:
            yield Text("")
            return
        reached, unknown, missing = "#?." if options.ascii_only else "█▒·"
        # Rounded down, and unknown rounded up: a bar is full only where everything is reached.
        low = int(self.low * _BAR / 100)
        high = -int(-self.high * _BAR // 100) if self.high != self.low else low
        yield Text.assemble(
            (reached * low, "blue"), (unknown * (high - low), "cyan"), (missing * (_BAR - high), "dim")
        )

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Always as wide as it is."""
        return Measurement(_BAR, _BAR)


def score_table(rubric: Rubric, assessment: Assessment) -> RenderableType:
    """The scores of every practice and criterion, and of all together."""
    facts = gather_facts(rubric, assessment)
    words = Wording(facts)
    table = _table("", "", "Status or level", "Evidence")
    table.columns[1].min_width = _BAR
    for practice in facts.card.practices:
        table.add_row(
            _text(words.title(practice.id), "bold"),
            Bar(practice.low, practice.high),
            _lines(words.standing(practice).split(", "), _COLORS.get(practice.status, "dim")),
            _text(words.shown_of(practice), "dim"),
        )
        for criterion in practice.criteria:
            known = criterion.level is not None
            table.add_row(
                Padding(_text(words.title(criterion.id)), (0, 0, 0, 2)),
                Bar(*_shares(criterion)),
                _text(words.level(criterion), "" if known or not criterion.applies else "cyan"),
                _text(words.freshness(criterion) or "", "dim"),
            )
        table.add_section()
    return Group(*_heading(facts), table, *_verdict(facts))


def gaps_table(rubric: Rubric, assessment: Assessment) -> RenderableType:
    """What is below its target, what is in place, what has to be found out."""
    facts = gather_facts(rubric, assessment)
    words = Wording(facts)
    parts: list[RenderableType] = [*_heading(facts), _title("Gaps, largest effect first")]
    parts += [_gap(facts, gap) for gap in facts.gaps]
    if not facts.gaps:
        parts.append(_text("Nothing that was rated is below its target."))
    parts.append(_title("Strengths"))
    strengths = [*facts.strengths.practices, *facts.strengths.criteria]
    parts += [_item(words.title(name), "green") for name in strengths]
    if not strengths:
        parts.append(_text("Nothing is in place for certain yet."))
    return Group(*parts, *_find_out(facts))


def actions_table(rubric: Rubric, assessment: Assessment) -> RenderableType:
    """What to do, in order, and why; the least effort that makes the site adequate."""
    facts = gather_facts(rubric, assessment)
    words = Wording(facts)
    parts: list[RenderableType] = list(_heading(facts))
    for when, intro in words.waves:
        chosen = [advice for advice in facts.recommendations if advice.when == when]
        if chosen:
            parts.append(_title(f"{capitalized(when)}. {intro}"))
            parts += [_advice(facts, advice) for advice in chosen]
    if not facts.recommendations:
        parts.append(_title("There is nothing below its target to raise.", ""))
    parts += [_title("The least effort that makes it adequate"), _text(facts.adequate_set.sentence)]
    parts += [_item(words.title(name)) for name in facts.adequate_set.criteria]
    return Group(*parts, *_find_out(facts))


def _gap(facts: Facts, gap: Gap) -> RenderableType:
    words = Wording(facts)
    rise = f"{capitalized(words.rise(gap))}; worth {words.gain(gap.gain)} of the total"
    inner: list[RenderableType] = [_text(rise, "dim")]
    if gap.unmet:
        asked = (
            "What does not hold yet:" if gap.gone_through else "What it asks for; checks not gone through:"
        )
        inner += [_text(asked), *(_item(words.title(check)) for check in gap.unmet)]
    if gap.barriers:
        inner += [
            _text("What stands in the way:"),
            *(_item(_barrier(words, barrier)) for barrier in gap.barriers),
        ]
    return Group(_text(words.title(gap.criterion), "bold blue"), Padding(Group(*inner), (0, 0, 1, 2)))


def _barrier(words: Wording, barrier: Barrier) -> str:
    driver = words.driver(barrier.driver)
    return f"{barrier.what} (lies in {driver})" if driver else barrier.what


def _advice(facts: Facts, advice: Recommendation) -> RenderableType:
    words = Wording(facts)
    due = f", could be done by {short_date(advice.due)}" if advice.due else ""
    steps = _table("Step", "Effort", "Usual owner", "By")
    for step in advice.steps:
        action = step.action
        steps.add_row(
            _text(_what_to_do(words, step)),
            _text(action.effort if action else ""),
            _text(action.owner if action else ""),
            _text(short_date(step.due) if step.due else ""),
        )
    inner: list[RenderableType] = [
        _text(f"{capitalized(words.rise(advice))}; effort {advice.cost}{due}", "dim"),
        *(_item(reason.sentence) for reason in advice.reasons),
        *([steps] if advice.steps else []),
        _text(words.outcome(advice)),
    ]
    title = _title(f"{words.rank(advice)}. {words.title(advice.criterion)}", "bold blue")
    return Group(title, Padding(Group(*inner), (0, 0, 0, 3)))


def _what_to_do(words: Wording, step: Step) -> str:
    if step.action is None:
        return f"Make it true: {words.title(step.check)}"
    return f"{step.action.text} ({step.action.support.text})" if step.action.support else step.action.text


def _heading(facts: Facts) -> Iterator[RenderableType]:
    words, assessment = Wording(facts), facts.assessment
    parts = (facts.rubric.title, assessment.program, assessment.date.isoformat())
    yield _text(assessment.site, "bold")
    yield _text(", ".join(part for part in parts if part), "dim")
    if words.unfinished:
        yield _text(words.unfinished, "yellow")
    yield _text(f"{words.headline}. Total: {words.score(facts.card)}.")


def _verdict(facts: Facts) -> Iterator[RenderableType]:
    words = Wording(facts)
    yield _text(f"Adequate: {words.verdict}. {words.verdict_why}")
    yield _text(f"Shown by fresh evidence: {words.shown}. {words.shown_why}")


def _find_out(facts: Facts) -> Iterator[RenderableType]:
    if facts.unknowns:
        yield _title("Find out")
        yield from (_item(Wording(facts).find_out(unknown)) for unknown in facts.unknowns)


def _shares(criterion: CriterionScore) -> tuple[Fraction | None, Fraction | None]:
    """Both ends of a criterion in percent of the scale's top."""
    if not criterion.applies:
        return None, None
    return Fraction(100 * criterion.low, criterion.top), Fraction(100 * criterion.high, criterion.top)


def _item(text: str, style: str = "") -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_row("-", _text(text, style))
    return grid


def _table(*columns: str) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1))
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _title(text: str, style: str = "bold") -> RenderableType:
    """A line with an empty one above it."""
    return Padding(_text(text, style), (1, 0, 0, 0))


def _lines(texts: Sequence[str], style: str = "") -> Text:
    """Each text in a line of its own, so that no line breaks inside a percentage."""
    return Text("\n").join(_text(text, style) for text in texts)


def _text(text: str, style: str = "") -> Text:
    """Typed text in one line, never read as markup or as a command to the terminal."""
    line = " ".join(plain(text).split())
    return Text(line.replace(" %", "\N{NO-BREAK SPACE}%"), style)
