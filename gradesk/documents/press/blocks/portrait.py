"""The pupil's photo on paper, in a circle; without one, a calm disc with the initial.

The picture is cleaned again on its way to paper, so that nothing a phone hides in a photo (the place it was taken, above
all) can go home with it, however it came into the file.
"""

from __future__ import annotations

from gradesk.documents.press.canvas import TaggedCanvas
from gradesk.documents.press.letters.families import Face
from gradesk.documents.press.letters.fonts import clusters
from gradesk.documents.press.look import PINE, PINE_EDGE, PINE_TINT, Style
from gradesk.documents.press.tags import Node
from gradesk.documents.press.text import SafeParagraph, clean
from gradesk.services.pictures import SIDE, is_clean, small_photo
from gradesk.system.refusal import Refused

ALT = "Photograph or drawing of the pupil"


def prepare(photo: bytes) -> bytes | None:
    """The photo as it is printed, or None if it cannot be read."""
    if is_clean(photo):
        return photo
    try:
        return small_photo(photo)
    except Refused:
        return None


def draw_portrait(canvas: TaggedCanvas, photo: bytes | None, name: str, x: float, top: float, size: float) -> None:
    """In a circle `size` points across, from its upper left corner."""
    middle_x, middle_y, radius = x + size / 2, top - size / 2, size / 2
    ready = prepare(photo) if photo else None
    canvas.setStrokeColor(PINE_EDGE)
    canvas.setFillColor(PINE_TINT)
    canvas.setLineWidth(1.2)
    if ready:
        with canvas.figure(Node("Figure", alt=ALT), x, top - size, x + size, top):
            canvas.saveState()
            ring = canvas.beginPath()
            ring.circle(middle_x, middle_y, radius)
            canvas.clipPath(ring, stroke=0, fill=0)
            canvas.draw_jpeg(ready, (SIDE, SIDE), x, top - size, size, size)
            canvas.restoreState()
        canvas.circle(middle_x, middle_y, radius, stroke=1, fill=0)
        return
    canvas.circle(middle_x, middle_y, radius, stroke=1, fill=1)
    initial = next(iter(clusters(clean(name).strip())), "").upper()
    letter = SafeParagraph(initial, Style(Face.BOLD, PINE)).set(size, size * 0.5)
    with canvas.furniture():  # a reader aloud says the name itself
        letter.draw(canvas, middle_x - letter.width / 2, middle_y + size * 0.305)
