"""What may be typed, and what is said when it makes no sense."""

import argparse
import re
import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

from app import __version__
from app.cli.console import put
from app.domain.aging import GroupBy
from app.domain.chart import ChartName
from app.domain.importing import Vanished
from app.domain.letters import LetterKind
from app.domain.money import BadValue, parse_money
from app.domain.pivot import Dimension, View
from app.domain.work import PromiseState
from app.errors import UsageError
from app.i18n import _, pgettext

PROGRAM = "debitorka"


class _Help(argparse.HelpFormatter):
    """Help pages in the language of the program."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, _("Usage: ") if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """Raises ``UsageError`` in the person's language instead of leaving the program."""

    def __init__(self, **options: object) -> None:
        super().__init__(formatter_class=_Help, add_help=False, allow_abbrev=False, **options)  # type: ignore[arg-type]  # options of argparse, passed on as they are
        self._positionals.title = pgettext("command line", "What")
        self._optionals.title = pgettext("command line", "Options")
        self.add_argument("-h", "--help", action="help", help=_("show this page"))

    def _print_message(self, message: str, file: object = None) -> None:
        answer = file is sys.stdout
        put(sys.stdout if answer else sys.stderr, message, end="")

    def error(self, message: str) -> NoReturn:
        raise UsageError(_explained(message), _("See «{command} --help».").format(command=self.prog))


def _explained(message: str) -> str:
    """argparse's English sentence in the language of the program."""
    sentences = (
        (r"the following arguments are required: (?P<what>.*)", _("Missing on the command line: {what}.")),
        (r"unrecognized arguments: (?P<what>.*)", _("Not understood on the command line: {what}.")),
        (r"argument (?P<what>.*?): expected .*argument", _("A value is missing after {what}.")),
        (
            r"argument (?P<what>.*?): invalid choice: '?(?P<value>.*?)'? \(.*",
            _("{what} cannot be «{value}»."),
        ),
        (r"argument (?P<what>.*?): invalid \w+ value: '(?P<value>.*)'", _("{what} cannot be «{value}».")),
        (
            r"argument (?P<what>.*?): not allowed with argument (?P<value>.*)",
            _("{what} and {value} cannot stand together."),
        ),
        (r"argument (?P<what>.*?): (?P<value>.*)", "{what}: {value}"),
    )
    for pattern, sentence in sentences:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found is not None:
            return sentence.format(**found.groupdict())
    return message


def parse(argv: list[str]) -> argparse.Namespace:
    """The command and its options. Raises ``UsageError``; ``SystemExit`` after printing help."""
    shared = _Shared()
    parser = _Parser(
        prog=PROGRAM,
        description=_("Debts of clients: load bookkeeping's reports, see the debt by term, prepare a meeting."),
        parents=[],
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}", help=_("show the version"))
    shared.book(parser, default=None)
    commands = parser.add_subparsers(dest="command", required=True, metavar=pgettext("command line", "COMMAND"))
    for name, words, fill in _COMMANDS:
        help_text = words()
        command = commands.add_parser(name, help=help_text, description=help_text)
        shared.book(command, default=argparse.SUPPRESS)
        shared.json(command)
        fill(command)
    return parser.parse_args(argv)


class _Shared:
    """Options that every command knows; ``--book`` may stand before or after the command."""

    def book(self, parser: argparse.ArgumentParser, default: str | None) -> None:
        text = _("the book to work with (without it: your own book)")
        parser.add_argument("--book", type=Path, metavar=pgettext("command line", "FILE"), default=default, help=text)

    def json(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help=_("answer with one JSON object"))


def _as_of(parser: argparse.ArgumentParser, text: str) -> None:
    parser.add_argument("--as-of", type=day, metavar=pgettext("command line", "DAY"), help=text)


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="+", type=Path, metavar=pgettext("command line", "FILE"), help=_("one or several report files")
    )
    _as_of(parser, _("date of the report when the file does not state it"))
    parser.add_argument("--accept", action="store_true", help=_("write into the book (without it: only a look)"))
    parser.add_argument(
        "--vanished",
        type=Vanished,
        choices=list(Vanished),
        metavar="{paid,keep}",
        help=_("what the absence of earlier documents means: they are paid, or left open"),
    )
    parser.add_argument(
        "--name",
        action="append",
        default=[],
        type=_name_answer,
        metavar=pgettext("command line", "KEY=CLIENT"),
        help=_("an unknown name belongs to this client number"),
    )


