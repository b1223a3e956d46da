"""A page on which words are covered for good: drawn as a picture with the boxes in it, and what stays laid over it unseen.

The unseen letters are of a font without shapes, so that the page can still be searched, copied and read aloud.
"""

from __future__ import annotations

import ctypes
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from gradesk.documents.desk.bundle.finding import Words
from gradesk.system.lazy import lazily

if TYPE_CHECKING:
    import pikepdf
    from PIL import Image, ImageChops, ImageDraw
    from pypdfium2 import raw
else:
    pikepdf = lazily("pikepdf")
    raw = lazily("pypdfium2.raw")
    Image = lazily("PIL.Image")
    ImageChops = lazily("PIL.ImageChops")
    ImageDraw = lazily("PIL.ImageDraw")

DOTS = 200  # an inch
MOST_PIXELS = 24_000_000  # of one page, however large it says it is
QUALITY = 82
AROUND = 0.06  # of its height that a box reaches beyond the ink, and two pixels more: the edge of ink is blurred
_FINE = 10.0  # device steps a point, by which PDFium is asked for places
_CODES = 256
Edges = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Letter:
    """A sign of a page as the page is seen: left, top, right, bottom in points from the upper left corner.

    `edges` are those of its ink, `room` those of its place in the line; both are missing for a sign that nobody sees.
    """

    sign: str
    edges: Edges | None = None
    room: Edges | None = None


def signs_of(page: Any) -> str:
    """The text of a page as PDFium finds it, sign by sign."""
    text = page.get_textpage()
    try:
        return "".join(_sign(text, place) for place in range(text.count_chars()))
    finally:
        text.close()


def _sign(text: Any, place: int) -> str:
    return chr(raw.FPDFText_GetUnicode(text.raw, place) or 0x20)


def letters_of(page: Any) -> list[Letter]:
    """The same signs, each with its place."""
    text = page.get_textpage()
    width, height = page.get_size()
    try:
        return [_letter(page, text, place, width, height) for place in range(text.count_chars())]
    finally:
        text.close()


def _letter(page: Any, text: Any, place: int, width: float, height: float) -> Letter:
    sign = _sign(text, place)
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    loose = raw.FS_RECTF()
    found = raw.FPDFText_GetCharBox(text.raw, place, *map(ctypes.byref, (left, right, bottom, top)))
    if not found or not raw.FPDFText_GetLooseCharBox(text.raw, place, ctypes.byref(loose)):
        return Letter(sign)
    room = _edges(page, (loose.left, loose.bottom, loose.right, loose.top), width, height)
    ink = _edges(page, (left.value, bottom.value, right.value, top.value), width, height)
    return Letter(sign, ink or room, room or ink)


def _edges(page: Any, box: Edges, width: float, height: float) -> Edges | None:
    corners = [_seen(page, x, y, width, height) for x in (box[0], box[2]) for y in (box[1], box[3])]
    across, down = [x for x, _ in corners], [y for _, y in corners]
    edges = (min(across), min(down), max(across), max(down))
    return edges if edges[2] > edges[0] and edges[3] > edges[1] else None


