"""Pages saved by 1C and by Excel: the depth of a row is the indent of its name, wherever the indent is written."""

from pathlib import Path

import pytest

from app.domain.statement import Severity
from tests.ingest.making import take, told

HEAD = (
    "<TR><TD></TD><TD>Ведомость по взаиморасчетам с контрагентами за Июль 2026 г.</TD></TR>"
    "<TR><TD></TD><TD>Контрагент</TD><TD>нач. остаток</TD><TD>приход</TD><TD>расход</TD><TD>кон. остаток</TD></TR>"
)
TREE = (
    (0, "Покупатели", "100,00", "50,00", "90,00", "60,00"),
    (1, "Синицына ОПТ", "100,00", "50,00", "90,00", "60,00"),
    (2, "ООО «Лютик»", "100,00", "50,00", "70,00", "80,00"),
    (3, "05.07.2026 0:00:00", "100,00", "50,00", "", "150,00"),
    (3, "06.07.2026 0:00:00", "150,00", "", "70,00", "80,00"),
    (2, "ИП Ромашкин", "", "", "20,00", "-20,00"),
    (3, "07.07.2026 0:00:00", "", "", "20,00", "-20,00"),
    (0, "Итог", "100,00", "50,00", "90,00", "60,00"),
)
SHEETS = {
    "1c": ("td { padding: 0px; padding-left: 2px; }", "tr.R{n} td.R{n}C1 {{ padding-left: {px}px; }}"),
    "excel": ("td {padding-top:1px;}", ".R{n}C1 {{mso-style-parent:style0; padding-left:{px}px; mso-c:1;}}"),
    "inline": ("", ""),
}  # fmt: skip


def _page(kind: str, empty_name: bool = False) -> str:
    usual, rule = SHEETS[kind]
    rules, rows = [usual], [HEAD]
    for number, (depth, name, *figures) in enumerate(TREE):
        own = f'STYLE="padding-left: {2 + 3 * depth}px"' if kind == "inline" else f'CLASS="R{number}C1"'
        if depth and rule:
            rules.append(rule.format(n=number, px=2 + 3 * depth))
        said = "" if empty_name and name.startswith("ИП") else name
        cells = "".join(f"<TD CLASS=R{number}C2>{figure}</TD>" for figure in figures)
        rows.append(f"<TR CLASS=R{number}><TD></TD><TD {own}>{said}</TD>{cells}</TR>")
    style = f"<STYLE TYPE='text/css'>{' '.join(rules)}</STYLE>"
    return f"\ufeff<HTML><HEAD><TITLE></TITLE>{style}</HEAD><BODY><TABLE>{''.join(rows)}</TABLE></BODY></HTML>"


@pytest.mark.parametrize("kind", SHEETS)
@pytest.mark.parametrize("name", ["в.htm", "в.xls"])
def test_indents_of_a_style_sheet_are_levels(tmp_path: Path, kind: str, name: str) -> None:
    path = tmp_path / name
    path.write_text(_page(kind), encoding="utf-8")
    statement = take(path)
    assert [(line.client, line.balance) for line in statement.lines] == [
        ("ООО «Лютик»", 8_000), ("ИП Ромашкин", -2_000),
    ]  # fmt: skip
    assert statement.control == 6_000
    assert told(statement, Severity.WARNING) == []


@pytest.mark.parametrize("kind", SHEETS)
def test_a_row_without_a_name_stands_where_its_empty_cell_does(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "в.htm"
    path.write_text(_page(kind, empty_name=True), encoding="utf-8")
    assert [(line.client, line.balance) for line in take(path).lines] == [("ООО «Лютик»", 8_000), ("<...>", -2_000)]
