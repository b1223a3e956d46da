"""Backups that can be believed: one file each, encrypted as the school is, with its keys in it, and proved where it lies.

A backup is a plain zip of the database, its key file and a manifest. It is made under a passing name, read back, opened from
where it lies and compared row by row with what it was made of; only then does it count. The manifest tells in the open
what belongs together, and under the file's own key what is in it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gradesk.store import cipher
from gradesk.store.backups import comparing
from gradesk.store.backups.backup_names import ENDING, name_for, numbered
from gradesk.store.backups.comparing import Fingerprint
from gradesk.store.journal import chain, marks
from gradesk.store.keys.key_file import KeyFile
from gradesk.store.names import DATABASE, KEYS, SCRATCH
from gradesk.store.refusals import Damaged
from gradesk.store.vault import Vault
from gradesk.system.files import sync_folder
from gradesk.system.kept.erasures import Mark
from gradesk.system.paths import make_private_file, make_private_folder
from gradesk.system.progress import Progress, no_progress
from gradesk.system.refusal import Refused

FORMAT = 2
MANIFEST = "manifest.json"
LARGEST = 2 * 1024**3  # bytes
_FIRST, _LAST = 2000, 2100  # years in which a backup can have been made
STEPS = 4  # a backup is counted in
_MOST_UNITS = 2**63
_MANIFEST_AT_MOST = 1024 * 1024
_CHUNK = 1024 * 1024
_ROOM = 2.2  # times the file: the copy and the one that is proved


class NotEqual(Refused):
    """A backup does not hold what it was made of."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself in the open, and sealed; `erased` are the marks of erasures it knows, which name nobody.

    `device` is the copy of the school's file it was made of, and `reach` how far the order of all its units of work goes: a
    copy that lies somewhere and is behind may make a backup later, and reaches less far all the same.
    """

    uuid: str
    made_at: datetime
    size: int
    sha256: str
    sealed: str
    erased: tuple[Mark, ...] = ()
    device: str = ""
    reach: int = 0


def make(
    vault: Vault, place: Path, count: Progress = no_progress, now: datetime | None = None, device: str = ""
) -> Path:
    """Make a backup in a folder and prove it there; returns its path.

    `device` is the copy of the file that makes it, where that is not the one which wrote in it last.

    Raises:
        NotEqual: what lies there does not hold what the school's file holds; it was taken away again.
        Refused: the folder or the disk does not take it; backups that were there before are as they were.
    """
    assert vault.keys is not None
    refuse_place(vault, place)
    made_at = (now or datetime.now(UTC)).astimezone(UTC)
    try:
        make_private_folder(place)
        _refuse_without_room(vault, place)
        path = place / name_for(made_at, numbered(place))
        making = path.with_name(path.name + ".making")
        try:
            with _scratch(vault.folder) as scratch:
                prints, told = _copied(vault, scratch / DATABASE)
                told["device"] = device or told["device"]
                vault.keys.put(scratch / KEYS)
                count(1, STEPS)
                body = _manifest(vault, scratch / DATABASE, prints, told, made_at)
                _packed(making, scratch, body)
            count(2, STEPS)
            make_private_file(making)
            making.replace(path)
            sync_folder(place)
        finally:
            with suppress(OSError):
                making.unlink(missing_ok=True)
        count(3, STEPS)
        try:
            prove(path, vault.secret(), vault.folder)
        except Refused:
            with suppress(OSError):
                path.unlink(missing_ok=True)
            raise
        count(4, STEPS)
    except OSError as error:
        raise _not_taken(place, error) from error
    return path


def prove(path: Path, key: bytes, beside: Path) -> Manifest:
    """Restore a backup into a scratch file in `beside` and compare it row by row with what it was made of.

    Raises:
        NotEqual: it is readable and holds something else.
        Damaged, Refused: it cannot be read, or is not of this key.
    """
    with _scratch(beside) as scratch:
        manifest = unpack(path, scratch)
        said = _unsealed(manifest, key)
        connection = _opened(scratch, key)
        try:
            # Every byte was compared when it was unpacked; this sees what was wrong before it was copied.
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise Damaged(_damaged(path))
            prints = comparing.fingerprint(connection, _print_secret(key))
        except cipher.FileError as error:
            raise Damaged(_damaged(path)) from error
        finally:
            connection.close()
    if different := list(comparing.differences(prints, said)):
        raise NotEqual(
            f"The backup {path.name} does not hold what the school’s file held: {len(different)} kinds of record differ. Do not "
            "rely on it; make another one in another place."
        )
    return manifest


@contextmanager
def opened(path: Path, key: bytes, passphrase: str, beside: Path) -> Iterator[tuple[Manifest, Any]]:
    """Unpack a backup into a scratch folder in `beside` and open it for reading, by this key or by a passphrase of its time.

    Raises:
        WrongPassphrase: it is under another key, and the passphrase does not open it.
        Damaged, Refused: it cannot be read.
    """
    with _scratch(beside) as scratch:
        manifest = unpack(path, scratch)
        try:
            _unsealed(manifest, key)
        except NotEqual:
            key = KeyFile.read(scratch / KEYS).unwrap(passphrase).key
        connection = _opened(scratch, key)
        try:
            yield manifest, connection
        except cipher.FileError as error:
            raise Damaged(_damaged(path)) from error
        finally:
            connection.close()


def read_manifest(path: Path) -> Manifest:
    """What a backup says of itself, once sizes and names in it are as they must be; refuses what is no backup."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(path, archive)
    except (
        zipfile.BadZipFile,
        ValueError,
        ArithmeticError,
        KeyError,
        TypeError,
        RecursionError,
        NotImplementedError,
    ) as error:
        raise Damaged(_damaged(path)) from error
    except OSError as error:
        raise Refused(
            f"{path} cannot be read ({error.strerror or 'the disk does not answer'}); nothing was changed. Is the stick in, "
            "and the network there?"
        ) from error


