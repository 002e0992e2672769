"""Hypothesis strategies for rubrics, assessments and ratings, with any text that a person could paste."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st
from pydantic import TypeAdapter
from rubrics_for_tests import make_check, make_rubric

from dsds_audit.assessment import (
    Assessment,
    Barrier,
    Evidence,
    OwnThresholds,
    Participant,
    Progress,
    Rating,
)
from dsds_audit.crosswalk import Crosswalk, Leg
from dsds_audit.plan import ActionItem, Closing, Dropping, Entry, Plan
from dsds_audit.rubric import Rubric
from dsds_audit.values import Name, Text
from dsds_audit.votes import Agreed, Counted, Opened, Revealed, Vote
from dsds_audit.votes import Entry as JournalEntry

# What YAML readers are known to trip over.
ODD_TEXTS = (
    *(
        "no",
        "Yes",
        "on",
        "null",
        "~",
        "true",
        "NULL",
        "y",
        ".nan",
        "-.inf",
        "<<",
        "=",
        "?",
        "-",
        "- a",
        "? a",
        "A?",
        ": a",
    ),
    *(
        "007",
        "1.10",
        "1e3",
        "0x1F",
        "0o7",
        "1_000",
        "12:30:45",
        "2026-03-02",
        "2026-03-02 10:00",
        "+1",
        "-0",
        "1.",
    ),
    *(
        "a: b",
        "a:",
        "a #b",
        "#a",
        "'a",
        '"a',
        "a'b\"c",
        "\\",
        "\\n",
        "%TAG",
        "@a",
        "`a",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
    ),
    *(
        "{a}",
        "[a]",
        "a, b",
        "a]",
        "a}",
        "---",
        "...",
        "--- a",
        "C:\\temp\\x",
        "a\tb",
        "a \t#b",
        "a\n\n  b",
        "a\n#b",
    ),
    *(
        "a\r\nb",
        "a\rb",
        "a\x85b",
        "a\u2028b",
        "a\ufeffb",
        "a\x00b",
        "a\x1b[31mb",
        "a\x7fb",
        "a\ufffeb",
        "👩‍👩‍👧 é e\u0301",
    ),
    *(
        "a\n---\nb",
        "a\n...\nb",
        "a\n  \nb",
        "a\n\tb",
        "a \nb",
        "../../etc/passwd",
        "CON",
        "שלום \u200fمرحبا",
        "x" * 300,
    ),
)
_CHARS = st.characters(exclude_categories=["Cs"])
_DATES = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))


def _valid(kind: Any, words: st.SearchStrategy[str], longest: int) -> st.SearchStrategy[str]:
    adapter = TypeAdapter(kind)
    cut = words.map(lambda word: word[:longest]).filter(lambda word: word.strip().strip("\x85\u2028\u2029"))
    return cut.map(adapter.validate_python)


def texts() -> st.SearchStrategy[str]:
    """Texts of a field such as a note."""
    lines = st.lists(st.text(_CHARS, max_size=20), max_size=4).map("\n".join)
    return _valid(Text, st.one_of(st.sampled_from(ODD_TEXTS), st.text(_CHARS, max_size=40), lines), 10_000)


def names() -> st.SearchStrategy[str]:
    """Names of sites, programs and people."""
    return _valid(Name, st.one_of(st.sampled_from(ODD_TEXTS), st.text(_CHARS, max_size=20)), 200)


@st.composite
def rubrics(draw: st.DrawFn) -> Rubric:
    """Rubrics with one to three practices of one to three criteria, roles, drivers and populations."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    practices = {
        f"p{p}": {
            f"c{c}": {"checks": draw(st.integers(0, 3)), "not_applicable": draw(st.booleans())}
            for c in range(1, size + 1)
        }
        for p, size in enumerate(sizes, start=1)
    }
    return make_rubric(
        practices,
        top=draw(st.sampled_from([1, 2, 10])),
        panel={"roles": [{"id": "coach", "label": "Coach"}, {"id": "no", "label": "Someone else"}]},
        drivers=[{"id": name, "label": name, "group": "Any"} for name in ("training", "null")],
        populations=[{"id": name, "label": name, "question": "Who?"} for name in ("staff", "true", "on")],
    )


def _evidence() -> st.SearchStrategy[Evidence]:
    return st.builds(Evidence, what=texts(), where=st.none() | texts(), date=st.none() | _DATES)


@st.composite
def ratings(draw: st.DrawFn, rubric: Rubric, criterion_id: str) -> Rating:
    """Ratings of any kind for a criterion, with ticks, evidence, a note, barriers."""
    ids = [check.id for check in rubric.criteria[criterion_id].checks]
    ticks = st.none() | (st.lists(st.sampled_from(ids), unique=True).map(tuple) if ids else st.just(()))
    drivers = st.sampled_from([None, *(driver.id for driver in rubric.drivers)])
    level = st.integers(0, rubric.top).map(lambda value: {"level": value})
    others = st.just({"dont_know": True}) | texts().map(lambda text: {"not_applicable": text})
    claim = draw(st.one_of(level, level, others, st.just({"not_applicable": ""})))
    return Rating(
        **claim,
        checks=draw(ticks),
        evidence=draw(st.lists(_evidence(), max_size=3).map(tuple)),
        note=draw(st.none() | texts()),
        barriers=draw(st.lists(st.builds(Barrier, what=texts(), driver=drivers), max_size=2).map(tuple)),
    )


