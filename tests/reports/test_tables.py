"""The other tables: clients, documents of a card, contacts, promises, imports, the commission."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from app.domain.aging import AgingRules, GroupBy, Zone
from app.domain.client import ClientList, ClientRow
from app.domain.commission import Measure
from app.domain.debt import DueOrigin
from app.domain.importing import (
    Candidate,
    ChangeKind,
    ImportPreview,
    ItemChange,
    NameQuestion,
    ReportRow,
)
from app.domain.statement import Level, Problem, Severity, StatementKind
from app.domain.work import PromiseState
from app.formats import NBSP
from app.reports.client_tables import client_list, contacts_table, items_table, promises_table
from app.reports.commission_tables import changes_table, decisions_table, measures_table
from app.reports.import_tables import import_changes_table, names_table, problems_table, reports_table
from app.reports.table import RowStyle, Table, Tone, text_of
from tests import article, sample_pack

RULES = AgingRules()


def _words(table: Table[Any], row: object, *, screen: bool = False) -> list[str]:
    return [text_of(column, row, screen=screen).replace(NBSP, " ") for column in table.columns]


def _client(number: int, total: int, overdue: int, days: int, advances: int = 0) -> ClientRow:
    return ClientRow(number, f"клиент {number}", "", "", total, overdue, advances, days, RULES.zone(days), "")


def test_client_list_speaks_as_the_look_does() -> None:
    rows = (
        _client(1, 1_314_000_00, 1_314_000_00, 84),
        _client(2, 981_000_00, 781_000_00, 24),
        _client(3, 212_500_00, 0, 0),
        _client(4, 0, 0, 0, 5_00),
        _client(5, 0, 0, 0),
    )
    aging = article.aging(GroupBy.CLIENT)
    table = client_list(ClientList(date(2026, 11, 23), rows, aging.totals))
    assert _words(table, rows[0], screen=True) == ["клиент 1", "красная", "1 314 000", "1 314 000", "84"]
    assert _words(table, rows[1], screen=True)[1] == "до 30 дней"
    assert _words(table, rows[2], screen=True) == ["клиент 3", "в срок", "212 500", "—", "—"]
    assert [_words(table, row)[1] for row in rows[3:]] == ["аванс", ""]
    assert _words(table, table.totals[0], screen=True) == ["Показано 5 клиентов", "", "2 507 500", "2 095 000", "84"]
    zone = table.columns[1].tone
    assert zone is not None
    assert [zone(row) for row in (*rows[:3], table.totals[0])] == [Tone.RED, Tone.MUTED, Tone.MUTED, Tone.NONE]
    assert table.link is not None
    assert table.link(table.totals[0]) is None


def test_items_show_kopecks_the_mean_and_where_due_dates_come_from() -> None:
    own = tuple(item for item in article.items() if "Русский лес" in item.client)
    table = items_table(own, RULES)
    assert _words(table, own[0], screen=True) == ["заказ 1109", "", "09.03.2008", "12 700,00", "84"]
    assert _words(table, table.totals[0], screen=True) == ["Итого", "", "", "31 400,00", "ср. 75"]
    assert table.note.startswith("серым – срок оплаты, отсчитанный назад")
    due = table.columns[2].tone
    assert due is not None
    assert due(own[0]) is Tone.MUTED
    assert due(replace(own[0], due_origin=DueOrigin.FILE)) is Tone.NONE
    lost = replace(own[0], due_date=None, days=0, due_origin=DueOrigin.UNKNOWN)
    assert _words(table, lost)[2:] == ["—", "12 700,00", "—"]
    assert not items_table((), RULES).totals


def test_contacts_tell_the_promise_and_its_state() -> None:
    told = sample_pack.contacts(1, "ООО «Вектор»", 8)
    table = contacts_table(told)
    tone = table.columns[-1].tone
    assert tone is not None
    assert _words(table, told[0])[-1] == "—"
    assert _words(table, told[1]) == [
        "22.05.2008", "Васильева", "письмо", "бухгалтер", "обещал: «завтра»", "5 000 ₽ к 28.05.08, выполнено",
    ]  # fmt: skip
    assert [tone(contact) for contact in told[:4]] == [Tone.NONE, Tone.KEPT, Tone.NONE, Tone.BROKEN]


def test_promises_total_has_sums_and_no_dates() -> None:
    made = [contact.promise for contact in sample_pack.contacts(1, "А", 8) if contact.promise is not None]
    table = promises_table(made)
    assert _words(table, table.totals[0]) == ["Итого", "", "", f"{5 * len(made)} 000,00", "", "", ""]
    assert {promise.state for promise in made} >= {PromiseState.KEPT, PromiseState.BROKEN}


def test_changes_keep_their_law_when_folded() -> None:
    change = sample_pack.pack().changes
    assert change is not None
    for table in (changes_table(change), changes_table(change, 4)):
        for line in (*table.rows, *table.totals):
            assert line.before + line.shipped - line.paid + line.corrected == line.after
        assert sum(line.after for line in table.rows) == table.totals[0].after
    assert changes_table(change, 4).rows[-1].client == "прочие, 7 клиентов"
    paid = next(column for column in table.columns if column.key == "paid")
    assert paid.value(table.rows[0]) == -150


def test_measures_stand_by_zone_the_worst_first() -> None:
    table = measures_table(sample_pack.pack().measures)
    headings = [row.label for row in table.rows if table.row_style(row) is RowStyle.HEADING]
    assert headings == [
        "Красная зона: служба безопасности",
        "Жёлтая зона: юридический отдел, официальная претензия",
        "Серая зона: письменное уведомление от коммерческого директора",
    ]
    details = [row for row in table.rows if row.measure is not None]
    assert len(details) == 6
    assert text_of(table.columns[-1], details[0]) == "контактов нет"
    assert not measures_table(()).rows
    lone = measures_table([Measure(Zone.GREY, 1, "А", "", 5, 5, 40, "")])
    assert [row.zone_amount for row in lone.rows] == [5, 5]


def test_minutes_have_the_worst_prefilled_and_room_for_others() -> None:
    pack = sample_pack.pack()
    table = decisions_table(pack.cards, 3)
    assert [row.client for row in table.rows] == [card.client.name for card in pack.cards] + ["", "", ""]
    assert [column.title for column in table.columns] == [
        "Клиент", "Долг, ₽", "Просрочено, ₽", "Решение", "Ответственный", "Срок исполнения",
    ]  # fmt: skip
    assert _words(table, table.rows[-1]) == [""] * 6


def _change(kind: ChangeKind, before: int, after: int, effect: int = 0) -> ItemChange:
    return ItemChange(kind, "ООО «Вектор»", "1104", date(2008, 4, 1), before, after, "", effect)


def test_import_changes_leave_out_the_unchanged() -> None:
    changes = (
        _change(ChangeKind.NEW, 0, 500_00),
        _change(ChangeKind.PAID, 300_00, 0, -300_00),
        _change(ChangeKind.SAME, 7_00, 7_00),
    )
    preview = ImportPreview(
        "t",
        (),
        StatementKind.DEBTS,
        "",
        Level.DOCUMENT,
        article.AS_OF,
        "",
        "",
        (),
        3,
        3,
        None,
        0,
        0,
        0,
        1,
        3,
        changes=changes,
    )
    table = import_changes_table(preview)
    assert [row.kind for row in table.rows] == [ChangeKind.NEW, ChangeKind.PAID]
    assert table.note == "без изменений: 1 документ"
    assert _words(table, table.totals[0]) == ["Итого", "", "", "", "300,00", "500,00", "200,00", "−300,00", ""]
    assert _words(table, table.rows[1])[0] == "погашен"


def test_problems_and_names() -> None:
    problems = problems_table([Problem("нет суммы", "Лист1", 12, "C", Severity.ERROR, "отчёт.xls")])
    assert _words(problems, problems.rows[0]) == ["ошибка", "нет суммы", "отчёт.xls", "Лист1", "12", "C"]
    known = NameQuestion("k", "Вектор ООО", "", "", 5_00, (Candidate(4, "ООО «Вектор»", "слова переставлены"),))
    names = names_table([known, replace(known, candidates=())])
    assert [_words(names, row)[-1] for row in names.rows] == [
        "ООО «Вектор» (слова переставлены)",
        "нет, будет новый клиент",
    ]


def test_reports_say_whether_they_tie() -> None:
    def report(control: int | None) -> ReportRow:
        return ReportRow(
            1, StatementKind.DEBTS, article.AS_OF, ("а.xls", "б.xls"), "", "", (), "", Level.DOCUMENT, 20, 16, control,
            900, 100, False, datetime(2008, 6, 2, 9, 12), "k", "accepted", 0, 2, True,  # noqa: DTZ001 - local, as shown
        )  # fmt: skip

    table = reports_table([report(900), report(1000), report(901), report(None)])
    ties = next(column for column in table.columns if column.key == "ties")
    assert [text_of(ties, row) for row in table.rows] == ["да", "да", "нет", ""]
    assert _words(table, table.rows[0])[:3] == ["01.06.2008", "долги", "а.xls, б.xls"]
