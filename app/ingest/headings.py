"""Headings of columns -> fields, by the words people and programs use for them.

A heading is lower-cased, its blanks and line breaks collapsed and its unit (руб., дней, %) parted from it,
because «Просрочка, дн.» and «Просрочка, руб.» are two fields of one name.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from app.domain.aging import Interval


class Field(StrEnum):
    """What a column holds."""

    CLIENT = "client"
    INN = "inn"
    CODE = "code"
    CONTRACT = "contract"
    DOCUMENT = "document"
    NUMBER = "number"
    ORDER = "order"
    DOC_DATE = "doc_date"
    DUE_DATE = "due_date"
    PAY_DATE = "pay_date"  # «Дата оплаты»: due, or paid; told by the other columns
    SETTLED_DATE = "settled_date"
    DEFERRAL = "deferral"
    TERMS = "terms"
    AMOUNT = "amount"
    PAID = "paid"
    BALANCE = "balance"
    OVERDUE_BALANCE = "overdue_balance"  # the article's form: the overdue debt is all it lists
    ADVANCE = "advance"
    NOT_DUE = "not_due"
    OVERDUE = "overdue"
    OVERDUE_DAYS = "overdue_days"
    MANAGER = "manager"
    CLIENT_TYPE = "client_type"
    AVG_ORDER = "avg_order"
    CORE_SHARE = "core_share"
    ORGANISATION = "organisation"
    CURRENCY = "currency"
    COMMENT = "comment"
    ORDINAL = "ordinal"
    FOREIGN = "foreign"  # sums in another currency: read by nobody, added by nobody
    SHARE = "share"
    SPENT = "spent"  # money that went: a list of bank documents has both directions
    OPERATION = "operation"


MONEY_FIELDS = frozenset(
    {
        Field.AMOUNT, Field.PAID, Field.BALANCE, Field.OVERDUE_BALANCE, Field.ADVANCE, Field.NOT_DUE,
        Field.OVERDUE, Field.AVG_ORDER, Field.SPENT,
    }
)  # fmt: skip
DATE_FIELDS = frozenset({Field.DOC_DATE, Field.DUE_DATE, Field.PAY_DATE, Field.SETTLED_DATE})

_WHO = r"(?: ?(?:клиента|контрагента|покупателя|партнера|должника|дебитора|заказчика))?"
_AT = r"(?: на (?:дату|конец|начало|сегодня|\d).*)?"
_DZ = rf"(?:дебиторск\w+ )?задолженност\w*{_WHO}{_AT}"
_RULES: tuple[tuple[Field, tuple[str, ...]], ...] = (
    (Field.FOREIGN, (

        r"amount in doc(?:ument|\.)? ?curr(?:ency|\.)?",
        r".*(?:в валюте|\(вал\.?\)|валютн\w+ сумм\w+|, ?(?:usd|eur|cny|у\.?е\.?)$|\((?:usd|eur|cny|у\.?е\.?)\)).*",
    )),
    (Field.ORDINAL, (
        r"(?:№|n|no\.?|#)? ?п/?п\.?", r"#", r"n",
    )),
    (Field.INN, (
        rf"инн(?: ?/ ?кпп)?{_WHO}", r"tax id", r"tin", r"inn", r"vat (?:id|number)",
    )),
    (Field.CORE_SHARE, (
        r"показатель целевого клиента.*", r"доля (?:основного )?ассортимента.*", r"core share",
    )),
    (Field.AVG_ORDER, (
        r"(?:стоимость |сумма )?средн\w+ (?:заказа?|чека?)", r"средняя сумма заказа",
        r"average order(?: value)?",
    )),
    (Field.ORDER, (
        r"(?:код|номер|№) заказа", r"заказ(?: клиента| покупателя)?", r"объект расчетов",
        r"order(?: no\.?| number| #| code)?",
    )),
    (Field.CODE, (
        rf"код{_WHO}", r"код 1с", r"customer ?(?:id|no\.?|number|code)", r"cust_number",
        r"account (?:no\.?|number|code)",
    )),
    (Field.CLIENT_TYPE, (
        r"(?:тип|вид|категория|группа|сегмент|статус|класс) (?:клиента|контрагента|покупателя|партнера)",
        r"сегмент", r"форма собственности", r"client type", r"customer (?:group|type)",
    )),
    (Field.MANAGER, (
        r"(?:основной |ответственный |ведущий )?менеджер(?: клиента| по продажам)?",
        r"ответственн(?:ый|ое лицо)", r"куратор", r"торговый представитель", r"тп", r"торговый агент",
        r"(?:account |sales )?manager", r"sales ?(?:rep|person|representative)",
    )),
    (Field.TERMS, (
        r"(?:действующие )?условия(?: оплаты| платежа| расчетов| отгрузки)?", r"порядок оплаты",
        r"(?:customer )?payment terms", r"terms", r"cust_payment_terms",
    )),
    (Field.DEFERRAL, (
        r"отсрочка(?: платежа)?", r"(?:количество |кол-во |число )?дней отсрочки",
        r"срок отсрочки(?: платежа)?", r"дни отсрочки", r"кредитный срок", r"credit days",
    )),
    (Field.OVERDUE_BALANCE, (
        r"сумма просроченной дебиторской задолженности(?: на дату отчета)?",
    )),
    (Field.OVERDUE_DAYS, (
        r"(?:количество |кол-во |число )?(?:дней|дни|дн\.?) ?просроч\w+",
        r"просроч\w+,? ?\(?(?:дней|дни|дн)\.?\)?",
        r"(?:макс\w*\.? )?срок просроч\w+(?: дебиторской| задолженности| оплаты| платежа)*(?: на дату отчета)?",
        r"days (?:overdue|past due|late|in arrears)",
        r"arrears(?: (?:after|by|for) net due date)?", r"overdue (?:by )?days", r"dayslate", r"дней",
    )),
    (Field.OVERDUE, (
        r"просрочено(?: всего)?",
        rf"(?:в т\.? ?ч\.?|в том числе|из нее|из них)?:? ?просрочен\w+(?: {_DZ}| долг| дз)?",
        r"сумма просрочки", r"сумма просроченн\w+ (?:долга|задолженности|дз)", r"пдз", r"overdue(?: amount)?",
        r"past due(?: amount)?",
    )),
    (Field.NOT_DUE, (
        r"не ?просрочен\w+(?: задолженность| долг)?", r"(?:(?:долг|задолженность) )?в срок|без просрочки",
        r"срок(?: оплаты)? не наступил|не наступил срок(?: оплаты)?",
        r"текущая", r"current", r"not (?:yet )?due",
    )),
    (Field.ADVANCE, (
        r"авансы?(?: клиент\w+| покупател\w+| полученн\w+)?", r"переплат\w+", r"предоплат\w+", r"наш долг",
        r"долг перед клиентом", r"кредиторская задолженность", r"advances?", r"prepayments?", r"overpayments?",
        r"unapplied(?: amount)?",
    )),
    (Field.BALANCE, (
        rf"(?:сумма |остаток |общ\w+ |текущ\w+ |итогов\w+ |вся |всего |итого )*"
        rf"(?:{_DZ}|долга?{_WHO}{_AT}|дз)(?: всего)?",
        r"остаток(?: к оплате| по документу| на дату| на конец)?", r"(?:остаток )?к оплате",
        r"не ?оплач\w+(?: остаток| сумма)?", r"(?:конечн\w+ )?сальдо(?: конечное| на конец(?: периода)?)?",
        r"конечный остаток", r"(?:open |outstanding |closing )?balance(?: due)?",
        r"(?:open|outstanding|pending|remaining|total_open)[ _](?:amount|balance)", r"outstanding",
        r"amount (?:due|outstanding)", r"total due",
    )),
    (Field.PAID, (
        r"оплачено(?: всего)?", r"оплата", r"погашено", r"сумма (?:оплачено|погашения)",
        r"(?:amount )?paid(?: amount)?", r"payments?",
    )),
    (Field.SETTLED_DATE, (
        r"(?:дата )?фактическ\w+ (?:дата )?(?:оплаты|платежа|погашения)",
        r"дата (?:закрытия|погашения)(?: факт)?", r"settled ?date", r"clear(?:ing|_)? ?date",
        r"(?:payment|paid|closed) ?date", r"date (?:paid|settled|closed)",
    )),
    (Field.DUE_DATE, (
        r"(?:план\w* )?(?:дата |срок )(?:оплаты|платежа)(?: по договору| план\w*| до)",
        r"срок (?:оплаты|платежа|погашения)", r"оплатить до", r"плановая дата (?:оплаты|платежа|погашения)",
        r"дата (?:наступления срока|плановой оплаты)(?: оплаты)?", r"(?:net )?due ?(?:date|on|in_date)?",
        r"due_in_date",
    )),
    (Field.PAY_DATE, (
        r"дата (?:оплаты|платежа)",
    )),
    (Field.DOC_DATE, (

        r"дата(?: документа| отгрузки| реализации| накладной| упд| продажи| счета| заказа| поступления)?",
        r"отгрузка|дата (?:возникновения(?: долга| задолженности)?|операции|проводки)",
        r"(?:invoice|document|doc|posting|bill|shipment|issue|transaction)?[ _]?(?:create_)?date",
        r"document_create_date",
    )),
    (Field.CONTRACT, (
        rf"(?:номер |№ )?договора?(?: с)?{_WHO}(?: контрагентом)?", r"contract(?: no\.?| number)?",
    )),
    (Field.CURRENCY, (
        r"валюта(?: документа| взаиморасчетов| договора)?", r"(?:local )?currency", r"ccy", r"curr\.?",
        r"invoice_currency",
    )),
    (Field.NUMBER, (
        r"№", r"номер(?: документа| накладной| упд| реализации| счета| счет-фактуры| отгрузки)?",
        r"№ (?:документа|док\.?|накладной|упд|реализации|счета|счет-фактуры)", r"счет №",
        r"(?:invoice|doc|document|bill|voucher|ref\.?|reference)[ _]?(?:no\.?|number|#|id)?", r"num\.?",
    )),
    (Field.DOCUMENT, (

        r"документ(?: отгрузки| реализации| расчетов(?: с контрагентом)?| продажи|-основание| основание| оплаты)?",
        r"документ (?:долга|задолженности)",
        r"расчетный документ", r"накладная", r"реализация", r"регистратор", r"упд", r"счет-фактура", r"счет",
        r"документ \(.*\)",
    )),
    (Field.ORGANISATION, (
        r"(?:наша |наше )?(?:организация|юр\.? ?лицо)", r"поставщик", r"company code", r"entity",
    )),
    (Field.CLIENT, (

        r"(?:наименование |название |имя )?(?:клиент|контрагент|покупатель|партнер|заказчик)(?:а|я)?(?: ?[/,(].*)?",
        r"(?:наименование |название |имя )?(?:должник|дебитор|плательщик)а?(?: ?[/,(].*)?",
        r"наименование(?: организации)?|юридическое лицо|фирма|компания",
        r"(?:customer|client|debtor|account|company|party'?s?|contact)(?: full)?(?: name)?|name_customer",
        r"name(?: 1)?|bill to",
    )),
    (Field.AMOUNT, (

        r"(?:общая )?сумма(?: документа| накладной| отгрузки| реализации| счета| заказа| продажи| продаж| упд)?",
        r"сумма (?:платежа|оплаты|поступления|по документу)",
        r"(?:сумма|стоимость|выручка|всего|итого)(?: продаж| продажи| реализации)?,? ?(?:с|включая|с учетом) ндс",
        r"стоимость", r"отгружено", r"начислено", r"выручка", r"всего",
        r"поступление|поступило|зачислено",
        r"(?:invoice|total|original|document|doc|gross)? ?(?:amount|total)",
        r"amount in (?:lc|local currency|company code currency)",
    )),
    (Field.COMMENT, (
        r"комментари\w+", r"примечани\w+", r"заметки", r"пояснени\w+", r"назначение(?: платежа)?", r"основание",
        r"remarks?", r"comments?", r"notes?", r"memo", r"description",
    )),
    (Field.SPENT, (
        r"списание|списано",
    )),
    (Field.OPERATION, (
        r"(?:вид |тип )?операци[яи]|хозяйственная операция",
    )),
    (Field.SHARE, (
        r"доля.*", r"%", r"процент.*",
    )),
)  # fmt: skip
_COMPILED = tuple((found, re.compile("|".join(wordings))) for found, wordings in _RULES)
_UNIT = re.compile(
    r"[,(]?\s*\b(?:(?P<scale>тыс|млн)\.?\s*)?(?P<unit>руб(?:лей|ля|ль|лях)?|р|rub|rur|дней|дни|дн|days)\b\.?\s*\)?$"
    r"|[,(]?\s*(?P<sign>₽|%)\s*\)?$|[,(]\s*(?P<bare>тыс|млн)\.?\s*\)?$"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading taken apart. ``scale``: 1, 1000 or 1 000 000; ``unit``: ``money``, ``days``, ``percent``."""

    words: str
    unit: str = ""
    scale: int = 0


