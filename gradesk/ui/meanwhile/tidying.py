"""Looking for garbage, on the window's thread only."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 1_000  # ms


class Tidying(QObject):
    """Python looks for garbage on whichever thread happens to ask for memory. Among the garbage are widgets, and Qt ends
    the program when a widget is taken down by a worker. So Python's own looking is off while the window is open, and done
    here once a second by Python's own thresholds.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tidy)

    def begin(self) -> None:
        """Begin to look. Before a school is shown there is no garbage, and much is loaded that would be walked through."""
        self._timer.start(EVERY)

    def tidy(self) -> None:
        """Collect the oldest generation that is due."""
        counts, limits = gc.get_count(), gc.get_threshold()
        due = [age for age in range(3) if counts[age] > limits[age]]
        if due:
            gc.collect(max(due))

    def stop(self) -> None:
        """Leave the looking to Python again."""
        self._timer.stop()
        gc.enable()
