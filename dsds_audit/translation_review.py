"""What a translation misses, and what in it does not go with its original."""

import re
from collections.abc import Iterator

from dsds_audit.errors import Fault, did_you_mean
from dsds_audit.rubric import Rubric
from dsds_audit.translation import Translation, stamp_of, texts_of

_BLANK = re.compile(r"\{[a-z_]+\}")
_CLOSING = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\"'”’»)\N{RIGHT-TO-LEFT MARK}\N{LEFT-TO-RIGHT MARK}"
# How a text may end; what stands together says the same in other scripts.
_ENDINGS = {
    "a question mark": "?\uff1f\u061f\u037e\u055e\u1367",
    "a full stop": ".\u3002\u0964\u06d4\u0589\u1362\uff0e",
    "an exclamation mark": "!\uff01",
    "a colon": ":\uff1a",
}
_NONE = "no sign"


def find_translation_faults(rubric: Rubric, translation: Translation) -> Iterator[Fault]:
    """What a translator should mend: AUD182 to AUD187, in the rubric's order; what is unknown comes last."""
    if not translation.reviewed and not translation.unreviewed:
        message = (
            "unreviewed is missing: what readers are told, in their language, while nobody at home in the "
            "field has reviewed this. Please write that sentence, or say in reviewed who has, and when."
        )
        yield Fault(("unreviewed",), "AUD187", message)
    originals = texts_of(rubric)
    for key, original in originals.items():
        text = translation.texts.get(key)
        if not text:
            message = f"{key} is not translated: “{_short(original)}”. Please write it behind its key."
            yield Fault(("texts", key), "AUD182", message, key)
        else:
            yield from _text_faults(translation, key, original, text)
    known = tuple(originals)
    for part in ("texts", "made_from"):
        for key in getattr(translation, part):
            if key not in originals:
                hint = did_you_mean(key, known)
                message = f"{key} is no text of {rubric.ref}.{hint} Please correct or remove it."
                yield Fault((part, key), "AUD184", message, key)


def _text_faults(translation: Translation, key: str, original: str, text: str) -> Iterator[Fault]:
    path = ("texts", key)
    now = stamp_of(original)
    if translation.made_from.get(key) != now:
        message = (
            f"{key} was made from another text than “{_short(original)}”, so it is not used. Please look at "
            f"it again, and then write {now} behind it under made_from."
        )
        yield Fault(path, "AUD183", message, key)
    wanted, found = set(_BLANK.findall(original)), set(_BLANK.findall(text))
    if wanted != found:
        differing = ", ".join(sorted(wanted ^ found))
        message = f"{key} and its original differ in their blanks: {differing}. Please keep them as they are."
        yield Fault(path, "AUD185", message, key)
    if _ending(original) != _ending(text):
        message = (
            f"{key} ends with {_ending(text)}, its original with {_ending(original)}: “{_short(original)}”. "
            "Please end it alike."
        )
        yield Fault(path, "AUD186", message, key)


def _ending(text: str) -> str:
    """The sign that a text ends with, whatever closes after it."""
    last = text.rstrip(_CLOSING)[-1:]
    return next((name for name, signs in _ENDINGS.items() if last and last in signs), _NONE)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
