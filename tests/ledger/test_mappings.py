"""Meanings of unknown tables: remembered with the first accepted report, used in silence next week, undone."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.importing import Answers
from app.domain.mapping import Role
from app.domain.statement import Severity
from app.errors import LayoutUnknown
from app.ledger import Ledger
from tests.ingest.making import xlsx
from tests.ingest.test_mapping import ODD, odd


def test_a_meaning_is_remembered_when_its_report_is_accepted(ledger: Ledger, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "сводка.xlsx", ODD)
    with pytest.raises(LayoutUnknown):
        ledger.imports.preview([path])
    preview = ledger.imports.preview([path], mappings=[odd(path)])
    assert (preview.facts, preview.debt, preview.ties) == (3, 14700_25, True)
    assert ledger.imports.mappings.remembered() == (), "nothing is written before «Принять»"
    ledger.imports.accept(preview, Answers())
    (known,) = ledger.imports.mappings.remembered()
    assert known == replace(odd(path), remembered=True, sheet="")

    rows = (("Сводка на 23.03.2026",), *ODD[1:-1], ("Итого", None, None, None, 14700.25))
    week = ledger.imports.preview([xlsx(tmp_path / "неделя.xlsx", rows)])
    assert (week.as_of, week.debt) == (date(2026, 3, 23), 14700_25)
    assert [p.text for p in week.problems if p.severity is Severity.INFO]


def test_a_mended_meaning_replaces_the_old_one_and_undo_brings_it_back(ledger: Ledger, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "сводка.xlsx", ODD)
    first = odd(path)
    ledger.imports.mappings.remember(first)
    before = ledger.check().digest
    ledger.imports.mappings.remember(first)
    assert ledger.check().digest == before, "the same meaning is no news"
    ledger.imports.mappings.remember(first.with_role(5, Role.COMMENT))
    assert [m.role_of(5) for m in ledger.imports.mappings.remembered()] == [Role.COMMENT]
    assert ledger.undo() == "запомнено соответствие столбцов"
    assert [m.role_of(5) for m in ledger.imports.mappings.remembered()] == [Role.MANAGER]
    assert ledger.check().digest == before


def test_an_answered_date_is_of_this_file_only(ledger: Ledger, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "без даты.xlsx", ODD[2:])
    mapping = replace(odd(path), as_of=date(2026, 3, 9))
    preview = ledger.imports.preview([path], mappings=[mapping])
    assert preview.as_of == date(2026, 3, 9)
    ledger.imports.accept(preview, Answers())
    assert [m.as_of for m in ledger.imports.mappings.remembered()] == [None]


def test_a_sample_is_read_as_often_as_the_meaning_changes(ledger: Ledger, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "сводка.xlsx", ODD)
    mappings = ledger.imports.mappings
    sample = mappings.sample(path)
    path.unlink()
    assert mappings.read(sample, sample.sheets[0].guess).debt == 14700_25
    assert mappings.with_header(sample, sample.sheets[0].name, 3) == sample.sheets[0]
    mappings.forget(sample)
    with pytest.raises(KeyError):
        mappings.with_header(sample, sample.sheets[0].name, 3)


def test_a_remembered_meaning_is_shown_instead_of_a_guess(ledger: Ledger, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "сводка.xlsx", ODD)
    ledger.imports.mappings.remember(odd(path).with_role(5, Role.COMMENT))
    sample = ledger.imports.mappings.sample(path)
    assert sample.sheets[0].guess.role_of(5) is Role.COMMENT
