"""The front of a bundle: cover, index and chronology, drawn once the pages of every part are counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gradesk.documents.desk.bundle.contents import Bundle, Mark
from gradesk.documents.desk.bundle.opening import Heads
from gradesk.documents.pages.bundle import chronology, cover, index
from gradesk.documents.pages.bundle.linked import Landing
from gradesk.documents.press import text
from gradesk.documents.press.look import USUAL
from gradesk.documents.press.paper import Format, Paper
from gradesk.services.paper.bundle_sheets import BundleSheet, EventRow, IndexRow

UNTAGGED = "No tags for screen readers"
MOST_TRIES = 5  # a number of more digits could move a line; it comes to rest at once


@dataclass(frozen=True, slots=True)
class Front:
    """The pages, what leads where from them, and what each section begins with: its title and its page, from nought.

    `firsts` are the first pages of the parts, counted from 1 over the whole bundle.
    """

    pdf: bytes
    count: int
    landings: tuple[Landing, ...]
    sections: tuple[tuple[str, int], ...]
    firsts: tuple[int, ...]


def draw(bundle: Bundle, pages: Sequence[int], tagged: Sequence[bool]) -> Front:
    """`pages` are those of each part; `tagged` says which of them a reader aloud can follow."""
    count = 2 + bool(bundle.chronology)
    try:
        for _ in range(MOST_TRIES):
            front = _drawn(bundle, pages, tagged, count)
            if front.count == count:
                return front
            count = front.count
    finally:
        text.forget()
    return front


def _drawn(bundle: Bundle, pages: Sequence[int], tagged: Sequence[bool], count: int) -> Front:
    firsts = tuple(count + sum(pages[:place]) + 1 for place in range(len(pages)))
    sheet = _sheet(bundle, pages, tagged, firsts, count)
    paper = Paper(USUAL, bundle.title, Format())
    paper.begin(sheet)
    cover.draw(paper, sheet)
    sections = [(cover.TITLE, 0), (index.TITLE, paper.page_count)]
    landings = index.draw(paper, sheet)
    if sheet.events:
        sections.append((chronology.TITLE, paper.page_count))
        landings += chronology.draw(paper, sheet)
    done = paper.page_count
    return Front(paper.finish().pdf, done, tuple(landings), tuple(sections), firsts)


def _sheet(
    bundle: Bundle, pages: Sequence[int], tagged: Sequence[bool], firsts: Sequence[int], count: int
) -> BundleSheet:
    rows = tuple(
        IndexRow(
            number=place + 1,
            title=part.title,
            first=firsts[place],
            last=firsts[place] + pages[place] - 1,
            day=part.day,
            heading=part.heading,
            remarks=_remarks(part.marks, tagged[place]),
        )
        for place, part in enumerate(bundle.parts)
    )
    events = tuple(
        EventRow(
            day=event.day,
            what=event.what,
            source=event.source,
            part=event.part,
            page=firsts[event.part] if event.part is not None else None,
        )
        for event in sorted(bundle.chronology, key=lambda one: one.day)
    )
    return BundleSheet(
        title=bundle.title,
        purpose=bundle.purpose,
        page_count=count + sum(pages),
        rows=rows,
        events=events,
        **Heads.of(bundle).common,
    )


def _remarks(marks: frozenset[Mark], tagged: bool) -> tuple[str, ...]:
    """In one line: as it came or not, whether it is tagged, whose it is."""
    said = [mark.value for mark in Mark if mark in marks and mark.value]
    if not tagged:
        said.insert(1 if Mark.AS_IT_CAME in marks else 0, UNTAGGED)
    return (" · ".join(said),) if said else ()