@lru_cache(maxsize=5000)
def heading(raw: str) -> Heading:
    """Lower-cased words of a heading without its unit."""
    low = re.sub(r"(?<=[а-я])-\s*[\r\n]+\s*(?=[а-я])", "", raw[:500].lower().replace("ё", "е"))
    low = re.sub(r"[\s\u00a0\u202f]+", " ", low).strip(" :.*")
    found = _UNIT.search(low)
    if found is None or found.start() == 0:
        return Heading(low)
    scale = {"тыс": 1000, "млн": 1_000_000}.get(found.group("scale") or found.group("bare") or "", 0)
    unit = found.group("unit") or found.group("sign") or "руб"
    kind = "percent" if unit == "%" else "days" if unit in ("дней", "дни", "дн", "days") else "money"
    if kind == "money" and not scale:
        scale = 1
    return Heading(low[: found.start()].strip(" ,:(."), kind, scale)


@lru_cache(maxsize=5000)
def field_of(raw: str) -> Field | None:
    """The field a heading names, ``None`` for a heading nobody knows."""
    parted = heading(raw)
    whole = re.sub(r"[\s\u00a0\u202f]+", " ", raw[:500].lower().replace("ё", "е")).strip(" :.*")
    for words in (whole, parted.words):
        for found, pattern in _COMPILED:
            if pattern.fullmatch(words):
                return _by_unit(found, parted.unit)
    last = parted.words.rpartition(".")[2].strip()
    if last and last != parted.words and " " not in parted.words.rpartition(".")[0].rpartition(" ")[0]:
        return field_of(last)  # «Контрагент.ИНН», «Объект расчетов.Менеджер»: how 1C names an added field
    return None


