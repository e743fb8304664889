"""The client's file and the legal track in words: roles, terms, penalties, marks, stages, what is missing."""

from app import formats
from app.domain.debtor import Role
from app.domain.dossier import (
    Answer,
    Contract,
    Decision,
    EventKind,
    Intake,
    Manner,
    Part,
    Preferences,
    TermFrom,
    TermKind,
    TermRule,
    dangerous,
)
from app.domain.interest import Basis, PenaltyTerms
from app.domain.legal import Gap, Missing, Stage
from app.domain.marks import Excess, Mark, MarkKind
from app.domain.terms_advice import Advice, Caveat, Ground
from app.i18n import _, ngettext, pgettext
from app.reports.penalty_tables import basis_word
from app.reports.table import Tone
from app.reports.wording import channel_word


def part_word(part: Part) -> str:
    """What a person has to do with payments."""
    return {
        Part.DECIDES: pgettext("person", "decides"),
        Part.PAYS: pgettext("person", "pays"),
        Part.BOTH: pgettext("person", "decides and pays"),
        Part.NEITHER: pgettext("person", "neither decides nor pays"),
    }[part]


def manner_word(manner: Manner) -> str:
    """The tone a client likes."""
    return {
        Manner.FORMAL: pgettext("manner", "formal"),
        Manner.FRIENDLY: pgettext("manner", "friendly, not formal"),
        Manner.SHORT: pgettext("manner", "short and to the point"),
    }[manner]


def preference_words(wanted: Preferences) -> str:
    """«утром · по-дружески · по почте»; empty when nothing is known."""
    parts = [wanted.hours]
    parts.append(manner_word(wanted.manner) if wanted.manner else "")
    parts.append(channel_word(wanted.channel) if wanted.channel else "")
    return " · ".join(part for part in parts if part)


def term_kind_word(kind: TermKind) -> str:
    """How a term is counted."""
    return {
        TermKind.CALENDAR: pgettext("term", "calendar days"),
        TermKind.WORKING: pgettext("term", "working (banking) days"),
        TermKind.DAY_OF_MONTH: pgettext("term", "by a day of the next month"),
        TermKind.PREPAID: pgettext("term", "prepayment"),
    }[kind]


def start_word(start: TermFrom) -> str:
    """From what a term runs."""
    return {
        TermFrom.SHIPMENT: pgettext("term", "from shipment"),
        TermFrom.RECEIPT: pgettext("term", "from receipt"),
        TermFrom.SIGNING: pgettext("term", "from signing of the delivery note"),
        TermFrom.INVOICE: pgettext("term", "from the invoice"),
    }[start]


def terms_words(terms: TermRule) -> str:
    """«14 календарных дней от отгрузки, предоплата 30 %»."""
    if terms.kind is TermKind.PREPAID or terms.prepaid == 100:
        return pgettext("term", "prepayment")
    if terms.kind is TermKind.DAY_OF_MONTH:
        words = _("by day {n} of the next month").format(n=terms.days)
    elif not terms.days:
        words = pgettext("term", "on delivery")
    elif terms.kind is TermKind.WORKING:
        count = ngettext("{n} working day", "{n} working days", terms.days).format(n=terms.days)
        words = f"{count} {start_word(terms.start)}"
    else:
        words = f"{formats.days(terms.days)} {start_word(terms.start)}"
    if terms.prepaid:
        words += ", " + _("prepaid {n} %").format(n=terms.prepaid)
    return words


def penalty_words(penalty: PenaltyTerms | None) -> str:
    """What delay costs by the contract."""
    if penalty is None or penalty.basis is Basis.ARTICLE_395:
        return basis_word(Basis.ARTICLE_395)
    if penalty.basis is Basis.NONE:
        return _("no penalty")
    if penalty.basis is Basis.KEY_RATE_SHARE:
        parts = [_("1/{n} of the key rate a day").format(n=penalty.key_rate_part)]
    else:
        places = max(0, -int(penalty.percent.normalize().as_tuple().exponent))
        parts = [_("{rate} % a day").format(rate=formats.decimal(penalty.percent, places))]
    if penalty.cap is not None:
        parts.append(_("{n} % at most").format(n=formats.decimal(penalty.cap.normalize(), 0)))
    if penalty.grace:
        parts.append(_("{days} free").format(days=formats.days(penalty.grace)))
    return ", ".join(parts)


def role_word(role: Role) -> str:
    """Who works with the client now."""
    return {
        Role.MANAGER: pgettext("role", "manager"),
        Role.HEAD: pgettext("role", "head of sales"),
        Role.FINANCE: pgettext("role", "finance"),
        Role.LEGAL: pgettext("role", "lawyer"),
        Role.SECURITY: pgettext("role", "security service"),
        Role.AGENCY: pgettext("role", "collection agency"),
    }[role]


