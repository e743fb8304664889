"""Why a file cannot be read: a short code, spoken by the child and worded for people by the parent.

The child knows neither the language of the screen nor the name of the file; the codes are all it may say.
"""


class Refusal(Exception):
    """The file is refused. ``code`` is one of ``CODES``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


CODES = frozenset(
    {
        "empty", "encrypted", "mxl", "word", "pdf", "picture", "archive", "database", "binary", "slides",
        "bomb", "damaged", "rows", "memory", "blank", "mail", "bank", "cut", "locked", "xml",
    }
)  # fmt: skip