@st.composite
def assessments(draw: st.DrawFn, rubric: Rubric) -> Assessment:
    """Assessments against a rubric, finished or not; they fit it."""
    criteria = st.lists(st.sampled_from(list(rubric.criteria)), unique=True)
    percents = st.none() | st.decimals(0, 100, places=2, allow_nan=False, allow_infinity=False)
    roles = st.sampled_from([role.id for role in rubric.panel.roles] if rubric.panel else ["coach"])
    people = st.builds(Participant, role=roles, name=st.none() | names())
    populations = (
        st.lists(st.sampled_from([p.id for p in rubric.populations]), unique=True)
        if rubric.populations
        else st.just([])
    )
    return Assessment(
        site=draw(names()),
        program=draw(st.none() | names()),
        group=draw(st.none() | names()),
        date=draw(_DATES),
        rubric=rubric.ref,
        digest=rubric.digest,
        thresholds=draw(st.none() | st.builds(OwnThresholds, total=percents, practice=percents)),
        targets={name: draw(st.integers(0, rubric.top)) for name in draw(criteria)},
        populations={name: draw(texts()) for name in draw(populations)},
        facilitator=draw(st.none() | names()),
        invited=draw(st.none() | st.integers(1, 10_000)),
        participants=draw(st.lists(people, max_size=3).map(tuple)),
        ratings={name: draw(ratings(rubric, name)) for name in draw(criteria)},
        interview=draw(st.none() | _progress(rubric)),
    )


@st.composite
def _progress(draw: st.DrawFn, rubric: Rubric) -> Progress:
    criteria = list(rubric.criteria)
    some = st.lists(st.sampled_from(criteria), unique=True, max_size=3).map(tuple)
    ticked = draw(some)
    return Progress(
        position=draw(st.sampled_from([*criteria, "site", "participants/add", "no"])),
        quick=draw(st.booleans()),
        skipped=draw(some),
        carried=draw(some),
        carried_from=draw(st.none() | _DATES),
        ticked={name: tuple(check.id for check in rubric.criteria[name].checks[:2]) for name in ticked},
    )


RELATIONS = ("same", "renamed", "reworded", "split", "merged", "retired")


@st.composite
def legs(draw: st.DrawFn, old: Rubric, relations: tuple[str, ...] = RELATIONS) -> Leg:
    """A later version of a rubric with its crosswalk: every criterion has one of these relations.

    New criteria are added, and roles, drivers and populations are dropped, unless all stays in order to be
    compared (``same`` and ``renamed`` alone).
    """
    steady = set(relations) <= {"same", "renamed"}
    practices: dict[str, dict[str, Any]] = {practice.id: {} for practice in old.practices}
    passages: list[dict[str, Any]] = []
    names = list(old.criteria)
    while names:
        taken = [names.pop(0)]
        relation = draw(st.sampled_from(relations))
        if relation == "merged":
            taken += names[:1]
            del names[:1]
            relation = "merged" if len(taken) > 1 else "retired"
        passage, made = _fate(draw, old, relation, taken)
        practices[taken[0].partition(".")[0]] |= made
        passages.append(passage)
    added = [
        name for name, criteria in practices.items() if not criteria or (not steady and draw(st.booleans()))
    ]
    fresh = f"added-{old.version.replace('.', '-')}"
    for name in added:
        practices[name][fresh] = {}
    if added:
        passages.append({"relation": "new", "now": [f"{name}.{fresh}" for name in added]})
    top = old.top if steady else draw(st.sampled_from([old.top, 2]))
    new = make_rubric(
        practices,
        top=top,
        weights=[practice.weight for practice in old.practices],
        version=f"1.{int(old.version.split('.')[1]) + 1}.0",
        panel={"roles": [{"id": "coach", "label": "Coach"}]} if not steady else old.panel,
        drivers=old.drivers if steady else old.drivers[:1],
        populations=old.populations if steady else old.populations[:1],
    )
    levels = {}
    if old.scale != new.scale:
        levels = {0: 0, old.top: top} if draw(st.booleans()) else {}
        passages = [
            {**p, "relation": "reworded"} if p["relation"] in ("same", "renamed") else p for p in passages
        ]
    walk = {"rubric": new.id, "was": old.version, "now": new.version, "levels": levels, "criteria": passages}
    return Leg(old, new, Crosswalk.model_validate(walk))


