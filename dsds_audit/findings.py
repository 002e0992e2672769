"""What in the record itself does not add up."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from dsds_audit.assessment import Assessment, Participant, Rating
from dsds_audit.gaps import holds
from dsds_audit.names import folded
from dsds_audit.presence import find_presence
from dsds_audit.rubric import Criterion, FindingText, Rubric
from dsds_audit.scoring import is_evidenced, suggested_level

_BLANK = re.compile(r"\{([a-z_]+)\}")
Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not add up.

    ``rule`` is one of the rubric's finding rules; ``place`` the full id of a criterion or check, or a field
    of the assessment; ``text``, ``why`` and ``way_out`` are worded by the rubric. ``path`` leads to it from
    the top of the assessment's file.
    """

    rule: str
    place: str
    text: str
    why: str
    way_out: str
    path: Path_ = ()


@dataclass(frozen=True, slots=True)
class _Sign:
    """Something that does not add up, before it is worded; ``words`` fill the wording's blanks."""

    rule: str
    place: str
    path: Path_
    words: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Record:
    """An assessment with its rubric, and the ratings that count."""

    rubric: Rubric
    assessment: Assessment
    claims: Mapping[str, Rating]

    def lacks(self, required: str) -> bool:
        """Whether a required check or criterion is known not to hold."""
        return holds(self.rubric, self.claims, required) is False


def find_findings(rubric: Rubric, assessment: Assessment) -> tuple[Finding, ...]:
    """Everything that does not add up and that the rubric has a rule for, in rubric order."""
    wording = {text.rule: text for text in rubric.findings}
    record = _Record(rubric, assessment, assessment.claims)
    signs = chain(
        _record_signs(rubric, assessment),
        *(
            _signs(record, name, criterion, record.claims[name])
            for name, criterion in rubric.criteria.items()
            if name in record.claims
        ),
    )
    return tuple(_worded(sign, wording[sign.rule]) for sign in signs if sign.rule in wording)


def is_facilitator(assessment: Assessment, person: Participant) -> bool:
    """Whether someone in the room led the conversation, as far as names were written down."""
    return bool(person.name and assessment.facilitator) and folded(person.name) == folded(
        assessment.facilitator
    )


def _worded(sign: _Sign, wording: FindingText) -> Finding:
    def filled(text: str) -> str:
        if "{" not in text:
            return text
        return _BLANK.sub(lambda blank: str(sign.words.get(blank[1], blank[0])), text)

    return Finding(
        sign.rule, sign.place, filled(wording.text), filled(wording.why), filled(wording.way_out), sign.path
    )


def _record_signs(rubric: Rubric, assessment: Assessment) -> Iterator[_Sign]:
    for population in rubric.populations:
        if population.id not in assessment.populations:
            path = ("populations", population.id)
            yield _Sign("population-not-named", ".".join(path), path, {"population": population.label})
    panel = rubric.panel
    if panel is None or not assessment.participants:
        return
    here = find_presence(rubric, assessment.invited, (person.role for person in assessment.participants))
    if here.leader and not here.leader_here:
        yield _Sign("no-leader", "participants", ("participants",), {"role": here.leader})
    silent = {role.id for role in panel.roles if not role.votes}
    voting = [person for person in assessment.participants if person.role not in silent]
    if any(is_facilitator(assessment, person) for person in voting):
        yield _Sign("facilitator-voted", "facilitator", ("facilitator",), {})
    if here.enough is False:
        words = {"present": here.voting, "invited": here.invited}
        yield _Sign("no-quorum", "participants", ("participants",), words)


def _signs(record: _Record, name: str, criterion: Criterion, rating: Rating) -> Iterator[_Sign]:
    path = ("ratings", name)
    words = {"criterion": criterion.title}
    if rating.not_applicable is not None:
        if not criterion.not_applicable:
            yield _Sign("does-not-apply-forbidden", name, (*path, "not_applicable"), words)
        elif not rating.not_applicable:
            yield _Sign("reason-missing", name, (*path, "not_applicable"), words)
    yield from _evidence_signs(record, name, criterion, rating)
    if rating.level:
        yield from _requirement_signs(record, name, criterion, rating)
    if rating.level is not None and rating.checks is not None and criterion.checks and not rating.note:
        rubric = record.rubric
        suggested = suggested_level(len(set(rating.checks)), len(criterion.checks), rubric.top)
        if suggested != rating.level:
            levels = {"level": rubric.label_of(rating.level), "suggested": rubric.label_of(suggested)}
            yield _Sign("level-differs-from-checks", name, (*path, "level"), {**words, **levels})


def _evidence_signs(record: _Record, name: str, criterion: Criterion, rating: Rating) -> Iterator[_Sign]:
    path = ("ratings", name)
    words = {"criterion": criterion.title}
    day = record.assessment.date
    for index, evidence in enumerate(rating.evidence):
        if evidence.date is not None and evidence.date > day:
            place = (*path, "evidence", index, "date")
            yield _Sign("future-evidence", name, place, {**words, "date": evidence.date})
    if not rating.level:
        return
    present = [evidence.date for evidence in rating.evidence if evidence.date is None or evidence.date <= day]
    if not present:
        yield _Sign("no-evidence", name, (*path, "level"), words)
    elif not is_evidenced(criterion, rating, record.assessment):
        newest = max((date for date in present if date), default="–")
        dates = {"date": newest, "days": criterion.fresh_for}
        yield _Sign("stale-evidence", name, (*path, "evidence"), {**words, **dates})


def _requirement_signs(record: _Record, name: str, criterion: Criterion, rating: Rating) -> Iterator[_Sign]:
    path = ("ratings", name)
    for required in criterion.requires:
        if record.lacks(required):
            yield _Sign("unmet-requirement", name, path, _unmet(record, criterion, required))
    for check in criterion.checks:
        full_id = f"{name}.{check.id}"
        for required in check.requires:
            if record.lacks(required) and holds(record.rubric, record.claims, full_id):
                words = _unmet(record, criterion, required, check.text)
                yield _Sign("unmet-requirement", full_id, (*path, "checks"), words)
    if rating.checks is None and (rating.level or 0) < record.rubric.top:
        yield from _hollow_claim(record, name, criterion)


def _hollow_claim(record: _Record, name: str, criterion: Criterion) -> Iterator[_Sign]:
    """A claim not gone through, of which every check is known to lack something it requires."""
    lacking = [
        [required for required in check.requires if record.lacks(required)] for check in criterion.checks
    ]
    if lacking and all(lacking):
        words = _unmet(record, criterion, lacking[0][0])
        yield _Sign("unmet-requirement", name, ("ratings", name), words)


def _unmet(record: _Record, criterion: Criterion, required: str, check: str = "") -> Mapping[str, object]:
    return {
        "criterion": criterion.title,
        "check": check,
        "requirement": record.rubric.text_of(required),
    }
