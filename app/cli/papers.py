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
    from app.reports.commission import document
    from app.reports.pdf import write_document as write_pdf
    from app.reports.xlsx import write_document as write_xlsx

    progress.step(0, 0, _("Collecting figures"))
    request = PackRequest(
        as_of=as_of,
        meeting=meeting,
        members=ledger.policy.members(),
        company=ledger.policy.company() if company is None else company,
    )
    paper = document(ledger.commission.pack(request))
    write_pdf(paper, out, progress)
    if xlsx is None:
        return (out,)
    write_xlsx(paper, xlsx)
    return (out, xlsx)
