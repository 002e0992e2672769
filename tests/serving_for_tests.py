"""A server in a thread of the tests' own process, none of whose connections outlive it."""

import asyncio
import socket
from threading import Thread

import uvicorn

_TURNS = 10  # Of the loop: a connection that was only just accepted needs two to be known.


def start(server: uvicorn.Server, listening: socket.socket) -> Thread:
    """Let a server serve in a thread of its own; it ends once ``server.should_exit`` is true.

    A browser opens connections ahead of time. One that comes in while the server closes the others is closed
    here: else it is found unclosed much later, in the middle of some other test.
    """
    loop_factory = server.config.get_loop_factory()

    def run() -> None:
        with asyncio.Runner(loop_factory=loop_factory) as runner:
            runner.run(_serve(server, listening))

    thread = Thread(target=run, daemon=True)
    thread.start()
    return thread


async def _serve(server: uvicorn.Server, listening: socket.socket) -> None:
    await server.serve(sockets=[listening])
    for _ in range(_TURNS):
        for connection in list(server.server_state.connections):
            connection.transport.abort()  # type: ignore[union-attr]
        await asyncio.sleep(0.002)
