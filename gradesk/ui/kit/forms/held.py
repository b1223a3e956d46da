"""Words that stand typed on a page and that nothing keeps by itself: finding them all, and putting them back.

A form and a single editor (`Unsent`) say themselves what they hold. A table holds the cell that is open and the words it
refused. Any other line or text that somebody typed in is found by where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QWidget,
)

from gradesk.ui.kit.forms.form import Form, Unsent
from gradesk.ui.kit.forms.growing import GrowingText
from gradesk.ui.kit.layouts import is_gone
from gradesk.ui.kit.tables.rows import RowsTable

Typed = dict[str, dict[str, Any]]  # by what they are typed in, field by field

PLACE = "place"  # the name of a page in a stack whose order is not the same in every run
_FLEETING = "fleeting"
_ITS_OWN = ("qt_spinbox_lineedit", "qt_scrollarea_viewport")


def fleeting(widget: QWidget) -> None:
    """What is typed here is nothing to keep: a search, a password."""
    widget.setProperty(_FLEETING, True)


def kept_on_leaving(widget: QWidget) -> None:
    """What is typed here is kept by its owner as soon as the field is left."""
    widget.setProperty(_FLEETING, "left")


class Holder(Protocol):
    """Something that holds typed words."""

    @property
    def about(self) -> str: ...

    def unsent(self) -> dict[str, Any]: ...

    def retype(self, typed: Mapping[str, Any]) -> None: ...


class HeldPart(QFrame):
    """A part of a page that holds typed words in a manner of its own."""

    about = ""

    def typed(self) -> dict[str, Any]:
        """What was typed and is not kept, as it can be written down."""
        raise NotImplementedError

    def unsent(self) -> dict[str, Any]:
        """The same."""
        return self.typed()

    def retype(self, typed: Mapping[str, Any]) -> None:
        """Put back what `typed` gave."""
        raise NotImplementedError

    def clear(self) -> None:
        """Count what stands there as nobody's."""
        raise NotImplementedError


class Aside(HeldPart):
    """Words that could not be kept and whose place is not in sight, by what they were typed about."""

    about = "aside"

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words: dict[str, dict[str, Any]] = {}
        self.hide()

    def typed(self) -> dict[str, Any]:
        """All of them."""
        return dict(self.words)

    def retype(self, typed: Mapping[str, Any]) -> None:
        """Take them up again."""
        self.words.update(typed)

    def clear(self) -> None:
        """Forget them."""
        self.words.clear()


class Loose:
    """A line or a text that belongs to no form."""

    def __init__(self, widget: QLineEdit | QPlainTextEdit, root: QWidget) -> None:
        self.widget = widget
        self.about = f"at {_path(widget, root)}"

    def unsent(self) -> dict[str, Any]:
        """The words, while they are a person's and not the program's."""
        widget = self.widget
        text, typed = widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText(), _is_modified(widget)
        is_over = widget.property(_FLEETING) == "left" and not widget.hasFocus()
        return {"": text} if typed and text.strip() and not is_over else {}

    def retype(self, typed: Mapping[str, Any]) -> None:
        """Put the words back as if they had just been typed."""
        words = str(typed.get("", ""))
        if isinstance(self.widget, QLineEdit):
            self.widget.setText(words)
            self.widget.setModified(True)
            self.widget.textEdited.emit(words)
        else:
            self.widget.setPlainText(words)
            self.widget.document().setModified(True)


def holders(root: QWidget, *, typed_in: bool = False) -> Iterator[Holder]:
    """Everything on a page that can hold words, in the order it was made; or only what holds some."""

    def here(holder: Form | Unsent | HeldPart | RowsTable, widget: QWidget) -> bool:
        # Asked in this order: most hold nothing, and whether one is gone is asked of all that stands around it.
        return not (typed_in and not holder.unsent()) and not is_gone(widget)

    yield from (form for form in root.findChildren(Form) if here(form, form))
    lines = root.findChildren(Unsent)
    yield from (one for one in lines if here(one, one.widget))
    yield from (part for part in root.findChildren(HeldPart) if here(part, part))
    yield from (table for table in root.findChildren(RowsTable) if here(table, table))
    single = {one.widget for one in lines}
    written: list[QLineEdit | QPlainTextEdit] = [*root.findChildren(QLineEdit), *root.findChildren(QPlainTextEdit)]
    for widget in written:
        if typed_in and not _is_modified(widget):
            continue
        if widget not in single and _is_loose(widget) and not is_gone(widget):
            yield Loose(widget, root)


