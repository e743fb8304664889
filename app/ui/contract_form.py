"""One contract: number, terms, what delay costs, who signed. Fields that do not apply are hidden."""

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from app import formats
from app.domain.dossier import Contract, TermFrom, TermKind, TermRule
from app.domain.interest import Basis, PenaltyTerms
from app.domain.money import BadValue
from app.i18n import _
from app.reports.dossier_words import start_word, term_kind_word
from app.reports.penalty_tables import basis_word
from app.ui.form import Choice, DayEdit, Form, Words, line

if TYPE_CHECKING:
    from app.ledger import Ledger

PARTS = (300, 150, 130)
"""Shares of the key rate in use: 1/300 for public buyers."""


class ContractForm(Form):
    """Writes the contract when it is saved."""

    def __init__(self, parent: QWidget, ledger: "Ledger", contract: Contract) -> None:
        super().__init__(
            parent, _("Contract"), contract.number and _("No. {number}").format(number=contract.number),
            _("Penalties are to be in every contract. Without them delay costs art. 395 of the Civil Code."),
        )  # fmt: skip
        self._ledger, self._contract, terms = ledger, contract, contract.terms
        penalty = contract.penalty or PenaltyTerms()
        today = ledger.today()
        self.number = self.add("number", _("Number"), line(contract.number))
        self.day = self.add("day", _("Date"), DayEdit(today, contract.day))
        ours = [own.name for own in ledger.letters.own_all()]
        self.organisation = self.add("organisation", _("Our organisation"), Words(ours, contract.organisation))
        kinds = [(term_kind_word(one), one) for one in TermKind]
        self.kind = self.add("kind", _("Term of payment"), Choice(kinds, terms.kind))
        self.days = self.add("days", _("Days, or the day of the month"), line(str(terms.days or "")))
        self.start = self.add("start", _("Runs"), Choice([(start_word(one), one) for one in TermFrom], terms.start))
        self.moves = self.add("moves", _("Day off"), QCheckBox(_("moves to the next working day")))
        self.moves.setChecked(terms.moves)
        self.prepaid = self.add("prepaid", _("Prepaid, %"), line(str(terms.prepaid or "")))
        bases = [(basis_word(one), one) for one in Basis]
        self.basis = self.add("basis", _("Price of delay"), Choice(bases, penalty.basis))
        self.percent = self.add("percent", _("Percent a day"), line(_plain(penalty.percent), _("e.g. 0,1")))
        parts = [(f"1/{part}", part) for part in sorted({*PARTS, penalty.key_rate_part}, reverse=True)]
        self.part = self.add("part", _("Share of the key rate a day"), Choice(parts, penalty.key_rate_part))
        self.cap = self.add("cap", _("At most, % of the debt"), line(_plain(penalty.cap), _("empty: no cap")))
        self.grace = self.add("grace", _("Free days"), line(str(penalty.grace or "")))
        self.first = self.add("first", "", QCheckBox(_("a longer delay costs from its first day")))
        self.first.setChecked(penalty.from_first)
        claim = "" if contract.claim_days is None else str(contract.claim_days)
        self.claim = self.add("claim", _("Answer to a claim, days"), line(claim, _("empty: 30 days by law")))
        self.signatory = self.add("signatory", _("Signed by"), line(contract.signatory))
        self.powers = self.add(
            "powers", _("Powers"),
            Words(("Устав", "доверенность № … от …", "гарантийное письмо о полномочиях"), contract.powers),
        )  # fmt: skip
        self.ends = self.add("ends", _("Ends on"), DayEdit(today, contract.ends_on))
        self.save = self._write
        self.kind.currentIndexChanged.connect(lambda _index: self._settle())
        self.basis.currentIndexChanged.connect(lambda _index: self._settle())
        self._settle()

    def contract(self) -> Contract:
        """What is entered. Raises ``BadValue`` in words."""
        claim = self.claim.text().strip()
        return replace(
            self._contract,
            number=self.number.text(), day=self.day.day(), organisation=self.organisation.text(), terms=self._terms(),
            penalty=self._penalty(),
            claim_days=_whole(claim, _("the term of the answer"), 365) if claim else None,
            signatory=self.signatory.text(), powers=self.powers.text(), ends_on=self.ends.day(),
        )  # fmt: skip

    def _write(self) -> None:
        self._ledger.dossier.set_contract(self.contract())

    def _terms(self) -> TermRule:
        kind = self.kind.value()
        if kind is TermKind.PREPAID:
            return TermRule(kind, prepaid=100)
        most = 31 if kind is TermKind.DAY_OF_MONTH else 365
        days = _whole(self.days.text(), _("the number of days"), most)
        if kind is TermKind.DAY_OF_MONTH and not days:
            raise BadValue(_("name the day of the month"))
        prepaid = _whole(self.prepaid.text(), _("the prepayment"), 100)
        return TermRule(kind, days, self.start.value(), prepaid, self.moves.isChecked())

    def _penalty(self) -> PenaltyTerms:
        basis = self.basis.value()
        if basis in (Basis.ARTICLE_395, Basis.NONE):
            return PenaltyTerms(basis)
        percent = _decimal(self.percent.text(), _("the percent a day"), 100) or Decimal(0)
        if basis is Basis.CONTRACT and not percent:
            raise BadValue(_("name the percent a day"))
        return PenaltyTerms(
            basis, percent if basis is Basis.CONTRACT else Decimal(0), self.part.value(),
            _decimal(self.cap.text(), _("the cap"), 1000), _whole(self.grace.text(), _("the free days"), 365),
            self.first.isChecked(),
        )  # fmt: skip

    def _settle(self) -> None:
        kind, basis = self.kind.value(), self.basis.value()
        for key in ("days", "start", "moves", "prepaid"):
            self.show_row(key, kind is not TermKind.PREPAID)
        self.show_row("percent", basis is Basis.CONTRACT)
        self.show_row("part", basis is Basis.KEY_RATE_SHARE)
        for key in ("cap", "grace", "first"):
            self.show_row(key, basis in (Basis.CONTRACT, Basis.KEY_RATE_SHARE))


def _whole(text: str, what: str, most: int) -> int:
    text = text.strip().rstrip("% ")
    if not text:
        return 0
    if not text.isdecimal() or int(text) > most:
        raise BadValue(_("{what}: a whole number from 0 to {most}").format(what=what, most=most))
    return int(text)


def _decimal(text: str, what: str, most: int) -> Decimal | None:
    text = text.replace(formats.NBSP, "").strip().rstrip("% ").replace(",", ".")
    if not text:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal(-1)
    if not (found.is_finite() and 0 < found <= most):
        raise BadValue(_("{what}: a number above 0 up to {most}").format(what=what, most=most))
    return found


def _plain(number: Decimal | None) -> str:
    return "" if not number else f"{number.normalize():f}".replace(".", ",")
