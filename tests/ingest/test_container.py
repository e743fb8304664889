"""What is not a table is refused by one sentence with its name, and never by its extension."""

import shutil
import zipfile
from pathlib import Path

import pytest

from app.errors import InputRefused
from app.ingest import read, read_many
from tests.ingest.making import REGISTER, csv, html, take, xls, xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "0"),
        (b"\x00" * 5000, ""),
        (b"MOXCEL\x00\x08\x00", ".mxl"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), ""),
        (b"Rar!\x1a\x07\x00", ""),
        (OLE + "EncryptedPackage".encode("utf-16-le").rjust(2000, b"\0"), ""),
        (OLE + "WordDocument".encode("utf-16-le").rjust(2000, b"\0"), ""),
        (OLE + b"\x00" * 4096, ""),
        (b"PK\x03\x04" + b"\x99" * 300, ""),
        (bytes(range(256)) * 40, ""),
        (b"1CClientBankExchange\r\n", "1CClientBankExchange"),
        ("просто письмо\nбез таблицы".encode("cp1251"), ""),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><Workbook '
         b'xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', ""),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_by_name(tmp_path: Path, content: bytes, word: str) -> None:
    path = tmp_path / "неделя.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputRefused, match="неделя") as caught:
        read(path)
    assert word in str(caught.value)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "нет.xlsx", tmp_path, tmp_path / "a\0b"):
        with pytest.raises(InputRefused):
            read(path)


def test_a_text_document_is_not_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "договор.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(InputRefused, match="договор"):
        read(path)


def test_what_unpacks_to_gigabytes_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "бомба.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as member:
            for _ in range(500):
                member.write(b" " * 2**20)
    with pytest.raises(InputRefused, match="бомба"):
        read(path)


def test_a_wrong_extension_changes_nothing(tmp_path: Path) -> None:
    for make, suffix in ((xls, ".xlsx"), (xlsx, ".xls"), (html, ".xls"), (csv, ".xlsx")):
        path = make(tmp_path / f"настоящий{make.__name__}", REGISTER)
        renamed = path.with_suffix(suffix)
        shutil.move(path, renamed)
        assert take(renamed).debt == 1_470_025


def test_shared_strings_with_a_capital_as_1c_writes_them(tmp_path: Path) -> None:
    source, target = xlsx(tmp_path / "a.xlsx", REGISTER), tmp_path / "1c.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name).replace(b"sharedStrings.xml", b"SharedStrings.xml")
            new.writestr(name.replace("sharedStrings", "SharedStrings"), data)
    assert take(target).debt == 1_470_025


def test_a_spreadsheet_of_xml_2003(tmp_path: Path) -> None:
    rows = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="{kind}">{value}</Data></Cell>' for kind, value in row) + "</Row>"
        for row in (
            [("String", "Клиент"), ("String", "Срок оплаты"), ("String", "Долг")],
            [("String", "Лютик"), ("DateTime", "2026-02-01T00:00:00.000"), ("Number", "100.5")],
        )
    )
    path = tmp_path / "старый.xls"
    path.write_text(
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Лист"><Table>'
        f"{rows}</Table></Worksheet></Workbook>",
        encoding="utf-8",
    )
    assert take(path).debt == 10_050


def test_several_files_by_one_child_in_their_order(tmp_path: Path) -> None:
    paths = [xlsx(tmp_path / "a.xlsx", REGISTER), csv(tmp_path / "b.csv", REGISTER)]
    assert [statement.file.name for statement in read_many(paths)] == ["a.xlsx", "b.csv"]
