"""Lists of clients: headings in whatever order and wording, cells read or told by their row."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from app import ingest
from app.domain.roster import Roster
from app.domain.traits import Trait
from app.errors import InputRefused


def xlsx(path: Path, *rows: Sequence[object], sheet: str = "Лист1") -> Path:
    from openpyxl import Workbook

    book = Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for row in rows:
        page.append(list(row))
    book.save(path)
    book.close()
    return path


def said(roster: Roster) -> list[tuple[int, str, dict[Trait, str]]]:
    return [(row.row, row.words, dict(row.values)) for row in roster.rows]


def test_columns_are_told_by_their_headings_in_any_order(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "список.xlsx",
        ["Наши клиенты на 2026 год"],
        [],
        ["Сегмент", "Средний чек, тыс. руб.", "Примечание", "ИНН", "Бизнес-регион", "Наименование", "ГК", "ОПФ",
         "Доля ассортимента", "Размер клиента"],
        ["Сеть", 12.5, "важный", 7707083893, "Тверь", "Вектор", "Ромашка", "ооо", 0.75, "крупный"],
        [None, None, None, "7707083893", None, "Вектор", None, None, 0.5, None],
        ["Итого", None, None, None, None, "Итого", None, None, None, None],
    )  # fmt: skip
    roster = ingest.client_list(path)
    assert said(roster) == [
        (4, "Вектор", {Trait.KIND: "chain", Trait.AVG_ORDER: "1250000", Trait.REGION: "Тверь",
                       Trait.HOLDING: "Ромашка", Trait.LEGAL_FORM: "ООО", Trait.CORE_SHARE: "75",
                       Trait.SIZE: "large"}),
        (5, "Вектор", {Trait.CORE_SHARE: "50"}),
    ]  # fmt: skip
    assert roster.rows[0].party.inn == "7707083893"
    assert [column.title for column in roster.columns if not column.used] == ["Примечание"]
    assert roster.problems == ()


def test_a_bad_cell_is_told_by_its_row_and_the_rest_of_the_row_is_read(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "список.xlsx",
        ["Клиент", "ИНН", "Тип клиента", "Средний заказ", "Регион", "Город"],
        ["А", "123", "инопланетянин", "-5", "Тверь", "Ржев"],
        [None, None, "сеть", None, None, None],
        ["Б", None, None, "=1/0", None, None],
    )
    roster = ingest.client_list(path)
    assert said(roster) == [(2, "А", {Trait.REGION: "Тверь"})]
    assert roster.rows[0].party.inn == ""  # not valid: the name speaks
    places = [(problem.row, problem.column) for problem in roster.problems]
    assert places[0] == (1, "F")  # «Город» repeats «Регион»
    assert {(2, "B"), (2, "C"), (2, "D"), (3, ""), (4, "D")} == set(places[1:])
    assert "инопланетянин" in " ".join(problem.text for problem in roster.problems)


def test_csv_of_another_encoding_and_percents_as_text(tmp_path: Path) -> None:
    path = tmp_path / "список.csv"
    path.write_bytes("Контрагент;Основной ассортимент, %\r\nООО «А»;75%\r\nООО «Б»;более 50\r\n".encode("cp1251"))
    assert [dict(row.values)[Trait.CORE_SHARE] for row in ingest.client_list(path).rows] == ["75", "более 50"]


def test_what_stands_in_cells_cannot_steer_anything(tmp_path: Path) -> None:
    path = tmp_path / "список.csv"
    path.write_text("Клиент;Регион\nООО «А»;\u202e=cmd|'/c calc'!A1\u0007\n", "utf-8")
    (row,) = ingest.client_list(path).rows
    assert row.values == ((Trait.REGION, "=cmd|'/c calc'!A1"),)


@pytest.mark.parametrize(
    "rows",
    [
        [["Клиент", "Долг"], ["А", 5]],
        [["Регион", "Тип клиента"], ["Тверь", "сеть"]],
        [["просто", "слова"]],
    ],
)
def test_a_table_without_a_client_or_without_traits_is_refused_with_a_way_out(
    tmp_path: Path, rows: list[list[object]]
) -> None:
    with pytest.raises(InputRefused, match=r"таблица\.xlsx") as refused:
        ingest.client_list(xlsx(tmp_path / "таблица.xlsx", *rows))
    assert "ИНН" in refused.value.hint


def test_an_empty_file_and_a_picture_are_refused(tmp_path: Path) -> None:
    for name, data in (("пусто.xlsx", b""), ("фото.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 50)):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(InputRefused):
            ingest.client_list(path)
