"""Whatever prints a score, of whichever command, prints the same numbers; they are read back from each."""

import datetime as dt
import itertools
import json
import math
import random
import re
from collections.abc import Iterator
from fractions import Fraction
from html import unescape
from typing import Any

import pytest

from dsds_audit.assessment import Assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.rubric import Rubric
from tests.oracles.plain_scores import (
    Percents,
    claimed_ends,
    claims_of,
    practice_percents,
    shown_ends,
    total_percents,
)

DAYS = (dt.date(2025, 9, 1), dt.date(2026, 3, 2))
DSDS = Catalogue().load("dsds@1.0.0")
THRESHOLDS = (None, {"total": 63, "practice": 50}, {"total": 70, "practice": 38}, {"total": 100})
SHOWN = r"(\d+(?: to \d+)? %|does not apply)"
Printed = dict[str, tuple[str, str]]
"""By practice, or ``total``: what is printed as claimed, and as shown by fresh evidence."""


def made_up(random: random.Random, day: dt.date, own: Any) -> Assessment:
    """An assessment with ratings of every kind, in shares that differ from one to the next."""
    kinds = ["level", "level", "level", "dont_know", "not_applicable", "no reason", "nothing"]
    weights = [6 * random.random() for _ in kinds]
    ratings = {
        name: rating_of(random, kind, day)
        for name in DSDS.criteria
        for kind in random.choices(kinds, weights)
        if kind != "nothing"
    }
    if random.random() < 0.4:  # a practice of which nothing applies
        access = [name for name in DSDS.criteria if name.startswith("access.")]
        ratings |= {name: {"not_applicable": "Not ours."} for name in access}
    content = {"site": "Oak", "date": day, "rubric": DSDS.ref, "thresholds": own, "ratings": ratings}
    return Assessment.model_validate(content)


def rating_of(random: random.Random, kind: str, day: dt.date) -> dict[str, Any]:
    if kind == "level":
        dates = [None, *(day + dt.timedelta(days) for days in (-800, -93, -1, 1))]
        evidence = [{"what": "A note", "date": date} for date in random.sample(dates, random.randint(0, 2))]
        return {"level": random.randint(0, 2), "evidence": evidence}
    others = {"dont_know": {"dont_know": True}, "not_applicable": {"not_applicable": "Not ours."}}
    return others.get(kind, {"not_applicable": ""})


def whole(value: Fraction, threshold: Fraction) -> int:
    """A whole percent, half up; 0 and 100 only where exactly so, and on its side of the threshold."""
    found = math.floor(value + Fraction(1, 2))
    if (found >= 100 > value) or (found >= threshold > value):
        return found - 1
    return 1 if found == 0 < value else found


def shown_as(percents: Percents, threshold: Any) -> str:
    low, high = percents
    if low is None or high is None:
        return "does not apply"
    ends = [str(whole(end, Fraction(threshold))) for end in (low, high)]
    return f"{ends[0]} to {ends[1]} %" if low != high else f"{ends[0]} %"


def wanted(rubric: Rubric, assessment: Assessment) -> tuple[Printed, dict[str, tuple[Percents, Percents]]]:
    """What every output has to print, and the exact numbers behind it."""
    sides = (claimed_ends(rubric, claims_of(rubric, assessment)), shown_ends(rubric, assessment))
    own = assessment.thresholds
    total, practice = (
        (own and getattr(own, name)) or getattr(rubric.thresholds, name) for name in ("total", "practice")
    )
    exact = {"total": tuple(total_percents(rubric, ends) for ends in sides)}
    exact |= {p.id: tuple(practice_percents(rubric, p, ends) for ends in sides) for p in rubric.practices}
    printed = {
        name: tuple(shown_as(each, total if name == "total" else practice) for each in pair)
        for name, pair in exact.items()
    }
    return printed, exact


def in_sentence(text: str) -> tuple[str, str]:
    """What a sentence says of claimed and shown."""
    text = " ".join(text.replace("\xa0", " ").split())
    if both := re.search(rf"{SHOWN} claimed and shown by fresh evidence", text):
        return both[1], both[1]
    if found := re.search(rf"{SHOWN} claimed, {SHOWN} shown by fresh evidence", text):
        return found[1], found[2]
    return re.search(rf"{SHOWN} claimed", text)[1], ""


