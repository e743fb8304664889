"""The ladder of letters as a table, and its words."""

from app import formats
from app.domain.aging import AgingRules, Zone
from app.domain.ladder import Segment, Step
from app.domain.traits import Trait, word
from app.i18n import _
from app.reports import wording
from app.reports.letter_fields import paper_title
from app.reports.letter_tables import way_word, who_word
from app.reports.table import Column, Kind, Table


def ladder_table(segment: Segment, rules: AgingRules) -> Table[Step]:
    """Steps of a segment in their order. ``rules``: what the zones begin with."""
    columns = (
        Column[Step]("when", _("When"), Kind.TEXT, lambda step: when_words(step, rules), 34, wide=True),
        Column[Step]("kind", _("Letter"), Kind.TEXT, lambda step: paper_title(step.kind), 36),
        Column[Step]("way", _("How"), Kind.TEXT, lambda step: way_word(step.way), 14),
        Column[Step]("who", _("Whose step"), Kind.TEXT, lambda step: who_word(step.who), 20),
    )
    return Table("ladder", segment_words(segment), columns, segment.steps, empty=_("No steps yet"))


def when_words(step: Step, rules: AgingRules) -> str:
    """«за 3 дня до срока», «в день срока», «1 день просрочки», «серая зона, с 31 дня»."""
    if step.zone is not Zone.NONE:
        start = step.starts(rules)
        name = wording.zone_name(step.zone)
        if start is None:
            return _("{zone}: it has no interval").format(zone=name)
        return _("{zone}, {days} overdue").format(zone=name, days=formats.days(start))
    if step.day < 0:
        return _("{days} before the due date").format(days=formats.days(-step.day))
    return _("{days} overdue").format(days=formats.days(step.day)) if step.day else _("on the due date")


def segment_words(segment: Segment) -> str:
    """«Госорганы: тип госорган; категории D, E; долг от 500 000 ₽»; «Все остальные клиенты» for the last one."""
    parts = []
    if segment.kinds:
        parts.append(", ".join(word(Trait.KIND, kind) for kind in segment.kinds))
    if segment.categories:
        parts.append(_("categories {names}").format(names=", ".join(segment.categories)))
    if segment.least:
        parts.append(_("debt from {sum}").format(sum=formats.roubles_sign(segment.least)))
    told = "; ".join(parts) or _("all other clients")
    text = f"{segment.name}: {told}" if segment.name else told
    return text[:1].upper() + text[1:]
