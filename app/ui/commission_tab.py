"""Комиссия: when, who, and the papers that will lie on the table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app import formats
from app.domain.commission import PackRequest
from app.i18n import _
from app.progress import Progress
from app.ui.controls import button, label, panel
from app.ui.jobs import run_job
from app.ui.members_edit import MembersEdit
from app.ui.number_edit import NumberEdit
from app.ui.paper import pdf_bytes, print_pages, save_pdf
from app.ui.print_preview import PdfPages, PrintPreview
from app.ui.tab import Tab
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.ledger import Ledger
    from app.reports.document import Document

AT = time(17, 0)
HALF_HOURS = tuple(time(half // 2, half % 2 * 30) for half in range(16, 41))
MOST_CARDS = 30
MONDAY = 0


@dataclass(frozen=True, slots=True)
class Paper:
    """What was drawn, and for which request."""

    request: PackRequest
    document: "Document"
    pdf: bytes


def coming_monday(day: date) -> date:
    """The Monday of the next meeting; on a Monday it is today, for the papers are made for 17:00 of the same day."""
    return day + timedelta(days=(MONDAY - day.weekday()) % 7)


class CommissionTab(Tab):
    """A form on the left, the papers on the right. Nothing is drawn until somebody wants to see it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = _("Commission")
        self._ledger: Ledger | None = None
        self._as_of: date | None = None
        self._paper: Paper | None = None
        self._shown: Paper | None = None
        self._stale = False
        self._kept = False
        self.meeting = QDateEdit()
        self.meeting.setCalendarPopup(True)
        self.meeting.setDisplayFormat("dd.MM.yyyy")
        self.at = QComboBox()
        for at in HALF_HOURS:
            self.at.addItem(f"{at:%H:%M}", at)
        self.at.setCurrentIndex(HALF_HOURS.index(AT))
        self.company = QLineEdit()
        self.company.setMaxLength(200)
        self.company.setPlaceholderText(_("as it should stand on the papers"))
        self.company.editingFinished.connect(self._keep_company)
        self.cards = NumberEdit(0, MOST_CARDS, 5)
        self.members = MembersEdit()
        self.members.changed.connect(self._keep_members)
        self.view_button = button(_("View"), lambda: self._with_paper(self._show), "accent")
        self.print_button = button(_("Print…"), self.print_pack, "", "print")
        self.pdf_button = button(_("PDF"), lambda: self._with_kept(self._save_pdf))
        self.xlsx_button = button(_("Excel"), lambda: self._with_kept(self._save_xlsx), "", "excel")
        self.preview = PrintPreview()
        self.stale_note = label(_("The book has changed since these pages were drawn."), "error")
        self._source = label("", "muted", wrap=True)
        self._right = QStackedWidget()
        self._build()

    def _build(self) -> None:
        px = theme().px
        pages = QWidget()
        inside = QVBoxLayout(pages)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.stale_note)
        inside.addWidget(self.preview, 1)
        self._right.addWidget(self._cover())
        self._right.addWidget(pages)
        frame = panel()
        around = QVBoxLayout(frame)
        around.setContentsMargins(px(14), px(12), px(14), px(12))
        around.addWidget(self._right)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(14), px(10), px(14), px(10))
        layout.setSpacing(px(10))
        layout.addWidget(self._form())
        layout.addWidget(frame, 1)

    def _form(self) -> QFrame:
        px = theme().px
        form = panel()
        form.setFixedWidth(px(420))
        layout = QVBoxLayout(form)
        layout.setContentsMargins(px(16), px(14), px(16), px(14))
        layout.setSpacing(px(10))
        layout.addWidget(label(_("Meeting pack"), "title"))
        layout.addLayout(self._fields())
        layout.addSpacing(px(4))
        layout.addWidget(label(_("Members of the commission"), "strong"))
        layout.addWidget(self.members, 1)
        layout.addWidget(self.view_button)
        others = QHBoxLayout()
        for widget in (self.print_button, self.pdf_button, self.xlsx_button):
            others.addWidget(widget, 1)
        layout.addLayout(others)
        return form

    def _fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme().px(10))
        grid.setVerticalSpacing(theme().px(8))
        rows: tuple[tuple[str, tuple[QWidget, ...]], ...] = (
            (_("Meeting"), (self.meeting, self.at)),
            (_("Company"), (self.company,)),
            (_("Client cards"), (self.cards,)),
        )
        for number, (words, widgets) in enumerate(rows):
            caption = label(words, "muted")
            caption.setBuddy(widgets[0])
            grid.addWidget(caption, number, 0)
            line = QHBoxLayout()
            line.setSpacing(theme().px(8))
            for widget in widgets:
                widget.setAccessibleName(words)
                line.addWidget(widget, 1 if widget is self.company else 0)
            if self.company not in widgets:
                line.addStretch(1)
            grid.addLayout(line, number, 1)
        self.cards.setToolTip(_("How many of the worst clients get a page of their own"))
        grid.setColumnStretch(1, 1)
        return grid

    def _cover(self) -> QWidget:
        px = theme().px
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(px(48), 0, px(48), 0)
        layout.setSpacing(px(9))
        layout.addStretch(1)
        layout.addWidget(label(_("What will lie on the table"), "title"))
        layout.addWidget(self._source)
        layout.addSpacing(px(6))
        for number, line in enumerate(contents(), start=1):
            layout.addWidget(label(f"{number}.  {line}"))
        layout.addStretch(2)
        return page

    def bind(self, ledger: "Ledger") -> None:
        self._ledger = ledger
        day = coming_monday(ledger.today())
        self.meeting.setDate(QDate(day.year, day.month, day.day))
        ledger.on_change(self._note_change)

    def _note_change(self, changes: object) -> None:
        """May come from the worker: only a flag is set. Storing a pack is a decision and spoils nothing."""
        if any(getattr(changes, name, True) for name in ("facts", "policy", "work")):
            self._stale = True

    def reload(self, as_of: date) -> None:
        assert self._ledger is not None, "bind comes first"
        if as_of != self._as_of:
            self._drop_paper()
        self._as_of = as_of
        self.members.show_members(self._ledger.policy.members())
        if not self.company.hasFocus():
            self.company.setText(self._ledger.policy.company())
        self.stale_note.setVisible(self._paper is not None and not self._fresh())
        ready = bool(self._ledger.report_dates())
        source = _("From the bookkeeping report on {day}").format(day=formats.day(as_of))
        self._source.setText(source if ready else _("No reports loaded yet"))
        for widget in (self.view_button, self.print_button, self.pdf_button, self.xlsx_button):
            widget.setEnabled(ready)

    def request(self) -> PackRequest:
        """What the form asks for."""
        assert self._as_of is not None, "reload comes first"
        day = self.meeting.date()
        return PackRequest(
            as_of=self._as_of,
            meeting=date(day.year(), day.month(), day.day()),
            at=HALF_HOURS[self.at.currentIndex()],
            members=self.members.members(),
            company=self.company.text().strip(),
            cards=self.cards.value(),
        )

    def _keep_members(self) -> None:
        if self._ledger is not None:
            self._ledger.policy.set_members(self.members.members())

    def _keep_company(self) -> None:
        name = self.company.text().strip()
        if self._ledger is not None and name != self._ledger.policy.company():
            self._ledger.policy.set_company(name)

    def _fresh(self) -> bool:
        return self._paper is not None and not self._stale and self._paper.request == self.request()

    def _drop_paper(self) -> None:
        self._paper = None
        self.preview.show_pdf(None)
        self._right.setCurrentIndex(0)

    def _with_paper(self, then: Callable[[Paper], object]) -> None:
        """Draw the pack, unless the drawn one still fits, and go on with it."""
        if self._ledger is None or self._as_of is None:
            return
        if self._paper is not None and self._fresh():
            then(self._paper)
            return
        ledger, request = self._ledger, self.request()

        def work(progress: Progress) -> Paper:
            from app.reports.commission import document

            progress.step(0, 0, _("Collecting the figures"))
            paper = document(ledger.commission.compute(request))
            return Paper(request, paper, pdf_bytes(paper, progress))

        def done(paper: Paper) -> None:
            self._paper, self._stale, self._kept = paper, False, False
            self._show(paper)
            then(paper)

        run_job(self, _("Preparing the pack"), work, done)

    def _with_kept(self, then: Callable[[Paper], object]) -> None:
        """As ``_with_paper``, for papers that leave the window: the book remembers what was on the table."""

        def keep(paper: Paper) -> None:
            if self._kept or self._ledger is None:
                then(paper)
                return
            ledger = self._ledger

            def done(_pack: object) -> None:
                self._kept = True
                then(paper)

            run_job(self, _("Keeping the pack"), lambda _progress: ledger.commission.pack(paper.request), done)

        self._with_paper(keep)

    def print_pack(self) -> None:
        """Ctrl+P: draw the pack if need be, and ask for the printer."""
        if self.print_button.isEnabled():
            self._with_kept(self._print)

    def _show(self, paper: Paper) -> None:
        if self._right.currentIndex() != 1 or self._shown is not paper:
            self.preview.show_pdf(paper.pdf)
            self._shown = paper
        self.stale_note.setVisible(False)
        self._right.setCurrentIndex(1)
        self.preview.area.setFocus(Qt.FocusReason.OtherFocusReason)

    def _print(self, paper: Paper) -> None:
        pages = PdfPages(paper.pdf)
        try:
            print_pages(self, pages, paper.document.title)
        finally:
            pages.close()

    def _save_pdf(self, paper: Paper) -> None:
        save_pdf(self, _file_title(paper), paper.pdf)

    def _save_xlsx(self, paper: Paper) -> None:
        from app.ui.export import save_as

        path = save_as(self, _file_title(paper), "xlsx", lambda path: path)
        if path is None:
            return

        def write(progress: Progress) -> None:
            from app.reports.xlsx import write_document

            write_document(paper.document, path, progress)

        run_job(self, _("Writing the workbook"), write, lambda _done: None)


def contents() -> tuple[str, ...]:
    """The papers of the pack, a line each."""
    return (
        _("Agenda and members"),
        _("Total debt, overdue debt and their share in sales"),
        _("Debtors by sum and by term"),
        _("Debt by interval, manager and payment terms"),
        _("Measures by zone: grey, yellow, red"),
        _("What changed since the last report"),
        _("Broken promises"),
        _("Cards of the worst clients"),
        _("Minutes to be filled in"),
    )


def _file_title(paper: Paper) -> str:
    return f"{paper.document.title} {formats.day(paper.request.meeting)}"
