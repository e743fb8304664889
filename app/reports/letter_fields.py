"""What a template may say: every figure of a letter as Russian text, under the names that stand between ``{{ }}``.

Names are Russian, because lawyers write templates. All values are text, lists and records of text; a template can
reach nothing else. The list of names for people: docs/templates.md. Sources: practice.md 2.1 to 2.5, 2.8, 3.1, 3.2.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from app.domain.interest import Basis
from app.domain.letters import LetterContent, LetterKind, LetterRow, Reconciliation, Requisites
from app.domain.money import Kopecks
from app.formats import day as day_text
from app.reports.safe_text import plain
from app.reports.sum_words import CALENDAR_DAYS, day_words, days_words, sum_figures, sum_in_full

Record: TypeAlias = dict[str, str]
Field: TypeAlias = "str | int | Record | list[Record] | dict[str, str | int | list[Record]]"

_BY = {
    Basis.CONTRACT.value: ("неустойка по договору", "договорной неустойки (пени)"),
    Basis.KEY_RATE_SHARE.value: ("неустойка в доле ключевой ставки", "неустойки (пени) в доле ключевой ставки"),
    Basis.ARTICLE_395.value: (
        "проценты по статье 395 ГК РФ",
        "процентов за пользование чужими денежными средствами (статья 395 ГК РФ)",
    ),
}
_BY_BOTH = (
    "неустойка по договору, по документам без неё проценты по статье 395 ГК РФ",
    "договорной неустойки, а по документам, для которых она не установлена, процентов по статье 395 ГК РФ",
)


def fields(content: LetterContent) -> dict[str, Field]:
    """The names a template may use with their values, cleaned of control characters.

    Money is «1 479 300,00»; ``…_полностью`` adds the words; an empty value is an empty string.
    """
    until = (content.until - content.day).days
    return {
        "название": paper_title(content.kind),
        "номер": str(content.number) if content.number else "б/н",
        "год": str(content.year),
        "дата": day_text(content.day),
        "дата_словами": day_words(content.day),
        "на_дату": day_text(content.as_of),
        "состояние_на": day_text(content.as_of)
        + (f" (с учётом оплат, известных на {day_text(content.day)})" if content.paid_since else ""),
        "мы": _party(content.ours),
        "клиент": _party(content.client),
        "договор": plain(content.contract),
        "документы": [_row(number, row) for number, row in enumerate(content.rows, 1)],
        "перечень": "; ".join(_named(row) for row in content.rows),
        "всего": _totals(content.rows),
        "долг": sum_figures(content.debt),
        "долг_полностью": sum_in_full(content.debt),
        "просрочено": sum_figures(content.overdue),
        "просрочено_полностью": sum_in_full(content.overdue),
        "есть_просрочка": "да" if content.overdue else "",
        "дней": str(content.longest),
        "дней_словами": days_words(content.longest),
        "ответ_до": day_text(content.until),
        "срок_словами": days_words(content.term or until, CALENDAR_DAYS),
        "срок_перенесён": "да" if content.term and content.term != until else "",
        "подписал": {
            "фио": plain(content.signatory),
            "должность": plain(content.signatory_role),
            "основание": plain(content.basis),
        },
        "менеджер": plain(content.manager),
        "примечание": plain(content.note),
        **_penalty(content),
        "график": _schedule(content.schedule),
        "график_сумма": sum_figures(sum(kopecks for _day, kopecks in content.schedule)),
        "сверка": _act(content),
    }


def paper_title(kind: LetterKind) -> str:
    """The name of a paper, as Russian as the paper itself."""
    return {
        LetterKind.REMINDER: "Напоминание о сроке оплаты",
        LetterKind.OVERDUE: "Уведомление о просроченной задолженности",
        LetterKind.SUSPENSION: "Уведомление о приостановке отгрузок",
        LetterKind.DIRECTOR: "Уведомление коммерческого директора",
        LetterKind.CLAIM: "Претензия",
        LetterKind.GUARANTEE: "Гарантийное письмо",
        LetterKind.SCHEDULE: "Соглашение о графике погашения",
        LetterKind.RECONCILIATION: "Акт сверки взаимных расчётов",
        LetterKind.LEGAL_TRANSFER: "Передача долга юристу",
        LetterKind.STOP_MEMO: "Служебная записка о стоп-отгрузке",
        LetterKind.RELEASE_MEMO: "Служебная записка о разрешении отгрузки",
    }[kind]


def _party(one: Requisites) -> Record:
    """A side with its one-line forms; what is not known is empty."""
    known = [(word, plain(value)) for word, value in (("ИНН", one.inn), ("КПП", one.kpp), ("ОГРН", one.ogrn)) if value]
    contacts = [(word, plain(value)) for word, value in (("тел.", one.phone), ("эл. почта", one.email)) if value]
    bank = (
        ("расчётный счёт", one.account), ("банк", one.bank), ("БИК", one.bik), ("корр. счёт", one.correspondent)
    )  # fmt: skip
    return {
        "название": plain(one.name),
        "инн": plain(one.inn),
        "кпп": plain(one.kpp),
        "огрн": plain(one.ogrn),
        "коды": ", ".join(f"{word} {value}" for word, value in known),
        "адрес": plain(one.address),
        "банк": plain(one.bank),
        "бик": plain(one.bik),
        "счёт": plain(one.account),
        "корсчёт": plain(one.correspondent),
        "телефон": plain(one.phone),
        "почта": plain(one.email),
        "связь": ", ".join(f"{word} {value}" for word, value in contacts),
        "оплата": ", ".join(f"{word} {plain(value)}" for word, value in bank if value),
        "руководитель": plain(one.head),
        "должность": plain(one.head_role),
        "бухгалтер": plain(one.accountant),
        "полномочия": plain(one.powers),
    }


def _named(row: LetterRow) -> str:
    """«УПД 1109 от 01.08.2026»."""
    made = f" от {day_text(row.doc_date)}" if row.doc_date else ""
    return f"{plain(row.number) or 'без номера'}{made}"


def _row(number: int, row: LetterRow) -> Record:
    return {
        "п": str(number),
        "номер": plain(row.number) or "без номера",
        "документ": _named(row),
        "дата": _day(row.doc_date),
        "срок": _day(row.due),
        "сумма": sum_figures(row.amount),
        "оплачено": sum_figures(row.paid),
        "остаток": sum_figures(row.balance),
        "дней": str(row.days),
        "пени": sum_figures(row.penalty),
    }


def _totals(rows: Sequence[LetterRow]) -> Record:
    sums: Mapping[str, Iterable[Kopecks]] = {
        "сумма": (row.amount for row in rows),
        "оплачено": (row.paid for row in rows),
        "остаток": (row.balance for row in rows),
        "пени": (row.penalty for row in rows),
    }
    return {name: sum_figures(sum(values)) for name, values in sums.items()}


def _penalty(content: LetterContent) -> dict[str, Field]:
    """Penalty by the contract or interest by art. 395; never both for one document (practice.md 3.2)."""
    yearly = {"годовых" in line[5] for line in content.calculation}
    name, of = _BY_BOTH if len(yearly) > 1 else _BY.get(content.penalty_basis, ("", ""))
    counted = sum(line[6] for line in content.calculation)
    return {
        "пени": sum_figures(content.penalty) if content.penalty else "",
        "пени_полностью": sum_in_full(content.penalty) if content.penalty else "",
        "пени_название": name,
        "пени_чего": of,
        "пени_395": "да" if True in yearly else "",
        "всего_к_уплате": sum_in_full(content.debt + content.penalty),
        "расчёт": [
            {
                "документ": plain(number),
                "с": day_text(first),
                "по": day_text(last),
                "дней": str(days),
                "долг": sum_figures(base),
                "ставка": plain(rate),
                "сумма": sum_figures(amount),
            }
            for number, first, last, days, base, rate, amount in content.calculation
        ],
        "сверх_предела": sum_figures(counted - content.penalty) if counted > content.penalty else "",
    }


def _schedule(lines: Sequence[tuple[date, Kopecks]]) -> list[Record]:
    """Lines of a repayment schedule with what is left after each."""
    left = sum(kopecks for _day, kopecks in lines)
    out: list[Record] = []
    for number, (day, kopecks) in enumerate(lines, 1):
        left -= kopecks
        out.append(
            {"п": str(number), "дата": day_text(day), "сумма": sum_figures(kopecks), "остаток": sum_figures(left)}
        )
    return out


def _act(content: LetterContent) -> dict[str, str | int | list[Record]]:
    """Our half of a reconciliation; the other half of the paper stays blank."""
    act = content.reconciliation
    if act is None:
        return {}
    opening, closing = _sides(act.opening), _sides(act.closing)
    return {
        "с": day_text(act.since),
        "по": day_text(act.until),
        "начало_дебет": opening[0],
        "начало_кредит": opening[1],
        "строки": [
            {
                "п": str(number),
                "дата": day_text(row.day),
                "операция": plain(row.text),
                "дебет": sum_figures(row.debit) if row.debit else "",
                "кредит": sum_figures(row.credit) if row.credit else "",
            }
            for number, row in enumerate(act.rows, 1)
        ],
        "оборот_дебет": sum_figures(act.debit),
        "оборот_кредит": sum_figures(act.credit),
        "конец_дебет": closing[0],
        "конец_кредит": closing[1],
        "итог": _owes(act, content),
    }


def _sides(balance: Kopecks) -> tuple[str, str]:
    """A balance in the column where it stands: what is owed to us is debit."""
    return (sum_figures(balance) if balance >= 0 else "", sum_figures(-balance) if balance < 0 else "")


def _owes(act: Reconciliation, content: LetterContent) -> str:
    """«На 23.11.2026 задолженность ООО «Магнум» в пользу ООО «Мы» составляет … (прописью).»"""
    ours, client = plain(content.ours.name), plain(content.client.name)
    if not act.closing:
        return f"На {day_text(act.until)} задолженность между сторонами отсутствует."
    debtor, creditor = (client, ours) if act.closing > 0 else (ours, client)
    return (
        f"На {day_text(act.until)} задолженность {debtor} в пользу {creditor} составляет "
        f"{sum_in_full(abs(act.closing))}."
    )


def _day(day: date | None) -> str:
    return "" if day is None else day_text(day)
