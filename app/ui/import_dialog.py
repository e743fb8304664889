"""The check before loading: what the files say and would change. Nothing is written before «Принять».

``load_files`` is the whole journey: choose, read with progress, show, accept with progress.
"""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDateEdit,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app import formats
from app.domain.importing import Answers, ImportPreview, ReportRow, Vanished
from app.domain.mapping import MAPPED, Mapping
from app.domain.statement import StatementKind
from app.i18n import _
from app.progress import Progress
from app.reports.payment_tables import payments_word
from app.ui.controls import Elided, button, label, panel, say
from app.ui.import_pages import NAMES, CountCard, NamesPage, Page, first_page, pages_of, past_of, payer_names
from app.ui.import_reading import explain, read_files
from app.ui.jobs import run_job
from app.ui.notice import Notice
from app.ui.preferences import remember_report_folder, report_folder
from app.ui.table_view import TableView
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.ledger import Ledger

FILES = "*.xlsx *.xls *.xlsm *.xlsb *.ods *.csv *.tsv *.txt *.htm *.html *.xml *.mxl *.zip"


def load_files(
    parent: QWidget,
    ledger: "Ledger",
    paths: Sequence[Path],
    done: Callable[[ReportRow], object] | None = None,
) -> None:
    """Read these files (none: let the person choose), show what they would change, and accept.

    A file of unknown layout is shown first, to be told what its columns hold. ``done`` hears of the accepted
    report. Whatever fails is told in a message box and changes nothing.
    """
    ledger.imports.prepare()
    chosen = list(paths) or choose_files(parent)
    if not chosen:
        return
    remember_report_folder(chosen[0].parent)

    def show(preview: ImportPreview, _mappings: tuple[Mapping, ...]) -> None:
        dialog = ImportDialog(parent, ledger, chosen, preview)
        if done is not None:
            dialog.done_with = done
        dialog.open()

    read_files(parent, ledger, chosen, (), show)


def choose_files(parent: QWidget) -> list[Path]:
    """Files of one report: a week may come in several."""
    names, _filter = QFileDialog.getOpenFileNames(
        parent,
        _("Bookkeeping report"),
        str(report_folder()),
        ";;".join((_("Reports ({patterns})").format(patterns=FILES), _("All files (*)"))),
    )
    return [Path(name) for name in names]


def headline(preview: ImportPreview) -> str:
    """«Отчёт на 23.11.2026: 41 286 450,00 ₽, 118 клиентов, 312 документов»."""
    words = {
        StatementKind.DEBTS: _("Report on {day}: {sum}"),
        StatementKind.SALES: _("Sales up to {day}: {sum}"),
        StatementKind.PAYMENTS: _("Payments up to {day}: {sum}"),
        StatementKind.MOVEMENTS: _("Movements up to {day}: {sum}"),
    }[preview.kind]
    told = words.format(
        day=formats.day(preview.as_of) if preview.as_of else "…", sum=formats.money_sign(_told_sum(preview))
    )
    counts = [formats.clients(preview.clients)]
    if preview.kind is StatementKind.PAYMENTS:
        counts.append(payments_word(preview.invoices))
    elif preview.invoices:  # balances by client name none
        counts.append(formats.documents(preview.invoices))
    return ", ".join((told, *(count.replace(" ", formats.NBSP) for count in counts)))


def _told_sum(preview: ImportPreview) -> int:
    """The sum that the file itself states, when it ties; else what the rows add up to."""
    if preview.kind != StatementKind.DEBTS:
        return preview.sum
    return preview.sum if preview.control == preview.sum else preview.debt


def tie_words(preview: ImportPreview) -> tuple[str, str]:
    """Whether the rows add up to the file's own total, and the role of these words."""
    if preview.control is None:
        return _("The file has no total of its own to check against"), "muted"
    if preview.ties:
        return _("Ties with the file's total"), "kept"
    nearest = min((preview.sum, preview.debt), key=lambda value: abs(value - (preview.control or 0)))
    gap = preview.control - nearest
    words = (
        _("Does not tie: the file's total is {sum} greater")
        if gap > 0
        else _("Does not tie: the file's total is {sum} less")
    )
    return words.format(sum=formats.money_sign(abs(gap))), "error"


