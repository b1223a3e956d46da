"""The counter one keeps beside while watching a class: large, quiet, and worked by single keys."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from gradesk.model.rules.tallying import COUNTED, OFF, ON, SECONDS, Tally
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor, LineEditor
from gradesk.ui.kit.forms.pause import Pause
from gradesk.ui.kit.labels import PlainLabel, caption, restyle
from gradesk.ui.kit.layouts import column, flow, row
from gradesk.ui.kit.spoken import Role
from gradesk.ui.looks.theme import Theme

BEAT = 200  # ms between two drawings of the clock
CUE = 3.0  # s for which the cue to look stays lit
SIDE, WIDEST = 180, 240  # pixels of the clock: at the usual size of text, and at most, to leave room for the keys
_SAID = {ON: "on task", OFF: "not on task", COUNTED: "counted"}
_KEYS = {"1": ON, "o": ON, "0": OFF, "n": OFF, "+": COUNTED, "c": COUNTED}


class CueClock(QWidget):
    """A ring that fills until the next look, and is full and thick while it is time to look."""

    spoken_as = Role.Clock

    def __init__(self, theme: Callable[[], Theme]) -> None:
        super().__init__()
        self._theme = theme
        self._share, self._is_now, self._words = 0.0, False, "0:00"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A square that grows with the text."""
        side = min(self._theme().px(SIDE), WIDEST)
        return QSize(side, side)

    def show_time(self, elapsed: float, share: float, is_now: bool) -> None:
        """Show the seconds watched, the share of the interval that is over, and whether to look now."""
        self._share, self._is_now = share, is_now
        self._words = f"{int(elapsed) // 60}:{int(elapsed) % 60:02d}"
        self.setAccessibleName(f"{self._words} watched" + (", look now" if is_now else ""))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ring and time."""
        theme = self._theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = theme.px(12 if self._is_now else 7)
        ring = QRectF(self.rect()).adjusted(thick, thick, -thick, -thick)
        painter.setPen(QPen(theme.colour("line"), thick))
        painter.drawEllipse(ring)
        painter.setPen(QPen(theme.colour("accent"), thick))
        painter.drawArc(ring, 90 * 16, -round((1.0 if self._is_now else self._share) * 360 * 16))
        painter.setPen(theme.colour("text"))
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.7)
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)
        painter.end()


class TallyCounter(QWidget):
    """Counts looks and one behaviour. `counted` hands on what stands there, soon after a key and when it stops.

    `clock` gives seconds that only grow. Space starts and holds; 1 is on task, 0 is not; + counts; Backspace takes the
    last back.
    """

    spoken_as = Role.Grouping

    counted = Signal()
    ended = Signal()

    def __init__(self, theme: Callable[[], Theme], name: str = "", clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self.tally = Tally(clock)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Counter for watching in class")
        self.ring = CueClock(theme)
        self.cue = PlainLabel("", "title")
        self.last = PlainLabel("", "ask")
        self.whose = PlainLabel(f"Watching {name}" if name else "", "quiet")
        self.where = PlainLabel("", "quiet")
        self.every = ChoiceEditor([(seconds, f"look every {seconds} seconds") for seconds in SECONDS])
        self.every.fit_contents()
        self.every.widget.setAccessibleName("How often to look")
        self.every.show(30)
        self.every.edited.connect(self._new_pace)
        self.what = LineEditor()
        self.what.line.setPlaceholderText("what is counted, such as: calls out")
        self.what.line.setMinimumWidth(self.fontMetrics().averageCharWidth() * 40)
        self.what.line.setAccessibleName("What is counted")
        self.what.edited.connect(self._named)
        self.what.line.returnPressed.connect(lambda: self.setFocus(Qt.FocusReason.OtherFocusReason))
        self.start = button("Start  (Space)", self.start_or_hold, "main")
        self.on = self._large(lambda: self.mark(ON))
        self.off = self._large(lambda: self.mark(OFF))
        self.count = self._large(lambda: self.mark(COUNTED))
        self.back = button("Take the last back  (Backspace)", self.undo)
        self.end = button("Finish and fill in the rest", self.finish)
        for made in (self.start, self.on, self.off, self.count, self.back):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys stay with the counter whatever was clicked
        watching = row(self.ring, column(None, self.cue, self.last, self.whose, self.where, None), gap=24)
        watching.setStretch(1, 1)
        marks = row(self.on, self.off, self.count, gap=12)
        self.setLayout(
            column(
                flow(self.every.widget, self.what.widget),
                watching,
                marks,
                flow(self.start, self.back, self.end),
                gap=12,
            )
        )
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT)
        self._beat.timeout.connect(self._tick)
        self._rest = Pause(self)
        self._rest.came.connect(self.flush)
        self._show()

    def begin(self, every: int | None = None, what: str = "") -> None:
        """Begin anew, with another pace and behaviour; what was counted before was handed on."""
        self.flush()
        self.tally = Tally(self._clock, every or int(self.every.value()))
        self.every.show(self.tally.seconds)
        self.what.show(what)
        self._show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_up(self, tally: Tally, what: str) -> None:
        """Go on with a sitting that was begun before; its time went on while it was out of sight."""
        self.tally = tally
        self.what.show(what)
        self.every.show(tally.seconds)
        self._show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def retire(self) -> None:
        """Show no more; the sitting itself goes on in its tally."""
        self._beat.stop()
        self._rest.stop()

    def start_or_hold(self) -> None:
        """Let the time run, or hold it."""
        if self.tally.is_running:
            self.tally.stop()
            self._noted()
        else:
            self.tally.start()
        self._show()

    def mark(self, what: str) -> None:
        """Note one look, or one of what is counted."""
        self.tally.mark(what)
        self._noted()
        self.last.setText(f"Noted: {_SAID[what]}" if what != COUNTED else f"Noted: {self._behaviour()}")
        self._show()

    def undo(self) -> None:
        """Take the last one back."""
        taken = self.tally.undo()
        self.last.setText(f"Taken back: {_SAID[taken]}" if taken else "There is nothing to take back.")
        if taken:
            self._noted()
        self._show()

    def finish(self) -> None:
        """Stop, and hand on what was counted; what could not be kept stays in sight."""
        self.tally.stop()
        self._rest.start()
        self.flush()
        self._show()
        if not self.holds_back:
            self.ended.emit()

    def flush(self) -> None:
        """Hand on what was counted and not handed on yet."""
        if self._rest.isActive():
            self._rest.stop()
            self.counted.emit()

    def put_off(self) -> None:
        """What was handed on could not be kept: it is handed on again with the next flush."""
        self._rest.start()

    @property
    def holds_back(self) -> bool:
        """Whether something was counted that is not handed on."""
        return self._rest.isActive()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key each."""
        typed = event.text().casefold()
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self.start_or_hold()
        elif event.key() == Qt.Key.Key_Backspace:
            self.undo()
        elif typed in _KEYS:
            if not event.isAutoRepeat():
                self.mark(_KEYS[typed])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that keys count."""
        super().focusInEvent(event)
        self.where.setText("▸ Keys count now")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say how keys count again."""
        super().focusOutEvent(event)
        self.where.setText("Keys go elsewhere now; click the clock to count by keys")

    def _large(self, run: Callable[[], object]) -> QPushButton:
        made = button("", run)
        made.setProperty("large", True)  # read at arm's length; the stylesheet says how large
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return made

    def _new_pace(self) -> None:
        self.tally.seconds = int(self.every.value())
        self._noted()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()

    def _named(self) -> None:
        self._noted()
        self._show()

    def _behaviour(self) -> str:
        return str(self.what.value()).strip() or "counted"

    def _noted(self) -> None:
        self._rest.start()

    def _tick(self) -> None:
        since = self.tally.seconds - self.tally.to_next
        is_now = self.tally.cues > 0 and since < CUE
        self.ring.show_time(self.tally.elapsed, since / self.tally.seconds, is_now)
        if not self.tally.is_running:
            words = "Held. Space goes on." if self.tally.elapsed else "Space starts; look up, and press 1 or 0."
        else:
            words = "Look now: 1 on task, 0 not" if is_now else f"Next look in {int(self.tally.to_next) + 1} s"
        if self.cue.text() != words:
            self.cue.setText(words)

    def _show(self) -> None:
        tally = self.tally
        self.start.setText(caption("Hold  (Space)" if tally.is_running else "Start  (Space)"))
        for made, words in (
            (self.on, f"On task  (1)\n{tally.on_task}"),
            (self.off, f"Not on task  (0)\n{tally.looks - tally.on_task}"),
            (self.count, f"{self._behaviour()[:24].capitalize()}  (+)\n{tally.counted}"),
        ):
            made.setText(caption(words))
            made.setAccessibleName(words.replace("\n", ": "))
        restyle(self.start, role="main" if not tally.is_running else "")
        if tally.is_running != self._beat.isActive():
            (self._beat.start if tally.is_running else self._beat.stop)()
        self._tick()
