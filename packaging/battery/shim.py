"""The piece of C that stands between Gradesk and the system: how it is made, and how it is told what to do."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("shim.c")
PLACE = "GRADESK_BATTERY_SHIM"
CHANGES, READS, OPENS = 1, 2, 4
NEEDED = (
    "needs a C compiler on Linux (on Debian: apt-get install gcc libc6-dev), which makes the piece that counts, kills and "
    "refuses writes"
)


def build(folder: Path) -> Path | None:
    """Compile it into a folder; None where this system or a missing compiler does not let it."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if not sys.platform.startswith("linux") or compiler is None:
        return None
    made = folder / "shim.so"
    command = [compiler, "-std=gnu11", "-O2", "-fPIC", "-shared", "-o", str(made), str(SOURCE), "-ldl", "-lpthread"]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        return None
    return made


def is_there() -> bool:
    """Whether this process was started with it."""
    return bool(os.environ.get(PLACE))


class Shim:
    """Its levers, within the process that was started with it."""

    def __init__(self) -> None:
        self._c: Any = ctypes.CDLL(os.environ[PLACE])
        self._c.battery_counted.restype = self._c.battery_failable.restype = ctypes.c_long

    def watch(self, folder: Path) -> None:
        """From now on count what is done to the files below a folder."""
        self._c.battery_watch(os.fsencode(folder))

    def kill_at(self, number: int, *, half: bool = False) -> None:
        """End the process at the n-th change; with `half`, once half of that write is written. None with 0."""
        self._c.battery_kill(ctypes.c_long(number), int(half))

    def fail_at(self, number: int, error: int, *, for_good: bool, what: int) -> None:
        """Let the n-th of such calls end with an error, and, `for_good`, all after it."""
        self._c.battery_fail(ctypes.c_long(number), error, int(for_good), what)

    def room(self, size: int) -> None:
        """Let the disk have room for so many more bytes; any with -1."""
        self._c.battery_room(ctypes.c_longlong(size))

    @contextmanager
    def calm(self) -> Iterator[None]:
        """Let everything pass for as long as this lasts."""
        self._c.battery_pause(1)
        try:
            yield
        finally:
            self._c.battery_pause(0)

    def trace(self, handle: int) -> None:
        """Write down every change, with its bytes."""
        self._c.battery_trace(handle)

    def mark(self, number: int) -> None:
        """Write down that somebody was told now that something is saved."""
        self._c.battery_mark(ctypes.c_long(number))

    def stop(self) -> None:
        """Let everything pass again."""
        self._c.battery_stop()

    @property
    def sockets(self) -> int:
        """How many sockets were asked for that lead out of this laptop."""
        return int(self._c.battery_sockets())

    @property
    def counted(self) -> int:
        """How many changes there were since `kill_at`."""
        return int(self._c.battery_counted())

    @property
    def failable(self) -> int:
        """How many calls there were since `fail_at` that could have failed."""
        return int(self._c.battery_failable())

    @property
    def is_tripped(self) -> bool:
        """Whether something failed or found no room."""
        return bool(self._c.battery_tripped())
