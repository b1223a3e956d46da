"""What this laptop, and the folder of a school's file, remember of pupils who were erased: nobody can be found by it.

An older copy of the file knows nothing of an erasure. So its marks are kept outside of it, too: in the settings of this laptop
and beside the file, where they lie when an older database is put into the folder.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from gradesk.system.files import write_whole
from gradesk.system.paths import config_folder
from gradesk.system.refusal import Refused

FOLDER, BESIDE = "erased", "gradesk.erased"


@dataclass(frozen=True)
class Mark:
    """The mark of one erasure: its number and day, and a digest of the pupil's uuid with the salt it was made with.

    `device` and `seq` name the unit of work that erased, so that an older copy is told from one that went its own way; `proof`
    is by a key that only the school's file has.
    """

    number: int
    on: str  # ISO 8601
    salt: str  # hexadecimal
    mark: str  # hexadecimal
    device: str = ""
    seq: int = 0
    proof: str = ""  # hexadecimal


def load(school: str, folder: Path) -> list[Mark]:
    """All that is remembered of a school, here and beside its file."""
    found: dict[str, Mark] = {}
    for path in _paths(school, folder):
        with suppress(OSError, ValueError, TypeError, OverflowError, RecursionError):
            for one in json.loads(path.read_text("utf-8")):
                with suppress(ValueError, TypeError, OverflowError):
                    read = read_mark(one)
                    found[read.mark] = read
    return list(found.values())


def read_mark(row: Sequence[Any]) -> Mark:
    """A mark as it is written outside of the file. Raises ValueError or TypeError for anything else."""
    number, on, salt, mark, device, seq, proof = row
    return Mark(int(number), str(on), bytes.fromhex(salt).hex(), str(mark), str(device), int(seq), str(proof))


def save(school: str, folder: Path, marks: Sequence[Mark]) -> None:
    """Remember in both places; where one cannot be written, the other does."""
    whole = json.dumps([astuple(one) for one in marks]).encode()
    for path in _paths(school, folder):
        with suppress(Refused):
            write_whole(path, whole)


def _paths(school: str, folder: Path) -> tuple[Path, Path]:
    return config_folder() / FOLDER / f"{school}.json", folder / BESIDE
