"""The report of an assessment as an Excel workbook: change a level, and every score follows."""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from dsds_audit.display import STANDING_LABELS, effort_name
from dsds_audit.report.advice_wording import AdviceWording
from dsds_audit.report.facts import Facts
from dsds_audit.report.live_ratings import NAME as RATINGS
from dsds_audit.report.live_ratings import write_ratings
from dsds_audit.report.live_scores import NAME as SCORES
from dsds_audit.report.live_scores import write_scores
from dsds_audit.report.method import explain_method
from dsds_audit.report.record_wording import RecordWording
from dsds_audit.report.text import capitalized, long_date, short_date
from dsds_audit.report.wording import Wording
from dsds_audit.report.workbooks import cell_text, height_of, open_workbook
from dsds_audit.speech import Labels, mark, say, series_of
from dsds_audit.theme import PLAIN, Letterhead
from dsds_audit.translation import language_notes

_SCALE = mark("Scale")
_PAPERS: Mapping[str, int] = {"a4": 9, "us-letter": 1}  # as Excel numbers them
_WHEN = Labels({"now": "now", "next": "next", "later": "later"})
_GAPS = {
    mark("Criterion"): 34,
    mark("From"): 22,
    mark("To"): 22,
    mark("Worth, in points"): 12,
    mark("What does not hold"): 70,
    mark("In the way"): 50,
}
_ADVICE = {
    mark("Order"): 7,
    mark("When"): 9,
    mark("Criterion"): 34,
    mark("Step"): 60,
    mark("Done when"): 50,
    mark("Effort"): 11,
    mark("Usual owner"): 18,
    mark("By"): 13,
    mark("Why"): 60,
}
_PLAN = {
    mark("Item"): 16,
    mark("What"): 60,
    mark("Criterion"): 30,
    mark("Due"): 13,
    mark("Ended"): 13,
    mark("Result"): 50,
    mark("Learnt"): 50,
}
_RECORD = {mark("About"): 30, mark("What is said"): 120}
_LEVELS = {mark("Level"): 8, mark("In words"): 24, mark("What it means"): 80, mark("Choices"): 16}


def write_live_workbook(facts: Facts, letterhead: Letterhead = PLAIN) -> bytes:
    """The workbook: scores, ratings, gaps, what to do, the plan, the record, the scale.

    The scores are formulas over the ratings, by the rules of docs/scoring.md, with their values of now beside
    them; all else is as of the assessment. Typed text is written as text and never becomes a formula.
    """
    page = BytesIO()
    name = (letterhead.theme.organization or "")[:120].replace("&", "&&")  # In the head of a printed page.
    with open_workbook(page, facts.assessment.site, facts.assessment.date) as book:
        looks = _looks(book, letterhead.theme.color)
        scores, ratings = book.add_worksheet(say(SCORES)), book.add_worksheet(say(RATINGS))
        write_ratings(ratings, facts, looks, _SCALE)
        write_scores(book, scores, facts, looks)
        _write_rows(book, looks, say("Gaps"), _GAPS, list(_gaps(facts)))
        _write_rows(book, looks, say("What to do"), _ADVICE, list(_advice(facts)))
        if facts.items:
            _write_rows(book, looks, say("Plan"), _PLAN, list(_items(facts)))
        _write_rows(book, looks, say("Record"), _RECORD, list(_record(facts)))
        _write_scale(book.add_worksheet(say(_SCALE)), facts, looks)
        for sheet in book.worksheets():
            sheet.set_paper(_PAPERS[letterhead.theme.paper])
            if name:
                sheet.set_header(f"&L{name}")
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
        sheet.write_string(0, place, say(title), looks["head"])
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
        unmet = series_of(words.title(check) for check in gap.unmet)
        yield (
            words.title(gap.criterion),
            words.step(gap.level),
            words.step(gap.target),
            float(gap.gain),
            unmet if gap.gone_through else say("Not gone through: {checks}", checks=unmet) if unmet else "",
            series_of(words.barrier(barrier) for barrier in gap.barriers),
        )


def _advice(facts: Facts) -> Iterator[Sequence[Value]]:
    words, advised = Wording(facts), AdviceWording(facts)
    for advice in facts.recommendations:
        reasons = " ".join(reason.sentence for reason in advice.reasons)
        head = (words.rank(advice), _WHEN[advice.when], words.title(advice.criterion))
        due = short_date(advice.due) if advice.due else ""
        to_do = f"{capitalized(words.rise(advice))}. {advised.outcome(advice)}"
        yield (*head, to_do, "", str(advice.cost), "", due, reasons)
        for step in advice.steps:
            action, done = step.action, facts.rubric.checks[step.check].text
            text = action.text if action else say("The rubric names no action for this; agree on one.")
            yield (
                *head,
                text,
                done,
                effort_name(action.effort) if action else "",
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
    yield (say("Date"), long_date(facts.assessment.date))
    yield (say("Adequate"), words.verdict_why)
    yield (say("Fresh evidence"), words.shown_why)
    yield from ((say("Find out"), words.find_out(unknown)) for unknown in facts.unknowns)
    yield (say("Least effort"), facts.adequate_set.sentence)
    yield from ((say("In place"), words.title(name)) for name in facts.strengths.criteria)
    yield from ((say("Does not add up"), f"{f.text} ({f.place})") for f in facts.findings)
    took_part = record.attendance if facts.roles else say("Who was in the room is not recorded.")
    yield (say("Who took part"), took_part)
    yield from ((capitalized(part.role.label), part.count) for part in facts.roles)
    yield from ((capitalized(label), text) for label, text in record.populations)
    if record.run:
        yield (say("How it was run"), capitalized(record.run))
    yield from ((name, statement) for name, those in record.shortfalls for statement in those)
    yield from ((say("How it came about"), sentence) for sentence in explain_method(facts))
    yield from ((say("Its language"), note) for note in language_notes(facts.rubric))


def _write_scale(sheet: Any, facts: Facts, looks: Mapping[str, Any]) -> None:
    """The levels with what each means, and what may be chosen on the sheet of ratings."""
    for place, (title, width) in enumerate(_LEVELS.items()):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, say(title), looks["head"])
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
    sheet.write_string(rows + 2, 3, STANDING_LABELS["not_applicable"], looks["text"])


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
