"""From a commit, on whatever thread, to one signal on the window's own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from gradesk.store.work import Changed, Store


class Changes(QObject):
    """Announces every unit of work to the screens. Qt queues the signal when the commit came from a worker.

    `written` is the unit of the deed in hand, None while it wrote nothing: what just was done is taken back by it.
    """

    changed = Signal(object)

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.written: int | None = None
        store.listen(self._pass_on)

    def begin(self) -> None:
        """A new deed begins; what was written before is not its."""
        self.written = None

    def _pass_on(self, changed: Changed) -> None:
        self.written = changed.unit_id
        self.changed.emit(changed)


class Notices(QObject):
    """Says on the window's thread what a person should hear although nothing failed."""

    said = Signal(str)

    def __init__(self, say: Callable[[str], None]) -> None:
        super().__init__()
        self.said.connect(say)
