"""Putting a backup back: into a new folder, checked before it counts, and never over a file that is there."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gradesk.services.school import opening
from gradesk.store import places
from gradesk.store.backups import backup, backup_names, choosing
from gradesk.store.keys.key_file import WrongPassphrase
from gradesk.store.vault import Vault
from gradesk.store.work import Store
from gradesk.system.kept.erasures import Mark
from gradesk.system.paths import make_private_folder
from gradesk.system.refusal import Refused

_RESTORING = "gradesk.restoring"


@dataclass(frozen=True)
class Restored:
    """A school that was put back, opened as a copy of its own; which backup it came from, and which could not be used.

    `erased` is how many pupils stood in it who had been erased since, and are gone again.
    """

    store: Store
    source: Path
    made_at: datetime
    passed_over: tuple[str, ...]
    erased: int = 0


def restore(source: Path, to: Path, passphrase: str) -> Restored:
    """Put a backup, or the newest sound one of a folder, into a new folder, and open it as a copy with a name of its own.

    Raises:
        Refused: there is a school in the folder already, no backup is sound, or the passphrase is wrong; nothing is left.
    """
    if places.exists(to) or (to.exists() and (not to.is_dir() or any(to.iterdir()))):
        raise Refused(
            f"{to} is not empty, and a backup is never put over what is there; nothing was changed. Name a new folder."
        )
    tried: dict[Path, str] = {}
    wrong: dict[str, WrongPassphrase] = {}  # by school: several may keep theirs in one folder
    for path, school in _sources(source):
        if school in wrong:
            continue
        try:
            made_at = _put_back(path, to, passphrase)
        except WrongPassphrase as refused:
            wrong[school] = refused
            continue
        except Refused as refused:
            tried[path] = str(refused)
            continue
        store = opening.open_school(to, passphrase)
        try:
            erased = opening.go_on(store, known=_erased_since(path, store.vault.uuid))
        except BaseException:
            store.close()
            raise
        store.note("restored", what=f"{made_at:%Y-%m-%d %H:%M}")
        passed_over = (*tried.values(), *_made_later(source, path, school, tried))
        return Restored(store, path, made_at, passed_over, erased)
    if wrong:
        raise next(iter(wrong.values()))
    raise Refused(
        " ".join(dict.fromkeys(tried.values()))
        or f"There is no backup in {source}; nothing was changed. Choose the folder they lie in."
    )


def try_restore(source: Path, to: Path, passphrase: str) -> Store | str:
    """The same for the window: the opened school, or that the passphrase is wrong; every other reason is a `Refused`."""
    try:
        found = restore(source, to, passphrase)
    except WrongPassphrase as wrong:
        return str(wrong)
    made = found.made_at.astimezone()
    words = (
        f"Put back: the backup of {made:%A}, {made.day} {made:%B %Y at %H:%M}. It was compared row by row and is equal."
    )
    found.store.notices.append(" ".join((words, *dict.fromkeys(found.passed_over))))
    return found.store


def _sources(source: Path) -> list[tuple[Path, str]]:
    """The backups to try, with their schools; those of a folder that reach furthest first, as a copy may have made one later."""
    paths = [kept.path for kept in choosing.furthest(backup_names.kept_in(source))] if source.is_dir() else [source]
    return [(path, _school_of(path)) for path in paths]


def _made_later(source: Path, taken: Path, school: str, tried: Collection[Path]) -> list[str]:
    """What to say of backups of the school that were made later than the one that was put back, and reach less far."""
    if not source.is_dir():
        return []
    kept = backup_names.kept_in(source)
    number = next((one.number for one in kept if one.path == taken), 0)
    later = [one.path for one in kept if one.number > number and one.path not in tried]
    return [
        f"{path.name} was made later, by a copy of the school’s file that lacks newer changes, so it was passed over."
        for path in later
        if _school_of(path) == school
    ]


def _school_of(path: Path) -> str:
    """The school a backup is of; of one that cannot be read, nothing is told."""
    try:
        return backup.read_manifest(path).uuid
    except Refused:
        return ""


def _erased_since(path: Path, school: str) -> list[Mark]:
    """The marks that newer backups of the same school know, which lie beside the one that is put back."""
    found: list[Mark] = []
    for kept in backup_names.kept_in(path.parent):
        with suppress(Refused):
            manifest = backup.read_manifest(kept.path)
            found += manifest.erased if manifest.uuid == school else ()
    return found


def _put_back(path: Path, to: Path, passphrase: str) -> datetime:
    was_there, making = to.exists(), to / _RESTORING
    try:
        make_private_folder(to)
        make_private_folder(making)
        manifest = backup.unpack(path, making)
        vault = Vault.open(making, passphrase)
        try:
            if vault.is_reading:
                raise Refused(
                    "Who may only read puts no backup back; nothing was changed. Type the SENCO’s passphrase of that time, or the "
                    "code of the recovery sheet."
                )
            backup.prove(path, vault.secret(), to)
        finally:
            vault.close()
        places.settle(making, to)
    except OSError as error:
        raise Refused(
            f"The backup cannot be put into {to} ({error.strerror or 'the disk does not answer'}); nothing was changed. Choose "
            "another folder."
        ) from error
    finally:
        with suppress(OSError):
            shutil.rmtree(making, ignore_errors=True)
            if not was_there and not any(to.iterdir()):
                to.rmdir()
    return manifest.made_at
