"""What a chart of moving money says, in one sentence: the bridge, due dates, migration between intervals."""

from app import formats
from app.domain.bridge import Bridge
from app.domain.chart import DueSums
from app.domain.migration import Migration
from app.domain.money import share
from app.i18n import _
from app.reports.wording import short_money


def bridge(found: Bridge) -> str:
    """«Просрочка выросла на 1,2 млн ₽ за 7 дней: наступил срок 3,1 млн, оплачено 1,9 млн»."""
    line, span = found.totals, formats.days((found.until - found.since).days)
    moved = line.after - line.before
    if not any((line.before, line.after, line.matured, line.returned, line.paid, line.goods, line.written_off)):
        return _("Nothing was overdue")
    if not moved:
        head = _("Overdue debt did not change in {days}").format(days=span)
    elif short_money(moved) == short_money(0):
        head = _("Overdue debt hardly changed in {days}").format(days=span)
    elif moved > 0:
        head = _("Overdue debt grew by {sum} ₽ in {days}").format(sum=short_money(moved), days=span)
    else:
        head = _("Overdue debt fell by {sum} ₽ in {days}").format(sum=short_money(-moved), days=span)
    told = [
        words.format(sum=short_money(amount))
        for words, amount in (
            (_("fell due {sum}"), line.matured + line.returned),
            (_("paid {sum}"), line.paid),
            (_("written off and returned {sum}"), line.goods + line.written_off),
        )
        if amount
    ]
    return f"{head}: {', '.join(told)}" if told else head


def due(found: DueSums) -> str:
    """«За 6 недель наступает срок 12,3 млн ₽, больше всего в пт 27.11: 3,4 млн ₽»."""
    if not found.days:
        return (
            _("Nothing falls due until {day}").format(day=formats.day(found.until)) if found.total else _("No debtors")
        )
    largest = max(found.days, key=lambda day: (day.amount, -day.day.toordinal()))
    return _("{sum} ₽ falls due until {until}, most of it on {day}: {most} ₽").format(
        sum=short_money(found.coming),
        until=formats.day(found.until),
        day=formats.day(largest.day),
        most=short_money(largest.amount),
    )


def due_rest(found: DueSums) -> str:
    """What the calendar does not show, so that all sums tie with the whole debt."""
    parts = [
        words.format(sum=short_money(amount))
        for words, amount in (
            (_("overdue already {sum} ₽"), found.overdue),
            (_("later {sum} ₽"), found.later),
            (_("without a due date {sum} ₽"), found.undated),
        )
        if amount
    ]
    off = sum(day.amount for day in found.days if not found.calendar.works(day.day))
    if off:
        parts.append(_("on days off (hatched) {sum} ₽").format(sum=short_money(off)))
    return "; ".join(parts)


def migration(found: Migration) -> str:
    """«За 7 дней в худший интервал перешло 3,1 млн ₽ (7,5 % долга), закрыто 9,2 млн ₽, новых долгов 8,8 млн ₽»."""
    worsened = sum(found.worsened(source) for source in range(len(found.moved)))
    if not any(found.start) and not any(found.end):
        return _("No debtors")
    span = formats.days((found.until - found.since).days)
    if not any(found.start):
        return _("In {days} {sum} ₽ of new debts came").format(days=span, sum=short_money(sum(found.new)))
    if not worsened:
        return _("In {days} no debt moved to a worse interval; {settled} ₽ settled, {new} ₽ new").format(
            days=span, settled=short_money(sum(found.settled)), new=short_money(sum(found.new))
        )
    return _(
        "In {days} {sum} ₽ moved to a worse interval ({percent} of the debt); {settled} ₽ settled, {new} ₽ new"
    ).format(
        days=span,
        sum=short_money(worsened),
        percent=formats.percent(share(worsened, sum(found.start))),
        settled=short_money(sum(found.settled)),
        new=short_money(sum(found.new)),
    )


def migration_note(found: Migration) -> str:
    """Both ends, whose sums are those of the aging."""
    return _("left: {start} ₽ on {since}; right: {end} ₽ on {until}").format(
        start=short_money(sum(found.start)),
        since=formats.day(found.since),
        end=short_money(sum(found.end)),
        until=formats.day(found.until),
    )
