"""The battery proves itself: with Gradesk broken on purpose in three ways, the parts that watch over it have to fail."""

from __future__ import annotations

import os
from pathlib import Path

import breaking
import shim
from starting import KINDS, start
from support import Part

LEAST = 20.0  # seconds
PROOFS = (("kill", breaking.EARLY), ("power", breaking.SYNCING), ("escape", breaking.ESCAPE))


def run(part: Part) -> None:
    """Run each of them on a broken Gradesk."""
    kinds = {kind.name: kind for kind in KINDS}
    made = Path(os.environ[shim.PLACE])
    for name, broken in PROOFS:
        # Each ends as soon as it has failed; only one that notices nothing takes all of its time.
        found = start(kinds[name], max(LEAST, part.seconds), part.home, part.keep, part.seed, made, broken)
        part.tried += 1
        part.figures[f"{name} with {broken} broken:"] = f"{found.failed} of {found.tried} failed"
        fell = any("it fell" in words or "hung" in words for words in found.words)
        if not found.failed or fell:
            part.failed(f"{name} noticed nothing while {broken} was broken on purpose: {found.words[:1]}")
