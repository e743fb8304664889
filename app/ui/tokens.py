"""Colours by meaning, light and dark: pure data, no Qt."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """``x`` is a fill and ``x_ink`` the text upon it."""

    ground: str
    panel: str
    ink: str
    muted: str
    line: str
    strong_line: str
    accent: str
    accent_hover: str
    on_accent: str
    selection: str
    hover: str
    grey: str
    grey_ink: str
    yellow: str
    yellow_ink: str
    red: str
    red_ink: str
    kept: str


LIGHT = Tokens(
    ground="#eef0f3",
    panel="#ffffff",
    ink="#1d2530",
    muted="#66707d",
    line="#dfe3e8",
    strong_line="#cfd5dc",
    accent="#1f5fbf",
    accent_hover="#1a52a6",
    on_accent="#ffffff",
    selection="#e6eefb",
    hover="#f5f7f9",
    grey="#dde1e6",
    grey_ink="#3d4650",
    yellow="#ffe7a3",
    yellow_ink="#6b4e00",
    red="#f8c4bd",
    red_ink="#8a1c10",
    kept="#1c7a45",
)

DARK = Tokens(
    ground="#171b21",
    panel="#1f252d",
    ink="#e6eaef",
    muted="#95a0ad",
    line="#323a45",
    strong_line="#465160",
    accent="#78a9f5",
    accent_hover="#93bbf8",
    on_accent="#10161e",
    selection="#263650",
    hover="#262d37",
    grey="#3a424d",
    grey_ink="#d4dae1",
    yellow="#5a4a14",
    yellow_ink="#ffe59a",
    red="#5f2620",
    red_ink="#ffc5bd",
    kept="#6fd29b",
)
