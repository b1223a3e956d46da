"""Which copy of a school's file this one is, and whether any other could be taken for the same.

Every copy numbers its own units of work. Two files that both thought themselves the same copy would give one number to
two different changes; so a copied or restored file has to become a copy of its own before anything is written in it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select, update

from gradesk.model.base import new_uuid
from gradesk.model.journal import JournalUnit, ThisCopy
from gradesk.store import cipher
from gradesk.store.journal.lines import Line, Named
from gradesk.store.keys.key_file import KeyFile
from gradesk.store.names import DATABASE, KEYS
from gradesk.store.vault import Vault
from gradesk.system.kept.heads import Head, HeadFile, is_same_place, passed_on, place_of
from gradesk.system.refusal import Refused

# The newest number of every copy that has a unit here, by jumps along the index instead of reading all of it; and the
# greatest place in the order of all.
_SEEN = (
    "WITH RECURSIVE known(device) AS (SELECT min(device) FROM journal_unit UNION ALL "
    "SELECT (SELECT min(device) FROM journal_unit WHERE device > known.device) FROM known WHERE known.device IS NOT NULL) "
    "SELECT device, (SELECT max(seq) FROM journal_unit WHERE device = known.device), "
    "(SELECT max(lamport) FROM journal_unit), (SELECT device FROM this_copy) FROM known WHERE device IS NOT NULL"
)
_GO_ON = (
    "The window asks when it opens the file; at the command line --new-copy goes on with it as a copy of its own, "
    "--same-file as one file used in turn from several laptops."
)


class InDoubt(Refused):
    """Nothing is written in a file that may be a copy before a person has said so."""


@dataclass(frozen=True)
class Doubt:
    """Why this may not be the file it says it is: in words, and whether changes are missing from it.

    `can_be_passed_on` tells whether it may be one file used in turn from several laptops: not while another lies here.
    """

    words: str
    is_behind: bool = False
    can_be_passed_on: bool = True


class ThisOne:
    """The copy that is open: its name, its newest unit, and what this laptop remembers of it."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._here = place_of(vault.folder)
        self._passed_on = passed_on(vault.uuid)
        with vault.engine.connect() as connection:
            last = str(connection.execute(select(ThisCopy.device)).scalar_one())
            self.device = self._own_name(last)
            self.last_at = _last_at(connection, self.device)
            self._memory = HeadFile(self.device, vault.folder)
            self.doubt = self._doubted(connection)

    def refuse_in_doubt(self) -> None:
        """Refuse to write while it is open whether this is a copy."""
        if self.doubt is not None:
            raise InDoubt(f"{self.doubt.words} Nothing was changed. {_GO_ON}")

    def become_another(self, *, is_passed_on: bool = False) -> None:
        """Be a copy of its own from now on: units made here before stay under the old name.

        `is_passed_on` says that this is one file used in turn from several laptops, each under a name of its own: from
        now on this laptop is asked again only when something is missing that it wrote. Once said, that stays so.
        """
        device = new_uuid()
        stays = self._is_passed_on()
        with self._vault.engine.execution_options(writes=True).begin() as connection:
            connection.execute(update(ThisCopy).values(device=device))
        self._vault.watch.note()
        self.device, self.doubt, self.last_at = device, None, None
        self._memory = HeadFile(device, self._vault.folder)
        self._remember(Head(device, 0, "", "", self._here))
        if is_passed_on or stays:
            self._passed_on.keep(Head(device, 0, "", "", self._here))

    def name_next(self, connection: Connection) -> Named:
        """The name of the unit of work that begins, and its place in the order of all."""
        known = cipher.ask(connection, _SEEN)
        seen = {str(device): int(seq) for device, seq, *_ in known}
        seq = seen.pop(self.device, 0) + 1
        lamport = 1 + max((int(order) for _, _, order, _ in known), default=0)
        if any(writer != self.device for *_, writer in known):
            # In a file that is passed on, another laptop wrote last.
            connection.execute(update(ThisCopy).values(device=self.device))
        return Named(self.device, seq, json.dumps(seen, sort_keys=True), lamport)

    def keep_head(self, line: Line) -> None:
        """Remember outside of the file how far it has come."""
        self.last_at = line.at
        name = line.named
        known = _digest(name.device, name.seq, name.lamport, name.seen, line.actor, line.at, line.run)
        self._remember(Head(name.device, name.seq, known, line.at.isoformat(timespec="minutes"), self._here))

    def _remember(self, head: Head) -> None:
        self._memory.keep(head)

    def _own_name(self, last: str) -> str:
        """As which copy this laptop writes here: the one that wrote last, or its own one in a file that is passed on."""
        if HeadFile(last, self._vault.folder).read() is not None:
            return last
        own = self._passed_on.read()
        return own.device if own is not None and self._is_passed_on() else last

    def _is_passed_on(self) -> bool:
        """Whether a person said so of this very file, where it lies now."""
        known = self._passed_on_from()
        return known is not None and is_same_place(known.place, self._here)

    def _passed_on_from(self) -> Head | None:
        """What this laptop knows of the file of this school that is used in turn, wherever it lay."""
        own = self._passed_on.read()
        return HeadFile(own.device, self._vault.folder).read() if own is not None else None

    def _doubted(self, connection: Connection) -> Doubt | None:
        known, passed_on = self._memory.read(), self._passed_on_from()
        is_said = known is not None and is_same_place(known.place, self._here)  # to be a copy of its own
        if passed_on is not None and not is_said and not is_same_place(passed_on.place, self._here):
            # A stick may have another name today; or it was pulled, and this is what somebody copied from it.
            there = _lies_in(Path(passed_on.place), self._vault)
            return Doubt(
                f"The school’s file that is used in turn lay in {passed_on.place} when this laptop used it last"
                + (
                    ", and lies there still: this is a copy of it. What is written in one does not appear in the other."
                    if there
                    else ". Either it lies here now, or this is a copy of it; what is written in a copy does not appear in "
                    "the other."
                ),
                can_be_passed_on=not there,
            )
        if known is None:
            return Doubt(
                "This laptop does not know this copy of the school’s file: it was copied or put back from a backup, or "
                "comes from another laptop. If the other one is used too, what is written in one does not appear in the "
                "other."
            )
        is_here = is_same_place(known.place, self._here)
        if not is_here and _lies_in(Path(known.place), self._vault):
            return Doubt(
                f"This is a copy of the school’s file in {known.place}, which is still there. If you write in this one, "
                "it does not appear in the other.",
                can_be_passed_on=False,
            )
        if known.seq and not _holds(connection, known):
            return Doubt(_behind(connection, known), is_behind=True)
        if not is_here:
            self._remember(Head(known.device, known.seq, known.digest, known.at, self._here))
        return None


