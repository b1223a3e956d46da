"""The ten-minute refresh: pupil and adult go through the passport section by section; one key says "still true"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from gradesk.model.base import fields_of
from gradesk.model.plans.passport import PASSPORT_SECTIONS, Passport
from gradesk.model.pupils.pupil import Pupil
from gradesk.services.plans import passports, prompts
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import Editor, LineEditor
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, column, flow, row
from gradesk.ui.parts.keeping import kept_form

END = len(PASSPORT_SECTIONS)
STILL, NEW, SKIPPED = "still true", "new words", "skipped"


class Refresh(QWidget):
    """One section at a time: the questions large, what was said before, and a box for new words.

    `left` is sent when the refresh is over or left; where each pupil was stays known until the window closes.
    """

    left = Signal()

    def __init__(self, context: Context, owner: object) -> None:
        super().__init__()
        self._context = context
        self._owner = owner
        self._pupil: Pupil | None = None
        self._before = ""  # the words of this section when it was turned to
        self.steps: dict[str, int] = {}
        self._answers: dict[str, dict[str, str]] = {}
        self._labels = {info.name: info.label for info in fields_of(Passport)}
        self.progress = PlainLabel("", "field", wrap=False)
        self.heading = PlainLabel("", "title")
        self.questions = PlainLabel("", "ask")
        self.said = PlainLabel("", "ask")
        self._said_card = card(PlainLabel("What you said before", "field"), self.said)
        self.boxes = {name: self._box(name) for name in PASSPORT_SECTIONS}
        self._pages = QStackedWidget()
        for box in self.boxes.values():
            self._pages.addWidget(box)
        self._new = PlainLabel("", "field")
        self.end_form = kept_form(context, Passport, ("made_with",), self._keep)
        self.summary = PlainLabel("", "ask")
        self._lay_out()

    def _lay_out(self) -> None:
        self.forward = button("Still true", self.go_on, "main")
        self.skip_it = button("Skip", self.skip, "", "Page Down")
        self.take_over = button("Change these words", self.change_words, "", "Puts the old words into the box")
        self.backward = button("Back", self.go_back, "", "Page Up")
        stop = button("Stop for now", self.leave, "link", "Everything so far is kept")
        self._section = QWidget()
        self._section.setLayout(column(self.questions, self._said_card, self._new, self._pages, gap=12))
        self._last = QWidget()
        self._last.setLayout(column(self.summary, card(self.end_form), gap=12))
        head = row(self.progress, None, stop)
        self.setLayout(
            column(
                head,
                self.heading,
                self._section,
                self._last,
                flow(self.forward, self.take_over, self.skip_it, self.backward),
                None,
                margin=8,
                gap=14,
            )
        )

    def _box(self, name: str) -> Form:
        form = kept_form(self._context, Passport, (name,), self._keep, bare=True)
        editor = form.editors[name]
        editor.widget.setAccessibleName(f"New words: {self._labels[name]}")
        editor.widget.installEventFilter(self)
        editor.edited.connect(self._say_what_enter_does)
        return form

    # Going through ---------------------------------------------------------------------------------------------

    def start(self, pupil: Pupil) -> None:
        """Go through a pupil's passport, from where it was left."""
        self._pupil = pupil
        self._answers.setdefault(pupil.uuid, {})
        if self.steps.get(pupil.uuid, 0) >= END and not self._answers[pupil.uuid]:
            self.steps[pupil.uuid] = 0
        self._show()

    @property
    def step(self) -> int:
        """The place of the section in sight, from 0; END for the last page."""
        return self.steps.get(self._pupil.uuid, 0) if self._pupil else 0

    def where(self, pupil_id: str) -> str:
        """Where a pupil's refresh was left, as a sentence; empty when none is under way."""
        place = self.steps.get(pupil_id, 0)
        if place == 0:
            return ""
        name = self._labels[PASSPORT_SECTIONS[place]] if place < END else "the last page"
        return f"The refresh was left at {min(place + 1, END)} of {END}: {name}."

    def go_on(self) -> None:
        """Still true, or the new words are right: on to the next section; on the last page it is finished."""
        if self.step == END:
            self.finish()
            return
        self._answer(NEW if self._typed() else STILL if self._before.strip() else SKIPPED)

    def show_again(self) -> None:
        """Show what changed elsewhere, such as by Undo, unless new words are being typed."""
        if not self._typed():
            self._show()

    def skip(self) -> None:
        """Leave this section for another day."""
        if self.step < END:
            self._answer(NEW if self._typed() else SKIPPED)

    def go_back(self) -> None:
        """To the section before."""
        self._turn(max(self.step - 1, 0))

    def change_words(self) -> None:
        """Put the old words into the box, to change only a part of them."""
        editor = self._editor()
        if not self._typed():
            editor.show(self._before)
            editor.edited.emit()
        editor.widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Stop for now; everything typed is kept."""
        self.flush()
        self.left.emit()

    def finish(self) -> None:
        """Keep the words as they are now as a version checked with the pupil today."""
        self.flush()
        assert self._pupil is not None
        pupil, made = self._pupil, list[int]()
        if self._context.attempt(lambda: made.append(passports.issue(self._context.store, pupil.uuid))):
            self.steps.pop(pupil.uuid, None)
            self._answers.pop(pupil.uuid, None)
            self.left.emit()
            self._context.done(f"Version {made[0]} is kept, checked with {pupil.first_name} today.", "good")

    def flush(self) -> None:
        """Keep what is being typed."""
        for form in self.findChildren(Form):
            form.flush()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in an empty box says "still true"; in a filled one it is a new line, and Ctrl+Enter goes on."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        one_line = self.step < END and isinstance(self._editor(), LineEditor)
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if enter and (control or one_line or not self._typed()):
            self.go_on()
            return True
        if event.key() == Qt.Key.Key_PageDown:
            self.skip()
            return True
        if event.key() == Qt.Key.Key_PageUp:
            self.go_back()
            return True
        return super().eventFilter(watched, event)

    # Inside ----------------------------------------------------------------------------------------------------

    def _answer(self, kind: str) -> None:
        assert self._pupil is not None
        self._answers[self._pupil.uuid][PASSPORT_SECTIONS[self.step]] = kind
        self._turn(self.step + 1)

    def _turn(self, place: int) -> None:
        self.flush()
        if any(form.typed() for form in self.findChildren(Form)):
            return  # it could not be kept, and the banner says why
        assert self._pupil is not None
        self.steps[self._pupil.uuid] = place
        self._show()

    def _show(self) -> None:
        assert self._pupil is not None
        store, place = self._context.store, self.step
        found = passports.passport(store, self._pupil.uuid)
        last = place == END
        self._section.setVisible(not last)
        self._last.setVisible(last)
        self.take_over.setVisible(not last)
        self.skip_it.setVisible(not last)
        self.backward.setEnabled(place > 0)
        if last:
            self._show_last(found)
            return
        name = PASSPORT_SECTIONS[place]
        self.progress.setText(f"{place + 1} of {END}")
        self.heading.setText(self._labels[name])
        asked = prompts.for_pupil(store, self._pupil)[name]
        self.questions.setText("\n".join(asked))
        self._before = getattr(found, name) if found else ""
        self.said.setText(self._before)
        self._said_card.setVisible(bool(self._before.strip()))
        self.take_over.setVisible(bool(self._before.strip()))
        self._new.setText("Anything new? Type it here." if self._before.strip() else "What do you say? Type it here.")
        self._pages.setCurrentWidget(self.boxes[name])
        self._editor().show("")
        self._say_what_enter_does()
        self._editor().widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_last(self, found: Passport | None) -> None:
        assert self._pupil is not None
        self.progress.setText("The last page")
        self.heading.setText("Thank you")
        answers = self._answers[self._pupil.uuid]
        lines = [
            f"{kind[:1].upper()}{kind[1:]}: {', '.join(self._labels[name] for name, was in answers.items() if was == kind)}"
            for kind in (NEW, STILL, SKIPPED)
            if kind in answers.values()
        ]
        self.summary.setText("\n".join(lines))
        self.end_form.load(found or Passport(made_with=""))
        self.forward.setText("Finish: keep these words, checked today")
        self.forward.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_what_enter_does(self) -> None:
        if self._typed():
            self.forward.setText("Keep this and go on (Ctrl+Enter)")
        else:
            self.forward.setText("Still true (Enter)" if self._before.strip() else "Nothing yet, go on (Enter)")

    def _editor(self) -> Editor:
        name = PASSPORT_SECTIONS[self.step]
        return self.boxes[name].editors[name]

    def _typed(self) -> bool:
        return self.step < END and bool(str(self._editor().value()).strip())

    def _keep(self, values: Mapping[str, Any]) -> None:
        assert self._pupil is not None
        kept = dict(values)
        for name in kept:
            if name in PASSPORT_SECTIONS and not str(kept[name]).strip():
                kept[name] = self._before  # a box that was emptied again leaves the old words as they were
        passports.change(self._context.store, self._pupil.uuid, kept, self._owner)
