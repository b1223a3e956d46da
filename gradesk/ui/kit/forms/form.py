"""A form drawn from the declared fields of a record. Everything typed is sent on by itself; there is no Save button."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from gradesk.model.base import Entity, FieldInfo, fields_of
from gradesk.system.words import Words
from gradesk.ui.kit.forms.fields import (
    ChoiceEditor,
    DayEditor,
    Editor,
    LineEditor,
    NumberEditor,
    TextEditor,
    TickEditor,
    Wrong,
)
from gradesk.ui.kit.forms.names import Named, NamedEditor, offer_names
from gradesk.ui.kit.forms.pause import Pause
from gradesk.ui.kit.labels import PlainLabel, tip
from gradesk.ui.kit.layouts import column

_SERIAL = itertools.count()

SPOKEN = 80  # letters of what a field is of, said aloud after its own name
Options = Mapping[str, Sequence[tuple[Any, str]]]


class Form(QWidget):
    """Editors for some fields of a kind of record.

    `edited` carries the changed values; the owner keeps them, and calls `put_back` with those it could not keep.
    `options` gives the choices of fields that point to other records. A `draft` sends nothing on by itself:
    its owner takes `values` when the person says so, and `clear`s it. A `bare` form shows no headings where what it is
    about stands above it already; `hints` are shown between heading and editor.
    `about` names what the form edits, so that what is typed and not kept finds the form again when it is made anew.
    With `halves` a text of several lines stands in its column as any other field does, and not across all of them;
    `spans` says of single fields how many columns they take. A day without a year is the last one of the name where it says
    when something happened, unless what is written lies `ahead`.
    """

    edited = Signal(dict)
    problem = Signal(str)
    righted = Signal(str)  # what was said of a field and is over

    def __init__(
        self,
        entity: type[Entity],
        names: Sequence[str],
        today: Callable[[], date],
        words: Words,
        columns: int = 1,
        options: Options | None = None,
        draft: bool = False,
        *,
        halves: bool = False,
        spans: Mapping[str, int] | None = None,
        bare: bool = False,
        hints: Mapping[str, QWidget] | None = None,
        about: str = "",
        ahead: bool = False,
    ) -> None:
        super().__init__()
        self._nameless = f"form {next(_SERIAL)}"
        self.about = about or self._nameless
        declared = {info.name: info for info in fields_of(entity)}
        self.editors: dict[str, Editor] = {}
        self._draft = draft
        self._bare, self._ahead = bare, ahead
        self._hints = hints or {}
        self._waiting: set[str] = set()
        self._labels: dict[str, str] = {}
        self._timer = Pause(self)
        self._timer.came.connect(self.flush)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        place = 0
        for name in names:
            info = declared[name]
            usual = columns if info.lines > 1 and not halves else 1
            span = min((spans or {}).get(name, usual), columns)
            if place % columns + span > columns:
                place += -place % columns
            cell = self._cell(info, today, words, (options or {}).get(name))
            # At the top: a neighbour with a longer heading must not push this one down.
            grid.addLayout(cell, place // columns, place % columns, 1, span, Qt.AlignmentFlag.AlignTop)
            place += span
        for index in range(columns):
            grid.setColumnStretch(index, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        # Tab goes from field to field; links that stand between them come after the last.
        self.tab_first = [editor.widget for editor in self.editors.values()]
        self._people = [name for name in names if declared[name].people]
        self._offered: tuple[str, ...] = ()

    def offer_people(self, names: Sequence[str]) -> None:
        """Offer these names in the fields in which people stand."""
        if tuple(names) == self._offered:
            return
        self._offered = tuple(names)
        for name in self._people:
            widget = self.editors[name].widget
            assert isinstance(widget, QLineEdit)
            offer_names(widget, names)

    def say_of(self, words: str) -> Form:
        """Let every field say aloud what it is of, where a page has several forms of one kind."""
        short = " ".join(words.split())
        short = short if len(short) <= SPOKEN else f"{short[:SPOKEN]}…"
        for name, editor in self.editors.items():
            editor.widget.setAccessibleName(f"{self._labels[name]}: {short}")
        return self

    @property
    def is_named(self) -> bool:
        """Whether it is called in the next run as it is in this one."""
        return self.about != self._nameless

    def load(self, record: object) -> None:
        """Show a record's values; a field being typed in is left alone."""
        for name, editor in self.editors.items():
            if name not in self._waiting:
                editor.show(getattr(record, name))
                editor.mark("")

    def lock(self, on: bool) -> None:
        """Let the words be read and copied but not changed, or changed again."""
        for editor in self.editors.values():
            if isinstance(editor.widget, QLineEdit | QPlainTextEdit):
                editor.widget.setReadOnly(on)
            else:
                editor.widget.setEnabled(not on)

    def is_wrong(self, words: str) -> bool:
        """Whether a field is marked with these words."""
        return any(editor.wrong == words for editor in self.editors.values())

    def values(self) -> dict[str, Any]:
        """All values as they stand; marks the first that is none, and raises `Wrong` for it."""
        found: dict[str, Any] = {}
        for name, editor in self.editors.items():
            try:
                found[name] = editor.value()
            except Wrong as wrong:
                editor.mark(str(wrong))
                raise
        return found

    def put_back(self, names: Iterable[str]) -> None:
        """Count fields as typed and not kept: `load` leaves them alone, and the next `flush` sends them on again."""
        self._waiting |= set(names)

    def typed(self) -> dict[str, Any]:
        """What was typed and is not kept, field by field, whether it is a value or not."""
        return {name: self.editors[name].raw() for name in self._waiting}

    def unsent(self) -> dict[str, Any]:
        """What nobody will keep by itself: all that is typed in a draft, else what was refused or is half a day."""
        return {} if self._timer.isActive() and not self._draft else self.typed()

    def retype(self, typed: Mapping[str, Any]) -> None:
        """Put back what `typed` gave, as if it had just been typed."""
        for name, raw in typed.items():
            if name in self.editors:
                self.editors[name].show_raw(raw)
                self._waiting.add(name)

    def clear(self) -> None:
        """Forget what was typed and not sent on; the next `load` shows anew."""
        self._timer.stop()
        self._waiting.clear()

    def flush(self) -> None:
        """Send on what was typed and not yet sent."""
        self._timer.stop()
        if self._draft:
            self._mark_what_was_left()
            return
        ready: dict[str, Any] = {}
        for name in sorted(self._waiting):
            editor = self.editors[name]
            try:
                ready[name] = editor.value()
                editor.mark("")
            except Wrong as wrong:
                editor.mark(str(wrong))
                self.problem.emit(str(wrong))
        self._waiting -= set(ready)
        if ready:
            self.edited.emit(ready)

    def _mark_what_was_left(self) -> None:
        """A day that is none is marked as soon as its field is left, not only when the draft is to be kept."""
        for name in self._waiting:
            editor = self.editors[name]
            if editor.widget.hasFocus():
                continue
            try:
                editor.value()
                editor.mark("")
            except Wrong as wrong:
                editor.mark(str(wrong))

    def focus_on(self, name: str) -> None:
        """Put the cursor in a field."""
        if name in self.editors:
            self.editors[name].widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaving a field sends it on at once."""
        if event.type() == QEvent.Type.FocusOut and self._waiting:
            QTimer.singleShot(0, self, self.flush)
        return super().eventFilter(watched, event)

    def _cell(self, info: FieldInfo, today: Callable[[], date], words: Words, options: Any) -> Any:
        label = words.say(info.label)
        editor = _editor(info, label, today, options, words, bare=self._bare, ahead=self._ahead)
        self.editors[info.name], self._labels[info.name] = editor, label
        editor.widget.setAccessibleName(label)
        editor.widget.setObjectName(info.name)
        editor.widget.installEventFilter(self)
        editor.edited.connect(lambda: self._typed(info.name))
        editor.problem.connect(self.problem)
        editor.righted.connect(self.righted)
        if isinstance(editor, TickEditor):
            return column(editor.widget)
        if self._bare:
            return column(editor.widget)
        heading = PlainLabel(label, "field")
        heading.setBuddy(editor.widget)
        parts: list[Any] = [heading]
        if info.help:
            words_of_help = words.say(info.help)
            editor.widget.setAccessibleDescription(words_of_help)
            if info.lines > 1:
                parts.append(PlainLabel(words_of_help[:1].upper() + words_of_help[1:], "quiet"))
            else:
                editor.widget.setToolTip(tip(words_of_help))
        if info.name in self._hints:
            parts.append(self._hints[info.name])
        return column(*parts, editor.widget, gap=3)

    def _typed(self, name: str) -> None:
        self._waiting.add(name)
        if isinstance(self.editors[name], ChoiceEditor | TickEditor):
            self.flush()
        elif not isinstance(self.editors[name], DayEditor | NamedEditor):
            self._timer.start()  # half a date is another date, so a day is sent on only when its field is left


class Unsent(QObject):
    """One editor outside a form, whose words are kept only when somebody says so, such as a note or a reason.

    What stands in it when it is told of is what there is to compare with; `about` names it as a form is named. One that
    `empties` stays where it is when the page turns to somebody else, so its words go with those they are about.
    """

    def __init__(self, editor: Editor | QLineEdit, about: str, *, empties: bool = False) -> None:
        super().__init__(editor.widget if isinstance(editor, Editor) else editor)
        self._editor = editor
        self._empties = empties
        self.widget = editor.widget if isinstance(editor, Editor) else editor
        self.about = about
        self._rest: Any = self._raw()

    def typed(self) -> dict[str, Any]:
        """What was typed since, by itself."""
        raw = self._raw()
        return {} if raw == self._rest else {"": raw}

    def unsent(self) -> dict[str, Any]:
        """The same: nothing here is kept by itself."""
        return self.typed()

    def retype(self, typed: Mapping[str, Any]) -> None:
        """Put back what `typed` gave."""
        if isinstance(self._editor, Editor):
            self._editor.show_raw(typed[""])
        else:
            self._editor.setText(str(typed[""]))

    def clear(self) -> None:
        """Count what stands there as nobody's."""
        if self._empties:
            self.retype({"": ""})
        self._rest = self._raw()

    def _raw(self) -> Any:
        return self._editor.raw() if isinstance(self._editor, Editor) else self._editor.text()


def _editor(
    info: FieldInfo, label: str, today: Callable[[], date], options: Any, words: Words, *, bare: bool, ahead: bool
) -> Editor:
    if isinstance(options, Named):
        return NamedEditor(options)
    if options is not None:
        return ChoiceEditor(options)
    if info.choices is not None:
        blank = [] if info.required else [("", "")]
        return ChoiceEditor([*blank, *((term.code, words.say(term.label)) for term in info.choices)])
    if info.python_type is bool:
        return (
            TickEditor(label) if info.required else ChoiceEditor([(None, "not recorded"), (True, "yes"), (False, "no")])
        )
    if info.python_type is date:
        return DayEditor(today, past=info.name in ("date_of_birth", "happened_on") and not ahead)
    if info.python_type in (float, int):
        return NumberEditor()
    if info.lines > 1:
        return TextEditor(1 if bare else info.lines)  # it grows with what is written
    return LineEditor()