def unpack(path: Path, folder: Path) -> Manifest:
    """Put database and keys of a backup into a folder of one's own; every byte of them is checked."""
    manifest = read_manifest(path)
    try:
        with zipfile.ZipFile(path) as archive:
            for name in (DATABASE, KEYS):
                with archive.open(name) as packed, (folder / name).open("wb") as out:
                    shutil.copyfileobj(packed, out, _CHUNK)
                make_private_file(folder / name)
    except (zipfile.BadZipFile, EOFError) as error:
        raise Damaged(_damaged(path)) from error
    if _sha256(folder / DATABASE) != manifest.sha256 or (folder / DATABASE).stat().st_size != manifest.size:
        raise Damaged(_damaged(path))
    if (keys := KeyFile.read(folder / KEYS)).uuid != manifest.uuid:
        raise Damaged(_damaged(path))
    with (folder / DATABASE).open("rb") as raw:
        if raw.read(16).hex() != keys.database_salt:
            raise Damaged(_damaged(path))
    return manifest


def refuse_place(vault: Vault, place: Path) -> None:
    """Refuse a folder in which a backup would be lost with the school's file."""
    here, there = vault.folder.resolve(), place.resolve()
    if there == here or here in there.parents:
        raise Refused(
            "A backup in the folder of the school’s file would be lost with it, so none was made. Choose a folder on a stick, "
            "a network drive or another disk."
        )


def _copied(vault: Vault, path: Path) -> tuple[Fingerprint, dict[str, Any]]:
    """Copy one moment of the file; what stood in it, and what is told of it in the open. Others read and write meanwhile."""
    assert vault.keys is not None
    secret = vault.secret()
    with vault.one_moment() as connection:
        if not cipher.copy_whole(connection, path, bytearray(secret), vault.keys.database_salt, check=False):
            raise OSError(None, "the copy could not be written")
        prints = comparing.fingerprint(connection, _print_secret(secret))
        reach = connection.execute("SELECT max(lamport) FROM journal_unit").fetchone()[0] or 0
        return prints, {
            "head": chain.head(connection),
            "erased": [astuple(mark) for mark in marks.in_file(connection.execute)],
            "device": connection.execute("SELECT device FROM this_copy").fetchone()[0],
            "reach": int(reach),
        }


def _manifest(vault: Vault, copy: Path, prints: Fingerprint, told: Mapping[str, Any], made_at: datetime) -> bytes:
    nonce = secrets.token_bytes(12)
    sealed = AESGCM(vault.secret()).encrypt(
        nonce, json.dumps(prints).encode(), _about(vault.uuid, made_at, told["device"], told["reach"])
    )
    body = {
        "format": FORMAT,
        "uuid": vault.uuid,
        "made_at": made_at.isoformat(),
        "size": copy.stat().st_size,
        "sha256": _sha256(copy),
        **told,
        "sealed": base64.b64encode(nonce + sealed).decode("ascii"),
    }
    return json.dumps(body, indent=1).encode()


