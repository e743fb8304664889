"""What stands behind each count of the import preview, and the choice of who an unknown name is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app import formats
from app.domain.allocation import Payment, Why
from app.domain.client import ClientRow
from app.domain.importing import ChangeKind, ImportPreview, ItemChange, NameQuestion
from app.domain.statement import Severity, Skipped, StatementKind, severest
from app.i18n import _, pgettext
from app.reports.import_tables import item_changes_table, problems_table
from app.reports.past_tables import past_changes_table
from app.reports.table import Column, Kind, Table, Tone
from app.ui.client_picker import ClientPicker
from app.ui.controls import Elided, label, panel
from app.ui.filled import filled
from app.ui.table_view import TableView
from app.ui.theme import theme

NAMES = "names"
MONEY = "money"


@dataclass(frozen=True, slots=True)
class Page:
    """One count of the preview. ``always``: shown even at nothing. ``role`` is that of the figure."""

    key: str
    title: str
    count: int
    table: Callable[[], Table[Any]] | None
    always: bool = False
    role: str = ""


def pages_of(preview: ImportPreview) -> tuple[Page, ...]:
    """The counts in the order in which a director asks."""
    if preview.kind is StatementKind.PAYMENTS:
        return _money_pages(preview)
    undecided = set(preview.vanished) if preview.question else set()  # else absence means paid, and is listed there
    missing = tuple(undecided and preview.vanished) or preview.of_kind(ChangeKind.KEPT)
    paid = tuple(change for change in preview.of_kind(ChangeKind.PAID) if change not in undecided)
    past = tuple(change for change in preview.changes if change.rewrites)
    compared = preview.kind in (StatementKind.DEBTS, StatementKind.MOVEMENTS)
    pages = (
        _changes("new", pgettext("count", "new"), preview.of_kind(ChangeKind.NEW), always=compared),
        _changes("paid", pgettext("count", "repaid"), paid, always=compared),
        _changes("part", pgettext("count", "repaid in part"), preview.of_kind(ChangeKind.PART_PAID), always=compared),
        _changes("grown", pgettext("count", "grown"), preview.of_kind(ChangeKind.GROWN), always=compared),
        _changes("missing", pgettext("count", "missing from the file"), missing, role="error"),
        Page(
            "past",
            pgettext("count", "changed in the past"),
            len(past),
            lambda: filled(past_changes_table(past)),
            role="error",
        ),
        Page(NAMES, _names_title(preview), len(preview.names), None),
        *_of_the_file(preview),
    )
    return tuple(page for page in pages if page.always or page.count)


def _of_the_file(preview: ImportPreview) -> tuple[Page, Page]:
    """What could not be taken, and what is declared no fact."""
    grave = severest(preview.problems) is Severity.ERROR
    problems = Page(
        "problems",
        pgettext("count", "problems"),
        len(preview.problems),
        lambda: filled(problems_table(preview.problems)),
        role="error" if grave else "",
    )
    skipped = Page(
        "skipped", pgettext("count", "skipped"), len(preview.skipped), lambda: filled(skipped_table(preview.skipped))
    )
    return problems, skipped


def _money_pages(preview: ImportPreview) -> tuple[Page, ...]:
    """Of a statement of payments: where each goes and why, unknown payers, and what needs a look."""
    from app.reports.payment_tables import proposals_table

    def some(why: Why) -> Callable[[], Table[Any]]:
        return lambda: filled(proposals_table(p for p in preview.payments if p.sum_of(why)))

    twins = [payment for payment in preview.payments if payment.same_money]
    titles = (
        (Why.ADVANCE, "advance", pgettext("count", "not allocated")),
        (Why.UNREFLECTED, "unreflected", pgettext("count", "not in the reports")),
        (Why.EARLIER, "earlier", pgettext("count", "before the first report")),
    )
    loose = (
        Page(key, title, sum(bool(p.sum_of(why)) for p in preview.payments), some(why)) for why, key, title in titles
    )
    pages = (
        Page(
            MONEY,
            pgettext("count", "payments: where they go"),
            len(preview.payments),
            lambda: filled(proposals_table(preview.payments)),
            always=True,
        ),
        Page(NAMES, pgettext("count", "payers not known"), len(preview.names), None, role="error"),
        *loose,
        Page("twins", pgettext("count", "in the book already"), len(twins), lambda: filled(twins_table(twins))),
        *_of_the_file(preview),
    )
    return tuple(page for page in pages if page.always or page.count)


def past_of(preview: ImportPreview) -> tuple[ItemChange, ...]:
    """Everything the file says otherwise than the reports before it, with the documents that are gone."""
    said = tuple(change for change in preview.changes if change.rewrites)
    return said + (preview.vanished or preview.of_kind(ChangeKind.KEPT))


def first_page(pages: Sequence[Page], preview: ImportPreview) -> str:
    """What to look at first: what needs an answer, then what was rewritten in the past, then what happened."""
    keys = [page.key for page in pages if page.count]
    unknown = preview.kind is StatementKind.PAYMENTS
    if any(unknown or name.candidates for name in preview.names):
        return NAMES
    if preview.question and "missing" in keys:
        return "missing"
    return "past" if "past" in keys else next(iter(keys), "new")


def _names_title(preview: ImportPreview) -> str:
    known = any(name.candidates for name in preview.names)
    return pgettext("count", "names not recognised") if known else pgettext("count", "new clients")


def _changes(key: str, title: str, changes: tuple[ItemChange, ...], *, always: bool = False, role: str = "") -> Page:
    def table() -> Table[ItemChange]:
        whole = item_changes_table(changes)
        kinds = {change.kind for change in changes}
        columns = tuple(_titled(c) for c in whole.columns if c.key != "kind" or len(kinds) > 1)
        return filled(replace(whole, columns=columns))

    return Page(key, title, len(changes), table, always, role)


def _titled(column: Column[ItemChange]) -> Column[ItemChange]:
    """The total row keeps its word where the column of changes, which says it, is left out."""
    if column.key != "client":
        return column
    return replace(column, value=lambda change: change.client or _("Total"))


def skipped_table(rows: Sequence[Skipped]) -> Table[Skipped]:
    """Source rows that are declared no fact, each with its reason."""
    columns = (
        Column[Skipped]("row", _("Row"), Kind.COUNT, lambda row: row.row, 8),
        Column[Skipped]("sheet", _("Sheet"), Kind.TEXT, lambda row: row.sheet, 16),
        Column[Skipped]("reason", _("Why it is no debt"), Kind.TEXT, lambda row: row.reason, 40, wide=True),
    )
    return Table("skipped", _("Rows skipped"), columns, tuple(rows))


def twins_table(payments: Sequence[Payment]) -> Table[Payment]:
    """Payments that another source in the book tells of too, each with both."""
    from app.reports.payment_tables import who_paid

    columns = (
        Column[Payment]("day", _("Date"), Kind.DATE, lambda row: row.day, 10),
        Column[Payment]("client", _("Client or payer"), Kind.TEXT, who_paid, 24),
        Column[Payment]("amount", _("Sum, ₽"), Kind.MONEY, lambda row: row.amount, 14),
        Column[Payment]("same", _("Sources"), Kind.TEXT, lambda row: row.same_money, 60, wide=True),
    )
    return Table("twins", _("The same money, counted once"), columns, tuple(payments))


class CountCard(QPushButton):
    """A figure over its word; pressed, it shows its rows."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.setProperty("role", "choice")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setEnabled(bool(page.count))
        self.setAccessibleName(f"{page.title}: {page.count}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        figure = label(formats.decimal(page.count, 0), page.role if page.count else "muted")
        figure.setFont(theme().font(17, bold=bool(page.count)))
        word = Elided(page.title, "small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme().px(12), theme().px(6), theme().px(8), theme().px(6))
        layout.setSpacing(0)
        for child in (figure, word):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(child)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(100), theme().px(56))


class NamesPage(QWidget):
    """Names the book does not know over one line that says who the chosen one is. ``changed``: an answer.

    ``nobody``: what a name is without an answer, when it does not become a new client; ``fresh``: then a new client
    is an answer too, 0. ``hint`` says so in words above the names.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None, nobody: str = "", *, fresh: bool = False, hint: str = "") -> None:
        super().__init__(parent)
        self._nobody, self._fresh = nobody, fresh
        self.hint = label(hint, "muted", wrap=True)
        inset = theme().px(10)
        self.hint.setContentsMargins(inset, inset, inset, 0)
        self.hint.setVisible(bool(hint))
        self.answers: dict[str, int] = {}
        self._names: tuple[NameQuestion, ...] = ()
        self._clients: dict[int, str] = {}
        self.table = TableView()
        self.who = QComboBox()
        self.who.setMinimumWidth(theme().px(360))
        self.who.setAccessibleName(_("Who is it"))
        self.picker = ClientPicker(_("find another client"))
        self._about = Elided("", "strong")
        self._about.setMinimumWidth(theme().px(200))
        self._strip = panel("strip")
        line = QHBoxLayout(self._strip)
        line.setContentsMargins(theme().px(12), theme().px(8), theme().px(12), theme().px(8))
        line.addWidget(self._about, 1)
        line.addWidget(label(_("this is"), "muted"))
        line.addWidget(self.who)
        line.addWidget(self.picker)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.hint)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._strip)
        self.table.current_changed.connect(lambda _row: self._ask())
        self.table.opened.connect(lambda _row: self.who.setFocus())
        self.who.activated.connect(lambda index: self._answer(self.who.itemData(index)))
        self.picker.chosen.connect(self._answer)

    def show_names(self, names: Sequence[NameQuestion], clients: Sequence[ClientRow]) -> None:
        """Ask about these names; ``clients`` are those of the book. Answers given before stay."""
        self._names = tuple(names)
        self._clients = {row.client_id: row.name for row in clients}
        keys = {name.key for name in names}
        self.answers = {key: answer for key, answer in self.answers.items() if key in keys}
        self.picker.set_clients(clients)
        self.picker.setVisible(bool(clients))
        self.table.set_table(self._table())
        if self._names:
            self.table.select_row(0)
        self._ask()

    def _table(self) -> Table[NameQuestion]:
        likely = any(name.candidates for name in self._names)
        columns: tuple[Column[NameQuestion], ...] = (
            Column[NameQuestion]("name", _("Name in the file"), Kind.TEXT, lambda row: row.name, 30),
            Column[NameQuestion]("inn", _("Taxpayer number"), Kind.TEXT, lambda name: name.inn, 13),
            Column[NameQuestion]("manager", _("Manager"), Kind.TEXT, lambda name: name.manager, 16),
            Column[NameQuestion]("total", _("Sum, ₽"), Kind.MONEY, lambda name: name.total, 14),
            Column[NameQuestion]("who", _("Who is it"), Kind.TEXT, self._word, 30, self._tone, wide=not likely),
        )
        if likely:
            columns += (Column[NameQuestion]("like", _("Looks like"), Kind.TEXT, _likely, 40, wide=True),)
        return filled(Table(NAMES, _("Names not recognised"), columns, self._names))

    def _word(self, name: NameQuestion) -> str:
        chosen = self.answers.get(name.key)
        if chosen is not None:
            return self._client_name(name, chosen)
        if self._nobody:
            return self._nobody
        return _("not decided") if name.candidates else _("new client")

    def _tone(self, name: NameQuestion) -> Tone:
        if name.key in self.answers:
            return Tone.KEPT
        return Tone.YELLOW if name.candidates else Tone.MUTED

    def _client_name(self, name: NameQuestion, client_id: int) -> str:
        if not client_id:
            return _("new client")
        candidate = next((c.name for c in name.candidates if c.client_id == client_id), "")
        return candidate or self._clients.get(client_id, "")

    def _ask(self) -> None:
        """The line under the table speaks of the name under the cursor."""
        name = self.table.current()
        self._strip.setVisible(name is not None)
        if name is None:
            return
        self._about.set_text(name.name)
        self.who.clear()
        self.who.addItem(self._nobody or _("new client"), None)
        if self._fresh:
            self.who.addItem(_("new client"), 0)
        for candidate in name.candidates:
            words = f"{candidate.name} ({candidate.evidence})" if candidate.evidence else candidate.name
            self.who.addItem(words, candidate.client_id)
        chosen = self.answers.get(name.key)
        offered = self.who.findData(chosen) if chosen is not None else 0
        if offered < 0 and chosen is not None:
            self.who.addItem(self._client_name(name, chosen), chosen)
            offered = self.who.count() - 1
        self.who.setCurrentIndex(offered)
        self.picker.choose(None)

    def _answer(self, client_id: object) -> None:
        name = self.table.current()
        if name is None:
            return
        if isinstance(client_id, int):
            self.answers[name.key] = client_id
        else:
            self.answers.pop(name.key, None)
        self._redraw(name)
        self.changed.emit()

    def _redraw(self, name: NameQuestion) -> None:
        rows = self.table.model.rows
        line = rows.index(name)
        self.table.set_table(self._table())
        self.table.select_row(line)
        self._ask()


def _likely(name: NameQuestion) -> str:
    """The best of the similar clients, with the evidence, and how many more there are."""
    if not name.candidates:
        return ""
    best, more = name.candidates[0], len(name.candidates) - 1
    words = f"{best.name}: {best.evidence}" if best.evidence else best.name
    return words + (" " + _("and {n} more").format(n=more) if more else "")


def payer_names() -> NamesPage:
    """The same for payers of a statement: an unknown one becomes a client only by an answer."""
    return NamesPage(
        nobody=_("not known, the payment stays apart"),
        fresh=True,
        hint=_(
            "Without an answer the money of these payers stays apart: it is in the list «Payments» and pays nobody's "
            "debt. The answer is remembered for coming statements; it can be given later in «Payments» too."
        ),
    )
