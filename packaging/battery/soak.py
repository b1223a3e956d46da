"""Round and round through the program for as long as there is time: it holds no more memory at the end than at the beginning."""

from __future__ import annotations

import gc
import threading
from pathlib import Path

import hands
from support import Part, settled_in

from gradesk.practice import marker
from gradesk.services.pupils import pupils

WARM = 0.4  # of the time, until everything was loaded and shown
MOST = 10.0  # megabytes it may grow by
TELLING = 6  # rounds; what fewer show is loading
HANDLES = 4  # files it may have open more


def run(part: Part) -> None:
    """Go round until the time is over."""
    folder = part.home / "school"
    with settled_in(part.home):
        hands.practice(folder)
        with hands.window(folder, marker.PASSPHRASE, part.seed) as (program, faults):
            store = program.store
            assert store is not None
            pupil = hands.first_pupil(store)
            rounds: list[tuple[float, int, int]] = []
            part.begin()
            while part.more() or len(rounds) < 3:
                for number, _ in enumerate(hands.everywhere(program.shell, pupil)):
                    part.tried += 1
                    pupils.change_pupil(store, pupil, {"house": f"Red {number}"})
                gc.collect()
                rounds.append((hands.resident(), _handles(), threading.active_count()))
            for words in faults.found:
                part.failed(words)
    warm = min(len(rounds) - 2, max(1, int(len(rounds) * WARM)))
    before, after = rounds[warm], rounds[-1]
    grown = after[0] - before[0]
    part.figures |= {"rounds": len(rounds), "MB grown": round(grown, 1), "MB": round(after[0])}
    if grown > MOST and len(rounds) >= TELLING:
        part.failed(f"{grown:.1f} MB more after {len(rounds) - 1 - warm} rounds: {[round(one[0]) for one in rounds]}")
    if after[1] - before[1] > HANDLES:
        part.failed(f"{after[1] - before[1]} more files are open")
    if after[2] > before[2]:
        part.failed(f"{after[2] - before[2]} more threads")


def _handles() -> int:
    return len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").is_dir() else 0
