"""The article's table of payment terms, row by row, with its gaps."""

from datetime import date, timedelta

import pytest

from app.domain.terms_advice import Advice, Caveat, Ground, Payment, TermsTable, advise

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


def test_what_the_article_leaves_open_is_a_setting() -> None:
    """The default is named first, then the other variant."""
    year = paid("." * 54)
    worse = TermsTable(better_wins=False)
    assert (advise(year, TODAY, 30).prepaid, advise(year, TODAY, 30, table=worse).prepaid) == (0, 15)
    leaves = TermsTable(leave_after=4)
    assert advise(paid("...."), TODAY, 100).prepaid is None
    found = advise(paid("...."), TODAY, 100, table=leaves)
    assert (found.prepaid, found.ground) == (50, Ground.LEAVE)
    assert Caveat.LEAVING_100 not in found.caveats
    assert advise(paid("..."), TODAY, 100, table=leaves).prepaid is None
    afresh, since = TermsTable(afresh=True), TODAY - timedelta(days=10)
    assert advise(paid("xxx"), TODAY, 30, since=since).prepaid == 50
    assert advise(paid("xxx"), TODAY, 30, table=afresh, since=since).prepaid is None
    own = TermsTable(new=40, three_good=20, year_good=5, three_late=60, ten_late=90)
    asked = [advise(paid(m), TODAY, now, table=own).prepaid for m, now in (("", None), ("...", 40), ("xxx", 40))]
    assert asked == [40, 20, 60]
    assert advise(paid("xxx."), TODAY, 60, table=own).prepaid == 40
    assert advise(paid("x" * 10), TODAY, 60, table=own).prepaid == 90
