"""What a screen may ask for, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtWidgets import QWidget

from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from gradesk.system.words import Words
from gradesk.ui.ask import Ask
from gradesk.ui.changes import Changes
from gradesk.ui.looks.look import Look


class Go(Protocol):
    """Go to a screen by its name, with what it should show."""

    def __call__(self, screen: str, **place: object) -> None: ...


class Say(Protocol):
    """Say words in the banner, with what can be done about it.

    "info" and "good" pass; a "problem" stays until something is accepted, a "standing" one until it is taken back.
    """

    def __call__(self, words: str, kind: str, acts: Sequence[tuple[str, Callable[[], object]]] = (), /) -> None: ...


class Done(Protocol):
    """Say in the banner what was just done and kept, with a button that takes back just that.

    That is what the last `attempt` wrote; what a worker did says itself which units it `wrote`.
    """

    def __call__(
        self,
        words: str,
        kind: str = "good",
        acts: Sequence[tuple[str, Callable[[], object]]] = (),
        /,
        wrote: Sequence[int] | None = None,
    ) -> None: ...


@dataclass(frozen=True)
class Context:
    """The school's file and the window's services, as a screen sees them."""

    store: Store
    within: QWidget  # where a screen has its place, from the first: Qt dresses all that is moved anew
    look: Look
    changes: Changes
    ask: Ask
    go: Go
    back: Callable[[], object]  # to where the window was before
    say: Say
    done: Done
    unsay: Callable[[str], object]  # takes one sentence back, when its reason is gone
    accepted: Callable[[], object]  # takes back why the last deed was refused
    words: Callable[[], Words]
    lock: Callable[[], object]  # closes the file until its passphrase is typed

    def attempt(self, deed: Callable[[], object]) -> bool:
        """Do something that may be refused; a refusal is said in the banner. True when it was done."""
        try:
            with self.changes.deed():
                deed()
        except Refused as refusal:
            self.say(self.words().say(str(refusal)), "problem")
            return False
        self.accepted()
        return True
