"""What persons say of clients: kept, summed by group, parted from facts, taken back exactly."""

from datetime import date

import pytest

from app.domain.importing import Vanished
from app.domain.traits import Origin, Trait
from app.errors import InputRefused
from app.ledger import Changes, Ledger
from tests.ledger.stories import W1, W2, W3, debts, load, owed


@pytest.fixture
def three(ledger: Ledger) -> dict[str, int]:
    """Three debtors; А is overdue, Б has an advance too."""
    load(ledger, debts(W1, *LINES))
    return {row.name: row.client_id for row in ledger.clients.list(W1).rows}


LINES = (
    owed("ООО «А»", "1", 100_00, due=date(2026, 9, 1), client_type="магазин", core_share="50 - 75"),
    owed("МУП «Б»", "2", 50_00, due=date(2026, 10, 1)),
    owed("МУП «Б»", "3", -7_00),
    owed("ИП В", "4", 70_00, due=date(2026, 10, 1)),
)


def rows(ledger: Ledger) -> list[tuple[object, ...]]:
    with ledger.store.read() as connection:
        found = connection.exec_driver_sql("SELECT id, client_id, key, value FROM trait ORDER BY id").all()
    return [tuple(row) for row in found]


def test_own_and_derived_values_tell_who_says_them(ledger: Ledger, three: dict[str, int]) -> None:
    a = three["ООО «А»"]
    ledger.traits.set(a, {Trait.SIZE: "крупный", Trait.AVG_ORDER: "1 200,50", Trait.KIND: "сеть"})
    known = ledger.traits.of(a)
    assert known.own == {Trait.SIZE: "large", Trait.AVG_ORDER: "120050", Trait.KIND: "chain"}
    assert known.derived[Trait.KIND].value == "retail"
    assert known.get(Trait.CORE_SHARE) is not None and known.value(Trait.CORE_SHARE) == "50 - 75"
    form = known.get(Trait.LEGAL_FORM)
    assert form is not None and (form.value, form.origin) == ("ООО", Origin.NAME)
    assert ledger.traits.every()[a] == known


def test_an_empty_value_takes_the_word_back(ledger: Ledger, three: dict[str, int]) -> None:
    a = three["ООО «А»"]
    ledger.traits.set(a, {Trait.KIND: "сеть"})
    ledger.traits.set(a, {Trait.KIND: ""})
    assert ledger.traits.of(a).value(Trait.KIND) == "retail"
    assert rows(ledger) == []


def test_several_clients_are_changed_at_once_and_undone_at_once(ledger: Ledger, three: dict[str, int]) -> None:
    ledger.traits.set(three["ООО «А»"], {Trait.REGION: "Тверь"})
    before, digest = rows(ledger), ledger.check().digest
    heard: list[Changes] = []
    ledger.on_change(heard.append)
    assert ledger.traits.set_many(three.values(), Trait.REGION, "Псков") == 3
    assert heard == [Changes(work=True)]
    assert {ledger.traits.of(one).value(Trait.REGION) for one in three.values()} == {"Псков"}
    assert ledger.check().digest != digest
    assert "Псков" in (ledger.undo() or "")
    assert (rows(ledger), ledger.check().digest) == (before, digest)


def test_nothing_is_written_when_nothing_changes(ledger: Ledger, three: dict[str, int]) -> None:
    ledger.traits.set(three["ИП В"], {Trait.REGION: "Тверь"})
    words = ledger.undo_text()
    assert ledger.traits.set_many([three["ИП В"]], Trait.REGION, " Тверь\n") == 0
    ledger.traits.set(three["ООО «А»"], {Trait.KIND: ""})
    assert ledger.undo_text() == words


def test_a_wrong_value_and_an_unknown_client_are_refused_and_write_nothing(
    ledger: Ledger, three: dict[str, int]
) -> None:
    with pytest.raises(InputRefused, match="много"):
        ledger.traits.set(three["ИП В"], {Trait.REGION: "Тверь", Trait.AVG_ORDER: "много"})
    with pytest.raises(InputRefused):
        ledger.traits.set_many([three["ИП В"], 999], Trait.REGION, "Тверь")
    with pytest.raises(InputRefused):
        ledger.traits.of(999)
    assert rows(ledger) == []


