"""What in the record itself does not add up."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dsds_audit.assessment import Assessment, Rating
from dsds_audit.gaps import holds
from dsds_audit.rubric import Criterion, FindingText, Rubric, criterion_of
from dsds_audit.scoring import is_evidenced, suggested_level


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not add up.

    ``rule`` is one of the rubric's finding rules; ``place`` the full id of a criterion or check, or a field
    of the assessment; ``text``, ``why`` and ``way_out`` are worded by the rubric.
    """

    rule: str
    place: str
    text: str
    why: str
    way_out: str


@dataclass(frozen=True, slots=True)
class _Sign:
    rule: str
    place: str
    words: Mapping[str, object]


def find_findings(rubric: Rubric, assessment: Assessment) -> tuple[Finding, ...]:
    """Everything that does not add up and that the rubric has a rule for, in rubric order."""
    wording = {text.rule: text for text in rubric.findings}
    signs = [*_record_signs(rubric, assessment)]
    for name, rating in assessment.claims.items():
        criterion = rubric.criteria[name]
        words = {"criterion": criterion.title}
        signs += [
            _Sign(s.rule, s.place, {**words, **s.words})
            for s in _signs(rubric, assessment, name, criterion, rating)
        ]
    order = list(rubric.criteria)
    signs.sort(
        key=lambda sign: order.index(criterion_of(sign.place)) if sign.place in _places(rubric) else -1
    )
    return tuple(_worded(sign, wording[sign.rule]) for sign in signs if sign.rule in wording)


def _places(rubric: Rubric) -> set[str]:
    return {*rubric.criteria, *rubric.checks}


def _worded(sign: _Sign, wording: FindingText) -> Finding:
    def filled(text: str) -> str:
        return re.sub(r"\{([a-z_]+)\}", lambda word: str(sign.words.get(word[1], word[0])), text)

    return Finding(sign.rule, sign.place, filled(wording.text), filled(wording.why), filled(wording.way_out))


def _record_signs(rubric: Rubric, assessment: Assessment) -> Iterator[_Sign]:
    for population in rubric.populations:
        if population.id not in assessment.populations:
            yield _Sign(
                "population-not-named", f"populations.{population.id}", {"population": population.label}
            )
    panel = rubric.panel
    if panel is None or not assessment.participants:
        return
    roles = {role.id: role for role in panel.roles}
    voting = [person for person in assessment.participants if roles[person.role].votes]
    if panel.leader and all(person.role != panel.leader for person in assessment.participants):
        yield _Sign("no-leader", "participants", {"role": roles[panel.leader].label})
    names = {person.name.casefold() for person in voting if person.name}
    if assessment.facilitator and assessment.facilitator.casefold() in names:
        yield _Sign("facilitator-voted", "facilitator", {})
    if (
        panel.quorum is not None
        and assessment.invited
        and len(voting) * 100 <= panel.quorum * assessment.invited
    ):
        yield _Sign("no-quorum", "participants", {"present": len(voting), "invited": assessment.invited})


def _signs(
    rubric: Rubric, assessment: Assessment, name: str, criterion: Criterion, rating: Rating
) -> Iterator[_Sign]:
    if rating.not_applicable is not None:
        if not criterion.not_applicable:
            yield _Sign("does-not-apply-forbidden", name, {})
        elif not rating.not_applicable:
            yield _Sign("reason-missing", name, {})
    yield from _evidence_signs(assessment, name, criterion, rating)
    yield from _requirement_signs(rubric, assessment, name, criterion, rating)
    if rating.level is not None and rating.checks is not None and criterion.checks and not rating.note:
        suggested = suggested_level(len(set(rating.checks)), len(criterion.checks), rubric.top)
        if suggested != rating.level:
            words = {"level": rubric.label_of(rating.level), "suggested": rubric.label_of(suggested)}
            yield _Sign("level-differs-from-checks", name, words)


def _evidence_signs(
    assessment: Assessment, name: str, criterion: Criterion, rating: Rating
) -> Iterator[_Sign]:
    for evidence in rating.evidence:
        if evidence.date is not None and evidence.date > assessment.date:
            yield _Sign("future-evidence", name, {"date": evidence.date})
    if not rating.level:
        return
    present = [
        evidence for evidence in rating.evidence if evidence.date is None or evidence.date <= assessment.date
    ]
    if not present:
        yield _Sign("no-evidence", name, {})
    elif not is_evidenced(criterion, rating, assessment):
        newest = max((evidence.date for evidence in present if evidence.date), default="none given")
        yield _Sign("stale-evidence", name, {"date": newest, "days": criterion.fresh_for})


def _requirement_signs(
    rubric: Rubric, assessment: Assessment, name: str, criterion: Criterion, rating: Rating
) -> Iterator[_Sign]:
    if not rating.level:
        return
    for required in criterion.requires:
        if holds(rubric, assessment.claims, required) is False:
            yield _Sign("unmet-requirement", name, {"check": "", "requirement": rubric.text_of(required)})
    for check in criterion.checks:
        claimed = holds(rubric, assessment.claims, f"{name}.{check.id}")
        for required in check.requires:
            if claimed and holds(rubric, assessment.claims, required) is False:
                words = {"check": check.text, "requirement": rubric.text_of(required)}
                yield _Sign("unmet-requirement", f"{name}.{check.id}", words)
    if rating.checks is None and rating.level < rubric.top:
        yield from _hollow_claim(rubric, assessment, name, criterion)


def _hollow_claim(rubric: Rubric, assessment: Assessment, name: str, criterion: Criterion) -> Iterator[_Sign]:
    """A claim not gone through, of which every check is known to lack something it requires."""
    lacking = [
        [required for required in check.requires if holds(rubric, assessment.claims, required) is False]
        for check in criterion.checks
    ]
    if lacking and all(lacking):
        words = {"check": "", "requirement": rubric.text_of(lacking[0][0])}
        yield _Sign("unmet-requirement", name, words)