def _by_unit(found: Field, unit: str) -> Field | None:
    """The unit settles names of two meanings; days of a sum are no field («Долг клиента», below it «Дней»)."""
    if unit == "days":
        if found is Field.DUE_DATE:
            return Field.DEFERRAL
        return Field.OVERDUE_DAYS if found is Field.OVERDUE else None if found in MONEY_FIELDS else found
    if unit == "money":
        if found is Field.OVERDUE_DAYS:
            return Field.OVERDUE
        return Field.AMOUNT if found is Field.DOC_DATE else found
    return Field.SHARE if unit == "percent" and found in MONEY_FIELDS else found


_SUFFIX = r"(?: ?(?:or more )?(?:календарных )?(?:дн(?:\.|ей|я|и)?|день|days?(?: past due| overdue)?)\.?)?"
_MONTHS = r" ?мес(?:яц(?:ев|а|ы)?)?\.?"
_BUCKETS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"(?:от |с )?(\d{{1,4}}){_SUFFIX} ?(?:-|–|—|до|по|to|\.\.) ?(\d{{1,4}}){_SUFFIX}"), "both"),
    (re.compile(rf"(?:от |с )?(\d{{1,2}}) ?(?:-|–|—|до|по) ?(\d{{1,2}}){_MONTHS}"), "months"),
    (re.compile(rf"до (\d{{1,2}}){_MONTHS}"), "uptomonth"),
    (re.compile(rf"(?:свыше|более|больше|>|от) ?(\d{{1,2}}){_MONTHS}"), "overmonth"),
    (re.compile(r"(?:свыше|более|больше|>) ?(?:1 )?года"), "year"),
    (re.compile(rf"до (\d{{1,4}}){_SUFFIX}"), "upto"),
    (re.compile(rf"(?:свыше|более|больше|>|over|more than) ?(\d{{1,4}}){_SUFFIX}"), "over"),
    (re.compile(rf"(?:от|from|>=|≥) ?(\d{{1,4}}){_SUFFIX}"), "from"),
    (re.compile(r"(\d{1,4}) (?:дн(?:\.|ей|я)|день) и (?:более|выше|больше)"), "from"),
    (re.compile(rf"(\d{{1,4}}) ?(?:\+|and over|or more|и более|и выше|plus){_SUFFIX}"), "from"),
    (re.compile(r"(?:<|less than) ?1 month"), "month0"),
    (re.compile(r"(\d) months?"), "month"),
    (re.compile(r"older"), "older"),
)  # fmt: skip


