"""The client to call, read in five seconds: whom to ask for, how bad, why today, what to say, what was promised."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from app import formats
from app.domain.scripts import answer_to, script
from app.i18n import _
from app.reports import wording
from app.reports.client_tables import contacts_table, items_table
from app.reports.dossier_words import part_word, preference_words, role_word
from app.reports.table import ZONE_TONE, Tone
from app.reports.work_tables import ALARMING, action_word, evasion_word, record_words, score_words, why
from app.ui.controls import Chip, Elided, button, label, panel
from app.ui.new_call import working
from app.ui.table_view import TableView
from app.ui.talk_files import offer_files
from app.ui.theme import theme
from app.ui.work_acts import Do, doing

if TYPE_CHECKING:
    from app.domain.aging import AgingRules
    from app.domain.client import ClientInfo
    from app.domain.debt import OpenItem
    from app.domain.dossier import Person, Preferences
    from app.domain.reasons import Reason
    from app.domain.work import Contact
    from app.domain.worklist import Action, WorkLine
    from app.ledger import Ledger

_TALKS = 4
_DOCUMENTS = 8
_LEAST = 340
_LEFT_OUT = ("manager", "channel", "person")
"""Columns of talks that stay on the card: here what was said and promised is what counts."""


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything about a line that stands before the eyes during a call."""

    row: WorkLine
    client: ClientInfo
    people: tuple[Person, ...]
    wishes: Preferences
    contacts: tuple[Contact, ...]
    items: tuple[OpenItem, ...]
    rules: AgingRules
    reason: Reason | None
    company: str
    report: date | None


def read_brief(ledger: Ledger, row: WorkLine, day: date, report: date | None) -> Brief:
    """Read what is known of a line's client on a day of work."""
    client_id = row.situation.client_id
    contacts = tuple(one for one in ledger.clients.contacts(client_id, date.max) if one.at <= max(day, ledger.today()))
    key = next((one.reason for one in contacts if one.reason), "")
    items = ledger.analysis.items(day, client_id)
    return Brief(
        row=row,
        client=ledger.clients.info(client_id),
        people=tuple(working(ledger.dossier.people(client_id))),
        wishes=ledger.dossier.preferences(client_id),
        contacts=contacts,
        items=tuple(sorted(items, key=lambda item: (-item.days, -item.balance, item.number))),
        rules=ledger.policy.rules(day),
        reason=next((one for one in ledger.work.reasons() if one.key == key), None),
        company=ledger.policy.company(),
        report=report,
    )


