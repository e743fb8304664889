"""Outside text at the border of a paper: never a formula, never markup, never a control character.

The documented cleaning, the same for every medium: composed form (NFC); line breaks and tabs become spaces;
control characters, lone surrogates, non-characters, zero-width and direction-override marks are dropped.
"""

import re
import unicodedata

_BREAKS = re.compile(r"[\t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
_DROPPED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufff8\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
CELL_LIMIT = 32_767
"""Characters Excel takes in one cell."""

MISSING = "?"
"""Stands for a character the paper's font does not have."""


def plain(text: str) -> str:
    """The cleaned text; a single line."""
    flat = _DROPPED.sub("", _BREAKS.sub(" ", text))
    return unicodedata.normalize("NFC", flat)


def for_cell(text: str) -> str:
    """For a spreadsheet cell, cut to what Excel takes."""
    return plain(text)[:CELL_LIMIT]


def looks_like_formula(text: str) -> bool:
    """True for text that a spreadsheet might calculate: it gets the quote prefix."""
    return text.lstrip(" \u00a0")[:1] in {"=", "+", "-", "@", "\u2212"}


def for_paper(text: str, glyphs: frozenset[int]) -> str:
    """For a PDF: characters the font lacks become ``?``."""
    clean = plain(text)
    if all(ord(char) in glyphs for char in clean):
        return clean
    return "".join(char if ord(char) in glyphs else MISSING for char in clean)


def clip(text: str, limit: int) -> str:
    """At most ``limit`` characters, the last an ellipsis when something was cut."""
    return text if len(text) <= limit else text[: max(limit - 1, 0)].rstrip() + "\u2026"