def bucket_of(raw: str) -> Interval | None:
    """The interval a heading words: «До 7», «От 8 до 14 дней», «15 - 30», «Свыше 60», «От 61», «1 - 30», «Older».

    «Свыше 60» begins with 61. «Older» and «1 Month» are whole months of 30 days, as their own headings count.
    """
    low = re.sub(r"[\s\u00a0\u202f]+", " ", raw[:100].lower().replace("ё", "е")).strip(" :.")
    low = re.sub(r"^(?:просрочено|просрочка|долг|задолженность) ", "", low)
    for pattern, form in _BUCKETS:
        found = pattern.fullmatch(low)
        if found:
            return _interval(form, [int(group) for group in found.groups() if group])
    return None


def _interval(form: str, numbers: list[int]) -> Interval | None:
    if form == "both":
        first, last = numbers
        return Interval(first, last) if first <= last else None
    if form == "upto":
        return Interval(1, numbers[0]) if numbers[0] else None
    if form == "over":
        return Interval(numbers[0] + 1, None)
    if form == "from":
        return Interval(numbers[0], None)
    if form == "months":  # a month is thirty days here, as programs count it
        return Interval(numbers[0] * 30 + 1, numbers[1] * 30) if numbers[0] < numbers[1] else None
    if form == "uptomonth":
        return Interval(1, numbers[0] * 30)
    if form in ("overmonth", "year"):
        return Interval((numbers[0] * 30 if numbers else 365) + 1, None)
    if form == "month0":
        return Interval(1, 30)
    if form == "month":
        return Interval(numbers[0] * 30 + 1, numbers[0] * 30 + 30)
    return Interval(121, None)
