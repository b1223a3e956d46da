"""What every tab of a pupil's page is: it shows one pupil and keeps what is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from gradesk.model.base import Entity
from gradesk.services import staff
from gradesk.services.pupils import PupilPage
from gradesk.system.refusal import Refused
from gradesk.ui.context import Context
from gradesk.ui.kit.form import Form, Options


class Panel(QWidget):
    """Base of the tabs. `kinds` are the records it shows beside the pupil's own."""

    kinds: frozenset[str] = frozenset()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("scrolled")
        self.context = context
        self.page: PupilPage | None = None

    @property
    def pupil_id(self) -> str:
        """Whose page this is."""
        assert self.page is not None
        return self.page.pupil.uuid

    def show_page(self, page: PupilPage) -> None:
        """Show a pupil, or the same one anew."""
        self.page = page
        self.reload()

    def reload(self) -> None:
        """Read anew what is shown."""

    def flush(self) -> None:
        """Keep what is being typed in any form of this tab."""
        for form in self.findChildren(Form):
            form.flush()

    def attempt(self, deed: Callable[[], object]) -> bool:
        """Do something that may be refused; a refusal is said in the banner."""
        try:
            deed()
        except Refused as refusal:
            self.context.say(str(refusal), "problem")
            return False
        return True

    def form(
        self,
        entity: type[Entity],
        names: tuple[str, ...],
        keep: Callable[[Mapping[str, Any]], object],
        columns: int = 1,
        options: Options | None = None,
    ) -> Form:
        """A form whose edits are kept by `keep` as they are typed."""
        made = Form(entity, names, self.context.store.clock.today, self.context.words(), columns, options)
        made.edited.connect(lambda values: self.attempt(lambda: keep(values)))
        made.problem.connect(lambda words: self.context.say(words, "problem"))
        return made

    def staff_choices(self) -> list[tuple[Any, str]]:
        """Everybody on the staff, with nobody first."""
        return [(None, ""), *((person.uuid, person.name) for person in staff.staff(self.context.store))]
