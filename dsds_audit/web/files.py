"""The style sheet and the script, which every page has."""

from functools import lru_cache
from hashlib import sha256
from importlib.resources import files

from starlette.exceptions import HTTPException
from starlette.responses import Response

from dsds_audit.report.templates import read_template
from dsds_audit.web.doors import for_everyone
from dsds_audit.web.visits import Visit

_KINDS = {"app.css": "text/css; charset=utf-8", "app.js": "text/javascript; charset=utf-8"}


@lru_cache
def _content(name: str) -> tuple[bytes, str]:
    content = (files("dsds_audit.web") / "static" / name).read_bytes()
    if name == "app.css":
        content = read_template("palette.css").encode() + content
    return content, f'"{sha256(content).hexdigest()[:16]}"'


def static_file(visit: Visit) -> Response:
    """One of the files; a browser that has it already is told so."""
    name = visit.request.path_params["name"]
    if name not in _KINDS:
        raise HTTPException(404)
    content, tag = _content(name)
    headers = {"etag": tag, "cache-control": "no-cache"}
    if visit.request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=_KINDS[name], headers=headers)


ROUTES = (for_everyone("/static/{name}", static_file),)
