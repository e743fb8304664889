"""Colours by meaning: readable in both palettes, changeable by the book's rules."""

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from app import paths
from app.domain.aging import Zone
from app.reports.table import Tone
from app.ui.theme import FAMILY, Mode, icon, theme


def luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return float(part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2: 4.5 is the least for body text."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.fixture(params=[Mode.LIGHT, Mode.DARK])
def mode(request: pytest.FixtureRequest, qapp: object) -> Mode:
    chosen = request.param
    assert isinstance(chosen, Mode)
    theme().set_mode(chosen)
    request.addfinalizer(lambda: theme().set_mode(Mode.LIGHT))
    return chosen


def test_every_tone_can_be_read(mode: Mode) -> None:
    panel = theme().colour("panel")
    for tone in Tone:
        paint = theme().paint(tone)
        assert contrast(paint.ink, paint.fill or panel) >= 4.5, (mode, tone)
    for words, ground in (("ink", "panel"), ("muted", "panel"), ("on_accent", "accent"), ("ink", "selection")):
        assert contrast(theme().colour(words), theme().colour(ground)) >= 4.5, (mode, words, ground)


@pytest.mark.parametrize("colour", ["#ff0000", "#202020", "#ffffcc", "#7f7f7f"])
def test_a_chosen_zone_colour_keeps_readable_ink(mode: Mode, colour: str) -> None:
    theme().set_zone_colours(((Zone.RED, colour),))
    paint = theme().paint(Tone.RED)
    assert paint.fill == QColor(colour)
    assert contrast(paint.ink, QColor(colour)) >= 3.0
    theme().set_zone_colours(())


def test_every_icon_is_drawn(mode: Mode) -> None:
    for path in sorted(paths.resource("icons").glob("*.svg")):
        picture = icon(path.stem).pixmap(20, 20).toImage()
        inked = sum(picture.pixelColor(x, y).alpha() > 128 for x in range(20) for y in range(20))
        assert inked > 10, path.name


def test_widgets_hear_of_a_change(qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme().changed):
        theme().set_mode(Mode.DARK)
    assert theme().dark
    theme().set_mode(Mode.LIGHT)
    assert not theme().dark


def test_our_face_is_worn(qapp: object) -> None:
    assert theme().font().family() == FAMILY
