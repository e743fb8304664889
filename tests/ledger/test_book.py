"""The book as a file: made on first use, locked, refused politely, copied, undone, checked."""

import json
import shutil
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver

from app.domain.aging import AgingRules, Interval, Zone
from app.domain.importing import Vanished
from app.domain.work import NewContact, PromiseState
from app.errors import BookError, InputRefused
from app.ledger import Changes, Ledger
from app.models import backups
from app.models.schema import APPLICATION_ID, SCHEMA_VERSION
from tests.ledger.stories import W1, W2, W3, debts, load, owed
from tests.scale import times

A = owed("ООО «Вектор»", "1", 100_000_00, due=W1 - timedelta(50))


def test_made_on_first_use_with_its_marks(tmp_path: Path) -> None:
    path = tmp_path / "новая папка" / "book.debt"
    with Ledger.open(path):
        pass
    raw = driver.connect(str(path))
    marks = [raw.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version", "journal_mode")]
    raw.close()
    assert marks == [APPLICATION_ID, SCHEMA_VERSION, "delete"]
    assert sorted(p.name for p in path.parent.iterdir()) == ["book.debt", "book.debt.lock"], "at rest one file"


def test_a_second_window_is_told_who_has_the_book(tmp_path: Path) -> None:
    path = tmp_path / "book.debt"
    ledger = Ledger.open(path, owner="Елена, НОУТБУК-3")
    code = (
        "import sys\nfrom pathlib import Path\nfrom app.ledger import Ledger\nfrom app.errors import BookError\n"
        "try:\n    Ledger.open(Path(sys.argv[1]))\nexcept BookError as error:\n    print(error.text)\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    with pytest.raises(BookError, match="Елена, НОУТБУК-3"):
        Ledger.open(path)
    ledger.close()
    assert "Елена, НОУТБУК-3" in found.stdout
    with Ledger.open(path):
        pass


@pytest.mark.parametrize("junk", [b"\0" * 200, b'{"owner": 7}', b"\xff\xfe"])
def test_a_leftover_lock_file_holds_nobody_up(tmp_path: Path, junk: bytes) -> None:
    path = tmp_path / "book.debt"
    path.with_name("book.debt.lock").write_bytes(junk)
    with Ledger.open(path) as ledger:
        assert ledger.check().ok


def test_foreign_newer_and_damaged_books_are_refused_untouched(tmp_path: Path) -> None:
    text = tmp_path / "text.debt"
    text.write_bytes("отчёт".encode() * 100)
    foreign = tmp_path / "foreign.debt"
    raw = driver.connect(str(foreign))
    raw.execute("CREATE TABLE t (x)")
    raw.commit()
    raw.close()
    good = tmp_path / "good.debt"
    with Ledger.open(good) as ledger:
        load(ledger, debts(W1, *[owed("ООО «Вектор»", str(n), n) for n in range(1, 400)]))
    newer = tmp_path / "newer.debt"
    shutil.copy(good, newer)
    raw = driver.connect(str(newer))
    raw.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    raw.close()
    damaged = tmp_path / "damaged.debt"
    contents = bytearray(good.read_bytes())
    contents[100:8192] = b"\x55" * 8092
    damaged.write_bytes(contents)
    for path, word in ((text, "не база"), (foreign, "другой программы"), (newer, "новой"), (damaged, "повреждена")):
        before = path.read_bytes()
        with pytest.raises(BookError, match=word) as refusal:
            Ledger.open(path)
        assert path.name in refusal.value.text
        assert refusal.value.exit_code == 4
        assert path.read_bytes() == before


def test_a_folder_or_a_vanished_disk_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(BookError):
        Ledger.open(tmp_path)
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(BookError):
        Ledger.open(tmp_path / "file" / "book.debt")


def test_an_import_that_fails_half_way_changes_nothing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.models import facts

    load(ledger, debts(W1, A))
    before = ledger.check()

    def fails(*_args: object) -> None:
        raise OSError("диск полон")

    monkeypatch.setattr(facts, "insert_entries", fails)
    with pytest.raises(OSError, match="диск полон"):
        load(ledger, debts(W2, A, owed("АО «Реал»", "2", 5_00)))
    monkeypatch.undo()
    assert ledger.check() == before


@pytest.mark.torture
def test_killed_in_the_middle_of_an_import_the_book_is_old_or_new(tmp_path: Path) -> None:
    path = tmp_path / "book.debt"
    with Ledger.open(path) as ledger:
        load(ledger, debts(W1, A))
    code = """
import sys, threading, os, signal
from datetime import timedelta
from pathlib import Path
from app.ledger import Ledger
from tests.ledger.stories import W2, debts, load, owed
ledger = Ledger.open(Path(sys.argv[1]))
lines = [owed("ООО «Вектор»", str(n), n * 100) for n in range(1, 3000)]
threading.Timer(float(sys.argv[2]), lambda: os.kill(os.getpid(), signal.SIGKILL)).start()
from app.domain.importing import Vanished
for week in range(50):
    load(ledger, debts(W2 + timedelta(weeks=0, days=week), *lines), vanished=Vanished.PAID)
"""
    for delay in [start + step / 100 for step in range(times(1)) for start in (0.05, 0.2, 0.35, 0.5)]:
        copy = tmp_path / f"killed-{delay}.debt"
        shutil.copy(path, copy)
        done = subprocess.run([sys.executable, "-c", code, str(copy), str(delay)], check=False, capture_output=True)
        assert done.returncode == -9, done.stderr.decode()[-500:]
        with Ledger.open(copy) as ledger:
            result = ledger.check()
            assert result.ok, result.problems
            load(ledger, debts(date(2026, 11, 20), A), vanished=Vanished.PAID)


def test_copies_are_numbered_verified_and_rotated_by_number(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "KEEP", 3)
    load(ledger, debts(W1, A))
    for _ in range(4):
        ledger.backups.make("hand")
    copies = ledger.backups.list()
    assert [copy.sequence for copy in copies] == [5, 4, 3]
    with Ledger.open(copies[0].path) as copy:
        assert copy.check().digest == ledger.check().digest


def test_a_failed_copy_stops_the_import(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    load(ledger, debts(W1, A))
    monkeypatch.setattr(backups, "_fingerprint", lambda _connection: [time.monotonic_ns()])
    with pytest.raises(BookError, match="копию"):
        load(ledger, debts(W2, A))
    monkeypatch.undo()
    assert [row.as_of for row in ledger.imports.reports()] == [W1]
    assert not list(backups.folder(ledger.path).glob("*.tmp"))


def test_record_edit_delete_and_undo_restore_each_state(ledger: Ledger) -> None:
    load(ledger, debts(W1, A))
    client = ledger.clients.list(W1).rows[0].client_id
    states = [ledger.check().digest]
    first = ledger.work.record(NewContact(client, W1, result="обещали", promise_due=W2, promise_amount=50_000_00))
    states.append(ledger.check().digest)
    ledger.work.edit(first.contact_id, NewContact(client, W1, result="передумали"))
    states.append(ledger.check().digest)
    ledger.work.delete(first.contact_id)
    states.append(ledger.check().digest)
    ledger.policy.set_company("ООО «Мы»")
    assert len(set(states)) == 3, "deleting the only talk is the state before it"
    assert states[0] == states[3]
    for expected in reversed(states):
        assert ledger.undo()
        assert ledger.check().digest == expected
    assert ledger.undo() is None


def test_undo_takes_back_one_operation_and_names_it(ledger: Ledger) -> None:
    load(ledger, debts(W1, A))
    client = ledger.clients.list(W1).rows[0].client_id
    heard: list[Changes] = []
    ledger.on_change(heard.append)
    before = ledger.check().digest
    ledger.work.record(NewContact(client, W1, result="не дозвонились"))
    assert ledger.undo_text() == "контакт с клиентом ООО «Вектор»"
    assert ledger.undo() == "контакт с клиентом ООО «Вектор»"
    assert ledger.undo() is None
    assert ledger.check().digest == before
    assert [change.work for change in heard] == [True, True]
    assert {change.client_id for change in heard} == {client}


def test_promises_are_judged_by_the_first_report_after_their_day(ledger: Ledger) -> None:
    load(ledger, debts(W1, A))
    client = ledger.clients.list(W1).rows[0].client_id
    due = W1 + timedelta(5)
    ledger.work.record(NewContact(client, W1, result="обещали", promise_due=due, promise_amount=40_000_00))
    assert [p.state for p in ledger.work.promises(due + timedelta(1))] == [PromiseState.OPEN]
    load(ledger, debts(W2, owed("ООО «Вектор»", "1", 61_000_00, due=A.due_date)))
    promise = ledger.work.promises(W2)[0]
    assert (promise.state, promise.paid) == (PromiseState.KEPT, 39_000_00), "97,5 % is kept"
    ledger.work.record(NewContact(client, W2, result="ещё", promise_due=W2 + timedelta(2), promise_amount=30_000_00))
    load(ledger, debts(W3, owed("ООО «Вектор»", "1", 61_000_00, due=A.due_date)))
    assert [p.state for p in ledger.work.promises(W3)] == [PromiseState.BROKEN, PromiseState.KEPT]
    assert ledger.clients.card(client, W3).promises.broken == 1


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"promise_due": W2}, "и дата, и сумма"),
        ({"promise_amount": 5}, "и дата, и сумма"),
        ({"promise_due": W2, "promise_amount": 0}, "больше нуля"),
        ({"promise_due": W1 - timedelta(1), "promise_amount": 5}, "раньше разговора"),
        ({"next_contact": W1 - timedelta(1)}, "раньше разговора"),
        ({"client_id": 99}, "нет"),
        ({"result": " "}, "чем кончился"),
    ],
)
def test_half_a_record_is_refused_in_words(ledger: Ledger, changes: dict[str, object], word: str) -> None:
    load(ledger, debts(W1, A))
    fields: dict[str, object] = {"client_id": ledger.clients.list(W1).rows[0].client_id, "at": W1, "result": "итог"}
    before = ledger.check().digest
    with pytest.raises(InputRefused, match=word):
        ledger.work.record(NewContact(**{**fields, **changes}))  # type: ignore[arg-type]  # parametrised fields
    assert ledger.check().digest == before


