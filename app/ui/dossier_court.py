"""«Суд»: cases with their steps, costs and papers, and what is missing before a suit can be filed."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QScrollArea, QVBoxLayout

from app import formats
from app.domain.legal import LegalCase, Missing, Stage
from app.domain.money import BadValue
from app.i18n import _
from app.reports.dossier_words import missing_words, stage_word
from app.reports.legal_tables import case_words, cases_table, steps_table
from app.ui.controls import label, panel
from app.ui.dossier_page import ListPage, framed
from app.ui.form import Choice, DayEdit, Form, SumEdit, Words, line
from app.ui.table_view import TableView
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.ledger import Ledger

_SIDE = 300
_ID = Qt.ItemDataRole.UserRole


class CourtPage(ListPage):
    """The table is of cases; the steps of the chosen one stand under it."""

    def __init__(self, ledger: "Ledger", client_id: int, client: str, as_of: date) -> None:
        super().__init__(ledger, client_id, client, as_of)
        self.title = _("Court")
        self.action(_("Open a case…"), self.open, key="Ins", main=True)
        self.step_button = self.action(_("Add a step…"), self.step, row=True)
        self.details_button = self.action(_("Court and hearing…"), self.details, row=True)
        self.close_button = self.action(_("Close the case…"), self.close_case, row=True)
        self.right()
        self.table.opened.connect(lambda _row: self.details())
        self._numbers: dict[int, str] = {}
        self.steps = TableView()
        self.case_note = label("", "small", wrap=True)
        self.missing_box = QVBoxLayout()
        self._build()

    def reload(self) -> None:
        items = self.ledger.analysis.items(self.as_of, self.client_id)
        self._numbers = {item.invoice_id: item.number for item in items}
        self.show_table(cases_table(self.ledger.legal.cases(self.client_id), self.as_of))
        self._show_missing(self.ledger.legal.missing(self.client_id, self.as_of))

    def settle(self) -> None:
        """A closed case is only looked at."""
        super().settle()
        case = self._case()
        for made in (self.step_button, self.details_button, self.close_button):
            made.setEnabled(case is not None and case.closed_on is None)
        if hasattr(self, "steps"):
            self.steps.set_table(steps_table(case))
            self.case_note.setText(case_words(case, self._numbers) if case is not None else "")
            self.case_note.setVisible(bool(self.case_note.text()))

    def open(self) -> None:
        """Over which documents, led by whom."""
        items = [item for item in self.ledger.analysis.items(self.as_of, self.client_id) if item.days > 0]
        form = Form(self, _("New case"), self.client, _("Overdue documents are offered; untick what is not claimed."))
        owner = form.add("owner", _("Who leads"), Words(self.ledger.clients.managers()))
        day = form.add("day", _("Opened on"), DayEdit(self.ledger.today(), self.ledger.today()))
        documents = form.add("documents", _("Documents"), _ticks([
            (f"{item.number}, {formats.money_sign(item.balance)}, {formats.days(item.days)}", item.invoice_id)
            for item in items if item.balance > 0
        ]))  # fmt: skip
        documents.setMinimumHeight(theme().px(160))
        form.save = lambda: self.ledger.legal.open(self.client_id, _ticked(documents), owner.text(), day.needed())
        self.ask(form, _("The case is open."))

    def step(self) -> None:
        """What was done, what it cost."""
        from app.ledger.legal import NewStep

        case = self._case()
        if case is None:
            return
        form = Form(self, _("Step of the case"), self.client)
        order = list(Stage)
        following = order[min(order.index(case.stage) + 1, len(order) - 2)] if case.stage else Stage.CLAIM_SENT
        stages = [(stage_word(one), one) for one in Stage if one is not Stage.RESULT]
        stage = form.add("stage", _("Step"), Choice(stages, following))
        day = form.add("day", _("Date"), DayEdit(self.ledger.today(), self.ledger.today()))
        amount = form.add("amount", _("Sum, ₽"), SumEdit(), _("Claimed, ruled or received at this step."))
        costs = form.add("costs", _("Costs, ₽"), SumEdit())
        document = form.add("document", _("Paper"), line("", _("name, number and date")))
        note = form.add("note", _("Note"), line())
        form.save = lambda: self.ledger.legal.step(
            case.case_id,
            NewStep(stage.value(), day.needed(), amount.amount(), costs.amount(), document.text(), note.text()),
        )
        self.ask(form, _("The step is written."))

    def details(self) -> None:
        """Court, number, next hearing."""
        case = self._case()
        if case is None or case.closed_on is not None:
            return
        form = Form(self, _("Court and hearing"), self.client)
        courts = [one.court for one in self.ledger.legal.cases() if one.court]
        court = form.add("court", _("Court"), Words(courts, case.court))
        number = form.add("number", _("Case No."), line(case.number, _("e.g. А40-12345/2026")))
        hearing = form.add("hearing", _("Next hearing"), DayEdit(self.ledger.today(), case.next_hearing))
        note = form.add("note", _("Note"), line(case.note))
        form.save = lambda: self.ledger.legal.set_case(
            case.case_id, court=court.text(), number=number.text(), hearing=hearing.day(), note=note.text()
        )
        self.ask(form, _("The case is written."))

    def close_case(self) -> None:
        """How it ended, what came of it."""
        case = self._case()
        if case is None:
            return
        form = Form(self, _("End of the case"), self.client)
        result = form.add("result", _("Result"), line())
        received = form.add("received", _("Received, ₽"), SumEdit())
        day = form.add("day", _("Date"), DayEdit(self.ledger.today(), self.ledger.today()))

        def save() -> None:
            if not result.text().strip():
                raise BadValue(_("say how the case ended"))
            self.ledger.legal.close(case.case_id, result.text(), received.amount(), day.needed())

        form.save = save
        self.ask(form, _("The case is closed."))

    def _case(self) -> LegalCase | None:
        case = self.table.current()
        return case if isinstance(case, LegalCase) else None

    def _show_missing(self, found: tuple[Missing, ...]) -> None:
        while (item := self.missing_box.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not found:
            self.missing_box.addWidget(label(_("Everything is there: the suit can be filed."), "kept", wrap=True))
        for one in found:
            what, how = missing_words(one)
            self.missing_box.addWidget(_line(f"✕ {what}", "error"))
            self.missing_box.addWidget(_line(how, "small"))
        self.missing_box.addStretch(1)

    def _build(self) -> None:
        px = theme().px
        self.body.removeWidget(self.frame)
        self.body.removeWidget(self.note)
        self.note.setParent(None)
        left = QVBoxLayout()
        left.setSpacing(px(8))
        left.addWidget(self.frame, 2)
        left.addWidget(label(_("Steps of the case"), "strong"))
        left.addWidget(framed(self.steps), 3)
        left.addWidget(self.case_note)
        side = panel("strip")
        inside = QVBoxLayout(side)
        inside.setContentsMargins(px(12), px(10), px(6), px(10))
        inside.setSpacing(px(6))
        inside.addWidget(label(_("What is missing to file"), "strong", wrap=True))
        inside.addWidget(_scrolling(self.missing_box), 1)
        inside.addWidget(label(_("For reference: check with a lawyer."), "small", wrap=True))
        side.setFixedWidth(px(_SIDE))
        both = QHBoxLayout()
        both.setSpacing(px(10))
        both.addLayout(left, 1)
        both.addWidget(side)
        self.body.addLayout(both, 1)
        self.settle()


def _line(words: str, role: str) -> QLabel:
    return label(words, role, wrap=True)


def _scrolling(box: QVBoxLayout) -> QScrollArea:
    frame = QFrame()
    frame.setLayout(box)
    box.setContentsMargins(0, 0, theme().px(6), 0)
    box.setSpacing(theme().px(4))
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(frame)
    scroll.viewport().setAutoFillBackground(False)
    frame.setAutoFillBackground(False)
    return scroll


def _ticks(offered: list[tuple[str, int]]) -> QListWidget:
    out = QListWidget()
    for text, value in offered:
        item = QListWidgetItem(text, out)
        item.setData(_ID, value)
        item.setCheckState(Qt.CheckState.Checked)
    return out


def _ticked(listed: QListWidget) -> list[int]:
    items = [listed.item(row) for row in range(listed.count())]
    return [int(item.data(_ID)) for item in items if item.checkState() is Qt.CheckState.Checked]
