"""The key file: a random data key, wrapped once for every way of opening the school's file.

The data key never leaves memory unwrapped. Passphrases wrap it by Argon2id (RFC 9106) and AES-256-GCM, the code of the
recovery sheet by HKDF and AES-256-GCM: `slots.py`.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from gradesk.store.keys import recovery_code, slots
from gradesk.store.keys.slots import MIB, SENCO, SHEET, KdfCost, Opened, Slot
from gradesk.store.names import earlier
from gradesk.store.refusals import OtherSchema
from gradesk.system.files import sync_folder
from gradesk.system.paths import make_private_file
from gradesk.system.refusal import Refused

FORMAT = 2


class DamagedKeys(Refused):
    """The key file is not what was written."""


class MissingKeys(Refused):
    """There is no key file."""


class WrongPassphrase(Refused):
    """The passphrase does not open the key file."""


FLOOR = KdfCost(memory=64 * MIB, rounds=3, lanes=4)  # RFC 9106, second recommended option


def calibrated_cost(seconds: float = 0.7) -> KdfCost:
    """The cost at which one guess takes about `seconds` on this machine, never below RFC 9106's second option."""
    memory = 128 * MIB
    started = time.perf_counter()
    slots.stretch("calibration", b"0" * 16, KdfCost(memory, 1, 2))
    one_pass = time.perf_counter() - started
    rounds = round(seconds / one_pass)
    if rounds < 3:
        return FLOOR
    while rounds > 6 and memory < 512 * MIB:
        memory, rounds = memory * 2, rounds // 2
    return KdfCost(memory, min(rounds, slots.MOST_ROUNDS), 2)


