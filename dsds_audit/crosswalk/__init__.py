"""From one rubric version to the next: what became of each criterion, and ratings carried along."""

from dsds_audit.crosswalk.carrying import Carried, carry, follow
from dsds_audit.crosswalk.passages import Crosswalk, Leg, Passage, Relation

__all__ = ["Carried", "Crosswalk", "Leg", "Passage", "Relation", "carry", "follow"]
