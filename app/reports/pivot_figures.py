"""Which documents stand behind a cell of the pivot, and what their list is called."""

from dataclasses import dataclass, replace

from app import formats
from app.domain.pivot import Dimension, Measure, Path, Pivot, PivotLine, PivotRequest
from app.domain.pivot_keys import YES
from app.i18n import _, pgettext
from app.reports.pivot_tables import dimension_word

_BUCKET = "bucket"
_WHOLE = frozenset({"debt", "share", "count", "clients", "mean_document", "mean_client"})
_LATE = frozenset({"overdue", "overdue_share", "mean_days", "weighted_days", "max_days", "sum_days"})
_SEVERAL = frozenset({"several_clients", "repeated_days"})
_OWN = {
    "not_due": Measure.NOT_DUE,
    "advances": Measure.ADVANCES,
    "balance": Measure.BALANCE,
    "repeated": Measure.REPEATED,
}


@dataclass(frozen=True, slots=True)
class Behind:
    """What to ask the ledger's ``pivot_items`` for. ``amount``: the figure that their balances add up to, kopecks."""

    request: PivotRequest
    path: Path
    figure: Measure | int
    amount: int
    title: str


def behind(pivot: Pivot, line: PivotLine, column: str) -> Behind | None:
    """The documents of a cell: those its sum is the sum of, its mean is the mean of, its share is a part of. Columns
    of words open everything open in the line. None: nothing stands behind the cell."""
    if column in _SEVERAL:
        return _of_several(pivot, line, column)
    figure: Measure | int = Measure.BALANCE
    if column.startswith(_BUCKET):
        figure = int(column.removeprefix(_BUCKET))
    elif column in _OWN:
        figure = _OWN[column]
    elif column in _WHOLE:
        figure = Measure.TOTAL
    elif column in _LATE:
        figure = Measure.OVERDUE
    amount = _amount(line, figure)
    if not amount and figure is not Measure.BALANCE:
        return None
    return Behind(pivot.request, line.path, figure, amount, _title(pivot, line, figure))


def _of_several(pivot: Pivot, line: PivotLine, column: str) -> Behind | None:
    """Only documents of clients with several debts. What they add up to is no figure of the line, hence 0."""
    if not (line.several_clients if column == "several_clients" else line.several_overdue):
        return None
    others = tuple(pair for pair in pivot.request.filters if pair[0] is not Dimension.REPEATED)
    request = replace(pivot.request, filters=(*others, (Dimension.REPEATED, YES)))
    figure = Measure.TOTAL if column == "several_clients" else Measure.OVERDUE
    words = _("{what}, clients with several debts").format(what=_title(pivot, line, figure))
    return Behind(request, line.path, figure, 0, words)


def _amount(line: PivotLine, figure: Measure | int) -> int:
    if isinstance(figure, int):
        return line.buckets[figure]
    return {
        Measure.TOTAL: line.total,
        Measure.NOT_DUE: line.not_due,
        Measure.OVERDUE: line.overdue,
        Measure.ADVANCES: -line.advances,
        Measure.BALANCE: line.balance,
        Measure.REPEATED: line.repeated,
    }[figure]


def _title(pivot: Pivot, line: PivotLine, figure: Measure | int) -> str:
    if isinstance(figure, int):
        what = _("overdue {days}").format(days=pivot.rules.intervals[figure].text)
    else:
        what = {
            Measure.TOTAL: pgettext("figure", "debt"),
            Measure.NOT_DUE: pgettext("figure", "not due"),
            Measure.OVERDUE: pgettext("figure", "overdue debt"),
            Measure.ADVANCES: pgettext("figure", "advances"),
            Measure.BALANCE: pgettext("figure", "everything open"),
            Measure.REPEATED: pgettext("figure", "repeated debt"),
        }[figure]
    who = path_words(pivot, line.path)
    day = formats.day(pivot.request.as_of)
    return _("{who}: {what} on {day}").format(who=who[:1].upper() + who[1:], what=what, day=day)


def path_words(pivot: Pivot, path: Path) -> str:
    """«Васильева, отсрочка 30 дней»; the empty path is everybody."""
    if not path:
        return _("Total")
    found = (pivot.find(path[: depth + 1]) for depth in range(len(path)))
    return ", ".join(line.label if line is not None else key for line, key in zip(found, path, strict=True))


def filter_words(pivot: Pivot) -> tuple[str, ...]:
    """«Менеджер: Васильева» for each filter of the request."""
    return tuple(
        _("{dimension}: {value}").format(dimension=dimension_word(dimension), value=words)
        for (dimension, _key), words in zip(pivot.request.filters, pivot.filters, strict=True)
    )
