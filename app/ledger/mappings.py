"""Meanings of unknown tables: shown, tried and, once a report was accepted by one, remembered in the book.

A remembered meaning is policy: a named operation of the journal, taken back by undo.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as Dict
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.mapping import Mapping, Role, RowRule, Sample, SampleSheet
from app.domain.statement import Statement, StatementKind
from app.i18n import _
from app.progress import Progress, silent

if TYPE_CHECKING:
    from app.ingest.mapping import Source
    from app.ledger.book import Ledger
    from app.models.policy import Json

_KEY = "mapping "
_ALWAYS = date(1900, 1, 1)


class Mappings:
    """What the columns of unknown files hold."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._sources: dict[str, Source] = {}

    def sample(self, path: Path, progress: Progress | None = None) -> Sample:
        """The top of a file with a guess; kept until ``forget``. Raises ``InputRefused`` and ``Cancelled``."""
        from app import ingest

        source = ingest.source(path, progress or silent())
        sample = source.sample()
        self._sources[sample.token] = source
        known = {mapping.fingerprint: mapping for mapping in reversed(self.remembered())}
        return replace(sample, sheets=tuple(_recalled(sheet, known) for sheet in sample.sheets))

    def with_header(self, sample: Sample, sheet: str, row: int) -> SampleSheet:
        """A sheet, its header being in this row of Excel."""
        return self._sources[sample.token].with_header(sheet, row)

    def read(self, sample: Sample, mapping: Mapping, progress: Progress | None = None) -> Statement:
        """The whole file by a mapping, for a look. Raises ``InputRefused`` saying what is missing, ``Cancelled``."""
        return self._sources[sample.token].read(mapping, progress or silent())

    def forget(self, sample: Sample) -> None:
        """The person has seen enough."""
        self._sources.pop(sample.token, None)

    def remembered(self) -> tuple[Mapping, ...]:
        """Every remembered meaning, the newest first."""
        from app.models import policy

        with self._ledger.store.read() as connection:
            stored = policy.values_like(connection, _KEY)
        return tuple(_loaded(content) for content in stored if isinstance(content, dict))

    def remember(self, mapping: Mapping) -> None:
        """Keep a meaning for next files of the same headings; nothing is written when it is known already."""
        from app.ledger.book import Changes
        from app.models import policy
        from app.models.journal import Recorder

        content = _stored(mapping)
        if any(_stored(known) == content for known in self.remembered()):
            return
        ledger = self._ledger
        key = _KEY + hashlib.sha256(mapping.fingerprint.encode()).hexdigest()[:16]
        with ledger.store.write() as connection:
            text = _("meaning of columns remembered")
            recorder = Recorder(connection, "policy", text, ledger.store.owner, ledger.now())
            policy.put(connection, recorder, key, _ALWAYS, content)
        ledger.announce(Changes(policy=True))


def _recalled(sheet: SampleSheet, known: dict[str, Mapping]) -> SampleSheet:
    """What was remembered of such headings is better than a guess."""
    guess = sheet.guess
    found = known.get(guess.fingerprint)
    if found is None:
        return sheet
    placed = replace(found, top=guess.top, bottom=guess.bottom, sheet=sheet.name, remembered=False)
    return replace(sheet, guess=placed)


def _stored(mapping: Mapping) -> Dict[str, Json]:
    return {
        "fingerprint": mapping.fingerprint,
        "top": mapping.top,
        "bottom": mapping.bottom,
        "columns": [[column, role.value] for column, role in mapping.columns],
        "kind": mapping.kind.value,
        "rows": mapping.rows.value,
        "levels": [mapping.client_level, mapping.document_level],
        "dates": mapping.dates,
    }


def _loaded(content: dict[str, Json]) -> Mapping:
    columns, levels = content["columns"], content["levels"]
    if not isinstance(columns, list) or not isinstance(levels, list):
        raise TypeError("a remembered mapping is damaged")
    return Mapping(
        fingerprint=str(content["fingerprint"]),
        top=int(str(content["top"])),
        bottom=int(str(content["bottom"])),
        columns=tuple((int(str(column)), Role(str(role))) for column, role in columns),
        kind=StatementKind(str(content["kind"])),
        rows=RowRule(str(content["rows"])),
        client_level=int(str(levels[0])),
        document_level=int(str(levels[1])),
        remembered=True,
        dates=str(content.get("dates", "")),
    )
