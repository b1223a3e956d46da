"""Writing the files that a person asked for: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from gradesk.system.refusal import Refused


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in place whole or not at all, readable by this person alone; makes the folder when it is missing.

    Raises:
        Refused: the place cannot be written, or the disk is full; nothing of it is left behind.
    """
    write_all([(path, content)])


def write_all(files: Sequence[tuple[Path, bytes]]) -> None:
    """Put several files in place: none of them before all of them are on the disk.

    Raises:
        Refused: a place cannot be written, or the disk is full; nothing is left behind. Where a file that is there cannot
            be replaced, since another program holds it open, those before it are in place, which is said.
    """
    made: list[Path] = []
    done, path = 0, Path()
    try:
        for path, content in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.append(_on_disk(path.parent, content))
        for (path, _), making in zip(files, made, strict=True):
            making.replace(path)
            done += 1
        for folder in {path.parent for path, _ in files}:
            sync_folder(folder)
    except OSError as error:
        kept = f"only the {done:,} before it were saved" if done else "nothing was saved there"
        raise Refused(
            f"{path} cannot be written ({error.strerror or 'the disk does not answer'}); {kept}. Choose another folder."
        ) from error
    finally:
        for making in made[done:]:
            with suppress(OSError):
                making.unlink(missing_ok=True)


def sync_file(path: Path) -> None:
    """Make what was written into a file outlast a power cut, before it gets the name it is looked for by."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make new names in a folder outlast a power cut.

    Windows keeps names in its own journal and opens no folder for this; some network drives refuse it, and then the
    names are as safe as that drive makes them.
    """
    if os.name != "posix":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _on_disk(folder: Path, content: bytes) -> Path:
    """A file under a passing name; nothing of it is left where it cannot be written."""
    handle, name = tempfile.mkstemp(prefix=".gradesk-", suffix=".making", dir=folder)
    making = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
    except OSError:
        making.unlink(missing_ok=True)
        raise
    return making
