"""A paper described once: sections of headings, words, tables and figures; PDF and XLSX draw it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from app.reports.table import Table, Tone

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from app.reports.palette import Palette


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section; it never parts from what follows."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain words, wrapped."""

    text: str
    tone: Tone = Tone.NONE
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Numbered:
    """A numbered list: the agenda."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One of the large figures: what it is, its value, how it moved."""

    label: str
    value: str
    note: str = ""
    tone: Tone = Tone.NONE


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """Large figures side by side."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table. ``lines``: most lines a cell may take before it is cut with an ellipsis; ``row_height`` (mm)
    makes tall rows with a full grid, to be filled in by hand; ``titled``: its own title stands over it."""

    table: Table[Any]
    titled: bool = True
    lines: int = 2
    row_height: float | None = None


@dataclass(frozen=True, slots=True)
class FigureBlock:
    """A chart, drawn only when needed. ``height`` in mm; the width is that of the page."""

    draw: Callable[["Palette"], "Figure"]
    height: float = 80


@dataclass(frozen=True, slots=True)
class BlankLines:
    """Ruled lines for handwriting, after a label."""

    label: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on: (position, name)."""

    people: tuple[tuple[str, str], ...]


Block: TypeAlias = Heading | Paragraph | Numbered | KeyFigures | TableBlock | FigureBlock | BlankLines | Signatures


@dataclass(frozen=True, slots=True)
class Section:
    """Starts a page of its own and a sheet of its own. ``landscape`` None: as the widest table needs;
    ``paper`` False: only in the XLSX (lists too long for a table of people); ``smaller``: the same section with
    less in it, taken on paper when this one needs more than a page."""

    title: str
    blocks: tuple[Block, ...]
    landscape: bool | None = None
    subtitle: str = ""
    paper: bool = True
    tone: Tone = Tone.NONE
    sheet: str = ""
    smaller: "Section | None" = None


@dataclass(frozen=True, slots=True)
class Document:
    """A whole paper. ``footer`` says which report it is made from and whether it ties."""

    title: str
    sections: tuple[Section, ...]
    as_of: date
    company: str = ""
    footer: str = ""


def of_table(table: Table[Any], as_of: date, company: str = "", footer: str = "") -> Document:
    """One table as a paper of its own."""
    block = TableBlock(table, titled=False, lines=table.lines)
    return Document(table.title, (Section(table.title, (block,)),), as_of, company, footer)
