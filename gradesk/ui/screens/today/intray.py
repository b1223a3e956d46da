"""The in-tray: lines caught in passing, word for word, until somebody says whose they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QListWidgetItem, QSizePolicy, QStackedWidget, QWidget

from gradesk.model.rules.days.school_year import day_words
from gradesk.model.school.agenda import CapturedLine
from gradesk.services.meetings import kinds
from gradesk.services.today import capturing
from gradesk.services.today.capturing import Known
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.faces import needs_wide, wide
from gradesk.ui.kit.forms.fields import LineEditor
from gradesk.ui.kit.forms.held import Aside, fleeting
from gradesk.ui.kit.forms.picker import PickerList
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, column, flow, row
from gradesk.ui.kit.tables.rows import RowsTable
from gradesk.ui.kit.tables.rows_model import Field, RowsModel
from gradesk.ui.parts.keeping import kept_form
from gradesk.ui.parts.part import LINE, Part

MOST = 40  # pupils offered at once


class InTray(Part):
    """The lines above; below them the one in hand: its words, and whose it is, found by any part of the name."""

    _loaded = ""  # the line whose words stand in the form; the one in hand may be another already

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        say = context.words().say
        self._aside = Aside(self)  # by line: what was typed and could not be kept
        self._known: tuple[Known, ...] = ()
        self._found: tuple[Known, ...] = ()
        self.model = RowsModel(
            [
                Field("Words", lambda line: line.words, share=6),
                Field("Kind", lambda line: kinds.names(context.store).label(line.kind), share=2),
                Field("When", lambda line: day_words(line.happened_on, context.store.clock.today()), share=2),
                Field("Typed", lambda line: f"{line.written_at.astimezone():%d/%m/%Y %H:%M}", share=2),
            ],
            key=lambda line: line.uuid,
        )
        self.table = RowsTable(self.model, "Lines waiting for a name", 0)
        self.table.selectionModel().currentRowChanged.connect(lambda _here, _before: self._show_line())
        self.table.emptied.connect(lambda _place, _column: self.remove())
        self.first = self.table
        self.form = kept_form(
            context,
            CapturedLine,
            ("words", "kind", "happened_on"),
            self._keep,
            4,
            {"kind": kinds.choices(context.store, note=True)},
            halves=True,
            spans={"words": 2},
        )
        self.who, self.nobody = LineEditor(), PlainLabel("", "quiet")
        fleeting(self.who.line)
        self.who.line.setPlaceholderText(say("Any part of the {pupil}’s name"))
        self.who.line.setAccessibleName(say("Find the {pupil}"))
        self.who.line.textChanged.connect(lambda _text: self._find())
        self.who.line.installEventFilter(self)
        self.offers = PickerList()
        self.offers.setAccessibleName("Whose line it may be")
        self.offers.left_upwards.connect(self.who.line.setFocus)
        self.offers.letters.connect(self._go_on_typing)
        self.offers.itemDoubleClicked.connect(lambda _item: self.give())
        self.offers.installEventFilter(self)
        self._hand = card(
            self.form,
            row(PlainLabel("Whose is it?", "field", wrap=False), self.who.widget),
            self.offers,
            self.nobody,
            flow(
                button(say("Give it to this {pupil}"), self.give, "main", "Enter"),
                button("Delete this line", self.remove, "link", "Ctrl+Z brings it back"),
            ),
        )
        self._lay_out()

    def _lay_out(self) -> None:
        context = self.context
        self.nothing = EmptyState(
            "Nothing waits for a name",
            "Ctrl+Space catches a line from anywhere. When it is not certain whose it is, it waits here, word for word.",
        )
        lines = QWidget()
        layout = column(self.table, self._hand, gap=8)
        layout.setStretch(0, 1)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.table.setMinimumHeight(context.look.theme.px(110))
        self.offers.setMaximumHeight(context.look.theme.px(110))
        lines.setLayout(layout)
        self.shown = QStackedWidget()
        self.shown.addWidget(lines)
        self.shown.addWidget(self.nothing)
        self.setLayout(column(self.shown))
        self.setContentsMargins(0, 10, 0, 0)
        context.look.heed(self, lambda: self.table.measure(context.look.theme))

    @property
    def line(self) -> CapturedLine | None:
        """The line in hand."""
        place = self.table.currentIndex().row()
        return self.model.rows[place] if 0 <= place < len(self.model.rows) else None

    def reload(self) -> None:
        """Read the in-tray; the line in hand stays, or gives way to the next."""
        place, before = self.table.currentIndex().row(), self.line
        rows = capturing.waiting(self.context.store)
        self._known = capturing.everybody(self.context.store)
        self.model.show_rows(rows)
        self.shown.setCurrentIndex(0 if rows else 1)
        self.table.measure(self.context.look.theme)
        kept = next((at for at, one in enumerate(rows) if before and one.uuid == before.uuid), None)
        self.table.go_to(kept if kept is not None else min(max(place, 0), len(rows) - 1))
        if kept is None:
            self._show_line()

    def show_record(self, uuid: str) -> None:
        """Take one line in hand."""
        self.reload()
        place = next((at for at, one in enumerate(self.model.rows) if one.uuid == uuid), 0)
        self.table.go_to(place)
        # After the window has put the focus where it usually stands.
        QTimer.singleShot(0, self, lambda: self.who.line.setFocus(Qt.FocusReason.OtherFocusReason))

    def take(self, uuid: str, typed: dict[str, Any]) -> None:
        """Words from before about a line: they wait for it, and it is brought into hand."""
        if uuid == self._loaded:
            self.form.retype(typed)
        else:
            self._aside.words[uuid] = typed
            self.show_record(uuid)

    def flush(self) -> None:
        """Keep what is being corrected."""
        self.form.flush()

    def give(self) -> None:
        """Give the line in hand to the pupil chosen."""
        self.flush()
        line, place = self.line, self.offers.currentRow()
        if line is None or not 0 <= place < len(self._found):
            self.context.say(self.context.words().say("Choose the {pupil} first; the line waits on."), "info")
            return
        whose = self._found[place]
        if self.context.attempt(lambda: capturing.give(self.context.store, line.uuid, whose.pupil_id)):
            self.context.done(f"Logged with {whose.name}. Ctrl+Z takes it back.", "good")
            self.who.show("")
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def remove(self) -> None:
        """Delete the line in hand."""
        line = self.line
        if line is not None and self.context.attempt(lambda: capturing.remove(self.context.store, line.uuid)):
            self.form.clear()
            self.context.done("The line is deleted; Ctrl+Z brings it back.", "info")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes to the names, Enter gives the line."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self.who.line and event.key() == Qt.Key.Key_Down and self._found:
                self.offers.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.give()
                return True
        return super().eventFilter(watched, event)

    def _go_on_typing(self, letter: str) -> None:
        self.who.line.setFocus(Qt.FocusReason.OtherFocusReason)
        if letter:
            self.who.line.insert(letter)
        else:
            self.who.line.backspace()

    def _show_line(self) -> None:
        self.form.flush()
        line = self.line
        self._hand.setEnabled(line is not None)
        if line is not None:
            if line.uuid != self._loaded:
                self._change_over(line.uuid)
            self.form.load(line)
            self._find()

    def _change_over(self, uuid: str) -> None:
        """What could not be kept stays with the line it was typed for."""
        if typed := self.form.typed():
            self._aside.words[self._loaded] = typed
        self.form.clear()
        self._loaded = uuid
        self.form.about = f"{LINE}{uuid}"
        self.form.retype(self._aside.words.pop(uuid, {}))

    def _find(self) -> None:
        line = self.line
        if line is None:
            return
        typed = self.who.line.text()
        reading = capturing.read(self.context.store, typed or line.words, self._known)
        if typed.strip():
            self._found = tuple(one for one in self._known if capturing.fits(one, typed))[:MOST]
        else:
            self._found = reading.candidates
        self.offers.clear()
        for one in self._found:
            item = QListWidgetItem(f"{one.name} ({one.class_name})" if one.class_name else one.name)
            if needs_wide(one.name):
                item.setFont(wide(QApplication.font()))
            self.offers.addItem(item)
        typed_nobody = "Nobody has a name like that. The line waits on."
        untold = "These words name no {pupil} for certain: type part of the name above."
        self.nobody.setText(self.context.words().say(typed_nobody if typed.strip() else untold))
        self.offers.setVisible(bool(self._found))
        self.nobody.setVisible(not self._found)
        # Nothing is chosen by itself where the words fit nobody in particular.
        self.offers.setCurrentRow(0 if self._found and (typed.strip() or reading.certain) else -1)

    def _keep(self, values: Mapping[str, Any]) -> None:
        capturing.change(self.context.store, self._loaded, values, self.form)