def event_word(kind: EventKind) -> str:
    """What changed at a client."""
    return {
        EventKind.OWNERS: pgettext("event", "owners"),
        EventKind.DIRECTOR: pgettext("event", "director"),
        EventKind.REQUISITES: pgettext("event", "requisites"),
        EventKind.ADDRESS: pgettext("event", "address"),
        EventKind.TERMS: pgettext("event", "terms of payment"),
        EventKind.OTHER: pgettext("event", "something else"),
    }[kind]


def answer_word(answer: Answer | None) -> str:
    """What the check of a question gave."""
    if answer is None:
        return ""
    return {
        Answer.GOOD: pgettext("answer", "fine"),
        Answer.BAD: pgettext("answer", "bad"),
        Answer.UNKNOWN: pgettext("answer", "not known"),
    }[answer]


def decision_word(decision: Decision) -> str:
    """How a check ended."""
    return {
        Decision.ACCEPTED: pgettext("decision", "accepted"),
        Decision.REFUSED: pgettext("decision", "refused"),
        Decision.SECURITY: pgettext("decision", "passed to the security service"),
    }[decision]


def check_words(one: Intake, as_of_late: bool) -> str:
    """Where a check stands."""
    if one.decision is not None and one.decided_on is not None:
        words = _("Decided on {day}: {decision}").format(
            day=formats.day(one.decided_on), decision=decision_word(one.decision)
        )
        return f"{words}. {one.reason}" if one.reason else words
    words = _("Begun on {day}, to be decided by {until}").format(
        day=formats.day(one.started_on), until=formats.day(one.until)
    )
    return words + (": " + _("two weeks have passed") if as_of_late else "")


def stage_word(stage: Stage) -> str:
    """Where a case stands."""
    return {
        Stage.CLAIM_SENT: pgettext("stage", "claim sent"),
        Stage.ANSWER: pgettext("stage", "answer to the claim"),
        Stage.SUIT: pgettext("stage", "suit filed"),
        Stage.RULING: pgettext("stage", "ruling"),
        Stage.WRIT: pgettext("stage", "writ of execution"),
        Stage.ENFORCEMENT: pgettext("stage", "enforcement"),
        Stage.RESULT: pgettext("stage", "result"),
    }[stage]


def missing_words(one: Missing) -> tuple[str, str]:
    """(what is missing, what to do about it)."""
    day = formats.day(one.until) if one.until is not None else formats.DASH
    what, how = {
        Gap.CONTRACT: (_("no contract"), _("Enter it on «Contracts»: number, date, terms, penalty.")),
        Gap.DOCUMENTS: (_("no files"), _("Add scans of delivery notes and invoices on «Files».")),
        Gap.ACT: (
            _("no reconciliation act signed with powers"),
            _("Send an act; when it returns, write down who signed it and by what powers."),
        ),
        Gap.CLAIM: (_("no claim"), _("Make the claim with its calculation and register it.")),
        Gap.SENDING: (_("the claim was not sent"), _("Send it with a list of enclosures and note the day.")),
        Gap.TERM: (
            _("the term of the answer to the claim runs"),
            _("The court is open from {day}.").format(day=day),
        ),
        Gap.LIMITATION: (
            _("limitation of the oldest document ended on {day}").format(day=day),
            _("A written acknowledgment of the debt starts it anew; ask the lawyer."),
        ),
    }[one.gap]
    return what, how


def mark_words(mark: Mark) -> str:
    """A chip: two or three words."""
    day = formats.short_day(mark.day) if mark.day is not None else ""
    return {
        MarkKind.REFUSED: lambda: _("refused at the check"),
        MarkKind.HANDOVER: lambda: _handed(mark.role or Role.MANAGER),
        MarkKind.PAUSE: lambda: _("pause until {day}").format(day=day),
        MarkKind.DISPUTE: lambda: _("dispute {sum}").format(sum=formats.roubles_sign(mark.amount)),
        MarkKind.CHECK: lambda: _("the check is late") if mark.late else _("the check is not finished"),
        MarkKind.CHANGED: lambda: _changed(mark),
        MarkKind.SCHEDULE: lambda: _("schedule is broken") if mark.late else _("repayment schedule"),
        MarkKind.OVER: lambda: _("terms above category {letter}").format(letter=mark.words),
        MarkKind.DANGEROUS: lambda: _("dangerous type"),
        MarkKind.NOT_TARGET: lambda: _("not a target client"),
    }[mark.kind]()


