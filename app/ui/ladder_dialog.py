"""«Лестница писем»: which letter goes on which day, by groups of clients; nothing holds until it is saved."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.domain.aging import Zone
from app.domain.ladder import DIRECTOR, LEGAL, MANAGER, SECURITY, Segment, Step, Way, default_segments
from app.domain.letters import LetterKind
from app.domain.money import BadValue
from app.domain.traits import Trait, catalogue
from app.errors import AppError
from app.i18n import _
from app.reports import wording
from app.reports.ladder_tables import ladder_table, segment_words
from app.reports.letter_fields import paper_title
from app.reports.letter_tables import way_word, who_word
from app.ui.choice import choose_from
from app.ui.controls import button, fit, label, panel
from app.ui.form import Choice, DayEdit, Form, SumEdit, line
from app.ui.messages import show_error
from app.ui.number_edit import NumberEdit
from app.ui.table_view import TableView
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.ledger import Ledger

_KINDS = (
    LetterKind.REMINDER, LetterKind.OVERDUE, LetterKind.SUSPENSION, LetterKind.DIRECTOR, LetterKind.CLAIM,
    LetterKind.RECONCILIATION, LetterKind.STOP_MEMO, LetterKind.LEGAL_TRANSFER,
)  # fmt: skip
_FARTHEST = 720
_LATIN = str.maketrans("АВСДЕ", "ABCDE")
"""Categories are Latin letters, whatever the keyboard."""


class LadderDialog(QDialog):
    """Ins adds a step, Enter changes it, Del removes it. ``segments`` is what will be saved."""

    def __init__(self, parent: QWidget | None, ledger: "Ledger", as_of: date) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Ladder of letters"))
        self.ledger, self._rules = ledger, ledger.policy.rules(as_of)
        self.segments: list[Segment] = list(ledger.letters.segments(as_of))
        self.row = len(self.segments) - 1
        self.chooser = button("")
        self.table = TableView()
        self.since = DayEdit(ledger.today(), min(as_of, ledger.today()))
        self.since.setAccessibleName(_("Valid from"))
        self.fault = label("", "error", wrap=True)
        self._build()
        self.table.opened.connect(lambda _row: self.change_step())
        for keys, act in (("Ins", self.add_step), ("Del", self.remove_step)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        self.show_segment(self.row)

    def show_segment(self, row: int) -> None:
        """The steps of a segment."""
        self.row = row
        choices: list[tuple[str, Any]] = [(segment_words(one), n) for n, one in enumerate(self.segments)]
        choose_from(self.chooser, choices, row, self.show_segment)
        self.table.set_table(ladder_table(self.segments[row], self._rules))
        if self.table.current() is None and self.segments[row].steps:
            self.table.select_row(0)
        last = row == len(self.segments) - 1
        for made in (self.change_button, self.remove_button):
            made.setEnabled(not last)

    def add_segment(self) -> None:
        """Another group of clients, before all the others, with the steps of those on screen to begin with."""
        new = Segment("", self.segments[self.row].steps)
        made = self._ask_segment(new)
        if made is not None:
            self.segments.insert(0, made)
            self.show_segment(0)

    def change_segment(self) -> None:
        """Whom the segment is for; the last one is for all others."""
        if self.row == len(self.segments) - 1:
            return
        made = self._ask_segment(self.segments[self.row])
        if made is not None:
            self.segments[self.row] = made
            self.show_segment(self.row)

    def remove_segment(self) -> None:
        """Its clients go by the next segment that fits."""
        if self.row < len(self.segments) - 1:
            del self.segments[self.row]
            self.show_segment(min(self.row, len(self.segments) - 1))

    def add_step(self) -> None:
        """One more step."""
        taken = {step.key for step in self.segments[self.row].steps}
        key = next(name for n in range(1, len(taken) + 2) if (name := f"step{n}") not in taken)
        made = self._ask_step(Step(key, 10, LetterKind.OVERDUE, Way.EMAIL, MANAGER))
        if made is not None:
            self._put((*self.segments[self.row].steps, made), made.key)

    def change_step(self) -> None:
        """The step under the cursor; what was written at it stays written."""
        old = self.table.current()
        made = self._ask_step(old) if isinstance(old, Step) else None
        if made is not None:
            self._put(tuple(made if one.key == made.key else one for one in self.segments[self.row].steps), made.key)

    def remove_step(self) -> None:
        """The step under the cursor; a ladder keeps one step at least."""
        old, steps = self.table.current(), self.segments[self.row].steps
        if isinstance(old, Step) and len(steps) > 1:
            self._put(tuple(one for one in steps if one.key != old.key), "")

    def as_in_article(self) -> None:
        """The article's ladder for everybody."""
        self.segments = list(default_segments())
        self.show_segment(len(self.segments) - 1)

    def accept(self) -> None:
        """Put the ladder in force; a refusal is said and nothing is lost."""
        try:
            self.ledger.letters.set_segments(self.segments, self.since.needed())
        except BadValue as error:
            self.fault.setText(str(error))
        except AppError as error:
            show_error(self, error)
        else:
            super().accept()

    def _put(self, steps: tuple[Step, ...], key: str) -> None:
        ordered = tuple(sorted(steps, key=lambda step: step.day))
        self.segments[self.row] = replace(self.segments[self.row], steps=ordered)
        self.show_segment(self.row)
        place = next((n for n, step in enumerate(ordered) if step.key == key), 0)
        self.table.select_row(place)

    def _ask_step(self, old: Step) -> Step | None:
        form = Form(self, _("Step of the ladder"), "", _("A zone begins where the intervals say."))
        zones = [(wording.zone_name(zone), zone) for zone in (Zone.GREY, Zone.YELLOW, Zone.RED)]
        begins: list[tuple[str, object]] = [(_("before the due date"), -1), (_("after the due date"), 1), *zones]
        chosen = old.zone if old.zone is not Zone.NONE else -1 if old.day < 0 else 1
        begin = form.add("begin", _("Begins"), Choice(begins, chosen))
        days = form.add("days", _("Days"), NumberEdit(0, _FARTHEST, abs(old.day)))
        kind = form.add("kind", _("Letter"), Choice([(paper_title(one), one) for one in _KINDS], old.kind))
        way = form.add("way", _("How"), Choice([(way_word(one), one) for one in Way], old.way))
        whose = [(who_word(one), one) for one in (MANAGER, DIRECTOR, LEGAL, SECURITY)]
        who = form.add("who", _("Whose step"), Choice(whose, old.who))
        begin.currentIndexChanged.connect(lambda _n: form.show_row("days", not isinstance(begin.value(), Zone)))
        form.show_row("days", not isinstance(chosen, Zone))
        made: list[Step] = []

        def read() -> None:
            start = begin.value()
            zone = start if isinstance(start, Zone) else Zone.NONE
            day = start * days.value() if zone is Zone.NONE else self._rules.zone_start(zone) or old.day
            step = Step(old.key, day, kind.value(), way.value(), who.value(), zone)
            if any(one.day == day and one.key != old.key for one in self.segments[self.row].steps):
                raise BadValue(_("another step begins on that day"))
            made.append(step)

        form.save = read
        return made[-1] if form.ask() else None

    def _ask_segment(self, old: Segment) -> Segment | None:
        form = Form(self, _("Group of clients"), "", _("The first group that fits a client is taken."))
        name = form.add("name", _("Name"), line(old.name))
        boxes: dict[str, QCheckBox] = {}
        for value, words in catalogue()[Trait.KIND].offered:
            box = form.add(f"kind.{value}", _("Client type") if not boxes else "", QCheckBox(words))
            box.setChecked(value in old.kinds)
            boxes[value] = box
        categories = form.add("categories", _("Risk category"), line(", ".join(old.categories), _("e.g. D, E")))
        least = form.add("least", _("Debt from"), SumEdit(old.least))
        made: list[Segment] = []

        def read() -> None:
            typed = categories.text().upper().translate(_LATIN).replace(",", " ")
            letters = tuple(dict.fromkeys(typed.split()))
            if any(letter not in "ABCDE" or len(letter) != 1 for letter in letters):
                raise BadValue(_("categories are the letters A to E"))
            kinds = tuple(value for value, box in boxes.items() if box.isChecked())
            debt = least.amount() or 0
            if not (kinds or letters or debt):
                raise BadValue(_("say whom the group is for: a type, a category or a debt"))
            made.append(replace(old, name=name.text().strip()[:100], kinds=kinds, categories=letters, least=debt))

        form.save = read
        return made[-1] if form.ask() else None

    def _build(self) -> None:
        px = theme().px
        self.change_button = button(_("Change…"), self.change_segment)
        self.remove_button = button(_("Remove"), self.remove_segment)
        head = _line(label(_("For whom"), "muted"), self.chooser, None,
                     button(_("Add a group…"), self.add_segment), self.change_button, self.remove_button)  # fmt: skip
        frame = panel()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.table)
        steps = _line(button(_("Add a step…"), self.add_step), button(_("Change…"), self.change_step),
                      button(_("Remove"), self.remove_step), None,
                      button(_("As in the article"), self.as_in_article))  # fmt: skip
        self.since.setFixedWidth(px(120))
        save = button(_("Save"), self.accept, "accent")
        foot = _line(label(_("Valid from")), self.since, None, button(_("Cancel"), self.reject), save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(18), px(14), px(18), px(14))
        layout.setSpacing(px(10))
        layout.addWidget(label(_("Ladder of letters"), "title"))
        layout.addLayout(head)
        layout.addWidget(frame, 1)
        layout.addLayout(steps)
        words = _("A letter is proposed to a client at the furthest step that one of its documents has reached.")
        layout.addWidget(label(words, "small", wrap=True))
        layout.addWidget(self.fault)
        layout.addLayout(foot)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, True)
        fit(self, 960, 600)
        self.table.setFocus()


def _line(*widgets: QWidget | QLabel | None) -> QHBoxLayout:
    """Widgets side by side; None is the room between them."""
    out = QHBoxLayout()
    out.setSpacing(theme().px(8))
    for widget in widgets:
        if widget is None:
            out.addStretch(1)
            continue
        if isinstance(widget, QPushButton):
            widget.setAutoDefault(False)
        out.addWidget(widget)
    return out


def edit_ladder(parent: QWidget, ledger: "Ledger", as_of: date) -> bool:
    """Show it; whether another ladder was put in force."""
    dialog = LadderDialog(parent, ledger, as_of)
    agreed = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return agreed
