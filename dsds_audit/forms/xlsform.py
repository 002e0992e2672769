"""A rubric as an XLSForm, which KoboToolbox and ODK make a form for phones and browsers of."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from itertools import groupby
from typing import Any

from dsds_audit.forms.questions import (
    DIGEST,
    LANGUAGE,
    NONE_HOLDS,
    RUBRIC,
    Kind,
    Question,
    form_questions,
    name_beside,
    name_of,
)
from dsds_audit.languages import ENGLISH
from dsds_audit.report.workbooks import cell_text, open_workbook
from dsds_audit.rubric import Rubric
from dsds_audit.speech import grouped, say
from dsds_audit.translation import language_notes
from dsds_audit.workbook.tongue import tongue_of

Row = Mapping[str, str]
Lists = Mapping[tuple[tuple[str, str], ...], str]
_SURVEY = (
    *("type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message"),
    *("appearance", "calculation"),
)
_CHOICES = ("list_name", "name", "label")
_SETTINGS = ("form_title", "form_id", "version", "style", "instance_name")
_SETTING_OF_LANGUAGE = "default_language"
_WIDTHS: Mapping[str, float] = {
    "type": 46,
    "list_name": 46,
    "name": 46,
    "label": 80,
    "hint": 60,
    "required": 46,
    "relevant": 60,
    "constraint": 56,
    "constraint_message": 50,
    "calculation": 80,
    "form_title": 40,
    "instance_name": 40,
}
_TYPES: Mapping[Kind, str] = {"text": "text", "long_text": "text", "date": "date", "whole": "integer"}
# What an XLSForm reads as a reference or an expression, and what phones read as markup or a link.
_LIVE = tuple(map(re.compile, (r"(\$)(\{)", r"(instance)(\()", r"(<)(?=[A-Za-z/!?])()", r"(\])(\()")))
_PAGE = "page"
_ON_ONE_SCREEN: Row = {"appearance": "field-list"}


def label_of(text: str) -> str:
    """A text as a label of the form: nothing in it is a reference, an expression, markup or a link."""
    text = cell_text(text)
    for live in _LIVE:
        text = live.sub(r"\1 \2", text)
    return text


def write_xlsform(rubric: Rubric) -> bytes:
    """The XLSForm of a rubric as an Excel file, the same bytes for the same rubric.

    A page for each practice, a screen for each criterion. The rubric and its digest travel along unseen, and
    so does the language where it is not English as the rubric has it.
    """
    questions = form_questions(rubric)
    lists = _lists_of(questions)
    settings = {
        "form_title": label_of(rubric.title),
        "form_id": name_of(rubric.id),
        "version": rubric.version,
        "style": "pages",
        "instance_name": "concat(${site}, ' ', ${date})",
    }
    columns: Sequence[str] = _SETTINGS
    if rubric.language != ENGLISH:
        columns = (*_SETTINGS, _SETTING_OF_LANGUAGE)
        settings[_SETTING_OF_LANGUAGE] = _name_of_language(rubric.language)
    page = BytesIO()
    with open_workbook(page, rubric.title, dt.date(2000, 1, 1)) as book:
        _write_sheet(book, "survey", _SURVEY, _survey_rows(rubric, questions, lists))
        _write_sheet(book, "choices", _CHOICES, _choice_rows(lists))
        _write_sheet(book, "settings", columns, [settings])
    return page.getvalue()


def _name_of_language(tag: str) -> str:
    """``Español (es)``, as the tools want a language named; the tag alone where nobody knows its name."""
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(tag, sep="-").get_display_name()
    except (UnknownLocaleError, ValueError):
        return tag
    return f"{name[:1].upper()}{name[1:]} ({tag})" if name else tag


def _write_sheet(book: Any, name: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1})
    for column, title in enumerate(columns):
        sheet.set_column(column, column, _WIDTHS.get(title, 14))
        sheet.write_string(0, column, title, head)
    for line, row in enumerate(rows, start=1):
        for column, title in enumerate(columns):
            if row.get(title):
                sheet.write_string(line, column, row[title])
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _lists_of(questions: Sequence[Question]) -> Lists:
    """The lists of choices, each named by the first question that it is for."""
    lists: dict[tuple[tuple[str, str], ...], str] = {}
    for question in questions:
        if question.choices:
            lists.setdefault(question.choices, question.name)
    return lists


def _choice_rows(lists: Lists) -> Iterator[Row]:
    for choices, name in lists.items():
        for value, label in choices:
            yield {"list_name": name, "name": value, "label": label_of(label)}


def _survey_rows(rubric: Rubric, questions: Sequence[Question], lists: Lists) -> Iterator[Row]:
    for name, value in ((RUBRIC, rubric.ref), (DIGEST, rubric.digest), (LANGUAGE, str(tongue_of(rubric)))):
        if value:
            yield {"type": "calculate", "name": name, "calculation": f"'{value}'"}
    notes = [label_of(note) for note in language_notes(rubric)]
    for (page, section), asked in groupby(questions, _page_of):
        group = {"type": "begin_group", "name": page, "label": label_of(section)}
        yield group if page.startswith(_PAGE) else {**group, **_ON_ONE_SCREEN}
        if notes:
            yield {"type": "note", "name": "about_language", "label": " ".join(notes)}
            notes = []
        for criterion, about in groupby(asked, lambda question: question.criterion):
            rows = _topic_rows(list(about), lists)
            if criterion:
                title = label_of(rubric.criteria[criterion].title)
                topic = {"name": name_beside("topic", criterion), "label": title, **_ON_ONE_SCREEN}
                yield from ({"type": "begin_group", **topic}, *rows, {"type": "end_group"})
            else:
                yield from rows
        yield {"type": "end_group"}


def _page_of(question: Question) -> tuple[str, str]:
    """The name of the page that a question is on, and its title."""
    if question.criterion:
        return name_beside(_PAGE, question.criterion.partition(".")[0]), question.section
    return "last_page" if question.name.startswith("run___") else "first_page", question.section


def _topic_rows(about: Sequence[Question], lists: Lists) -> Iterator[Row]:
    """The questions about one criterion, or the site; a level has to be given once its checks are."""
    ticked = next((question.name for question in about if question.kind == "many"), "")
    for question in about:
        row = _question_row(question, lists)
        level = ticked and question.name == name_of(question.criterion)
        yield {**row, "required": f"${{{ticked}}} != ''"} if level else row


def _question_row(question: Question, lists: Lists) -> Row:
    return {
        "type": _type_of(question, lists),
        "name": question.name,
        "label": label_of(question.label),
        "hint": label_of(question.hint) if question.hint else "",
        "required": "yes" if question.required else "",
        "relevant": _relevance_of(question),
        "appearance": _appearance_of(question),
        **_bounds_of(question),
    }


def _appearance_of(question: Question) -> str:
    if question.kind == "long_text":
        return "multiline"
    return "minimal" if question.kind == "one" and question.after else ""


def _type_of(question: Question, lists: Lists) -> str:
    if question.kind in _TYPES:
        return _TYPES[question.kind]
    select = "select_one" if question.kind == "one" else "select_multiple"
    return f"{select} {lists[question.choices]}"


def _relevance_of(question: Question) -> str:
    if question.shown_if:
        return f"${{{question.shown_if[0]}}} = '{question.shown_if[1]}'"
    return f"${{{question.after}}} != ''" if question.after else ""


def _bounds_of(question: Question) -> Row:
    """What an answer must keep to, with the sentence that is shown where it does not."""
    if question.kind == "many":
        alone = f"not(selected(., '{NONE_HOLDS}') and count-selected(.) > 1)"
        return {
            "constraint": alone,
            "constraint_message": say("Please choose either what holds, or that none does."),
        }
    if question.kind == "whole":
        bound = ". >= 1 and . <= 10000" if question.name == "invited" else ". >= 0 and . <= 1000"
        return {"constraint": bound, "constraint_message": say("Please look at this number again.")}
    if question.kind in ("text", "long_text"):
        most = 200 if question.name in _NAMES else 10_000
        message = say("Please keep this under {most} characters.", most=grouped(most))
        return {"constraint": f"string-length(.) <= {most}", "constraint_message": message}
    return {}


_NAMES = ("site", "program", "group", "facilitator", "respondent")
