from functools import partial
from pathlib import Path

import pytest

from dsds_audit.assessment import Assessment
from dsds_audit.errors import ConflictError
from dsds_audit.store.held_locks import HeldLocks
from dsds_audit.store.locks import hold_identity

ONE = Assessment.model_validate({"site": "Riverbend", "date": "2026-03-02", "rubric": "dsds@1.0.0"})
TWO = ONE.model_copy(update={"site": "Oak"})


@pytest.fixture
def locks(tmp_path: Path) -> HeldLocks:
    return HeldLocks(partial(hold_identity, tmp_path))


def is_free(locks: HeldLocks, assessment: Assessment) -> bool:
    try:
        with locks.holding(assessment):
            return True
    except ConflictError:
        return False


def test_held_once(locks: HeldLocks) -> None:
    with locks.holding(ONE):
        assert not is_free(locks, ONE)
        assert is_free(locks, TWO)
    assert is_free(locks, ONE)


def test_it_goes_along_with_what_it_holds(locks: HeldLocks) -> None:
    with locks.holding(ONE):
        with locks.moving(ONE, TWO):
            assert not is_free(locks, ONE)
            assert not is_free(locks, TWO)
        assert is_free(locks, ONE)
        assert not is_free(locks, TWO)
        with locks.moving(TWO, ONE):
            pass
        assert not is_free(locks, ONE)
    assert is_free(locks, ONE)
    assert is_free(locks, TWO)


def test_it_stays_where_the_change_fails(locks: HeldLocks) -> None:
    with locks.holding(ONE), pytest.raises(ValueError, match="no"), locks.moving(ONE, TWO):
        raise ValueError("no")
    with locks.holding(ONE):
        with locks.holding(TWO), pytest.raises(ConflictError), locks.moving(ONE, TWO):
            pytest.fail("moved onto another")
        assert not is_free(locks, ONE)
        assert is_free(locks, TWO)


def test_what_nobody_holds_is_not_held_afterwards(locks: HeldLocks) -> None:
    with locks.moving(ONE, TWO):
        assert is_free(locks, TWO)
    assert is_free(locks, TWO)
