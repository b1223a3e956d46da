"""The battery proves itself: with Gradesk broken on purpose in three ways, the parts that watch over it have to fail."""

from __future__ import annotations

import os
import time
from pathlib import Path

import breaking
import shim
from starting import KINDS, start
from support import Part

PROOFS = (("kill", breaking.EARLY), ("power", breaking.SYNCING), ("escape", breaking.ESCAPE))


def run(part: Part) -> None:
    """Run each of them on a broken Gradesk."""
    kinds = {kind.name: kind for kind in KINDS}
    made = Path(os.environ[shim.PLACE])
    for number, (name, broken) in enumerate(PROOFS):
        seconds = max(4.0, (part.until - time.monotonic()) / (len(PROOFS) - number))
        found = start(kinds[name], seconds, part.home, part.keep, part.seed, made, broken)
        part.tried += 1
        part.figures[f"{name} with {broken} broken:"] = f"{found.failed} of {found.tried} failed"
        fell = any("it fell" in words or "hung" in words for words in found.words)
        if not found.failed or fell:
            part.failed(f"{name} noticed nothing while {broken} was broken on purpose: {found.words[:1]}")
