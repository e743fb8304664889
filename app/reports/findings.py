"""What a chart says, in one sentence computed from its numbers: the titles of the charts.

Plain functions over series and lines. A window is 13 weeks (a quarter) or what there is; sales compare the last
window with the one before it.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from app import formats
from app.domain.aging import AgingLine, AgingRules, Zone
from app.domain.client import Point, Series
from app.domain.money import Kopecks, share
from app.i18n import _, ngettext
from app.reports.wording import short_money

WINDOW = 13
"""Weeks of one window."""

_STEADY = Decimal(5)
"""Percent of change below which a debt of one client is called steady."""

_NOTICEABLE = Decimal(1)
"""Percent of change below which the whole debt has «hardly changed»."""

_SALES_STEADY = Decimal(10)
"""Percent of change below which sales are called steady."""

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
    """«3 крупнейших должника держат 68,3 % долга»; without the whole: who the largest is."""
    if not lines:
        return _("No debtors")
    if whole is None or not whole.total:
        first = lines[0]
        return _("Largest debtor {name}: {sum} ₽, overdue {percent}").format(
            name=first.label, sum=short_money(first.total), percent=formats.percent(share(first.overdue, first.total))
        )
    largest = lines[:3]
    words = ngettext(
        "{n} largest debtor holds {percent} of the debt",
        "{n} largest debtors hold {percent} of the debt",
        len(largest),
    )
    held = sum(line.total for line in largest)
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
