"""A rubric's texts in another language: the same rubric, worded for other readers."""

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from dsds_audit.languages import Language
from dsds_audit.rubric import Criterion, Practice, Rubric
from dsds_audit.speech import mark, say, say_many
from dsds_audit.values import Date, Format, Name, RubricRef, Text, Word

Path = tuple[str | int, ...]
Key = Annotated[str, StringConstraints(min_length=1, max_length=260)]
Stamp = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]

UNREVIEWED = mark("This translation has not been reviewed by a native speaker of the field.")
_OF_THE_RUBRIC = ("title", "subject", "about", "provenance")
_OF_A_PRACTICE = ("title", "short", "statement")
_OF_A_CRITERION = ("title", "question", "why")
# What else a rubric lists: under which name, where, by what it is told apart, and its texts.
_LISTS: tuple[tuple[str, Path, str, tuple[str, ...]], ...] = (
    ("scale", ("scale",), "level", ("label", "meaning")),
    ("efforts", ("efforts",), "id", ("label",)),
    ("populations", ("populations",), "id", ("label", "question")),
    ("drivers", ("drivers",), "id", ("label", "group")),
    ("roles", ("panel", "roles"), "id", ("label",)),
    ("administration", ("administration",), "id", ("text",)),
    ("findings", ("findings",), "rule", ("text", "why", "way_out")),
)


class Review(Word):
    """Who, at home in the language and in the field, has read a translation, and when."""

    by: Name
    date: Date


class Translation(Word):
    """The texts of one rubric version in another language, by key (see ``texts_of``).

    An empty text, or none, is not translated yet. ``made_from`` holds the stamp of the original that each
    text was made from. Without ``reviewed``, ``unreviewed`` says to readers, in their language, that nobody
    at home in the field has read it.
    """

    format: Format = 1
    rubric: RubricRef
    language: Language
    translator: Name
    reviewed: Review | None = None
    unreviewed: Text | None = None
    texts: Mapping[Key, Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000)] | None]
    made_from: Mapping[Key, Stamp] = Field(default_factory=dict)


class TranslatedRubric(Rubric):
    """A rubric in the words of a translation; only ``translate`` makes one, no file is read as one.

    Its name, version, digest and scores are those of the ``original``.
    """

    original: Rubric
    translation: Translation

    @cached_property
    def digest(self) -> str:
        """The digest of the original: what is asked is the same."""
        return self.original.digest

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The keys of the texts that stand as they were written, not translated."""
        used = usable_texts(self.original, self.translation)
        return tuple(key for key in texts_of(self.original) if key not in used)


def translate(rubric: Rubric, translation: Translation) -> TranslatedRubric:
    """The rubric with every text that the translation has for it; the others stay as they were written.

    A text made from an older original, or from nobody knows which, is not used: it may ask something else.
    """
    texts = usable_texts(rubric, translation)
    wordings = {path: texts[key] for key, path in _places(rubric) if key in texts}
    return TranslatedRubric.model_validate(
        {
            **_reworded(rubric.model_dump(), wordings),
            "language": translation.language,
            "original": rubric,
            "translation": translation,
        }
    )


def usable_texts(rubric: Rubric, translation: Translation) -> Mapping[str, str]:
    """The texts of a translation that were made from the rubric's own, by key."""
    stamps, originals = translation.made_from, texts_of(rubric)
    return {
        key: text
        for key, text in translation.texts.items()
        if text and key in originals and stamps.get(key) == stamp_of(originals[key])
    }


def texts_of(rubric: Rubric) -> Mapping[str, str]:
    """Every text of a rubric that readers see, by key, in rubric order; sources are cited as they are.

    A practice's keys are its id with a field (``access.statement``), a criterion's and a check's their full
    ids with one (``access.fidelity.question``, ``access.fidelity.access.action``); examples of evidence are
    counted from 1. What else a rubric lists begins with its list: ``scale/0.label``, ``roles/coach.label``.
    """
    plain = rubric.model_dump(exclude={"vectors"})
    return {key: _text_at(plain, path) for key, path in _places(rubric)}


