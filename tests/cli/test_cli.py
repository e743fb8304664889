"""The command line as a script and a person use it: exit codes, JSON, words, any terminal."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.domain.sample import Sample, SampleReport, sample
from app.ledger import Ledger
from app.paths import data_dir
from app.reports.register import write_debts, write_sales
from tests.ingest.making import xlsx

ROOT = Path(__file__).resolve().parents[2]
LAST = date(2026, 10, 26)
STORY = sample(until=LAST, weeks=3)

Run = Callable[..., tuple[int, Any, str]]


def small(story: Sample, number: int) -> SampleReport:
    """One Monday of a dozen clients: quick to load."""
    report = story.reports[number]
    chosen = sorted({row.inn for row in report.rows})[:12]
    return replace(report, rows=tuple(row for row in report.rows if row.inn in chosen))


@pytest.fixture
def weeks(tmp_path: Path) -> list[Path]:
    """Three weekly files."""
    paths = [tmp_path / f"week{number}.xlsx" for number in range(3)]
    for number, path in enumerate(paths):
        write_debts(small(STORY, number), path)
    return paths


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "book.debt"


@pytest.fixture
def run(book: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command with ``--json``; returns (exit code, the object, stderr)."""

    def command(*words: object) -> tuple[int, Any, str]:
        code = main(["--book", str(book), *map(str, words), "--json"])
        out, err = capsys.readouterr()
        return code, json.loads(out), err

    return command


def test_a_look_writes_nothing_and_makes_no_book(run: Run, book: Path, weeks: list[Path]) -> None:
    code, said, err = run("import", weeks[0])
    rows = small(STORY, 0).rows
    debt = sum(row.debt for row in rows if row.debt > 0)
    assert (code, err) == (0, "")
    assert said["outcome"] == "clean"
    assert said["accepted"] is False
    assert said["report"] is None
    assert said["as_of"] == "2026-10-12"
    assert said["facts"] == said["invoices"] == len(rows)
    assert said["debt"] == f"{debt // 100}.{debt % 100:02d}"
    assert said["control_total"] == said["sum"]
    assert said["changes"]["new"]["count"] == len(rows)
    assert len(said["names"]) == said["clients"] == len({row.inn for row in rows})
    assert {"row", "reason"} <= said["skipped"][0].keys()
    assert not book.exists()


def test_load_look_back_and_withdraw(run: Run, weeks: list[Path]) -> None:
    assert run("import", weeks[0], "--accept")[1]["report"] == 1
    before = run("check")[1]
    code, loaded, _err = run("import", weeks[1], "--accept")
    assert (code, loaded["accepted"]) == (0, True)
    assert loaded["changes"]["paid"]["count"] > 0
    after = run("check")[1]
    assert after["ok"]
    assert after["balance"] == loaded["sum"]
    assert after["digest"] != before["digest"]

    code, again, err = run("import", weeks[1], "--accept")
    assert (code, again["outcome"]) == (3, "error")
    assert again["already_loaded"] is True
    assert again["message"] in err
    assert run("check")[1]["digest"] == after["digest"]

    listed = run("reports")[1]["reports"]
    assert [row["as_of"] for row in listed] == ["2026-10-19", "2026-10-12"]
    code, back, _err = run("withdraw")
    assert (code, back["report"], back["state"]) == (0, loaded["report"], "withdrawn")
    assert run("check")[1]["digest"] == before["digest"]


def test_aging_adds_up_in_every_grouping(run: Run, weeks: list[Path]) -> None:
    run("import", weeks[0], "--accept")
    rows = small(STORY, 0).rows
    debt = sum(row.debt for row in rows if row.debt > 0)
    late = sum(row.debt for row in rows if row.debt > 0 and row.due is not None and row.due < date(2026, 10, 12))
    seen = [run("aging", "--by", by)[1] for by in ("client", "invoice", "manager", "terms", "interval")]
    for said in seen:
        assert kopecks(said["total"]) == debt
        assert kopecks(said["overdue"]) == late == sum(kopecks(bucket["amount"]) for bucket in said["buckets"])
        assert kopecks(said["not_due"]) + late - kopecks(said["advances"]) == kopecks(said["balance"])
        assert sum(kopecks(group["total"]) for group in said["groups"]) == debt
        assert sum(bucket["count"] for bucket in said["buckets"]) <= said["invoices"]
        assert [said[key] for key in ("repeated", "repeated_clients", "clients", "weighted_days")] == [
            seen[0][key] for key in ("repeated", "repeated_clients", "clients", "weighted_days")
        ]
        for group in said["groups"]:
            assert sum(kopecks(bucket["amount"]) for bucket in group["buckets"]) == kopecks(group["overdue"])
    assert {group["key"] for group in seen[2]["groups"]} == {row.manager for row in rows}
    assert {group["key"] for group in seen[0]["groups"]} == {row.client for row in rows}


