"""Several files of one week, overlapping: each document counts once, and what was dropped is said by name."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.importing import ImportPreview
from app.domain.statement import Severity, StatedLine
from app.formats import NBSP
from app.ledger import Ledger
from tests.ledger.stories import W1, debts, load, owed

ONE = owed("ООО «Вектор»", "1", 100_00, shipped=W1 - timedelta(30), due=W1, manager="Иванов")
TWO = owed("АО «Реал»", "2", 7_00, shipped=W1 - timedelta(9), due=W1, manager="Петров")


def both(ledger: Ledger, first: tuple[StatedLine, ...], second: tuple[StatedLine, ...]) -> ImportPreview:
    """The preview of «a.xlsx» and «b.xlsx», which does not depend on which is named first."""
    a, b = debts(W1, *first, name="a.xlsx"), debts(W1, *second, name="b.xlsx")
    preview = ledger.imports.preview_statements([a, b])
    assert ledger.imports.preview_statements([b, a]).sum == preview.sum
    return preview


@pytest.mark.parametrize(
    "more",
    [
        {"manager": ""},
        {"client": "ВЕКТОР ООО"},
        {"inn": "7707083893"},
        {"amount": 150_00},
        {"kind": "Реализация"},
        {"contract": "№ 5"},
        {"organisation": "ООО «Образец»"},
        {"due_date": None},
    ],
)
def test_a_document_worded_otherwise_counts_once(ledger: Ledger, more: dict[str, object]) -> None:
    preview = both(ledger, (ONE, TWO), (replace(ONE, **more),))  # type: ignore[arg-type]  # any field
    assert (preview.sum, preview.invoices, preview.facts) == (107_00, 2, 2)
    assert [(p.file, p.text) for p in preview.problems] == [("b.xlsx", "1 строка есть и в «a.xlsx», здесь пропущена")]


def test_what_either_file_knows_of_a_document_is_kept(ledger: Ledger) -> None:
    known = replace(ONE, inn="7707083893", amount=150_00)
    load(ledger, debts(W1, ONE, TWO), debts(W1, replace(known, manager="", due_date=None), name="b.xlsx"))
    (item,) = [item for item in ledger.analysis.items(W1) if item.number == "1"]
    assert (item.manager, item.due_date, item.amount, item.balance) == ("Иванов", W1, 150_00, 100_00)
    assert "7707083893" in {row.inn for row in ledger.clients.list(W1).rows}


def test_of_two_balances_the_smaller_is_taken_and_both_are_told(ledger: Ledger) -> None:
    preview = both(ledger, (ONE, TWO), (replace(ONE, balance=70_00),))
    assert preview.sum == 77_00
    _dropped, told = preview.problems
    assert (told.file, told.severity) == ("b.xlsx", Severity.WARNING)
    assert told.text.replace(NBSP, " ") == (
        "документ 1 клиента «ООО «Вектор»»: здесь 70,00 ₽, в «a.xlsx» 100,00 ₽; взята меньшая сумма"
    )


def test_parts_of_a_document_are_compared_together(ledger: Ledger) -> None:
    early, late = replace(ONE, balance=40_00), replace(ONE, balance=60_00, due_date=W1 + timedelta(30))
    preview = both(ledger, (early, late), (early, replace(late, balance=50_00)))
    assert preview.sum == 90_00
    assert both(ledger, (early, late), (late, early)).sum == 100_00


@pytest.mark.parametrize("more", [{"inn": "5024177006"}, {"organisation": "АО «Вторая»"}, {"number": "3"}])
def test_what_is_another_document_stays(ledger: Ledger, more: dict[str, object]) -> None:
    first = replace(ONE, inn="7707083893", organisation="ООО «Образец»")
    preview = both(ledger, (first,), (replace(first, **more),))  # type: ignore[arg-type]  # any field
    assert (preview.sum, preview.problems) == (200_00, ())


def test_balances_by_client_are_a_check_of_documents(ledger: Ledger) -> None:
    balance = owed("Вектор ООО", "", 100_00)
    preview = both(ledger, (ONE, TWO), (balance, owed("АО «Третий»", "", 5_00)))
    assert preview.sum == 112_00
    assert [p.text for p in preview.problems] == ["1 строка есть и в «a.xlsx», здесь пропущена"]
    unlike = both(ledger, (ONE, TWO), (replace(balance, balance=130_00),))
    assert unlike.sum == 237_00
    (told,) = unlike.problems
    assert told.text.replace(NBSP, " ") == (
        "«Вектор ООО» здесь должен 130,00 ₽, а по документам в «a.xlsx» 100,00 ₽: сложены обе суммы; если это один и "
        "тот же долг, загрузите один из файлов"
    )


def test_balances_of_two_departments_are_added(ledger: Ledger) -> None:
    balance = owed("Вектор ООО", "", 100_00, manager="Иванов")
    assert both(ledger, (balance,), (replace(balance, balance=50_00, manager="Петров"),)).sum == 150_00


def test_sheets_of_one_workbook_that_tell_of_the_same_count_once(ledger: Ledger) -> None:
    """«Свод» before the sheets of the managers: its documents are theirs."""
    lines = [replace(ONE, sheet="Свод"), replace(TWO, sheet="Свод"), replace(ONE, sheet="Иванов"),
             replace(TWO, sheet="Петров", manager="")]  # fmt: skip
    preview = ledger.imports.preview_statements([debts(W1, *lines, name="a.xlsx", control=214_00)])
    assert (preview.sum, preview.invoices, preview.control) == (107_00, 2, None)
    assert {problem.file for problem in preview.problems} == {"a.xlsx"}
    assert {problem.sheet for problem in preview.problems} == {"Иванов", "Петров"}


def test_a_sheet_of_balances_is_a_check_of_the_sheets_of_documents(ledger: Ledger) -> None:
    whole = [owed(line.client, "", line.balance or 0, sheet="Свод") for line in (ONE, TWO)]
    lines = [*whole, replace(ONE, sheet="Иванов"), replace(TWO, sheet="Петров")]
    assert ledger.imports.preview_statements([debts(W1, *lines, name="a.xlsx", control=None)]).sum == 107_00


def test_a_balance_without_our_company_checks_documents_that_name_it(ledger: Ledger) -> None:
    documents = (replace(ONE, organisation="ООО «Образец»"), replace(TWO, organisation="ООО «Образец»"))
    whole = tuple(owed(line.client, "", line.balance or 0) for line in (ONE, TWO))
    assert both(ledger, documents, whole).sum == 107_00


def test_balances_of_a_summary_and_of_the_files_of_managers_count_once(ledger: Ledger) -> None:
    """The summary names the managers, their own files do not."""
    whole = (
        owed("ООО «Вектор»", "", 100_00, manager="Иванов"),
        owed("АО «Реал»", "", 7_00, manager="Петров"),
        owed("АО «Реал»", "", -2_00, manager="Петров"),
    )
    part = (owed("ВЕКТОР ООО", "", 100_00), owed("АО «Реал»", "", 7_00), owed("АО «Реал»", "", -2_00))
    preview = both(ledger, whole, part)
    assert preview.sum == 105_00
    assert [(p.file, p.text) for p in preview.problems] == [("b.xlsx", "3 строки есть и в «a.xlsx», здесь пропущены")]
    load(ledger, debts(W1, *part, name="b.xlsx"), debts(W1, *whole, name="a.xlsx"))
    assert {item.manager for item in ledger.analysis.items(W1)} == {"Иванов", "Петров"}


def test_one_name_under_two_managers_is_two_balances(ledger: Ledger) -> None:
    one, two = (owed("ООО «Вектор»", "", 100_00, manager=name) for name in ("Иванов", "Петров"))
    assert both(ledger, (one,), (two,)).sum == 200_00
    assert both(ledger, (owed("ООО «Вектор»", "", 100_00),), (one, two)).sum == 200_00
