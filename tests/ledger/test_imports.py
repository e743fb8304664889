"""Imports: what the preview promises, what acceptance writes, what withdrawal restores."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.aging import GroupBy
from app.domain.importing import Answers, ChangeKind, Vanished
from app.errors import InputRefused
from app.ledger import Ledger
from tests.ledger.stories import W1, W2, W3, debts, load, owed, sold

A = owed("ООО «Вектор»", "УПД 1", 100_00, shipped=W1 - timedelta(3), due=W1 + timedelta(11), manager="Иванов")
B = owed("АО «Реал»", "УПД 2", 250_50, shipped=W1 - timedelta(40), due=W1 - timedelta(10), manager="Петров")
C = owed("ООО «Вектор»", "УПД 3", 70_00, shipped=W2 - timedelta(2), due=W2 + timedelta(12), manager="Иванов")


def balance(ledger: Ledger, day: date) -> int:
    return ledger.analysis.totals(day).balance


def test_preview_writes_nothing(ledger: Ledger) -> None:
    before = ledger.check()
    preview = ledger.imports.preview_statements([debts(W1, A, B)])
    assert (preview.sum, preview.clients, preview.invoices) == (350_50, 2, 2)
    assert ledger.check() == before
    assert ledger.backups.list() == ()


def test_accept_makes_a_verified_copy_first_and_ties(ledger: Ledger) -> None:
    row = load(ledger, debts(W1, A, B))
    assert row.sum == row.control == 350_50
    assert [copy.reason for copy in ledger.backups.list()] == ["import"]
    assert balance(ledger, W1) == 350_50
    assert ledger.check().ok
    assert ledger.status(W1).ties


def test_second_week_knows_new_paid_part_paid_and_grown(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, B, owed("ИП Мишкина", "7", 10_00)))
    smaller = owed("АО «Реал»", "УПД 2", 200_00, shipped=B.doc_date, due=B.due_date, manager="Петров")
    grown = owed("ИП Мишкина", "7", 12_00)
    preview = ledger.imports.preview_statements([debts(W2, smaller, C, grown)])
    kinds = {change.number: change.kind for change in preview.changes}
    assert kinds == {
        "УПД 2": ChangeKind.PART_PAID,
        "УПД 3": ChangeKind.NEW,
        "7": ChangeKind.GROWN,
        "УПД 1": ChangeKind.PAID,
    }
    ledger.imports.accept(preview, Answers())
    assert balance(ledger, W1) == 360_50, "a past total never moves"
    assert balance(ledger, W2) == 282_00
    assert ledger.check().ok


def test_the_same_content_twice_changes_nothing_and_says_so(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, B))
    digest = ledger.check().digest
    again = ledger.imports.preview_statements([debts(W1, B, A, name="другое имя.xlsx")])
    assert again.already is not None
    with pytest.raises(InputRefused, match="ничего не изменено"):
        ledger.imports.accept(again, Answers())
    assert ledger.check().digest == digest


def test_a_narrowed_file_never_counts_the_missing_as_paid_silently(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, B))
    narrowed = debts(W2, A, filters=("Менеджер Равно «Иванов»",))
    preview = ledger.imports.preview_statements([narrowed])
    assert "250,50" in preview.question
    with pytest.raises(InputRefused):
        ledger.imports.accept(preview, Answers())
    assert balance(ledger, W2) == 350_50
    kept = ledger.imports.accept(ledger.imports.preview_statements([narrowed]), Answers(vanished=Vanished.KEEP))
    assert kept.narrowed
    assert balance(ledger, W2) == 350_50
    assert ledger.check().ok


def test_one_manager_only_asks_too(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, B))
    assert "Иванов" in ledger.imports.preview_statements([debts(W2, A, C)]).question


def test_too_much_vanished_asks_and_paid_is_an_answer(ledger: Ledger) -> None:
    same_manager = owed("АО «Реал»", "УПД 2", 250_50, manager="Иванов")
    load(ledger, debts(W1, A, same_manager))
    preview = ledger.imports.preview_statements([debts(W2, A)])
    assert "71,5" in preview.question, "250,50 of 350,50"
    ledger.imports.accept(preview, Answers(vanished=Vanished.PAID))
    assert balance(ledger, W2) == 100_00
    assert ledger.check().ok


def test_a_little_vanished_is_simply_paid(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, owed("АО «Реал»", "2", 10_00, manager="Иванов")))
    assert ledger.imports.preview_statements([debts(W2, A)]).question == ""


def test_rewritten_past_is_listed_with_its_effect(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, B))
    moved = owed("АО «Реал»", "УПД 2", 250_50, shipped=B.doc_date, due=W2 + timedelta(30), manager="Петров")
    late = owed("ООО «Вектор»", "УПД 0", 40_00, shipped=W1 - timedelta(90), due=W1 - timedelta(60), manager="Иванов")
    row = load(ledger, debts(W2, A, moved, late))
    revisions = {revision.number: revision for revision in ledger.imports.revisions(row.report_id)}
    assert revisions["УПД 2"].overdue_effect == -250_50
    assert revisions["УПД 0"].kind is ChangeKind.RESURRECTED
    assert revisions["УПД 0"].overdue_effect == 40_00
    assert balance(ledger, W1) == 350_50, "the late document enters on the report's date, not on its own"


def test_withdrawal_restores_the_book_as_it_was(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, B))
    before = ledger.check().digest
    row = load(ledger, debts(W2, A, C), vanished=Vanished.PAID)
    assert ledger.check().digest != before
    taken = ledger.imports.withdraw()
    assert (taken.report_id, taken.state) == (row.report_id, "withdrawn")
    assert ledger.check().digest == before
    assert ledger.check().ok


def test_a_corrected_file_replaces_the_report_of_its_date_and_withdrawal_brings_it_back(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, B))
    first = ledger.check().digest
    corrected = owed("АО «Реал»", "УПД 2", 300_00, shipped=B.doc_date, due=B.due_date, manager="Петров")
    preview = ledger.imports.preview_statements([debts(W1, A, corrected)])
    assert preview.replaces is not None
    ledger.imports.accept(preview, Answers())
    assert balance(ledger, W1) == 400_00
    assert ledger.check().ok
    ledger.imports.withdraw()
    assert balance(ledger, W1) == 350_50
    assert ledger.check().digest == first


def test_advances_are_kept_apart_and_never_netted(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, owed("ООО «Вектор»", "", -30_00, kind="Аванс")))
    line = ledger.analysis.aging(W1, GroupBy.CLIENT).lines[0]
    assert (line.total, line.advances, line.balance) == (100_00, 30_00, 70_00)


def test_a_paid_document_owed_again_is_resurrected_not_new(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, B))
    load(ledger, debts(W2, A), vanished=Vanished.PAID)
    row = load(ledger, debts(W3, A, B))
    assert [r.kind for r in ledger.imports.revisions(row.report_id)] == [ChangeKind.RESURRECTED]
    assert [balance(ledger, day) for day in (W1, W2, W3)] == [350_50, 100_00, 350_50]
    assert ledger.check().ok


def test_one_client_under_two_writings_is_one_and_two_inns_are_two(ledger: Ledger) -> None:
    load(ledger, debts(W1, owed("ООО «Алёнка»", "1", 1_00), owed("АЛЕНКА ООО", "2", 2_00)))
    assert len(ledger.clients.list(W1).rows) == 1
    one = owed("ООО «Заря»", "3", 1_00, inn="7707083893")
    two = owed("ООО «Заря»", "4", 1_00, inn="5024177006")
    load(ledger, debts(W2, one, two), vanished=Vanished.PAID)
    assert [row.inn for row in ledger.clients.list(W2).rows if "Заря" in row.name] == ["7707083893", "5024177006"]


def test_a_likely_name_is_proposed_with_evidence_and_the_answer_is_remembered(ledger: Ledger) -> None:
    load(ledger, debts(W1, owed("ООО «Грандекс»", "1", 1_00)))
    preview = ledger.imports.preview_statements([debts(W2, owed("АО «Грандекс»", "1", 1_00))])
    question = preview.names[0]
    assert [c.name for c in question.candidates] == ["ООО «Грандекс»"]
    assert question.candidates[0].evidence
    answers = Answers(names={question.key: question.candidates[0].client_id})
    ledger.imports.accept(preview, answers)
    assert len(ledger.clients.list(W2).rows) == 1
    third = ledger.imports.preview_statements([debts(W3, owed("АО «Грандекс»", "1", 1_00))])
    assert third.names == (), "the decision is an alias now"


def test_several_files_of_one_week_form_one_report_and_twins_are_dropped_by_name(ledger: Ledger) -> None:
    preview = ledger.imports.preview_statements([debts(W1, A, name="север.xlsx"), debts(W1, A, B, name="юг.xlsx")])
    assert (preview.sum, preview.invoices) == (350_50, 2)
    assert any("север.xlsx" in problem.text for problem in preview.problems)
    assert len(ledger.imports.accept(preview, Answers()).files) == 2


def test_files_of_different_dates_are_refused(ledger: Ledger) -> None:
    with pytest.raises(InputRefused, match="разных дат"):
        ledger.imports.preview_statements([debts(W1, A), debts(W2, B)])


def test_a_report_without_a_date_asks_for_it(ledger: Ledger) -> None:
    preview = ledger.imports.preview_statements([debts(None, A)])
    with pytest.raises(InputRefused, match="дат"):
        ledger.imports.accept(preview, Answers())
    assert ledger.imports.accept(preview, Answers(as_of=W1)).as_of == W1


def test_a_report_from_the_future_is_refused(ledger: Ledger) -> None:
    preview = ledger.imports.preview_statements([debts(date(2031, 1, 1), A)])
    with pytest.raises(InputRefused, match=r"01\.01\.2031"):
        ledger.imports.accept(preview, Answers())


def test_a_report_of_tomorrow_is_taken_and_said(ledger: Ledger) -> None:
    tomorrow = ledger.today() + timedelta(1)
    preview = ledger.imports.preview_statements([debts(tomorrow, A)])
    assert any("не наступил" in problem.text for problem in preview.problems)
    assert ledger.imports.accept(preview, Answers()).as_of == tomorrow


def test_parts_of_one_document_with_two_due_dates_age_apart(ledger: Ledger) -> None:
    early = owed("ООО «Вектор»", "9", 60_00, due=W1 - timedelta(50))
    later = owed("ООО «Вектор»", "9", 40_00, due=W1 + timedelta(5))
    load(ledger, debts(W1, early, later))
    totals = ledger.analysis.totals(W1)
    assert (totals.not_due, totals.overdue, totals.max_days) == (40_00, 60_00, 50)
    assert ledger.check().ok


def test_rows_of_one_document_are_added_and_said(ledger: Ledger) -> None:
    row = owed("ООО «Вектор»", "9", 60_00)
    preview = ledger.imports.preview_statements([debts(W1, row, row)])
    assert preview.invoices == 1
    assert any("9" in problem.text and "120,00" in problem.text for problem in preview.problems)


def test_client_level_balance_ages_by_the_overdue_sum_of_the_file(ledger: Ledger) -> None:
    line = owed("ООО «Вектор»", "", 100_00, overdue=30_00, overdue_days=20)
    load(ledger, debts(W1, line))
    totals = ledger.analysis.totals(W1)
    assert (totals.total, totals.not_due, totals.overdue, totals.max_days) == (100_00, 70_00, 30_00, 20)


def test_overlapping_sales_registers_count_each_shipment_once(ledger: Ledger) -> None:
    one = sold(W1, W2, ("ООО «Вектор»", "1", W1, 100_00), ("ООО «Вектор»", "2", W2, 50_00))
    two = sold(W1, W3, ("ООО «Вектор»", "2", W2, 55_00), ("ООО «Вектор»", "3", W3, 10_00))
    load(ledger, debts(W3, A))
    load(ledger, one)
    load(ledger, two)
    assert ledger.commission.turnover(W3).sales == 165_00
    ledger.imports.withdraw()
    assert ledger.commission.turnover(W3).sales == 150_00
    assert ledger.check().ok


def test_contacts_survive_withdrawal(ledger: Ledger) -> None:
    from app.domain.work import NewContact

    load(ledger, debts(W1, A))
    client = ledger.clients.list(W1).rows[0].client_id
    ledger.work.record(NewContact(client, W1, result="не дозвонились"))
    ledger.imports.withdraw()
    assert [c.result for c in ledger.clients.contacts(client, W1)] == ["не дозвонились"]


def test_departments_loaded_one_after_another_are_parts_of_one_report(ledger: Ledger) -> None:
    """A file that has nothing of the report of its date is no correction of it; a person says which it is."""
    first = debts(W1, owed("ООО «Вектор»", "1", 100_00, manager="Иванов"))
    second = debts(W1, owed("АО «Реал»", "2", 40_00, manager="Петров"))
    load(ledger, first)
    preview = ledger.imports.preview_statements([second])
    assert "100,00" in preview.question
    with pytest.raises(InputRefused):
        ledger.imports.accept(preview, Answers())
    ledger.imports.accept(preview, Answers(vanished=Vanished.KEEP))
    assert ledger.analysis.totals(W1).balance == 140_00
    ledger.imports.withdraw()
    load(ledger, second, vanished=Vanished.PAID)
    assert ledger.analysis.totals(W1).balance == 40_00
    assert ledger.check().ok


def test_a_corrected_file_is_asked_nothing(ledger: Ledger) -> None:
    one = owed("ООО «Вектор»", "1", 100_00)
    load(ledger, debts(W1, one, owed("АО «Реал»", "2", 40_00)))
    assert ledger.imports.preview_statements([debts(W1, replace(one, balance=90_00))]).question == ""
