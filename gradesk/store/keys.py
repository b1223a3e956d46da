"""The key file: a random data key, wrapped once for every way of opening the school's file.

The data key never leaves memory unwrapped. Slot "passphrase" wraps it by Argon2id (RFC 9106) and AES-256-GCM; other
slots (a printed recovery code) take their place in the same list.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import time
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from gradesk.store.names import earlier
from gradesk.store.refusals import OtherSchema
from gradesk.system.files import sync_folder
from gradesk.system.paths import make_private_file
from gradesk.system.refusal import Refused

FORMAT = 1
MIB = 1024  # Argon2 counts memory in KiB
_LIMITS = {"memory": 1024 * MIB, "rounds": 20, "lanes": 16}


class DamagedKeys(Refused):
    """The key file is not what was written."""


class MissingKeys(Refused):
    """There is no key file."""


class WrongPassphrase(Refused):
    """The passphrase does not open the key file."""


@dataclass(frozen=True)
class KdfCost:
    """What a guess costs: memory in KiB, passes, lanes."""

    memory: int = 256 * MIB
    rounds: int = 2
    lanes: int = 2


FLOOR = KdfCost(memory=64 * MIB, rounds=3, lanes=4)  # RFC 9106, second recommended option


def calibrated_cost(seconds: float = 0.7) -> KdfCost:
    """The cost at which one guess takes about `seconds` on this machine, never below RFC 9106's second option."""
    memory = 128 * MIB
    started = time.perf_counter()
    _stretch("calibration", b"0" * 16, KdfCost(memory, 1, 2))
    one_pass = time.perf_counter() - started
    rounds = round(seconds / one_pass)
    if rounds < 3:
        return FLOOR
    while rounds > 6 and memory < 512 * MIB:
        memory, rounds = memory * 2, rounds // 2
    return KdfCost(memory, min(rounds, _LIMITS["rounds"]), 2)


@dataclass(frozen=True)
class KeyFile:
    """The wrapped key beside the database. `database_salt` ties the two together."""

    uuid: str
    database_salt: str
    slots: tuple[dict[str, Any], ...]

    @classmethod
    def make(cls, data_key: bytes, uuid: str, database_salt: bytes, passphrase: str, cost: KdfCost) -> KeyFile:
        """Wrap a data key for a passphrase."""
        salt = secrets.token_bytes(16)
        nonce = secrets.token_bytes(12)
        head = _head(uuid, database_salt.hex())
        wrap = AESGCM(_stretch(passphrase, salt, cost)).encrypt(nonce, data_key, head)
        slot = {
            "kind": "passphrase",
            "kdf": {"memory": cost.memory, "rounds": cost.rounds, "lanes": cost.lanes, "salt": _text(salt)},
            "nonce": _text(nonce),
            "wrap": _text(wrap),
        }
        return cls(uuid, database_salt.hex(), (slot,))

    @classmethod
    def best(cls, path: Path) -> KeyFile:
        """The key file, or the generation kept beside it where it is damaged or gone."""
        try:
            return cls.read(path)
        except (DamagedKeys, MissingKeys, OtherSchema):
            with suppress(Refused):
                return cls.read(earlier(path))
            raise

    def mend(self, path: Path) -> bool:
        """Put right what is damaged or gone of the key file and the generation beside it; whether any was damaged."""
        was_damaged = False
        for place in (path, earlier(path)):
            try:
                KeyFile.read(place)
            except MissingKeys:
                self._put(place)
            except (DamagedKeys, OtherSchema):
                self._put(place)
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
            for slot in found.slots:
                _check(slot)
            if "checksum" not in raw:
                raise OtherSchema(
                    "This file was made by another trial version of Gradesk and was left as it is. "
                    "Open it with the Gradesk that made it."
                )
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
        before._put(earlier(path))
        self._put(path)

    def _put(self, path: Path) -> None:
        body = {"format": FORMAT, "uuid": self.uuid, "database_salt": self.database_salt, "slots": list(self.slots)}
        making = path.with_name(path.name + ".making")
        with making.open("w", encoding="utf-8") as out:
            json.dump({**body, "checksum": _checksum(body)}, out, indent=1)
            out.flush()
            os.fsync(out.fileno())
        make_private_file(making)
        making.replace(path)
        sync_folder(path.parent)

    def unwrap(self, passphrase: str) -> bytes:
        """The data key; refuses a wrong passphrase."""
        head = _head(self.uuid, self.database_salt)
        for slot in self.slots:
            if slot["kind"] != "passphrase":
                continue
            kdf = slot["kdf"]
            cost = KdfCost(kdf["memory"], kdf["rounds"], kdf["lanes"])
            key = _stretch(passphrase, _bytes(kdf["salt"]), cost)
            try:
                return AESGCM(key).decrypt(_bytes(slot["nonce"]), _bytes(slot["wrap"]), head)
            except InvalidTag:
                continue
        raise WrongPassphrase("That passphrase does not open this file; nothing was changed. Try again.")


def _checksum(body: dict[str, Any]) -> str:
    """A digest of all that stands in a key file, which tells damage from a wrong passphrase."""
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _is_sealed(raw: dict[str, Any]) -> bool:
    """Whether a file of our own format is as it was written, but for its number."""
    body = {"format": FORMAT, **{name: raw.get(name) for name in ("uuid", "database_salt", "slots")}}
    return raw.get("checksum") == _checksum(body)


def _stretch(passphrase: str, salt: bytes, cost: KdfCost) -> bytes:
    kdf = Argon2id(salt=salt, length=32, iterations=cost.rounds, lanes=cost.lanes, memory_cost=cost.memory)
    return kdf.derive(unicodedata.normalize("NFKC", passphrase).encode())


def _head(uuid: str, salt: str) -> bytes:
    return f"gradesk key {FORMAT} {uuid} {salt}".encode()


def _check(slot: dict[str, Any]) -> None:
    # A hostile key file could otherwise ask for all the memory there is.
    if slot["kind"] == "passphrase":
        kdf = slot["kdf"]
        for name, limit in _LIMITS.items():
            if type(kdf[name]) is not int or not 1 <= kdf[name] <= limit:
                raise ValueError(name)
        if kdf["memory"] < 8 * kdf["lanes"]:
            raise ValueError("memory")
        for part, length in ((kdf["salt"], 16), (slot["nonce"], 12), (slot["wrap"], 48)):
            if len(_bytes(part)) != length:
                raise ValueError("length")


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
