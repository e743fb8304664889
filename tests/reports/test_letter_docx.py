"""Templates: every word of a letter comes out as itself, a broken template is one sentence, nothing reaches out."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.document import Document as DocxDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.letters import LetterKind, Requisites
from app.errors import InputRefused
from app.paths import resource
from app.reports.letter_docx import FOLDER, letter_docx, letter_words
from app.reports.letter_fields import fields
from app.reports.safe_text import plain
from tests.letter_sample import HOSTILE, LITERAL, hostile, letter
from tests.scale import times

KINDS = list(LetterKind)


def words(data: bytes) -> str:
    """All words of a DOCX, paragraphs and cells in order."""
    document = Document(io.BytesIO(data))
    parts = [document.element.body, document.sections[0].footer._element]
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    lines = ["".join(t.text or "" for t in p.iter(f"{space}t")) for part in parts for p in part.iter(f"{space}p")]
    return "\n".join(lines).replace("\u00a0", " ")


def template(folder: Path, write: Callable[[Any], object], name: str = "claim.docx") -> Path:
    """A template of the person's own."""
    document = Document()
    write(document)
    folder.mkdir(exist_ok=True)
    document.save(str(folder / name))
    return folder


@pytest.mark.parametrize("kind", KINDS)
def test_each_paper_says_sum_period_basis_and_deadline(kind: LetterKind) -> None:
    text = words(letter_docx(letter(kind)))
    assert "{" not in text
    assert "None" not in text
    assert "ООО «Магнум»" in text
    assert "23.11.2026" in text
    for row in letter(kind).rows if kind is not LetterKind.RECONCILIATION else ():
        assert row.number in text
    if kind not in (LetterKind.RECONCILIATION,):
        assert "1 235 607 125,08 руб. (Один миллиард двести тридцать пять миллионов" in text
    internal = kind in (LetterKind.LEGAL_TRANSFER, LetterKind.STOP_MEMO, LetterKind.RELEASE_MEMO)
    assert ("справочный" in text) == (kind is LetterKind.LEGAL_TRANSFER)
    if not internal and kind not in (LetterKind.GUARANTEE, LetterKind.SCHEDULE, LetterKind.REMINDER):
        assert "23.12.2026" in text


def test_a_claim_has_its_calculation_and_never_both_penalties() -> None:
    text = words(letter_docx(letter(LetterKind.CLAIM)))
    assert "не позднее 23.12.2026 (30 календарных дней со дня направления" in text
    assert "Приложение 1 к претензии № 12 от 23.11.2026" in text
    assert "43 915,62 руб. (Сорок три тысячи девятьсот пятнадцать рублей 62 копейки)" in text
    assert "1 235 651 040,70 руб." in text  # debt and penalty together
    assert "процентов за пользование чужими денежными средствами" in text
    assert "расчётный счёт 40702810900000000001, банк ПАО «Банк», БИК 044525225" in text
    contract = letter(LetterKind.CLAIM, penalty_basis="contract", calculation=())
    text = words(letter_docx(contract))
    assert "договорной неустойки (пени)" in text
    assert "чужими денежными средствами" not in text
    without = words(letter_docx(letter(LetterKind.CLAIM, penalty=0, penalty_basis="", calculation=())))
    assert "Приложение 1" not in without
    assert "Всего к уплате" not in without


def test_documents_of_both_kinds_of_penalty_are_named_as_such() -> None:
    content = letter(LetterKind.CLAIM)
    first, *rest = content.calculation
    mixed = letter(LetterKind.CLAIM, calculation=((*first[:5], "0,1 % в день", first[6]), *rest))
    assert "по документам без неё проценты" in words(letter_docx(mixed))


def test_a_cap_is_told() -> None:
    content = letter(LetterKind.CLAIM)
    capped = letter(LetterKind.CLAIM, penalty=content.penalty - 5_00, penalty_basis="contract")
    assert "итог уменьшен: 5,00 руб." in words(letter_docx(capped))


