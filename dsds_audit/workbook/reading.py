"""A filled-in workbook as an assessment, with every problem named by its cell."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from dsds_audit.assessment import Assessment
from dsds_audit.errors import Problem, RubricError
from dsds_audit.rubric import Rubric
from dsds_audit.speech import list_of, mark, say, say_many
from dsds_audit.workbook.answers import assemble
from dsds_audit.workbook.collecting import Collected, Form, Given, Head, collect, find_head, make_form
from dsds_audit.workbook.layout import FORMAT, LISTS, MARK
from dsds_audit.workbook.ledger import Ledger
from dsds_audit.workbook.opening import Rows, open_workbook
from dsds_audit.workbook.tongue import read_tongue
from dsds_audit.workbook.values import text_of

_MOST_TOLD = 25
_SHOWN = 60  # characters


@dataclass(frozen=True, slots=True)
class ReadWorkbook:
    """What a workbook says.

    ``assessment`` is against the rubric version that the workbook was made from, and None where there are
    ``problems``. ``notes`` tell what was understood in a way one should know of, or is not read at all.
    """

    assessment: Assessment | None
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Reader:
    """Reads many workbooks; what is expected of those of one rubric is made out once.

    ``rubric_of`` finds a rubric by ``id@version`` and, where a workbook is translated, by its language, too.
    """

    rubric_of: Callable[..., Rubric]
    _forms: dict[str, Form] = field(default_factory=dict, repr=False, compare=False)

    def read(self, content: bytes, place: str) -> ReadWorkbook:
        """What the bytes of a workbook say; ``place`` names the file in problems and notes.

        Raises nothing: all that is wrong is in the problems.
        """
        opened = open_workbook(content, place)
        if opened.problems:
            return ReadWorkbook(None, opened.problems)
        known = [(sheet, head) for sheet in opened.sheets if (head := find_head(sheet))]
        heads = [(sheet, head) for sheet, head in known if head.mark.startswith(MARK)]
        lists = [sheet for sheet, head in known if head.mark.startswith(LISTS)]
        form = self._form_of([head for _, head in heads], place)
        if isinstance(form, tuple):
            return ReadWorkbook(None, form)
        collected = collect(form, heads)
        ledger = Ledger(place)
        assessment = assemble(form, collected, _kept_in(lists), ledger)
        strange = _strange(opened.sheets, [sheet for sheet, _ in known], place)
        notes = (*opened.notes, *ledger.notes, *strange, *_more(collected, place))
        return ReadWorkbook(assessment, tuple(ledger.problems), notes)

    def _form_of(self, heads: Sequence[Head], place: str) -> Form | tuple[Problem, ...]:
        """What the workbook's rubric expects, or why that cannot be told."""
        marks = {head.mark.strip() for head in heads}
        if fault := _fault_of_marks(marks):
            return (Problem("AUD147", fault, place),)
        _, ref, digest, *language = marks.pop().removeprefix(MARK).split()
        worded = " ".join((ref, *language))
        if worded not in self._forms:
            tongue = read_tongue(" ".join(language))
            try:
                with tongue.spoken():
                    self._forms[worded] = make_form(tongue.rubric(self.rubric_of, ref))
            except RubricError as error:
                return tuple(Problem(each.code, each.message, each.place or place) for each in error.problems)
        form = self._forms[worded]
        if digest != form.rubric.digest:
            message = say(
                "was made from another {rubric} than the one here, so its answers may be to other questions. "
                "Please bring the rubric it was made from, or fill in a new workbook.",
                rubric=ref,
            )
            return (Problem("AUD153", message, place),)
        return form


def _fault_of_marks(marks: set[str]) -> str:
    if not marks:
        return say(
            "is no workbook that dsds-audit made, or its hidden rows are gone, so nobody can tell which "
            "answer is to which question. Please copy the answers into a new one: dsds-audit workbook new."
        )
    parts = [mark.removeprefix(MARK).split() for mark in marks]
    if any(len(part) not in (3, 4, 5) or part[0] != str(FORMAT) for part in parts):
        return say("was made by a later version of dsds-audit. Please install that one to read it.")
    if len(marks) > 1:
        refs = list_of(sorted({part[1] for part in parts}))
        return say(
            "holds sheets of several rubrics: {rubrics}. Please keep the sheets of one in each file.",
            rubrics=refs,
        )
    return ""


def _kept_in(lists: Sequence[Rows]) -> str:
    return "".join(str(row[0]) for row in lists[0].rows[1:] if row[0]) if lists else ""


def _more(collected: Collected, place: str) -> Iterator[Problem]:
    """Where something stands that is not read, so that nothing is lost unnoticed."""
    for given in collected.more[:_MOST_TOLD]:
        message = say("there is more here, which is not read: {text}.", text=_shown(given))
        message = f"{message} {say(_KEEP)}"
        yield Problem("AUD152", message, f"{place}: {given.place}")
    left = len(collected.more) - _MOST_TOLD
    if left > 0:
        message = say_many(
            "there is more in {count} further cell, which is not read.",
            "there is more in {count} further cells, which is not read.",
            left,
        )
        yield Problem("AUD152", f"{message} {say(_KEEP)}", place)


_KEEP = mark("Please type what should count into the answers.")


def _strange(sheets: Sequence[Rows], known: Sequence[Rows], place: str) -> Iterator[Problem]:
    names = {sheet.sheet for sheet in known}
    for sheet in sheets:
        if sheet.sheet not in names and any(value != "" for row in sheet.rows for value in row):
            message = say("there is more on the sheet “{sheet}”, which is not read.", sheet=sheet.sheet)
            yield Problem("AUD152", f"{message} {say(_KEEP)}", place)


def _shown(given: Given) -> str:
    text = " ".join(text_of(given.value).split())
    return say("“{text}”", text=text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…")
