"""Damaged files of every container: a statement or one sentence, in bounded time, never anything else.

The seed is fixed, so a failure can be repeated; one child reads them all and is replaced whenever it dies.
"""

import random
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from app.errors import InputRefused
from app.ingest import reading
from app.ingest.sandbox import Sandbox
from app.progress import silent
from tests.ingest.binary import biff5, xlsb
from tests.ingest.making import REGISTER, balanced, csv, html, ods, xls, xlsx
from tests.ingest.test_bank import SECTION, came, made
from tests.ingest.test_card import CARD
from tests.ingest.test_settlements import AGED, LEVELS
from tests.scale import FACTOR, times

SEED = 20260316
MUTANTS = times(56)  # of each of the ten sources: 560
SECONDS_EACH = 20.0
Change = Callable[[bytes, random.Random], bytes]


def flipped(data: bytes, dice: random.Random) -> bytes:
    """A few bytes changed."""
    out = bytearray(data)
    for _ in range(dice.choice((1, 3, 20))):
        out[dice.randrange(len(out))] = dice.randrange(256)
    return bytes(out)


def cut(data: bytes, dice: random.Random) -> bytes:
    """The end lost, as of a broken download."""
    return data[: dice.randrange(1, len(data))]


def holed(data: bytes, dice: random.Random) -> bytes:
    """A block of zeros, as after a power cut."""
    start = dice.randrange(len(data))
    return data[:start] + bytes(min(512, len(data) - start)) + data[start + 512 :]


def doubled(data: bytes, dice: random.Random) -> bytes:
    """A piece written twice."""
    start = dice.randrange(len(data))
    piece = data[start : start + dice.randrange(1, 400)]
    return data[:start] + piece * dice.choice((2, 50)) + data[start:]


def swapped(data: bytes, dice: random.Random) -> bytes:
    """Numbers and words of the insides replaced by unkind ones."""
    old, new = dice.choice(
        (
            (b"1", b"99999999"), (b"0", b"-"), (b"<v>", b"<v>1e308"), (b"r=", b"q="), (b'"', b"'"), (b"<c", b"<c<c"),
            (b"t=\"s\"", b"t=\"e\""), (b"</row>", b""), (b".", b","), (b"2026", b"0000"), (b"sheet1", b"../sheet1"),
            (b"row", b"row outlineLevel=\"9\""), (b"\xd0\xb8", b"\xff\xfe"), (b"table:", b"table:number-rows-repeated"),
        )
    )  # fmt: skip
    return data.replace(old, new, dice.choice((1, 5, -1)))


def inside(change: Change) -> Change:
    """The change made to a member of the zip, its checksum made right again: damage that libraries do see."""

    def changed(data: bytes, dice: random.Random) -> bytes:
        target = BytesIO()
        with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
            names = old.namelist()
            victim = dice.choice([name for name in names if name.endswith((".xml", ".rels", ".bin"))])
            for name in names:
                body = old.read(name)
                new.writestr(name, change(body, dice) if name == victim and body else body)
        return target.getvalue()

    return changed


CHANGES = (flipped, cut, holed, doubled, swapped)


def sources(folder: Path) -> list[Path]:
    """Whole files of each container."""
    return [
        xlsx(folder / "a.xlsx", AGED, levels=LEVELS),
        xlsx(folder / "b.xlsx", REGISTER),
        xlsx(folder / "card.xlsx", CARD),
        ods(folder / "c.ods", AGED, levels=LEVELS),
        xls(folder / "d.xls", AGED, levels=LEVELS),
        csv(folder / "e.csv", REGISTER),
        html(folder / "f.html", REGISTER),
        xlsb(folder / "g.xlsb", REGISTER),
        biff5(folder / "h.xls", REGISTER),
        made(folder / "i.txt", SECTION, came("1", "1000.50"), came("2", "500.00")),
    ]


@pytest.mark.torture
@pytest.mark.timeout(170 * FACTOR)
def test_damage_ends_in_a_statement_or_a_sentence(tmp_path: Path) -> None:
    dice = random.Random(SEED)
    read = refused = 0
    with Sandbox(seconds=SECONDS_EACH) as box:
        for source in sources(tmp_path):
            data = source.read_bytes()
            for number in range(MUTANTS):
                change: Change = dice.choice(CHANGES)
                if data.startswith(b"PK") and number % 3:
                    change = inside(change)
                victim = tmp_path / f"{number}{source.suffix}"
                victim.write_bytes(change(data, dice))
                started = time.monotonic()
                try:
                    balanced(reading.statement(victim, box, silent()))
                    read += 1
                except InputRefused as error:
                    assert victim.name in error.text
                    refused += 1
                assert time.monotonic() - started < SECONDS_EACH * 2 + 5
                victim.unlink()
    assert min(read, refused) > 50, (read, refused)
