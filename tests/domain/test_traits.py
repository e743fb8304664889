"""Values of traits as they are written, stored and shown; what names and files tell by themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import BadValue
from app.domain.traits import (
    LEGAL_FORMS,
    Origin,
    Trait,
    Traits,
    catalogue,
    derived,
    is_target,
    kind_of,
    legal_form,
    stored,
    word,
)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ('ООО "Вектор"', "ООО"),
        ("Вектор ООО", "ООО"),
        ("OOO Ромашка", "ООО"),  # Latin look-alikes
        ("Общество с ограниченной ответственностью «А»", "ООО"),
        ('ЗАО "РЕАЛ"', "ЗАО"),
        ("Публичное акционерное общество «Б»", "ПАО"),
        ("ПБОЮЛ Иванов", "ИП"),
        ("МУП Водоканал", "ГУП/МУП"),
        ("ФГУП «Почта»", "ГУП/МУП"),
        ("МБОУ СОШ № 5", "бюджетное учреждение"),
        ("ФГАОУ ВО «Университет»", "бюджетное учреждение"),
        ("Муниципальное бюджетное дошкольное образовательное учреждение № 4", "бюджетное учреждение"),
        ('ООО "Фонд"', "ООО"),
        ("ИП Фондов", "ИП"),
        ("Торговый дом", ""),
        ("Пакт", ""),
        ("Иванов Иван Иванович", ""),
    ],
)
def test_a_name_tells_its_legal_form(name: str, form: str) -> None:
    assert legal_form(name) == form


@pytest.mark.parametrize(
    ("share", "target"),
    [
        ("более 75", True),
        ("50 - 75", True),
        ("25 - 50", False),
        ("менее 25", False),
        ("50", False),  # more than 50 %, practice.md 1.1, 36
        ("50,5 %", True),
        ("40 - 60", None),
        ("не знаем", None),
    ],
)
def test_a_target_client_orders_more_than_half_of_core_assortment(share: str, target: bool | None) -> None:
    assert is_target(share) is target


@pytest.mark.parametrize(
    ("trait", "text", "kept"),
    [
        (Trait.KIND, "Сетевая розница", "chain"),
        (Trait.KIND, "chain", "chain"),
        (Trait.KIND, "Госучреждение", "state"),
        (Trait.SIZE, "Крупный", "large"),
        (Trait.SIZE, "мелкий опт", "small"),
        (Trait.REGION, "  Тверская\u00a0\u202e область\n", "Тверская область"),
        (Trait.LEGAL_FORM, "общество с ограниченной ответственностью", "ООО"),
        (Trait.LEGAL_FORM, "полное товарищество", "полное товарищество"),
        (Trait.CORE_SHARE, "62,50 %", "62.5"),
        (Trait.CORE_SHARE, "> 75", "более 75"),
        (Trait.CORE_SHARE, "50–75%", "50 - 75"),
        (Trait.AVG_ORDER, "257 100,50", "25710050"),
        (Trait.AVG_ORDER, "", ""),
    ],
)
def test_what_is_written_is_stored_in_one_way(trait: Trait, text: str, kept: str) -> None:
    assert stored(trait, text) == kept


@pytest.mark.parametrize(
    ("trait", "text"),
    [
        (Trait.KIND, "магнит"),
        (Trait.SIZE, "никакой"),
        (Trait.REGION, "Р" * 81),
        (Trait.CORE_SHARE, "120"),
        (Trait.CORE_SHARE, "75 - 50"),
        (Trait.AVG_ORDER, "-5"),
        (Trait.AVG_ORDER, "0"),
        (Trait.AVG_ORDER, "много"),
    ],
)
def test_what_cannot_be_is_refused_in_words_that_repeat_it(trait: Trait, text: str) -> None:
    with pytest.raises(BadValue, match=text[:20]):
        stored(trait, text)


@pytest.mark.parametrize("trait", list(Trait))
def test_a_value_shown_and_written_back_is_the_same_value(trait: Trait) -> None:
    values = [value for value, _word in catalogue()[trait].offered] or ["25710050"]
    assert [stored(trait, word(trait, value)) for value in values] == values or trait is Trait.AVG_ORDER


@given(st.text(max_size=60), st.sampled_from(list(Trait)))
def test_any_text_is_stored_once_and_for_all_or_refused(text: str, trait: Trait) -> None:
    try:
        kept = stored(trait, text)
    except BadValue:
        return
    if kept and trait is not Trait.AVG_ORDER:
        assert stored(trait, kept) == kept
        assert word(trait, kept)


@given(st.text(max_size=40))
def test_a_form_is_one_of_the_list(name: str) -> None:
    assert legal_form(name) in (*LEGAL_FORMS, "")


def test_a_person_s_word_stands_before_what_names_and_files_tell() -> None:
    told = derived("МУП «Водоканал»", "магазин", "50 - 75", 120_00)
    traits = Traits(1, {Trait.KIND: "chain"}, told)
    assert (traits.value(Trait.KIND), told[Trait.KIND].value) == ("chain", "retail")
    assert [one.trait for one in traits.every() if one.origin is Origin.OWN] == [Trait.KIND]
    assert told[Trait.LEGAL_FORM].origin is Origin.NAME
    assert told[Trait.AVG_ORDER].value == "12000"


def test_a_budget_body_is_a_state_one_by_its_name_and_an_unknown_type_says_nothing() -> None:
    assert derived("МБОУ СОШ № 5")[Trait.KIND].value == "state"
    assert kind_of("монтажная организация") == ""
    assert Trait.KIND not in derived("ООО «Окна»", "монтажная организация")