def kopecks(amount: str) -> int:
    assert amount[-3] == "."
    return int(amount.replace(".", ""))


def test_debt_on_an_earlier_day(run: Run, weeks: list[Path]) -> None:
    for path in weeks:
        assert run("import", path, "--accept", "--vanished", "paid")[0] == 0
    for words in (["--as-of", "2026-10-12"], ["--as-of", "12.10.2026"]):
        said = run("aging", *words)[1]
        assert said["as_of"] == "2026-10-12"
        assert kopecks(said["balance"]) == sum(row.debt for row in small(STORY, 0).rows)
    assert run("aging")[1]["as_of"] == LAST.isoformat()


def test_vanished_documents_need_an_answer(run: Run, weeks: list[Path], tmp_path: Path) -> None:
    run("import", weeks[0], "--accept")
    rest = small(STORY, 1)
    part = replace(rest, rows=rest.rows[: len(rest.rows) // 4])
    write_debts(part, tmp_path / "part.xlsx")
    digest = run("check")[1]["digest"]

    code, said, err = run("import", tmp_path / "part.xlsx", "--accept")
    assert (code, said["outcome"], said["accepted"]) == (3, "error", False)
    assert said["question"]
    assert said["question"].replace("\u00a0", " ") in err
    assert run("check")[1]["digest"] == digest
    assert run("import", tmp_path / "part.xlsx")[1]["outcome"] == "warnings"

    assert run("import", tmp_path / "part.xlsx", "--accept", "--vanished", "keep")[0] == 0
    kept = kopecks(run("check")[1]["balance"])
    run("withdraw")
    assert run("import", tmp_path / "part.xlsx", "--accept", "--vanished", "paid")[0] == 0
    assert kopecks(run("check")[1]["balance"]) == sum(row.debt for row in part.rows) < kept


def test_sales_are_loaded_beside_debts(run: Run, weeks: list[Path], tmp_path: Path) -> None:
    run("import", weeks[0], "--accept")
    balance = run("check")[1]["balance"]
    day = STORY.period[0]
    sales = [row for row in STORY.sales if row.day < day + timedelta(days=7)]
    write_sales(sales, (day, day + timedelta(days=6)), tmp_path / "sales.xlsx")
    code, said, _err = run("import", tmp_path / "sales.xlsx", "--accept")
    assert (code, said["kind"]) == (0, "sales")
    assert kopecks(said["sum"]) == sum(row.amount for row in sales)
    assert run("check")[1]["balance"] == balance


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["bogus"],
        ["import"],
        ["import", "a.xlsx", "--as-of", "31.02.2026"],
        ["import", "a.xlsx", "--name", "x"],
        ["import", "a.xlsx", "--vanished", "perhaps"],
        ["aging", "--by", "weather"],
        ["withdraw", "--report", "two"],
        ["pack"],
    ],
)
def test_senseless_words_are_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--json"]) == 2
    out, err = capsys.readouterr()
    assert json.loads(out)["outcome"] == "error"
    assert json.loads(out)["message"] in err
    assert "usage" not in err


