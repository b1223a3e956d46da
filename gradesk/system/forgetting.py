"""What was worked out from typed words and is remembered for speed is forgotten when the file it came from is closed."""

from __future__ import annotations

from typing import Protocol, TypeVar


class Remembers(Protocol):
    """A function that remembers what it worked out, as `lru_cache` makes it."""

    def cache_clear(self) -> None:
        """Forget all of it."""


Kept = TypeVar("Kept", bound=Remembers)
_known: list[Remembers] = []


def forgotten_on_closing(function: Kept) -> Kept:
    """Mark a remembering function that is given words a person typed."""
    _known.append(function)
    return function


def forget() -> None:
    """Forget everything that was worked out from typed words."""
    for function in _known:
        function.cache_clear()