def name_of(holder: Holder, root: QWidget) -> str:
    """What a holder is called in this run and in the next."""
    if isinstance(holder, Form) and not holder.is_named:
        return f"form at {_path(holder, root)}"
    return holder.about


def held_in(root: QWidget) -> Typed:
    """Everything that stands typed on a page and is not kept."""
    return {name_of(holder, root): typed for holder in holders(root, typed_in=True) if (typed := holder.unsent())}


def give_back(root: QWidget, words: Typed) -> Typed:
    """Put words back where they stood; returns those whose place is not there."""
    left = dict(words)
    for holder in list(holders(root)):
        name = name_of(holder, root)
        if name in left and not holder.unsent():  # newer words are never typed over
            holder.retype(left.pop(name))
    return left


def cursor_of(root: QWidget) -> dict[str, Any]:
    """Where the cursor stands: in which holder, in which field, behind how many letters; empty when it is in none."""
    here = QApplication.focusWidget()
    if not isinstance(here, QLineEdit | QPlainTextEdit) or not root.isAncestorOf(here):
        return {}
    at = here.cursorPosition() if isinstance(here, QLineEdit) else here.textCursor().position()
    for holder in holders(root):
        if isinstance(holder, Form):
            field = next((name for name, editor in holder.editors.items() if editor.widget is here), None)
            if field is not None:
                return {"about": name_of(holder, root), "field": field, "at": at}
        elif getattr(holder, "widget", None) is here:
            return {"about": name_of(holder, root), "field": "", "at": at}
    return {}


def put_cursor(root: QWidget, place: Mapping[str, Any]) -> bool:
    """Put the cursor where `cursor_of` found it; False when that is not there."""
    for holder in holders(root):
        if name_of(holder, root) != place.get("about"):
            continue
        if isinstance(holder, Form):
            editor = holder.editors.get(str(place.get("field")))
            target = editor.widget if editor is not None else None
        else:
            target = getattr(holder, "widget", None)
        if target is None or not target.isVisibleTo(root):
            return False
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        _move(target, int(place.get("at") or 0))
        return True
    return False


def _move(target: QWidget, at: int) -> None:
    if isinstance(target, QLineEdit):
        target.setCursorPosition(at)
    elif isinstance(target, GrowingText):
        target.go_on(at)


def _is_modified(widget: QLineEdit | QPlainTextEdit) -> bool:
    return widget.isModified() if isinstance(widget, QLineEdit) else widget.document().isModified()


def _is_loose(widget: QLineEdit | QPlainTextEdit) -> bool:
    if widget.isReadOnly() or widget.property(_FLEETING) is True or widget.objectName() in _ITS_OWN:
        return False
    if isinstance(widget, QLineEdit) and widget.echoMode() != QLineEdit.EchoMode.Normal:
        return False
    around: QObject | None = widget.parent()
    while around is not None:
        if isinstance(around, Form | HeldPart | QAbstractItemView | QAbstractSpinBox):
            return False
        around = around.parent()
    return True


def _path(widget: QWidget, root: QWidget) -> str:
    """Where a widget stands, by names and places that are the same when the page is made again."""
    parts: list[str] = []
    here: QWidget | None = widget
    while here is not None and here is not root:
        above = here.parentWidget()
        if isinstance(above, QStackedWidget):
            # The order of children changes as pages are turned to; where pages are made then, each says which one it is.
            parts.append(f"page {here.property(PLACE) or above.indexOf(here)}")
            here = above
            continue
        name = here.accessibleName() or here.objectName()
        alike = [
            one
            for one in (above.children() if above is not None else [])
            if type(one) is type(here) and isinstance(one, QWidget) and not is_gone(one)
        ]
        parts.append(f"{type(here).__name__}:{name}:{alike.index(here) if here in alike else 0}")
        here = above
    return "/".join(reversed(parts))
