"""Why a catalogue leads to no rubric, in sentences with their way out."""

from collections.abc import Sequence

from dsds_audit.errors import did_you_mean
from dsds_audit.speech import say
from dsds_audit.values import version_numbers


def no_way(old_ref: str, new_ref: str) -> str:
    """That no crosswalk leads from a version to another (``id@version``)."""
    name, _, was = old_ref.partition("@")
    other, _, now = new_ref.partition("@")
    if name != other:
        return say(
            "{one} and {other} are different rubrics. Please use versions of one rubric.",
            one=old_ref,
            other=new_ref,
        )
    if version_numbers(was) > version_numbers(now):
        return say(
            "{old} is later than {new}, and nothing is carried back. Please go to a later version.",
            old=old_ref,
            new=new_ref,
        )
    return say(
        "no crosswalk leads from {old} to {new}. Please draft one with {command}, and put it into "
        "rubrics/{rubric} beside the versions.",
        old=old_ref,
        new=new_ref,
        command=f"dsds-audit rubric diff {old_ref} {new_ref} --draft {was}--{now}.yaml",
        rubric=name,
    )


def unspoken(wanted: str, spoken: Sequence[str]) -> str:
    """That no rubric is translated into a language."""
    return say(
        "no rubric is translated into {language}. There is: {languages}.{hint} Please choose one of these, "
        "or draft a translation with dsds-audit rubric translate.",
        language=wanted,
        languages=", ".join(spoken),
        hint=did_you_mean(wanted, spoken),
    )
