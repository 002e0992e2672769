"""The facts as JSON documents: stable names, full ids, exact numbers (docs/json.md)."""

import json
from typing import Any

from dsds_audit.actions import Recommendation, Step
from dsds_audit.assessment import Assessment
from dsds_audit.gaps import Gap
from dsds_audit.languages import ENGLISH
from dsds_audit.report.facts import Facts, gather_facts
from dsds_audit.report.letterhead_records import letterhead_record
from dsds_audit.report.method import explain_method
from dsds_audit.report.records import administration_of, number_of, panel_of, ratings_of, record_of
from dsds_audit.report.wording import Wording
from dsds_audit.rubric import Rubric
from dsds_audit.scoring import CriterionScore, PracticeScore
from dsds_audit.speech import current_speech
from dsds_audit.theme import PLAIN, Letterhead
from dsds_audit.translation import translation_record
from dsds_audit.values import digest_of
from dsds_audit.version import __version__

Document = dict[str, Any]
FORMAT = 1


def in_language(document: Document) -> Document:
    """A whole document with the language of its sentences next to its format; in English as it is."""
    language = current_speech().language
    return document if language == ENGLISH else {"format": FORMAT, "language": language, **document}


def score_document(rubric: Rubric, assessment: Assessment) -> Document:
    """The scores: overall, by practice, by criterion."""
    facts = gather_facts(rubric, assessment)
    return in_language({**_header(facts), **_scores(facts)})


def gaps_document(rubric: Rubric, assessment: Assessment) -> Document:
    """Gaps, strengths, and what to find out."""
    facts = gather_facts(rubric, assessment)
    return in_language({**_header(facts), **_gaps(facts), "find_out": _find_out(facts)})


def actions_document(rubric: Rubric, assessment: Assessment) -> Document:
    """What to do, in order, and why; the adequate set; what to find out."""
    facts = gather_facts(rubric, assessment)
    return in_language({**_header(facts), **_actions(facts), "find_out": _find_out(facts)})


def report_document(facts: Facts, letterhead: Letterhead = PLAIN) -> Document:
    """Everything the other documents hold, with who took part in which role, how the assessment was run,
    findings, how the numbers were made, and the record that every number can be made from again.

    ``letterhead`` is that of the page, so that the page can be made from it again, too.
    """
    header, record = _header(facts), record_of(facts.rubric, facts.assessment)
    return in_language(
        {
            **header,
            "kind": "report",
            "made_with": __version__,
            "made_from": digest_of({"as_of": header["as_of"], "record": record}),
            **_scores(facts),
            **_gaps(facts),
            **_actions(facts),
            "find_out": _find_out(facts),
            "ratings": ratings_of(facts.rubric, facts.assessment),
            "panel": panel_of(facts),
            "administration": administration_of(facts),
            "findings": [
                {"rule": f.rule, "place": f.place, "text": f.text, "why": f.why, "way_out": f.way_out}
                for f in facts.findings
            ],
            "method": list(explain_method(facts)),
            "letterhead": letterhead_record(letterhead),
            "record": record,
        }
    )


