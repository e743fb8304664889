"""The client as the window shows it: a row of the list and the debt card."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.aging import AgingLine, AgingRules, Zone
from app.domain.allocation import NO_MONEY, LooseMoney
from app.domain.debt import OpenItem
from app.domain.money import Kopecks
from app.domain.sales import Origin
from app.domain.traits import Holding, Traits
from app.domain.work import Contact, PromiseRecord


@dataclass(frozen=True, slots=True)
class ClientRow:
    """One line of the list. ``search`` is the normalised text the search box looks in."""

    client_id: int
    name: str
    inn: str
    manager: str
    total: Kopecks
    overdue: Kopecks
    advances: Kopecks
    max_days: int
    zone: Zone
    search: str


@dataclass(frozen=True, slots=True)
class ClientList:
    """All clients with a debt, advance or history on one date, largest debt first; clients without any debt at
    the end by name."""

    as_of: date
    rows: tuple[ClientRow, ...]
    totals: AgingLine


@dataclass(frozen=True, slots=True)
class ClientInfo:
    """Who the client is. ``aliases`` are the names under which files have named it."""

    client_id: int
    name: str
    inn: str = ""
    code: str = ""
    manager: str = ""
    client_type: str = ""
    terms: str = ""
    avg_order: Kopecks | None = None
    core_share: str = ""
    aliases: tuple[str, ...] = ()


class PartKind(StrEnum):
    """By what a client may be split."""

    NAME = "name"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class ClientPart:
    """What files state of a client under one name, or under one manager; ``debt`` on the asked day."""

    kind: PartKind
    text: str
    documents: int
    debt: Kopecks


@dataclass(frozen=True, slots=True)
class Point:
    """One week of a series, kopecks at or during the week ending ``day``."""

    day: date
    sales: Kopecks
    debt: Kopecks
    overdue: Kopecks
    paid: Kopecks = 0
    buckets: tuple[Kopecks, ...] = ()  # by interval of the rules; not due is debt less their sum


@dataclass(frozen=True, slots=True)
class Series:
    """Weekly series. ``origin`` of its sales: those out of debt reports are a lower bound (goods shipped and paid
    between two reports are invisible) and must be labelled so."""

    points: tuple[Point, ...]
    origin: Origin
    rules: AgingRules

    @property
    def sales_complete(self) -> bool:
        """Whether registers tell of all its sales."""
        return self.origin is Origin.REGISTER


@dataclass(frozen=True, slots=True)
class ClientCard:
    """The debt card: an answer before a call. ``mean_delay``: mean days after the due date at which this
    client's documents were settled (None without history)."""

    client: ClientInfo
    as_of: date
    line: AgingLine
    rules: AgingRules
    items: tuple[OpenItem, ...]
    contacts: tuple[Contact, ...]
    promises: PromiseRecord
    series: Series
    mean_delay: int | None
    next_contact: date | None
    money: LooseMoney = NO_MONEY
    traits: Traits | None = None  # None where nobody asked for them
    holding: Holding | None = None  # the group of related clients it belongs to


@dataclass(frozen=True, slots=True)
class Summary:
    """The four figures on top with last week's values (None before a second report)."""

    as_of: date
    total: Kopecks
    overdue: Kopecks
    red: Kopecks
    promised: Kopecks  # promised for the week of as_of (Monday to Sunday), open promises
    promised_reliable: Kopecks  # of those, by clients who kept at least half of their judged promises
    red_from: int
    previous_as_of: date | None = None
    previous_total: Kopecks | None = None
    previous_overdue: Kopecks | None = None
    previous_red: Kopecks | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """The status line: which report is on screen, whether it ties, when the last copy was made."""

    report_as_of: date | None
    report_loaded: str
    control: Kopecks | None
    ties: bool
    backup: str
    netted: bool = False  # the control total is debt less advances
