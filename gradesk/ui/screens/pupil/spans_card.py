"""Since when a pupil was on a status, a layer, or led by whom: every line can be corrected, and its neighbours give way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.base import Entity
from gradesk.model.pupils.support import LayerPeriod, LeadPeriod, Need, StatusPeriod
from gradesk.model.vocabulary import LEAD_ROLES, NEEDS, STATUSES
from gradesk.services.pupils import correcting
from gradesk.services.pupils.pupils import PupilPage
from gradesk.services.school import school
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, is_gone, row
from gradesk.ui.screens.pupil.panel import Panel


@dataclass(frozen=True)
class Line:
    """One span as it is shown: the record, its words, and the fields that correct it."""

    code: str
    record: Any
    words: str
    entity: type[Entity]
    fields: tuple[str, ...]


class SpansCard(QWidget):
    """The histories of one pupil, newest first; one line at a time is open to be corrected."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self._panel = panel
        self._open = ""
        self._shape: tuple[object, ...] = ()
        self._forms: dict[str, Form] = {}
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.setLayout(
            column(
                card(
                    PlainLabel("Since when", "heading"),
                    PlainLabel("A wrong day is corrected here; what stood before and after it moves along.", "quiet"),
                    self._lines,
                )
            )
        )

    def show_page(self, page: PupilPage) -> None:
        """Show the histories; what is being typed stays while the lines are the same."""
        found = self._found(page)
        if self._open not in {line.record.uuid for line in found} and self._open:
            self._open = ""
        shape = (self._open, *((line.record.uuid, line.words) for line in found))
        if shape != self._shape:
            self._shape = shape
            with self._panel.rebuilding():
                self._build(found)
        for line in found:
            if line.record.uuid in self._forms:
                self._forms[line.record.uuid].load(line.record)

    def go_to(self, uuid: str, field: str) -> bool:
        """Open a line and put the cursor in a field of it; False when it is none of these."""
        page = self._panel.page
        if page is None or uuid not in {line.record.uuid for line in self._found(page)}:
            return False
        self._open = uuid
        self.show_page(page)
        self._forms[uuid].focus_on(field)
        return True

    def _found(self, page: PupilPage) -> list[Line]:
        labels = {label.code: label.label for label in school.layers(self._panel.context.store)}
        say = self._panel.context.words().say
        told = ("starts_on", "parents_told_on", "reason")
        found = [
            Line("status", one, _told(STATUSES.label(one.status), one), StatusPeriod, told) for one in page.statuses
        ]
        found += [
            Line("layer", one, _told(labels.get(one.layer, one.layer), one), LayerPeriod, told) for one in page.layers
        ]
        found += [Line("need", one, _need(one), Need, ("starts_on", "source")) for one in page.needs]
        for one in page.leads:
            record = LeadPeriod(uuid=one.uuid, role=one.role, starts_on=one.starts_on, ends_on=one.ends_on)
            fields = ("starts_on", "role") if one.ends_on is None else ("starts_on", "ends_on", "role")
            left = f"; left the school on {one.left_on:%d/%m/%Y}" if one.left_on else ""
            words = f"{one.name} ({_role(one.role, say)}): {_from_to(one.starts_on, one.ends_on)}{left}"
            found.append(Line("lead", record, words, LeadPeriod, fields))
        return found

    def _build(self, found: list[Line]) -> None:
        clear(self._lines)
        self._forms = {}
        if not found:
            self._lines.addWidget(PlainLabel("Nothing is recorded yet.", "quiet"))
        for line in found:
            self._lines.addWidget(self._line(line))

    def _line(self, line: Line) -> QWidget:
        uuid = line.record.uuid
        here = uuid == self._open
        act = button("Close" if here else "Correct", partial(self._turn, uuid), "link")
        act.setAccessibleName(f"{act.text()}: {line.words}")
        parts = [act]
        if here and line.code in correcting.KINDS:
            delete = button("Delete", partial(self._remove, line), "link", "It was never so; Ctrl+Z brings it back")
            delete.setAccessibleName(f"Delete: {line.words}")
            parts.append(delete)
        head = row(PlainLabel(line.words), *parts)
        head.setStretch(0, 1)
        holder = QWidget()
        if not here:
            holder.setLayout(head)
            return holder
        form = self._panel.form(
            line.entity, line.fields, partial(self._keep, line), 3, halves=True, about=f"{line.code} {uuid}"
        )
        form.say_of(line.words).load(line.record)
        self._forms[uuid] = form
        holder.setLayout(column(head, form, gap=4))
        return holder

    def _turn(self, uuid: str) -> None:
        self._panel.flush()
        self._open = "" if self._open == uuid else uuid
        if self._panel.page is not None:
            self.show_page(self._panel.page)
        if self._open and not is_gone(self._forms[uuid]):
            self._forms[uuid].focus_on("starts_on")

    def _keep(self, line: Line, values: Mapping[str, Any]) -> None:
        store = self._panel.context.store
        if line.code == "need":
            correcting.change_need(store, line.record.uuid, values)
        else:
            correcting.change(store, line.code, line.record.uuid, values)

    def _remove(self, line: Line) -> None:
        self._panel.flush()
        if self._panel.attempt(lambda: correcting.remove(self._panel.context.store, line.code, line.record.uuid)):
            self._panel.context.done("Deleted; Ctrl+Z brings it back.", "info")


def _told(label: str, period: StatusPeriod | LayerPeriod) -> str:
    told = f"; parents told {period.parents_told_on:%d/%m/%Y}" if period.parents_told_on else ""
    reason = f" ({period.reason})" if period.reason else ""
    return f"{label}: {_from_to(period.starts_on, period.ends_on)}{reason}{told}"


def _need(need: Need) -> str:
    source = f" ({need.source})" if need.source else ""
    return f"{NEEDS.label(need.code)}: {_from_to(need.starts_on, need.ends_on)}{source}"


def _role(role: str, say: Callable[[str], str]) -> str:
    words = say(LEAD_ROLES.label(role))
    return words if role == "senco" else words.lower()


def _from_to(starts_on: date, ends_on: date | None) -> str:
    return f"from {starts_on:%d/%m/%Y} " + (f"to {ends_on:%d/%m/%Y}" if ends_on else "until now")