class WorkPane(QFrame):
    """``wanted(Do)``: something is to be done with the client shown; ``file_wanted(Attachment)``: a file of a talk is
    to be opened."""

    wanted = Signal(object)
    file_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.brief: Brief | None = None
        self.name = Elided("", "title")
        self.chips = (Chip(), Chip(), Chip())
        self.call = button(_("Log a call"), lambda: self.wanted.emit(Do.CALL), "accent")
        self.call.setToolTip(_("Log a call (Enter)"))
        self.off = button(_("Put off"), lambda: self.wanted.emit(Do.PUT_OFF))
        self.off.setToolTip(_("Put off until a day (P)"))
        self.more = button("⋯", None, "flat")
        self.more.setAccessibleName(_("What else may be decided"))
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.more.setMenu(self.menu)
        self.who = Elided("", "strong")
        self.write_down = button(_("Write down"), lambda: self.wanted.emit(Do.FILE), "link")
        self.write_down.setToolTip(_("People of the client, their telephones and habits"))
        self.habits = label("", "muted", wrap=True)
        self.figures = Elided("")
        self.rows = [_ActionRow(self) for _number in range(4)]
        self.say_title = label("", "small")
        self.say = label("", "", wrap=True)
        self.say.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.evasion = label("", "", wrap=True)
        self.states = label("", "", wrap=True)
        self.promises = label("", "", wrap=True)
        self.score = label("", "small", wrap=True)
        self.contacts = TableView(short_dates=True)
        self.items = TableView(short_dates=True)
        self._talks = label("", "strong")
        self._evasion_strip = panel("strip")
        self._nothing = label("", "muted", wrap=True)
        self._body = QWidget()
        self._build()
        offer_files(self.contacts, self.file_wanted.emit)
        self.show_nothing("")

    def show_nothing(self, words: str) -> None:
        """No client: say why."""
        self.brief = None
        self._nothing.setText(words)
        self._nothing.setVisible(True)
        self._body.setVisible(False)

    def show_brief(self, brief: Brief) -> None:
        """Another client, or the same one after a change."""
        self.brief = brief
        one = brief.row.situation
        self._nothing.setVisible(False)
        self.name.set_text(one.client)
        self._show_chips()
        self.who.set_text(_who(brief))
        self.write_down.setVisible(not brief.people)
        self.habits.setText(_habits(brief))
        self.habits.setVisible(bool(self.habits.text()))
        self.figures.set_text(_figures(brief.row))
        self._show_actions()
        words = script(
            brief.row, brief.items, brief.company, formats.day(brief.report) if brief.report is not None else ""
        )
        self.say_title.setText(_("Say") if words.aloud else _("Do"))
        self.say.setText(f"«{words.text}»" if words.aloud else words.text)
        self._show_evasion()
        for field, text in (
            (self.states, _states(brief)),
            (self.promises, _promised(brief)),
            (self.score, _points(brief.row)),
        ):
            field.setText(text)
            field.setVisible(bool(text))
        talks = contacts_table(brief.contacts[:_TALKS], files=True)
        columns = tuple(column for column in talks.columns if column.key not in _LEFT_OUT)
        self.contacts.set_table(replace(talks, columns=columns))
        self.contacts.setVisible(bool(talks.rows))
        self._talks.setText(_("Last talks") if talks.rows else _("Nobody has spoken to this client yet"))
        self.items.set_table(items_table(brief.items, brief.rules, _DOCUMENTS))
        for table in (self.contacts, self.items):
            table.setFixedHeight(table.fitting_height())
        self._body.setVisible(True)

    def minimumSizeHint(self) -> QSize:
        """Small: the body scrolls."""
        return QSize(theme().px(_LEAST), theme().px(240))

    def _show_chips(self) -> None:
        if self.brief is None:
            return
        one = self.brief.row.situation
        zone, evasion, state = self.chips
        if one.overdue > 0:
            name = wording.zone_name(one.zone) or _("overdue")
            zone.show_word(f"{name}, {formats.days(one.max_days)}", ZONE_TONE[one.zone])
        else:
            zone.show_word(_("no overdue debts"), Tone.NONE)
        evasion.show_word(evasion_word(one), Tone.YELLOW)
        words = ""
        if one.pause is not None:
            words = _("paused until {day}").format(day=formats.short_day(one.pause.until))
        elif one.handover is not None:
            words = _("handed over")
        elif one.disputes:
            words = _("dispute")
        state.show_word(words, Tone.GREY)

    def _show_actions(self) -> None:
        actions = self.brief.row.actions if self.brief is not None else ()
        while len(self.rows) < len(actions):
            made = _ActionRow(self)
            self.rows.append(made)
            self._actions.addWidget(made)
        for number, line in enumerate(self.rows):
            line.setVisible(number < len(actions))
            if number < len(actions):
                line.show_action(actions[number])

    def _show_evasion(self) -> None:
        parts = []
        brief = self.brief
        if brief is not None and brief.row.situation.evader is not None:
            parts.append(answer_to(brief.row.situation.evader))
        if brief is not None and brief.reason is not None:
            words = _("{reason}: {actions}.").format(
                reason=brief.reason.title, actions="; ".join(brief.reason.actions) or formats.DASH
            )
            parts.append(words)
        self.evasion.setText("\n".join(parts))
        self._evasion_strip.setVisible(bool(parts))

    def _fill_menu(self) -> None:
        from app.ui.work_acts import menu_of

        self.menu.clear()
        if self.brief is not None:
            for do, words in menu_of(self.brief.row):
                self.menu.addAction(words, partial(self.wanted.emit, do))

    def _build(self) -> None:
        px = theme().px
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self.name, 1)
        for made in (self.more, self.off, self.call):
            head.addWidget(made)
        inner = QWidget()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        scroll.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        self._fill(QVBoxLayout(inner))
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(px(6))
        body.addLayout(head)
        body.addWidget(scroll, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(14), px(10), px(8), px(8))
        layout.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._body, 1)

    def _fill(self, column: QVBoxLayout) -> None:
        px = theme().px
        column.setContentsMargins(0, 0, px(6), 0)
        column.setSpacing(px(5))
        asked = QHBoxLayout()
        asked.setSpacing(px(8))
        asked.addWidget(self.who)
        asked.addWidget(self.write_down)
        asked.addStretch(1)
        column.addLayout(asked)
        column.addWidget(self.habits)
        bad = QHBoxLayout()
        bad.setSpacing(px(6))
        for chip in self.chips:
            bad.addWidget(chip)
        bad.addWidget(self.figures, 1)
        column.addLayout(bad)
        self._actions = QVBoxLayout()
        self._actions.setSpacing(px(3))
        for row in self.rows:
            self._actions.addWidget(row)
        column.addLayout(self._actions)
        column.addWidget(_strip(self.say_title, self.say))
        strip = QVBoxLayout(self._evasion_strip)
        strip.setContentsMargins(px(12), px(7), px(12), px(8))
        strip.addWidget(self.evasion)
        column.addWidget(self._evasion_strip)
        column.addWidget(self.states)
        column.addWidget(self.promises)
        column.addWidget(self.score)
        column.addSpacing(px(4))
        column.addWidget(self._talks)
        column.addWidget(self.contacts)
        column.addSpacing(px(4))
        column.addWidget(label(_("Open documents"), "strong"))
        column.addWidget(self.items)
        column.addStretch(1)


