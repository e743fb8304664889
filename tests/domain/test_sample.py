"""The sample story: the same every time, and shaped like a real book."""

from collections import Counter
from datetime import date, timedelta
from functools import cache

from app.domain.aging import AgingRules, Zone
from app.domain.sample import UNTIL, WAYBILL, WEEKS, Sample, SampleReport, sample
from app.domain.sample_cast import Habit, cast, company_inn, person_inn
from app.domain.sample_talks import SampleTalk, talks

RULES = AgingRules()


@cache
def story() -> Sample:
    return sample()


def test_two_tellings_are_one_story() -> None:
    assert sample(weeks=6) == sample(weeks=6)
    assert talks(sample(weeks=6)) == talks(sample(weeks=6))


def test_monday_reports_and_the_cast() -> None:
    reports = story().reports
    assert len(reports) == WEEKS == 78
    assert reports[-1].as_of == UNTIL == date(2026, 11, 23)
    assert {report.as_of.weekday() for report in reports} == {0}
    assert len(story().clients) == 120
    assert len({client.inn for client in story().clients}) == 120
    assert {client.habit for client in story().clients} == set(Habit)
    assert len({client.manager for client in story().clients}) == 5


def test_check_digits_of_taxpayer_numbers() -> None:
    """Worked by hand: 980110007 weighs 2*9+4*8+10*0+3*1+5*1+9*0+4*0+6*0+8*7 = 114, 114 % 11 = 4."""
    assert company_inn(0) == "9801100074"
    assert [len(company_inn(7)), len(person_inn(7))] == [10, 12]


def proportions(report: SampleReport) -> tuple[int, int, Counter[Zone]]:
    total = overdue = 0
    zones: Counter[Zone] = Counter()
    for row in report.rows:
        if row.debt <= 0 or row.due is None:
            continue
        days = (report.as_of - row.due).days
        total += row.debt
        overdue += row.debt if days > 0 else 0
        zones[RULES.zone(days)] += row.debt
    return total, overdue, zones


def test_proportions_of_the_last_report() -> None:
    total, overdue, zones = proportions(story().reports[-1])
    assert 38_000_000_00 <= total <= 43_000_000_00
    assert 0.27 <= overdue / total <= 0.33
    assert all(zones[zone] > 300_000_00 for zone in Zone)
    assert any(row.debt < 0 for row in story().reports[-1].rows)
    assert sum(row.debt % 100 != 0 for row in story().reports[-1].rows) > 300


def test_debt_is_five_weeks_of_sales() -> None:
    total, _overdue, _zones = proportions(story().reports[-1])
    quarter = sum(row.amount for row in story().sales if UNTIL - timedelta(days=91) < row.day <= UNTIL)
    assert 28 <= total / quarter * 91 <= 45


def habit_documents(habit: Habit) -> list[tuple[date, date]]:
    """(due date, last payment) of settled waybills."""
    mine = (doc for doc in story().documents if doc.client.habit is habit and doc.kind == WAYBILL)
    return [(doc.due, doc.payments[-1][0]) for doc in mine if doc.due and doc.balance(date.max) == 0]


def test_the_state_pays_nothing_in_winter() -> None:
    months = {paid.month for _due, paid in habit_documents(Habit.STATE)}
    assert months.isdisjoint({1, 2})
    assert 3 in months


def test_habits_tell_payers_apart() -> None:
    def mean_delay(habit: Habit) -> float:
        delays = [(paid - due).days for due, paid in habit_documents(habit)]
        return sum(delays) / len(delays)

    assert mean_delay(Habit.PUNCTUAL) < 4 < mean_delay(Habit.WEEK_LATE) < 16 < mean_delay(Habit.SLOW)
    assert mean_delay(Habit.FRIEND) > 90


def test_one_client_has_two_names_and_one_name_two_clients() -> None:
    names: dict[str, set[str]] = {}
    for report in story().reports:
        for row in report.rows:
            names.setdefault(row.inn, set()).add(row.client)
    assert sorted(len(known) for known in names.values())[-2:] == [1, 2]
    holders = Counter(name for known in names.values() for name in known)
    assert sorted(holders.values())[-2:] == [1, 2]


def test_documents_are_numbered_once_and_balances_never_leave_their_amount() -> None:
    documents = story().documents
    assert len({doc.number for doc in documents}) == len(documents)
    assert documents[0].number.endswith("-000001")
    for doc in documents:
        paid = sum(kopecks for _day, kopecks in doc.payments)
        assert 0 <= paid / doc.amount <= 1
        assert all(day >= doc.day for day, _kopecks in doc.payments) or doc.client.habit is not Habit.GONE


def test_talks_are_of_the_worst_and_promise_money() -> None:
    said: tuple[SampleTalk, ...] = talks(story())
    assert 60 <= len(said) <= 180
    assert all(talk.at < UNTIL for talk in said)
    promises = [talk for talk in said if talk.promise_amount]
    assert len(promises) > 30
    assert all(talk.promise_due and talk.promise_due >= talk.at for talk in promises)
    assert any(talk.result == "перенесли срок" for talk in promises)
    assert any(talk.promise_due and talk.promise_due > UNTIL for talk in promises)


def test_cast_is_fixed() -> None:
    assert cast(78) == cast(78)