def digest(unit: JournalUnit) -> str:
    """A digest of a unit of work: two different ones never share it, whatever their number; an erasure leaves it."""
    return _digest(unit.device, unit.seq, unit.lamport, unit.seen, unit.actor, unit.at, unit.run)


def _digest(device: str, seq: int, lamport: int, seen: str, actor: str, at: datetime, run: str) -> str:
    # The instant as it is read from the file: in UTC.
    told = [device, seq, lamport, seen, actor, at.astimezone(UTC).isoformat(), run]
    return hashlib.sha256(json.dumps(told).encode("utf-8", "replace")).hexdigest()


def rehearse(connection: Connection) -> None:
    """Ask what opening asks of every file."""
    connection.execute(select(ThisCopy.device)).first()
    _last_at(connection, "")
    _unit(connection, "", 0)


def _unit(connection: Connection, device: str, seq: int) -> Any:
    query = select(JournalUnit.__table__).where(JournalUnit.device == device, JournalUnit.seq == seq)
    return connection.execute(query).first()


def _holds(connection: Connection, known: Head) -> bool:
    found = _unit(connection, known.device, known.seq)
    return found is not None and digest(found) == known.digest


def _last_at(connection: Connection, device: str) -> datetime | None:
    query = select(JournalUnit.at).where(JournalUnit.device == device).order_by(JournalUnit.seq.desc()).limit(1)
    return connection.execute(query).scalar()


def _behind(connection: Connection, known: Head) -> str:
    query = select(func.coalesce(func.max(JournalUnit.seq), 0)).where(JournalUnit.device == known.device)
    newest = int(connection.execute(query).scalar_one())
    when = f"{datetime.fromisoformat(known.at).astimezone():%d/%m/%Y at %H:%M}"
    count = known.seq - newest
    if count <= 0:
        what = "This file holds other changes than those this laptop last made in it"
    elif count == 1:
        what = "The newest change this laptop made in the school’s file is missing from it"
    else:
        what = f"The newest {count:,} changes this laptop made in the school’s file are missing from it"
    return (
        f"{what} (the last on {when}): an older copy was put in its place, or the file was damaged. If you did not put "
        "it there, close Gradesk and put back your newest backup; to go on from this state is to do without them."
    )


def _lies_in(place: Path, vault: Vault) -> bool:
    """Whether the same school's file lies in another folder too."""
    try:
        if not (place / DATABASE).exists() or place.samefile(vault.folder):
            return False
        return KeyFile.read(place / KEYS).uuid == vault.uuid
    except (OSError, Refused):
        return False
