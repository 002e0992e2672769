import datetime as dt

from dsds_audit.errors import Problem
from dsds_audit.returns.groups import group_returned
from tests.returns.voices import NOW, rated, sent


def test_answers_about_one_assessment_are_one_group_however_names_are_typed() -> None:
    ana, ben = sent(rated(2), "Ana"), sent(rated(1, site="RIVERBEND"), "Ben", "leader")
    other = sent(rated(1, date=dt.date(2026, 4, 1)), "Ana")
    first, second = group_returned([ana, other, ben])
    assert [voice.respondent for voice in first.voices] == ["Ana", "Ben"]
    assert (first.several, second.several, first.notes) == (True, False, ())


def test_a_record_stands_for_itself() -> None:
    record = sent(rated(2), file="a.yaml", personal=False)
    groups = group_returned([record, sent(rated(1), "Ana"), record])
    assert [(len(group.voices), group.personal) for group in groups] == [(1, False), (1, True), (1, False)]


def test_another_version_of_the_rubric_is_another_group() -> None:
    later = rated(2).model_copy(update={"rubric": "small@2.0.0"})
    assert len(group_returned([sent(rated(2), "Ana"), sent(later, "Ben")])) == 2


def test_what_has_problems_is_in_no_group() -> None:
    assert group_returned([sent(None, "Ana", problems=(Problem("AUD158", "x"),))]) == ()


def test_of_one_persons_answers_the_latest_count() -> None:
    late = sent(rated(0), "Ana", at=NOW + dt.timedelta(hours=1), place="k: row 2")
    early = sent(rated(2), " ANA ", at=NOW, place="k: row 3")
    (group,) = group_returned([late, early])
    assert [voice.assessment for voice in group.voices] == [rated(0)]
    assert str(group.notes[0]).startswith("k: row 3: AUD172 is by the same person as k: row 2")
    (undated,) = group_returned([sent(rated(0), "Ana"), sent(rated(2), "Ana")])
    assert [voice.assessment for voice in undated.voices] == [rated(2)]


def test_one_name_in_two_roles_is_two_people() -> None:
    (group,) = group_returned([sent(rated(2), "Ana"), sent(rated(2), "Ana", "leader")])
    assert len(group.voices) == 2


def test_without_names_the_same_words_are_one_person_only_in_two_files() -> None:
    alike = [sent(rated(2), role=None), sent(rated(2), role=None)]
    again = [sent(rated(2), role=None, file="kobo.xlsx") for _ in range(2)]
    (group,) = group_returned([*alike, *again])
    assert len(group.voices) == 2
    assert len(group.notes) == 2
    assert "taken once" in group.notes[0].message
