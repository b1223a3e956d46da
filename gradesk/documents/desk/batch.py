"""Several documents about several pupils in one file: in the order asked for, with a list of what is in it.

Sheets are read and drawn a few pupils at a time, so a batch of a whole school takes little more memory than its pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

from gradesk.documents import document
from gradesk.documents.desk import drawing, separator
from gradesk.documents.press.checks import Unprintable, in_the_way, sentence
from gradesk.documents.press.choices import family_languages
from gradesk.documents.press.document import Document, Naming
from gradesk.documents.press.look import Look
from gradesk.documents.press.paper import Format, Paper
from gradesk.services.custody import confidential
from gradesk.services.paper.gathering import pages as gathering
from gradesk.services.paper.sheets import PupilHeading, Sheet
from gradesk.store.work import Store
from gradesk.system.progress import Progress, no_progress
from gradesk.system.refusal import Refused

AT_ONCE = 25  # pupils read from the file at a time
TITLE = "Documents"


@dataclass(frozen=True, slots=True)
class Item:
    """One kind of document in one of its variants; the usual one where none is named.

    `which` is the key of the day or colleague it is of, where it is of one of a list (`Document.which`).
    """

    code: str
    variant: str = ""
    which: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """What to print: the documents, the pupils in their order, and whether sheets that part and list them go with it.

    With several documents, all that is about one pupil lies together; what is about many pupils comes first.
    """

    items: tuple[Item, ...]
    pupil_ids: tuple[str, ...]
    separators: bool = False
    manifest: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What of one document was printed about whom: its pages counted from 1. A letter says for which meeting it is, and to
    whom; `language` is the code of that of its fixed words."""

    item: Item
    title: str
    pupil_ids: tuple[str, ...]
    name: str
    class_name: str
    first: int
    last: int
    version: int | None
    language: str = "en"
    meeting_id: str = ""
    letter_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """A finished file. `pages` says of every page which pupils it may name, and `namings` how; `without` counts, by
    document, the pupils who have no such thing yet. `refused` are those whose pages cannot be printed, with the reason;
    `kept_to_staff` counts what is for staff alone about whoever something goes home of.
    """

    pdf: bytes
    pages: tuple[tuple[str, ...], ...]
    namings: tuple[Naming, ...]
    entries: tuple[Entry, ...]
    without: dict[str, int] = field(default_factory=dict)
    refused: tuple[Unprintable, ...] = ()
    kept_to_staff: int = 0


Early = Callable[[bytes], object]


def make(store: Store, order: Order, look: Look, count: Progress = no_progress, early: Early | None = None) -> Batch:
    """Draw all that can be printed. Raises Refused when that is nothing at all.

    Of one long sheet its first sides are drawn alone and given to `early`, to look at until all is there.
    """
    press = _Press(store, order, look, count)
    press.draw(early)
    if not press.has_any:
        refuse_nothing(order, press.refused)
    return press.finished()


def make_if_any(store: Store, order: Order, look: Look) -> tuple[Batch | None, Sequence[Unprintable]]:
    """The same; None where there is nothing to print, and what cannot be printed."""
    press = _Press(store, order, look, no_progress)
    press.draw()
    return (press.finished() if press.has_any else None), press.refused


def refuse_nothing(order: Order, refused: Sequence[Unprintable]) -> NoReturn:
    """Say that nobody has anything of what is wanted, or why what they have cannot be printed."""
    if refused:
        raise Refused(sentence(refused, others=False))
    titles = " or ".join(f"“{document(item.code).title}”" for item in order.items)
    raise Refused(f"Nobody here has anything for {titles} yet; nothing was printed. Write one first.")