def _seen(page: Any, x: float, y: float, width: float, height: float) -> tuple[float, float]:
    """A place of the page's own measures as it is seen, whichever way the page is turned and cut."""
    across, down = ctypes.c_int(), ctypes.c_int()
    size = (round(width * _FINE), round(height * _FINE))
    raw.FPDF_PageToDevice(page.raw, 0, 0, *size, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return across.value / _FINE, down.value / _FINE


def covered(page: Any, words: Words, into: pikepdf.Pdf) -> pikepdf.Dictionary | None:
    """The page drawn anew without the words, as the dictionary of a page of `into`.

    None where a word stands on it that has no place: it could not be covered.
    """
    letters = letters_of(page)
    gone = list(words.spans("".join(letter.sign for letter in letters)))
    boxes: list[Edges] = []
    for begin, end in gone:
        found = list(_joined([one.edges for one in letters[begin:end] if one.edges is not None]))
        if not found:
            return None
        boxes += found
    width, height = page.get_size()
    scale = min(DOTS / 72, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    picture = page.render(scale=scale, draw_annots=False, may_draw_forms=False).to_pil().convert("RGB")
    pen = ImageDraw.Draw(picture)
    for left, top, right, bottom in boxes:
        more = (bottom - top) * AROUND * scale + 2
        pen.rectangle(
            (left * scale - more, top * scale - more, right * scale + more, bottom * scale + more), fill="black"
        )
    hidden = {place for begin, end in gone for place in range(begin, end)}
    kept = _Unseen(into, width, height)
    for word in _words(letters, hidden):
        kept.put(word)
    return kept.page(_image(picture, into))


def _joined(edges: Sequence[Edges]) -> Iterator[Edges]:
    """Letters of a line as one box, so that not even their widths are told."""
    line: Edges | None = None
    for one in edges:
        if line is not None and min(line[3], one[3]) - max(line[1], one[1]) > 0.4 * min(
            line[3] - line[1], one[3] - one[1]
        ):
            line = (min(line[0], one[0]), min(line[1], one[1]), max(line[2], one[2]), max(line[3], one[3]))
            continue
        if line is not None:
            yield line
        line = one
    if line is not None:
        yield line


def _words(letters: Sequence[Letter], hidden: set[int]) -> Iterator[list[Letter]]:
    """What stays, word by word."""
    word: list[Letter] = []
    for place, letter in enumerate(letters):
        stays = place not in hidden and letter.room is not None and letter.sign.isprintable()
        if stays and not letter.sign.isspace():
            word.append(letter)
        elif word:
            yield word
            word = []
    if word:
        yield word


def _image(picture: Any, into: pikepdf.Pdf) -> Any:
    """Without loss where that is small, as of plain text; as a JPEG where it is not."""
    red, green, blue = picture.split()
    is_grey = not any(ImageChops.difference(red, other).getbbox() for other in (green, blue))
    shown = red if is_grey else picture
    plain, jpeg = zlib.compress(shown.tobytes(), 6), BytesIO()
    shown.save(jpeg, "JPEG", quality=QUALITY, subsampling=0)
    is_plain = len(plain) <= len(jpeg.getvalue())
    image = pikepdf.Stream(into, plain if is_plain else jpeg.getvalue())
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height = shown.size
    image.BitsPerComponent = 8
    image.ColorSpace = pikepdf.Name.DeviceGray if is_grey else pikepdf.Name.DeviceRGB
    image.Filter = pikepdf.Name.FlateDecode if is_plain else pikepdf.Name.DCTDecode
    return into.make_indirect(image)


class _Unseen:
    """The layer of letters without shapes on a page."""

    def __init__(self, into: pikepdf.Pdf, width: float, height: float) -> None:
        self._into, self._width, self._height = into, width, height
        self._codes: dict[str, int] = {}
        self._content: list[bytes] = []

    def put(self, word: Sequence[Letter]) -> None:
        """A word at its place: every letter half an em wide, stretched to the width of the whole."""
        edges = [letter.room for letter in word if letter.room is not None]
        left, top = min(edge[0] for edge in edges), min(edge[1] for edge in edges)
        right, bottom = max(edge[2] for edge in edges), max(edge[3] for edge in edges)
        size = max(1.0, bottom - top)
        stretch = 100 * (right - left) / (0.5 * size * len(word))
        spot = f"1 0 0 1 {left:.2f} {self._height - bottom + size * 0.2:.2f} Tm {stretch:.1f} Tz"
        for number, codes in self._coded([*(letter.sign for letter in word), " "]):
            self._content.append(f"/U{number} {size:.2f} Tf {spot} <{codes.hex()}> Tj".encode())
            spot = ""

    def _coded(self, signs: Sequence[str]) -> Iterator[tuple[int, bytes]]:
        """Runs of one font each, 256 signs to a font."""
        run: tuple[int, bytes] | None = None
        for sign in signs:
            font, code = divmod(self._codes.setdefault(sign, len(self._codes)), _CODES)
            if run is not None and run[0] == font:
                run = (font, run[1] + bytes((code,)))
                continue
            if run is not None:
                yield run
            run = (font, bytes((code,)))
        if run is not None:
            yield run

    def page(self, image: Any) -> pikepdf.Dictionary:
        """The page with its picture and its letters."""
        signs = list(self._codes)
        fonts = {f"/U{at // _CODES}": self._font(signs[at : at + _CODES]) for at in range(0, len(signs), _CODES)}
        drawn = f"q {self._width:.3f} 0 0 {self._height:.3f} 0 0 cm /Page Do Q".encode()
        layer = b" BT 3 Tr " + b"\n".join(self._content) + b" ET" if self._content else b""
        return pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=pikepdf.Array([0, 0, round(self._width, 3), round(self._height, 3)]),
            Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Page=image), Font=pikepdf.Dictionary(fonts)),
            Contents=self._into.make_stream(drawn + layer),
        )

    def _font(self, signs: Sequence[str]) -> Any:
        blank = self._into.make_stream(b"500 0 d0")
        names = [f"/g{code}" for code in range(len(signs))]
        differences = pikepdf.Array([0, *(pikepdf.Name(name) for name in names)])
        pairs = [f"<{code:02x}> <{sign.encode('utf-16-be').hex()}>" for code, sign in enumerate(signs)]
        blocks = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
        listed = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
        table = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Unseen def /CMapType 2 def\n"
            f"1 begincodespacerange <00> <ff> endcodespacerange\n{listed}\nendcmap end end"
        )
        return self._into.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type3,
                FontBBox=pikepdf.Array([0, -200, 500, 800]),
                FontMatrix=pikepdf.Array([0.001, 0, 0, 0.001, 0, 0]),
                FirstChar=0,
                LastChar=len(signs) - 1,
                Widths=pikepdf.Array([500] * len(signs)),
                Encoding=pikepdf.Dictionary(Type=pikepdf.Name.Encoding, Differences=differences),
                CharProcs=pikepdf.Dictionary(dict.fromkeys(names, blank)),
                Resources=pikepdf.Dictionary(),
                ToUnicode=self._into.make_stream(table.encode()),
            )
        )
