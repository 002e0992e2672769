"""The ratings of an assessment on a sheet where each may be changed, with what counts of it."""

from collections.abc import Mapping
from typing import Any

from dsds_audit.display import STANDING_LABELS
from dsds_audit.report.facts import Facts
from dsds_audit.report.wording import Wording
from dsds_audit.report.workbooks import HEAD, cell_text, height_of
from dsds_audit.scoring import CriterionScore
from dsds_audit.speech import mark, say, series_of

NAME = mark("Ratings")
TOP = 3  # The row, from 0, of the first criterion.
_WORKINGS = "Id"  # The first of the columns that the scores are worked out from.
_WIDTHS: Mapping[str, float] = {
    mark("Practice"): 26,
    mark("Criterion"): 30,
    mark("Level"): 14,
    mark("In words"): 18,
    mark("Target"): 8,
    mark("Below target"): 9,
    mark("Evidence"): 40,
    mark("Fresh evidence"): 10,
    mark("Note"): 40,
    mark("Id"): 26,
    mark("Highest level"): 9,
    mark("Applies"): 9,
    mark("Rated"): 9,
    mark("At least"): 9,
    mark("At most"): 9,
    mark("Shown, at least"): 9,
    mark("Is at the top"): 9,
    mark("Is in between"): 9,
    mark("May miss the top"): 9,
}
_LETTERS = {title: chr(ord("A") + place) for place, title in enumerate(_WIDTHS)}


def column(facts: Facts, title: str) -> str:
    """All cells of a column of the ratings, as a formula on another sheet names them."""
    letter = _LETTERS[title]
    return f"{sheet_name(NAME)}!${letter}${TOP + 1}:${letter}${TOP + len(facts.rubric.criteria)}"


def sheet_name(name: str) -> str:
    """How a formula names a sheet of ours, in the language that is spoken."""
    said = say(name)
    if said.isascii() and said.isalpha():
        return said
    return "'" + said.replace("'", "''") + "'"


def quoted(text: str) -> str:
    """A text as it stands in a formula."""
    return '"' + text.replace('"', '""') + '"'


