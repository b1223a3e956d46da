"""A kept document seen inside Gradesk: drawn, or its words read, in a child process, and nothing of it on the disk."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gradesk.model.evidence.attachment import Attachment
from gradesk.model.stored_file import StoredFile
from gradesk.services.custody import watching
from gradesk.services.evidence import words_of
from gradesk.store.work import Store
from gradesk.system.laptop.child import ChildFailed, hear_child
from gradesk.system.lazy import lazily
from gradesk.system.progress import Progress, no_progress
from gradesk.system.refusal import Refused

if TYPE_CHECKING:
    import pypdfium2
    from PIL import Image, ImageOps
else:
    pypdfium2 = lazily("pypdfium2")
    Image = lazily("PIL.Image")
    ImageOps = lazily("PIL.ImageOps")

SECONDS, MEGABYTES = 60, 1024
MOST_PAGES = 60  # of a PDF that are drawn; the rest are counted
WIDE = 1_400  # pixels of a page or picture; sharp at 200 %
MOST_HIGH = 6_000  # pixels of one page, however long it says it is
MOST_PIXELS = 60_000_000
LONGEST = 12_000  # characters of a page; a dense one has 5,000
DAMAGED = "This document is damaged, locked, or too large to be shown; it is kept as it is. Save a copy to open it."


@dataclass(frozen=True)
class Page:
    """One page as a PNG, with its words for whoever does not see it; `total` is how many there are."""

    number: int
    total: int
    png: bytes
    words: str


@dataclass(frozen=True)
class Words:
    """A document of which only the words are shown."""

    text: str


Seen = Page | Words


def look(store: Store, uuid: str, heard: Callable[[Seen], None], progress: Progress = no_progress) -> None:
    """Show a kept document: `heard` gets its pages one after the other, or its words. It is told who looked.

    Raises:
        Refused: it is damaged, locked, or made to be slow; the document stays as it is.
        Cancelled: from `progress`.
    """
    with store.read() as session:
        record = session.get_one(Attachment, uuid)
        stored = session.get(StoredFile, record.file_id)
    if stored is None:
        raise Refused("The document’s file is missing from the school’s file; put back a backup.")
    watching.viewed(store, record.pupil_id)
    show(stored.content, record.media_type, heard, progress)


def show(content: bytes, media_type: str, heard: Callable[[Seen], None], progress: Progress = no_progress) -> None:
    """The same of the bytes of a document."""
    try:
        hear_child(
            _draw,
            (content, media_type),
            seconds=SECONDS,
            megabytes=MEGABYTES,
            beat=lambda: progress(0, 1),
            heard=heard,
        )
    except ChildFailed as error:
        raise Refused(DAMAGED) from error


def _draw(given: tuple[bytes, str], tell: Callable[[Any], None]) -> None:
    """The child's work."""
    content, media_type = given
    if media_type == "application/pdf":
        _pdf(content, tell)
    elif media_type.startswith("image/"):
        tell(Page(1, 1, _picture(content), ""))
    else:
        tell(Words(words_of.words(content, media_type)))


def _pdf(content: bytes, tell: Callable[[Any], None]) -> None:
    try:
        document = pypdfium2.PdfDocument(content)
        document.init_forms()  # what was typed into a form is seen, too
        total = len(document)
        for number in range(min(total, MOST_PAGES)):
            page = document[number]
            width, height = page.get_size()
            scale = min(WIDE / max(width, 1), MOST_HIGH / max(height, 1))
            drawn = page.render(scale=scale, may_draw_forms=True).to_pil()
            words = page.get_textpage().get_text_range()[:LONGEST]
            tell(Page(number + 1, total, _png(drawn), words))
    except (pypdfium2.PdfiumError, ValueError, OSError) as error:
        raise Refused(DAMAGED) from error


def _picture(content: bytes) -> bytes:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as opened:
                opened.draft("RGB", (WIDE, MOST_HIGH))
                upright = ImageOps.exif_transpose(opened)
                upright.thumbnail((WIDE, MOST_HIGH))
                return _png(upright)
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as error:
        raise Refused(DAMAGED) from error


def _png(picture: Any) -> bytes:
    out = io.BytesIO()
    shown = picture.convert("RGB") if picture.mode not in ("RGB", "L") else picture
    shown.save(out, "PNG", compress_level=1)
    return out.getvalue()
