"""The focus is never lost: whatever goes, keys and voice go on with what is left nearest to it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.ui.kit.layouts import column, row
from gradesk.ui.kit.order import stops_in


def focused() -> QWidget:
    """What has the focus."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def is_in(page: QWidget) -> bool:
    """Whether it is somewhere in sight on a page."""
    found = QApplication.focusWidget()
    return found is not None and found.isVisible() and page.isAncestorOf(found)


def test_what_has_the_focus_may_be_deleted_hidden_or_out_of_sight(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="contacts")
    panel = shell.current.panel("contacts")
    field = panel.new.editors["summary"].widget
    box, left, last = QWidget(), QPushButton("left"), QPushButton("last")
    box.setLayout(column(left, last))
    panel.layout().insertWidget(0, box)
    qtbot.waitUntil(last.isVisible)
    last.setFocus()
    last.deleteLater()
    qtbot.waitUntil(lambda: is_in(shell.current))
    left.setFocus()
    box.hide()
    qtbot.waitUntil(lambda: is_in(shell.current))
    shell.go("pupils")
    field.setFocus()  # by somebody who asks late for a field of the page before
    qtbot.waitUntil(lambda: is_in(shell.current))


def test_good_news_does_not_go_by_under_whoever_stands_in_it(opened: Gradesk, ava: str) -> None:
    shell: Any = opened.shell
    shell.context.say("It was done.", "good", [("Undo", lambda: None)])
    undo = next(one for one in shell.banner.findChildren(QPushButton) if one.text() == "Undo")
    undo.setFocus()
    shell.banner.pass_by()
    assert shell.banner.words and undo.hasFocus()
    shell.current.setFocus()
    shell.banner.pass_by()
    assert shell.banner.words == ""


def test_it_stays_on_the_page_when_the_last_row_goes_and_when_a_list_finds_nothing(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    shell: Any = opened.shell
    shell.go("pupils")
    shell.current.table.setFocus()
    pupils.delete_pupil(store, ava)  # as by another window of the program
    qtbot.waitUntil(lambda: is_in(shell.current))
    QTest.keyClicks(shell.current.search, "nobody")
    qtbot.waitUntil(lambda: is_in(shell.current))


def test_tab_goes_through_what_was_put_on_a_page_later_where_it_stands(qtbot: QtBot, opened: Gradesk, ava: str) -> None:
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="contacts")
    panel = shell.current.panel("contacts")
    before, field, after = QPushButton("before"), QLineEdit(), QPushButton("after")
    late = QWidget()
    late.setLayout(row(before, QLabel("words"), field, after))
    panel.layout().insertWidget(0, late)
    qtbot.waitUntil(before.isVisible)
    first = next(one for one in stops_in(panel) if one not in (before, field, after))
    before.setFocus(Qt.FocusReason.TabFocusReason)
    gone = []
    for _ in range(3):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        gone.append(focused())
    assert gone == [field, after, first]
    QTest.keyClick(focused(), Qt.Key.Key_Backtab)
    assert focused() is after
