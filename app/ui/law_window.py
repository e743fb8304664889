"""«Справочники права»: the key rate of the Bank of Russia and working days, shipped and extended by hand."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app import formats
from app.i18n import _
from app.reports.legal_tables import RateRow, rates_table
from app.ui.choice import choice
from app.ui.controls import button, label, panel
from app.ui.form import DayEdit, Form, line
from app.ui.messages import done, undone
from app.ui.table_view import TableView
from app.ui.theme import theme
from app.ui.toast import Toast
from app.ui.year_calendar import YearCalendar

if TYPE_CHECKING:
    from app.ledger import Ledger

RATES, DAYS = range(2)


class LawWindow(QDialog):
    """Every change is undone by Ctrl+Z."""

    def __init__(self, parent: QWidget | None, ledger: "Ledger") -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Key rate and working days"))
        self.ledger = ledger
        self.rates = TableView()
        self.known = label("", "", wrap=True)
        self.calendar = YearCalendar()
        self.year_words = label("", "title")
        self.day_words = label("", "muted", wrap=True)
        self.stack = QStackedWidget()
        self.notice = Toast(self)
        self._year = ledger.today().year
        self._build()
        QShortcut(QKeySequence.StandardKey.Undo, self).activated.connect(self.undo)
        self.rates.current_changed.connect(lambda _row: self._settle())
        self.calendar.turned.connect(self.turn_day)
        self.calendar.moved.connect(lambda day: self.day_words.setText(self.calendar.words(day)))
        self.reload()
        self.calendar.go(ledger.today())

    def show_page(self, page: int) -> None:
        """Rates or days."""
        self.choices[page].setChecked(True)
        self.stack.setCurrentIndex(page)
        (self.rates if page == RATES else self.calendar).setFocus()

    def show_year(self, year: int) -> None:
        """Another year of the calendar."""
        self._year = max(1990, min(2100, year))
        self._show_calendar()

    def reload(self) -> None:
        """Read the book again."""
        table = self.ledger.law.rates()
        self.rates.set_table(rates_table(table, self.ledger.law.own_rates()))
        if self.rates.current() is None:
            self.rates.select_row(0)
        words = _("The newest rate is confirmed on {day}. Days after it are counted by it with a warning.")
        self.known.setText(words.format(day=formats.day(table.known_until)))
        self._show_calendar()
        self._settle()

    def add_rate(self) -> None:
        """A decision of the Bank of Russia."""
        today = self.ledger.today()
        form = Form(self, _("Add a rate"), "", _("As published by the Bank of Russia, from its first day."))
        since = form.add("since", _("In force from"), DayEdit(today))
        percent = form.add("percent", _("Key rate, %"), line("", _("e.g. 13,5")))
        form.save = lambda: self.ledger.law.add_rate(since.needed(), percent.text())
        if form.ask():
            self._said(_("The rate is added."))

    def confirm_rate(self) -> None:
        """The newest rate is still in force."""
        today = self.ledger.today()
        newest = self.ledger.law.rates().rates[-1]
        heading = _("{percent} from {day} is still in force").format(
            percent=formats.percent(newest[1], 2), day=formats.day(newest[0])
        )
        form = Form(self, _("Confirm the rate"), heading)
        day = form.add("day", _("Confirmed on"), DayEdit(today, today))
        form.save = lambda: self.ledger.law.confirm_rates(day.needed())
        if form.ask():
            self._said(_("The rate is confirmed."))

    def drop_rate(self) -> None:
        """A rate added by mistake."""
        row = self.rates.current()
        if isinstance(row, RateRow) and row.own:
            self._do(lambda: self.ledger.law.drop_rate(row.since), _("The rate is removed."))

    def turn_day(self, day: date) -> None:
        """A working day becomes a day off, a day off a working one."""
        works = not self.ledger.law.calendar().works(day)
        words = _("{day} is a working day.") if works else _("{day} is a day off.")
        self._do(lambda: self.ledger.law.set_day(day, works=works), words.format(day=formats.day(day)))

    def undo(self) -> None:
        """Ctrl+Z: take back the last action of work or policy."""
        if words := undone(self, self.ledger):
            self.reload()
            self.notice.say(words)

    def _do(self, act: Callable[[], object], words: str) -> None:
        if done(self, act):
            self._said(words)

    def _said(self, words: str) -> None:
        self.reload()
        self.notice.say(words, _("Undo"), self.undo)

    def _settle(self) -> None:
        row = self.rates.current()
        self.drop_button.setEnabled(isinstance(row, RateRow) and row.own)

    def _show_calendar(self) -> None:
        calendar = self.ledger.law.calendar()
        self.calendar.show_year(self._year, calendar, self.ledger.law.own_days())
        count = calendar.between(date(self._year - 1, 12, 31), date(self._year, 12, 31))
        words = _("{year}: {n} working days").format(year=self._year, n=count)
        self.year_words.setText(words)
        if not calendar.knows(date(self._year, 6, 1)):
            self.day_words.setText(_("The program has no table of this year: only Saturdays and Sundays are off."))
        else:
            self.day_words.setText(self.calendar.words(self.calendar.day))

    def _build(self) -> None:
        px = theme().px
        group = QButtonGroup(self)
        rates = choice(group, _("Key rate"), lambda: self.show_page(RATES))
        days = choice(group, _("Calendar of working days"), lambda: self.show_page(DAYS))
        self.choices = (rates, days)
        rates.setChecked(True)
        head = QHBoxLayout()
        head.setSpacing(px(8))
        for made in self.choices:
            made.setAutoDefault(False)
            head.addWidget(made)
        head.addStretch(1)
        close = button(_("Close"), self.reject)
        close.setAutoDefault(False)
        head.addWidget(close)
        self.stack.addWidget(self._rates_page())
        self.stack.addWidget(self._days_page())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(18), px(14), px(18), px(14))
        layout.setSpacing(px(10))
        layout.addLayout(head)
        layout.addWidget(self.stack, 1)
        room = self.screen().availableGeometry()
        self.resize(min(px(860), room.width() - px(40)), min(px(640), room.height() - px(60)))

    def _rates_page(self) -> QWidget:
        px = theme().px
        add = button(_("Add a rate…"), self.add_rate, "accent")
        confirm = button(_("Still in force…"), self.confirm_rate)
        self.drop_button = button(_("Remove"), self.drop_rate)
        bar = QHBoxLayout()
        bar.setSpacing(px(8))
        for made in (add, confirm, self.drop_button):
            made.setAutoDefault(False)
            bar.addWidget(made)
        bar.addStretch(1)
        frame = panel()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.rates)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(8))
        layout.addLayout(bar)
        layout.addWidget(self.known)
        layout.addWidget(frame, 1)
        for keys, act in (("Ins", self.add_rate), ("Del", self.drop_rate)):
            shortcut = QShortcut(QKeySequence(keys), page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        return page

    def _days_page(self) -> QWidget:
        px = theme().px
        before = button("", lambda: self.show_year(self._year - 1), "flat", "previous")
        after = button("", lambda: self.show_year(self._year + 1), "flat", "next")
        before.setAccessibleName(_("Year before"))
        after.setAccessibleName(_("Year after"))
        turn = button(_("Turn the day"), lambda: self.turn_day(self.calendar.day))
        turn.setToolTip(_("A working day becomes a day off and back (space)"))
        bar = QHBoxLayout()
        bar.setSpacing(px(8))
        for made in (before, after, turn):
            made.setAutoDefault(False)
        for widget in (before, self.year_words, after, turn):
            bar.addWidget(widget)
        bar.addStretch(1)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(8))
        layout.addLayout(bar)
        layout.addWidget(self.calendar, 1)
        layout.addWidget(self.day_words)
        words = _(
            "Red: a day off in the week; yellow: a working Saturday or Sunday; bold: set by hand. Due dates, calls and"
            " promises follow this calendar."
        )
        layout.addWidget(label(words, "small", wrap=True))
        return page
