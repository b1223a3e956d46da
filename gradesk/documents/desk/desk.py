"""From what is wanted on paper to what may leave the laptop: drawn, read back by the guard, and protected if asked for."""

from __future__ import annotations

import glob
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gradesk.documents import document
from gradesk.documents.desk import batch, drawing, tabling
from gradesk.documents.desk.batch import Batch, Early, Entry, Item, Order
from gradesk.documents.desk.guard import Guard, Hit, refuse_hits
from gradesk.documents.desk.protecting import protect
from gradesk.documents.press.checks import Unprintable
from gradesk.documents.press.document import Document
from gradesk.documents.press.look import Look
from gradesk.services.custody import watching
from gradesk.services.meetings import inviting
from gradesk.services.paper import copies
from gradesk.services.paper.class_sheets import SupportMapSheet
from gradesk.services.paper.sheets import Sheet
from gradesk.services.pupils.known_people import known_people
from gradesk.store.work import Store
from gradesk.system.files import write_all
from gradesk.system.progress import Progress, no_progress
from gradesk.system.refusal import Refused

BEGINS = b"%PDF-"


@dataclass(frozen=True)
class Ready:
    """A finished file, and everybody the guard found named where they may not be."""

    batch: Batch
    hits: tuple[Hit, ...]

    def released(self, *, looked: bool = False, insisted: bool = False, password: str = "") -> bytes:
        """The file as it may be saved; refuses while somebody is named who may not be, with the places.

        A person who has `looked` lets pass what may be somebody else; one who has seen all the places may insist: a friend's
        full name can be part of what a child said.
        """
        _refuse(self.hits, looked=looked, insisted=insisted)
        return protect(self.batch.pdf, password) if password else self.batch.pdf


@dataclass(frozen=True)
class ReadyPicture:
    """A finished SVG of one document, as pages are ready. `batch` says what it is of, for the register of copies."""

    svg: str
    batch: Batch
    hits: tuple[Hit, ...]

    def released(self, *, looked: bool = False, insisted: bool = False, password: str = "") -> bytes:
        """As of pages; refuses a password, since nothing reads a protected SVG."""
        if password:
            raise Refused("A picture cannot be protected with a password; nothing was saved. Save it as a PDF instead.")
        _refuse(self.hits, looked=looked, insisted=insisted)
        return self.svg.encode("utf-8")


@dataclass(frozen=True)
class ReadyTable:
    """A finished workbook or text file of one document, as pages are ready."""

    content: bytes
    batch: Batch
    hits: tuple[Hit, ...]

    def released(self, *, looked: bool = False, insisted: bool = False, password: str = "") -> bytes:
        """As of pages; refuses a password, since this program protects none."""
        if password:
            raise Refused("A table cannot be protected with a password; nothing was saved. Save it as a PDF instead.")
        _refuse(self.hits, looked=looked, insisted=insisted)
        return self.content


@dataclass(frozen=True)
class ReadyEach:
    """One finished file for each pupil, and what could not be printed."""

    files: list[Ready]
    refused: tuple[Unprintable, ...]


def _refuse(hits: Sequence[Hit], *, looked: bool, insisted: bool) -> None:
    if not insisted:
        refuse_hits([hit for hit in hits if not (looked and hit.may_pass)])


def ready(store: Store, order: Order, look: Look, count: Progress = no_progress, early: Early | None = None) -> Ready:
    """One file. `early` is given the first sides of a long one, to look at; they leave only with the whole."""
    made = batch.make(store, order, look, count, early)
    return Ready(made, tuple(Guard(known_people(store)).hits(made.pdf, made.pages, made.namings)))


def ready_picture(store: Store, order: Order, look: Look) -> ReadyPicture:
    """One picture, of the one document and the one pupil or class of an order."""
    if len(order.items) != 1:
        raise Refused(
            "A picture is of one document; nothing was written. Choose one that can be saved so, or save a PDF."
        )
    item = order.items[0]
    wanted = document(item.code)
    svg, sheet = drawing.picture(store, wanted, order.pupil_ids, look)
    naming = wanted.naming(wanted.variant(item.variant), look)
    of = Batch(b"", (sheet.pupil_ids,), (naming,), (_entry(item, wanted, sheet, look),))
    return ReadyPicture(svg, of, tuple(Guard(known_people(store)).hits_in_picture(svg, sheet.pupil_ids, naming)))


