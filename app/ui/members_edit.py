"""Who sits on the commission: rows of name and position, one more with a button."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.domain.commission import Member
from app.i18n import _
from app.ui.controls import button, label
from app.ui.theme import theme

MOST = 15
LONGEST = 120


class MembersEdit(QWidget):
    """``changed`` fires when a row was left or removed; ``members()`` are the rows with a name."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_Row] = []
        self._told: tuple[Member, ...] = ()
        self._hint = label(_("Nobody yet. Names stand in the minutes with a line to sign on."), "muted", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(theme().px(6))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme().px(4), 0)
        column.addWidget(self._hint)
        column.addLayout(self._lines)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self.add_button = button(_("Add a member"), self.add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(6))
        layout.addWidget(scroll, 1)
        layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def members(self) -> tuple[Member, ...]:
        """Rows with a name, in order."""
        rows = (Member(row.name.text().strip(), row.role.text().strip()) for row in self._rows)
        return tuple(member for member in rows if member.name)

    def show_members(self, members: Sequence[Member]) -> None:
        """Fill the rows, unless this is what they were filled with: typing is never disturbed."""
        if tuple(members) == self._told:
            return
        for row in tuple(self._rows):
            self._drop(row)
        for member in members:
            self._append(member)
        self._told = self.members()

    def rows(self) -> list[tuple[QLineEdit, QLineEdit, QPushButton]]:
        """The fields of each row: name, position, and the button that removes it."""
        return [(row.name, row.role, row.remove) for row in self._rows]

    def add(self) -> None:
        """One more empty row, ready to type in."""
        if len(self._rows) < MOST:
            self._append(Member("", ""))
            self._rows[-1].name.setFocus()

    def _append(self, member: Member) -> None:
        row = _Row(member)
        row.remove.clicked.connect(lambda _checked=False: self._remove(row))
        for edit in (row.name, row.role):
            edit.editingFinished.connect(self._tell)
        self._rows.append(row)
        self._lines.addWidget(row)
        self._count()

    def _remove(self, row: "_Row") -> None:
        self._drop(row)
        self._tell()

    def _drop(self, row: "_Row") -> None:
        self._rows.remove(row)
        self._lines.removeWidget(row)
        row.blockSignals(True)
        row.hide()
        row.deleteLater()
        self._count()

    def _count(self) -> None:
        self._hint.setVisible(not self._rows)
        self.add_button.setEnabled(len(self._rows) < MOST)

    def _tell(self) -> None:
        if self.members() != self._told:
            self._told = self.members()
            self.changed.emit()


class _Row(QWidget):
    """Name, position, ×."""

    def __init__(self, member: Member) -> None:
        super().__init__()
        self.name = _edit(member.name, _("Surname and initials"))
        self.role = _edit(member.role, _("position"))
        self.remove = button("", None, "flat", "close")
        self.remove.setToolTip(_("Remove"))
        self.remove.setAccessibleName(_("Remove"))
        self.remove.setFixedWidth(theme().px(34))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme().px(6))
        line.addWidget(self.name, 4)
        line.addWidget(self.role, 5)
        line.addWidget(self.remove)


def _edit(text: str, hint: str) -> QLineEdit:
    edit = QLineEdit(text)
    edit.setMaxLength(LONGEST)
    edit.setPlaceholderText(hint)
    edit.setAccessibleName(hint)
    edit.setCursorPosition(0)
    return edit
