"""Two versions side by side: what went is struck through at the left, what is new is bold and underlined at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QResizeEvent, QTextCharFormat
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from gradesk.model.rules.words.word_changes import Piece, pieces, same_words
from gradesk.ui.kit.forms.growing import GrowingText
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column
from gradesk.ui.looks.theme import Theme

SIDE_BY_SIDE = 620  # pixels, at the usual size of text, below which the newer text stands under the older
LEGEND = "Struck through: no longer there. Bold and underlined: new."


@dataclass(frozen=True)
class Side:
    """One version: its title, and its parts as pairs of heading and text in their order."""

    title: str
    parts: Sequence[tuple[str, str]]


class CompareView(QWidget):
    """Shows two versions part by part. Parts that are the same are named in one line, so that the changes stand out."""

    def __init__(self, theme: Callable[[], Theme]) -> None:
        super().__init__()
        self._theme = theme
        self._sides: tuple[Side, Side] | None = None
        self._pairs: list[QBoxLayout] = []
        self.summary = PlainLabel("", "field")
        self._parts = QVBoxLayout()
        self._parts.setSpacing(10)
        self.setLayout(column(self.summary, PlainLabel(LEGEND, "quiet"), self._parts, gap=8))

    def show_sides(self, older: Side, newer: Side) -> None:
        """Lay two versions side by side."""
        self._sides = (older, newer)
        self._build()

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._sides is not None:
            self._build()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One under the other where there is no room for two."""
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        wide = self.width() >= self._theme().px(SIDE_BY_SIDE)
        for pair in self._pairs:
            pair.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def _build(self) -> None:
        assert self._sides is not None
        older, newer = self._sides
        clear(self._parts)
        self._pairs = []
        before, after = dict(older.parts), dict(newer.parts)
        headings = list(dict.fromkeys([*after, *before]))
        changed = [name for name in headings if not same_words(before.get(name, ""), after.get(name, ""))]
        same = [name for name in headings if name not in changed]
        self.summary.setText(_summary(older.title, newer.title, len(changed), len(headings)))
        for name in changed:
            left, right = pieces(before.get(name, ""), after.get(name, ""))
            pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
            pair.setSpacing(12)
            for title, kept, is_new in ((older.title, left, False), (newer.title, right, True)):
                pair.addLayout(
                    column(PlainLabel(title, "quiet"), self._pane(name, title, kept, is_new), None, gap=3), 1
                )
            self._pairs.append(pair)
            self._parts.addWidget(card(PlainLabel(name, "field"), pair))
        if same:
            self._parts.addWidget(PlainLabel(f"The same in both: {', '.join(same)}.", "quiet"))
        self._turn()

    def _pane(self, heading: str, title: str, kept: Sequence[Piece], is_new: bool) -> GrowingText:
        pane = GrowingText(1)
        pane.setReadOnly(True)
        pane.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        pane.setAccessibleName(f"{heading}: {title}")
        marked = self._marked(is_new)
        cursor = pane.textCursor()
        for piece in kept:
            cursor.insertText(piece.text, QTextCharFormat() if piece.same else marked)
        pane.moveCursor(cursor.MoveOperation.Start)
        there = "; ".join(piece.text.strip() for piece in kept if not piece.same)
        pane.setAccessibleDescription(f"{'New' if is_new else 'No longer there'}: {there}" if there else "")
        if not kept:
            pane.setPlaceholderText("Nothing was written here.")
        return pane

    def _marked(self, is_new: bool) -> QTextCharFormat:
        made = QTextCharFormat()
        role = "good" if is_new else "warm"
        made.setBackground(self._theme().colour(role))
        made.setForeground(self._theme().colour(f"{role}_text"))
        if is_new:
            made.setFontWeight(QFont.Weight.Bold)
            made.setFontUnderline(True)
        else:
            made.setFontStrikeOut(True)
        return made


def _summary(older: str, newer: str, changed: int, count: int) -> str:
    if changed == 0:
        return f"{older} and {newer} say the same."
    parts = "part" if count == 1 else "parts"
    verb = "differs" if changed == 1 else "differ"
    return f"{older} and {newer}: {changed} of {count} {parts} {verb}."
