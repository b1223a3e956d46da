"""Several Gradesks start on one folder at the same moment: one has it, the others are told so at once and touch nothing."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress
from pathlib import Path

import deeds
from support import PASSPHRASE, Part, settled_in

from gradesk.services.custody import soundness
from gradesk.services.pupils import pupils
from gradesk.services.school import opening
from gradesk.store.refusals import AlreadyOpen
from gradesk.system.clock import fixed_clock
from gradesk.system.refusal import Refused

AT_ONCE = 5
LONGEST = 5.0  # seconds until somebody is told that it is open elsewhere
KEPT, TOLD, TWO, SLOW, FELL = 10, 11, 12, 13, 14


def run(part: Part) -> None:
    """Race until the time is over; now and then whoever has the file is killed in the middle of it."""
    made = deeds.prepare(part.home)
    deeds.warm_up(made)
    part.begin()
    chance = random.Random(part.seed)
    writers = told = 0
    while part.more():
        home = deeds.copied(made)
        marker = part.home / "writing"
        marker.unlink(missing_ok=True)
        kills = chance.random() < 0.3
        children = [_start(home, marker, chance.random() * 0.02) for _ in range(AT_ONCE)]
        if kills:
            time.sleep(chance.random() * 0.05)
            killed = chance.choice(children)
            with suppress(ProcessLookupError):
                os.kill(killed, signal.SIGKILL)
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        part.tried += AT_ONCE
        writers, told = writers + codes.count(KEPT), told + codes.count(TOLD)
        words = {TWO: "two wrote at once", SLOW: f"told only after {LONGEST} s", FELL: "a fault of the program"}
        wrong = [words[code] for code in codes if code in words]
        wrong += [] if kills or KEPT in codes else ["nobody got in"]
        wrong += _after(home, codes.count(KEPT), killed=kills)
        if wrong:
            part.failed(f"{AT_ONCE} at once, ended with {codes}: {'; '.join(wrong)}", home)
    part.figures |= {"wrote": writers, "told": told}


def _start(home: Path, marker: Path, wait: float) -> int:
    child = os.fork()
    if child:
        return child
    code = FELL
    try:
        time.sleep(wait)
        code = _open(home, marker)
    finally:
        os._exit(code)


def _open(home: Path, marker: Path) -> int:
    began = time.monotonic()
    with settled_in(home):
        try:
            store = opening.open_school(home / deeds.SCHOOL, PASSPHRASE, fixed_clock(deeds.TODAY))
        except AlreadyOpen:
            return TOLD if time.monotonic() - began < LONGEST else SLOW
        try:
            # Whoever was killed while writing has left its number.
            holder = os.open(marker, os.O_CREAT | os.O_RDWR, 0o600)
            before = os.read(holder, 20)
            if (
                before
                and Path(f"/proc/{before.decode()}").exists()
                and int(before) != os.getpid()
                and _runs(int(before))
            ):
                return TWO
            os.pwrite(holder, str(os.getpid()).encode().ljust(20)[:20], 0)
            pupils.add_pupil(store, {"legal_forename": "Raced"})
            if os.pread(holder, 20, 0).split()[0] != str(os.getpid()).encode():
                return TWO
            os.ftruncate(holder, 0)
            return KEPT
        finally:
            store.close()


def _runs(process: int) -> bool:
    with suppress(OSError):
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    return False


def _after(home: Path, kept: int, *, killed: bool) -> list[str]:
    with settled_in(home):
        try:
            store = opening.open_school(home / deeds.SCHOOL, PASSPHRASE, fixed_clock(deeds.TODAY))
        except Refused as refused:
            return [f"it does not open afterwards: {refused}"]
        try:
            raced = len(deeds.everybody(store)) - 3
            found = list(soundness.examine(store).problems)
            if not kept <= raced <= kept + killed:
                found.append(f"{raced} edits are there, and {kept} were told as saved")
            return found
        finally:
            store.close()
