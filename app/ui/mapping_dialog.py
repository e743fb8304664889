"""What stands in the columns of an unknown file: shown by a person, tried at once, remembered with the report."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app import formats
from app.domain.mapping import DAY_FIRST, MONTH_FIRST, UNTOLD, Mapping, Role, RowRule, Sample, faults
from app.domain.statement import Severity, Statement, StatementKind
from app.errors import AppError
from app.i18n import _, ngettext
from app.progress import Progress
from app.ui.controls import button, label, panel, say
from app.ui.jobs import run_job
from app.ui.mapping_table import MappingTable
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.ledger import Ledger

_PAUSE_MS = 250


class MappingDialog(QDialog):
    """Asks for the meaning of one file. ``answered`` hears of it; the sample is forgotten at the end."""

    def __init__(self, parent: QWidget, ledger: "Ledger", sample: Sample) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("What the columns hold"))
        self.answered: Callable[[Mapping], object] = lambda _mapping: None
        self._ledger, self._sample, self._home = ledger, sample, parent
        self._sheet = sample.sheets[sample.likely]
        self.mapping = self._sheet.guess
        self._turn = 0
        self.table = MappingTable()
        self.sheets = _combo(_("Sheet"), [(sheet.name, n) for n, sheet in enumerate(sample.sheets)])
        self.kinds = _combo(_("What the file is"), _kinds())
        self.rules = _combo(_("How rows are told apart"), _rules())
        self.dates = _combo(_("What comes first in dates"), _orders())
        self._dates = QWidget()
        self.client_level = _combo(_("Level of clients"), [])
        self.document_level = _combo(_("Level of documents"), [])
        self._levels = QWidget()
        self._where = label("", "muted")
        self.outcome = label("", "muted", wrap=True)
        self.outcome.setFont(theme().font(15, bold=True))
        self.go = button(_("Continue"), self._answer, "accent")
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._build()
        self._wire()
        self._show_sheet(sample.likely)

    def _build(self) -> None:
        px = theme().px
        name = self._sample.file.name
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(18), px(24), px(18))
        layout.setSpacing(px(8))
        layout.addWidget(label(_("Show what «{name}» holds").format(name=name), "title", wrap=True))
        layout.addWidget(label(_explanation(), "muted", wrap=True))
        layout.addLayout(self._questions())
        layout.addWidget(self._where)
        frame = panel()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.table)
        layout.addWidget(frame, 1)
        layout.addWidget(self.outcome)
        foot = QHBoxLayout()
        foot.addWidget(label(_("Nothing is written until you accept."), "small"))
        foot.addStretch(1)
        self.cancel = button(_("Cancel"), self.reject)
        foot.addWidget(self.cancel)
        foot.addWidget(self.go)
        layout.addLayout(foot)
        self.resize(px(1160), px(700))

    def _questions(self) -> QHBoxLayout:
        px = theme().px
        line = QHBoxLayout()
        line.setSpacing(px(10))
        if len(self._sample.sheets) > 1:
            line.addWidget(label(_("Sheet"), "muted"))
            line.addWidget(self.sheets)
        line.addWidget(label(_("The file is"), "muted"))
        line.addWidget(self.kinds)
        line.addWidget(label(_("Rows"), "muted"))
        line.addWidget(self.rules)
        levels = QHBoxLayout(self._levels)
        levels.setContentsMargins(0, 0, 0, 0)
        for words, combo in ((_("clients on level"), self.client_level), (_("documents"), self.document_level)):
            levels.addWidget(label(words, "muted"))
            levels.addWidget(combo)
        line.addWidget(self._levels)
        dates = QHBoxLayout(self._dates)
        dates.setContentsMargins(0, 0, 0, 0)
        dates.addWidget(label(_("Dates"), "muted"))
        dates.addWidget(self.dates)
        line.addWidget(self._dates)
        line.addStretch(1)
        return line

    def _wire(self) -> None:
        self.sheets.activated.connect(self._show_sheet)
        for combo in (self.kinds, self.rules, self.client_level, self.document_level, self.dates):
            combo.activated.connect(lambda _index: self._take_answers())
        self.table.role_chosen.connect(self._choose_role)
        self.table.header_chosen.connect(self._choose_header)
        self._timer.timeout.connect(self._try)
        self.finished.connect(lambda _result: self._leave())

    def _show_sheet(self, number: int) -> None:
        self._sheet = self._sample.sheets[number]
        self.sheets.setCurrentIndex(number)
        self.table.show_sheet(self._sheet)
        order = (self.document_level, self.dates, *self.table.combos, self.table.grid, self.cancel, self.go)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
        for combo in (self.client_level, self.document_level):
            combo.clear()
            for level in self._sheet.levels:
                combo.addItem(str(level + 1), level)
        self._show(self._sheet.guess)

    def _show(self, mapping: Mapping) -> None:
        """Another meaning: put it on the screen and try it."""
        self.mapping = mapping
        self.table.show_mapping(mapping, self._sheet.offset)
        for combo, value in (
            (self.kinds, mapping.kind),
            (self.rules, mapping.rows),
            (self.client_level, mapping.client_level),
            (self.document_level, mapping.document_level),
            (self.dates, mapping.dates),
        ):
            combo.setCurrentIndex(max(combo.findData(value), 0))
        self._levels.setVisible(mapping.rows is RowRule.LEVEL)
        self._dates.setVisible(bool(mapping.dates))
        self._where.setText(_("Headings are in row {row}. Choose another one if they are not.").format(row=mapping.top))
        self._turn += 1
        self.go.setEnabled(False)
        self._say(_("Reading…"), "muted")
        self._timer.start()

    def _choose_role(self, column: int, role: object) -> None:
        chosen = Role(role) if isinstance(role, str) else None  # Qt gives plain text back
        mapping = self.mapping.with_role(column, chosen)
        if chosen is Role.STACKED and mapping.rows is RowRule.EACH:
            mapping = replace(mapping, rows=RowRule.LEVEL if len(self._sheet.levels) > 1 else RowRule.HEADING)
        self._show(mapping)

    def _choose_header(self, row: int) -> None:
        if row == self.mapping.top:
            return
        self._sheet = self._ledger.imports.mappings.with_header(self._sample, self._sheet.name, row)
        self._show(replace(self._sheet.guess, kind=self.mapping.kind))

    def _take_answers(self) -> None:
        self._show(
            replace(
                self.mapping,
                kind=StatementKind(self.kinds.currentData()),
                rows=RowRule(self.rules.currentData()),
                client_level=self.client_level.currentData() or 0,
                document_level=self.document_level.currentData() or 1,
                dates=self.dates.currentData() if self.mapping.dates else "",
            )
        )

    def _try(self) -> None:
        """Read the whole file by what is said so far; the words below the table tell what came of it."""
        missing = faults(self.mapping)
        if missing:
            self._say(missing[0], "strong")  # what is left to say; nobody has made a mistake yet
            return
        turn, mapping = self._turn, self.mapping

        def read(progress: Progress) -> Statement | AppError:
            try:
                return self._ledger.imports.mappings.read(self._sample, mapping, progress)
            except AppError as error:
                return error

        def show(found: Statement | AppError) -> None:
            if turn == self._turn:
                self._tell(found)

        if run_job(self._home, "", read, show, quiet=True) is None:
            self._timer.start()

    def _tell(self, found: Statement | AppError) -> None:
        if isinstance(found, AppError):
            self._say(found.text, "error")
            return
        self._say(outcome_words(found), "kept" if ties(found) else "error")
        self.go.setEnabled(True)
        self.go.setDefault(True)

    def _say(self, words: str, role: str) -> None:
        self.outcome.setText(words)
        say(self.outcome, role)

    def _answer(self) -> None:
        self.accept()
        self.answered(self.mapping)

    def _leave(self) -> None:
        self._turn += 1
        self._timer.stop()
        self._ledger.imports.mappings.forget(self._sample)


def ties(found: Statement) -> bool:
    """The file's own total, when it has one, is the sum of the rows; no row was lost."""
    lost = any(problem.severity is Severity.ERROR for problem in found.problems)
    return not lost and (found.control is None or found.control in (found.sum, found.debt))


