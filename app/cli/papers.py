"""The papers of a meeting, written the same way for a script and for the sample book."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.chart import ChartRequest
from app.domain.commission import PackRequest
from app.errors import InputRefused, UsageError
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


def write_chart(ledger: "Ledger", request: ChartRequest, out: Path, colours: str) -> str:
    """Draw one chart into a picture; returns its finding. Raises ``UsageError`` for a name that is no picture or a
    narrowing the chart does not know, ``InputRefused`` when there is nothing to draw."""
    from app.ledger.charting import chart_data
    from app.reports import palette
    from app.reports.chart_book import Party, Span, chart, question
    from app.reports.chart_picture import KINDS, write_picture

    asked = question(request.name)
    if out.suffix.lower().removeprefix(".") not in KINDS:
        raise UsageError(_("A chart is written as .png or .svg."), _("Choose another name."))
    if asked.party is Party.ONE and request.client_id is None:
        raise UsageError(_("This chart is of one client."), _("Name the client."))
    if asked.party is Party.BASE and request.client_id is not None:
        raise UsageError(_("This chart is of all clients together."), _("Leave out --client."))
    if asked.span is Span.NONE and request.since is not None:
        raise UsageError(_("This chart is of one date."), _("Leave out --from."))
    drawn = chart(request.name, chart_data(ledger, request))
    if drawn.empty:
        raise InputRefused(drawn.empty)
    base = {"light": palette.LIGHT, "dark": palette.DARK, "print": palette.PRINT}[colours]
    figure = drawn.draw(palette.with_colours(base, ledger.policy.rules(request.as_of).colours))
    figure.set_size_inches(11.0, 6.0)
    write_picture(figure, out)
    return drawn.finding
