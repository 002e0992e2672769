"""The file of any kind that came back as what it says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from dsds_audit.assessment_files import parse_assessment
from dsds_audit.errors import AuditError
from dsds_audit.forms.kobo import read_kobo
from dsds_audit.forms.redcap_reading import read_records
from dsds_audit.forms.submissions import LegsOf, RubricOf, Submission, carry_to_newest
from dsds_audit.forms.surveyjs_results import read_surveyjs
from dsds_audit.returns.kinds import Kind
from dsds_audit.returns.tables import read_tidy
from dsds_audit.workbook.reading import Reader

Read = Callable[[bytes, str, RubricOf, LegsOf], tuple[Submission, ...]]
_FORMS: Mapping[Kind, Read] = {
    "kobo": read_kobo,
    "odk": read_kobo,
    "redcap": read_records,
    "surveyjs": read_surveyjs,
}
_RECORDS: tuple[Kind, ...] = ("assessment", "table")


@dataclass(frozen=True, slots=True)
class Returned:
    """What was said once: in a form or workbook by one person, or in a record that stands for itself.

    ``file`` is the place of the file it stands in. Only what is ``personal`` may be one voice among several
    on the same assessment.
    """

    submission: Submission
    file: str
    personal: bool = True


@dataclass(frozen=True)
class ReturnReader:
    """Reads files of any kind; what is expected of workbooks of one rubric is made out once.

    ``rubric_of`` finds a rubric by ``id@version`` or ``id``, ``legs_of`` the crosswalks between versions.
    """

    rubric_of: RubricOf
    legs_of: LegsOf
    _workbooks: list[Reader] = field(default_factory=list, repr=False, compare=False)

    def read(self, content: bytes, place: str, kind: Kind) -> Sequence[Returned]:
        """Everything that a file says; ``place`` names it.

        Raises nothing: what is wrong is in the problems of the submissions.
        """
        try:
            read = self._read(content, place, kind)
        except AuditError as error:
            read = (Submission(problems=error.problems, place=place),)
        return [Returned(submission, place, kind not in _RECORDS) for submission in read]

    def _read(self, content: bytes, place: str, kind: Kind) -> Sequence[Submission]:
        if kind == "assessment":
            return (Submission(parse_assessment(content, place, self.rubric_of), place=place),)
        if kind == "table":
            return read_tidy(content, place, self.rubric_of)
        if kind == "workbook":
            return (self._read_workbook(content, place),)
        return _FORMS[kind](content, place, self.rubric_of, self.legs_of)

    def _read_workbook(self, content: bytes, place: str) -> Submission:
        if not self._workbooks:
            self._workbooks.append(Reader(self.rubric_of))
        read = self._workbooks[0].read(content, place)
        submission = Submission(read.assessment, problems=read.problems, notes=read.notes, place=place)
        return carry_to_newest(submission, self.rubric_of, self.legs_of)