def ready_table(store: Store, order: Order, look: Look, kind: str) -> ReadyTable:
    """The one document of an order as a workbook ("xlsx") or a text file ("csv"), all its pupils in one table."""
    if len(order.items) != 1 or (wanted := document(order.items[0].code)).table is None:
        raise Refused("Only a map of support, a week or a term is saved as a table; nothing was written. Save a PDF.")
    item = order.items[0]
    variant = wanted.variant(item.variant)
    sheets = wanted.sheets(store, order.pupil_ids, item.which)
    if not sheets:
        raise Refused("There is nothing to put into a table; nothing was written. Choose others.")
    tables = [wanted.table(sheet, look, variant) for sheet in sheets]
    lines = [*tables[0], *(line for table in tables[1:] for line in table[1:])]
    naming = wanted.naming(variant, look)
    ids = tuple(dict.fromkeys(uuid for sheet in sheets for uuid in sheet.pupil_ids))
    entries = tuple(_entry(item, wanted, sheet, look) for sheet in sheets)
    hits = Guard(known_people(store)).hits_in_table([" ".join(line) for line in lines], ids, naming)
    return ReadyTable(tabling.written(lines, kind, wanted.stem), Batch(b"", (ids,), (naming,), entries), tuple(hits))


def _entry(item: Item, wanted: Document, sheet: Sheet, look: Look) -> Entry:
    who = sheet.heading
    return Entry(
        item, wanted.title, sheet.pupil_ids, look.who(who), who.class_name, 1, 1, sheet.version, look.language.code
    )


def ready_each(store: Store, order: Order, look: Look, count: Progress = no_progress) -> ReadyEach:
    """One file for each pupil who has anything of what is wanted, in the order asked for."""
    if any(document(item.code).scope != "pupil" for item in order.items):
        raise Refused("A page about many pupils cannot be cut up; nothing was printed. Save it as one file.")
    guard = Guard(known_people(store))
    found: list[Ready] = []
    refused: list[Unprintable] = []
    for place, pupil_id in enumerate(order.pupil_ids, start=1):
        mine = replace(order, pupil_ids=(pupil_id,), separators=False, manifest=False)
        made, lacking = batch.make_if_any(store, mine, look)
        refused += lacking
        if made is not None:
            found.append(Ready(made, tuple(guard.hits(made.pdf, made.pages, made.namings))))
        count(place, len(order.pupil_ids))
    if not found:
        batch.refuse_nothing(order, refused)
    return ReadyEach(found, tuple(refused))


def hits_in_dates(store: Store, calendar: str) -> tuple[Hit, ...]:
    """Everybody who is named in what was typed into a calendar file, which is to name nobody."""
    whole = calendar.replace("\r\n ", "").replace("\\", "")
    lines = [line for line in whole.splitlines() if line.startswith(("SUMMARY:", "LOCATION:"))]
    return tuple(Guard(known_people(store)).hits_in_lines(lines, "a date"))


def otherwise(order: Order) -> str:
    """As what an order can be saved besides pages: a "picture", a "table", or nothing."""
    if len(order.items) != 1:
        return ""
    item = order.items[0]
    wanted = document(item.code)
    if wanted.picture is not None:
        return "picture"
    # Of a map only that of a school year has columns; what is no map of support always has them.
    has_columns = bool(item.which) or not issubclass(wanted.sheet, SupportMapSheet)
    return "table" if wanted.table is not None and has_columns else ""


def file_names(stem: str, count: int) -> list[str]:
    """Neutral names for so many files: "pupil-passport-001.pdf"; the list of what is in a batch has the same numbers."""
    digits = max(3, len(str(count)))
    return [f"{_word(stem)}-{number:0{digits}d}.pdf" for number in range(1, count + 1)]


def asks_to_replace(folder: Path, stem: str) -> str:
    """What to ask before files of another class are replaced: their neutral names are the same. Empty without any."""
    count = sum(1 for _ in folder.glob(f"{glob.escape(_word(stem))}-[0-9]*.pdf"))
    files = "lies 1 file" if count == 1 else f"lie {count:,} files"
    return (
        f"In “{folder.name}” {files} of this kind already. The same numbers are written over. Go on?" if count else ""
    )


