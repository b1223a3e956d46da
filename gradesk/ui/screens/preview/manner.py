"""How the pages are to look and speak, chosen once and remembered on this laptop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gradesk.documents.press.choices import AT_HOME, OFFERED, Choices
from gradesk.documents.press.letters.language import LANGUAGES
from gradesk.services.pupils import contacts
from gradesk.store.work import Store
from gradesk.system.lazy import lazily
from gradesk.system.words import Words
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor, LineEditor, TickEditor
from gradesk.ui.kit.forms.held import fleeting
from gradesk.ui.kit.labels import OneLine, PlainLabel
from gradesk.ui.kit.layouts import column, row

if TYPE_CHECKING:
    from gradesk.documents.desk.protecting import suggested_password
else:
    suggested_password = lazily("gradesk.documents.desk.protecting:suggested_password")

LABELS = {
    "language": "Language of headings and fixed words",
    "theme": "Colours",
    "family": "Letters",
    "size": "Size of type",
    "spacing": "Spacing",
    "paper": "Paper",
    "name": "Name of the {pupil}",
}


class Manner(QWidget):
    """The choices of look and language, and what goes with a batch. `changed` follows a person's choice."""

    changed = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._before: str | None = None  # the language a person chose, while letters speak that of each family
        self._editors = {name: ChoiceEditor(OFFERED[name]) for name in LABELS}
        self.both = TickEditor("English beside it")
        self.separators = TickEditor(words.say("A sheet before each {pupil}"))
        self.manifest = TickEditor("A list of what is in it")
        self.protected = TickEditor("A password on what is saved")
        self.password = LineEditor()
        fleeting(self.password.line)
        self.password.widget.setAccessibleName("Password of the file")
        self.password_note = PlainLabel("Tell it by telephone or in person, never with the file.", "quiet")
        self.home = PlainLabel("", "quiet")
        self.unchecked = PlainLabel("", "quiet")
        parts: list[QWidget] = []
        for name, label in LABELS.items():
            said = words.say(label)
            self._editors[name].widget.setAccessibleName(said)
            self._editors[name].edited.connect(self._told)
            parts += [PlainLabel(said, "label"), self._editors[name].widget]
            if name == "language":
                parts += [self.home, self.unchecked, self.both.widget]
        for tick in (self.both, self.separators, self.manifest):
            tick.edited.connect(self._told)
        self.protected.edited.connect(self._protect)
        parts += [self.separators.widget, self.manifest.widget, self.protected.widget, self.password.widget]
        self.file_name = ChoiceEditor([("initials", "Kind, initials and class"), ("kind", "Kind of document alone")])
        self.file_name.widget.setAccessibleName("Suggested name of a file")
        self.file_name.edited.connect(self._told)
        parts += [self.password_note, PlainLabel("Suggested name of a file", "label"), self.file_name.widget]
        self.options = QWidget()
        self.options.setLayout(column(*parts, gap=5))
        self.options.hide()
        self.fold = button("How", lambda: self.options.setVisible(self.fold.isChecked()), "choice")
        self.fold.setCheckable(True)
        self.summary = OneLine("", "quiet")
        head = row(self.fold, self.summary)
        head.setStretch(1, 1)
        self.setLayout(column(head, self.options, gap=5))
        self._protect()
        self._told(quiet=True)

    @property
    def choices(self) -> Choices:
        """What is chosen."""
        return Choices(both=self.both.value(), **{name: one.value() for name, one in self._editors.items()})

    def show_choices(self, choices: Choices) -> None:
        """Show what was kept."""
        for name, editor in self._editors.items():
            editor.show(getattr(choices, name))
        self.both.show(choices.both)
        self._told(quiet=True)

    def speak_as_home(self) -> None:
        """Choose of each family the language that is noted of it, for what is printed now."""
        if self._before is None:
            self._before = str(self._editors["language"].value())
        self._editors["language"].show(AT_HOME)
        self._told(quiet=True)

    def speak_as_before(self) -> None:
        """Choose again the language that a person chose."""
        if self._before is not None:
            self._editors["language"].show(self._before)
            self._before = None
            self._told(quiet=True)

    @property
    def own_choices(self) -> Choices:
        """What a person chose, which is remembered."""
        return self.choices if self._before is None else replace(self.choices, language=self._before)

    def tell_home(self, store: Store, pupil_ids: Sequence[str]) -> None:
        """Say what is known of the language at home, where the pages are about one pupil."""
        spoken = contacts.languages(store, pupil_ids[0]) if len(pupil_ids) == 1 else []
        self.home.setText(f"At home: {'; '.join(spoken)}" if spoken else "")
        self.home.setVisible(bool(spoken))

    @property
    def wanted_password(self) -> str:
        """The password what is saved is protected with; empty where it is not."""
        return str(self.password.value() or "") if self.protected.value() else ""

    def _told(self, *, quiet: bool = False) -> None:
        code = self._editors["language"].value()
        self.both.widget.setVisible(code != "en")
        found = next((one for one in LANGUAGES if one.code == code), None)
        warn = code == AT_HOME or (code != "en" and found is not None)
        self.unchecked.setText(
            "Nobody who speaks it has checked these words for Gradesk yet; see School, Languages on paper."
            if warn
            else ""
        )
        self.unchecked.setVisible(warn)
        self._sum_up()
        if not quiet:
            if self._editors["language"].value() != AT_HOME:
                self._before = None
            self.changed.emit()

    def _sum_up(self) -> None:
        usual, chosen = Choices().kept(), self.choices.kept()
        said = [dict(OFFERED[name])[chosen[name]] for name in LABELS if chosen[name] != usual[name]]
        ticks = ((self.separators, "sheets between"), (self.manifest, "a list"), (self.protected, "a password"))
        said += [words for tick, words in ticks if tick.value()]
        self.summary.setText(", ".join(said) or "as usual")

    def _protect(self) -> None:
        on = bool(self.protected.value())
        self._sum_up()
        self.password.widget.setVisible(on)
        self.password_note.setVisible(on)
        if on and not self.password.value():
            self.password.show(suggested_password())
