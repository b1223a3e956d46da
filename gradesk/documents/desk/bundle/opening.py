"""Parts of a bundle opened: a PDF as it is, a picture or a text set on pages. All of it is a child process's work.

What acts by itself is taken out, and what was typed into the form of a foreign PDF becomes part of its page, so that it
is seen everywhere and nobody types over it later.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from gradesk.documents.desk.bundle import contents
from gradesk.documents.desk.bundle.contents import Bundle, Part
from gradesk.documents.pages.bundle import attached
from gradesk.documents.press import text as press_text
from gradesk.documents.press.checks import in_the_way
from gradesk.documents.press.look import USUAL
from gradesk.documents.press.paper import Format, Paper
from gradesk.services.evidence import inert, words_of
from gradesk.services.paper.bundle_sheets import PictureSheet, TextSheet
from gradesk.services.paper.sheets import PupilHeading
from gradesk.system.lazy import lazily
from gradesk.system.refusal import Refused

if TYPE_CHECKING:
    import pikepdf
    import pypdfium2
    from PIL import Image, ImageOps
else:
    pikepdf = lazily("pikepdf")
    pypdfium2 = lazily("pypdfium2")
    Image = lazily("PIL.Image")
    ImageOps = lazily("PIL.ImageOps")

# What reading a damaged file raises beside the libraries’ own errors: things of another kind than they should be.
DAMAGE = (ValueError, TypeError, LookupError, AttributeError, RuntimeError)
MOST_PIXELS = 60_000_000
SHARP = 2_300  # pixels of the longer side of a picture: A4 at 200 dots an inch
QUALITY = 88


@dataclass(frozen=True)
class Heads:
    """What the foot of a page set from a file says: the bundle's own words."""

    who: str
    school_name: str
    made_on: date
    practice: bool

    @staticmethod
    def of(bundle: Bundle) -> Heads:
        """Those of a bundle."""
        return Heads(bundle.who, bundle.school_name, bundle.made_on, bundle.practice)

    @property
    def common(self) -> dict[str, Any]:
        """What every sheet of the bundle has."""
        return {
            "heading": PupilHeading(preferred_name=self.who, is_group=True),
            "school_name": self.school_name,
            "made_on": self.made_on,
            "practice": self.practice,
            "is_versioned": False,
        }


def pdf_of(part: Part, heads: Heads) -> bytes:
    """A part as a PDF: its own bytes, or pages set from the picture or the text.

    Raises:
        Refused: it is empty, damaged, of another kind, or has signs that no font has.
    """
    if not part.content:
        raise Refused(contents.EMPTY.format(title=part.title))
    if part.media_type == contents.PDF:
        return part.content
    if part.media_type in contents.PICTURES:
        return _picture(part, heads)
    if part.media_type in contents.TEXTS:
        return _text(part, heads)
    raise Refused(contents.OTHER.format(title=part.title))


@contextmanager
def naming(part: Part) -> Iterator[None]:
    """Whatever a damaged file makes the libraries raise meanwhile is a refusal that says which document it is."""
    try:
        yield
    except (pikepdf.PdfError, pypdfium2.PdfiumError, *DAMAGE):
        raise Refused(contents.DAMAGED.format(title=part.title)) from None


def opened(part: Part, pdf: bytes) -> pikepdf.Pdf:
    """The PDF of a part, opened; at least one page is in it.

    Raises:
        Refused: it is damaged, locked, or has no page.
    """
    with naming(part), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = pikepdf.open(BytesIO(pdf))
        except pikepdf.PasswordError:
            raise Refused(contents.LOCKED.format(title=part.title)) from None
        count = len(found.pages)
        if count and count != _drawable(pdf):
            raise Refused(contents.DAMAGED.format(title=part.title))
    if not count:
        raise Refused(contents.EMPTY.format(title=part.title))
    return found


def _drawable(pdf: bytes) -> int:
    """The pages that the library finds which draws them."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def calm(part: Part, found: pikepdf.Pdf) -> None:
    """Take out what acts; what was typed into a foreign form becomes part of the page."""
    with naming(part):
        inert.strip(found)
        if not part.is_ours:
            flatten_fields(found)


def flatten_fields(found: pikepdf.Pdf) -> None:
    """Make what stands in form fields part of the pages; other notes stay as they are."""
    if "/AcroForm" not in found.Root:
        return
    kept: dict[int, list[Any]] = {}
    for place, page in enumerate(found.pages):
        notes = [one for one in page.obj.get("/Annots", ()) if isinstance(one, pikepdf.Dictionary)]
        kept[place] = [one for one in notes if one.get("/Subtype") != "/Widget"]
        if notes:
            page.obj.Annots = pikepdf.Array([one for one in notes if one.get("/Subtype") == "/Widget"])
    found.generate_appearance_streams()
    found.flatten_annotations("screen")
    for place, page in enumerate(found.pages):
        if kept[place]:
            page.obj.Annots = pikepdf.Array(kept[place])
        elif "/Annots" in page.obj:
            del page.obj.Annots
    if "/AcroForm" in found.Root:
        del found.Root.AcroForm


def _picture(part: Part, heads: Heads) -> bytes:
    """Drawn anew, so that nothing comes along of where and with what it was taken."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    out = BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(BytesIO(part.content), formats=("PNG", "JPEG")) as found:
                found.draft("RGB", (SHARP, SHARP))
                upright = ImageOps.exif_transpose(found)
                upright.thumbnail((SHARP, SHARP))
                flat = _on_white(upright)
                flat.save(out, "JPEG", quality=QUALITY)
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError):
        raise Refused(contents.DAMAGED.format(title=part.title)) from None
    sheet = PictureSheet(title=part.title, jpeg=out.getvalue(), pixels=flat.size, **heads.common)
    paper = Paper(USUAL, part.title, Format())
    paper.begin(sheet)
    attached.draw_picture(paper, sheet)
    return paper.finish().pdf


def _on_white(picture: Any) -> Any:
    """Without an alpha channel: what is clear is paper."""
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    flat = Image.new("RGB", clear.size, "white")
    flat.paste(clear, mask=clear.getchannel("A"))
    return flat


def _text(part: Part, heads: Heads) -> bytes:
    try:
        words = words_of.words(part.content, part.media_type)
    except Refused:
        raise Refused(contents.DAMAGED.format(title=part.title)) from None
    if not words.strip():
        raise Refused(contents.EMPTY.format(title=part.title))
    if places := in_the_way([(part.title, words)]):
        raise Refused(contents.UNPRINTABLE.format(places=places))
    sheet = TextSheet(title=part.title, text=words, **heads.common)
    paper = Paper(USUAL, part.title, Format())
    try:
        paper.begin(sheet)
        attached.draw_text(paper, sheet)
        return paper.finish().pdf
    finally:
        press_text.forget()
