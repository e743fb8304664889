"""Every source row ends once: as a fact, as an error or as a declared skip. This is where it is counted."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.money import Kopecks
from app.domain.statement import Problem, Severity, Skipped, StatedLine
from app.ingest.sheet import letter
from app.progress import Progress, silent

KIND_LIMIT = 200
"""Warnings of one kind that are listed; the rest are counted."""


@dataclass(slots=True)
class Tally:
    """What came of the rows of one sheet. Rows and columns are zero-based here and 1-based in what it yields."""

    sheet: str
    progress: Progress = field(default_factory=silent)
    file: str = ""
    rows: int = 0
    lines: list[StatedLine] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    control: Kopecks | None = None
    control_row: int | None = None
    branches: dict[int, str] = field(default_factory=dict)  # 1-based row -> its account: a client may stand under each
    _ended: set[int] = field(default_factory=set)
    _said: dict[str, int] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)

    def count(self, total: int) -> None:
        """One more filled row of about ``total``. Raises ``Cancelled`` when the person asked to stop."""
        self.rows += 1
        if self.rows % 500 == 0:
            self.progress.step(self.rows, total, self.file)

    def fact(self, line: StatedLine) -> None:
        """A row became a line; one row may give two (debt and advance)."""
        self.lines.append(line)
        self._ended.add(line.row - 1)

    def facts(self, lines: Sequence[StatedLine], total: int) -> None:
        """So many filled rows, one line each, of about ``total``. Raises ``Cancelled``."""
        self.rows += len(lines)
        self.lines += lines
        self._ended.update([line.row - 1 for line in lines])
        self.progress.step(self.rows, total, self.file)

    def skip(self, row: int, reason: str) -> None:
        """A row that is no fact, and why."""
        self.skipped.append(Skipped(row + 1, reason, self.sheet))
        self._ended.add(row)

    def error(self, row: int, column: int | None, text: str) -> None:
        """A row that could not be taken."""
        if row not in self._ended:
            self._problem(Severity.ERROR, row, column, text)
            self._ended.add(row)

    def warn(self, row: int | None, column: int | None, text: str, kind: str = "") -> None:
        """Something to look at; ``kind`` names the sort of it, so that a million of one sort stays a list."""
        if self._room(kind or text):
            self._problem(Severity.WARNING, row, column, text)

    def note(self, row: int | None, column: int | None, text: str, kind: str = "") -> None:
        """Worth knowing."""
        if self._room(kind or text):
            self._problem(Severity.INFO, row, column, text)

    def once(self, key: str) -> bool:
        """True the first time a key is asked about."""
        first = key not in self._asked
        self._asked.add(key)
        return first

    def ended(self, row: int) -> bool:
        """Whether the row already came to something."""
        return row in self._ended

    def unlisted(self) -> int:
        """How many warnings were beyond ``KIND_LIMIT``."""
        return sum(max(count - KIND_LIMIT, 0) for count in self._said.values())

    def _room(self, kind: str) -> bool:
        self._said[kind] = self._said.get(kind, 0) + 1
        return self._said[kind] <= KIND_LIMIT

    def _problem(self, severity: Severity, row: int | None, column: int | None, text: str) -> None:
        place = None if row is None else row + 1
        name = "" if column is None else letter(column)
        self.problems.append(Problem(text, self.sheet, place, name, severity))
