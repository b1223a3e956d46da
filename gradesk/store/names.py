"""The files of a school in their folder, by name: what can be said of a folder before anything in it is read."""

from __future__ import annotations

from pathlib import Path

DATABASE = "gradesk.db"
KEYS = "gradesk.gdkeys"
MAKING = DATABASE + ".making"
REKEYED = DATABASE + ".rekeyed"  # being written under a new key
UPGRADING = DATABASE + ".upgrading"  # being brought up from an older Gradesk
BEFORE = DATABASE + ".before-"  # and the version: the file as the older Gradesk left it
OLDER = DATABASE + ".older"  # being copied there
SCRATCH = "backup.scratch"  # folders in which a backup is made and proved, as encrypted as the file itself
TRIES = "gradesk.tries"  # when passphrases were tried in vain
OWNER = "gradesk.owner"  # lies there while a Gradesk has the file open, or fell with it


def earlier(path: Path) -> Path:
    """Where the generation before a key file is kept."""
    return path.with_name(path.name + ".earlier")


def key_files(folder: Path) -> tuple[Path, Path]:
    """The key file and the generation before it."""
    return (folder / KEYS, earlier(folder / KEYS))


def is_open(folder: Path) -> bool:
    """Whether a Gradesk seems to have the file of this folder open; one that fell seems so, too."""
    return (folder / OWNER).exists()
