"""The command line: the same use cases as the window, for a script or a hurry.

Exit codes: 0 done, 1 a bug, 2 the arguments make no sense, 3 the input is refused and nothing has changed,
4 the book cannot be used. With ``--json`` the answer is one object on stdout whatever happens.
"""

import argparse
import gc
from collections.abc import Iterator
from contextlib import contextmanager

from app.cli import commands
from app.cli.arguments import parse
from app.cli.console import Console
from app.cli.crash import remember
from app.errors import AppError, UsageError
from app.i18n import _
from app.progress import Cancelled

INTERRUPTED = 130
"""What a shell expects of a program stopped by Ctrl+C."""


def main(argv: list[str]) -> int:
    """Run one command; returns the exit code and never raises for anything expected."""
    console = Console()
    try:
        arguments = parse(argv)
    except UsageError as error:
        console.json = "--json" in argv
        return console.refuse(error)
    except SystemExit as stop:  # --help has printed its page
        return stop.code if isinstance(stop.code, int) else 0
    console.json = arguments.json
    with _few_collections():
        return _run(arguments, console)


@contextmanager
def _few_collections() -> Iterator[None]:
    """A load makes millions of objects and no cycles to speak of: looking for cycles as often as usual takes a
    sixth of its time."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _run(arguments: argparse.Namespace, console: Console) -> int:
    try:
        return commands.run(arguments, console)
    except AppError as error:
        return console.refuse(error)
    except (Cancelled, KeyboardInterrupt):
        console.complain(_("Stopped; nothing was changed."))
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last door: a bug becomes one sentence, not a traceback
        remember(error)
        console.complain(_("The program made a mistake ({name}).").format(name=type(error).__name__))
        return 1
