"""The number of a page in the whole bundle, at the upper right corner as it is seen, whatever the page is like.

It is drawn as furniture, which a reader aloud leaves out. A page that has something in that corner is drawn a little smaller,
so that the number covers nothing.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from gradesk.documents.press.canvas import TaggedCanvas
from gradesk.documents.press.letters.families import Face
from gradesk.documents.press.look import INK, USUAL
from gradesk.documents.press.paper import LANGUAGE
from gradesk.documents.press.text import SafeParagraph
from gradesk.system.lazy import lazily

if TYPE_CHECKING:
    import pikepdf
    import pypdfium2
    from pypdfium2 import raw
else:
    pikepdf = lazily("pikepdf")
    pypdfium2 = lazily("pypdfium2")
    raw = lazily("pypdfium2.raw")

BAND = 31.0  # points at the top that belong to the number on a page of A4
WIDE, HIGH = 130.0, 15.0  # points of the number's own place
RIGHT, TOP = 42.0, 13.0  # points from its place to the edges: in line with our own pages
SIZE = 9.5
A4_WIDE = 595.0
PAPER = 248  # shade from which on a place is blank
DOTS = 0.75  # pixels a point when looking whether a corner is blank
WORDS = "Page {number} of {count}"
_Matrix = tuple[float, float, float, float, float, float]


def corners_taken(pdf: bytes) -> list[bool]:
    """Of every page, whether something stands where its number is to be. Raises PdfiumError for what cannot be drawn."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        document.init_forms()
        taken = []
        for number in range(len(document)):
            page = document[number]
            taken.append(_taken(page))
            page.close()
        return taken
    finally:
        document.close()


def _taken(page: Any) -> bool:
    width, height = page.get_size()
    by = growth(width, height)
    left, top = max(0.0, width - (RIGHT + WIDE) * by), (TOP - 3) * by
    crop = (left, max(0.0, height - BAND * by), min((RIGHT - 6) * by, width / 4), top)
    if crop[0] + crop[2] >= width - 2 or crop[1] + crop[3] >= height - 2:
        return True  # smaller than the number itself
    if page.get_rotation() == 0 and _has_picture(page, width, height, by):
        return True
    seen = page.render(scale=DOTS / by, crop=crop, grayscale=True, may_draw_forms=True).to_pil()
    darkest: tuple[int, int] = seen.convert("L").getextrema()
    return darkest[0] < PAPER


def _has_picture(page: Any, width: float, height: float, by: float) -> bool:
    """Whether a picture reaches into the corner: a scan need not be unpacked to be seen."""
    for one in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=1):
        edges = [ctypes.c_float() for _ in range(4)]
        raw.FPDFPageObj_GetBounds(one.raw, *(ctypes.byref(edge) for edge in edges))
        left, _, right, top = (edge.value for edge in edges)
        if right > width - (RIGHT + WIDE) * by and top > height - BAND * by and right - left > width / 2:
            return True
    return False


def growth(width: float, height: float) -> float:
    """How many times its usual size the number is on a page, given in points: a plan of A1 is printed small."""
    return max(1.0, min(width, height) / A4_WIDE)


def stamps(first: int, last: int, count: int) -> bytes:
    """The numbers from the first to the last, each as a page of its own the size of its place."""
    canvas = TaggedCanvas((WIDE, HIGH), "Numbers", LANGUAGE, USUAL.page_theme)
    style = USUAL.style(Face.BOLD, INK)
    for number in range(first, last + 1):
        words = SafeParagraph(WORDS.format(number=number, count=count), style).set(WIDE, SIZE).tight()
        with canvas.furniture():
            words.draw(canvas, WIDE - words.width, HIGH - 1.5)
        canvas.showPage()
    return canvas.finish()


