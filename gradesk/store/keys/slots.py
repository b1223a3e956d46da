"""Ways of opening a school's file: each wraps the same data key, by a passphrase or by the code of the recovery sheet.

A slot says in the open whose it is, of which kind and since when; nobody can change that without the data key.
"""

from __future__ import annotations

import base64
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MIB = 1024  # Argon2 counts memory in KiB
MOST_ROUNDS = 20
_LIMITS = {"memory": 1024 * MIB, "rounds": MOST_ROUNDS, "lanes": 16}
_MOST = 8  # slots of a file
PASSPHRASE, CODE = "passphrase", "code"
# Whose a way of opening is.
SENCO, SECOND, READER, SHEET = "senco", "second", "reader", "sheet"
KIND_OF = {SENCO: PASSPHRASE, SECOND: PASSPHRASE, READER: PASSPHRASE, SHEET: CODE}

Slot = dict[str, Any]


@dataclass(frozen=True)
class KdfCost:
    """What a guess costs: memory in KiB, passes, lanes."""

    memory: int = 256 * MIB
    rounds: int = 2
    lanes: int = 2


@dataclass(frozen=True)
class Opened:
    """The data key, and by whose way it was reached."""

    key: bytes
    holder: str

    @property
    def is_reading(self) -> bool:
        """Whether whoever opened it may read and change nothing."""
        return self.holder == READER


def by_passphrase(head: str, key: bytes, holder: str, passphrase: str, kdf: Slot, made_on: date) -> Slot:
    """A way by passphrase; `kdf` has its cost and salt, which all passphrases of a file share: a guess is stretched once."""
    wrapping = stretch(passphrase, _bytes(kdf["salt"]), _cost(kdf))
    return _wrapped(head, key, holder, wrapping, {"kdf": kdf}, made_on)


def by_code(head: str, key: bytes, secret: bytes, made_on: date) -> Slot:
    """A way by the secret of the recovery sheet, which is random and needs no stretching."""
    salt = secrets.token_bytes(16)
    return _wrapped(head, key, SHEET, _expanded(secret, salt, head), {"salt": _text(salt)}, made_on)


def new_kdf(cost: KdfCost) -> Slot:
    """How passphrases of a new file are stretched."""
    return {
        "memory": cost.memory, "rounds": cost.rounds, "lanes": cost.lanes, "salt": _text(secrets.token_bytes(16)),
    }  # fmt: skip


def open_by_passphrase(head: str, slots: tuple[Slot, ...], passphrase: str) -> Opened | None:
    """What a passphrase opens, if anything."""
    stretched: dict[str, bytes] = {}
    for slot in slots:
        if slot["kind"] != PASSPHRASE:
            continue
        kdf = slot["kdf"]
        key = stretched.get(repr(kdf)) or stretch(passphrase, _bytes(kdf["salt"]), _cost(kdf))
        stretched[repr(kdf)] = key
        if (found := _unwrapped(head, slot, key)) is not None:
            return found
    return None


def open_by_code(head: str, slots: tuple[Slot, ...], secret: bytes) -> Opened | None:
    """What the secret of a recovery sheet opens, if anything."""
    ways = (slot for slot in slots if slot["kind"] == CODE)
    tried = (_unwrapped(head, slot, _expanded(secret, _bytes(slot["salt"]), head)) for slot in ways)
    return next((found for found in tried if found is not None), None)


def check(slots: tuple[Slot, ...]) -> None:
    """Raise ValueError, KeyError or TypeError where a slot cannot be one; a hostile file could ask for all memory."""
    if not 1 <= len(slots) <= _MOST or len({slot["holder"] for slot in slots}) != len(slots):
        raise ValueError("slots")
    for slot in slots:
        if KIND_OF[slot["holder"]] != slot["kind"]:
            raise ValueError("kind")
        date.fromisoformat(slot["made"])
        lengths = [(slot["nonce"], 12), (slot["wrap"], 48)]
        if slot["kind"] == PASSPHRASE:
            kdf = slot["kdf"]
            for name, limit in _LIMITS.items():
                if type(kdf[name]) is not int or not 1 <= kdf[name] <= limit:
                    raise ValueError(name)
            if kdf["memory"] < 8 * kdf["lanes"]:
                raise ValueError("memory")
            lengths.append((kdf["salt"], 16))
        else:
            lengths.append((slot["salt"], 16))
        if any(len(_bytes(part)) != length for part, length in lengths):
            raise ValueError("length")


def stretch(passphrase: str, salt: bytes, cost: KdfCost) -> bytes:
    """The key a passphrase gives, by Argon2id (RFC 9106); slow and hungry for memory on purpose."""
    kdf = Argon2id(salt=salt, length=32, iterations=cost.rounds, lanes=cost.lanes, memory_cost=cost.memory)
    return kdf.derive(unicodedata.normalize("NFKC", passphrase).encode())


def _expanded(secret: bytes, salt: bytes, head: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=head.encode()).derive(secret)


def _wrapped(head: str, key: bytes, holder: str, wrapping: bytes, how: Slot, made_on: date) -> Slot:
    nonce = secrets.token_bytes(12)
    slot = {"kind": KIND_OF[holder], "holder": holder, "made": made_on.isoformat(), **how, "nonce": _text(nonce)}
    return {**slot, "wrap": _text(AESGCM(wrapping).encrypt(nonce, key, _about(head, slot)))}


def _unwrapped(head: str, slot: Slot, wrapping: bytes) -> Opened | None:
    try:
        key = AESGCM(wrapping).decrypt(_bytes(slot["nonce"]), _bytes(slot["wrap"]), _about(head, slot))
    except InvalidTag:
        return None
    return Opened(key, str(slot["holder"]))


def _about(head: str, slot: Slot) -> bytes:
    """What is bound to a wrap without being secret: a way to read cannot be made one to write."""
    return f"{head} {slot['kind']} {slot['holder']} {slot['made']}".encode()


def _cost(kdf: Slot) -> KdfCost:
    return KdfCost(kdf["memory"], kdf["rounds"], kdf["lanes"])


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
