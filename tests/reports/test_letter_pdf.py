"""The PDF of a letter says what its DOCX says, on pages that hold it, whatever the template looks like."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from PIL import Image
from pypdf import PdfReader

from app.domain.letters import LetterKind
from app.errors import InputRefused
from app.reports.letter_docx import letter_docx
from app.reports.letter_parts import Grid, Para, read_leaf
from app.reports.letter_pdf import letters_pdf
from tests.letter_sample import DAY, ROWS, hostile, letter
from tests.reports.test_letter_docx import words

KINDS = list(LetterKind)


def pages(data: bytes) -> list[str]:
    return [page.extract_text().replace("\u00a0", " ") for page in PdfReader(io.BytesIO(data)).pages]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def picture() -> io.BytesIO:
    """A small PNG."""
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, "PNG")
    out.seek(0)
    return out


def drawn(write: Callable[[DocxDocument], object]) -> list[str]:
    """Pages of a document written here."""
    document = Document()
    write(document)
    out = io.BytesIO()
    document.save(out)
    return pages(letters_pdf([read_leaf(out.getvalue(), "own.docx")], ""))


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_of_the_docx_is_in_the_pdf(kind: LetterKind) -> None:
    data = letter_docx(letter(kind))
    said = squeezed("".join(pages(letters_pdf([read_leaf(data, "x")], ""))))
    for line in words(data).splitlines():
        if "стр." not in line:  # the footer's numbers are drawn anew
            for word in line.split():
                assert word in said, word


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_words_are_drawn(kind: LetterKind) -> None:
    said = squeezed("".join(pages(letters_pdf([read_leaf(letter_docx(hostile(kind)), "x")], ""))))
    assert "{{7*7}}{%forxiny%}" in said
    assert "<w:p/>&amp;" in said
    assert "конец" in said


def test_only_our_face_is_embedded_and_nothing_links_out() -> None:
    reader = PdfReader(io.BytesIO(letters_pdf([read_leaf(letter_docx(hostile(LetterKind.CLAIM)), "x")], "")))
    for page in reader.pages:
        resources: Any = page["/Resources"]
        fonts = resources["/Font"]
        assert all("Debitorka" in str(font.get_object()["/BaseFont"]) for font in fonts.values())
        assert "/Annots" not in page


def test_pages_are_numbered_and_a_batch_is_one_file() -> None:
    data = letter_docx(letter(LetterKind.CLAIM))
    found = pages(letters_pdf([read_leaf(data, "a"), read_leaf(data, "b")], ""))
    count = len(found) // 2
    assert count >= 2
    for place, text in enumerate(found):
        assert f"стр. {place % count + 1} из {count}" in text


def test_many_documents_go_over_pages_with_their_header() -> None:
    rows = tuple(replace(ROWS[0], invoice_id=n, number=f"УПД {n}") for n in range(150))
    found = pages(letters_pdf([read_leaf(letter_docx(letter(LetterKind.LEGAL_TRANSFER, rows=rows)), "x")], ""))
    assert len(found) > 4
    assert sum("Документ №" in text for text in found) > 2
    said = squeezed("".join(found))
    assert all(f"УПД{n}от" in said for n in range(150))  # the list in one cell is taller than a page


def test_a_signature_never_stands_alone() -> None:
    for count in range(1, 30):
        rows = tuple(replace(ROWS[0], invoice_id=n, number=f"УПД {n}") for n in range(count))
        content = letter(LetterKind.SCHEDULE, rows=rows, day=DAY)
        last = pages(letters_pdf([read_leaf(letter_docx(content), "x")], ""))[-1]
        assert "Лесной П. И." in last
        assert "Реквизиты и подписи сторон" in last


def test_a_persons_own_paper_is_drawn_as_it_stands() -> None:
    def write(document: DocxDocument) -> None:
        section = document.sections[0]
        section.page_width, section.page_height = Cm(29.7), Cm(21)
        section.header.paragraphs[0].text = "Бланк организации"
        right = document.add_paragraph("справа")
        right.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = document.add_paragraph().add_run("крупно")
        run.bold, run.font.size = True, Pt(20)
        document.add_paragraph("строка").add_run("\nвторая").add_break(WD_BREAK.PAGE)
        table = document.add_table(2, 2)
        table.rows[0].cells[0].merge(table.rows[0].cells[1]).text = "через две"
        table.rows[1].cells[0].add_table(1, 1).rows[0].cells[0].text = "внутри"
        document.add_paragraph("слово " * 300).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        document.add_paragraph("б" * 400)
        document.add_picture(picture(), width=Cm(40))

    found = drawn(write)
    assert all("Бланк организации" in text for text in found)
    assert len(found) >= 2
    assert "крупно" in found[0]
    assert "вторая" in found[0]
    said = squeezed("".join(found))
    for word in ("черездве", "внутри", "слово" * 300, "б" * 400):
        assert word in said


def test_word_fields_and_content_controls() -> None:
    def write(document: DocxDocument) -> None:
        footer = document.sections[0].footer.paragraphs[0]
        for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("shown", "77"), ("end", "")):
            run = footer.add_run()._r
            if kind in ("begin", "separate", "end"):
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
                run.append(mark)
            else:
                made = OxmlElement("w:instrText" if not kind else "w:t")
                made.text = text
                run.append(made)
        document.add_paragraph("тело")
        control = parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>в рамке</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        )
        document.element.body.insert(0, control)

    (page,) = drawn(write)
    assert "77" not in page
    assert "1" in page.split()
    assert "в рамке" in page


@pytest.mark.parametrize("what", ["box", "picture"])
def test_what_cannot_be_drawn_is_told(what: str) -> None:
    def write(document: DocxDocument) -> None:
        if what == "box":
            run = document.add_paragraph().add_run()._r
            run.append(parse_xml(f"<w:txbxContent {nsdecls('w')}><w:p/></w:txbxContent>"))
        else:
            document.add_picture(picture())
            part = next(p for p in document.part.package.parts if "media" in str(p.partname))
            part._blob = b"\xd7\xcd\xc6\x9a metafile"

    with pytest.raises(InputRefused, match=r"own\.docx"):
        drawn(write)


def test_parts_are_read_through_styles(tmp_path: Path) -> None:
    document = Document()
    document.styles["Normal"].font.size = Pt(14)
    style = document.styles.add_style("Own", 1)
    style.base_style = document.styles["Heading 1"]
    style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("заголовок", style="Own")
    document.add_paragraph("текст")
    document.add_table(1, 2, style="Table Grid")
    path = tmp_path / "x.docx"
    document.save(str(path))
    head, plain, grid = (block for block in read_leaf(path.read_bytes(), "x").blocks)
    assert isinstance(head, Para)
    assert (head.side, head.words[0].bold, head.keep) == ("center", True, True)
    assert isinstance(plain, Para)
    assert (plain.words[0].size, plain.words[0].bold) == (14.0, False)
    assert isinstance(grid, Grid)
    assert grid.lined
