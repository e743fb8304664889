"""Papers re-read by pypdf: the sums, the pages, the embedded face; hostile names draw as letters."""

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.domain.aging import GroupBy
from app.formats import NBSP
from app.progress import Cancelled, Progress
from app.reports import commission, document, pdf
from app.reports.aging_tables import aging_table
from app.reports.document import Document, Paragraph, Section, TableBlock
from app.reports.table import Column, Kind, Table
from tests import article, sample_pack

ROOT = Path(__file__).resolve().parents[2]


def _pages(data: bytes) -> list[str]:
    return [page.extract_text().replace(NBSP, " ") for page in PdfReader(BytesIO(data)).pages]


def _table(by: GroupBy) -> Document:
    return document.of_table(aging_table(article.aging(by)), article.AS_OF, "ООО «Наша фирма»", "сходится")


@pytest.fixture(scope="module")
def pack_pages() -> list[str]:
    return _pages(pdf.document_bytes(commission.document(sample_pack.pack())))


def test_every_sum_of_the_article_is_on_paper_with_kopecks() -> None:
    (text,) = _pages(pdf.document_bytes(_table(GroupBy.CLIENT)))
    for words in (
        "1 479 300,00",
        "670 000,00",
        "45,3 %",
        "служба безопасности",
        "92 456,25",
        "147 930,00",
        "569 900,00",
    ):
        assert words in text
    for line in article.aging(GroupBy.CLIENT).lines:
        assert line.label in text


def test_running_header_and_page_numbers() -> None:
    rows = tuple(range(300))
    table: Table[int] = Table("t", "Числа", (Column[int]("n", "Номер", Kind.COUNT, lambda row: row + 1),), rows)
    pages = _pages(pdf.document_bytes(document.of_table(table, article.AS_OF, "ООО «Наша фирма»", "отчёт, сходится")))
    assert len(pages) > 4
    for number, text in enumerate(pages, 1):
        assert f"страница {number} из {len(pages)}" in text
        assert "ООО «Наша фирма» · Числа" in text
        assert "01.06.2008" in text
        assert "отчёт, сходится" in text
        assert "Номер" in text  # the header is repeated
    words = " ".join(pages).split()
    assert {str(number) for number in range(1, 301)} <= set(words)


def test_only_our_embedded_faces_are_used() -> None:
    reader = PdfReader(BytesIO(pdf.document_bytes(commission.document(sample_pack.pack()))))
    fonts = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]  # pypdf objects are untyped
            entry = font.get_object()
            fonts.add(str(entry["/BaseFont"]))
            assert "/FontFile2" in entry["/FontDescriptor"], entry["/BaseFont"]
    assert len(fonts) >= 2
    assert all("DebitorkaSans" in name for name in fonts)


def test_wide_tables_turn_the_page() -> None:
    def box(by: GroupBy) -> tuple[float, float]:
        page = PdfReader(BytesIO(pdf.document_bytes(_table(by)))).pages[0]
        return float(page.mediabox.width), float(page.mediabox.height)

    wide = box(GroupBy.CLIENT)
    assert wide[0] > wide[1]
    small: Table[int] = Table("t", "Числа", (Column[int]("n", "Номер", Kind.COUNT, lambda row: row),), (1, 2))
    page = PdfReader(BytesIO(pdf.document_bytes(document.of_table(small, article.AS_OF)))).pages[0]
    assert page.mediabox.width < page.mediabox.height


def test_pack_follows_the_agenda(pack_pages: list[str]) -> None:
    whole = "\n".join(pack_pages)
    order = [
        "Повестка дня", "Должники по сумме", "Долг по интервалам и по сроку", "Меры по зонам",
        "Динамика и концентрация", "Что изменилось", "Нарушенные обещания", "История контактов",
        "ПРОТОКОЛ", "СЛУШАЛИ", "РЕШИЛИ", "Председатель",
    ]  # fmt: skip
    places = [whole.index(words) for words in order]
    assert places == sorted(places)
    assert "заседание 02.06.2008 в 17:00" in pack_pages[0]
    assert "выше предела 50 %" in pack_pages[0]
    assert "нижняя граница" in pack_pages[0]
    assert "контрольная сумма 1 479 300,00 ₽ · суммы сходятся" in pack_pages[-1]


def test_each_card_and_the_minutes_take_one_page(pack_pages: list[str]) -> None:
    pack = sample_pack.pack()
    for card in pack.cards:
        assert sum(card.client.name in text and "История контактов" in text for text in pack_pages) == 1
    assert "Председатель" in next(text for text in pack_pages if "РЕШИЛИ" in text)
    assert "Кузнецов А. В." in pack_pages[-1]


