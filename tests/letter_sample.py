"""A letter of each kind with figures that are easy to check, ordinary or hostile."""

from dataclasses import replace
from datetime import date, timedelta

from app.domain.letters import ActRow, LetterContent, LetterKind, LetterRow, Reconciliation, Requisites

DAY = date(2026, 11, 23)

OURS = Requisites(
    "ООО «Северная оптовая компания»", "7701234567", "770101001", "1037700012345", "г. Москва, ул. Складская, д. 5",
    "ПАО «Банк»", "044525225", "40702810900000000001", "30101810400000000225", "+7 495 123-45-67", "office@example.ru",
    "Иванова Е. В.", "Генеральный директор", "Петрова А. А.", "Устава",
)  # fmt: skip
CLIENT = Requisites(
    "ООО «Магнум»", "7709876543", address="г. Тверь, ул. Лесная, 1", phone="8 (912) 345-67-89",
    email="buh@magnum.example", head="Лесной П. И.", head_role="Директор",
)  # fmt: skip

HOSTILE = (
    "ООО \"<Рога> & 'Копыта'\" {{ 7*7 }} {% for x in y %} {_{ {# note #} =СУММ(A1) <w:p/> &amp; ${x} "
    "\u202eдоход\x00\x07 " + "очень длинное имя " * 12 + "конец"
)
"""More than 300 characters that mean something to somebody."""

LITERAL = HOSTILE.replace("\u202e", "").replace("\x00\x07", "")
"""What a paper shows of it: no control characters, no reversal of direction."""


def row(number: int, days: int, amount: int, paid: int = 0, penalty: int = 0) -> LetterRow:
    due = DAY - timedelta(days=days)
    shipped = due - timedelta(days=30)
    return LetterRow(
        number, f"УПД {1100 + number}", shipped, due, amount, paid, amount - paid, max(days, 0), "first", penalty
    )


ROWS = (
    row(1, 84, 1_000_000_00, penalty=34_000_00),
    row(2, 21, 50_000_00, 12_500_50, 410_00),
    row(3, 11, 1_234_56, penalty=5_43),
    row(4, 5, 1),
    row(5, 2, 1_234_567_891_01, penalty=9_500_00),
    row(6, 1, 500_00, penalty=19),
)


def letter(kind: LetterKind, *, rows: tuple[LetterRow, ...] = ROWS, **changes: object) -> LetterContent:
    """A whole letter; ``changes`` replace its fields."""
    counted = kind in (LetterKind.CLAIM, LetterKind.LEGAL_TRANSFER)
    act = None
    if kind is LetterKind.RECONCILIATION:
        lines = (
            ActRow(date(2026, 2, 1), "Отгрузка: УПД 1101", 1_000_000_00, 0),
            ActRow(date(2026, 3, 1), "Оплата: УПД 1101", 0, 400_000_00),
        )
        act = Reconciliation(date(2026, 1, 1), DAY, 100_00, lines, 600_100_00)
    content = LetterContent(
        kind=kind,
        number=12,
        year=2026,
        day=DAY,
        as_of=DAY,
        ours=OURS,
        client_id=1,
        client=CLIENT,
        contract="Договор поставки № 15 от 01.02.2026",
        rows=rows,
        debt=sum(one.balance for one in rows),
        overdue=sum(one.balance for one in rows if one.days > 0),
        until=DAY + timedelta(days=30),
        manager="Васильева",
        signatory="Иванова Е. В.",
        signatory_role="Генеральный директор",
        basis="Устава",
        penalty=sum(one.penalty for one in rows) if counted else 0,
        penalty_basis="395" if counted else "",
        calculation=tuple(
            (
                one.number, one.due + timedelta(days=1), DAY, one.days, one.balance, "14,25 % годовых, 365 дней",
                one.penalty,
            )
            for one in rows
            if one.due is not None and one.days
        ) if counted else (),
        reconciliation=act,
        schedule=((DAY + timedelta(days=30), 1_000_00), (DAY + timedelta(days=60), 2_000_00))
        if kind is LetterKind.SCHEDULE
        else (),
    )  # fmt: skip
    return replace(content, **changes)  # type: ignore[arg-type]  # named fields of any type


def hostile(kind: LetterKind) -> LetterContent:
    """The same with every word from outside being dangerous."""
    content = letter(kind)
    act = content.reconciliation
    return replace(
        content,
        client=Requisites(*[HOSTILE] * 15),
        contract=HOSTILE,
        rows=tuple(replace(one, number=HOSTILE) for one in content.rows[:2]),
        manager=HOSTILE,
        note=HOSTILE,
        signatory=HOSTILE,
        signatory_role=HOSTILE,
        calculation=tuple((HOSTILE, *line[1:]) for line in content.calculation[:2]),
        reconciliation=None if act is None else replace(act, rows=tuple(replace(r, text=HOSTILE) for r in act.rows)),
    )
