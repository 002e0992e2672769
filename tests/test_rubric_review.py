from dataclasses import astuple

import pytest
from rubrics_for_tests import make_check, make_rubric

from dsds_audit.catalogue import Catalogue
from dsds_audit.rubric import Rubric
from dsds_audit.rubric_faults import find_faults
from dsds_audit.rubric_review import find_weaknesses


def faults(practices=(2,), **fields):
    return [astuple(f)[:2][::-1] for f in find_faults(make_rubric(practices, usable=False, **fields))]


def weaknesses(practices=None, **fields):
    rubric = make_rubric(practices or {"p": {"a": {"checks": [make_check("x"), make_check("y")]}}}, **fields)
    return [f for f in find_weaknesses(rubric) if f.code != "AUD045"]


def clean(**fields):
    """A rubric without weaknesses: every text and every effort stands once."""
    checks = [make_check(f"k{n}", effort) for n, effort in enumerate(("low", "medium", "high"))]
    return make_rubric({"p": {"a": {"checks": checks}}}, **fields)


def vector(**fields):
    return [(f.code, f.path, f.message) for f in find_weaknesses(clean(vectors=[{"name": "one", **fields}]))]


def test_a_good_rubric_has_neither():
    assert not list(find_faults(clean()))
    assert not list(find_weaknesses(clean()))


@pytest.mark.parametrize("ref", Catalogue().refs())
def test_the_bundled_rubrics_have_neither(ref):
    rubric = Catalogue().load(ref)
    assert not list(find_faults(rubric))
    assert not list(find_weaknesses(rubric))
    assert len(rubric.vectors) >= 5


# faults


@pytest.mark.parametrize(
    ("field", "value", "path"),
    [
        ("sources", [{"id": "a", "citation": "A"}, {"id": "a", "citation": "B"}], ("sources", 1, "id")),
        ("populations", [{"id": "a", "label": "A", "question": "Who?"}] * 2, ("populations", 1, "id")),
        ("drivers", [{"id": "a", "label": "A", "group": "g"}] * 2, ("drivers", 1, "id")),
        ("administration", [{"id": "a", "text": "A"}, {"id": "a", "text": "B"}], ("administration", 1, "id")),
        ("panel", {"roles": [{"id": "a", "label": "A"}] * 2}, ("panel", "roles", 1, "id")),
    ],
)
def test_every_id_is_used_once(field, value, path):
    assert faults(**{field: value}) == [("AUD030", path)]


def test_a_rule_is_worded_once():
    text = {"rule": "no-evidence", "text": "t", "why": "w", "way_out": "o"}
    found = faults(findings=[text, {**text, "text": "another"}])
    assert [code for code, _ in found] == ["AUD030"], "which of the two wordings is meant?"


def test_one_id_may_stand_in_two_practices():
    assert faults({"p": {"a": {}}, "q": {"a": {}}}) == []


def test_at_most_two_hundred_criteria():
    assert [code for code, _ in faults([101, 100])] == ["AUD033"]
    assert faults([100, 100]) == []


@pytest.mark.parametrize("levels", [[0, 2], [1, 2], [0, 0, 1], [1, 0], [0, 1, 3]])
def test_a_scale_runs_up_without_a_gap(levels):
    scale = [{"level": n, "label": f"l{n}", "meaning": "m"} for n in levels]
    assert ("AUD032", ("scale",)) in faults(scale=scale, target=1)


def test_targets_are_on_the_scale():
    assert faults(target=3) == [("AUD033", ("target",))]
    assert faults({"p": {"a": {"target": 3}}}) == [("AUD033", ("practices", 0, "criteria", 0, "target"))]
    assert faults({"p": {"a": {"target": 2}}}) == []


@pytest.mark.parametrize("required", ["p.b", "q.a", "p.b.k1", "q.a.k1"])
def test_what_is_required_is_there(required):
    assert [code for code, _ in faults({"p": {"a": {"requires": [required]}}})] == ["AUD031"]
    checks = [make_check("k1", requires=[required])]
    assert [code for code, _ in faults({"p": {"a": {"checks": checks}}})] == ["AUD031"]


def ring(size):
    return {f"c{n}": {"requires": [f"p.c{(n + 1) % size}"]} for n in range(size)}


