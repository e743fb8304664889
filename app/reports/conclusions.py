"""Conclusions in plain words: one sentence each, every figure of it computed."""

from collections.abc import Sequence
from decimal import Decimal

from app import formats
from app.domain.conclusions import Conclusion, Verdict
from app.i18n import _, ngettext
from app.reports.table import Column, Kind, Table, Tone

NAMED = 3
"""Names given in a sentence before «и ещё N»."""


def sentence(found: Conclusion) -> str:
    """The conclusion as a director reads it."""
    values = {
        "who": names(found.names),
        "sum": formats.roubles_sign(found.amount),
        "rest": formats.roubles_sign(found.whole - found.amount),
        "whole": formats.roubles_sign(found.whole),
        "share": formats.percent(found.share),
        "clients": ngettext("{n} client", "{n} clients", found.count).format(n=found.count),
        "count": found.count,
        "base": found.base,
        "part": formats.percent(_part(found)),
        "before": _number(found.before),
        "after": _number(found.after),
        "level": formats.money_sign(int(found.after or 0)),
        "days": formats.days(int(found.after or 0)),
        "words": found.words,
    }
    return _wording(found).format(**values)


def names(given: Sequence[str]) -> str:
    """«А, Б, В и ещё 4»."""
    shown = ", ".join(given[:NAMED])
    more = len(given) - NAMED
    return _("{names} and {n} more").format(names=shown, n=more) if more > 0 else shown


def table(found: Sequence[Conclusion], title: str) -> Table[Conclusion]:
    """Sentences with the sum each speaks of, for paper and Excel."""
    columns: tuple[Column[Conclusion], ...] = (
        Column("text", _("Conclusion"), Kind.TEXT, sentence, 60, tone, wide=True),
        Column("amount", _("Sum, ₽"), Kind.MONEY, lambda one: one.amount, 14),
        Column("documents", _("Documents"), Kind.COUNT, lambda one: len(one.invoices), 10),
    )
    return Table(key="conclusions", title=title, columns=columns, rows=tuple(found), empty=_("Nothing to conclude yet"))


def tone(found: Conclusion) -> Tone:
    """A conclusion that asks for a decision is marked."""
    return Tone.RED if found.grave else Tone.NONE


def _wording(found: Conclusion) -> str:
    words = {
        Verdict.TOP: _("{who} holds {share} of the whole debt: {sum} of {whole}."),
        Verdict.PAYING: _(
            "If {who} pays what is overdue, {sum}, overdue debt falls by {share}, to {rest}, and its mean term goes"
            " from {before} to {after} days (weighted by sum)."
        ),
        Verdict.CONCENTRATION: _(
            "The three largest hold {share} of the debt: {who}. A delay of any of them hits at once."
        ),
        Verdict.ABOVE_MEAN: ngettext(
            "{clients} of {base} ({part}) owes more than the mean of a client, {level}; this is {share} of the"
            " debt: {who}.",
            "{clients} of {base} ({part}) owe more than the mean of a client, {level}; this is {share} of the"
            " debt: {who}.",
            found.count,
        ),
        Verdict.SEVERAL: ngettext(
            "{clients} of {base} ({part}) has several unpaid documents at once; repeated debt is {sum}, {share} of"
            " all.",
            "{clients} of {base} ({part}) have several unpaid documents at once; repeated debt is {sum}, {share} of"
            " all.",
            found.count,
        ),
        Verdict.SHIPPED_AGAIN: _(
            "Shipped before an earlier debt was repaid: {clients}, goods for {sum} ({share} of the debt): {who}."
        ),
        Verdict.LAWYER: _(
            "The lawyer is needed now: {who}. All debts are in the red zone, the oldest for {days}: {sum}."
        ),
        Verdict.INTERVAL: _("Most of the overdue debt, {share}, stands in the interval «{words}»: {sum}."),
        Verdict.TERMS_LARGEST: _("The largest debtor, {who}, works on «{words}»: {sum}, {share} of the whole debt."),
        Verdict.TERMS_NON_TARGET: _(
            "Deferral was given to clients outside the target group: {clients}, {sum} ({share} of the debt): {who}."
        ),
        Verdict.TERMS_SMALLEST: _(
            "The client with the smallest average order ({level}), {who}, works on «{words}»: {sum}."
        ),
        Verdict.MANAGER: _(
            "{who}: clients pay {after} days late on the average against {before} in the base (weighted by sum);"
            " {sum} is overdue, {share} of all."
        ),
        Verdict.KIND: _(
            "Type «{who}»: {after} days late on the average against {before} in the base (weighted by sum);"
            " {sum} is overdue, {share} of all."
        ),
    }
    return words[found.verdict]


def _part(found: Conclusion) -> Decimal:
    return Decimal(found.count * 100) / found.base if found.base else Decimal(0)


def _number(value: Decimal | None) -> str:
    return formats.DASH if value is None else formats.decimal(value)
