"""All worked tables of the article out of one pivot, through the real door.

The article («Управление сбытом», 04.2008) makes slips of its own; a test that differs from its print names the slip by
the number it has in docs/coverage.md (I-1 to I-7).
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from app.domain.aging import Zone
from app.domain.importing import Answers
from app.domain.pivot import Dimension, Measure, Pivot, PivotRequest, View
from app.ledger import Ledger
from app.reports.pivot_tables import pivot_note, pivot_table
from app.reports.table import RowStyle, Tone, text_of
from tests.journeys.article import build

AS_OF = date(2008, 6, 1)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A book with the article's extended report."""
    folder = tmp_path_factory.mktemp("article")
    path = folder / "otchet-2008-06-01-rasshirennyy.xlsx"
    build(path, extended=True)
    with Ledger.open(folder / "book.debt") as opened:
        opened.imports.accept(opened.imports.preview([path]), Answers())
        yield opened


@pytest.fixture(params=list(View))
def view(request: pytest.FixtureRequest) -> View:
    """One report rewrites nothing: both views are the article."""
    return View(request.param)


def asked(ledger: Ledger, view: View, *by: Dimension) -> Pivot:
    return ledger.analysis.pivot(PivotRequest(AS_OF, by, view))


def test_sorted_by_sum_with_subtotals(ledger: Ledger, view: View) -> None:
    """The article's second table: clients by falling total, their orders inside by falling sum (I-17)."""
    pivot = asked(ledger, view, Dimension.CLIENT, Dimension.DOCUMENT)
    found = [(line.label, line.total, line.sum_days) for line in pivot.lines]
    assert found == [
        ('ЗАО "Спектр-М"', 670_000_00, 58),
        ('ООО "Вектор"', 193_000_00, 90),
        ('ООО "МАГНУМ"', 146_900_00, 52),
        ('ЗАО "РЕАЛ"', 135_800_00, 31),
        ('ООО "Алёнка"', 78_100_00, 34),
        ("ПБОЮЛ Мишкина", 78_000_00, 45),
        ("ПБОЮЛ Рудак", 68_300_00, 12),
        ('ООО "Прима"', 64_000_00, 6),
        ('ООО "Русский лес"', 31_400_00, 150),
        ("ПБОЮЛ Иванов", 13_800_00, 12),
    ]
    vektor = pivot.lines[1]
    assert [(one.label, one.total, one.max_days) for one in vektor.lines] == [
        ("1116", 73_000_00, 15), ("1104", 66_000_00, 45), ("1112", 54_000_00, 30)]  # fmt: skip
    shares = [str(line.share_of(pivot.totals)) for line in pivot.lines]
    assert shares == ["45.29", "13.05", "9.93", "9.18", "5.28", "5.27", "4.62", "4.33", "2.12", "0.93"]


def test_means_say_of_what_they_are(ledger: Ledger, view: View) -> None:
    """I-1: 183 312,5 is wrong, 92 456,25 per document, 147 930 per client; I-2: 30,63 by document, 30,3 by sum; I-3: a
    fifth of the clients owe more than the mean client."""
    pivot = asked(ledger, view, Dimension.CLIENT)
    whole = pivot.totals
    assert (whole.total, whole.count, whole.clients) == (1_479_300_00, 16, 10)
    assert (whole.mean_per_document, whole.mean_per_client) == (92_456_25, 147_930_00)
    assert (whole.mean_days, whole.weighted_days) == (Decimal("30.63"), Decimal("30.3"))
    assert sum(line.total > whole.mean_per_client for line in pivot.lines) == 2
    note = pivot_note(pivot).replace("\u00a0", " ")
    for text in ("92 456,25", "147 930,00", "30,6", "30,3", "20 %", "569 900,00"):
        assert text in note


def test_repeated_debt(ledger: Ledger, view: View) -> None:
    """Five of ten clients; 569 900 arose while an older debt was unpaid; their mean is 344 / 11 = 31,27 days."""
    pivot = asked(ledger, view, Dimension.REPEATED)
    several, single = pivot.lines
    assert (several.key, several.clients, several.count, several.total) == ("yes", 5, 11, 1_040_800_00)
    assert (single.key, single.clients, single.total, single.repeated) == ("no", 5, 438_500_00, 0)
    assert (pivot.totals.repeated, pivot.totals.several_clients) == (569_900_00, 5)
    assert several.mean_days == several.repeated_days == pivot.totals.repeated_days == Decimal("31.27")
    items = ledger.analysis.pivot_items(pivot.request, ("yes",), Measure.REPEATED)
    assert sorted(item.number for item in items) == ["1111", "1112", "1113", "1114", "1115", "1116"]


def test_intervals_in_their_colours(ledger: Ledger, view: View) -> None:
    """The third table; I-5: 1-7, 8-14, 15-30, 31-44, 45-60, 61+; I-7: grey 31-44, yellow 45-60, red 61+."""
    pivot = asked(ledger, view, Dimension.INTERVAL, Dimension.DOCUMENT)
    assert [(line.key, line.total, line.count, line.zone) for line in pivot.lines] == [
        ("1-7", 100_700_00, 2, Zone.NONE),
        ("8-14", 432_900_00, 4, Zone.NONE),
        ("15-30", 152_600_00, 3, Zone.NONE),
        ("31-44", 135_800_00, 1, Zone.GREY),
        ("45-60", 625_900_00, 4, Zone.YELLOW),
        ("61+", 31_400_00, 2, Zone.RED),
    ]
    table = pivot_table(pivot)
    tone = table.columns[0].tone
    assert tone is not None
    headings = [row for row in table.rows if table.row_style(row) is RowStyle.HEADING]
    assert [tone(row) for row in headings[3:]] == [Tone.GREY, Tone.YELLOW, Tone.RED]
    assert {len(row.path) for row in table.rows if table.row_style(row) is RowStyle.DETAIL} == {2}
    zones = asked(ledger, view, Dimension.ZONE)
    assert [(line.key, line.total, line.count) for line in zones.lines] == [
        ("none", 686_200_00, 9), ("grey", 135_800_00, 1), ("yellow", 625_900_00, 4), ("red", 31_400_00, 2)]  # fmt: skip


