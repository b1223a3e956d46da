"""Turning to a tab of a pupil asks the file little, however much stands on it, and nothing when it was shown before."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from PySide6.QtTest import QTest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from gradesk.app import Gradesk
from gradesk.services import rehearsing
from gradesk.services.custody import gone
from gradesk.services.meetings import meetings
from gradesk.store import cipher
from gradesk.store.work import Store
from gradesk.ui.screens.pupil.screen import TABS
from tests.conftest import Asked
from tests.ui.test_screens import filled

__all__ = ["filled"]
FEW = 3  # questions that stand on what a pupil has
MOST = 36  # statements; most of them for a plan


@contextmanager
def asked() -> Iterator[list[str]]:
    """What the window itself asks of any file meanwhile; a page drawn beside it is a worker's, whenever that comes."""
    found: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement != "BEGIN" and threading.current_thread() is threading.main_thread():
            found.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    yield found
    event.remove(Engine, "before_cursor_execute", hear)


def test_a_tab_asks_little_the_first_time_and_nothing_again(opened: Gradesk, filled: str, store: Store) -> None:
    for day in range(1, 13):
        meetings.log(store, filled, {"happened_on": date(2026, 10, day), "kind": "phone", "summary": f"Call {day}"})
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=filled, tab=TABS[0][0])
    first, again = {}, {}
    for found in (first, again):
        for name, _, _ in TABS:
            with asked() as statements:
                shell.go("pupil", pupil_id=filled, tab=name)
                QTest.qWait(0)
            found[name] = len(statements)
    assert {name: number for name, number in first.items() if number > MOST} == {}
    assert {name: number for name, number in again.items() if number} == {}


def test_what_the_tabs_ask_was_rehearsed_before_there_was_a_file(
    opened: Gradesk, filled: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cipher, "_rehearsed", {})
    rehearsing.rehearse()
    store.vault.engine.update_execution_options(compiled_cache=Asked())
    anew: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, _given: object, context: Any, _many: object) -> None:
        if context.cache_hit.name == "CACHE_MISS":
            anew.append(statement)

    event.listen(store.vault.engine, "before_cursor_execute", hear)
    shell: Any = opened.shell
    for name, _, _ in TABS:
        shell.go("pupil", pupil_id=filled, tab=name)
    assert len(anew) <= FEW, anew


def test_promises_of_many_contacts_and_kinds_of_deleted_records_are_one_question_each(store: Store, ava: str) -> None:
    uuids = [
        meetings.log(store, ava, {"happened_on": date(2026, 10, day), "kind": "phone", "summary": f"Call {day}"})
        for day in range(1, 6)
    ]
    meetings.remove(store, uuids[0])
    with asked() as statements:
        assert meetings.promised(store, uuids) == {}
    assert len(statements) == 1
    with asked() as statements:
        assert [one.kind for one in gone.of_pupil(store, ava)] == ["meeting"]
    assert len(statements) == 3, "which kinds there are, what of them, and who deleted it"
