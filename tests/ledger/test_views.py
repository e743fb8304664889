"""Saved views: kept, replaced, deleted, taken back."""

from datetime import date

import pytest

from app.domain.pivot import Dimension, PivotRequest, View
from app.errors import InputRefused
from app.ledger import Ledger

DAY = date(2026, 9, 7)


def request(*by: Dimension) -> PivotRequest:
    filters = ((Dimension.MANAGER, "Иванов"), (Dimension.ZONE, "red"))
    return PivotRequest(DAY, by, View.STATED, "ООО «Север»", filters)


def test_a_view_is_kept_without_its_date(ledger: Ledger) -> None:
    asked = request(Dimension.MANAGER, Dimension.CLIENT)
    ledger.views.save("  По  менеджерам ", asked, ("debt", "share"))
    (view,) = ledger.views.list()
    assert (view.name, view.columns) == ("По менеджерам", ("debt", "share"))
    assert view.request(DAY) == asked
    assert view.request(date(2027, 1, 1)).as_of == date(2027, 1, 1)


def test_the_same_name_replaces_and_undo_brings_back(ledger: Ledger) -> None:
    ledger.views.save("Вид", request(Dimension.MANAGER))
    ledger.views.save("Вид", request(Dimension.ZONE))
    assert [view.by for view in ledger.views.list()] == [(Dimension.ZONE,)]
    ledger.undo()
    assert [view.by for view in ledger.views.list()] == [(Dimension.MANAGER,)]
    ledger.views.delete("Вид")
    assert ledger.views.list() == ()
    ledger.undo()
    assert [view.name for view in ledger.views.list()] == ["Вид"]
    ledger.undo()
    assert ledger.views.list() == ()


def test_another_name_is_one_step_back(ledger: Ledger) -> None:
    asked = request(Dimension.MANAGER, Dimension.CLIENT)
    ledger.views.save("Вид", asked, ("debt",))
    ledger.views.save("Другой", request(Dimension.ZONE))
    ledger.views.rename("Вид", " По  понедельникам ")
    assert [view.name for view in ledger.views.list()] == ["Другой", "По понедельникам"]
    view = ledger.views.list()[1]
    assert (view.request(DAY), view.columns) == (asked, ("debt",))
    for old, new in (("Другой", "По понедельникам"), ("Нет", "Есть"), ("Другой", " ")):
        with pytest.raises(InputRefused):
            ledger.views.rename(old, new)
    assert ledger.views.rename("Другой", "Другой").by == (Dimension.ZONE,)
    ledger.undo()
    assert [view.name for view in ledger.views.list()] == ["Вид", "Другой"]


def test_names_in_order(ledger: Ledger) -> None:
    for name in ("яма", "Анализ", "берег"):
        ledger.views.save(name, request(Dimension.OWN))
    assert [view.name for view in ledger.views.list()] == ["Анализ", "берег", "яма"]


def test_what_makes_no_sense_is_refused(ledger: Ledger) -> None:
    for name in ("", " \t", "и" * 81):
        with pytest.raises(InputRefused):
            ledger.views.save(name, request(Dimension.OWN))
    with pytest.raises(InputRefused, match="нет"):
        ledger.views.delete("нет")
    assert ledger.views.list() == ()
    assert ledger.undo_text() is None
