"""Words taken out of a PDF for good, and the proof of it: the finished file is searched through and through before it is given.

Pages on which they stand become pictures with black boxes; the others stay as they are. Notes, files inside, form values,
tags with their words for pictures, metadata and earlier versions go in all of the file. What is only to be seen in a picture,
such as a scan without words, is not found: `pages_to_look_at` says where that may be.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from gradesk.documents.desk.bundle import blackening, finishing, opening, searching
from gradesk.documents.desk.bundle.contents import Part
from gradesk.documents.desk.bundle.finding import Words
from gradesk.documents.desk.bundle.spelling import spelt
from gradesk.system.laptop.child import ChildFailed, hear_child
from gradesk.system.lazy import lazily
from gradesk.system.progress import Progress, no_progress
from gradesk.system.refusal import Refused

if TYPE_CHECKING:
    import pikepdf
    import pypdfium2
else:
    pikepdf = lazily("pikepdf")
    pypdfium2 = lazily("pypdfium2")

TITLE = "Redacted copy"
INSTEAD = "[redacted]"
SECONDS, SECONDS_A_MEGABYTE = 300, 6
MEGABYTES, TIMES = 1024, 8
_MEGABYTE = 1024 * 1024
_STAYS = ("/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Contents", "/Resources", "/Group")
_LAST = " Nothing was made and the document is kept as it is. "
FAILED = (
    f"The document could not be blacked out: it is damaged or too large.{_LAST}Save it anew as a PDF and try again."
)
NOT_FOUND = (
    "A word that is to go is written on page {page} in a manner that has no place to cover."
    f"{_LAST}Leave that page out, or print it and scan it."
)
STILL_THERE = f"After blacking out, a word was still found in {{places}}.{_LAST}Print the pages and scan them instead."
Tell = Callable[[Any], None]


def redact(pdf: bytes, words: Sequence[str], progress: Progress = no_progress) -> bytes:
    """The PDF without these words: covered on the pages, and gone from the file.

    Args:
        pdf: any PDF that opens without a password.
        words: names and other words, each as one would type it; see `finding` for what counts as the same.
        progress: counts pages.

    Raises:
        Refused: no words, a damaged or locked file, a word that cannot be covered, or one that is left after all.
        Cancelled: from `progress`.
    """
    Words(words)  # refused here rather than in the child, where a sentence takes longer to come
    return _apart(_redacted, (pdf, tuple(words)), len(pdf), progress)


def pages_to_look_at(pdf: bytes, progress: Progress = no_progress) -> tuple[int, ...]:
    """The pages, counted from 1, that show pictures and have no words: on those, `redact` finds nothing to cover."""
    return _apart(_pictures_alone, (pdf, ()), len(pdf), progress)


def _apart(
    work: Callable[[Any, Tell], Any], given: tuple[bytes, tuple[str, ...]], size: int, progress: Progress
) -> Any:
    so_far = [0, 1]

    def hear(told: tuple[int, int]) -> None:
        so_far[:] = told
        progress(*told)

    megabytes = size // _MEGABYTE
    try:
        return hear_child(
            work,
            given,
            seconds=SECONDS + SECONDS_A_MEGABYTE * megabytes,
            megabytes=MEGABYTES + TIMES * megabytes,
            beat=lambda: progress(*so_far),
            heard=hear,
        )
    except ChildFailed as error:
        raise Refused(FAILED) from error


def _redacted(given: tuple[bytes, tuple[str, ...]], tell: Tell) -> bytes:
    """The child's work."""
    warnings.simplefilter("ignore")  # of pikepdf about what foreign files lack
    pdf, asked = given
    words = Words(asked)
    try:
        made = _covered(pdf, words, tell)
        left = searching.places(made, words)
    except (pikepdf.PdfError, pypdfium2.PdfiumError, *opening.DAMAGE):
        raise Refused(FAILED) from None
    if left:
        raise Refused(STILL_THERE.format(places=", ".join(left[:3])))
    return made


def _covered(pdf: bytes, words: Words, tell: Tell) -> bytes:
    source = opening.opened(Part("The document", pdf), pdf)
    if "/AcroForm" in source.Root:
        opening.flatten_fields(source)
        kept = BytesIO()
        source.save(kept)
        pdf = kept.getvalue()
        source = pikepdf.open(BytesIO(pdf))
    into = pikepdf.new()
    drawn = pypdfium2.PdfDocument(pdf)
    count = len(source.pages)
    try:
        for number in range(count):
            page = drawn[number]
            own = source.pages[number]
            found = words.are_in(blackening.signs_of(page))
            if not found and any(words.are_in(text) for text in spelt(own.obj)):
                raise Refused(NOT_FOUND.format(page=number + 1))
            if found:
                fresh = blackening.covered(page, words, into)
                if fresh is None:
                    raise Refused(NOT_FOUND.format(page=number + 1))
                into.pages.append(pikepdf.Page(into.make_indirect(fresh)))
            else:
                into.add_pages_from(
                    source, [number], forms="strip", outlines="ignore"
                )  # with its layers, hidden or not
                _bare(into.pages[number])
            page.close()
            tell((number + 1, count + 1))
    finally:
        drawn.close()
    _links(source, into)
    _bookmarks(source, into, words)
    into.remove_unreferenced_resources()
    _forget(into)
    finishing.describe(into, TITLE, accessible=False)
    out = BytesIO()
    finishing.write(into, out)
    return out.getvalue()