class ImportDialog(QDialog):
    """The preview of one report. ``done_with`` hears of the accepted report."""

    def __init__(
        self,
        parent: QWidget,
        ledger: "Ledger",
        paths: Sequence[Path],
        preview: ImportPreview,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Check before loading"))
        self.done_with: Callable[[ReportRow], object] = lambda _report: None
        self.preview = preview
        self._ledger, self._paths = ledger, list(paths)
        self._source = Elided("", "small")
        self.headline = label("", "figure", wrap=True)
        self.tie = label("", "kept", wrap=True)
        self.tie.setFont(theme().font(15, bold=True))
        self._detail = Elided("", "muted")
        self.notice = Notice()
        self.dates = _DateStrip(preview.as_of or ledger.today(), self._recompute)
        self._undated = preview.as_of is None
        self.question = _Question(self._settle)
        self.first = Notice()  # who the names are comes before what is missing
        self.compare_button = button(_("Compare again"), self._compare_names)
        self.first.add(self.compare_button)
        self._cards = QHBoxLayout()
        self._cards.setSpacing(theme().px(8))
        self._group = QButtonGroup(self)
        self.table = TableView()
        self.names = payer_names() if preview.kind is StatementKind.PAYMENTS else NamesPage()
        self._asked: dict[str, int] = {}  # answers under which the preview was made
        self._compared = False  # whether the person has let them be compared
        self.names.changed.connect(self._settle)
        self._frame = panel()
        self._foot = label(_("Nothing is written until you accept."), "small")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.names)
        self.past_button = button(_("What was rewritten in the past…"), self._show_past, "flat")
        self.columns_button = button(_("What the columns hold…"), self._explain_again, "flat")
        self.accept_button = button(_("Accept"), self._accept, "accent")
        self.cancel_button = button(_("Cancel"), self.reject)
        self._build()
        self.show_preview(preview)

    def _build(self) -> None:
        px = theme().px
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(18), px(24), px(18))
        layout.setSpacing(px(6))
        for widget in (self._source, self.headline, self.tie, self._detail):
            layout.addWidget(widget)
        layout.addSpacing(px(4))
        for strip in (self.notice, self.dates, self.first, self.question):
            layout.addWidget(strip)
        layout.addSpacing(px(6))
        layout.addLayout(self._cards)
        layout.addSpacing(px(2))
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self._stack)
        layout.addWidget(self._frame, 1)
        layout.addSpacing(px(6))
        layout.addStretch(0)
        foot = QHBoxLayout()
        foot.addWidget(self._foot)
        foot.addWidget(self.columns_button)
        foot.addWidget(self.past_button)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.accept_button)
        layout.addLayout(foot)
        self.resize(px(1240), px(680))

    def show_preview(self, preview: ImportPreview, key: str = "") -> None:
        """Show another preview, e.g. of the same files on another date. ``key``: the page to look at."""
        self.preview = preview
        self._source.set_text(_source_words(preview))
        self.headline.setText(headline(preview))
        words, role = tie_words(preview)
        self.tie.setText(words)
        say(self.tie, role)
        self._detail.set_text(_detail_words(preview))
        self._detail.setVisible(bool(self._detail.whole()))
        self.notice.say(_notice_words(preview))
        self.dates.setVisible(self._undated)
        self.question.ask(preview)
        rows = self._ledger.clients.list(preview.as_of or self._ledger.today()).rows if preview.names else ()
        self.names.show_names(preview.names, rows)
        self._deal(preview, key)
        self._frame.setVisible(preview.already is None)
        self._foot.setVisible(preview.already is None)
        self.past_button.setVisible(preview.already is None and bool(past_of(preview)))
        self.columns_button.setVisible(preview.layout == MAPPED and len(self._paths) == 1)
        if preview.already is not None:
            self.resize(theme().px(760), self.minimumSizeHint().height())
        self._settle()
        self._look_at_what_matters()

    def _look_at_what_matters(self) -> None:
        """The keyboard starts where something must be answered, else on «Принять»."""
        if self.preview.as_of is None:
            self.dates.edit.setFocus()
        elif self._whose():
            self.names.table.grid.setFocus()
        elif self.preview.question:
            self.question.setFocus()
        elif self.accept_button.isEnabled():
            self.accept_button.setFocus()
        else:
            self.cancel_button.setFocus()

    def answers(self) -> Answers:
        """What the director has answered so far."""
        return Answers(
            as_of=self.preview.as_of if self._undated else None,
            vanished=self.question.meaning(),
            names=dict(self.names.answers),
        )

    def _deal(self, preview: ImportPreview, key: str = "") -> None:
        """Lay out the cards and press this one, or the one to look at first."""
        for old in self._group.buttons():
            self._group.removeButton(old)
            self._cards.removeWidget(old)
            old.deleteLater()
        pages = pages_of(preview) if preview.already is None else ()
        chosen = key if key in [page.key for page in pages] else first_page(pages, preview)
        for page in pages:
            card = CountCard(page)
            card.toggled.connect(lambda on, page=page: self._turn_to(page) if on else None)
            self._group.addButton(card)
            self._cards.addWidget(card)
            if page.key == chosen:
                card.setChecked(True)
        before: QWidget = self.question
        for widget in (
            *self._group.buttons(),
            self.table.grid,
            self.names.table.grid,
            self.names.who,
            self.names.picker,
        ):
            QWidget.setTabOrder(before, widget)
            before = widget
        QWidget.setTabOrder(before, self.cancel_button)
        QWidget.setTabOrder(self.cancel_button, self.accept_button)

    def _turn_to(self, page: Page) -> None:
        if page.key == NAMES:
            self._stack.setCurrentWidget(self.names)
        elif self.preview.kind is StatementKind.PAYMENTS and self._asked != self.names.answers:
            self._propose(page.key)
        elif page.table is not None:
            self.table.set_table(page.table())
            self._stack.setCurrentWidget(self.table)

    def _settle(self) -> None:
        """«Принять» waits for the date and for the answer that the preview needs."""
        preview = self.preview
        nothing = preview.already is not None
        who = self._whose()
        self.first.say(who)
        self.question.setVisible(bool(preview.question) and not who)
        answered = not preview.question or (not who and self.question.meaning() is not None)
        self.accept_button.setEnabled(not nothing and answered and preview.ties and preview.as_of is not None)
        self.accept_button.setVisible(not nothing)
        self.cancel_button.setText(_("Close") if nothing else _("Cancel"))
        self.accept_button.setDefault(self.accept_button.isEnabled())

    def _whose(self) -> str:
        """What the person is asked before the question about missing documents; empty when there is nothing to ask."""
        if self.preview.kind is StatementKind.PAYMENTS or self.preview.already is not None:
            return ""
        if self.names.answers != self._asked:
            return _("The answers about names are not yet in the comparison.")
        likely = any(name.candidates for name in self.preview.names)
        if (self.preview.question or self.preview.vanished) and likely and not self._compared:
            return _("Some names look like clients you know. Say first who they are: then it is seen what is missing.")
        return ""

    def _compare_names(self) -> None:
        """The same file when the names are whom they were said to be."""
        answers = self.answers()

        def compare(_progress: Progress) -> ImportPreview:
            return self._ledger.imports.preview_again(self.preview, answers)

        def show(preview: ImportPreview) -> None:
            self._asked, self._compared = answers.names, True
            rewritten = any(change.rewrites for change in preview.changes)
            self.show_preview(preview, "missing" if preview.question else "past" if rewritten else "new")

        run_job(self, _("Comparing with the book"), compare, show)

    def _propose(self, key: str) -> None:
        """Where the money goes when the payers are who they were said to be."""
        answers = self.answers()

        def compare(_progress: Progress) -> ImportPreview:
            return self._ledger.imports.preview_again(self.preview, answers)

        def show(preview: ImportPreview) -> None:
            self.preview, self._asked = preview, answers.names
            self._deal(preview, key)

        run_job(self, _("Comparing with the book"), compare, show)

    def _recompute(self, day: date) -> None:
        def compare(_progress: Progress) -> ImportPreview:
            return self._ledger.imports.preview_again(self.preview, Answers(as_of=day))

        run_job(self, _("Comparing with the book"), compare, self.show_preview)

    def _show_past(self) -> None:
        """Rewritten, returned and gone documents with their effect on overdue debt, to print and to send."""
        from app.reports.past_tables import past_changes_table
        from app.ui.table_dialog import TableDialog

        day = self.preview.as_of or self._ledger.today()
        table = past_changes_table(past_of(self.preview), formats.day(day))
        footer = ", ".join(file.name for file in self.preview.files)
        TableDialog(self, table, day, self._ledger.policy.company(), footer).open()

    def _explain_again(self) -> None:
        """The remembered meaning may have been wrong, or the file has changed."""

        def show(preview: ImportPreview, _mappings: tuple[Mapping, ...]) -> None:
            self._undated = preview.as_of is None
            self.show_preview(preview)

        explain(self, self._ledger, self._paths[0], lambda one: read_files(
            self, self._ledger, self._paths, (one,), show))  # fmt: skip

    def _accept(self) -> None:
        preview, answers = self.preview, self.answers()

        def write(progress: Progress) -> ReportRow:
            return self._ledger.imports.accept(preview, answers, progress=progress)

        def finish(report: ReportRow) -> None:
            self.accept()
            self.done_with(report)

        run_job(self, _("Accepting the report"), write, finish)


