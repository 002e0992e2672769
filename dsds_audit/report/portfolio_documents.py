"""A portfolio as a JSON document (docs/comparing.md)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from hashlib import sha256
from math import isnan
from typing import Any

import numpy as np

from dsds_audit.portfolio.common_gaps import CommonGap
from dsds_audit.portfolio.facts import PortfolioFacts
from dsds_audit.portfolio.reliability import Reliability
from dsds_audit.portfolio.sensitivity import Sensitivity
from dsds_audit.portfolio.strengths import Strength
from dsds_audit.portfolio.table import STATUSES, Portfolio
from dsds_audit.report.documents import FORMAT, Document, in_language
from dsds_audit.report.portfolio_sites import SiteWording
from dsds_audit.report.portfolio_wording import PortfolioWording
from dsds_audit.report.records import version_of
from dsds_audit.values import Word, digest_of
from dsds_audit.version import __version__


def portfolio_document(facts: PortfolioFacts, reliability: Reliability) -> Document:
    """Everything a portfolio's page shows, in exact numbers; a figure that is withheld is null."""
    words = PortfolioWording(facts)
    document: Document = {
        "format": FORMAT,
        "kind": "portfolio",
        "made_with": __version__,
        "made_from": _made_from(facts.portfolio),
        "rubric": version_of(facts.portfolio.rubric),
        "by": facts.by,
        "smallest_group": facts.smallest_group,
        "overall": in_json(facts.overall),
        "groups": in_json(facts.groups),
        "groups_withheld": facts.groups_withheld,
        "gaps": [_gap(gap) for gap in facts.gaps],
        "strengths": [_strength(strength, facts.portfolio) for strength in facts.strengths],
        "ranks": {"of": facts.ranks.of, "pairs": facts.ranks.pairs, "certain": facts.ranks.certain_pairs},
        "sensitivity": _sensitivity(facts.sensitivity),
        "smallest_change": facts.changes.smallest,
        "criterion": _criterion(facts),
        "reliability": in_json(reliability),
        "left_out": in_json(facts.left_out),
        "sites": [_site(site, facts) for site in words.sites],
    }
    return in_language(document)


def in_json(value: Any) -> Any:
    """A value of the facts as JSON has it: fields by name, NaN as null, dates as text."""
    if isinstance(value, Word):
        return value.model_dump(mode="json", exclude_none=True)
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: in_json(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): in_json(each) for name, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [in_json(each) for each in value]
    if isinstance(value, np.ndarray | np.generic):
        return in_json(value.tolist())
    if isinstance(value, float):
        return None if isnan(value) else value
    return value.isoformat() if isinstance(value, dt.date) else value


def _gap(gap: CommonGap) -> Document:
    found: Document = in_json(gap)
    found["actions"] = [
        {
            "check": step.check,
            "text": step.action.text if step.action else None,
            "effort": step.effort.id if step.effort else None,
            "owner": step.action.owner if step.action else None,
        }
        for step in gap.actions
    ]
    return found


def _strength(strength: Strength, portfolio: Portfolio) -> Document:
    return {
        "id": strength.id,
        "in_place": strength.in_place,
        "lacking": strength.lacking,
        "hosts": [str(portfolio.site[row]) for row in strength.hosts.tolist()],
    }


def _sensitivity(found: Sensitivity) -> Document:
    return {
        "median_move": found.median_move,
        "largest_move": found.largest_move,
        "rules": [
            {
                "rule": effect.rule.kind,
                "practice": effect.rule.practice,
                "median_move": effect.median_move,
                "largest_move": effect.largest_move,
                "swapped": effect.swapped,
                "swapped_share": effect.swapped_share,
            }
            for effect in found.effects
        ],
    }


def _criterion(facts: PortfolioFacts) -> Document | None:
    if facts.criterion is None:
        return None
    found = facts.criterion
    return {
        "id": found.criterion,
        "overall": in_json(found.overall),
        "groups": in_json(found.groups),
    }


def _site(site: SiteWording, facts: PortfolioFacts) -> Document:
    portfolio, row = facts.portfolio, site.row
    ranks, sensitivity = facts.ranks, facts.sensitivity
    criteria = tuple(portfolio.rubric.criteria)
    number = {
        name: in_json(getattr(portfolio, name)[row])
        for name in ("low", "high", "rated", "asked", "participants", "evidenced", "percentile")
    }
    return {
        "site": site.site,
        "program": site.program or None,
        "group": site.group or None,
        "date": site.date.isoformat(),
        "rubric": str(portfolio.made_with[row]),
        "place": str(portfolio.place[row]),
        "status": STATUSES[int(portfolio.status[row])],
        **number,
        "adequate": {"yes": True, "no": False}.get(site.verdict),
        "practices": _practices(portfolio, row),
        "levels": dict(zip(criteria, in_json(portfolio.level[row]), strict=True)),
        "does_not_apply": [
            name for name, applies in zip(criteria, portfolio.applies[row], strict=True) if not applies
        ],
        "rank": _interval(ranks.best[row], ranks.worst[row], ranks.of),
        "rank_in_group": _interval(ranks.group_best[row], ranks.group_worst[row], int(ranks.group_of[row])),
        "rank_by_any_rule": _interval(sensitivity.best[row], sensitivity.worst[row], ranks.of),
        "change": _change(site, facts),
        "visit": _visit(facts, row, criteria),
    }


def _practices(portfolio: Portfolio, row: int) -> list[Document]:
    return [
        {
            "id": practice.id,
            "status": STATUSES[int(portfolio.practice_status[row, at])],
            "low": in_json(portfolio.practice_low[row, at]),
            "high": in_json(portfolio.practice_high[row, at]),
        }
        for at, practice in enumerate(portfolio.rubric.practices)
    ]


def _change(site: SiteWording, facts: PortfolioFacts) -> Document:
    portfolio, row = facts.portfolio, site.row
    return {
        "kind": site.change_kind,
        "certain": in_json(facts.changes.certain[row]),
        "before": {
            "date": in_json(portfolio.previous_date[row].astype("datetime64[D]")),
            "low": in_json(portfolio.previous_low[row]),
            "high": in_json(portfolio.previous_high[row]),
        },
    }


def _visit(facts: PortfolioFacts, row: int, criteria: Sequence[str]) -> Document | None:
    """Whom the site could visit about which criterion; None where nobody could help."""
    host = int(facts.visits.host[row])
    if host < 0:
        return None
    site = str(facts.portfolio.site[host])
    return {"site": site, "criterion": criteria[int(facts.visits.criterion[row])]}


def _interval(best: Any, worst: Any, of: int) -> Document | None:
    return {"best": int(best), "worst": int(worst), "of": of} if best else None


def _made_from(portfolio: Portfolio) -> str:
    """The digest of all that the rest is made from: who, when, by which rubric, and every level."""
    records = sha256()
    names = (portfolio.site, portfolio.program, portfolio.group, portfolio.made_with)
    for column in names:
        records.update("\n".join(map(str, column.tolist())).encode("utf-8", "surrogatepass"))
    for numbers in (portfolio.level, portfolio.applies, portfolio.target, portfolio.participants):
        records.update(np.nan_to_num(numbers.astype(np.float64), nan=-1).tobytes())
    days = ",".join(map(str, portfolio.date.astype("datetime64[D]").tolist()))
    return digest_of({"rubric": portfolio.rubric.digest, "days": days, "records": records.hexdigest()})
