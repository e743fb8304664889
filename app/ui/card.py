"""The debt card reads as an answer: who, how bad, what is owed, what was promised, what comes next."""

from datetime import timedelta
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app import formats
from app.domain.aging import Zone
from app.domain.client import ClientCard
from app.domain.traits import Trait
from app.domain.work import Channel, Contact, PromiseState
from app.domain.worklist import WorkLine
from app.i18n import _, ngettext
from app.reports import wording
from app.reports.client_tables import contacts_table, items_table
from app.reports.table import ZONE_TONE, Tone
from app.reports.work_tables import ALARMING, work_words
from app.ui.about_client import AboutClient
from app.ui.chart_loader import charts
from app.ui.controls import Chip, Elided, button, label, panel, say
from app.ui.figure_view import FigureView
from app.ui.loose_money import LooseMoneyLine
from app.ui.stop_chips import StopChips
from app.ui.table_view import TableView
from app.ui.talk_files import offer_files
from app.ui.theme import theme
from app.ui.work_acts import Do, first_step

_CHART_HEIGHT = 168
_CHART_FROM = 640
_FACTS_FROM = 430
_CHART_WEEKS = 8  # two bars of four weeks each


class CardView(QFrame):
    """``call_wanted(Channel)``: record a contact; ``contact_opened(Contact)``: mend one;
    ``contact_dropped(Contact)``: delete one; ``file_wanted(Attachment)``: open a file of one;
    ``letter_wanted(LetterKind)``: write a paper; ``step_wanted(Do)``: what
    the work list asks."""

    call_wanted = Signal(object)
    step_wanted = Signal(object)
    contact_opened = Signal(object)
    contact_dropped = Signal(object)
    file_wanted = Signal(object)
    merge_wanted = Signal()
    split_wanted = Signal()
    payments_wanted = Signal()
    dossier_wanted = Signal()
    letter_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.card: ClientCard | None = None
        self.name = Elided("", "title")
        self.chips = (Chip(), Chip())
        self.stops = StopChips()
        self._head, self._under = QHBoxLayout(), QHBoxLayout()
        self._below = False
        self.facts = label("", "muted", wrap=True)
        self.about = AboutClient()
        self.loose = LooseMoneyLine()
        self.loose.wanted.connect(self.payments_wanted)
        self.call = button(_("Log a call"), lambda: self.call_wanted.emit(Channel.CALL), "accent")
        self.call.setToolTip(_("Log a call (Ctrl+N)"))
        self.dossier = button(_("Client's file"), self.dossier_wanted.emit)
        self.dossier.setToolTip(_("People, contracts, check, disputes, court (F4)"))
        self.letter = button(_("Letter") + " ▾")
        self.letter.setMenu(self._letters())
        self.letter.setToolTip(_("A reminder, a claim, an act of reconciliation and other papers"))
        self.more = button("⋯", None, "flat")
        self.more.setToolTip(_("Change, merge or split the client"))
        self.more.setAccessibleName(_("Change, merge or split the client"))
        self.more.setMenu(self._menu())
        self.items = TableView(short_dates=True)
        self.contacts = TableView(short_dates=True)
        self.history = Elided("", "muted")
        self.note = Elided("", "small")
        self.figure = FigureView()
        self._chart_box = panel("strip")
        self._no_chart = label(_("The chart appears after eight weeks of reports"), "small", wrap=True)
        self._step = label("", wrap=True)
        self._step_call = button("", self._take_step)
        self._step_off = button(_("Put off"), lambda: self.step_wanted.emit(Do.PUT_OFF))
        self._step_channel = Channel.CALL
        self._step_do: Do | None = None
        self._strip = panel("strip")
        self._nothing = label("", "muted", wrap=True)
        self._body = QWidget()
        self._build()
        self.contacts.opened.connect(self.contact_opened)
        self.contacts.grid.installEventFilter(self)
        offer_files(self.contacts, self.file_wanted.emit)
        charts().ready.connect(self._draw)
        theme().changed.connect(self._draw)
        self.show_nothing("")

    def show_nothing(self, words: str) -> None:
        """No client: say why."""
        self.card = None
        self._nothing.setText(words)
        self._nothing.setVisible(True)
        self._body.setVisible(False)

    def show_card(self, card: ClientCard, line: WorkLine | None = None) -> None:
        """Another client, or the same one after a change. ``line``: what the work list says of it today."""
        self.card = card
        self._nothing.setVisible(False)
        self.name.set_text(card.client.name)
        self._show_chips(card)
        self.facts.setText(facts_of(card))
        self.about.show_client(card.traits, card.holding)
        self.loose.show_card(card)
        documents = items_table(card.items, card.rules)
        self.items.set_table(documents)
        self.note.set_text(documents.note)
        self.contacts.set_table(contacts_table(card.contacts, files=True))
        self.history.set_text(history_of(card))
        self._show_step(card, line)
        self._body.setVisible(True)
        self._fit()
        QTimer.singleShot(0, self._fit)  # a first card is measured before the window has laid itself out
        self._draw()

    def step_text(self) -> str:
        """The next step in words."""
        return self._step.text()

    def _show_chips(self, card: ClientCard) -> None:
        line = card.line
        zone, advance = self.chips
        if line.zone is not Zone.NONE:
            words = f"{wording.zone_name(line.zone)}, {formats.days(line.max_days)}"
            zone.show_word(words, ZONE_TONE[line.zone])
        elif line.overdue:
            zone.show_word(_("overdue {days}").format(days=formats.days(line.max_days)), Tone.NONE)
        else:
            zone.show_word(_("no overdue debts") if line.total else _("no debt"), Tone.NONE)
        sum_text = formats.roubles_sign(line.advances)
        advance.show_word(_("advance {sum}").format(sum=sum_text) if line.advances else "", Tone.NONE)

    def _show_step(self, card: ClientCard, line: WorkLine | None) -> None:
        """The same as the work list says, with the same button; without a line, what the debt itself asks."""
        text, urgent, self._step_channel = next_step(card)
        words = {Channel.CALL: _("Log a call"), Channel.LETTER: _("Log a letter")}
        button_words = words.get(self._step_channel, _("Log a contact"))
        shown = urgent or card.line.overdue > 0 or card.next_contact is not None
        self._step_do = None
        if line is not None:
            text, urgent, shown = work_words(line), line.actions[0].kind in ALARMING, True
            self._step_do, button_words = first_step(line)
        self._step.setText(text)
        say(self._step, "error" if urgent else "")
        self._step_call.setVisible(shown)
        self._step_call.setText(button_words)
        self._step_off.setVisible(line is not None)
        self._strip.updateGeometry()  # at once: ``_fit`` measures the layout around it

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(_("Payments of the client"), self.payments_wanted.emit)
        menu.addAction(_("What is known of the client…"), self.about.edit_wanted.emit)
        menu.addAction(_("Merge with…"), self.merge_wanted.emit)
        menu.addAction(_("Split…"), self.split_wanted.emit)
        return menu

    def _letters(self) -> QMenu:
        """Kinds of papers, filled in when it is first opened."""
        menu = QMenu(self)

        def fill() -> None:
            from app.ui.letter_preview import fill_letters

            if menu.isEmpty():
                fill_letters(menu, self.letter_wanted.emit)

        menu.aboutToShow.connect(fill)
        return menu

    def _take_step(self) -> None:
        if self._step_do is not None:
            self.step_wanted.emit(self._step_do)
        else:
            self.call_wanted.emit(self._step_channel)

    def _build(self) -> None:
        px = theme().px
        head, under = self._head, self._under
        head.setSpacing(px(10))
        under.setSpacing(px(6))
        under.addWidget(self.stops, 1)
        under.addStretch(0)
        head.addWidget(self.name)
        for chip in self.chips:
            head.addWidget(chip)
        head.addStretch(1)
        head.addWidget(self.dossier)
        head.addWidget(self.call)
        head.addWidget(self.more)
        chart = QVBoxLayout(self._chart_box)
        chart.setContentsMargins(px(2), px(2), px(2), px(2))
        chart.addWidget(self.figure)
        self._no_chart.setAlignment(Qt.AlignmentFlag.AlignCenter)
        chart.addWidget(self._no_chart)
        top = QHBoxLayout()
        top.setSpacing(px(10))
        top.addWidget(self.items, 1)
        top.addWidget(self._chart_box, 0, Qt.AlignmentFlag.AlignTop)
        title = QHBoxLayout()
        title.setSpacing(px(10))
        title.addWidget(label(_("Contact history"), "strong"))
        title.addWidget(self.history, 1)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(px(6))
        body.addLayout(head)
        body.addLayout(under)
        body.addWidget(self.facts)
        body.addWidget(self.about)
        body.addWidget(self.loose)
        body.addSpacing(px(4))
        body.addLayout(top)
        body.addWidget(self.note)
        body.addSpacing(px(4))
        body.addLayout(title)
        body.addWidget(self.contacts)
        body.addSpacing(px(4))
        self._fill_strip()
        body.addWidget(self._strip)
        body.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(14), px(10), px(14), px(12))
        layout.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._body, 1)

    def _fill_strip(self) -> None:
        px = theme().px
        layout = QHBoxLayout(self._strip)
        layout.setContentsMargins(px(12), px(10), px(12), px(10))
        layout.setSpacing(px(10))
        layout.addWidget(label(_("Next step"), "strong"))
        layout.addWidget(self._step, 1)
        layout.addWidget(self._step_off)
        layout.addWidget(self.letter)
        layout.addWidget(self._step_call)

    def minimumSizeHint(self) -> QSize:
        """Small: the tables give way, and the window may always be made smaller again."""
        return QSize(theme().px(420), theme().px(320))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _seat_chips(self, width: int) -> None:
        """The name is read whole: chips that would cut it stand in the line below."""
        beside = (self.name, *self.chips, self.dossier, self.call, self.more)
        wanted = sum(one.sizeHint().width() + theme().px(10) for one in beside if not one.isHidden())
        if (wanted > width) is not self._below:
            self._below = wanted > width
            for place, chip in enumerate(self.chips):
                (self._under if self._below else self._head).insertWidget(place if self._below else place + 1, chip)

    def _fit(self) -> None:
        """Tables as high as their rows while there is room; beyond that they scroll."""
        layout = self._body.layout()
        if layout is None or self.card is None:
            return
        px = theme().px
        width = self.contentsRect().width() - px(28)
        self._seat_chips(width)
        roomy = width >= px(_CHART_FROM)
        self._chart_box.setVisible(roomy)
        self._chart_box.setFixedWidth(min(max(width * 36 // 100, px(240)), px(560)))
        tight = self.contentsRect().height() < px(_FACTS_FROM)
        self.facts.setVisible(not tight)
        self.about.setVisible(not tight and self.card.traits is not None)
        self.note.setVisible(bool(self.note.whole()) and not tight)
        tables = self.items.height() + self.contacts.height()
        taken = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()
        room = self.contentsRect().height() - px(22) - (taken - tables)
        row = self.items.lines.height
        least = px(_CHART_HEIGHT) if roomy else 4 * row
        items, contacts = max(self.items.fitting_height(), least), self.contacts.fitting_height()
        if items + contacts > room:
            items = max(least, min(items, room - min(contacts, room * 45 // 100)))
            contacts = max(min(contacts, room - items), 2 * row)
        self.items.setFixedHeight(items)
        self.contacts.setFixedHeight(contacts)
        self._chart_box.setFixedHeight(min(items, px(240)))

    def _draw(self) -> None:
        """The chart, once matplotlib has been loaded in the background."""
        card = self.card
        if card is None:
            return
        enough = len(card.series.points) >= _CHART_WEEKS
        self.figure.setVisible(enough)
        self._no_chart.setVisible(not enough)
        if enough and charts().loaded:
            self.figure.show_figure(charts().client_chart(card.series))

    def eventFilter(self, watched: Any, event: Any) -> bool:  # noqa: ANN401 - Qt gives any object
        """Delete on a contact drops it; the toast brings it back."""
        if watched is self.contacts.grid and isinstance(event, QKeyEvent):
            pressed = event.type() is QKeyEvent.Type.KeyPress and event.key() == Qt.Key.Key_Delete
            contact = self.contacts.current()
            if pressed and isinstance(contact, Contact):
                self.contact_dropped.emit(contact)
                return True
        return super().eventFilter(watched, event)


def facts_of(card: ClientCard) -> str:
    """One line: manager, terms, habit of paying, taxpayer number."""
    client = card.client
    parts = [client.manager or _("no manager"), client.terms]
    risk = card.traits.text(Trait.RISK) if card.traits else ""
    if risk:
        parts.append(_("category {letter}").format(letter=risk))
    if card.mean_delay is not None:
        parts.append(_habit(card.mean_delay))
    order, share = (card.traits.text(trait) if card.traits else "" for trait in (Trait.AVG_ORDER, Trait.CORE_SHARE))
    if order or client.avg_order:
        parts.append(_("average order {sum}").format(sum=order or formats.roubles_sign(client.avg_order or 0)))
    if share or client.core_share:
        parts.append(_("core assortment {share}").format(share=share or client.core_share))
    if client.inn:
        parts.append(_("INN {inn}").format(inn=client.inn))
    return " · ".join(part for part in parts if part)


def _habit(delay: int) -> str:
    if delay > 0:
        return _("pays {days} late on average").format(days=formats.days(delay))
    if delay < 0:
        return _("pays {days} early on average").format(days=formats.days(-delay))
    return _("pays on the due date on average")


def history_of(card: ClientCard) -> str:
    """``обещал 6 раз, сдержал 2``; the kept ones of those that could be judged."""
    record = card.promises
    if not record.made:
        return "" if not card.contacts else _("promised nothing yet")
    made = ngettext("promised {n} time", "promised {n} times", record.made).format(n=record.made)
    parts = [made, _("kept {n}").format(n=record.kept)]
    if record.open:
        parts.append(_("waiting for {n}").format(n=record.open))
    return ", ".join(parts)


def next_step(card: ClientCard) -> tuple[str, bool, Channel]:
    """What to do now in words, whether it is late, and how it will be done."""
    parts: list[str] = []
    late = False
    due = card.next_contact
    if due is not None and due < card.as_of:
        late = True
        passed = formats.days((card.as_of - due).days)
        parts.append(_("contact was due on {day}, {days} ago").format(day=formats.short_day(due), days=passed))
    elif due is not None:
        today = due == card.as_of
        words = _("contact today") if today else _("contact on {day}").format(day=formats.short_day(due))
        parts.append(words)
    waiting = [c.promise for c in card.contacts if c.promise and c.promise.state is PromiseState.OPEN]
    if waiting:
        promise = min(waiting, key=lambda one: one.due)
        if promise.due >= card.as_of - timedelta(days=7):
            sum_text = formats.roubles_sign(promise.amount)
            day = formats.short_day(promise.due)
            parts.append(_("waiting for {sum} by {day}").format(sum=sum_text, day=day))
    if card.line.overdue:
        parts.append(wording.measure_in_full(card.line.zone))
    if not parts:
        parts.append(_("nothing is overdue, no action needed") if card.line.total else _("no debt"))
    text = "; ".join(parts)
    channel = Channel.LETTER if card.line.zone in (Zone.GREY, Zone.YELLOW) else Channel.CALL
    return text[:1].upper() + text[1:], late, Channel.CALL if due is not None else channel
