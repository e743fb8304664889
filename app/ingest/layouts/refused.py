"""Sheets that are known for what they are and cannot be read: better a named reason than «unknown file»."""

import re

from app.i18n import _
from app.ingest.sheet import Sheet
from app.ingest.words import plain

TOP = 40
_SETTLED = re.compile(r"акт\s+сверки\b")
_ENTRIES = re.compile(r"отчет по проводкам\b")
_SIDES = ("дебет", "кредит", "дт", "кт")


class Declined(Exception):
    """``text`` has a place for ``{name}`` of the file; ``hint`` is the way out."""

    def __init__(self, text: str, hint: str) -> None:
        super().__init__(text)
        self.text, self.hint = text, hint


def match(sheet: Sheet, file_name: str) -> None:
    """Nothing, or ``Declined`` for a statement of reconciliation and for a list of postings: both have a debit and
    a credit, and neither tells what each document still owes."""
    words = [plain(cell) for row in sheet.rows[:TOP] for cell in row[:30] if isinstance(cell, str)]
    if not any(said in _SIDES or said.startswith("по данным") for said in words):
        return
    if any(_SETTLED.match(said) for said in words):
        raise Declined(
            _("«{name}» is a statement of reconciliation («Акт сверки») with one client: it is for signing, not for "
              "loading."),
            _("In 1C form «Карточка счета 62» for this client and save it as .xlsx."),
        )  # fmt: skip
    if any(_ENTRIES.match(said) for said in words):
        raise Declined(
            _("«{name}» is a list of postings («Отчет по проводкам»), without balances to check it by."),
            _("In 1C form «Карточка счета 62» for the same period and save it as .xlsx."),
        )


def ungrouped() -> Declined:
    """The outline was removed: groups and clients look alike, and their sums would be doubled."""
    return Declined(
        _("«{name}» is a grouped report whose groups were removed: managers and clients in it look alike."),
        _("Save the report from 1C once more and do not change it."),
    )