def test_a_group_sums_its_members_and_keeps_each_apart(ledger: Ledger, three: dict[str, int]) -> None:
    ledger.traits.set_many([three["ООО «А»"], three["МУП «Б»"]], Trait.HOLDING, "Ромашка")
    (group,) = ledger.traits.holdings(W1)
    assert (group.name, len(group.lines)) == ("Ромашка", 2)
    assert (group.totals.total, group.totals.overdue, group.totals.advances) == (150_00, 100_00, 7_00)
    by_client = {row.client_id: row for row in ledger.clients.list(W1).rows}
    for line in group.lines:
        row = by_client[line.client_id or 0]
        assert (line.label, line.total, line.overdue, line.advances) == (
            row.name, row.total, row.overdue, row.advances)  # fmt: skip
    card = ledger.clients.card(three["МУП «Б»"], W1)
    assert card.holding == ledger.traits.holding("Ромашка", W1)
    assert card.line.total == 50_00
    assert ledger.clients.card(three["ИП В"], W1).holding is None


def test_a_member_that_paid_everything_stays_in_the_group(ledger: Ledger, three: dict[str, int]) -> None:
    ledger.traits.set_many(list(three.values()), Trait.HOLDING, "Ромашка")
    load(ledger, debts(W2, *LINES[1:], name="2.xlsx"), vanished=Vanished.PAID)
    group = ledger.traits.holding("Ромашка", W2)
    assert (len(group.lines), group.totals.total) == (3, 120_00)
    assert ledger.traits.holding("Ромашка", W1).totals.total == 220_00


def test_one_group_is_written_in_one_way(ledger: Ledger, three: dict[str, int]) -> None:
    ledger.traits.set(three["ООО «А»"], {Trait.HOLDING: "Ромашка"})
    ledger.traits.set(three["ИП В"], {Trait.HOLDING: "«ромашка»"})
    assert ledger.traits.holding_names() == {three["ООО «А»"]: "Ромашка", three["ИП В"]: "Ромашка"}
    ledger.traits.set_many([three["ООО «А»"], three["ИП В"]], Trait.HOLDING, "РОМАШКА")  # all of them: a new spelling
    assert set(ledger.traits.holding_names().values()) == {"РОМАШКА"}
    assert ledger.traits.values(Trait.HOLDING) == ("РОМАШКА",)


def test_a_merged_client_speaks_where_the_shown_one_is_silent(ledger: Ledger, three: dict[str, int]) -> None:
    a, v = three["ООО «А»"], three["ИП В"]
    ledger.traits.set(a, {Trait.REGION: "Тверь"})
    ledger.traits.set(v, {Trait.REGION: "Псков", Trait.HOLDING: "Ромашка"})
    ledger.clients.merge(a, v)
    assert ledger.traits.of(v).own == {Trait.REGION: "Тверь", Trait.HOLDING: "Ромашка"}
    assert ledger.traits.holding("Ромашка", W1).totals.total == 170_00
    ledger.traits.set(v, {Trait.HOLDING: ""})  # of the client that is shown, whole
    assert ledger.traits.holdings(W1) == ()
    ledger.undo()
    ledger.undo()
    assert ledger.traits.of(v).own == {Trait.REGION: "Псков", Trait.HOLDING: "Ромашка"}


def test_the_search_finds_the_name_of_a_group(ledger: Ledger, three: dict[str, int]) -> None:
    ledger.traits.set(three["ИП В"], {Trait.HOLDING: "Северный Альянс"})
    found = [row.name for row in ledger.clients.list(W1).rows if "северный альянс" in row.search]
    assert found == ["ИП В"]


def test_clients_are_chosen_by_several_traits_and_by_none(ledger: Ledger, three: dict[str, int]) -> None:
    ledger.traits.set_many([three["ООО «А»"], three["ИП В"]], Trait.REGION, "Тверь")
    assert ledger.traits.having({Trait.REGION: "Тверь", Trait.KIND: "retail"}) == {three["ООО «А»"]}
    assert ledger.traits.having({Trait.KIND: "state"}) == {three["МУП «Б»"]}
    assert ledger.traits.having({Trait.REGION: ""}) == {three["МУП «Б»"]}


def test_imports_never_touch_what_persons_said(ledger: Ledger, three: dict[str, int]) -> None:
    ledger.traits.set(three["ООО «А»"], {Trait.KIND: "сеть"})
    before = rows(ledger)
    load(ledger, debts(W3, *LINES, name="3.xlsx"))
    ledger.imports.withdraw()
    assert rows(ledger) == before
