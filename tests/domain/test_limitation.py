"""The clock of a suit and the tax reserve: worked figures of their sources."""

from datetime import date

import pytest

from app.domain.debt import DueOrigin, OpenItem, Terms
from app.domain.limitation import Acknowledged, Nearness, limitation
from app.domain.reserve import percent, reserve


def signed(day: date, powers: str = "устав") -> Acknowledged:
    return Acknowledged(day, "акт сверки", "Лесной П. И., директор", powers)


def test_three_years_to_the_day_and_from_a_day_off_to_a_working_one() -> None:
    assert limitation(date(2023, 11, 20), date(2026, 1, 1)).expires == date(2026, 11, 20)
    assert limitation(date(2023, 11, 21), date(2026, 1, 1)).expires == date(2026, 11, 23)  # a Saturday
    assert limitation(date(2024, 2, 29), date(2026, 1, 1)).expires == date(2027, 3, 1)  # 28.02 is a Sunday


def test_an_acknowledgment_with_powers_restarts_it_one_without_does_not() -> None:
    due, now = date(2023, 11, 20), date(2026, 1, 1)
    with_powers = limitation(due, now, [signed(date(2025, 3, 1))])
    assert (with_powers.expires, with_powers.since) == (date(2028, 3, 1), date(2025, 3, 1))
    without = limitation(due, now, [signed(date(2025, 3, 1), "")])
    assert (without.expires, len(without.idle)) == (date(2026, 11, 20), 1)
    assert limitation(due, date(2025, 2, 1), [signed(date(2025, 3, 1))]).expires == date(2026, 11, 20)


def test_a_claim_stops_it_for_thirty_days() -> None:
    found = limitation(date(2023, 11, 20), date(2026, 1, 1), (), [date(2025, 5, 5)])
    assert (found.stopped, found.expires) == (30, date(2026, 12, 21))  # 20.12.2026 is a Sunday
    assert limitation(date(2020, 1, 9), date(2026, 1, 1), (), [date(2025, 5, 5)]).stopped == 0  # after its end


def test_a_written_acknowledgment_after_the_end_starts_it_anew_within_ten_years() -> None:
    due = date(2015, 1, 12)
    assert limitation(due, date(2020, 1, 1), [signed(date(2019, 6, 3))]).expires == date(2022, 6, 3)
    assert limitation(due, date(2024, 1, 1), [signed(date(2023, 6, 5))]).expires == date(2025, 1, 13)


@pytest.mark.parametrize(
    ("as_of", "warning"),
    [
        (date(2026, 5, 19), Nearness.NONE),
        (date(2026, 5, 20), Nearness.SIX),
        (date(2026, 8, 20), Nearness.THREE),
        (date(2026, 10, 20), Nearness.ONE),
        (date(2026, 11, 20), Nearness.ONE),
        (date(2026, 11, 21), Nearness.OVER),
    ],
)
def test_warnings_at_six_three_and_one_month(as_of: date, warning: Nearness) -> None:
    assert limitation(date(2023, 11, 20), as_of).warning is warning


def item(number: int, days: int, balance: int, client: int = 1) -> OpenItem:
    return OpenItem(
        invoice_id=number, client_id=client, client=f"Клиент {client}", number=str(number), kind="", contract="",
        doc_date=date(2026, 1, 1), due_date=date.fromordinal(date(2026, 11, 23).toordinal() - days),
        due_origin=DueOrigin.FILE, amount=abs(balance), balance=balance, days=max(days, 0), terms=Terms("", None),
        manager="", avg_order=None, core_share="", client_type="",
    )  # fmt: skip


def test_shares_at_the_bounds() -> None:
    assert [percent(days) for days in (1, 44, 45, 90, 91)] == [0, 0, 50, 50, 100]
    items = [item(n, days, 100_00) for n, days in enumerate((44, 45, 90, 91), 1)]
    found = reserve(items, date(2026, 11, 23))
    assert (found.total, found.allowed, found.cap) == (200_00, 200_00, None)
    assert found.lines[0].early + found.lines[0].half + found.lines[0].whole == 400_00


def test_what_we_owe_is_taken_off_the_earliest_debt_and_security_stays_out() -> None:
    items = [item(1, 100, 100_00), item(2, 50, 100_00), item(3, 0, -60_00), item(4, 95, 30_00, client=2)]
    found = reserve(items, date(2026, 11, 23), secured=frozenset({4}))
    assert [(line.client_id, line.whole, line.half, line.netted, line.reserve) for line in found.lines] == [
        (1, 40_00, 100_00, 60_00, 90_00),
        (2, 0, 0, 0, 0),
    ]
    assert found.lines[1].secured == 30_00


def test_the_cap_is_a_tenth_of_revenue() -> None:
    found = reserve([item(1, 100, 500_00)], date(2026, 11, 23), revenue=3_000_00)
    assert (found.total, found.cap, found.allowed) == (500_00, 300_00, 300_00)
