"""The worked tables of the article, through the real door: file, preview, book, aging.

The article («Управление сбытом», 04.2008) makes slips of its own; each test that differs from its print names
the slip by the number it has in docs/coverage.md (I-1 to I-5).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.aging import Aging, GroupBy, Zone
from app.domain.importing import Answers
from app.errors import InputRefused
from app.ledger import Ledger
from tests.journeys.article import FORMS, ROWS, build

AS_OF = date(2008, 6, 1)
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "article"


@dataclass(frozen=True)
class Loaded:
    """A book with the article's report in it."""

    ledger: Ledger
    clients: Aging
    invoices: Aging
    terms: Aging
    intervals: Aging
    managers: Aging


@pytest.fixture(params=[*FORMS, *(f"shared:{form}" for form in FORMS)])
def loaded(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Loaded]:
    """Both forms of the report, rebuilt from the 16 invoices and, where they are at hand, as made by others."""
    form = str(request.param)
    path = tmp_path / FORMS[form.removeprefix("shared:")]
    if form.startswith("shared:"):
        path = SHARED / path.name
        if not path.exists():
            pytest.skip("the files made by others are not beside the project")
    else:
        build(path, extended=form == "extended")
    with Ledger.open(tmp_path / "book.debt") as ledger:
        preview = ledger.imports.preview([path])
        assert (preview.as_of, preview.control, preview.sum) == (AS_OF, 1_479_300_00, 1_479_300_00)
        assert preview.ties
        ledger.imports.accept(preview, Answers())
        agings = [ledger.analysis.aging(AS_OF, by) for by in GroupBy]
        yield Loaded(ledger, agings[0], agings[1], agings[3], agings[4], agings[2])


def test_totals_and_means(loaded: Loaded) -> None:
    """I-1: the article prints a mean of 183 312,5, an average over a range slid one row down."""
    whole = loaded.invoices
    assert (whole.totals.total, whole.totals.count, whole.clients) == (1_479_300_00, 16, 10)
    assert whole.mean_per_document == 92_456_25
    assert whole.mean_per_client == 147_930_00
    assert (whole.totals.sum_days, whole.totals.mean_days) == (490, Decimal("30.63"))
    slipped = (1_479_300_00 - 25_600_00 + 1_479_300_00) / 16
    assert slipped == 183_312_50, "how the print came to be"


def test_weighted_mean_is_another_number(loaded: Loaded) -> None:
    """I-2: 30,6 is the plain mean; weighted by sum it is 30,3."""
    assert loaded.clients.totals.weighted_days == Decimal("30.3")


def test_shares_of_clients(loaded: Loaded) -> None:
    shares = [line.share_of(loaded.clients.totals) for line in loaded.clients.lines]
    expected = ["45.29", "13.05", "9.93", "9.18", "5.28", "5.27", "4.62", "4.33", "2.12", "0.93"]
    assert shares == [Decimal(text) for text in expected]
    assert [line.label for line in loaded.clients.lines[:3]] == ['ЗАО "Спектр-М"', 'ООО "Вектор"', 'ООО "МАГНУМ"']


def test_clients_above_the_mean_are_a_fifth(loaded: Loaded) -> None:
    """I-3: true for client totals against the client mean; against the document mean it would be 40 %."""
    totals = [line.total for line in loaded.clients.lines]
    assert sum(total > loaded.clients.mean_per_client for total in totals) == 2
    assert sum(total > loaded.clients.mean_per_document for total in totals) == 4


def test_intervals_and_zones(loaded: Loaded) -> None:
    """I-5: 30 days stand in «14-30», 45 days in «45-60»; one rule does both: 1-7, 8-14, 15-30, 31-44, 45-60, 61+."""
    expected = [100_700_00, 432_900_00, 152_600_00, 135_800_00, 625_900_00, 31_400_00]
    assert list(loaded.intervals.totals.buckets) == expected
    assert [line.total for line in loaded.intervals.lines] == expected
    shares = [line.share_of(loaded.intervals.totals) for line in loaded.intervals.lines]
    assert shares == [Decimal(text) for text in ["6.81", "29.26", "10.32", "9.18", "42.31", "2.12"]]
    zones = [interval.zone for interval in loaded.intervals.rules.intervals[3:]]
    assert zones == [Zone.GREY, Zone.YELLOW, Zone.RED]


def test_repeated_debt(loaded: Loaded) -> None:
    assert (loaded.invoices.repeated, loaded.invoices.repeated_clients) == (569_900_00, 5)
    assert loaded.invoices.clients == 10


def test_longest_debts_by_client(loaded: Loaded) -> None:
    """I-6: the article ranks by the sum of days; the longest debt tells more and both are kept."""
    by_max = sorted(loaded.clients.lines, key=lambda line: -line.max_days)
    assert [(line.max_days, line.sum_days) for line in by_max[:3]] == [(84, 150), (52, 52), (50, 58)]


def test_groups_by_terms(loaded: Loaded) -> None:
    """I-4: 29,67 is the mean of the three «отсрочка 30 дней» only, not of the whole group of deferrals."""
    means = {line.label: line.mean_days for line in loaded.terms.lines}
    if "отсрочка 30 дней" not in means:
        assert list(means) == ["условия не указаны"], "the short form states no terms"
        return
    assert means["предоплата 30%"] == Decimal("14.25")
    assert means["по факту"] == Decimal("46.57")
    assert means["отсрочка 30 дней"] == Decimal("29.67")


def test_managers(loaded: Loaded) -> None:
    totals = {line.label: (line.total, line.count) for line in loaded.managers.lines}
    if set(totals) == {"без менеджера"}:
        assert totals["без менеджера"] == (1_479_300_00, 16)
        return
    assert totals == {
        "Вишняков": (952_700_00, 4),
        "Воробьёв": (271_100_00, 5),
        "Васильева": (191_500_00, 6),
        "Смирнова": (64_000_00, 1),
    }


def test_the_second_form_of_the_same_date_is_the_same_debt(tmp_path: Path) -> None:
    """The extended form only adds columns: no new client, no new document, no change of money."""
    with Ledger.open(tmp_path / "book.debt") as ledger:
        for form, name in FORMS.items():
            build(tmp_path / name, extended=form == "extended")
            preview = ledger.imports.preview([tmp_path / name])
            ledger.imports.accept(preview, Answers())
        result = ledger.check()
        assert (result.ok, result.invoices, result.clients, result.balance) == (True, 16, 10, 1_479_300_00)
        assert ledger.analysis.aging(AS_OF, GroupBy.MANAGER).lines[0].label == "Вишняков"


def test_a_total_that_lies_is_told_in_roubles(tmp_path: Path) -> None:
    path = tmp_path / "otchet-2008-06-01.xlsx"
    build(path, extended=False, total=1_479_299)
    with Ledger.open(tmp_path / "book.debt") as ledger:
        preview = ledger.imports.preview([path])
        with pytest.raises(InputRefused, match="не сходится"):
            ledger.imports.accept(preview, Answers())
        assert ledger.imports.reports() == ()
    assert not preview.ties
    assert any("1,00" in problem.text for problem in preview.problems)


def test_the_fixture_is_the_article() -> None:
    assert len(ROWS) == 16
    assert sum(int(row["overdue_rub"]) for row in ROWS) == 1_479_300