@dataclass(frozen=True)
class KeyFile:
    """The wrapped key beside the database. `database_salt` ties the two together."""

    uuid: str
    database_salt: str
    slots: tuple[Slot, ...]

    @classmethod
    def make(
        cls, data_key: bytes, uuid: str, database_salt: bytes, passphrase: str, cost: KdfCost, made_on: date
    ) -> KeyFile:
        """Wrap a data key for the passphrase of whoever sets the school up."""
        salt = database_salt.hex()
        way = slots.by_passphrase(_head(uuid, salt), data_key, SENCO, passphrase, slots.new_kdf(cost), made_on)
        return cls(uuid, salt, (way,))

    @classmethod
    def best(cls, path: Path, salt: str) -> KeyFile:
        """The key file, or the generation kept beside it where it is damaged, gone, or of another database than `salt`."""
        try:
            found = cls.read(path)
        except (DamagedKeys, MissingKeys, OtherSchema):
            with suppress(Refused):
                return cls.read(earlier(path))
            raise
        if found.database_salt != salt:
            # The key was being replaced when the program fell: the database of before has its keys beside it.
            with suppress(Refused):
                before = cls.read(earlier(path))
                if (before.uuid, before.database_salt) == (found.uuid, salt):
                    return before
        return found

    @property
    def holders(self) -> dict[str, date]:
        """Whose ways there are, each with the day since when."""
        return {str(slot["holder"]): date.fromisoformat(slot["made"]) for slot in self.slots}

    def with_passphrase(self, data_key: bytes, holder: str, passphrase: str, made_on: date) -> KeyFile:
        """The same keys with another passphrase for one holder."""
        kdf = next(slot["kdf"] for slot in self.slots if slot["kind"] == slots.PASSPHRASE)
        return self._with(slots.by_passphrase(self._head, data_key, holder, passphrase, kdf, made_on))

    def with_code(self, data_key: bytes, code: str, made_on: date) -> KeyFile:
        """The same keys with a recovery sheet; the sheet before opens nothing any more."""
        return self._with(slots.by_code(self._head, data_key, recovery_code.read(code), made_on))

    def without(self, holder: str) -> KeyFile:
        """The same keys without one way."""
        return replace(self, slots=tuple(slot for slot in self.slots if slot["holder"] != holder))

    def _with(self, way: Slot) -> KeyFile:
        others = tuple(slot for slot in self.slots if slot["holder"] != way["holder"])
        return replace(self, slots=(*others, way))

    def mend(self, path: Path) -> bool:
        """Put right what is damaged, gone or of another database of this school, of both; whether any was damaged."""
        was_damaged = False
        for place in (path, earlier(path)):
            try:
                found = KeyFile.read(place)
                if found.uuid == self.uuid and found.database_salt != self.database_salt:
                    self.put(place)
            except MissingKeys:
                self.put(place)
            except (DamagedKeys, OtherSchema):
                self.put(place)
                was_damaged = True
        return was_damaged

    @classmethod
    def read(cls, path: Path) -> KeyFile:
        """Read a key file; refuses one that is missing, damaged, not ours, made by a newer Gradesk, or absurdly costly."""
        try:
            raw = json.loads(path.read_text("utf-8"))
            if raw["format"] > FORMAT and not _is_sealed(raw):
                raise Refused(
                    "The key file was made by a newer Gradesk; nothing was changed. Install the newer Gradesk here."
                )
            found = cls(raw["uuid"], raw["database_salt"], tuple(raw["slots"]))
            if "checksum" not in raw or raw["format"] < FORMAT:
                raise OtherSchema(
                    "This file was made by another trial version of Gradesk and was left as it is. "
                    "Open it with the Gradesk that made it."
                )
            slots.check(found.slots)
            if raw["format"] != FORMAT or not _is_sealed(raw):
                raise ValueError("checksum")
        except FileNotFoundError:
            raise MissingKeys(
                f"The key file {path.name} is missing beside the school’s file; nothing was changed. "
                "Put it back from a backup: without it nobody can open the file."
            ) from None
        except OSError as error:
            raise Refused(
                f"The key file {path.name} cannot be read ({error.strerror or 'the disk does not answer'}); nothing was "
                "changed. Try again, or ask who looks after the laptop."
            ) from error
        except (ValueError, KeyError, TypeError, RecursionError):
            raise DamagedKeys(
                f"The key file {path.name} is damaged or not Gradesk’s; nothing was changed. Put it back from a backup."
            ) from None
        return found

    def write(self, path: Path) -> None:
        """Put the key file in place whole or not at all; the generation before it is kept beside it."""
        before = self
        with suppress(Refused):
            before = KeyFile.read(path)
        before.put(earlier(path))
        self.put(path)

    def write_over(self, path: Path) -> None:
        """Put the key file in place of both generations: what opened the one before opens nothing here any more."""
        self.put(path)
        self.put(earlier(path))

    def put(self, path: Path) -> None:
        """Write one generation, whole or not at all."""
        body = {"format": FORMAT, "uuid": self.uuid, "database_salt": self.database_salt, "slots": list(self.slots)}
        making = path.with_name(path.name + ".making")
        with making.open("w", encoding="utf-8") as out:
            json.dump({**body, "checksum": _checksum(body)}, out, indent=1)
            out.flush()
            os.fsync(out.fileno())
        make_private_file(making)
        making.replace(path)
        sync_folder(path.parent)

    def unwrap(self, typed: str) -> Opened:
        """What a passphrase, or the code of the recovery sheet, opens; refuses a wrong one."""
        found = slots.open_by_passphrase(self._head, self.slots, typed)
        if found is None and SHEET in self.holders and recovery_code.is_meant(typed):
            found = self.unwrap_code(typed)
            if found is None:
                raise WrongPassphrase(
                    "That is the code of another recovery sheet, or of an older one; nothing was changed. Look for the "
                    "newest sheet of this school."
                )
        if found is None and recovery_code.is_meant(typed):
            raise WrongPassphrase(
                "That is the code of a recovery sheet, and no sheet opens this: it was made before the sheet. Nothing was changed. "
                "Take a later backup, or the passphrase of that time."
            )
        if found is None:
            sheet = " Where nobody knows it, type the code of the recovery sheet." if SHEET in self.holders else ""
            raise WrongPassphrase(f"That passphrase does not open this file; nothing was changed. Try again.{sheet}")
        return found

    def unwrap_code(self, typed: str) -> Opened | None:
        """What the code of a recovery sheet opens; refuses one that was typed wrongly."""
        return slots.open_by_code(self._head, self.slots, recovery_code.read(typed))

    @property
    def _head(self) -> str:
        return _head(self.uuid, self.database_salt)


def _checksum(body: dict[str, Any]) -> str:
    """A digest of all that stands in a key file, which tells damage from a wrong passphrase."""
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _is_sealed(raw: dict[str, Any]) -> bool:
    """Whether a file of our own format is as it was written, but for its number."""
    body = {"format": FORMAT, **{name: raw.get(name) for name in ("uuid", "database_salt", "slots")}}
    return raw.get("checksum") == _checksum(body)


def _head(uuid: str, salt: str) -> str:
    return f"gradesk key {FORMAT} {uuid} {salt}"
