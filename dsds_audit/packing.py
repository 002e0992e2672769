"""Ratings packed into bytes: one byte a criterion, in the rubric's order."""

from collections.abc import Mapping
from types import MappingProxyType

from dsds_audit.scoring import Scorecard, Standing

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
_STANDINGS: Mapping[int, Standing] = {code: standing for standing, code in CODES.items()}


def pack(card: Scorecard) -> bytes:
    """How every criterion stands, a byte each, in rubric order."""
    return bytes(
        criterion.level if criterion.level is not None else CODES[criterion.standing]
        for criterion in card.criteria.values()
    )


def unpack(packed: bytes) -> tuple[tuple[Standing, int | None], ...]:
    """How every criterion stands, and its level where it has one; ValueError where a byte means nothing."""
    return tuple(_unpacked(byte) for byte in packed)


def _unpacked(byte: int) -> tuple[Standing, int | None]:
    if byte <= 100:
        return "rated", byte
    if byte not in _STANDINGS:
        raise ValueError(f"the byte {byte} stands for no rating")
    return _STANDINGS[byte], None
