"""A disk that does not answer: any call to it may fail, once or from then on."""

from __future__ import annotations

import errno
import random

import deeds
import faults
from shim import CHANGES, OPENS, READS
from support import Part

FAULTS = (
    (errno.EIO, CHANGES),
    (errno.ENOSPC, CHANGES),
    (errno.EACCES, CHANGES),
    (errno.EIO, READS),
    (errno.EIO, OPENS),
    (errno.EACCES, OPENS),
    (errno.EMFILE, OPENS),
)
MOST = {CHANGES: 350, READS: 350, OPENS: 60}  # calls of one run


def run(part: Part) -> None:
    """Let calls fail until the time is over."""
    shim, made = deeds.settled(part.home)
    part.begin()
    chance = random.Random(part.seed)
    while part.more():
        error, what = chance.choice(FAULTS)
        number, for_good, seed = chance.randint(1, MOST[what]), chance.random() < 0.4, chance.randrange(1_000_000)
        words = (
            f"seed {seed}, {errno.errorcode[error]} at call {number}{' and after' if for_good else ''} of kind {what}"
        )

        def arm(number: int = number, error: int = error, what: int = what, for_good: bool = for_good) -> None:
            shim.fail_at(number, error, for_good=for_good, what=what)

        faults.one(part, shim, made, seed, arm, words)
