"""The one table: order, totals, copying, keys, and how little it does for a long list."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.reports.table import Column, Kind, RowStyle, Table, Tone
from app.ui.table_model import Look, TableModel
from app.ui.table_view import TableView
from tests.ui.conftest import press


@dataclass(frozen=True)
class Line:
    client_id: int
    name: str
    debt: int
    due: date | None = None
    share: Decimal = Decimal("12.50")
    style: RowStyle = RowStyle.NORMAL
    tone: Tone = Tone.RED


LINES = (
    Line(1, "Ёлка", 147_930_000, date(2008, 6, 1)),
    Line(2, "Арбуз", 5_00, None),
    Line(3, "=1+1", -10_50, date(2008, 5, 1)),
)


def table(lines: tuple[Line, ...] = LINES, *, grouped: bool = False) -> Table[Line]:
    columns = (
        Column[Line]("name", "Клиент", Kind.TEXT, lambda line: line.name, wide=True),
        Column[Line]("debt", "Долг", Kind.MONEY, lambda line: line.debt, tone=lambda line: line.tone),
        Column[Line]("due", "Срок", Kind.DATE, lambda line: line.due, nothing="—"),
        Column[Line]("share", "Доля", Kind.PERCENT, lambda line: line.share),
    )
    return Table(
        key="test",
        title="Проба",
        columns=columns,
        rows=lines,
        totals=(Line(0, "Итого", sum(line.debt for line in lines), tone=Tone.NONE),),
        style=(lambda line: line.style) if grouped else None,
        link=lambda line: line.client_id or None,
        empty="Пусто",
    )


@pytest.fixture
def view(qtbot: QtBot) -> TableView:
    out = TableView()
    qtbot.addWidget(out)
    out.resize(700, 300)
    out.set_table(table())
    out.show()
    qtbot.waitExposed(out)
    return out


def names(view: TableView) -> list[str]:
    return [row.name for row in view.model.rows]


def test_numbers_fall_first_and_the_third_click_restores(view: TableView) -> None:
    view.sort_by(1)
    assert [row.debt for row in view.model.rows] == [147_930_000, 5_00, -10_50]
    view.sort_by(1)
    assert [row.debt for row in view.model.rows] == [-10_50, 5_00, 147_930_000]
    view.sort_by(1)
    assert view.table().rows == LINES


def test_words_rise_first_with_yo_as_ye_and_empty_cells_come_last(view: TableView) -> None:
    view.sort_by(0)
    assert names(view) == ["=1+1", "Арбуз", "Ёлка"]
    for _click in range(2):
        view.sort_by(2)
        assert view.model.rows[-1].due is None


def test_the_total_is_never_sorted_in(view: TableView) -> None:
    for column in range(4):
        view.sort_by(column)
        assert "Итого" not in names(view)
    assert view.totals.height() == view.lines.height
    assert view.totals.y() == view.grid.geometry().bottom() + 1


def test_groups_stay_together(view: TableView) -> None:
    heading, detail, subtotal = RowStyle.HEADING, RowStyle.DETAIL, RowStyle.SUBTOTAL
    lines = (
        Line(0, "Группа А", 3, style=heading),
        Line(1, "а", 1, style=detail),
        Line(2, "б", 2, style=detail),
        Line(0, "Всего А", 3, style=subtotal),
        Line(0, "Группа Б", 9, style=heading),
        Line(3, "в", 4, style=detail),
        Line(4, "г", 5, style=detail),
    )
    view.set_table(table(lines, grouped=True))
    view.sort_by(1)
    assert names(view) == ["Группа А", "б", "а", "Всего А", "Группа Б", "г", "в"]


def test_groups_with_sums_of_their_own_are_sorted_with_their_lines(view: TableView) -> None:
    heading, detail = RowStyle.HEADING, RowStyle.DETAIL
    lines = (
        Line(0, "Группа А", 3, style=heading),
        Line(1, "а", 1, style=detail),
        Line(2, "б", 2, style=detail),
        Line(0, "Группа Б", 9, style=heading),
        Line(3, "в", 4, style=detail),
        Line(4, "г", 5, style=detail),
    )
    view.set_table(replace(table(lines, grouped=True), nested=True))
    view.sort_by(1)
    assert names(view) == ["Группа Б", "г", "в", "Группа А", "б", "а"]
    view.sort_by(1)
    assert names(view) == ["Группа А", "а", "б", "Группа Б", "в", "г"]
    view.sort_by(1)
    assert view.table().rows == lines


def test_long_titles_fold_only_when_the_columns_do_not_fit(view: TableView) -> None:
    long = Column[Line]("long", "Средний срок по документам", Kind.COUNT, lambda line: line.client_id)
    view.set_table(replace(table(), columns=(*table().columns, *(replace(long, key=f"n{n}") for n in range(4)))))
    assert view.grid.header.lines == 1
    view.two_line_titles = True
    view.resize(701, 300)
    assert view.grid.header.lines == 2
    assert view.grid.columnWidth(4) < view.lines.title_width(long.title)
    view.resize(1600, 300)
    assert view.grid.header.lines == 1
    folded = view.lines.folded_width("Повторный долг, ₽") - 2 * view.lines.margin - 2
    assert view.lines.title_lines("Повторный долг, ₽", folded, 2) == ["Повторный", "долг,\u00a0₽"]


def test_names_stay_legible_in_a_table_that_is_scrolled_anyway(view: TableView) -> None:
    wide = Column[Line]("n", "Сумма всех долгов клиента", Kind.COUNT, lambda line: line.client_id)
    lines = tuple(replace(line, name="Общество с ограниченной ответственностью") for line in LINES)
    view.set_table(replace(table(lines), columns=(*table().columns, *(replace(wide, key=f"n{n}") for n in range(6)))))
    assert view.grid.columnWidth(0) >= view.lines.width_of(lines[0].name) * 0.7
    assert view.grid.header.length() > view.width()


def test_cells_open_where_cells_are_asked_for(view: TableView, qtbot: QtBot) -> None:
    view.by_cell = True
    opened: list[tuple[object, str]] = []
    view.cell_opened.connect(lambda row, column: opened.append((row, column)))
    view.opened.connect(lambda row: opened.append((row, "whole row")))
    view.select_row(1)
    press(view.grid, Qt.Key.Key_Right)
    press(view.grid, Qt.Key.Key_Return)
    total = view.totals
    x = view.grid.columnViewportPosition(1) + 5
    qtbot.mouseDClick(total, Qt.MouseButton.LeftButton, pos=QPoint(x, total.height() // 2))
    assert opened == [(LINES[1], "debt"), (view.model.table.totals[0], "debt")]
    with qtbot.waitSignal(view.cell_picked) as picked:
        press(view.grid, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert picked.args == [LINES[1], "debt"]


def test_a_copy_pastes_as_numbers_and_never_as_a_formula(view: TableView) -> None:
    view.grid.selectAll()
    press(view.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text().split("\n") == [
        "Клиент\tДолг\tСрок\tДоля",
        "Ёлка\t1479300,00\t01.06.2008\t12,50%",
        "Арбуз\t5,00\t\t12,50%",
        "'=1+1\t-10,50\t01.05.2008\t12,50%",
        "Итого\t1479294,50\t\t12,50%",
    ]


def test_one_row_is_copied_without_header_and_total(view: TableView) -> None:
    view.select_row(1)
    view.copy()
    assert QApplication.clipboard().text() == "Арбуз\t5,00\t\t12,50%"


def test_enter_opens_the_row_and_its_client(view: TableView) -> None:
    opened: list[object] = []
    view.opened.connect(opened.append)
    view.client_opened.connect(opened.append)
    view.select_row(0)
    press(view.grid, Qt.Key.Key_Return)
    assert opened == [LINES[0], 1]


def test_the_client_stays_under_the_cursor_when_rows_change(view: TableView) -> None:
    view.select_link(2)
    view.set_table(table(LINES[1:]))
    assert view.current() == LINES[1]
    view.sort_by(1)
    assert view.current_link() == 2


def test_a_zone_is_a_fill_in_numbers_and_a_chip_in_words(qtbot: QtBot) -> None:
    model = TableModel()
    word = Column[Line]("zone", "Зона", Kind.TEXT, lambda _line: "красная", tone=lambda line: line.tone)
    both: Table[Any] = Table("x", "x", (word, table().columns[1], table().columns[2]), LINES)
    model.set_table(both)
    looks = [look for _text, _tone, look in model.cells(1)]
    assert looks == [Look.CHIP, Look.FILL, Look.PLAIN]


def test_only_rows_in_sight_are_worded(view: TableView, qtbot: QtBot) -> None:
    asked: list[int] = []

    def debt(line: Line) -> int:
        asked.append(line.client_id)
        return line.debt

    many = tuple(Line(number, f"Клиент {number}", number) for number in range(1, 100_001))
    long = table(many)
    counted = Column[Line]("debt", "Долг", Kind.MONEY, debt)
    view.set_table(Table("long", "", (long.columns[0], counted), many))
    view.repaint()
    view.grid.scrollToBottom()
    view.grid.viewport().repaint()
    assert len(set(asked)) < 300
    assert max(asked) == 100_000


def test_numbers_keep_their_room_when_words_must_give_way(view: TableView) -> None:
    long_name = (Line(1, "ООО «Очень длинное наименование покупателя и партнёры»", 147_930_000),)
    view.resize(330, 200)
    view.set_table(table(long_name))
    debt = view.lines.width_of("1 479 300", bold=True)
    assert view.grid.columnWidth(1) >= debt
    assert view.grid.columnWidth(0) < view.lines.width_of(long_name[0].name)


def test_hostile_text_in_a_tooltip_is_no_markup() -> None:
    from app.ui.controls import plain_tip

    assert "<img" not in plain_tip('<img src="file:///x">')
