"""Who plays in the sample book: invented clients, their managers and their habits of paying.

Every name is made up; taxpayer numbers carry right check digits under a tax office that does not exist
(98xx), so that none belongs to anybody. The texts are what bookkeeping would type, hence Russian.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from app.domain.debt import Terms
from app.domain.money import Kopecks


class Habit(StrEnum):
    """How a client pays."""

    PUNCTUAL = "punctual"
    CASH = "cash"  # on delivery, within days
    WEEK_LATE = "week_late"  # always about a week late
    SLOW = "slow"  # two to four weeks late
    ERRATIC = "erratic"
    STATE = "state"  # pays nothing in January and February
    CHAIN = "chain"  # long terms, then punctual
    DYING = "dying"  # orders fall, debt grows
    FRIEND = "friend"  # the owner's friend: never pressed
    GONE = "gone"  # stopped buying and left debts
    NEW = "new"  # started in the last months


@dataclass(frozen=True, slots=True)
class SampleClient:
    """One payer. ``orders``: mean orders a week. ``renamed``: its name from week ``renamed_from`` on."""

    name: str
    inn: str
    manager: str
    client_type: str
    core_share: str
    habit: Habit
    terms: tuple[Terms, ...]
    avg_order: Kopecks
    orders: float
    starts: int = 0
    ends: int | None = None
    renamed: str = ""
    renamed_from: int = 0


MANAGERS = ("Ковалёва", "Гордеев", "Ильина", "Мартынов", "Соболева")
CORE_SHARES = ("более 75", "более 75", "50 - 75", "50 - 75", "25 - 50", "менее 25")

CASH_TERMS = Terms("по факту", 0)
PREPAID = Terms("предоплата 30%", 0)


def deferral(days: int) -> Terms:
    """Terms as bookkeeping words them."""
    return Terms(f"отсрочка {days} {'день' if days % 10 == 1 and days % 100 != 11 else 'дней'}", days)


def _names(text: str) -> tuple[str, ...]:
    """Names parted by bars and line ends."""
    return tuple(name.strip() for name in text.strip().replace("\n", "|").split("|"))


_SHOPS = _names("""
    Добрый мастер|Тёплый угол|Хозяин|Всё для стройки|Мир обоев|Кровля и фасад|Домострой-Юг|Ремонт-Сити
    Планета инструмента|Северный склад|Гвоздь программы|Мастер на час|Синий кит|Уютный дом
    Первый строительный|Крепёж-Центр|Лакокраска|Стройдвор на Полевой|Эталон-Декор|Радуга цвета|Паркет-Холл
    Твой интерьер|Ключ-Сервис|Заречный базар|Умелые руки|Плитка-Град|Камин и печь|Сантех-Регион|Аква-Трейд
    Электроснаб|Свет и уют|Окна-Плюс|Дверной ряд|Замок и сейф|Садовод-Любитель|Дачный сезон|Огород-Торг
    Рассвет-Опт|Меридиан-Строй|Вектор-Комплект|Атлант-Снаб|Фаворит-Строй|Титан-Ресурс|Русский двор
    Белый камень|Глиняный дом|Сосновый бор|Кедровый берег|Волжский торговый дом|Окская база
    Уральский разрез|Сибирская усадьба|Приокское|Поволжье-Ресурс|Степной край|Полярная звезда
    Балтийский путь|Южный порт|Таёжный край|Горный ручей|Строй-Альянс|Центр отделки|Мастерская Гагарина
    Кирпич и блок|Фасад-Сервис|Ламинат-Клуб|Стеновик|Потолок-Ателье|Керамика-Плюс|Изолон-Торг|Пена и клей
    Метиз-Сбыт|Склад-Экспресс|Быстрый ремонт|Колорит-Н|Палитра-Трейд|Хозторг на Вокзальной|Комфорт-Сервис
    Обойный двор|Золотая кисть|Бригада-Снаб|Каркас-Дом
