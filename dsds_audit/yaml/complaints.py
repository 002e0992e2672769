"""What the parser says of a text that is no YAML, in the language that is spoken."""

import re

from dsds_audit.speech import mark, say

_CHARACTER = re.compile(r"unacceptable character (#x[0-9a-f]+): (.*)")
_KNOWN = frozenset(
    {
        mark("not valid YAML"),
        mark("mapping values are not allowed in this context"),
        mark("block sequence entries are not allowed in this context"),
        mark("block collections are not allowed in this context"),
        mark("mapping keys are not allowed in this context"),
        mark("could not find expected ':'"),
        mark("did not find expected key"),
        mark("did not find expected node content"),
        mark("did not find expected '-' indicator"),
        mark("did not find expected ',' or ']'"),
        mark("did not find expected ',' or '}'"),
        mark("did not find expected hexdecimal number"),
        mark("did not find expected whitespace or line break"),
        mark("found character that cannot start any token"),
        mark("found a tab character that violates indentation"),
        mark("found unexpected end of stream"),
        mark("found unexpected document indicator"),
        mark("found unknown escape character"),
        mark("found undefined tag handle"),
        mark("found unknown directive name"),
        mark("found incompatible YAML document"),
        mark("found invalid Unicode character escape code"),
        mark("found a tab character where an indentation space is expected"),
        mark("did not find expected comment or line break"),
        mark("did not find expected <document start>"),
        mark("invalid Unicode character"),
        mark("control characters are not allowed"),
        mark("invalid leading UTF-8 octet"),
        mark("invalid trailing UTF-8 octet"),
    }
)


def complaint(what: str) -> str:
    """What the parser says, in one line; as it says it where it is rare."""
    words = " ".join(what.split())
    if found := _CHARACTER.fullmatch(words):
        return say("unacceptable character {character}: {why}", character=found[1], why=complaint(found[2]))
    return say(words) if words in _KNOWN else words
