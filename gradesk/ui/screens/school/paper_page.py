"""Paper: the school's logo, and for each document which sections stand on it, in which order, under which heading."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QPainter, QPixmap, QShortcut
from PySide6.QtWidgets import QWidget

from gradesk.services import pictures
from gradesk.services.paper import layouts
from gradesk.services.paper.layouts import Layout, Section
from gradesk.services.school import logos, school
from gradesk.system.progress import Progress
from gradesk.ui.context import Context
from gradesk.ui.file_task import FileTask
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, card, column, flow
from gradesk.ui.kit.tables.rows import RowsTable
from gradesk.ui.kit.tables.rows_model import Field, RowsModel

HEADING = 1  # the column that is written in
SHOWN, OUTSIDE = 1, 2  # digits
LINES = 7  # of the table that are always in sight
KEYS = (
    "Enter changes the heading, 1 shows or hides the section in hand, Alt+Shift+Up and Alt+Shift+Down move it, Delete goes "
    "back to the heading that ships."
)


class PaperPage(QWidget):
    """One document at a time. `initiator` is the screen this stands on, which need not read its own changes anew."""

    def __init__(self, context: Context, initiator: object) -> None:
        super().__init__()
        self.context = context
        self._initiator = initiator
        self._layout: Layout | None = None
        self.logo = PlainLabel("", wrap=False)
        self.no_logo = PlainLabel("No logo yet. Pages carry the school’s name alone.", "quiet")
        self.choose = button("Choose a logo …", self._choose_logo)
        self._picture = FileTask(context, self.choose, self)
        self.remove = button("Remove the logo", self._remove_logo)
        self.which = ChoiceEditor([(one.code, one.title) for one in layouts.shipped()])
        self.which.fit_contents()
        self.which.widget.setAccessibleName("Document")
        self.which.edited.connect(self.reload)
        self.model = RowsModel(
            [
                Field("Section", lambda row: row.title, share=4),
                Field("Heading on paper", lambda row: row.heading, self._head, share=4),
                Field("Shown", lambda row: "yes" if row.is_shown else "no", share=2),
                Field("Copies", self._goes, share=2),
            ],
            key=lambda row: f"{self.code} {row.code}",
        )
        self.table = RowsTable(self.model, "Sections of the document", HEADING, digits_everywhere=True)
        self.table.digit.connect(self._digit)
        self.table.emptied.connect(lambda place, _column: self._change(place, {"heading": ""}))
        self.keys = PlainLabel("", "quiet")
        self.notice = PlainLabel("", "quiet")
        self.outside = button("Keep it with staff, or let it go", partial(self._here_digit, OUTSIDE))
        for key, step in (("Alt+Shift+Up", -1), ("Alt+Shift+Down", 1)):
            shortcut = QShortcut(QKeySequence(key), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(partial(self._move, step))
        inside = QWidget()
        inside.setLayout(column(*self._cards(), None, margin=16, gap=12))
        self.setLayout(column(ScrollPage(inside)))
        context.look.heed(self, self._measure)

    @property
    def code(self) -> str:
        """The document in hand."""
        return str(self.which.value())

    def reload(self) -> None:
        """Show the logo and the document in hand anew; the section in hand stays in hand."""
        self._show_logo()
        self.table.commit_open()
        here = self._here()
        found = layouts.layout(self.context.store, self.code)
        self._layout = found
        self.model.show_rows(found.sections)
        self._measure()
        codes = [one.code for one in found.sections]
        self.table.go_to(codes.index(here.code) if here and here.code in codes else 0, HEADING)
        self._tell(found)

    def flush(self) -> None:
        """Keep the cell that is being typed in."""
        self.table.commit_open()

    # Parts ------------------------------------------------------------------------------------------------------

    def _cards(self) -> list[QWidget]:
        return [
            card(
                PlainLabel("Logo", "heading"),
                PlainLabel(
                    "It stands at the top right of printed pages. Kept small, without what the camera or program "
                    "wrote into it.",
                    "quiet",
                ),
                self.logo,
                self.no_logo,
                flow(self.choose, self.remove),
            ),
            card(
                PlainLabel("Sections of each document", "heading"),
                PlainLabel(
                    "Which sections stand on a page, in which order, and under which heading. The words that people "
                    "wrote stay as they are; a section that does not stand on the page is kept.",
                    "quiet",
                ),
                flow(self.which.widget),
                self.notice,
                self.table,
                self.keys,
                flow(
                    button("Up", partial(self._move, -1)),
                    button("Down", partial(self._move, 1)),
                    button("Show or hide", partial(self._here_digit, SHOWN)),
                    self.outside,
                    button("Go back to what ships", self._reset),
                ),
            ),
        ]

    def _measure(self) -> None:
        self.table.setMinimumHeight(self.table.fontMetrics().lineSpacing() * 2 * LINES)
        self.table.measure(self.context.look.theme)

    def _goes(self, row: Section) -> str:
        if self._layout is None or not self._layout.outside:
            return "all"
        return "all" if row.is_outside else "staff only"

    def _tell(self, found: Layout) -> None:
        self.outside.setVisible(bool(found.outside))
        letting = f" 2 keeps it with staff, or lets it stand {_lowered(found.outside)}." if found.outside else ""
        self.keys.setText(KEYS + letting)
        self.notice.setText(
            "Arranged by your school." if found.is_changed else "As it ships; nothing was changed by your school."
        )

    def _here(self) -> Section | None:
        place = self.table.currentIndex().row()
        return self.model.rows[place] if 0 <= place < len(self.model.rows) else None

    # Doing ------------------------------------------------------------------------------------------------------

    def _head(self, row: Any, words: str) -> bool:
        return self._kept(row, {"heading": words})

    def _change(self, place: int, values: dict[str, object]) -> None:
        self._kept(self.model.rows[place], values)

    def _kept(self, row: Section, values: dict[str, object]) -> bool:
        store, place = self.context.store, self.model.rows.index(row)
        kept = self.context.attempt(lambda: layouts.change(store, self.code, row.code, values, self._initiator))
        if kept:
            found = layouts.layout(store, self.code)
            self._layout = found
            self.model.renew(place, next(one for one in found.sections if one.code == row.code))
            self._tell(found)
        return kept

    def _digit(self, place: int, digit: int, _with_alt: bool) -> None:
        row = self.model.rows[place]
        if digit == SHOWN:
            self._kept(row, {"is_shown": not row.is_shown})
        elif digit == OUTSIDE and self._layout is not None and self._layout.outside:
            self._kept(row, {"is_outside": not row.is_outside})

    def _here_digit(self, digit: int) -> None:
        self._digit(max(self.table.currentIndex().row(), 0), digit, False)

    def _move(self, step: int) -> None:
        row, store = self._here(), self.context.store
        self.table.commit_open()
        if row and self.context.attempt(lambda: layouts.move(store, self.code, row.code, step, self._initiator)):
            self.reload()

    def _reset(self) -> None:
        if self._layout is not None and not self._layout.is_changed:
            self.context.say("This is how it ships; there is nothing to go back from.", "info")
            return
        store = self.context.store
        if self.context.attempt(lambda: layouts.reset(store, self.code, self._initiator)):
            self.reload()
            self.context.done("The page is as it ships again; Ctrl+Z takes that back.", "good")

    def _show_logo(self) -> None:
        found = school.logo(self.context.store)
        picture = QPixmap()
        if found:
            picture.loadFromData(found)
            picture = _on_paper(picture)
            size = self.context.look.theme.px(96)
            picture = picture.scaled(
                size * 3, size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        self.logo.setPixmap(picture)
        self.logo.setAccessibleName("The school’s logo" if found else "")
        self.logo.setVisible(bool(found))
        self.no_logo.setVisible(not found)
        self.remove.setVisible(bool(found))
        self.choose.setText("Change the logo …" if found else "Choose a logo …")

    def _choose_logo(self) -> None:
        if self._picture.stop():
            return
        path = self.context.ask.open_file(self, "Choose a logo", "Pictures (*.png *.jpg *.jpeg)")
        if path is None:
            return
        store, initiator = self.context.store, self._initiator

        wrote: list[int] = []

        def work(count: Progress) -> None:
            with store.deed() as units:
                logos.keep(store, pictures.read(path, count), initiator, count)
            wrote.extend(units)

        self._picture.begin(work, lambda _nothing: self._logo_kept(wrote))

    def _logo_kept(self, wrote: Sequence[int]) -> None:
        self._show_logo()
        words = "The logo is kept; pages carry it from now on. Ctrl+Z takes it back."
        self.context.done(words, "good", wrote=wrote)
        self.choose.setFocus()

    def _remove_logo(self) -> None:
        if self.context.attempt(lambda: logos.keep(self.context.store, None, self._initiator)):
            self._show_logo()
            self.context.done("The logo is removed; Ctrl+Z brings it back.", "good")


def _on_paper(picture: QPixmap) -> QPixmap:
    """On white, as it will be printed, whatever the theme of the window."""
    ground = QPixmap(picture.size())
    ground.fill(Qt.GlobalColor.white)
    painter = QPainter(ground)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    return ground


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]
