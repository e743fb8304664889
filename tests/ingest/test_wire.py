"""Cells cross the pipe unchanged, and nothing a lying child sends is more than one verdict."""

import random
import struct
from datetime import UTC, date, datetime, time
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ingest.sheet import Unreadable
from app.ingest.wire import CHUNK_CELLS, FRAME_LIMIT, Nonsense, Packer, Unpacker, chunks, receive, send

CELL = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(min_size=1),
    st.dates(),
    st.builds(Unreadable, st.text(min_size=1, max_size=20)),
)
GRID = st.lists(st.lists(CELL, max_size=6), max_size=12)


def packed(*portions: list[list[object]]) -> bytes:
    """Frames of one sheet."""
    out, packer = BytesIO(), Packer()
    for rows in portions:
        packer.send(out, [tuple(row) for row in rows])
    return out.getvalue()


def unpacked(data: bytes) -> list[tuple[object, ...]]:
    """Rows of all frames."""
    source, unpacker, rows = BytesIO(data), Unpacker(), []
    while (frame := receive(source, unpacker)) is not None:
        rows += frame["cells"]
    return rows


def typed(rows: list[tuple[object, ...]]) -> list[list[tuple[type, object]]]:
    return [[(type(cell), cell) for cell in row] for row in rows]


@given(first=GRID, second=GRID)
def test_cells_cross_unchanged(first: list[list[object]], second: list[list[object]]) -> None:
    assert typed(unpacked(packed(first, second))) == typed([tuple(row) for row in first + second])


def test_what_no_layout_knows_becomes_what_layouts_know() -> None:
    rows: list[list[object]] = [
        ["", float("nan"), datetime(2026, 1, 5, 9, 30, tzinfo=UTC), time(9, 30), "\ud800"],
        [10**30, float("-inf"), None, None, Unreadable("x" * 50)],
    ]
    assert unpacked(packed(rows)) == [
        (None, Unreadable("#NUM!"), date(2026, 1, 5), "09:30:00", "\ud800"),
        (10**30, Unreadable("#NUM!"), None, None, Unreadable("x" * 20)),
    ]


def test_a_text_crosses_once() -> None:
    rows: list[list[object]] = [["ООО «Лютик»", "ООО «Лютик»"]] * 100
    data = packed(rows, rows)
    assert data.count("ООО «Лютик»".encode()) == 1
    assert len({id(cell) for row in unpacked(data) for cell in row}) == 1


def test_one_wide_row_does_not_widen_the_others() -> None:
    rows = [[1] * 3] * 5000 + [[1] * 20_000] + [[1] * 3] * 5000
    portions = list(chunks(rows))
    assert [row for portion in portions for row in portion] == rows
    assert all(len(portion) * max(map(len, portion)) <= CHUNK_CELLS + 20_000 for portion in portions)


def frame(body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + body


def cells(rows: int, columns: int, body: bytes, texts: int = 0, size: int = 0) -> bytes:
    return frame(b"\1" + struct.pack("<IIII", rows, columns, texts, size) + body)


@pytest.mark.parametrize(
    "lie",
    [
        struct.pack(">I", FRAME_LIMIT + 1),
        frame(b"[]"),
        frame(b'{"cells":[[1]]}'),
        frame(b"\1"),
        cells(4_000_000_000, 0, b"\0"),
        cells(500_000, 16_384, b"\0" + b"n" * 16_384),
        cells(1, 1, b"\0f\0\0"),
        cells(1, 1, b"\0q"),
        cells(1, 1, b"\0n" + b"left over"),
        cells(1, 1, b"\0s" + struct.pack("<I", 7)),
        cells(1, 1, b"\0d" + struct.pack("<I", 4_000_000_000)),
        cells(1, 1, b"\0i" + struct.pack("<I", 1), texts=0),
        cells(1, 1, struct.pack("<I", 2) + b"ab\0i" + struct.pack("<I", 1), texts=1, size=2),
        cells(1, 1, struct.pack("<I", 9) + b"ab\0s" + struct.pack("<I", 1), texts=1, size=2),
        cells(1, 1, struct.pack("<I", 1) + b"\xff\0s" + struct.pack("<I", 1), texts=1, size=1),
        cells(2, 1, b"\0mnm" + b"nn"),
    ],
)
def test_a_lie_is_nonsense(lie: bytes) -> None:
    with pytest.raises(Nonsense):
        unpacked(lie)


def test_any_damage_is_nonsense_or_cells() -> None:
    dice = random.Random(20260316)
    whole = packed([["Клиент", 1.5, date(2026, 1, 5), None], ["ИП Б", None, True, 7]] * 20, [["Ещё"]])
    for _ in range(3000):
        data = bytearray(whole)
        for _change in range(dice.choice((1, 1, 3))):
            data[dice.randrange(4, len(data))] = dice.randrange(256)
        try:
            unpacked(bytes(data))
        except Nonsense:
            continue


def test_words_cross_as_words() -> None:
    out = BytesIO()
    send(out, {"sheet": "Лист", "levels": [0, 1]})
    assert receive(BytesIO(out.getvalue()), Unpacker()) == {"sheet": "Лист", "levels": [0, 1]}
