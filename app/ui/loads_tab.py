"""Загрузки: which reports the book is made of, what was wrong in them, and the copies made on the way."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app import formats
from app.domain.importing import ReportRow
from app.domain.statement import StatementKind
from app.i18n import _
from app.progress import Progress
from app.reports.import_tables import reports_table
from app.reports.table import Column, Kind, Table
from app.ui.controls import button, label, panel
from app.ui.filled import filled
from app.ui.jobs import run_job
from app.ui.messages import confirm
from app.ui.report_details import ReportDetails
from app.ui.tab import Tab
from app.ui.table_view import TableView
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.ledger import Ledger


class BackupRow(Protocol):
    """A copy of the book as the ledger lists it."""

    @property
    def path(self) -> Path: ...

    @property
    def made_at(self) -> datetime: ...

    @property
    def reason(self) -> str: ...


class LoadsTab(Tab):
    """The list of reports over the details of the chosen one; a page of its own while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = _("Loads")
        self.setAcceptDrops(True)
        self._ledger: Ledger | None = None
        self.reports = TableView()
        self.reports.current_changed.connect(lambda _row: self._show_details())
        self.withdraw_button = button(_("Withdraw the last one"), self.withdraw, "", "undo")
        self.details = ReportDetails(report_name, _about)
        self.backups = _Backups(self._make_copy)
        self.empty = _FirstStart(lambda: self.load_requested.emit([]))
        self._stack = QStackedWidget()
        self._stack.addWidget(_centred(self.empty))
        self._stack.addWidget(self._full())
        layout = QVBoxLayout(self)
        px = theme().px
        layout.setContentsMargins(px(14), px(10), px(14), px(10))
        layout.addWidget(self._stack)

    def _full(self) -> QWidget:
        px = theme().px
        page = QWidget()
        bar = QHBoxLayout()
        bar.addWidget(label(_("Loaded reports"), "title"))
        bar.addSpacing(px(12))
        bar.addWidget(label(_("a new one may be dropped here"), "muted"))
        bar.addStretch(1)
        bar.addWidget(self.withdraw_button)
        below = QHBoxLayout()
        below.setSpacing(px(10))
        below.addWidget(self.details, 7)
        below.addWidget(self.backups, 3)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(10))
        layout.addLayout(bar)
        layout.addWidget(framed(self.reports), 1)
        layout.addLayout(below, 1)
        return page

    def bind(self, ledger: "Ledger") -> None:
        self._ledger = ledger

    def reload(self, as_of: date) -> None:
        del as_of  # the list is the same on any date
        assert self._ledger is not None, "bind comes first"
        rows = self._ledger.imports.reports()
        chosen = self.reports.current()
        self._stack.setCurrentIndex(1 if rows else 0)
        self.reports.set_table(listed(rows))
        self.withdraw_button.setEnabled(any(row.last for row in rows))
        self.backups.show_copies(self._ledger.backups.list())
        if rows:
            self.reports.select_row(_line_of(self.reports.model.rows, chosen))
        self._show_details()

    def withdraw(self) -> None:
        """Take the last report out of the book after saying what that means."""
        ledger = self._ledger
        rows = ledger.imports.reports() if ledger is not None else ()
        last = next((row for row in rows if row.last), None)
        if ledger is None or last is None:
            return
        if not confirm(self, _withdraw_question(last), _("Withdraw"), _withdraw_effect(last, rows)):
            return

        def work(progress: Progress) -> ReportRow:
            return ledger.imports.withdraw(last.report_id, progress=progress)

        run_job(self, _("Withdrawing the report"), work, lambda _report: None)

    def _make_copy(self) -> None:
        ledger = self._ledger
        if ledger is None:
            return

        def work(progress: Progress) -> object:
            del progress
            return ledger.backups.make("manual")

        run_job(
            self,
            _("Copying the book"),
            work,
            lambda _copy: self.backups.show_copies(ledger.backups.list()),
        )

    def _show_details(self) -> None:
        row = self.reports.current()
        if self._ledger is not None:
            self.details.show_report(self._ledger, row if isinstance(row, ReportRow) else None)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Only files of this computer."""
        if _files(event):
            event.acceptProposedAction()
            self.empty.light(on=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.empty.light(on=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask the window for the check before loading."""
        self.empty.light(on=False)
        paths = _files(event)
        if paths:
            event.acceptProposedAction()
            self.load_requested.emit(paths)


class _FirstStart(QFrame):
    """What to load, when there is nothing yet."""

    def __init__(self, choose: Any) -> None:  # noqa: ANN401 - any callable
        super().__init__()
        self.setProperty("role", "drop")
        self.choose_button = button(_("Choose the file…"), choose, "accent", "load")
        words = (
            label(_("Load the first bookkeeping report"), "title"),
            label(
                _(
                    "The 1C report of receivables by term of debt, or any table that has the client, the "
                    "document, the due date and what is left to pay. Excel, OpenDocument or CSV."
                ),
                wrap=True,
            ),
            label(_("Drop the file here, or choose it. Nothing is written before you accept."), "muted"),
        )
        self.setFixedSize(theme().px(720), theme().px(320))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme().px(40)] * 4)
        layout.setSpacing(theme().px(12))
        layout.addStretch(1)
        for word in words:
            word.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(word)
        layout.addSpacing(theme().px(8))
        layout.addWidget(self.choose_button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)

    def light(self, *, on: bool) -> None:
        """A file hovers over the window."""
        colour = theme().colour("accent" if on else "muted").name()
        self.setStyleSheet(f'QFrame[role="drop"] {{ border-color: {colour}; }}' if on else "")


