"""The ways between rubric versions that a document was made along, as documents carry them, by digest."""

from collections.abc import Mapping, Sequence
from typing import Any

from dsds_audit.catalogue import Catalogue
from dsds_audit.comparison import LegsOf
from dsds_audit.crosswalk import Leg
from dsds_audit.errors import Problem, RubricError
from dsds_audit.speech import say
from dsds_audit.values import digest_of

Ways = Mapping[tuple[str, str], Sequence[Leg]]


def crosswalk_records_of(ways: Ways) -> list[dict[str, Any]]:
    """Every way from one version to another, with the crosswalks it goes along and the digest of each."""
    return [
        {
            "from": old,
            "to": new,
            "legs": [{"from": leg.old.ref, "to": leg.new.ref, "digest": digest_of_leg(leg)} for leg in legs],
        }
        for (old, new), legs in sorted(ways.items())
    ]


def digest_of_leg(leg: Leg) -> str:
    """The digest of a crosswalk and of the two versions it joins: of all that it makes of a rating."""
    crosswalk = leg.crosswalk.model_dump(mode="json", exclude_defaults=True)
    return digest_of({"was": leg.old.digest, "now": leg.new.digest, "crosswalk": crosswalk})


def legs_as_recorded(records: object, place: str, catalogue: Catalogue) -> LegsOf:
    """What finds the legs between two versions, as a document says it went; ``place`` is what messages name.

    Crosswalks come from the catalogue, never from the document. Raises RubricError where a version is not
    there (AUD020), where a crosswalk is not there or is another one (AUD097), and where the legs do not lead
    from the one version to the other (AUD095). What is returned raises RubricError (AUD095) for a way that
    the document does not name.
    """
    ways: dict[tuple[str, str], tuple[Leg, ...]] = {}
    for record in _records_in(records):
        legs = tuple(_leg(leg, place, catalogue) for leg in _records_in(record.get("legs")))
        old, new = str(record.get("from")), str(record.get("to"))
        if [old, *(leg.new.ref for leg in legs)] != [*(leg.old.ref for leg in legs), new]:
            raise _no_such_way(old, new, place)
        ways[old, new] = legs

    def legs_of(old_ref: str, new_ref: str) -> Sequence[Leg]:
        if old_ref == new_ref:
            return ()
        if (old_ref, new_ref) not in ways:
            raise _no_such_way(old_ref, new_ref, place)
        return ways[old_ref, new_ref]

    return legs_of


def _leg(record: Mapping[str, Any], place: str, catalogue: Catalogue) -> Leg:
    old, new = (catalogue.load(str(record.get(end))).ref for end in ("from", "to"))
    try:
        legs = catalogue.legs(old, new)
    except RubricError as error:
        if any(problem.code != "AUD025" for problem in error.problems):
            raise
        legs = ()
    if len(legs) != 1 or digest_of_leg(legs[0]) != record.get("digest"):
        message = say(
            "was made along a crosswalk from {old} to {new} that is not here, or has another content here, "
            "so its numbers cannot be made again. Please put the crosswalk it was made with into a rubrics "
            "folder of your workspace.",
            old=old,
            new=new,
        )
        raise RubricError(Problem("AUD097", message, place))
    return legs[0]


def _records_in(value: object) -> list[dict[str, Any]]:
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _no_such_way(old: str, new: str, place: str) -> RubricError:
    message = say(
        "does not say along which crosswalk it went from {old} to {new}. Please name the file as it was "
        "written, or make the report again.",
        old=old,
        new=new,
    )
    return RubricError(Problem("AUD095", message, place))
