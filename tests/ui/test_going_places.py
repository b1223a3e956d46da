"""Going from screen to screen, back and away while work runs, always ends where it should."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.documents.desk import desk
from gradesk.documents.desk.batch import Early, Order
from gradesk.documents.press.look import Look
from gradesk.services.plans import passports
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.progress import Progress
from gradesk.ui.kit.forms.fields import DayEditor
from gradesk.ui.screens.importing.screen import ImportScreen
from gradesk.ui.screens.pupils.screen import PupilsScreen


def test_pages_asked_for_earlier_never_stand_in_for_another_pupils(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Okoro"})
    passports.change(store, ava, {"hard": "Loud rooms"})
    passports.change(store, ben, {"hard": "Long words"})
    make = desk.ready

    go_on = threading.Event()

    def slow_for_ava(of: Store, order: Order, look: Look, count: Progress, early: Early) -> desk.Ready:
        if order.pupil_ids == (ava,):
            go_on.wait(60)
        return make(of, order, look, count, early)

    monkeypatch.setattr(desk, "ready", slow_for_ava)
    shell = opened.shell
    assert shell is not None
    shell.go("preview", document="passport", pupil_ids=(ava,))
    preview: Any = shell.current
    first = preview._making.task
    shell.go("pupils")
    shell.go("preview", document="passport", pupil_ids=(ben,))
    assert preview.pdf is None and not preview.print_button.isEnabled()
    qtbot.waitUntil(lambda: preview.pdf is not None, timeout=40_000)
    with qtbot.waitSignal(first.stopped, timeout=10_000):
        go_on.set()
    document = pypdfium2.PdfDocument(preview.pdf)
    printed = document[0].get_textpage().get_text_bounded()
    document.close()
    assert "Long words" in printed and "Loud rooms" not in printed


def test_going_back_to_a_deleted_pupil_shows_the_list(opened: Gradesk, store: Store, ava: str) -> None:
    shell = opened.shell
    assert shell is not None
    shell.go("importing")
    shell.go("pupil", pupil_id=ava)
    pupils.delete_pupil(store, ava)
    shell.back()
    assert isinstance(shell.current, PupilsScreen)
    shell.back()
    assert isinstance(shell.current, ImportScreen)


def test_menus_of_screens_left_behind_go(qtbot: QtBot, opened: Gradesk, ava: str) -> None:
    shell = opened.shell
    assert shell is not None
    for _turn in range(10):
        shell.go("pupil", pupil_id=ava)
        shell.go("pupils")
    assert len(opened.window.menus.actions()) == 5
    assert len([menu for menu in opened.window.menus.findChildren(QMenu) if menu.title()]) == 5


def test_nothing_is_undone_while_an_import_runs(opened: Gradesk, store: Store, ava: str) -> None:
    shell = opened.shell
    assert shell is not None
    shell.go("importing")
    importing: Any = shell.current
    importing._pages.setCurrentWidget(importing._busy)
    shell.undo()
    assert "still running" in shell.banner.words
    assert pupils.page(store, ava).status is not None
    importing.reset()


def test_a_day_stepped_past_the_last_one_stays(qtbot: QtBot) -> None:
    editor = DayEditor(lambda: date(2026, 11, 23))
    qtbot.addWidget(editor.widget)
    for day, key in ((date.max, Qt.Key.Key_Up), (date.min, Qt.Key.Key_Down)):
        editor.show(day)
        QTest.keyClick(editor.widget, key)
        assert str(day.year) in editor.widget.text()
