"""Whether what is found on the disk afterwards is what somebody was told is kept."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import deeds
from deeds import PASSPHRASES, SCHOOL, TODAY
from support import in_fork, settled_in

from gradesk.services.custody import soundness
from gradesk.services.pupils import pupils
from gradesk.services.school import opening
from gradesk.store.backups import backup
from gradesk.store.backups.backup_names import kept_in
from gradesk.store.keys.key_file import WrongPassphrase
from gradesk.store.work import Store
from gradesk.system.clock import fixed_clock
from gradesk.system.refusal import Refused


@dataclass(frozen=True)
class Reference:
    """An undisturbed run: the digest after each unit of work, and what was told after each deed."""

    seed: int
    count: int
    digests: dict[int, str]
    told: Sequence[dict[str, Any]]
    changes: int  # that the disk saw


def refer(made: Path, seed: int, count: int, counted: Callable[[], int], arm: Callable[[Path], None]) -> Reference:
    """Go through a seed's deeds undisturbed."""
    home = deeds.copied(made)

    def work(tell: Callable[[Any], None]) -> None:
        arm(home)
        deeds.go_through(home, seed, count, tell, listen=True)
        tell({"changes": counted()})

    told, code = in_fork(work)
    if code != 0:
        raise RuntimeError(f"the undisturbed run of seed {seed} ended with {code}: {told[-1:]}")
    digests = {one["unit"]: one["digest"] for one in told if "digest" in one}
    return Reference(seed, count, digests, [one for one in told if "deed" in one], told[-1]["changes"])


def wrong_with(home: Path, reference: Reference, acks: Sequence[dict[str, Any]], *, deep: bool) -> list[str]:
    """What is wrong with the school below a folder, after the deeds in `acks` were told as kept; empty when nothing is.

    With `deep` all of the file is looked through; otherwise its pages, and the newest lines of the journal.
    """
    kept = acks[-1] if acks else None
    after = reference.told[len(acks)] if len(acks) < len(reference.told) else None
    with settled_in(home):
        try:
            store = _opened(home / SCHOOL, kept, after)
        except Refused as refused:
            return [f"it does not open: {refused}"]
        try:
            return [*_lost(store, reference, kept, after), *_unsound(store, deep=deep), *_backups(store, home, kept)]
        except Refused as refused:
            return [f"it opens, and then: {refused}"]
        finally:
            store.close()


def _opened(folder: Path, kept: dict[str, Any] | None, after: dict[str, Any] | None) -> Store:
    first = kept["passphrase"] if kept else 0
    numbers = dict.fromkeys([first, *([after["passphrase"]] if after else [])])
    for last, number in enumerate(numbers, 1):
        try:
            return opening.open_school(folder, PASSPHRASES[number], fixed_clock(TODAY))
        except WrongPassphrase:
            if last == len(numbers):
                raise
    raise AssertionError


def _lost(store: Store, reference: Reference, kept: dict[str, Any] | None, after: dict[str, Any] | None) -> list[str]:
    found = []
    units = deeds.units_in(store)
    least = kept["units"] if kept else min(reference.digests)
    if units < least:
        found.append(f"an edit that was told as saved is lost: {units} units of work instead of {least}")
    most = after["units"] if after else least
    if units > most:
        found.append(f"there are more edits than were made: {units} instead of at most {most}")
    elif deeds.digest_of(store) != reference.digests.get(units):
        found.append(f"what is in the file is no state it ever had ({units} units of work)")
    words = deeds.words_in(store)
    if words not in {kept["words"] if kept else "", after["words"] if after else None}:
        found.append(f"half-typed words that were written down are lost: {words!r}")
    if store.copy.doubt is not None:
        found.append(f"the laptop does not know its own file any more: {store.copy.doubt.words}")
    found += [f"somebody is told: {words}" for words in store.notices]
    return found


def _unsound(store: Store, *, deep: bool) -> list[str]:
    if deep:
        found = list(soundness.examine(store).problems)
        chance = random.Random(0)
        try:
            pupils.change_pupil(store, deeds.everybody(store)[0], {"house": f"Red {chance.random()}"})
        except Refused as refused:
            found.append(f"it takes no change any more: {refused}")
        return found
    return [*store.check_pages(), *(["seals of the journal are broken"] if store.broken_seals() else [])]


def _backups(store: Store, home: Path, kept: dict[str, Any] | None) -> list[str]:
    lying = kept_in(home / deeds.BACKUPS) if (home / deeds.BACKUPS).exists() else []
    wanted = kept["backups"] if kept else 0
    if len(lying) < wanted:
        return [f"a backup that was told as made is not there: {len(lying)} instead of {wanted}"]
    found = []
    for one in lying:
        try:
            backup.prove(one.path, store.vault.secret(), store.vault.folder)
        except Refused as refused:
            found.append(f"a backup lies there that is none: {refused}")
    return found
