"""«Записать звонок»: one call in ten seconds, by keyboard alone.

Days are typed as «25.11», «+3», «пт», sums as «200 тыс»; what was understood stands beside the field at once,
and what was not is said in words. A phrase of evasion is recognised while it is typed: «темнит» stands beside it, and
below what to answer. Enter saves, Esc leaves. Files may be attached, dropped on
the form too: the mouse has them, the keys of a call stay as many.
"""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app import formats
from app.domain.calendar import WorkCalendar
from app.domain.money import BadValue
from app.domain.reasons import Phrase, Reason, recognise, unanswered
from app.domain.scripts import answer_to
from app.domain.work import Channel, Contact, NewContact
from app.errors import AppError
from app.i18n import _
from app.reports.table import Tone
from app.reports.wording import channel_word
from app.reports.work_tables import evasion_name
from app.ui.controls import Chip, button, label
from app.ui.messages import show_error
from app.ui.talk_files import TalkFiles, dropped
from app.ui.theme import theme
from app.ui.typed import parse_day, parse_sum, weekday

_ALL = ("все", "всё", "all")


class CallForm(QDialog):
    """Fill, then ``save(NewContact)`` is called with what was typed; the form closes when it returns.

    ``debt`` (kopecks) is what «всё» means as a promised sum. An ``AppError`` of ``save`` is shown and the
    form stays open with everything typed. ``reasons`` of the delay are offered with what to do about each; ``phrases``
    are recognised as evasions.
    """

    def __init__(
        self,
        parent: QWidget | None,
        client_id: int,
        client: str,
        today: date,
        save: Callable[[NewContact], object],
        *,
        debt: int = 0,
        results: Sequence[str] = (),
        managers: Sequence[str] = (),
        people: Sequence[str] = (),
        reasons: Sequence[Reason] = (),
        phrases: Sequence[Phrase] = (),
        calendar: WorkCalendar | None = None,
    ) -> None:
        super().__init__(parent)
        self._client_id, self._today, self._save_contact, self._debt = client_id, today, save, debt
        self._at = today
        self._next_touched = False
        self._calendar = calendar or WorkCalendar()
        self._reasons, self._phrases = tuple(reasons), tuple(phrases)
        self.setWindowTitle(_("Log a call"))
        self.setMinimumWidth(theme().px(520))
        self.outcome = _combo(results, _("Outcome"))
        self.person = _combo(people, _("With whom"))
        self.channel = QComboBox()
        for channel in Channel:
            self.channel.addItem(channel_word(channel), channel.value)
        self.channel.setAccessibleName(_("How"))
        self.manager = _combo(managers, _("Who"))
        self.due = _line(_("Promised date"), _("25.11, +3, fri"))
        self.amount = _line(_("Promised sum"), _("200 k, or «all»"))
        self.next = _line(_("Next contact"), _("25.11, +3, fri"))
        self.reason = QComboBox()
        self.reason.addItem(formats.DASH, "")
        for one in self._reasons:
            self.reason.addItem(one.title, one.key)
        self.reason.setAccessibleName(_("Reason of the delay"))
        self.asked = _line(_("Part asked for"), _("200 k"))
        self.note = _line(_("Note"), "")
        self.files = TalkFiles()
        self.evasion = Chip()
        self.evasion.show_word("", Tone.NONE)
        self._hints = {field: label("", "muted") for field in (self.due, self.amount, self.next, self.asked)}
        self._advice = label("", "small", wrap=True)
        self._advice.setVisible(False)
        self._fault = label("", "error", wrap=True)
        self._ok = button(_("Save"), self.accept, "accent")
        self._ok.setDefault(True)
        self._build(client)
        for field in (self.due, self.amount, self.next, self.asked):
            field.textChanged.connect(self._check)
        self.outcome.editTextChanged.connect(lambda _text: self._advise())
        self.note.textChanged.connect(lambda _text: self._advise())
        self.reason.currentIndexChanged.connect(lambda _index: self._advise())
        self.next.textEdited.connect(self._touch_next)
        self.due.editingFinished.connect(self._suggest_next)
        self.outcome.setFocus()
        self._check()

    def set_channel(self, channel: Channel) -> None:
        """Start with another way of speaking."""
        self.channel.setCurrentIndex(self.channel.findData(channel.value))

    def start_with(self, outcome: str) -> None:
        """An outcome to begin with; typing replaces it."""
        self.outcome.setEditText(outcome)
        line = self.outcome.lineEdit()
        if line is not None:
            line.selectAll()

    def advice(self) -> str:
        """What to answer or to do, as shown."""
        return self._advice.text()

    def set_manager(self, name: str) -> None:
        """Who speaks, usually the client's manager."""
        self.manager.setEditText(name)

    def save_with(self, save: Callable[[NewContact], object]) -> None:
        """Where the contact goes instead."""
        self._save_contact = save

    def load(self, contact: Contact) -> None:
        """Show a recorded contact for mending."""
        self._at = contact.at
        self._next_touched = True
        self.set_channel(contact.channel)
        self.set_manager(contact.manager)
        self.outcome.setEditText(contact.result)
        self.person.setEditText(contact.person)
        self.note.setText(contact.note)
        self._show_reason(contact.reason)
        if contact.asked:
            self.asked.setText(formats.money(contact.asked))
        if contact.next_contact is not None:
            self.next.setText(formats.day(contact.next_contact))
        if contact.promise is not None:
            self.due.setText(formats.day(contact.promise.due))
            self.amount.setText(formats.money(contact.promise.amount))
        self.files.show_kept(contact.files)

    def contact(self) -> NewContact:
        """What is typed. Raises ``BadValue`` in words when a field cannot be understood."""
        due, amount = self._day(self.due), self._sum()
        if (due is None) != (amount is None):
            raise BadValue(_("a promise needs both a day and a sum"))
        return NewContact(
            client_id=self._client_id,
            at=self._at,
            channel=Channel(self.channel.currentData()),
            manager=self.manager.currentText().strip(),
            person=self.person.currentText().strip(),
            result=self.outcome.currentText().strip(),
            note=self.note.text().strip(),
            next_contact=self._day(self.next),
            promise_due=due,
            promise_amount=amount,
            reason=str(self.reason.currentData() or ""),
            asked=parse_sum(self.asked.text()),
            files=self.files.paths(),
            unfiled=self.files.unfiled(),
        )

    def understood(self, field: QLineEdit) -> str:
        """The words beside a field."""
        return self._hints[field].text()

    def fault(self) -> str:
        """What is wrong now, in words; empty when it can be saved."""
        return self._fault.text()

    def accept(self) -> None:
        """Enter and «Сохранить»."""
        self._suggest_next()
        try:
            contact = self.contact()
            if not contact.result and not contact.note and contact.promise_due is None:
                raise BadValue(_("say what came of it: an outcome, a promise or a note"))
        except BadValue as error:
            self._tell(str(error))
            return
        try:
            self._save_contact(contact)
        except AppError as error:
            show_error(self, error)
            return
        super().accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped anywhere on the form."""
        if dropped(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.files.add(paths)

    def _grow(self) -> None:
        """Names that go on in another line make the form higher."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def _build(self, client: str) -> None:
        px = theme().px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(8))
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(2, px(130))
        rows: tuple[tuple[str, QWidget], ...] = (
            (_("Outcome"), self.outcome),
            (_("With whom"), self.person),
            (_("Promised date"), self.due),
            (_("Promised sum"), self.amount),
            (_("Next contact"), self.next),
            (_("Reason of the delay"), self.reason),
            (_("Part asked for"), self.asked),
            (_("Note"), self.note),
            (_("Who"), self.manager),
            (_("How"), self.channel),
        )
        for number, (name, field) in enumerate(rows):
            grid.addWidget(label(name, "muted"), number, 0)
            hint: QWidget | None = self.evasion if field is self.outcome else None
            if isinstance(field, QLineEdit):
                hint = self._hints.get(field)
            grid.addWidget(field, number, 1, 1, 1 if hint is not None else 2)
            if hint is not None:
                grid.addWidget(hint, number, 2)
        grid.addWidget(label(_("Files"), "muted"), len(rows), 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.files, len(rows), 1, 1, 2)
        foot = QHBoxLayout()
        foot.addWidget(label(_("Enter saves, Esc cancels"), "small"), 1)
        foot.addWidget(button(_("Cancel"), self.reject))
        foot.addWidget(self._ok)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(16), px(20), px(16))
        layout.setSpacing(px(12))
        layout.addWidget(label(client, "title"))
        layout.addLayout(grid)
        layout.addWidget(self._advice)
        layout.addWidget(self._fault)
        layout.addLayout(foot)
        for (_name, before), (_next, after) in pairwise(rows):
            self.setTabOrder(before, after)
        self.setTabOrder(self._ok, self.files.attach)
        self.files.changed.connect(self._grow)
        self.setAcceptDrops(True)

    def _day(self, field: QLineEdit) -> date | None:
        return parse_day(field.text(), self._today)

    def _sum(self) -> int | None:
        text = self.amount.text().strip()
        if text.casefold() in _ALL and self._debt > 0:
            return self._debt
        return parse_sum(text)

    def _check(self) -> None:
        """Say beside each field what was understood, or below what was not."""
        faults = [
            self._understood(self.due, lambda: self._day(self.due), must_come=True),
            self._understood(self.amount, self._sum),
            self._understood(self.next, lambda: self._day(self.next), must_come=True),
            self._understood(self.asked, lambda: parse_sum(self.asked.text())),
        ]
        self._tell(next((fault for fault in faults if fault), ""))

    def _understood(self, field: QLineEdit, read: Callable[[], date | int | None], *, must_come: bool = False) -> str:
        fault, words = "", ""
        try:
            value = read()
        except BadValue as error:
            fault = f"{field.accessibleName()}: {error}"
        else:
            if isinstance(value, date):
                words = f"{weekday(value)}, {formats.day(value)}"
                if must_come and value < self._at:
                    fault = _("{field}: this day has passed").format(field=field.accessibleName())
            elif value is not None:
                words = formats.money_sign(value)
        self._hints[field].setText(words)
        _mark(field, bad=bool(fault))
        return fault

    def _tell(self, fault: str) -> None:
        self._fault.setText(fault[:1].upper() + fault[1:])

    def _advise(self) -> None:
        """An evasion is named, with what to answer; a reason says what is done about it."""
        said = f"{self.outcome.currentText()}. {self.note.text()}"
        found = recognise(said, self._phrases)
        parts = [answer_to(found.kind)] if found is not None else []
        if found is None and unanswered(self.outcome.currentText()):
            self.evasion.show_word(_("no talk"), Tone.GREY)
            parts.append(_("Nobody answered: the client is on the list again on the next working day."))
        else:
            self.evasion.show_word(evasion_name(found.kind) if found is not None else "", Tone.YELLOW)
        reason = next((one for one in self._reasons if one.key == self.reason.currentData()), None)
        if reason is not None and reason.actions:
            parts.append(_("What to do: {actions}.").format(actions="; ".join(reason.actions)))
        self._advice.setText("\n".join(parts))
        self._advice.setVisible(bool(parts))

    def _show_reason(self, key: str) -> None:
        """Choose a reason; one that is not offered any more is kept under its key."""
        if key and self.reason.findData(key) < 0:
            self.reason.addItem(key, key)
        self.reason.setCurrentIndex(max(0, self.reason.findData(key)))

    def _touch_next(self) -> None:
        self._next_touched = True

    def _suggest_next(self) -> None:
        """A promise asks for a look on the working day after it, unless the person said otherwise."""
        if self._next_touched or self.next.text():
            return
        try:
            due = self._day(self.due)
        except BadValue:
            return
        if due is not None and due >= self._at:
            self.next.setText(formats.day(self._calendar.add(due, 1)))


def _combo(choices: Sequence[str], name: str) -> QComboBox:
    """A field with suggestions; anything else may be typed."""
    out = QComboBox()
    out.setEditable(True)
    out.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    out.addItems(list(choices))
    out.setCurrentIndex(-1)
    out.setEditText("")
    out.setAccessibleName(name)
    line = out.lineEdit()
    if line is not None:
        line.setAcceptDrops(False)  # a file dropped on a field goes to the form, not into its text
    completer = out.completer()
    if completer is not None:
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    return out


def _line(name: str, placeholder: str) -> QLineEdit:
    out = QLineEdit()
    out.setAccessibleName(name)
    out.setPlaceholderText(placeholder)
    out.setAcceptDrops(False)  # a file dropped on a field goes to the form
    return out


def _mark(field: QLineEdit, *, bad: bool) -> None:
    if field.property("bad") != bad:
        field.setProperty("bad", bad)
        field.style().unpolish(field)
        field.style().polish(field)
