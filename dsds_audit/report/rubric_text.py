"""A rubric as text for a reader: everything it asks for, why, and what differs between two versions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dsds_audit.crosswalk.differences import Difference, RubricDiff
from dsds_audit.display import percent_of
from dsds_audit.errors import Problem, RubricError, did_you_mean
from dsds_audit.rubric import Check, Criterion, Panel, Practice, Rubric, Source
from dsds_audit.speech import say, say_many
from dsds_audit.translation import language_notes

# What names a thing of a rubric, such as a check or a driver, and what else of it is a text to read.
_NAMES = (".text", ".title", ".label", ".citation")
_TEXTS = (*_NAMES, ".statement", ".question", ".meaning", ".why", ".way_out")


def rubric_lines(rubric: Rubric, part: str | None = None) -> Iterator[str]:
    """A rubric as Markdown lines, whole or one practice or criterion by its full id.

    Raises RubricError (AUD072) for an id that the rubric does not have.
    """
    if part is None:
        yield from _head(rubric)
        for practice in rubric.practices:
            yield from ("", *_practice(rubric, practice))
        return
    for practice in rubric.practices:
        if practice.id == part:
            yield from _practice(rubric, practice)
            return
    if part not in rubric.criteria:
        known = [*(practice.id for practice in rubric.practices), *rubric.criteria]
        message = say("{part} is no practice or criterion of {rubric}.", part=part, rubric=rubric.ref)
        way_out = say("Please name one of: {known}.", known=", ".join(known[:40]))
        raise RubricError(Problem("AUD072", f"{message}{did_you_mean(part, known)} {way_out}"))
    yield from _criterion(rubric, part, rubric.criteria[part])


def diff_lines(diff: RubricDiff) -> Iterator[str]:
    """What differs between two versions of a rubric, as Markdown lines."""
    yield f"# {say('{old} and {new}', old=diff.old.ref, new=diff.new.ref)}"
    if not any((diff.rubric, diff.reworded, diff.gone, diff.new_ones, *diff.same.values())):
        yield from ("", say("Nothing differs."))
        return
    yield from _difference_section(say("The rubric as a whole"), {"": diff.rubric})
    changed = {name: found for name, found in diff.same.items() if found}
    yield from _difference_section(say("Rated by the same words, but with changes around them"), changed)
    yield from _difference_section(say("Reworded"), diff.reworded)
    if diff.alike:
        yield from ("", f"## {say('Possibly renamed: is it the same criterion under another id?')}", "")
        for pair in diff.alike:
            parts = {"old": pair.was, "new": pair.now, "percent": percent_of(int(pair.share * 100))}
            yield f"- {say('`{old}` and `{new}`: {percent} of the words are the same', **parts)}"
    asked = {name for pair in diff.alike for name in (pair.was, pair.now)}
    yield from _listed_criteria(say("No longer there"), diff.old, [n for n in diff.gone if n not in asked])
    yield from _listed_criteria(say("New"), diff.new, [n for n in diff.new_ones if n not in asked])
    untouched = say_many(
        "Nothing differs in {count} criterion.",
        "Nothing differs in {count} criteria.",
        sum(not found for found in diff.same.values()),
    )
    yield from ("", untouched)


def _difference_section(title: str, differing: Mapping[str, Sequence[Difference]]) -> Iterator[str]:
    if not any(differing.values()):
        return
    yield from ("", f"## {title}")
    for name, differences in differing.items():
        yield from ("", f"`{name}`", "") if name else ("",)
        for difference in _told(differences):
            yield f"- {difference.field}"
            yield f"  - {say('was: {text}', text=difference.old or say('not there'))}"
            yield f"  - {say('now: {text}', text=difference.new or say('not there'))}"


def _told(differences: Sequence[Difference]) -> Iterator[Difference]:
    """What is worth telling: of a thing that is new or gone as a whole, such as a check, its texts alone."""
    whole = tuple(
        difference.field.removesuffix(name)
        for difference in differences
        for name in _NAMES
        if difference.field.endswith(name) and not (difference.old and difference.new)
    )
    for difference in differences:
        if not difference.field.startswith(whole) or difference.field.endswith(_TEXTS):
            yield difference


def _listed_criteria(title: str, rubric: Rubric, names: Sequence[str]) -> Iterator[str]:
    yield from _list(title, (_labeled(f"`{name}`", rubric.criteria[name].title) for name in names))


def _labeled(label: str, text: str) -> str:
    return say("{label}: {text}", label=label, text=text)


def _head(rubric: Rubric) -> Iterator[str]:
    yield from (f"# {rubric.title}", "", f"`{rubric.ref}`", "", rubric.about)
    if rubric.provenance:
        yield from ("", rubric.provenance)
    for note in language_notes(rubric):
        yield from ("", f"*{note}*")
    if rubric.license:
        yield from ("", say("License of the text: {license}.", license=rubric.license))
    yield from (
        "",
        say("Digest: `{digest}`", digest=rubric.digest),
        "",
        f"## {say('Scale')}",
        "",
        f"| {say('level')} | {say('label')} | {say('meaning')} |",
        "|---|---|---|",
    )
    yield from (f"| {step.level} | {step.label} | {step.meaning} |" for step in rubric.scale)
    thresholds = rubric.thresholds
    yield ""
    yield say(
        "Target: level {level}. Adequate: {total} in total and {practice} in every practice that applies.",
        level=rubric.target,
        total=percent_of(str(thresholds.total)),
        practice=percent_of(str(thresholds.practice)),
    )
    efforts = (
        say("{effort} (cost {cost})", effort=effort.label, cost=effort.cost) for effort in rubric.efforts
    )
    yield from _list(say("Efforts"), efforts)
    drivers = (f"{each.label} ({each.group})" for each in rubric.drivers)
    yield from _list(say("Implementation drivers"), drivers)
    populations = (_labeled(each.label, each.question) for each in rubric.populations)
    yield from _list(say("Populations to name"), populations)
    yield from _list(say("Panel"), _roles(rubric.panel) if rubric.panel else ())
    yield from _list(say("How it is administered"), (check.text for check in rubric.administration))
    rules = (f"{rule.text} {rule.why} {rule.way_out}" for rule in rubric.findings)
    yield from _list(say("What would not add up"), rules)
    yield from _list(say("Sources"), (_labeled(f"`{work.id}`", work.citation) for work in rubric.sources))


def _list(title: str, lines: Iterable[str]) -> Iterator[str]:
    """A section with a list, where there is anything to list."""
    listed = [f"- {line}" for line in lines]
    if listed:
        yield from ("", f"## {title}", "", *listed)


def _roles(panel: Panel) -> Iterator[str]:
    for role in panel.roles:
        told = [role.label]
        if not role.votes:
            told.append(say("does not vote"))
        if role.id == panel.leader:
            told.append(say("must be there"))
        yield ", ".join(told)


def _practice(rubric: Rubric, practice: Practice) -> Iterator[str]:
    yield from (
        f"## {practice.title}",
        "",
        f"`{practice.id}` · {say('weight {number}', number=practice.weight)}{_source(practice.source)}",
        "",
    )
    yield practice.statement
    for criterion in practice.criteria:
        yield from ("", *_criterion(rubric, f"{practice.id}.{criterion.id}", criterion))


def _criterion(rubric: Rubric, name: str, criterion: Criterion) -> Iterator[str]:
    yield from (f"### {criterion.title}", "", f"`{name}`{_source(criterion.source)}", "")
    yield from (f"**{criterion.question}**", "", criterion.why, "")
    marks = [
        say("Critical: it leads the advice.") if criterion.critical else "",
        say("May not apply to a site.") if criterion.not_applicable else "",
        "" if criterion.target is None else say("Target: level {level}.", level=criterion.target),
        *(
            say("Help comes from: {driver}.", driver=driver.label)
            for driver in rubric.drivers
            if driver.id == criterion.driver
        ),
        say("Requires: {criteria}.", criteria=_ids(criterion.requires)) if criterion.requires else "",
        say("Evidence stays fresh for {days} days.", days=criterion.fresh_for) if criterion.fresh_for else "",
    ]
    told = " ".join(mark for mark in marks if mark)
    if told:
        yield from (told, "")
    if criterion.evidence:
        yield from (
            say("Evidence that would convince:"),
            "",
            *(f"- {text}" for text in criterion.evidence),
            "",
        )
    for check in criterion.checks:
        yield from _check(rubric, f"{name}.{check.id}", check)


def _check(rubric: Rubric, name: str, check: Check) -> Iterator[str]:
    yield f"- **{check.text}** `{name}`{_source(check.source)}"
    if check.requires:
        yield f"  - {say('requires {checks}', checks=_ids(check.requires))}"
    if check.action:
        action = check.action
        effort = next(effort.label for effort in rubric.efforts if effort.id == action.effort)
        told = {"effort": effort, "owner": action.owner, "days": action.days}
        yield f"  - {action.text} ({say('{effort} effort, {owner}, about {days} days', **told)})"
        if action.support:
            yield f"  - {action.support.text}{_source(action.support.source)}"


def _ids(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _source(source: Source | None) -> str:
    if source is None:
        return ""
    return f" ({source.id}{', ' + source.place if source.place else ''})"
