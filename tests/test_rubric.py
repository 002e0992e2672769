import re
from decimal import Decimal

import pytest
from pydantic import ValidationError
from rubrics_for_tests import make_check, make_criterion, make_rubric

from dsds_audit.catalogue import Catalogue
from dsds_audit.rubric import Rubric

# practice, criterion, checks (id: source), as the table of the method has them; h handout, o ours
TABLE = {
    "accountability.person": {"named": "h", "remit": "h"},
    "accountability.capacity": {"time": "o", "authority": "o", "skills": "o"},
    "access.fidelity": {"access": "h", "analyze": "h"},
    "access.outcome": {"access": "h", "analyze": "h"},
    "access.programmatic": {
        "access": "h",
        "analyze": "h",
        "practitioner-feedback": "h",
        "beneficiary-feedback": "h",
    },
    "access.financial": {"access": "h", "analyze": "h"},
    "usefulness.standardized": {"collection": "h", "trained-staff": "h"},
    "usefulness.relevant": {"informs-improvement": "h", "answers-a-question": "o"},
    "usefulness.timely": {"available-when-deciding": "h", "delay-known": "o"},
    "usefulness.routine": {"part-of-routines": "h", "agenda": "o"},
    "use.analysis": {"disaggregated": "h", "analyzed": "h", "summarized": "h", "quarterly": "h"},
    "use.reports": {"written": "h", "clear": "h", "reach": "h"},
    "use.action-plans": {"developed": "h", "monitored": "h", "aimed": "h"},
    "use.sharing": {"summaries": "h", "plans": "h"},
}
BUNDLED = ["dsds@1.0.0", "python-project@1.0.0"]


@pytest.fixture(scope="module")
def dsds():
    return Catalogue().load("dsds@1.0.0")


def content(**fields):
    return {**make_rubric().model_dump(mode="json", exclude_defaults=True), **fields}


# the words


def test_full_ids_in_rubric_order():
    rubric = make_rubric({"q": {"b": {"checks": ["z", "y"]}}, "p": {"a": {"checks": 1}}})
    assert list(rubric.criteria) == ["q.b", "p.a"]
    assert list(rubric.checks) == ["q.b.z", "q.b.y", "p.a.k1"]
    assert (rubric.ref, rubric.top) == ("small@1.0.0", 2)
    assert rubric.practice_of("p.a").id == "p"
    assert rubric.practice_of("p.a.k1").id == "p"
    assert rubric.label_of(1) == "label 1"
    with pytest.raises(KeyError):
        rubric.practice_of("nowhere.a")


def test_nothing_can_be_changed_after_it_is_made():
    rubric = make_rubric()
    with pytest.raises(ValidationError, match="frozen"):
        rubric.title = "Another"
    with pytest.raises(ValidationError, match="frozen"):
        rubric.practices[0].criteria[0].critical = True


@pytest.mark.parametrize("count", [1, 20])
def test_one_to_twenty_practices(count):
    assert len(make_rubric([1] * count).practices) == count


@pytest.mark.parametrize("practices", [[], [1] * 21, [0], [201]])
def test_no_fewer_and_no_more(practices):
    with pytest.raises(ValidationError):
        make_rubric(practices)


def test_two_hundred_criteria_in_one_practice_or_in_many():
    assert len(make_rubric([200]).criteria) == len(make_rubric([10] * 20).criteria) == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"format": 2},
        {"id": "Small"},
        {"id": "1.10"},
        {"version": "1.0"},
        {"title": " "},
        {"scale": [{"level": 0, "label": "one", "meaning": "One."}]},
        {"target": -1},
        {"target": 101},
        {"thresholds": {"total": 101, "practice": 80}},
        {"thresholds": {"total": 80}},
        {"thresholds": 80},
        {"efforts": []},
        {"now": 0},
        {"unknown": 1},
        {"findings": [{"rule": "no-such-rule", "text": "t", "why": "w", "way_out": "o"}]},
        {"released": "2026-02-30"},
    ],
)
def test_a_rubric_that_is_not_well_formed_is_refused(fields):
    with pytest.raises(ValidationError):
        Rubric.model_validate(content(**fields))


def test_both_thresholds_are_the_rubrics_own():
    assert "thresholds" in Rubric.model_fields
    assert Rubric.model_fields["thresholds"].is_required()
    assert Rubric.model_fields["target"].is_required()


# the digest

