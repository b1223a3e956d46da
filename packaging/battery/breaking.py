"""Faults put into Gradesk on purpose, so that the battery shows it would notice them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from gradesk.store import cipher
from gradesk.store.journal import chain

SYNCING, EARLY, ESCAPE = "syncing", "early", "escape"


@contextmanager
def broken(what: str, tell: Callable[[Any], None]) -> Iterator[None]:
    """Break one thing for as long as this lasts; nothing with an empty word."""
    if what == SYNCING:
        with _without_syncing():
            yield
    elif what == EARLY:
        with _told_too_early(tell):
            yield
    else:
        yield


def heard(told: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The deeds that were told as kept. One told too early counts for what is written just then."""
    acks: list[dict[str, Any]] = []
    early = 0
    for one in told:
        if "early" in one:
            early = one["early"]
        elif "deed" in one:
            acks.append(one)
            early = 0
    if early and acks:
        acks[-1] = {**acks[-1], "units": max(acks[-1]["units"], early)}
    return acks


@contextmanager
def _without_syncing() -> Iterator[None]:
    before = cipher.SETTINGS
    cipher.SETTINGS = tuple(one.replace("synchronous=FULL", "synchronous=OFF") for one in before)
    try:
        yield
    finally:
        cipher.SETTINGS = before


@contextmanager
def _told_too_early(tell: Callable[[Any], None]) -> Iterator[None]:
    """“Saved” comes when a unit of work is sealed, a moment before it is kept."""
    before = chain.seal

    def seal(connection: Any, unit_id: int, *given: Any) -> None:
        before(connection, unit_id, *given)
        tell({"early": unit_id})

    chain.seal = seal
    try:
        yield
    finally:
        chain.seal = before
