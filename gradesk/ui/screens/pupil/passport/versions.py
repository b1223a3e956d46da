"""The versions of a passport: all of them with what changed, one as it was frozen, or any two side by side."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.rules.days.school_year import day_words
from gradesk.services.plans import passports
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.compare import CompareView, Side
from gradesk.ui.kit.forms.fields import ChoiceEditor
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import clear, column, flow, row

NOW = 0  # stands for the words as they are now

NEWEST = 4  # versions in sight before “All versions”


class Versions(QWidget):
    """A list of versions, newest first, with the words of one or the comparison of two under it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._pupil_id = ""
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.older, self.newer = ChoiceEditor([]), ChoiceEditor([])
        self.older.widget.setAccessibleName("Compare this version")
        self.newer.widget.setAccessibleName("with this version")
        self._choose = flow(
            PlainLabel("Compare", "field", wrap=False),
            self.older.widget,
            PlainLabel("with", "field", wrap=False),
            self.newer.widget,
            button("Show both side by side", self.compare),
            button("Close", self.close_view, "link"),
        )
        self.comparing = CompareView(lambda: context.look.theme)
        self.comparing.hide()
        self._frozen = QVBoxLayout()
        self._all_of = ""  # the pupil of whom every version is shown
        self.setLayout(column(self._lines, self._choose, self.comparing, self._frozen))

    def show_pupil(self, pupil_id: str) -> None:
        """Show the versions of a pupil's passport; what is compared stays open only for the same pupil."""
        other, self._pupil_id = pupil_id != self._pupil_id, pupil_id
        found = passports.version_lines(self._context.store, pupil_id)
        if other:
            self.close_view()
        clear(self._lines)
        if not found:
            self._lines.addWidget(PlainLabel("No version yet. Each time the words are checked, one is kept.", "quiet"))
        today = self._context.store.clock.today()
        shown = found if self._all_of == pupil_id else found[:NEWEST]
        for version in shown:
            look = button("Look at it", partial(self.look_at, version.number), "link")
            look.setAccessibleName(f"Look at version {version.number}")
            words = f"Version {version.number}, {day_words(version.day, today)}. {version.changed}."
            line = row(PlainLabel(words), look)
            line.setStretch(0, 1)
            holder = QWidget()
            holder.setLayout(line)
            self._lines.addWidget(holder)
        if len(shown) < len(found):
            self._lines.addWidget(flow(button(f"All {len(found)} versions", self._show_all, "link")))
        self._choose.setVisible(bool(found))
        numbers = [(version.number, f"version {version.number}") for version in found]
        self.older.offer(numbers)
        self.newer.offer([(NOW, "the words now"), *numbers])
        if other and found:
            self.older.show(found[1].number if len(found) > 1 else found[0].number)
            self.newer.show(found[0].number if len(found) > 1 else NOW)

    def _show_all(self) -> None:
        self._all_of = self._pupil_id
        self.show_pupil(self._pupil_id)

    def compare(self) -> None:
        """Lay the two versions that are chosen side by side."""
        self.close_view()
        sides: list[Side] = []
        for number in (self.older.value(), self.newer.value()):
            title = f"Version {number}" if number else "The words now"
            if not self._context.attempt(partial(self._lay, sides, number, title)):
                return
        self.comparing.show_sides(*sides)
        self.comparing.show()

    def _lay(self, sides: list[Side], number: int, title: str) -> None:
        sides.append(Side(title, passports.parts_of(self._context.store, self._pupil_id, number)))

    def look_at(self, number: int) -> None:
        """Show one version as it was frozen."""
        self.close_view()
        self._frozen.addWidget(PlainLabel(f"Version {number}, as it was given out", "field"))
        for heading, text in passports.parts_of(self._context.store, self._pupil_id, number):
            self._frozen.addWidget(PlainLabel(heading, "field"))
            self._frozen.addWidget(PlainLabel(text or "Nothing was written here.", "" if text else "quiet"))

    def close_view(self) -> None:
        """Show the list alone."""
        self.comparing.hide()
        clear(self._frozen)
