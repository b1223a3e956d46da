"""The pupil's photo on paper, in a circle; without one, a calm disc with the initial.

A picture comes as bytes from the encrypted file. It is turned upright, cut square, made small and written anew, so
nothing that a phone hides in a photo (the place it was taken, above all) goes home on paper's file.
"""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageOps
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from gradesk.documents.fonts import Face, clusters
from gradesk.documents.paper import PINE, PINE_EDGE, PINE_TINT
from gradesk.documents.text import SafeParagraph, Style, clean

MAX_PIXELS = 50_000_000  # a phone's largest picture; what claims more is not decoded
SIDE = 400  # pixels kept: 300 to the inch at the size it is printed
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, struct.error, zlib.error, Image.DecompressionBombError)


def prepare(photo: bytes) -> bytes | None:
    """The photo as a small upright square JPEG without any metadata, or None if it cannot be read."""
    try:
        with Image.open(BytesIO(photo), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                return None
            picture.draft("RGB", (SIDE, SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGBA" if picture.has_transparency_data else "RGB")
            # A little above the middle: that is where faces are.
            square = ImageOps.fit(upright, (SIDE, SIDE), Image.Resampling.BILINEAR, centering=(0.5, 0.35))
    except (*_BROKEN, Image.DecompressionBombWarning):
        return None
    plain = Image.new("RGB", square.size, "white")
    plain.paste(square, mask=square.getchannel("A") if square.mode == "RGBA" else None)
    written = BytesIO()
    plain.save(written, "JPEG", quality=85)
    return written.getvalue()


def draw_portrait(canvas: Canvas, photo: bytes | None, name: str, x: float, top: float, size: float) -> None:
    """In a circle `size` points across, from its upper left corner."""
    middle_x, middle_y, radius = x + size / 2, top - size / 2, size / 2
    ready = prepare(photo) if photo else None
    if ready:
        canvas.saveState()
        ring = canvas.beginPath()
        ring.circle(middle_x, middle_y, radius)
        canvas.clipPath(ring, stroke=0, fill=0)
        canvas.drawImage(ImageReader(BytesIO(ready)), x, top - size, size, size)
        canvas.restoreState()
    canvas.setStrokeColor(PINE_EDGE)
    canvas.setFillColor(PINE_TINT)
    canvas.setLineWidth(1.2)
    canvas.circle(middle_x, middle_y, radius, stroke=1, fill=0 if ready else 1)
    if not ready:
        initial = next(iter(clusters(clean(name).strip())), "").upper()
        letter = SafeParagraph(initial, Style(Face.BOLD, PINE)).set(size, size * 0.5)
        letter.draw(canvas, middle_x - letter.width / 2, middle_y + size * 0.305)
