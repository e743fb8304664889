"""Limits of the article, which are our policy: share of debt in turnover with its period, and concentration.

The article names 50 % of turnover without a period (practice.md I-14) and speaks of 1-3 clients holding more than 50 %,
though its disaster is exactly 50 % (I-13): hence a quarter, red from 50 and a warning from 40, unless they are changed.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from app.i18n import _

QUARTER = 91
LEAST_DAYS, MOST_DAYS = 7, 366


@dataclass(frozen=True, slots=True)
class Limits:
    """``turnover``: percent of the sales of ``days`` above which a standing commission is due. ``warn`` and ``red``:
    percent held by the largest, in debt and in sales of the same days, from which they are spoken of.

    Raises ``ValueError`` in words for a limit that makes no sense."""

    turnover: Decimal = Decimal(50)
    days: int = QUARTER
    warn: Decimal = Decimal(40)
    red: Decimal = Decimal(50)

    def __post_init__(self) -> None:
        if not 0 < self.turnover <= 1000:
            raise ValueError(_("The limit of debt in turnover must be above 0 and at most 1000 percent."))
        if not LEAST_DAYS <= self.days <= MOST_DAYS:
            words = _("The period of turnover must be from {least} to {most} days.")
            raise ValueError(words.format(least=LEAST_DAYS, most=MOST_DAYS))
        if not 0 < self.warn <= self.red <= 100:
            raise ValueError(_("The warning of concentration comes before the danger, both from 1 to 100 percent."))

    @property
    def dso(self) -> Decimal:
        """The limit in days of sales: 50 % of 91 days are 45.5."""
        return (self.turnover * self.days / 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


LIMITS = Limits()
"""Those of the article."""
