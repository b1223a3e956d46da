"""Beside the words of a passport stands the page as it will be printed, of this pupil and of nobody else."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.plans import passports
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from tests.documents import reading


def on_page(live: Any) -> str:
    """The words on the page that is shown."""
    return reading.squeezed(" ".join(reading.pages(live.pdf))) if live.pdf else ""


def test_it_follows_what_is_typed_and_goes_with_its_pupil(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Hill"})
    passports.change(store, ben, {"hard": "Long words"})
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="passport")
    live, panel = shell.current.live, shell.current.panel("passport")
    assert live.isVisible()
    qtbot.waitUntil(lambda: live.told.text() != "")
    QTest.keyClicks(panel.sections.editors["good_at"].widget, "Drawing dragons")
    qtbot.waitUntil(lambda: reading.squeezed("Drawing dragons") in on_page(live), timeout=20_000)
    shell.go("pupil", pupil_id=ben, tab="passport")
    assert live.pdf == b"", "another child’s page is gone at once"
    qtbot.waitUntil(lambda: reading.squeezed("Long words") in on_page(live), timeout=20_000)
    assert reading.squeezed("Drawing dragons") not in on_page(live)


def test_it_is_hidden_by_its_key_at_large_text_and_on_other_tabs(opened: Gradesk, ava: str) -> None:
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="passport")
    live = shell.current.live
    assert live.isVisible()
    QTest.keyClick(opened.window, Qt.Key.Key_F9)
    assert not live.isVisible()
    QTest.keyClick(opened.window, Qt.Key.Key_F9)
    opened.look.choose(scale=200)
    QTest.qWait(0)
    shell.go("pupil", pupil_id=ava, tab="contacts")
    assert not live.isVisible()
    shell.go("pupil", pupil_id=ava, tab="passport")
    assert not live.isVisible()
    opened.look.choose(scale=100)
