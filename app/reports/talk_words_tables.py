"""Words of talks as tables: phrases of evasion, reasons of delay with their actions, results."""

from collections.abc import Collection, Sequence

from app.domain.reasons import Phrase, Reason
from app.i18n import _, pgettext
from app.reports.table import Column, Kind, Table, Tone
from app.reports.work_tables import evasion_name


def phrases_table(phrases: Sequence[Phrase], own: Collection[Phrase]) -> Table[Phrase]:
    """What is recognised, those added by hand first."""
    columns = (
        Column[Phrase]("text", _("Phrase"), Kind.TEXT, lambda one: one.text, 50, wide=True),
        Column[Phrase]("kind", _("What it means"), Kind.TEXT, lambda one: evasion_name(one.kind), 16),
        Column[Phrase](
            "own", _("Source"), Kind.TEXT, lambda one: _source(one in own), 18, lambda one: _tone(one in own)
        ),
    )
    rows = tuple(sorted(phrases, key=lambda one: one not in own))
    return Table("phrases", _("Phrases of evasion"), columns, rows)


def reasons_table(reasons: Sequence[Reason], own: Collection[Reason]) -> Table[Reason]:
    """Reasons with what to do about each."""

    def rhythm(one: Reason) -> str:
        return _("twice as often") if one.harder else ""

    columns = (
        Column[Reason]("title", _("Reason of the delay"), Kind.TEXT, lambda one: one.title, 36),
        Column[Reason]("actions", _("What to do"), Kind.TEXT, lambda one: "; ".join(one.actions), 50, wide=True),
        Column[Reason]("harder", _("Calls"), Kind.TEXT, rhythm, 14),
        Column[Reason](
            "own", _("Source"), Kind.TEXT, lambda one: _source(one in own), 18, lambda one: _tone(one in own)
        ),
    )
    rows = tuple(sorted(reasons, key=lambda one: one not in own))
    return Table("reasons", _("Reasons of delay"), columns, rows)


def results_table(results: Sequence[str]) -> Table[str]:
    """Results offered by the form of a talk, in its order."""
    columns = (Column[str]("text", _("Result"), Kind.TEXT, lambda one: one, 60, wide=True),)
    return Table("results", _("Results of talks"), columns, tuple(results))


def _source(own: bool) -> str:
    return pgettext("words", "added by hand") if own else pgettext("words", "of the article")


def _tone(own: bool) -> Tone:
    return Tone.NONE if own else Tone.MUTED
