from translations_for_tests import accented, make_translation

from dsds_audit.catalogue import Catalogue
from dsds_audit.rubric import Rubric
from dsds_audit.translation import Review, stamp_of, texts_of
from dsds_audit.translation_drafts import NOBODY, draft_translation

DSDS = Catalogue().load_original("dsds")


def reworded(**changes: str) -> Rubric:
    """A later version, in which some texts of the rubric as a whole read otherwise."""
    return DSDS.model_copy(update={"version": "1.1.0", **changes})


def test_a_first_draft_waits_for_everything() -> None:
    draft = draft_translation(DSDS, "pt")
    assert draft.waiting == len(texts_of(DSDS)) == len(draft.translation.made_from)
    assert (draft.translation.translator, draft.translation.language) == (NOBODY, "pt")
    assert draft.earlier == {}


def test_what_is_translated_is_kept_wherever_the_original_reads_as_it_did() -> None:
    new = reworded(about="Something else altogether.")
    draft = draft_translation(new, "x-pseudo", make_translation(DSDS))
    assert draft.waiting == 1
    assert draft.translation.texts["about"] is None
    assert draft.translation.made_from["about"] == stamp_of(new.about)
    assert draft.earlier == {"about": accented(DSDS.about)}
    assert draft.translation.texts["title"] == accented(DSDS.title)
    assert draft.translation.rubric == "dsds@1.1.0"


def test_what_was_renamed_or_is_said_twice_is_not_translated_twice() -> None:
    first = DSDS.practices[0].model_copy(update={"id": "responsibility"})
    new = reworded().model_copy(update={"practices": (first, *DSDS.practices[1:])})
    before = make_translation(DSDS)
    sparing = before.model_copy(
        update={"texts": {key: text for key, text in before.texts.items() if not key.endswith(".owner")}}
    )
    draft = draft_translation(new, "x-pseudo", sparing)
    assert draft.waiting == 0
    assert draft.translation.texts["responsibility.title"] == accented(DSDS.practices[0].title)
    assert draft.translation.texts["use.sharing.plans.owner"] == accented("program leader")


def test_a_review_counts_only_while_nothing_has_changed() -> None:
    before = make_translation(DSDS).model_copy(
        update={"reviewed": Review.model_validate({"by": "Ana", "date": "2026-11-01"})}
    )
    assert draft_translation(DSDS, "x-pseudo", before).translation.reviewed == before.reviewed
    assert draft_translation(reworded(), "x-pseudo", before).translation.reviewed is None


def test_a_text_made_from_an_older_original_waits_again() -> None:
    whole = make_translation(DSDS)
    stale = whole.model_copy(update={"made_from": {**whole.made_from, "title": stamp_of("older")}})
    draft = draft_translation(DSDS, "x-pseudo", stale)
    assert draft.translation.texts["title"] in (None, accented(DSDS.title))
    assert (draft.waiting, list(draft.earlier)) == (1, ["title"])
