"""Answers typed back from a call sheet: what is understood, and what is refused in words."""

from datetime import date

import pytest

from app.ui.sheet_answers import SheetClient, read_answers

AT = date(2026, 11, 23)
CLIENTS = {12: SheetClient(12, "ООО «Лес»", "Васильева", 150_000_00), 7: SheetClient(7, "Школа", "Гордеев", 0)}


@pytest.mark.parametrize(
    ("text", "day", "amount", "note"),
    [
        ("12 1 25.11 100т", date(2026, 11, 25), 100_000_00, ""),
        ("12 1 100 000 25.11", date(2026, 11, 25), 100_000_00, ""),
        ("12 1 пт 1,5 млн; после кредита", date(2026, 11, 27), 1_500_000_00, "после кредита"),
        ("12 1 +3 всё", date(2026, 11, 26), 150_000_00, ""),
        ("12 2 завтра", date(2026, 11, 24), None, ""),
        ("12 3", None, None, ""),
    ],
)
def test_a_line_is_understood(text: str, day: date | None, amount: int | None, note: str) -> None:
    (answer,) = read_answers(text, AT, CLIENTS.get)
    assert not answer.fault
    assert (answer.day, answer.amount, answer.note) == (day, amount, note)


@pytest.mark.parametrize(
    "text",
    [
        "лес 1", "99 1 25.11 100т", "12", "12 7", "12 1 25.11", "12 1 100т", "12 1 20.11 100т", "12 2 100т",
        "12 1 пт много", "7 1 пт всё", "12 1 пт -5",
    ],
)  # fmt: skip
def test_a_line_is_refused_in_words(text: str) -> None:
    (answer,) = read_answers(text, AT, CLIENTS.get)
    assert answer.fault
    with pytest.raises(ValueError, match=r".+"):
        answer.contact(AT)


def test_a_client_answers_once() -> None:
    good, again = read_answers("12 3\n\n12 2 пт", AT, CLIENTS.get)
    assert not good.fault
    assert "1" in again.fault
    assert again.line == 3


def test_what_is_recorded() -> None:
    promised, later, poor = (
        read_answers("12 1 пт 5т", AT, CLIENTS.get)
        + read_answers("7 2 пт", AT, CLIENTS.get)
        + (read_answers("7 5 пт", AT, CLIENTS.get))
    )
    talk = promised.contact(AT)
    assert (talk.promise_due, talk.promise_amount, talk.next_contact) == (date(2026, 11, 27), 5_000_00, None)
    assert (talk.manager, talk.at) == ("Васильева", AT)
    assert later.contact(AT).next_contact == date(2026, 11, 27)
    assert poor.contact(AT).reason == "no_money"
