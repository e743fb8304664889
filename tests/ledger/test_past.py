"""What a report rewrote in the past: before it is accepted and afterwards the same list, with roubles."""

from dataclasses import replace
from datetime import timedelta

from app.domain.importing import Answers, ChangeKind, ItemChange, Vanished
from app.ledger import Ledger
from app.reports.past_tables import past_changes_table
from tests.ledger.stories import W1, W2, debts, load, owed

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
        "переписан", "переписан", "появился со старой датой", "исчез из отчёта", "исчез из отчёта"]  # fmt: skip
    assert words["overdue"](table.totals[0]) == -110_00
    assert "−10,00" in table.note
    assert "−100,00" in table.note
    assert "14.09.2026" in table.title
