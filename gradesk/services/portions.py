"""Many pupils in portions that one query can name: SQLite takes some thousands of values at a time."""

from __future__ import annotations

from collections.abc import Sequence

AT_ONCE = 400


def chunked(ids: Sequence[str]) -> list[Sequence[str]]:
    """The ids in their order, a portion at a time."""
    return [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]
