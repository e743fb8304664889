"""A matplotlib figure drawn on the canvas itself: vectors and our own embedded face, nothing rasterised.

Neither pdfrw nor svglib is among the pinned libraries, and a picture of 200 dpi is ten times larger and not
searchable. A renderer needs two things only, paths and text; everything else matplotlib builds from them.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path as Outline
from matplotlib.text import Text
from matplotlib.transforms import Bbox, Transform

from app.reports import paper

if TYPE_CHECKING:
    from numpy.typing import ArrayLike
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.pdfgen.pathobject import PDFPathObject

_CAPS = {"butt": 0, "round": 1, "projecting": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}
_HATCH_STEP = 12.0
"""Points between the lines of a hatch of one sign; two signs halve it."""

_DOT = 0.9


def draw(figure: Figure, sheet: "Canvas", place: tuple[float, float], size: tuple[float, float]) -> None:
    """Draw the figure into the box of ``size`` points at ``place`` (left, bottom). The figure takes that size."""
    width, height = size
    figure.set_dpi(72)
    figure.set_size_inches(width / 72, height / 72)
    figure.patch.set_visible(False)
    sheet.saveState()
    sheet.translate(*place)
    figure.draw(_CanvasRenderer(sheet, width, height))
    sheet.restoreState()


class _CanvasRenderer(RendererBase):
    """Paths and text of a figure as operators of the page; a pixel is a point."""

    def __init__(self, sheet: "Canvas", width: float, height: float) -> None:
        super().__init__()
        self._sheet, self._size = sheet, (width, height)

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self._size

    def flipy(self) -> bool:
        return False

    def points_to_pixels(self, points: "ArrayLike") -> Any:  # noqa: ANN401 - as in matplotlib
        return points

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Outline,
        transform: Transform,
        rgbFace: Any = None,  # noqa: ANN401, N803 - matplotlib's own name
    ) -> None:
        sheet = self._sheet
        sheet.saveState()
        self._clip(gc)
        filled = rgbFace is not None and self._paint(gc, rgbFace)
        stroked = self._pen(gc)
        if filled or stroked:
            sheet.drawPath(self._outline(path, transform), stroke=int(stroked), fill=int(filled))
        if gc.get_hatch():
            self._hatch(gc, path, transform)
        sheet.restoreState()

    def _clip(self, gc: GraphicsContextBase) -> None:
        box = gc.get_clip_rectangle()
        if box is not None:
            outline = self._sheet.beginPath()
            outline.rect(*box.bounds)
            self._sheet.clipPath(outline, stroke=0, fill=0)
        path, transform = cast("tuple[Outline | None, Transform]", gc.get_clip_path())
        if path is not None:
            self._sheet.clipPath(self._outline(path, transform), stroke=0, fill=0)

    def _paint(self, gc: GraphicsContextBase, face: Any) -> bool:  # noqa: ANN401 - as in matplotlib
        forced = gc.get_forced_alpha()
        alpha = gc.get_alpha() if forced or len(face) < 4 else face[3]
        if not alpha:
            return False
        self._sheet.setFillColorRGB(*face[:3])
        self._sheet.setFillAlpha(alpha)
        return True

    def _pen(self, gc: GraphicsContextBase) -> bool:
        colour = gc.get_rgb()
        alpha = gc.get_alpha() if gc.get_forced_alpha() else colour[3]
        if not gc.get_linewidth() or not alpha:
            return False
        sheet = self._sheet
        sheet.setStrokeColorRGB(*colour[:3])
        sheet.setStrokeAlpha(alpha)
        sheet.setLineWidth(gc.get_linewidth())
        sheet.setLineCap(_CAPS[gc.get_capstyle()])
        sheet.setLineJoin(_JOINS[gc.get_joinstyle()])
        offset, dashes = cast("tuple[float | None, list[float] | None]", gc.get_dashes())
        if dashes is not None:
            sheet.setDash(list(dashes), offset or 0)
        return True

    def _outline(self, path: Outline, transform: Transform) -> "PDFPathObject":
        """The path with its quadratic curves made cubic."""
        outline = self._sheet.beginPath()
        last = (0.0, 0.0)
        for points, code in path.iter_segments(transform, simplify=False):
            if code == Outline.MOVETO:
                outline.moveTo(*points)
            elif code == Outline.LINETO:
                outline.lineTo(*points)
            elif code == Outline.CURVE3:
                (x0, y0), (x1, y1, x2, y2) = last, points
                outline.curveTo(
                    x0 + 2 / 3 * (x1 - x0),
                    y0 + 2 / 3 * (y1 - y0),
                    x2 + 2 / 3 * (x1 - x2),
                    y2 + 2 / 3 * (y1 - y2),
                    x2,
                    y2,
                )
            elif code == Outline.CURVE4:
                outline.curveTo(*points)
            elif code == Outline.CLOSEPOLY:
                outline.close()
                continue
            last = (points[-2], points[-1])
        return outline

    def _hatch(self, gc: GraphicsContextBase, path: Outline, transform: Transform) -> None:
        """Slanted lines (``/``, ``x``) or rows of dots (``.``) inside the path. matplotlib's own tiles would
        draw each dot as four curves and make the page ten times larger."""
        sheet, hatch = self._sheet, gc.get_hatch() or ""
        sheet.clipPath(self._outline(path, transform), stroke=0, fill=0)
        sheet.setStrokeColorRGB(*gc.get_hatch_color()[:3])
        box, step = path.get_extents(transform), _HATCH_STEP / max(len(hatch), 1)
        if "." in hatch:
            sheet.setLineCap(1)
            sheet.setLineWidth(_DOT)
            sheet.setDash([0, step], 0)
            sheet.drawPath(self._rows(box, step))
            return
        sheet.setDash()
        sheet.setLineWidth(gc.get_hatch_linewidth())
        for slope in (1, -1) if "x" in hatch else (1,):
            sheet.drawPath(self._slanted(box, step, slope))

    def _rows(self, box: Bbox, step: float) -> "PDFPathObject":
        outline = self._sheet.beginPath()
        for row in range(int(box.y0 // step), int(box.y1 // step) + 1):
            shift = step / 2 if row % 2 else 0.0
            outline.moveTo(box.x0 // step * step + shift, row * step)
            outline.lineTo(box.x1, row * step)
        return outline

    def _slanted(self, box: Bbox, step: float, slope: int) -> "PDFPathObject":
        """Lines at 45 degrees through multiples of the step, so that neighbouring areas continue each other."""
        outline = self._sheet.beginPath()
        apart = step * 2**0.5
        ends = [y - slope * x for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
        for number in range(int(min(ends) // apart), int(max(ends) // apart) + 1):
            outline.moveTo(box.x0, number * apart + slope * box.x0)
            outline.lineTo(box.x1, number * apart + slope * box.x1)
        return outline

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,  # noqa: ANN401 - as in matplotlib
        mtext: Text | None = None,
    ) -> None:
        del ismath, mtext
        sheet = self._sheet
        sheet.saveState()
        self._clip(gc)
        sheet.setFillColorRGB(*gc.get_rgb()[:3])
        sheet.setFont(_font_name(prop), prop.get_size_in_points())
        sheet.translate(x, y)
        sheet.rotate(angle)
        sheet.drawString(0, 0, paper.clean(s))
        sheet.restoreState()


def _font_name(prop: FontProperties) -> str:
    """Charts take their face by file: the same file is embedded in the paper."""
    file = prop.get_file()
    bold = file is not None and "SemiBold" in Path(str(file)).name
    return paper.SEMIBOLD if bold else paper.REGULAR