def write_ratings(sheet: Any, facts: Facts, looks: Mapping[str, Any], scale: str) -> None:
    """A row a criterion; ``scale`` names the sheet that holds the levels and what may stand for one."""
    lead = say("Change a level in the yellow column, and every score follows.")
    sheet.write_string(0, 0, lead, looks["lead"])
    ranges = say("A level that is empty or not known makes the scores ranges.")
    sheet.write_string(1, 0, ranges, looks["faint"])
    for place, (title, width) in enumerate(_WIDTHS.items()):
        folded = {"level": 1, "hidden": True} if place >= _place(_WORKINGS) else {}
        sheet.set_column(place, place, width, None, folded)
        sheet.write_string(TOP - 1, place, say(title), looks["head"])
    sheet.set_row(TOP - 1, HEAD)
    for row, criterion in enumerate(facts.card.criteria.values(), start=TOP):
        _write_rating(sheet, row, facts, criterion, looks, scale)
    last = TOP + len(facts.rubric.criteria) - 1
    sheet.freeze_panes(TOP, 2)
    sheet.autofilter(TOP - 1, 0, last, len(_WIDTHS) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(TOP - 1)


def _write_rating(
    sheet: Any, row: int, facts: Facts, criterion: CriterionScore, looks: Mapping[str, Any], scale: str
) -> None:
    words, rating = Wording(facts), facts.assessment.ratings.get(criterion.id)
    asked = facts.rubric.criteria[criterion.id]
    evidence = series_of(words.evidence(each) for each in rating.evidence) if rating else ""
    said = (rating.not_applicable, rating.note) if rating else ()
    _write_level(sheet, row, criterion, looks, scale, apart=asked.not_applicable, steps=facts.rubric.top + 1)
    texts = {
        "Practice": facts.rubric.practice_of(criterion.id).title,
        "Criterion": asked.title,
        "Evidence": evidence,
        "Note": " ".join(text for text in said if text),
        "Id": criterion.id,
    }
    for title, text in texts.items():
        sheet.write_string(row, _place(title), cell_text(text), looks["text"])
    sheet.set_row(row, max(height_of(text, _WIDTHS[title]) for title, text in texts.items()))
    sheet.write_number(row, _place("Target"), criterion.target, looks["whole"])
    sheet.write_number(row, _place("Highest level"), criterion.top, looks["whole"])
    yes_no = [say("yes"), say("no")]
    fresh = yes_no[0 if criterion.id in facts.shown else 1]
    sheet.write_string(row, _place("Fresh evidence"), fresh, looks["open"])
    sheet.data_validation(
        row,
        _place("Fresh evidence"),
        row,
        _place("Fresh evidence"),
        {"validate": "list", "source": yes_no},
    )
    for title, (formula, value) in _formulas(row + 1, facts, criterion, scale, asked.not_applicable).items():
        sheet.write_formula(row, _place(title), formula, looks["whole"], value)


def _write_level(
    sheet: Any,
    row: int,
    criterion: CriterionScore,
    looks: Mapping[str, Any],
    scale: str,
    *,
    apart: bool,
    steps: int,
) -> None:
    """The level, or what stands for it, in a cell that may be changed to what the rubric permits."""
    place = _place("Level")
    if criterion.level is not None:
        sheet.write_number(row, place, criterion.level, looks["open"])
    elif criterion.standing == "unanswered":
        sheet.write_blank(row, place, None, looks["open"])
    else:
        sheet.write_string(row, place, STANDING_LABELS[criterion.standing], looks["open"])
    last = steps + 2 + apart  # below the head: the levels, don't know, and does not apply where it may not
    way_out = say("Only a level of the scale counts, or what the list offers in its place.")
    titled = {"error_title": say("Please choose from the list"), "error_message": way_out}
    _permit(sheet, row, "Level", {"source": f"={sheet_name(scale)}!$D$2:$D${last}", **titled})


def _permit(sheet: Any, row: int, title: str, choices: Mapping[str, Any]) -> None:
    place = _place(title)
    sheet.data_validation(row, place, row, place, {"validate": "list", **choices})


def _formulas(
    line: int, facts: Facts, criterion: CriterionScore, scale: str, apart: bool
) -> dict[str, tuple[str, str | int]]:
    """The formulas of a row, whose number from 1 is ``line``, with what they give now."""
    at = {title: f"{letter}{line}" for title, letter in _LETTERS.items()}
    return {**_told(at, facts, criterion, scale, apart), **_counted(at, facts, criterion)}


def _told(
    at: Mapping[str, str], facts: Facts, criterion: CriterionScore, scale: str, apart: bool
) -> dict[str, tuple[str, str | int]]:
    """What is said of a level: in words, against its target, whether it applies and counts as rated."""
    level, top, applies, rated = at["Level"], at["Highest level"], at["Applies"], at["Rated"]
    on_scale = f"AND({level}>=0,{level}<={top},{level}=INT({level}))"
    here = criterion.level
    yes, no, unknown = say("yes"), say("no"), say("not known")
    missed = unknown if here is None else yes if here < criterion.target else no
    in_words = facts.rubric.label_of(here) if here is not None else STANDING_LABELS[criterion.standing]
    return {
        "In words": (
            f"=IF({rated}=1,INDEX({sheet_name(scale)}!$B$2:$B${facts.rubric.top + 2},{level}+1),"
            f'IF({level}="",{quoted(STANDING_LABELS["unanswered"])},{level}))',
            cell_text(in_words),
        ),
        "Below target": (
            f"=IF({applies}=0,{quoted(no)},IF({rated}=0,{quoted(unknown)},"
            f"IF({level}<{at['Target']},{quoted(yes)},{quoted(no)})))",
            missed if criterion.applies else no,
        ),
        "Applies": (
            f"=IF({level}={quoted(STANDING_LABELS['not_applicable'])},0,1)" if apart else "=1",
            int(criterion.applies),
        ),
        "Rated": (
            f"=IF({applies}=0,0,IF(ISNUMBER({level}),IF({on_scale},1,0),0))",
            int(here is not None),
        ),
    }


def _counted(
    at: Mapping[str, str], facts: Facts, criterion: CriterionScore
) -> dict[str, tuple[str, str | int]]:
    """The two ends of a level, and what of them the one rule asks for."""
    level, top, applies, rated = at["Level"], at["Highest level"], at["Applies"], at["Rated"]
    low, high, fresh = at["At least"], at["At most"], at["Fresh evidence"]
    counts = criterion.applies
    shown = criterion.low if criterion.id in facts.shown else 0
    return {
        "At least": (f'=IF({applies}=0,"",IF({rated}=1,{level},0))', criterion.low if counts else ""),
        "At most": (f'=IF({applies}=0,"",IF({rated}=1,{level},{top}))', criterion.high if counts else ""),
        "Shown, at least": (
            f'=IF({applies}=0,"",IF(AND({rated}=1,{fresh}={quoted(say("yes"))}),{level},0))',
            shown if counts else "",
        ),
        "Is at the top": (
            f"=IF({applies}=1,IF({low}={top},1,0),0)",
            int(counts and criterion.low == criterion.top),
        ),
        "Is in between": (
            f"=IF({applies}=1,IF(AND({low}>0,{high}<{top}),1,0),0)",
            int(counts and criterion.low > 0 and criterion.high < criterion.top),
        ),
        "May miss the top": (
            f"=IF({applies}=1,IF({high}<{top},1,0),0)",
            int(counts and criterion.high < criterion.top),
        ),
    }


def _place(title: str) -> int:
    return ord(_LETTERS[title]) - ord("A")
