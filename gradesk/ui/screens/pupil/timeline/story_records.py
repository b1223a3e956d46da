"""Events and support of a pupil: written anew, opened from the river, corrected as typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from gradesk.model.base import Entity
from gradesk.model.pupils.happening import Happening
from gradesk.model.term.provision import Provision
from gradesk.services.custody import confidential
from gradesk.services.outside import directory
from gradesk.services.term import closing, provisions
from gradesk.services.timeline import happenings
from gradesk.store.work import Store
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import Wrong
from gradesk.ui.kit.forms.form import Form, Options
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow, row
from gradesk.ui.screens.pupil.move_away import for_staff, mover
from gradesk.ui.screens.pupil.panel import Panel


@dataclass(frozen=True)
class Writable:
    """A kind of record written here: its words for people, its fields, and the service that keeps it."""

    code: str
    title: str
    hint: str
    entity: type[Entity]
    fields: tuple[str, ...]
    first: str
    found: Callable[[Store, str], list[Any]]
    add: Callable[[Store, str, Mapping[str, Any]], str]
    change: Callable[..., None]
    remove: Callable[[Store, str, str], None]  # of which pupil


SUPPORT = (
    "name", "form", "starts_on", "planned_to", "times_a_week", "minutes", "led_by", "area", "looked_on", "ends_on", "outcome",
)  # fmt: skip
KINDS = (
    Writable(
        "happening",
        "event",
        "A visit, a move, anything that has its day; it may lie ahead. Meetings are booked under Meetings, referrals and "
        "reports stand under Outside.",
        Happening,
        ("happened_on", "kind", "title", "who", "professional_id", "note"),
        "title",
        happenings.happenings,
        happenings.add,
        happenings.change,
        lambda store, uuid, _pupil_id: happenings.remove(store, uuid),
    ),
    Writable(
        "provision",
        "support",
        "What is additional to or different from what every class does, from a day to a day.",
        Provision,
        SUPPORT,
        "name",
        provisions.records_of,
        lambda store, pupil_id, values: provisions.add(store, [pupil_id], values),
        closing.change,
        provisions.take_from,
    ),
)
COLUMNS, FEW_COLUMNS = 4, 2  # few where the text is large


class StoryRecords(QWidget):
    """A button for each kind, others beside them, and below the one form that is open."""

    def __init__(self, panel: Panel, beside: Sequence[QWidget]) -> None:
        super().__init__()
        self._panel = panel
        self._open: tuple[str, str] = ("", "")
        self.form: Form | None = None
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        buttons = [button(f"New {kind.title}", partial(self.write_new, kind.code), "", kind.hint) for kind in KINDS]
        self.setLayout(column(flow(*buttons, *beside), self._place))

    def write_new(self, code: str) -> None:
        """Open an empty form."""
        self._show(code, "")
        self._focus(code)

    def open(self, code: str, uuid: str) -> None:
        """Open a record to read; opened once more, it is changed. Reading never edits: the cursor stays where it is."""
        if self._open == (code, uuid) and self.form is not None:
            self.change()
        else:
            self._show(code, uuid)
            self._bring_into_sight()

    def _bring_into_sight(self) -> None:
        """Scroll the page to what was opened; it stands below the river."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None and self.form is not None:
            page, form = around, self.form
            QTimer.singleShot(0, form, lambda: page.ensureWidgetVisible(form, 0, 60))

    def change(self) -> None:
        """Let what is open be corrected, with the cursor in its first field."""
        code, uuid = self._open
        if self.form is not None and uuid:
            self.form.lock(False)
            self._change.hide()
            self._written.setText("Corrections are kept as you type. Escape leaves.")
            self._focus(code)

    def correct(self, code: str, uuid: str, field: str) -> None:
        """Open a record to be corrected, with the cursor in a field: whoever comes so was asked for it."""
        self._show(code, uuid)
        self.change()
        if self.form is not None:
            self.form.focus_on(field)

    def refresh(self) -> None:
        """Show anew what is open, if it is still there and of this pupil."""
        code, uuid = self._open
        if not code:
            waiting = next((kind.code for kind in KINDS if self._panel.holds(f"{kind.code} new")), "")
            if waiting:  # half typed for this pupil before the page turned
                self._show(waiting, "")
        elif uuid:
            record = self._record(code, uuid)
            if record is None:
                self.close_form()
            elif self.form is not None:
                self.form.load(record)

    def forget(self) -> None:
        """Close what is open; what was half typed waits with its pupil."""
        self._open = ("", "")
        self.form = None
        clear(self._place)

    def close_form(self) -> None:
        """Close the form, with what it held kept or given up."""
        code, uuid = self._open
        if code and not uuid:
            self._panel.let_go(f"{code} new")
        self.forget()

    def _record(self, code: str, uuid: str) -> Any:
        kind = _kind(code)
        found = kind.found(self._panel.context.store, self._panel.pupil_id)
        return next((record for record in found if record.uuid == uuid), None)

    def _show(self, code: str, uuid: str) -> None:
        if self._open == (code, uuid) and self.form is not None:
            return
        self._panel.flush()
        kind = _kind(code)
        with self._panel.rebuilding():
            self.forget()
            record = self._record(code, uuid) if uuid else None
            if uuid and record is None:
                return
            self._open = (code, uuid)
            self._build(kind, record)

    def _build(self, kind: Writable, record: Any) -> None:
        store = self._panel.context.store
        columns = FEW_COLUMNS if self._panel.context.look.theme.is_large else COLUMNS
        if record is None:
            form = Form(
                kind.entity, kind.fields, store.clock.today, self._panel.context.words(), columns=columns,
                options=_options(kind, store), draft=True, about=f"{kind.code} new",
            )  # fmt: skip
            form.righted.connect(self._panel.context.unsay)
            self._panel.offer_people(form)
            form.load(_blank(kind, store))
            buttons = [
                button("Keep it", lambda: self._add(kind), "main"),
                button("Close without keeping", self.close_form, "link"),
            ]
            title, written = f"New {kind.title}", kind.hint
        else:
            keep = partial(self._correct, kind, record.uuid)
            also = getattr(record, "professional_id", None)
            options, about = _options(kind, store, also), f"{kind.code} {record.uuid}"
            form = self._panel.form(kind.entity, kind.fields, keep, columns=columns, options=options, about=about)
            form.load(record)
            form.lock(True)
            self._change = button("Change", self.change, "main", "Enter, once more")
            buttons = [
                self._change,
                button("Done", self._done, "", "Escape"),
                mover(self._panel, kind.code, record.uuid, kind.title, self._gone),
                *self._for_staff(kind.code, record.uuid, kind.title),
                button("Delete", lambda: self._remove(kind, record.uuid), "link"),
            ]
            title = kind.title.capitalize()
            written = f"Written {record.written_at.astimezone():%d/%m/%Y}."
        self.form = form
        self._written = PlainLabel(written, "quiet")
        self._place.addWidget(card(PlainLabel(title, "heading"), self._written, form, row(*buttons, None)))

    def _for_staff(self, code: str, uuid: str, about: str) -> list[QPushButton]:
        """The button that keeps it to staff, where it can be kept."""
        return (
            [for_staff(self._panel, code, uuid, about, partial(self._again, code, uuid))]
            if code in confidential.KINDS
            else []
        )

    def _again(self, code: str, uuid: str) -> None:
        self.forget()
        self._show(code, uuid)

    def _focus(self, code: str) -> None:
        if self.form is not None:
            self.form.focus_on(_kind(code).first)

    def _add(self, kind: Writable) -> None:
        assert self.form is not None
        try:
            values = self.form.values()
        except Wrong as wrong:
            self._panel.context.say(str(wrong), "problem")
            return
        if not str(values.get(kind.first, "")).strip():
            self._panel.context.say("Say what it is first; nothing was kept yet.", "problem")
            self.form.focus_on(kind.first)
            return
        store, pupil_id = self._panel.context.store, self._panel.pupil_id
        made: list[str] = []
        if self._panel.attempt(lambda: made.append(kind.add(store, pupil_id, values))):
            self.close_form()
            self._panel.reload()
            self._panel.go_to(made[0], ())
            self._panel.context.done("Kept, and on the timeline.", "good")

    def _correct(self, kind: Writable, uuid: str, values: Mapping[str, Any]) -> None:
        kind.change(self._panel.context.store, uuid, values, None)

    def leave(self) -> bool:
        """Close what is open to read or correct; False when nothing is, or when it is new and half written."""
        if self.form is None or not self._open[1]:
            return False
        self._done()
        return True

    def _done(self) -> None:
        self._panel.flush()
        self.forget()

    def _gone(self) -> None:
        self.forget()
        self._panel.reload()

    def _remove(self, kind: Writable, uuid: str) -> None:
        self._panel.flush()
        if self._panel.attempt(lambda: kind.remove(self._panel.context.store, uuid, self._panel.pupil_id)):
            self.forget()
            self._panel.reload()
            self._panel.context.done("Deleted; Ctrl+Z brings it back.", "info")


def _kind(code: str) -> Writable:
    return next(kind for kind in KINDS if kind.code == code)


def _options(kind: Writable, store: Store, also: str | None = None) -> Options:
    """What is chosen from the school's own lists: who of the directory came, also one who is not asked any more."""
    return {"professional_id": directory.choices(store, also)} if kind.entity is Happening else {}


def _blank(kind: Writable, store: Store) -> Entity:
    today = store.clock.today()
    if kind.entity is Happening:
        return Happening(happened_on=today, kind="visit", title="", who="", note="")
    return Provision(name="", form="group", area="", led_by="", starts_on=today, outcome="")
