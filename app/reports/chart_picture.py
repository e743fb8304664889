"""A chart as a picture file: PNG or SVG by the name's ending."""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from app.reports import atomic

if TYPE_CHECKING:
    from matplotlib.figure import Figure

KINDS = ("png", "svg")


def picture_bytes(figure: "Figure", kind: str, dpi: int = 200) -> bytes:
    """The picture; the same figure gives the same bytes. Letters of an SVG are outlines: the face is ours alone."""
    from matplotlib import rc_context

    buffer = BytesIO()
    dated = {"Date": None} if kind == "svg" else None
    with rc_context({"svg.hashsalt": "debitorka", "svg.fonttype": "path"}):
        figure.savefig(buffer, format=kind, dpi=dpi, metadata=dated)
    return buffer.getvalue()


def write_picture(figure: "Figure", path: Path, dpi: int = 200) -> None:
    """Write the picture through a temporary file. Raises ``AppError`` when it cannot be written."""
    data = picture_bytes(figure, path.suffix.lower().removeprefix("."), dpi)

    def fill(file: BinaryIO) -> None:
        file.write(data)

    atomic.write(path, fill)
