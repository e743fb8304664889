"""From sums of a period to readings: the figure, its formula with the figures put in, or why there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app import formats
from app.domain import indicators
from app.domain.indicator_set import Alarm, Reading
from app.domain.limits import Limits
from app.domain.migration import Migration
from app.domain.money import Kopecks
from app.domain.work import Promise, PromiseState
from app.i18n import _


@dataclass(frozen=True, slots=True)
class Sums:
    """What the figures of speed and of overdue are made of, kopecks. ``opening`` (and its overdue part) None: the book
    begins on ``begins``, later than the period."""

    since: date
    until: date
    opening: Kopecks | None
    opening_overdue: Kopecks
    debt: Kopecks
    not_due: Kopecks
    amount_days: int
    sales: Kopecks
    written_off: Kopecks = 0
    begins: date | None = None

    @property
    def days(self) -> int:
        """Length of the period."""
        return (self.until - self.since).days + 1

    @property
    def overdue(self) -> Kopecks:
        """Debt past its day."""
        return self.debt - self.not_due

    @property
    def average(self) -> Kopecks | None:
        """Mean of the debt at both ends."""
        return None if self.opening is None else indicators.mean_debt(self.opening, self.debt)

    @property
    def average_overdue(self) -> Kopecks | None:
        """Mean of the overdue debt at both ends."""
        return None if self.opening is None else indicators.mean_debt(self.opening_overdue, self.overdue)


@dataclass(frozen=True, slots=True)
class Late:
    """A document settled in the period: days after the due date (negative: early), whether it was surely late, whether
    nobody knows."""

    days: int
    amount: Kopecks
    late: bool
    doubtful: bool = False


def speed(sums: Sums, rate: Decimal | None) -> dict[str, Reading]:
    """How fast the debt turns into money, and what it costs. ``rate``: percent a year, None: not known."""
    days, sales = sums.days, sums.sales
    dso = indicators.days_outstanding(sums.debt, sales, days)
    best = indicators.days_outstanding(sums.not_due, sales, days)
    late = indicators.days_delinquent(dso, best)
    return {
        "dso": _by_sales(sums, dso, _days_formula(sums.debt, sales, days, dso)),
        "dso_average": _averaged(sums, "dso"),
        "bpdso": _by_sales(sums, best, _days_formula(sums.not_due, sales, days, best)),
        "add": _by_sales(sums, late, f"{_number(dso)} {formats.MINUS} {_number(best)} = {_number(late)}"),
        "turnover_times": _averaged(sums, "times"),
        "turnover_days": _averaged(sums, "dso"),
        "debt_to_sales": _debt_to_sales(sums),
        "cost": _cost(sums, sums.average, rate),
        "cost_overdue": _cost(sums, sums.average_overdue, rate),
    }


def counted_back(sums: Sums, months: Sequence[tuple[Kopecks, int]]) -> Reading:
    """DSO by counting back. ``months``: sales and days, the newest first."""
    value = indicators.countback(sums.debt, months)
    known = sum(length for _sales, length in months)
    if sums.sales <= 0:
        return Reading(None, reason=no_sales(sums))
    text = _("{debt} less sales of months, the newest first = {n}").format(debt=_money(sums.debt), n=_number(value))
    return _or(
        value, text, _("Sales are known for {days} back: they do not reach the debt.").format(days=formats.days(known))
    )


def overdue(sums: Sums) -> dict[str, Reading]:
    """How much of the debt is past its day, and for how long."""
    share = indicators.percent_of(sums.overdue, sums.debt)
    to_sales = indicators.percent_of(sums.overdue, sums.sales)
    weighted = indicators.weighted_days(sums.amount_days, sums.overdue)
    written = indicators.percent_of(sums.written_off, sums.sales)
    nothing = _("Nothing is overdue on this day.") if sums.debt else no_debt()
    weighing = f"{_money(sums.amount_days)} / {_money(sums.overdue)} = {_number(weighted)}"
    return {
        "overdue_share": _or(share, _share_formula(sums.overdue, sums.debt, share), no_debt()),
        "overdue_to_sales": _by_sales(sums, to_sales, _share_formula(sums.overdue, sums.sales, to_sales)),
        "overdue_days": _or(weighted, weighing, nothing),
        "written_off": _by_sales(sums, written, _share_formula(sums.written_off, sums.sales, written)),
    }


def collection(sums: Sums) -> dict[str, Reading]:
    """The collection effectiveness index."""
    if sums.opening is None:
        return {"cei": _unopened(sums)}
    value = indicators.collection_index(sums.opening, sums.sales, sums.debt, sums.not_due)
    plus, minus = " + ", f" {formats.MINUS} "
    both = _money(sums.opening) + plus + _money(sums.sales) + minus
    text = f"({both}{_money(sums.debt)}) / ({both}{_money(sums.not_due)}) × 100 = {_number(value, 2)}"
    if sums.sales <= 0:
        return {"cei": Reading(None, reason=no_sales(sums))}
    return {"cei": _or(value, text, _("There was nothing to collect in the period."))}


def largest(parts: Sequence[Kopecks], nothing: str, limits: Limits) -> Reading:
    """Share of the three largest, with its alarm. ``nothing``: why there are none."""
    value = indicators.largest_share(parts)
    if value is None:
        return Reading(None, reason=nothing)
    top = sorted((part for part in parts if part > 0), reverse=True)[: indicators.TOP]
    text = f"({' + '.join(map(_money, top))}) / {_money(sum(p for p in parts if p > 0))} = {_percent(value)}"
    return _held(Reading(value, text), value, limits)


def index(parts: Sequence[Kopecks], nothing: str) -> Reading:
    """HHI with its alarm: above 2 500 is red, from 1 500 a warning."""
    value = indicators.concentration(parts)
    if value is None:
        return Reading(None, reason=nothing)
    owners = sum(part > 0 for part in parts)
    text = _("sum of squares of {n} shares = {value}").format(n=owners, value=formats.decimal(value, 0))
    return _graded(Reading(value, text), value, Decimal(indicators.WARN_HHI), Decimal(indicators.RED_HHI) + 1)


def together(weeks: Mapping[date, Sequence[Kopecks]], not_due: Kopecks, limits: Limits) -> Reading:
    """The heaviest coming week in which at least two of the largest debtors have to pay. ``weeks``: Monday -> sums of
    those who have to pay in it."""
    if not_due <= 0:
        return Reading(None, reason=_("No debt is going to fall due."))
    crowded = {monday: sum(sums) for monday, sums in weeks.items() if len(sums) > 1}
    if not crowded:
        return Reading(Decimal("0.00"), _("no week in which two of the three largest have to pay"))
    monday = max(crowded, key=lambda day: (crowded[day], -day.toordinal()))
    value = indicators.percent_of(crowded[monday], not_due) or Decimal(0)
    text = _("week of {day}: {formula}").format(
        day=formats.day(monday), formula=_share_formula(crowded[monday], not_due, value)
    )
    return _held(Reading(value, text), value, limits)


def several(clients: Sequence[int]) -> Reading:
    """Share of debtors with more than one document. ``clients``: documents of each. The article: 5 / 10 = 50.00."""
    many = sum(count > 1 for count in clients)
    value = indicators.percent_of(many, len(clients))
    return _or(value, f"{many} / {len(clients)} = {_percent(value)}", no_debt())


def discipline(documents: Sequence[Late]) -> dict[str, Reading]:
    """How those paid in the period kept their term: 877 late of 2 466 are 35.56 %."""
    nothing = _("No document with a due date was settled in the period.")
    late = [one for one in documents if one.late]
    doubtful = sum(one.doubtful for one in documents)
    rest = _("; {n} more in the week of the due date").format(n=doubtful) if doubtful else ""
    count = indicators.percent_of(len(late), len(documents))
    whole = sum(one.amount for one in documents)
    part = sum(one.amount for one in late)
    amount = indicators.percent_of(part, whole)
    weighted = sum(one.days * one.amount for one in late)
    delay = indicators.weighted_days(weighted, whole)
    return {
        "paid_late": _or(count, f"{len(late)} / {len(documents)} = {_percent(count)}{rest}", nothing),
        "paid_late_sum": _or(amount, _share_formula(part, whole, amount), nothing),
        "mean_delay": _or(delay, f"{_money(weighted)} / {_money(whole)} = {_number(delay)}", nothing),
    }


def bad(part: Kopecks, debt: Kopecks) -> Reading:
    """Share of debt past the term of limitation."""
    value = indicators.percent_of(part, debt)
    return _or(value, _share_formula(part, debt, value), no_debt())


def rolled(found: Migration | None) -> Reading:
    """Roll rate of the whole debt; None: there is no earlier report."""
    if found is None:
        return Reading(None, reason=_("There is no earlier report to compare with."))
    worse = sum(map(found.worsened, range(len(found.moved))))
    whole = sum(found.start)
    reason = _("There was no debt on {day}.").format(day=formats.day(found.since))
    return _or(found.roll_rate, _share_formula(worse, whole, found.roll_rate), reason)


def promised(promises: Sequence[Promise]) -> dict[str, Reading]:
    """Promises that could be judged in the period, by count and by sum."""
    judged = [one for one in promises if one.state not in (PromiseState.OPEN, PromiseState.MOVED)]
    kept = [one for one in judged if one.state is PromiseState.KEPT]
    nothing = _("No promise fell due in the period.")
    count = indicators.percent_of(len(kept), len(judged))
    part, whole = sum(one.amount for one in kept), sum(one.amount for one in judged)
    amount = indicators.percent_of(part, whole)
    return {
        "promises_kept": _or(count, f"{len(kept)} / {len(judged)} = {_percent(count)}", nothing),
        "promises_kept_sum": _or(amount, _share_formula(part, whole, amount), nothing),
    }


def contacted(days: Sequence[int], waiting: int) -> Reading:
    """Median working days to the first contact. ``waiting``: how many of them still wait for it."""
    text = _("median of {n} documents, {waiting} of them still waiting").format(n=len(days), waiting=waiting)
    return _or(indicators.middle(days), text, _("No document that fell overdue in the period needed a contact."))


def answered(paid: Kopecks, owed: Kopecks, contacts: int) -> Reading:
    """Money within a week after contacts against what was overdue on their days."""
    value = indicators.percent_of(paid, owed)
    reason = _("No contacts older than 7 days in the period.") if not contacts else _("Nothing was overdue then.")
    return _or(value, _share_formula(paid, owed, value), reason)


def _debt_to_sales(sums: Sums) -> Reading:
    value = indicators.percent_of(sums.debt, sums.sales)
    equal = indicators.days_outstanding(sums.debt, sums.sales, sums.days)
    words = _("this is {n} days of sales").format(n=_number(equal))
    return _by_sales(sums, value, f"{_share_formula(sums.debt, sums.sales, value)}; {words}")


def collected(amount: Kopecks, sums: Sums) -> Reading:
    """Money received."""
    days = _("{since} to {until}").format(since=formats.day(sums.since), until=formats.day(sums.until))
    return Reading(amount, f"{days} = {_money(amount)}")


def _averaged(sums: Sums, what: str) -> Reading:
    average = sums.average
    if average is None:
        return _unopened(sums)
    if what == "times":
        times = indicators.turnover_times(sums.sales, average)
        if average <= 0:
            return Reading(None, reason=no_debt())
        return _by_sales(sums, times, f"{_money(sums.sales)} / {_money(average)} = {_number(times, 2)}")
    value = indicators.days_outstanding(average, sums.sales, sums.days)
    mean = f"({_money(sums.opening or 0)} + {_money(sums.debt)}) / 2"
    return _by_sales(sums, value, f"{mean} / {_money(sums.sales)} × {sums.days} = {_number(value)}")


def _cost(sums: Sums, average: Kopecks | None, rate: Decimal | None) -> Reading:
    if average is None:
        return _unopened(sums)
    if rate is None:
        return Reading(None, reason=_("The table of key rates begins later than the period."))
    value = indicators.financing_cost(average, rate, sums.days)
    percent = formats.percent(rate, 2)
    return Reading(value, f"{_money(average)} × {percent} × {sums.days} / 365 = {_money(value)}")


def _held(reading: Reading, value: Decimal, limits: Limits) -> Reading:
    """Alarm by the limits of the rules, named in its note."""
    graded = _graded(reading, value, limits.warn, limits.red)
    if graded.alarm is Alarm.NONE:
        return graded
    red = graded.alarm is Alarm.RED
    limit = limits.red if red else limits.warn
    words = _("dangerous: the limit is {limit}") if red else _("high: the warning is from {limit}")
    return replace(graded, note=words.format(limit=formats.percent(limit, 0 if limit % 1 == 0 else 1)))


def _graded(reading: Reading, value: Decimal, warn: Decimal, red: Decimal) -> Reading:
    if value < warn:
        return reading
    alarm = Alarm.RED if value >= red else Alarm.WARN
    note = _("dangerous concentration") if alarm is Alarm.RED else _("high concentration")
    return Reading(reading.value, reading.formula, alarm=alarm, note=note)


def _by_sales(sums: Sums, value: Decimal | None, formula: str) -> Reading:
    return _or(value, formula, no_sales(sums))


def _or(value: Decimal | None, formula: str, reason: str) -> Reading:
    return Reading(None, reason=reason) if value is None else Reading(value, formula)


def no_sales(sums: Sums) -> str:
    """Why a figure that needs sales has no value."""
    return _("No sales are known from {since} to {until}: load a register of sales or earlier debt reports.").format(
        since=formats.day(sums.since), until=formats.day(sums.until)
    )


def no_debt() -> str:
    """Why a share of the debt has no value."""
    return _("There is no debt on this day.")


def _unopened(sums: Sums) -> Reading:
    begins = formats.day(sums.begins) if sums.begins else formats.DASH
    return Reading(None, reason=_("The book begins on {day}: the debt at the start is not known.").format(day=begins))


def _days_formula(debt: Kopecks, sales: Kopecks, days: int, value: Decimal | None) -> str:
    return f"{_money(debt)} / {_money(sales)} × {days} = {_number(value)}"


def _share_formula(part: Kopecks, whole: Kopecks, value: Decimal | None) -> str:
    return f"{_money(part)} / {_money(whole)} = {_percent(value)}"


def _money(kopecks: int) -> str:
    return formats.money(kopecks)


def _number(value: Decimal | None, places: int = 1) -> str:
    return formats.DASH if value is None else formats.decimal(value, places)


def _percent(value: Decimal | None) -> str:
    return formats.DASH if value is None else formats.percent(value, 2)
