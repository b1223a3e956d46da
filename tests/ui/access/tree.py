"""Walking what a screen reader is given, and saying what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QCoreApplication, QEvent, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget

from gradesk.ui import tasks
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.order import stops_in
from gradesk.ui.kit.river.river import River
from gradesk.ui.kit.tables.rows import RowsTable

Role, Text = QAccessible.Role, QAccessible.Text

LEAST = 24  # pixels of a target, WCAG 2.2, 2.5.8
CELLS = (Role.Cell, Role.ListItem, Role.TreeItem, Role.ColumnHeader, Role.PageTab, Role.MenuItem)
WORDED = (Role.EditableText, Role.ComboBox)
VAGUE = (Role.NoRole, Role.Client, Role.Border, Role.Pane)
DEEDS = {"Press", "Toggle"}
A_FILE = re.compile(r"[\\/]\S+\.(svg|png|toml|py|qss)\b|^/|<qt>")


def walk(node: QAccessibleInterface, within: tuple[str, ...] = ()) -> Iterator[tuple[QAccessibleInterface, str]]:
    """Everything in sight from a node down, each with the names of what it stands in."""
    if not node.isValid() or node.state().invisible:
        return
    yield node, " > ".join(within)
    inside = (*within, node.text(Text.Name)[:24] or kind_of(node))
    for place in range(node.childCount()):
        child = node.child(place)
        if child is not None:
            yield from walk(child, inside)


def in_sight() -> Iterator[tuple[QAccessibleInterface, str]]:
    """Everything of all windows that are open."""
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            yield from walk(QAccessible.queryAccessibleInterface(window))


def kind_of(node: QAccessibleInterface) -> str:
    """What it is, for a message."""
    about = node.object()
    return f"{type(about).__name__ if about is not None else 'part'} {node.role().name}"


def deeds_of(node: QAccessibleInterface) -> set[str]:
    """What can be done with it."""
    deeds = node.actionInterface()
    return set(deeds.actionNames()) if deeds is not None else set()


def faults(node: QAccessibleInterface) -> Iterator[str]:
    """What somebody who listens would miss."""
    state, role, name = node.state(), node.role(), node.text(Text.Name).strip()
    about = node.object()
    acts = bool(deeds_of(node) & DEEDS)
    if (state.focusable or acts) and not any(letter.isalnum() for letter in name):
        yield f"no name: “{name}”"
    if A_FILE.search(name):
        yield f"a name of a file: “{name}”"
    if role in CELLS and not name:
        yield "an empty cell"
    if (state.focusable or acts) and role in VAGUE:
        yield "no role"
    if isinstance(about, QLineEdit | QPlainTextEdit):
        yield from _faults_of_a_line(node, about)
    if role == Role.ComboBox and not node.text(Text.Value) and not node.text(Text.Name):
        yield "no value"
    if role in (Role.CheckBox, Role.RadioButton) and not state.checkable:
        yield "not known to be one that is ticked"
    if isinstance(about, QAbstractButton) and about.isCheckable() and bool(state.checked) != about.isChecked():
        yield "ticked, and not said to be, or the other way round"
    if isinstance(about, QWidget) and bool(state.disabled) == about.isEnabled():
        yield "disabled, and not said to be"


def _faults_of_a_line(node: QAccessibleInterface, line: QLineEdit | QPlainTextEdit) -> Iterator[str]:
    state = node.state()
    words = line.text() if isinstance(line, QLineEdit) else line.toPlainText()
    if bool(state.readOnly) != line.isReadOnly():
        yield "read only, and not said to be"
    text = node.textInterface()
    secret = isinstance(line, QLineEdit) and line.echoMode() != QLineEdit.EchoMode.Normal
    if text is None or (not secret and text.text(0, text.characterCount()) != words):
        yield "its words are not told"


def too_small(window: QWidget) -> Iterator[str]:
    """What can be clicked and is smaller than 24 pixels each way. Bars that scroll are excepted, and the marks of a river,
    which stand below it as a list too."""
    for node, within in walk(QAccessible.queryAccessibleInterface(window)):
        about, role, box = node.object(), node.role(), node.rect()
        clicked = bool(deeds_of(node) & DEEDS) or (role in WORDED and node.state().focusable) or role in CELLS
        on_river = about is None and isinstance(node.parent().object(), River)
        if clicked and not on_river and box.isValid() and min(box.width(), box.height()) < LEAST:
            yield f"{within} > {node.text(Text.Name)}: {box.width()} × {box.height()}"


def out_of_order(page: QWidget) -> Iterator[str]:
    """Steps of the Tab key that go up the page, or left in a line, within one thing that holds both."""
    gone_through = stops(page)
    for _ in range(5):  # what was unfolded on the way is laid out, from the inside to the page
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    for before, after in pairwise(gone_through):
        holder = _shared(before, after)
        if isinstance(holder, Form):
            continue  # its fields come first and the links between them after, on purpose
        one, other = _place(before, holder), _place(after, holder)
        goes_up = other.bottom() < one.top() and other.left() < one.right()  # and not to the next column
        goes_left = other.right() < one.left() and other.top() < one.bottom() and other.bottom() > one.top()
        if goes_up or goes_left:
            yield f"{_named(before)} → {_named(after)}"


def stops(page: QWidget) -> list[QWidget]:
    """What has the focus while one goes through a page with the Tab key, from its first stop to its last."""
    found: list[QWidget] = []
    first = next(stops_in(page), None)
    if first is None:
        return []
    first.setFocus(Qt.FocusReason.TabFocusReason)
    while (here := QApplication.focusWidget()) is not None and page.isAncestorOf(here) and here not in found:
        found.append(here)
        if isinstance(here, RowsTable):  # which has a stop for every cell that is filled in
            model = here.model()
            here.setCurrentIndex(model.index(model.rowCount() - 1, model.columnCount() - 1))
        QTest.keyClick(here, Qt.Key.Key_Tab)
    return found


def _shared(one: QWidget, other: QWidget) -> QWidget:
    here = one.parentWidget()
    while not here.isAncestorOf(other):
        here = here.parentWidget()
    return here


def _place(widget: QWidget, holder: QWidget) -> QRect:
    """Where the part of the holder lies that a widget stands in: what scrolls in it does not matter."""
    while widget.parentWidget() is not holder:
        widget = widget.parentWidget()
    return widget.geometry()


def _named(widget: QWidget) -> str:
    return f"{type(widget).__name__} “{widget.accessibleName() or widget.objectName()}”"


def settled() -> bool:
    """Whether all that was being read in the background has come."""
    return not any(post.tasks for post in tasks._posts)