def test_terms_with_order_manager_and_share(ledger: Ledger, view: View) -> None:
    """The fourth table; I-4: 29,67 is the mean of «отсрочка 30 дней» alone, the class of deferrals has 21,40."""
    pivot = asked(ledger, view, Dimension.TERMS, Dimension.DOCUMENT)
    means = {line.label: line.mean_days for line in pivot.lines}
    assert means == {
        "отсрочка 30 дней": Decimal("29.67"),
        "по факту": Decimal("46.57"),
        "предоплата 30%": Decimal("14.25"),
        "отсрочка 14 дней": Decimal("6.00"),
        "отсрочка 7 дней": Decimal("12.00"),
    }
    table = pivot_table(pivot)
    assert {"terms", "avg_order", "core_share", "manager"} <= {column.key for column in table.columns}
    shown = {column.key: column for column in table.columns}
    real = next(row for row in table.rows if row.label == "1103")
    words = {key: text_of(shown[key], real) for key in ("client", "avg_order", "core_share", "manager", "terms")}
    assert words["avg_order"].replace("\u00a0", " ") == "128 600,00"
    assert (words["client"], words["core_share"], words["manager"]) == ('ЗАО "РЕАЛ"', "менее 25", "Вишняков")
    by_class = {line.key: line for line in asked(ledger, view, Dimension.TERMS_CLASS).lines}
    assert {key: line.mean_days for key, line in by_class.items()} == {
        "prepayment": Decimal("14.25"), "on_delivery": Decimal("46.57"), "deferral": Decimal("21.40")}  # fmt: skip
    assert by_class["deferral"].weighted_days == Decimal("27.4")


def test_clients_under_terms_show_order_share_and_manager(ledger: Ledger, view: View) -> None:
    """The fourth table by clients: deferrals of 30 days went to an order of 335 000 and to one of 128 600 with less
    than 25 % of core assortment; nobody's rule."""
    table = pivot_table(asked(ledger, view, Dimension.TERMS, Dimension.CLIENT))
    shown = {column.key: column for column in table.columns}
    assert "terms" not in shown
    assert not any(key.startswith("bucket") for key in shown)
    rows = [row for row in table.rows if len(row.path) == 2 and row.path[0] == "отсрочка 30 дней"]
    words = [
        [text_of(shown[key], row).replace("\u00a0", " ") for key in ("name", "avg_order", "core_share", "manager")]
        for row in rows
    ]
    assert words == [
        ['ЗАО "Спектр-М"', "335 000,00", "более 75", "Вишняков"],
        ['ЗАО "РЕАЛ"', "128 600,00", "менее 25", "Вишняков"],
    ]
    by_order = pivot_table(asked(ledger, view, Dimension.AVG_ORDER, Dimension.CLIENT))
    assert {"terms", "avg_order", "core_share"} <= {column.key for column in by_order.columns}


def test_managers(ledger: Ledger, view: View) -> None:
    lines = asked(ledger, view, Dimension.MANAGER).lines
    assert [(line.label, line.total, line.count) for line in lines] == [
        ("Вишняков", 952_700_00, 4),
        ("Воробьёв", 271_100_00, 5),
        ("Васильева", 191_500_00, 6),
        ("Смирнова", 64_000_00, 1),
    ]


def test_orders_and_core_shares(ledger: Ledger, view: View) -> None:
    """The least average order, 10 800, and a client of under 25 % core assortment got deferrals (practice.md 1.3)."""
    orders = {line.key: line for line in asked(ledger, view, Dimension.AVG_ORDER, Dimension.CLIENT).lines}
    assert {key: (line.total, line.count) for key, line in orders.items()} == {
        "200000+": (670_000_00, 2),
        "50000-100000": (335_000_00, 5),
        "100000-200000": (282_700_00, 2),
        "25000-50000": (146_400_00, 4),
        "0-25000": (45_200_00, 3),
    }
    least = min(orders["0-25000"].lines, key=lambda line: line.avg_order or 0)
    assert (least.label, least.avg_order, least.terms) == ("ПБОЮЛ Иванов", 10_800_00, "отсрочка 7 дней")
    shares = {line.key: line for line in asked(ledger, view, Dimension.CORE_SHARE, Dimension.CLIENT).lines}
    assert [line.label for line in shares["0-25"].lines] == ['ЗАО "РЕАЛ"']
    assert {key: line.total for key, line in shares.items()} == {
        "75+": 1_101_800_00, "25-50": 163_700_00, "0-25": 135_800_00, "50-75": 78_000_00}  # fmt: skip


def test_legal_forms(ledger: Ledger, view: View) -> None:
    """ООО, ЗАО and ПБОЮЛ (today ИП) out of the names."""
    found = {line.key: line.total for line in asked(ledger, view, Dimension.LEGAL_FORM).lines}
    assert found == {"ЗАО": 805_800_00, "ООО": 513_400_00, "ИП": 160_100_00}