@pytest.mark.parametrize(
    "practice",
    [
        ring(1),
        ring(2),
        ring(3),
        ring(200),
        {"a": {"requires": ["p.a.k1"]}},
        {"a": {"checks": [make_check("k1", requires=["p.a"])]}},
        {"a": {"checks": [make_check("k1", requires=["p.a.k1"])]}},
        {"a": {"checks": [make_check("x", requires=["p.a.y"]), make_check("y", requires=["p.a.x"])]}},
        {"a": {"checks": [make_check("x", requires=["p.b"])]}, "b": {"requires": ["p.a"]}},
        {
            "a": {"checks": [make_check("x", requires=["p.b.k1"])]},
            "b": {"checks": [make_check("k1", requires=["p.a.x"])]},
        },
        {
            "a": {"requires": ["p.b.k1"]},
            "b": {"checks": [make_check("k1"), make_check("k2", requires=["p.a"])]},
        },
    ],
)
def test_nothing_waits_for_itself_in_the_end(practice):
    found = faults({"p": practice})
    assert found
    assert {code for code, _ in found} == {"AUD034"}


def test_only_what_is_on_the_circle_is_named():
    practice = {**ring(2), "after": {"requires": ["p.c0"]}, "before": {}}
    assert [path[3] for code, path in faults({"p": practice}) if code == "AUD034"] == [0, 1]


@pytest.mark.parametrize(
    "practice",
    [
        {f"c{n}": {"requires": [f"p.c{n - 1}"] if n else []} for n in range(200)},
        {"a": {}, "b": {"requires": ["p.a"]}, "c": {"requires": ["p.a"]}, "d": {"requires": ["p.b", "p.c"]}},
        {"a": {"checks": [make_check("x"), make_check("y", requires=["p.a.x"])]}},
    ],
)
def test_what_waits_without_a_circle_is_fine(practice):
    assert faults({"p": practice}) == []


# weaknesses


@pytest.mark.parametrize(
    ("question", "good"),
    [
        ("Is it so?", True),
        ("Is it so？", True),
        ("Do you say “is it so?”", True),
        ("Is it so (or nearly so)?", True),
        ("It is so.", False),
        ("It is so;", False),
        ("Is it so", False),
        ("Is it so? It is.", False),
    ],
)
def test_a_question_ends_with_a_question_mark(question, good):
    found = [f.code for f in weaknesses({"p": {"a": {"question": question}}})]
    assert found == ([] if good else ["AUD041"])


def test_every_check_needs_an_action_and_every_criterion_a_check():
    (found,) = weaknesses({"p": {"a": {"checks": [make_check("x", None), make_check("y")]}}})
    assert (found.code, found.path) == ("AUD040", ("practices", 0, "criteria", 0, "checks", 0))
    (found,) = weaknesses({"p": {"a": {"checks": 0}}})
    assert (found.code, found.path) == ("AUD040", ("practices", 0, "criteria", 0))


def test_advice_that_is_never_given():
    assert [f.code for f in weaknesses(target=0)] == ["AUD043"]
    assert [f.code for f in weaknesses({"p": {"a": {"target": 0, "checks": ["x"]}}})] == ["AUD043"]
    assert weaknesses({"p": {"a": {"target": 1, "checks": ["x"]}}}, target=0) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"question": "Is it?"}, {"question": "Is it?"}),
        ({"question": "Is it?"}, {"question": "is  IT?"}),
        ({"why": "Because."}, {"why": "Because."}),
        ({"why": "Because."}, {"checks": [make_check("z", text="Because.")]}),
    ],
)
def test_a_text_stands_once(first, second):
    practice = {"a": {"checks": ["x"], **first}, "b": {"checks": ["y"], **second}}
    (found,) = weaknesses({"p": practice})
    assert found.code == "AUD042"
    assert found.path[:4] == ("practices", 0, "criteria", 1)


def test_what_is_declared_is_used():
    rubric = make_rubric(
        {"p": {"a": {"checks": ["x"], "source": {"id": "used"}}}},
        sources=[{"id": "used", "citation": "A"}, {"id": "unused", "citation": "B"}],
    )
    assert [(f.code, f.path) for f in find_weaknesses(rubric)] == [
        ("AUD045", ("sources", 1)),
        ("AUD045", ("efforts", 1)),
        ("AUD045", ("efforts", 2)),
    ]


