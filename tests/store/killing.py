"""How the tests kill a process that saves on and on: after some saves, at any moment of the next one."""

import os
import random
import signal
import time
from collections.abc import Callable

_MOST_SAVES = 2
_LONGEST_PAUSE = 0.01  # seconds; a save takes about as long


def killed_while(saving: Callable[[int], None], dice: random.Random) -> int | None:
    """The last number that a process wrote into its pipe before it was killed; None where it wrote none.

    ``saving`` writes a number a line for each save that is acknowledged, and never ends.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        saving(writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        lines = [pipe.readline() for _ in range(dice.randint(0, _MOST_SAVES))]
        time.sleep(dice.uniform(0, _LONGEST_PAUSE))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        lines += pipe.read().splitlines()
    assert os.WIFSIGNALED(status), "it ended by itself"
    return int(lines[-1]) if lines else None