class Stamper:
    """Puts numbers on the pages of a file."""

    def __init__(self, into: pikepdf.Pdf, count: int) -> None:
        self._into = into
        drawn = stamps(1, count, count)
        self._source = pikepdf.open(BytesIO(drawn))  # kept: its streams are read when the file is written

    def stamp(self, page: pikepdf.Page, number: int, *, taken: bool, untagged: pikepdf.Page | None = None) -> Any:
        """Number a page. Gives the matrix by which its content was moved, None where it was not.

        Tagged content stays right on the page, where its tags find it; that of an `untagged` page (as its own file has it)
        is drawn as one piece, which keeps whatever state it leaves behind to itself.
        """
        box = [float(edge) for edge in page.cropbox]
        box = [min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])]
        turn = int(page.obj.get("/Rotate", 0)) % 360
        wide, high = box[2] - box[0], box[3] - box[1]
        seen = (high, wide) if turn in (90, 270) else (wide, high)
        by = growth(*seen)
        to_user = pikepdf.Matrix(*_placed(turn, box))
        moved = None
        if taken:
            scale = max(0.5, (seen[1] - BAND * by) / seen[1])
            shrink = pikepdf.Matrix(scale, 0, 0, scale, seen[0] * (1 - scale) / 2, 0)
            moved = to_user.inverse() @ shrink @ to_user
        own = self._into.copy_foreign(self._source.pages[number - 1].as_form_xobject(handle_transformations=False))
        place = pikepdf.Matrix(by, 0, 0, by, seen[0] - (RIGHT + WIDE) * by, seen[1] - (TOP + HIGH) * by) @ to_user
        if untagged is not None:
            page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary())
            page.obj.Contents = self._into.make_stream(_add(page, "Page", self._piece(untagged)) + b" Do")
        self._draw(page, own, place, moved)
        if moved is not None:
            _move_notes(page, moved)
        return moved

    def _draw(self, page: pikepdf.Page, own: Any, place: Any, moved: Any) -> None:
        _part_resources(page)
        name = _add(page, "Number", own)
        before = b"q " + (moved.encode() + b" cm " if moved is not None else b"")
        after = b" Q q " + place.encode() + b" cm " + name + b" Do Q"
        page.contents_add(before, prepend=True)
        page.contents_add(after)

    def _piece(self, page: pikepdf.Page) -> Any:
        for name in ("/TrimBox", "/ArtBox", "/BleedBox"):  # by which the piece would be cut
            if name in page.obj:
                del page.obj[name]
        return self._into.copy_foreign(page.as_form_xobject(handle_transformations=False))


def _part_resources(page: pikepdf.Page) -> None:
    """Pages may share what they draw with; a number goes onto one of them."""
    shared = page.obj.get("/Resources", pikepdf.Dictionary())
    own = pikepdf.Dictionary({key: value for key, value in shared.items() if key != "/XObject"})
    own.XObject = pikepdf.Dictionary(dict(shared.get("/XObject", pikepdf.Dictionary()).items()))
    page.obj.Resources = own


def _add(page: pikepdf.Page, stem: str, piece: Any) -> bytes:
    """Let a page draw a piece, and give the name for it; always the same, unless the page has one of that name."""
    known, name = page.obj.Resources.XObject, f"/{stem}"
    while name in known:
        name += "x"
    known[name] = piece
    return name.encode()


def _placed(turn: int, box: Sequence[float]) -> _Matrix:
    """From a page as it is seen, its lower left corner nought, to its own measures."""
    left, bottom, right, top = box
    if turn == 90:
        return (0, 1, -1, 0, right, bottom)
    if turn == 180:
        return (-1, 0, 0, -1, right, top)
    if turn == 270:
        return (0, -1, 1, 0, left, top)
    return (1, 0, 0, 1, left, bottom)


def _move_notes(page: pikepdf.Page, moved: Any) -> None:
    """Notes stay over what they are about."""
    for note in page.obj.get("/Annots", ()):
        for name in ("/Rect", "/QuadPoints", "/Vertices", "/L", "/CL"):
            if isinstance(corners := note.get(name), pikepdf.Array):
                note[name] = pikepdf.Array(moved_points([float(one) for one in corners], moved))
        if isinstance(lines := note.get("/InkList"), pikepdf.Array):
            note.InkList = pikepdf.Array(
                [pikepdf.Array(moved_points([float(one) for one in line], moved)) for line in lines]
            )


def moved_points(values: Sequence[float], moved: Any) -> list[float]:
    """Points as x, y, x, y, moved by a matrix."""
    found: list[float] = []
    for x, y in zip(values[::2], values[1::2], strict=False):
        found += [round(one, 3) for one in moved.transform((x, y))]
    return found
