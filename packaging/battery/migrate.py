"""All that makes or remakes a whole file, killed at any change and with the power gone at any moment."""

from __future__ import annotations

import hashlib
import random
import shutil
import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import deeds
import tracing
from scenes import SCENES, Scene
from shim import Shim
from support import Part, in_fork

KILLS, STATES = 4, 8  # of one scene, before another has its turn


def run(part: Part) -> None:
    """Break off until the time is over."""
    shim, made = deeds.settled(part.home)
    chance = random.Random(part.seed)
    seen: set[bytes] = set()
    changes: dict[str, int] = {}
    for scene in SCENES:
        scene.act(scene.set_up(made))  # so that every fork has all of it loaded
    part.begin()
    while part.more():
        for scene in SCENES:
            if scene.name not in changes:
                changes[scene.name] = _count(shim, made, scene)
            for _ in range(KILLS):
                if part.more():
                    _kill(part, shim, made, scene, chance.randint(1, changes[scene.name]), half=chance.random() < 0.4)
            _pull(part, shim, made, scene, chance, seen)


def _count(shim: Shim, made: Path, scene: Scene) -> int:
    home = scene.set_up(made)

    def work(tell: Callable[[Any], None]) -> None:
        shim.watch(home)
        shim.kill_at(0)
        scene.act(home)
        tell({"changes": shim.counted})

    told, code = in_fork(work)
    if code != 0:
        raise RuntimeError(f"{scene.name}, undisturbed, ended with {code}: {told[-1:]}")
    return int(told[-1]["changes"])


def _kill(part: Part, shim: Shim, made: Path, scene: Scene, number: int, *, half: bool) -> None:
    home = scene.set_up(made)

    def work(tell: Callable[[Any], None]) -> None:
        shim.watch(home)
        shim.kill_at(number, half=half)
        scene.act(home)
        tell({"done": True})

    told, code = in_fork(work)
    part.tried += 1
    if code not in (0, -signal.SIGKILL):
        part.failed(f"{scene.name}, to be killed at change {number}: ended with {code}: {told[-1:]}", home)
        return
    wrong = scene.wrong(home, made, bool(told))
    if wrong:
        part.failed(
            f"{scene.name}, killed at change {number}{', half written' if half else ''}: {'; '.join(wrong)}", home
        )


def _pull(part: Part, shim: Shim, made: Path, scene: Scene, chance: random.Random, seen: set[bytes]) -> None:
    home, path = scene.set_up(made), part.home / "trace"
    before = {str(one): one.read_bytes() for one in sorted(home.rglob("*")) if one.is_file()}

    def work(tell: Callable[[Any], None]) -> None:
        with path.open("wb", buffering=0) as out:
            shim.watch(home)
            shim.trace(out.fileno())
            scene.act(home)
            shim.mark(1)
        tell({"done": True})

    _, code = in_fork(work)
    if code != 0:
        raise RuntimeError(f"{scene.name}, traced, ended with {code}")
    done = tracing.read(path)
    disk, until = tracing.Disk(before), 0
    for moment in sorted(chance.randrange(1, len(done) + 1) for _ in range(STATES)):
        for deed in done[until:moment]:
            disk.do(deed)
        until = max(until, moment)
        gone = tracing.fates(disk.unsure(), chance)
        files = tracing.state(disk, gone)
        known = _print(files, disk.told)
        if known in seen or not part.more():
            continue
        seen.add(known)
        part.tried += 1
        part.figures["power states"] = part.figures.get("power states", 0) + 1
        _put(home, files)
        wrong = scene.wrong(home, made, bool(disk.told))
        if wrong:
            unsure = {deed.number: deed for deed in disk.unsure()}
            names = ", ".join(unsure[number].named() for number in list(gone)[:4])
            _put(home, files)
            part.failed(f"{scene.name}, power gone after change {moment}: {'; '.join(wrong)}. Missing: {names}", home)


def _put(home: Path, files: Mapping[str, bytes]) -> None:
    shutil.rmtree(home, ignore_errors=True)
    (home / deeds.SCHOOL).mkdir(parents=True)
    for path, data in files.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(data)


def _print(files: Mapping[str, bytes], told: int) -> bytes:
    whole = hashlib.blake2b(str(told).encode(), digest_size=16)
    for path, data in sorted(files.items()):
        whole.update(path.encode() + len(data).to_bytes(8, "big") + data)
    return whole.digest()
