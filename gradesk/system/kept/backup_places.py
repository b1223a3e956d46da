"""What this laptop remembers of where a school's backups go and when each was last proved. Nothing about a person."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from gradesk.system.files import write_whole
from gradesk.system.paths import config_folder, default_data_folder
from gradesk.system.refusal import Refused

FOLDER = "backups"


@dataclass(frozen=True)
class Place:
    """A folder for backups: its newest proved one with the unit it reaches to, the last drill, and what went wrong since."""

    folder: str
    newest: str = ""  # name of the file
    proved_at: str = ""  # ISO 8601, UTC
    unit: int = 0  # of the journal
    drilled_at: str = ""
    trouble: str = ""  # a sentence; empty when all is well

    @property
    def path(self) -> Path:
        """The folder."""
        return Path(os.fsdecode(bytes.fromhex(self.folder)))


def place_of(folder: Path) -> Place:
    """A place nothing is known of yet; whatever bytes its name has, JSON holds it."""
    return Place(os.fsencode(folder).hex())


def usual_folder() -> Path:
    """Where backups go until somebody chooses: beside the folder of the data, never in it."""
    return default_data_folder().with_name("Gradesk backups")


def load(device: str) -> list[Place] | None:
    """The places of the backups of one copy of a school's file; None where this laptop was never told of any."""
    try:
        raw = json.loads(_path(device).read_text("utf-8"))
        names = {field.name for field in fields(Place)}
        found = [Place(**{name: one[name] for name in names if name in one}) for one in raw]
        return [one for one in found if one.path and isinstance(one.unit, int)]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def save(device: str, places: Sequence[Place]) -> None:
    """Remember; a laptop that cannot only asks again."""
    with suppress(Refused):
        write_whole(_path(device), json.dumps([asdict(one) for one in places], indent=1).encode())


def _path(device: str) -> Path:
    return config_folder() / FOLDER / f"{device}.json"
