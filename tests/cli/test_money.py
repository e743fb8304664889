"""The command line loads a bank's statement and tells the week's bridge."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.domain.sample import sample
from app.reports.register import write_debts

LAST = date(2026, 10, 26)
STORY = sample(until=LAST, weeks=3)
Run = Callable[..., tuple[int, Any]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """A command with ``--json`` on a book with three weeks of the sample."""
    book = tmp_path / "book.debt"
    for number, report in enumerate(STORY.reports):
        path = tmp_path / f"week{number}.xlsx"
        write_debts(report, path)
        main(["--book", str(book), "import", str(path), "--accept", "--vanished", "paid"])
    capsys.readouterr()

    def command(*words: object) -> tuple[int, Any]:
        code = main(["--book", str(book), *map(str, words), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return command


def bank(path: Path, *documents: tuple[str, str, str, date]) -> Path:
    """A statement of (payer, INN, sum, day)."""
    lines = ["1CClientBankExchange", "ВерсияФормата=1.03", "Кодировка=Windows", "РасчСчет=40702810200000000001"]
    for number, (payer, inn, amount, day) in enumerate(documents, 1):
        lines += [
            "СекцияДокумент=Платежное поручение", f"Номер={number}", f"Сумма={amount}", f"Дата={day:%d.%m.%Y}",
            f"ДатаПоступило={day:%d.%m.%Y}", f"Плательщик1={payer}", f"ПлательщикИНН={inn}",
            "ПолучательСчет=40702810200000000001", "НазначениеПлатежа=Оплата за товар", "КонецДокумента",
        ]  # fmt: skip
    path.write_bytes("\r\n".join([*lines, "КонецФайла"]).encode("cp1251"))
    return path


def test_a_statement_is_looked_at_and_loaded(run: Run, tmp_path: Path) -> None:
    debtor = next(row for row in STORY.reports[-1].rows if row.debt > 100_00 and row.inn)
    path = bank(
        tmp_path / "bank.txt",
        (debtor.client, debtor.inn, "10.50", LAST + timedelta(1)),
        ("Посторонний", "", "7.00", LAST),
    )
    code, looked = run("import", path)
    assert code == 0
    assert (looked["kind"], looked["layout"], looked["sum"], looked["clients"]) == ("payments", "1c-bank", "17.50", 2)
    assert looked["changes"]["part_paid"] == {"count": 1, "amount": "10.50"}
    assert looked["changes"]["unmatched"] == {"count": 1, "amount": "7.00"}
    assert [name["name"] for name in looked["names"]] == ["Посторонний"]
    code, loaded = run("import", path, "--accept")
    assert (code, loaded["accepted"]) == (0, True)
    code, checked = run("check")
    assert (code, checked["ok"]) == (0, True)
    before, after = (run("aging", "--as-of", day)[1]["total"] for day in (LAST, LAST + timedelta(1)))
    assert round((float(before) - float(after)) * 100) == 1050


def test_the_bridge_adds_up_and_ends_at_the_overdue_debt(run: Run) -> None:
    first, last = STORY.reports[0].as_of, STORY.reports[-1].as_of
    for by in ("client", "manager"):
        code, said = run("bridge", "--from", first, "--to", last, "--by", by)
        assert code == 0
        for line in (*said["lines"], said["totals"]):
            gained = sum(float(line[name]) for name in ("before", "matured", "returned", "rewritten"))
            lost = sum(float(line[name]) for name in ("paid", "goods", "written_off"))
            assert round((gained - lost) * 100) == round(float(line["after"]) * 100)
        assert said["totals"]["after"] == run("aging", "--as-of", last)[1]["overdue"]
    assert run("bridge")[1]["to"] == last.isoformat()
    assert run("bridge", "--from", last, "--to", first)[0] == 3


def test_the_bridge_for_a_person(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--book", str(tmp_path / "book.debt"), "bridge"]) == 0
    assert "Итого" in capsys.readouterr().out
