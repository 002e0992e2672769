"""What makes a crosswalk unusable between the two rubric versions that it joins."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from dsds_audit.crosswalk.passages import Leg, Passage
from dsds_audit.errors import Fault, did_you_mean
from dsds_audit.rubric import Criterion, Rubric
from dsds_audit.speech import list_of, mark, say, say_in

Path = tuple[str | int, ...]
_RULES = {"split": ("each", "ask"), "merged": ("lowest", "ask")}
_TWO = 2
_SHAPES = {
    "same": mark("same does not fit here. Please give it ids under was, and no now."),
    "reworded": mark("reworded does not fit here. Please give it ids under was, or one was and one now."),
    "renamed": mark("renamed does not fit here. Please give it one id under was and one under now."),
    "split": mark("split does not fit here. Please give it one id under was and several under now."),
    "merged": mark("merged does not fit here. Please give it several ids under was and one under now."),
    "retired": mark("retired does not fit here. Please give it ids under was, and no now."),
    "new": mark("new does not fit here. Please give it ids under now, and no was."),
}
_MISSING = {
    True: mark("{criterion} of {rubric} is missing. Please say what became of it."),
    False: mark("{criterion} of {rubric} is missing. Please say what became of it, or that it is new."),
}
_UNKNOWN = {
    "criterion": mark("{id} is no criterion in {rubric}.{hint} Please correct it."),
    "check": mark("{id} is no check there in {rubric}.{hint} Please correct it."),
}


def find_crosswalk_faults(leg: Leg) -> Iterator[Fault]:
    """What makes a crosswalk unusable: AUD026 to AUD029, in file order."""
    yield from _head_faults(leg)
    yield from _level_faults(leg)
    for index, passage in enumerate(leg.crosswalk.criteria):
        yield from _passage_faults(leg, passage, ("criteria", index))
    yield from _account_faults(leg)


def same_wording(old: Criterion, new: Criterion, checks: Mapping[str, str]) -> bool:
    """Whether two criteria are rated by the same words: title, question, and the texts of their checks.

    ``checks`` says which new check id an old one became, where it is not the same.
    """
    was = {checks.get(check.id, check.id): check.text for check in old.checks}
    now = {check.id: check.text for check in new.checks}
    return (old.title, old.question, was) == (new.title, new.question, now) and len(was) == len(old.checks)


def _head_faults(leg: Leg) -> Iterator[Fault]:
    walk = leg.crosswalk
    for field, rubric in (("was", leg.old), ("now", leg.new)):
        ref = f"{walk.rubric}@{walk.was if field == 'was' else walk.now}"
        if ref != rubric.ref:
            message = say(
                "{field} is {rubric}, but its name says {named}. Please correct one of them.",
                field=field,
                rubric=ref,
                named=rubric.ref,
            )
            yield Fault((field,), "AUD026", message)
        digest = walk.was_digest if field == "was" else walk.now_digest
        if digest not in (None, rubric.digest):
            message = say(
                "was made for another {rubric}: its digest is {digest} here. Please look the crosswalk over "
                "again, then correct this line or leave it out.",
                rubric=rubric.ref,
                digest=rubric.digest,
            )
            yield Fault((f"{field}_digest",), "AUD026", message)
    if not leg.old.is_before(leg.new):
        message = say(
            "leads from {old} to {new}. Please lead from a version to a later one.",
            old=leg.old.ref,
            new=leg.new.ref,
        )
        yield Fault(("now",), "AUD026", message)


def _level_faults(leg: Leg) -> Iterator[Fault]:
    levels = leg.crosswalk.levels
    if levels and not leg.rescaled:
        message = say("the scale is the same in both versions. Please leave the levels out.")
        yield _misfit(("levels",), message)
        return
    for old, new in levels.items():
        if old > leg.old.top or new > leg.new.top:
            message = say(
                "level {old} to {new} is not on the scales 0..{old_top} and 0..{new_top}. "
                "Please use levels of them.",
                old=old,
                new=new,
                old_top=leg.old.top,
                new_top=leg.new.top,
            )
            yield _misfit(("levels", str(old)), message)
    if [levels[old] for old in sorted(levels)] != sorted(levels.values()):
        message = say("a higher level may not become a lower one. Please put them in order.")
        yield _misfit(("levels",), message)


def _passage_faults(leg: Leg, passage: Passage, path: Path) -> Iterator[Fault]:
    if passage.relation == "undecided":
        message = say(
            "{criteria}: nobody has decided yet what became of it. Please write renamed or reworded where "
            "both are the same criterion, else retired for the old and new for the new one.",
            criteria=list_of((*passage.was, *passage.now)) or say_in("criterion", "this"),
        )
        yield Fault(path, "AUD028", message)
        return
    yield from _shape_faults(passage, path)
    unknown = [
        *_unknown(leg.old, passage.was, leg.old.criteria, (*path, "was"), "criterion"),
        *_unknown(leg.new, passage.now, leg.new.criteria, (*path, "now"), "criterion"),
    ]
    if not passage.now:
        unknown += _unknown(
            leg.new, (new for _, new in passage.pairs), leg.new.criteria, (*path, "was"), "criterion"
        )
    yield from unknown
    if not unknown:
        yield from _check_faults(leg, passage, (*path, "checks"))
        yield from _wording_faults(leg, passage, path)


def _shape_faults(passage: Passage, path: Path) -> Iterator[Fault]:
    relation, was, now = passage.relation, len(passage.was), len(passage.now)
    fits = {
        "same": was >= 1 and now == 0,
        "reworded": (was >= 1 and now == 0) or (was, now) == (1, 1),
        "renamed": (was, now) == (1, 1),
        "split": was == 1 and now >= _TWO,
        "merged": was >= _TWO and now == 1,
        "retired": was >= 1 and now == 0,
        "new": was == 0 and now >= 1,
    }[relation]
    if not fits:
        yield _misfit(path, say(_SHAPES[relation]))
    rules = _RULES.get(relation, ())
    if rules and passage.rule not in rules:
        message = say(
            "{relation} needs a rule for the levels. Please write rule: {one} or {other}.",
            relation=relation,
            one=rules[0],
            other=rules[1],
        )
        yield _misfit((*path, "rule"), message)
    if not rules and passage.rule:
        message = say("{relation} takes no rule. Please leave it out.", relation=relation)
        yield _misfit((*path, "rule"), message)


def _check_faults(leg: Leg, passage: Passage, path: Path) -> Iterator[Fault]:
    was = [f"{name}.{check.id}" for name in passage.was for check in leg.old.criteria[name].checks]
    heirs = {new for _, new in passage.pairs}
    now = [f"{name}.{check.id}" for name in heirs for check in leg.new.criteria[name].checks]
    for old, news in passage.checks.items():
        yield from _unknown(leg.old, (old,), was, (*path, old), "check")
        yield from _unknown(leg.new, news, now, (*path, old), "check")


def _unknown(
    rubric: Rubric, names: Iterable[str], known: Iterable[str], path: Path, kind: str
) -> Iterator[Fault]:
    there = list(known)
    for name in names:
        if name not in there:
            hint = did_you_mean(name, there)
            message = say(_UNKNOWN[kind], id=name, rubric=rubric.ref, hint=hint)
            yield Fault(path, "AUD027", message, name)


def _wording_faults(leg: Leg, passage: Passage, path: Path) -> Iterator[Fault]:
    """A rating is only taken over unasked where it was given on the very same words."""
    if passage.relation not in ("same", "renamed"):
        return
    if leg.rescaled:
        message = say(
            "the scale has changed, so nothing is {relation}. Please write reworded.",
            relation=passage.relation,
        )
        yield _misfit(path, message)
        return
    if passage.relation == "same" and passage.checks:
        message = say("the same criterion has the same checks. Please write renamed.")
        yield _misfit((*path, "checks"), message)
    for old, new in passage.pairs:
        moved = {check.rpartition(".")[2]: _short(news) for check, news in passage.checks.items()}
        if not same_wording(leg.old.criteria[old], leg.new.criteria[new], moved):
            message = say(
                "{criterion} is not worded the same in both versions. Please write reworded.", criterion=old
            )
            yield _misfit((*path, "was"), message)
        elif passage.relation == "renamed" and old == new and not passage.checks:
            message = say("{criterion} keeps its id and its words. Please write same.", criterion=old)
            yield _misfit(path, message)


def _short(names: Sequence[str]) -> str:
    return names[0].rpartition(".")[2] if len(names) == 1 else ""


def _account_faults(leg: Leg) -> Iterator[Fault]:
    """Every criterion of both versions is accounted for once, and no id ever means something else."""
    passages = [p for p in leg.crosswalk.criteria if p.relation != "undecided"]
    was = Counter(name for passage in leg.crosswalk.criteria for name in passage.was)
    now = Counter(name for passage in leg.crosswalk.criteria for name in passage.now)
    now += Counter(new for p in passages if not p.now for _, new in p.pairs)
    for rubric, counted in ((leg.old, was), (leg.new, now)):
        for name in rubric.criteria:
            if counted[name] == 0:
                message = say(_MISSING[rubric is leg.old], criterion=name, rubric=rubric.ref)
                yield Fault(("criteria",), "AUD027", message, name)
            if counted[name] > 1:
                message = say(
                    "{criterion} of {rubric} stands here {count} times. Please keep one of them.",
                    criterion=name,
                    rubric=rubric.ref,
                    count=counted[name],
                )
                yield Fault(_path_of(leg, name, rubric is leg.old), "AUD027", message, name)
    for name in leg.new.criteria:
        heirs = leg.successors.get(name)
        if heirs is not None and name not in heirs and was[name] and now[name]:
            message = say(
                "{criterion} was another criterion in {rubric}. Please give the new one an id of its own.",
                criterion=name,
                rubric=leg.old.ref,
            )
            yield _misfit(_path_of(leg, name, False), message)


def _path_of(leg: Leg, name: str, old: bool) -> Path:
    """Where a criterion is named last."""
    found: Path = ("criteria",)
    for index, passage in enumerate(leg.crosswalk.criteria):
        if name in (passage.was if old or not passage.now else passage.now):
            found = ("criteria", index)
    return found


def _misfit(path: Path, message: str) -> Fault:
    return Fault(path, "AUD029", message)
