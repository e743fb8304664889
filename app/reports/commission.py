"""The papers of the commission on receivables: what lies on the table, in the order of the article's agenda.

Everything comes computed in ``CommissionPack``; here it only becomes words, tables and charts.
"""

from collections.abc import Iterator

from app import formats
from app.domain.aging import AgingRules, Zone
from app.domain.client import ClientCard, Summary
from app.domain.commission import CommissionPack, Member, Turnover
from app.domain.money import Kopecks, share
from app.domain.sales import Origin
from app.i18n import _, ngettext
from app.reports import charts, charts_bridge, charts_client, charts_debtors, charts_due, charts_migration, wording
from app.reports.aging_tables import aging_table, interval_table, overdue_table
from app.reports.bridge_table import bridge_table
from app.reports.chart import Chart
from app.reports.client_tables import contacts_table, items_table, promises_table
from app.reports.commission_tables import changes_table, decisions_table, measures_table, members_table
from app.reports.document import (
    BlankLines,
    Document,
    FigureBlock,
    Heading,
    KeyFigure,
    KeyFigures,
    Numbered,
    Paragraph,
    Section,
    Signatures,
    TableBlock,
)
from app.reports.payment_tables import loose_words
from app.reports.table import ZONE_TONE, Tone

_TOP = 10
_OLDEST = 20
_CHANGES = 30
_BRIDGE = 24  # as many clients as a landscape page holds
_CARD_SIZES = ((14, 8), (12, 6), (10, 5), (8, 4), (6, 3), (4, 2))
"""Documents and contacts of a one-page card, tried in turn."""

_BLANK_DECISIONS = (6, 4, 2, 0)
_EMPTY_SEATS = 6


def document(pack: CommissionPack) -> Document:
    """The whole pack; the lists by document, manager and terms are only in the XLSX."""
    sections = [
        _first_page(pack),
        _debtors(pack),
        _by_term(pack),
        _measures(pack),
        _dynamics(pack),
        *_movement(pack),
        *_changed(pack),
        *_broken(pack),
        *(_card(card) for card in pack.cards),
        _minutes(pack),
        *_lists(pack),
    ]
    return Document(
        title=_("Commission on receivables"),
        sections=tuple(sections),
        as_of=pack.request.as_of,
        company=pack.request.company,
        footer=footer(pack),
    )


def footer(pack: CommissionPack) -> str:
    """«Отчёт на 23.11.2026 · контрольная сумма 41 286 450,00 ₽ · сходится»."""
    parts = [_("report as of {day}").format(day=formats.day(pack.request.as_of))]
    if pack.report_control is not None:
        parts.append(_("control total {sum}").format(sum=formats.money_sign(pack.report_control)))
        parts.append(_("totals match") if pack.report_ties else _("totals do not match"))
    else:
        parts.append(_("the report states no control total"))
    return " · ".join(parts)


def _meeting(pack: CommissionPack) -> str:
    request = pack.request
    return _("meeting of {day} at {time}, debts as of {as_of}").format(
        day=formats.day(request.meeting), time=f"{request.at:%H:%M}", as_of=formats.day(request.as_of)
    )


def _first_page(pack: CommissionPack) -> Section:
    return Section(
        title=_("Commission on receivables"),
        subtitle=_meeting(pack),
        blocks=(
            key_figures(pack.summary),
            *(Paragraph(text, tone) for text, tone in turnover_words(pack.turnover)),
            Heading(_("Agenda")),
            Numbered(agenda(pack.turnover)),
            TableBlock(members_table(_seats(pack)), row_height=8),
        ),
        landscape=False,
        sheet=_("Agenda"),
    )


def agenda(turnover: Turnover) -> tuple[str, ...]:
    """The article's agenda (finance, sales, lawyer, then plans and rules), after last time's decisions."""
    return (
        _("Execution of the decisions of the last meeting."),
        _("Total receivables and their share in turnover (limit {limit}): finance director.").format(
            limit=formats.percent(turnover.limit, 0)
        ),
        _("Debtors by sum and by term: finance director."),
        _("Dynamics by client, measures taken and planned actions: sales director."),
        _("Bad debts, results of claims and of court: lawyer."),
        _("Approval of plans; discussion and correction of the rules."),
    )


