"""Noticing that files were changed by somebody else while they are open."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

# Windows writes the time of a file's last change when its last handle is closed, so there the time says nothing.
TIMES_COUNT = os.name == "posix"

_Shape = tuple[int, ...]
_WHO = 2  # device and inode come first


class Watch:
    """Remembers what some files looked like when we had last written them."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = tuple(paths)
        self._seen: list[_Shape] = []
        self.note()

    def note(self) -> None:
        """The files are now as we left them."""
        self._seen = self._shapes()

    def is_changed(self, writing: int = 0) -> bool:
        """Whether one of them is another file, of another size, or written since we noted it; a missing one counts.

        Of the last `writing` files, which we are writing ourselves just now, only whether they are still the same files.
        """
        fixed = len(self._paths) - writing
        now = self._shapes()
        ours = [shape[:_WHO] for shape in now[fixed:]] != [shape[:_WHO] for shape in self._seen[fixed:]]
        return ours or now[:fixed] != self._seen[:fixed]

    def _shapes(self) -> list[_Shape]:
        return [_shape(path) for path in self._paths]


def _shape(path: Path) -> _Shape:
    try:
        found = path.stat()
    except OSError:
        return ()
    who = (found.st_dev, found.st_ino, found.st_size)
    return (*who, found.st_mtime_ns) if TIMES_COUNT else who
