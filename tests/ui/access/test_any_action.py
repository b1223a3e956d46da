"""Whatever somebody does through a screen reader, in whatever order: nothing falls, and the focus is never lost.

GRADESK_ACCESSED=2000 does as many actions, from a fixed seed; without it a few hundred are done.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QWidget
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from tests.ui.access.test_every_place import everywhere
from tests.ui.access.tree import Role, Text, deeds_of, kind_of, settled
from tests.window import Answers

ACTIONS = int(os.environ.get("GRADESK_ACCESSED", "150"))
ELSEWHERE = 25  # actions in one place
TYPED = ("3/5 today with visual prompt", "31/02", "fri", "", "<b>a</b> & b", "Ava mum phoned", "1", "ø" * 60)
# What ends the window, builds a school for some seconds, or dresses every widget anew.
LEFT_OUT = ("Close Gradesk", "Begin the practice school anew", "theme", "contrast", "Larger text", "Smaller text",
            "as the system", "Size of text", "Look")  # fmt: skip


def test_any_actions_in_any_order_end_without_a_fault_and_with_the_focus_in_sight(
    qtbot: QtBot, practised: Gradesk, pupil: str, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDialog, "exec", lambda dialog: (dialog.open(), dialog.reject())[1] or 0)
    shut = QTimer(practised.window)
    shut.timeout.connect(put_menus_away)
    shut.start(0)
    shell: Any = practised.shell
    chance = random.Random(7)
    places = everywhere(shell, pupil)
    done: list[str] = []
    for number in range(ACTIONS):
        if number % ELSEWHERE == 0:
            where = next(places, None)
            if where is None:
                places = everywhere(shell, pupil)
            qtbot.waitUntil(settled, timeout=20_000)
        answers.agree = chance.random() < 0.5
        done = [*done[-8:], act(chance, practised.window if chance.random() < 0.2 else shell.current)]
        QTest.qWait(1)
        assert practised.window.isVisible() and practised.shell is shell, done
        put_menus_away()
        practised.window.activateWindow()  # where a dialog was shut, nobody here gives the window its turn again
        try:
            qtbot.waitUntil(lambda: in_sight(practised.window), timeout=20_000)
        except qtbot.TimeoutError:
            pytest.fail(f"{QApplication.focusWidget()} has the focus after {'; '.join(done[-3:])}")
    shut.stop()


def act(chance: random.Random, within: QWidget) -> str:
    """Do something that somebody could do there, and tell what it was."""
    for _ in range(40):
        path = list(descend(chance, QAccessible.queryAccessibleInterface(within)))
        for node in reversed(path):
            name = node.text(Text.Name)
            if any(words in name for words in LEFT_OUT) or node.state().disabled:
                break
            editable = node.editableTextInterface()
            if node.role() == Role.EditableText and editable is not None and chance.random() < 0.6:
                words = chance.choice(TYPED)
                told = f"{kind_of(node)} “{name}” ← {words!r}"
                node.setText(Text.Value, words)
                return told
            if deeds := sorted(deeds_of(node)):
                deed = chance.choice(deeds)
                told = f"{kind_of(node)} “{name}”: {deed}"
                node.actionInterface().doAction(deed)
                return told
    return "nothing"


def descend(chance: random.Random, node: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """From a node to something in it that has nothing in it, by chance."""
    while node.isValid() and not node.state().invisible:
        yield node
        inside = [node.child(place) for place in range(min(node.childCount(), 400))]
        seen = [one for one in inside if one is not None and not one.state().invisible]
        if not seen:
            return
        node = chance.choice(seen)


def put_menus_away() -> None:
    """What pops up over the window goes by itself, as with Escape."""
    while (menu := QApplication.activePopupWidget()) is not None:
        if isinstance(box := menu.parentWidget(), QComboBox):
            box.hidePopup()
        menu.hide()


def in_sight(window: QWidget) -> bool:
    """Whether what has the focus is in sight."""
    active = QApplication.activeWindow()
    if active is None or not active.isVisible():
        window.activateWindow()  # offscreen, a list or a menu that was open keeps its turn when it is gone
    focused = QApplication.focusWidget()
    return focused is not None and focused.isVisible() and focused.isEnabled() and window is focused.window()
