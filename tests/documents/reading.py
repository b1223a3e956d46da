"""Reading PDFs back."""

from __future__ import annotations

import unicodedata
from io import BytesIO

import pypdf
import pypdfium2
from PIL import Image

from gradesk.documents.press.paper import Drawn


def data(pdf: bytes | Drawn) -> bytes:
    """The bytes of what was drawn."""
    return pdf.pdf if isinstance(pdf, Drawn) else pdf


def pages(pdf: bytes | Drawn) -> list[str]:
    """The text of every page as a reader's clipboard gets it, without spaces and line ends, in composed form."""
    document = pypdfium2.PdfDocument(data(pdf))
    try:
        return [squeezed(document[n].get_textpage().get_text_range()) for n in range(len(document))]
    finally:
        document.close()


def squeezed(text: str) -> str:
    """Without any spacing, which no extraction gives back exactly; a hyphen at a line's end may come back as a mark."""
    text = text.replace("\ufffe", "-").replace("\x02", "-")
    return unicodedata.normalize("NFC", "".join(text.split()))


def reader(pdf: bytes | Drawn) -> pypdf.PdfReader:
    """The PDF opened with pypdf."""
    return pypdf.PdfReader(BytesIO(data(pdf)))


def picture(pdf: bytes | Drawn, page: int = 0, dpi: int = 100) -> Image.Image:
    """A page as it looks."""
    document = pypdfium2.PdfDocument(data(pdf))
    try:
        return document[page].render(scale=dpi / 72).to_pil().convert("RGB")
    finally:
        document.close()


def drawn_codes(pdf: bytes | Drawn) -> bytes:
    """All drawing instructions of all pages, decompressed."""
    return b"\n".join(page.get_contents().get_data() for page in reader(pdf).pages)
