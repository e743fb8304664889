"""The batch of letters and the outgoing register as tables: screen, paper and workbook alike."""

from collections.abc import Callable, Sequence
from datetime import date

from app import formats
from app.domain.ladder import BatchLine, Held, Way
from app.domain.letters import Letter, LetterContent
from app.i18n import _, pgettext
from app.reports.letter_fields import paper_title
from app.reports.table import Column, Kind, Table, Tone


def way_word(way: Way) -> str:
    """How a letter goes, in a word."""
    return {
        Way.EMAIL: pgettext("letter", "e-mail"),
        Way.MESSAGE: pgettext("letter", "message"),
        Way.POST: pgettext("letter", "post"),
        Way.INTERNAL: pgettext("letter", "inside the company"),
    }[way]


def who_word(who: str) -> str:
    """Who signs a step of the ladder."""
    return {
        "manager": pgettext("letter", "manager"),
        "director": pgettext("letter", "commercial director"),
        "legal": pgettext("letter", "lawyer"),
        "security": pgettext("letter", "security"),
    }.get(who, who)


def state_word(letter: Letter) -> str:
    """What became of a letter."""
    if letter.void:
        return pgettext("letter", "void")
    if letter.returned_on is not None:
        return pgettext("letter", "returned signed")
    return pgettext("letter", "sent") if letter.sent_on is not None else pgettext("letter", "made")


def batch_table(
    lines: Sequence[BatchLine],
    chosen: frozenset[tuple[int, str]] | None = None,
    signs: Callable[[BatchLine], str] | None = None,
    ours: Callable[[BatchLine], str] | None = None,
) -> Table[BatchLine]:
    """Letters proposed on a day. ``chosen``: keys of the letters that are marked; None: without the column of marks.
    ``signs``: name of the person who signs; without it, the role. ``ours``: which of ours writes, shown when several
    do."""

    def signer(row: BatchLine) -> str:
        return (signs(row) if signs is not None else "") or who_word(row.step.signs)

    mark = Column[BatchLine]("mark", "✓", Kind.TEXT, lambda row: "✓" if row.key in (chosen or ()) else "", 3)
    columns: tuple[Column[BatchLine], ...] = (
        Column[BatchLine]("client", _("Client"), Kind.TEXT, lambda row: row.client, 30, wide=True),
        Column[BatchLine]("kind", _("Letter"), Kind.TEXT, lambda row: paper_title(row.step.kind), 36),
        Column[BatchLine]("way", pgettext("letter", "How"), Kind.TEXT, lambda row: way_word(row.step.way), 12),
        Column[BatchLine]("count", _("Documents"), Kind.COUNT, lambda row: len(row.items), 8),
        Column[BatchLine]("amount", _("Sum, ₽"), Kind.MONEY, lambda row: row.amount, 15),
        Column[BatchLine]("days", _("Overdue, days"), Kind.DAYS, lambda row: max(row.days, 0), 10),
        Column[BatchLine]("who", pgettext("letter", "Signs"), Kind.TEXT, signer, 20),
        Column[BatchLine]("manager", _("Manager"), Kind.TEXT, lambda row: row.manager, 16),
    )
    if ours is not None and len({line.organisation for line in lines}) > 1:
        from_whom = Column[BatchLine]("ours", _("From whom"), Kind.TEXT, ours, 24)
        columns = (columns[0], from_whom, *columns[1:])
    return Table(
        key="letters-batch",
        title=_("Letters of the day"),
        columns=columns if chosen is None else (mark, *columns),
        rows=tuple(lines),
        link=lambda row: row.client_id,
        empty=_("No letter is due: all steps of the ladder were written"),
    )


def contents_table(contents: Sequence[LetterContent]) -> Table[LetterContent]:
    """Letters made, or looked at: without a number then."""
    return Table(
        key="letters-made",
        title=_("Letters"),
        columns=(
            Column[LetterContent]("number", "№", Kind.TEXT, lambda row: _number(row.number, row.year), 9),
            Column[LetterContent]("client", _("Client"), Kind.TEXT, lambda row: row.client.name, 30, wide=True),
            Column[LetterContent]("kind", _("Letter"), Kind.TEXT, lambda row: paper_title(row.kind), 36),
            Column[LetterContent]("amount", _("Sum, ₽"), Kind.MONEY, lambda row: row.debt, 15),
            Column[LetterContent]("days", _("Overdue, days"), Kind.DAYS, lambda row: row.longest, 10),
        ),
        rows=tuple(contents),
        link=lambda row: row.client_id,
    )


def _number(number: int, year: int) -> str:
    return f"{number}/{year}" if number else "б/н"


def held_table(held: Sequence[Held]) -> Table[Held]:
    """Clients who are left alone, and why."""
    return Table(
        key="letters-held",
        title=_("Not written to"),
        columns=(
            Column[Held]("client", _("Client"), Kind.TEXT, lambda row: row.client, 30),
            Column[Held]("reason", _("Why"), Kind.TEXT, lambda row: row.reason, 40, wide=True),
            Column[Held]("amount", _("Sum, ₽"), Kind.MONEY, lambda row: row.amount, 15),
        ),
        rows=tuple(held),
        link=lambda row: row.client_id,
        empty=_("Nobody is held back"),
    )


def register_table(letters: Sequence[Letter], year: int = 0) -> Table[Letter]:
    """The outgoing register, newest first; ``year`` 0: of all years."""
    title = _("Outgoing letters of {year}").format(year=year) if year else _("Outgoing letters")
    return Table(
        key="letters-register",
        title=title,
        columns=(
            Column[Letter]("number", "№", Kind.TEXT, lambda row: _number(row.number, row.year), 9),
            Column[Letter]("day", _("Date"), Kind.DATE, lambda row: row.day, 10),
            Column[Letter]("client", _("Client"), Kind.TEXT, lambda row: row.client, 28, wide=True),
            Column[Letter]("kind", _("Letter"), Kind.TEXT, lambda row: paper_title(row.kind), 34),
            Column[Letter]("amount", _("Sum, ₽"), Kind.MONEY, lambda row: row.amount, 15),
            Column[Letter]("signatory", pgettext("letter", "Signed by"), Kind.TEXT, lambda row: row.signatory, 18),
            Column[Letter]("state", _("State"), Kind.TEXT, state_word, 16, _state_tone),
            Column[Letter]("sent", pgettext("letter", "Sent"), Kind.TEXT, _sent, 24),
            Column[Letter]("returned", pgettext("letter", "Returned"), Kind.TEXT, _returned, 24),
        ),
        rows=tuple(letters),
        link=lambda row: row.client_id,
        empty=_("No letters yet"),
    )


def _state_tone(letter: Letter) -> Tone:
    if letter.void:
        return Tone.MUTED
    return Tone.KEPT if letter.returned_on is not None else Tone.NONE


def _sent(letter: Letter) -> str:
    return _joined(letter.sent_on, letter.sent_how)


def _returned(letter: Letter) -> str:
    return _joined(letter.returned_on, letter.returned_by, letter.returned_powers)


def _joined(day: date | None, *words: str) -> str:
    return "" if day is None else ", ".join(part for part in (formats.day(day), *words) if part)