class _Press:
    def __init__(self, store: Store, order: Order, look: Look, count: Progress) -> None:
        if not order.pupil_ids and not all(document(item.code).scope == "school" for item in order.items):
            raise Refused("Nobody was chosen, so nothing was printed; please choose at least one pupil.")
        if not order.items:
            raise Refused("No document was chosen, so nothing was printed; please choose at least one.")
        self._store = store
        self._order = order
        self._look = look
        self._count = count
        known = [(item, document(item.code)) for item in order.items]
        self._items = [(replace(item, variant=found.variant(item.variant)), found) for item, found in known]
        self._without: Counter[str] = Counter()
        self._entries: list[Entry] = []
        self.refused: list[Unprintable] = []
        self._kept_to_staff = 0
        self._owners: list[tuple[tuple[str, ...], Naming]] = []
        self._tongues = family_languages(store, order.pupil_ids) if look.family_language else {}
        title = self._items[0][1].title if len(self._items) == 1 else TITLE
        self._paper = Paper(look, title, self._form(0))

    def _form(self, place: int) -> Format:
        item, found = self._items[place]
        return found.form(item.variant)

    @property
    def has_any(self) -> bool:
        """Whether anything was drawn."""
        return bool(self._entries)

    def draw(self, early: Early | None = None) -> None:
        """What is about many pupils, then pupil by pupil."""
        for item, found in self._items:
            if found.scope != "pupil":
                if early is not None and found.opening is not None and len(self._items) == 1:
                    self._show_opening(item, found, early)
                for sheet in self._sheets(item, found, self._order.pupil_ids):
                    if self._can_print(found, sheet):
                        self._draw(item, found, sheet)
        self._draw_pupils()

    def _show_opening(self, item: Item, found: Document, early: Early) -> None:
        assert found.opening is not None
        sheet = found.opening(self._store, self._order.pupil_ids, item.which)
        if sheet is not None and not in_the_way(found.texts(sheet)):
            early(drawing.draw(found, [sheet], self._look, item.variant).pdf)

    def finished(self) -> Batch:
        """The file, with the list at its end if that is wanted."""
        if self._order.manifest:
            self._draw_manifest()
        drawn = self._paper.finish()
        owners = [self._owners[place] for place in drawn.pages]
        return Batch(
            drawn.pdf,
            tuple(pupil_ids for pupil_ids, _ in owners),
            tuple(naming for _, naming in owners),
            tuple(self._entries),
            dict(self._without),
            tuple(self.refused),
            self._kept_to_staff,
        )

    def _draw_pupils(self) -> None:
        items = [(item, found) for item, found in self._items if found.scope == "pupil"]
        ids = self._order.pupil_ids
        if not items:
            return
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            sheets = {item: _by_pupil(found, self._sheets(item, found, some)) for item, found in items}
            if any(found.naming(item.variant, self._look).home for item, found in items):
                self._kept_to_staff += confidential.count(self._store, some)
            for place, pupil_id in enumerate(some, start=start + 1):
                mine = [(item, found, sheets[item].get(pupil_id)) for item, found in items]
                for _, found, sheet in mine:
                    self._without[found.code] += sheet is None
                ready = [
                    (item, found, sheet)
                    for item, found, sheet in mine
                    if sheet is not None and self._can_print(found, sheet)
                ]
                if ready and self._order.separators:
                    self._draw_separator(ready[0][2], [found.title for _, found, _ in ready])
                for item, found, sheet in ready:
                    self._draw(item, found, sheet)
                self._count(place, len(ids))

    def _sheets(self, item: Item, found: Document, pupil_ids: Sequence[str]) -> Sequence[Any]:
        """The sheets of an item; what goes home is filled without what is for staff alone."""
        with self._store.withheld() if found.naming(item.variant, self._look).home else nullcontext():
            return found.sheets(self._store, pupil_ids, item.which)

    def _can_print(self, found: Document, sheet: Any) -> bool:
        reason = in_the_way(found.texts(sheet))
        if reason:
            self.refused.append(Unprintable(sheet.pupil_ids, self._look.who(sheet.heading), found.title, reason))
        return not reason

    def _draw(self, item: Item, found: Document, sheet: Any) -> None:
        first = self._paper.page_count + 1
        naming = found.naming(item.variant, self._look)
        self._paper.look = look = self._look_at_home(sheet) if naming.home else self._look
        self._begin(found.form(item.variant), sheet, naming)
        found.draw(self._paper, sheet, item.variant)
        self._paper.look = self._look
        who = sheet.heading
        self._entries.append(
            Entry(
                item, found.title, sheet.pupil_ids, self._look.who(who), who.class_name, first, self._paper.page_count,
                sheet.version, look.language.code, sheet.meeting_id, sheet.letter_to,
            )
        )  # fmt: skip

    def _look_at_home(self, sheet: Sheet) -> Look:
        """What goes home speaks the family's language where that is wanted and noted."""
        own = self._tongues.get(sheet.pupil_ids[0]) if sheet.pupil_ids else None
        return self._look if own is None else replace(self._look, language=own)

    def _begin(self, form: Format, sheet: Sheet, naming: Naming) -> None:
        self._paper.turn_to(form)
        self._paper.begin(sheet)
        self._owners.append((sheet.pupil_ids, naming))

    def _draw_separator(self, sheet: Sheet, titles: Sequence[str]) -> None:
        self._begin(Format(), sheet, Naming(self._look.name))
        separator.draw(self._paper, sheet, titles)

    def _draw_manifest(self) -> None:
        everyone = tuple(dict.fromkeys(one for entry in self._entries for one in entry.pupil_ids))
        card = gathering.plain_sheet(self._store, PupilHeading(preferred_name=""), everyone)
        self._begin(Format(), card, Naming(self._look.name))
        separator.draw_manifest(self._paper, card, list(self._rows()), self.refused)

    def _rows(self) -> Iterator[tuple[str, str, str, str]]:
        for number, entry in enumerate(self._entries, start=1):
            pages = f"{entry.first}" if entry.first == entry.last else f"{entry.first}–{entry.last}"
            who = " · ".join(filter(None, (entry.name, entry.class_name)))
            title = entry.title + (f" (version {entry.version})" if entry.version is not None else "")
            yield str(number), who, title, pages


def _by_pupil(found: Document, sheets: Sequence[Any]) -> dict[str, Any]:
    """One sheet for each pupil who has such a thing."""
    assert found.scope == "pupil"
    return {sheet.pupil_ids[0]: sheet for sheet in sheets}
