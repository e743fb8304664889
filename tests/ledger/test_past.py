"""What a report rewrote in the past: before it is accepted and afterwards the same list, with roubles."""

from dataclasses import replace
from datetime import timedelta

from pypdfium2 import PdfDocument

from app.domain.importing import Answers, ChangeKind, ItemChange, Vanished
from app.formats import NBSP
from app.ledger import Ledger
from app.reports.document import of_table
from app.reports.past_tables import past_changes_table
from app.reports.pdf import document_bytes
from tests.ledger.stories import W1, W2, W3, debts, load, owed

LATE = owed("ООО «Вектор»", "1", 100_00, due=W1 - timedelta(30), shipped=W1 - timedelta(60), manager="Иванов")
MOVED = owed("ООО «Вектор»", "2", 40_00, due=W1 - timedelta(10), shipped=W1 - timedelta(40), manager="Иванов")
OTHER = owed("АО «Реал»", "3", 7_00, due=W1 + timedelta(60), shipped=W1 - timedelta(5), manager="Петров")
SOON = owed("АО «Реал»", "4", 9_00, due=W1 + timedelta(90), shipped=W1 - timedelta(5), manager="Петров")
OLD = owed("АО «Реал»", "77", 30_00, due=W1 - timedelta(50), shipped=W1 - timedelta(90), manager="Петров")


def second(ledger: Ledger) -> tuple[ItemChange, ...]:
    load(ledger, debts(W1, LATE, MOVED, OTHER, SOON))
    moved = replace(MOVED, due_date=W2 + timedelta(20))
    report = debts(W2, moved, replace(OTHER, manager="Сидоров"), OLD)
    preview = ledger.imports.preview_statements([report])
    past = preview.of_kind(ChangeKind.REWRITTEN) + preview.of_kind(ChangeKind.RESURRECTED) + preview.vanished
    row = ledger.imports.accept(preview, Answers(vanished=Vanished.PAID))
    stored = ledger.imports.past_changes(row.report_id)
    assert sorted(map(repr, stored)) == sorted(map(repr, past))
    return stored


def test_each_change_has_its_effect_on_overdue(ledger: Ledger) -> None:
    effects = {(change.kind, change.number): change.overdue_effect for change in second(ledger)}
    assert effects == {
        (ChangeKind.REWRITTEN, "2"): -40_00,
        (ChangeKind.REWRITTEN, "3"): 0,
        (ChangeKind.RESURRECTED, "77"): 30_00,
        (ChangeKind.PAID, "1"): -100_00,
        (ChangeKind.PAID, "4"): 0,
    }


def test_the_table_sums_the_effects_and_parts_the_gone_ones(ledger: Ledger) -> None:
    table = past_changes_table(second(ledger), "14.09.2026")
    words = {column.key: column.value for column in table.columns}
    assert [words["kind"](row) for row in table.rows] == [
        "переписан", "переписан", "появился из прошлого", "исчез из отчёта", "исчез из отчёта"]  # fmt: skip
    assert words["overdue"](table.totals[0]) == -110_00
    assert "−10,00" in table.note
    assert "−100,00" in table.note
    assert "14.09.2026" in table.title


def test_a_document_owes_more_than_it_did(ledger: Ledger) -> None:
    """Goods are shipped by a document once: its debt grows when its sum was rewritten or a payment taken back."""
    known = replace(MOVED, amount=50_00)
    order = replace(OTHER, kind="Заказ клиента")
    load(ledger, debts(W1, LATE, known, order, SOON))
    grown = (replace(LATE, balance=130_00), replace(known, balance=50_00), replace(order, balance=9_00), SOON)
    preview = ledger.imports.preview_statements([debts(W2, *grown)])
    past = [(change.number, change.overdue_effect) for change in preview.changes if change.rewrites]
    assert past == [("1", 30_00), ("2", 10_00)]
    assert len(preview.of_kind(ChangeKind.GROWN)) == 3
    row = ledger.imports.accept(preview, Answers())
    stored = ledger.imports.past_changes(row.report_id)
    assert {(change.number, change.overdue_effect) for change in stored} == set(past)
    words = {change.number: change.note.replace(NBSP, " ") for change in stored}
    assert words == {
        "1": "долг по документу был 100,00 ₽, стал 130,00 ₽",
        "2": "оплата или возврат отменены",
    }
    assert next(iter(past_changes_table(stored).rows)).kind is ChangeKind.GROWN
    assert row.revisions == 2
    line = ledger.analysis.bridge(W1, W2).totals
    assert line.rewritten == 40_00


def test_a_paid_document_owed_again_with_another_sum_has_its_whole_effect(ledger: Ledger) -> None:
    paid = replace(LATE, amount=100_00)
    load(ledger, debts(W1, paid, SOON))
    load(ledger, debts(W2, SOON), vanished=Vanished.PAID)
    back = replace(paid, amount=120_00, balance=120_00)
    preview = ledger.imports.preview_statements([debts(W3, back, SOON)])
    (change,) = preview.of_kind(ChangeKind.RESURRECTED)
    assert (change.before, change.after, change.overdue_effect) == (0, 120_00, 120_00)
    assert change.note.replace(NBSP, " ") == "был погашен, снова в долге; сумма была 100,00 ₽, стала 120,00 ₽"
    ledger.imports.accept(preview, Answers())
    assert ledger.analysis.bridge(W2, W3).totals.returned == 120_00


def test_on_paper_what_was_rewritten_is_whole(ledger: Ledger) -> None:
    load(ledger, debts(W1, replace(MOVED, amount=50_00, contract="Договор поставки № 15/2026 от 11.01.2026")))
    more = replace(
        MOVED, amount=60_00, balance=50_00, due_date=W2, manager="Константинопольский",
        contract="Договор поставки № 16/2026 от 12.02.2026",
    )  # fmt: skip
    row = load(ledger, debts(W2, more))
    table = past_changes_table(ledger.imports.past_changes(row.report_id), "14.09.2026")
    text = "".join(page.get_textpage().get_text_range() for page in PdfDocument(document_bytes(of_table(table, W2))))
    assert "…" not in text
    assert "№ 16/2026" in text
