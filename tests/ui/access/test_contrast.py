"""Contrast by WCAG 2.2 AA in every theme, measured in pictures: words, borders, the frame of the focus, marks of a state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.combo import CalmComboBox
from gradesk.ui.kit.labels import PlainLabel, restyle
from gradesk.ui.kit.layouts import card, flow
from gradesk.ui.kit.tabs import CalmTabs
from gradesk.ui.looks.theme import THEMES
from tests.ui.access.pixels import changed, ground, picture, pixel, ratio, words

WORDS, LARGE_WORDS, PARTS = 4.5, 3.0, 3.0
SHARP = 3
LABELS = ("", "title", "heading", "quiet", "chip", "chip-warm", "practice", "problem", "field")
BUTTONS = ("", "main", "link", "choice", "kept", "kind", "chip")


def board() -> tuple[QWidget, dict[str, Any]]:
    """The controls of the kit, side by side."""
    parts: dict[str, Any] = {f"label {role}": PlainLabel("Words on a page", role, wrap=False) for role in LABELS}
    for role in BUTTONS:
        parts[f"button {role}"] = made = button("Words to press", lambda: None, role)
        made.setCheckable(role in ("choice", "kept", "kind"))
    parts["line"], parts["text"], parts["number"] = QLineEdit("Words typed"), QPlainTextEdit("Words typed"), QSpinBox()
    parts["text"].setFixedHeight(60)
    parts["line not kept"] = QLineEdit("31/02")
    parts["line not kept"].setProperty("wrong", True)
    parts["line with a blank"] = QLineEdit("[number] of 10")
    parts["line with a blank"].setProperty("blank", True)
    parts["hint"] = QLineEdit()
    parts["hint"].setPlaceholderText("What to type here")
    parts["box"], parts["list"], parts["table"] = CalmComboBox(), QListWidget(), QTableWidget(3, 1)
    parts["box"].addItems(["Words chosen", "Others"])
    parts["list"].addItems(["One line", "Another line", "A third"])
    for place in range(3):
        parts["table"].setItem(place, 0, QTableWidgetItem("Words of a cell"))
    parts["tick"], parts["tabs"], parts["bar"] = QCheckBox("Words beside"), CalmTabs(), QProgressBar()
    for place in range(2):
        parts["tabs"].addTab(QLabel("Inside"), f"Tab {place}")
    parts["bar"].setValue(40)
    return card(flow(*parts.values())), parts


def bare(widget: QWidget) -> QRect:
    """Where the words of a control stand, without its border."""
    inside = widget.rect().adjusted(5, 4, -5, -4)
    return QRect(inside.topLeft() * SHARP, inside.size() * SHARP)


def stands_out(before: QImage, after: QImage, least: int) -> bool:
    """Whether so many pixels of two pictures differ by three to one."""
    return sum(ratio(one, other) >= PARTS for one, other in changed(before, after)) >= least


def weak_words(parts: dict[str, Any]) -> Iterator[str]:
    """Words that do not stand out, at rest, in hand and pressed."""
    for name, widget in parts.items():
        if name in ("list", "table", "tabs", "bar", "number"):
            continue
        wanted = LARGE_WORDS if name == "label title" else WORDS
        states: dict[str, Callable[[], object]] = {"": lambda: None}
        if isinstance(widget, QAbstractButton):
            states["pressed"] = lambda widget=widget: widget.setDown(True)
            if widget.isCheckable():
                states["chosen"] = lambda widget=widget: (widget.setDown(False), widget.setChecked(True))
        for state, put in states.items():
            put()
            if (found := words(picture(widget, SHARP), bare(widget))) < wanted:
                yield f"{name} {state}: {found:.2f}"
        if isinstance(widget, QAbstractButton):
            widget.setDown(False)
            widget.setChecked(False)


def weak_borders(holder: QWidget, parts: dict[str, Any]) -> Iterator[str]:
    """What is typed in or pressed, and does not stand out from what it lies on."""
    image = picture(holder)
    for name, widget in parts.items():
        if not isinstance(widget, QLineEdit | QPlainTextEdit | CalmComboBox | QSpinBox | QPushButton | QListWidget):
            continue
        if name == "button link":
            continue  # words that are underlined
        at = QRect(widget.mapTo(holder, QPoint(0, 0)), widget.size())
        middle = at.center().y()
        across = [pixel(image, at.left() + x, middle + y) for x in range(4) for y in range(-6, 7)]  # dashed ones too
        outside = pixel(image, at.left() - 3, at.center().y())
        if max(ratio(one, outside) for one in across) < PARTS:
            yield f"border of {name}"


def weak_states(parts: dict[str, Any]) -> Iterator[str]:
    """The focus, and what is chosen or ticked, where it is not seen clearly."""
    for name, widget in parts.items():
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus and name != "tabs":
            continue
        parts["line" if name != "line" else "text"].setFocus(Qt.FocusReason.TabFocusReason)
        before = picture(widget)
        (widget.tabBar() if name == "tabs" else widget).setFocus(Qt.FocusReason.TabFocusReason)
        around = round(1.2 * (min(widget.width(), 100) + min(widget.height(), 40)))  # more than half of its frame
        if not stands_out(before, picture(widget), around):
            yield f"focus on {name}"
        if isinstance(widget, QAbstractButton) and widget.isCheckable():
            parts["line"].setFocus()
            before = picture(widget)
            widget.setChecked(True)
            if not stands_out(before, picture(widget), 40):
                yield f"{name} chosen"
            widget.setChecked(False)
    parts["line"].setFocus()
    for name in ("list", "table"):
        view = parts[name]
        view.setCurrentRow(0) if name == "list" else view.selectRow(0)
        before = picture(view.viewport())
        view.setCurrentRow(1) if name == "list" else view.selectRow(1)
        if not stands_out(before, picture(view.viewport()), view.viewport().width()):
            yield f"the line chosen in the {name}"


@pytest.mark.parametrize("theme", THEMES)
def test_words_borders_focus_and_states_are_seen_in_every_theme(
    qtbot: QtBot, opened: Gradesk, ava: str, theme: str
) -> None:
    opened.look.choose(theme)
    holder, parts = board()
    holder.setParent(opened.window)  # which is the window in hand
    holder.resize(1000, 700)
    holder.show()
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    for name, widget in parts.items():
        restyle(widget)
        assert widget.isVisible(), name
    weak = [*weak_words(parts), *weak_borders(holder, parts), *weak_states(parts)]
    assert weak == [], f"{theme}: {'; '.join(weak)}"
    holder.hide()


@pytest.mark.parametrize("theme", THEMES)
def test_every_word_of_a_page_is_read_on_what_it_lies(qtbot: QtBot, opened: Gradesk, ava: str, theme: str) -> None:
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="contacts")
    opened.look.choose(theme)
    QTest.qWait(20)
    shell.context.say("What was done is said here.", "problem")
    QTest.qWait(20)
    image = picture(opened.window, 2)
    weak = []
    for label in opened.window.findChildren(QWidget):
        if not isinstance(label, QLabel | QPushButton) or not label.isVisible() or not label.text():
            continue
        if label.visibleRegion().boundingRect() != label.rect() or not label.isEnabled():
            continue
        at = QRect(label.mapTo(opened.window, QPoint(0, 0)) * 2, label.size() * 2).adjusted(8, 6, -8, -6)
        if words(image, at) < WORDS:
            weak.append(f"{label.text()}: {words(image, at):.2f} on {ground(image, at)}")
    assert weak == []
    nav = shell.nav.buttons["pupils"]
    shell.current.setFocus()
    before = picture(nav)
    nav.setFocus(Qt.FocusReason.TabFocusReason)
    assert stands_out(before, picture(nav), nav.width()), "the focus on a place"
