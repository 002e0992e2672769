"""The report of an assessment as an Excel workbook: change a level, and every score follows."""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from dsds_audit.display import STANDING_LABELS
from dsds_audit.report.advice_wording import AdviceWording
from dsds_audit.report.facts import Facts
from dsds_audit.report.live_ratings import APART, write_ratings
from dsds_audit.report.live_ratings import NAME as RATINGS
from dsds_audit.report.live_scores import NAME as SCORES
from dsds_audit.report.live_scores import write_scores
from dsds_audit.report.method import explain_method
from dsds_audit.report.record_wording import RecordWording
from dsds_audit.report.text import capitalized, long_date, short_date
from dsds_audit.report.wording import Wording
from dsds_audit.report.workbooks import cell_text, height_of, open_workbook
from dsds_audit.theme import PLAIN, Letterhead
from dsds_audit.translation import language_notes

_SCALE = "Scale"
_PAPERS: Mapping[str, int] = {"a4": 9, "us-letter": 1}  # as Excel numbers them
_GAPS = {
    "Criterion": 34,
    "From": 22,
    "To": 22,
    "Worth, in points": 12,
    "What does not hold": 70,
    "In the way": 50,
}
_ADVICE = {
    "Order": 7,
    "When": 9,
    "Criterion": 34,
    "Step": 60,
    "Done when": 50,
    "Effort": 11,
    "Usual owner": 18,
    "By": 13,
    "Why": 60,
}
_PLAN = {"Item": 16, "What": 60, "Criterion": 30, "Due": 13, "Ended": 13, "Result": 50, "Learnt": 50}


def write_live_workbook(facts: Facts, letterhead: Letterhead = PLAIN) -> bytes:
    """The workbook: scores, ratings, gaps, what to do, the plan, the record, the scale.

    The scores are formulas over the ratings, by the rules of docs/scoring.md, with their values of now beside
    them; all else is as of the assessment. Typed text is written as text and never becomes a formula.
    """
    page = BytesIO()
    with open_workbook(page, facts.assessment.site, facts.assessment.date) as book:
        looks = _looks(book, letterhead.theme.color)
        scores, ratings = book.add_worksheet(SCORES), book.add_worksheet(RATINGS)
        write_ratings(ratings, facts, looks, _SCALE)
        write_scores(book, scores, facts, looks)
        _write_rows(book, looks, "Gaps", _GAPS, list(_gaps(facts)))
        _write_rows(book, looks, "What to do", _ADVICE, list(_advice(facts)))
        if facts.items:
            _write_rows(book, looks, "Plan", _PLAN, list(_items(facts)))
        _write_rows(book, looks, "Record", {"About": 30, "What is said": 120}, list(_record(facts)))
        _write_scale(book.add_worksheet(_SCALE), facts, looks)
        for sheet in book.worksheets():
            sheet.set_paper(_PAPERS[letterhead.theme.paper])
    return page.getvalue()


Value = str | int | float | None


def _write_rows(
    book: Any,
    looks: Mapping[str, Any],
    name: str,
    columns: Mapping[str, float],
    rows: Sequence[Sequence[Value]],
) -> None:
    sheet = book.add_worksheet(name)
    for place, (title, width) in enumerate(columns.items()):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, title, looks["head"])
    for number, values in enumerate(rows, start=1):
        for place, value in enumerate(values):
            if isinstance(value, str):
                sheet.write_string(number, place, cell_text(value), looks["text"])
            elif value is not None:
                sheet.write_number(number, place, value, looks["number"])
        texts = zip(map(str, values), columns.values(), strict=True)
        sheet.set_row(number, max(height_of(text, width) for text, width in texts))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _gaps(facts: Facts) -> Iterator[Sequence[Value]]:
    words = Wording(facts)
    for gap in facts.gaps:
        unmet = "; ".join(words.title(check) for check in gap.unmet)
        yield (
            words.title(gap.criterion),
            words.step(gap.level),
            words.step(gap.target),
            float(gap.gain),
            unmet if gap.gone_through else f"Not gone through: {unmet}" if unmet else "",
            "; ".join(words.barrier(barrier) for barrier in gap.barriers),
        )


