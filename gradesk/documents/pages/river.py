"""The river's shapes on paper and as SVG. Colours are those of the light theme, whose stages differ in tone as well."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape

from reportlab.lib.colors import HexColor

from gradesk.documents.press.canvas import TaggedCanvas
from gradesk.documents.press.letters.families import Face
from gradesk.documents.press.look import LEADING, Look, Style
from gradesk.documents.press.paper import CONFIDENTIAL, PRACTICE
from gradesk.documents.press.text import ASCENT, SafeParagraph
from gradesk.model.rules.river.rows import Ink
from gradesk.model.rules.river.shapes import Glyph, Pill, Rect, Shape, Words, outlines
from gradesk.services.paper.sheets import Sheet
from gradesk.system.paths import resource

_DASH = (3.0, 2.0)
_HATCH = 3.2  # points between two lines of a hatch
_UNWRITABLE = frozenset(map(chr, (*range(0xD800, 0xE000), 0xFFFE, 0xFFFF)))
_SOFT = 0.45  # how dense a soft fill is


@cache
def colours() -> dict[str, str]:
    """The colours by role."""
    raw = tomllib.loads(resource("themes", "light.toml").read_text("utf-8"))
    return {role: str(value) for role, value in raw.items()} | {"term": "#f1eee6"}


def ink(size: float) -> Ink:
    """How text of a size is measured on paper, in points."""

    @cache
    def measure(text: str) -> float:
        return SafeParagraph(text, _style("text", bold=False)).width(size)

    return Ink(size * LEADING, measure)


@cache
def _style(role: str, *, bold: bool) -> Style:
    return Style(Face.BOLD if bold else Face.REGULAR, HexColor(colours()[role]))


class PaperRiver:
    """Draws shapes on a canvas; `left` and `top` are where their origin lies, in points."""

    def __init__(self, canvas: TaggedCanvas, left: float, top: float, size: float) -> None:
        self._canvas = canvas
        self._left = left
        self._top = top
        self._size = size

    def draw(self, shapes: Iterable[Shape], clip: tuple[float, float, float, float] | None = None) -> None:
        """Draw shapes in their order, nothing of them outside of `clip` (left, top, width, height)."""
        canvas = self._canvas
        canvas.saveState()
        if clip is not None:
            path = canvas.beginPath()
            path.rect(self._left + clip[0], self._top - clip[1] - clip[3], clip[2], clip[3])
            canvas.clipPath(path, stroke=0, fill=0)
        for shape in shapes:
            self._shape(shape)
        canvas.restoreState()

    def _shape(self, shape: Shape) -> None:
        if isinstance(shape, Rect):
            self._rect(shape)
        elif isinstance(shape, Words):
            self._words(shape)
        elif isinstance(shape, Glyph):
            self._glyph(shape)
        elif isinstance(shape, Pill):
            self._rect(shape.parts()[0])
            self._words(shape.parts()[1])
        else:
            self._canvas.setStrokeColor(HexColor(colours()[shape.role]))
            self._canvas.setLineWidth(shape.width * 0.7)
            self._canvas.line(self._left + shape.x1, self._top - shape.y1, self._left + shape.x2, self._top - shape.y2)

    def _rect(self, rect: Rect) -> None:
        canvas, x, y = self._canvas, self._left + rect.x, self._top - rect.y - rect.height
        fill = bool(rect.fill) and rect.style != "hatch"
        if fill:
            canvas.setFillColor(HexColor(colours()[rect.fill]))
            canvas.setFillAlpha(_SOFT if rect.style == "soft" else 1)
        if rect.edge:
            canvas.setStrokeColor(HexColor(colours()[rect.edge]))
            canvas.setLineWidth(0.7)
            canvas.setDash(*(_DASH if rect.style == "dash" else (1, 0)))
        radius = min(rect.radius, rect.width / 2, rect.height / 2)
        if rect.style == "hatch":
            self._hatch(x, y, rect)
        if fill or rect.edge:
            canvas.roundRect(x, y, rect.width, rect.height, radius, stroke=int(bool(rect.edge)), fill=int(fill))
        canvas.setFillAlpha(1)
        canvas.setDash()

    def _hatch(self, x: float, y: float, rect: Rect) -> None:
        canvas = self._canvas
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(x, y, rect.width, rect.height)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.setStrokeColor(HexColor(colours()[rect.fill]))
        canvas.setLineWidth(0.6)
        along = -rect.height
        while along < rect.width:
            canvas.line(x + along, y, x + along + rect.height, y + rect.height)
            along += _HATCH
        canvas.restoreState()

    def _words(self, words: Words) -> None:
        made = SafeParagraph(words.text, _style(words.role, bold=words.bold)).set(10_000, self._size)
        slack = {"left": 0.0, "centre": (words.width - made.width) / 2, "right": words.width - made.width}
        made.draw(
            self._canvas,
            self._left + words.x + slack[words.align],
            self._top - words.y - (words.height - made.height) / 2,
        )

    def _glyph(self, glyph: Glyph) -> None:
        canvas, half = self._canvas, glyph.size / 2
        x, y = self._left + glyph.x, self._top - glyph.y
        colour = HexColor(colours()[glyph.role])
        canvas.setFillColor(colour)
        if glyph.shape == "ring":
            canvas.setStrokeColor(colour)
            canvas.setLineWidth(glyph.size * 0.2)
            canvas.circle(x, y, half * 0.8, stroke=1, fill=0)
        elif glyph.shape == "circle":
            canvas.circle(x, y, half, stroke=0, fill=1)
        for corners in outlines(glyph.shape):
            path = canvas.beginPath()
            path.moveTo(x + corners[0][0] * half, y - corners[0][1] * half)
            for across, down in corners[1:]:
                path.lineTo(x + across * half, y - down * half)
            path.close()
            canvas.drawPath(path, stroke=0, fill=1)


def picture_foot(sheet: Sheet, look: Look) -> list[str]:
    """What stands below a picture as it does on every page: the practice mark, school, name and day, "Confidential"."""
    day = look.language.date(sheet.made_on)
    parts = (sheet.school_name, look.who(sheet.heading), f"{look.say('As on')} {day}", look.say(CONFIDENTIAL))
    return [*([PRACTICE] if sheet.practice else []), " · ".join(filter(None, parts))]


def svg(
    shapes: Iterable[Shape],
    captions: Iterable[Shape],
    width: float,
    height: float,
    left: float,
    size: float,
    title: str,
    foot: Sequence[str],
) -> str:
    """The same as an SVG picture of its own, `width` by `height` units; nothing in it is fetched from anywhere.

    Args:
        left: where the plot begins, right of the captions; shapes are cut off there.
        size: of the type.
        title: what the picture is, for those who hear it.
        foot: lines below it, as every page has them.
    """
    body = "\n".join(_svg_shape(shape, size) for shape in shapes)
    line = size * LEADING
    whole = height + round(line * (len(foot) + 0.5))
    below = [Words(0.0, height + line * place, width, line, words, "quiet") for place, words in enumerate(foot)]
    captions = [*captions, *below]
    names = "\n".join(_svg_shape(shape, size) for shape in captions)
    hatches = "".join(
        f'<pattern id="hatch-{role}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<line x1="0" y1="0" x2="0" y2="5" stroke="{colours()[role]}" stroke-width="1.6"/></pattern>'
        for role in ("assess", "plan", "do", "review", "accent", "line")
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{whole:g}" '
        f'viewBox="0 0 {width:g} {whole:g}" role="img" font-family="Atkinson Hyperlegible Next, Noto Sans, sans-serif" '
        f'font-size="{size:g}">\n<title>{escape(_xml(title))}</title>\n'
        f'<defs>{hatches}<clipPath id="plot"><rect x="{left:.1f}" y="0" width="{width - left:.1f}" height="{height:g}"/>'
        f'</clipPath></defs>\n<rect width="{width:g}" height="{whole:g}" fill="{colours()["card"]}"/>\n'
        f'<g clip-path="url(#plot)">\n{body}\n</g>\n{names}\n</svg>\n'
    )


def _svg_shape(shape: Shape, size: float) -> str:
    if isinstance(shape, Rect):
        return _svg_rect(shape)
    if isinstance(shape, Words):
        anchor = {"left": "start", "centre": "middle", "right": "end"}[shape.align]
        x = shape.x + {"left": 0.0, "centre": shape.width / 2, "right": shape.width}[shape.align]
        y = shape.y + shape.height / 2 + size * (ASCENT - LEADING / 2)
        weight = ' font-weight="bold"' if shape.bold else ""
        words = escape(_xml(shape.text))
        return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colours()[shape.role]}" text-anchor="{anchor}"{weight}>{words}</text>'
    if isinstance(shape, Glyph):
        return _svg_glyph(shape)
    if isinstance(shape, Pill):
        panel, count = shape.parts()
        return _svg_rect(panel) + _svg_shape(count, size)
    return (
        f'<line x1="{shape.x1:.1f}" y1="{shape.y1:.1f}" x2="{shape.x2:.1f}" y2="{shape.y2:.1f}" '
        f'stroke="{colours()[shape.role]}" stroke-width="{shape.width:g}"/>'
    )


def _svg_rect(rect: Rect) -> str:
    fill = "none"
    if rect.fill:
        fill = f"url(#hatch-{rect.fill})" if rect.style == "hatch" else colours()[rect.fill]
    more = f' fill-opacity="{_SOFT}"' if rect.style == "soft" else ""
    if rect.edge:
        more += f' stroke="{colours()[rect.edge]}"' + (' stroke-dasharray="4 3"' if rect.style == "dash" else "")
    more += f' rx="{rect.radius:g}"' if rect.radius else ""
    box = f'x="{rect.x:.1f}" y="{rect.y:.1f}" width="{max(rect.width, 0):.1f}" height="{rect.height:.1f}"'
    return f'<rect {box} fill="{fill}"{more}/>'


def _svg_glyph(glyph: Glyph) -> str:
    colour, half = colours()[glyph.role], glyph.size / 2
    if glyph.shape == "circle":
        return f'<circle cx="{glyph.x:.1f}" cy="{glyph.y:.1f}" r="{half:.1f}" fill="{colour}"/>'
    if glyph.shape == "ring":
        stroke = f'stroke="{colour}" stroke-width="{glyph.size * 0.2:.1f}"'
        return f'<circle cx="{glyph.x:.1f}" cy="{glyph.y:.1f}" r="{half * 0.8:.1f}" fill="none" {stroke}/>'
    points = [
        " ".join(f"{glyph.x + x * half:.1f},{glyph.y + y * half:.1f}" for x, y in corners)
        for corners in outlines(glyph.shape)
    ]
    return "".join(f'<polygon points="{corners}" fill="{colour}"/>' for corners in points)


def _xml(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return "".join(letter for letter in text if letter in "\t\n" or (letter >= " " and letter not in _UNWRITABLE))