def test_a_card_with_many_documents_stays_a_page_and_says_what_is_left_out() -> None:
    from dataclasses import replace

    items = tuple(
        replace(article.items()[0], invoice_id=n, number=f"{n}", balance=100_00 + n, amount=100_00 + n)
        for n in range(1, 90)
    )
    pages = _pages(pdf.document_bytes(commission.document(sample_pack.pack(items, cards=1))))
    cards = [text for text in pages if "История контактов" in text]
    assert len(cards) == 1
    assert "ещё 7" in cards[0]
    assert "документов" in cards[0]


def test_charts_are_vectors_with_searchable_titles(pack_pages: list[str]) -> None:
    reader = PdfReader(BytesIO(pdf.document_bytes(commission.document(sample_pack.pack()))))
    assert not any(page.images for page in reader.pages)
    page = next(text for text in pack_pages if "Динамика и концентрация" in text)
    assert "3 крупнейших должника держат 68,3 % долга" in page
    assert "просрочка 30,0 % долга" in page


def test_hostile_names_are_letters_on_paper() -> None:
    data = pdf.document_bytes(commission.document(sample_pack.pack(sample_pack.hostile_documents())))
    whole = " ".join(" ".join(_pages(data)).split())
    for words in ("<b>ООО</b> & <i>Ко</i>", '=HYPERLINK("http', "@SUM(A1)", "оргонмирт ООО", "$\\frac{1}{0}$"):
        assert words in whole
    assert not any("/Annots" in page for page in PdfReader(BytesIO(data)).pages)


@pytest.mark.parametrize("text", sample_pack.HOSTILE)
def test_any_title_company_and_footer(text: str) -> None:
    table: Table[str] = Table("t", text, (Column[str]("n", text, Kind.TEXT, lambda row: row),), (text,), note=text)
    block = TableBlock(table)
    paper = Document(text, (Section(text, (Paragraph(text), block), subtitle=text),), article.AS_OF, text, text)
    assert PdfReader(BytesIO(pdf.document_bytes(paper))).pages


def test_a_very_wide_table_still_comes_out_whole() -> None:
    columns = tuple(Column[int](f"c{n}", f"Столбец {n}", Kind.MONEY, lambda row: row * 10**9) for n in range(40))
    table: Table[int] = Table("t", "Широкая", columns, (1, 2, 3))
    assert _pages(pdf.document_bytes(document.of_table(table, article.AS_OF)))


def test_an_empty_table_says_so() -> None:
    (text,) = _pages(
        pdf.document_bytes(document.of_table(aging_table(article.aging(GroupBy.CLIENT, ())), article.AS_OF))
    )
    assert "На эту дату долгов нет" in text


def test_file_and_progress(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    progress = Progress(lambda done, total, _text: steps.append((done, total)))
    pdf.write_document(_table(GroupBy.INVOICE), tmp_path / "a.pdf", progress)
    assert PdfReader(tmp_path / "a.pdf").metadata is not None
    assert steps
    assert all(done <= total for done, total in steps)
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        pdf.write_document(_table(GroupBy.INVOICE), tmp_path / "b.pdf", stopped)
    assert not (tmp_path / "b.pdf").exists()


def test_settings_planted_in_the_home_folder_are_not_executed(tmp_path: Path) -> None:
    """reportlab executes ``~/.reportlab_settings`` and any ``reportlab_settings`` on the path when imported."""
    marker = tmp_path / "executed"
    planted = f"open({str(marker)!r}, 'w').close()\n"
    (tmp_path / ".reportlab_settings").write_text(planted, encoding="utf-8")
    folder = tmp_path / "path"
    folder.mkdir()
    (folder / "reportlab_settings.py").write_text(planted, encoding="utf-8")
    code = (
        "from app.reports import paper, pdf\n"
        "print(paper.width_of('Ы', 10) > 0)\n"
        "from reportlab import rl_config\n"
        "print(rl_config.trustedSchemes, rl_config.toColorCanUse)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={
            "HOME": str(tmp_path),
            "USERPROFILE": str(tmp_path),
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(folder))),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split("\n")[:2] == ["True", "[] None"]
    assert not marker.exists()


def test_looking_at_the_floor_is_light() -> None:
    code = (
        "import sys\n"
        "import app.reports.pdf, app.reports.xlsx, app.reports.charts, app.reports.commission\n"
        "print(sorted({'matplotlib', 'openpyxl', 'reportlab', 'numpy'} & set(sys.modules)))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"