def _withdraw(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--report", type=_number, metavar="N", help=_("which report (without it: the last one)"))


def _aging(parser: argparse.ArgumentParser) -> None:
    _as_of(parser, _("debt on this date (without it: date of the last report)"))
    parser.add_argument(
        "--by",
        type=GroupBy,
        choices=list(GroupBy),
        default=GroupBy.CLIENT,
        metavar="{" + ",".join(GroupBy) + "}",
        help=_("what one line is"),
    )
    parser.add_argument(
        "--xlsx", type=Path, metavar=pgettext("command line", "FILE"), help=_("write the table into an Excel file")
    )


def _analysis(parser: argparse.ArgumentParser) -> None:
    _as_of(parser, _("debt on this date (without it: date of the last report)"))
    parser.add_argument(
        "--by",
        type=dimensions,
        default=(Dimension.CLIENT,),
        metavar="A[,B]",
        help=_("what one line is, and what its sub-lines are: {names}").format(names=", ".join(Dimension)),
    )
    parser.add_argument(
        "--view",
        type=View,
        choices=list(View),
        default=View.KNOWN,
        metavar="{" + ",".join(View) + "}",
        help=_("known: as the book knows it now; stated: as the reports of that date stated it"),
    )
    parser.add_argument(
        "--own",
        metavar=pgettext("command line", "NAME"),
        help=_("documents of this organisation of ours alone"),
    )
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        type=only,
        metavar="A=KEY",
        help=_("documents whose dimension has this key alone; may be repeated"),
    )
    parser.add_argument(
        "--difference", action="store_true", help=_("tell what makes the two views differ instead, by document")
    )
    parser.add_argument(
        "--xlsx", type=Path, metavar=pgettext("command line", "FILE"), help=_("write the table into an Excel file")
    )


def _bridge(parser: argparse.ArgumentParser) -> None:
    for name, where, text in (
        ("--from", "since", _("overdue debt on this date (without it: date of the report before)")),
        ("--to", "until", _("and on this one (without it: date of the last report)")),
    ):
        parser.add_argument(name, dest=where, type=day, metavar=pgettext("command line", "DAY"), help=text)
    parser.add_argument(
        "--by",
        choices=("client", "manager"),
        default="client",
        metavar="{client,manager}",
        help=_("what one line is"),
    )


def _indicators(parser: argparse.ArgumentParser) -> None:
    _as_of(parser, _("last day of the period (without it: date of the last report)"))
    text = _("its first day (without it: the period of turnover of the rules)")
    parser.add_argument("--from", dest="since", type=day, metavar=pgettext("command line", "DAY"), help=text)
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument("--manager", metavar=pgettext("command line", "NAME"), help=_("documents of this manager"))
    whose.add_argument("--group", metavar=pgettext("command line", "NAME"), help=_("this group of related clients"))
    whose.add_argument("--client", type=_number, metavar="N", help=_("the client of this number"))


def _pack(parser: argparse.ArgumentParser) -> None:
    _as_of(parser, _("debt on this date (without it: date of the last report)"))
    parser.add_argument(
        "--out", type=Path, required=True, metavar=pgettext("command line", "FILE"), help=_("the papers as PDF")
    )
    parser.add_argument(
        "--xlsx", type=Path, metavar=pgettext("command line", "FILE"), help=_("the tables as an Excel file")
    )
    parser.add_argument(
        "--meeting", type=day, metavar=pgettext("command line", "DAY"), help=_("day of the meeting (without it: today)")
    )
    parser.add_argument("--company", metavar=pgettext("command line", "NAME"), help=_("company named on the papers"))


def _clients(parser: argparse.ArgumentParser) -> None:
    _as_of(parser, _("debt on this date (without it: date of the last report)"))
    parser.add_argument(
        "--import",
        dest="list",
        type=Path,
        metavar=pgettext("command line", "FILE"),
        help=_("look at a list of clients with what is known of them (xlsx, ods, csv)"),
    )
    parser.add_argument("--accept", action="store_true", help=_("write into the book (without it: only a look)"))
    parser.add_argument(
        "--name",
        action="append",
        default=[],
        type=_name_answer,
        metavar=pgettext("command line", "KEY=CLIENT"),
        help=_("an unknown name belongs to this client number"),
    )
    parser.add_argument(
        "--xlsx", type=Path, metavar=pgettext("command line", "FILE"), help=_("write the table into an Excel file")
    )


def _chart(parser: argparse.ArgumentParser) -> None:
    from app.reports.chart_book import questions

    told = "; ".join(f"{one.name} - {one.title}" for one in questions())
    parser.add_argument(
        "name",
        type=ChartName,
        choices=list(ChartName),
        metavar=pgettext("command line", "NAME"),
        help=_("which chart: {names}").format(names=told),
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar=pgettext("command line", "FILE"), help=_("the picture, .png or .svg")
    )
    _as_of(parser, _("debt on this date (without it: date of the last report)"))
    parser.add_argument(
        "--from",
        dest="since",
        type=day,
        metavar=pgettext("command line", "DAY"),
        help=_("first day of the weeks, or the earlier of two dates"),
    )
    parser.add_argument("--client", type=_number, metavar="N", help=_("number of the client (without it: all clients)"))
    parser.add_argument(
        "--palette",
        choices=("light", "dark", "print"),
        default="light",
        metavar="{light,dark,print}",
        help=_("colours; print is told apart without colour"),
    )


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar=pgettext("command line", "FOLDER"), help=_("where to make it"))


