"""The same content is known again: in any order, from any place in the file, by books of the first version too."""

import hashlib
from dataclasses import fields, replace
from datetime import date

import pytest

from app.domain.aging import Interval
from app.domain.debt import Terms
from app.domain.importing import Answers
from app.domain.statement import Move, Movement, StatedLine
from app.errors import InputRefused
from app.ledger import Ledger
from app.ledger.drafts import combine
from app.ledger.fingerprint import MARK, _worded, content_sha, first_of
from tests.ledger.stories import W1, W2, debts, load, owed

LINES = (
    owed("ООО «Вектор»", "УПД 1", 100_00, shipped=W1, due=W2, terms=Terms("отсрочка 7 дней", 7)),
    owed("АО «Реал»", "", -30_00, kind="Аванс", buckets=((Interval(1, 7), 5),)),
    owed("ИП Мишкина", "7", 12_00, amount=15_00, manager="Иванов", inn="7707083893"),
)
OTHER: dict[str, object] = {
    "terms": Terms("по факту", 0), "buckets": ((Interval(1, 9), 7),), "movement": Movement.PAYMENT,
    "moves": (Move(W1, "payment", -1),), "named": ("8",), "doc_date": date(2020, 1, 1), "due_date": date(2020, 1, 2),
    "settled_date": date(2020, 1, 3),
}  # fmt: skip


def test_order_and_place_do_not_count() -> None:
    moved = tuple(replace(line, sheet="Лист2") for line in reversed(LINES))
    assert content_sha(combine([debts(W1, *LINES)], None)) == content_sha(combine([debts(W1, *moved)], None))


@pytest.mark.parametrize("name", [field.name for field in fields(StatedLine) if field.name not in ("row", "sheet")])
def test_whatever_a_row_says_counts(name: str) -> None:
    known = combine([debts(W1, *LINES)], None)
    value = OTHER.get(name, "другое" if isinstance(getattr(LINES[0], name), str) else 77)
    line = replace(known.lines[0], **{name: value})  # type: ignore[arg-type]  # the field is the test's parameter
    changed = replace(known, lines=(line, *known.lines[1:]))
    assert content_sha(changed) != content_sha(known)
    assert content_sha(replace(known, as_of=W2)) != content_sha(known)


def test_a_column_is_worded_as_python_words_it() -> None:
    """Else a load of yesterday would not be known tomorrow."""
    spans = (Interval(1, 7), Interval(8, None))
    columns: list[list[object]] = [
        [(), ((spans[0], 5),), ((spans[0], -7), (spans[1], 0)), ((Interval(1, 7), 5),)],
        [(), ("8",), ("8", "№ 'а' \"б\"")],
        [(Move(W1, "payment", -1), Move(W2, "shipment", 1)), ()],
        [Terms("по факту", 0), Terms()],
        [None, 5, 7],
        [None, W1, W2, W1],
    ]
    for values in columns:
        assert list(_worded(values)) == [repr(value) for value in values]


def test_the_first_hash_is_made_as_it_was_made() -> None:
    draft = combine([debts(W1, *LINES, filters=("Менеджер",))], None)
    rows = sorted(repr(replace(line, row=0, sheet="")) for line in draft.lines)
    said = "\n".join((f"{draft.kind}|{draft.as_of}|{draft.organisation}|{draft.filters}", *rows))
    assert first_of(draft) == hashlib.sha256(said.encode()).hexdigest()
    assert content_sha(draft).startswith(MARK)


def test_a_load_of_an_older_book_is_known_again(ledger: Ledger) -> None:
    row = load(ledger, debts(W1, *LINES))
    old = first_of(combine([debts(W1, *LINES)], None))
    with ledger.store.write() as connection:
        connection.exec_driver_sql("UPDATE report SET content_sha = ? WHERE id = ?", (old, row.report_id))
    again = ledger.imports.preview_statements([debts(W1, *reversed(LINES), name="снова.xlsx")])
    assert again.already is not None
    with pytest.raises(InputRefused, match="ничего не изменено"):
        ledger.imports.accept(again, Answers())
    other = ledger.imports.preview_statements([debts(W1, *LINES[1:])])
    assert other.already is None


def test_a_preview_made_before_the_book_changed_is_made_again(ledger: Ledger) -> None:
    stale = ledger.imports.preview_statements([debts(W2, *LINES)])
    load(ledger, debts(W1, LINES[0], LINES[2]))
    ledger.imports.accept(stale, Answers())
    assert ledger.check().ok
    assert ledger.analysis.totals(W1).balance == 112_00
    assert ledger.analysis.totals(W2).balance == 82_00
    assert len(ledger.clients.list(W2).rows) == 3, "the clients that came in between are known"