def stamp_of(text: str) -> str:
    """Eight hexadecimal digits that tell one wording from another; line breaks make no other wording."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def language_notes(rubric: Rubric) -> tuple[str, ...]:
    """What every output has to say of a translation it uses; nothing for a rubric as it was written."""
    if not isinstance(rubric, TranslatedRubric):
        return ()
    translation, count = rubric.translation, len(rubric.missing)
    notes = () if translation.reviewed else (translation.unreviewed or say(UNREVIEWED),)
    if not count:
        return notes
    left = say_many(
        "{count} of {all} texts stands as it was written, not translated.",
        "{count} of {all} texts stand as they were written, not translated.",
        count,
        all=len(texts_of(rubric.original)),
    )
    return (*notes, left)


def translation_record(rubric: Rubric) -> dict[str, Any] | None:
    """The language of a rubric's texts, who translated and who reviewed them, for a document; None for a
    rubric as it was written."""
    if not isinstance(rubric, TranslatedRubric):
        return None
    translation = rubric.translation
    return {
        "language": translation.language,
        "translator": translation.translator,
        "reviewed": translation.reviewed.model_dump(mode="json") if translation.reviewed else None,
        "not_translated": list(rubric.missing),
    }


def original_of(rubric: Rubric) -> Rubric:
    """The rubric as it was written."""
    return rubric.original if isinstance(rubric, TranslatedRubric) else rubric


def _places(rubric: Rubric) -> Iterator[tuple[str, Path]]:
    """The key of every text, and the path to it."""
    for field in _OF_THE_RUBRIC:
        if getattr(rubric, field) is not None:
            yield field, (field,)
    for name, path, told_by, fields in _LISTS:
        for index, item in enumerate(_listed(rubric, path)):
            for field in fields:
                yield f"{name}/{getattr(item, told_by)}.{field}", (*path, index, field)
    for index, practice in enumerate(rubric.practices):
        yield from _places_in_practice(practice, ("practices", index))


def _listed(rubric: Rubric, path: Path) -> tuple[Any, ...]:
    if path[0] == "panel":
        return rubric.panel.roles if rubric.panel else ()
    items: tuple[Any, ...] = getattr(rubric, str(path[0]))
    return items


def _places_in_practice(practice: Practice, path: Path) -> Iterator[tuple[str, Path]]:
    for field in _OF_A_PRACTICE:
        yield f"{practice.id}.{field}", (*path, field)
    for index, criterion in enumerate(practice.criteria):
        place = (*path, "criteria", index)
        yield from _places_in_criterion(criterion, f"{practice.id}.{criterion.id}", place)


def _places_in_criterion(criterion: Criterion, name: str, path: Path) -> Iterator[tuple[str, Path]]:
    for field in _OF_A_CRITERION:
        yield f"{name}.{field}", (*path, field)
    for index in range(len(criterion.evidence)):
        yield f"{name}.evidence.{index + 1}", (*path, "evidence", index)
    for index, check in enumerate(criterion.checks):
        full_id, place = f"{name}.{check.id}", (*path, "checks", index)
        yield f"{full_id}.text", (*place, "text")
        if check.action:
            yield f"{full_id}.action", (*place, "action", "text")
            yield f"{full_id}.owner", (*place, "action", "owner")
            if check.action.support:
                yield f"{full_id}.support", (*place, "action", "support", "text")


def _text_at(plain: Any, path: Path) -> str:
    for step in path:
        plain = plain[step]
    return str(plain)


def _reworded(value: Any, wordings: Mapping[Path, str], path: Path = ()) -> Any:
    """Plain values with other texts at some paths."""
    if path in wordings:
        return wordings[path]
    if isinstance(value, Mapping):
        return {key: _reworded(item, wordings, (*path, key)) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_reworded(item, wordings, (*path, index)) for index, item in enumerate(value))
    return value
