"""The weekly form of the article, as bookkeeping sends it."""

from datetime import date
from pathlib import Path

import pytest

from app.domain.debt import Terms
from app.domain.statement import Level, StatementKind
from tests.ingest.making import take

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "article"


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the reference files are not beside the repository")
@pytest.mark.parametrize("name", ["otchet-2008-06-01.xlsx", "otchet-2008-06-01-rasshirennyy.xlsx"])
def test_both_forms_give_the_sixteen_debts(name: str) -> None:
    statement = take(FOLDER / name)
    assert statement.kind is StatementKind.DEBTS
    assert (statement.layout, statement.level) == ("article", Level.ORDER)
    assert statement.as_of == date(2008, 6, 1)
    assert len(statement.lines) == 16
    assert statement.control == statement.debt == 147_930_000
    assert sum(line.overdue_days or 0 for line in statement.lines) == 490
    assert all(line.overdue == line.balance for line in statement.lines)
    assert [skip.reason for skip in statement.skipped][-2:] != []
    assert statement.problems == ()


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the reference files are not beside the repository")
def test_the_long_form_has_terms_orders_and_managers() -> None:
    line = take(FOLDER / "otchet-2008-06-01-rasshirennyy.xlsx").lines[1]
    assert (line.client, line.number, line.row) == ("ПБОЮЛ Иванов", "1102", 5)
    assert line.terms == Terms("отсрочка 7 дней", 7)
    assert (line.avg_order, line.manager, line.core_share) == (1_080_000, "Васильева", "более 75")