def cells(row: str) -> list[str]:
    """The texts of a table's row in HTML, without what is only drawn."""
    row = re.sub(r'<div class="bar".*?</div>', "", row, flags=re.DOTALL)
    found = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]*>", " ", cell)).replace("\xa0", " ").split()) for cell in found]


def rows(page: str, after: str) -> list[list[str]]:
    """The rows of the table whose caption begins with a text."""
    begin = page.index(after)
    return [
        cells(row)
        for row in re.findall(r"<tr.*?</tr>", page[begin : page.index("</table>", begin)], re.DOTALL)
    ]


def only_percent(text: str) -> str:
    return re.match(SHOWN, text)[1]


def same_document(scores: dict[str, Any], exact: dict[str, tuple[Percents, Percents]]) -> None:
    """The numbers of a JSON document are the exact ones."""
    for name, part in [("total", scores["overall"]), *((p["id"], p) for p in scores["practices"])]:
        for ends, percents in zip((part, part["evidenced"]), exact[name], strict=True):
            for end, percent in zip(("low", "high"), percents, strict=True):
                assert ends[end] == (None if percent is None else pytest.approx(float(percent), abs=1e-9)), (
                    name
                )
        low, high = exact[name][0]
        assert part["percent"] == near(low if low == high else None)


def near(percent: Fraction | None) -> Any:
    return None if percent is None else pytest.approx(float(percent), abs=1e-9)


def of_score(text: str) -> Iterator[tuple[str, str, str]]:
    yield "total", *in_sentence(text.partition("Total: ")[2])
    # The table folds its cells, so the lines of each are joined again, column by column.
    table = re.split(r"^─+$", text, flags=re.MULTILINE)[1].partition("Adequate: ")[0]
    blocks = [block.strip("\n").split("\n") for block in re.split(r"^ *$", table, flags=re.MULTILINE)]
    for practice, block in zip(DSDS.practices, filter(any, blocks), strict=True):
        own = block[:1]
        own += itertools.takewhile(lambda line: not re.match("  [^ ]", line), block[1:])
        sides = (" ".join(line[a:b].strip() for line in own) for a, b in ((50, 76), (76, 101)))
        claimed, shown = (re.search(SHOWN, side.replace("\xa0", " ")) for side in sides)
        yield practice.id, claimed[1], shown[1] if shown else ""


def of_markdown(text: str) -> Iterator[tuple[str, str, str]]:
    yield "total", *in_sentence(re.search(r"- Progress: \*\*(.*)\*\*", text)[1])
    for practice in DSDS.practices:
        row = re.search(rf"^\| {re.escape(practice.title)} \|(.*)$", text, re.MULTILINE)[1].split("|")
        yield practice.id, only_percent(row[1].strip()), only_percent(row[2].strip())


def of_html(page: str) -> Iterator[tuple[str, str, str]]:
    yield "total", *in_sentence(re.search(r'<p class="total"><strong>(.*?)</strong>', page, re.DOTALL)[1])
    for row in rows(page, "Scores by practice")[1:]:
        practice = next(practice for practice in DSDS.practices if practice.title == row[0])
        yield practice.id, only_percent(row[2]), only_percent(row[3])


def of_explain(text: str, exact: dict[str, tuple[Percents, Percents]]) -> None:
    """``explain`` prints exact numbers, cut after four decimals where they go on."""
    for name in ("total", *(practice.id for practice in DSDS.practices)):
        line = re.search(rf"^ *{'overall' if name == 'total' else name}: (.*)$", text, re.MULTILINE)[1]
        claimed, shown = exact[name]
        if claimed[0] is None:
            assert line.startswith("does not apply"), line
        else:
            assert re.match(rf"{re.escape(in_full(claimed))}(?: \([^()]+ %\))? claimed", line), line
        if claimed != shown:
            whole = r"(?: \([^()]+ %\))?"
            assert re.search(rf"{re.escape(in_full(shown))}{whole} shown by fresh evidence", line), line


