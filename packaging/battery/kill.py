"""Killed at any change of any file: nothing that somebody was told is kept may be lost."""

from __future__ import annotations

import random
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import breaking
import checking
import deeds
from shim import Shim
from support import Part, in_fork, settled_in

from gradesk.services.school import opening
from gradesk.system.clock import fixed_clock
from gradesk.system.refusal import Refused

DEEDS = 6
EVERY = 3  # of the changes of one run, at least


def run(part: Part) -> None:
    """Kill until the time is over."""
    shim, made = deeds.settled(part.home)
    part.begin()
    chance = random.Random(part.seed)
    lost = 0
    seed = part.seed * 1_000
    while part.more():
        seed += 1
        reference = checking.refer(
            made, seed, DEEDS, lambda: shim.counted, lambda home: _arm(shim, home, 0, half=False)
        )
        points = [(number, half) for number in range(1, reference.changes + 1) for half in (False, True)]
        for number, half in chance.sample(points, max(1, len(points) // EVERY)):
            if not part.more():
                break
            lost += not _kill(part, shim, made, reference, number, half=half)
        part.figures["runs"] = part.figures.get("runs", 0) + 1
    part.figures["lost"] = lost


def _arm(shim: Shim, home: Path, number: int, *, half: bool) -> None:
    shim.watch(home)
    shim.kill_at(number, half=half)


def _open_and_be_killed(shim: Shim, home: Path, acks: Sequence[dict[str, Any]], number: int) -> None:
    """What was left is put right when it is opened; that may be broken off, too."""
    with settled_in(home), suppress(Refused):
        shim.watch(home)
        shim.kill_at(number)
        passphrase = deeds.PASSPHRASES[acks[-1]["passphrase"] if acks else 0]
        opening.open_school(home / deeds.SCHOOL, passphrase, fixed_clock(deeds.TODAY)).close()


def _kill(part: Part, shim: Shim, made: Path, reference: checking.Reference, number: int, *, half: bool) -> bool:
    home = deeds.copied(made)

    def work(tell: Callable[[Any], None]) -> None:
        with breaking.broken(part.broken, tell):
            _arm(shim, home, number, half=half)
            deeds.go_through(home, reference.seed, reference.count, tell)

    told, code = in_fork(work)
    twice = part.tried % 4 == 1
    if twice and code == -signal.SIGKILL:
        in_fork(lambda _tell: _open_and_be_killed(shim, home, breaking.heard(told), number % 14 + 1))
    if code == 0:  # this run had fewer changes, as where a backup's name already was there
        return True
    part.tried += 1
    acks = breaking.heard(told)
    where = f"seed {reference.seed}, killed at change {number} of {reference.changes}"
    where += f"{', half written' if half else ''}{', and once more while it was opened' if twice else ''}"
    if code != -signal.SIGKILL:
        part.failed(f"{where}: it ended with {code}: {told[-1:]}", home)
        return False
    wrong = checking.wrong_with(home, reference, acks, deep=part.tried % 4 == 0)
    if wrong:
        part.failed(f"{where}, after {[ack['deed'] for ack in acks[-2:]]}: {'; '.join(wrong)}", home)
    return not wrong