def test_what_is_no_report_is_refused(run: Run, book: Path, tmp_path: Path) -> None:
    (tmp_path / "note.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    for name in ("note.xlsx", "nowhere.xlsx"):
        code, said, err = run("import", tmp_path / name, "--accept")
        assert (code, said["outcome"]) == (3, "error")
        assert name in said["message"]
        assert said["message"] in err
        assert "Traceback" not in err


def test_a_book_that_is_none_or_not_there(run: Run, book: Path) -> None:
    assert run("aging")[0] == run("check")[0] == run("withdraw")[0] == 4
    assert not book.exists()
    book.write_text("no book at all, but long enough to be looked at" * 10)
    code, said, _err = run("aging")
    assert (code, said["outcome"]) == (4, "error")
    assert book.read_text().startswith("no book at all")


def test_a_book_in_use(run: Run, book: Path, weeks: list[Path]) -> None:
    run("import", weeks[0], "--accept")
    hold = "import sys, pathlib; from app.ledger import Ledger; book = Ledger.open(pathlib.Path(sys.argv[1]));"
    command = [sys.executable, "-c", f"{hold} print('held', flush=True); sys.stdin.read()", str(book)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        code, said, _err = run("check")
        other.communicate("")
    assert (code, said["outcome"]) == (4, "error")
    assert run("check")[0] == 0


def test_an_export_never_lands_on_the_book(run: Run, book: Path, weeks: list[Path]) -> None:
    run("import", weeks[0], "--accept")
    whole = book.read_bytes()
    for words in (["pack", "--out", book], ["aging", "--xlsx", book], ["pack", "--out", "x.DEBT"]):
        assert run(*words)[0] == 2
    assert book.read_bytes() == whole


def test_words_for_a_person(book: Path, weeks: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["import", str(weeks[0]), "--accept"], ["aging"], ["reports"], ["check"]):
        assert main(["--book", str(book), *words]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        assert "\u00a0" not in out
        assert len(out.splitlines()) > 3
    assert main(["aging", "--book", str(book)]) == 0
    lines = capsys.readouterr().out.splitlines()
    rule = next(line for line in lines if set(line) == {"-"})
    assert len({len(line) for line in lines if line == rule}) == 1
    assert max(map(len, lines[: lines.index(rule)])) <= len(rule)


def test_a_terminal_without_cyrillic(run: Run, book: Path, weeks: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    run("import", weeks[0], "--accept")
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", narrow)
    assert main(["aging", "--book", str(book)]) == 0
    assert main(["aging", "--book", str(book), "--json"]) == 0
    narrow.flush()
    said = narrow.buffer.getvalue().decode("ascii")
    answer = json.loads(said[said.index("\n{") :])
    assert answer["groups"][0]["key"] in {row.client for row in small(STORY, 0).rows}


def test_nobody_listens(run: Run, book: Path, weeks: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    run("import", weeks[0], "--accept")
    for stdout in (None, io.StringIO()):
        if stdout is not None:
            stdout.close()
        monkeypatch.setattr(sys, "stdout", stdout)
        assert main(["check", "--book", str(book)]) == 0


def test_a_name_cannot_steer_the_terminal(
    book: Path, tmp_path: Path, weeks: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    report = small(STORY, 0)
    evil = replace(report, rows=(replace(report.rows[0], client="ООО \u202eзлой\u202c", inn=""), *report.rows[1:]))
    write_debts(evil, tmp_path / "evil.xlsx")
    assert main(["--book", str(book), "import", str(tmp_path / "evil.xlsx")]) == 0
    assert "\u202e" not in capsys.readouterr().out


def test_a_bug_is_one_sentence(
    book: Path, weeks: list[Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sums: dict[str, int] = {}
    monkeypatch.setattr(Ledger, "check", lambda _self: sums["ООО «Секрет», 12 345,67"])
    assert main(["--book", str(book), "import", str(weeks[0]), "--accept"]) == 0
    capsys.readouterr()
    assert main(["--book", str(book), "check"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    log = (data_dir() / "errors.log").read_text(encoding="utf-8")
    assert "KeyError" in log
    assert "test_cli.py" in log
    assert "Секрет" not in log + err


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == main(["import", "--help"]) == main(["--version"]) == 0
    assert "debitorka" in capsys.readouterr().out


def test_as_a_program_with_a_closed_pipe(book: Path, weeks: list[Path]) -> None:
    """The work is done and the exit code tells so, though nobody read the answer."""
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "app", "--book", str(book), "import", str(weeks[0]), "--accept"]
    done = subprocess.run(command, cwd=ROOT, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")
    with Ledger.open(book) as ledger:
        assert ledger.check().reports == 1


def test_a_likely_name_is_worth_a_look(run: Run, tmp_path: Path) -> None:
    outcomes, asked = [], []
    for name, day in (("ООО «Магистраль»", "12.10.2026"), ("ООО «Магистрль»", "19.10.2026")):
        grid = [
            (f"Задолженность на {day}",),
            ("Клиент", "Документ", "Остаток"),
            (name, "Реализация 5 от 01.10.2026", 7),
        ]
        path = xlsx(tmp_path / f"{day}.xlsx", grid)
        code, said, _err = run("import", path, "--accept", "--vanished", "paid")
        assert code == 0
        outcomes.append(said["outcome"])
        asked += [one["evidence"] for question in said["names"] for one in question["candidates"]]
    assert (outcomes, asked) == (["clean", "warnings"], ["отличается одной буквой"])


def test_an_unreadable_file_answers_with_the_same_keys(run: Run, weeks: list[Path], tmp_path: Path) -> None:
    bad = tmp_path / "плохой.xlsx"
    bad.write_bytes(weeks[0].read_bytes()[:2000])
    known = run("import", weeks[0])[1]
    for paths in ([bad], [tmp_path / "нет.xlsx"], weeks[:2]):
        code, said, err = run("import", *paths)
        assert (code, said["outcome"], said["problems"], said["accepted"]) == (3, "error", [], False)
        assert said["message"] in err
        asked = [
            "layout",
            "as_of",
            "level",
            "rows",
            "facts",
            "skipped",
            "control_total",
            "sum",
            "debt",
            "advances",
            "clients",
            "invoices",
        ]
        assert set(asked) <= said.keys() & known.keys()