def test_rules_hold_from_their_day_and_undo_restores_the_articles(ledger: Ledger) -> None:
    load(ledger, debts(W1, A))
    strict = AgingRules((Interval(1, 10, Zone.GREY), Interval(11, None, Zone.RED)))
    ledger.policy.set_rules(strict, W2)
    assert ledger.policy.rules(W1) == AgingRules()
    assert ledger.policy.rules(W2) == strict
    assert ledger.clients.list(W1).rows[0].zone is Zone.YELLOW
    assert ledger.clients.list(W2).rows[0].zone is Zone.RED
    ledger.undo()
    assert ledger.policy.rules(W2) == AgingRules()


def test_check_finds_money_that_was_changed_behind_its_back(tmp_path: Path) -> None:
    path = tmp_path / "book.debt"
    with Ledger.open(path) as ledger:
        load(ledger, debts(W1, A, owed("АО «Реал»", "2", 5_00)))
        digest = ledger.check().digest
    raw = driver.connect(str(path))
    raw.execute("UPDATE entry SET amount = amount + 1 WHERE id = 1")
    raw.commit()
    raw.close()
    with Ledger.open(path) as ledger:
        result = ledger.check()
    assert not result.ok
    assert len(result.problems) >= 2
    assert result.digest != digest


def test_the_lock_file_names_nobody_after_closing(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "book.debt", owner="Елена") as ledger:
        held = json.loads((tmp_path / "book.debt.lock").read_text(encoding="utf-8"))
        assert held["owner"] == "Елена"
        assert ledger.path.name == "book.debt"
    assert (tmp_path / "book.debt.lock").read_bytes() == b""
