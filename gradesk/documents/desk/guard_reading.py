"""Every text of a finished file, with its page and where it stands there.

What a reader can see, hear or search is read: text, notes and form values, alternative texts, bookmarks, the title and
the metadata. The pages are read with PDFium, which lays text out as a clipboard gets it; what it cannot tell, with
pikepdf.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from gradesk.system.lazy import lazily
from gradesk.system.refusal import Refused

if TYPE_CHECKING:
    import pikepdf
    import pypdfium2
else:
    pypdfium2 = lazily("pypdfium2")
    pikepdf = lazily("pikepdf")

IN_FILE = 0  # stands for the page where something belongs to the file as a whole
Place = tuple[int, str, str]  # page, where it stands there, the text
_SAID = re.compile(rb"/ActualText <FEFF([0-9A-F]*)>", re.IGNORECASE)  # as pen.py writes it


def texts_of_picture(svg: str) -> Iterator[Place]:
    """Every text of an SVG: what is written in it, and what it says to those who do not see it."""
    written: list[str] = []
    for element in ElementTree.fromstring(svg).iter():
        words = [element.text or "", *element.attrib.values()]
        if element.tag.endswith("}text"):
            written.append(element.text or "")
            words = words[1:]
        yield from ((1, "the picture", one) for one in words if one.strip())
    yield 1, "the picture", "\n".join(written)


def texts_of(pdf: bytes, pages: int) -> Iterator[Place]:
    """Every text of a file: its page, where it stands there, and the text."""

    document = pypdfium2.PdfDocument(pdf)
    try:
        if len(document) != pages:
            raise Refused(
                f"The file has {len(document)} pages where {pages} were made; nothing was saved or printed. Try again."
            )
        for number in range(pages):
            page = document[number]
            text = page.get_textpage()
            yield number + 1, "the text", text.get_text_range()
            text.close()
            page.close()
    finally:
        document.close()
    yield from _beside_the_text(pdf)


def _beside_the_text(pdf: bytes) -> Iterator[Place]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        root: Any = opened.Root
        pages: list[Any] = list(opened.pages)
        places: dict[tuple[int, int], int] = {page.objgen: at for at, page in enumerate(pages, start=1)}
        if "/Info" in opened.trailer:
            yield from ((IN_FILE, "the title or its neighbours", words) for words in _strings(opened.trailer.Info))
        if "/Metadata" in root:
            yield IN_FILE, "the metadata", unescape(root.Metadata.read_bytes().decode("utf-8", "replace"))
        if "/Outlines" in root:
            with opened.open_outline() as outline:
                for title, page in _bookmarks(outline.root):
                    yield places.get(page, IN_FILE), "a bookmark", title
        for at, one in enumerate(pages, start=1):
            yield from ((at, "the text", words) for words in _written(one))
            for note in one.obj.get("/Annots", ()):
                for words in _note_words(note):
                    yield at, "a note or form field", words
        if "/StructTreeRoot" in root:
            for page, words in _spoken(root.StructTreeRoot):
                yield places.get(page, IN_FILE), "the words read aloud", words


def _written(page: Any) -> Iterator[str]:
    """What the page's own marks say was written where letters are drawn one by one, in the order of reading.

    PDFium orders words that run from right to left by their places, and among figures it may turn one of a name's words
    and not the other.
    """
    contents = page.obj.get("/Contents", ())
    parts = contents if isinstance(contents, pikepdf.Array) else (contents,)
    drawn = b"\n".join(part.read_bytes() for part in parts)
    said = [bytes.fromhex(found.decode()).decode("utf-16-be", "replace") for found in _SAID.findall(drawn)]
    if said:
        yield " ".join(said)


def _note_words(note: Any) -> Iterator[str]:
    """What a note says; and of a form field also what its parents hold."""
    while note is not None:
        yield from _strings(note, "/Contents", "/T", "/TU", "/V", "/DV", "/Subj", "/Alt", "/Opt")
        note = note.get("/Parent")


def _bookmarks(items: Sequence[Any]) -> Iterator[tuple[str, tuple[int, int]]]:
    for item in items:
        target = item.destination
        if target is None and item.action is not None:
            target = item.action.get("/D")
        try:
            page = target[0].objgen
        except (TypeError, IndexError, AttributeError, ValueError):
            page = (0, 0)  # a named destination: it counts for the whole file
        yield str(item.title), page
        yield from _bookmarks(item.children)


def _spoken(root: Any) -> Iterator[tuple[tuple[int, int], str]]:
    """The words of the structure tree itself (alternative, actual, expanded text, title), each with its page."""

    waiting: list[tuple[Any, tuple[int, int]]] = [(root, (0, 0))]
    while waiting:
        element, page = waiting.pop()
        if not isinstance(element, pikepdf.Dictionary):
            continue
        if "/Pg" in element:
            page = element.Pg.objgen
        for words in _strings(element, "/Alt", "/ActualText", "/E", "/T"):
            yield page, words
        below = element.get("/K")
        if isinstance(below, pikepdf.Array):
            waiting += [(kid, page) for kid in below]
        elif below is not None:
            waiting.append((below, page))


def _strings(holder: Any, *names: str) -> Iterator[str]:
    """The texts of a dictionary under some names, or of all of it; also those in lists."""

    there = holder.keys()  # asked once: most elements of a tree have none of them
    for name in names or there:
        if name not in there:
            continue
        value = holder[name]
        for one in value if isinstance(value, pikepdf.Array) else (value,):
            if isinstance(one, pikepdf.String):
                yield str(one)
