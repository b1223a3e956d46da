"""Drawn faces for the practice school, so that a page with a portrait can be seen; nobody is like them."""

from __future__ import annotations

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

from gradesk.services.pictures import SIDE

_SKINS = ("#f3d3b8", "#e0b08c", "#c68e63", "#9a6540", "#6f4529")
_HAIR = ("#2b1d14", "#4a3226", "#8a5a2b", "#c99a4b", "#1a1a1e", "#a2472c")
_GROUNDS = ("#9cc3d8", "#cfe3c4", "#f2d9a6", "#d9c8e6", "#f0c4bd")
_JUMPER = "#2f5d50"


def portrait(rng: Random) -> bytes:
    """A face in a few shapes, as a photograph is kept, so that no child process is needed to make one of it."""
    picture = Image.new("RGB", (SIDE, SIDE), rng.choice(_GROUNDS))
    pen = ImageDraw.Draw(picture)
    skin, hair, side = rng.choice(_SKINS), rng.choice(_HAIR), SIDE / 100

    def box(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        return left * side, top * side, right * side, bottom * side

    if rng.random() < 0.5:
        pen.rounded_rectangle(box(24, 24, 76, 78), 20 * side, fill=hair)  # long hair
    pen.ellipse(box(16, 74, 84, 130), fill=_JUMPER)
    pen.rectangle(box(43, 64, 57, 80), fill=skin)
    pen.ellipse(box(28, 22, 72, 74), fill=skin)
    pen.pieslice(box(26, 16, 74, 66), 185, 355, fill=hair)
    for x in (40, 60):
        pen.ellipse(box(x - 2.5, 46, x + 2.5, 51), fill="#222222")
    if rng.random() < 0.25:
        for x in (40, 60):
            pen.ellipse(box(x - 8, 41, x + 8, 57), outline="#333344", width=6)
    pen.arc(box(40, 50, 60, 66), 20, 160, fill="#7a3b2e", width=8)
    out = BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()
