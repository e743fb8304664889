"""When the money is due: the coming weeks as a calendar whose cells are darker the more falls due."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from app import formats
from app.domain.chart import DueDay, DueSums
from app.i18n import _, pgettext
from app.reports import findings_flow, wording
from app.reports.chart import Behind, Chart, Reach, Spot, Target, box
from app.reports.charts import HATCH_LINE
from app.reports.palette import Palette, mixed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WEEK = 7
_SHADES = 4
_GAP = 0.04


def weekday(number: int) -> str:
    """``пн``; Monday is 0."""
    return (
        pgettext("weekday", "Mon"),
        pgettext("weekday", "Tue"),
        pgettext("weekday", "Wed"),
        pgettext("weekday", "Thu"),
        pgettext("weekday", "Fri"),
        pgettext("weekday", "Sat"),
        pgettext("weekday", "Sun"),
    )[number]


def due_chart(due: DueSums) -> Chart:
    """What falls due on each day of the coming weeks."""
    found = {day.day: day for day in due.days}
    spots = []
    for day in _days(due):
        across, down = _cell(due, day)
        one = found.get(day)
        spots.append(
            Spot(
                (across, down),
                f"{formats.day(day)}, {weekday(day.weekday())}",
                _cell_words(one, works=due.calendar.works(day)),
                Target(Behind.DUE, day=day) if one is not None else None,
                box(across - 0.5, down - 0.5, across + 0.5, down + 0.5),
            )
        )
    return Chart(
        draw=lambda palette: due_calendar(due, palette),
        finding=findings_flow.due(due),
        spots=tuple(spots),
        reach=Reach.INSIDE,
        empty="" if due.days else findings_flow.due(due),
        hint=_("Point at a day to see its sum, click to see its documents"),
        height=20 + 13 * _weeks(due),
    )


def _cell_words(one: DueDay | None, *, works: bool) -> tuple[str, ...]:
    words = (
        [_("nothing falls due")]
        if one is None
        else [_("due {sum}").format(sum=formats.roubles_sign(one.amount)), formats.documents(one.count)]
    )
    return tuple(words if works else [*words, _("day off")])


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _weeks(due: DueSums) -> int:
    return ((due.until - _monday(due.as_of)).days + 1) // _WEEK


def _days(due: DueSums) -> list[date]:
    return [due.as_of + timedelta(days=number) for number in range((due.until - due.as_of).days + 1)]


def _cell(due: DueSums, day: date) -> tuple[float, float]:
    """Column by day of the week, row by week, the first week on top."""
    return float(day.weekday()), -float((day - _monday(due.as_of)).days // _WEEK)


def due_calendar(due: DueSums, palette: Palette, size: tuple[float, float] | None = None) -> "Figure":
    """Rows are weeks, columns days from Monday; each cell says its date and sum, days off are hatched, the sum of the
    week stands at its end."""
    from app.reports import chart_frame

    rows = _weeks(due)
    figure = chart_frame.figure(
        palette,
        size or (9.0, 0.95 + 0.52 * rows),
        findings_flow.due(due),
        findings_flow.due_rest(due) if due.days else "",
        left=0.14,
        right=1.2,
        bottom=0.1,
    )
    if not due.days:
        return figure
    axes = figure.subplots()
    chart_frame.quiet(axes, palette)
    axes.spines["bottom"].set_visible(False)
    _cells(axes, due, palette)
    _heads(axes, due, palette)
    axes.set_xlim(-0.5, 6.5)
    axes.set_ylim(-rows + 0.45, 0.95)
    return figure


def _cells(axes: "Axes", due: DueSums, palette: Palette) -> None:
    from matplotlib.patches import Rectangle

    from app.reports import chart_frame

    found = {day.day: day for day in due.days}
    most = max(day.amount for day in due.days)
    small, strong = chart_frame.font(7), chart_frame.font(9.5, 600)
    for day in _days(due):
        across, down = _cell(due, day)
        one, works = found.get(day), due.calendar.works(day)
        shade = 0 if one is None else 1 + min(_SHADES - 1, one.amount * _SHADES // most)
        cell = axes.add_patch(
            Rectangle(
                (across - 0.5 + _GAP, down - 0.5 + _GAP),
                1 - 2 * _GAP,
                1 - 2 * _GAP,
                facecolor=mixed(palette.panel, palette.bars, shade / _SHADES),
                edgecolor=palette.line,
                linewidth=0.8,
                hatchcolor=mixed(palette.panel, palette.muted, 0.5),
            )
        )
        if not works:
            cell.set_hatch("//")
            cell.set_hatch_linewidth(HATCH_LINE)
        label = f"{day.day:02d}.{day.month:02d}"
        colour = palette.ink if shade else palette.muted
        chart_frame.words_at(axes, across - 0.43, down + 0.42, label, colour, fontproperties=small, va="top")
        if one is not None:
            chart_frame.words_at(
                axes, across, down - 0.16, wording.short_money(one.amount), palette.ink, fontproperties=strong,
                ha="center", va="center",
            )  # fmt: skip


def _heads(axes: "Axes", due: DueSums, palette: Palette) -> None:
    from app.reports import chart_frame

    font, strong = chart_frame.font(8), chart_frame.font(8.5, 600)
    for number in range(_WEEK):
        chart_frame.words_at(
            axes, number, 0.72, weekday(number), palette.muted, fontproperties=font, ha="center", va="center"
        )
    for row in range(_weeks(due)):
        first = _monday(due.as_of) + timedelta(days=_WEEK * row)
        amount = sum(day.amount for day in due.days if _monday(day.day) == first)
        words = wording.short_money(amount) + "\u00a0₽" if amount else formats.DASH
        chart_frame.words_at(axes, 6.62, -row, words, palette.ink, fontproperties=strong, va="center")
    chart_frame.words_at(axes, 6.62, 0.72, _("week"), palette.muted, fontproperties=font, va="center")
