"""Deeds on a disk that is full or does not answer: each is kept whole, or refused in a sentence with nothing changed."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import deeds
from shim import Shim
from support import PASSPHRASE, Part, in_fork, settled_in

from gradesk.services.custody import soundness
from gradesk.services.pupils import pupils
from gradesk.services.school import opening
from gradesk.store.keys.key_file import WrongPassphrase
from gradesk.store.work import Store
from gradesk.system.clock import fixed_clock
from gradesk.system.refusal import Refused

DEEDS = 8
# Made of several units of work, so that the first may be kept and the second refused.
_SEVERAL = ("_delete_and_restore", "_other_passphrase", "_close_and_open")


def one(part: Part, shim: Shim, made: Path, seed: int, arm: Callable[[], None], where: str) -> None:
    """Do some deeds with a fault that `arm` lays, and look at what is there afterwards."""
    home = deeds.copied(made)

    def work(tell: Callable[[Any], None]) -> None:
        with settled_in(home), deeds.named_in_turn(seed):
            _endure(shim, home, random.Random(seed), arm, tell)

    told, code = in_fork(work)
    part.tried += 1
    wrong = [words for one in told for words in ([one["wrong"]] if "wrong" in one else [])]
    wrong += [f"a fault of the program: {one['fell']}" for one in told if "fell" in one]
    part.figures["refused"] = part.figures.get("refused", 0) + sum("refused" in one for one in told)
    if code is None:
        wrong.append("it hung")
    elif code != 0 and not wrong:
        wrong.append(f"it ended with {code}")
    kept = [one for one in told if "digest" in one]
    if not wrong:
        wrong = _after(home, kept[-1])
    if wrong:
        done = [one.get("deed") for one in kept[-3:]]
        part.failed(f"{where}, after {done}: {'; '.join(wrong)}", home)


def _endure(
    shim: Shim, home: Path, chance: random.Random, arm: Callable[[], None], tell: Callable[[Any], None]
) -> None:
    shim.watch(home)
    opens_first = chance.random() < 0.8
    run: deeds.Run | None = None
    if opens_first:
        run = deeds.Run(home, chance, _open(home, 0))
    arm()
    if run is None:
        try:
            run = deeds.Run(home, chance, _open(home, 0))
        except Refused as refused:
            tell({"refused": str(refused)})
            with shim.calm():
                run = deeds.Run(home, chance, _open(home, 0))
    before = _told(shim, run, tell, "opened")
    for _ in range(DEEDS):
        deed = chance.choice(deeds.SELDOM if chance.random() < 0.35 else deeds.OFTEN)
        was_refused = False
        try:
            deed(run)
        except Refused as refused:
            was_refused = True
            tell({"refused": str(refused)})
        with shim.calm():
            _open_again(home, run)
        now = _told(shim, run, tell, deed.__name__)
        if was_refused and now != before and deed.__name__ not in _SEVERAL:
            tell({"wrong": f"{deed.__name__} was refused and changed something"})
        before = now
    with shim.calm():
        _go_on(home, run)
        _told(shim, run, tell, "again")
        run.store.close()


def _go_on(home: Path, run: deeds.Run) -> None:
    """The disk is well again: a change is kept, at the second try at the latest."""
    if run.store.copy.doubt is not None:  # what the laptop remembers of the file could not be read, which is said
        run.store.close()
        run.store = _open(home, run.known.passphrase)
    with suppress(Refused):
        pupils.change_pupil(run.store, deeds.everybody(run.store)[0], {"house": "Once the disk is well again"})
        return
    pupils.change_pupil(run.store, deeds.everybody(run.store)[0], {"house": "Once the disk is well again"})


def _told(shim: Shim, run: deeds.Run, tell: Callable[[Any], None], deed: str) -> str:
    with shim.calm():
        try:
            digest, units = deeds.digest_of(run.store), deeds.units_in(run.store)
        except Refused:  # the disk did not answer a moment ago; it is asked again
            digest, units = deeds.digest_of(run.store), deeds.units_in(run.store)
        tell({"deed": deed, "digest": digest, "units": units, "passphrase": run.known.passphrase})
    return digest


def _open_again(home: Path, run: deeds.Run) -> None:
    """A deed that closed the file and could not open it has left it closed."""
    if not run.store.vault._lock.is_locked:
        run.store = _open(home, run.known.passphrase)


def _open(home: Path, number: int) -> Store:
    """Open it; whether a change of its passphrase that was refused had been made all the same is found out here."""
    for tried in dict.fromkeys((number, (number + 1) % len(deeds.PASSPHRASES))):
        with suppress(WrongPassphrase):
            return opening.open_school(home / deeds.SCHOOL, deeds.PASSPHRASES[tried], fixed_clock(deeds.TODAY))
    return opening.open_school(home / deeds.SCHOOL, PASSPHRASE, fixed_clock(deeds.TODAY))


def _after(home: Path, kept: dict[str, Any]) -> list[str]:
    with settled_in(home):
        try:
            store = _open(home, kept["passphrase"])
        except Refused as refused:
            return [f"it does not open afterwards: {refused}"]
        try:
            found = list(soundness.examine(store).problems)
            if (deeds.units_in(store), deeds.digest_of(store)) != (kept["units"], kept["digest"]):
                found.append("what was told as saved is not what is there afterwards")
            if store.copy.doubt is not None:
                found.append(store.copy.doubt.words)
            return found
        finally:
            store.close()
