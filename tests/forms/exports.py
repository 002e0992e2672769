"""Exports of a filled-in form, written the way each tool documents its own."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence

from dsds_audit.forms.questions import DIGEST, RUBRIC, Question, form_questions, name_beside
from dsds_audit.forms.xlsform import label_of
from dsds_audit.rubric import Rubric

Answers = Mapping[str, str]


def group_of(question: Question) -> tuple[str, ...]:
    """The groups that a question stands in, by their names in the form."""
    if not question.criterion:
        return ("last_page",) if question.name.startswith("run___") else ("first_page",)
    page = name_beside("page", question.criterion.partition(".")[0])
    return page, name_beside("topic", question.criterion)


def kobo_rows(rubric: Rubric, submissions: Sequence[Answers], *, split: bool = True) -> list[list[str]]:
    """The rows of KoboToolbox's “XML values and headers”, groups included."""
    heading = ["start", "end", RUBRIC, DIGEST]
    takes = [lambda given, name=name: given.get(name, "") for name in heading]
    for question in form_questions(rubric):
        title = "/".join([*group_of(question), question.name])
        heading.append(title)
        takes.append(lambda given, name=question.name: given.get(name, ""))
        for value, _ in question.choices if question.kind == "many" and split else ():
            heading.append(f"{title}/{value}")
            takes.append(lambda given, name=question.name, value=value: ticked(given.get(name, ""), value))
    heading += ["__version__", "_id", "_uuid", "_submission_time", "_validation_status", "_index"]
    rows = [heading]
    for number, given in enumerate(submissions, start=1):
        own = ["vQ3", str(9000 + number), f"5e8e-{number}", "2026-03-02T10:15:00", "", str(number)]
        rows.append([*(take(given) for take in takes), *own])
    return rows


def ticked(chosen: str, value: str) -> str:
    return "" if not chosen else str(int(value in chosen.split()))


def label_rows(rubric: Rubric, submissions: Sequence[Answers], *, groups: bool) -> list[list[str]]:
    """The rows of KoboToolbox's export by labels, several choices in one column."""
    questions = form_questions(rubric)
    heading = [RUBRIC, DIGEST]
    for question in questions:
        before = [question.section]
        if question.criterion:
            before.append(rubric.criteria[question.criterion].title)
        heading.append("/".join(map(label_of, [*(before if groups else []), question.label])))
    rows = [heading]
    for given in submissions:
        cells = [given.get(RUBRIC, ""), given.get(DIGEST, "")]
        for question in questions:
            labels = {value: label_of(label) for value, label in question.choices}
            text = given.get(question.name, "")
            cells.append(" ".join(labels[value] for value in text.split()) if labels else text)
        rows.append(cells)
    return rows


def odk_rows(rubric: Rubric, submissions: Sequence[Answers]) -> list[list[str]]:
    """The rows of ODK Central's main table, groups before names, several choices split beside the whole."""
    questions = form_questions(rubric)
    heading = ["SubmissionDate", RUBRIC, DIGEST]
    takes = [lambda given, name=name: given.get(name, "") for name in heading]
    takes[0] = lambda given: "2026-03-02T10:15:00.123Z"
    for question in questions:
        title = "-".join([*group_of(question), question.name])
        heading.append(title)
        takes.append(lambda given, name=question.name: given.get(name, ""))
        for value, _ in question.choices if question.kind == "many" else ():
            heading.append(f"{title}/{value}")
            takes.append(
                lambda given, name=question.name, v=value: str(int(v in given.get(name, "").split()))
            )
    heading += ["meta-instanceID", "meta-instanceName", "KEY", "SubmitterID", "ReviewState", "FormVersion"]
    rows = [heading]
    for number, given in enumerate(submissions, start=1):
        key = f"uuid:{number}"
        rows.append([*(take(given) for take in takes), key, "Riverbend", key, "7", "", rubric.version])
    return rows


def to_csv(rows: Sequence[Sequence[str]], separator: str = ";", encoding: str = "utf-8-sig") -> bytes:
    page = io.StringIO()
    csv.writer(page, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(rows)
    return page.getvalue().encode(encoding)


def to_xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    from xlsxwriter import Workbook

    page = io.BytesIO()
    with Workbook(page, {"in_memory": True, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("submissions")
        for line, row in enumerate(rows):
            for column, text in enumerate(row):
                sheet.write_string(line, column, text)
    return page.getvalue()


def to_zip(files: Mapping[str, bytes]) -> bytes:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return page.getvalue()
