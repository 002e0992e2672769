"""The command ``dsds-audit``."""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def main() -> None:
    """Run the command line and exit: 0 done, 1 a problem of the input, 2 wrong usage."""
    # Imports make many objects and hardly any garbage: looking for it now and then only costs a tenth.
    gc.set_threshold(50_000)
    # Plugins of pydantic are for services that log what they validate. Looking for some takes the longer, the
    # more packages are installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from dsds_audit.cli import command_line
    from dsds_audit.cli.spoken import asked_language

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    asked = asked_language(sys.argv[1:], os.environ)
    try:
        try:
            with _speaking(asked):
                command_line.main(prog_name="dsds-audit")
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # The reader of a pipe, such as `head`, has left: nothing more to say, and nobody to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        print(f"AUD070 {_unwritten(error, asked)}", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _unwritten(error: OSError, language: str | None) -> str:
    from dsds_audit.speech import say, speaking
    from dsds_audit.speech_files import load_speech
    from dsds_audit.store.paths import reason_of

    with speaking(load_speech(language)):
        reason = reason_of(error)
        return say("the output cannot be written: {reason}. Please free some space.", reason=reason)


@contextmanager
def _speaking(language: str | None) -> Iterator[None]:
    """Speak a language meanwhile, and have click speak it too, which asks gettext for its words."""
    from dsds_audit.cli.spoken import is_language

    if language is None or not is_language(language):
        yield
        return
    import gettext

    from dsds_audit.speech import speaking
    from dsds_audit.speech_files import DOMAIN, LOCALE, load_speech

    speech = load_speech(language)
    os.environ["LANGUAGE"] = speech.language.replace("-", "_")
    gettext.bindtextdomain(DOMAIN, LOCALE)
    gettext.textdomain(DOMAIN)
    with speaking(speech):
        yield


if __name__ == "__main__":
    main()
