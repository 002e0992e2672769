"""Hypothesis strategies for rubrics, assessments and ratings, with any text that a person could paste."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st
from pydantic import TypeAdapter
from rubrics_for_tests import make_rubric

from dsds_audit.assessment import (
    Assessment,
    Barrier,
    Evidence,
    OwnThresholds,
    Participant,
    Progress,
    Rating,
)
from dsds_audit.rubric import Rubric
from dsds_audit.values import Name, Text

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
