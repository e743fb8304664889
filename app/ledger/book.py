"""Opening the book and the few things that concern it as a whole: undo, status, summary, check, copies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import BookError
from app.formats import day as day_text
from app.i18n import _
from app.progress import Progress, silent

if TYPE_CHECKING:
    from types import TracebackType

    from app.domain.client import Status, Summary
    from app.ledger.analysis import Analysis
    from app.ledger.clients import Clients
    from app.ledger.commission import Commission
    from app.ledger.concluding import Conclusions
    from app.ledger.debtor import Disputes, Handovers, Pauses, Schedules
    from app.ledger.dossier import Dossier
    from app.ledger.doubtful import Doubtful
    from app.ledger.imports import Imports
    from app.ledger.indicators import Indicators
    from app.ledger.law import Law
    from app.ledger.legal import Attachments, Legal
    from app.ledger.letter_files import LetterFiles
    from app.ledger.letters import Letters
    from app.ledger.payments import Payments
    from app.ledger.plan import Plan
    from app.ledger.policy import Policy
    from app.ledger.talk_words import TalkWords
    from app.ledger.traits import ClientTraits
    from app.ledger.views import Views
    from app.ledger.work import Work
    from app.ledger.worklist import Worklist
    from app.models.backups import Backup
    from app.models.journal import Recorder
    from app.models.store import Connection, Store


@dataclass(frozen=True, slots=True)
class Changes:
    """What a write touched, so that only what shows it is redrawn."""

    facts: bool = False
    policy: bool = False
    work: bool = False
    decisions: bool = False
    client_id: int | None = None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Outcome of ``Ledger.check``; sums in kopecks, ``balance`` net of ``advances``."""

    ok: bool
    problems: tuple[str, ...]
    invoices: int
    open_invoices: int
    clients: int
    balance: int
    advances: int
    reports: int
    digest: str


