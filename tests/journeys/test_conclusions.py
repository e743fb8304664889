"""The sentences of the article's conclusions come out of its own file, each with the rows behind it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.conclusions import Conclusion, Verdict
from app.domain.importing import Answers
from app.domain.traits import Trait
from app.ledger import Ledger
from app.reports.conclusions import sentence, table
from tests.journeys.article import FORMS, build
from tests.ledger.stories import debts, load, owed

AS_OF = date(2008, 6, 1)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    path = tmp_path / FORMS["extended"]
    build(path, extended=True)
    with Ledger.open(tmp_path / "book.debt", today=lambda: AS_OF) as opened:
        opened.imports.accept(opened.imports.preview([path]), Answers())
        yield opened


def said(ledger: Ledger, verdict: Verdict) -> Conclusion:
    (found,) = [one for one in ledger.conclusions.on(AS_OF) if one.verdict is verdict]
    return found


def test_share_of_the_largest_and_what_its_payment_would_change(ledger: Ledger) -> None:
    top = said(ledger, Verdict.TOP)
    assert (top.amount, top.share) == (670_000_00, Decimal("45.29"))
    assert "45,3\u00a0%" in sentence(top)
    paying = said(ledger, Verdict.PAYING)
    assert paying.before == Decimal("30.3")
    rest = [i for i in ledger.analysis.items(AS_OF) if i.client_id != paying.clients[0]]
    whole = sum(i.balance for i in rest)
    assert paying.after == round(Decimal(sum(i.balance * i.days for i in rest)) / whole, 1)
    assert "809\u00a0300" in sentence(paying)


def test_several_debts_above_the_mean_and_concentration(ledger: Ledger) -> None:
    several = said(ledger, Verdict.SEVERAL)
    assert (several.count, several.base, several.amount) == (5, 10, 569_900_00)
    above = said(ledger, Verdict.ABOVE_MEAN)
    assert (above.count, above.base, above.after) == (2, 10, Decimal(147_930_00))
    assert "147\u00a0930,00" in sentence(above)
    three = said(ledger, Verdict.CONCENTRATION)
    assert (three.share, three.grave) == (Decimal("68.27"), True)


def test_shipped_before_repaying_the_lawyer_and_the_worst_interval(ledger: Ledger) -> None:
    again = said(ledger, Verdict.SHIPPED_AGAIN)
    assert any("Спектр" in name for name in again.names)
    assert again.amount == sum(item.balance for item in ledger.conclusions.documents(again, AS_OF))
    lawyer = said(ledger, Verdict.LAWYER)
    assert [("лес" in name, lawyer.amount, lawyer.after) for name in lawyer.names] == [(True, 31_400_00, Decimal(84))]
    worst = said(ledger, Verdict.INTERVAL)
    assert (worst.amount, worst.share) == (625_900_00, Decimal("42.31"))


def test_terms_that_contradict_the_data(ledger: Ledger) -> None:
    assert "Спектр" in said(ledger, Verdict.TERMS_LARGEST).names[0]
    assert any("РЕАЛ" in name.upper() for name in said(ledger, Verdict.TERMS_NON_TARGET).names)
    smallest = said(ledger, Verdict.TERMS_SMALLEST)
    assert ("Иванов" in smallest.names[0], smallest.after) == (True, Decimal(10_800_00))
    client = said(ledger, Verdict.TERMS_NON_TARGET).clients[0]
    ledger.traits.set(client, {Trait.CORE_SHARE: "80"})
    assert client not in {c for one in ledger.conclusions.on(AS_OF) if one.verdict is Verdict.TERMS_NON_TARGET
                          for c in one.clients}  # fmt: skip


def test_every_sentence_has_its_figures_and_its_rows(ledger: Ledger) -> None:
    found = ledger.conclusions.on(AS_OF)
    assert len(found) >= 10
    for one in found:
        text = sentence(one)
        assert any(sign.isdigit() for sign in text)
        assert "{" not in text
        rows = ledger.conclusions.documents(one, AS_OF)
        assert len(rows) == len(one.invoices) > 0
    assert [row.amount for row in table(found, "Выводы").rows] == [one.amount for one in found]


def test_related_clients_hold_as_one(ledger: Ledger) -> None:
    """As in the indicators: a group delays together. РЕАЛ and МАГНУМ of one group are 282 700, more than Вектор."""
    ids = {item.client: item.client_id for item in ledger.analysis.items(AS_OF)}
    for name in ('ЗАО "РЕАЛ"', 'ООО "МАГНУМ"'):
        ledger.traits.set(ids[name], {Trait.HOLDING: "Север"})
    three = said(ledger, Verdict.CONCENTRATION)
    assert (three.amount, three.names[1]) == (670_000_00 + 282_700_00 + 193_000_00, "Север")
    assert three.share == ledger.indicators.of(AS_OF).get("top3_debt").value
    rows = ledger.conclusions.documents(three, AS_OF)
    assert sum(row.balance for row in rows) == three.amount


def test_one_client_is_spoken_of_in_the_singular(ledger: Ledger) -> None:
    above, several = said(ledger, Verdict.ABOVE_MEAN), said(ledger, Verdict.SEVERAL)
    for found, one, many in ((above, "должен больше", "должны больше"), (several, "имеет", "имеют")):
        assert many in sentence(found)
        assert one in sentence(replace(found, count=1))
        assert one in sentence(replace(found, count=21))


def test_nothing_is_said_without_figures(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "other.debt", today=lambda: AS_OF) as ledger:
        assert ledger.conclusions.on(AS_OF) == ()
        one = owed("ООО «Один»", "1", 100_00, shipped=date(2008, 5, 1), due=date(2008, 7, 1), manager="В")
        load(ledger, debts(AS_OF, one))
        assert ledger.conclusions.on(AS_OF) == ()
