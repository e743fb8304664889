"""«Пределы и группы анализа»: limits of the article with their period, borders of the groups, and the day from which
they hold. They lie apart from intervals and zones: those judge a document, these the whole base."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QLineEdit, QWidget

from app import formats
from app.domain.limits import Limits
from app.domain.money import BadValue
from app.domain.pivot_keys import Bands
from app.i18n import _
from app.ui.form import DayEdit, Form, line

if TYPE_CHECKING:
    from app.ledger import Ledger

_BREAK = re.compile(r"[;\n]+")

Made = TypeVar("Made", Limits, Bands)


class LimitsDialog(Form):
    """Writes limits and borders when it is saved."""

    def __init__(self, parent: QWidget, ledger: "Ledger", as_of: date) -> None:
        super().__init__(
            parent, _("Limits and groups of the analysis"), "",
            _("Earlier days keep what they had. Limits of a manager or of a client are set in «Plan and fact»."),
        )  # fmt: skip
        self._ledger = ledger
        limits, bands = ledger.policy.limits(as_of), ledger.policy.bands(as_of)
        self._add_limits(limits)
        self._add_borders(bands)
        self.since = self.add("since", _("Valid from"), DayEdit(ledger.today(), as_of))
        for field in (self.turnover, self.days):
            field.textChanged.connect(self._tell_days)
        self._tell_days()
        self.save = self._write

    def limits(self) -> Limits:
        """What is entered. Raises ``BadValue`` in words."""
        return _sensible(
            lambda: Limits(
                _percent(self.turnover), _whole(self.days.text(), self.days), _percent(self.warn), _percent(self.red)
            )
        )

    def bands(self) -> Bands:
        """What is entered. Raises ``BadValue`` in words."""
        orders = tuple(one * 100 for one in _borders(self.orders))
        return _sensible(lambda: Bands(orders, _borders(self.cores), _borders(self.deferrals)))

    def _add_limits(self, limits: Limits) -> None:
        self.turnover = self.add("turnover", _("Debt in turnover, at most, %"), line(_plain(limits.turnover)))
        self.days = self.add("days", _("Turnover of the last, days"), line(str(limits.days)), " ")
        self.days_words = self.hint("days")
        self.warn = self.add("warn", _("Three largest: warn from, %"), line(_plain(limits.warn)))
        self.red = self.add(
            "red", _("Three largest: danger from, %"), line(_plain(limits.red)),
            _("The article: 1–3 clients must not hold more than 50 % of turnover. Counted for debt and for sales."),
        )  # fmt: skip

    def _add_borders(self, bands: Bands) -> None:
        self.orders = self.add(
            "orders", _("Borders of the average order, ₽"), line(_list(one // 100 for one in bands.avg_order))
        )
        self.cores = self.add(
            "cores", _("Borders of the core share, %"), line(_list(bands.core_share)),
            _("The article: a target client has more than 50 % of core assortment in the order."),
        )  # fmt: skip
        self.deferrals = self.add(
            "deferrals", _("Borders of the deferral, days"), line(_list(bands.deferral), _("e.g. 14; 30")),
            _("Numbers with a semicolon between. Empty: all deferrals are one group."),
        )  # fmt: skip

    def _tell_days(self, _text: str = "") -> None:
        try:
            limits = self.limits()
        except BadValue as error:
            self.days_words.setText(str(error))
            return
        words = _("The article names 50 % and no period. {limit} of {days} is {dso} days of sales.")
        self.days_words.setText(
            words.format(
                limit=formats.percent(limits.turnover, 0 if limits.turnover % 1 == 0 else 1),
                days=formats.days(limits.days),
                dso=formats.decimal(limits.dso),
            )
        )

    def _write(self) -> None:
        self._ledger.policy.set_limits(self.limits(), self.since.needed(), self.bands())


def _sensible(make: Callable[[], Made]) -> Made:
    """Rules refuse what makes no sense in words of their own."""
    try:
        return make()
    except ValueError as error:
        raise BadValue(str(error)) from error


def _percent(field: QLineEdit) -> Decimal:
    text = field.text().replace(formats.NBSP, "").replace(" ", "").rstrip("%").replace(",", ".")
    if not re.fullmatch(r"\d{1,4}(\.\d{1,2})?", text):
        raise BadValue(_("«{name}»: a number of percent is needed").format(name=field.accessibleName()))
    return Decimal(text)


def _whole(text: str, field: QLineEdit) -> int:
    digits = text.replace(formats.NBSP, "").replace(" ", "")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 9):
        raise BadValue(_("«{name}»: a whole number is needed").format(name=field.accessibleName()))
    return int(digits)


def _borders(field: QLineEdit) -> tuple[int, ...]:
    return tuple(_whole(part, field) for part in _BREAK.split(field.text()) if part.strip())


def _list(borders: Iterable[int]) -> str:
    return "; ".join(formats.decimal(one, 0) for one in borders)


def _plain(percent: Decimal) -> str:
    return formats.decimal(percent, 0 if percent % 1 == 0 else 2)
