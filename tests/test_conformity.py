import pytest
from rubrics_for_tests import make_rubric, rate

from dsds_audit.conformity import find_misfits

PANEL = {"roles": [{"id": "coach", "label": "coach"}, {"id": "leader", "label": "leader"}]}


def misfits(ratings=None, *, top=2, **fields):
    rubric = make_rubric(
        {"access": {"fidelity": {"checks": ["open", "analyze"]}, "outcome": {"not_applicable": True}}},
        top=top,
        panel=PANEL,
        populations=[{"id": "staff", "label": "staff", "question": "Who?"}],
        drivers=[{"id": "coaching", "label": "coaching", "group": "competency"}],
    )
    return [
        (fault.code, fault.path, fault.message)
        for fault in find_misfits(rubric, rate(rubric, ratings, **fields))
    ]


def test_what_fits_is_no_misfit():
    assert not misfits(
        {
            "access.fidelity": {
                "level": 2,
                "checks": ["open"],
                "barriers": [{"what": "Time", "driver": "coaching"}, {"what": "Trust"}],
            },
            "access.outcome": "-",
        },
        targets={"access.fidelity": 1},
        populations={"staff": "All of us"},
        participants=[{"role": "coach"}],
        interview={"position": "finish", "skipped": ["access.fidelity"], "carried": ["access.outcome"]},
    )


def test_no_answer_at_all_fits():
    assert not misfits()


def test_does_not_apply_where_it_is_not_permitted_loads():
    assert not misfits({"access.fidelity": "-"})
    assert not misfits({"access.outcome": {"not_applicable": ""}})


def test_a_criterion_the_rubric_does_not_have():
    ((code, path, message),) = misfits({"access.fidelty": 2})
    assert (code, path) == ("AUD010", ("ratings", "access.fidelty"))
    assert "Did you mean access.fidelity?" in message
    assert "small@1.0.0" in message


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"targets": {"access.nothing": 1}}, ("targets", "access.nothing")),
        ({"interview": {"position": "finish", "skipped": ["access.nothing"]}}, ("interview",)),
        ({"interview": {"position": "finish", "carried": ["access.nothing"]}}, ("interview",)),
        ({"interview": {"position": "finish", "ticked": {"access.nothing": []}}}, ("interview",)),
    ],
)
def test_a_criterion_is_looked_up_wherever_it_is_named(fields, path):
    assert [(code, where) for code, where, _ in misfits(**fields)] == [("AUD010", path)]


@pytest.mark.parametrize(
    ("ratings", "fields", "path", "hint"),
    [
        ({}, {"populations": {"staf": "us"}}, ("populations", "staf"), "Did you mean staff?"),
        (
            {},
            {"participants": [{"role": "coach"}, {"role": "king"}]},
            ("participants", 1, "role"),
            "Known: coach, leader.",
        ),
        (
            {"access.fidelity": {"level": 1, "checks": ["opne"]}},
            {},
            ("ratings", "access.fidelity", "checks"),
            "access.fidelity: opne is no check of the rubric. Did you mean open?",
        ),
        (
            {"access.fidelity": {"level": 1, "barriers": [{"what": "x", "driver": "zzz"}]}},
            {},
            ("ratings", "access.fidelity", "barriers", 0, "driver"),
            "zzz is no driver of the rubric. Known: coaching.",
        ),
    ],
)
def test_names_the_rubric_does_not_know(ratings, fields, path, hint):
    ((code, where, message),) = misfits(ratings, **fields)
    assert (code, where) == ("AUD011", path)
    assert hint in message
    assert message.endswith("Please correct or remove it.")


def test_a_level_off_the_scale_says_which_levels_there_are():
    ((code, path, message),) = misfits({"access.fidelity": 3})
    assert (code, path) == ("AUD012", ("ratings", "access.fidelity", "level"))
    assert message == "access.fidelity: level 3 is not on the scale 0..2. Please use 0, 1 or 2."
    ((_, _, message),) = misfits({"access.fidelity": 2}, top=1)
    assert message.endswith("Please use 0 or 1.")
    ((_, _, message),) = misfits({"access.fidelity": 21}, top=20)
    assert "0..20" in message


def test_a_target_off_the_scale():
    ((code, path, _),) = misfits(targets={"access.fidelity": 5})
    assert (code, path) == ("AUD012", ("targets", "access.fidelity"))


def test_every_misfit_is_told_at_once():
    found = misfits(
        {"access.nothing": 1, "access.fidelity": {"level": 9, "checks": ["x", "open"]}},
        targets={"access.outcome": 7},
    )
    assert [code for code, _, _ in found] == ["AUD012", "AUD012", "AUD011", "AUD010"]


def test_a_rubric_without_a_panel_takes_any_role():
    rubric = make_rubric([1])
    assert not list(find_misfits(rubric, rate(rubric, participants=[{"role": "anyone"}])))
