"""The documented cleaning of outside text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports import paper
from app.reports.safe_text import CELL_LIMIT, clip, for_cell, for_paper, looks_like_formula, plain
from tests.sample_pack import HOSTILE


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("ООО «Ёлка»", "ООО «Ёлка»"),
        ("й", "й"),
        ("а\x00б\x1bв\x7f", "абв"),
        ("строка\r\nвторая\tтретья", "строка вторая третья"),
        ("\u202eтекст\u202c", "текст"),
        ("\ud800x\ufeff\uffff", "x"),
        ("<b>", "<b>"),
        ("1\u00a0000", "1\u00a0000"),
    ],
)
def test_cleaning(text: str, clean: str) -> None:
    assert plain(text) == clean


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_clean_text_stays_clean(text: str) -> None:
    clean = plain(text)
    assert plain(clean) == clean
    clean.encode()
    assert not any(ord(char) < 32 for char in clean)


def test_a_cell_has_its_limit() -> None:
    assert len(for_cell("Ы" * 40_000)) == CELL_LIMIT


@pytest.mark.parametrize("text", ["=1", "+7", "-1", "@a", " =1", "−5"])
def test_what_a_spreadsheet_might_calculate(text: str) -> None:
    assert looks_like_formula(text)
    assert not looks_like_formula("ООО = 1")


def test_paper_has_a_sign_for_what_the_face_lacks() -> None:
    assert for_paper("аב🎄я", frozenset(map(ord, "ая?"))) == "а??я"


def test_clip() -> None:
    assert clip("слово", 5) == "слово"
    assert clip("слово два", 7) == "слово…"


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("most", [1, 2, 3])
def test_wrapped_lines_fit_and_end(text: str, most: int) -> None:
    clean = paper.clean(text)
    lines = paper.wrap(clean, 80, 8, most=most)
    assert 1 <= len(lines) <= most
    assert all(paper.width_of(line, 8) <= 80.01 for line in lines)


@given(st.text(max_size=80), st.floats(1, 300), st.integers(1, 4))
def test_wrapping_never_fails(text: str, width: float, most: int) -> None:
    lines = paper.wrap(paper.clean(text), width, 8, most=most)
    assert 1 <= len(lines) <= most


def test_wrapping_keeps_the_words_when_there_is_room() -> None:
    text = "письменное уведомление от коммерческого директора"
    lines = paper.wrap(text, 100, 8, most=9)
    assert " ".join(lines) == text
    assert len(lines) > 1