def _worklist(parser: argparse.ArgumentParser) -> None:
    _as_of(parser, _("work of this day (without it: date of the last report)"))
    parser.add_argument("--manager", metavar=pgettext("command line", "NAME"), help=_("the list of one manager"))
    parser.add_argument(
        "--need",
        type=_sum,
        metavar=pgettext("command line", "SUM"),
        help=_("the smallest set of calls whose expected money reaches this sum, roubles"),
    )


def _promises(parser: argparse.ArgumentParser) -> None:
    _as_of(parser, _("states on this date (without it: date of the last report)"))
    parser.add_argument(
        "--state",
        choices=[state.value for state in PromiseState],
        metavar="{" + ",".join(PromiseState) + "}",
        help=_("only promises in this state"),
    )


def _penalty(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--client",
        required=True,
        metavar=pgettext("command line", "CLIENT"),
        help=_("number, INN or name of the client"),
    )
    _as_of(parser, _("counted up to this date (without it: date of the last report)"))


def _letters(parser: argparse.ArgumentParser) -> None:
    _as_of(parser, _("debt on this date (without it: date of the last report)"))
    parser.add_argument(
        "--kind",
        choices=("ladder", *LetterKind),
        default="ladder",
        metavar="{ladder," + ",".join(LetterKind) + "}",
        help=_("ladder: letters that are due; or one paper"),
    )
    parser.add_argument(
        "--client", metavar=pgettext("command line", "CLIENT"), help=_("number, INN or name of the client")
    )
    parser.add_argument("--out", type=Path, metavar=pgettext("command line", "FOLDER"), help=_("folder for the files"))
    parser.add_argument("--note", metavar=pgettext("command line", "TEXT"), help=_("words to add to the paper"))
    parser.add_argument(
        "--draft", action="store_true", help=_("only a look: no number is taken, nothing is registered")
    )


def _nothing(_parser: argparse.ArgumentParser) -> None:
    """A command without options of its own."""


_COMMANDS: tuple[tuple[str, Callable[[], str], Callable[[argparse.ArgumentParser], None]], ...] = (
    ("import", lambda: _("look at a report of bookkeeping and, with --accept, load it"), _import),
    ("withdraw", lambda: _("take a loaded report back"), _withdraw),
    ("reports", lambda: _("list the loaded reports"), _nothing),
    ("aging", lambda: _("debt by term on any date"), _aging),
    ("analysis", lambda: _("debt by any one or two dimensions, as known now or as stated then"), _analysis),
    ("bridge", lambda: _("why overdue debt changed between two dates"), _bridge),
    ("indicators", lambda: _("indicators of receivables with their definitions and formulas"), _indicators),
    ("pack", lambda: _("papers for the commission on receivables"), _pack),
    ("clients", lambda: _("what is known of clients: list it, or load a list of it"), _clients),
    ("chart", lambda: _("draw a chart into a picture file"), _chart),
    ("worklist", lambda: _("whom to work with on a day, in which order and why"), _worklist),
    ("promises", lambda: _("promises with what came of them"), _promises),
    ("penalty", lambda: _("money of delay: the contract's penalty or art. 395"), _penalty),
    ("letters", lambda: _("letters to debtors: make, register and write them"), _letters),
    ("check", lambda: _("prove that the book is whole and its sums agree"), _nothing),
    ("demo", lambda: _("make a sample book out of invented reports"), _demo),
)


def dimensions(text: str) -> tuple[Dimension, ...]:
    """``manager`` or ``manager,zone``; a hyphen will do for an underscore."""
    found = tuple(_dimension(name) for name in text.split(","))
    if len(found) > 2 or len(set(found)) != len(found):
        raise argparse.ArgumentTypeError(_("Name one dimension or two different ones."))
    return found


def only(text: str) -> tuple[Dimension, str]:
    """``manager=Гордеев``."""
    name, sign, key = text.partition("=")
    if not sign:
        raise argparse.ArgumentTypeError(_("«{text}» should look like A=KEY.").format(text=text))
    return _dimension(name), key


def _dimension(text: str) -> Dimension:
    name = text.strip().lower().replace("-", "_")
    if name not in list(Dimension):
        raise argparse.ArgumentTypeError(
            _("«{text}» is none of: {names}.").format(text=text, names=", ".join(Dimension))
        )
    return Dimension(name)


def day(text: str) -> date:
    """A date as ``2026-11-23`` or ``23.11.2026``."""
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a calendar day has no time zone
        except ValueError:
            continue
    raise argparse.ArgumentTypeError(_("«{text}» is not a date; write 23.11.2026 or 2026-11-23.").format(text=text))


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(_("«{text}» is not a number.").format(text=text))
    return int(text)


def _sum(text: str) -> int:
    try:
        kopecks = parse_money(text)
    except BadValue as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    if kopecks <= 0:
        raise argparse.ArgumentTypeError(_("The sum must be above zero."))
    return kopecks


def _name_answer(text: str) -> tuple[str, int]:
    key, _sign, client = text.rpartition("=")
    if not key:
        raise argparse.ArgumentTypeError(_("«{text}» should look like KEY=CLIENT.").format(text=text))
    return key, _number(client)
