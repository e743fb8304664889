"""Binary workbooks: the same register out of any of them; passwords, letters and cut files named for what they are."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from app.errors import InputRefused
from app.ingest import read
from tests.ingest.binary import biff5, locked_xls, xlsb
from tests.ingest.making import REGISTER, Grid, csv, html, take, xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize("write", [xlsb, biff5])
@pytest.mark.parametrize("suffix", [".xlsb", ".xls", ".xlsx"])
def test_binary_workbooks(tmp_path: Path, write: Callable[[Path, Grid], Path], suffix: str) -> None:
    statement = take(write(tmp_path / f"долги{suffix}", REGISTER))
    usual = take(xlsx(tmp_path / "как обычно.xlsx", REGISTER))
    assert (statement.sum, statement.control, statement.as_of) == (usual.sum, usual.control, usual.as_of)
    assert [line.due_date for line in statement.lines] == [line.due_date for line in usual.lines]
    assert [line.client for line in statement.lines] == [line.client for line in usual.lines]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_text_of_two_bytes_without_a_mark(tmp_path: Path, encoding: str) -> None:
    assert take(csv(tmp_path / "долги.csv", REGISTER, encoding=encoding)).sum == 1_470_025


def stamped(data: bytes) -> bytes:
    """The zip with every member marked as under a password."""
    out = bytearray(data)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = out.find(sign)
        while at >= 0:
            out[at + place] |= 1
            at = out.find(sign, at + 4)
    return bytes(out)


def zipped(**members: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, body in members.items():
            archive.writestr(name.replace("__", "."), body)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (stamped(zipped(report__xlsx=b"x" * 50)), "парол|password"),
        (
            zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", **{"encrypted-package": b"x"}),
            "парол|password",
        ),
        (OLE + "__properties_version1.0".encode("utf-16-le").rjust(900, b"\0"), "письмо|letter"),
        (b"Received: by mail\r\nMIME-Version: 1.0\r\n\r\n<table><tr><td>1</td></tr></table>", "письмо|letter"),
        ("<?xml version='1.0'?><Файл><Документ/></Файл>".encode(), "XML"),
        (b"<html><body><table><tr><td>1</td></tr><tr><td>", "оборван|cut short"),
        (b"<html><body><table><tr><td>" + bytes(99) + b"</td></tr></table>", "повреж|damaged"),
    ],
)
def test_what_a_file_is(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "неделя.xls"
    path.write_bytes(content)
    with pytest.raises(InputRefused, match=words):
        read(path)


def test_an_old_workbook_under_a_password(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match=r"парол|password"):
        read(locked_xls(tmp_path / "долги.xls", REGISTER))


def test_a_page_cut_in_two_is_not_half_a_report(tmp_path: Path) -> None:
    path = html(tmp_path / "долги.htm", REGISTER)
    path.write_bytes(path.read_bytes()[:-120])
    with pytest.raises(InputRefused, match=r"оборван|cut short"):
        read(path)


def test_kopecks_parted_by_the_mark_of_columns_are_not_read_as_roubles(tmp_path: Path) -> None:
    path = tmp_path / "долги.csv"
    path.write_text("Клиент,Документ,Долг\nЛютик,УПД 1,100,50\nМак,УПД 2,60,00\n", encoding="utf-8")
    with pytest.raises(InputRefused, match=r"\.xlsx"):
        read(path)
    path.write_text('Клиент,Документ,Долг\nЛютик,УПД 1,"100,50"\nМак,УПД 2,60.00\n', encoding="utf-8")
    assert take(path).sum == 16_050