class _DateStrip(QFrame):
    """Asks for the date that the file does not state."""

    def __init__(self, day: date, recompute: Callable[[date], None]) -> None:
        super().__init__()
        self.setProperty("role", "strip")
        self.edit = QDateEdit(QDate(day.year, day.month, day.day))
        self.edit.setCalendarPopup(True)
        self.edit.setDisplayFormat("dd.MM.yyyy")
        self.edit.setAccessibleName(_("Report date"))
        self.go = button(_("Show on this date"), lambda: recompute(self.day()), "accent")
        line = QHBoxLayout(self)
        line.addWidget(label(_("The file states no date. On what date is this report?"), "strong"))
        line.addWidget(self.edit)
        line.addWidget(self.go)
        line.addStretch(1)

    def day(self) -> date:
        """The date in the field."""
        day = self.edit.date()
        return date(day.year(), day.month(), day.day())


class _Question(Notice):
    """What the absence of documents means; nothing is preselected."""

    _MEANINGS = (Vanished.PAID, Vanished.KEEP)

    def __init__(self, changed: Callable[[], None]) -> None:
        super().__init__()
        self.offer((_("They are paid"), _("Leave them open")), changed)

    def ask(self, preview: ImportPreview) -> None:
        """Ask, or be gone when there is nothing to ask."""
        words = preview.question
        part = preview.replaces is not None and not preview.vanished  # of a week that comes in several files
        self.offer_again(
            (_("This one instead of it"), _("It is another part of it"))
            if part
            else (_("They are paid"), _("Leave them open"))
        )
        if words and part:
            words += "\n" + _("Is it to be replaced, or is this another part of the same report?")
        elif words and preview.vanished:
            count = formats.decimal(len(preview.vanished), 0)
            words += "\n" + _("Missing documents: {n}. What happened to them?").format(n=count)
        self.say(words)
        self.forget()

    def meaning(self) -> Vanished | None:
        """The choice made, None before one."""
        number = self.answer()
        return None if number is None or self.isHidden() else self._MEANINGS[number]


def _source_words(preview: ImportPreview) -> str:
    parts = [", ".join(file.name for file in preview.files), preview.title, preview.organisation]
    if preview.filters:
        parts.append(_("filter: {words}").format(words="; ".join(preview.filters)))
    return " · ".join(part for part in parts if part)


def _detail_words(preview: ImportPreview) -> str:
    parts = []
    if preview.advances:
        parts.append(_("debt {sum}").format(sum=formats.money_sign(preview.debt)))
        parts.append(_("advances {sum}").format(sum=formats.money_sign(preview.advances)))
    if preview.previous_as_of is not None:
        parts.append(_("compared with the report on {day}").format(day=formats.day(preview.previous_as_of)))
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def _notice_words(preview: ImportPreview) -> str:
    if preview.already is not None:
        return _("This very report is in the book since {day} {time}. There is nothing to accept.").format(
            day=formats.day(preview.already), time=f"{preview.already:%H:%M}"
        )
    if preview.replaces is not None and not preview.question:
        return _("It will replace the report on the same date that is in the book.")
    return ""
