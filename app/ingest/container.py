"""What a file is, by its first bytes and its directory, never by its name.

Runs in the child. A cheap look that refuses what is not a table, what is locked by a password and what would
unpack to more than a laptop holds, before any library parses it.
"""

import re
import struct
import zipfile
from enum import StrEnum
from io import BytesIO

from app.ingest.refusal import Refusal

UNPACKED_LIMIT = 400 * 2**20
MEMBERS_LIMIT = 3000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"),
    (b"MOXCEL", "mxl"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"SQLite format 3", "database"),
    (b"1CDBMSV8", "database"),
    (b"{\\rtf", "word"),
    (b"MZ", "binary"),
    (b"\x7fELF", "binary"),
)
_STREAMS = {
    "EncryptedPackage": "encrypted",
    "WordDocument": "word",
    "PowerPoint Document": "slides",
    "__properties_version1.0": "mail",
}
"""Streams in the wrapping of old Office that say what the file is."""
_TABLE = re.compile(rb"<table[\s>]", re.IGNORECASE)
_LETTER = re.compile(rb"^(?:mime-version|return-path|received|delivered-to|message-id|x-[\w-]+):", re.MULTILINE)
_PLAIN_STREAM = re.compile(r"(?:^|/)(?:xl/workbook\.(?:xml|bin)|content\.xml)$", re.IGNORECASE)


class Kind(StrEnum):
    """Containers there is a reader for."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    ODS = "ods"
    XLS = "xls"
    HTML = "html"
    XML2003 = "xml2003"
    TEXT = "text"


def look(data: bytes) -> Kind:
    """The kind of the container. Raises ``Refusal``."""
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise Refusal("empty")
    if data.startswith(b"PK"):
        return _zipped(data)
    if data.startswith(OLE):
        return _ole(data)
    for signature, code in _SIGNATURES:
        if data.startswith(signature):
            raise Refusal(code)
    if data[:2] == b"\x09\x08" or data[:2] in (b"\x09\x00", b"\x09\x02", b"\x09\x04"):
        return Kind.XLS  # BIFF without the OLE wrapping
    return _written(data)


def _written(data: bytes) -> Kind:
    """HTML, XML or plain text; anything with many control bytes is no text."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").replace(b"\x00", b"").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return Kind.XML2003
    if b"multipart/related" in head[:600] or _LETTER.search(head):
        raise Refusal("mail")
    if head.startswith(b"1cclientbankexchange"):
        raise Refusal("bank")
    if _TABLE.search(data[:65536].replace(b"\x00", b"")) or head.startswith((b"<html", b"<!doctype html")):
        return Kind.HTML
    if head.startswith(b"<?xml"):
        raise Refusal("xml")
    sample = data[:65536]
    highs = max(sum(map(sample[place::2].count, (b"\x00", b"\x04"))) for place in (0, 1))
    wide = sample.startswith((b"\xff\xfe", b"\xfe\xff")) or highs > len(sample) // 4
    control = sum(sample.count(bytes((code,))) for code in (*range(9), *range(14, 32)))
    if not wide and control * 50 > len(sample):
        raise Refusal("binary")
    return Kind.TEXT


def _ole(data: bytes) -> Kind:
    """An old workbook, or something else in the same wrapping."""
    for stream, code in _STREAMS.items():
        if stream.encode("utf-16-le") in data:
            raise Refusal(code)
    return Kind.XLS


def _zipped(data: bytes) -> Kind:
    members = directory(data)
    names = {member.filename.replace("\\", "/").lower() for member in members}
    if any(member.flag_bits & 1 for member in members if _PLAIN_STREAM.search(member.filename)):
        raise Refusal("encrypted")
    if "encrypted-package" in names:  # LibreOffice since 24.8
        raise Refusal("encrypted")
    if "xl/workbook.bin" in names:
        return Kind.XLSB
    if "content.xml" in names:
        return _open_document(data)
    if any(name.startswith("word/") for name in names):
        raise Refusal("word")
    if any(name.startswith("ppt/") for name in names):
        raise Refusal("slides")
    if any(name.startswith("xl/") for name in names) or "[content_types].xml" in names:
        return Kind.XLSX
    raise Refusal("locked" if any(member.flag_bits & 1 for member in members) else "archive")


def directory(data: bytes) -> list[zipfile.ZipInfo]:
    """Members of a zip, after its size was weighed. Raises ``Refusal``."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, struct.error, NotImplementedError, OverflowError) as error:
        raise Refusal("damaged") from error
    if len(members) > MEMBERS_LIMIT or sum(member.file_size for member in members) > UNPACKED_LIMIT:
        raise Refusal("bomb")
    return members


def _open_document(data: bytes) -> Kind:
    """A spreadsheet of LibreOffice, not its text document; a password hides in the manifest."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:200] if "mimetype" in names else b"spreadsheet"
            manifest = "META-INF/manifest.xml"
            if manifest in names and b"encryption-data" in archive.read(manifest)[:1_000_000]:
                raise Refusal("encrypted")
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, RuntimeError, EOFError) as error:
        raise Refusal("damaged") from error
    if b"spreadsheet" not in kind:
        raise Refusal("word")
    return Kind.ODS
