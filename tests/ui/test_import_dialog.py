"""The check before loading: what it says, what it asks, and that nothing happens before «Принять»."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.importing import ChangeKind, ImportPreview
from app.errors import AppError
from app.ledger import Ledger
from app.ui import jobs
from app.ui.import_dialog import ImportDialog, headline, load_files, tie_words
from app.ui.import_pages import NAMES, CountCard, pages_of
from app.ui.paper import PaperDialog
from app.ui.table_dialog import TableDialog
from tests.ledger.stories import W1, W2, debts, load, owed, sold
from tests.ui.files import register

NBSP = "\u00a0"
A = owed("ООО «Вектор»", "1", 100_000_00, shipped=W1 - timedelta(3), due=W1 + timedelta(11), manager="Иванов")
B = owed("АО «Реал»", "2", 250_000_50, shipped=W1 - timedelta(40), due=W1 - timedelta(10), manager="Петров")
ROWS = (
    ("ООО «Вектор»", "1", W1 - timedelta(3), W1 + timedelta(11), 100_000.0, "Иванов"),
    ("АО «Реал»", "2", W1 - timedelta(40), W1 - timedelta(10), 250_000.5, "Петров"),
)


@pytest.fixture
def show(desk: QWidget, ledger: Ledger) -> Callable[..., ImportDialog]:
    """Open the dialog over a preview."""

    def opened(preview: ImportPreview, *paths: Path) -> ImportDialog:
        dialog = ImportDialog(desk, ledger, paths, preview)
        dialog.open()
        return dialog

    return opened


def cards(dialog: ImportDialog) -> dict[str, int]:
    return {card.page.key: card.page.count for card in dialog.findChildren(CountCard) if not card.isHidden()}


def test_the_sentence_says_sum_clients_documents_and_that_it_ties(ledger: Ledger) -> None:
    preview = ledger.imports.preview_statements([debts(W1, A, B)])
    assert headline(preview).replace(NBSP, " ") == "Отчёт на 07.09.2026: 350 000,50 ₽, 2 клиента, 2 документа"
    assert tie_words(preview) == ("Сходится с итогом файла", "kept")


def test_a_difference_is_said_in_roubles_and_red(ledger: Ledger) -> None:
    preview = ledger.imports.preview_statements([debts(W1, A, B)])
    words, role = tie_words(replace(preview, control=351_000_50))
    assert (words.replace(NBSP, " "), role) == ("Не сходится: итог файла больше на 1 000,00 ₽", "error")
    words, role = tie_words(replace(preview, control=349_999_50))
    assert words.replace(NBSP, " ") == "Не сходится: итог файла меньше на 1,00 ₽"


def test_a_file_is_read_shown_and_accepted(
    qtbot: QtBot, desk: QWidget, ledger: Ledger, tmp_path: Path, settled: Callable[[], None]
) -> None:
    path = register(tmp_path / "отчёт.xlsx", W1, ROWS)
    heard: list[int] = []
    load_files(desk, ledger, [path], lambda report: heard.append(report.sum))
    settled()
    dialog = desk.findChild(ImportDialog)
    assert isinstance(dialog, ImportDialog)
    assert ledger.imports.reports() == ()
    assert dialog.accept_button.hasFocus()
    qtbot.keyClick(dialog.accept_button, Qt.Key.Key_Return)
    settled()
    assert [(row.as_of, row.sum) for row in ledger.imports.reports()] == [(W1, 350_000_50)]
    assert heard == [350_000_50]
    qtbot.waitUntil(lambda: desk.findChild(ImportDialog) is None)


def test_esc_leaves_the_book_as_it_was(qtbot: QtBot, ledger: Ledger, show: Callable[..., ImportDialog]) -> None:
    before = ledger.check()
    dialog = show(ledger.imports.preview_statements([debts(W1, A, B)]))
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert ledger.check() == before


def test_a_foreign_file_is_refused_in_words(
    desk: QWidget, ledger: Ledger, tmp_path: Path, settled: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[AppError] = []
    monkeypatch.setattr(jobs, "show_error", lambda _parent, error: told.append(error))
    path = tmp_path / "письмо.xlsx"
    path.write_bytes(b"not a workbook at all")
    load_files(desk, ledger, [path])
    settled()
    assert desk.findChild(ImportDialog) is None
    assert "письмо.xlsx" in told[0].text
    assert ledger.imports.reports() == ()


def test_a_file_without_a_date_waits_for_one(
    qtbot: QtBot, ledger: Ledger, tmp_path: Path, settled: Callable[[], None], show: Callable[..., ImportDialog]
) -> None:
    path = register(tmp_path / "без даты.xlsx", None, ROWS)
    dialog = show(ledger.imports.preview([path]), path)
    strip = dialog.dates
    assert not dialog.accept_button.isEnabled()
    assert dialog.focusWidget() is strip.edit, dialog.focusWidget()
    strip.edit.setDate(QDate(2026, 9, 14))
    qtbot.mouseClick(strip.go, Qt.MouseButton.LeftButton)
    settled()
    assert "14.09.2026" in dialog.headline.text()
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    settled()
    assert ledger.report_dates() == (date(2026, 9, 14),)


def test_missing_documents_need_an_answer(
    qtbot: QtBot, ledger: Ledger, settled: Callable[[], None], show: Callable[..., ImportDialog]
) -> None:
    load(ledger, debts(W1, A, B))
    narrowed = debts(W2, A, filters=("Менеджер Равно «Иванов»",))
    dialog = show(ledger.imports.preview_statements([narrowed]))
    assert (cards(dialog)["missing"], cards(dialog)["paid"]) == (1, 0), "nobody has said yet that it is paid"
    assert not dialog.accept_button.isEnabled()
    assert dialog.question.answer() is None, "nothing is preselected"
    dialog.question.press(1)
    assert dialog.accept_button.isEnabled()
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    settled()
    assert ledger.analysis.totals(W2).balance == 350_000_50, "left open"


def test_missing_documents_may_be_paid(
    qtbot: QtBot, ledger: Ledger, settled: Callable[[], None], show: Callable[..., ImportDialog]
) -> None:
    load(ledger, debts(W1, A, B))
    dialog = show(ledger.imports.preview_statements([debts(W2, A, filters=("Менеджер Равно «Иванов»",))]))
    dialog.question.press(0)
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    settled()
    assert ledger.analysis.totals(W2).balance == 100_000_00


def test_the_same_file_twice_offers_nothing_to_accept(ledger: Ledger, show: Callable[..., ImportDialog]) -> None:
    load(ledger, debts(W1, A, B))
    dialog = show(ledger.imports.preview_statements([debts(W1, A, B)]))
    assert "уже загружен" in dialog.notice.text()
    assert dialog.accept_button.isHidden()
    assert dialog.cancel_button.text() == "Закрыть"
    assert cards(dialog) == {}


def test_a_corrected_report_says_what_it_replaces(ledger: Ledger, show: Callable[..., ImportDialog]) -> None:
    load(ledger, debts(W1, A, B))
    dialog = show(ledger.imports.preview_statements([debts(W1, A)]))
    assert "на эту же дату" in dialog.notice.text()


def test_an_unknown_name_may_be_a_known_client(
    qtbot: QtBot, ledger: Ledger, settled: Callable[[], None], show: Callable[..., ImportDialog]
) -> None:
    load(ledger, debts(W1, replace(A, inn="7701234567"), B))
    renamed = replace(A, client="Вектор Плюс ООО", inn="7701234567", number="9", balance=5_000_00)
    preview = ledger.imports.preview_statements([debts(W2, replace(A, inn="7701234567"), B, renamed)])
    if not preview.names:
        pytest.skip("the ledger recognises this name by itself")
    dialog = show(preview)
    vector = next(row.client_id for row in ledger.clients.list(W1).rows if "Вектор" in row.name)
    dialog.names.picker.choose(vector)
    dialog.names.picker.chosen.emit(vector)
    assert dialog.answers().names == {preview.names[0].key: vector}
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    settled()
    assert len(ledger.clients.list(W2).rows) == 2


def test_who_the_names_are_is_asked_before_what_is_missing(
    qtbot: QtBot, ledger: Ledger, settled: Callable[[], None], show: Callable[..., ImportDialog]
) -> None:
    """A debt under another wording of its client is not missing; so the question of the missing ones waits."""
    load(ledger, debts(W1, A, B))
    dialog = show(ledger.imports.preview_statements([debts(W2, A, replace(B, client="ООО «Реал»"))]))
    assert dialog.first.isVisible()
    assert not dialog.question.isVisible()
    assert dialog.names.isVisible()
    assert not dialog.accept_button.isEnabled()
    (question,) = dialog.preview.names
    known = question.candidates[0]
    (shown,) = dialog.names.table.model.rows
    words = {column.key: column.value(shown) for column in dialog.names.table.model.table.columns}
    assert (words["who"], words["like"]) == ("не решено", f"{known.name}: то же название, другая форма собственности")
    dialog.names.picker.chosen.emit(known.client_id)
    qtbot.mouseClick(dialog.compare_button, Qt.MouseButton.LeftButton)
    settled()
    assert not dialog.first.isVisible()
    assert not dialog.question.isVisible(), "nothing is missing"
    assert dialog.preview.vanished == ()
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    settled()
    assert len(ledger.clients.list(W2).rows) == 2


def test_names_left_as_new_clients_leave_the_question(
    qtbot: QtBot, ledger: Ledger, settled: Callable[[], None], show: Callable[..., ImportDialog]
) -> None:
    load(ledger, debts(W1, A, B))
    dialog = show(ledger.imports.preview_statements([debts(W2, A, replace(B, client="ООО «Реал»"))]))
    qtbot.mouseClick(dialog.compare_button, Qt.MouseButton.LeftButton)
    settled()
    assert dialog.question.isVisible()
    dialog.question.press(0)
    assert dialog.accept_button.isEnabled()


def test_each_count_opens_its_rows(qtbot: QtBot, ledger: Ledger, show: Callable[..., ImportDialog]) -> None:
    load(ledger, debts(W1, A, B))
    new = owed("ООО «Новый»", "7", 10_00, manager="Иванов")
    dialog = show(ledger.imports.preview_statements([debts(W2, replace(A, balance=120_000_00), B, new)]))
    by_key = {card.page.key: card for card in dialog.findChildren(CountCard)}
    for key, count in {"new": 1, "grown": 1}.items():
        qtbot.mouseClick(by_key[key], Qt.MouseButton.LeftButton)
        assert len(dialog.table.model.rows) == count
    assert not by_key["paid"].isEnabled(), "nothing was paid"
    qtbot.mouseClick(by_key[NAMES], Qt.MouseButton.LeftButton)
    assert dialog.names.isVisible()
    assert [row.name for row in dialog.names.table.model.rows] == ["ООО «Новый»"]


def test_counts_cover_every_change(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, B))
    preview = ledger.imports.preview_statements([debts(W2, replace(A, balance=90_000_00))])
    counted = {page.key: page.count for page in pages_of(preview)}
    same = len(preview.of_kind(ChangeKind.SAME))
    shown = sum(counted.get(key, 0) for key in ("new", "paid", "part", "grown", "past", "missing"))
    assert shown + same == len(preview.changes)


def test_tab_walks_from_the_counts_through_their_rows_to_accept(
    ledger: Ledger, show: Callable[..., ImportDialog]
) -> None:
    dialog = show(ledger.imports.preview_statements([debts(W1, A, B)]))
    order: list[QWidget] = []
    widget: QWidget | None = dialog.nextInFocusChain()
    while widget is not None and widget is not dialog and len(order) < 500:
        order.append(widget)
        widget = widget.nextInFocusChain()
    last_card = max(order.index(card) for card in dialog.findChildren(CountCard))
    assert last_card < order.index(dialog.table.grid) < order.index(dialog.cancel_button)
    assert order.index(dialog.cancel_button) < order.index(dialog.accept_button)


def test_what_was_rewritten_is_a_list_of_its_own(
    qtbot: QtBot, ledger: Ledger, settled: Callable[[], None], show: Callable[..., ImportDialog]
) -> None:
    load(ledger, debts(W1, A, B))
    dialog = show(ledger.imports.preview_statements([debts(W2, replace(A, due_date=W2 + timedelta(60)))]))
    assert dialog.past_button.isVisible()
    qtbot.mouseClick(dialog.past_button, Qt.MouseButton.LeftButton)
    listed = dialog.findChild(TableDialog)
    assert isinstance(listed, TableDialog)
    words = [listed.view.model.cells(line)[0][0] for line in range(len(listed.view.model.rows))]
    assert words == ["переписан", "исчез из отчёта"]
    qtbot.mouseClick(listed.print_button, Qt.MouseButton.LeftButton)
    settled()
    paper = listed.findChild(PaperDialog)
    assert isinstance(paper, PaperDialog)


def test_sales_are_not_told_as_debts(ledger: Ledger) -> None:
    preview = ledger.imports.preview_statements([sold(W1 - timedelta(7), W1, ("ООО «Вектор»", "1", W1, 100_00))])
    assert [page.key for page in pages_of(preview)] == [NAMES], "nothing is new or repaid in a register of sales"


def test_balances_by_client_have_no_count_of_documents(ledger: Ledger) -> None:
    preview = ledger.imports.preview_statements([debts(W1, owed("ООО «Вектор»", "", 100_00))])
    assert headline(preview).replace(NBSP, " ") == "Отчёт на 07.09.2026: 100,00 ₽, 1 клиент"


def test_another_part_of_the_week_is_added_or_replaces(
    qtbot: QtBot, ledger: Ledger, settled: Callable[[], None], show: Callable[..., ImportDialog]
) -> None:
    load(ledger, debts(W1, A))
    dialog = show(ledger.imports.preview_statements([debts(W1, B)]))
    assert "ещё одна часть" in dialog.question.text()
    assert dialog.notice.text() == "", "nothing is said of replacing before the answer"
    assert not dialog.accept_button.isEnabled()
    dialog.question.press(1)
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    settled()
    assert len(ledger.clients.list(W1).rows) == 2
