"""The door: a command goes to the command line, anything else opens the window."""

import sys
from collections.abc import Sequence
from pathlib import Path

from app import paths


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit code. Qt is not even imported when a command is given."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["--read-table"]:  # a packed program has no other executable to read foreign files in
        from app.ledger import read_table

        read_table()
        return 0
    book = window_book(words)
    if book is None:
        from app.cli import main as command_line

        return command_line(words)
    from app.ui.lean import load_qt

    load_qt()
    from app.ui.start import run

    return run(book)


def window_book(words: Sequence[str]) -> Path | None:
    """The book the window should open: none named, ``--book FILE``, or a lone ``FILE.debt`` (a double click on
    a book). None when the words are for the command line."""
    match list(words):
        case []:
            return paths.default_book()
        case ["--book", name]:
            return Path(name)
        case [word] if word.startswith("--book="):
            return Path(word.removeprefix("--book="))
        case [word] if word.endswith(".debt") and not word.startswith("-"):
            return Path(word)
        case _:
            return None


if __name__ == "__main__":
    sys.exit(main())
