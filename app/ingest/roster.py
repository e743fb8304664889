"""A list of clients with what is known of them: columns in whatever order, told by the words of their headings.

The sheet read is the first one with a row of headings that names the client (by name, INN or code) and at least one
trait. Nothing is guessed from what stands in the cells; what cannot be read is a problem with its row.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.matching import Party
from app.domain.money import BadValue
from app.domain.roster import Roster, RosterColumn, RosterRow
from app.domain.statement import Problem, Severity
from app.domain.traits import Trait, ValueKind, catalogue, stored, title
from app.errors import InputRefused
from app.i18n import _
from app.ingest import values
from app.ingest.files import load
from app.ingest.headings import Field, field_of, heading
from app.ingest.recognise import WIDEST, filled_rows
from app.ingest.sandbox import Failure, Sandbox
from app.ingest.sheet import Cell, Row, Sheet, Unreadable, blank, letter
from app.ingest.wording import refused
from app.progress import Progress

_WHO = (Field.CLIENT, Field.INN, Field.CODE)
_MANY = 500  # problems of one list
_STEP = 500
_OF = r"(?: (?:клиента|контрагента|покупателя|партнера))?"
_TRAITS = (
    (Trait.HOLDING, rf"холдинг{_OF}|(?:группа|группы) (?:связанных|взаимосвязанных|компаний|лиц)(?: \w+)*|гк|"
                    rf"(?:группа|холдинг) ?/ ?(?:группа|холдинг)|головн\w+ (?:организаци\w+|компани\w+|контрагент\w*)|"
                    r"holding|group(?: of companies)?"),
    (Trait.REGION, rf"(?:бизнес-)?регион{_OF}|область|город{_OF}|территория|субъект(?: рф)?|region|city"),
    (Trait.SIZE, rf"размер{_OF}|масштаб{_OF}|величина{_OF}|крупность|size(?: of client)?"),
    (Trait.LEGAL_FORM, rf"(?:организационно-)?правовая форма{_OF}|опф|форма собственности|legal form"),
    (Trait.CORE_SHARE, r"(?:доля )?основн\w+ ассортимент\w*|доля основного|целевой клиент|core assortment"),
    (Trait.KIND, rf"(?:тип|вид|категория|сегмент|канал)(?: сбыта)?{_OF}|client type|kind"),
)  # fmt: skip
_RULES = tuple((trait, re.compile(words)) for trait, words in _TRAITS)
_FIELDS = {Field.CLIENT_TYPE: Trait.KIND, Field.AVG_ORDER: Trait.AVG_ORDER, Field.CORE_SHARE: Trait.CORE_SHARE}
_NAMES = re.compile(r"наименование.*|название.*|имя|полное наименование.*|краткое наименование.*|name|client name")
_TOTAL = re.compile(r"(?:итого|всего)(?: по .*)?:?")


@dataclass(slots=True)
class _Head:
    """The row of headings: where names and traits stand."""

    row: int
    who: dict[Field, int] = field(default_factory=dict)
    traits: dict[Trait, int] = field(default_factory=dict)
    twice: list[int] = field(default_factory=list)
    scale: int = 1

    @property
    def score(self) -> int:
        """How many columns are understood; none without a client or without a trait."""
        known = any(name in self.who for name in _WHO) and self.traits
        return len(self.who) + len(self.traits) if known else 0


def read(path: Path, progress: Progress) -> Roster:
    """A list as it words itself. Raises ``InputRefused`` naming what is missing, and ``Cancelled``."""
    progress.step(0, 0, path.name)
    data, source = load(path)
    with Sandbox() as sandbox:
        try:
            sheets = sandbox.sheets(data, progress, path.name)
        except Failure as failure:
            raise refused(source.name, failure.code) from failure
    if not any(sheet.rows for sheet in sheets):
        raise refused(source.name, "blank")
    found = [(sheet, head) for sheet in sheets if (head := _head(sheet)).score]
    if not found:
        raise _unknown(source.name)
    found.sort(key=lambda pair: pair[0].hidden)
    sheet, head = found[0]
    reader = _Reader(sheet, head, source.name)
    rows = reader.rows(progress)
    others = [
        Problem(_("Sheet «{name}» was not read.").format(name=other.name), other.name, file=source.name)
        for other in sheets
        if other is not sheet and other.rows
    ]
    return Roster(source, sheet.name, _columns(sheet, head), rows, (*others, *reader.problems))


def _unknown(name: str) -> InputRefused:
    titles = ", ".join(f"«{definition.title}»" for definition in catalogue().values())
    return InputRefused(
        _("«{name}» is no list of clients: no row of headings with a client and what is known of it was found.").format(
            name=name
        ),
        _("Head one column «Клиент», «ИНН» or «Код» and at least one of: {titles}.").format(titles=titles),
    )


def _head(sheet: Sheet) -> _Head:
    heads = [_heads(number, sheet.rows[number]) for number in filled_rows(sheet)]
    return max(heads, key=lambda head: (head.score, -head.row), default=_Head(0))


def _heads(number: int, row: Row) -> _Head:
    out = _Head(number)
    for column, cell in enumerate(row[:WIDEST]):
        if not isinstance(cell, str) or not cell.strip():
            continue
        trait, who = _meaning(cell)
        if trait is not None:
            if trait in out.traits:
                out.twice.append(column)
            else:
                out.traits[trait] = column
            if trait is Trait.AVG_ORDER:
                out.scale = heading(cell).scale or 1
        elif who is not None:
            out.who.setdefault(who, column)
    return out


def _meaning(raw: str) -> tuple[Trait | None, Field | None]:
    """The trait or the name that a heading tells of."""
    words = heading(raw).words
    own = next((definition.trait for definition in catalogue().values() if _same(definition.title, raw)), None)
    if own is None:
        own = next((trait for trait, pattern in _RULES if pattern.fullmatch(words)), None)
    if own is not None:
        return own, None
    known = field_of(raw)
    if known in _FIELDS:
        return _FIELDS[known], None
    if known in (*_WHO, Field.MANAGER):
        return None, known
    return None, Field.CLIENT if _NAMES.fullmatch(words) else None


def _same(shown: str, raw: str) -> bool:
    return " ".join(shown.casefold().split()) == " ".join(raw.casefold().split())


def _columns(sheet: Sheet, head: _Head) -> tuple[RosterColumn, ...]:
    by_column = {column: trait for trait, column in head.traits.items()}
    who = set(head.who.values())
    return tuple(
        RosterColumn(letter(column), values.text(cell, 80), by_column.get(column), column in by_column or column in who)
        for column, cell in enumerate(sheet.rows[head.row][:WIDEST])
        if isinstance(cell, str) and cell.strip()
    )


class _Reader:
    """The rows under the headings; what could not be read gathers in ``problems``."""

    def __init__(self, sheet: Sheet, head: _Head, file_name: str) -> None:
        self.problems: list[Problem] = []
        self._sheet, self._head, self._file = sheet, head, file_name
        self._fractions = self._told_in_fractions()
        for column in head.twice:
            words = values.text(sheet.cell(head.row, column), 60)
            self._tell(_("Column «{name}» repeats another one and was not read.").format(name=words), head.row, column)

    def rows(self, progress: Progress) -> tuple[RosterRow, ...]:
        """Every row that names a client and says something of it."""
        out = []
        for number in range(self._head.row + 1, len(self._sheet.rows)):
            if number % _STEP == 0:
                progress.step(number, len(self._sheet.rows), self._file)
            row = self._sheet.rows[number]
            if not blank(row) and (made := self._row(number, row)) is not None:
                out.append(made)
        return tuple(out)

    def _row(self, number: int, row: Row) -> RosterRow | None:
        if _TOTAL.fullmatch(values.text(next((cell for cell in row if not values.empty(cell)), None)).casefold()):
            return None
        said = [(trait, value) for trait, column in self._head.traits.items()
                if (value := self._value(trait, number, column))]  # fmt: skip
        party = self._party(number, row)
        if not (party.name or party.inn or party.code):
            if said:
                self._tell(_("The row names no client."), number, None)
            return None
        return RosterRow(number + 1, party, tuple(said)) if said else None

    def _party(self, number: int, row: Row) -> Party:
        def cell(name: Field) -> Cell:
            column = self._head.who.get(name)
            return row[column] if column is not None and column < len(row) else None

        inn = values.inn(cell(Field.INN))
        if inn and values.inn_wrong(inn):
            words = _("INN «{inn}» is not valid; the client was looked for by its name.").format(inn=inn[:20])
            self._tell(words, number, self._head.who[Field.INN])
            inn = ""
        return Party(values.text(cell(Field.CLIENT)), inn, values.text(cell(Field.CODE), 60),
                     values.text(cell(Field.MANAGER), 100))  # fmt: skip

    def _value(self, trait: Trait, number: int, column: int) -> str:
        cell = self._sheet.cell(number, column)
        try:
            return self._stored(trait, cell)
        except BadValue as error:
            self._tell(f"{title(trait)}: {error}.", number, column)
            return ""

    def _stored(self, trait: Trait, cell: Cell) -> str:
        if isinstance(cell, Unreadable):
            raise BadValue(values.unreadable(cell))
        if values.empty(cell):
            return ""
        kind = catalogue()[trait].kind
        if kind is ValueKind.MONEY:
            kopecks = values.money(cell, self._head.scale)
            if kopecks is None or kopecks <= 0:
                raise BadValue(_("«{text}» is not a sum above zero").format(text=values.text(cell, 40)))
            return str(kopecks)
        if kind is ValueKind.SHARE and isinstance(cell, int | float) and not isinstance(cell, bool):
            return stored(trait, f"{round(cell * (100 if self._fractions else 1), 4):g}")
        return stored(trait, values.full_text(cell))

    def _told_in_fractions(self) -> bool:
        """Shares formatted as percent are fractions in the file: 0.75 for 75 %. A column of numbers none of which
        is above 1 holds such."""
        column = self._head.traits.get(Trait.CORE_SHARE)
        if column is None:
            return False
        cells = [self._sheet.cell(number, column) for number in range(self._head.row + 1, len(self._sheet.rows))]
        numbers = [cell for cell in cells if isinstance(cell, int | float) and not isinstance(cell, bool)]
        return bool(numbers) and max(numbers) <= 1

    def _tell(self, text: str, number: int, column: int | None) -> None:
        if len(self.problems) > _MANY:
            return
        if len(self.problems) == _MANY:
            text, number, column = _("There are more problems; these are the first ones."), number, None
        place = letter(column) if column is not None else ""
        self.problems.append(Problem(text, self._sheet.name, number + 1, place, Severity.WARNING, self._file))