class _Backups(QFrame):
    """Copies of the book, newest first."""

    def __init__(self, make: Any) -> None:  # noqa: ANN401 - any callable
        super().__init__()
        self.setProperty("role", "panel")
        self._folder: Path | None = None
        self.table = TableView()
        self.make_button = button(_("Copy now"), make, "", "backup")
        self.folder_button = button(_("Folder"), self._open_folder, "flat")
        px = theme().px
        head = QHBoxLayout()
        head.setContentsMargins(px(12), px(8), px(8), px(4))
        head.addWidget(label(_("Copies of the book"), "strong"), 1)
        head.addWidget(self.folder_button)
        head.addWidget(self.make_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)

    def show_copies(self, copies: Sequence[BackupRow]) -> None:
        """Show these copies."""
        self._folder = copies[0].path.parent if copies else None
        self.folder_button.setEnabled(self._folder is not None)
        self.table.set_table(copies_table(copies))

    def _open_folder(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))


def listed(rows: Sequence[ReportRow]) -> Table[ReportRow]:
    """The reports as the screen lists them: the sum that was checked, not both, and the filters."""
    whole = reports_table(rows)
    columns = [column for column in whole.columns if column.key not in ("level", "sum")]
    filters = Column[ReportRow]("filters", _("Filter"), Kind.TEXT, lambda row: "; ".join(row.filters), 24)
    columns.insert(3, filters)
    return filled(replace(whole, columns=tuple(columns)))


def copies_table(copies: Sequence[BackupRow]) -> Table[BackupRow]:
    """Copies of the book: when, why, and in which file."""
    columns = (
        Column[BackupRow]("made", _("Made"), Kind.TEXT, lambda copy: moment(copy.made_at), 16),
        Column[BackupRow]("reason", _("Reason"), Kind.TEXT, lambda copy: reason_word(copy.reason), 24, wide=True),
        # the rest of a file's name repeats the moment and the reason
        Column[BackupRow]("file", _("File"), Kind.TEXT, lambda copy: copy.path.name.partition("-")[0], 8),
    )
    return Table("copies", _("Copies of the book"), columns, tuple(copies), empty=_("No copies yet"))


def reason_word(reason: str) -> str:
    """Why a copy was made; an unknown reason as it is."""
    words = {
        "import": _("before loading a report"),
        "withdrawal": _("before withdrawing a report"),
        "migration": _("before a new version of the program"),
        "manual": _("by hand"),
    }
    return words.get(reason, reason)


def moment(at: datetime) -> str:
    """``23.11.2026 09:12``."""
    return f"{formats.day(at)} {at:%H:%M}"


def _centred(child: QWidget) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.addStretch(2)
    layout.addWidget(child, 0, Qt.AlignmentFlag.AlignHCenter)
    layout.addStretch(3)
    return page


def framed(table: QWidget) -> QFrame:
    """A table in a white panel."""
    frame = panel()
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(1, 1, 1, 1)
    layout.addWidget(table)
    return frame


def report_name(report: ReportRow) -> str:
    """«Отчёт о долгах на 23.11.2026»."""
    words = {
        StatementKind.DEBTS: _("Report of debts on {day}"),
        StatementKind.SALES: _("Sales up to {day}"),
        StatementKind.PAYMENTS: _("Payments up to {day}"),
        StatementKind.MOVEMENTS: _("Movements up to {day}"),
    }[report.kind]
    return words.format(day=formats.day(report.as_of))


def _about(report: ReportRow) -> str:
    parts = [", ".join(report.files), report.organisation]
    if report.filters:
        parts.append(_("filter: {words}").format(words="; ".join(report.filters)))
    parts.append(
        _("loaded {at}, {who}").format(at=moment(report.loaded_at), who=report.loaded_by)
        if report.loaded_by
        else _("loaded {at}").format(at=moment(report.loaded_at))
    )
    return " · ".join(part for part in parts if part)


def _withdraw_question(last: ReportRow) -> str:
    return _("Withdraw «{report}»?").format(report=report_name(last))


def _withdraw_effect(last: ReportRow, rows: Sequence[ReportRow]) -> str:
    """What happens, in words: nobody should have to guess before pressing."""
    before = next(
        (row for row in rows if row.report_id != last.report_id and row.kind == last.kind and row.state == "accepted"),
        None,
    )
    parts = []
    if last.kind == StatementKind.DEBTS:
        parts.append(
            _("Debts go back to the report of {day}.").format(day=formats.day(before.as_of))
            if before is not None
            else _("The book will have no debts.")
        )
    parts.append(_("Calls and promises stay. The report stays in the list and may be loaded again."))
    parts.append(_("A copy of the book is made first."))
    return " ".join(parts)


def _line_of(rows: Sequence[Any], chosen: ReportRow | None) -> int:
    wanted = chosen.report_id if chosen is not None else None
    return next((line for line, row in enumerate(rows) if row.report_id == wanted), 0)


def _files(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
