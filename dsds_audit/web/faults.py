"""A defect of ours, told in one line to who runs the server, never to who calls."""

import asyncio
import logging
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dsds_audit.errors import printable

_LOG = logging.getLogger("dsds_audit.web")


def tell_fault(fault: BaseException, where: str) -> None:
    """Say what went wrong and where in the program, in one line."""
    frames = traceback.extract_tb(fault.__traceback__)
    at = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    said = f"{type(fault).__name__}: {fault}"
    _LOG.error("%s", printable(f"A fault of this program at {where[:200]}: {said[:500]} ({at})"))


def tell_loops_fault(_: asyncio.AbstractEventLoop, context: Mapping[str, Any]) -> None:
    """Say what went wrong outside of any call; a connection that breaks is nothing to speak of."""
    fault = context.get("exception")
    if fault is not None and not isinstance(fault, ConnectionError):
        tell_fault(fault, str(context.get("message", "")))
