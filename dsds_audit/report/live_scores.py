"""The scores of an assessment on a sheet that works them out from the sheet of ratings."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from dsds_audit.display import STATUS_LABELS
from dsds_audit.report.facts import Facts
from dsds_audit.report.live_ratings import column, quoted, sheet_name
from dsds_audit.report.text import long_date
from dsds_audit.report.wording import Wording
from dsds_audit.report.workbooks import HEAD, cell_text
from dsds_audit.scoring import PracticeScore
from dsds_audit.speech import mark, say

NAME = mark("Scores")
TOP = 14  # The row, from 0, of the first practice.
_LOW, _HIGH, _NEEDED = "$B$5", "$B$6", "$B$8"  # The total, and the threshold it is held against.
_WORKINGS = "Short"  # The first of the columns that the others are worked out from.
_WIDTHS: Mapping[str, float] = {
    mark("Practice"): 46,
    mark("Status"): 22,
    mark("At least"): 11,
    mark("At most"): 11,
    mark("Shown, at least"): 11,
    mark("Rated"): 8,
    mark("Asked"): 8,
    mark("Threshold"): 11,
    mark("Short"): 18,
    mark("Weight"): 8,
    mark("Points, at least"): 9,
    mark("Points, at most"): 9,
    mark("Points, shown"): 9,
    mark("Points possible"): 9,
    mark("Weight that counts"): 9,
    mark("Id"): 18,
}
_LETTERS = {title: chr(ord("A") + place) for place, title in enumerate(_WIDTHS)}
_DIGITS = 9  # Where a threshold decides, shares are held against it to so many digits.


def write_scores(book: Any, sheet: Any, facts: Facts, looks: Mapping[str, Any]) -> None:
    """The total and what makes it adequate, a row a practice, and both as a chart."""
    _write_head(sheet, facts, looks)
    for place, (title, width) in enumerate(_WIDTHS.items()):
        folded = {"level": 1, "hidden": True} if place >= _place(_WORKINGS) else {}
        sheet.set_column(place, place, width, None, folded)
        sheet.write_string(TOP - 1, place, say(title), looks["head"])
    sheet.set_row(TOP - 1, HEAD)
    for row, practice in enumerate(facts.card.practices, start=TOP):
        _write_practice(sheet, row, facts, practice, looks)
    _add_charts(book, sheet, facts)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_head(sheet: Any, facts: Facts, looks: Mapping[str, Any]) -> None:
    site, card, words = facts.assessment, facts.card, Wording(facts)
    about = (facts.rubric.title, site.program, site.group, long_date(site.date), facts.rubric.ref)
    sheet.write_string(0, 0, cell_text(site.site), looks["title"])
    sheet.write_string(1, 0, cell_text(" · ".join(part for part in about if part)), looks["faint"])
    lead = say("These are formulas over the sheet of ratings: change a level there, and they follow.")
    sheet.write_string(2, 0, lead, looks["faint"])
    low, high, shown = (
        _mean(facts, title) for title in ("Points, at least", "Points, at most", "Points, shown")
    )
    every, needed = _whole(facts), float(card.total_threshold) / 100
    rows: Sequence[tuple[str, str, str | float, str]] = (
        (say("Status"), f"={_status(every, every)}", STATUS_LABELS[card.status], "strong"),
        (say("Total, at least"), f"={low}", _share(card.low), "percent"),
        (say("Total, at most"), f"={high}", _share(card.high), "percent"),
        (say("Shown by fresh evidence, at least"), f"={shown}", _share(facts.evidenced.low), "percent"),
        (say("Threshold for the total"), f"={needed}", needed, "percent"),
        (say("Adequate"), f"={_adequate(facts)}", words.verdict, "strong"),
        (
            say("Practices in place"),
            f"=COUNTIF({_all(facts, 'Status')},{quoted(STATUS_LABELS['in_place'])})",
            card.in_place,
            "whole",
        ),
        (say("Criteria rated"), f"=SUM({column(facts, 'Rated')})", card.rated, "whole"),
        (say("Criteria that apply"), f"=SUM({column(facts, 'Applies')})", card.asked, "whole"),
    )
    for row, (title, formula, value, look) in enumerate(rows, start=3):
        sheet.write_string(row, 0, title, looks["text"])
        sheet.write_formula(row, 1, formula, looks[look], value)


def _write_practice(
    sheet: Any, row: int, facts: Facts, practice: PracticeScore, looks: Mapping[str, Any]
) -> None:
    stated = next(each for each in facts.rubric.practices if each.id == practice.id)
    evidenced = next(each for each in facts.evidenced.practices if each.id == practice.id)
    at = {title: f"{letter}{row + 1}" for title, letter in _LETTERS.items()}
    own = f'{column(facts, "Id")},{at["Id"]}&".*",'
    every = {title: f"{own}{column(facts, title)}" for title in _COUNTED}
    possible = at["Points possible"]
    for title, text in (("Practice", stated.title), ("Short", stated.short), ("Id", practice.id)):
        sheet.write_string(row, _place(title), cell_text(text), looks["text"])
    sheet.write_number(row, _place("Weight"), float(practice.weight), looks["number"])
    threshold = float(facts.card.practice_threshold) / 100
    sheet.write_number(row, _place("Threshold"), threshold, looks["percent"])
    formulas: dict[str, tuple[str, str | float, str]] = {
        "Status": (f"={_status(every, {'Applies': own + column(facts, 'Applies')})}", "", "text"),
        "At least": (_share_of(at["Points, at least"], possible), _share(practice.low), "percent"),
        "At most": (_share_of(at["Points, at most"], possible), _share(practice.high), "percent"),
        "Shown, at least": (_share_of(at["Points, shown"], possible), _share(evidenced.low), "percent"),
        "Rated": (f"=COUNTIFS({own}{column(facts, 'Rated')},1)", practice.rated, "whole"),
        "Asked": (f"=COUNTIFS({own}{column(facts, 'Applies')},1)", practice.asked, "whole"),
        "Points, at least": (_sum(facts, "At least", own), practice.low_points, "whole"),
        "Points, at most": (_sum(facts, "At most", own), practice.high_points, "whole"),
        "Points, shown": (_sum(facts, "Shown, at least", own), evidenced.low_points, "whole"),
        "Points possible": (
            f"=SUMIFS({column(facts, 'Highest level')},{own}{column(facts, 'Applies')},1)",
            practice.possible,
            "whole",
        ),
        "Weight that counts": (
            f"=IF({possible}>0,{at['Weight']},0)",
            float(practice.weight) if practice.possible else 0,
            "number",
        ),
    }
    formulas["Status"] = (formulas["Status"][0], STATUS_LABELS[practice.status], "text")
    for title, (formula, value, look) in formulas.items():
        sheet.write_formula(row, _place(title), formula, looks[look], value)


_COUNTED = ("Applies", "Is at the top", "Is in between", "May miss the top", "At least", "At most")


def _whole(facts: Facts) -> dict[str, str]:
    return {title: column(facts, title) for title in _COUNTED}


def _status(among: Mapping[str, str], asked: Mapping[str, str]) -> str:
    """The one rule, over the criteria that ``among`` names by what is counted of them."""
    count = f"COUNTIFS({asked['Applies']},1)"
    top = f"COUNTIFS({among['Is at the top']},1)"
    bottom = f"COUNTIFS({among['At most']},0)"
    between = f"COUNTIFS({among['Is in between']},1)"
    reached = f'COUNTIFS({among["At least"]},">0")'
    missed = f"COUNTIFS({among['May miss the top']},1)"
    words = {status: quoted(label) for status, label in STATUS_LABELS.items()}
    partly = f"OR({between}>0,AND({reached}>0,{missed}>0))"
    rest = f"IF({partly},{words['partially_in_place']},{words['undetermined']})"
    return (
        f"IF({count}=0,{words['not_applicable']},IF({top}={count},{words['in_place']},"
        f"IF({bottom}={count},{words['not_in_place']},{rest})))"
    )


def _mean(facts: Facts, points: str) -> str:
    """The weighted mean of the practices that apply; empty where none does."""
    weights, reached, possible = (_all(facts, t) for t in ("Weight that counts", points, "Points possible"))
    shares = f"SUMPRODUCT({weights},{reached}/({possible}+({possible}=0)))"
    return f'IF(SUM({weights})=0,"",{shares}/SUM({weights}))'


def _adequate(facts: Facts) -> str:
    """Whether total and practices reach their thresholds, as Wording.verdict says it."""
    possible, needed = _all(facts, "Points possible"), _all(facts, "Threshold")
    weights = _all(facts, "Weight that counts")

    def below(points: str, total: str) -> str:
        share = f"ROUND({_all(facts, points)}/({possible}+({possible}=0)),{_DIGITS})"
        short = f"SUMPRODUCT(({possible}>0)*({share}<ROUND({needed},{_DIGITS})))"
        return f"{short}+IF(ROUND({total},{_DIGITS})<ROUND({_NEEDED},{_DIGITS}),1,0)"

    low, high = below("Points, at least", _LOW), below("Points, at most", _HIGH)
    yes, no = quoted(say("yes")), quoted(say("no"))
    verdict = f"IF({low}=0,{yes},IF({high}>0,{no},{quoted(say('not known yet'))}))"
    return f"IF(SUM({weights})=0,{quoted(say('nothing to hold against it'))},{verdict})"


def _add_charts(book: Any, sheet: Any, facts: Facts) -> None:
    """The practices as bars and, where there are three or more, as a radar; both follow the ratings."""
    kinds = [("bar", say("The practices, at least and at most"))]
    if len(facts.card.practices) > 2:
        kinds.insert(0, ("radar", say("The practices as a radar: read it along its spokes")))
    below = TOP + len(facts.card.practices) + 2
    for place, (kind, title) in enumerate(kinds):
        options = {"type": kind, "subtype": "with_markers"} if kind == "radar" else {"type": kind}
        chart = book.add_chart(options)
        for heading, color in (("At least", "#0b5a8f"), ("At most", "#6ea6cd"), ("Threshold", "#b0470d")):
            chart.add_series(
                {
                    "name": say(heading),
                    "categories": f"={_all(facts, 'Short')}",
                    "values": f"={_all(facts, heading)}",
                    **_series_look(kind, color),
                }
            )
        chart.set_title({"name": title, "name_font": {"size": 11}})
        scale = {"min": 0, "max": 1, "num_format": "0 %"}
        if kind == "radar":
            chart.set_y_axis(scale)
        else:
            chart.set_x_axis(scale)
            chart.set_y_axis({"reverse": True})
        chart.set_legend({"position": "bottom"})
        chart.show_hidden_data()
        chart.set_size({"width": 560, "height": max(400, 140 + 40 * len(facts.card.practices))})
        sheet.insert_chart(below, 0 if place == 0 else 3, chart, {"description": title})


def _series_look(kind: str, color: str) -> dict[str, Any]:
    if kind == "bar":
        return {"fill": {"color": color}, "gap": 60}
    return {"line": {"color": color, "width": 2}, "marker": {"type": "circle", "fill": {"color": color}}}


def _all(facts: Facts, title: str) -> str:
    letter = _LETTERS[title]
    return f"{sheet_name(NAME)}!${letter}${TOP + 1}:${letter}${TOP + len(facts.card.practices)}"


def _sum(facts: Facts, title: str, own: str) -> str:
    return f"=SUMIFS({column(facts, title)},{own}{column(facts, 'Applies')},1)"


def _share_of(points: str, possible: str) -> str:
    return f'=IF({possible}=0,"",{points}/{possible})'


def _share(percent: Fraction | None) -> float | str:
    return "" if percent is None else float(percent / 100)


def _place(title: str) -> int:
    return ord(_LETTERS[title]) - ord("A")
