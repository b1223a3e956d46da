"""Backups of the school's file: where they go, when one is due, making, thinning and trying them, and what is missing."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from gradesk.model.journal import JournalUnit
from gradesk.services.school import school
from gradesk.store.backups import backup, backup_names, choosing
from gradesk.store.backups.backup_names import Kept
from gradesk.store.work import Store
from gradesk.system.kept import backup_places
from gradesk.system.kept.backup_places import Place
from gradesk.system.progress import Progress, no_progress
from gradesk.system.refusal import Refused

EVERY = timedelta(minutes=30)  # while somebody works, and where something changed
CONNECT_AGAIN = timedelta(days=7)  # a place that had no backup for so long is asked for
DRILL_AGAIN = timedelta(days=92)  # once a term
COPIES, PLACES = 3, 2  # three copies, on two devices, one of them elsewhere: the standard of the DfE


@dataclass(frozen=True)
class Made:
    """What became of a backup in one place: its path, or why there is none."""

    place: Path
    path: Path | None = None
    trouble: str = ""
    unit: int = 0  # of the journal, to which it reaches at least


def places(store: Store) -> list[Place]:
    """Where the backups of this copy of the school's file go, as this laptop remembers it.

    The practice school has none by itself, and neither has a copy where those of another copy lie: its backups would be taken
    for newer ones of that.
    """
    known = backup_places.load(store.copy.device)
    if known is not None:
        return known
    usual = backup_places.usual_folder()
    if school.card(store).is_practice or any(
        _is_of(one.path, store, other=True) for one in backup_names.kept_in(usual)
    ):
        return []
    return [backup_places.place_of(usual)]


def add_place(store: Store, folder: Path) -> None:
    """Let backups go there, too; refuses the folder of the file itself and one that is known."""
    _refuse_changing(store)
    backup.refuse_place(store.vault, folder)
    known = places(store)
    if any(os.path.realpath(one.path) == os.path.realpath(folder) for one in known):
        raise Refused(f"Backups go to {folder} already; nothing was changed. Choose another folder.")
    _save(store, [*known, backup_places.place_of(folder)])


def take_place(store: Store, folder: Path) -> None:
    """Let no more backups go there; those that lie there stay."""
    _refuse_changing(store)
    _save(store, [one for one in places(store) if one.path != folder])


def _refuse_changing(store: Store) -> None:
    store.copy.refuse_in_doubt()  # it would be remembered of the file it may be a copy of
    if store.vault.is_reading:
        raise Refused(
            "This file was opened with the passphrase for reading, so nothing was changed. Where backups go is for the SENCO to "
            "say."
        )


def is_due(store: Store) -> bool:
    """Whether something changed that some place has no proved backup of yet."""
    unit = _newest_unit(store)
    return any(one.unit != unit or one.trouble for one in places(store))


def make_if_due(store: Store, count: Progress = no_progress) -> list[Made]:
    """Make one by itself, where something changed; what cannot be made is remembered as trouble of its place."""
    if store.copy.doubt is not None or store.vault.is_reading or store.vault.is_ended or not is_due(store):
        return []
    return make(store, count=count)


def want_anew(store: Store) -> None:
    """Every place gets a new backup soon: those that are there are opened by keys of before."""
    if (known := backup_places.load(store.copy.device)) is not None:
        _save(store, [replace(one, unit=0) for one in known])


def make(store: Store, to: Path | None = None, count: Progress = no_progress) -> list[Made]:
    """Make and prove a backup in each place, or in one folder; what one place refuses keeps no other from having it.

    Raises:
        InDoubt: this may be a copy of the file, whose backup would be taken for one of the file itself.
    """
    store.copy.refuse_in_doubt()
    known = places(store)
    wanted = [to] if to is not None else [one.path for one in known]
    made = []
    for number, folder in enumerate(wanted):
        made.append(_made(store, folder, _counted(count, number, len(wanted))))
        if made[-1].path is not None:
            store.note("backed_up")
        told = {os.path.realpath(one.place): one for one in made}
        # Read anew: somebody may have changed the places meanwhile.
        _save(store, [_after(one, told.get(os.path.realpath(one.path))) for one in places(store)])
    return made


def kept(store: Store) -> list[Kept]:
    """The backups that lie in all places just now, the newest first."""
    found = [one for place in places(store) for one in backup_names.kept_in(place.path)]
    return sorted(found, key=lambda one: one.made_at, reverse=True)


def drill(store: Store, source: Path | None = None) -> list[Made]:
    """Restore the newest backup of each place, or of one folder, into a scratch file and compare it row by row."""
    tried = []
    for folder in [source] if source is not None else [one.path for one in places(store)]:
        newest = choosing.newest(folder, store.vault.uuid, store.copy.device)
        if newest is None:
            tried.append(Made(folder, None, f"There is no backup of this school in {folder}."))
            continue
        try:
            backup.prove(newest.path, store.vault.secret(), store.vault.folder)
            tried.append(Made(folder, newest.path))
            store.note("drilled")
        except Refused as refused:
            tried.append(Made(folder, newest.path, str(refused)))
    told = {os.path.realpath(one.place): one for one in tried}
    now = datetime.now(UTC).isoformat(timespec="seconds")
    known = places(store)
    _save(
        store,
        [
            replace(one, drilled_at=now if not found.trouble else one.drilled_at, trouble=found.trouble)
            if (found := told.get(os.path.realpath(one.path))) is not None
            else one
            for one in known
        ],
    )
    return tried


@dataclass(frozen=True)
class Missing:
    """One thing that is not as it should be, in a sentence, and where it is put right.

    That is `make`, `add` or `try` among the backups, `sheet`, or `senco` and `second` among the ways in.
    """

    words: str
    where: str


def missing(store: Store, now: datetime | None = None) -> list[Missing]:
    """What is not as it should be; nothing when three copies on two devices were proved and tried."""
    moment, known, found = now or datetime.now(UTC), places(store), list[Missing]()
    proved = [one for one in known if one.proved_at]
    if known and not proved:
        found.append(Missing("There is no proved backup yet. Make one now; it takes a moment.", "make"))
    found += [Missing(f"{one.path}: {one.trouble}", "make") for one in known if one.trouble]
    for one in proved:
        age = moment - datetime.fromisoformat(one.proved_at)
        if not one.trouble and age > CONNECT_AGAIN and one.unit != _newest_unit(store):
            words = f"{one.path} has had no new backup for {age.days} days. Put the stick in, or connect the drive."
            found.append(Missing(words, "make"))
    if len(known) < COPIES - 1:
        where = "to one folder only. Add another" if known else "nowhere yet. Add a folder"
        words = f"Backups go {where} on a stick or a network drive: with your file that makes three copies."
        found.append(Missing(words, "add"))
    if len(devices(store)) < PLACES:
        words = "All copies lie on one disk. Add a folder on a stick or another computer, and keep one elsewhere."
        found.append(Missing(words, "add"))
    drills = [datetime.fromisoformat(one.drilled_at) for one in known if one.drilled_at]
    if proved and (not drills or moment - max(drills) > DRILL_AGAIN):
        words = "No backup was tried this term. Choose “Try the newest now”: it is restored aside and compared."
        found.append(Missing(words, "try"))
    return found


@dataclass(frozen=True)
class Standing:
    """How many copies there are with the file itself, on how many disks, and when the newest was proved and one was tried."""

    copies: int
    disks: int
    proved: datetime | None
    tried: datetime | None


def standing(store: Store) -> Standing:
    """Of the file and the places that have a proved backup."""
    proved = [one for one in places(store) if one.proved_at]
    moments = [datetime.fromisoformat(one.proved_at) for one in proved]
    tried = [datetime.fromisoformat(one.drilled_at) for one in proved if one.drilled_at]
    return Standing(1 + len(proved), len(devices(store)), max(moments, default=None), max(tried, default=None))


def devices(store: Store) -> set[int]:
    """The disks the file and its backups lie on, as far as they can be seen now."""
    found = set()
    for path in (store.vault.folder, *(one.path for one in places(store) if one.proved_at)):
        with suppress(OSError):
            found.add(path.stat().st_dev)
    return found


def _counted(count: Progress, number: int, of: int) -> Progress:
    """The steps of one backup among several."""
    return lambda done, _steps: count(number * backup.STEPS + done, of * backup.STEPS)


def _made(store: Store, folder: Path, count: Progress) -> Made:
    unit = _newest_unit(store)  # of before: what is written meanwhile may not be in it
    try:
        path = backup.make(store.vault, folder, count, device=store.copy.device)
    except Refused as refused:
        return Made(folder, None, str(refused))
    own = [one for one in backup_names.kept_in(folder) if _is_of(one.path, store)]
    for one in backup_names.superfluous(own, datetime.now(UTC)):
        if one.path != path:
            with suppress(OSError):
                one.path.unlink()
    return Made(folder, path, unit=unit)


def _is_of(path: Path, store: Store, *, other: bool = False) -> bool:
    """Whether a backup is of this copy of the school's file, or of an `other` one; no other is ever taken away, nor one that
    cannot be read.
    """
    try:
        found = backup.read_manifest(path)
    except Refused:
        return False
    return found.uuid == store.vault.uuid and (found.device == store.copy.device) is not other


def _after(place: Place, made: Made | None) -> Place:
    if made is None:
        return place
    if made.path is None:
        return replace(place, trouble=made.trouble)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return replace(place, newest=made.path.name, proved_at=now, unit=made.unit, trouble="")


def _newest_unit(store: Store) -> int:
    with store.read() as session:
        return int(session.scalar(select(func.max(JournalUnit.id))) or 0)


def _save(store: Store, known: Sequence[Place]) -> None:
    backup_places.save(store.copy.device, known)
