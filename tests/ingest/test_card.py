"""The card of account 62: dates of money and of shipments; an offset of an advance is no payment."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from app.domain.statement import Movement, Severity, Statement, StatementKind
from app.ingest.layouts.account_card import analytics, movement_of
from tests.ingest.making import Grid, Value, take, told, xlsx

N = None
Row = tuple[str, str, str, str, str, str, float]
LUTIK = "ООО «Лютик»\nДоговор № 5 от 01.01.2026\nРеализация (акт, накладная, УПД) 0000-000001 от 02.06.2026 10:00:00"
CARD: Grid = (
    ("ООО «Заря»",),
    ("Карточка счета 62 за Июнь 2026 г.",),
    (N, "Выводимые данные: БУ (данные бухгалтерского учета)"),
    (),
    ("Период", "Документ", "Аналитика Дт", "Аналитика Кт", "Дебет", N, N, "Кредит", N, N, "Текущее сальдо", N),
    (N, N, N, N, "Счет", N, N, "Счет", N, N, N, N),
    ("Сальдо на начало", N, N, N, N, N, N, N, N, N, "Д", 10),
    ("02.06.2026", "Реализация (акт, накладная, УПД) 0000-000001 от 02.06.2026 10:00:00\nТовары", LUTIK, "<...>",
     "62.01", 100, N, "90.01", N, N, "Д", 110),
    ("05.06.2026", "Поступление на расчетный счет 0000-000077 от 05.06.2026 9:00:00\nОплата", "40702, Банк", LUTIK,
     "51", 60, N, "62.01", N, N, "Д", 50),
    ("06.06.2026", "Поступление на расчетный счет 0000-000078 от 06.06.2026", "40702, Банк", LUTIK,
     51, 30, N, "62.02", N, N, "Д", 20),
    ("07.06.2026", "Реализация (акт, накладная, УПД) 0000-000002 от 07.06.2026", LUTIK, LUTIK,
     "62.02", 30, N, "62.01", N, N, "Д", 20),
    ("08.06.2026", "Корректировка реализации 0000-000003 от 08.06.2026", LUTIK, "<...>",
     "62.01", -5, N, "90.01", N, N, "Д", 15),
    ("Обороты за период и сальдо на конец", N, N, N, N, 125, N, N, 120, N, "Д", 15),
)  # fmt: skip


def test_movements_with_their_dates(tmp_path: Path) -> None:
    statement = take(xlsx(tmp_path / "к.xlsx", CARD, merges=("E5:G5", "H5:J5", "K5:L5")))
    assert (statement.kind, statement.layout) == (StatementKind.MOVEMENTS, "1c-card")
    assert statement.period == (date(2026, 6, 1), date(2026, 6, 30))
    assert [(line.movement, line.amount) for line in statement.lines] == [
        (Movement.SHIPMENT, 10_000), (Movement.PAYMENT, -6_000), (Movement.ADVANCE, -3_000),
        (Movement.OFFSET, 3_000), (Movement.CORRECTION, -500),
    ]  # fmt: skip
    assert {line.client for line in statement.lines} == {"ООО «Лютик»"}
    payment = statement.lines[1]
    assert (payment.doc_date, payment.number, payment.comment) == (date(2026, 6, 5), "0000-000077", "Оплата")
    assert payment.settles.startswith("Реализация (акт, накладная, УПД) 0000-000001")
    assert told(statement, Severity.WARNING) == []


def test_a_balance_that_does_not_follow_is_told(tmp_path: Path) -> None:
    grid = [list(row) for row in CARD]
    grid[-1][-1] = 14
    assert len(told(take(xlsx(tmp_path / "к.xlsx", grid)), Severity.WARNING)) == 1


@pytest.mark.parametrize(
    ("debit", "credit", "movement"),
    [
        ("62.01", "90.01.1", Movement.SHIPMENT),
        ("51", "62.01", Movement.PAYMENT),
        ("50", "62.02", Movement.ADVANCE),
        ("62.02", "62.01", Movement.OFFSET),
        ("62.01", "51", Movement.REFUND),
        ("91.02", "62.01", Movement.CORRECTION),
        ("51", "60.01", None),
    ],
)
def test_entries(debit: str, credit: str, movement: Movement | None) -> None:
    assert movement_of(debit, credit, 100) is movement


def test_the_order_of_analytics_is_a_setting() -> None:
    about = analytics("Основной договор\nООО «Мак» ИНН 7707083893")
    assert (about.client, about.contract, about.inn) == ("ООО «Мак»", "Основной договор", "7707083893")


def moves(tmp_path: Path, *rows: Row, account: str = "62", closing: float = 0) -> Statement:
    """A card of these rows: day, document, both analytics, accounts and sum."""
    body: list[Sequence[Value]] = [
        (day, document, debit, credit, *((mine, total, N) if mine[:2] == "62" else (mine, N, N)),
         *((other, total, N) if other[:2] == "62" else (other, N, N)), "Д", 0)
        for day, document, debit, credit, mine, other, total in rows
    ]  # fmt: skip
    title = (f"Карточка счета {account} за Июнь 2026 г.",)
    end = ("Обороты за период и сальдо на конец", N, N, N, N, N, N, N, N, N, "Д", closing)
    return take(xlsx(tmp_path / "к.xlsx", (CARD[0], title, *CARD[2:6], *body, end)))


def test_a_prepaid_shipment_and_one_of_several_rows_are_no_doubles(tmp_path: Path) -> None:
    document = "Реализация (акт, накладная, УПД) 0000-000001 от 02.06.2026 10:00:00"
    statement = moves(
        tmp_path,
        ("02.06.2026", document, LUTIK, "Мебель", "62.01", "90.01", 100),
        ("02.06.2026", document, LUTIK, "Доставка", "62.01", "90.01", 5),
        ("02.06.2026", document, LUTIK, LUTIK, "62.02", "62.01", 30),
        closing=105,
    )
    assert told(statement, Severity.WARNING) == []


def test_debt_handed_to_another_client_moves_both(tmp_path: Path) -> None:
    statement = moves(
        tmp_path,
        ("02.06.2026", "Корректировка долга 5 от 02.06.2026", "ООО «Мак»\nДоговор цессии", LUTIK, "62.01", "62.01", 40),
    )
    assert [(line.client, line.movement, line.amount) for line in statement.lines] == [
        ("ООО «Лютик»", Movement.CORRECTION, -4000),
        ("ООО «Мак»", Movement.CORRECTION, 4000),
    ]


def test_the_card_of_one_subaccount_closes_by_its_own_side(tmp_path: Path) -> None:
    statement = moves(
        tmp_path,
        ("02.06.2026", "Реализация 1 от 02.06.2026", LUTIK, "Товары", "62.01", "90.01", 100),
        ("03.06.2026", "Реализация 1 от 02.06.2026", LUTIK, LUTIK, "62.02", "62.01", 30),
        account="62.01",
        closing=70,
    )
    assert told(statement, Severity.WARNING) == []


def test_subtotals_and_signatures_are_no_movements(tmp_path: Path) -> None:
    grid = [*CARD[:-1], ("Обороты за Июнь 2026 г.", N, N, N, N, 125, N, N, 120), CARD[-1], (),
            ("Главный бухгалтер", N, "(подпись)", N, "(расшифровка подписи)")]  # fmt: skip
    assert told(take(xlsx(tmp_path / "к.xlsx", grid)), Severity.ERROR) == []


def test_an_old_card_has_both_analytics_in_one_column(tmp_path: Path) -> None:
    shipment = "Реализация товаров\nООО «Лютик»\nДоговор № 5 от 01.01.2026\nРеализация товаров и услуг 1 от 02.06.2026"
    money = "Оплата от покупателя\n40702810100000000001 (Банк)\nПоступления от покупателей\n" + LUTIK
    grid = (
        ("Карточка счета 62",), ("Период: Июнь 2026 г.",),
        ("Дата", "Документ", "Операция", "Дебет", N, "Кредит", N, "Текущее сальдо", N),
        (N, N, N, "Счет", "Сумма", "Счет", "Сумма", N, N),
        ("02.06.2026", "Реализация товаров и услуг 1 от 02.06.2026", shipment, "62.01", 100, "90.01.1", 100, "Д", 100),
        (N, "Кол-во", N, N, N, N, 10),
        ("05.06.2026", "Платежное поручение 7 от 05.06.2026", money, "51", 60, "62.01", 60, "Д", 40),
        ("Обороты за период и сальдо на конец", N, N, N, 100, N, 60, "Д", 40),
    )  # fmt: skip
    statement = take(xlsx(tmp_path / "к.xlsx", grid))
    assert {line.client for line in statement.lines} == {"ООО «Лютик»"}
    assert {line.contract for line in statement.lines} == {"Договор № 5 от 01.01.2026"}
    assert told(statement, Severity.WARNING) == []


def test_a_taxpayer_number_beside_the_name_is_kept(tmp_path: Path) -> None:
    about = "ООО «Мак» ИНН 7707083893\nОсновной договор"
    statement = moves(tmp_path, ("02.06.2026", "Акт 1 от 02.06.2026", about, "Услуги", "62.01", "90.01", 7), closing=7)
    assert (statement.lines[0].client, statement.lines[0].inn) == ("ООО «Мак»", "7707083893")


def test_what_is_sold_past_account_90_is_a_shipment_and_a_revaluation_is_not(tmp_path: Path) -> None:
    sold, own = "Передача ОС 3 от 02.06.2026", "ООО «Лютик»\nОсновной договор\nПередача ОС 3 от 02.06.2026"
    statement = moves(
        tmp_path,
        ("02.06.2026", sold, own, "Реализация ОС", "62.01", "91.01", 40),
        ("30.06.2026", "Переоценка валютных средств 9 от 30.06.2026", LUTIK, "Разницы", "62.01", "91.01", 1),
        closing=41,
    )
    assert [line.movement for line in statement.lines] == [Movement.SHIPMENT, Movement.CORRECTION]


def test_a_card_cut_short_says_so(tmp_path: Path) -> None:
    assert len(told(take(xlsx(tmp_path / "к.xlsx", CARD[:-1])), Severity.WARNING)) == 1


def test_a_contract_worded_like_a_document_is_no_settlement_document() -> None:
    shipped = "Реализация (акт, накладная, УПД) 0000-000001 от 02.06.2026 10:00:00"
    about = analytics(f"ООО «Мак»\nСЗ ГАЛС-7 ООО ДГ №165/9/2024 от 26.07.24\n{shipped}")
    assert (about.client, about.contract, about.settles) == (
        "ООО «Мак»", "СЗ ГАЛС-7 ООО ДГ №165/9/2024 от 26.07.24", shipped,
    )  # fmt: skip
    assert analytics("ООО «Мак»\nОсновной договор\nБартер 5 от 02.06.2026").settles == "Бартер 5 от 02.06.2026"


def test_a_card_that_begins_with_nothing_owed_knows_no_older_debts(tmp_path: Path) -> None:
    about = "ООО «Мак»\nРамка ГАЛС-7 от 05.01.2026"
    grid = [*CARD[:6], ("Сальдо на начало",),
            ("02.06.2026", "Реализация 1 от 02.06.2026", about, "Товары", "62.01", 100, N, "90.01", N, N, "Д", 100),
            ("03.06.2026", "Поступление на расчетный счет 2 от 03.06.2026", "40702", about,
             "51", 60, N, "62.01", N, N, "Д", 40),
            ("Обороты за период и сальдо на конец", N, N, N, N, 100, N, N, 60, N, "Д", 40)]  # fmt: skip
    statement = take(xlsx(tmp_path / "к.xlsx", grid))
    assert [line.settles for line in statement.lines] == ["", ""]
    assert told(statement, Severity.WARNING) == []


def test_whoever_signs_below_the_closing_balance_is_a_note(tmp_path: Path) -> None:
    grid = [*CARD, (), ("Ответственный", N, "(подпись)", N, "Сидорова А. А."), ("Сдал:", N, "Петрова")]
    assert told(take(xlsx(tmp_path / "к.xlsx", grid)), Severity.ERROR) == []


@pytest.mark.parametrize("client", ["ООО «Лютик»", "Сидорова А. А."])
def test_an_old_card_names_the_client_after_the_other_side(tmp_path: Path, client: str) -> None:
    sold = f"Реализация товаров\n{client}\nДоговор № 5 от 01.01.2026\nОсновная номенклатурная группа"
    paid = f"Эквайринг\nТерминал\n{client}\nДоговор № 5 от 01.01.2026"
    grid = (
        ("Карточка счета 62",), ("Период: Июнь 2026 г.",),
        ("Дата", "Документ", "Операция", "Дебет", N, "Кредит", N, "Текущее сальдо", N),
        (N, N, N, "Счет", "Сумма", "Счет", "Сумма", N, N),
        ("02.06.2026", "Реализация товаров и услуг 1 от 02.06.2026", sold, "62.01", 100, "90.01.1", 100, "Д", 100),
        ("05.06.2026", "Отчет о продажах 7 от 05.06.2026", paid, "57.03", 60, "62.01", 60, "Д", 40),
        ("Обороты за период и сальдо на конец", N, N, N, 100, N, 60, "Д", 40),
    )  # fmt: skip
    statement = take(xlsx(tmp_path / "к.xlsx", grid))
    assert {line.client for line in statement.lines} == {client}
    assert told(statement, Severity.WARNING) == []
    alone = (*grid[:4], *grid[5:6], ("Обороты за период и сальдо на конец", N, N, N, N, N, 60, "К", 60))
    doubts = told(take(xlsx(tmp_path / "о.xlsx", alone)), Severity.WARNING)
    assert len(doubts) == (client != "ООО «Лютик»")


def test_an_old_card_keeps_the_contract_of_its_own_side(tmp_path: Path) -> None:
    both = "Взаимозачет\nООО «Лютик»\nДоговор поставки 3 от 01.02.2026\n" + LUTIK
    grid = (
        ("Карточка счета 62",), ("Период: Июнь 2026 г.",),
        ("Дата", "Документ", "Операция", "Дебет", N, "Кредит", N, "Текущее сальдо", N),
        (N, N, N, "Счет", "Сумма", "Счет", "Сумма", N, N),
        ("05.06.2026", "Корректировка долга 7 от 05.06.2026", both, "60.01", 60, "62.01", 60, "К", 60),
        ("Обороты за период и сальдо на конец", N, N, N, N, N, 60, "К", 60),
    )  # fmt: skip
    (line,) = take(xlsx(tmp_path / "к.xlsx", grid)).lines
    assert (line.client, line.contract) == ("ООО «Лютик»", "Договор № 5 от 01.01.2026")
    assert line.settles.startswith("Реализация (акт, накладная, УПД) 0000-000001")