def test_a_support_cites_a_source_too():
    action = {"text": "Do.", "effort": "low", "owner": "coach", "days": 1}
    cited = {**action, "support": {"text": "Found.", "source": {"id": "study"}}}
    practice = {"a": {"checks": [{"id": "x", "text": "So.", "action": cited}]}}
    rubric = make_rubric({"p": practice}, sources=[{"id": "study", "citation": "S"}])
    assert ("sources", 0) not in [f.path for f in find_weaknesses(rubric)]
    assert [f.code for f in find_faults(make_rubric({"p": practice}, usable=False))] == ["AUD031"]


# vectors


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"others": 2, "expect": {"low": 99}}, "low"),
        ({"others": 2, "expect": {"high": "99.9999"}}, "high"),
        ({"others": 2, "expect": {"adequate": "open"}}, "adequate"),
        ({"others": 2, "expect": {"practices_in_place": 0}}, "practices_in_place"),
        ({"others": 2, "expect": {"statuses": {"p": "undetermined"}}}, "status of p"),
        ({"others": 2, "expect": {"statuses": {"p.a": "not_in_place"}}}, "status of p.a"),
        ({"others": 2, "expect": {"statuses": {"nowhere": "in_place"}}}, "status of nowhere"),
        ({"others": 2, "expect": {"first_actions": ["p.a"]}}, "first_actions"),
        ({"expect": {"low": 1}}, "low"),
    ],
)
def test_a_vector_that_fails_says_what_it_expects(fields, word):
    ((code, path, message),) = vector(**fields)
    assert (code, path) == ("AUD044", ("vectors", 0, "expect"))
    assert word in message
    assert "“one”" in message


def test_vectors_that_hold():
    assert (
        vector(others=2, expect={"low": 100, "high": 100, "adequate": "yes", "practices_in_place": 1}) == []
    )
    assert vector(expect={"low": 0, "high": 100, "adequate": "open", "statuses": {"p": "undetermined"}}) == []
    assert (
        vector(others=1, expect={"first_actions": ["p.a"], "statuses": {"p.a": "partially_in_place"}}) == []
    )
    assert vector(ratings={"p.a": {"level": "1"}}, expect={"low": 50}) == []


def test_percentages_of_a_vector_are_exact_to_four_decimals():
    rubric = make_rubric(
        [3], vectors=[{"name": "v", "ratings": {"p1.c1": {"level": 2}}, "expect": {"low": "33.3333"}}]
    )
    assert not [f for f in find_weaknesses(rubric) if f.code == "AUD044"]
    rubric = make_rubric(
        [3], vectors=[{"name": "v", "ratings": {"p1.c1": {"level": 2}}, "expect": {"low": "33.3331"}}]
    )
    assert [f.code for f in find_weaknesses(rubric) if f.code == "AUD044"] == ["AUD044"]


@pytest.mark.parametrize(
    "ratings",
    [
        {"p.a": {"level": 3}},
        {"p.b": {"level": 1}},
        {"p.a": {}},
        {"p.a": 2},
        {"p.a": {"level": 1, "checks": ["zz"]}},
        {"pa": {"level": 1}},
    ],
)
def test_a_vector_whose_ratings_are_not_valid(ratings):
    ((code, path, message),) = vector(ratings=ratings, expect={"low": 0})
    assert (code, path) == ("AUD044", ("vectors", 0))
    assert "Please" in message


def test_a_vector_that_expects_no_advice_says_so():
    ((code, _, message),) = vector(others=1, expect={"first_actions": ["p.z"]})
    assert code == "AUD044"
    assert "p.a" in message


def test_expecting_no_advice_at_all_fails_where_there_is_some():
    assert [code for code, _, _ in vector(others=0, expect={"first_actions": []})] == ["AUD044"]


def test_a_review_changes_nothing():
    rubric = clean()
    before = rubric.model_dump_json()
    assert list(find_weaknesses(rubric)) == list(find_weaknesses(rubric))
    assert before == rubric.model_dump_json()
    assert Rubric.model_validate_json(before).digest == rubric.digest