CHANGES = {
    "title": {"title": "Another"},
    "about": {"about": "Another."},
    "target": {"target": 1},
    "threshold": {"thresholds": {"total": 81, "practice": 80}},
    "now": {"now": 2},
    "version": {"version": "1.0.1"},
    "id": {"id": "other"},
    "license": {"license": "CC0-1.0"},
    "released": {"released": "2026-01-01"},
    "efforts": {
        "efforts": [{"id": n, "label": n, "cost": c} for n, c in (("low", 2), ("medium", 3), ("high", 8))]
    },
    "populations": {"populations": [{"id": "staff", "label": "staff", "question": "Who?"}]},
    "findings": {"findings": [{"rule": "no-evidence", "text": "t", "why": "w", "way_out": "o"}]},
}
CRITERION_CHANGES = {
    "question": {"question": "Really?"},
    "why": {"why": "Another reason."},
    "critical": {"critical": True},
    "not_applicable": {"not_applicable": True},
    "target": {"target": 1},
    "fresh_for": {"fresh_for": 92},
    "evidence": {"evidence": ["A paper"]},
    "check text": {"checks": [make_check("k1", text="Otherwise."), make_check("k2")]},
    "check order": {"checks": ["k2", "k1"]},
    "effort": {"checks": [make_check("k1", "high"), make_check("k2")]},
    "days": {"checks": [make_check("k1", days=11), make_check("k2")]},
    "no action": {"checks": [make_check("k1", None), make_check("k2")]},
    "requires": {"checks": [make_check("k1", requires=["p1.c2.k1"]), make_check("k2")]},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_the_digest_changes_with_the_content(change):
    assert Rubric.model_validate(content(**change)).digest != make_rubric().digest


@pytest.mark.parametrize("change", CRITERION_CHANGES.values(), ids=CRITERION_CHANGES.keys())
def test_the_digest_changes_with_any_criterion(change):
    practices = content()["practices"]
    criteria = practices[0]["criteria"]
    changed = [{**practices[0], "criteria": [make_criterion("c1", **change), *criteria[1:]]}, *practices[1:]]
    assert Rubric.model_validate(content(practices=changed)).digest != make_rubric().digest


def test_the_digest_changes_with_weights_and_the_order_of_practices():
    practices = content()["practices"]
    weighted = [{**practices[0], "weight": "1.5"}, *practices[1:]]
    found = {
        Rubric.model_validate(content(practices=p)).digest for p in (practices, weighted, practices[::-1])
    }
    assert len(found) == 3


def test_the_digest_is_not_changed_by_test_vectors_or_by_the_order_of_fields():
    vectors = [{"name": "A vector", "others": 2, "expect": {"low": 100}}]
    backwards = dict(reversed(content().items()))
    for same in (content(vectors=vectors), backwards, content(format=1), content(now="3")):
        assert Rubric.model_validate(same).digest == make_rubric().digest


def test_a_weight_has_one_digest_however_it_is_written():
    digests = {make_rubric([1, 1], weights=[weight, 1]).digest for weight in ("2", "2.0", "2.000")}
    assert len(digests) == 1
    assert (
        make_rubric(total="80").digest
        == make_rubric(total="80.0").digest
        == make_rubric(total=Decimal(80)).digest
    )


def test_the_digest_has_its_form():
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", make_rubric().digest)
    assert make_rubric().digest == make_rubric().digest


# the two bundled rubrics


def test_the_four_practices_and_fourteen_criteria_of_the_method(dsds):
    assert [p.id for p in dsds.practices] == ["accountability", "access", "usefulness", "use"]
    assert [len(p.criteria) for p in dsds.practices] == [2, 4, 4, 4]
    assert list(dsds.criteria) == list(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_every_check_of_the_table_with_its_source(dsds, name):
    sources = {"handout": "h", "ours": "o"}
    assert {c.id: sources[c.source.id] for c in dsds.criteria[name].checks} == TABLE[name]


def test_statements_of_the_handout_cite_practice_and_bullet(dsds):
    for number, practice in enumerate(dsds.practices, start=1):
        assert (practice.source.id, practice.source.place) == ("handout", f"practice {number}")
        for bullet, criterion in enumerate(practice.criteria, start=1):
            kind = "sentence" if number == 1 else "bullet"
            for item in (criterion, *criterion.checks):
                if item.source.id == "handout":
                    assert item.source.place == f"practice {number}, {kind} {bullet}"


def test_the_scale_the_target_the_thresholds_and_the_weights(dsds):
    assert [(step.level, step.label) for step in dsds.scale] == [
        (0, "not in place"),
        (1, "partially in place"),
        (2, "in place"),
    ]
    assert dsds.target == 2
    assert (dsds.thresholds.total, dsds.thresholds.practice) == (80, 80)
    assert len({p.weight for p in dsds.practices}) == 1
    assert dsds.now <= 3
    assert all(c.target is None for c in dsds.criteria.values())


def test_does_not_apply_is_permitted_for_access_only(dsds):
    assert [name for name, c in dsds.criteria.items() if c.not_applicable] == [
        n for n in TABLE if n.startswith("access.")
    ]


def test_what_rests_on_what(dsds):
    of_criteria = {name: c.requires for name, c in dsds.criteria.items() if c.requires}
    of_checks = {name: c.requires for name, c in dsds.checks.items() if c.requires}
    assert of_criteria == {"use.reports": ("use.analysis.summarized",)}
    assert of_checks == {
        "use.sharing.summaries": ("use.analysis.summarized",),
        "use.sharing.plans": ("use.action-plans.developed",),
        "use.action-plans.monitored": ("use.action-plans.developed",),
    }


def test_a_person_in_charge_is_critical_and_nothing_else(dsds):
    assert [name for name, c in dsds.criteria.items() if c.critical] == ["accountability.person"]


def test_what_happens_every_quarter_is_fresh_for_92_days(dsds):
    assert {dsds.criteria[name].fresh_for for name in TABLE if name.startswith("use.")} == {92}
    assert all(c.fresh_for for c in dsds.criteria.values())


def test_usefulness_is_asked_about_all_four_kinds_of_data(dsds):
    for name, criterion in dsds.criteria.items():
        if name.startswith("usefulness."):
            question = criterion.question.casefold()
            assert all(kind in question for kind in ("fidelity", "outcome", "programmatic", "financial")), (
                name
            )


def test_the_populations_to_name(dsds):
    assert [p.label for p in dsds.populations] == ["relevant staff", "key stakeholders"]


def test_the_drivers_are_those_of_the_handout(dsds):
    groups = {}
    for driver in dsds.drivers:
        groups.setdefault(driver.group, []).append(driver.label)
    assert groups == {
        "organization": [
            "facilitative administration",
            "systems intervention",
            "decision support data system",
        ],
        "competency": ["selection", "training", "coaching", "fidelity"],
    }
    assert all(c.driver for c in dsds.criteria.values())


def test_it_says_whose_it_is(dsds):
    assert "no instrument of the National Implementation Research Network" in " ".join(
        dsds.provenance.split()
    )
    assert dsds.license == "CC-BY-4.0"
    for ours in ("scale", "equal weights", "80 %", "effort", "stays fresh"):
        assert ours in dsds.provenance, f"{ours} is ours, and the rubric says so"


@pytest.mark.parametrize("ref", BUNDLED)
def test_everything_a_coach_needs_is_there(ref):
    rubric = Catalogue().load(ref)
    assert {e.id for e in rubric.efforts} == {c.action.effort for c in rubric.checks.values()}
    for name, criterion in rubric.criteria.items():
        assert criterion.evidence, name
        assert criterion.checks, name
        assert criterion.source, name
    for name, check in rubric.checks.items():
        assert check.source, name
        assert check.action.owner, name
        assert check.action.days, name
    assert rubric.vectors
    assert rubric.provenance


BRITISH = (
    r"\b\w*(?:analys(?:e|ed|es|ing)|organis|standardis|summaris|operationalis|recognis|prioritis|colour|favour|"
    r"behaviour|labour|programme|centre|judgement|licence|enrol(?:ment)|fulfil\b|whilst|learnt|towards|afterwards)\w*\b"
)
NOT_OUR_WORDS = (
    r"\b(?:pillar|dimension|domain|raters?|remediation|artifacts?|probe|tier|sub-item|initiatives?)s?\b"
)


def texts_of(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("id", "sources", "citation", "vectors"):
                yield from texts_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_of(inner)


@pytest.mark.parametrize("ref", BUNDLED)
def test_texts_are_in_american_spelling_and_in_our_words(ref):
    for text in texts_of(Catalogue().load(ref).model_dump(mode="json")):
        assert not re.search(BRITISH, text, re.IGNORECASE), text
        assert not re.search(NOT_OUR_WORDS, text, re.IGNORECASE), text


@pytest.mark.parametrize("ref", BUNDLED)
def test_findings_use_only_the_words_that_are_filled_in(ref):
    known = {
        "no-evidence": {"criterion"},
        "stale-evidence": {"criterion", "date", "days"},
        "future-evidence": {"criterion", "date"},
        "unmet-requirement": {"criterion", "check", "requirement"},
        "level-differs-from-checks": {"criterion", "level", "suggested"},
        "reason-missing": {"criterion"},
        "does-not-apply-forbidden": {"criterion"},
        "population-not-named": {"population"},
        "no-quorum": {"present", "invited"},
        "no-leader": {"role"},
        "facilitator-voted": set(),
    }
    for finding in Catalogue().load(ref).findings:
        used = set(re.findall(r"\{(.*?)\}", finding.text + finding.why + finding.way_out))
        assert used <= known[finding.rule], finding.rule


def test_the_dsds_rubric_words_every_rule(dsds):
    rules = [finding.rule for finding in dsds.findings]
    assert len(rules) == len(set(rules)) == 11
