"""What a chart says, in one sentence computed from its numbers: the titles of the charts.

Plain functions over series and lines. A window is 13 weeks (a quarter) or what there is; sales compare the last
window with the one before it.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from app import formats
from app.domain.aging import Aging, AgingLine, AgingRules, Zone
from app.domain.chart import Cooperation, Shares, Speed
from app.domain.client import Point, Series
from app.domain.money import Kopecks, share
from app.i18n import _, ngettext
from app.reports.safe_text import clip, plain
from app.reports.wording import short_money

WINDOW = 13
"""Weeks of one window."""

_STEADY = Decimal(5)
"""Percent of change below which a debt of one client is called steady."""

_NOTICEABLE = Decimal(1)
"""Percent of change below which the whole debt has «hardly changed»."""

_SALES_STEADY = Decimal(10)
"""Percent of change below which sales are called steady."""

MOST = 80
"""Percent of the debt whose holders a Pareto counts."""

_LONGEST = 40
"""Most letters of a name in a title."""

_LEAST = 4
"""Points needed before anything is said of sales."""


def change(before: Kopecks, after: Kopecks) -> Decimal | None:
    """Percent of change, one place; None from nothing."""
    if not before:
        return None
    return (Decimal(after - before) * 100 / before).quantize(Decimal("0.1"), ROUND_HALF_UP)


def weeks(count: int) -> str:
    """``13 недель``."""
    return ngettext("{n} week", "{n} weeks", count).format(n=count)


def window_of(points: Sequence[Point]) -> tuple[Point, Point, int]:
    """First and last point of the last window, and how many weeks lie between them."""
    span = min(WINDOW, len(points) - 1)
    return points[-1 - span], points[-1], span


def whole_debt(series: Series) -> str:
    """«Долг 41,3 млн ₽, вырос на 12 % за 13 недель; просрочка 30,6 % долга, выше на 2,1 п. п.»"""
    if not series.points:
        return _("No reports yet")
    before, after, span = window_of(series.points)
    return f"{_debt_words(before.debt, after.debt, span)}; {_overdue_words(before, after)}"


def turnover(series: Series, shares: Shares | None) -> str:
    """«Долг 41,3 млн ₽, вырос на 12 % за 13 недель; 62,1 % оборота за 91 день, порог 50 % превышен 8 недель подряд».
    Without a share: as ``whole_debt``."""
    if shares is None or not series.points or shares.percents[-1] is None:
        return whole_debt(series)
    before, after, span = window_of(series.points)
    now, limit = shares.percents[-1], formats.percent(shares.limit, 0)
    debt = _debt_words(before.debt, after.debt, span)
    words = _("{debt}; {percent} of turnover in {days}").format(
        debt=debt, percent=formats.percent(now), days=formats.days(shares.days)
    )
    above = _above(shares)
    if not above:
        return _("{words}, below the limit of {limit}").format(words=words, limit=limit)
    if above == 1:
        return _("{words}, above the limit of {limit}").format(words=words, limit=limit)
    return _("{words}, above the limit of {limit} for {weeks} running").format(
        words=words, limit=limit, weeks=weeks(above)
    )


def _above(shares: Shares) -> int:
    """How many last weeks stood above the limit."""
    count = 0
    for percent in reversed(shares.percents):
        if percent is None or percent <= shares.limit:
            break
        count += 1
    return count


def _debt_words(before: Kopecks, after: Kopecks, span: int) -> str:
    amount = short_money(after)
    moved = change(before, after)
    if moved is None or not span:
        return _("Debt {sum} ₽").format(sum=amount)
    if abs(moved) < _NOTICEABLE:
        return _("Debt {sum} ₽, hardly changed in {weeks}").format(sum=amount, weeks=weeks(span))
    words = _("Debt {sum} ₽, up {percent} in {weeks}") if moved > 0 else _("Debt {sum} ₽, down {percent} in {weeks}")
    return words.format(sum=amount, percent=_whole_percent(abs(moved)), weeks=weeks(span))


def _overdue_words(before: Point, after: Point) -> str:
    now, then = share(after.overdue, after.debt), share(before.overdue, before.debt)
    percent = formats.percent(now)
    points = (now - then).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if before is after or not before.debt:
        return _("overdue {percent} of the debt").format(percent=percent)
    if not points:
        return _("overdue {percent} of the debt, as before").format(percent=percent)
    words = (
        _("overdue {percent} of the debt, {points} points higher")
        if points > 0
        else _("overdue {percent} of the debt, {points} points lower")
    )
    return words.format(percent=percent, points=formats.decimal(abs(points)))


def zone_sum(point: Point, rules: AgingRules, zone: Zone) -> Kopecks:
    """Debt of one zone at one point; 0 when the point has no intervals."""
    pairs = zip(rules.intervals, point.buckets, strict=False)
    return sum(amount for interval, amount in pairs if interval.zone is zone)


def red_zone(series: Series) -> str:
    """«В красной зоне 3,0 млн ₽, на 318 тыс. больше, чем 13 недель назад»."""
    if not series.points:
        return _("No reports yet")
    before, after, span = window_of(series.points)
    now = zone_sum(after, series.rules, Zone.RED)
    then = zone_sum(before, series.rules, Zone.RED)
    if not now:
        return _("No debts in the red zone")
    amount = short_money(now)
    if not span:
        return _("Red zone {sum} ₽").format(sum=amount)
    if short_money(now - then) == short_money(0):
        return _("Red zone {sum} ₽, the same as {weeks} ago").format(sum=amount, weeks=weeks(span))
    words = (
        _("Red zone {sum} ₽, {difference} more than {weeks} ago")
        if now > then
        else _("Red zone {sum} ₽, {difference} less than {weeks} ago")
    )
    return words.format(sum=amount, difference=short_money(abs(now - then)), weeks=weeks(span))


def concentration(lines: Sequence[AgingLine], whole: AgingLine | None) -> str:
    """«3 крупнейших должника держат 68,3 % долга»; where they hold all of it, or without the whole: who the largest
    is."""
    if not lines:
        return _("No debtors")
    if whole is None or not whole.total:
        first = lines[0]
        return _("Largest debtor {name}: {sum} ₽, overdue {percent}").format(
            name=first.label, sum=short_money(first.total), percent=formats.percent(share(first.overdue, first.total))
        )
    largest = lines[:3]
    held = sum(line.total for line in largest)
    if held == whole.total:  # three of three say nothing
        first = lines[0]
        words = _("{name} holds {percent} of the debt: {sum} ₽")
        return words.format(
            name=first.label, percent=formats.percent(share(first.total, held)), sum=short_money(first.total)
        )
    words = ngettext(
        "{n} largest debtor holds {percent} of the debt",
        "{n} largest debtors hold {percent} of the debt",
        len(largest),
    )
    return words.format(n=len(largest), percent=formats.percent(share(held, whole.total)))


def client_story(series: Series) -> str:
    """«Долг растёт, продажи упали втрое»."""
    if not series.points:
        return _("No reports yet")
    sales = _sales_words(series.points)
    return f"{_client_debt(series.points)}, {sales}" if sales else _client_debt(series.points)


def _client_debt(points: Sequence[Point]) -> str:
    before, after, _span = window_of(points)
    if not after.debt:
        return _("No debt")
    moved = change(before.debt, after.debt)
    if moved is None or moved >= _STEADY:
        return _("Debt is growing")
    return _("Debt is falling") if moved <= -_STEADY else _("Debt is steady")


def _sales_words(points: Sequence[Point]) -> str:
    """Sales of the last window against the one before it; empty when there is too little to compare."""
    if len(points) < _LEAST:
        return ""
    half = min(WINDOW, len(points) // 2)
    now = sum(point.sales for point in points[-half:])
    then = sum(point.sales for point in points[-2 * half : -half])
    if not now:
        return _("no sales") if not then else _("sales have stopped")
    if not then:
        return _("sales have begun")
    return _moved_words(then, now)


def _moved_words(then: Kopecks, now: Kopecks) -> str:
    moved = change(then, now)
    assert moved is not None
    if abs(moved) < _SALES_STEADY:
        return _("sales are steady")
    fell = now < then
    fold = Decimal(max(then, now)) / min(then, now)
    if fold >= Decimal("1.75"):
        how = times(int(fold.quantize(Decimal(1), ROUND_HALF_UP)))
    else:
        how = _("by {percent}").format(percent=_whole_percent(abs(moved)))
    return (_("sales fell {how}") if fell else _("sales rose {how}")).format(how=how)


def times(fold: int) -> str:
    """``вдвое``, ``втрое``, ``вчетверо``, ``в 5 раз``, ``в 22 раза``."""
    words = {2: _("twofold"), 3: _("threefold"), 4: _("fourfold")}
    return words.get(fold) or ngettext("{n} time", "{n} times", fold).format(n=fold)


def _whole_percent(percent: Decimal) -> str:
    return formats.percent(percent, 0 if percent >= 10 else 1)


def holders(aging: Aging) -> int:
    """How many of the largest debtors hold ``MOST`` percent of the debt; 0 without debts."""
    upto, whole = 0, aging.totals.total
    for number, line in enumerate(aging.lines, 1):
        upto += line.total
        if upto * 100 >= whole * MOST:
            return number if whole else 0
    return 0


def pareto(aging: Aging) -> str:
    """«80 % долга держат 12 клиентов из 98»."""
    owing = sum(1 for line in aging.lines if line.total > 0)
    if not owing:
        return _("No debtors")
    count = holders(aging)
    words = ngettext(
        "{percent} of the debt is held by {n} client of {all}",
        "{percent} of the debt is held by {n} clients of {all}",
        count,
    )
    told = words.format(percent=formats.percent(MOST, 0), n=formats.decimal(count, 0), all=formats.decimal(owing, 0))
    first = aging.lines[0]
    return _("{told}; the largest, {name}, holds {percent}").format(
        told=told, name=called(first.label), percent=formats.percent(share(first.total, aging.totals.total))
    )


def oldest(aging: Aging) -> str:
    """«В красной зоне 12 клиентов на 3,0 млн ₽; тяжелее всех Русский лес: 1,1 млн ₽, 84 дня»."""
    late = [line for line in aging.lines if line.overdue > 0]
    if not late:
        return _("Nobody is overdue") if any(line.total > 0 for line in aging.lines) else _("No debtors")
    heavy = max(late, key=lambda line: (line.amount_days, line.label))
    heaviest = _("heaviest is {name}: {sum} ₽, {days}").format(
        name=called(heavy.label), sum=short_money(heavy.overdue), days=formats.days(heavy.max_days)
    )
    red = [line for line in late if line.zone is Zone.RED]
    if not red:
        words = ngettext(
            "{n} client is overdue, none in the red zone", "{n} clients are overdue, none in the red zone", len(late)
        )
        return f"{words.format(n=formats.decimal(len(late), 0))}; {heaviest}"
    words = ngettext(
        "{n} client in the red zone, {sum} ₽ overdue in all",
        "{n} clients in the red zone, {sum} ₽ overdue in all",
        len(red),
    )
    owed = short_money(sum(line.overdue for line in red))
    return f"{words.format(n=formats.decimal(len(red), 0), sum=owed)}; {heaviest}"


def days_of(days: Decimal) -> str:
    """Days with a part where there is one: ``23 дня``, ``2,5 дня``."""
    whole = int(days)
    return formats.days(whole) if days == whole else _("{n} days").format(n=formats.decimal(days))


def cooperation(story: Cooperation) -> str:
    """«Русский лес: долг растёт, продажи упали втрое; платит в среднем на 23 дня позже срока, в последние три
    месяца на 41»."""
    told = client_story(story.trend.series)
    head = _("{client}: {story}").format(client=called(story.client), story=told[:1].lower() + told[1:])
    if story.mean_delay is None:
        return head
    if story.mean_delay <= 0:
        return _("{story}; pays on time on average").format(story=head)
    words = _("{story}; pays {days} late on average").format(story=head, days=formats.days(story.mean_delay))
    last = story.delays[-3:]
    amount = sum(delay.amount for delay in last)
    if len(story.delays) <= len(last) or not amount:
        return words
    lately = _whole(sum((delay.days * delay.amount for delay in last), Decimal(0)) / amount)
    if lately == story.mean_delay:
        return words
    return _("{story}, {days} in the last three months of payments").format(
        story=words, days=formats.decimal(lately, 0)
    )


def speed(found: Speed) -> str:
    """«Деньги ждём 37 дней продаж, на 3 дольше, чем 13 недель назад; собрано 78 % того, что можно было собрать»."""
    known = [week for week in found.dso if week.value is not None]
    if not known or known[-1].value is None:
        return _("No sales are known: there is nothing to count the speed by")
    now, span = known[-1].value, min(WINDOW, len(known) - 1)
    then = known[-1 - span].value
    words = _("We wait {days} of sales for money").format(days=formats.days(_whole(now)))
    moved = _whole(Decimal(now) - Decimal(then or 0))
    if span and moved:
        longer = (
            _("{words}, {days} longer than {weeks} ago") if moved > 0 else _("{words}, {days} less than {weeks} ago")
        )
        words = longer.format(words=words, days=formats.days(abs(moved)), weeks=weeks(span))
    elif span:
        words = _("{words}, the same as {weeks} ago").format(words=words, weeks=weeks(span))
    collected = next((week.value for week in reversed(found.cei) if week.value is not None), None)
    if collected is None:
        return words
    return _("{words}; {percent} of what could be collected was collected").format(
        words=words, percent=formats.percent(collected, 0)
    )


def _whole(number: Decimal | int) -> int:
    return int(Decimal(number).quantize(Decimal(1), ROUND_HALF_UP))


def called(name: str) -> str:
    """A client's name as short as a title can bear."""
    return clip(plain(name), _LONGEST)
