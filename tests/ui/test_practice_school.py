"""The practice school is offered on the first screen, says what it is, and is begun anew with one click."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.practice import making
from gradesk.services.pupils import pupils, register


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A practice school of two pupils, in a place of the test's own."""
    monkeypatch.setattr(making, "PUPILS", 2)
    monkeypatch.setattr(making, "default_data_folder", lambda: tmp_path / "data")
    return tmp_path / "data" / "practice"


def test_it_is_opened_from_the_first_screen_marked_and_begun_anew(
    qtbot: QtBot, gradesk: Callable[[Path], Gradesk], tmp_path: Path, few: Path
) -> None:
    opened = gradesk(tmp_path / "nothing here")
    page = opened.gate.first_start
    assert page is not None
    next(one for one in page.findChildren(QPushButton) if one.text() == "Look at the practice school").click()
    qtbot.waitUntil(lambda: opened.shell is not None, timeout=60_000)
    shell: Any = opened.shell
    assert opened.store is not None and opened.store.vault.folder == few
    assert shell.card.is_practice and opened.window.windowTitle() == "Gradesk: practice school"
    assert opened.settings.data_folder == "", "the next start asks for the real school again"
    uuid = pupils.add_pupil(opened.store, {"legal_forename": "Tried"})
    next(entry for entry in shell.rows() if entry.id == "anew").run()
    building: Any = opened.gate.building
    assert building.isVisibleTo(opened.gate) and building.bar.hasFocus() and not building.findChildren(QPushButton)
    counted: list[int] = []
    building.bar.valueChanged.connect(counted.append)
    qtbot.waitUntil(lambda: opened.shell is not None and opened.shell is not shell, timeout=60_000)
    assert counted[-1] == 2
    assert "was begun anew" in " ".join(label.text() for label in opened.shell.banner.findChildren(QLabel))
    assert opened.store is not None and uuid not in register.ids(opened.store, register.Criteria())
    assert register.count(opened.store, register.Criteria()) == 2


def test_a_real_school_is_not_begun_anew(opened: Gradesk) -> None:
    shell: Any = opened.shell
    assert "anew" not in {entry.id for entry in shell.rows()}
    assert opened.window.windowTitle() == "Gradesk"
