"""Another theme or size of text: what is in sight has it at once, and nothing is ever seen in the old one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from gradesk.app import Gradesk
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage
from gradesk.ui.looks import theme
from gradesk.ui.screens import SCREENS
from gradesk.ui.screens.pupil.screen import TABS
from tests.ui.test_screens import filled

__all__ = ["filled"]
# Lines take their heights at a pause, and their widths from where the focus was; an entry that is shown anew for large text
# has its height a moment later. Meeting mode takes the whole display, which is a little one here and comes late. The box of
# registers is as wide as its longest name, which is none here. Safety looks at other disks, and shows what it found then.
SETTLES = ("assessments 0", "bank 0", "meeting 0", "corner 0", "term 3", "school 7")


def pages(program: Gradesk, pupil: str) -> Iterator[str]:
    """Go to every screen, every tab of a pupil, and every tab of every other screen; gives the name of where one is."""
    shell: Any = program.shell
    for listed in SCREENS:
        if listed.name == "pupil":
            for tab, _, _ in TABS:
                shell.go("pupil", pupil_id=pupil, tab=tab)
                QTest.qWait(0)
                yield f"pupil {tab}"
            continue
        shell.go(listed.name)
        tabs = getattr(shell.current, "tabs", None)
        for place in range(tabs.count() if tabs is not None else 1):
            if tabs is not None:
                tabs.setCurrentIndex(place)
            QTest.qWait(0)
            yield f"{listed.name} {place}"


def seen(program: Gradesk) -> QImage:
    """The window as it looks now, wherever the focus is."""
    if (focused := QApplication.focusWidget()) is not None:
        focused.clearFocus()
        QTest.qWait(0)
    return program.window.grab().toImage()


def test_after_a_change_every_page_looks_as_if_all_had_been_dressed_at_once(
    opened: Gradesk, filled: str, qapp: QApplication
) -> None:
    qapp.setCursorFlashTime(0)
    for _place in pages(opened, filled):
        for view in opened.window.findChildren(QAbstractItemView):
            view.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # whose thicker frame leaves the columns less room
    opened.look.choose("contrast", 150)
    late = {place: seen(opened) for place in pages(opened, filled)}
    theme.apply(qapp, theme.theme("tinted", 175))
    theme.apply(qapp, opened.look.theme)
    opened.look.changed.emit()
    at_once = {place: seen(opened) for place in pages(opened, filled)}
    assert [place for place in late if late[place] != at_once[place] and place not in SETTLES] == []


def test_a_change_dresses_what_is_in_sight_and_nothing_behind_it(opened: Gradesk, filled: str) -> None:
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=filled, tab="details")
    details = shell.current.panel("details")
    shell.go("pupil", pupil_id=filled, tab="plan")
    plan = shell.current.panel("plan")
    QTest.qWait(0)
    told: dict[str, list[object]] = {"plan": [], "details": []}
    for name, panel in (("plan", plan), ("details", details)):
        for label in panel.findChildren(PlainLabel):
            label.installEventFilter(_Told(label, told[name]))
    opened.look.choose("dark")
    assert told["plan"] and not told["details"]
    shell.go("pupil", pupil_id=filled, tab="details")
    assert told["details"]


def test_a_change_dresses_what_is_in_sight_once(opened: Gradesk, filled: str) -> None:
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=filled, tab="plan")
    QTest.qWait(0)
    told: list[object] = []
    labels = [label for label in opened.window.findChildren(PlainLabel) if label.isVisible()]
    listeners = [_Told(label, told) for label in labels]
    for label, listener in zip(labels, listeners, strict=True):
        label.installEventFilter(listener)
    opened.look.choose("dark")
    assert sorted(map(id, told)) == sorted(map(id, labels))


def test_today_is_made_in_its_place(opened: Gradesk) -> None:
    shell: Any = opened.shell
    made: Any = SCREENS[0].make(shell.context)
    assert made.window() is opened.window
    made.close_down()
    made.deleteLater()


def test_the_tabs_of_a_pupil_are_made_on_their_pages(
    opened: Gradesk, filled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stood: dict[type, bool] = {}
    usual = ScrollPage.setWidget

    def put(page: ScrollPage, widget: QWidget) -> None:
        stood[type(widget)] = widget.parentWidget() is page.viewport()
        usual(page, widget)

    monkeypatch.setattr(ScrollPage, "setWidget", put)
    shell: Any = opened.shell
    for tab, _, _ in TABS:
        shell.go("pupil", pupil_id=filled, tab=tab)
    assert [kind for _, _, kind in TABS if not stood[kind]] == []


class _Told(QObject):
    """Keeps that a widget was told of a new style."""

    def __init__(self, watched: QObject, told: list[object]) -> None:
        super().__init__(watched)
        self._told = told

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.StyleChange:
            self._told.append(watched)
        return False
