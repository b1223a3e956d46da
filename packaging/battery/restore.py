"""A backup while somebody works, put back into a new folder: it holds what the school held then, to the last word."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import deeds
from shim import Shim
from support import PASSPHRASE, Part, settled_in

from gradesk.services.safekeeping import restoring
from gradesk.services.school import opening
from gradesk.store.backups import backup
from gradesk.system.clock import fixed_clock

BETWEEN = (*deeds.OFTEN, deeds.SELDOM[0], deeds.SELDOM[1], deeds.SELDOM[3])
NEW_SCHOOL = 60  # cycles, after which it begins with a small school again


def run(part: Part) -> None:
    """Go round until the time is over."""
    Shim().watch(part.home)
    made = deeds.prepare(part.home)
    deeds.warm_up(made)
    part.begin()
    chance = random.Random(part.seed)
    while part.more():
        home = deeds.copied(made)
        with settled_in(home), deeds.named_in_turn(chance.randrange(1_000_000)):
            store = opening.open_school(home / deeds.SCHOOL, PASSPHRASE, fixed_clock(deeds.TODAY))
            run = deeds.Run(home, chance, store)
            for _ in range(NEW_SCHOOL):
                if not part.more():
                    break
                _cycle(part, run, chance)
            run.store.close()


def _cycle(part: Part, run: deeds.Run, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 3)):
        chance.choice(BETWEEN)(run)
    wanted, units = deeds.digest_of(run.store), deeds.units_in(run.store)
    path = backup.make(run.store.vault, run.home / deeds.BACKUPS)
    chance.choice(deeds.OFTEN)(run)  # is not in it
    to: Path = run.home / "back"
    found = restoring.restore(path, to, deeds.PASSPHRASES[run.known.passphrase])
    part.tried += 1
    try:
        if (deeds.digest_of(found.store), deeds.units_in(found.store)) != (wanted, units):
            part.failed(f"what was put back is not what was backed up, after {units} units of work", path, to)
    finally:
        found.store.close()
    shutil.rmtree(to)
    path.unlink()
