"""Policy: our own rules, dated, undoable, never touched by an import."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.aging import AgingRules, Interval, Zone
from app.domain.limits import LIMITS, Limits
from app.errors import InputRefused
from app.i18n import _

if TYPE_CHECKING:
    from app.domain.commission import Member
    from app.domain.pivot_keys import Bands
    from app.ledger.book import Ledger
    from app.models.policy import Json

_ALWAYS = date(1900, 1, 1)
_BANDS = ("avg_order", "core_share", "deferral")


class Policy:
    """Rules of the house. Defaults are those of the method (practice, 1.2)."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def rules(self, as_of: date) -> AgingRules:
        """Intervals, zones and colours in force on a date."""
        stored = self.get("aging", as_of)
        if not isinstance(stored, dict):
            return AgingRules()
        intervals = tuple(Interval(i["first"], i["last"], Zone(i["zone"])) for i in stored["intervals"])
        return AgingRules(intervals, tuple((Zone(zone), colour) for zone, colour in stored["colours"]))

    def set_rules(self, rules: AgingRules, valid_from: date) -> None:
        """Put new intervals, zones and colours in force from a day on."""
        content: Json = {
            "intervals": [asdict(interval) for interval in rules.intervals],
            "colours": [[zone.value, colour] for zone, colour in rules.colours],
        }
        self.put("aging", content, _("aging intervals changed"), valid_from)

    def bands(self, as_of: date) -> Bands:
        """Borders of the bands by which the pivot groups average orders, shares and deferrals, on a date."""
        from app.domain.pivot_keys import Bands

        stored = self.get("pivot_bands", as_of)
        if not isinstance(stored, dict):
            return Bands()
        return Bands(*(tuple(int(one) for one in stored[name]) for name in _BANDS))

    def set_bands(self, bands: Bands, valid_from: date) -> None:
        """Put new borders of bands in force from a day on."""
        self.put("pivot_bands", _kept_bands(bands), _("bands of the analysis changed"), valid_from)

    def vanish_share(self) -> int:
        """Percent of last week's debt whose absence from a file makes the import ask; default 30."""
        return self._whole("vanish_share", 30)

    def set_vanish_share(self, percent: int) -> None:
        """Set it, 1 to 100. Raises ``InputRefused`` otherwise."""
        if not 1 <= percent <= 100:
            raise InputRefused(_("The share must be between 1 and 100 percent."))
        self.put("vanish_share", percent, _("share of vanished documents changed"))

    def limits(self, as_of: date) -> Limits:
        """Share of debt in turnover with its period, and concentration, in force on a date."""
        turnover = self.get("turnover_limit", as_of)
        days = self.get("turnover_days", as_of)
        held = self.get("concentration", as_of)
        found = LIMITS
        if isinstance(turnover, str):
            found = replace(found, turnover=Decimal(turnover))
        if isinstance(days, int):
            found = replace(found, days=days)
        if isinstance(held, dict):
            found = replace(found, warn=Decimal(held["warn"]), red=Decimal(held["red"]))
        return found

    def set_limits(self, limits: Limits, valid_from: date, bands: Bands | None = None) -> None:
        """Put limits, and bands of the analysis with them, in force from a day on: one operation, undone at once."""
        from app.models import policy

        content: dict[str, Json] = {
            "turnover_limit": str(limits.turnover),
            "turnover_days": limits.days,
            "concentration": {"warn": str(limits.warn), "red": str(limits.red)},
        }
        if bands is not None:
            content["pivot_bands"] = _kept_bands(bands)
        with self._ledger.operation("policy", _("limits of the analysis changed")) as (connection, recorder):
            for key, value in content.items():
                policy.put(connection, recorder, key, valid_from, value)

    def members(self) -> tuple[Member, ...]:
        """Who sits on the commission."""
        from app.domain.commission import Member

        stored = self.get("members", self._ledger.today())
        found = stored if isinstance(stored, list) else []
        return tuple(Member(str(item["name"]), str(item["role"])) for item in found if isinstance(item, dict))

    def set_members(self, members: tuple[Member, ...]) -> None:
        """Set the members."""
        self.put("members", [asdict(member) for member in members], _("members of the commission changed"))

    def company(self) -> str:
        """Our own name on papers."""
        return str(self.get("company", self._ledger.today()) or "")

    def set_company(self, name: str) -> None:
        """Set our own name."""
        self.put("company", name.strip()[:200], _("company name changed"))

    def _whole(self, key: str, default: int) -> int:
        stored = self.get(key, self._ledger.today())
        return stored if isinstance(stored, int) else default

    def get(self, key: str, as_of: date) -> Json:
        """What is stored under a key on a date; None when nothing was."""
        from app.models import policy

        with self._ledger.store.read() as connection:
            return policy.value(connection, key, as_of)

    def put(self, key: str, content: Json, text: str, valid_from: date = _ALWAYS) -> None:
        """Put a value in force from a day on, as one operation named ``text``."""
        from app.ledger.book import Changes
        from app.models import policy
        from app.models.journal import Recorder

        ledger = self._ledger
        with ledger.store.write() as connection:
            recorder = Recorder(connection, "policy", text, ledger.store.owner, ledger.now())
            policy.put(connection, recorder, key, valid_from, content)
        ledger.announce(Changes(policy=True))


def _kept_bands(bands: Bands) -> Json:
    return {name: list(getattr(bands, name)) for name in _BANDS}
