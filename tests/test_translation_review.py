import pytest
from translations_for_tests import arabic, make_translation

from dsds_audit.catalogue import Catalogue
from dsds_audit.translation import stamp_of
from dsds_audit.translation_review import find_translation_faults

DSDS = Catalogue().load_original("dsds")
WHOLE = make_translation(DSDS)


def faults(**texts: str | None):
    changed = {**WHOLE.texts, **{key.replace("__", "/"): text for key, text in texts.items()}}
    return list(find_translation_faults(DSDS, WHOLE.model_copy(update={"texts": changed})))


def test_a_whole_translation_has_no_faults() -> None:
    assert faults() == []
    assert list(find_translation_faults(DSDS, make_translation(DSDS, "ar", arabic))) == []


@pytest.mark.parametrize("text", [None, ""])
def test_what_is_missing_is_named_with_its_original(text: str | None) -> None:
    (fault,) = faults(title=text)
    assert (fault.code, fault.subject) == ("AUD182", "title")
    assert "Decision support data system" in fault.message


def test_what_was_made_from_an_older_text_is_not_used() -> None:
    stale = WHOLE.model_copy(update={"made_from": {**WHOLE.made_from, "title": stamp_of("older")}})
    (fault,) = find_translation_faults(DSDS, stale)
    assert fault.code == "AUD183"
    assert stamp_of(DSDS.title) in fault.message


def test_what_the_rubric_does_not_have() -> None:
    (fault,) = faults(titel="Titel")
    assert fault.code == "AUD184"
    assert "Did you mean title?" in fault.message


@pytest.mark.parametrize("text", ["“{criterio}” sin nada.", "“” sin nada.", "“{criterion}” {level}."])
def test_blanks_that_differ(text: str) -> None:
    (fault,) = faults(**{"findings__no-evidence.text": text})
    assert fault.code == "AUD185"


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("title", "Sistema de datos."),
        ("about", "Sin punto"),
        ("access.fidelity.question", "Esto no pregunta nada."),
        ("access.fidelity.question", "Esto tampoco"),
    ],
)
def test_ends_that_differ(key: str, text: str) -> None:
    (fault,) = faults(**{key: text})
    assert fault.code == "AUD186"


@pytest.mark.parametrize(
    "text", ["Une question\N{NO-BREAK SPACE}?", "هل\u061f", "質問\uff1f", "« Que faire ? »", "Ερώτηση\u037e"]
)
def test_questions_end_as_they_do_in_their_script(text: str) -> None:
    assert faults(**{"access.fidelity.question": text}) == []


def test_who_has_reviewed_it_or_that_nobody_has() -> None:
    silent = WHOLE.model_copy(update={"unreviewed": None})
    (fault,) = find_translation_faults(DSDS, silent)
    assert fault.code == "AUD187"
