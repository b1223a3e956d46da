"""Clicks, keys and accessibility actions by chance, everywhere: nothing falls, and what is kept stays whole."""

from __future__ import annotations

import random
from collections.abc import Iterator

import deeds
import hands
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from support import Part, settled_in

from gradesk.practice import marker
from gradesk.services.custody import soundness
from gradesk.services.school import opening

ELSEWHERE = 25  # actions in one place
TYPED = ("3/5 today with visual prompt", "31/02", "fri", "", "<b>a</b> & b", "Ava mum phoned", "1", "ø" * 60)
KEYS = (
    Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Down,
    Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End,
    Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_F2, Qt.Key.Key_A, Qt.Key.Key_N, Qt.Key.Key_F6,
)  # fmt: skip
WITH = (Qt.KeyboardModifier.NoModifier,) * 6 + (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier,
)  # fmt: skip
# What ends the window, builds a school for some seconds, or dresses every widget anew.
LEFT_OUT = ("Close Gradesk", "Quit", "Begin the practice school anew", "theme", "contrast", "Larger text", "Smaller text",
            "as the system", "Size of text", "Look", "Lock", "Cover")  # fmt: skip


def run(part: Part) -> None:
    """Act until the time is over."""
    folder = part.home / "school"
    with settled_in(part.home):
        hands.practice(folder)
        chance = random.Random(part.seed)
        done: list[str] = []
        with hands.window(folder, marker.PASSPHRASE, part.seed) as (program, faults):
            assert program.store is not None
            pupil = hands.first_pupil(program.store)
            places = hands.everywhere(program.shell, pupil)
            seen = 0
            part.begin()
            while part.more():
                if part.tried % ELSEWHERE == 0 and next(places, None) is None:
                    places = hands.everywhere(program.shell, pupil)
                shell = program.shell
                assert shell is not None
                done = [*done[-5:], _act(chance, program.window if chance.random() < 0.2 else shell.current)]
                part.tried += 1
                QTest.qWait(1)
                hands.put_menus_away()
                for words in faults.found[seen:]:
                    part.failed(f"{words}; after {'; '.join(done)}")
                seen = len(faults.found)
                if program.shell is not shell or not program.window.isVisible():
                    part.failed(f"the school is closed after {'; '.join(done)}")
                    break
            hands.settle(50)
        store = opening.open_school(folder, marker.PASSPHRASE)
        if problems := soundness.examine(store).problems:
            part.failed(f"the file afterwards: {problems[0]}", folder)
        part.figures["units of work"] = deeds.units_in(store)
        store.close()


def _act(chance: random.Random, within: QWidget) -> str:
    luck = chance.random()
    if luck < 0.25:
        return _key(chance)
    if luck < 0.45:
        return _click(chance, within)
    return _accessibly(chance, within)


def _key(chance: random.Random) -> str:
    target = QApplication.focusWidget()
    if target is None:
        return "nothing has the focus"
    key, held = chance.choice(KEYS), chance.choice(WITH)
    if held == Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_N, Qt.Key.Key_A):
        held = Qt.KeyboardModifier.NoModifier
    if chance.random() < 0.2:
        words = chance.choice(TYPED)
        QTest.keyClicks(target, words)
        return f"typed {words!r}"
    QTest.keyClick(target, key, held)
    return f"{key.name} with {held.name}"


def _click(chance: random.Random, within: QWidget) -> str:
    seen = [one for one in within.findChildren(QWidget) if one.isVisible() and one.isEnabled() and one.width() > 4]
    if not seen:
        return "nothing to click"
    target = chance.choice(seen)
    if any(words in f"{target.accessibleName()} {getattr(target, 'text', str)()}" for words in LEFT_OUT):
        return "left out"
    told = f"click on {type(target).__name__} “{target.accessibleName()}”"
    place = QPoint(chance.randrange(max(1, target.width())), chance.randrange(max(1, target.height())))
    if chance.random() < 0.15:
        QTest.mouseDClick(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    else:
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    return told


def _accessibly(chance: random.Random, within: QWidget) -> str:
    for _ in range(40):
        for node in reversed(list(_descend(chance, QAccessible.queryAccessibleInterface(within)))):
            name = node.text(QAccessible.Text.Name)
            if any(words in name for words in LEFT_OUT) or node.state().disabled:
                break
            if (
                node.role() == QAccessible.Role.EditableText
                and node.editableTextInterface() is not None
                and chance.random() < 0.6
            ):
                words = chance.choice(TYPED)
                node.setText(QAccessible.Text.Value, words)
                return f"“{name}” ← {words!r}"
            actions = node.actionInterface()
            if actions is not None and (names := sorted(actions.actionNames())):
                deed = chance.choice(names)
                told = f"“{name}”: {deed}"
                actions.doAction(deed)
                return told
    return "nothing"


def _descend(chance: random.Random, node: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    while node.isValid() and not node.state().invisible:
        yield node
        inside = [node.child(place) for place in range(min(node.childCount(), 400))]
        seen = [one for one in inside if one is not None and not one.state().invisible]
        if not seen:
            return
        node = chance.choice(seen)
