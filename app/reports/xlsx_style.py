"""How cells of a workbook look. Each look is built once and shared: styling a cell anew costs more than
writing it."""

from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from app.reports import palette
from app.reports.safe_text import for_cell, looks_like_formula
from app.reports.table import Kind, Tone

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_FONT = "Calibri"


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that tells one style from another."""

    kind: Kind = Kind.TEXT
    places: int = 1
    tone: Tone = Tone.NONE
    bold: bool = False
    right: bool = False
    indent: int = 0
    size: int = 10
    line: bool = False
    header: bool = False
    total: bool = False
    quoted: bool = False


class Styles:
    """Cells made from looks, for one workbook."""

    def __init__(self) -> None:
        self._known: dict[Look, Any] = {}

    def cell(
        self,
        sheet: "Worksheet",
        value: Decimal | int | date | str | None,
        look: Look,
    ) -> Any:  # noqa: ANN401 - openpyxl's cells have attributes its stubs lack
        """A cell of the sheet. Text is written as text, whatever it begins with."""
        from openpyxl.cell import WriteOnlyCell

        if isinstance(value, str):
            value = for_cell(value)
            if looks_like_formula(value):
                look = replace(look, quoted=True)
        cell: Any = WriteOnlyCell(sheet, cast("float | None", value))  # Decimal and date it takes as well
        if isinstance(value, str):
            cell.data_type = "s"
        style = self._known.get(look)
        if style is None:
            style = self._known[look] = _styled(WriteOnlyCell(sheet), look)
        cell._style = style
        return cell


def _styled(cell: Any, look: Look) -> Any:  # noqa: ANN401 - openpyxl's style array has no public type
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    paint = palette.PRINT.tone(look.tone)
    colour = palette.PRINT.muted if look.header else paint.ink
    cell.font = Font(name=_FONT, size=look.size, bold=look.bold or look.total, color=_argb(colour))
    if paint.fill:
        cell.fill = PatternFill("solid", start_color=_argb(paint.fill))
    if look.line or look.header:
        hairline = Side(style="thin", color=_argb(palette.PRINT.line))
        rule = Side(style="thin", color=_argb(palette.PRINT.muted))
        cell.border = Border(top=rule if look.total else None, bottom=rule if look.header else hairline)
    cell.alignment = Alignment(
        horizontal="right" if look.right else "left" if look.line or look.header else None,
        vertical="center" if look.header else "top",
        wrap_text=look.header or (look.line and not look.right),
        indent=look.indent + (1 if look.line or look.header else 0),  # columns never touch
    )
    cell.number_format = number_format(look.kind, look.places)
    if look.quoted:
        cell.quotePrefix = True
    return copy(cell._style)


def number_format(kind: Kind, places: int) -> str:
    """Excel's format of a kind. A sum of zero is hidden but stays a number."""
    decimals = f".{'0' * places}" if places else ""
    return {
        Kind.TEXT: "@",
        Kind.FIGURE: "@",
        Kind.MONEY: "#,##0.00;\u2212#,##0.00;",
        Kind.DATE: "dd.mm.yyyy",
        Kind.PERCENT: f"0{decimals}%",
        Kind.NUMBER: f"#,##0{decimals}",
        Kind.COUNT: "#,##0",
        Kind.DAYS: "#,##0",
    }[kind]


def _argb(colour: str) -> str:
    return "FF" + colour.lstrip("#").upper()