def _fate(
    draw: st.DrawFn, old: Rubric, relation: str, taken: list[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The passage of some criteria, and the new criteria, by their ids."""
    name, criterion = taken[0], old.criteria[taken[0]]
    practice = name.partition(".")[0]
    as_it_was = criterion.model_dump(exclude={"id"})
    fresh = f"{criterion.id}-{old.version.replace('.', '-')}"
    passage: dict[str, Any] = {"relation": relation, "was": taken}
    if relation == "same":
        return passage, {criterion.id: as_it_was}
    if relation == "reworded":
        checks = [*as_it_was["checks"][: draw(st.integers(0, 3))], make_check(f"another-{fresh}")]
        return passage, {criterion.id: {**as_it_was, "question": f"Otherwise, {fresh}?", "checks": checks}}
    if relation == "renamed":
        checks = [{**check, "id": f"{check['id']}x"} for check in as_it_was["checks"]]
        moved = {f"{name}.{c['id']}": [f"{practice}.{fresh}.{c['id']}x"] for c in as_it_was["checks"]}
        return {**passage, "now": [f"{practice}.{fresh}"], "checks": moved}, {
            fresh: {**as_it_was, "checks": checks}
        }
    if relation == "split":
        parts = (f"{fresh}-a", f"{fresh}-b")
        passage |= {
            "now": [f"{practice}.{part}" for part in parts],
            "rule": draw(st.sampled_from(["each", "ask"])),
        }
        return passage, {part: {} for part in parts}
    if relation == "merged":
        passage |= {"now": [f"{practice}.{fresh}"], "rule": draw(st.sampled_from(["lowest", "ask"]))}
        return passage, {fresh: {}}
    return passage, {}


_IDS = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)


def _shown_by_then(closing: Closing) -> Closing:
    """The closing with no evidence of a later day."""
    dated = (
        one.model_copy(update={"date": min(one.date, closing.date)}) if one.date else one
        for one in closing.evidence
    )
    return closing.model_copy(update={"evidence": tuple(dated)})


@st.composite
def items(draw: st.DrawFn, item_id: str) -> ActionItem:
    """Sound action items, open, closed and dropped."""
    adopted = draw(_DATES)
    later = st.dates(adopted, dt.date(9999, 12, 31))
    criterion = draw(st.none() | st.sampled_from(["p1.c1", "p1.c2", "no.on"]))
    evidence = st.lists(_evidence(), min_size=1, max_size=2).map(tuple)
    ended = draw(st.sampled_from(["closed", "dropped", "open", "open"]))
    closing = st.builds(
        Closing,
        date=later,
        evidence=evidence,
        result=texts(),
        learnt=texts(),
        as_planned=st.sampled_from([None, True, False]),
        next=st.none() | texts(),
    ).map(_shown_by_then)
    return ActionItem(
        id=item_id,
        action=draw(texts()),
        program=draw(st.none() | names()),
        criterion=criterion,
        rubric=draw(st.sampled_from(["small@1.0.0", "small@1.10.0"])) if criterion else None,
        checks=draw(st.sampled_from([(), ("k1",), ("no", "k2")])) if criterion else (),
        turn=draw(st.sampled_from(["now", "next", "later"])),
        owner=draw(names()),
        adopted=adopted,
        due=draw(later),
        aim=draw(st.none() | texts()),
        measure=draw(st.none() | texts()),
        first_step=draw(st.none() | texts()),
        barrier=draw(st.none() | st.builds(Barrier, what=texts(), driver=st.sampled_from([None, "null"]))),
        diary=draw(st.lists(st.builds(Entry, date=_DATES, text=texts()), max_size=2).map(tuple)),
        closed=draw(closing) if ended == "closed" else None,
        dropped=draw(st.builds(Dropping, date=later, reason=texts())) if ended == "dropped" else None,
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Sound plans of up to four items."""
    ids = draw(st.lists(_IDS, unique=True, max_size=4))
    return Plan(
        site=draw(names()),
        next_assessment=draw(st.none() | _DATES),
        items=tuple(draw(items(item_id)) for item_id in ids),
    )


_MOMENTS = st.datetimes(timezones=st.just(dt.UTC))


@st.composite
def journal_entries(draw: st.DrawFn, rubric: Rubric, criteria: int = 2, people: int = 4) -> JournalEntry:
    """An entry of any kind about one of a rubric's first criteria; a vote is of one of few people."""
    fields: dict[str, Any] = {
        "criterion": draw(st.sampled_from(list(rubric.criteria)[:criteria])),
        "round": draw(st.sampled_from([1, 1, 2])),
        "at": draw(_MOMENTS),
    }
    level = st.none() | st.integers(0, rubric.top)
    kind = draw(st.sampled_from([Opened, Opened, Vote, Vote, Vote, Counted, Revealed, Revealed, Agreed]))
    if kind is Vote:
        roles = [role.id for role in rubric.panel.roles if role.votes] if rubric.panel else ["coach"]
        number = draw(st.integers(1, people))
        fields |= {"by": f"p-person{number}", "role": roles[number % len(roles)], "level": draw(level)}
    elif kind is Counted:
        counts = st.dictionaries(st.integers(0, rubric.top), st.integers(0, 1000))
        fields |= {"levels": draw(counts), "abstained": draw(st.integers(0, 1000))}
    elif kind is Agreed:
        fields |= {"level": draw(level), "minority": draw(st.none() | texts())}
    return kind(**fields)


def journals(rubric: Rubric) -> st.SearchStrategy[list[JournalEntry]]:
    """Journals of up to 40 entries that need not make sense."""
    return st.lists(journal_entries(rubric), max_size=40)