class _ActionRow(QWidget):
    """One thing to do: its word, its reason, its button."""

    def __init__(self, pane: WorkPane) -> None:
        super().__init__()
        self._pane = pane
        self._do = Do.CALL
        self.word = Chip()
        self.reason = Elided("")
        self.act = button("", self._wanted, "link")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme().px(8))
        line.addWidget(self.word)
        line.addWidget(self.reason, 1)
        line.addWidget(self.act)

    def show_action(self, action: Action) -> None:
        """Say what is to be done and why."""
        self.word.show_word(action_word(action.kind), Tone.BROKEN if action.kind in ALARMING else Tone.GREY)
        self.reason.set_text(why(action))
        self._do, words = doing(action)
        self.act.setText(words)
        self.act.setVisible(self._do is not Do.CALL)

    def _wanted(self) -> None:
        self._pane.wanted.emit(self._do)


def _strip(*parts: QWidget) -> QFrame:
    px = theme().px
    out = panel("strip")
    column = QVBoxLayout(out)
    column.setContentsMargins(px(12), px(7), px(12), px(8))
    column.setSpacing(px(2))
    for part in parts:
        column.addWidget(part)
    return out


def _who(brief: Brief) -> str:
    """Whom to ask for, with the telephone; failing that, who spoke last."""
    if brief.people:
        person = brief.people[0]
        parts = [person.name, person.role, part_word(person.part), person.phone or person.email]
        return " · ".join(part for part in parts if part)
    spoken = next((one for one in brief.contacts if one.person), None)
    if spoken is not None:
        return _("Last spoken to: {person}, {day}").format(person=spoken.person, day=formats.day(spoken.at))
    return _("Nobody knows yet who pays here: ask and write it down")


def _habits(brief: Brief) -> str:
    """Wishes of the client, a note on the person, the manager, terms, others to be asked for."""
    parts = [preference_words(brief.wishes)]
    if brief.people:
        parts.append(brief.people[0].note)
    parts += [" ".join(word for word in (other.name, other.phone) if word) for other in brief.people[1:3]]
    given = brief.row.situation.handover
    parts.append(given.owner if given is not None else brief.row.situation.manager or _("no manager"))
    parts.append(brief.client.terms)
    return " · ".join(part for part in parts if part)


def _figures(row: WorkLine) -> str:
    one = row.situation
    parts = []
    if one.overdue > 0:
        parts.append(_("overdue {sum}").format(sum=formats.roubles_sign(one.overdue)))
    if one.total != one.overdue:
        parts.append(_("debt {sum}").format(sum=formats.roubles_sign(one.total)))
    if row.expected > 0:
        expected = _("expected of a call: {sum} ({chance} %)")
        parts.append(expected.format(sum=formats.roubles_sign(row.expected), chance=row.chance))
    text = " · ".join(parts)
    return text[:1].upper() + text[1:]


def _promised(brief: Brief) -> str:
    """How the client keeps its word, and what is waited for."""
    one = brief.row.situation
    parts = [record_words(one.record)]
    waiting = [p for p in one.promises if p.state.value == "open"]
    if waiting:
        first = min(waiting, key=lambda p: p.due)
        words = _("waiting for {sum} by {day}")
        parts.append(words.format(sum=formats.roubles_sign(first.left), day=formats.day(first.due)))
    text = "; ".join(part for part in parts if part)
    return text[:1].upper() + text[1:]


def _states(brief: Brief) -> str:
    """What stands between the debt and its payment."""
    one = brief.row.situation
    out = []
    if one.pause is not None:
        words = _("Pause until {day}: {reason}")
        out.append(words.format(day=formats.day(one.pause.until), reason=one.pause.reason))
    if one.handover is not None:
        given = one.handover
        words = _("Handed over to {owner} ({role}) on {day}: {basis}")
        out.append(
            words.format(owner=given.owner, role=role_word(given.role), day=formats.day(given.day), basis=given.basis)
        )
    for dispute in one.disputes:
        words = _("Dispute over {sum}: {reason}")
        out.append(words.format(sum=formats.roubles_sign(dispute.amount), reason=dispute.reason))
    return "\n".join(out)


def _points(row: WorkLine) -> str:
    return _("{n} points: {parts}").format(n=row.score.total, parts=score_words(row.score))