def _packed(path: Path, scratch: Path, manifest: bytes) -> None:
    with path.open("xb") as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(MANIFEST, manifest)
            for name in (KEYS, DATABASE):
                archive.write(scratch / name, name)
        out.flush()
        os.fsync(out.fileno())


def _read(path: Path, archive: zipfile.ZipFile) -> Manifest:
    entries = {entry.filename: entry for entry in archive.infolist()}
    if sorted(entries) != sorted((MANIFEST, KEYS, DATABASE)) or len(archive.infolist()) != len(entries):
        raise ValueError("names")
    if any(entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & 1 for entry in entries.values()):
        raise ValueError("kinds")
    if entries[MANIFEST].file_size > _MANIFEST_AT_MOST or entries[KEYS].file_size > _MANIFEST_AT_MOST:
        raise ValueError("sizes")
    raw = json.loads(archive.read(MANIFEST))
    if raw["format"] > FORMAT:
        raise Refused(f"{path.name} was made by a newer Gradesk; nothing was changed. Install the newer one here.")
    if raw["format"] < FORMAT:
        raise Refused(
            f"{path.name} was made by an older trial version of Gradesk; nothing was changed. Make a new one."
        )
    reach = raw["reach"]
    if type(reach) is not int or not 0 <= reach < _MOST_UNITS:
        raise ValueError("reach")
    made_at, erased = datetime.fromisoformat(raw["made_at"]), tuple(marks.read(raw.get("erased", ())))
    found = Manifest(
        str(raw["uuid"]), made_at, raw["size"], str(raw["sha256"]), str(raw["sealed"]), erased,
        str(raw["device"]), reach,
    )  # fmt: skip
    if not _FIRST <= found.made_at.year <= _LAST:
        raise ValueError("day")
    if not 0 < found.size <= LARGEST or entries[DATABASE].file_size != found.size or found.made_at.tzinfo is None:
        raise ValueError("size")
    return found


def _unsealed(manifest: Manifest, key: bytes) -> Fingerprint:
    try:
        raw = base64.b64decode(manifest.sealed, validate=True)
        found = AESGCM(key).decrypt(
            raw[:12], raw[12:], _about(manifest.uuid, manifest.made_at, manifest.device, manifest.reach)
        )
        prints: Fingerprint = json.loads(found)
    except (InvalidTag, ValueError) as error:
        raise NotEqual(
            "The backup was made under another key than the school’s file has now, or its manifest was changed; nothing was "
            "changed. Make a new backup."
        ) from error
    return prints


def _opened(scratch: Path, key: bytes) -> Any:
    keys = KeyFile.read(scratch / KEYS)
    try:
        return cipher.connect_apart(scratch / DATABASE, bytearray(key), keys.database_salt)
    except cipher.FileError as error:
        raise Damaged(_damaged(scratch)) from error


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    scratch = folder / f"{SCRATCH}-{secrets.token_hex(4)}"
    make_private_folder(scratch)
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _refuse_without_room(vault: Vault, place: Path) -> None:
    size = vault.path.stat().st_size
    for folder, times in ((place, 1.0), (vault.folder, _ROOM)):
        if shutil.disk_usage(folder).free < size * times:
            raise Refused(
                f"There is less than {size * times / 1e6:,.0f} MB free in {folder}, so no backup was made; those before are as "
                "they were. Free some room and try again."
            )


def _not_taken(place: Path, error: OSError) -> Refused:
    return Refused(
        f"No backup could be made in {place} ({error.strerror or 'the disk does not answer'}); those before are as they were. Is "
        "the stick in, and is there room on it?"
    )


def _damaged(path: Path) -> str:
    name = path.name if path.name.endswith(ENDING) else "The backup"
    return f"{name} is damaged or no backup of Gradesk’s; nothing was changed. Take the one before it."


def _about(uuid: str, made_at: datetime, device: str, reach: int) -> bytes:
    return f"gradesk backup {FORMAT} {uuid} {made_at.isoformat()} {device} {reach}".encode()


def _print_secret(key: bytes) -> bytes:
    return hashlib.blake2b(b"gradesk rows", key=key, digest_size=32).digest()


def _sha256(path: Path) -> str:
    with path.open("rb") as raw:
        return hashlib.file_digest(raw, "sha256").hexdigest()