def test_a_term_that_moves_is_still_the_term() -> None:
    moved = words(letter_docx(letter(LetterKind.CLAIM, until=date(2026, 12, 25), term=30)))
    assert "не позднее 25.12.2026 (30 календарных дней со дня направления настоящей претензии; последний день" in moved
    assert "перенесён на ближайший рабочий" not in words(letter_docx(letter(LetterKind.CLAIM, term=30)))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not LetterKind.RECONCILIATION])
def test_payments_known_later_are_told(kind: LetterKind) -> None:
    known = letter(kind, as_of=date(2026, 11, 20), paid_since=True)
    assert "20.11.2026 (с учётом оплат, известных на 23.11.2026)" in words(letter_docx(known))
    assert "с учётом" not in words(letter_docx(letter(kind)))


def test_an_agreement_freezes_the_penalty_and_forgives_it_only_when_kept() -> None:
    text = words(letter_docx(letter(LetterKind.SCHEDULE)))
    assert "начисляется по эту дату и погашается после основного долга" in text
    assert "Пока график соблюдается, Поставщик не взыскивает её и не начисляет новую" in text
    assert "освобождает Покупателя от её уплаты (статья 415 ГК РФ)" in text
    assert "освобождение по пункту 4 в этом случае не применяется" in text


@pytest.mark.parametrize(
    ("days", "said"), [(1, "1 день"), (2, "2 дня"), (5, "5 дней"), (11, "11 дней"), (21, "21 день")]
)
def test_days_agree(days: int, said: str) -> None:
    rows = tuple(row for row in letter(LetterKind.OVERDUE).rows if row.days == days)
    assert f"срок просрочки: {said}." in words(letter_docx(letter(LetterKind.OVERDUE, rows=rows)))


def test_an_act_has_two_halves_and_only_ours_is_filled() -> None:
    document = Document(io.BytesIO(letter_docx(letter(LetterKind.RECONCILIATION))))
    act = next(table for table in document.tables if table.rows[0].cells[0].text == "Дата")
    lines = [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in act.rows]
    assert lines[0] == ["Дата", "Операция", "Дебет", "Кредит"] * 2
    assert lines[1:] == [
        ["", "Сальдо начальное", "100,00", "", "", "Сальдо начальное", "", ""],
        ["01.02.2026", "Отгрузка: УПД 1101", "1 000 000,00", "", "", "", "", ""],
        ["01.03.2026", "Оплата: УПД 1101", "", "400 000,00", "", "", "", ""],
        ["", "Обороты за период", "1 000 000,00", "400 000,00", "", "Обороты за период", "", ""],
        ["", "Сальдо конечное", "600 100,00", "", "", "Сальдо конечное", "", ""],
    ]
    text = words(letter_docx(letter(LetterKind.RECONCILIATION)))
    assert "По данным ООО «Магнум», руб." in text
    assert (
        "На 23.11.2026 задолженность ООО «Магнум» в пользу ООО «Северная оптовая компания» составляет 600 100,00 руб. "
        "(Шестьсот тысяч сто рублей 00 копеек)."
    ) in text


@pytest.mark.parametrize(("closing", "said"), [(0, "между сторонами отсутствует"), (-1, "в пользу ООО «Магнум»")])
def test_an_act_may_end_even_or_in_the_clients_favour(closing: int, said: str) -> None:
    from dataclasses import replace

    act = letter(LetterKind.RECONCILIATION).reconciliation
    assert act is not None
    assert said in words(letter_docx(letter(LetterKind.RECONCILIATION, reconciliation=replace(act, closing=closing))))


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_words_come_out_literally(kind: LetterKind) -> None:
    data = letter_docx(hostile(kind))
    text = words(data)
    assert len(HOSTILE) > 300
    assert plain(LITERAL) in text
    assert "{{ 7*7 }}" in text
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        relations = b"".join(packed.read(name) for name in packed.namelist() if name.endswith(".rels"))
        assert b"External" not in relations
        assert not any("vba" in name.lower() for name in packed.namelist())


@pytest.mark.torture
@settings(max_examples=times(15))
@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_any_name_comes_out_literally(name: str) -> None:
    content = letter(LetterKind.REMINDER, client=Requisites(name), contract=name)
    said = words(letter_docx(content))
    assert plain(name).replace("\u00a0", " ") in said


