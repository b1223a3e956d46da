"""Who opened the file, looked at whom, printed or took out what: written down by the way, and read as sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from gradesk.model.journal import EVENTS, JournalEvent
from gradesk.model.pupils.pupil import Pupil
from gradesk.services.portions import chunked
from gradesk.store.keys import tries
from gradesk.store.keys.slots import READER, SECOND, SENCO, SHEET
from gradesk.store.work import Store

AT_ONCE = 200  # lines that are shown
BY = {
    SENCO: "with the SENCO’s passphrase",
    SECOND: "with the second holder’s passphrase",
    READER: "with the passphrase for reading only",
    SHEET: "with the recovery sheet",
}

# Who is said to have done what, where the file was not opened by the SENCO, who has a name.
ACTORS = {SECOND: "Second holder", READER: "Reading only", SHEET: "Recovery sheet"}
SOMEBODY = "Somebody"
WHOSE = {SENCO: "the SENCO", SECOND: "the second holder", READER: "reading only", SHEET: "the recovery sheet"}


@dataclass(frozen=True)
class Line:
    """One event in words. `pupil` is empty where it is about nobody in particular; `number` is its place in the file."""

    number: int
    at: datetime
    actor: str
    kind: str
    words: str
    pupil_id: str
    pupil: str


def opened(store: Store, folder: Path) -> None:
    """The file was opened; what was tried in vain before is told, too."""
    for at in tries.take(folder):
        wrong(store, at)
    store.note("opened", what=store.vault.holder)


def wrong(store: Store, at: datetime | None = None) -> None:
    """A wrong passphrase was tried, by whomever."""
    store.note("wrong", at=at, actor=SOMEBODY)


def opened_by(store: Store, holder: str) -> datetime | None:
    """When the file was last opened by a way in; None where it never was."""
    query = select(func.max(JournalEvent.at)).where(JournalEvent.kind == "opened", JournalEvent.what == holder)
    with store.read() as session:
        return session.scalar(query)


def viewed(store: Store, pupil_id: str) -> None:
    """A pupil's page was looked at."""
    store.note("viewed", pupil_id, once=True)


def left(store: Store, how: str, document: str, pupil_ids: Sequence[str] = ()) -> None:
    """A page or a file left the program: `printed` or `saved`; `document` is its code."""
    for pupil_id in pupil_ids or (None,):
        store.note(how, pupil_id, document)


def lines(
    store: Store, kind: str = "", pupil_id: str = "", before: int | None = None, limit: int = AT_ONCE
) -> list[Line]:
    """The events, the newest first: of a kind, about a pupil, before the one of a number."""
    query = select(JournalEvent).order_by(JournalEvent.id.desc()).limit(limit)
    if kind:
        query = query.where(JournalEvent.kind == kind)
    if pupil_id:
        query = query.where(JournalEvent.pupil_id == pupil_id)
    if before is not None:
        query = query.where(JournalEvent.id < before)
    with store.read() as session:
        found = session.scalars(query).all()
        names: dict[str, str] = {}
        for ids in chunked(sorted({one.pupil_id for one in found if one.pupil_id})):
            names |= {one.uuid: one.name for one in session.scalars(select(Pupil).where(Pupil.uuid.in_(ids)))}
    return [_line(one, names) for one in found]


def _line(one: JournalEvent, names: dict[str, str]) -> Line:
    is_gone = one.erased is not None
    pupil = (
        "a pupil who was erased" if is_gone else names.get(one.pupil_id, "a pupil who is gone") if one.pupil_id else ""
    )
    return Line(one.id, one.at, one.actor, one.kind, _words(one, pupil), one.pupil_id or "", pupil)


def _words(one: JournalEvent, pupil: str) -> str:
    of = f" of {pupil}" if pupil else ""
    what = one.what.replace("-", " ").replace("_", " ")
    if one.kind == "opened":
        return f"Opened the file {BY.get(one.what, '')}".strip()
    if one.kind == "wrong":
        return "A wrong passphrase was tried"
    if one.kind == "viewed":
        return f"Looked at {pupil}"
    if one.kind in ("printed", "saved"):
        return f"{EVENTS.label(one.kind)}: {what}{of}"
    if one.kind == "ways":
        return f"Ways in changed: {WHOSE.get(one.what, one.what)}"
    return f"{EVENTS.label(one.kind)}: {one.what}" if one.what else EVENTS.label(one.kind)
