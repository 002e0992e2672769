"""Ratings packed into bytes: one byte a criterion, in the rubric's order."""

from collections.abc import Mapping
from types import MappingProxyType

from dsds_audit.scored import Scored
from dsds_audit.scoring import CriterionScore, Standing

# A byte up to 100 is the level itself; the others say why there is none.
CODES: Mapping[Standing, int] = MappingProxyType(
    {
        "unconfirmed": 250,
        "reason_missing": 251,
        "not_permitted": 252,
        "not_applicable": 253,
        "dont_know": 254,
        "unanswered": 255,
    }
)
# Not permitted, and without a reason: a later version that permits it does not make it count.
NO_REASON = 249
STANDINGS: Mapping[int, Standing] = MappingProxyType(
    {NO_REASON: "not_permitted", **{code: standing for standing, code in CODES.items()}}
)


def pack(scored: Scored) -> bytes:
    """How every criterion of an assessment stands, a byte each, in rubric order."""
    return bytes(_byte(scored, criterion) for criterion in scored.card.criteria.values())


def _byte(scored: Scored, criterion: CriterionScore) -> int:
    if criterion.level is not None:
        return criterion.level
    if criterion.standing == "not_permitted" and not scored.assessment.claims[criterion.id].not_applicable:
        return NO_REASON
    return CODES[criterion.standing]


def unpack(packed: bytes) -> tuple[tuple[Standing, int | None], ...]:
    """How every criterion stands, and its level where it has one; ValueError where a byte means nothing."""
    return tuple(_unpacked(byte) for byte in packed)


def _unpacked(byte: int) -> tuple[Standing, int | None]:
    if byte <= 100:
        return "rated", byte
    if byte not in STANDINGS:
        raise ValueError(f"the byte {byte} stands for no rating")
    return STANDINGS[byte], None
