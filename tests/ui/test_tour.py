"""The three-minute tour: goes from place to place by Enter, is left by Escape, and goes on where it was left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.plans import passports
from gradesk.store.work import Store
from gradesk.system.words import Words
from gradesk.ui.screens import SCREENS
from gradesk.ui.screens.pupil.screen import TABS
from gradesk.ui.shell.tour import Tour, steps
from tests.services.planning import agreed_plan

ABOUT = 750  # letters a minute that are read easily, with a look at each place


def press(what: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, what)


def at(opened: Gradesk) -> tuple[str, str]:
    shell: Any = opened.shell
    return shell.shown, str(shell.current.here().get("tab", ""))


def test_it_takes_three_minutes_and_every_place_of_it_is_there() -> None:
    letters = sum(len(step.words) for step in steps())
    assert 2.0 <= letters / ABOUT + len(steps()) * 4 / 60 <= 3.2
    names = {listed.name for listed in SCREENS}
    assert all(step.screen in names for step in steps())
    assert [step.title for step in steps() if "{" in Words().say(step.words)] == []
    assert {step.tab for step in steps() if step.screen == "pupil"} <= {name for name, *_ in TABS}


def test_enter_goes_on_escape_leaves_and_help_goes_on_where_it_was_left(
    qtbot: QtBot, opened: Gradesk, gradesk: Callable[[Path], Gradesk], store: Store, ava: str
) -> None:
    passports.change(store, ava, {"admire": "Her jokes"})
    agreed_plan(store, ava)
    opened.window.activateWindow()
    qtbot.waitUntil(opened.window.isActiveWindow)
    shell: Any = opened.shell
    shell.take_tour()
    tour: Tour = shell._tour
    seen = []
    for step in steps()[:4]:
        seen.append(at(opened))
        assert step.title in tour.accessibleName()
        press(Qt.Key.Key_Return)
    assert seen == [("today", "now"), ("pupils", ""), ("pupil", "passport"), ("pupil", "plan")]
    press(Qt.Key.Key_Escape)
    assert tour.isHidden() and QApplication.focusWidget() is not None
    again = next(action for action in shell.rows() if action.id == "tour")
    assert again.title == "Go on with the tour (5 of 10)"
    again.run()
    assert at(opened) == ("pupil", "review")
    for _ in steps()[4:]:
        press(Qt.Key.Key_Return)
    assert tour.isHidden() and "That was the tour" in shell.banner.words
    assert next(action for action in shell.rows() if action.id == "tour").title == "Three-minute tour"


def test_in_a_school_without_pupils_it_tells_all_the_same(opened: Gradesk) -> None:
    shell: Any = opened.shell
    shell.take_tour()
    for _ in steps()[:2]:
        shell._tour.turn(1)
    assert at(opened)[0] == "pupils" and "Passport" in shell._tour.accessibleName()
