"""Merging and splitting clients: one client everywhere, remembered for coming files, undone to the last kopeck."""

import tempfile
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.aging import GroupBy
from app.domain.client import PartKind
from app.domain.importing import ChangeKind, Vanished
from app.domain.statement import Statement
from app.domain.work import Channel, NewContact
from app.errors import InputRefused
from app.ledger import Ledger
from tests.ledger.stories import W1, W2, W3, debts, load, owed, sold
from tests.ledger.test_order import opened, weeks
from tests.scale import times

OLD = owed("ООО «Лютик»", "1", 100_00, shipped=W1 - timedelta(40), due=W1 - timedelta(10), manager="Иванов")
NEW = owed("АО «Лютик и К»", "2", 50_00, shipped=W1 - timedelta(5), due=W1 + timedelta(9), manager="Петров")
REAL = owed("АО «Реал»", "3", 7_00, shipped=W1 - timedelta(5), manager="Иванов")


def ids(ledger: Ledger) -> dict[str, int]:
    return {row.name: row.client_id for row in ledger.clients.list(ledger.default_as_of()).rows}


def call(client_id: int) -> NewContact:
    return NewContact(client_id, W1, Channel.CALL, result="нет ответа", promise_due=W2, promise_amount=20_00)


def test_a_merged_client_is_one_everywhere(ledger: Ledger) -> None:
    load(ledger, debts(W1, OLD, NEW, REAL))
    load(ledger, sold(W1 - timedelta(20), W1, ("АО «Лютик и К»", "5", W1, 30_00)))
    known = ids(ledger)
    ledger.work.record(call(known["АО «Лютик и К»"]))
    ledger.clients.merge(known["ООО «Лютик»"], known["АО «Лютик и К»"])
    rows = {row.name: row for row in ledger.clients.list(W1).rows}
    assert set(rows) == {"ООО «Лютик»", "АО «Реал»"}
    assert rows["ООО «Лютик»"].total == 150_00
    assert "лютик и к" in rows["ООО «Лютик»"].search
    card = ledger.clients.card(known["АО «Лютик и К»"], W1)
    assert (card.client.name, card.line.total, len(card.items), len(card.contacts)) == ("ООО «Лютик»", 150_00, 2, 1)
    assert card.client.aliases == ("АО «Лютик и К»",)
    assert card.series.points[-1].debt == 150_00
    assert {line.label for line in ledger.analysis.aging(W1, GroupBy.CLIENT).lines} == set(rows)
    assert {item.client for item in ledger.analysis.items(W1)} == set(rows)
    assert [promise.client for promise in ledger.work.promises(W1)] == ["ООО «Лютик»"]
    assert ledger.clients.find_invoices("2") == {known["ООО «Лютик»"]}
    assert ledger.check().clients == 2
    assert ledger.check().ok


def test_the_merged_name_stays_recognised_and_its_documents_are_known(ledger: Ledger) -> None:
    load(ledger, debts(W1, OLD, REAL))
    load(ledger, debts(W2, NEW, OLD, REAL))
    known = ids(ledger)
    ledger.clients.merge(known["АО «Лютик и К»"], known["ООО «Лютик»"])
    renamed = replace(OLD, client="АО «Лютик и К»", balance=60_00)
    preview = ledger.imports.preview_statements([debts(W3, NEW, renamed, REAL)])
    assert preview.names == ()
    assert not preview.vanished, "the old name's document came under the new name"
    assert [change.after for change in preview.of_kind(ChangeKind.PART_PAID)] == [60_00]


def test_two_merged_clients_may_name_documents_alike(ledger: Ledger) -> None:
    twin = replace(NEW, number="1", doc_date=OLD.doc_date)
    load(ledger, debts(W1, OLD))
    load(ledger, debts(W2, OLD, REAL))
    load(ledger, debts(W2, OLD, REAL, twin))
    known = ids(ledger)
    ledger.clients.merge(known["ООО «Лютик»"], known["АО «Лютик и К»"])
    load(ledger, debts(W3, OLD, REAL, twin))
    assert ledger.clients.card(known["ООО «Лютик»"], W3).line.total == 150_00
    assert ledger.check().ok


