"""An import told in words, line by line."""

from collections.abc import Iterator

from app import formats
from app.cli.shapes import moved
from app.domain.importing import ChangeKind, ImportPreview
from app.domain.statement import StatementKind
from app.i18n import _, ngettext, pgettext
from app.reports import wording


def import_words(looked: ImportPreview) -> Iterator[str]:
    """The file, its sums and what would change, as aligned lines."""
    pairs = [*_source(looked), *_sums(looked), *_changes(looked)]
    width = max(len(label) for label, _text in pairs)
    for label, text in pairs:
        yield f"{label:<{width}}  {text}"


def _source(looked: ImportPreview) -> Iterator[tuple[str, str]]:
    yield pgettext("import", "File"), ", ".join(file.name for file in looked.files)
    yield (
        pgettext("import", "Recognised as"),
        f"{wording.kind_word(looked.kind)}, {wording.level_word(looked.level)}, {looked.layout}",
    )
    yield (
        pgettext("import", "As of date"),
        formats.day(looked.as_of) if looked.as_of else _("not stated; give it with --as-of"),
    )
    if looked.organisation:
        yield pgettext("import", "Organisation"), looked.organisation
    for text in looked.filters:
        yield pgettext("import", "Filter"), text
    yield (
        pgettext("import", "Rows"),
        _("{rows}: {facts} taken, {skipped} skipped").format(
            rows=looked.rows, facts=looked.facts, skipped=len(looked.skipped)
        ),
    )


def _sums(looked: ImportPreview) -> Iterator[tuple[str, str]]:
    if looked.kind in (StatementKind.SALES, StatementKind.PAYMENTS):
        yield pgettext("import", "Sum"), formats.money_sign(looked.sum)
    else:
        yield pgettext("import", "Debt"), formats.money_sign(looked.debt)
    if looked.advances:
        yield pgettext("import", "Advances"), formats.money_sign(looked.advances)
    if looked.control is not None:
        verdict = _("totals match")
        if not looked.ties:
            gap = formats.money_sign(looked.sum - looked.control)
            verdict = _("totals do not match, difference {sum}").format(sum=gap)
        yield pgettext("import", "Control total"), f"{formats.money_sign(looked.control)}, {verdict}"
    yield pgettext("import", "Clients"), formats.decimal(looked.clients, 0)
    yield pgettext("import", "Documents"), formats.decimal(looked.invoices, 0)
    if looked.already is not None:
        yield pgettext("import", "Already loaded"), formats.day(looked.already.date())
    if looked.replaces is not None:
        yield pgettext("import", "Replaces report"), str(looked.replaces)


def _changes(looked: ImportPreview) -> Iterator[tuple[str, str]]:
    for kind in ChangeKind:
        mine = looked.of_kind(kind)
        if mine:
            total = formats.money_sign(sum(moved(change) for change in mine))
            text = ngettext("{n} document, {sum}", "{n} documents, {sum}", len(mine))
            yield wording.change_word(kind), text.format(n=len(mine), sum=total)
