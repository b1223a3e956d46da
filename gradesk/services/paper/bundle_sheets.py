"""What the pages are given that a bundle has of its own: its cover, its index, its chronology, and what is set from files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gradesk.services.paper.sheets import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRow:
    """One part of a bundle as its index lists it: pages are counted from 1, over the whole bundle.

    `heading` is what it stands under, `remarks` say what a reader should know of it before opening it.
    """

    number: int
    title: str
    first: int
    last: int
    day: date | None = None
    heading: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One line of the chronology. `page` is where its source begins, `part` which one that is, counted from nought."""

    day: date
    what: str
    source: str = ""
    page: int | None = None
    part: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleSheet(Sheet):
    """The front of a bundle. `purpose` says what it is for, `page_count` counts all its pages, the front among them."""

    title: str
    purpose: str = ""
    page_count: int
    rows: tuple[IndexRow, ...] = ()
    events: tuple[EventRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSheet(Sheet):
    """A picture on a page of its own: a JPEG, its size in pixels, and what it is of."""

    title: str
    jpeg: bytes
    pixels: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSheet(Sheet):
    """The words of a text file, a paragraph a line."""

    title: str
    text: str
