"""Whoever listens instead of looking is told of every control, every cell and every mark, in the order of the eye."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.pictures.load_bars import LoadBars
from gradesk.ui.kit.pictures.year_grid import YearGrid
from gradesk.ui.kit.river.lanes import LanesView
from gradesk.ui.kit.river.river import River
from gradesk.ui.kit.tabs import CalmTabs
from gradesk.ui.shell.keys import KeySheet
from gradesk.ui.shell.keys import groups as key_groups
from gradesk.ui.shell.manual import Manual
from tests.ui.access import tree
from tests.ui.access.tree import Role, Text, settled
from tests.ui.test_screens import places


def everywhere(shell: Any, pupil: str) -> Iterator[str]:
    """Go to every screen, and to every tab of each."""
    for name, place in places(pupil):
        shell.go(name, **place)
        tabs = [one for one in shell.current.findChildren(CalmTabs) if one.isVisible() and name != "pupil"]
        yield f"{name} {place.get('tab', '')}".strip()
        for one in tabs:
            for at in range(1, one.count()):
                one.setCurrentIndex(at)
                yield f"{name} {one.tabText(at)}"


def told(what: str) -> dict[str, list[str]]:
    """What is wrong in everything that is in sight."""
    found = {"faults": [f"{what}: {within} > {tree.kind_of(node)}: {fault}"
                        for node, within in tree.in_sight() for fault in tree.faults(node)]}  # fmt: skip
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            found.setdefault("small", []).extend(f"{what}: {fault}" for fault in tree.too_small(window))
    return {kind: faults for kind, faults in found.items() if faults}


def test_every_control_cell_and_mark_of_every_place_speaks_is_large_enough_and_comes_in_the_order_of_the_eye(
    qtbot: QtBot, practised: Gradesk, pupil: str
) -> None:
    shell: Any = practised.shell
    roles: set[Role] = set()
    for here in everywhere(shell, pupil):
        qtbot.waitUntil(settled)
        QTest.qWait(20)  # what was made is laid out
        assert told(here) == {}
        assert list(tree.out_of_order(shell.current)) == [], here
        for part in (shell.current, shell.nav):
            roles |= {node.role() for node, _ in tree.walk(QAccessible.queryAccessibleInterface(part))}
    assert roles >= {Role.Chart, Role.List, Role.ListItem, Role.Table, Role.Cell, Role.Tree, Role.TreeItem, Role.Graphic,
                     Role.Grouping, Role.RadioButton, Role.CheckBox, Role.EditableText, Role.ComboBox}  # fmt: skip


def test_the_gate_the_search_the_menus_and_the_dialogs_speak(
    qtbot: QtBot, practised: Gradesk, gradesk: Callable[[Path], Gradesk], tmp_path: Path
) -> None:
    shell: Any = practised.shell
    shell.finder.open()
    QTest.keyClicks(shell.finder.line, "print")
    found = shell.finder.found
    assert told("the search") == {} and [one for one in names(found) if "print" in one.lower()]
    shell.finder._close()
    shell.capture.open()
    QTest.keyClicks(shell.capture.line, "mum phoned")
    assert told("the line") == {}
    shell.capture.shut()
    for action in practised.window.menus.actions():
        menu: Any = action.menu()
        menu.popup(practised.window.mapToGlobal(practised.window.rect().topLeft()))
        assert told(action.text()) == {}
        menu.hide()
    for dialog in (
        Manual("start", shell.context.ask, shell),
        KeySheet(key_groups(shell.rows(), {"today": "Today"}, "today"), shell.words.say, shell),
    ):
        dialog.open()
        assert told(dialog.windowTitle()) == {} and list(tree.out_of_order(dialog)) == []
        dialog.close()
    practised.window.hide()
    first = gradesk(tmp_path / "nothing here yet")
    assert told("first start") == {} and list(tree.out_of_order(first.gate)) == []


def test_what_is_drawn_is_gone_through_pressed_and_told_while_one_goes(
    qtbot: QtBot, practised: Gradesk, pupil: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell: Any = practised.shell
    for name, place, kind in (
        ("today", {"tab": "weeks"}, LoadBars),
        ("school", {"tab": "calendar"}, YearGrid),
        ("cycles", {}, LanesView),
        ("pupil", {"pupil_id": pupil, "tab": "timeline"}, River),
    ):
        shell.go(name, **place)
        qtbot.waitUntil(settled)
        drawn: Any = next(one for one in shell.current.findChildren(kind) if one.isVisible())
        node = QAccessible.queryAccessibleInterface(drawn)
        qtbot.waitUntil(lambda node=node: node.childCount() > 1)
        last = node.childCount() - 1
        marks = [node.child(at) for at in range(last + 1)]
        assert all(len(mark.text(Text.Name)) > 5 and node.indexOfChild(mark) == at for at, mark in enumerate(marks))
        assert all(mark.parent() is node for mark in marks), kind
        # Whoever listens asks each mark for all it could be.
        assert marks[0].textInterface() is None and marks[0].valueInterface() is None
        assert marks[0].tableCellInterface() is None and marks[0].selectionInterface() is None
        shell.nav.buttons["today"].setFocus()
        marks[last].actionInterface().doAction("SetFocus")
        assert drawn.hasFocus() and marks[last].state().focused and node.focusChild() is marks[last]
        in_view = next(mark for mark in marks if mark.rect().isValid())
        centre = in_view.rect().center()
        assert node.childAt(centre.x(), centre.y()).rect().contains(centre)
        opened: list[object] = []
        if hasattr(drawn, "opened"):
            drawn.opened.connect(opened.append)
            in_view.actionInterface().doAction("Press")
            assert opened
    drawn.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not any(mark.isValid() for mark in marks)


def test_what_is_ticked_or_chosen_through_a_screen_reader_is_done_as_by_a_click(
    qtbot: QtBot, practised: Gradesk
) -> None:
    shell: Any = practised.shell
    place = QAccessible.queryAccessibleInterface(shell.nav.buttons["cycles"])
    assert place.role() == Role.RadioButton and not place.state().checked
    place.actionInterface().doAction("Toggle")
    assert shell.shown == "cycles" and place.state().checked
    shell.go("reviews")
    tick = shell.current.soon
    heard: list[bool] = []
    tick.edited.connect(lambda: heard.append(tick.value()))
    node = QAccessible.queryAccessibleInterface(tick.box)
    for on in (True, False) if not tick.value() else (False, True):
        node.actionInterface().doAction("Toggle")
        assert heard[-1] is on and bool(node.state().checked) is on and node.state().checkable
    assert node.text(Text.Name) == "Due in three weeks" and node.actionInterface().actionNames() == [
        "Toggle",
        "SetFocus",
    ]


def names(widget: QWidget) -> list[str]:
    """What the parts of a widget are called."""
    node = QAccessible.queryAccessibleInterface(widget)
    return [node.child(at).text(Text.Name) for at in range(node.childCount())]


def test_a_message_a_count_what_was_found_and_a_wrong_field_are_said_once(
    qtbot: QtBot, practised: Gradesk, pupil: str, said: list[str]
) -> None:
    shell: Any = practised.shell
    shell.context.say("Something was kept.", "good")
    assert said == ["Something was kept."]
    shell.go("pupils")
    qtbot.waitUntil(settled)
    said.clear()
    QTest.keyClicks(shell.current.search, "zzz")
    qtbot.waitUntil(lambda: any("0 pupils" in one for one in said))
    shell.finder.open()
    QTest.keyClicks(shell.finder.line, "print")
    assert re.match(r"\d+ found. 1 ", said[-1])
    QTest.keyClick(shell.finder.line, Qt.Key.Key_Down)
    assert said[-1] == shell.finder.found.currentItem().text()
    shell.finder._close()
    shell.go("pupil", pupil_id=pupil, tab="details")
    form = next(one for one in shell.current.panel("details").findChildren(Form) if "date_of_birth" in one.editors)
    day = form.editors["date_of_birth"].widget
    day.setFocus()
    day.selectAll()
    said.clear()
    QTest.keyClicks(day, "31/02")
    form.flush()
    [wrong] = [one for one in said if "31/02" in one]
    assert wrong in QAccessible.queryAccessibleInterface(day).text(Text.Description)
    day.selectAll()
    QTest.keyClicks(day, "14/03/2017")
    form.flush()
    assert shell.saved.text().startswith("Saved") and said.count(shell.saved.text()) == 1
