"""How long work tells how far it is, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable

# Called with how many are done and how many there are in all; it stops the work by raising Cancelled.
Progress = Callable[[int, int], None]


class Cancelled(Exception):
    """The person stopped the work; whoever does it leaves everything as it was."""


def no_progress(done: int, total: int) -> None:
    """For callers who need no count."""
    del done, total
