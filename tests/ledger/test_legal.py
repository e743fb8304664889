"""Cases from the claim to the result, what is missing before a suit, files kept with a client."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.domain.dossier import Contract
from app.domain.legal import Gap, Stage, missing
from app.domain.letters import Letter, LetterKind
from app.domain.limitation import Acknowledged
from app.errors import InputRefused
from app.ledger import Ledger
from app.ledger.legal import NewStep
from tests.ledger.stories import debts, load, owed

TODAY = date(2026, 11, 23)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "book.debt", today=lambda: TODAY, owner="Елена") as opened:
        first = owed("ООО «Магнум»", "1", 100_00, shipped=date(2026, 6, 1), due=date(2026, 7, 1))
        other = owed("АО «Реал»", "2", 50_00, shipped=date(2026, 6, 1), due=date(2026, 7, 1))
        load(opened, debts(TODAY, first, other))
        yield opened


def items(ledger: Ledger) -> dict[str, tuple[int, int]]:
    return {item.number: (item.client_id, item.invoice_id) for item in ledger.analysis.items(TODAY)}


def test_a_case_goes_by_steps_and_is_closed_with_its_result(ledger: Ledger) -> None:
    client, invoice = items(ledger)["1"]
    _other, stranger = items(ledger)["2"]
    for wrong in ([], [stranger], [invoice, 999]):
        with pytest.raises(InputRefused):
            ledger.legal.open(client, wrong, "Юрист")
    number = ledger.legal.open(client, [invoice], "Юрист")
    with pytest.raises(InputRefused):
        ledger.legal.open(client, [invoice], "Юрист")
    ledger.legal.step(number, NewStep(Stage.CLAIM_SENT, date(2026, 10, 1), 100_00, 500))
    ledger.legal.step(number, NewStep(Stage.SUIT, TODAY, 120_00, 4_000, "иск"))
    with pytest.raises(InputRefused):
        ledger.legal.step(number, NewStep(Stage.RULING, TODAY - timedelta(days=1)))
    ledger.legal.set_case(number, court="АС города Москвы", number="А40-1/2026", hearing=date(2026, 11, 25))
    (case,) = ledger.legal.cases(client)
    assert (case.stage, case.costs, case.next_hearing, case.invoices) == (
        Stage.SUIT, 4_500, date(2026, 11, 25), (invoice,))  # fmt: skip
    kinds = [
        a.kind.value
        for row in ledger.worklist.today(TODAY).lines
        for a in row.actions
        if row.situation.client_id == client
    ]
    assert "hearing" in kinds
    later = ledger.worklist.line(client, TODAY + timedelta(days=20))
    assert later is not None
    assert [a.count for a in later.actions if a.kind.value == "hearing"] == [18], "until its outcome is written down"
    ledger.legal.close(number, "взыскано", 100_00)
    (case,) = ledger.legal.cases(client)
    assert (case.stage, case.closed_on, case.next_hearing) == (Stage.RESULT, TODAY, None)
    with pytest.raises(InputRefused):
        ledger.legal.close(number, "снова")
    ledger.undo()
    assert ledger.legal.cases(client)[0].closed_on is None
    with pytest.raises(InputRefused):
        ledger.legal.close(404, "нет")


def letter(kind: LetterKind, sent: date | None) -> Letter:
    return Letter(1, 2026, 1, date(2026, 10, 1), 1, "", kind, "", 100_00, (), "", "", sent_on=sent)


def test_what_is_missing_before_a_suit() -> None:
    def gaps(*letters: Letter, as_of: date = TODAY, **more: bool | int | None) -> list[Gap]:
        known: dict[str, bool | int | None] = {"contract": True, "acknowledged": True, "attachments": 1, **more}
        found = missing(as_of, letters=letters, expires=date(2029, 7, 1), **known)  # type: ignore[arg-type]  # keyword pass-through
        return [one.gap for one in found]

    assert gaps() == [Gap.CLAIM]
    assert gaps(letter(LetterKind.CLAIM, None)) == [Gap.SENDING]
    sent = letter(LetterKind.CLAIM, date(2026, 10, 30))
    assert gaps(sent) == [Gap.TERM]
    (term,) = missing(TODAY, contract=True, letters=[sent], acknowledged=True, attachments=1, expires=None)
    assert term.until == date(2026, 11, 30)
    assert gaps(sent, as_of=date(2026, 11, 30)) == []
    assert gaps(sent, claim_days=10) == []
    assert gaps(sent, as_of=date(2026, 12, 1), contract=False, acknowledged=False, attachments=0) == [
        Gap.CONTRACT, Gap.DOCUMENTS, Gap.ACT]  # fmt: skip
    late = missing(
        date(2030, 1, 1), contract=True, letters=[sent], acknowledged=True, attachments=1, expires=date(2029, 7, 1)
    )
    assert [one.gap for one in late] == [Gap.LIMITATION]


def test_what_the_book_knows_closes_the_gaps(ledger: Ledger, tmp_path: Path) -> None:
    client, _invoice = items(ledger)["1"]
    assert {one.gap for one in ledger.legal.missing(client, TODAY)} == {Gap.CONTRACT, Gap.DOCUMENTS, Gap.ACT, Gap.CLAIM}
    ledger.dossier.set_contract(Contract(0, client, "15-К"))
    ledger.doubtful.acknowledge(client, Acknowledged(TODAY, "акт", "Лесной", "устав"))
    paper = tmp_path / "УПД № 1.pdf"
    paper.write_bytes(b"%PDF-1.4 test")
    ledger.attachments.add(client, paper)
    assert {one.gap for one in ledger.legal.missing(client, TODAY)} == {Gap.CLAIM}
    case = ledger.legal.open(client, [_invoice], "Юрьев", date(2026, 9, 1))
    ledger.legal.step(case, NewStep(Stage.CLAIM_SENT, date(2026, 9, 2)))
    assert ledger.legal.missing(client, TODAY) == (), "a claim made elsewhere is told by a step of the case"
    assert [one.gap for one in ledger.legal.missing(client, date(2026, 9, 20))] == [Gap.TERM]
    ledger.legal.close(case, "мировое")
    assert [one.gap for one in ledger.legal.missing(client, TODAY)] == [Gap.CLAIM]


def test_a_file_is_copied_under_a_name_of_its_content(ledger: Ledger, tmp_path: Path) -> None:
    client, _invoice = items(ledger)["1"]
    paper = tmp_path / "=cmd|..пл.PDF"
    paper.write_bytes(b"content")
    ledger.attachments.add(client, paper)
    (one,) = ledger.attachments.list(client)
    assert (one.name, one.size) == (paper.name, 7)
    assert one.stored.endswith(".pdf")
    paper.unlink()
    assert ledger.attachments.path(one).read_bytes() == b"content"
    ledger.attachments.remove(one)
    assert ledger.attachments.list(client) == ()
    ledger.undo()
    ledger.attachments.path(one).unlink()
    with pytest.raises(InputRefused):
        ledger.attachments.path(one)
    empty = tmp_path / "пусто.pdf"
    empty.touch()
    for wrong in (empty, tmp_path, tmp_path / "нет.pdf"):
        with pytest.raises(InputRefused):
            ledger.attachments.add(client, wrong)


@pytest.mark.parametrize(
    "name",
    [
        "акт \u202efdp.exe.pdf", "-rf *.pdf", "a\nb.pdf", "%2e%2e%2f.pdf", "..pdf", "CON", "я" * 120 + ".PDF",
        "=cmd|' &quot;<b>.pdf", "точка.", b"\xff\xfe.pdf".decode("utf-8", "surrogateescape"), "x.p d\tf",
    ],
)  # fmt: skip
def test_a_hostile_name_stays_words_and_the_copy_in_its_folder(ledger: Ledger, tmp_path: Path, name: str) -> None:
    client, _invoice = items(ledger)["1"]
    paper = tmp_path / name
    paper.write_bytes(b"content")
    ledger.attachments.add(client, paper)
    (one,) = ledger.attachments.list(client)
    copy = ledger.attachments.path(one)
    assert copy.parent == ledger.attachments.folder
    assert re.fullmatch(r"[0-9a-f]{32}(\.[a-z0-9]{1,10})?", copy.name)
    assert one.name.isprintable()
    assert "\u202e" not in one.name
    assert copy.read_bytes() == b"content"
    assert [path.name for path in ledger.attachments.folder.iterdir()] == [copy.name]
