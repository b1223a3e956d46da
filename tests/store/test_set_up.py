"""A set-up that is broken off anywhere leaves either no school or a whole one, and never stands in the way."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from gradesk.model.school.school import Layer, PlanType, Term
from gradesk.practice import making, marker
from gradesk.services.school import opening, school
from gradesk.services.school.before import is_set_up
from gradesk.store import places
from gradesk.store.names import DATABASE, KEYS, MAKING
from gradesk.store.work import Store
from gradesk.system.clock import Clock
from gradesk.system.refusal import Refused
from tests.conftest import CHEAP, PASSPHRASE

WATCHED: list[tuple[Path, Path, list[Path]]] = []
HOOKED: list[bool] = []


def look(about: str) -> None:
    """Keep what lies in the watched folder at this moment: it is what a kill here would leave."""
    for folder, kept, states in WATCHED[:1]:
        if about and not about.startswith(str(folder)):
            continue
        watched = WATCHED.pop()
        state = kept / f"{len(states):03d}"
        if folder.exists():
            shutil.copytree(folder, state, ignore=shutil.ignore_patterns("*.lock"))
            states.append(state)
        WATCHED.append(watched)


@contextmanager
def watched(folder: Path, kept: Path) -> Iterator[list[Path]]:
    """Keep the folder's state before each of Python's own writes and each commit; gives them in order."""
    kept.mkdir()
    states: list[Path] = []
    writing = ("open", "os.rename", "os.remove", "os.chmod", "os.mkdir")
    if not HOOKED:
        HOOKED.append(True)
        sys.addaudithook(lambda name, about: look(str(about[0])) if WATCHED and name in writing else None)

    def at_commit(_connection: object) -> None:
        look("")

    event.listen(Engine, "commit", at_commit)
    WATCHED.append((folder, kept, states))
    try:
        yield states
    finally:
        WATCHED.clear()
        event.remove(Engine, "commit", at_commit)


def is_whole(store: Store) -> bool:
    """Whether a school has its name, its labels and its year."""
    with store.read() as session:
        return school.card(store).name == "Fernhill" and all(
            session.query(kind).count() > 1 for kind in (Layer, PlanType, Term)
        )


def make(folder: Path, clock: Clock) -> None:
    """Set a school up."""
    opening.make_school(folder, "Fernhill", PASSPHRASE, clock, cost=CHEAP).close()


def test_a_set_up_killed_at_any_step_leaves_no_school_or_a_whole_one(tmp_path: Path, clock: Clock) -> None:
    with watched(tmp_path / "school", tmp_path / "kept") as states:
        make(tmp_path / "school", clock)
    assert len(states) > 15
    shapes: set[tuple[str, ...]] = set()
    for state in states:
        shape = tuple(sorted(path.name for path in state.iterdir()))
        is_there = is_set_up(state)
        assert is_there == (DATABASE in shape)
        if shape in shapes:
            continue
        shapes.add(shape)
        if not is_there:
            make(state, clock)
        store = opening.open_school(state, PASSPHRASE, clock)
        assert is_whole(store)
        store.close()
        assert not (state / MAKING).exists()
    assert len(shapes) >= 6


def test_a_practice_school_killed_at_any_step_of_its_moving_is_made_again(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making.building, "build", lambda *_arguments: None)
    with watched(tmp_path / "school", tmp_path / "kept") as states:
        making.open_or_make(tmp_path / "school", 1, 1, clock).store.close()
    shapes: set[tuple[str, ...]] = set()
    for state in states:
        shape = tuple(sorted(path.name for path in state.iterdir()))
        if shape not in shapes:
            shapes.add(shape)
            making.open_or_make(state, 1, 1, clock).store.close()
    assert len(shapes) >= 4


def test_a_practice_school_killed_while_an_older_one_is_set_aside_is_made_again(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making.building, "build", lambda *_arguments: None)
    making.open_or_make(tmp_path / "school", 1, 1, clock).store.close()
    (tmp_path / "school" / DATABASE).unlink()
    assert is_set_up(tmp_path / "school") and marker.is_practice(tmp_path / "school")
    making.open_or_make(tmp_path / "school", 1, 1, clock).store.close()


def test_keys_without_their_school_are_never_cleared_away(tmp_path: Path, folder: Path, clock: Clock) -> None:
    make(tmp_path / "other", clock)
    (tmp_path / "other" / DATABASE).rename(folder / MAKING)
    (folder / DATABASE).unlink()
    before = (folder / KEYS).read_bytes()
    assert is_set_up(folder)
    with pytest.raises(Refused, match="lies in this folder already"):
        make(folder, clock)
    places.clear(folder)
    assert (folder / KEYS).read_bytes() == before


def test_a_disk_that_fails_at_any_renaming_leaves_no_school(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.replace
    for number in range(3):
        left = iter(range(number, -1, -1))

        def fail(path: Path, target: Path, left: Iterator[int] = left) -> Path:
            if next(left, 0) == 0:
                raise OSError(5, "Input/output error")
            return real(path, target)

        monkeypatch.setattr(Path, "replace", fail)
        with pytest.raises(Refused, match="full or does not answer; nothing was changed"):
            make(tmp_path / f"school-{number}", clock)
        monkeypatch.setattr(Path, "replace", real)
        assert not is_set_up(tmp_path / f"school-{number}")
        make(tmp_path / f"school-{number}", clock)
