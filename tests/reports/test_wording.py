"""Words of documents."""

from datetime import date

import pytest

from app.reports.wording import called


@pytest.mark.parametrize(
    ("number", "day", "said"),
    [
        ("8–14", None, "8–14 дн."), ("31+", None, "31+ дн."), ("31", None, "31"), ("УПД 8–14", None, "УПД 8–14"),
        ("8–14", date(2026, 6, 1), "8–14"), ("", None, ""),
    ],
)  # fmt: skip
def test_an_interval_is_called_with_its_unit(number: str, day: date | None, said: str) -> None:
    found = called(number, day).replace("\u00a0", " ")
    assert found.removesuffix(" дн.").removesuffix(" d.") == said.removesuffix(" дн.")
    assert (found == number) == (said == number)