def _bare(page: pikepdf.Page) -> None:
    """Leave of a page what it shows and nothing else."""
    for name in [key for key, _ in page.obj.items() if key not in _STAYS]:
        del page.obj[name]


def _links(source: pikepdf.Pdf, into: pikepdf.Pdf) -> None:
    """Links from page to page come along as bare places to click; every other note is gone."""
    places = {page.obj.objgen: at for at, page in enumerate(source.pages)}
    for at, page in enumerate(into.pages):
        kept = []
        for note in source.pages[at].obj.get("/Annots", ()):
            target = _target(note, places)
            if target is not None and page.obj.get("/Rotate", 0) == source.pages[at].obj.get("/Rotate", 0):
                kept.append(
                    into.make_indirect(
                        pikepdf.Dictionary(
                            Type=pikepdf.Name.Annot,
                            Subtype=pikepdf.Name.Link,
                            F=4,
                            Border=pikepdf.Array([0, 0, 0]),
                            Rect=pikepdf.Array([float(one) for one in note.Rect]),
                            Contents=pikepdf.String(str(target + 1)),
                            Dest=pikepdf.Array([into.pages[target].obj, pikepdf.Name.Fit]),
                        )
                    )
                )
        if kept:
            page.obj.Annots = pikepdf.Array(kept)


def _target(note: Any, places: dict[tuple[int, int], int]) -> int | None:
    """The page a link leads to, from nought; None for all that is no such link."""
    if not isinstance(note, pikepdf.Dictionary) or note.get("/Subtype") != "/Link":
        return None
    action = note.get("/A", pikepdf.Dictionary())
    dest = note.get("/Dest", action.get("/D") if action.get("/S") == "/GoTo" else None)
    if isinstance(dest, pikepdf.Array) and len(dest) and isinstance(dest[0], pikepdf.Dictionary):
        return places.get(dest[0].objgen)
    return None


def _bookmarks(source: pikepdf.Pdf, into: pikepdf.Pdf, words: Words) -> None:
    """Bookmarks stay, without the words."""
    if "/Outlines" not in source.Root:
        return
    places = {page.obj.objgen: at for at, page in enumerate(source.pages)}
    with source.open_outline() as old, into.open_outline() as new:
        _copy_bookmarks(old.root, new.root, places, words)


def _copy_bookmarks(
    old: Sequence[Any], new: list[pikepdf.OutlineItem], places: dict[tuple[int, int], int], words: Words
) -> None:
    for one in old:
        target = one.destination
        if target is None and one.action is not None:
            target = one.action.get("/D")
        at = None
        if isinstance(target, pikepdf.Array) and len(target) and isinstance(target[0], pikepdf.Dictionary):
            at = places.get(target[0].objgen)
        fresh = pikepdf.OutlineItem(words.out_of(str(one.title), INSTEAD), at, "Fit" if at is not None else None)
        new.append(fresh)
        _copy_bookmarks(one.children, fresh.children, places, words)


def _forget(into: pikepdf.Pdf) -> None:
    """What programs note on pictures and pieces for themselves goes too, and names of places that links led to."""
    for name in ("/Names", "/Dests"):
        if name in into.Root:
            del into.Root[name]
    for one in into.objects:
        if isinstance(one, pikepdf.Stream | pikepdf.Dictionary):
            for name in (
                "/PieceInfo",
                "/Metadata",
                "/LastModified",
                "/AF",
                "/StructParent",
                "/StructParents",
                "/OPI",
            ):
                if name in one:
                    del one[name]


def _pictures_alone(given: tuple[bytes, tuple[str, ...]], tell: Tell) -> tuple[int, ...]:
    """The child's work."""
    pdf, _ = given
    opening.opened(Part("The document", pdf), pdf).close()
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for number in range(len(document)):
        page = document[number]
        pictures = any(True for _ in page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,)))
        if pictures and not page.get_textpage().get_text_range().strip():
            found.append(number + 1)
        page.close()
        tell((number + 1, len(document)))
    return tuple(found)
