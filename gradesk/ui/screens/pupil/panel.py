"""What every tab of a pupil's page is: it shows one pupil and keeps what is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QScrollArea, QWidget

from gradesk.model.base import Entity
from gradesk.services.pupils import around
from gradesk.services.pupils.pupils import PupilPage
from gradesk.services.school import staff
from gradesk.ui.context import Context
from gradesk.ui.kit.forms.fields import Editor
from gradesk.ui.kit.forms.form import Form, Options, Unsent
from gradesk.ui.kit.forms.held import HeldPart, Typed, cursor_of, give_back, held_in, name_of, put_cursor
from gradesk.ui.kit.layouts import is_gone
from gradesk.ui.parts.keeping import Keep, kept_form


class Panel(QWidget):
    """Base of the tabs. `kinds` are the records it shows beside the pupil's own."""

    live = ""  # the document whose page stands beside the words of this tab
    kinds: frozenset[str] = frozenset()
    calm_changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context.within)
        self.setObjectName("scrolled")
        self.context = context
        self.page: PupilPage | None = None
        self._remark = ""
        self._aside: dict[str, dict[str, dict[str, Any]]] = {}
        self._adults: list[str] | None = None  # read once for all forms that are made while a pupil is shown

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
                self.put_down()
        self.page = page
        self._take_up()
        self._adults = around.adults(self.context.store, self.pupil_id)
        try:
            self.reload()
            self.take_up()
            self.offer_people(*self.findChildren(Form))
        finally:
            self._adults = None

    def offer_people(self, *forms: Form) -> None:
        """Offer the adults around the pupil in the fields in which people stand."""
        names = self._adults if self._adults is not None else around.adults(self.context.store, self.pupil_id)
        for form in forms:
            form.offer_people(names)

    def held(self) -> dict[str, Typed]:
        """What stands typed here and is kept by nothing yet, by pupil."""
        found = {pupil: dict(words) for pupil, words in self._aside.items() if words}
        if self.page is not None and (words := held_in(self)):
            found.setdefault(self.pupil_id, {}).update(words)
        return found

    def hand_over(self, pupil_id: str, words: Typed) -> None:
        """Typed from before, typed on this tab about a pupil; they open what they stood in when the pupil is shown."""
        self._aside.setdefault(pupil_id, {}).update(words)

    def take_up(self) -> None:
        """Put back what waits for something that stands here now."""
        if self.page is not None and (waiting := self._aside.get(self.pupil_id)):
            self._aside[self.pupil_id] = give_back(self, waiting)

    def put_down(self) -> None:
        """Close what is open about the pupil shown so far; its words were set aside."""

    def work_going_on(self) -> str:
        """What would be broken off by closing the window, as a sentence; empty for nothing."""
        return ""

    def unkept(self) -> bool:
        """Whether something typed here could not be kept, or is not finished."""
        return any(self.held().values())

    @property
    def is_calm(self) -> bool:
        """Whether this tab wants the page for itself, without the head and the other tabs."""
        return False

    def reload(self) -> None:
        """Read anew what is shown."""

    def turn_words(self) -> None:
        """Open the words of this page to be changed, or close them to be read; most pages are open as they stand."""
        lines: list[QLineEdit | QPlainTextEdit] = [*self.findChildren(QLineEdit), *self.findChildren(QPlainTextEdit)]
        has_fields = any(one.isVisibleTo(self) and not one.isReadOnly() for one in lines)
        rest = "; its fields are open already" if has_fields else ""
        self.remark(f"There is nothing to open on this page{rest}.")

    def remark(self, words: str, kind: str = "info") -> None:
        """Say something of what is in sight now; it is taken back when something else is."""
        self._remark = words
        self.context.say(words, kind)

    def unsay_remark(self) -> None:
        """What is in sight is another part, another plan or another tab."""
        self.context.unsay(self._remark)
        self._remark = ""

    def go_to(self, record: str, at: Sequence[str]) -> bool:
        """Put the cursor where something is done: in the first field or on the first button that has one of the names.

        A field is called by its own name, a button by the words it begins with. `record` is the uuid of what it is
        about, for the tabs that show several. False when nothing here has such a name.
        """
        del record
        return any(self._focus_named(name) for name in at)

    def _focus_named(self, name: str) -> bool:
        for widget in self.findChildren(QWidget):
            if is_gone(widget) or not widget.isVisibleTo(self) or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
                continue
            said = widget.text() if isinstance(widget, QAbstractButton) else ""
            if widget.objectName() == name or said.startswith(name) or widget.accessibleName() == name:
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def to_top(self) -> None:
        """Show the top of the page, with the focus where a stray key does no harm."""
        self.setFocus()
        page = self.parentWidget()
        while page is not None and not isinstance(page, QScrollArea):
            page = page.parentWidget()
        if page is not None:
            page.verticalScrollBar().setValue(0)

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
        about: str = "",
        ahead: bool = False,
    ) -> Form:
        """A form whose edits are kept by `keep` as they are typed. One that is made anew says what it is `about`."""
        made = kept_form(
            self.context, entity, names, keep, columns, options,
            halves=halves, spans=spans, bare=bare, hints=hints, about=about, ahead=ahead,
        )  # fmt: skip
        if self.page is not None:
            self.offer_people(made)
        self._give_back(made)
        return made

    def unsent(self, editor: Editor | QLineEdit, about: str, *, empties: bool = False) -> None:
        """Hold on to what is typed in an editor that no form sends on, also when it is made anew."""
        widget = editor.widget if isinstance(editor, Editor) else editor
        held = widget.findChild(Unsent, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if held is None or held.about != about:
            if held is not None:
                held.deleteLater()
                held.setParent(None)
            self._give_back(Unsent(editor, about, empties=empties))

    def holds(self, about: str) -> bool:
        """Whether something typed waits for a form or an editor whose name begins so."""
        return self.page is not None and any(key.startswith(about) for key in self._aside.get(self.pupil_id, ()))

    def let_go(self, about: str) -> None:
        """Forget what was typed in editors whose name begins so: it was kept, or is of no use any more."""
        for held in self._holders():
            if held.about.startswith(about):
                held.clear()
        waiting = self._aside.get(self.pupil_id, {})
        for key in [key for key in waiting if key.startswith(about)]:
            del waiting[key]

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Around taking forms down and making them anew: what could not be kept goes from the one to the other."""
        cursor = cursor_of(self)
        self._set_aside()
        yield
        self._take_up()
        if cursor:  # whoever was on the way to the next field is still on the way to it
            QTimer.singleShot(0, self, lambda: put_cursor(self, cursor))

    def _set_aside(self) -> None:
        """What could not be kept stays with the pupil it is about, until it has a form again."""
        for held in self._holders():
            if typed := held.typed():
                self._aside.setdefault(self.pupil_id, {})[name_of(held, self)] = typed
            held.clear()

    def _holders(self) -> list[Form | Unsent | HeldPart]:
        forms = [form for form in self.findChildren(Form) if not is_gone(form)]
        lines = [line for line in self.findChildren(Unsent) if not is_gone(line.widget)]
        return [*forms, *lines, *(part for part in self.findChildren(HeldPart) if not is_gone(part))]

    def _take_up(self) -> None:
        for held in self._holders():
            self._give_back(held)

    def _give_back(self, held: Form | Unsent | HeldPart) -> None:
        if self.page is not None and (typed := self._aside.get(self.pupil_id, {}).pop(name_of(held, self), None)):
            held.retype(typed)

    def staff_choices(self) -> list[tuple[Any, str]]:
        """Everybody on the staff, with nobody first."""
        return [(None, ""), *((person.uuid, person.name) for person in staff.staff(self.context.store))]
