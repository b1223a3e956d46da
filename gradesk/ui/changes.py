"""From a commit, on whatever thread, to one signal on the window's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from gradesk.store.work import Changed, Store


class Changes(QObject):
    """Announces every unit of work to the screens. Qt queues the signal when the commit came from a worker.

    `written` are the units of the last deed, none where it wrote nothing: what was just done is taken back by them.
    """

    changed = Signal(object)

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.written: tuple[int, ...] = ()
        self._store = store
        store.listen(self._pass_on)

    @contextmanager
    def deed(self) -> Iterator[None]:
        """A person does something; what anybody writes before or after it, or because they hear of it, is not its."""
        self.written = ()
        with self._store.deed() as units:
            yield
        self.written = tuple(units)

    def take(self) -> tuple[int, ...]:
        """The units of the last deed, once: whatever is said next is about another one."""
        written, self.written = self.written, ()
        return written

    def _pass_on(self, changed: Changed) -> None:
        self.changed.emit(changed)


class Notices(QObject):
    """Says on the window's thread what a person should hear although nothing failed."""

    said = Signal(str)

    def __init__(self, say: Callable[[str], None]) -> None:
        super().__init__()
        self.said.connect(say)
