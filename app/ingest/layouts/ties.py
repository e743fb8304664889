"""What a grouped report says of itself against its rows: totals of advances and of others, ages, intervals."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from app.domain.money import Kopecks
from app.domain.statement import StatedLine
from app.formats import money as money_text
from app.formats import money_sign
from app.i18n import _
from app.ingest.headings import Field
from app.ingest.outline import Node, below_of
from app.ingest.recognise import Header
from app.ingest.sheet import Row
from app.ingest.stack import Dim
from app.ingest.tally import Tally


def intervals(tally: Tally, header: Header) -> None:
    """A hole between the intervals means that somebody deleted a column."""
    ordered = sorted((interval for _column, interval in header.buckets), key=lambda one: one.first)
    for one, other in pairwise(ordered):
        if one.last is not None and other.first > one.last + 2:
            said = _("There is no column between {first} and {last} days: it was deleted from the report.")
            tally.warn(header.top, None, said.format(first=one.last + 1, last=other.first - 1), "hole")


def groups(tally: Tally, nodes: Sequence[Node], known: Callable[[Row], tuple[Kopecks, Kopecks]], *, net: bool) -> None:
    """Each group above the clients against its members; a group without figures states nothing. ``known`` tells the
    debt and the advance of a row; ``net``: a group may show the one less the other."""
    stated: dict[Node, tuple[Kopecks, Kopecks]] = {}
    doubtful: list[tuple[Node, Kopecks, Kopecks]] = []
    for node in reversed(nodes):
        members = [stated[child] for child in node.children if child in stated]
        if not members and node.dim is not Dim.CLIENT:
            continue  # a row below a client
        own = known(node.row)
        debt, advance = sum(pair[0] for pair in members), sum(pair[1] for pair in members)
        stated[node] = own if any(own) or not members else (debt, advance)
        if node.dim is Dim.CLIENT and not members:
            stated[node] = own if any(own) else _below(node, known)
        elif any(own) and own[0] - own[1] != debt - advance if net else own[0] not in (0, debt):
            doubtful.append((node, own[0] - own[1] if net else own[0], debt - advance if net else debt))
    for node, told, read in reversed(doubtful):
        said = _("«{name}» states {stated}, the rows below it give {read}.")
        text = said.format(name=node.name[:60], stated=money_text(told), read=money_text(read))
        tally.warn(node.number, None, text, "group")


def _below(node: Node, known: Callable[[Row], tuple[Kopecks, Kopecks]]) -> tuple[Kopecks, Kopecks]:
    """What the last rows below a row state."""
    pairs = [known(one.row) for one in below_of(node) if one.leaf]
    return sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)


def unchecked(tally: Tally) -> None:
    """A report of 1C ends with its total: without one nothing tells that the end is there."""
    if tally.control is None and tally.lines:
        tally.warn(None, None, _("The report has no row of totals to check it by: it may be cut short."))


def corrections(tally: Tally, corrected: Kopecks) -> None:
    """Where advances have a column of their own, a sum below zero among the debts is a return or a correction: it
    lessens their total, which is told as the debts and what is taken off."""
    if tally.control is None or not corrected:
        return
    said = _("The file's total of debts, {stated}, is less by {corrected} of returns and corrections among them.")
    text = said.format(stated=money_text(tally.control), corrected=money_text(corrected))
    tally.note(tally.control_row, None, text)
    tally.control += corrected


def advances(tally: Tally, stated: Kopecks | None, corrected: Kopecks) -> None:
    """The total of advances against the rows, where the file states it beside the total of debts; ``corrected``: the
    sums below zero that stand among the debts."""
    read = -sum(line.balance for line in tally.lines if line.balance is not None and line.balance < 0) - corrected
    if stated is not None and stated != read:
        said = _("The file's total of advances is {stated}, its rows give {read}.")
        tally.warn(
            tally.control_row,
            None,
            said.format(stated=money_text(stated), read=money_text(read)),
            "advances",
        )


def without_others(tally: Tally, stated: Kopecks, others: Kopecks) -> None:
    """«Итого» that also counts what is none of our business, checked by taking that away."""
    read = sum(line.balance or 0 for line in tally.lines)
    if stated - others == read:
        said = _("The file's total {stated} counts {others} of other settlements; without them it ties.")
        text = said.format(stated=money_text(stated), others=money_text(others))
        tally.note(tally.control_row, None, text)
        return
    said = _("The file's total {stated} less other settlements {others} is not what the rows give: {read}.")
    text = said.format(stated=money_text(stated), others=money_text(others), read=money_text(read))
    tally.warn(tally.control_row, None, text, "mixed")


def undated(tally: Tally, header: Header) -> None:
    """Debts that nothing tells the age of count as not due, and the person should know."""
    silent = [line.balance or 0 for line in tally.lines if (line.balance or 0) > 0 and not _aged(line)]
    if silent and not header.has(Field.OVERDUE, Field.NOT_DUE) and not header.buckets:
        said = _("The file tells no term of payment for {sum}: this debt counts as not overdue.")
        tally.note(None, None, said.format(sum=money_sign(sum(silent))))


def _aged(line: StatedLine) -> bool:
    """The row tells when it falls due, or how long it is overdue."""
    told = line.due_date is not None or line.overdue_days is not None
    return told or (line.doc_date is not None and line.terms.days is not None)
