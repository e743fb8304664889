"""Short ways to say «bookkeeping stated this»; used by the ledger's tests."""

import hashlib
from dataclasses import replace
from datetime import date

from app.domain.importing import Answers, ReportRow, Vanished
from app.domain.money import Kopecks
from app.domain.statement import Level, SourceFile, StatedLine, Statement, StatementKind
from app.ledger import Ledger

W1, W2, W3, W4 = date(2026, 9, 7), date(2026, 9, 14), date(2026, 9, 21), date(2026, 9, 28)


def owed(
    client: str, number: str, balance: Kopecks, *, shipped: date | None = None, due: date | None = None, **more: object
) -> StatedLine:
    """One open document, kopecks."""
    line = StatedLine(row=1, client=client, number=number, balance=balance, doc_date=shipped, due_date=due)
    return replace(line, **more)  # type: ignore[arg-type]  # keyword pass-through of a test helper


def debts(as_of: date | None, *lines: StatedLine, name: str = "отчёт.xlsx", **more: object) -> Statement:
    """A debt report as ingest would hand it over; its control total is the net sum."""
    numbered = tuple(replace(line, row=row) for row, line in enumerate(lines, 4))
    sha = hashlib.sha256(repr((as_of, name, numbered, sorted(more.items()))).encode()).hexdigest()
    statement = Statement(
        kind=StatementKind.DEBTS,
        layout="register",
        file=SourceFile(name, sha, 1000),
        as_of=as_of,
        lines=numbered,
        rows=len(numbered),
        level=Level.DOCUMENT,
        control=sum(line.balance or 0 for line in lines),
    )
    return replace(statement, **more)  # type: ignore[arg-type]  # keyword pass-through of a test helper


def sold(since: date, until: date, *rows: tuple[str, str, date, Kopecks]) -> Statement:
    """A sales register of (client, number, day, kopecks)."""
    lines = tuple(
        StatedLine(row=n, client=client, number=number, doc_date=day, amount=amount)
        for n, (client, number, day, amount) in enumerate(rows, 2)
    )
    sha = hashlib.sha256(repr((since, until, rows)).encode()).hexdigest()
    return Statement(
        kind=StatementKind.SALES,
        layout="sales",
        file=SourceFile("продажи.xlsx", sha, 1000),
        as_of=until,
        lines=lines,
        rows=len(lines),
        period=(since, until),
    )


def paid(until: date, *rows: tuple[str, str, date, Kopecks], name: str = "выписка.txt", **more: str) -> Statement:
    """A bank statement of (payer, number, day, kopecks); ``more``: purpose by number, as keywords ``n5=…``."""
    lines = tuple(
        StatedLine(row=n, client=client, number=number, doc_date=day, amount=amount, comment=more.get(f"n{number}", ""))
        for n, (client, number, day, amount) in enumerate(rows, 2)
    )
    sha = hashlib.sha256(repr((until, rows, name, sorted(more.items()))).encode()).hexdigest()
    return Statement(
        kind=StatementKind.PAYMENTS,
        layout="1c-bank",
        file=SourceFile(name, sha, 1000),
        as_of=until,
        lines=lines,
        rows=len(lines),
    )


def registered(until: date, *rows: tuple[str, str, date, Kopecks], **more: str) -> Statement:
    """A register of receipts of 1C: as ``paid``, in 1C's own numbers (``n71=…`` is the purpose of 0000-000071)."""
    bare = {f"n{number}": more.get(f"n{number.split('-')[-1].lstrip('0')}", "") for _who, number, _day, _sum in rows}
    return replace(paid(until, *rows, name="поступления.xlsx", **bare), layout="flat")


def load(
    ledger: Ledger, *statements: Statement, as_of: date | None = None, vanished: Vanished | None = None
) -> ReportRow:
    """Preview and accept."""
    preview = ledger.imports.preview_statements(statements, as_of=as_of)
    return ledger.imports.accept(preview, Answers(vanished=vanished))
