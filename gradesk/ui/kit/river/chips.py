"""What the marks of the river mean, and which of them are shown: legend and filter in one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QPushButton, QWidget

from gradesk.model.rules.river.story import KINDS, SHAPES
from gradesk.ui.kit.labels import caption, tip
from gradesk.ui.kit.layouts import FlowLayout, clear
from gradesk.ui.kit.river.brush import paint_glyph
from gradesk.ui.kit.spoken import Role
from gradesk.ui.looks.theme import Theme

SIDE = 18  # pixels at the usual size of text
_RATIO = 2


class KindChips(QWidget):
    """A button for each kind there is, with its mark; pressed in while that kind is shown."""

    spoken_as = Role.Grouping

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._flow = FlowLayout(6)
        self.setLayout(self._flow)
        self.setAccessibleName("Kinds shown")
        self.buttons: dict[str, QPushButton] = {}
        self._hidden: set[str] = set()

    def show_kinds(self, kinds: Sequence[str]) -> None:
        """Offer these kinds; what was hidden stays hidden."""
        if list(self.buttons) == list(kinds):
            return
        clear(self._flow)
        self.buttons = {}
        for kind in kinds:
            made = QPushButton(caption(KINDS.label(kind)))
            made.setCheckable(True)
            made.setChecked(kind not in self._hidden)
            made.setProperty("role", "kind")
            made.setToolTip(tip(KINDS[kind].meaning))
            made.toggled.connect(lambda on, kind=kind: self._turn(kind, on))
            self.buttons[kind] = made
            self._name(kind)
            self._flow.addWidget(made)
        self._dress()

    def shown(self) -> frozenset[str]:
        """The kinds that are shown."""
        return frozenset(kind for kind in KINDS.codes if kind not in self._hidden)

    def set_theme(self, theme: Theme) -> None:
        """Draw the marks in other colours."""
        self._theme = theme
        self._dress()

    def _turn(self, kind: str, on: bool) -> None:
        (self._hidden.discard if on else self._hidden.add)(kind)
        self._name(kind)
        self.changed.emit()

    def _name(self, kind: str) -> None:
        state = "hidden" if kind in self._hidden else "shown"
        self.buttons[kind].setAccessibleName(f"{KINDS.label(kind)}: {state}")

    def _dress(self) -> None:
        side = self._theme.px(SIDE)
        for kind, made in self.buttons.items():
            made.setIcon(_picture(self._theme, kind, side))
            made.setIconSize(QSize(side, side))


def _picture(theme: Theme, kind: str, side: int) -> QIcon:
    icon = QIcon()
    for state, role in ((QIcon.State.On, "text"), (QIcon.State.Off, "quiet")):
        pixmap = QPixmap(side * _RATIO, side * _RATIO)
        pixmap.setDevicePixelRatio(_RATIO)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(side / 2, side / 2)
        painter.setPen(QPen(theme.colour("card"), 1))
        painter.setBrush(theme.colour(role))
        if kind in SHAPES:
            paint_glyph(painter, SHAPES[kind], side * 0.7, theme.colour(role))
        else:
            _bar(painter, theme, kind, side)
        painter.end()
        icon.addPixmap(pixmap, QIcon.Mode.Normal, state)
    return icon


def _bar(painter: QPainter, theme: Theme, kind: str, side: int) -> None:
    """Cycles and support are not marks but blocks."""
    width, height = side * 0.9, side * 0.5
    if kind == "cycle":
        for place, role in enumerate(("assess", "plan", "do", "review")):
            painter.fillRect(
                round(-width / 2 + place * width / 4), round(-height / 2), round(width / 4), round(height),
                theme.colour(role),
            )  # fmt: skip
        return
    painter.setBrush(theme.colour("accent_soft"))
    painter.setPen(QPen(theme.colour("accent"), 1))
    painter.drawRoundedRect(round(-width / 2), round(-height / 2), round(width), round(height), 3, 3)
