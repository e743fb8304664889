"""Imports: preview, acceptance, withdrawal. The one door through which facts enter the book."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.allocation import Payment
from app.domain.importing import (
    Answers,
    ImportPreview,
    ItemChange,
    ReportRow,
    Vanished,
)
from app.domain.mapping import Mapping
from app.domain.matching import Party
from app.domain.movements import last_day
from app.domain.names import name_key
from app.domain.statement import Problem, Statement, StatementKind
from app.errors import InputRefused
from app.formats import day as day_text
from app.formats import money_sign
from app.i18n import _
from app.ingest.burst import uncollected
from app.ledger import cards, payments
from app.ledger.comparing import Plan, compared
from app.ledger.drafts import Draft, combine, redated
from app.ledger.fingerprint import MARK, first_of
from app.ledger.mappings import Mappings
from app.ledger.parties import Names, who
from app.progress import Progress, silent

if TYPE_CHECKING:
    from app.ledger.book import Ledger
    from app.models.store import Connection


AHEAD = timedelta(days=31)  # a date further in the future than this is a mistake in the file


@dataclass(frozen=True, slots=True)
class _Seen:
    """A plan as previewed, and of what: the book's version, the day, the answers about names."""

    of: tuple[int, date, dict[str, int]]
    names: Names
    plan: Plan