def outcome_words(found: Statement) -> str:
    """«Будет загружено: 118 строк, долг 41 286 450,00 ₽, сходится с итогом файла»."""
    rows = ngettext("{n} row", "{n} rows", len(found.lines)).format(n=formats.decimal(len(found.lines), 0))
    clients = formats.clients(len({line.client for line in found.lines}))
    owed = found.kind is StatementKind.DEBTS
    money = _("debt {sum}").format(sum=formats.money_sign(found.debt)) if owed else formats.money_sign(found.sum)
    parts = [_("Will be loaded: {rows}").format(rows=rows), clients, money]
    if found.advances:
        parts.append(_("advances {sum}").format(sum=formats.money_sign(found.advances)))
    if found.control is None:
        parts.append(_("the file has no total to check against"))
    elif found.control in (found.sum, found.debt):
        parts.append(_("ties with the file's total"))
    else:
        nearest = min((found.sum, found.debt), key=lambda value: abs(value - (found.control or 0)))
        gap = formats.money_sign(abs(found.control - nearest))
        parts.append(_("differs from the file's total by {sum}").format(sum=gap))
    lost = [problem for problem in found.problems if problem.severity is Severity.ERROR]
    if lost:
        text = _("rows not taken: {n} (row {row}: {why})")
        parts.append(text.format(n=len(lost), row=lost[0].row, why=lost[0].text.rstrip(".")))
    return ", ".join(parts)


def _explanation() -> str:
    return _(
        "The program does not know such a report. Say above each column what it holds; columns that are not needed "
        "may stay unread. The answer is remembered: next week a file with these headings is read by itself."
    )


def _kinds() -> list[tuple[str, object]]:
    return [
        (_("debts on a date"), StatementKind.DEBTS),
        (_("shipments of a period"), StatementKind.SALES),
        (_("payments of a period"), StatementKind.PAYMENTS),
    ]


def _orders() -> list[tuple[str, object]]:
    return [
        (_("choose…"), UNTOLD),
        (_("day.month: 31/12"), DAY_FIRST),
        (_("month.day: 12/31"), MONTH_FIRST),
    ]


def _rules() -> list[tuple[str, object]]:
    return [
        (_("each names its client"), RowRule.EACH),
        (_("a client above its documents"), RowRule.HEADING),
        (_("by levels of grouping"), RowRule.LEVEL),
    ]


def _combo(name: str, items: list[tuple[str, object]]) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    for words, value in items:
        combo.addItem(words, value)
    return combo
