"""The ladder of fixtures: a clock, an encrypted file, a school in it; real parts all the way."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from gradesk.interchange import calendar_events
from gradesk.interchange.files import text
from gradesk.services.paper import language_file
from gradesk.services.pupils import pupils
from gradesk.services.school import school
from gradesk.store import cipher
from gradesk.store.keys.slots import KdfCost
from gradesk.store.vault import Vault
from gradesk.store.work import Store
from gradesk.system.clock import Clock, fixed_clock
from gradesk.system.kept import backup_places, erasures
from gradesk.system.laptop.starting import THRESHOLDS
from gradesk.system.paths import config_folder
from gradesk.system.progress import Progress, no_progress
from tests import copying

# How long an example takes says nothing about the product, and much about what else the machine does.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
gc.set_threshold(*THRESHOLDS)  # as the program itself does where it starts

PASSPHRASE = "four words of a test"
CHEAP = KdfCost(memory=64, rounds=1, lanes=1)
TODAY = date(2026, 11, 23)
AS_SHIPPED = cipher.SETTINGS
Asked = cipher.Asked


@pytest.fixture(scope="session", autouse=True)
def own_config(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes what this laptop remembers for whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config-home")))
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data-home")))
        yield


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Statements are compiled once for the whole run, as they are in a program that stays open, not for each test anew."""
    compiled: dict[Any, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cipher, "Asked", lambda: compiled)
        yield


@pytest.fixture(scope="session", autouse=True)
def nobody_waits_for_the_disk() -> Iterator[None]:
    """No test but one pulls the plug, so none waits until the disk has what it was told; that one sets it right again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            cipher, "SETTINGS", tuple(one.replace("synchronous=FULL", "synchronous=OFF") for one in AS_SHIPPED)
        )
        yield


@pytest.fixture(scope="session", autouse=True)
def text_is_read_here() -> Iterator[None]:
    """Lists, calendars and phrases are read in this process: the start of a child for each would take most of a run.

    `tests/interchange/test_apart.py` reads each in a child of its own.
    """
    with pytest.MonkeyPatch.context() as patch:
        for module in (text, calendar_events, language_file):
            patch.setattr(module, "read_apart", _read_here)
        yield


def _read_here(work: Callable[..., Any], argument: Any, _failed: str, progress: Progress = no_progress) -> Any:
    return work(argument, progress)


@pytest.fixture(scope="session")
def made_school(tmp_path_factory: pytest.TempPathFactory, compiled_once: None) -> Path:
    """A folder with a set-up, empty school, to be copied and never written."""
    del compiled_once
    folder = tmp_path_factory.mktemp("made") / "school"
    vault = Vault.create(folder, PASSPHRASE, CHEAP)
    store = Store(vault, fixed_clock(TODAY))
    school.set_up(store, "Fernhill Primary")
    return copying.finished(store)


@pytest.fixture(scope="session")
def school_with_ava(made_school: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The same with one pupil on SEN support in it, and her uuid; to be copied, too."""
    folder = copying.copied(made_school, tmp_path_factory.mktemp("made") / "school")
    store = Store(Vault.open(folder, PASSPHRASE), fixed_clock(TODAY))
    uuid = pupils.add_pupil(
        store,
        {
            "legal_forename": "Ava",
            "legal_surname": "Núñez",
            "date_of_birth": date(2017, 3, 14),
            "year_group": "4",
            "class_name": "4 Oak",
            "upn": "L867200126001",
        },
    )
    pupils.set_status(store, uuid, "K", date(2026, 9, 7), "Speech and language screening", date(2026, 9, 7))
    return copying.finished(store), uuid


@pytest.fixture
def erases() -> Iterator[None]:
    """For tests that erase somebody: what this laptop remembers of it would erase the same pupil in every other copy."""
    yield
    for folder in (erasures.FOLDER, backup_places.FOLDER):
        shutil.rmtree(config_folder() / folder, ignore_errors=True)


@pytest.fixture
def clock() -> Clock:
    """Monday 23 November 2026, noon."""
    return fixed_clock(TODAY)


@pytest.fixture
def folder(request: pytest.FixtureRequest, made_school: Path, tmp_path: Path) -> Path:
    """A folder of one's own with an empty school in it, or with Ava in it where the test asks for her."""
    source = made_school
    if "ava" in request.fixturenames:
        source, _ = request.getfixturevalue("school_with_ava")
    return copying.copied(source, tmp_path / "school")


@pytest.fixture
def store(folder: Path, clock: Clock) -> Iterator[Store]:
    """That school, opened."""
    opened = Store(Vault.open(folder, PASSPHRASE), clock)
    yield opened
    opened.close()


@pytest.fixture
def ava(store: Store, school_with_ava: tuple[Path, str]) -> str:
    """The uuid of one pupil on SEN support."""
    del store
    return school_with_ava[1]


@pytest.fixture
def counted(store: Store) -> Callable[[], list[str]]:
    """The labels of all units of work committed since the fixture was asked for."""
    labels: list[str] = []
    store.listen(lambda changed: labels.append(changed.label))
    return lambda: labels