class Ledger:
    """An open book. Made by ``Ledger.open``; a context manager that gives the book back."""

    def __init__(self, store: Store, today: Callable[[], date]) -> None:
        self.store = store
        self.today = today
        self._listeners: list[Callable[[Changes], None]] = []
        self._dates: tuple[int, tuple[date, ...]] | None = None
        self.backups = Backups(store)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        today: Callable[[], date] = date.today,
        owner: str | None = None,
        progress: Progress | None = None,
    ) -> Ledger:
        """Open a book, making it on first use and bringing an older one up to date after a verified copy.

        Raises ``BookError`` when another window has it, or it is newer, foreign or damaged.
        """
        from app.models.schema import SCHEMA_VERSION
        from app.models.store import Store

        store = Store(path, owner)
        store.open()
        try:
            if store.version != SCHEMA_VERSION:
                _migrate(store, progress or silent())
        except BaseException:
            store.close()
            raise
        return cls(store, today)

    def close(self) -> None:
        """Give the book back."""
        self.store.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The book's file."""
        return self.store.path

    def on_change(self, listener: Callable[[Changes], None]) -> None:
        """Have ``listener`` called after each committed write, in the thread of the write."""
        self._listeners.append(listener)

    def announce(self, changes: Changes) -> None:
        """Tell the listeners; called by operations after their commit."""
        for listener in list(self._listeners):
            listener(changes)

    @contextmanager
    def operation(self, layer: str, text: str, client_id: int | None = None) -> Iterator[tuple[Connection, Recorder]]:
        """One named, journaled, undoable write to ``layer`` (work, policy, decisions); listeners hear of it after the
        commit. What raises inside leaves nothing behind."""
        from app.models.journal import Recorder

        with self.store.write() as connection:
            yield connection, Recorder(connection, layer, text, self.store.owner, self.now())
        touched = {layer: True}
        self.announce(Changes(client_id=client_id, **touched))

    def now(self) -> datetime:
        """Local time of an operation: the clock's day with the wall's hour."""
        return datetime.combine(self.today(), datetime.now().astimezone().time())

    def report_dates(self) -> tuple[date, ...]:
        """Ascending dates of accepted debt reports; everything asks for them, so they are read once for a commit."""
        from app.models import dates

        version = self.store.seen_version()
        if self._dates is None or self._dates[0] != version:
            with self.store.read() as connection:
                self._dates = version, dates.report_dates(connection)
        return self._dates[1]

    def default_as_of(self) -> date:
        """Date of the newest debt report, else today."""
        dates = self.report_dates()
        return dates[-1] if dates else self.today()

    def undo_text(self) -> str | None:
        """What undo would take back, in words."""
        from app.models import journal

        with self.store.read() as connection:
            last = journal.last_undoable(connection)
        return None if last is None else last[1]

    def undo(self) -> str | None:
        """Take back the last operation of work or policy; its words, or None when there is nothing. Files of letters
        that it made go too, unless somebody changed them."""
        from app.ledger import explaining
        from app.models import journal, payments

        with self.store.write() as connection:
            last = journal.last_undoable(connection)
            if last is None:
                return None
            letters = journal.made_letters(connection, last[0])
            paid_on = payments.first_day_touched(connection, last[0])
            client_id = journal.undo(connection, last[0])
            if paid_on is not None:
                explaining.settle(connection, paid_on)
        files = self.letter_files.take_back(last[0]) if letters else ""
        self.announce(Changes(work=True, policy=True, facts=paid_on is not None, client_id=client_id))
        return "; ".join(words for words in (last[1], files) if words)

    def status(self, as_of: date) -> Status:
        """The status line: the report in force on ``as_of``, whether it ties, the last copy."""
        from app.domain.client import Status
        from app.models import reports

        with self.store.read() as connection:
            rows = [row for row in reports.report_rows(connection) if row.state == "accepted"]
            in_force = next((r for r in rows if r.kind == "debts" and r.as_of <= as_of), None)
            ties = True
            if in_force is not None:
                stated = {row[0]: row[2] == row[3] for row in reports.ties(connection, in_force.report_id)}
                ties = stated.get(in_force.report_id, False) and in_force.control in (
                    None, in_force.sum, in_force.sum + in_force.advances)  # fmt: skip
        copies = self.backups.list()
        return Status(
            report_as_of=in_force.as_of if in_force else None,
            report_loaded=self._moment(in_force.loaded_at) if in_force else "",
            control=(in_force.control if in_force.control is not None else in_force.sum) if in_force else None,
            ties=ties,
            backup=self._moment(copies[0].made_at) if copies else "",
            netted=bool(in_force and in_force.advances and in_force.control in (None, in_force.sum)),
        )

    def _moment(self, at: datetime) -> str:
        clock = f"{at.hour}:{at.minute:02d}"
        if at.date() == self.today():
            return _("today, {time}").format(time=clock)
        return f"{day_text(at.date())}, {clock}"

    def summary(self, as_of: date) -> Summary:
        """The four figures on top with their change since the report before."""
        from app.domain.aging import Zone
        from app.domain.client import Summary
        from app.domain.work import PromiseState

        rules = self.policy.rules(as_of)
        red_from = rules.zone_start(Zone.RED) or 0
        now = self.analysis.totals(as_of)
        earlier = [day for day in self.report_dates() if day < as_of]
        before = self.analysis.totals(earlier[-1]) if earlier else None
        monday = as_of - timedelta(days=as_of.weekday())
        promises = self.work.promises(as_of)
        week = [p for p in promises if p.state is PromiseState.OPEN and monday <= p.due <= monday + timedelta(days=6)]
        reliable = self.work.reliable(promises)
        return Summary(
            as_of=as_of,
            total=now.total,
            overdue=now.overdue,
            red=_zone_sum(now.buckets, rules.intervals, Zone.RED),
            promised=sum(p.amount for p in week),
            promised_reliable=sum(p.amount for p in week if p.client_id in reliable),
            red_from=red_from,
            previous_as_of=earlier[-1] if earlier else None,
            previous_total=before.total if before else None,
            previous_overdue=before.overdue if before else None,
            previous_red=_zone_sum(before.buckets, rules.intervals, Zone.RED) if before else None,
        )

    def check(self) -> CheckResult:
        """Everything that must hold: the file, each identity of money, each report's total."""
        from app.models import digest, reports, store

        problems = list(store.integrity(self.store))
        with self.store.read() as connection:
            problems += [f"{what}: {count}" for what, count in digest.broken_identities(connection)]
            problems += [
                _("report of {day}: states {stated}, the ledger has {balance}").format(
                    day=day_text(day), stated=stated, balance=balance
                )
                for _id, day, stated, balance in reports.ties(connection)
                if stated != balance
            ]
            invoices, still_open, clients, balance, advances, loaded = digest.counts(connection)
            content = digest.digest(connection)
        return CheckResult(
            ok=not problems,
            problems=tuple(problems),
            invoices=invoices,
            open_invoices=still_open,
            clients=clients,
            balance=balance,
            advances=advances,
            reports=loaded,
            digest=content,
        )

    # The parts, each loaded at its first use: the window opens with a few of them.

    @cached_property
    def policy(self) -> Policy:
        from app.ledger.policy import Policy

        return Policy(self)

    @cached_property
    def analysis(self) -> Analysis:
        from app.ledger.analysis import Analysis

        return Analysis(self)

    @cached_property
    def work(self) -> Work:
        from app.ledger.work import Work

        return Work(self)

    @cached_property
    def clients(self) -> Clients:
        from app.ledger.clients import Clients

        return Clients(self)

    @cached_property
    def imports(self) -> Imports:
        from app.ledger.imports import Imports

        return Imports(self)

    @cached_property
    def indicators(self) -> Indicators:
        from app.ledger.indicators import Indicators

        return Indicators(self)

    @cached_property
    def commission(self) -> Commission:
        from app.ledger.commission import Commission

        return Commission(self)

    @cached_property
    def payments(self) -> Payments:
        from app.ledger.payments import Payments

        return Payments(self)

    @cached_property
    def traits(self) -> ClientTraits:
        from app.ledger.traits import ClientTraits

        return ClientTraits(self)

    @cached_property
    def views(self) -> Views:
        from app.ledger.views import Views

        return Views(self)

    @cached_property
    def law(self) -> Law:
        from app.ledger.law import Law

        return Law(self)

    @cached_property
    def doubtful(self) -> Doubtful:
        from app.ledger.doubtful import Doubtful

        return Doubtful(self)

    @cached_property
    def plan(self) -> Plan:
        from app.ledger.plan import Plan

        return Plan(self)

    @cached_property
    def conclusions(self) -> Conclusions:
        from app.ledger.concluding import Conclusions

        return Conclusions(self)

    @cached_property
    def disputes(self) -> Disputes:
        from app.ledger.debtor import Disputes

        return Disputes(self)

    @cached_property
    def pauses(self) -> Pauses:
        from app.ledger.debtor import Pauses

        return Pauses(self)

    @cached_property
    def handovers(self) -> Handovers:
        from app.ledger.debtor import Handovers

        return Handovers(self)

    @cached_property
    def schedules(self) -> Schedules:
        from app.ledger.debtor import Schedules

        return Schedules(self)

    @cached_property
    def worklist(self) -> Worklist:
        from app.ledger.worklist import Worklist

        return Worklist(self)

    @cached_property
    def talk_words(self) -> TalkWords:
        from app.ledger.talk_words import TalkWords

        return TalkWords(self)

    @cached_property
    def dossier(self) -> Dossier:
        from app.ledger.dossier import Dossier

        return Dossier(self)

    @cached_property
    def legal(self) -> Legal:
        from app.ledger.legal import Legal

        return Legal(self)

    @cached_property
    def letters(self) -> Letters:
        from app.ledger.letters import Letters

        return Letters(self)

    @cached_property
    def letter_files(self) -> LetterFiles:
        from app.ledger.letter_files import LetterFiles

        return LetterFiles()

    @cached_property
    def attachments(self) -> Attachments:
        from app.ledger.legal import Attachments

        return Attachments(self)


class Backups:
    """Copies of the book."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def list(self) -> tuple[Backup, ...]:
        """Copies, newest first."""
        from app.models import backups

        return tuple(backups.copies(self._store.path))

    def make(self, reason: str, progress: Progress | None = None) -> Backup:
        """A verified copy now. Raises ``BookError`` when it cannot be made, and ``Cancelled``."""
        from app.models import backups

        return backups.make(self._store, reason, progress)


def _zone_sum(buckets: tuple[int, ...], intervals: tuple[object, ...], zone: object) -> int:
    return sum(b for b, i in zip(buckets, intervals, strict=True) if getattr(i, "zone", None) is zone)


def _migrate(store: Store, progress: Progress) -> None:
    from app.models import backups
    from app.models.migrations import upgrade

    progress.step(0, 0, _("Preparing the book"))
    if store.version:
        backups.make(store, "migration")
    try:
        with store.write() as connection:
            upgrade(connection)
    except OSError as error:
        raise BookError(
            _("The book «{name}» could not be prepared.").format(name=store.path.name),
            _("Check the free space on the disk; the book is as it was."),
        ) from error
