"""Which sheets a workbook has, in which order, under which names."""

import json
import re
from collections.abc import Iterable, Iterator

from dsds_audit.names import folded, numbered
from dsds_audit.rubric import Rubric
from dsds_audit.speech import mark, say
from dsds_audit.workbook.choices import FALSE, TRUE, level_choices, yes_or_no
from dsds_audit.workbook.practice_rows import practice_rows
from dsds_audit.workbook.rows import ANSWER, EMPTY, LABEL, Field, Filling, Row, Sheet, filled
from dsds_audit.workbook.start_rows import start_rows
from dsds_audit.workbook.tongue import tongue_of

FORMAT = 1
MARK = "dsds-audit workbook"  # Begins the hidden first row of every sheet that is read.
LISTS = "dsds-audit lists"  # Begins the sheet of what is not for people.
KEPT = ("thresholds", "targets", "earlier")  # What nobody is asked, taken along unseen.


def mark_of(rubric: Rubric) -> str:
    """What every sheet that is read begins with: the workbook's format, the rubric's version, and the
    language where it is another than English as the rubric has it."""
    return f"{MARK} {FORMAT} {rubric.ref} {rubric.digest} {tongue_of(rubric)}".rstrip()


def lay_out(rubric: Rubric, filling: Filling = EMPTY) -> tuple[Sheet, ...]:
    """The sheets of a workbook: who is assessed, a sheet for each practice, the look back."""
    titles = [say("Start here"), *(practice.short for practice in rubric.practices), say("Looking back")]
    names = list(_sheet_names(titles))
    levels = {offered: level_choices(rubric, offered) for offered in (False, True)}
    practices = [
        Sheet(name, tuple(practice_rows(rubric, practice, filling, levels)))
        for name, practice in zip(names[1:-1], rubric.practices, strict=True)
    ]
    start = Sheet(names[0], tuple(start_rows(rubric, filling, practices)))
    if not rubric.administration:
        return (start, *practices)
    return (start, *practices, Sheet(names[-1], tuple(_look_back_rows(rubric, filling))))


def kept_text(filling: Filling) -> str:
    """What the assessment holds and a workbook does not ask, as JSON; empty where there is nothing."""
    if filling.assessment is None:
        return ""
    kept = filling.assessment.model_dump(mode="json", include=set(KEPT), exclude_defaults=True)
    return json.dumps(kept) if kept else ""


def _sheet_names(titles: Iterable[str]) -> Iterator[str]:
    taken = {folded(LISTS.partition(" ")[0]), "history"}  # The second is Excel's own.
    for title in titles:
        clean = "".join(c for c in title if c.isprintable() and c not in "[]:*?/\\'!")
        base = " ".join(clean.split())[:24].strip() or say("Practice")
        name = next(one for one in numbered(base) if folded(one) not in taken)
        taken.add(folded(name))
        yield name


def _look_back_rows(rubric: Rubric, filling: Filling) -> Iterator[Row]:
    held = filling.assessment.administration if filling.assessment else {}
    yield Row("look-back/title", "title", {LABEL: say("How this assessment was run")})
    yield Row("look-back/about", "prose", {LABEL: say(_LOOK_BACK)})
    choices = yes_or_no()
    words = {True: choices.words[TRUE], False: choices.words[FALSE], None: ""}
    for statement in rubric.administration:
        value = words[held.get(statement.id)]
        entry = Field("truth", choices)
        key = f"administration.{statement.id}"
        yield Row(key, "plain", {LABEL: statement.text}, {ANSWER: entry}, filled({ANSWER: value}))


def key_of_list(key: str) -> bool:
    """Whether rows of a key are items of a list, of which there are several."""
    return re.search(r"^participants$|/evidence$|/barriers$", key) is not None


_LOOK_BACK = mark(
    "When you are through: what held of how you went about it? Leave open what nobody remembers."
)
