"""Checkups for the terminal: what does not add up, by rule, with a count by rule and by site."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from dsds_audit.checkup import Checkup, Located, name_sites
from dsds_audit.names import folded
from dsds_audit.report.record_wording import RULE_LABELS
from dsds_audit.report.screen import line_of, table_of, title_of
from dsds_audit.speech import say, say_many

MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class _Rule:
    """Findings of one rule that matter for the same reason and have the same way out."""

    name: str
    why: str
    way_out: str


def check_table(checkups: Sequence[Checkup]) -> RenderableType:
    """The findings grouped by rule; of several assessments, how many each rule and each site has."""
    groups = _by_rule(checkups)
    parts: list[RenderableType] = list(_heading(checkups))
    parts += [part for rule, those in groups.items() for part in _group(rule, those)]
    if len(checkups) > 1 and groups:
        parts += _summary(checkups)
    return Group(*parts, title_of(_verdict(checkups), ""))


def _heading(checkups: Sequence[Checkup]) -> Iterator[RenderableType]:
    sites = list(name_sites(checkups).values())
    yield line_of(sites[0] if len(sites) == 1 else _count_sites(len(sites)), "bold")
    if len(checkups) > 1:
        yield line_of(_count(len(checkups)), "dim")
        return
    (only,) = checkups
    about = [only.rubric, only.program, only.date.isoformat(), "" if only.finished else say("not finished")]
    yield line_of(", ".join(part for part in about if part), "dim")


def _by_rule(checkups: Iterable[Checkup]) -> dict[_Rule, list[tuple[Checkup, Located]]]:
    groups: dict[_Rule, list[tuple[Checkup, Located]]] = {}
    for checkup in checkups:
        for located in checkup.findings:
            finding = located.finding
            rule = _Rule(finding.rule, finding.why, finding.way_out)
            groups.setdefault(rule, []).append((checkup, located))
    return groups


def _group(rule: _Rule, those: Sequence[tuple[Checkup, Located]]) -> Iterator[RenderableType]:
    yield title_of(RULE_LABELS[rule.name], "bold blue")
    yield line_of(rule.why)
    yield line_of(rule.way_out)
    for checkup, located in those[:MOST_LISTED]:
        finding = Text("\n").join([line_of(located.finding.text), line_of(_place(checkup, located), "dim")])
        yield Padding(finding, (0, 0, 0, 2))
    rest = len(those) - MOST_LISTED
    if rest > 0:
        more = say_many(
            "{count} more like this; check one site to see all of its own, or ask for JSON.",
            "{count} more like this; check one site to see all of its own, or ask for JSON.",
            rest,
        )
        yield Padding(line_of(more), (0, 0, 0, 2))


def _place(checkup: Checkup, located: Located) -> str:
    """``riverbend/2026-03-02.yaml:14 access.fidelity``."""
    line = f":{located.line}" if located.line else ""
    return f"{checkup.place}{line} {located.finding.place}"


def _summary(checkups: Sequence[Checkup]) -> Iterator[RenderableType]:
    found = [(checkup, located.finding.rule) for checkup in checkups for located in checkup.findings]
    yield title_of(say("By site"))
    named = name_sites(checkups)
    yield _counts([(named[folded(checkup.site)], checkup.place) for checkup, _ in found])
    yield title_of(say("By rule"))
    yield _counts([(RULE_LABELS[rule], checkup.place) for checkup, rule in found])


def _counts(found: Sequence[tuple[str, str]]) -> RenderableType:
    """How many findings, in how many assessments, most first."""
    table = table_of("", say("Assessments"), say("Findings"))
    table.columns[1].justify = table.columns[2].justify = "right"
    places = Counter(name for name, _ in set(found))
    for name, count in Counter(name for name, _ in found).most_common():
        table.add_row(line_of(name), str(places[name]), str(count))
    return table


def _verdict(checkups: Sequence[Checkup]) -> str:
    count = sum(len(checkup.findings) for checkup in checkups)
    looked = _count(len(checkups))
    if not count:
        return say("Everything adds up in {assessments}.", assessments=looked)
    found = say_many(
        "{count} thing to look at in {assessments}",
        "{count} things to look at in {assessments}",
        count,
        assessments=looked,
    )
    sound = sum(not checkup.findings for checkup in checkups)
    if sound:
        found = say_many(
            "{found}, {count} of which is sound",
            "{found}, {count} of which are sound",
            sound,
            found=found,
        )
    remark = say("None of this changes a score; it says where the record is worth a second look.")
    return f"{found}. {remark}"


def _count(assessments: int) -> str:
    return say_many("{count} assessment", "{count} assessments", assessments)


def _count_sites(sites: int) -> str:
    return say_many("{count} site", "{count} sites", sites)
