"""The article's table of payment terms, row by row, with its gaps."""

from datetime import date, timedelta

import pytest

from app.domain.terms_advice import Advice, Caveat, Ground, Payment, advise

TODAY = date(2026, 11, 23)


def paid(marks: str, *, last: date = TODAY, every: int = 7) -> list[Payment]:
    """«.» on time, «x» late, «?» nobody knows; the last sign is the newest payment."""
    count = len(marks)
    return [
        Payment(day - timedelta(days=1), day, sign == "x", sign == "?")
        for place, sign in enumerate(marks)
        for day in [last - timedelta(days=every * (count - 1 - place))]
    ]


@pytest.mark.parametrize(
    ("marks", "now", "asked", "ground"),
    [
        ("", None, 30, Ground.NEW),
        ("", 0, None, Ground.STAY),
        ("...", None, 15, Ground.THREE_GOOD),
        ("...", 30, 15, Ground.THREE_GOOD),
        ("..", 30, None, Ground.STAY),
        ("xxx...", 30, 15, Ground.THREE_GOOD),
        ("xxx", 30, 50, Ground.THREE_LATE),
        ("xxx", None, 50, Ground.THREE_LATE),
        ("...xx", 15, None, Ground.STAY),
        ("xxxxxxxxx", 30, 50, Ground.THREE_LATE),
        ("xxxxxxxxxx", 50, 100, Ground.TEN_LATE),
        ("xxx.", 50, 30, Ground.BACK),
        ("xxx.", 30, None, Ground.STAY),
        ("xxx...", 50, 15, Ground.THREE_GOOD),
        ("xxx", 100, None, Ground.STAY),
        ("...", 0, None, Ground.STAY),
        ("...", 100, None, Ground.STAY),
        ("xx?", 30, None, Ground.STAY),
    ],
)
def test_rows_of_the_table(marks: str, now: int | None, asked: int | None, ground: Ground) -> None:
    found = advise(paid(marks), TODAY, now)
    assert (found.prepaid, found.ground) == (asked, ground)


def test_a_year_on_time_pays_on_delivery_and_wins_over_three_in_a_row() -> None:
    year = paid("." * 54)
    assert year[0].day < TODAY - timedelta(days=365)
    assert advise(year, TODAY, 30) == Advice(0, Ground.YEAR_GOOD, 54, 0)
    assert advise(year, TODAY, 50).prepaid == 0


def test_a_delay_within_the_year_leaves_three_in_a_row() -> None:
    found = advise(paid("." * 50 + "x..."), TODAY, 30)
    assert (found.prepaid, found.ground) == (15, Ground.THREE_GOOD)
    assert advise(paid("x" + "." * 53), TODAY, 30).ground is Ground.YEAR_GOOD, "the delay is older than a year"


def test_a_reward_never_takes_away_and_a_punishment_never_gives() -> None:
    assert advise(paid("..."), TODAY, 10).prepaid is None
    assert advise(paid("xxx"), TODAY, 70).prepaid is None
    assert advise(paid("x" * 10), TODAY, 100).prepaid is None


def test_what_the_table_does_not_say_is_said() -> None:
    assert Caveat.FEW_LATE in advise(paid("...x"), TODAY, 15).caveats
    assert Caveat.FIRST_YEAR in advise(paid("..."), TODAY, 15).caveats
    assert Caveat.LEAVING_100 in advise(paid("..."), TODAY, 100).caveats
    assert Caveat.NO_DEFERRAL in advise(paid("..."), TODAY, 0, 14).caveats
    assert Caveat.DOUBTFUL in advise(paid("..?"), TODAY, 15).caveats
    assert advise(paid("", every=7), TODAY).caveats == ()