def _word(stem: str) -> str:
    return stem.lower().replace(" ", "-")


def write_each(folder: Path, order: Order, released: Sequence[bytes]) -> None:
    """Put one file for each pupil into a folder under neutral names: all of them or none."""
    names = file_names(stem(order), len(released))
    refuse_taken(folder, names)
    write_all([(folder / name, pdf) for name, pdf in zip(names, released, strict=True)])


def refuse_taken(folder: Path, names: Sequence[str]) -> None:
    """Refuse when a folder holds something else under one of these names: only a PDF is written over."""
    for name in names:
        path = folder / name
        if path.exists() and not _is_pdf(path):
            raise Refused(f"{name} is there already and is not a PDF; it was left as it is. Choose another folder.")


def _is_pdf(path: Path) -> bool:
    try:
        with path.open("rb") as there:
            return there.read(len(BEGINS)) == BEGINS
    except OSError:
        return False


def stem(order: Order) -> str:
    """The suggested name of a file: what kind of thing it is, and whether it is staff’s copy; never whose."""
    if len(order.items) != 1:
        return "Documents"
    item = order.items[0]
    return document(item.code).stem + (" for staff" if item.variant == "staff" else "")


def only(made: Batch, pages: Collection[int]) -> Batch:
    """A batch of which only some pages went out, counted from nought: for the register of copies."""
    there = [one for one in made.entries if any(one.first <= page + 1 <= one.last for page in pages)]
    return replace(made, entries=tuple(there))


def to_give(made: Sequence[Batch]) -> dict[str, list[str]]:
    """Of each document about single pupils, whom the pages are about, each once."""
    wanted: dict[str, list[str]] = {}
    for one in made:
        for entry in one.entries:
            if document(entry.item.code).scope == "pupil":
                wanted.setdefault(entry.item.code, []).extend(entry.pupil_ids)
    return {code: list(dict.fromkeys(ids)) for code, ids in wanted.items()}


def letters(made: Sequence[Batch]) -> list[Entry]:
    """The letters among the pages that are to meetings which are booked."""
    return [entry for one in made for entry in one.entries if entry.meeting_id]


def note_given(store: Store, made: Sequence[Batch], holder: str, how: str) -> int:
    """Note in the register of copies that somebody was given all of this; returns how many copies were noted.

    Who has the newest already is passed over.
    """
    noted, refusal = 0, Refused("Nothing here is about one pupil; nothing was noted.")
    with store.work("Copies are given"):
        for (code, tongue), ids in _by_language(made).items():
            try:
                noted += len(copies.give(store, code, document(code).title, ids, holder, how=how, language=tongue))
            except Refused as words:
                refusal = words  # the others may be new to them
    if not noted:
        raise refusal
    return noted


def note_left(store: Store, made: Sequence[Batch], how: str) -> None:
    """Note among the events of the file that pages left the program: `printed` or `saved`."""
    for one in made:
        for entry in one.entries:
            watching.left(store, how, entry.item.code, entry.pupil_ids)


def note_invited(store: Store, made: Sequence[Batch], how: str) -> int:
    """Note of every letter to a booked meeting that those it is to are invited today and have it, as one step.

    Returns to how many meetings.
    """
    found = letters(made)
    if not found:
        raise Refused("None of these letters is to a meeting that is booked; nothing was noted.")
    with store.work(f"Families are invited to {len(found)} meetings" if len(found) > 1 else "A family is invited"):
        for entry in found:
            inviting.invited(store, entry.meeting_id, entry.letter_to)
            tongue = "" if entry.language == "en" else entry.language
            for name in entry.letter_to:
                copies.give(store, entry.item.code, entry.title, entry.pupil_ids, name, how=how, language=tongue)
    return len(found)


def _by_language(made: Sequence[Batch]) -> dict[tuple[str, str], list[str]]:
    """Of each document about single pupils and each language, whom the pages are about, each once."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for one in made:
        for entry in one.entries:
            if document(entry.item.code).scope == "pupil":
                tongue = "" if entry.language == "en" else entry.language
                found.setdefault((entry.item.code, tongue), {}).update(dict.fromkeys(entry.pupil_ids))
    return {key: list(ids) for key, ids in found.items()}
