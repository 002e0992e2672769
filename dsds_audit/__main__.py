"""The command ``dsds-audit``."""

import gc
import os
import sys


def main() -> None:
    """Run the command line and exit: 0 done, 1 a problem of the input, 2 wrong usage."""
    # Imports make many objects and hardly any garbage: looking for it now and then only costs a tenth.
    gc.set_threshold(50_000)
    # Plugins of pydantic are for services that log what they validate. Looking for some takes the longer, the
    # more packages are installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from dsds_audit.cli import command_line

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        try:
            command_line.main(prog_name="dsds-audit")
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # The reader of a pipe, such as `head`, has left: nothing more to say, and nobody to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        message = f"AUD070 the output cannot be written: {error.strerror}. Please free some space."
        print(message, file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


if __name__ == "__main__":
    main()
