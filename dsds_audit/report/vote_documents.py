"""The votes on an assessment as a JSON document (docs/json.md): counts and roles, and never a person."""

from collections.abc import Mapping

from dsds_audit.agreement import Agreement
from dsds_audit.assessment import Assessment
from dsds_audit.consensus import CriterionVotes, Tally, summarize_votes
from dsds_audit.polls import Polls
from dsds_audit.report.documents import FORMAT, Document, in_language
from dsds_audit.report.records import number_of, version_of
from dsds_audit.rubric import Rubric


def votes_document(rubric: Rubric, assessment: Assessment, polls: Polls) -> Document:
    """The latest votes on every criterion, how far they agree, and what to talk about first."""
    summary = summarize_votes(rubric, polls)
    return in_language(
        {
            "format": FORMAT,
            "kind": "votes",
            "site": assessment.site,
            "program": assessment.program,
            "group": assessment.group,
            "date": assessment.date.isoformat(),
            "finished": assessment.finished,
            "rubric": version_of(rubric),
            "criteria_voted_on": len(summary.criteria),
            "agreement": {**_measure(summary.alpha), "criteria_compared": summary.compared},
            "talk_first": [votes.criterion for votes in summary.talk_first],
            "criteria": [_criterion(votes) for votes in summary.criteria],
        }
    )


def _criterion(votes: CriterionVotes) -> Document:
    open_poll, agreed = votes.open_poll, votes.agreed
    return {
        "criterion": votes.criterion,
        "open": {"round": open_poll.round, "voted": open_poll.voted} if open_poll else None,
        "rounds": [_round(tally) for tally in votes.tallies],
        "agreed": {"level": agreed.level, "minority": agreed.minority} if agreed else None,
    }


def _round(tally: Tally) -> Document:
    by_role = None
    if tally.by_role is not None:
        by_role = [{"role": role, "levels": _people(levels)} for role, levels in tally.by_role.items()]
    return {
        "round": tally.round,
        "voters": tally.voters,
        "levels": _people(tally.levels),
        "abstained": tally.abstained,
        "spread": tally.spread,
        "medians": list(tally.medians),
        "most_chosen": tally.most_chosen,
        "minority_levels": list(tally.minority),
        "agreement": [_measure(tally.percent), _measure(tally.rwg)],
        "by_role": by_role,
        "roles_hidden": tally.roles_hidden,
    }


def _people(levels: Mapping[int, int]) -> list[Document]:
    return [{"level": level, "people": people} for level, people in levels.items()]


def _measure(measure: Agreement) -> Document:
    return {"metric": measure.metric, "value": number_of(measure.value), "reason": measure.reason}
