"""The papers of a meeting, written the same way for a script and for the sample book."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.commission import PackRequest
from app.i18n import _
from app.progress import Progress

if TYPE_CHECKING:
    from app.ledger import Ledger


def write_pack(
    ledger: "Ledger",
    as_of: date,
    meeting: date,
    out: Path,
    xlsx: Path | None,
    company: str | None,
    progress: Progress,
) -> tuple[Path, ...]:
    """Make the pack, keep it in the book, write its PDF and, when asked, its Excel file; returns what was
    written. Raises ``AppError`` when a file cannot be written."""
    from app.reports import commission, pdf
    from app.reports import xlsx as workbook

    progress.step(0, 0, _("Collecting figures"))
    request = PackRequest(
        as_of=as_of,
        meeting=meeting,
        members=ledger.policy.members(),
        company=ledger.policy.company() if company is None else company,
    )
    paper = commission.document(ledger.commission.pack(request))
    pdf.write_document(paper, out, progress)
    if xlsx is None:
        return (out,)
    workbook.write_document(paper, xlsx)
    return (out, xlsx)