def _seats(pack: CommissionPack) -> tuple[Member, ...]:
    """The members, or empty lines for their names."""
    return pack.request.members or tuple(Member("", "") for _seat in range(_EMPTY_SEATS))


def key_figures(summary: Summary) -> KeyFigures:
    """Debt, overdue, red zone, promised; each with its change since the last report."""
    part = formats.percent(share(summary.overdue, summary.total))
    total = formats.money_sign(summary.total)
    return KeyFigures(
        (
            KeyFigure(_("Total debt"), total, _since(summary.total, summary.previous_total)),
            KeyFigure(
                _("Overdue, {percent} of the debt").format(percent=part),
                formats.money_sign(summary.overdue),
                _since(summary.overdue, summary.previous_overdue),
            ),
            KeyFigure(
                _("Red zone, from day {n}").format(n=summary.red_from),
                formats.money_sign(summary.red),
                _since(summary.red, summary.previous_red),
                Tone.RED if summary.red else Tone.NONE,
            ),
            KeyFigure(
                _("Promised this week"),
                formats.money_sign(summary.promised),
                _("of it reliable {sum}").format(sum=formats.roubles_sign(summary.promised_reliable)),
            ),
        )
    )


def _since(now: Kopecks, before: Kopecks | None) -> str:
    if before is None:
        return ""
    if now == before:
        return _("no change in a week")
    words = _("▲ {sum} in a week") if now > before else _("▼ {sum} in a week")
    return words.format(sum=formats.roubles_sign(abs(now - before)))


def turnover_words(turnover: Turnover) -> Iterator[tuple[str, Tone]]:
    """Share in turnover with its limit and the days it stands for; a lower bound of sales makes it an upper
    bound of the share, and the paper says so."""
    if turnover.share is None or turnover.dso is None:
        yield _("The share in turnover is unknown: no sales are known for the period."), Tone.MUTED
        return
    words = _("Share of receivables in turnover {share}, {verdict} of {limit}; days sales outstanding {dso}.")
    if turnover.shortened:
        words = _(
            "Share of receivables in turnover {share}; days sales outstanding {dso}. The limit of {limit} is for"
            " {asked} and is not compared: sales of fewer days are known."
        )
    yield (
        words.format(
            share=formats.percent(turnover.share),
            verdict=_("above the limit") if turnover.above else _("within the limit"),
            limit=formats.percent(turnover.limit, 0),
            dso=formats.decimal(turnover.dso),
            asked=formats.days(turnover.asked),
        ),
        Tone.BROKEN if turnover.above else Tone.NONE,
    )
    period = _("Turnover with VAT from {since} to {until} ({days}): {sum}.").format(
        since=formats.day(turnover.since),
        until=formats.day(turnover.until),
        days=formats.days(turnover.days),
        sum=formats.money_sign(turnover.sales),
    )
    bounds = {
        Origin.REGISTER: "",
        Origin.MIXED: _(
            "Sales of days without a register are a lower bound taken from the reports of debts, so the real share is"
            " not above the stated one."
        ),
        Origin.SHIPMENTS: _(
            "Sales are a lower bound taken from the reports of debts, so the real share is not above the stated one."
        ),
    }
    yield f"{period} {bounds[turnover.origin]}".strip(), Tone.MUTED


def _debtors(pack: CommissionPack) -> Section:
    table = aging_table(pack.by_client)
    return Section(
        title=_("Debtors by sum"),
        subtitle=_("largest debt first; filled cells stand in the grey, yellow or red zone"),
        blocks=(TableBlock(table, titled=False),),
        landscape=True,
        sheet=_("Debtors"),
    )


