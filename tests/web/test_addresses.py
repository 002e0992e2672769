import os
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

import pytest

from dsds_audit.errors import AuditError
from dsds_audit.web.addresses import (
    LOOPBACK,
    USUAL_PORT,
    address_of,
    find_address,
    hosts_of,
    is_reachable,
    listen,
)

linux = pytest.mark.skipif(not os.path.exists("/proc/net"), reason="only Linux has 127.0.0.2 by itself")  # noqa: PTH110


@contextmanager
def taken(port: int = 0) -> Iterator[int]:
    with closing(socket.create_server((LOOPBACK, port))) as other:
        yield other.getsockname()[1]


def ports(sockets: list[socket.socket]) -> set[int]:
    found = {opened.getsockname()[1] for opened in sockets}
    for opened in sockets:
        opened.close()
    return found


def code_of(error: pytest.ExceptionInfo[AuditError]) -> str:
    (problem,) = error.value.problems
    assert "Please" in problem.message
    return problem.code


def test_a_port_that_is_wished_for_is_taken_or_said_to_be_taken() -> None:
    with taken() as port, pytest.raises(AuditError) as error:
        listen([LOOPBACK], port)
    assert code_of(error) == "AUD100"
    assert ports(listen([LOOPBACK], port)) == {port}


def test_without_a_wish_it_is_the_last_one_and_else_another() -> None:
    with taken() as port:
        assert ports(listen([LOOPBACK], None, port)) != {port}
    assert ports(listen([LOOPBACK], None, port)) == {port}
    (found,) = ports(listen([LOOPBACK], None))
    assert USUAL_PORT <= found <= USUAL_PORT + 20


def test_where_all_usual_ports_are_taken_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with taken() as port:
        monkeypatch.setattr("dsds_audit.web.addresses.USUAL_PORT", port)
        monkeypatch.setattr("dsds_audit.web.addresses._NEXT", 0)
        with pytest.raises(AuditError) as error:
            listen([LOOPBACK], None)
    assert code_of(error) == "AUD100"
    assert str(port) in str(error.value)


@linux
def test_at_several_addresses_it_is_the_same_port_and_all_or_none() -> None:
    both = [LOOPBACK, "127.0.0.2"]
    (port,) = ports(listen(both, 0))
    with (
        closing(socket.create_server(("127.0.0.2", port))),
        pytest.raises(AuditError) as error,
    ):
        listen(both, port)
    assert code_of(error) == "AUD100"
    assert ports(listen([LOOPBACK, LOOPBACK], port)) == {port}, "nothing listens there any more"


def test_an_address_of_another_computer_is_said_to_be_one() -> None:
    with pytest.raises(AuditError) as error:
        listen([LOOPBACK, "192.0.2.77"], 0)
    assert code_of(error) == "AUD101"
    assert "192.0.2.77" in str(error.value)


@pytest.mark.parametrize("text", ["192.168.1.20", "127.0.0.2", "10.0.0.1", "fd00::1", "8.8.8.8"])
def test_an_address_is_numbers(text: str) -> None:
    assert is_reachable(text)


@pytest.mark.parametrize(
    "text", ["", "laptop", "0.0.0.0", "::", "224.0.0.1", "fe80::1%eth0", "1.2.3", "1.2.3.4:5"]
)
def test_a_name_everywhere_or_many_is_no_address(text: str) -> None:
    assert not is_reachable(text)


def test_finding_the_address_sends_nothing_and_tells_where_there_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with suppress(AuditError):  # A computer without a network.
        assert is_reachable(find_address())
    monkeypatch.setattr(
        "dsds_audit.web.addresses._ELSEWHERE", ("255.255.255.255",)
    )  # Not allowed to be asked.
    with pytest.raises(AuditError) as error:
        find_address()
    assert code_of(error) == "AUD101"
    assert "--address" in str(error.value)


def test_the_names_that_a_browser_may_call_it_by() -> None:
    assert hosts_of([LOOPBACK], 8321) == {"127.0.0.1:8321", "localhost:8321"}
    assert hosts_of([LOOPBACK, "192.168.1.20"], 8321) >= {"192.168.1.20:8321", "localhost:8321"}
    assert hosts_of(["FD00::0:1"], 8321) == {"[fd00::1]:8321"}
    assert hosts_of([LOOPBACK], 80) == {"127.0.0.1", "localhost", "127.0.0.1:80", "localhost:80"}
    assert address_of("192.168.1.20", 8321) == "http://192.168.1.20:8321"
    assert address_of("fd00::1", 80) == "http://[fd00::1]"
