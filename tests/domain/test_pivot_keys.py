"""Bands, classes of terms and shares as bookkeeping words them."""

from collections.abc import Hashable, Sequence
from decimal import Decimal

import pytest

from app.domain.aging import AgingRules
from app.domain.pivot import Dimension, PivotRequest
from app.domain.pivot_keys import Bands, ClientFacts, Knowledge, band, core_percent, keys, label, terms_class
from tests.article import AS_OF, items

BANDS = Bands()


@pytest.mark.parametrize(
    ("kopecks", "key"),
    [(1, "0-25000"), (25_000_00, "0-25000"), (25_000_01, "25000-50000"), (200_000_00, "100000-200000"),
     (200_000_01, "200000+")],
)  # fmt: skip
def test_a_border_belongs_to_the_band_below_it(kopecks: int, key: str) -> None:
    assert band(kopecks, BANDS.avg_order, 100) == key


def test_bands_ascend() -> None:
    for wrong in ((0,), (-1, 5), (10, 10), (20, 10)):
        with pytest.raises(ValueError, match=r"возраст|ascend"):
            Bands(core_share=wrong)


@pytest.mark.parametrize(
    ("text", "percent"),
    [("более 75", "87.5"), ("25 - 50", "37.5"), ("менее 25", "12.5"), ("62,5 %", "62.5"), ("50", "50"), ("нет", None)],
)
def test_share_of_core_assortment(text: str, percent: str | None) -> None:
    assert core_percent(text) == (None if percent is None else Decimal(percent))


def test_fifty_percent_is_no_target_yet() -> None:
    """«> 50 %» (practice.md 1.1, 36): 50 stays below the border, 50,1 is above."""
    assert band(Decimal("50"), BANDS.core_share) == "25-50"
    assert band(Decimal("50.1"), BANDS.core_share) == "50-75"


@pytest.mark.parametrize(
    ("text", "days", "key"),
    [
        ("предоплата 30%", 0, "prepayment"),
        ("предоплата 30%, отсрочка 14 дней", 14, "prepayment"),
        ("аванс 100 %", None, "prepayment"),
        ("по факту", 0, "on_delivery"),
        ("по факту", None, "on_delivery"),
        ("отсрочка 30 дней", 30, "deferral"),
        ("отсрочка 14 к.дн.", None, "deferral"),
        ("отсрочка", None, "deferral"),
        ("", 7, "deferral"),
        ("", None, ""),
        ("особые", None, ""),
    ],
)
def test_classes_of_terms(text: str, days: int | None, key: str) -> None:
    assert terms_class(text, days, BANDS) == key


def test_deferrals_part_where_borders_are_set() -> None:
    bands = Bands(deferral=(7, 14))
    found = [terms_class(f"отсрочка {days} дней", days, bands) for days in (7, 8, 14, 30)]
    assert found == ["deferral:0-7", "deferral:7-14", "deferral:7-14", "deferral:14+"]


def test_what_we_know_comes_before_what_files_state() -> None:
    told = ClientFacts(
        "ООО «Вектор»", client_type="дилер", avg_order=5, core_share="менее 25",
        traits={"kind": "state", "avg_order": "30000000", "core_share": "80", "legal_form": "ПАО"},
    )  # fmt: skip
    plain = ClientFacts("МУП «Водоканал»", client_type="дилер", avg_order=30_000_00, terms="по факту")
    known = Knowledge({1: told, 2: plain}, AgingRules(), BANDS, AS_OF.toordinal(), frozenset({2}))
    columns: dict[str, Sequence[Hashable]] = {
        "client_id": [1, 2], "terms": ["", ""], "terms_days": [None, None], "avg_order": [None, None],
        "core_share": ["25 - 50", ""], "client_type": ["", ""], "contract": ["", "Договор 1"],
    }  # fmt: skip
    assert keys(Dimension.KIND, columns, known) == ["state", "dealer"]
    assert keys(Dimension.LEGAL_FORM, columns, known) == ["ПАО", "ГУП/МУП"]
    assert keys(Dimension.AVG_ORDER, columns, known) == ["200000+", "25000-50000"]
    assert keys(Dimension.CORE_SHARE, columns, known) == ["75+", ""]
    assert keys(Dimension.TERMS_CLASS, columns, known) == ["", "on_delivery"]
    assert keys(Dimension.CONTRACT, columns, known) == ["", "2|Договор 1"]
    assert keys(Dimension.REPEATED, columns, known) == ["no", "yes"]
    assert keys(Dimension.HOLDING, columns, known) == ["", ""]


@pytest.mark.parametrize("dimension", list(Dimension))
@pytest.mark.parametrize("key", ["", "чужой ключ", "1-2-3", "+", "deferral:x", "=1+1"])
def test_any_typed_key_has_a_label(dimension: Dimension, key: str) -> None:
    """Keys come from the command line and from old saved views: a strange one is shown, it breaks nothing."""
    known = Knowledge({}, AgingRules(), BANDS, 1)
    assert label(dimension, key, known, {})


def test_one_or_two_different_dimensions() -> None:
    for by in ((), (Dimension.ZONE, Dimension.ZONE), (Dimension.ZONE, Dimension.CLIENT, Dimension.OWN)):
        with pytest.raises(ValueError, match="dimensions"):
            PivotRequest(AS_OF, by)


def test_the_article_has_all_its_terms_classed() -> None:
    found = {item.terms.text: terms_class(item.terms.text, item.terms.days, BANDS) for item in items()}
    assert sorted(set(found.values())) == ["deferral", "on_delivery", "prepayment"]
