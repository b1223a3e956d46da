"""A disk that is full, at many levels: from no room at all to enough for a few deeds."""

from __future__ import annotations

import random

import deeds
import faults
from support import Part

LEVELS = 600_000  # bytes; what a run of deeds takes


def run(part: Part) -> None:
    """Fill the disk until the time is over."""
    shim, made = deeds.settled(part.home)
    part.begin()
    chance = random.Random(part.seed)
    while part.more():
        # Most edits take some tens of thousands of bytes.
        room = chance.randrange(LEVELS) if chance.random() < 0.4 else chance.randrange(60_000)
        seed = chance.randrange(1_000_000)
        faults.one(part, shim, made, seed, lambda room=room: shim.room(room), f"seed {seed}, room for {room:,} bytes")