def test_merging_into_a_merged_one_and_undoing_step_by_step(ledger: Ledger) -> None:
    load(ledger, debts(W1, OLD, NEW, REAL))
    known = ids(ledger)
    start = ledger.check().digest
    ledger.clients.merge(known["ООО «Лютик»"], known["АО «Лютик и К»"])
    middle = ledger.check().digest
    ledger.clients.merge(known["АО «Реал»"], known["АО «Лютик и К»"])
    assert [row.total for row in ledger.clients.list(W1).rows] == [157_00]
    assert ledger.undo() == "ООО «Лютик» объединён с АО «Реал»"
    assert ledger.check().digest == middle
    ledger.undo()
    assert ledger.check().digest == start


def test_one_client_cannot_be_merged_with_itself(ledger: Ledger) -> None:
    load(ledger, debts(W1, OLD, NEW))
    known = ids(ledger)
    ledger.clients.merge(known["ООО «Лютик»"], known["АО «Лютик и К»"])
    with pytest.raises(InputRefused, match="один"):
        ledger.clients.merge(known["АО «Лютик и К»"], known["ООО «Лютик»"])


def test_a_merged_name_is_split_off_again(ledger: Ledger) -> None:
    load(ledger, debts(W1, OLD, NEW, REAL))
    known = ids(ledger)
    start = ledger.check().digest
    ledger.clients.merge(known["ООО «Лютик»"], known["АО «Лютик и К»"])
    assert ledger.clients.split(known["ООО «Лютик»"], ["АО «Лютик и К»"]) == known["АО «Лютик и К»"]
    assert ledger.check().digest == start


def test_a_name_recognised_by_its_inn_is_split_off(ledger: Ledger) -> None:
    inn = "7707083893"
    first = replace(OLD, inn=inn)
    second = replace(NEW, inn=inn)
    load(ledger, debts(W1, first, second, REAL))
    assert set(ids(ledger)) == {"ООО «Лютик»", "АО «Реал»"}
    root = ids(ledger)["ООО «Лютик»"]
    parts = {part.text: part.debt for part in ledger.clients.parts(root, W1) if part.kind is PartKind.NAME}
    assert parts == {"ООО «Лютик»": 100_00, "АО «Лютик и К»": 50_00}
    before = ledger.check()
    part = ledger.clients.split(root, ["АО «Лютик и К»"])
    assert {row.name: row.total for row in ledger.clients.list(W1).rows} == {
        "ООО «Лютик»": 100_00, "АО «Лютик и К»": 50_00, "АО «Реал»": 7_00}  # fmt: skip
    load(ledger, debts(W2, first, replace(second, balance=40_00), REAL))
    assert ledger.clients.card(part, W2).line.total == 40_00
    assert ledger.check().ok
    ledger.imports.withdraw()
    ledger.undo()
    assert ledger.check() == before


def test_one_name_under_two_managers_is_two_clients(ledger: Ledger) -> None:
    mine, theirs = OLD, replace(OLD, number="9", balance=33_00, manager="Петров")
    load(ledger, debts(W1, mine, theirs, REAL))
    root = ids(ledger)["ООО «Лютик»"]
    before = ledger.check().digest
    managers = {part.text: part.debt for part in ledger.clients.parts(root, W1) if part.kind is PartKind.MANAGER}
    assert managers == {"Иванов": 100_00, "Петров": 33_00}
    part = ledger.clients.split(root, managers=["Петров"])
    cards = [ledger.clients.card(one, W1) for one in (root, part)]
    assert [(c.client.name, c.client.manager, c.line.total) for c in cards] == [
        ("ООО «Лютик»", "Иванов", 100_00), ("ООО «Лютик»", "Петров", 33_00)]  # fmt: skip
    fresh = replace(theirs, number="10", balance=5_00)
    preview = ledger.imports.preview_statements([debts(W2, mine, theirs, fresh, REAL)])
    assert preview.names == (), "next week's file is told apart by itself"
    load(ledger, debts(W2, mine, theirs, fresh, REAL))
    assert ledger.clients.card(part, W2).line.total == 38_00
    load(ledger, debts(W3, mine, theirs, fresh, REAL, replace(mine, number="11", manager="Сидоров", balance=1_00)))
    assert ledger.clients.card(root, W3).line.total == 101_00, "another manager's rows stay with the first"
    assert ledger.check().ok
    ledger.imports.withdraw()
    ledger.imports.withdraw()
    assert ledger.undo() == "ООО «Лютик» разделён"
    assert ledger.check().digest == before


