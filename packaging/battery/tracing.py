"""What a run did to its files, deed by deed, and what a disk may hold of it when the power goes at some moment.

The disk of this model keeps what was synced and promises nothing else: of what was written since, each write may be there,
missing, or torn at any of its sectors, in any order; a cut may not have happened; and of new, other and vanished names,
which a disk writes down in their order, the newest may be missing.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

WRITE, CUT, SYNC, MAKE, RENAME, REMOVE, FOLDER, NOFOLDER, MARK = range(1, 10)
SECTOR = 512
_HEAD = struct.Struct("=IIIIQqQ")
_WORDS = {WRITE: "write", CUT: "cut", MAKE: "new file", RENAME: "renaming", REMOVE: "removal"}
# Others know it as the index of the log, in memory: SQLite makes it anew.
_PASSING = "-shm"


@dataclass(frozen=True)
class Deed:
    """One deed: its number, what it was, of which path; where in the file, and with which bytes."""

    number: int
    kind: int
    path: str
    other: str
    at: int
    data: bytes

    def named(self) -> str:
        """What it was, for a person."""
        where = Path(self.path).name
        if self.kind == WRITE:
            return f"write {self.number} (of {where}, bytes {self.at:,} to {self.at + len(self.data):,})"
        if self.kind == RENAME:
            return f"renaming {self.number} (of {where} to {Path(self.other).name})"
        return f"{_WORDS[self.kind]} {self.number} (of {where})"


def read(path: Path) -> list[Deed]:
    """The deeds of a trace, in their order."""
    raw, place, found = path.read_bytes(), 0, []
    while place < len(raw):
        kind, length, other, _, _, at, size = _HEAD.unpack_from(raw, place)
        place += _HEAD.size
        name = raw[place : place + length].decode()
        second = raw[place + length : place + length + other].decode()
        place += length + other
        data = raw[place : place + size] if kind == WRITE else b""
        place += len(data)
        if not name.endswith((_PASSING, " (deleted)")):
            found.append(Deed(len(found) + 1, kind, name, second, at, data))
    return found


@dataclass
class Content:
    """One file: what of it is surely on the disk, and what was done to it since."""

    synced: bytes = b""
    since: list[Deed] = field(default_factory=list)

    def sync(self) -> None:
        """All of it is on the disk."""
        self.synced = applied(self.synced, ((deed, None) for deed in self.since))
        self.since = []


Parts = Sequence[bool] | None  # the sectors of a write that are there; None for all


def applied(before: bytes, deeds: Iterator[tuple[Deed, Parts]]) -> bytes:
    """A file after some of what was done to it."""
    now = bytearray(before)
    for deed, parts in deeds:
        if deed.kind == CUT:
            now = now[: deed.at] if len(now) > deed.at else now + bytes(deed.at - len(now))
            continue
        for number, (start, piece) in enumerate(sectors(deed)):
            if parts is None or parts[number]:
                if len(now) < start + len(piece):
                    now += bytes(start + len(piece) - len(now))
                now[start : start + len(piece)] = piece
    return bytes(now)


def sectors(deed: Deed) -> Iterator[tuple[int, bytes]]:
    """A write, parted where the disk may tear it."""
    place = deed.at
    while place < deed.at + len(deed.data):
        end = min((place // SECTOR + 1) * SECTOR, deed.at + len(deed.data))
        yield place, deed.data[place - deed.at : end - deed.at]
        place = end


class Disk:
    """A disk on which deeds are done one after the other."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = {path: Content(data) for path, data in files.items()}  # by the names they have now
        self.names: dict[str, Content] = dict(self.files)  # as they surely are on the disk
        self.since: list[tuple[Deed, Content | None]] = []  # what was done to names
        self.told = 0

    def do(self, deed: Deed) -> None:
        """Do the next one."""
        if deed.kind == MARK:
            self.told = deed.at
        elif deed.kind == SYNC:
            self._sync(deed.path)
        elif deed.kind in (WRITE, CUT):
            if deed.path in self.files:
                self.files[deed.path].since.append(deed)
        elif deed.kind == MAKE:
            self.files[deed.path] = Content()
            self.since.append((deed, self.files[deed.path]))
        elif deed.kind == RENAME and deed.path in self.files:
            self.files[deed.other] = self.files.pop(deed.path)
            self.since.append((deed, self.files[deed.other]))
        elif deed.kind == REMOVE:
            self.since.append((deed, self.files.pop(deed.path, None)))

    def _sync(self, path: str) -> None:
        if path in self.files:
            self.files[path].sync()
            return
        later = []
        for deed, content in self.since:
            if str(Path(deed.other or deed.path).parent) == path:
                name(self.names, deed, content)
            else:
                later.append((deed, content))
        self.since = later

    def unsure(self) -> list[Deed]:
        """What was done and may be missing, in its order."""
        known = {id(content): content for content in (*self.files.values(), *self.names.values())}
        found = [deed for content in known.values() for deed in content.since]
        return sorted([*found, *(deed for deed, _ in self.since)], key=lambda deed: deed.number)


def name(names: dict[str, Content], deed: Deed, content: Content | None) -> None:
    """Do to the names of a disk what was done to one."""
    if deed.kind == RENAME:
        names.pop(deed.path, None)
    if deed.kind == REMOVE:
        names.pop(deed.path, None)
    elif content is not None:
        names[deed.other or deed.path] = content


Fate = dict[int, Parts]  # by the number of a deed the sectors of it that are there: none, for all of them empty


def state(disk: Disk, gone: Fate) -> dict[str, bytes]:
    """What the disk holds where some deeds are missing, wholly (an empty list) or in some of their sectors."""
    names = dict(disk.names)
    for deed, content in disk.since:
        if deed.number in gone:
            break  # names are written down in their order: those after it are missing, too
        name(names, deed, content)
    return {
        path: applied(
            content.synced,
            ((deed, gone.get(deed.number)) for deed in content.since if deed.number not in gone or gone[deed.number]),
        )
        for path, content in names.items()
    }


def fates(unsure: Sequence[Deed], chance: random.Random) -> Fate:
    """One of the ways in which what was not synced may be missing."""
    if not unsure:
        return {}
    way = chance.choice(("all", "last", "but one", "some", "some", "torn", "torn"))
    if way == "all":
        return {deed.number: () for deed in unsure}
    if way == "last":
        return {unsure[-1].number: ()}
    if way == "but one":
        kept = chance.choice(unsure)
        return {deed.number: () for deed in unsure if deed is not kept}
    if way == "some":
        return {deed.number: () for deed in unsure if chance.random() < 0.5}
    gone: Fate = {}
    for deed in unsure:
        luck = chance.random()
        if luck < 0.2:
            gone[deed.number] = ()
        elif luck < 0.7 and deed.kind == WRITE:
            gone[deed.number] = _torn(len(list(sectors(deed))), chance)
    return gone


def _torn(count: int, chance: random.Random) -> tuple[bool, ...]:
    if chance.random() < 0.5:
        kept = chance.randrange(count)
        return tuple(number < kept for number in range(count))
    return tuple(chance.random() < 0.5 for _ in range(count))
