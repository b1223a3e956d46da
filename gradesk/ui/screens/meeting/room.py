"""What a step of a meeting may ask of the room it is held in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtWidgets import QWidget

from gradesk.model.base import Entity
from gradesk.model.meetings.minutes import MeetingLine
from gradesk.services.meetings.kinds import Step
from gradesk.services.meetings.minutes import Minutes
from gradesk.ui.context import Context
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.parts.keeping import Keep


class Room(Protocol):
    """The meeting that is being held."""

    context: Context
    minutes: Minutes
    shows_all: bool  # staff notes and scores may be seen in this meeting

    def attempt(self, deed: Callable[[], object]) -> bool:
        """Do something that may be refused; then what is shown is read anew."""

    def read(self) -> None:
        """Read anew what is shown."""

    def names(self) -> Sequence[str]:
        """The people a line may name."""

    def differ(self, line: MeetingLine) -> None:
        """Ask who does not agree with a line, and why."""

    def form(
        self,
        entity: type[Entity],
        names: tuple[str, ...],
        keep: Keep,
        about: str,
        *,
        columns: int = 1,
        ahead: bool = True,
        halves: bool = False,
    ) -> Form:
        """A form whose words are kept as they are typed."""

    def told(self, step: Step) -> str:
        """The title of a step with the child's name in it."""


class StepPage(QWidget):
    """One step: what was said so far, and a place for more."""

    def __init__(self, room: Room, step: Step) -> None:
        super().__init__()
        self.room, self.step = room, step

    def show_minutes(self, found: Minutes) -> None:
        """Show what is written of it; what is being typed is left alone."""
        raise NotImplementedError

    def begin(self) -> None:
        """Put the cursor where one types first."""
        raise NotImplementedError

    def spoken(self, found: Minutes) -> list[str]:
        """What is read back before the step is left: the words that everybody may hear, a sentence each."""
        del found
        return []

    def flush(self) -> bool:
        """Keep what stands half typed, as the step is left; False where it was refused and stays."""
        self.keep()
        return True

    def keep(self) -> None:
        """Keep what is kept as it is typed; a line that was not sent stays in its field."""
        for form in self.findChildren(Form):
            form.flush()
