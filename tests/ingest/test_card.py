"""The card of account 62: dates of money and of shipments; an offset of an advance is no payment."""

from datetime import date
from pathlib import Path

import pytest

from app.domain.statement import Movement, Severity, StatementKind
from app.ingest.layouts.account_card import analytics, movement_of
from tests.ingest.making import Grid, take, told, xlsx

N = None
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
    assert analytics("Основной договор\nООО «Мак» ИНН 7707083893") == ("ООО «Мак»", "Основной договор", "")