def mark_tip(mark: Mark) -> str:
    """Why, in a sentence; the tooltip of a chip."""
    if mark.kind is MarkKind.DANGEROUS:
        return dangerous(mark.words)
    if mark.kind is MarkKind.OVER:
        return "; ".join(excess_word(one) for one in mark.excess)
    if mark.kind is MarkKind.NOT_TARGET:
        return _("The core assortment is not more than half of its orders: no deferral by the rules.")
    if mark.kind is MarkKind.CHECK and mark.day is not None:
        return _("To be decided by {day}").format(day=formats.day(mark.day))
    day = formats.day(mark.day) if mark.day is not None else ""
    return ", ".join(part for part in (mark.words, day) if part)


def mark_tone(mark: Mark) -> Tone:
    """Red stops, yellow warns, grey only tells."""
    if mark.kind is MarkKind.SCHEDULE:
        return Tone.RED if mark.late else Tone.GREY
    if mark.kind is MarkKind.DANGEROUS:
        return Tone.YELLOW
    return Tone.NONE if mark.kind is MarkKind.NOT_TARGET else Tone.RED


def excess_word(one: Excess) -> str:
    """In what a client is above its category."""
    return {
        Excess.DEFERRAL: _("the deferral of the contract is longer than the category allows"),
        Excess.PREPAYMENT: _("the category pays before shipment, the contract gives credit"),
        Excess.LIMIT: _("the debt is above the limit of the category"),
    }[one]


def advice_words(advice: Advice) -> str:
    """The suggestion in one sentence."""
    if advice.prepaid is None:
        if advice.late:
            n = ngettext("{n} payment late in a row", "{n} payments late in a row", advice.late)
            return _("The table changes nothing: {streak}.").format(streak=n.format(n=advice.late))
        if advice.good:
            n = ngettext("{n} payment on time in a row", "{n} payments on time in a row", advice.good)
            return _("The table changes nothing: {streak}.").format(streak=n.format(n=advice.good))
        return _("The table changes nothing: no payments yet.")
    terms = _("payment on delivery") if advice.prepaid == 0 else _("{n} % prepaid").format(n=advice.prepaid)
    why = {
        Ground.NEW: _("a new client"),
        Ground.THREE_GOOD: _("three payments in a row on time"),
        Ground.YEAR_GOOD: _("a year without a delay"),
        Ground.THREE_LATE: _("three payments in a row late"),
        Ground.BACK: _("on the prepayment of three delays and paid on time once"),
        Ground.LEAVE: _("on full prepayment and paid on time in a row"),
        Ground.TEN_LATE: _("ten payments in a row late"),
        Ground.STAY: "",
    }[advice.ground]
    return _("Suggestion: {terms} ({why}).").format(terms=terms, why=why)


def caveat_words(caveat: Caveat) -> str:
    """What the table does not say."""
    return {
        Caveat.FEW_LATE: _("The table has no row for one or two delays."),
        Caveat.FIRST_YEAR: _("The client has been with us for less than a year."),
        Caveat.LEAVING_100: _("The table does not say how a full prepayment ends: decide yourself."),
        Caveat.NO_DEFERRAL: _("The table speaks of prepayment alone; the deferral is yours to decide."),
        Caveat.DOUBTFUL: _("Some were paid in the week of their due date; they count as paid on time."),
    }[caveat]


def contract_words(one: Contract) -> str:
    """«№ 15-К от 01.02.2026»."""
    number = _("No. {number}").format(number=one.number)
    return number if one.day is None else _("{number} of {day}").format(number=number, day=formats.day(one.day))


def signed_words(one: Contract) -> str:
    """«Лесной П. И., Устав»; a signatory without powers is told."""
    if one.signatory and not one.powers:
        return _("{signatory}, powers are not known").format(signatory=one.signatory)
    return ", ".join(part for part in (one.signatory, one.powers) if part)


def contract_details(one: Contract) -> str:
    """Everything of a contract in a line."""
    parts = [contract_words(one), one.organisation, terms_words(one.terms), penalty_words(one.penalty)]
    return " · ".join(part for part in (*parts, signed_words(one)) if part)


def _handed(role: Role) -> str:
    return {
        Role.MANAGER: _("handed to a manager"),
        Role.HEAD: _("handed to the head of sales"),
        Role.FINANCE: _("handed to finance"),
        Role.LEGAL: _("handed to the lawyer"),
        Role.SECURITY: _("handed to security"),
        Role.AGENCY: _("handed to an agency"),
    }[role]


def _changed(mark: Mark) -> str:
    return {
        EventKind.OWNERS: _("owners have changed"),
        EventKind.DIRECTOR: _("director has changed"),
    }.get(mark.event or EventKind.REQUISITES, _("requisites have changed"))