def _advice(facts: Facts) -> Iterator[Sequence[Value]]:
    words, advised = Wording(facts), AdviceWording(facts)
    for advice in facts.recommendations:
        reasons = " ".join(reason.sentence for reason in advice.reasons)
        head = (words.rank(advice), advice.when, words.title(advice.criterion))
        due = short_date(advice.due) if advice.due else ""
        to_do = f"{capitalized(words.rise(advice))}. {advised.outcome(advice)}"
        yield (*head, to_do, "", str(advice.cost), "", due, reasons)
        for step in advice.steps:
            action, done = step.action, facts.rubric.checks[step.check].text
            text = action.text if action else "The rubric names no action for this; agree on one."
            yield (
                *head,
                text,
                done,
                action.effort if action else "",
                action.owner if action else "",
                short_date(step.due) if step.due else "",
                action.support.text if action and action.support else "",
            )


def _items(facts: Facts) -> Iterator[Sequence[Value]]:
    """The site's plan, without its owners: names are no part of a report."""
    titles = Wording(facts).titles
    for item in facts.items:
        ended = item.closed or item.dropped
        result = item.closed.result if item.closed else item.dropped.reason if item.dropped else ""
        learnt = item.closed.learnt if item.closed else ""
        about = titles.get(item.criterion or "", item.criterion or "")
        yield (
            item.id,
            item.action,
            about,
            short_date(item.due),
            short_date(ended.date) if ended else "",
            result,
            learnt,
        )


def _record(facts: Facts) -> Iterator[Sequence[Value]]:
    words, record = Wording(facts), RecordWording(facts)
    yield ("Date", long_date(facts.assessment.date))
    yield ("Adequate", words.verdict_why)
    yield ("Fresh evidence", words.shown_why)
    yield from (("Find out", words.find_out(unknown)) for unknown in facts.unknowns)
    yield ("Least effort", facts.adequate_set.sentence)
    yield from (("In place", words.title(name)) for name in facts.strengths.criteria)
    yield from (("Does not add up", f"{f.text} ({f.place})") for f in facts.findings)
    yield ("Who took part", record.attendance if facts.roles else "Who was in the room is not recorded.")
    yield from ((capitalized(part.role.label), part.count) for part in facts.roles)
    yield from ((capitalized(label), text) for label, text in record.populations)
    if record.run:
        yield ("How it was run", capitalized(record.run))
    yield from ((name, statement) for name, those in record.shortfalls for statement in those)
    yield from (("How it came about", sentence) for sentence in explain_method(facts))
    yield from (("Its language", note) for note in language_notes(facts.rubric))


def _write_scale(sheet: Any, facts: Facts, looks: Mapping[str, Any]) -> None:
    """The levels with what each means, and what may be chosen on the sheet of ratings."""
    for place, (title, width) in enumerate(
        {"Level": 8, "In words": 24, "What it means": 80, "Choices": 16}.items()
    ):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, title, looks["head"])
    for row, step in enumerate(facts.rubric.scale, start=1):
        sheet.write_number(row, 0, step.level, looks["whole"])
        sheet.write_string(row, 1, cell_text(step.label), looks["text"])
        sheet.write_string(row, 2, cell_text(step.meaning), looks["text"])
        sheet.write_number(row, 3, step.level, looks["whole"])
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    rows = len(facts.rubric.scale)
    sheet.write_string(rows + 1, 3, STANDING_LABELS["dont_know"], looks["text"])
    sheet.write_string(rows + 2, 3, APART, looks["text"])


def _looks(book: Any, color: str) -> dict[str, Any]:
    """How cells look, by what they hold."""
    wrapped = {"text_wrap": True, "valign": "top"}
    plain = {"align": "left", "valign": "top"}
    looks = {
        "title": {"bold": True, "font_size": 16, "font_color": color},
        "lead": {"bold": True},
        "faint": {"italic": True, "font_color": "#51606c"},
        "head": {"bold": True, "bottom": 2, "bottom_color": color, "font_color": color, **wrapped},
        "text": wrapped,
        "strong": {"bold": True, **plain},
        "whole": {"num_format": "0", **plain},
        "number": {"num_format": "0.##", **plain},
        "percent": {"num_format": "0.0 %", **plain},
        "open": {
            "bg_color": "#fff8e1",
            "border": 1,
            "border_color": "#e6cf8b",
            "align": "left",
            "valign": "top",
        },
    }
    return {name: book.add_format(look) for name, look in looks.items()}