class Imports:
    """Facts in, facts out."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._drafts: dict[str, Draft] = {}
        self._plans: dict[str, _Seen] = {}
        self._meanings: dict[str, tuple[Mapping, ...]] = {}
        self.mappings = Mappings(ledger)

    def prepare(self) -> None:
        """Make ready to read: for the moment when a person begins to choose a file. Returns at once."""
        threading.Thread(target=_prepare, name="prepare", daemon=True).start()

    def preview(
        self,
        paths: Sequence[Path],
        *,
        as_of: date | None = None,
        mappings: Sequence[Mapping] = (),
        progress: Progress | None = None,
    ) -> ImportPreview:
        """What the files would do to the book. Writes nothing. ``mappings`` explain files of unknown layout and are
        remembered once the report is accepted. Raises ``InputRefused`` (``LayoutUnknown`` when a mapping could
        help) and ``Cancelled``."""
        from app import ingest

        progress = progress or silent()
        statements = ingest.read_many(paths, progress, (*mappings, *self.mappings.remembered()))
        preview = self.preview_statements(statements, as_of=as_of, progress=progress)
        self._meanings[preview.token] = tuple(mappings)
        return preview

    def preview_statements(
        self, statements: Sequence[Statement], *, as_of: date | None = None, progress: Progress | None = None
    ) -> ImportPreview:
        """The same for files already read."""
        progress = progress or silent()
        with uncollected():
            progress.step(0, 3, _("Comparing with the book"))
            draft = combine(statements, as_of, progress)
            progress.step(0, 3)
            token = uuid.uuid4().hex
            preview = self._preview(token, draft, {}, progress)
        self._drafts[token] = draft
        return preview

    def preview_again(self, preview: ImportPreview, answers: Answers) -> ImportPreview:
        """The same draft under other answers: another date, other clients."""
        draft = self._draft(preview)
        if answers.as_of is not None:
            draft = redated(draft, answers.as_of)
            self._drafts[preview.token] = draft
        with uncollected():
            return self._preview(preview.token, draft, answers.names, silent())

    def forget(self, preview: ImportPreview) -> None:
        """Drop a draft that was not accepted."""
        self._drafts.pop(preview.token, None)
        self._plans.pop(preview.token, None)
        self._meanings.pop(preview.token, None)

    def accept(self, preview: ImportPreview, answers: Answers, progress: Progress | None = None) -> ReportRow:
        """Write a previewed report: a verified copy first, then one transaction.

        Raises ``InputRefused`` when its date or the answer about vanished documents is missing, or when the very
        same content is in the book.
        """
        from app.ledger.book import Changes

        progress = progress or silent()
        draft = self._draft(preview)
        if answers.as_of is not None:
            draft = redated(draft, answers.as_of)
        if draft.as_of is None:
            raise InputRefused(_("The file does not say its date."), _("Give the date of the report."))
        if self._stated_until(draft) > self._ledger.today() + AHEAD:
            raise InputRefused(
                _("The report is dated {day}, which has not come yet.").format(day=day_text(self._stated_until(draft))),
                _("Check the date of the report and of this computer."),
            )
        refused = untied(preview)
        if refused is not None:
            raise refused
        progress.step(0, 0, _("Making a copy of the book"))
        self._ledger.backups.make("import", progress)
        with uncollected(), self._ledger.store.write(progress) as connection:
            report_id = self._write(connection, preview.token, draft, answers, progress)
        self._drafts.pop(preview.token, None)
        self._plans.pop(preview.token, None)
        self._ledger.announce(Changes(facts=True))
        for mapping in self._meanings.pop(preview.token, ()):
            self.mappings.remember(mapping)
        return self._row(report_id)

    def _stated_until(self, draft: Draft) -> date:
        """The day a draft speaks of. The period of a register may end later than its last row."""
        if draft.stored_kind == StatementKind.DEBTS.value and draft.as_of is not None:
            return draft.as_of
        known = last_day(draft.lines) if draft.kind is StatementKind.PAYMENTS else None
        return known or self._ledger.today()

    @staticmethod
    def refusal(preview: ImportPreview) -> InputRefused | None:
        """Why this report cannot be accepted whatever the answers: its debt does not tie; else None."""
        return untied(preview)

    def reports(self) -> tuple[ReportRow, ...]:
        """All loads, newest date first."""
        from app.models import reports

        with self._ledger.store.read() as connection:
            return tuple(reports.report_rows(connection))

    def problems(self, report_id: int) -> tuple[Problem, ...]:
        """What was wrong with a report's files."""
        from app.models import reports

        with self._ledger.store.read() as connection:
            return reports.problems(connection, report_id)

    def revisions(self, report_id: int) -> tuple[ItemChange, ...]:
        """What a report rewrote in the past."""
        from app.models import reports

        with self._ledger.store.read() as connection:
            return reports.revisions(connection, report_id)

    def past_changes(self, report_id: int) -> tuple[ItemChange, ...]:
        """What a report says otherwise than the ones before it: revisions, and documents gone without a payment that
        anybody saw."""
        from app.models import reports

        with self._ledger.store.read() as connection:
            return reports.revisions(connection, report_id) + reports.gone(connection, report_id)

    def withdraw(self, report_id: int | None = None, progress: Progress | None = None) -> ReportRow:
        """Take a report back whole (None: the one loaded last); a report it had replaced returns. Contacts,
        promises and rules stay.

        Raises ``InputRefused`` when there is nothing to withdraw.
        """
        from app.ledger import explaining, posting
        from app.ledger.book import Changes
        from app.models import facts, journal
        from app.models import payments as stored

        progress = progress or silent()
        rows = [r for r in self.reports() if r.state == "accepted"]
        found = [r for r in rows if (r.last if report_id is None else r.report_id == report_id)]
        if not found:
            raise InputRefused(_("There is no report to withdraw."))
        row = found[0]
        self._ledger.backups.make("withdrawal", progress)
        with uncollected(), self._ledger.store.write(progress) as connection:
            self._take_back(connection, row.report_id, "withdrawn")
            restored = facts.reinstate(connection, row.report_id)
            if row.kind is StatementKind.DEBTS:
                posting.post(connection, row.as_of, progress)
            else:
                explaining.settle(connection, stored.first_day(connection, row.report_id))
            for named in (row.report_id, *restored):
                posting.rename(connection, facts.clients_of(connection, named))
            text = _("report of {day} withdrawn").format(day=day_text(row.as_of))
            journal.note(connection, "facts", text, self._ledger.store.owner, self._ledger.now())
        self._ledger.announce(Changes(facts=True))
        return self._row(row.report_id)

    def _take_back(self, connection: Connection, report_id: int, state: str) -> None:
        from app.models import facts

        facts.set_state(connection, report_id, state)
        facts.unwind(connection, facts.keys(connection, [report_id]))
        facts.settle_sales(connection)

    def _early(self, draft: Draft) -> tuple[Problem, ...]:
        """A report of tomorrow is made on a Sunday, or by a computer whose clock is late: said, not refused."""
        if draft.as_of is None or draft.as_of <= self._ledger.today():
            return ()
        text = _("The report is dated {day}, which has not come yet.").format(day=day_text(draft.as_of))
        return (Problem(text),)

    def _draft(self, preview: ImportPreview) -> Draft:
        if preview.token not in self._drafts:
            raise InputRefused(_("This preview was already used."), _("Load the file again."))
        return self._drafts[preview.token]

    def _row(self, report_id: int) -> ReportRow:
        return next(row for row in self.reports() if row.report_id == report_id)

    def _planned(
        self, connection: Connection, token: str, draft: Draft, answered: dict[str, int], progress: Progress
    ) -> tuple[Names, Plan]:
        """Who and what, as previewed when neither the book nor the answers have changed since."""
        day = draft.as_of or self._ledger.today()
        of = self._ledger.store.seen_version(), day, dict(answered)
        seen = self._plans.get(token)
        if seen is None or seen.of != of or draft.kind is StatementKind.PAYMENTS:
            money = draft.kind is StatementKind.PAYMENTS
            names = (
                payments.payers(connection, draft, answered) if money else who(connection, draft, answered, progress)
            )
            progress.step(0, 3)
            seen = _Seen(of, names, compared(self._ledger, connection, draft, day, names, progress))
            self._plans[token] = seen
        return seen.names, seen.plan

    def _preview(self, token: str, draft: Draft, answered: dict[str, int], progress: Progress) -> ImportPreview:
        from app.models import facts, reports

        with self._ledger.store.read(progress) as connection:
            names, plan = self._planned(connection, token, draft, answered, progress)
            draft = plan.weighed(draft)
            draft.hashed(progress)
            already = self._already(connection, draft)
            replaces = None
            if draft.card:
                replaces = max(cards.replaces(connection, draft, names.client_of), default=None)
            elif draft.as_of is not None and draft.stored_kind == StatementKind.DEBTS.value and not draft.filters:
                replaces = reports.full_report_of(connection, draft.as_of, draft.scope_text)
            previous = facts.previous_date(connection, draft.as_of or self._ledger.today())
        progress.step(3, 3)
        changes = plan.changes
        money: tuple[Payment, ...] = ()
        if draft.kind is StatementKind.PAYMENTS and not already:
            changes, money = self._rehearsed(draft, names, progress)
        return ImportPreview(
            token=token,
            files=draft.files,
            kind=draft.kind,
            layout=draft.layout,
            level=draft.level,
            as_of=draft.as_of,
            title=draft.title,
            organisation=draft.organisation,
            filters=draft.filters,
            rows=draft.rows,
            facts=draft.facts,
            control=draft.control,
            sum=draft.sum,
            debt=draft.debt,
            advances=draft.advances,
            clients=len({client_id or party for party, client_id in names.client_of.items()}),
            invoices=plan.documents(draft),
            problems=self._early(draft) + draft.problems + plan.problems,
            skipped=draft.skipped,
            changes=changes,
            names=names.questions,
            question="" if already else plan.question,
            vanished=plan.vanished,
            already=already[1] if already else None,
            replaces=None if already else replaces,
            previous_as_of=previous,
            payments=money,
        )

    @staticmethod
    def _already(connection: Connection, draft: Draft) -> tuple[int, datetime] | None:
        """The report of the very same content, if it is in the book: (id, loaded at)."""
        from app.models import reports

        found = reports.same_content(connection, draft.content_sha, draft.stored_kind)
        if found is None and draft.as_of is not None:
            older = reports.unmarked(connection, draft.as_of, draft.stored_kind, MARK)
            found = reports.same_content(connection, first_of(draft), draft.stored_kind) if older else None
        return found

    def _rehearsed(
        self, draft: Draft, names: Names, progress: Progress
    ) -> tuple[tuple[ItemChange, ...], tuple[Payment, ...]]:
        """What payments would do and where each would go, by entering them and taking it all back."""
        with self._ledger.store.rehearse(progress) as connection:
            report_id = self._insert_head(connection, draft, (), narrowed=False)
            payments.enter(connection, draft, report_id, names, self._make_clients(connection, names), progress)
            progress.step(1, 3)
            money = payments.proposed(connection, report_id)
            progress.step(2, 3)
            return payments.changes(connection, money), money

    def _write(self, connection: Connection, token: str, draft: Draft, answers: Answers, progress: Progress) -> int:
        from app.ledger import explaining, posting
        from app.models import facts, journal

        assert draft.as_of is not None
        already = self._already(connection, draft)
        if already is not None:
            raise InputRefused(
                _("The same report was already loaded on {moment}; nothing was changed.").format(
                    moment=f"{already[1]:%d.%m.%Y %H:%M}"
                )
            )
        names, plan = self._planned(connection, token, draft, answers.names, progress)
        as_of, draft = draft.as_of, plan.weighed(draft)
        narrowed = _narrowed(draft, plan, answers)
        old = self._superseded(connection, draft, names, narrowed)
        ids = self._make_clients(connection, names)
        report_id = self._insert_head(connection, draft, plan.problems, narrowed)
        for one in old:
            facts.supersede(connection, one, report_id)
        if draft.kind is StatementKind.PAYMENTS:
            payments.enter(connection, draft, report_id, names, ids, progress)
        elif draft.card:
            cards.keep(connection, report_id, draft, names.client_of, ids)
            posting.post(connection, as_of, progress)
        elif draft.kind is not StatementKind.SALES:
            (report,) = facts.keys(connection, [report_id])
            posting.enter(connection, report, plan, ids, progress)
        else:
            facts.insert_sales(connection, _sales(draft, report_id, names.client_of, ids))
            facts.settle_sales(connection)
            explaining.settle(connection, None)
        clients = [ids.get(c, c) for c in names.client_of.values() if c]
        progress.step(0, 0, _("Checking"))
        posting.rename(connection, clients, posting.newest_of(plan, ids))
        text = _("report of {day} loaded").format(day=day_text(as_of))
        journal.note(connection, "facts", text, self._ledger.store.owner, self._ledger.now())
        progress.step(0, 0)
        self._prove(connection, report_id, draft)
        progress.step(0, 0)
        return report_id

    def _superseded(self, connection: Connection, draft: Draft, names: Names, narrowed: bool) -> list[int]:
        """Take back what this report corrects: the full report of the same date, the card of the same days; ids."""
        from app.models import reports

        old: list[int] = []
        if draft.card:
            old = cards.replaces(connection, draft, names.client_of)
        elif not narrowed and draft.stored_kind == StatementKind.DEBTS.value and draft.as_of is not None:
            full = reports.full_report_of(connection, draft.as_of, draft.scope_text)
            old = [] if full is None else [full]
        for one in old:
            self._take_back(connection, one, "superseded")
        return old

    def _prove(self, connection: Connection, report_id: int, draft: Draft) -> None:
        """The report's total must stand in the ledger before the transaction may end."""
        from app.models import reports

        for _id, _day, stated, balance in reports.ties(connection, report_id):
            if stated != balance or stated != draft.sum:
                raise AssertionError(f"report {report_id}: {stated} stated, {balance} in the ledger")

    def _make_clients(self, connection: Connection, names: Names) -> dict[int, int]:
        """Write new clients and every name as an alias; negative id -> real id."""
        from app.models import facts

        rows = [(p.name, name_key(p.name).text, p.inn, p.code, "") for p in names.fresh.values()]
        made = dict(zip(names.fresh, facts.insert_clients(connection, rows), strict=True))
        taught = {question.key for question in names.questions} if names.payers else None
        aliases = [
            (
                made.get(client_id, client_id),
                p.name,
                name_key(p.name).text,
                p.inn,
                p.code,
                p.manager if p in names.divided else "",
            )
            for p, client_id in names.client_of.items()
            if taught is None or (client_id and f"{p.inn}|{p.code}|{p.name}" in taught)
        ]
        facts.insert_aliases(connection, aliases)
        return made

    def _insert_head(self, connection: Connection, draft: Draft, problems: tuple[Problem, ...], narrowed: bool) -> int:
        from app.models import facts, reports

        assert draft.as_of is not None
        head = facts.NewReport(
            kind=draft.stored_kind,
            as_of=draft.as_of,
            layout=draft.layout,
            level=draft.level.value,
            title=draft.title_text,
            organisation=draft.organisation_text,
            filters=draft.filters_text,
            narrowed=narrowed,
            scope=draft.scope_text,
            rows=draft.rows,
            facts=draft.facts,
            control=draft.control,
            total=draft.sum,
            debt=draft.debt,
            advances=draft.advances,
            files_sha=draft.files_sha,
            content_sha=draft.content_sha,
            loaded_at=self._ledger.now().isoformat(timespec="seconds"),
            loaded_by=self._ledger.store.owner,
            problems=reports.problems_text(draft.problems + problems),
            skipped=reports.skipped_text(draft.skipped),
            period_from=draft.begins if draft.card else None,
        )
        return facts.insert_report(connection, head, [(f.name, f.sha256, f.size) for f in draft.files])


