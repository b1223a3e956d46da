"""Opening the practice school in a folder, building it there first when it is not there yet."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from gradesk.practice import building, marker
from gradesk.services.school import before, opening, school
from gradesk.store import places
from gradesk.store.keys.key_file import WrongPassphrase
from gradesk.store.keys.slots import KdfCost
from gradesk.store.refusals import OtherSchema
from gradesk.store.work import Store
from gradesk.system.clock import Clock
from gradesk.system.paths import default_data_folder, make_private_folder
from gradesk.system.progress import Progress
from gradesk.system.refusal import Refused

# Cheap on purpose: everybody knows the passphrase, and nobody in the file is real.
COST = KdfCost(memory=8 * 1024, rounds=1, lanes=1)
FOLDER = "practice"
PUPILS, SEED = 60, 1
_MAKING = ".making"
_EARLIER = "earlier"


@dataclass(frozen=True)
class Opened:
    """The practice school, opened, and whether it was built just now."""

    store: Store
    is_new: bool


def open_or_make(
    folder: Path, pupils: int, seed: int, clock: Clock | None = None, progress: Progress | None = None
) -> Opened:
    """Open the practice school of a folder; build it when there is none, or one of another version of Gradesk.

    One of another version is moved into a folder `earlier` beside the new one.

    Raises:
        Refused: a real school's file lies there, or the folder cannot be used.
        Cancelled: from `progress`; then nothing was made.
    """
    if marker.is_practice(folder):
        # Keys alone are what a broken move of an earlier practice school left; they open nothing that anybody needs.
        places.drop_lone_keys(folder)
    if before.is_set_up(folder):
        try:
            return Opened(_opened(folder, clock), False)
        except OtherSchema:
            if not marker.is_practice(folder):
                raise
            # What was tried in it is kept beside the new one.
            _set_aside(folder)
    # Built in a folder of its own and moved when it is whole: one that was broken off is never taken for the school.
    making = folder / _MAKING
    if making.exists():
        shutil.rmtree(making)
    try:
        store = opening.make_school(making, building.NAME, marker.PASSPHRASE, clock, practice=True, cost=COST)
        try:
            building.build(store, pupils, seed, progress)
        finally:
            store.close()
        make_private_folder(folder)
        marker.put(folder)
        places.settle(making, folder)
    except OSError as error:
        raise Refused(
            f"The practice school cannot be made in {folder} ({error.strerror or 'it does not answer'}); "
            "choose another folder with --data."
        ) from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return Opened(_opened(folder, clock), True)


def begin_anew(folder: Path, clock: Clock | None = None, progress: Progress | None = None) -> Store:
    """Build the practice school of a folder anew, as it was on its first day; what was tried in it moves into `earlier`.

    Raises:
        Refused: a real school's file lies there, or the folder cannot be used.
    """
    if before.is_set_up(folder):
        _opened(folder, clock).close()  # refuses what is no practice school
        if not marker.is_practice(folder):
            marker.put(folder)
        _set_aside(folder)
    return open_or_make(folder, PUPILS, SEED, clock, progress).store


def usual_folder() -> Path:
    """Where the practice school lies: never where the real school's file is looked for."""
    return default_data_folder() / FOLDER


def _set_aside(folder: Path) -> None:
    earlier = folder / _EARLIER
    shutil.rmtree(earlier, ignore_errors=True)
    make_private_folder(earlier)
    places.move(folder, earlier)


def _opened(folder: Path, clock: Clock | None) -> Store:
    sentence = (
        f"The file in {folder} is not the practice school, and it was left as it is. "
        "Name another folder for the practice school with --data."
    )
    try:
        store = opening.open_school(folder, marker.PASSPHRASE, clock, is_guess=False)
    except WrongPassphrase:
        raise Refused(sentence) from None
    if not school.card(store).is_practice:
        store.close()
        raise Refused(sentence)
    return store