def _by_term(pack: CommissionPack) -> Section:
    return Section(
        title=_("Debt by interval and by term"),
        blocks=(
            TableBlock(interval_table(pack.by_client)),
            TableBlock(overdue_table(pack.by_client, _OLDEST)),
        ),
        landscape=False,
        sheet=_("Intervals"),
    )


def _measures(pack: CommissionPack) -> Section:
    return Section(
        title=_("Measures by zone"),
        subtitle=_zones_in_words(pack.by_client.rules),
        blocks=(TableBlock(measures_table(pack.measures), titled=False),),
        sheet=_("Measures"),
    )


def _zones_in_words(rules: AgingRules) -> str:
    """«Серая зона: 31–44 дня; жёлтая зона: 45–60 дней; ...»"""
    parts = []
    for zone in (Zone.GREY, Zone.YELLOW, Zone.RED):
        texts = [interval.text for interval in rules.intervals if interval.zone is zone]
        if texts:
            parts.append(f"{wording.zone_name(zone)}: {', '.join(texts)}")
    return "; ".join(parts)


def _dynamics(pack: CommissionPack) -> Section:
    lines = pack.by_client.lines[:_TOP]
    return Section(
        title=_("Dynamics and concentration"),
        blocks=(
            FigureBlock(lambda colours: charts.sales_and_debt(pack.series, colours, shares=pack.shares), 88),
            FigureBlock(lambda colours: charts.zones(pack.series, colours), 66),
            FigureBlock(
                lambda colours: charts_debtors.top_debtors(lines, colours, pack.by_client.rules, pack.by_client.totals),
                22 + 6 * max(len(lines), 1),
            ),
        ),
        landscape=False,
        sheet=_("Charts"),
    )


def _movement(pack: CommissionPack) -> Iterator[Section]:
    """Where the money went since the report before and when the rest is due; charts with nothing to say are out."""
    made: list[tuple[Chart, float]] = []
    if pack.bridge is not None:
        made.append((charts_bridge.bridge_chart(pack.bridge), 66))
    if pack.migration is not None:
        made.append((charts_migration.migration_chart(pack.migration), 88))
    if pack.due is not None:
        made.append((charts_due.due_chart(pack.due), 84))
    blocks = tuple(FigureBlock(one.draw, height) for one, height in made if not one.empty)
    if blocks:
        yield Section(_("Movement of the debt"), blocks, landscape=False, sheet=_("Movement"))


def _changed(pack: CommissionPack) -> Iterator[Section]:
    if pack.changes is None:
        return
    table = changes_table(pack.changes, _CHANGES)
    yield Section(table.title, (TableBlock(table, titled=False),), sheet=_("Changes"))
    if pack.bridge is not None:
        table_of_overdue = bridge_table(pack.bridge, limit=_BRIDGE)
        yield Section(table_of_overdue.title, (TableBlock(table_of_overdue, titled=False),), sheet=_("Week's bridge"))


def _broken(pack: CommissionPack) -> Iterator[Section]:
    """Promises whose report came without the money; left out when there are none."""
    if pack.broken:
        table = promises_table(pack.broken, _("Broken promises"))
        yield Section(table.title, (TableBlock(table, titled=False),))


def _card(card: ClientCard, sizes: tuple[tuple[int, int], ...] = _CARD_SIZES) -> Section:
    """One page: who, how bad, what is owed, the chart, what was said and promised. ``sizes``: how many documents
    and contacts, from the most; the first that fits the page is taken."""
    documents, contacts = sizes[0]
    return Section(
        title=card.client.name or _("Client"),
        subtitle=" · ".join(_about(card)),
        blocks=(
            _card_figures(card),
            TableBlock(items_table(card.items, card.rules, documents), lines=1),
            FigureBlock(lambda colours: charts_client.client_chart(card.series, colours), 46),
            Heading(_("Contact history"), _promise_record(card)),
            TableBlock(contacts_table(card.contacts[:contacts]), titled=False),
        ),
        landscape=False,
        sheet=card.client.name,
        smaller=_card(card, sizes[1:]) if len(sizes) > 1 else None,
    )


