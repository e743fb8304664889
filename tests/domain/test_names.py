"""Who is who: folding of names, evidence of likeness, control digits of INN."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.importing import Candidate
from app.domain.matching import Directory, Party
from app.domain.names import inn_valid, likeness, loose_number, name_key, number_key, search_text


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("ООО «Вектор»", "ВЕКТОР ООО"),
        ('ООО "Алёнка"', "ООО Аленка"),
        ("Общество с ограниченной ответственностью «Вектор»", "ООО Вектор"),
        ("ПБОЮЛ Иванов", "ИП Иванов"),
        ("Светлана ООО", "ООО  «Светлана» "),
        ("ООО ВEKTOР", "ООО ВЕКТОР"),  # E, K and T are Latin
        ("ПУШКИН (ООО МОНЕ)", "Пушкин ООО Моне"),
        ("ООО Гранде с 10.08.26 на ПЕРФИЛЬЕВ", "ООО ГРАНДЕ"),
        ("Гранде ООО (с 10.08.2026г. на Перфильев)", "ООО Гранде"),
        ("ООО Гранде с 10.08 на Перфильев", "ООО Гранде"),
        ("OOO BEKTOP", "ООО «Вектор»"),  # all of it in the wrong keyboard layout
        ("AO «Вектор»", "АО Вектор"),
        ("ООО «Vеctor»", "ООО VECTOR"),  # the first «е» is Cyrillic
        ("О.О.О. Вектор", "Вектор ООО"),
        ("Непубличное акционерное общество «Вектор»", "НАО Вектор"),
        ("Крестьянское (фермерское) хозяйство «Заря»", "Заря КФХ"),
        ("ИП глава КФХ Зорин", "КФХ Зорин"),
    ],
)
def test_one_client_in_two_writings(left: str, right: str) -> None:
    assert name_key(left) == name_key(right)


@pytest.mark.parametrize(
    ("left", "right"), [("ООО Вектор", "АО Вектор"), ("ООО Вектор", "ООО Вектор-М"), ("ИП Рудак", "ИП Руденко")]
)
def test_two_clients_stay_two(left: str, right: str) -> None:
    assert name_key(left) != name_key(right)


@pytest.mark.parametrize(
    ("left", "right", "why"),
    [
        ("ООО Вектор", "АО Вектор", "form"),
        ("ГРАНДЕ ЮНОСТЬ НАЛ ООО", "ЮНОСТЬ ГРАНДЕ НАЛ ООО", "order"),
        ("ООО Вектор Плюс", "ООО Вектор Плюс Сервис", "part"),
        ("ООО Магистраль", "ООО Магистрль", "typo"),
        ("ООО Магистраль", "ООО Магистарль", "typo"),
        ("ООО Магистраль", "ООО Снегурочка", ""),
        ("ООО Луч", "ООО Лук", ""),
        ("ИП Зорин Иван Ильич", "Зорин И. И. ИП", "initials"),
        ("ИП Зорин Иван Ильич", "ИП И.И. Зорин", "initials"),
        ("ИП Зорин Иван", "Зорин И.", "initials"),
        ("ИП Зорин Иван Ильич", "ИП Зорин П.И.", ""),
        ("ООО Торговый дом Заря", "ТД Заря ООО", "short"),
    ],
)
def test_evidence(left: str, right: str, why: str) -> None:
    assert likeness(name_key(left), name_key(right)) == why
    assert likeness(name_key(right), name_key(left)) == why


@given(st.text(max_size=60))
@example("Kß")
def test_folding_is_stable_and_never_empty_for_a_name(name: str) -> None:
    key = name_key(name)
    assert name_key(f"{key.form} {key.core}".strip()).core == key.core or not key.core
    if name.split():
        assert key.core


@pytest.mark.parametrize("inn", ["7707083893", "500100732259"])
def test_control_digits(inn: str) -> None:
    assert inn_valid(inn)
    for place in range(len(inn)):
        wrong = inn[:place] + str((int(inn[place]) + 1) % 10) + inn[place + 1 :]
        assert not inn_valid(wrong)


@pytest.mark.parametrize("junk", ["", "77070838", "77070838933", "77O7083893", "٧٧٠٧٠٨٣٨٩٣"])
def test_what_is_no_inn(junk: str) -> None:
    assert not inn_valid(junk)


def test_numbers_of_documents() -> None:
    assert number_key("№ ФР030826/K1") == number_key("фр030826/К1")
    assert number_key("00БП-000862") != number_key("862")
    assert loose_number("00БП-000862") == loose_number("862") == "862"


def test_search_text_folds() -> None:
    assert search_text("ООО «Алёнка»", "7707083893") == "ооо аленка 7707083893"


def directory() -> Directory:
    return Directory(
        [
            (1, "ООО «Вектор»", "", "7707083893", "000001"),
            (2, "ООО «Заря»", "", "", "000002"),
            (3, "ООО «Заря»", "", "5024177006", ""),
            (4, "АО «Магистраль»", "", "", ""),
        ]
    )


@pytest.mark.parametrize(
    ("party", "client"),
    [
        (Party("Совсем другое имя", "7707083893"), 1),
        (Party("ВЕКТОР ООО"), 1),
        (Party("ООО Вектор", "5024177006"), 3),
        (Party("ООО Заря", "5024177006"), 3),
        (Party("ООО Заря"), None),
        (Party("ООО Заря", "", "000002"), 2),
        (Party("ООО Пекарня", "", "000001"), None),
        (Party("АО Магистраль", "7707083890"), 4),
        (Party("ООО Магистраль"), None),
    ],
)
def test_inn_then_code_then_name(party: Party, client: int | None) -> None:
    assert directory().sure(party) == client


def test_namesakes_are_told_apart_by_their_numbers() -> None:
    found = directory().likely(Party("ООО Заря"))
    assert [(one.client_id, one.evidence) for one in found] == [
        (2, "то же название, ИНН не указан"),
        (3, "то же название, ИНН 5024177006"),
    ]


def test_a_wrong_number_makes_no_other_client() -> None:
    wrong = Party("ООО «Вектор»", "7707083890")
    assert directory().sure(wrong) is None
    (one,) = directory().likely(wrong)
    assert (one.client_id, one.evidence) == (1, "то же название; ИНН в файле неверен, у клиента 7707083893")


def test_which_of_two_namesakes_the_known_one_is_nobody_can_tell() -> None:
    known = Directory([(1, "ООО «Заря»", "", "", "")])
    one, other = Party("ООО Заря", "7707083893"), Party("Заря ООО", "5024177006")
    assert known.sure(one) == 1
    known.expect([one, other])
    assert (known.sure(one), known.sure(other)) == (None, None)
    assert [candidate.client_id for candidate in known.likely(other)] == [1]


def test_who_pays_for_a_client_does_not_hide_the_client() -> None:
    known = Directory([(1, "ООО «Вектор»", "", "", ""), (1, "АО «Плательщик»", "", "5024177006", "")])
    assert known.sure(Party("ООО Вектор", "7707083893")) == 1
    assert known.sure(Party("АО Плательщик", "5024177006")) == 1
    assert known.sure(Party("АО Плательщик", "7707083893")) is None


def test_names_of_common_words_are_still_proposed() -> None:
    crowd = [(n, f"ООО «Торг Сервис {n}»", "", "", "") for n in range(60)]
    known = Directory([*crowd, (99, "АО «Торг Сервис»", "", "", "")])
    assert [one.client_id for one in known.likely(Party("ООО Сервис Торг"))] == [99]
    assert [one.client_id for one in known.likely(Party("ООО Торг Сервис"))] == [99]


def test_a_long_name_of_blanks_takes_no_time() -> None:
    assert name_key("ООО Заря" + " " * 30_000 + "с 1").core


def test_likely_clients_come_with_their_evidence() -> None:
    assert directory().likely(Party("ООО «Магистраль»")) == (
        Candidate(4, "АО «Магистраль»", "то же название, другая форма собственности"),
    )
    assert directory().likely(Party("ООО «Вектор»", "500100732259")) == (), "another INN is another client"
    assert directory().likely(Party("ИП Сидоров")) == ()
