"""Indicators for a script: every figure with its definition, formula, source and what it was in the period before."""

import argparse
from datetime import date
from typing import TYPE_CHECKING

from app.cli import shapes
from app.cli.console import Console
from app.domain.indicator_set import COMPANY, Indicator, IndicatorSet, Scope, ScopeKind, Unit
from app.domain.migration import Migration

if TYPE_CHECKING:
    from app.ledger import Ledger


def tell_indicators(ledger: "Ledger", arguments: argparse.Namespace, console: Console) -> int:
    """Answer with the indicators of a period. Raises ``InputRefused`` for dates out of order or an unknown scope."""
    from app.reports.indicator_rows import migration_table
    from app.reports.indicator_tables import indicators_table

    until: date = arguments.as_of or ledger.default_as_of()
    scope = scope_of(arguments)
    now = ledger.indicators.of(until, arguments.since, scope)
    before = ledger.indicators.before(now)
    earlier = [day for day in ledger.report_dates() if day < until]
    moved = ledger.indicators.migration(earlier[-1], until, scope) if earlier else None
    client = ledger.clients.card(scope.client_id, until).client.name if scope.client_id else ""
    console.answer({
        "outcome": "clean",
        **period(now),
        "before": period(before) if before is not None else None,
        "indicators": [shape(one, before) for one in now.indicators],
        "migration": migration(moved) if moved is not None else None,
    })  # fmt: skip
    console.table(indicators_table(now, before, client))
    if moved is not None:
        console.say()
        console.table(migration_table(moved))
    return 0


def scope_of(arguments: argparse.Namespace) -> Scope:
    """Whose figures are asked for."""
    if arguments.client is not None:
        return Scope(ScopeKind.CLIENT, client_id=arguments.client)
    if arguments.group is not None:
        return Scope(ScopeKind.HOLDING, arguments.group)
    return COMPANY if arguments.manager is None else Scope(ScopeKind.MANAGER, arguments.manager)


def period(found: IndicatorSet) -> shapes.Shape:
    """The period, whose it is, and the sales by which it is counted."""
    return {
        "from": shapes.day(found.since),
        "to": shapes.day(found.until),
        "days": found.days,
        "asked_from": shapes.day(found.asked),
        "scope": found.scope.kind.value,
        "of": found.scope.client_id or found.scope.key or None,
        "sales": {
            "amount": shapes.money(found.sales.amount),
            "origin": found.sales.origin.value,
            "complete": found.sales.complete,
        },
    }


def shape(one: Indicator, before: IndicatorSet | None) -> shapes.Shape:
    """One indicator; ``value`` is null where ``reason`` says why."""
    return {
        "key": one.key,
        "group": one.definition.group.value,
        "title": one.definition.title,
        "value": _value(one),
        "before": _value(before.get(one.key)) if before is not None else None,
        "unit": one.definition.unit.value,
        "definition": one.definition.text,
        "formula": one.reading.formula,
        "source": one.definition.source,
        "alarm": one.reading.alarm.value,
        "note": one.reading.note,
        "reason": one.reading.reason,
    }


def _value(one: Indicator) -> str | float | None:
    """Sums as strings with two decimals, the others as numbers."""
    if one.value is None:
        return None
    return shapes.money(int(one.value)) if one.definition.unit is Unit.KOPECKS else float(one.value)


def migration(found: Migration) -> shapes.Shape:
    """Interval by interval; ``rows`` add up to ``start``, columns with ``new`` to ``end``."""
    return {
        "from": shapes.day(found.since),
        "to": shapes.day(found.until),
        "places": [
            {"from": None, "to": 0},
            *({"from": one.first, "to": one.last} for one in found.rules.intervals),
        ],
        "moved": [[shapes.money(amount) for amount in row] for row in found.moved],
        "documents": [list(row) for row in found.counts],
        "settled": [shapes.money(amount) for amount in found.settled],
        "new": [shapes.money(amount) for amount in found.new],
        "start": [shapes.money(amount) for amount in found.start],
        "end": [shapes.money(amount) for amount in found.end],
        "roll_rates": [None if (rate := found.roll(n)) is None else float(rate) for n in range(len(found.moved))],
    }