def to_json(document: Document) -> str:
    """A document as JSON text that a person can read."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def to_embedded_json(document: Document) -> str:
    """A document as JSON text that nothing can mistake for markup inside a script element."""
    text = json.dumps(document, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _header(facts: Facts) -> Document:
    rubric, assessment = facts.rubric, facts.assessment
    return {
        "format": FORMAT,
        "site": assessment.site,
        "program": assessment.program,
        "group": assessment.group,
        "date": assessment.date.isoformat(),
        "as_of": facts.as_of.isoformat() if facts.as_of else None,
        "finished": assessment.finished,
        "rubric": {key: getattr(rubric, key) for key in ("id", "version", "digest", "title")},
        "translation": translation_record(rubric),
    }


def _scores(facts: Facts) -> Document:
    card = facts.card
    return {
        "overall": {
            "status": card.status,
            "percent": number_of(card.percent),
            "low": number_of(card.low),
            "high": number_of(card.high),
            "adequate": card.adequate,
            "evidenced": {"low": number_of(facts.evidenced.low), "high": number_of(facts.evidenced.high)},
        },
        "thresholds": {
            "total": number_of(card.total_threshold),
            "practice": number_of(card.practice_threshold),
        },
        "rated": card.rated,
        "asked": card.asked,
        "practices_in_place": {"count": card.in_place, "of": len(card.applicable)},
        "practices": [
            _practice(facts, practice, shown)
            for practice, shown in zip(card.practices, facts.evidenced.practices, strict=True)
        ],
    }


def _practice(facts: Facts, practice: PracticeScore, shown: PracticeScore) -> Document:
    return {
        "id": practice.id,
        "title": Wording(facts).title(practice.id),
        "status": practice.status,
        "percent": number_of(practice.percent),
        "low": number_of(practice.low),
        "high": number_of(practice.high),
        "evidenced": {"low": number_of(shown.low), "high": number_of(shown.high)},
        "rated": practice.rated,
        "asked": practice.asked,
        "weight": number_of(practice.weight),
        "criteria": [_criterion(facts, criterion) for criterion in practice.criteria],
    }


def _criterion(facts: Facts, criterion: CriterionScore) -> Document:
    """A criterion: ``low``, ``high``, ``top`` and ``target`` are levels; evidenced is null without one."""
    return {
        "id": criterion.id,
        "title": Wording(facts).title(criterion.id),
        "level": criterion.level,
        "status": criterion.status,
        "standing": criterion.standing,
        "low": criterion.low if criterion.applies else None,
        "high": criterion.high if criterion.applies else None,
        "top": criterion.top,
        "target": criterion.target,
        "evidenced": None if criterion.level is None else criterion.id in facts.shown,
    }


def _gaps(facts: Facts) -> Document:
    return {
        "gaps": [_gap(facts, gap) for gap in facts.gaps],
        "strengths": {
            "practices": list(facts.strengths.practices),
            "criteria": list(facts.strengths.criteria),
        },
    }


def _gap(facts: Facts, gap: Gap) -> Document:
    return {
        "criterion": gap.criterion,
        "level": gap.level,
        "target": gap.target,
        "unmet": [{"check": check, "text": facts.rubric.checks[check].text} for check in gap.unmet],
        "gone_through": gap.gone_through,
        "gain": number_of(gap.gain),
        "barriers": [{"what": barrier.what, "driver": barrier.driver} for barrier in gap.barriers],
    }


def _actions(facts: Facts) -> Document:
    adequate = facts.adequate_set
    return {
        "recommendations": [
            _recommendation(facts, rank, recommendation)
            for rank, recommendation in enumerate(facts.recommendations, start=1)
        ],
        "adequate_set": {
            "outcome": adequate.outcome,
            "criteria": list(adequate.criteria),
            "cost": adequate.cost,
            "low": number_of(adequate.low),
            "certain": adequate.certain,
            "sentence": adequate.sentence,
        },
    }


def _recommendation(facts: Facts, rank: int, advice: Recommendation) -> Document:
    return {
        "rank": rank,
        "criterion": advice.criterion,
        "level": advice.level,
        "target": advice.target,
        "when": advice.when,
        "driver": facts.rubric.criteria[advice.criterion].driver,
        "reasons": [{"code": reason.code, "sentence": reason.sentence} for reason in advice.reasons],
        "steps": [_step(facts, step) for step in advice.steps],
        "cost": advice.cost,
        "gain": number_of(advice.gain),
        "low_alone": number_of(advice.low_alone),
        "low_then": number_of(advice.low_then),
        "waits_for": list(advice.waits_for),
        "due": advice.due.isoformat() if advice.due else None,
    }


def _step(facts: Facts, step: Step) -> Document:
    """A step; everything but the check is null where the rubric names no action for it."""
    action = step.action
    support = action.support if action else None
    return {
        "check": step.check,
        "action": action.text if action else None,
        "effort": action.effort if action else None,
        "owner": action.owner if action else None,
        "days": action.days if action else None,
        "due": step.due.isoformat() if step.due else None,
        "done_when": facts.rubric.checks[step.check].text,
        "support": support.model_dump(mode="json") if support else None,
    }


def _find_out(facts: Facts) -> list[Document]:
    words = Wording(facts)
    return [
        {
            "criterion": unknown.criterion,
            "standing": unknown.standing,
            "sentence": words.find_out(unknown),
            "swing": number_of(unknown.swing),
        }
        for unknown in facts.unknowns
    ]