def _register(*rows: tuple[str, int, str]) -> Statement:
    """Sales of «Лютик» as (number, kopecks, manager)."""
    one = sold(W1 - timedelta(40), W1, *(("ООО «Лютик»", number, W1, amount) for number, amount, _manager in rows))
    lines = [replace(line, manager=row[2]) for line, row in zip(one.lines, rows, strict=True)]
    return replace(one, lines=tuple(lines))


def _sales(ledger: Ledger, client_id: int) -> int:
    return sum(point.sales for point in ledger.clients.card(client_id, W1).series.points)


SALES = (("5", 30_00, "Иванов"), ("6", 20_00, "Петров"), ("7", 1_00, ""))


def test_sales_are_parted_with_their_manager_whenever_they_were_loaded(ledger: Ledger) -> None:
    load(ledger, debts(W1, OLD, replace(OLD, number="9", manager="Петров"), REAL))
    load(ledger, _register(*SALES))
    root = ids(ledger)["ООО «Лютик»"]
    whole, before = _sales(ledger, root), ledger.check().digest
    part = ledger.clients.split(root, managers=["Петров"])
    assert (_sales(ledger, root), _sales(ledger, part)) == (whole - 20_00, 20_00)
    parted = ledger.check().digest
    ledger.imports.withdraw()
    load(ledger, _register(*SALES))
    assert ledger.check().digest == parted
    assert ledger.undo() == "ООО «Лютик» разделён"
    assert (ledger.check().digest, _sales(ledger, root)) == (before, whole)


def test_sales_that_name_nobody_follow_those_that_do(ledger: Ledger) -> None:
    """A register of an earlier version of the book and a newer one tell of the same sales: they count once."""
    load(ledger, debts(W1, OLD, replace(OLD, number="9", manager="Петров"), REAL))
    load(ledger, _register(*SALES[:2]))
    with ledger.store.write() as connection:
        connection.exec_driver_sql("UPDATE sale SET name = '', manager = ''")
    load(ledger, _register(*SALES))
    root = ids(ledger)["ООО «Лютик»"]
    whole = _sales(ledger, root)
    part = ledger.clients.split(root, managers=["Петров"])
    assert (_sales(ledger, root), _sales(ledger, part)) == (whole - 20_00, 20_00)
    ledger.imports.withdraw()
    assert (_sales(ledger, root), _sales(ledger, part)) == (30_00, 20_00)


def test_nothing_and_everything_cannot_be_split(ledger: Ledger) -> None:
    load(ledger, debts(W1, OLD, REAL))
    root = ids(ledger)["ООО «Лютик»"]
    for names, managers in ((["ООО «Лютик»"], []), (["ООО «Никто»"], []), ([], ["Никто"]), ([], [])):
        with pytest.raises(InputRefused):
            ledger.clients.split(root, names, managers)


@pytest.mark.torture
@settings(max_examples=times(30))
@given(weeks(), st.data())
def test_undo_of_merges_and_splits_is_identity(reports: list[Statement], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder, opened(folder, "book.debt") as ledger:
        for report in reports:
            load(ledger, report, vanished=Vanished.PAID)
        digests = [ledger.check().digest]
        for _step in range(data.draw(st.integers(1, 4))):
            known = [row.client_id for row in ledger.clients.list(ledger.default_as_of()).rows]
            if not known:
                break
            if data.draw(st.booleans()) and len(known) > 1:
                keep, other = data.draw(st.permutations(known))[:2]
                ledger.clients.merge(keep, other)
            else:
                client = data.draw(st.sampled_from(known))
                parts = ledger.clients.parts(client, ledger.default_as_of())
                part = data.draw(st.sampled_from(parts))
                chosen = {"names" if part.kind is PartKind.NAME else "managers": [part.text]}
                try:
                    ledger.clients.split(client, **chosen)
                except InputRefused:
                    continue
            found = ledger.check()
            assert found.ok, found.problems
            totals = ledger.analysis.totals(ledger.default_as_of())
            assert sum(row.total for row in ledger.clients.list(ledger.default_as_of()).rows) == totals.total
            digests.append(found.digest)
        while len(digests) > 1:
            digests.pop()
            ledger.undo()
            assert ledger.check().digest == digests[-1]
