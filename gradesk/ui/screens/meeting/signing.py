"""Signing on screen by mouse, pen or finger: what was drawn is kept as strokes, and drawn anew at any size."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QSizePolicy, QVBoxLayout, QWidget

from gradesk.model.vocabulary import SIGNED_HOW
from gradesk.services.meetings import holding
from gradesk.services.meetings.minutes import Minutes
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import clear, column, flow
from gradesk.ui.kit.spoken import Role
from gradesk.ui.looks.theme import Theme
from gradesk.ui.screens.meeting.room import Room

WIDE, TALL = 560, 150  # pixels at the usual size of text


class SignPad(QWidget):
    """A box to draw in. Strokes are lists of points between 0 and 1, so that they are drawn at any size."""

    spoken_as = Role.Graphic
    drawn = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._look = room.context.look
        self.strokes: list[list[list[float]]] = []
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName("A box to sign in by mouse, pen or finger")
        room.context.look.fit(self, lambda theme: self._measure(theme))

    def _measure(self, theme: Theme) -> None:
        self.setMaximumWidth(theme.px(WIDE))
        self.setFixedHeight(theme.px(TALL))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def written(self) -> str:
        """What was drawn, as it is kept; empty for nothing."""
        return json.dumps(self.strokes) if self.strokes else ""

    def clear(self) -> None:
        """Nothing is drawn."""
        self.strokes = []
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A stroke begins; a pen or a finger comes as the mouse does."""
        self.strokes.append([self._at(event)])
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """It goes on."""
        if self.strokes:
            self.strokes[-1].append(self._at(event))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It ends."""
        del event
        self.drawn.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box, its line, and what was drawn."""
        del event
        theme, painter = self._look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("edge"), 1))
        painter.setBrush(theme.colour("card"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)
        base = round(self.height() * 0.78)
        painter.drawLine(theme.px(16), base, self.width() - theme.px(16), base)
        painter.setPen(QPen(theme.colour("text"), theme.px(2), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for stroke in self.strokes:
            points = [QPointF(x * self.width(), y * self.height()) for x, y in stroke]
            if len(points) == 1:
                painter.drawPoint(points[0])
            else:
                painter.drawPolyline(points)

    def _at(self, event: QMouseEvent) -> list[float]:
        place = event.position()
        return [round(place.x() / self.width(), 4), round(place.y() / self.height(), 4)]


class Signing(QWidget):
    """Who was there, each with three ways to sign."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room, self._who = room, ""
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self.pad = SignPad(room)
        self.asked = PlainLabel("", "field")
        self.keep = button("Keep this signature", self._keep, "main")
        self.again = button("Draw it again", self.pad.clear)
        self._box = QWidget()
        self._box.setLayout(column(self.asked, self.pad, flow(self.keep, self.again), gap=8))
        self._box.hide()
        self.setLayout(column(PlainLabel("Signing, if you wish", "heading"), self._list, self._box, gap=8))

    def show_minutes(self, found: Minutes) -> None:
        """Show who signed and who may; from one who has signed the cursor goes on to the next."""
        here, first = QApplication.focusWidget(), None
        had = here is not None and self.isAncestorOf(here)
        clear(self._list)
        signed = {one.name.casefold(): one for one in found.signatures}
        for name in found.there:
            if (mark := signed.get(name.casefold())) is not None:
                self._list.addWidget(PlainLabel(f"{name}: {SIGNED_HOW.label(mark.how).lower()}"))
                continue
            ways: tuple[tuple[str, Callable[[], Any]], ...] = (
                ("Sign on screen", partial(self._draw, name)),
                ("Print for signature", partial(self._note, name, "print")),
                ("Signed paper seen", partial(self._note, name, "paper")),
            )
            acts = [button(title, run, "link") for title, run in ways]
            for act in acts:
                act.setAccessibleName(f"{act.text()}: {name}")
            self._list.addWidget(flow(PlainLabel(name, "field", wrap=False), *acts))
            first = first or acts[0]
        if not found.there:
            self._list.addWidget(PlainLabel("Nobody is ticked as here yet.", "quiet"))
        if had and first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Let go of what was begun in another meeting."""
        self._who = ""
        self.asked.setText("")
        self.pad.clear()
        self._box.hide()

    def _draw(self, name: str) -> None:
        self._who = name
        self.asked.setText(f"{name} signs here")
        self.pad.clear()
        self._box.show()
        self.keep.setFocus()

    def _keep(self) -> None:
        written = self.pad.written()
        if self._note(self._who, "screen", written):
            self._box.hide()

    def _note(self, name: str, how: str, strokes: str = "") -> bool:
        store, uuid = self._room.context.store, self._room.minutes.meeting.uuid
        return self._room.attempt(lambda: holding.sign(store, uuid, name, how, strokes))
