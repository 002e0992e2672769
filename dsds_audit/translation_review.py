"""What a translation misses, and what in it does not go with its original."""

import re
from collections.abc import Iterator

from dsds_audit.errors import Fault, did_you_mean
from dsds_audit.rubric import Rubric
from dsds_audit.speech import mark, say
from dsds_audit.translation import Translation, stamp_of, texts_of

_BLANK = re.compile(r"\{[a-z_]+\}")
_CLOSING = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\"'”’»)\N{RIGHT-TO-LEFT MARK}\N{LEFT-TO-RIGHT MARK}"
# How a text may end; what stands together says the same in other scripts.
_ENDINGS = {
    mark("a question mark"): "?\uff1f\u061f\u037e\u055e\u1367",
    mark("a full stop"): ".\u3002\u0964\u06d4\u0589\u1362\uff0e",
    mark("an exclamation mark"): "!\uff01",
    mark("a colon"): ":\uff1a",
}
_NONE = mark("no sign")


def find_translation_faults(rubric: Rubric, translation: Translation) -> Iterator[Fault]:
    """What a translator should mend: AUD182 to AUD187, in the rubric's order; what is unknown comes last."""
    if not translation.reviewed and not translation.unreviewed:
        message = say(
            "unreviewed is missing: what readers are told, in their language, while nobody at home in the "
            "field has reviewed this. Please write that sentence, or say in reviewed who has, and when."
        )
        yield Fault(("unreviewed",), "AUD187", message)
    originals = texts_of(rubric)
    for key, original in originals.items():
        text = translation.texts.get(key)
        if not text:
            message = say(
                "{key} is not translated: “{original}”. Please write it behind its key.",
                key=key,
                original=_short(original),
            )
            yield Fault(("texts", key), "AUD182", message, key)
        else:
            yield from _text_faults(translation, key, original, text)
    known = tuple(originals)
    for part in ("texts", "made_from"):
        for key in getattr(translation, part):
            if key not in originals:
                hint = did_you_mean(key, known)
                message = say(
                    "{key} is no text of {rubric}.{hint} Please correct or remove it.",
                    key=key,
                    rubric=rubric.ref,
                    hint=hint,
                )
                yield Fault((part, key), "AUD184", message, key)


def _text_faults(translation: Translation, key: str, original: str, text: str) -> Iterator[Fault]:
    path = ("texts", key)
    now = stamp_of(original)
    if translation.made_from.get(key) != now:
        message = say(
            "{key} was made from another text than “{original}”, so it is not used. Please look at it again, "
            "and then write {stamp} behind it under made_from.",
            key=key,
            original=_short(original),
            stamp=now,
        )
        yield Fault(path, "AUD183", message, key)
    wanted, found = set(_BLANK.findall(original)), set(_BLANK.findall(text))
    if wanted != found:
        differing = ", ".join(sorted(wanted ^ found))
        message = say(
            "{key} and its original differ in their blanks: {blanks}. Please keep them as they are.",
            key=key,
            blanks=differing,
        )
        yield Fault(path, "AUD185", message, key)
    if _ending(original) != _ending(text):
        message = say(
            "{key} ends with {sign}, its original with {other_sign}: “{original}”. Please end it alike.",
            key=key,
            sign=say(_ending(text)),
            other_sign=say(_ending(original)),
            original=_short(original),
        )
        yield Fault(path, "AUD186", message, key)


def _ending(text: str) -> str:
    """The sign that a text ends with, whatever closes after it."""
    last = text.rstrip(_CLOSING)[-1:]
    return next((name for name, signs in _ENDINGS.items() if last and last in signs), _NONE)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