def _prepare() -> None:
    from importlib import import_module

    from app import ingest

    for name in ("backups", "clients", "counted", "journal", "owners", "payments", "policy", "reports", "standing"):
        import_module(f"app.models.{name}")
    for name in ("explaining", "posting"):
        import_module(f"app.ledger.{name}")
    ingest.prepare()


def _narrowed(draft: Draft, plan: Plan, answers: Answers) -> bool:
    """Whether the report speaks only for the documents it names. Raises ``InputRefused`` when only a person knows."""
    if plan.question and answers.vanished is None:
        raise InputRefused(plan.question, _("Say whether these documents are paid or stay open."))
    kept = bool(plan.question) and answers.vanished is Vanished.KEEP
    return draft.card or kept or (bool(draft.filters) and answers.vanished is not Vanished.PAID)


def _sales(
    draft: Draft, report_id: int, client_of: dict[Party, int], made: dict[int, int]
) -> list[tuple[int, int, int, str, str, int, str, str]]:
    rows = []
    for party, line in zip(draft.parties, draft.lines, strict=True):
        client_id = client_of[party]
        day = line.doc_date or draft.as_of
        assert day is not None
        whose = made.get(client_id, client_id)
        told = (line.number, line.kind, line.amount or 0, line.client, line.manager)
        rows.append((report_id, whose, day.toordinal(), *told))
    return rows


def untied(preview: ImportPreview) -> InputRefused | None:
    """Why a report whose debt does not add up to its own total cannot be loaded; None when it ties."""
    if preview.ties or preview.control is None:
        return None
    nearest = min((preview.sum, preview.debt), key=lambda value: abs(value - (preview.control or 0)))
    text = _("The file does not tie: its total is {total}, its rows give {sum}, the difference is {gap}.")
    return InputRefused(
        text.format(
            total=money_sign(preview.control), sum=money_sign(nearest), gap=money_sign(preview.control - nearest)
        ),
        _("Look at the problems named by row, or ask bookkeeping to save the report again."),
    )