def _about(card: ClientCard) -> Iterator[str]:
    client = card.client
    yield client.manager or _("without manager")
    if client.inn:
        yield _("taxpayer number {inn}").format(inn=client.inn)
    if client.terms:
        yield client.terms
    if card.mean_delay is not None:
        yield _mean_delay(card.mean_delay)
    if words := loose_words(card.money):
        yield words
    if card.next_contact is not None:
        yield _("next contact {day}").format(day=formats.day(card.next_contact))


def _mean_delay(days: int) -> str:
    if days <= 0:
        return _("pays on time on average")
    return _("pays {days} late on average").format(days=formats.days(days))


def _card_figures(card: ClientCard) -> KeyFigures:
    line = card.line
    zone = wording.zone_name(line.zone)
    longest = formats.days(line.max_days) if line.max_days else formats.DASH
    figures = [
        KeyFigure(_("Debt"), formats.money_sign(line.total), formats.documents(line.count)),
        KeyFigure(_("Overdue"), formats.money_sign(line.overdue), formats.percent(share(line.overdue, line.total))),
        KeyFigure(_("Longest delay"), longest, zone, ZONE_TONE[line.zone]),
        KeyFigure(
            _("Measure"),
            wording.measure(line.zone, line.overdue) or formats.DASH,
            _("weighted delay {days} days").format(days=formats.decimal(line.weighted_days)),
        ),
    ]
    if line.advances:
        figures.append(
            KeyFigure(
                _("Advance"),
                formats.money_sign(-line.advances),
                _("balance {sum}").format(sum=formats.roubles_sign(line.balance)),
            )
        )
    return KeyFigures(tuple(figures))


def _promise_record(card: ClientCard) -> str:
    """«обещал 6 раз, сдержал 2»."""
    record = card.promises
    if not record.made:
        return _("no promises yet")
    words = ngettext("promised {n} time, kept {kept}", "promised {n} times, kept {kept}", record.made)
    return words.format(n=record.made, kept=record.kept)


def _minutes(pack: CommissionPack, blanks: tuple[int, ...] = _BLANK_DECISIONS) -> Section:
    """Blank minutes to be filled in by hand; the usual Russian form. ``blanks``: empty rows, as many as fit."""
    request = pack.request
    return Section(
        title=_("MINUTES No. ______ of the meeting of the commission on receivables"),
        subtitle=" · ".join(
            part for part in (request.company, formats.day(request.meeting), f"{request.at:%H:%M}") if part
        ),
        blocks=(
            Paragraph(_present(request.members)),
            Heading(_("HEARD:")),
            Numbered(agenda(pack.turnover)),
            Heading(_("DECIDED:")),
            TableBlock(decisions_table(pack.cards, blanks[0]), titled=False, row_height=11),
            BlankLines(_("Execution of the decisions of the last meeting:"), 3),
            Signatures(
                (
                    (_("Chairman"), _person(request.members, _("chairman"))),
                    (_("Secretary"), _person(request.members, _("secretary"))),
                )
            ),
        ),
        landscape=False,
        sheet=_("Minutes"),
        smaller=_minutes(pack, blanks[1:]) if len(blanks) > 1 else None,
    )


def _person(members: tuple[Member, ...], role: str) -> str:
    """Name of the first member whose position says so."""
    return next((member.name for member in members if role.casefold() in member.role.casefold()), "")


def _present(members: tuple[Member, ...]) -> str:
    names = ", ".join(member.name for member in members if member.name)
    return _("Present: {names}").format(names=names or "_" * 60)


def _lists(pack: CommissionPack) -> Iterator[Section]:
    """Long lists: for the workbook, not for a table of people."""
    for aging in (pack.by_invoice, pack.by_interval, pack.by_manager, pack.by_terms):
        table = aging_table(aging)
        yield Section(table.title, (TableBlock(table, titled=False),), paper=False)
