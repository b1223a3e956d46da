"""A batch of passports, read and drawn: milliseconds for a page, and the most memory held beside the output, in MB.

Run as a process of its own, so that the memory is that of this batch alone: `batch.py FOLDER COUNT`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import schools
from measuring import milliseconds, peak_megabytes

from gradesk.documents.desk import batch
from gradesk.documents.desk.batch import Batch, Item, Order
from gradesk.documents.press.look import USUAL
from gradesk.services.pupils import register


def measure(folder: Path, count: int) -> dict[str, float]:
    """Open the school, print its first passports, tell what it took."""
    store = schools.opening.open_school(folder, schools.PASSPHRASE, schools.fixed_clock(schools.TODAY))
    uuids = [row.uuid for row in register.page(store, register.Criteria(), limit=count)]
    passport = (Item("passport"),)
    batch.make(store, Order(passport, tuple(uuids[:1])), USUAL)  # fonts are read once, whatever follows
    made: list[Batch] = []
    took = milliseconds(lambda: made.append(batch.make(store, Order(passport, tuple(uuids)), USUAL)))
    memory = peak_megabytes() - len(made[0].pdf) / 1024 / 1024
    store.close()
    return {"page": took / len(made[0].pages), "memory": memory}


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))))
