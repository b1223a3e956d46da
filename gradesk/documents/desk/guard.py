"""The wrong-pupil guard: reads finished pages back and finds every pupil named where they may not be.

What a reader can see, hear or search is read: text, notes and form values, alternative texts, bookmarks, the title and
the metadata. The pages are read with PDFium, which lays text out as a clipboard gets it; what it cannot tell, with
pikepdf. Names are looked up, not searched one by one: 1,000 tagged passports take about 2 s, a third of it PDFium's and half of it
the walk over their tags, whether 30 or 6,000 names are known; knowing 3,000 pupils takes another 0.15 s, once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from typing import TYPE_CHECKING, Any

from gradesk.model.rules.name_search import Found, NameSearch, in_small_letters, key_of, longest, uncovered
from gradesk.services.pupils.known_people import KnownPeople, KnownPupil
from gradesk.system.lazy import lazily
from gradesk.system.refusal import Refused

if TYPE_CHECKING:
    import pikepdf
    import pypdfium2
else:
    pypdfium2 = lazily("pypdfium2")
    pikepdf = lazily("pikepdf")

IN_FILE = 0  # stands for the page where something belongs to the file as a whole
MOST_SAID = 5  # places in a sentence
_SAID = re.compile(rb"/ActualText <FEFF([0-9A-F]*)>", re.IGNORECASE)  # as pen.py writes it
_TITLES = frozenset(("mr", "mrs", "ms", "miss", "mx", "dr", "sir", "madam", "prof", "professor", "rev"))


@dataclass(frozen=True, slots=True)
class Hit:
    """A pupil who is named where they may not be.

    `page` counts from 1, 0 is the file itself; `name` is the pupil's usual name; `what` says what was found and where.
    `doubt` says why it may be somebody or something else, so that a person can look and let it pass: an adult with the
    same full name, or words in small letters. Empty where there is no doubt.
    """

    page: int
    pupil_id: str
    name: str
    what: str
    doubt: str = ""

    @property
    def may_pass(self) -> bool:
        """Whether a person may look at it and let it pass."""
        return bool(self.doubt)


class Guard:
    """Knows everybody once, then looks through any number of files."""

    def __init__(self, people: KnownPeople) -> None:
        self._search = NameSearch()
        self._named: dict[str, dict[str, KnownPupil]] = defaultdict(dict)
        self._numbered: dict[str, dict[str, KnownPupil]] = defaultdict(dict)
        self._adults: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for pupil in people.pupils:
            for name in pupil.names:
                self._put(self._named, pupil, *name)
            for number in pupil.upns:
                self._put(self._numbered, pupil, number)
        for adult in people.adults:
            for key in _adult_keys(adult.name):
                self._adults[key].append((adult.name, adult.pupil_id))

    def _put(self, kept: dict[str, dict[str, KnownPupil]], pupil: KnownPupil, *parts: str) -> None:
        for key in self._search.add(*parts):
            kept[key][pupil.uuid] = pupil

    def hits(self, pdf: bytes, allowed: Sequence[Collection[str]]) -> list[Hit]:
        """Everybody who is named where they may not be, each once a page and kind, in the order of the pages.

        `allowed` holds for every page the uuids of the pupils it may name; what belongs to the whole file may name
        all of them. Refuses a file with another number of pages, which nobody can vouch for.
        """
        everybody = frozenset(pupil_id for page in allowed for pupil_id in page)
        found: dict[Hit, None] = {}
        for page, where, text in _texts(pdf, len(allowed)):
            here = frozenset(allowed[page - 1]) if page != IN_FILE else everybody
            found |= dict.fromkeys(self._in_text(page, where, text, here))
        return sorted(found, key=lambda hit: hit.page)

    def _in_text(self, page: int, where: str, text: str, allowed: frozenset[str]) -> Iterator[Hit]:
        found = list(self._search.find(text))
        if not found:
            return
        rightful = [one for one in found if not allowed.isdisjoint(self._bearers(one))]
        others = [one for one in found if one not in rightful]
        for one in longest(uncovered(others, rightful)):
            doubt = self._doubt(one, text, allowed)
            for pupil in self._bearers(one).values():
                what = "the name" if one.key in self._named else "the UPN"
                yield Hit(page, pupil.uuid, pupil.name, f"{what} in {where}", doubt)

    def _bearers(self, one: Found) -> dict[str, KnownPupil]:
        return self._named.get(one.key, {}) | self._numbered.get(one.key, {})

    def _doubt(self, one: Found, text: str, allowed: frozenset[str]) -> str:
        """A member of staff, or somebody around a pupil of this page, with the same full name; or ordinary words."""
        for name, pupil_id in self._adults.get(one.key, ()):
            if not pupil_id or pupil_id in allowed:
                return f"{name} has the same name"
        if one.key in self._named and in_small_letters(text, one):
            return "in small letters it may be ordinary words"
        return ""


def _adult_keys(name: str) -> set[str]:
    """An adult's full name with and without the title, and with the surname first."""
    words = name.split()
    bare = words[1:] if len(words) > 2 and key_of(words[0]) in _TITLES else words
    turned = [*bare[-1:], *bare[:-1]]
    return {key_of("".join(part)) for part in (words, bare, turned) if len(part) > 1}


def sentence(hits: Sequence[Hit]) -> str:
    """What a person is told: which pupils are named on which pages; empty when there are no hits."""
    if not hits:
        return ""
    places = list(dict.fromkeys(_place(hit) for hit in hits))
    shown = "; ".join(places[:MOST_SAID])
    more = f"; and {len(places) - MOST_SAID} more" if len(places) > MOST_SAID else ""
    kept = "Nothing was saved or printed."
    if all(hit.may_pass for hit in hits):
        return f"Perhaps another child is named here: {shown}{more}. {kept} Look, and let it pass if no child is meant."
    return f"Another child is named here: {shown}{more}. {kept} Take it out of the words and try again."


def refuse_hits(hits: Sequence[Hit]) -> None:
    """Refuse when there are hits. What is certain is said first."""
    certain = [hit for hit in hits if not hit.may_pass]
    if hits:
        raise Refused(sentence(certain or hits))


def _place(hit: Hit) -> str:
    where = f"page {hit.page}" if hit.page else "the file itself"
    return f"{hit.name} on {where} ({hit.what}{'; ' if hit.doubt else ''}{hit.doubt})"


def _texts(pdf: bytes, pages: int) -> Iterator[tuple[int, str, str]]:
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


def _beside_the_text(pdf: bytes) -> Iterator[tuple[int, str, str]]:

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
    parts = (contents,) if hasattr(contents, "read_bytes") else contents
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
