"""The power goes: whatever of the writes since the last sync is missing, torn or came in another order, nothing is lost."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import breaking
import checking
import deeds
import tracing
from shim import Shim
from support import Part, in_fork

DEEDS = 9
STATES, TIMES = 60, 15  # looked at in going through one run, and how often that is done
BLAMED = 3  # failures whose cause is looked for


@dataclass(frozen=True)
class Traced:
    """A run with all it did: its reference, the files before it, its deeds, and what was told."""

    reference: checking.Reference
    before: Mapping[str, bytes]
    deeds: Sequence[tracing.Deed]
    told: Sequence[dict[str, Any]]


def run(part: Part) -> None:
    """Pull the plug until the time is over."""
    shim, made = deeds.settled(part.home)
    part.begin()
    chance = random.Random(part.seed)
    seed = part.seed * 1_000 + 500
    seen: set[bytes] = set()
    while part.more():
        seed += 1
        traced = _trace(part, shim, made, seed)
        for _ in range(TIMES):
            _go_through(part, traced, made, chance, seen)
        part.figures["runs"] = part.figures.get("runs", 0) + 1


def _go_through(part: Part, traced: Traced, made: Path, chance: random.Random, seen: set[bytes]) -> None:
    disk, done = tracing.Disk(traced.before), 0
    for moment in sorted(chance.randrange(1, len(traced.deeds) + 1) for _ in range(STATES)):
        for deed in traced.deeds[done:moment]:
            disk.do(deed)
        done = moment
        if not part.more():
            break
        _pull(part, traced, disk, made, chance, seen)


def _trace(part: Part, shim: Shim, made: Path, seed: int) -> Traced:
    def arm(home: Path) -> None:
        shim.watch(home)
        shim.kill_at(0)

    reference = checking.refer(made, seed, DEEDS, lambda: shim.counted, arm)
    home, path = deeds.copied(made), part.home / "trace"
    before = _files(home)

    def work(tell: Callable[[Any], None]) -> None:
        number = 0

        def told(ack: dict[str, Any]) -> None:
            nonlocal number
            number += 1
            tell(ack)
            shim.mark(number)

        with breaking.broken(part.broken, tell), path.open("wb", buffering=0) as out:
            shim.watch(home)
            shim.trace(out.fileno())
            deeds.go_through(home, seed, DEEDS, told)

    told, code = in_fork(work)
    if code != 0:
        raise RuntimeError(f"the traced run of seed {seed} ended with {code}: {told[-1:]}")
    return Traced(reference, before, tracing.read(path), [one for one in told if "deed" in one])


def _pull(part: Part, traced: Traced, disk: tracing.Disk, made: Path, chance: random.Random, seen: set[bytes]) -> None:
    unsure = disk.unsure()
    gone = tracing.fates(unsure, chance)
    files = tracing.state(disk, gone)
    known = _print(files, disk.told)
    if known in seen:
        return
    seen.add(known)
    part.tried += 1
    wrong = _wrong(traced, disk, files, made, deep=part.tried % 8 == 0)
    if not wrong:
        return
    words = "; ".join(wrong)
    if len(part.failures) < BLAMED:
        words = f"{words}. To blame: {_blamed(traced, disk, gone, made)}"
        _put(made, files)
    ack = traced.told[disk.told - 1]["deed"] if disk.told else "nothing"
    part.failed(f"seed {traced.reference.seed}, after {ack} was told: {words}", made.with_name(deeds.RUN))


def _wrong(traced: Traced, disk: tracing.Disk, files: Mapping[str, bytes], made: Path, *, deep: bool) -> list[str]:
    home = _put(made, files)
    return checking.wrong_with(home, traced.reference, traced.told[: disk.told], deep=deep)


def _blamed(traced: Traced, disk: tracing.Disk, gone: tracing.Fate, made: Path) -> str:
    """The fewest missing deeds that do the harm: each that can be there without healing it is put back."""
    least = dict(gone)
    for number in list(gone):
        without = {one: parts for one, parts in least.items() if one != number}
        if _wrong(traced, disk, tracing.state(disk, without), made, deep=False):
            least = without
    by_number = {deed.number: deed for deed in disk.unsure()}
    named = [f"{by_number[number].named()}, {'torn' if parts else 'missing'}" for number, parts in least.items()]
    return f"{'; '.join(named)}: nothing had synced it when deed {disk.told} was told" if named else "no missing write"


def _put(made: Path, files: Mapping[str, bytes]) -> Path:
    home = made.with_name(deeds.RUN)
    shutil.rmtree(home, ignore_errors=True)
    for folder in ("", *(str(path.relative_to(made)) for path in made.rglob("*") if path.is_dir())):
        (home / folder).mkdir(parents=True)
    for path, data in files.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(data)
    return home


def _files(home: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()}


def _print(files: Mapping[str, bytes], told: int) -> bytes:
    whole = hashlib.blake2b(str(told).encode(), digest_size=16)
    for path, data in sorted(files.items()):
        whole.update(os.fsencode(path) + len(data).to_bytes(8, "big") + data)
    return whole.digest()
