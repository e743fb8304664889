"""Lines of many clients at once are the lines of each alone: what a day remembers of one client is true of the next."""

from datetime import date, timedelta
from random import Random

from app.domain.aging import Zone
from app.domain.calendar import WorkCalendar
from app.domain.reasons import Evasion
from app.domain.work import Promise, PromiseState, record_of
from app.domain.worklist import ActionKind, Regulation, Situation, actions, chance, line, lines, score

MONDAY = date(2026, 11, 23)
REPORTS = tuple(MONDAY - timedelta(weeks=back) for back in reversed(range(6)))
CALENDAR = WorkCalendar({date(2026, 11, 4): False, date(2026, 11, 21): True})
RULES = Regulation(malicious_months=2)


def somebody(number: int) -> Situation:
    rng = Random(number)

    def day(first: int, last: int) -> date | None:
        return rng.choice((None, MONDAY + timedelta(days=rng.randint(first, last))))

    made = MONDAY - timedelta(days=rng.randint(5, 30))
    promises = tuple(
        Promise(
            n, number, "", made, made + timedelta(days=rng.randint(1, 30)), 100_00, "", rng.choice(list(PromiseState))
        )
        for n in range(rng.choice((0, 0, 1, 3)))
    )
    overdue, owed = rng.choice((0, 500_00, 700_000_00)), rng.choice((0, 600_000_00))
    since = day(-60, 0)
    return Situation(
        number, f"клиент {number}", "", rng.choice(list(Zone)), overdue, overdue, rng.choice((0, 20, 61, 200)),
        ((MONDAY + timedelta(days=rng.randint(1, 4)), 90_000_00),) if rng.random() < 0.3 else (),
        ((MONDAY - timedelta(days=rng.randint(1, 6)), 90_000_00),) if rng.random() < 0.3 else (),
        owed if since else 0, since if owed else None, day(-40, 0), day(-40, 0), day(-40, 0), day(-5, 20),
        {Evasion.DODGE: rng.randint(1, 3)} if rng.random() < 0.2 else {}, rng.random() < 0.2, promises,
        record_of(promises), repaid=rng.choice((0, 400_000_00)), hearing=day(0, 6),
        put_off={ActionKind.CALL: MONDAY} if rng.random() < 0.1 else {}, tried=day(-3, 0),
    )  # fmt: skip


def test_lines_of_many_are_those_of_each() -> None:
    everybody = [somebody(number) for number in range(600)]
    found = lines(everybody, RULES, MONDAY, REPORTS, CALENDAR)
    alone = [line(one, RULES, MONDAY, REPORTS, CALENDAR) for one in everybody]
    assert found == [one for one in alone if one is not None]
    assert {action.kind for row in found for action in row.actions} >= set(ActionKind) - {
        ActionKind.DISPUTE,
        ActionKind.HANDOVER,
    }
    for row in found:
        one = row.situation
        due = actions(one, RULES, MONDAY, REPORTS, CALENDAR)
        kinds = [action.kind for action in due]
        assert row.actions == due
        assert kinds == sorted(set(kinds), key=list(ActionKind).index)
        assert row.score == score(one, due, RULES)
        assert row.score.total == sum(points for _name, points in row.score.parts)
        assert row.expected == one.overdue * chance(one) // 100
