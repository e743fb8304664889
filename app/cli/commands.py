"""The commands themselves: each opens the book, calls one use case of the ledger and tells the outcome."""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app import formats
from app.cli import shapes
from app.cli.console import Console
from app.cli.words import import_words
from app.domain.chart import ChartRequest
from app.domain.importing import Answers, ImportPreview, ReportRow
from app.domain.statement import StatementKind
from app.errors import AppError, BookError, InputRefused, UsageError
from app.i18n import _, pgettext
from app.paths import default_book

if TYPE_CHECKING:
    from app.ledger import Ledger

DAMAGED = BookError.exit_code


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Run the parsed command; returns the exit code. Raises ``AppError``."""
    return _RUN[arguments.command](arguments, console)


@contextmanager
def _book(arguments: argparse.Namespace, *, fresh: bool = False) -> Iterator["Ledger"]:
    """The book, open. Only a command that loads (``fresh``) may make a new one."""
    from app.ledger import Ledger

    path: Path = arguments.book or default_book()
    if not fresh and not path.exists():
        raise BookError(
            _("There is no book «{name}».").format(name=path.name),
            _("Name another one with --book, or load a report to start it."),
        )
    with Ledger.open(path) as ledger:
        yield ledger


def _import(arguments: argparse.Namespace, console: Console) -> int:
    with _import_book(arguments) as ledger, console.progress() as progress:
        try:
            looked = ledger.imports.preview(arguments.files, as_of=arguments.as_of, progress=progress)
        except InputRefused as error:
            return console.refuse(error, shapes.unread())
        known = shapes.preview(looked)
        accepted = None
        refused = ledger.imports.refusal(looked)
        if refused is not None:
            _say_import(console, looked, None)
            return console.refuse(refused, known)
        if arguments.accept:
            try:
                accepted = ledger.imports.accept(looked, _answers(arguments), progress)
            except AppError as error:
                _say_import(console, looked, None)
                return console.refuse(error, known)
    if accepted is not None:
        known |= {"accepted": True, "report": accepted.report_id, "as_of": accepted.as_of.isoformat()}
    console.answer(known)
    _say_import(console, looked, accepted)
    if accepted is None:
        console.say(_("Nothing was written. Repeat with --accept to load."))
    return 0


@contextmanager
def _import_book(arguments: argparse.Namespace) -> Iterator["Ledger"]:
    """A look before the first report leaves no book behind: it happens in a passing one."""
    path: Path = arguments.book or default_book()
    if arguments.accept or path.exists():
        with _book(arguments, fresh=True) as ledger:
            yield ledger
        return
    with tempfile.TemporaryDirectory(prefix="debitorka-", ignore_cleanup_errors=True) as folder:
        passing = argparse.Namespace(book=Path(folder) / path.name)
        with _book(passing, fresh=True) as ledger:
            yield ledger


def _answers(arguments: argparse.Namespace) -> Answers:
    return Answers(as_of=arguments.as_of, vanished=arguments.vanished, names=dict(arguments.name))


def _say_import(console: Console, looked: ImportPreview, accepted: ReportRow | None) -> None:
    if console.json:
        return
    from app.reports.import_tables import names_table, problems_table

    for line in import_words(looked):
        console.say(line)
    if looked.names:
        console.say()
        console.table(names_table(looked.names, looked.kind is StatementKind.PAYMENTS))
    if looked.problems:
        console.say()
        console.table(problems_table(looked.problems))
    if looked.question:
        console.say()
        console.say(looked.question)
    console.say()
    if accepted is not None:
        console.say(_("Loaded as report {number}.").format(number=accepted.report_id))


def _withdraw(arguments: argparse.Namespace, console: Console) -> int:
    with _book(arguments) as ledger, console.progress() as progress:
        row = ledger.imports.withdraw(arguments.report, progress)
    console.answer({"outcome": "clean", **shapes.report(row)})
    console.say(_("Report {number} of {day} is withdrawn.").format(number=row.report_id, day=formats.day(row.as_of)))
    return 0


def _reports(arguments: argparse.Namespace, console: Console) -> int:
    from app.reports.import_tables import reports_table

    with _book(arguments) as ledger:
        rows = ledger.imports.reports()
    console.answer({"outcome": "clean", "reports": [shapes.report(row) for row in rows]})
    console.table(reports_table(rows))
    return 0


def _aging(arguments: argparse.Namespace, console: Console) -> int:
    from app.reports.aging_tables import aging_table

    _protect(arguments, arguments.xlsx)
    with _book(arguments) as ledger:
        found = ledger.analysis.aging(_as_of(arguments, ledger), arguments.by)
        items = found.items or (ledger.analysis.items(found.as_of) if console.json else ())
    table = aging_table(found)
    if arguments.xlsx is not None:
        from app.reports.xlsx import write_table

        write_table(table, arguments.xlsx, found.as_of)
    console.answer({"outcome": "clean", **shapes.aging(found, items)})
    console.table(table)
    return 0


def _analysis(arguments: argparse.Namespace, console: Console) -> int:
    from app.cli import analysis

    _protect(arguments, arguments.xlsx)
    with _book(arguments) as ledger:
        answer = analysis.look(arguments, ledger, _as_of(arguments, ledger))
    if arguments.xlsx is not None:
        answer.write(arguments.xlsx)
    console.answer({"outcome": "clean", **answer.shape})
    answer.show(console)
    return 0


def _bridge(arguments: argparse.Namespace, console: Console) -> int:
    from app.reports.bridge_table import bridge_table

    by_manager = arguments.by == "manager"
    with _book(arguments) as ledger:
        until: date = arguments.until or ledger.default_as_of()
        earlier = [known for known in ledger.report_dates() if known < until]
        since: date = arguments.since or (earlier[-1] if earlier else until)
        found = ledger.analysis.bridge(since, until, by_manager)
    console.answer({"outcome": "clean", "by": arguments.by, **shapes.bridge(found)})
    console.table(bridge_table(found, by_manager))
    return 0


def _indicators(arguments: argparse.Namespace, console: Console) -> int:
    from app.cli.indicators import tell_indicators

    with _book(arguments) as ledger:
        return tell_indicators(ledger, arguments, console)


def _pack(arguments: argparse.Namespace, console: Console) -> int:
    from app.cli.papers import write_pack

    _protect(arguments, arguments.out, arguments.xlsx)
    with _book(arguments) as ledger, console.progress() as progress:
        as_of = _as_of(arguments, ledger)
        meeting = arguments.meeting or max(as_of, ledger.today())
        written = write_pack(ledger, as_of, meeting, arguments.out, arguments.xlsx, arguments.company, progress)
    console.answer(
        {
            "outcome": "clean",
            "as_of": shapes.day(as_of),
            "meeting": shapes.day(meeting),
            "files": [str(path) for path in written],
        }
    )
    for path in written:
        console.say(_("Written: {name}").format(name=path))
    return 0


def _chart(arguments: argparse.Namespace, console: Console) -> int:
    from app.cli.papers import write_chart

    _protect(arguments, arguments.out)
    with _book(arguments) as ledger:
        request = ChartRequest(arguments.name, _as_of(arguments, ledger), arguments.since, arguments.client)
        finding = write_chart(ledger, request, arguments.out, arguments.palette)
    console.answer(
        {
            "outcome": "clean",
            "chart": request.name.value,
            "as_of": shapes.day(request.as_of),
            "finding": finding,
            "file": str(arguments.out),
        }
    )
    console.say(finding)
    console.say(_("Written: {name}").format(name=arguments.out))
    return 0


def _check(arguments: argparse.Namespace, console: Console) -> int:
    with _book(arguments) as ledger:
        found = ledger.check()
    console.answer(
        {
            "outcome": "clean" if found.ok else "error",
            "ok": found.ok,
            "problems": list(found.problems),
            "invoices": found.invoices,
            "clients": found.clients,
            "balance": shapes.money(found.balance),
            "advances": shapes.money(found.advances),
            "reports": found.reports,
            "digest": found.digest,
        }
    )
    rows = (
        (pgettext("check", "reports"), formats.decimal(found.reports, 0)),
        (pgettext("check", "clients"), formats.decimal(found.clients, 0)),
        (pgettext("check", "documents"), formats.decimal(found.invoices, 0)),
        (pgettext("check", "balance"), formats.money_sign(found.balance)),
        (pgettext("check", "advances"), formats.money_sign(found.advances)),
        (pgettext("check", "digest"), found.digest),
    )
    width = max(len(label) for label, _value in rows)
    for label, value in rows:
        console.say(f"{label:<{width}}  {value}")
    for problem in found.problems:
        console.say(f"! {problem}")
    console.say(_("The book is whole and its sums agree.") if found.ok else _("The book is not in order."))
    return 0 if found.ok else DAMAGED


def _clients(arguments: argparse.Namespace, console: Console) -> int:
    from app.cli import clients

    if arguments.accept and arguments.list is None:
        raise UsageError(_("«--accept» needs a list: name it with --import."))
    _protect(arguments, arguments.xlsx)
    with _book(arguments) as ledger:
        if arguments.list is not None:
            return clients.load_list(ledger, arguments, console)
        return clients.tell(ledger, _as_of(arguments, ledger), arguments.xlsx, console)


def _demo(arguments: argparse.Namespace, console: Console) -> int:
    from app.cli.demo import make_demo

    return make_demo(arguments.folder, console)


def _as_of(arguments: argparse.Namespace, ledger: "Ledger") -> date:
    day: date = arguments.as_of or ledger.default_as_of()
    return day


def _protect(arguments: argparse.Namespace, *outputs: Path | None) -> None:
    """An export must never land on the book. Raises ``UsageError``."""
    book: Path = arguments.book or default_book()
    for output in outputs:
        if output is not None and (output.suffix.lower() == ".debt" or _same(output, book)):
            raise UsageError(
                _("«{name}» is a book; an export would destroy it.").format(name=output.name),
                _("Choose another name."),
            )


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()


def _work(arguments: argparse.Namespace, console: Console) -> int:
    from app.cli import work

    tell = {"worklist": work.worklist, "promises": work.promises, "penalty": work.penalty}[arguments.command]
    with _book(arguments) as ledger:
        tell(arguments, ledger, arguments.as_of or ledger.default_as_of(), console)
    return 0


def _letters(arguments: argparse.Namespace, console: Console) -> int:
    from app.cli.letters import letters

    _protect(arguments, arguments.out)
    with _book(arguments) as ledger:
        return letters(arguments, ledger, _as_of(arguments, ledger), console)


_RUN = {
    "import": _import,
    "withdraw": _withdraw,
    "reports": _reports,
    "aging": _aging,
    "analysis": _analysis,
    "bridge": _bridge,
    "indicators": _indicators,
    "pack": _pack,
    "clients": _clients,
    "chart": _chart,
    "worklist": _work,
    "promises": _work,
    "penalty": _work,
    "letters": _letters,
    "check": _check,
    "demo": _demo,
}
