"""What a bundle is made of, and what may stand in its way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

PDF = "application/pdf"
PICTURES = ("image/jpeg", "image/png")
TEXTS = ("text/plain", "text/csv")
MOST_PAGES = 2_000  # of a whole bundle, its front among them
LONGEST_TITLE = 300  # characters


class Mark(Enum):
    """What a reader of the index should know of a part. Its value is what the index says, nothing for our own pages."""

    OURS = ""
    AS_IT_CAME = "As it came"
    STAFF_ONLY = "For staff only"
    THIRD_PARTY = "Third-party information"


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a bundle: the bytes of a PDF, a picture or a text, as `media_type` says.

    `heading` is the section it stands under in the index; parts of a section stand beside one another. `day` is the
    document's own date.
    """

    title: str
    content: bytes
    day: date | None = None
    heading: str = ""
    media_type: str = PDF
    marks: frozenset[Mark] = frozenset((Mark.OURS,))

    @property
    def is_ours(self) -> bool:
        """Whether Gradesk drew it."""
        return Mark.OURS in self.marks


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the chronology: what happened on a day, and where it is written; `part` counts the parts from nought."""

    day: date
    what: str
    source: str = ""
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Bundle:
    """All that goes into the file, in its order. `who` is the name or the initials as they may stand on the cover."""

    title: str
    who: str
    school_name: str
    made_on: date
    purpose: str = ""
    parts: tuple[Part, ...] = ()
    chronology: tuple[Event, ...] = field(default=())
    practice: bool = False

    @property
    def size(self) -> int:
        """Bytes of all its parts."""
        return sum(len(part.content) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong, in one sentence: what happened, what was kept, what to do.

    `part` is the one it is about, counted from nought; None where it is about all. One that `stops` must be mended before
    the bundle can be made; any other is to be known.
    """

    sentence: str
    part: int | None = None
    stops: bool = True


KEPT = "Nothing was made and every document is kept as it is."
DAMAGED = (
    f"“{{title}}” is damaged and cannot be read. {KEPT} Open it elsewhere, save it as a PDF anew, or leave it out."
)
LOCKED = (
    f"“{{title}}” opens with a password only. {KEPT} Save a copy without the password and take that, or leave it out."
)
EMPTY = f"“{{title}}” is empty. {KEPT} Take the document once more from where it came, or leave it out."
OTHER = (
    f"“{{title}}” is neither a PDF, a picture (JPEG, PNG) nor plain text. {KEPT} Save it as a PDF and take that, or leave it "
    "out."
)
UNDATED = (
    "“{title}” has no date, so the index says “No date” for it. It is kept as it is. Give it the day it was written, or "
    "go on without."
)
UNPRINTABLE = f"No font of Gradesk can print {{places}}. {KEPT} Write it another way, or take the text as a PDF."
TOO_MANY = (
    f"The bundle would have {{count:,}} pages, and {MOST_PAGES:,} are the most. {KEPT} "
    "Leave documents out, or make two bundles."
)
NO_PARTS = f"There is no document in the bundle. {KEPT} Choose at least one."
UNTITLED = f"The document {{number}} has no title, so the index could not name it. {KEPT} Give it one."
LONG_TITLE = f"The title of document {{number}} has more than {LONGEST_TITLE} characters. {KEPT} Shorten it."
NOWHERE = f"A line of the chronology, “{{what}}”, leads to a document that is not in the bundle. {KEPT} Choose its document anew."
