"""Bank statements: encodings, directions, sums of sections, payers and purposes; files as banks really write them."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.statement import Severity, StatementKind
from app.errors import InputRefused
from app.ingest import read
from app.ingest.bank import HEARD, decoded, parsed, payer_of
from app.progress import Cancelled, Progress
from tests.ingest.making import take, told

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "bank"
OURS, THEIRS = "40702810200000000001", "40702810900000000009"
SECTION = (
    "СекцияРасчСчет", "ДатаНачала=01.06.2026", "ДатаКонца=05.06.2026", f"РасчСчет={OURS}",
    "НачальныйОстаток=100.00", "ВсегоПоступило=1500.50", "ВсегоСписано=40.00", "КонечныйОстаток=1560.50",
    "КонецРасчСчет",
)  # fmt: skip


def came(number: str, amount: str, **more: str) -> list[str]:
    """A payment to us, in no particular order of keys."""
    keys = {
        "Номер": number, "Сумма": amount, "Дата": "02.06.2026", "ДатаПоступило": "03.06.2026",
        "ПолучательСчет": OURS, "ПлательщикСчет": THEIRS, "Плательщик1": "ООО «Лютик»",
        "ПлательщикИНН": "7707083893", "НазначениеПлатежа": "Оплата по счету № 12 от 01.06.2026",
        "Получатель1": "ООО «Заря»", "ПоказательНеизвестный": "7",
    }  # fmt: skip
    lines = [f"{key}={said}" for key, said in (keys | more).items()]
    return ["СекцияДокумент=Платежное поручение", *lines, "КонецДокумента"]


def went(number: str, amount: str, **more: str) -> list[str]:
    return came(
        number, amount, ПолучательСчет=THEIRS, ПлательщикСчет=OURS, ДатаПоступило="", ДатаСписано="03.06.2026", **more
    )


def made(path: Path, *parts: list[str] | tuple[str, ...], encoding: str = "cp1251", eol: str = "\r\n") -> Path:
    head = ["1CClientBankExchange", "ВерсияФормата=1.03", "Кодировка=Windows", "ДатаНачала=01.06.2026",
            "ДатаКонца=05.06.2026", f"РасчСчет={OURS}"]  # fmt: skip
    lines = [*head, *(line for part in parts for line in part), "КонецФайла"]
    path.write_bytes(eol.join(lines).encode(encoding))
    return path


def test_incoming_are_facts_outgoing_and_transfers_are_declared(tmp_path: Path) -> None:
    second = "40702810500000000005"
    other = ("СекцияРасчСчет", f"РасчСчет={second}", "КонецРасчСчет")
    path = made(tmp_path / "б.txt", SECTION, other, came("1", "1000.50"), went("2", "40.00"), came("3", "500.00"),
                came("4", "7.00", ПлательщикСчет=second))  # fmt: skip
    statement = take(path)
    assert (statement.kind, statement.layout) == (StatementKind.PAYMENTS, "1c-bank")
    assert (statement.as_of, statement.period) == (date(2026, 6, 5), (date(2026, 6, 1), date(2026, 6, 5)))
    assert [(line.number, line.amount, line.doc_date) for line in statement.lines] == [
        ("1", 100_050, date(2026, 6, 3)), ("3", 50_000, date(2026, 6, 3))]  # fmt: skip
    assert statement.sum == 150_050
    assert statement.lines[0].named == ("12 от 01.06.2026",)
    assert statement.organisation == "ООО «Заря»"
    reasons = [skip.reason for skip in statement.skipped]
    assert len(reasons) == 2
    assert len(set(reasons)) == 2


def test_totals_that_agree_say_nothing_and_those_that_do_not_are_told(tmp_path: Path) -> None:
    good = take(made(tmp_path / "а.txt", SECTION, came("1", "1000.50"), came("3", "500.00"), went("2", "40.00")))
    assert good.control == good.sum
    assert good.problems == ()
    wrong = tuple(line.replace("1560.50", "1560.51") for line in SECTION)
    bad = take(made(tmp_path / "б.txt", wrong, came("1", "1000.50")))
    assert [p.row for p in bad.problems] == [7, None]
    assert "1 560,51" in told(bad, Severity.WARNING)[0].replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("eol", ["\r\n", "\n"])
def test_bytes_are_trusted_before_the_header(tmp_path: Path, encoding: str, eol: str) -> None:
    statement = take(made(tmp_path / "б.txt", came("1", "5.00"), encoding=encoding, eol=eol))
    assert statement.lines[0].client == "ООО «Лютик»"


def test_dos_files_and_a_stray_line_of_another_encoding(tmp_path: Path) -> None:
    lines = [
        "1CClientBankExchange",
        "Кодировка=DOS",
        *came("1", "5.00", Плательщик1="ООО Лютик", Получатель1="ООО Заря"),
    ]
    dos = tmp_path / "д.txt"
    dos.write_bytes("\r\n".join(lines).encode("cp866"))
    assert take(dos).lines[0].client == "ООО Лютик"
    mixed = tmp_path / "с.txt"
    mixed.write_bytes(
        "\r\n".join(["1CClientBankExchange", *came("1", "5.00")]).encode("cp1251") + b"\x98\r\n" + "КонецФайла".encode()
    )
    assert take(mixed).lines[0].client == "ООО «Лютик»"


def test_missing_parts_are_tolerated(tmp_path: Path) -> None:
    bare = tmp_path / "б.txt"
    bare.write_bytes(
        "\n".join(
            ["1CClientBankExchange", "", "СекцияДокумент", "Номер=БА8170433", "Дата=02.06.2026", "Сумма=5.00",
             "ДатаПоступило=02.06.2026", "Плательщик=7707083893, ООО «Лютик»//г. Москва//",
             "НазначениеПлатежа=за товар",
             "вторая строка назначения"]
        ).encode()
    )  # fmt: skip
    statement = take(bare)
    line = statement.lines[0]
    assert (line.client, line.inn, line.number) == ("ООО «Лютик»", "7707083893", "БА8170433")
    assert line.comment == "за товар вторая строка назначения"
    assert (statement.as_of, statement.control) == (date(2026, 6, 2), None)


def test_documents_outweigh_the_dates_of_the_header(tmp_path: Path) -> None:
    statement = take(made(tmp_path / "б.txt", came("1", "5.00", ДатаПоступило="04.06.2028")))
    assert statement.as_of == date(2028, 6, 4)
    assert len(told(statement, Severity.WARNING)) == 1


def test_a_document_twice_is_named_and_both_stay(tmp_path: Path) -> None:
    statement = take(made(tmp_path / "б.txt", came("1", "5.00"), came("1", "5.00"), came("2", "5.00")))
    assert len(statement.lines) == 3
    assert len(told(statement, Severity.WARNING)) == 1


def test_what_cannot_be_taken_is_an_error_with_its_line(tmp_path: Path) -> None:
    no_side = came("2", "6.00", ПолучательСчет="", ДатаПоступило="")
    statement = take(made(tmp_path / "б.txt", came("1", "5.00"), no_side, came("3", "пять"),
                          came("4", "5.00", ДатаПоступило="31.02.2026")))  # fmt: skip
    assert [p.row for p in statement.problems if p.severity is Severity.ERROR] == [20, 33, 46]
    assert statement.rows == 4


def test_accounts_in_other_currencies_and_own_transfers_by_taxpayer_number(tmp_path: Path) -> None:
    dollars = "40702840200000000001"
    own = came("2", "6.00", ПолучательИНН="7707083893")
    text = made(tmp_path / "б.txt", [f"РасчСчет={dollars}"], came("1", "5.00"), own,
                came("3", "7.00", ПолучательСчет=dollars))  # fmt: skip
    statement = take(text)
    assert [line.number for line in statement.lines] == ["1"]
    assert len(statement.skipped) == 2


def test_a_file_without_incoming_payments_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match=r"б\.txt"):
        read(made(tmp_path / "б.txt", went("2", "40.00")))


@pytest.mark.parametrize(
    ("keys", "payer"),
    [
        (["Плательщик=7777777777, ООО \"Лютик\""], ('ООО "Лютик"', "7777777777")),
        (["Плательщик=ИНН 7777777777 ООО Лютик"], ("ООО Лютик", "7777777777")),
        (["Плательщик=ООО Лютик", "Плательщик1=ООО «Лютик» Р/С 40702810900000000009 в БАНК"], ("ООО «Лютик»", "")),
        (["Плательщик1=ИП Ромашкин И. И.//115114, г. Москва//", "ПлательщикИНН=500100732259"],
         ("ИП Ромашкин И. И.", "500100732259")),
        (["Плательщик1=ООО Лютик", "ПлательщикИНН=0"], ("ООО Лютик", "")),
    ],
)  # fmt: skip
def test_names_of_payers_are_cleaned(keys: list[str], payer: tuple[str, str]) -> None:
    assert payer_of(parsed(["СекцияДокумент=", *keys]).documents[0]) == payer


def test_unknown_keys_are_kept() -> None:
    exchange = parsed(["1CClientBankExchange", "РасчСчет=1", "РасчСчет=2", "СекцияДокумент=Ордер", "Новое=а=б"])
    assert exchange.documents[0].get("Новое") == "а=б"
    assert exchange.own == {"1", "2"}


@given(st.lists(st.binary(max_size=40) | st.sampled_from([b"\xd1\xe5\xea", "СекцияДокумент=".encode()]), max_size=20))
def test_any_bytes_become_lines(parts: list[bytes]) -> None:
    parsed(decoded(b"1CClientBankExchange\n" + b"\n".join(parts)))


@pytest.mark.parametrize("name", ["one_day.txt", "one_day_utf8.txt"])
def test_a_real_day_of_a_bank(name: str) -> None:
    if not (DATA / name).exists():
        pytest.skip("the real statements are not beside the project")
    statement = take(DATA / name)
    assert (statement.rows, len(statement.lines), len(statement.skipped)) == (13, 3, 10)
    assert statement.sum == statement.control == 40_000_00
    assert statement.as_of == date(2016, 1, 11)
    assert statement.problems == ()
    assert {line.client for line in statement.lines} == {"Some random payer"}


@pytest.mark.parametrize("encoding", ["cp866", "utf-16", "utf-16-be", "utf-16-le"])
def test_the_declared_page_is_asked_first_and_the_words_decide(tmp_path: Path, encoding: str) -> None:
    parts = came("1", "1500.50", Плательщик1="ООО Лютик", Получатель1="Заря")
    path = made(tmp_path / "б.txt", SECTION, parts, encoding=encoding)
    if encoding.endswith("e"):
        path.write_bytes({"le": b"\xff\xfe", "be": b"\xfe\xff"}[encoding[-2:]] + path.read_bytes())
    statement = take(path)
    assert (statement.sum, statement.lines[0].client) == (150_050, "ООО Лютик")


def test_a_windows_page_declared_as_dos(tmp_path: Path) -> None:
    path = made(tmp_path / "б.txt", SECTION, came("1", "1500.50"))
    path.write_bytes(path.read_bytes().replace(b"=Windows", b"=DOS"))
    assert take(path).lines[0].client == "ООО «Лютик»"


def test_a_purpose_cut_to_its_first_line_is_taken_from_its_parts(tmp_path: Path) -> None:
    parts = {"НазначениеПлатежа": "Оплата по УПД", "НазначениеПлатежа1": "Оплата по УПД",
             "НазначениеПлатежа2": "№ 77 от 01.06.2026"}  # fmt: skip
    line = take(made(tmp_path / "б.txt", SECTION, came("1", "1500.50", **parts))).lines[0]
    assert (line.comment, line.named) == ("Оплата по УПД № 77 от 01.06.2026", ("77 от 01.06.2026",))


def test_a_transfer_told_by_both_accounts_is_taken_off_the_total_once(tmp_path: Path) -> None:
    second = "40702810500000000005"
    other = ("СекцияРасчСчет", f"РасчСчет={second}", "ВсегоПоступило=7.00", "КонецРасчСчет")
    moved = came("4", "7.00", ПлательщикСчет=OURS, ПолучательСчет=second)
    statement = take(made(tmp_path / "б.txt", SECTION, other, came("1", "1500.50"), moved, moved))
    assert told(statement, Severity.WARNING) == []


def test_two_documents_run_into_one_are_neither(tmp_path: Path) -> None:
    path = made(tmp_path / "б.txt", came("1", "10.00"), came("2", "20.00")[:-1] + came("3", "30.00")[1:])
    statement = take(path)
    assert [line.number for line in statement.lines] == ["1"]
    assert len(told(statement, Severity.ERROR)) == 1


def test_a_file_cut_in_the_middle_of_a_document_says_so(tmp_path: Path) -> None:
    path = made(tmp_path / "б.txt", came("1", "10.00"), came("2", "20.00"))
    whole = path.read_bytes().decode("cp1251")
    for end, warnings in (("КонецФайла", 0), ("КонецДокумента\r\nКонецФайла", 1)):
        path.write_bytes(whole[: whole.rindex(end)].encode("cp1251"))
        assert len(told(take(path), Severity.WARNING)) == warnings


def test_zeros_where_documents_were_refuse_the_file(tmp_path: Path) -> None:
    path = made(tmp_path / "б.txt", came("1", "10.00"))
    path.write_bytes(path.read_bytes() + bytes(512))
    with pytest.raises(InputRefused):
        read(path)


def test_a_long_statement_can_be_stopped_at_any_line() -> None:
    lines = ["1CClientBankExchange", *(line for number in range(1200) for line in came(str(number), "1.00"))]
    assert len(parsed(lines).documents) == 1200
    progress = Progress(lambda done, _total, _text: progress.cancel() if done >= 2 * HEARD else None)
    with pytest.raises(Cancelled):
        parsed(lines, progress)
