import pytest
from hypothesis import HealthCheck, given, settings
from rubrics_for_tests import make_rubric
from strategies import assessments, rubrics
from translations_for_tests import accented, make_translation

from dsds_audit.actions import recommend
from dsds_audit.catalogue import Catalogue
from dsds_audit.rubric import Rubric
from dsds_audit.scoring import score
from dsds_audit.translation import (
    TranslatedRubric,
    language_notes,
    original_of,
    stamp_of,
    texts_of,
    translate,
    translation_record,
)

DSDS = Catalogue().load_original("dsds")
SPOKEN = ("title", "subject", "about", "provenance", "label", "meaning", "group", "question", "why", "text")
SPOKEN += ("way_out", "short", "statement", "owner")


def spoken_texts(value: object, field: str = "") -> list[str]:
    """Every text in plain values that a reader sees, found without knowing where it stands."""
    if isinstance(value, str):
        return [value] if field in SPOKEN or field == "evidence" else []
    if isinstance(value, dict):
        return [text for name, item in value.items() for text in spoken_texts(item, name)]
    return [text for item in value for text in spoken_texts(item, field)] if isinstance(value, tuple) else []


def test_every_text_that_readers_see_has_a_key_of_its_own() -> None:
    plain = DSDS.model_dump(exclude={"vectors", "sources"})
    assert sorted(texts_of(DSDS).values()) == sorted(spoken_texts(plain))


@settings(max_examples=25, deadline=None)
@given(rubrics())
def test_every_text_of_any_rubric_has_a_key_and_is_translated(rubric: Rubric) -> None:
    texts = texts_of(rubric)
    assert sorted(texts.values()) == sorted(spoken_texts(rubric.model_dump(exclude={"vectors", "sources"})))
    other = translate(rubric, make_translation(rubric, word=lambda text: f"“{text}”"))
    assert texts_of(other) == {key: f"“{text}”" for key, text in texts.items()}
    assert other.missing == ()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(assessments(DSDS))
def test_a_translated_rubric_scores_and_advises_as_its_original(assessment) -> None:
    other = translate(DSDS, make_translation(DSDS))
    assert (other.ref, other.digest, original_of(other)) == (DSDS.ref, DSDS.digest, DSDS)
    assert score(other, assessment) == score(DSDS, assessment)
    advice, same = recommend(other, assessment), recommend(DSDS, assessment)
    assert [(r.criterion, r.gain, r.cost) for r in advice] == [(r.criterion, r.gain, r.cost) for r in same]


def test_a_file_that_says_it_is_a_translation_has_its_own_digest() -> None:
    """Only ``translate`` makes a rubric with another one's digest; what a file claims is refused."""
    plain = DSDS.model_dump() | {"title": "Something else"}
    assert Rubric.model_validate(plain).digest != DSDS.digest
    with pytest.raises(ValueError, match="original"):
        Rubric.model_validate(plain | {"original": DSDS.model_dump()})


def test_what_is_missing_or_made_from_an_older_text_stands_as_it_was_written() -> None:
    whole = make_translation(DSDS)
    texts = {**whole.texts, "title": None, "about": ""}
    stamps = {**whole.made_from, "access.title": stamp_of("as it read before")}
    del stamps["use.title"]
    other = translate(DSDS, whole.model_copy(update={"texts": texts, "made_from": stamps}))
    assert other.missing == ("title", "about", "access.title", "use.title")
    assert (other.title, other.about) == (DSDS.title, DSDS.about)
    assert other.practices[1].title == DSDS.practices[1].title
    assert other.practices[1].statement == accented(DSDS.practices[1].statement)
    assert language_notes(other)[1] == "4 of 289 texts stand as they were written, not translated."


def test_who_has_reviewed_it_is_said_with_every_output() -> None:
    unreviewed = translate(DSDS, make_translation(DSDS))
    assert language_notes(unreviewed) == (accented("Nobody has reviewed this."),)
    review = {"by": "Ana", "date": "2026-11-01"}
    reviewed = translate(DSDS, make_translation(DSDS, reviewed=review))
    assert language_notes(reviewed) == language_notes(DSDS) == ()
    silent = translate(DSDS, make_translation(DSDS, unreviewed=None))
    assert "native speaker" in language_notes(silent)[0]
    record = translation_record(reviewed)
    assert record == {
        "language": "x-pseudo",
        "translator": "a test",
        "reviewed": review,
        "not_translated": [],
    }
    assert translation_record(DSDS) is None


def test_a_translation_says_its_language_and_the_way_it_is_read() -> None:
    other = translate(DSDS, make_translation(DSDS, "ar"))
    assert isinstance(other, TranslatedRubric)
    assert (other.language, other.direction, DSDS.language, DSDS.direction) == ("ar", "rtl", "en", "ltr")


def test_a_rubric_of_which_nothing_is_optional() -> None:
    rubric = make_rubric()
    assert translate(rubric, make_translation(rubric)).missing == ()


def test_line_breaks_make_no_other_original() -> None:
    assert stamp_of("one  two\nthree") == stamp_of("one two three") != stamp_of("one two four")
