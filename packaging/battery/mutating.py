"""Harming inputs: what a broken export, a torn download or somebody who means harm could make of a good file."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Sequence

MOST = 400_000  # bytes
TOKENS = (
    b'"', b'""', b"'", b",", b";", b"\t", b"|", b"\r\n", b"\n", b"\r", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"=1+1",
    b"=HYPERLINK(\"x\")", b"@SUM(A1)", b"99999999999999999999", b"-1", b"1e309", b"NaN", b"31/02/2017", b"00/00/0000",
    b"29/02/1900", b"9999-12-31", b"<a>&amp;", b"&#0;", b"../../x", b"%s%n", b"\xc3", b"\xf0\x9f\x98\x80", b"\xe2\x80\xae",
    b"A" * 70, b"(" * 300, b"[" * 300, b"<<" * 200, b"\xd8\x00", b"\x1a", b"DTSTART:", b"BEGIN:VEVENT\n", b"UPN", b"DOB",
    b"/Kids", b"/Parent 3 0 R", b"0 R", b"/FT/Btn", b"stream\n", b"endobj", b"xref", b"\xff\xda", b"\xff\xc2", b"IDAT",
)  # fmt: skip
_EDGES = (0, 1, 0x7F, 0x80, 0xFE, 0xFF)


def mutated(raw: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    """The same with a few harms."""
    data = bytearray(raw)
    for _ in range(1 + int(chance.expovariate(0.5))):
        chance.choice(_HARMS)(data, chance, others)
    return bytes(data[:MOST])


def mutated_package(raw: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    """A zip with harm in one of the files in it, or in its own bytes."""
    if chance.random() < 0.3:
        return mutated(raw, chance, others)
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as inside:
            names = inside.namelist()
            harmed = chance.choice(names)
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
                for name in names:
                    data = inside.read(name)
                    packed.writestr(name, mutated(data, chance, (data,)) if name == harmed else data)
    except Exception:  # a package that was harmed before: zipfile and zlib have a dozen ways to say so
        return mutated(raw, chance, others)
    return out.getvalue()


def _flip(data: bytearray, chance: random.Random, _others: Sequence[bytes]) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _set(data: bytearray, chance: random.Random, _others: Sequence[bytes]) -> None:
    if data:
        data[chance.randrange(len(data))] = chance.choice(_EDGES)


def _token(data: bytearray, chance: random.Random, _others: Sequence[bytes]) -> None:
    place = chance.randrange(len(data) + 1)
    gone = chance.choice((0, 0, 1, 4, 12))
    data[place : place + gone] = chance.choice(TOKENS)


def _drop(data: bytearray, chance: random.Random, _others: Sequence[bytes]) -> None:
    place = chance.randrange(len(data) + 1)
    del data[place : place + chance.choice((1, 2, 8, 60, 700))]


def _twice(data: bytearray, chance: random.Random, _others: Sequence[bytes]) -> None:
    place = chance.randrange(len(data) + 1)
    data[place:place] = data[place : place + chance.choice((1, 8, 60, 700))] * chance.choice((1, 1, 3, 20))


def _cut(data: bytearray, chance: random.Random, _others: Sequence[bytes]) -> None:
    del data[chance.randrange(len(data) + 1) :]


def _spliced(data: bytearray, chance: random.Random, others: Sequence[bytes]) -> None:
    other = chance.choice(others)
    data[chance.randrange(len(data) + 1) :] = other[chance.randrange(len(other) + 1) :]


_HARMS: tuple[Callable[[bytearray, random.Random, Sequence[bytes]], None], ...] = (
    _flip, _flip, _flip, _set, _set, _token, _token, _token, _drop, _twice, _cut, _spliced,
)  # fmt: skip