""")

_PEOPLE = _names("""
    Архипов Д. С.|Бережная Л. В.|Ветошкин А. А.|Гущина О. И.|Дорохов П. Е.|Ежова Т. М.|Журавин К. К.
    Зимина С. Ю.|Игошин В. Н.|Карпухина Е. А.|Лапшов И. И.|Мухина Г. Р.|Неклюдов С. В.|Осокина Н. Н.
""")

_STATE = _names("""
    ГБУ «Районная больница № 94»|МБОУ «Школа № 218»|ГКУ «Дорожная служба Заречья»|МУП «Горсвет»
    ГБУ «Жилищник Приозёрного района»
""")

_CHAINS = _names("""
    АО «Торговая сеть Копилка»|ООО «Гипермаркеты Причал»|АО «Домовой-Ритейл»|ООО «Сеть Семь соток»
""")

_SHOP_HABITS = (
    (Habit.PUNCTUAL, 36),
    (Habit.WEEK_LATE, 16),
    (Habit.CASH, 10),
    (Habit.SLOW, 8),
    (Habit.ERRATIC, 5),
    (Habit.NEW, 4),
    (Habit.GONE, 3),
)


def cast(weeks: int) -> tuple[SampleClient, ...]:
    """The 120 clients of a book of ``weeks`` weekly reports; the same every time."""
    rng = Random("cast")
    clients = [*_shops(rng, weeks), *_people(rng), *_state(rng), *_chains(rng), *_special(rng, weeks)]
    return tuple(clients)


def _shops(rng: Random, weeks: int) -> Iterator[SampleClient]:
    habits = [habit for habit, count in _SHOP_HABITS for _one in range(count)]
    for number, (name, habit) in enumerate(zip(_SHOPS, habits, strict=True)):
        form = "АО" if number % 23 == 5 else "ООО"
        starts = weeks - 4 * (1 + number % 5) if habit is Habit.NEW else 0
        yield SampleClient(
            name=f"{form} «{name}»",
            inn=company_inn(number),
            manager=MANAGERS[number % len(MANAGERS)],
            client_type=("магазин", "дилер", "опт", "монтажная организация")[number % 4],
            core_share=rng.choice(CORE_SHARES),
            habit=habit,
            terms=_terms(habit, rng),
            avg_order=_order_size(rng, 73_000),
            orders=rng.choice((0.3, 0.5, 0.8, 1.0, 1.4)),
            starts=starts,
            ends=weeks - 5 - number % 9 if habit is Habit.GONE else None,
            renamed="КЕДРОВЫЙ БЕРЕГ ООО (Таёжник)" if name == "Кедровый берег" else "",
            renamed_from=weeks - 30,
        )


def _terms(habit: Habit, rng: Random) -> tuple[Terms, ...]:
    """Terms belong to the order: some clients buy on two kinds of them."""
    if habit is Habit.CASH:
        return (CASH_TERMS, CASH_TERMS, PREPAID)
    if habit is Habit.NEW:
        return (PREPAID, deferral(7))
    usual = deferral(rng.choice((7, 14, 14, 21, 30, 30, 45)))
    return (usual, usual, usual, CASH_TERMS) if rng.random() < 0.3 else (usual,)


def _order_size(rng: Random, typical: int) -> Kopecks:
    """Mean order in kopecks, whole hundreds of roubles, many small and a few large."""
    roubles = typical * min(5.0, max(0.15, rng.lognormvariate(-0.2, 0.75)))
    return int(roubles / 100) * 10_000


def _people(rng: Random) -> Iterator[SampleClient]:
    habits = (Habit.CASH, Habit.PUNCTUAL, Habit.WEEK_LATE, Habit.ERRATIC)
    for number, name in enumerate(_PEOPLE):
        habit = habits[number % len(habits)]
        terms = (CASH_TERMS,) if habit is Habit.CASH else (deferral(7), CASH_TERMS)
        yield SampleClient(
            name=f"ИП {name}",
            inn=person_inn(number),
            manager=MANAGERS[(number * 2 + 1) % len(MANAGERS)],
            client_type="магазин",
            core_share=rng.choice(CORE_SHARES),
            habit=habit,
            terms=terms,
            avg_order=_order_size(rng, 21_000),
            orders=rng.choice((0.4, 0.7, 1.0)),
        )


def _state(rng: Random) -> Iterator[SampleClient]:
    for number, name in enumerate(_STATE):
        yield SampleClient(
            name=name,
            inn=company_inn(300 + number),
            manager=MANAGERS[3],
            client_type="госучреждение",
            core_share=rng.choice(CORE_SHARES),
            habit=Habit.STATE,
            terms=(deferral(30),),
            avg_order=_order_size(rng, 110_000),
            orders=0.35,
        )


def _chains(rng: Random) -> Iterator[SampleClient]:
    for number, name in enumerate(_CHAINS):
        yield SampleClient(
            name=name,
            inn=company_inn(400 + number),
            manager=MANAGERS[0],
            client_type="сеть",
            core_share=rng.choice(CORE_SHARES),
            habit=Habit.CHAIN,
            terms=(deferral((60, 45, 90, 60)[number]),),
            avg_order=_order_size(rng, 160_000),
            orders=1.1,
        )


def _special(rng: Random, weeks: int) -> Iterator[SampleClient]:
    """The cases everybody knows, and two different clients of one name."""
    parts = (
        ("АО «Монолит-Север»", Habit.FRIEND, deferral(30), 165_000, 0.6),
        ("ООО «Стройбаза на Окружной»", Habit.DYING, deferral(21), 105_000, 1.3),
        ("ООО «Дом у дороги»", Habit.DYING, deferral(14), 60_000, 1.0),
        ("ООО «Торговый ряд»", Habit.PUNCTUAL, deferral(14), 75_000, 0.8),
        ("ООО «Торговый ряд»", Habit.SLOW, deferral(21), 52_000, 0.6),
        ("ООО «Новый берег»", Habit.NEW, deferral(14), 95_000, 0.9),
        ("ООО «Перспектива-ХХ»", Habit.GONE, deferral(30), 88_000, 0.6),
        ("ООО «Мастер-Инвест»", Habit.ERRATIC, deferral(30), 132_000, 0.7),
        ("АО «Речной вокзал»", Habit.SLOW, deferral(30), 98_000, 0.6),
        ("ООО «Фабрика кухонь Ладья»", Habit.PUNCTUAL, deferral(30), 140_000, 1.1),
        ("ООО «Завод окон Витраж-М»", Habit.WEEK_LATE, deferral(30), 120_000, 1.0),
        ("ООО «Лесторг»", Habit.PUNCTUAL, deferral(7), 64_000, 1.0),
        ("ООО «Отделка и К»", Habit.WEEK_LATE, deferral(14), 47_000, 0.8),
        ("ООО «Проспект-Опт»", Habit.PUNCTUAL, deferral(45), 118_000, 0.7),
        ("ООО «Кубань-Декор»", Habit.PUNCTUAL, deferral(30), 83_000, 0.5),
    )
    for number, (name, habit, terms, size, orders) in enumerate(parts):
        yield SampleClient(
            name=name,
            inn=company_inn(500 + number),
            manager=MANAGERS[(number + 1) % len(MANAGERS)],
            client_type=("опт", "производство", "магазин")[number % 3],
            core_share=rng.choice(CORE_SHARES),
            habit=habit,
            terms=(terms,),
            avg_order=size * 100,
            orders=orders,
            starts=weeks - 11 if habit is Habit.NEW else 0,
            ends=weeks - 20 if habit is Habit.GONE else None,
        )


_TEN = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_ELEVEN = (7, *_TEN)
_TWELVE = (3, *_ELEVEN)


def _check(digits: str, weights: tuple[int, ...]) -> str:
    return str(sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11 % 10)


def company_inn(number: int) -> str:
    """Ten digits, the last one the check digit of the first nine."""
    digits = str(980_110_007 + number * 37)
    return digits + _check(digits, _TEN)


def person_inn(number: int) -> str:
    """Twelve digits, the last two check digits."""
    digits = f"9802{200_011 + number * 83:06d}"
    digits += _check(digits, _ELEVEN)
    return digits + _check(digits, _TWELVE)
