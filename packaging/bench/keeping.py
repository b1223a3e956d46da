"""What safety costs: a backup that is compared row by row, a kept field, and the seal of each line of the journal."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import schools
from measuring import Line, interleaved

from gradesk.services.pupils import pupils, register
from gradesk.services.school import opening
from gradesk.store.backups import backup
from gradesk.store.journal import chain
from gradesk.store.work import Store

CHANGES = 60  # kept fields a turn


def measure(folder: Path, home: Path, times: int, *, quick: bool) -> list[Line]:
    """A school that is there; its backups go beside it and are thrown away with it."""
    store = opening.open_school(folder, schools.PASSPHRASE)
    try:
        made, copied = interleaved(times, *_backups(store, home))
        sealed, unsealed, bare = interleaved(2 if quick else CHANGES, *_changes(store))
        count = register.count(store, register.Criteria())
    finally:
        store.close()
    return [
        Line(f"backup, proved, {count:,} pupils", made, copied, "a copy by SQLCipher, synced", 4),
        Line("a field kept", sealed, bare, "a bare committed update of it", 2),
        Line("a field kept, sealed in the journal", sealed, unsealed, "the same without the seal", 1.3),
    ]


def _backups(store: Store, home: Path) -> tuple[Callable[[int], object], ...]:
    def proved(turn: int) -> None:
        backup.make(store.vault, home / f"stick-{turn}")

    def copied(turn: int) -> None:
        path = home / f"copy-{turn}.db"
        store.vault.copy_to(path)
        with path.open("rb+") as out:
            os.fsync(out.fileno())

    return proved, copied


def _changes(store: Store) -> tuple[Callable[[int], object], ...]:
    uuid = register.page(store, register.Criteria(), limit=1)[0].uuid
    seal = chain.seal

    def kept(turn: int) -> None:
        pupils.change_pupil(store, uuid, {"medical": f"Dragons and bridges {turn}"})

    def unsealed(turn: int) -> None:
        chain.seal = lambda *_given: None
        try:
            pupils.change_pupil(store, uuid, {"medical": f"Bridges and dragons {turn}"})
        finally:
            chain.seal = seal

    def bare(_turn: int) -> None:
        raw = store.vault.engine.raw_connection()
        raw.driver_connection.execute("BEGIN IMMEDIATE")
        raw.driver_connection.execute("UPDATE this_copy SET device = device")  # which has no triggers
        raw.driver_connection.execute("COMMIT")
        raw.close()
        store.vault.watch.note()

    return kept, unsealed, bare
