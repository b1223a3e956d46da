"""Which units of work one deed wrote: what a person just did is taken back by just those, and by no other."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

Units = TypeVar("Units", list[int], None)


class Deeds(threading.local):
    """Counts the units of each deed, on each thread by itself."""

    def __init__(self) -> None:
        self._units: list[int] | None = None

    @contextmanager
    def deed(self) -> Iterator[list[int]]:
        """What is written inside is of this deed; a deed inside another is not of the outer one."""
        with self._counting([]) as units:
            yield units

    @contextmanager
    def apart(self) -> Iterator[None]:
        """What is written inside is of no deed: whoever hears of a change may keep words of their own then."""
        with self._counting(None):
            yield

    def note(self, unit_id: int) -> None:
        """A unit of work was kept."""
        if self._units is not None:
            self._units.append(unit_id)

    @contextmanager
    def _counting(self, units: Units) -> Iterator[Units]:
        before, self._units = self._units, units
        try:
            yield units
        finally:
            self._units = before
