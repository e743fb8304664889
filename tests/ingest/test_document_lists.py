"""Lists of documents as a person saves them from a screen of 1C: no title, the columns of that screen."""

from pathlib import Path

from app.domain.statement import Severity, StatementKind
from tests.ingest.making import Grid, take, xlsx

N = None
HEAD = ("Дата", "Поступление", "Списание", "Назначение платежа", "Контрагент", "Вид операции", "Номер", "Вх. номер")
LIST: Grid = (
    HEAD,
    ("20.01.2026 12:00:01", 600.25, N, "Оплата по счету № 7", "ООО «Лютик»", "Оплата от покупателя", "0-101", "55"),
    ("25.01.2026", 810, 0, "По УПД 12", "ИП Ромашкин", "Оплата от покупателя", "0-102", "56"),
    ("26.01.2026", N, 500, "За аренду", "ООО «Дом»", "Оплата поставщику", "0-009", "9"),
    ("26.01.2026", 0, 70, "За воду", "ООО «Дом»", "Оплата поставщику", "0-010", "10"),
    ("26.01.2026", 90000, N, "Кредит", "ПАО «Банк»", "Получение кредита в банке", "0-103", "1"),
    ("27.01.2026", 77, N, "Эквайринг", N, "Поступления по платежным картам", "0-104", "2"),
)


def test_a_list_of_money_in_two_columns(tmp_path: Path) -> None:
    statement = take(xlsx(tmp_path / "выписки.xlsx", LIST))
    assert statement.kind is StatementKind.PAYMENTS
    assert [(line.client, line.number, line.amount, line.comment) for line in statement.lines] == [
        ("ООО «Лютик»", "55", 60025, "Оплата по счету № 7"),
        ("ИП Ромашкин", "56", 81000, "По УПД 12"),
    ]
    assert [skip.row for skip in statement.skipped] == [1, 4, 5, 6], "money that went, and a loan"


def test_a_payment_without_a_payer_is_given_to_nobody(tmp_path: Path) -> None:
    statement = take(xlsx(tmp_path / "выписки.xlsx", LIST))
    assert [problem.row for problem in statement.problems if problem.severity is Severity.ERROR] == [7]


def test_the_ground_of_a_payment_is_its_purpose(tmp_path: Path) -> None:
    grid = (("Дата", "Номер", "Плательщик", "Сумма платежа", "Основание"), ("20.01.2026", "1", "ООО «Лютик»", 5, "№ 7"))
    assert take(xlsx(tmp_path / "Поступление на счет.xlsx", grid)).lines[0].comment == "№ 7"
