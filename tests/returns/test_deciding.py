import datetime as dt

from dsds_audit.assessment import Assessment, Rating
from dsds_audit.polls import polls_of
from dsds_audit.returns.deciding import decide
from dsds_audit.returns.groups import Group
from dsds_audit.returns.tables import read_tidy
from dsds_audit.speech import speaking
from dsds_audit.speech_files import load_speech
from dsds_audit.store import Stored
from dsds_audit.votes import Agreed
from tests.returns.voices import NOW, RUBRIC, rated, voice

ANA, BEN, CLEO = (
    voice(rated(2, 1), "Ana"),
    voice(rated(0, 1), "Ben", "leader"),
    voice(rated(1, 1), "Cleo"),
)


def decided(voices, there: Assessment | None = None, journal=(), personal: bool = True):
    stored = Stored("riverbend/2026-03-02.yaml", "1", there) if there else None
    return decide(RUBRIC, Group(tuple(voices), personal), stored, journal, NOW)


def test_one_voice_is_an_assessment_and_the_same_is_not_kept_twice() -> None:
    decision = decided([ANA])
    assert (decision.fate, decision.assessment, decision.votes) == ("save", ANA.assessment, ())
    assert decided([ANA], ANA.assessment).fate == "same"


def test_without_a_digest_it_is_the_same_still() -> None:
    bare = voice(ANA.assessment.model_copy(update={"digest": None}), "Ana")
    assert decided([bare], ANA.assessment).fate == "same"


def test_something_else_there_stays_as_it_is() -> None:
    decision = decided([ANA], BEN.assessment)
    assert decision.fate == "conflict"
    assert str(decision.problems[0]).startswith(
        "form of Ana: AUD170 riverbend/2026-03-02.yaml is of the same"
    )
    several = decided([ANA, BEN], rated(1, 1, 1))
    assert (several.fate, "The same goes for form of Ben." in several.problems[0].message) == (
        "conflict",
        True,
    )


def test_several_people_become_votes_once() -> None:
    decision = decided([ANA, BEN])
    assert (decision.fate, decision.people, decision.previous) == ("save", 2, None)
    assert len(polls_of(decision.votes)) == 2
    again = decided([BEN, ANA], decision.assessment, decision.votes)
    assert (again.fate, again.votes) == ("same", ())
    assert decided([ANA], decision.assessment, decision.votes).fate == "same"


def test_what_was_cut_off_before_the_votes_is_made_good() -> None:
    there = decided([ANA, BEN]).assessment
    decision = decided([ANA, BEN], there)
    assert (decision.fate, decision.previous.assessment, len(decision.votes) > 0) == ("vote", there, True)


def test_once_the_panel_agreed_bringing_them_in_again_changes_nothing() -> None:
    first = decided([ANA, BEN])
    agreed = Agreed(criterion="p1.c1", round=1, at=NOW + dt.timedelta(hours=1), level=1)
    journal = [*first.votes, agreed]
    assert decided([ANA, BEN], rated(1), journal).fate == "same"


def test_who_comes_late_is_told_to_speak_up() -> None:
    first = decided([ANA, BEN])
    for voices in ([CLEO], [ANA, BEN, CLEO]):
        late = decided(voices, first.assessment, first.votes)
        assert (late.fate, late.problems[0].code) == ("conflict", "AUD170")
    assert "bring them into the discussion" in late.problems[0].message


def test_one_persons_answers_that_nobody_has_worked_on_become_votes_when_others_come() -> None:
    decision = decided([ANA, BEN], ANA.assessment)
    assert (decision.fate, decision.previous.assessment) == ("save", ANA.assessment)
    assert decided(
        [ANA, BEN], ANA.assessment, [Agreed(criterion="p1.c1", round=1, at=NOW, level=1)]
    ).fate == ("conflict")


def test_a_record_is_never_taken_for_one_of_the_votes() -> None:
    first = decided([ANA, BEN])
    assert decided([ANA], first.assessment, first.votes, personal=False).fate == "conflict"


def test_a_role_that_the_rubric_does_not_have_any_more_is_none() -> None:
    decision = decided([ANA, voice(rated(0), "Ben", "scribe")])
    assert [person.name for person in decision.assessment.participants] == ["Ana"]
    assert decision.people == 2


def test_facilitators_alone_leave_no_votes() -> None:
    led = [voice(rated(n), name, "facilitator") for n, name in enumerate(("Dana", "Eva"))]
    decision = decided(led)
    assert (decision.fate, decision.people, decision.votes, len(decision.notes)) == ("save", 0, (), 2)
    assert decided(led, decision.assessment).fate == "same"


def test_more_people_than_a_panel_can_hold() -> None:
    decision = decided([ANA] * 1001)
    assert (decision.fate, decision.problems[0].code) == ("conflict", "AUD175")
    assert decision.problems[0].message.endswith("and 992 more.")


def test_a_row_of_a_table_is_the_same_whatever_language_is_spoken() -> None:
    table = f"site,date,rubric,p1.c1.standing\nHill,2026-03-02,{RUBRIC.ref},not_applicable\n".encode()
    voices = []
    for language in ("en", "es", "fr"):
        with speaking(load_speech(language)):
            (row,) = read_tidy(table, "t.csv", lambda ref: RUBRIC)
        assert row.assessment is not None
        voices.append(voice(row.assessment))
    reasons = {each.assessment.ratings["p1.c1"].not_applicable for each in voices}
    assert len(reasons) == len(voices)
    for there in voices:
        kept = there.assessment.model_copy(update={"digest": RUBRIC.digest})
        assert all(decided([each], kept, personal=False).fate == "same" for each in voices)
    typed = {"p1.c1": Rating(not_applicable="The county does it.")}
    other = voices[0].assessment.model_copy(update={"digest": RUBRIC.digest, "ratings": typed})
    assert decided(voices[:1], other, personal=False).fate == "conflict"
