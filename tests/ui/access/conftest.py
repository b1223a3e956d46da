"""A window on a practice school, as somebody who listens to it finds it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessibleAnnouncementEvent, QAccessibleEvent

from gradesk.app import Gradesk
from gradesk.practice import making
from gradesk.services.pupils import register
from gradesk.services.timeline.story import story
from gradesk.ui.kit import announce
from tests import copying


@pytest.fixture
def practised(gradesk: Callable[[Path], Gradesk], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Gradesk:
    """The window on a small practice school with something in every place."""
    built = copying.built_once(
        tmp_path_factory, "small practice of this run", lambda folder: making.open_or_make(folder, 16, 1).store
    )
    folder = copying.copied(built, tmp_path / "practice")
    program = gradesk(folder)
    program.open(making.open_or_make(folder, 16, 1).store)
    return program


@pytest.fixture
def pupil(practised: Gradesk) -> str:
    """Whoever has the longest story, and so something in every tab."""
    store = practised.store
    assert store is not None
    rows = register.page(store, register.Criteria())
    return max(rows, key=lambda one: (len(story(store, one.uuid).marks), one.name)).uuid


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is said aloud, in its order."""
    words: list[str] = []

    def hear(event: QAccessibleEvent) -> None:
        assert isinstance(event, QAccessibleAnnouncementEvent)
        words.append(event.message())

    monkeypatch.setattr(announce, "send", hear)
    return words
