"""Sheets that are named for what they are."""

import re
from pathlib import Path

import pytest

from app.errors import InputRefused, LayoutUnknown
from app.ingest import read
from tests.ingest.making import Grid, html, xlsx

N = None
HALF = ("Дата", "Документ", "Дебет", "Кредит")
ACT: Grid = (
    ("Акт сверки",),
    ("взаимных расчетов за период: Январь 2026 г. - Март 2026 г.",),
    ("между ООО «Заря» и ООО «Лютик»",),
    ("По данным ООО «Заря», руб.", N, N, N, "По данным ООО «Лютик», руб."),
    HALF + HALF,
    ("Сальдо начальное", N, 100, N, "Сальдо начальное"),
    ("19.01.26", "Продажа (171 от 19.01.2026)", 500, N),
    ("Сальдо конечное", N, 600, N, "Сальдо конечное"),
)
POSTINGS: Grid = (
    ("Отчет по проводкам за Январь 2026 г.",),
    ("Период", "Документ", "Аналитика Дт", "Аналитика Кт", "Дебет", N, "Кредит", N),
    ("19.01.2026", "Реализация 1 от 19.01.2026", "ООО «Лютик»", "Товары", "62.01", 500, "90.01", 500),
)


@pytest.mark.parametrize(("grid", "word"), [(ACT, "Акт сверки"), (POSTINGS, "Отчет по проводкам")])
@pytest.mark.parametrize("write", [xlsx, html])
def test_a_paper_without_open_documents_is_refused_by_name(
    tmp_path: Path, grid: Grid, word: str, write: object
) -> None:
    path = (xlsx if write is xlsx else html)(tmp_path / "Лютик.html", grid)
    with pytest.raises(InputRefused, match="(?i)" + word.replace("е", "[её]")) as refusal:
        read(path)
    assert not isinstance(refusal.value, LayoutUnknown), "the mapping dialog would be of no help"
    assert re.search(r"Карточк\w счета 62", refusal.value.hint)
