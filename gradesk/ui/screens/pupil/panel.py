"""What every tab of a pupil's page is: it shows one pupil and keeps what is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gradesk.model.base import Entity
from gradesk.services import staff
from gradesk.services.pupils import PupilPage
from gradesk.ui.context import Context
from gradesk.ui.keeping import Keep, kept_form
from gradesk.ui.kit.form import Form, Options


class Panel(QWidget):
    """Base of the tabs. `kinds` are the records it shows beside the pupil's own."""

    kinds: frozenset[str] = frozenset()
    calm_changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("scrolled")
        self.context = context
        self.page: PupilPage | None = None
        self._aside: dict[str, dict[Form, dict[str, Any]]] = {}

    @property
    def pupil_id(self) -> str:
        """Whose page this is."""
        assert self.page is not None
        return self.page.pupil.uuid

    def show_page(self, page: PupilPage) -> None:
        """Show a pupil, or the same one anew; what is typed is kept first, under the pupil it was typed for."""
        if self.page is not None:
            self.flush()
            if self.pupil_id != page.pupil.uuid:
                self._set_aside()
                self._take_up(page.pupil.uuid)
        self.page = page
        self.reload()

    def unkept(self) -> bool:
        """Whether something typed here could not be kept, or is not finished."""
        return bool(self._aside) or any(form.typed() for form in self.findChildren(Form))

    @property
    def is_calm(self) -> bool:
        """Whether this tab wants the page for itself, without the head and the other tabs."""
        return False

    def reload(self) -> None:
        """Read anew what is shown."""

    def flush(self) -> None:
        """Keep what is being typed in any form of this tab."""
        for form in self.findChildren(Form):
            form.flush()

    def attempt(self, deed: Callable[[], object]) -> bool:
        """Do something that may be refused; the refusal is said in a banner. True when it was done."""
        return self.context.attempt(deed)

    def form(
        self,
        entity: type[Entity],
        names: tuple[str, ...],
        keep: Keep,
        columns: int = 1,
        options: Options | None = None,
        halves: bool = False,
        *,
        spans: Mapping[str, int] | None = None,
        bare: bool = False,
        hints: Mapping[str, QWidget] | None = None,
    ) -> Form:
        """A form whose edits are kept by `keep` as they are typed."""
        return kept_form(
            self.context, entity, names, keep, columns, options, halves=halves, spans=spans, bare=bare, hints=hints
        )

    def _set_aside(self) -> None:
        """What could not be kept stays with the pupil it is about, until that pupil is shown again."""
        typed = {form: form.typed() for form in self.findChildren(Form) if form.typed()}
        self._aside.pop(self.pupil_id, None)
        if typed:
            self._aside[self.pupil_id] = typed
        for form in self.findChildren(Form):
            form.clear()

    def _take_up(self, pupil_id: str) -> None:
        here = self.findChildren(Form)
        for form, typed in self._aside.pop(pupil_id, {}).items():
            if form in here:
                form.retype(typed)

    def staff_choices(self) -> list[tuple[Any, str]]:
        """Everybody on the staff, with nobody first."""
        return [(None, ""), *((person.uuid, person.name) for person in staff.staff(self.context.store))]
