"""Round and round through the program for as long as there is time: it holds no more memory at the end than at the beginning."""

from __future__ import annotations

import gc
import random
import threading
from pathlib import Path

import hands
from support import Part, settled_in

from gradesk.practice import marker
from gradesk.services.evidence import attachments
from gradesk.services.pupils import pupils
from gradesk.store.work import Store

WARM = 0.4  # of the time, until everything was loaded and shown
MOST = 10.0  # megabytes it may grow by
TELLING = 6  # rounds; what fewer show is loading
HANDLES = 4  # files it may have open more
FILLING = (3, 400_000)  # files, each of so many lines: more than the pages that every connection may keep in memory


def run(part: Part) -> None:
    """Go round until the time is over."""
    folder = part.home / "school"
    with settled_in(part.home):
        hands.practice(folder)
        with hands.window(folder, marker.PASSPHRASE, part.seed) as (program, faults):
            store = program.store
            assert store is not None
            pupil = hands.first_pupil(store)
            _fill_pages(store, pupil, part)
            rounds: list[tuple[float, int, int]] = []
            part.begin()
            while part.more() or len(rounds) < 2:
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


def _fill_pages(store: Store, pupil: str, part: Part) -> None:
    """Let each connection keep as many pages as it may. Else they fill for hours while the file grows by the edits, which
    looks like a leak and is none: `cipher.SETTINGS` says where it ends.
    """
    files, lines = FILLING
    any_number = random.Random(part.seed)
    for number in range(files):
        path = part.home / f"pages {number}.txt"
        path.write_text("\n".join(str(any_number.random()) for _ in range(lines)))
        attachments.content(store, attachments.add(store, pupil, attachments.read_file(path)))
        path.unlink()


def _handles() -> int:
    return len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").is_dir() else 0
