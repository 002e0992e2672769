import pytest
from rubrics_for_tests import make_rubric

from dsds_audit.assessment import Rating
from dsds_audit.workbook.choices import (
    FALSE,
    TRUE,
    check_choices,
    claim_of,
    level_choices,
    make_choices,
    word_of_claim,
    yes_or_no,
)


def test_labels_that_several_have_are_told_apart() -> None:
    choices = make_choices([("a", "Coach"), ("b", "coach "), ("c", "Leader")])
    assert dict(choices.words) == {"a": "Coach (a)", "b": "coach (b)", "c": "Leader"}
    assert [choices.meaning_of(word) for word in ("Coach (A)", "b", "leader", "coach")] == [
        "a",
        "b",
        "c",
        None,
    ]


@pytest.mark.parametrize("top", [1, 2, 10, 100])
def test_every_claim_has_words_that_mean_it(top: int) -> None:
    choices = level_choices(make_rubric(top=top), True)
    claims = [
        *(Rating(level=level) for level in range(top + 1)),
        Rating(dont_know=True),
        Rating(not_applicable="So."),
    ]
    for rating in claims:
        meaning = choices.meaning_of(word_of_claim(choices, rating))
        assert meaning is not None
        assert Rating.model_validate(claim_of(meaning, rating.not_applicable)) == rating


@pytest.mark.parametrize(
    ("text", "meaning"), [("Yes", TRUE), ("no", FALSE), ("true", TRUE), ("does not hold", FALSE), ("1", None)]
)
def test_whether_something_holds(text: str, meaning: str | None) -> None:
    assert check_choices().meaning_of(text) == yes_or_no().meaning_of(text) == meaning


def test_what_does_not_apply_is_understood_where_it_is_not_offered() -> None:
    choices = level_choices(make_rubric(), False)
    assert "does not apply" not in choices.words.values()
    assert choices.meaning_of("Does not  apply") == "not_applicable"


def test_a_scale_whose_labels_are_alike_is_understood_by_its_numbers() -> None:
    rubric = make_rubric()
    scale = tuple(level.model_copy(update={"label": "so so"}) for level in rubric.scale)
    choices = level_choices(rubric.model_copy(update={"scale": scale}), False)
    assert choices.meaning_of("so so") is None
    assert choices.meaning_of("1: So so") == choices.meaning_of("1") == "1"
