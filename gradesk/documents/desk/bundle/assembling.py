"""One PDF of many: everything is done in a child process, since foreign files are read, and comes back piece by piece.

Until the last piece is there, there is no file; a cancelled or failed one leaves nothing, on the disk least of all.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from gradesk.documents.desk.bundle import contents, finishing, front, opening, stamping, tagging, troubles
from gradesk.documents.desk.bundle.contents import Bundle, Part
from gradesk.documents.press.paper import LANGUAGE
from gradesk.system.laptop.child import ChildFailed, hear_child
from gradesk.system.lazy import lazily
from gradesk.system.progress import Progress, no_progress
from gradesk.system.refusal import Refused

if TYPE_CHECKING:
    import pikepdf
else:
    pikepdf = lazily("pikepdf")

SECONDS, SECONDS_A_MEGABYTE = 180, 3
MEGABYTES, TIMES = 768, 4  # of memory: so many, and so many times the bundle
_MEGABYTE = 1024 * 1024
_PIECE = 1024 * 1024  # bytes that come back at once
FAILED = (
    "The bundle could not be put together: one of its documents is damaged, or they are too large for this laptop. "
    f"{contents.KEPT} Look at what the check says, leave out the largest document, or make two bundles."
)
Tell = Callable[[Any], None]


def assemble(bundle: Bundle, progress: Progress = no_progress) -> bytes:
    """The whole bundle as one PDF.

    Args:
        bundle: see there; `troubles` says beforehand what would be refused.
        progress: counts steps, roughly a page each.

    Raises:
        Refused: something stands in the way; nothing was made.
        Cancelled: from `progress`; nothing was made.
    """
    troubles.refuse_troubles(bundle)
    so_far = [0, 1]
    made = BytesIO()

    def hear(told: bytes | tuple[int, int]) -> None:
        if isinstance(told, bytes):
            made.write(told)
        else:
            so_far[:] = told
            progress(*told)

    megabytes = bundle.size // _MEGABYTE
    try:
        length = hear_child(
            _make,
            bundle,
            seconds=SECONDS + SECONDS_A_MEGABYTE * megabytes,
            megabytes=MEGABYTES + TIMES * megabytes,
            beat=lambda: progress(*so_far),
            heard=hear,
        )
    except ChildFailed as error:
        raise Refused(FAILED) from error
    if made.tell() != length:
        raise Refused(FAILED)
    return made.getvalue()


@dataclass
class _Opened:
    """A part in the child: its file, which of its pages have no room for a number, and whether its tags come along."""

    part: Part
    file: pikepdf.Pdf
    taken: list[bool]
    tagged: bool

    @property
    def count(self) -> int:
        return len(self.taken)

    @property
    def is_set_here(self) -> bool:
        """Whether Gradesk drew its pages, and so can answer for them."""
        return self.part.is_ours or self.part.media_type != contents.PDF


def _make(bundle: Bundle, tell: Tell) -> int:
    """The child's work; gives the length of the file, whose bytes were told."""
    warnings.simplefilter("ignore")  # of pikepdf about what foreign files lack
    found: list[_Opened] = []
    heads = opening.Heads.of(bundle)
    pages = 0
    for part in bundle.parts:
        found.append(_open(part, heads))
        pages += found[-1].count
        if pages > contents.MOST_PAGES:
            # Counted to the end for the sentence alone would open what is not taken anyway.
            raise Refused(contents.TOO_MANY.format(count=pages))
        tell((len(found), 3 * len(bundle.parts)))
    drawn = front.draw(bundle, [one.count for one in found], [one.tagged for one in found])
    total = drawn.count + pages
    if total > contents.MOST_PAGES:
        raise Refused(contents.TOO_MANY.format(count=total))
    try:
        made = _joined(bundle, drawn, found, total, tell)
    except (pikepdf.PdfError, *opening.DAMAGE):
        raise Refused(FAILED) from None
    writer = _Telling(tell)
    pieces = io.BufferedWriter(writer, _PIECE)
    finishing.write(made, pieces)
    pieces.flush()
    return writer.length


def _open(part: Part, heads: opening.Heads) -> _Opened:
    pdf = opening.pdf_of(part, heads)
    file = opening.opened(part, pdf)
    if len(file.pages) > contents.MOST_PAGES:
        raise Refused(contents.TOO_MANY.format(count=len(file.pages)))
    with opening.naming(part):
        taken = stamping.corners_taken(pdf)
    had_fields = "/AcroForm" in file.Root
    opening.calm(part, file)
    # What was typed into a foreign form is on its page now and in no element of its tree.
    tagged = tagging.is_sound(file) and (part.is_ours or not had_fields)
    return _Opened(part, file, taken, tagged)


def _joined(bundle: Bundle, drawn: front.Front, found: Sequence[_Opened], total: int, tell: Tell) -> pikepdf.Pdf:
    into = pikepdf.new()
    tree = tagging.Tree(into, LANGUAGE)
    stamper = stamping.Stamper(into, total)
    own = Part("Cover and index", drawn.pdf)
    first = _Opened(own, opening.opened(own, drawn.pdf), stamping.corners_taken(drawn.pdf), True)
    links: list[Any] = []
    moved_front: list[Any] = []
    number = 0
    for place, one in enumerate((first, *found)):
        moved: dict[tuple[int, int], Any] = {}
        with opening.naming(one.part):
            tagging.number_notes(one.file)
            into.add_pages_from(one.file, outlines="ignore")
            for at, taken in enumerate(one.taken):
                page = into.pages[number]
                number += 1
                finishing.clean_page(page.obj)
                untagged = None if one.tagged else one.file.pages[at]
                matrix = stamper.stamp(page, number, taken=taken, untagged=untagged)
                if matrix is not None:
                    moved[page.obj.objgen] = matrix
                if one is first:
                    moved_front.append(matrix)
                if not number % 20:
                    tell((total + number, 3 * total))
            if one.tagged:
                pages = [into.pages[at] for at in range(number - one.count, number)]
                elements = tree.take(one.file, one.part.title if place else bundle.title, pages, moved)
                links = elements if one is first else links
    finishing.links(into, drawn, links, tree, moved_front)
    tree.finish()
    finishing.bookmarks(into, bundle, drawn)
    finishing.describe(into, bundle.title, accessible=all(one.tagged and one.is_set_here for one in found))
    return into


class _Telling(io.RawIOBase):
    """A file that is told in pieces while it is written, so that it never lies in the child as a whole."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self.length = 0

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Any) -> int:
        """Hand on a piece."""
        piece = bytes(data)
        self._tell(piece)
        self.length += len(piece)
        return len(piece)
