"""What makes a crosswalk unusable between the two rubric versions that it joins."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from dsds_audit.crosswalk.passages import Leg, Passage
from dsds_audit.errors import Fault, did_you_mean
from dsds_audit.rubric import Criterion, Rubric

Path = tuple[str | int, ...]
_RULES = {"split": ("each", "ask"), "merged": ("lowest", "ask")}
_TWO = 2


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
            message = f"{field} is {ref}, but its name says {rubric.ref}. Please correct one of them."
            yield Fault((field,), "AUD026", message)
        digest = walk.was_digest if field == "was" else walk.now_digest
        if digest not in (None, rubric.digest):
            message = (
                f"was made for another {rubric.ref}: its digest is {rubric.digest} here. Please look the "
                "crosswalk over again, then correct this line or leave it out."
            )
            yield Fault((f"{field}_digest",), "AUD026", message)
    if not leg.old.is_before(leg.new):
        message = f"leads from {leg.old.ref} to {leg.new.ref}. Please lead from a version to a later one."
        yield Fault(("now",), "AUD026", message)


def _level_faults(leg: Leg) -> Iterator[Fault]:
    levels = leg.crosswalk.levels
    if levels and not leg.rescaled:
        yield _misfit(("levels",), "the scale is the same in both versions. Please leave the levels out.")
        return
    for old, new in levels.items():
        if old > leg.old.top or new > leg.new.top:
            message = (
                f"level {old} to {new} is not on the scales 0..{leg.old.top} and 0..{leg.new.top}. "
                "Please use levels of them."
            )
            yield _misfit(("levels", str(old)), message)
    if [levels[old] for old in sorted(levels)] != sorted(levels.values()):
        yield _misfit(("levels",), "a higher level may not become a lower one. Please put them in order.")


def _passage_faults(leg: Leg, passage: Passage, path: Path) -> Iterator[Fault]:
    if passage.relation == "undecided":
        named = " and ".join((*passage.was, *passage.now)) or "this"
        message = (
            f"{named}: nobody has decided yet what became of it. Please write renamed or reworded where both "
            "are the same criterion, else retired for the old and new for the new one."
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
    fits, wanted = {
        "same": (was >= 1 and now == 0, "ids under was, and no now"),
        "reworded": (
            (was >= 1 and now == 0) or (was, now) == (1, 1),
            "ids under was, or one was and one now",
        ),
        "renamed": ((was, now) == (1, 1), "one id under was and one under now"),
        "split": (was == 1 and now >= _TWO, "one id under was and several under now"),
        "merged": (was >= _TWO and now == 1, "several ids under was and one under now"),
        "retired": (was >= 1 and now == 0, "ids under was, and no now"),
        "new": (was == 0 and now >= 1, "ids under now, and no was"),
    }[relation]
    if not fits:
        yield _misfit(path, f"{relation} does not fit here. Please give it {wanted}.")
    rules = _RULES.get(relation, ())
    if rules and passage.rule not in rules:
        message = f"{relation} needs a rule for the levels. Please write rule: {' or '.join(rules)}."
        yield _misfit((*path, "rule"), message)
    if not rules and passage.rule:
        yield _misfit((*path, "rule"), f"{relation} takes no rule. Please leave it out.")


def _check_faults(leg: Leg, passage: Passage, path: Path) -> Iterator[Fault]:
    was = [f"{name}.{check.id}" for name in passage.was for check in leg.old.criteria[name].checks]
    heirs = {new for _, new in passage.pairs}
    now = [f"{name}.{check.id}" for name in heirs for check in leg.new.criteria[name].checks]
    for old, news in passage.checks.items():
        yield from _unknown(leg.old, (old,), was, (*path, old), "check there")
        yield from _unknown(leg.new, news, now, (*path, old), "check there")


def _unknown(
    rubric: Rubric, names: Iterable[str], known: Iterable[str], path: Path, kind: str
) -> Iterator[Fault]:
    there = list(known)
    for name in names:
        if name not in there:
            hint = did_you_mean(name, there)
            message = f"{name} is no {kind} in {rubric.ref}.{hint} Please correct it."
            yield Fault(path, "AUD027", message, name)


def _wording_faults(leg: Leg, passage: Passage, path: Path) -> Iterator[Fault]:
    """A rating is only taken over unasked where it was given on the very same words."""
    if passage.relation not in ("same", "renamed"):
        return
    if leg.rescaled:
        message = f"the scale has changed, so nothing is {passage.relation}. Please write reworded."
        yield _misfit(path, message)
        return
    if passage.relation == "same" and passage.checks:
        yield _misfit((*path, "checks"), "the same criterion has the same checks. Please write renamed.")
    for old, new in passage.pairs:
        moved = {check.rpartition(".")[2]: _short(news) for check, news in passage.checks.items()}
        if not same_wording(leg.old.criteria[old], leg.new.criteria[new], moved):
            message = f"{old} is not worded the same in both versions. Please write reworded."
            yield _misfit((*path, "was"), message)
        elif passage.relation == "renamed" and old == new and not passage.checks:
            yield _misfit(path, f"{old} keeps its id and its words. Please write same.")


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
                message = f"{name} of {rubric.ref} is missing. Please say what became of it"
                message += "." if rubric is leg.old else ", or that it is new."
                yield Fault(("criteria",), "AUD027", message, name)
            if counted[name] > 1:
                message = (
                    f"{name} of {rubric.ref} stands here {counted[name]} times. Please keep one of them."
                )
                yield Fault(_path_of(leg, name, rubric is leg.old), "AUD027", message, name)
    for name in leg.new.criteria:
        heirs = leg.successors.get(name)
        if heirs is not None and name not in heirs and was[name] and now[name]:
            message = (
                f"{name} was another criterion in {leg.old.ref}. Please give the new one an id of its own."
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
