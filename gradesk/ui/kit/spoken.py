"""What painted widgets are to a screen reader: a role, and the parts drawn in them, each with its words and its deed.

A widget says `spoken_as = QAccessible.Role...` where Qt would call it a mere area; one that draws several things has its
`Parts` as `spoken`. Everything else Qt tells by itself.
"""

from __future__ import annotations

import weakref
from functools import cache
from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget
from shiboken6 import VoidPtr, isValid

Role = QAccessible.Role
Text = QAccessible.Text
_NOT_OFFERED = VoidPtr(0)  # with None or 0, Qt would follow a pointer into nothing and the program would fall


class Parts:
    """The things drawn in a widget, in the order in which its keys go through them."""

    role = Role.List
    part_role = Role.ListItem

    def count(self) -> int:
        """How many there are."""
        raise NotImplementedError

    def words(self, place: int) -> str:
        """What one of them says."""
        raise NotImplementedError

    def box(self, place: int) -> QRect:
        """Where it is drawn in the widget; empty while it is out of view."""
        raise NotImplementedError

    def here(self) -> int:
        """The one in hand; -1 for none."""
        raise NotImplementedError

    def choose(self, place: int) -> None:
        """Take it in hand, as the arrow keys do."""
        raise NotImplementedError

    def press(self, place: int) -> None:
        """Do what Enter does on it."""
        self.choose(place)


@cache
def install() -> None:
    """Tell Qt how painted widgets speak; asked only while something listens, such as a screen reader."""
    QAccessible.installFactory(_made)


def went(widget: QWidget) -> None:
    """Another part was taken in hand: what listens reads it out."""
    parts = getattr(widget, "spoken", None)
    if not QAccessible.isActive() or not widget.hasFocus() or not isinstance(parts, Parts):
        return
    told = QAccessible.queryAccessibleInterface(widget).child(parts.here()) if parts.here() >= 0 else None
    if told is not None:
        QAccessible.updateAccessibility(QAccessibleEvent(told, QAccessible.Event.Focus))


def _made(_name: str, about: QObject) -> QAccessibleInterface | None:
    if not isinstance(about, QWidget):
        return None
    parts = getattr(about, "spoken", None)
    if isinstance(parts, Parts):
        return _Painted(about, parts)
    role = getattr(about, "spoken_as", None)
    return QAccessibleWidget(about, role, "") if role is not None else None


class _Painted(QAccessibleWidget):
    """A widget with its parts as children."""

    def __init__(self, widget: QWidget, parts: Parts) -> None:
        super().__init__(widget, parts.role, "")
        self._parts = parts
        self._widget = weakref.ref(widget)
        self._made: list[_Part] = []

    def childCount(self) -> int:
        """As many as are drawn now."""
        widget = self._widget()
        return self._parts.count() if widget is not None and isValid(widget) else 0

    def child(self, index: int) -> Any:
        """One part. They are kept by their place, for what listens remembers them."""
        if not 0 <= index < self.childCount():
            return None
        while len(self._made) <= index:
            made = _Part(self._widget, self._parts, len(self._made))
            QAccessible.registerAccessibleInterface(made)
            self._made.append(made)
        return self._made[index]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Where a part stands."""
        return child.place if isinstance(child, _Part) and child in self._made else -1

    def childAt(self, x: int, y: int) -> Any:
        """What is drawn at a point of the screen."""
        widget = self._widget()
        if widget is None:
            return None
        point = widget.mapFromGlobal(QPoint(x, y))
        at = next((place for place in range(self.childCount()) if self._parts.box(place).contains(point)), -1)
        return self.child(at)

    def focusChild(self) -> Any:
        """The part in hand, while the widget has the focus."""
        widget = self._widget()
        return self.child(self._parts.here()) if widget is not None and widget.hasFocus() else None


class _Part(QAccessibleInterface):
    """One thing drawn."""

    def __init__(self, widget: weakref.ref[QWidget], parts: Parts, place: int) -> None:
        super().__init__()
        self._widget, self._parts, self.place = widget, parts, place
        self._deeds = _Deeds(self)

    def isValid(self) -> bool:
        """Whether it is drawn still."""
        widget = self._widget()
        return widget is not None and isValid(widget) and self.place < self._parts.count()

    def object(self) -> Any:
        """It is no object of its own."""
        return None

    def window(self) -> Any:
        """The window it is drawn in."""
        widget = self._widget()
        return widget.window().windowHandle() if widget is not None and isValid(widget) else None

    def parent(self) -> Any:
        """The widget it is drawn in."""
        widget = self._widget()
        return QAccessible.queryAccessibleInterface(widget) if widget is not None and isValid(widget) else None

    def child(self, _index: int) -> Any:
        """It has none."""
        return None

    def childAt(self, _x: int, _y: int) -> Any:
        """It has none."""
        return None

    def childCount(self) -> int:
        """It has none."""
        return 0

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        """It has none."""
        return -1

    def focusChild(self) -> Any:
        """It has none."""
        return None

    def role(self) -> Role:
        """What its widget says that it is."""
        return self._parts.part_role

    def rect(self) -> QRect:
        """Where it is drawn on the screen."""
        widget = self._widget()
        if widget is None or not self.isValid() or not (box := self._parts.box(self.place)).isValid():
            return QRect()
        return QRect(widget.mapToGlobal(box.topLeft()), box.size())

    def state(self) -> QAccessible.State:
        """Whether it is in hand, and in view."""
        found: Any = QAccessible.State()
        widget = self._widget()
        if widget is None or not self.isValid():
            found.invalid = True
            return found
        found.focusable = found.selectable = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        is_here = self._parts.here() == self.place
        found.selected, found.focused = is_here, is_here and widget.hasFocus()
        found.invisible = not widget.isVisible()
        found.offscreen = not self._parts.box(self.place).isValid()
        return found

    def text(self, which: Text) -> str:
        """What it says."""
        return self._parts.words(self.place) if which == Text.Name and self.isValid() else ""

    def setText(self, _which: Text, _text: str) -> None:
        """It is only read."""

    def interface_cast(self, which: QAccessible.InterfaceType) -> Any:
        """It can be taken in hand, and pressed."""
        return self._deeds if which == QAccessible.InterfaceType.ActionInterface else _NOT_OFFERED

    def do(self, *, press: bool) -> None:
        """Take it in hand, or do what Enter does."""
        widget = self._widget()
        if widget is not None and self.isValid():
            (self._parts.press if press else self._parts.choose)(self.place)
            if not press:
                widget.setFocus(Qt.FocusReason.OtherFocusReason)


class _Deeds(QAccessibleActionInterface):
    """What can be done with a part."""

    def __init__(self, part: _Part) -> None:
        super().__init__()
        self._part = weakref.ref(part)

    def actionNames(self) -> list[str]:
        """Both."""
        return [self.pressAction(), self.setFocusAction()]

    def keyBindingsForAction(self, _name: str) -> list[str]:
        """Those of the widget, which are told in the sheet of keys."""
        return []

    def doAction(self, name: str) -> None:
        """Do it."""
        part = self._part()
        if part is not None:
            part.do(press=name == self.pressAction())
