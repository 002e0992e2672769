"""The headers that every answer carries: what a browser may do with a page, and what it may not."""

from starlette.datastructures import MutableHeaders

_POLICY = "content-security-policy"
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""For a page that is a whole report, which brings its own styles: these, and nothing else at all."""
HEADERS = {
    _POLICY: (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # A stricter one would take the Origin from the forms as well.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}


def add_headers(headers: MutableHeaders) -> None:
    """Give an answer what it lacks; of the policies, a page may choose ``REPORT_POLICY`` and no other."""
    if headers.get(_POLICY) != REPORT_POLICY:
        headers[_POLICY] = HEADERS[_POLICY]
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
