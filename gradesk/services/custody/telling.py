"""What a change of a record is called: its fields as the forms label them, days and numbers as people say them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gradesk.model.base import Entity, FieldInfo, fields_of
from gradesk.model.entities import ENTITIES
from gradesk.model.journal import JournalChange

KINDS: dict[str, type[Entity]] = {entity.__tablename__: entity for entity in ENTITIES}

# What only Gradesk reads.
_MACHINE = frozenset(
    (
        "content",
        "criteria",
        "draft",
        "headers",
        "columns",
        "steps",
        "form_key",
        "media_type",
        "digest",
        "salt",
        "header_key",
        "sha256",
        "counts",
        "reading",
    )
)
# What a unit of work is called while it may be taken back, and what is said of it afterwards.
DONE = {
    "Undo: ": "Taken back: ", "Redo: ": "Done again: ", "Change ": "Changed ", "Add ": "Added ", "Move ": "Moved ",
    "Plan a ": "Planned a ", "Delete ": "Deleted ", "Restore ": "Brought back ", "Keep ": "Kept ", "Record ": "Recorded ",
    "Correct ": "Corrected ", "Take back ": "Took back ", "Remove ": "Removed ", "Attach ": "Attached ", "Begin ": "Began ",
    "Open ": "Opened ", "Close ": "Closed ", "Rate ": "Rated ", "Name ": "Named ", "Give ": "Gave ", "Put ": "Put ",
    "Bring back ": "Brought back ", "Note ": "Noted ", "Decide ": "Decided ", "Accept ": "Accepted ", "Erase ": "Erased ",
}  # fmt: skip


def done(label: str) -> str:
    """The label of a unit of work as something that happened."""
    return next((after + label[len(before) :] for before, after in DONE.items() if label.startswith(before)), label)


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, as people read it."""

    kind: str
    label: str
    before: str
    after: str

    @property
    def sentence(self) -> str:
        """In one phrase: what it is now, and what it was."""
        if not self.before and not self.after:
            return f"{self.kind[:1].upper()}{self.kind[1:]} {self.label}"
        if not self.after:
            return f"{self.label} taken away (was {self.before})"
        return f"{self.label} now {self.after} (was {self.before})" if self.before else f"{self.label}: {self.after}"


def told(changes: Iterable[JournalChange], pupil_id: str) -> tuple[FieldChange, ...]:
    """The fields that some changes wrote, in words; `pupil_id` is whose history tells it."""
    found: list[FieldChange] = []
    for change in changes:
        entity = KINDS[change.kind]
        fields = {info.name: info for info in fields_of(entity)}
        before = json.loads(change.before) if change.before else {}
        after = json.loads(change.after) if change.after else {}
        if "deleted_at" in before or "deleted_at" in after:
            found.append(FieldChange(ENTITIES[entity], "deleted" if after.get("deleted_at") else "restored", "", ""))
        if before and before.get("pupil_id") != after.get("pupil_id"):
            way = "moved to another pupil" if before.get("pupil_id") == pupil_id else "moved here from another pupil"
            found.append(FieldChange(ENTITIES[entity], way, "", ""))
        both = [(shown(fields[name], before.get(name)), shown(fields[name], after.get(name)), name) for name in fields]
        found += [
            FieldChange(ENTITIES[entity], fields[name].label, old, new)
            for old, new, name in both
            if old != new and not name.endswith("_id") and name not in _MACHINE
        ]
    return tuple(found)


def shown(info: FieldInfo, value: Any) -> str:
    """A kept value as its form would show it."""
    if value is None or value == "":
        return ""
    if info.choices is not None:
        return info.choices.label(str(value))
    if info.python_type is bool:
        return "yes" if value else "no"
    if info.python_type is date and isinstance(value, str):
        day = date.fromisoformat(value)
        return f"{day:%a} {day.day} {day:%b %Y}"
    if info.python_type is datetime and isinstance(value, str):
        at = datetime.fromisoformat(value).astimezone()
        return f"{at:%a} {at.day} {at:%b %Y}, {at:%H:%M}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def summary(row: Entity, words: str) -> str:
    """A deleted record in a few words, by which a person knows it again."""
    fields = {info.name: info for info in fields_of(type(row))}
    for name in ("staff_wording", "summary", "name", "holder", "words", "reason", "status", "layer", "code"):
        if name == "name" and name not in fields:
            text = str(getattr(row, name, ""))  # put together from its parts, as a pupil's is
        else:
            text = shown(fields[name], getattr(row, name, None)).strip() if name in fields else ""
        if text:
            return f"{words[:1].upper()}{words[1:]}: {text[:80]}"
    day = row.happened_on
    return f"{words[:1].upper()}{words[1:]} of {day.day} {day:%b %Y}"
