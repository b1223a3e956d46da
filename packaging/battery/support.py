"""What every part of the battery has: a folder of its own, a time to be done by, and a place for what failed."""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gradesk.store.keys.slots import KdfCost

PASSPHRASE = "four words of a battery"
CHEAP = KdfCost(memory=64, rounds=1, lanes=1)  # a guess costs nothing; there is nobody to protect
ENOUGH = 3  # failures of what is broken on purpose
KEPT = 20  # failing inputs of one part; more say nothing new


@dataclass
class Part:
    """One part as it runs: what it may use, and what it has found."""

    name: str
    home: Path
    keep: Path
    seconds: float  # that it has, once it is ready
    seed: int = 1
    broken: str = ""  # what is broken on purpose, so that the part has to fail
    tried: int = 0
    failures: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)
    aim: int = 0  # tries after which it is done, however much time is left; 0 for as many as the time allows
    until: float = 0.0  # of time.monotonic

    def begin(self) -> None:
        """All is made that is needed: from now on its time runs."""
        self.until = time.monotonic() + self.seconds

    def more(self) -> bool:
        """Whether there is time for another try; what is broken on purpose needs to fail a few times only."""
        is_enough = bool(self.aim) and self.tried >= self.aim
        return time.monotonic() < self.until and not is_enough and not (self.broken and len(self.failures) >= ENOUGH)

    def failed(self, words: str, *things: Path) -> None:
        """Note what went wrong, and keep what it went wrong with."""
        self.failures.append(words)
        if len(self.failures) > KEPT or self.broken:
            return
        place = self.keep / f"{self.name}-{len(self.failures):03d}"
        place.mkdir(parents=True, exist_ok=True)
        (place / "what.txt").write_text(f"{words}\nseed {self.seed}\n", "utf-8")
        for thing in things:
            with suppress(OSError):
                if thing.is_dir():
                    shutil.copytree(thing, place / thing.name, dirs_exist_ok=True)
                else:
                    shutil.copyfile(thing, place / thing.name)

    def not_tried(self, words: str) -> None:
        """Say what could not be tried here, and why."""
        self.missing.append(words)

    def told(self) -> str:
        """What was found, as one line for whoever started this part."""
        return json.dumps(
            {
                "tried": self.tried,
                "failed": len(self.failures),
                "words": self.failures[:KEPT],
                "missing": self.missing,
                "figures": self.figures,
            }
        )


@contextmanager
def settled_in(folder: Path) -> Iterator[None]:
    """What a laptop remembers lies in a folder meanwhile; nothing of whoever runs this is read or written."""
    names = ("XDG_CONFIG_HOME", "XDG_DATA_HOME")
    before = {name: os.environ.get(name) for name in names}
    os.environ["XDG_CONFIG_HOME"], os.environ["XDG_DATA_HOME"] = str(folder / "config"), str(folder / "data")
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def in_fork(work: Callable[[Callable[[Any], None]], None], seconds: float = 60) -> tuple[list[Any], int | None]:
    """Do work in a fork of this process, which has everything loaded, and return what it told and how it ended.

    The end is its exit code, minus the number of a signal, or None where it hung and was ended. `work` gets a function
    that tells; what it told before it was killed arrives.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        code = 99
        try:
            gc.disable()  # it would write to every page that is shared
            os.close(reading)
            work(lambda told: _tell(writing, told))
            code = 0
        except BaseException as error:  # whatever it was is told, and nothing of this process goes on in the fork
            _tell(writing, {"fell": f"{type(error).__name__}: {error}"[:400]})
        finally:
            os._exit(code)
    os.close(writing)
    signal.signal(signal.SIGALRM, lambda *_given: os.kill(child, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, seconds)
    with os.fdopen(reading, "rb") as pipe:
        raw = pipe.read()
    _, status = os.waitpid(child, 0)
    hung = signal.getitimer(signal.ITIMER_REAL)[0] == 0
    signal.setitimer(signal.ITIMER_REAL, 0)
    lines = [line for line in raw.split(b"\n")[:-1] if line]
    return [json.loads(line) for line in lines], None if hung else os.waitstatus_to_exitcode(status)


def _tell(handle: int, told: Any) -> None:
    os.write(handle, json.dumps(told).encode() + b"\n")
