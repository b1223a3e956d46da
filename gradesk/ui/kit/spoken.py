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
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QWidget
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
    if isinstance(about, QAbstractButton) and about.isCheckable():
        return _Ticked(about)
    role = getattr(about, "spoken_as", None)
    return QAccessibleWidget(about, role, "") if role is not None else None


class _Held:
    """A widget, as long as it is there. What Qt has made to be listened to stays for ever, and must not keep it or its words."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = weakref.ref(widget)

    @property
    def widget(self) -> QWidget | None:
        """The widget; None when it is gone."""
        found = self._widget()
        return found if found is not None and isValid(found) else None

    @property
    def parts(self) -> Parts:
        """Its parts; to be asked while it is there."""
        about: Any = self.widget
        found: Parts = about.spoken
        return found


class _Painted(QAccessibleWidget):
    """A widget with its parts as children."""

    def __init__(self, widget: QWidget, parts: Parts) -> None:
        super().__init__(widget, parts.role, "")
        self._held = _Held(widget)
        self._made: list[_Part] = []

    def childCount(self) -> int:
        """As many as are drawn now."""
        return self._held.parts.count() if self._held.widget is not None else 0

    def child(self, index: int) -> Any:
        """One part. They are kept by their place, for what listens remembers them."""
        if not 0 <= index < self.childCount():
            return None
        while len(self._made) <= index:
            made = _Part(self._held, len(self._made))
            QAccessible.registerAccessibleInterface(made)
            self._made.append(made)
        return self._made[index]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Where a part stands."""
        return child.place if isinstance(child, _Part) and child in self._made else -1

    def childAt(self, x: int, y: int) -> Any:
        """What is drawn at a point of the screen."""
        if (widget := self._held.widget) is None:
            return None
        point, parts = widget.mapFromGlobal(QPoint(x, y)), self._held.parts
        at = next((place for place in range(self.childCount()) if parts.box(place).contains(point)), -1)
        return self.child(at)

    def focusChild(self) -> Any:
        """The part in hand, while the widget has the focus."""
        widget = self._held.widget
        return self.child(self._held.parts.here()) if widget is not None and widget.hasFocus() else None


class _Ticked(QAccessibleWidget):
    """A button that is ticked or chosen. Qt would turn it without a click, and the program would not hear of it."""

    def __init__(self, made: QAbstractButton) -> None:
        super().__init__(made, Role.RadioButton if made.autoExclusive() else Role.CheckBox, "")

    def _button(self) -> QAbstractButton | None:
        about = self.object()
        return about if isinstance(about, QAbstractButton) else None

    def text(self, which: Text) -> str:
        """Its words, without the mark of the key that presses it."""
        made, given = self._button(), super().text(which)
        if which != Text.Name or given or made is None:
            return given
        return made.text().replace("&&", "\0").replace("&", "").replace("\0", "&")

    def state(self) -> QAccessible.State:
        """Whether it is ticked."""
        found: Any = super().state()
        made = self._button()
        if made is not None:
            found.checkable, found.checked, found.pressed = True, made.isChecked(), made.isDown()
        return found

    def actionNames(self) -> list[str]:
        """It is turned, and has the focus."""
        made = self._button()
        return [self.toggleAction(), self.setFocusAction()] if made is not None and made.isEnabled() else []

    def doAction(self, name: str) -> None:
        """Turn it as a click does."""
        made = self._button()
        if made is not None and made.isEnabled() and name == self.toggleAction():
            made.click()
        elif made is not None and name == self.setFocusAction():
            made.setFocus(Qt.FocusReason.OtherFocusReason)


class _Part(QAccessibleInterface):
    """One thing drawn."""

    def __init__(self, held: _Held, place: int) -> None:
        super().__init__()
        self._held, self.place = held, place
        self._deeds = _Deeds(self)

    def isValid(self) -> bool:
        """Whether it is drawn still."""
        return self._held.widget is not None and self.place < self._held.parts.count()

    def object(self) -> Any:
        """It is no object of its own."""
        return None

    def window(self) -> Any:
        """The window it is drawn in."""
        widget = self._held.widget
        return widget.window().windowHandle() if widget is not None else None

    def parent(self) -> Any:
        """The widget it is drawn in."""
        widget = self._held.widget
        return QAccessible.queryAccessibleInterface(widget) if widget is not None else None

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
        return self._held.parts.part_role if self._held.widget is not None else Role.NoRole

    def rect(self) -> QRect:
        """Where it is drawn on the screen."""
        widget = self._held.widget
        if widget is None or not self.isValid() or not (box := self._held.parts.box(self.place)).isValid():
            return QRect()
        return QRect(widget.mapToGlobal(box.topLeft()), box.size())

    def state(self) -> QAccessible.State:
        """Whether it is in hand, and in view."""
        found: Any = QAccessible.State()
        widget = self._held.widget
        if widget is None or not self.isValid():
            found.invalid = True
            return found
        found.focusable = found.selectable = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        is_here = self._held.parts.here() == self.place
        found.selected, found.focused = is_here, is_here and widget.hasFocus()
        found.invisible = not widget.isVisible()
        found.offscreen = not self._held.parts.box(self.place).isValid()
        return found

    def text(self, which: Text) -> str:
        """What it says."""
        return self._held.parts.words(self.place) if which == Text.Name and self.isValid() else ""

    def setText(self, _which: Text, _text: str) -> None:
        """It is only read."""

    def interface_cast(self, which: QAccessible.InterfaceType) -> Any:
        """It can be taken in hand, and pressed."""
        return self._deeds if which == QAccessible.InterfaceType.ActionInterface else _NOT_OFFERED

    def do(self, *, press: bool) -> None:
        """Take it in hand, or do what Enter does."""
        widget = self._held.widget
        if widget is not None and self.isValid():
            (self._held.parts.press if press else self._held.parts.choose)(self.place)
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
