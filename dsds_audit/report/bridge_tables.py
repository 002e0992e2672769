"""The bridge as tables for the terminal."""

from rich.console import Group, RenderableType
from rich.table import Table

from dsds_audit.bridge import STEPS, Bridge
from dsds_audit.report.bridge_wording import ROUNDING, BridgeWording, change, few
from dsds_audit.report.screen import line_of, table_of, title_of
from dsds_audit.speech import Labels, say

_STEPS = Labels(
    {"rubric": "Rubric", "applicability": "What applies", "unknowns": "What is known", "levels": "Levels"}
)


def bridge_table(bridge: Bridge, *, practices: bool = True) -> RenderableType:
    """What lies between two assessments: each step with what it touched, then, if wanted, by practice."""
    words = BridgeWording(bridge)
    parts: list[RenderableType] = [title_of(words.title), line_of(words.conclusion), "", _steps(words)]
    parts += ["", _practices(words), ""] if practices else [""]
    for label, text in words.beside:
        parts.append(line_of(say("{label}: {text}.", label=label, text=text)))
    return Group(*parts, line_of(say(ROUNDING), "dim"))


def _steps(words: BridgeWording) -> Table:
    bridge, (then, now) = words.bridge, words.dates
    table = table_of("", say("Low end"), say("High end"), say("What it touched"))
    for column in table.columns[1:3]:
        column.justify = "right"
        column.no_wrap = True
    first, last = (
        say("with {rubric}", rubric=rubric.ref) for rubric in (bridge.earlier_rubric, bridge.rubric)
    )
    table.add_row(line_of(then, "bold"), *_ends(words, 0), line_of(first, "dim"))
    for step in words.steps:
        style = "bold blue" if step.kind == "levels" else ""
        table.add_row(
            line_of(f"{len(table.rows)} {step.label}", style),
            line_of(step.low, style),
            line_of(step.high, style),
            line_of(few(step.touched) or say("nothing"), "" if step.touched else "dim"),
        )
    table.add_section()
    table.add_row(line_of(now, "bold"), *_ends(words, -1), line_of(last, "dim"))
    whole = bridge.total.change
    table.add_row(
        line_of(say("Change in all"), "bold"),
        line_of(change(whole.low), "bold"),
        line_of(change(whole.high), "bold"),
        line_of(say("Only step 4 is a change of the site."), "dim"),
    )
    return table


def _ends(words: BridgeWording, stage: int) -> list[RenderableType]:
    return [line_of(end, "bold") for end in words.ends(words.bridge.total, stage)]


def _practices(words: BridgeWording) -> Table:
    then, now = words.dates
    table = table_of(say("By practice"), then, *(_STEPS[kind] for kind in STEPS), now)
    for column in table.columns[1:]:
        column.justify = "right"
    for span in words.bridge.practices:
        table.add_row(
            line_of(words.titles[span.subject or ""]),
            line_of(words.score(span, 0)),
            *(line_of(words.short(ends)) for ends in span.steps.values()),
            line_of(words.score(span, -1)),
        )
    return table
