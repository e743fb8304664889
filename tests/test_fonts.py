"""The shipped face can print every sign of the program's papers, in digits of one width."""

import pytest
from fontTools.ttLib import TTFont
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication

from tests.conftest import FONTS

SIGNS = "₽−+±≥≤≈≠▲▼▾▸●○→←↑↓✓⚠№«»„“—–…·×%‰§°Ёё\u00a0\u2009\u202f" + "".join(map(chr, range(0x410, 0x450)))


@pytest.mark.parametrize("style", ["Regular", "SemiBold", "Bold"])
def test_face_has_every_sign_and_tabular_digits(style: str) -> None:
    with TTFont(FONTS / f"DebitorkaSans-{style}.ttf", lazy=True) as font:
        names = font.getBestCmap()
        assert not [sign for sign in SIGNS if ord(sign) not in names]
        assert "glyf" in font, "a PDF can embed only TrueType outlines"
        assert len({font["hmtx"][names[ord(sign)]][0] for sign in "0123456789−+"}) == 1


def test_qt_takes_the_shipped_face(shipped_font: str) -> None:
    assert QFontInfo(QApplication.font()).family() == shipped_font
