"""The style sheet, made of tokens. A widget asks for a look by its ``role`` property."""

from collections.abc import Callable
from string import Template

from app import paths
from app.ui.tokens import Tokens

_SHEET = Template("""
QWidget { outline: none; }
QMainWindow, QWidget[role="ground"] { background: $ground; }
QDialog { background: $panel; }
QFrame[role="panel"], QFrame[role="tile"] {
    background: $panel; border: 1px solid $line; border-radius: $r8; }
QFrame[role="tile"]:hover, QFrame[role="tile"]:focus { border-color: $accent; }
QFrame[role="bar"] { background: $panel; border: none; border-bottom: 1px solid $line; }
QFrame[role="status"] { background: $panel; border: none; border-top: 1px solid $line; }
QFrame[role="strip"] { background: transparent; border: 1px solid $line; border-radius: $r8; }
QFrame[role="line"] { background: $line; border: none; min-height: 1px; max-height: 1px; }
QFrame[role="toast"] { background: $ink; border: none; border-radius: $r8; }
QFrame[role="toast"] QLabel { color: $panel; }
QFrame[role="drop"] { background: transparent; border: 2px dashed $muted; border-radius: $r8; }

QLabel { background: transparent; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="title"] { font-size: $t17; font-weight: 600; }
QLabel[role="brand"] { font-size: $t15; font-weight: 600; }
QLabel[role="figure"] { font-size: $t20; font-weight: 600; }
QLabel[role="small"] { font-size: $t12; color: $muted; }
QLabel[role="error"] { color: $red_ink; }
QLabel[role="kept"] { color: $kept; }

QPushButton, QToolButton { background: $panel; color: $ink; border: 1px solid $line; border-radius: $r6;
    padding: $p5 $p12; min-height: $p18; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed, QPushButton:checked, QToolButton:checked { background: $ground; }
QPushButton:focus, QToolButton:focus { border-color: $accent; }
QPushButton:disabled, QToolButton:disabled { color: $muted; background: $ground; }
QPushButton::menu-indicator, QToolButton::menu-indicator { image: none; width: 0; }
QPushButton[role="accent"] { background: $accent; color: $on_accent; border-color: $accent;
    font-weight: 600; }
QPushButton[role="accent"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[role="accent"]:focus { border-color: $ink; }
QPushButton[role="accent"]:disabled { background: $line; border-color: $line; color: $muted; }
QPushButton[role="choice"]:checked { font-weight: 600; background: $selection; border-color: $accent; }
QPushButton[role="chip"] { background: $selection; padding: $p3 $p10; }
QPushButton[role="chip"]:hover { border-color: $accent; }
QPushButton[role="flat"], QToolButton[role="flat"] { background: transparent; border-color: transparent; }
QPushButton[role="flat"]:hover, QToolButton[role="flat"]:hover { background: $hover; }
QPushButton[role="flat"]:focus, QToolButton[role="flat"]:focus { border-color: $accent; }
QPushButton[role="link"] { background: transparent; border: none; color: $accent; padding: 0;
    text-align: left; }
QPushButton[role="link"]:hover, QPushButton[role="link"]:focus { text-decoration: underline; }
QPushButton[role="toast"] { background: transparent; border: none; color: $panel; font-weight: 600;
    padding: 0 $p5; text-decoration: underline; }
QPushButton[role="tab"] { background: transparent; color: $muted; border: none; border-radius: 0;
    border-bottom: $p3 solid transparent; border-top: $p3 solid transparent; padding: 0 $p14; }
QPushButton[role="tab"]:hover, QPushButton[role="tab"]:focus { color: $ink; background: $hover; }
QPushButton[role="tab"]:checked { color: $ink; font-weight: 600; border-bottom-color: $accent; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QDateEdit, QTimeEdit, QComboBox {
    background: $panel; color: $ink; border: 1px solid $line; border-radius: $r6; padding: $p5 $p8;
    min-height: $p18; selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus,
QDateEdit:focus, QTimeEdit:focus, QComboBox:focus { border-color: $accent; }
QLineEdit[bad="true"], QComboBox[bad="true"] { border-color: $red_ink; }
QComboBox QLineEdit { border: none; padding: 0; min-height: 0; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: $p22; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url("$chevron"); width: $p12; height: $p12; }
QComboBox QAbstractItemView { background: $panel; border: 1px solid $line;
    selection-background-color: $selection; selection-color: $ink; padding: $p3; }

QTableView { background: $panel; border: none; color: $ink; gridline-color: $line;
    selection-background-color: $selection; selection-color: $ink; }
QHeaderView { background: $panel; border: none; }
QListView, QTreeView { background: $panel; border: 1px solid $line; border-radius: $r6; }
QListView::item { padding: $p5 $p8; }
QListView::item:selected, QListView::item:hover { background: $selection; color: $ink; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollArea { background: transparent; border: none; }

QScrollBar:vertical { background: transparent; width: $p10; margin: 0; }
QScrollBar:horizontal { background: transparent; height: $p10; margin: 0; }
QScrollBar::handle { background: $strong_line; border-radius: $p3; margin: $p2; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::handle:vertical { min-height: $p30; }
QScrollBar::handle:horizontal { min-width: $p30; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu { background: $panel; color: $ink; border: 1px solid $strong_line; padding: $p5; }
QMenu::item { padding: $p5 $p22 $p5 $p12; border-radius: $r6; }
QMenu::item:selected { background: $selection; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: $p5 $p8; }
QToolTip { background: $panel; color: $ink; border: 1px solid $strong_line; padding: $p3 $p5; }
QSplitter::handle { background: transparent; }
QProgressBar { background: $line; border: none; border-radius: $p3; min-height: $p5; max-height: $p5; }
QProgressBar::chunk { background: $accent; border-radius: $p3; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $panel; }
QCalendarWidget QToolButton { border: none; font-weight: 600; }
QCalendarWidget QAbstractItemView { background: $panel; border: none; selection-background-color: $accent;
    selection-color: $on_accent; }
""")


def style_sheet(tokens: Tokens, px: Callable[[float], int]) -> str:
    """The sheet for one palette; ``px`` scales sizes drawn for a 13-pixel text."""
    names: dict[str, str] = {name: getattr(tokens, name) for name in tokens.__slots__}
    names |= {f"p{size}": f"{px(size)}px" for size in (2, 3, 5, 8, 10, 12, 14, 18, 22, 30)}
    names |= {f"r{size}": f"{px(size)}px" for size in (6, 8)}
    names |= {f"t{size}": f"{px(size)}px" for size in (12, 15, 17, 20)}
    names["chevron"] = paths.resource("icons", "chevron.svg").as_posix()
    return _SHEET.substitute(names)
