"""Pages out of atoms: nothing is cut, and empty room never makes a page."""

from app.reports.paper_flow import Atom, paginate


def heights(*atoms: Atom) -> list[list[float]]:
    pages = paginate(atoms, 100, landscape=False, section=0)
    return [[atom.height for _top, atom in page.placed] for page in pages]


def test_room_after_a_full_page_makes_no_empty_page() -> None:
    assert heights(Atom(60), Atom(40), Atom.space(9), Atom.space(4, keep=False)) == [[60, 40]]


def test_room_that_stays_with_what_follows_goes_over_with_it() -> None:
    assert heights(Atom(95), Atom.space(9), Atom(30)) == [[95], [30]]


def test_what_is_kept_together_moves_together() -> None:
    assert heights(Atom(50), Atom(30, keep=True), Atom(30)) == [[50], [30, 30]]


def test_nothing_still_has_a_page() -> None:
    assert heights() == [[]]
