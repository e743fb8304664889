"""The pivot: reads documents once, lets the domain group them, opens any figure into its documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress
from typing import TYPE_CHECKING, Any

from app.domain import pivot as rules_of
from app.domain import pivot_keys, pivot_views
from app.domain.debt import OpenItem
from app.domain.pivot import Dimension, Documents, Measure, Path, Pivot, PivotLine, PivotRequest, SeveralDebts, View
from app.domain.pivot_keys import ClientFacts, Knowledge
from app.domain.pivot_views import Cause, Side, Stated, Sums, ViewDifference
from app.domain.reconcile import organisation_key
from app.i18n import _

if TYPE_CHECKING:
    from app.ledger.book import Ledger
    from app.models.store import Connection


@dataclass(slots=True)
class _Read:
    """Documents of a request after its filters, in columns, with what their keys are made of."""

    documents: Documents
    columns: dict[str, Sequence[Any]]
    several: SeveralDebts
    known: Knowledge


def pivot(ledger: Ledger, request: PivotRequest) -> Pivot:
    """Debt by one or two dimensions on a date."""
    from app.models import pivot as queries
    from app.models.aging import uncollected

    with uncollected():
        with ledger.store.read() as connection:
            read = _read(ledger, connection, request)
            stated_on = queries.stated_dates(connection, request.as_of) if request.view is View.STATED else ()
        names = _names(request, read)
        keys = [pivot_keys.keys(dimension, read.columns, read.known) for dimension in request.by]
        rules = read.known.rules
        lines = rules_of.build(read.documents, keys, read.several, read.known.day, rules)
        _describe(lines.values(), request, read, names)
        arranged = rules_of.arranged(lines, [pivot_keys.order(dimension, rules) for dimension in request.by])
    filters = tuple(
        pivot_keys.label(dimension, key, read.known, names.get(dimension, {})) for dimension, key in request.filters
    )
    return Pivot(request, rules, arranged, lines[()], stated_on, filters)


def _describe(
    lines: Iterable[PivotLine],
    request: PivotRequest,
    read: _Read,
    names: Mapping[Dimension, Mapping[str, str]],
) -> None:
    """Words of each line, and what is known of the client or document that it is."""
    places = _places(read) if Dimension.DOCUMENT in request.by else {}
    words: dict[tuple[Dimension, str], str] = {}
    for line in lines:
        if not line.path:
            line.label = _("Total")
            continue
        dimension = request.by[len(line.path) - 1]
        if dimension is Dimension.DOCUMENT:
            _as_document(line, places[line.key], read)
            continue
        found = words.get((dimension, line.key))
        if found is None:
            found = pivot_keys.label(dimension, line.key, read.known, names.get(dimension, {}))
            words[dimension, line.key] = found
        line.label = found
        if dimension is Dimension.CLIENT:
            _as_client(line, read.known.clients[int(line.key)])


def items(
    ledger: Ledger, request: PivotRequest, path: Path = (), figure: Measure | int = Measure.TOTAL
) -> tuple[OpenItem, ...]:
    """The documents behind one figure: of the line at ``path`` (empty: the whole) a measure, or an interval by its
    number from 0. Their balances add up to the figure (advances: to minus it). By client and falling balance."""
    from app.models import aging
    from app.models import pivot as queries

    with ledger.store.read() as connection:
        read = _read(ledger, connection, request)
        keep = [True] * len(read.documents.ids)
        for dimension, key in zip(request.by, path, strict=False):
            found = pivot_keys.keys(dimension, read.columns, read.known)
            keep = [kept and one == key for kept, one in zip(keep, found, strict=True)]
        ids = list(compress(read.documents.ids, keep))
        if request.view is View.STATED:
            documents = queries.stated_items(connection, request.as_of, ids)
        else:
            documents = aging.open_items(connection, request.as_of, ids=ids)
    found_items = [item for item in documents if _behind(item, figure, read)]
    return tuple(sorted(found_items, key=lambda i: (i.client, i.client_id, -i.balance, i.number, i.invoice_id)))


def difference(ledger: Ledger, as_of: date, own: str | None = None) -> ViewDifference:
    """What was stated on a date against what is known of it now, document by document."""
    from app.models import pivot as queries

    columns = ["client_id", *pivot_views.REWRITABLE]
    with ledger.store.read() as connection:
        then = _sides(queries.stated(connection, as_of, columns, own), columns)
        now = _sides(queries.known(connection, as_of, columns, ledger.analysis.wordings(own)), columns)
        changed = [number for number in then.keys() | now.keys() if then.get(number) != now.get(number)]
        told = queries.told_since(connection, as_of, changed)
        said = queries.said_since(connection, as_of, pivot_views.REWRITABLE, changed)
        rows = [
            row
            for named in queries.named(connection, changed)
            for row in pivot_views.steps(
                named,
                then.get(named.invoice_id),
                now.get(named.invoice_id),
                told.get(named.invoice_id, ()),
                _told_on(now.get(named.invoice_id), said.get(named.invoice_id, ())),
                as_of,
            )
        ]
        stated_on = queries.stated_dates(connection, as_of)
    rows.sort(key=pivot_views.graveness)
    return ViewDifference(as_of, stated_on, _sum(then, as_of), _sum(now, as_of), tuple(rows))


def _sides(rows: Sequence[tuple[Any, ...]], columns: Sequence[str]) -> dict[int, Side]:
    """Documents of a view by id."""
    return {row[0]: Side(row[-1], _stated(columns[1:], row[2:-1])) for row in rows if row[-1]}


def _stated(columns: Sequence[str], values: Sequence[Any]) -> dict[str, Stated]:
    return {
        name: date.fromordinal(value) if name == Cause.DUE_DATE and value is not None else value
        for name, value in zip(columns, values, strict=True)
    }


def _told_on(now: Side | None, lines: Sequence[tuple[Any, ...]]) -> dict[Cause, date]:
    """Date of the report since which each thing has been stated as it is now."""
    out: dict[Cause, date] = {}
    if now is None:
        return out
    held = set(pivot_views.REWRITABLE)
    for day, *values in reversed(lines):
        stated = _stated(pivot_views.REWRITABLE, values)
        held = {cause for cause in held if stated[cause] == now.stated[cause]}
        out |= dict.fromkeys(held, date.fromordinal(day))
    return out


def _sum(sides: Mapping[int, Side], as_of: date) -> Sums:
    return sum((pivot_views.sums_of(side.balance, side.due, as_of) for side in sides.values()), Sums())


def _behind(item: OpenItem, figure: Measure | int, read: _Read) -> bool:
    """Whether a document is part of a figure."""
    if isinstance(figure, int):
        return item.balance > 0 and read.known.rules.slot(item.days) == figure
    if figure is Measure.BALANCE:
        return True
    if figure is Measure.ADVANCES:
        return item.balance < 0
    if item.balance <= 0:
        return False
    if figure is Measure.REPEATED:
        return item.client_id in read.several.clients and item.invoice_id not in read.several.oldest
    return figure is Measure.TOTAL or (item.days > 0) is (figure is Measure.OVERDUE)


def _read(ledger: Ledger, connection: Connection, request: PivotRequest) -> _Read:
    from app.models import pivot as queries

    dimensions = {*request.by, *(dimension for dimension, _key in request.filters)}
    needed = {name for dimension in dimensions for name in pivot_keys.COLUMNS[dimension]}
    if Dimension.DOCUMENT in request.by:
        needed |= {"kind", "number", "manager", "terms", "avg_order", "core_share"}
    names = ["client_id", "due_date", *sorted(needed - {"id", "client_id", "due_date", "advance"})]
    rows = _rows(ledger, connection, request, names)
    columns: dict[str, Sequence[Any]] = dict(
        zip(["id", *names, "balance"], zip(*rows, strict=True) if rows else [()] * (len(names) + 2), strict=True)
    )
    if not all(columns["balance"]):
        columns = _kept(columns, [bool(balance) for balance in columns["balance"]])
    merged = queries.shown_as(connection)
    if merged:
        columns["client_id"] = [merged.get(client, client) for client in columns["client_id"]]
    if "advance" in needed:
        columns["advance"] = [balance < 0 for balance in columns["balance"]]
    day = request.as_of.toordinal()
    several = rules_of.several_debts(_documents(columns), day)
    asked = {int(key) for dimension, key in request.filters if dimension is Dimension.CLIENT and key.isdecimal()}
    known = Knowledge(
        queries.client_facts(connection, {*columns["client_id"], *asked}),
        ledger.policy.rules(request.as_of),
        ledger.policy.bands(request.as_of),
        day,
        several.clients,
    )
    columns = _filtered(columns, request, known)
    return _Read(_documents(columns), columns, several, known)


def _rows(ledger: Ledger, connection: Connection, request: PivotRequest, names: Sequence[str]) -> list[tuple[Any, ...]]:
    from app.models import pivot as queries

    if request.view is View.STATED:
        return queries.stated(connection, request.as_of, names, request.own)
    return queries.known(connection, request.as_of, names, ledger.analysis.wordings(request.own))


def _filtered(columns: dict[str, Sequence[Any]], request: PivotRequest, known: Knowledge) -> dict[str, Sequence[Any]]:
    """Several keys of a dimension mean any of them; dimensions mean all of them."""
    wanted: dict[Dimension, set[str]] = {}
    for dimension, key in request.filters:
        wanted.setdefault(dimension, set()).add(key)
    for dimension, keys in wanted.items():
        columns = _kept(columns, [key in keys for key in pivot_keys.keys(dimension, columns, known)])
    return columns


def _kept(columns: Mapping[str, Sequence[Any]], keep: Sequence[bool]) -> dict[str, Sequence[Any]]:
    return {name: list(compress(values, keep)) for name, values in columns.items()}


def _documents(columns: Mapping[str, Sequence[Any]]) -> Documents:
    return Documents(columns["id"], columns["client_id"], columns["due_date"], columns["balance"])


def _names(request: PivotRequest, read: _Read) -> dict[Dimension, dict[str, str]]:
    """Labels that the keys do not tell by themselves."""
    out: dict[Dimension, dict[str, str]] = {}
    asked = {*request.by, *(dimension for dimension, _key in request.filters)}
    if Dimension.CONTRACT in asked:
        pairs = set(zip(read.columns["client_id"], read.columns["contract"], strict=True))
        alone = Dimension.CLIENT not in request.by
        out[Dimension.CONTRACT] = {
            pivot_keys.contract_key(client, text): f"{text}, {read.known.clients[client].name}" if alone else text
            for client, text in pairs
        }
    if Dimension.OWN in asked:
        wordings = sorted(set(read.columns["organisation"]), reverse=True)
        out[Dimension.OWN] = {organisation_key(text): text for text in wordings}
    return out


def _places(read: _Read) -> dict[str, int]:
    return {str(number): place for place, number in enumerate(read.documents.ids)}


def _as_client(line: PivotLine, facts: ClientFacts) -> None:
    """What is known of the client that the line is."""
    line.client_id = int(line.key)
    line.manager = facts.manager
    line.terms = facts.terms
    line.avg_order = pivot_keys.order_of(facts, None)
    line.core_share = pivot_keys.core_of(facts, "")


def _as_document(line: PivotLine, place: int, read: _Read) -> None:
    """What is known of the document that the line is."""
    columns = read.columns
    client = columns["client_id"][place]
    facts = read.known.clients[client]
    line.label = f"{columns['kind'][place]} {columns['number'][place]}".strip() or _("balance without document")
    line.client_id = client
    line.note = facts.name
    line.manager = columns["manager"][place]
    line.terms = columns["terms"][place] or facts.terms
    line.avg_order = pivot_keys.order_of(facts, columns["avg_order"][place])
    line.core_share = pivot_keys.core_of(facts, columns["core_share"][place])
