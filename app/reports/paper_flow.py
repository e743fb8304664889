"""Atoms of a page and how they fall onto pages. An atom is never split; one taller than a page stands alone."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

Draw: TypeAlias = Callable[["Canvas", float, float], None]
"""(sheet, left, top) in points; the atom lies below ``top``."""


@dataclass(frozen=True, slots=True)
class Atom:
    """Something of a height (points) that is drawn whole. ``keep``: never parted from the next one; ``header``:
    repeated above it where it begins a page; ``blank``: dropped at the top of a page."""

    height: float
    draw: Draw | None = None
    keep: bool = False
    header: "Atom | None" = None
    blank: bool = False

    @staticmethod
    def space(height: float, *, keep: bool = True) -> "Atom":
        """Empty room."""
        return Atom(height, keep=keep, blank=True)


@dataclass(slots=True)
class Page:
    """Atoms with the distance of each from the top of the page's frame."""

    landscape: bool
    section: int
    placed: list[tuple[float, Atom]] = field(default_factory=list)
    used: float = 0.0

    def add(self, atom: Atom) -> None:
        """Put it under what is there."""
        self.placed.append((self.used, atom))
        self.used += atom.height


def paginate(atoms: Iterable[Atom], height: float, *, landscape: bool, section: int) -> list[Page]:
    """Pages of one section, frame ``height`` points. At least one page, even without atoms."""
    pages = [Page(landscape, section)]
    for chunk in _chunks(atoms):
        if all(atom.blank for atom in chunk) and pages[-1].used + sum(atom.height for atom in chunk) > height:
            continue  # empty room at the foot of a page opens no page of its own
        total = sum(atom.height for atom in chunk)
        if pages[-1].used + total > height and pages[-1].placed:
            pages.append(Page(landscape, section))
        for atom in chunk:
            if pages[-1].used + atom.height > height and pages[-1].placed:
                if atom.blank:
                    continue
                pages.append(Page(landscape, section))
            _place(pages[-1], atom)
    return pages


def _place(page: Page, atom: Atom) -> None:
    if not page.placed:
        if atom.blank:
            return
        if atom.header is not None:
            page.add(atom.header)
    page.add(atom)


def _chunks(atoms: Iterable[Atom]) -> Iterator[list[Atom]]:
    """Runs of atoms that stay together."""
    chunk: list[Atom] = []
    for atom in atoms:
        chunk.append(atom)
        if not atom.keep:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
