"""What stands in the way of a bundle, found before anything is made. Foreign files are opened in a child process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from gradesk.documents.desk.bundle import contents, front, opening
from gradesk.documents.desk.bundle.contents import Bundle, Part, Trouble
from gradesk.documents.press.checks import in_the_way
from gradesk.system.laptop.child import ChildFailed, hear_child
from gradesk.system.progress import Progress, no_progress
from gradesk.system.refusal import Refused

SECONDS_EACH = 20  # without an answer about one part
MEGABYTES, TIMES = 768, 4  # of memory: so many, and so many times the largest part
_MEGABYTE = 1024 * 1024
Given = tuple[tuple[tuple[int, Part], ...], opening.Heads]
Told = tuple[int, int, str]  # which part, its pages, and why it cannot be taken


def troubles(bundle: Bundle, progress: Progress = no_progress) -> list[Trouble]:
    """All that is wrong, parts in their order, then the whole; an empty list where the bundle can be made.

    Raises:
        Cancelled: from `progress`, which counts parts.
    """
    if not bundle.parts:
        return [Trouble(contents.NO_PARTS)]
    pages, refused = _looked_at(bundle, progress)
    found: list[Trouble] = []
    for place, part in enumerate(bundle.parts):
        found += [Trouble(sentence, place) for sentence in (*_words_of(part, place), *refused.get(place, ()))]
        if part.day is None:
            found.append(Trouble(contents.UNDATED.format(title=part.title), place, stops=False))
    found += [Trouble(sentence) for sentence in _of_the_whole(bundle)]
    count = sum(pages.values())
    if not any(one.stops for one in found):
        counted = [pages[place] for place in range(len(bundle.parts))]
        count += front.draw(bundle, counted, [part.is_ours for part in bundle.parts]).count
    if count > contents.MOST_PAGES:
        found.append(Trouble(contents.TOO_MANY.format(count=count)))
    return found


def refuse_troubles(bundle: Bundle) -> None:
    """Refuse what is seen without opening a file: no parts, no titles, signs that no font has."""
    for place, part in enumerate(bundle.parts):
        for sentence in _words_of(part, place):
            raise Refused(sentence)
    for sentence in (*(() if bundle.parts else (contents.NO_PARTS,)), *_of_the_whole(bundle)):
        raise Refused(sentence)


def _words_of(part: Part, place: int) -> Iterator[str]:
    if not part.title.strip():
        yield contents.UNTITLED.format(number=place + 1)
    if len(part.title) > contents.LONGEST_TITLE:
        yield contents.LONG_TITLE.format(number=place + 1)
    if places := in_the_way([(f"the title of document {place + 1}", f"{part.title} {part.heading}")]):
        yield contents.UNPRINTABLE.format(places=places)


def _of_the_whole(bundle: Bundle) -> Iterator[str]:
    texts = [
        ("the title of the bundle", bundle.title),
        ("what the bundle is for", bundle.purpose),
        ("the name on the cover", bundle.who),
        ("the school", bundle.school_name),
        *((f"line {at} of the chronology", f"{one.what} {one.source}") for at, one in enumerate(bundle.chronology, 1)),
    ]
    if places := in_the_way(texts):
        yield contents.UNPRINTABLE.format(places=places)
    for event in bundle.chronology:
        if event.part is not None and not 0 <= event.part < len(bundle.parts):
            yield contents.NOWHERE.format(what=event.what)


def _looked_at(bundle: Bundle, progress: Progress) -> tuple[dict[int, int], dict[int, list[str]]]:
    """The pages of every part that opens, and why the others do not. A part at which the child ends is damaged."""
    waiting = list(enumerate(bundle.parts))
    pages: dict[int, int] = {}
    refused: dict[int, list[str]] = {}
    heads = opening.Heads.of(bundle)
    while waiting:
        waiting = _look_at_some(waiting, heads, pages, refused, progress, len(bundle.parts))
    return pages, refused


def _look_at_some(
    waiting: list[tuple[int, Part]],
    heads: opening.Heads,
    pages: dict[int, int],
    refused: dict[int, list[str]],
    progress: Progress,
    total: int,
) -> list[tuple[int, Part]]:
    """What is left to look at."""
    heard = [time.monotonic()]

    def hear(told: Told) -> None:
        place, count, sentence = told
        heard[0] = time.monotonic()
        if sentence:
            refused[place] = [sentence]
        else:
            pages[place] = count

    def beat() -> None:
        progress(len(pages) + len(refused), total)
        if time.monotonic() - heard[0] > SECONDS_EACH:
            raise ChildFailed("out of time")

    largest = max(len(part.content) for _, part in waiting)
    whole = sum(len(part.content) for _, part in waiting)
    try:
        hear_child(
            _look,
            (tuple(waiting), heads),
            seconds=SECONDS_EACH * len(waiting),
            megabytes=MEGABYTES + (TIMES * largest + 2 * whole) // _MEGABYTE,
            beat=beat,
            heard=hear,
        )
    except ChildFailed:
        stuck = _left(waiting, pages, refused)[:1]
        refused.update({place: [contents.DAMAGED.format(title=part.title)] for place, part in stuck})
    return _left(waiting, pages, refused)


def _left(
    waiting: list[tuple[int, Part]], pages: dict[int, int], refused: dict[int, list[str]]
) -> list[tuple[int, Part]]:
    return [(place, part) for place, part in waiting if place not in pages and place not in refused]


def _look(given: Given, tell: Callable[[Any], None]) -> None:
    """The child's work."""
    parts, heads = given
    for place, part in parts:
        try:
            with opening.opened(part, opening.pdf_of(part, heads)) as found:
                tell((place, len(found.pages), ""))
        except Refused as refusal:
            tell((place, 0, str(refusal)))
