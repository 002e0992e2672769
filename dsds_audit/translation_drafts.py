"""A translation to be filled in: what is translated already, and what waits for a translator."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dsds_audit.rubric import Rubric
from dsds_audit.speech import mark, say
from dsds_audit.translation import Translation, stamp_of, texts_of

NOBODY = mark("please write who translates")


@dataclass(frozen=True, slots=True)
class Draft:
    """A translation with every text of a rubric, those that wait empty.

    ``earlier`` holds, by key, what stood there for an original that reads otherwise by now.
    """

    rubric: Rubric
    translation: Translation
    earlier: Mapping[str, str] = field(default_factory=dict)

    @property
    def waiting(self) -> int:
        """How many texts are not translated yet."""
        return sum(not text for text in self.translation.texts.values())


def draft_translation(rubric: Rubric, language: str, before: Translation | None = None) -> Draft:
    """A draft for a rubric; ``before`` is a translation of this version or of an earlier one.

    A text is kept where its original reads as it did, under whatever key, so that what a new version renamed
    or repeats is not translated twice. A review counts only while nothing is left to translate.
    """
    originals = texts_of(rubric)
    stamps = {key: stamp_of(original) for key, original in originals.items()}
    kept = _kept(stamps, before) if before else {}
    earlier = {
        key: text for key, text in (before.texts.items() if before else ()) if text and key in originals
    }
    unchanged = before is not None and before.rubric == rubric.ref and len(kept) == len(originals)
    translation = Translation(
        rubric=rubric.ref,
        language=language,
        translator=before.translator if before else say(NOBODY),
        reviewed=before.reviewed if before and unchanged else None,
        unreviewed=before.unreviewed if before else None,
        texts={key: kept.get(key) for key in originals},
        made_from=stamps,
    )
    return Draft(rubric, translation, {key: text for key, text in earlier.items() if key not in kept})


def _kept(stamps: Mapping[str, str], before: Translation) -> dict[str, str]:
    """By key the text that was made from the very original: the key's own, else that of any other key."""
    by_stamp: dict[str, str] = {}
    for key, text in before.texts.items():
        if text and key in before.made_from:
            by_stamp.setdefault(before.made_from[key], text)
    kept = {}
    for key, stamp in stamps.items():
        own = before.texts.get(key) if before.made_from.get(key) == stamp else None
        if text := own or by_stamp.get(stamp):
            kept[key] = text
    return kept