def test_requisites_that_nobody_filled_leave_room_for_a_pen() -> None:
    for kind in KINDS:
        empty = letter(kind, ours=Requisites(), client=Requisites("Школа"), signatory="", signatory_role="", manager="")
        text = words(letter_docx(empty))
        assert "____" in text
        assert "None" not in text


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("Долг {{ долгг }} руб.", "долгг"),
        ("Долг {{ клиент.назвние }}", "назвние"),
        ("Долг {% if долг %} руб.", "Долг"),
        ("Долг {{ долг", "Долг"),
        ("{% include 'other.docx' %}", "include"),
        ("{{ 1/0 }}", "1/0"),
        ("{{ ''.__class__.__mro__ }}", "__class__"),
        ("{% for x in range(100000000) %}{% endfor %}", "range"),
    ],
)
def test_a_broken_template_is_one_sentence_with_its_place(tmp_path: Path, body: str, place: str) -> None:
    own = template(tmp_path / "templates", lambda d: (d.add_paragraph("Начало"), d.add_paragraph(body)))
    with pytest.raises(InputRefused) as refused:
        letter_docx(letter(LetterKind.CLAIM), own)
    assert "claim.docx" in refused.value.text
    assert place in refused.value.text
    assert "\n" not in refused.value.text


def test_own_template_wins_and_the_others_stay(tmp_path: Path) -> None:
    own = template(
        tmp_path / "templates", lambda d: d.add_paragraph("Наш текст: {{ долг|upper }} {{ мы.название|safe }}")
    )
    assert "Наш текст: 1 235 607 125,08" in words(letter_docx(letter(LetterKind.CLAIM), own))
    assert "Наш текст" not in words(letter_docx(letter(LetterKind.OVERDUE), own))
    dangerous = letter(LetterKind.CLAIM, ours=Requisites("<w:br/>&{{ долг }}"))
    assert "<w:br/>&{{ долг }}" in words(letter_docx(dangerous, own))


def test_what_is_no_template_is_refused(tmp_path: Path) -> None:
    own = tmp_path / "templates"
    own.mkdir()
    with zipfile.ZipFile(own / "claim.docx", "w") as packed:
        packed.writestr("a.txt", "x")
    (own / "overdue.docx").write_bytes(b"PK garbage")
    (own / "email.txt").write_bytes(b"\xff\xfe\x00")
    for kind in (LetterKind.CLAIM, LetterKind.OVERDUE):
        with pytest.raises(InputRefused, match="docx"):
            letter_docx(letter(kind), own)
    with pytest.raises(InputRefused, match=r"email\.txt"):
        letter_words(letter(LetterKind.CLAIM), "email.txt", own)


def test_a_template_may_not_fetch_anything(tmp_path: Path) -> None:
    def reach(document: DocxDocument) -> None:
        document.part.relate_to("https://example.ru/x.png", RELATIONSHIP_TYPE.IMAGE, is_external=True)

    own = template(tmp_path / "templates", reach)
    with pytest.raises(InputRefused, match=r"example\.ru"):
        letter_docx(letter(LetterKind.CLAIM), own)


def test_every_shipped_file_is_a_known_template() -> None:
    shipped = {path.name for path in resource(FOLDER).iterdir()}
    assert shipped == {f"{kind.value}.docx" for kind in KINDS} | {"email.txt", "message.txt"}


def test_every_field_is_told_in_the_book_of_fields() -> None:
    told = (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")
    known = fields(letter(LetterKind.RECONCILIATION)) | {
        name: fields(letter(kind))[name]
        for name, kind in (("расчёт", LetterKind.CLAIM), ("график", LetterKind.SCHEDULE))
    }
    names = set(known)
    for name, value in known.items():
        within = value[0] if isinstance(value, list) else value
        if isinstance(within, dict):
            names |= {f"{name}.{key}" if name in ("всего", "подписал", "сверка") else key for key in within}
    assert sorted(name for name in names if f"`{name}`" not in told) == []
