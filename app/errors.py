"""Errors a person is meant to read.

    AppError            one sentence that names the thing, and a way out
      InputRefused      a file or argument cannot be taken; nothing was changed      (exit 3)
        LayoutUnknown   a table, but of no known layout: a person may say what its columns hold
      BookError         the book cannot be used: locked, newer, foreign, damaged     (exit 4)
      UsageError        the command line does not make sense                         (exit 2)

Everything else is a bug: it reaches one crash dialog (window) or exit code 1 (command line).
"""


class AppError(Exception):
    """An expected failure. ``text`` says what is wrong, ``hint`` what to do; both are shown as they are."""

    exit_code = 3

    def __init__(self, text: str, hint: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.text} {self.hint}".strip()


class InputRefused(AppError):
    """The file or the answer is refused and nothing has changed."""

    exit_code = 3


class LayoutUnknown(InputRefused):
    """The file holds a table that no layout knows. ``file_name`` is the file, as it was named."""

    def __init__(self, text: str, hint: str = "", file_name: str = "") -> None:
        super().__init__(text, hint)
        self.file_name = file_name


class BookError(AppError):
    """The book itself cannot be opened or written."""

    exit_code = 4


class UsageError(AppError):
    """Arguments that cannot be understood."""

    exit_code = 2
