"""How things are measured: medians, child processes that answer in JSON, peak memory, and the table at the end."""

from __future__ import annotations

import ctypes
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Line:
    """One line of the table: what was measured, its floor, and the aim, if any: so many times the floor, or `at_most`."""

    name: str
    measured: float
    floor: float
    floor_name: str
    aim: float | None = None
    unit: str = "ms"
    at_most: float | None = None  # in the unit, where a person waits for it

    @property
    def ratio(self) -> float:
        """How many times the floor it took."""
        return self.measured / self.floor

    @property
    def verdict(self) -> str:
        """Whether the aim was reached, in a word."""
        if self.at_most is not None:
            return "yes" if self.measured <= self.at_most else "NO"
        if self.aim is None:
            return ""
        return "yes" if self.ratio <= self.aim else "NO"


def milliseconds(deed: Callable[[], object]) -> float:
    """How long something takes once."""
    started = time.perf_counter()
    deed()
    return (time.perf_counter() - started) * 1000


def median(values: Sequence[float]) -> float:
    """The middle of the values."""
    return statistics.median(values)


def interleaved(times: int, *deeds: Callable[[int], object]) -> list[float]:
    """The median times of several deeds done in turn, so that a busy moment of the machine falls on all of them."""
    took: list[list[float]] = [[] for _ in deeds]
    for time_through in range(times):
        for place, deed in enumerate(deeds):
            took[place].append(milliseconds(partial(deed, time_through)))
    return [median(values) for values in took]


def child(script: str, *arguments: object, home: Path) -> dict[str, Any]:
    """Run a script of this folder in a fresh process; it answers with one JSON object.

    The time at which it was asked for is handed on, so that it can tell how long it took from the very start.
    """
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(home),
        "GRADESK_BENCH_STARTED": repr(time.time()),
        "PYTHONDONTWRITEBYTECODE": "",  # an installed program has its bytecode beside it
    }
    answer = subprocess.run(
        [sys.executable, str(HERE / script), *map(str, arguments)],
        env=environment,
        cwd=home,
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    found: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return found


def since_start() -> float:
    """Milliseconds since the parent asked for this process."""
    return (time.time() - float(os.environ["GRADESK_BENCH_STARTED"])) * 1000


def peak_megabytes() -> float:
    """The most memory this process has held at once."""
    status = Path("/proc/self/status")
    if status.exists():
        # Not getrusage: on Linux it begins with the peak of the process that started this one.
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    if sys.platform == "win32":
        return _windows_peak()
    import resource  # noqa: PLC0415 (there is none on Windows)

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024  # bytes on macOS


def _windows_peak() -> float:
    class Counters(ctypes.Structure):
        _fields_ = (
            ("size", ctypes.c_uint32),
            ("faults", ctypes.c_uint32),
            ("peak", ctypes.c_size_t),
            ("rest", ctypes.c_size_t * 7),
        )

    counters = Counters(ctypes.sizeof(Counters))
    windll = getattr(ctypes, "windll")  # noqa: B009 (absent on other systems)
    windll.kernel32.GetCurrentProcess.restype = ctypes.c_void_p
    process = ctypes.c_void_p(windll.kernel32.GetCurrentProcess())
    windll.psapi.GetProcessMemoryInfo(process, ctypes.byref(counters), counters.size)
    return counters.peak / 1024 / 1024


def table(lines: Sequence[Line]) -> str:
    """The lines as a table for the terminal."""
    head = ("what", "measured", "floor", "ratio", "aim", "reached", "the floor is")
    rows = [
        (
            line.name,
            _amount(line.measured, line.unit),
            _amount(line.floor, line.unit),
            f"{line.ratio:.2f}",
            _aim(line),
            line.verdict,
            line.floor_name,
        )
        for line in lines
    ]
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    ruled = (head, tuple("-" * width for width in widths), *rows)
    return "\n".join(
        "  ".join(
            cell.rjust(width) if place in (1, 2, 3, 4) else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in ruled
    )


def _aim(line: Line) -> str:
    if line.at_most is not None:
        return f"{line.at_most:g} {line.unit}"
    return "" if line.aim is None else f"{line.aim:g}"


def _amount(value: float, unit: str) -> str:
    return f"{value:,.1f} {unit}" if value < 100 else f"{value:,.0f} {unit}"