def in_full(percents: Percents) -> str:
    texts = list(dict.fromkeys(_decimals(end) for end in percents if end is not None))
    return f"{' to '.join(texts)} percent"


def _decimals(value: Fraction) -> str:
    short = Fraction(math.floor(value * 10_000), 10_000)
    text = f"{float(short):.4f}"
    return text.rstrip("0").rstrip(".") if short == value else f"{text}…"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_every_output_prints_the_same_numbers(run, tmp_path, seed):
    source = random.Random(seed)
    own = THRESHOLDS[seed % len(THRESHOLDS)]
    records = [made_up(source, day, own) for day in DAYS]
    files = [tmp_path / "oak" / f"{day}.yaml" for day in DAYS]
    files[0].parent.mkdir()
    for record, file in zip(records, files, strict=True):
        file.write_text(record.model_dump_json(exclude_defaults=True), encoding="utf-8")
    all_printed, all_exact = zip(*(wanted(DSDS, record) for record in records), strict=True)
    for file, printed, exact in zip(files, all_printed, all_exact, strict=True):
        same_document(json.loads(said(run("score", file, "--format", "json"))), exact)
        for read, name in ((of_score, None), (of_markdown, "out.md"), (of_html, "out.html")):
            text = said(run("report", file, "-o", name)) and (tmp_path / name).read_text() if name else ""
            text = text or said(run("score", file))
            assert {part: (one, other or one) for part, one, other in read(text)} == printed, read.__name__
        of_explain(said(run("explain", file)), exact)
    several(run, tmp_path, list(all_printed), list(all_exact))


def several(run: Any, folder: Any, printed: list[Printed], exact: list[Any]) -> None:
    """``compare`` and ``trend``: on the screen, as a page, and in JSON."""
    for command, places in (("compare", ("Oak", "--all")), ("trend", ("Oak",))):
        document = json.loads(said(run(command, *places, "--format", "json")))
        for part, numbers in zip(document["assessments"], exact, strict=True):
            same_document(part, numbers)
        said(run(command, *places, "-o", "many.html"))
        assert run("verify", "many.html").exit_code == 0
    page = (folder / "many.html").read_text()
    for row, wanted_row in zip(rows(page, "The total</caption>")[1:], printed, strict=True):
        assert (row[1], row[3]) == wanted_row["total"]
    for row, wanted_row in zip(rows(page, "The practices, as claimed; below")[1:], printed, strict=True):
        assert row[1:] == [" ".join(wanted_row[practice.id]) for practice in DSDS.practices]
    screen = said(run("trend", "Oak")).replace("\xa0", " ")
    for line, wanted_row in zip(
        re.findall(r"^.*\d of \d+ rated.*$", screen, re.MULTILINE), printed, strict=True
    ):
        assert tuple(re.findall(SHOWN, line)) == wanted_row["total"]
    said(run("compare", "Oak", "--all", "-o", "many.html"))
    page = (folder / "many.html").read_text()
    for row, wanted_row in zip(rows(page, "The assessments</caption>")[1:], printed, strict=True):
        assert (only_percent(row[2]), only_percent(row[3])) == wanted_row["total"]
    screen = said(run("compare", "Oak", "--all")).replace("\xa0", " ")
    begin = screen.index("The practices, with")
    block = screen[begin : screen.index("The criteria: the level", begin)].split("\n")
    lines = [line for line in block if re.search(SHOWN, line)]
    claimed, shown = (
        [re.findall(SHOWN, line) for line in lines if bool(re.match(r"[A-Z] ", line)) is first]
        for first in (True, False)
    )
    for index, wanted_row in enumerate(printed):
        assert claimed[index] == [wanted_row[practice.id][0] for practice in DSDS.practices]
        applying = [wanted_row[practice.id][1] for practice in DSDS.practices]
        assert shown[index] == [text for text in applying if text != "does not apply"]


def said(result: Any) -> str:
    assert result.exit_code == 0, result.output
    return str(result.stdout)
