"""The parts there are, and starting one of them in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shim

HERE = Path(__file__).resolve().parent
GRACE = 180  # seconds after its time, in which a part has to end


@dataclass(frozen=True)
class Kind:
    """One part: what it does in a few words, its share of the time, its seconds in the short form, and before it is ready.

    `aim` is how often it is to be tried before a release; 0 where its time says that, which is `release` minutes then.
    """

    name: str
    does: str
    share: float
    short: float
    shimmed: bool = False
    sets_up: float = 4
    aim: int = 0
    release: float = 3


KINDS = (
    Kind("kill", "killed at any write", 5, 9, shimmed=True, aim=10_000),
    Kind("power", "power lost: writes missing, torn, reordered", 5, 9, shimmed=True, aim=25_000),
    Kind("full", "full disk at many levels", 1, 3, shimmed=True, aim=500),
    Kind("errors", "I/O errors at any call", 2, 5, shimmed=True, aim=1_000),
    Kind("flips", "bits flipped in file, log, keys, backups", 3, 5, shimmed=True, aim=20_000),
    Kind("restore", "backup, restore, compare", 2, 3, shimmed=True, aim=1_000),
    Kind("race", "racing starts", 2, 5, aim=500),
    Kind("migrate", "set-up, upgrade, new key, restore and erasure, killed", 2, 7, shimmed=True, aim=1_000),
    Kind("fuzz", "every reader of files from outside", 4, 12, aim=10_000_000),  # each reader ends at its own
    Kind("escape", "hostile words on paper, on the screen, in tables", 1, 3),
    Kind("canary", "words that must lie nowhere but in the vault", 1, 1, sets_up=30),
    Kind("sockets", "no way to the internet", 1, 1, shimmed=True, sets_up=12),
    Kind("monkey", "clicks, keys and accessibility actions", 3, 8, sets_up=12, aim=10_000),
    Kind("soak", "memory over many rounds", 3, 6, sets_up=12, release=120),
    Kind("itself", "broken on purpose, it has to fail", 1, 20, shimmed=True),
)


@dataclass
class Outcome:
    """What a part found."""

    name: str
    tried: int = 0
    failed: int = 0
    seconds: float = 0
    words: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)

    @property
    def line(self) -> str:
        """As it is printed."""
        told = ", ".join(f"{name} {value}" for name, value in self.figures.items())
        return f"{self.name:<9}{self.tried:>10,}{self.failed:>9,}{self.seconds:>9.0f} s   {told}".rstrip()


def start(
    kind: Kind, seconds: float, home: Path, keep: Path, seed: int, made: Path | None, broken: str = "", aim: int = 0
) -> Outcome:
    """Run a part until its time is over, and say what it found. One that falls has failed."""
    if kind.shimmed and made is None:
        return Outcome(kind.name, missing=[f"{kind.name} {shim.NEEDED}"])
    own = home / f"{kind.name}{'-' + broken if broken else ''}"
    own.mkdir(parents=True)
    command = [sys.executable, str(HERE / "part.py"), kind.name, "--seconds", str(seconds), "--home", str(own)]
    command += ["--keep", str(keep), "--seed", str(seed), "--broken", broken, "--aim", str(aim)]
    places = {name: str(own / name.lower()) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}
    (own / "tmp").mkdir()
    environment = {
        **os.environ,
        **places,
        "TMPDIR": str(own / "tmp"),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONUTF8": "1",
    }
    environment.pop(shim.PLACE, None)
    if made is not None:
        environment[shim.PLACE] = str(made)
    if kind.shimmed and kind.name != "itself":
        environment["LD_PRELOAD"] = str(made)
    began = time.monotonic()
    try:
        ran = subprocess.run(
            command,
            env=environment,
            cwd=own,
            check=False,
            timeout=seconds + GRACE,
            capture_output=True,
        )
    except subprocess.TimeoutExpired:
        return Outcome(kind.name, 1, 1, time.monotonic() - began, ["it hung and was ended"])
    took = time.monotonic() - began
    lines = ran.stdout.splitlines()
    if ran.returncode or not lines:
        said = ran.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["without a word"]
        return Outcome(kind.name, 1, 1, took, [f"it fell with {ran.returncode}: {said[0]}"])
    return Outcome(kind.name, seconds=took, **json.loads(lines[-1]))
