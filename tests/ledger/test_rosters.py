"""A list of clients against the book: who is who, what would change, writing it whole and taking it back."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from app.domain.traits import Trait
from app.errors import InputRefused
from app.ledger import Ledger
from tests.ledger.stories import W1, debts, load, owed

DUE = date(2026, 10, 1)


@pytest.fixture
def ids(ledger: Ledger) -> dict[str, int]:
    """Four clients, one of them told by its INN, one by its code too."""
    load(ledger, debts(
        W1,
        owed("ООО «Вектор»", "1", 100_00, due=DUE, inn="7707083893", client_type="сеть"),
        owed("АО «Домовой-Ритейл»", "2", 50_00, due=DUE),
        owed("ИП Воронин", "3", 70_00, due=DUE, code="К-17"),
        owed("ООО «Лес»", "4", 10_00, due=DUE),
    ))  # fmt: skip
    return {row.name: row.client_id for row in ledger.clients.list(W1).rows}


def table(tmp_path: Path, *rows: Sequence[str]) -> Path:
    path = tmp_path / "список.csv"
    path.write_text("\n".join(";".join(row) for row in rows), "utf-8")
    return path


HEAD = ("Клиент", "ИНН", "Код", "Тип клиента", "Регион")


def test_rows_find_their_clients_and_everything_else_is_said(
    ledger: Ledger, ids: dict[str, int], tmp_path: Path
) -> None:
    path = table(
        tmp_path,
        HEAD,
        ("другое имя", "7707083893", "", "", "Тверь"),
        ("ВЕКТОР ООО", "", "", "", "тверь"),
        ("", "", "К-17", "дилер", ""),
        ("Домовой Ритейл", "", "", "дилер", "Псков"),
        ("ООО Лес", "", "", "сеть", ""),
        ("Лес ООО", "", "", "дилер", ""),
        ("ООО Неведомое", "", "", "сеть", ""),
    )
    looked = ledger.traits.preview(path)
    assert [(one.client, one.trait, one.before, one.after, one.row) for one in looked.changes] == [
        ("ООО «Вектор»", Trait.REGION, "", "Тверь", 2),
        ("ИП Воронин", Trait.KIND, "", "dealer", 4),
    ]
    (conflict,) = looked.conflicts
    assert (conflict.client, conflict.said) == ("ООО «Лес»", ((6, "chain"), (7, "dealer")))
    (question,) = looked.questions
    assert (question.rows, [one.client_id for one in question.candidates]) == ((5,), [ids["АО «Домовой-Ритейл»"]])
    assert [row.row for row in looked.unknown] == [8]
    assert ledger.undo_text() is None or "список" not in (ledger.undo_text() or "")  # nothing was written


def test_an_answer_brings_its_rows_in_and_accepting_is_one_undo(
    ledger: Ledger, ids: dict[str, int], tmp_path: Path
) -> None:
    digest = ledger.check().digest
    path = table(tmp_path, HEAD, ("Домовой Ритейл", "", "", "дилер", "Псков"), ("ООО Лес", "", "", "", "Псков"))
    looked = ledger.traits.preview(path)
    answers = {looked.questions[0].key: ids["АО «Домовой-Ритейл»"]}
    again = ledger.traits.preview_again(looked, answers)
    assert (again.questions, len(again.changes), again.clients) == ((), 3, 2)
    assert ledger.traits.accept(again, answers) == 2
    assert ledger.traits.of(ids["АО «Домовой-Ритейл»"]).own == {Trait.KIND: "dealer", Trait.REGION: "Псков"}
    assert "список.csv" in (ledger.undo() or "")
    assert ledger.check().digest == digest


def test_what_is_known_already_changes_nothing(ledger: Ledger, ids: dict[str, int], tmp_path: Path) -> None:
    ledger.traits.set(ids["ООО «Лес»"], {Trait.REGION: "Псков"})
    path = table(tmp_path, HEAD, ("ООО Вектор", "", "", "сеть", ""), ("ООО Лес", "", "", "", "псков"))
    looked = ledger.traits.preview(path)
    assert (looked.changes, looked.same) == ((), 2)  # bookkeeping's file says «сеть» itself


def test_a_book_that_changed_meanwhile_is_looked_at_again(ledger: Ledger, ids: dict[str, int], tmp_path: Path) -> None:
    looked = ledger.traits.preview(table(tmp_path, HEAD, ("ООО Лес", "", "", "сеть", "")))
    ledger.traits.set(ids["ООО «Лес»"], {Trait.KIND: "дилер"})
    with pytest.raises(InputRefused, match=r"список\.csv"):
        ledger.traits.accept(looked)
    assert ledger.traits.of(ids["ООО «Лес»"]).value(Trait.KIND) == "dealer"


def test_a_merged_client_s_row_speaks_of_the_client_shown(ledger: Ledger, ids: dict[str, int], tmp_path: Path) -> None:
    ledger.clients.merge(ids["ООО «Лес»"], ids["ИП Воронин"])
    looked = ledger.traits.preview(table(tmp_path, HEAD, ("ИП Воронин", "", "", "", "Тверь")))
    ledger.traits.accept(looked)
    assert ledger.traits.of(ids["ООО «Лес»"]).own == {Trait.REGION: "Тверь"}


def test_the_exported_list_loaded_back_changes_nothing(ledger: Ledger, ids: dict[str, int], tmp_path: Path) -> None:
    from app.reports.trait_tables import clients_table
    from app.reports.xlsx import write_table

    ledger.traits.set(ids["ООО «Лес»"], {
        Trait.REGION: "Тверь", Trait.AVG_ORDER: "1 234,56", Trait.CORE_SHARE: "62,5", Trait.SIZE: "малый",
    })  # fmt: skip
    table_ = clients_table(ledger.clients.list(W1).rows, ledger.traits.every())
    write_table(table_, tmp_path / "сведения.xlsx", W1)
    looked = ledger.traits.preview(tmp_path / "сведения.xlsx")
    assert (looked.matched, looked.changes, looked.roster.problems) == (4, (), ())
    assert looked.same == 9  # six derived values are among them
