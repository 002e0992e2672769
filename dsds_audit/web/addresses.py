"""Where a server listens: on this computer alone, or at its address in the network as well."""

import errno
import socket
import sys
from collections.abc import Iterable, Iterator, Sequence
from ipaddress import ip_address

from dsds_audit.errors import AuditError, Problem
from dsds_audit.speech import say

LOOPBACK = "127.0.0.1"
USUAL_PORT = 8321
_NEXT = 20
# One documentation address, which everything unknown would go to, and one of each kind of private network.
_ELSEWHERE = ("192.0.2.1", "192.168.255.254", "10.255.255.254", "172.31.255.254")


def find_address() -> str:
    """This computer's address in the network that it would send through; nothing is sent to find it.

    Raises AuditError (AUD101) where it is in no network.
    """
    for elsewhere in _ELSEWHERE:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
            try:
                asked.connect((elsewhere, 9))  # A datagram socket only looks the way up.
            except OSError:
                continue
            found = str(asked.getsockname()[0])
        if is_reachable(found):
            return found
    message = say(
        "this computer is in no network that phones could reach it in. Please join one, for example your "
        "phone's hotspot, or name this computer's address in it with --address."
    )
    raise AuditError(Problem("AUD101", message))


def is_reachable(address: str) -> bool:
    """Whether a text is one computer's address that others could reach; a name is none."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return not (found.is_unspecified or found.is_multicast or "%" in address)


def listen(addresses: Sequence[str], port: int | None, last: int | None = None) -> list[socket.socket]:
    """Sockets that listen at all of these addresses, at one port: the one wished for, 0 for any that is free.

    Without a wish it is the ``last`` one used, else the usual one or one of those after it. Raises AuditError
    (AUD100) where that cannot be, AUD101 where an address is not this computer's.
    """
    wished = [port] if port is not None else [*([last] if last else []), *_usual()]
    for candidate in wished:
        sockets = _listen_at(addresses, candidate)
        if sockets:
            return sockets
    if port is None:
        message = say(
            "the ports {first} to {last} are all taken. Please end what uses it, or name another port with "
            "--port.",
            first=USUAL_PORT,
            last=USUAL_PORT + _NEXT,
        )
    else:
        message = say(
            "port {port} is taken, perhaps by a server that runs already. Please end what uses it, or name "
            "another port with --port.",
            port=port,
        )
    raise AuditError(Problem("AUD100", message))


def hosts_of(addresses: Iterable[str], port: int) -> frozenset[str]:
    """What a browser's Host header says that calls a server at these addresses."""
    names = {_named(address) for address in addresses}
    if LOOPBACK in names:
        names.add("localhost")
    with_port = {f"{name}:{port}" for name in names}
    return frozenset(with_port | names if port == 80 else with_port)


def address_of(address: str, port: int) -> str:
    """The address that one types into a browser, without a path."""
    return f"http://{_named(address)}" + ("" if port == 80 else f":{port}")


def _usual() -> Iterator[int]:
    return iter(range(USUAL_PORT, USUAL_PORT + _NEXT + 1))


def _named(address: str) -> str:
    found = ip_address(address)
    return f"[{found.compressed}]" if found.version == 6 else found.compressed


def _listen_at(addresses: Sequence[str], port: int) -> list[socket.socket]:
    """A socket for each address, none at all where the port is taken at one of them."""
    sockets: list[socket.socket] = []
    try:
        for address in dict.fromkeys(addresses):
            sockets.append(_socket_at(address, port))
            port = int(sockets[0].getsockname()[1])
    except OSError as error:
        for opened in sockets:
            opened.close()
        if error.errno == errno.EADDRINUSE:
            return []
        raise _refusal(error, addresses, port) from error
    return sockets


def _socket_at(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:  # At once again after a crash, while the system still remembers the old connections.
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        opened.bind((address, port))
        opened.listen(1024)
    except OSError:
        opened.close()
        raise
    return opened


def _refusal(error: OSError, addresses: Sequence[str], port: int) -> AuditError:
    if error.errno == errno.EADDRNOTAVAIL:
        message = say(
            "{address} is not an address of this computer. Please name another with --address.",
            address=addresses[-1],
        )
        return AuditError(Problem("AUD101", message))
    message = say(
        "cannot listen at port {port}: {reason}. Please name another port with --port, above 1023.",
        port=port,
        reason=say(error.strerror or str(error)),
    )
    return AuditError(Problem("AUD100", message))
