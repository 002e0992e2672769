import asyncio

import pytest

from dsds_audit.web.faults import tell_fault, tell_loops_fault


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except type(error) as fault:
        return fault


def test_a_fault_is_told_in_one_harmless_line(caplog: pytest.LogCaptureFixture) -> None:
    tell_fault(raised(ValueError("one\ntwo\x1b[31m" + "x" * 9000)), "/a\n" + "b" * 9000)
    tell_fault(KeyError("never raised"), "/")
    first, second = (record.getMessage() for record in caplog.records)
    assert "ValueError: one\\ntwo\\x1b[31mxxx" in first
    assert "test_faults.py:" in first
    assert "/a\\nbbb" in first
    assert first.isprintable()
    assert len(first) < 1000
    assert "KeyError" in second


def test_of_what_the_loop_reports_broken_connections_are_passed_over(
    caplog: pytest.LogCaptureFixture,
) -> None:
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(tell_loops_fault)
    loop.call_exception_handler({"message": "gone", "exception": ConnectionResetError()})
    loop.call_exception_handler({"message": "nothing"})
    assert not caplog.records
    loop.call_exception_handler({"message": "in a callback", "exception": raised(KeyError("a"))})
    loop.close()
    (record,) = caplog.records
    assert "in a callback" in record.getMessage()
    assert record.exc_info is None
