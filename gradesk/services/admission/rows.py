"""From an approved plan to what has to be written: ticked rows only, sorted by what kind of record they touch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gradesk.model.base import new_uuid
from gradesk.services.admission.admission import AdmissionPlan, ContactCard, Group, KnownPupil, PlanRow

# The fields of a plan that are records of their own beside the pupil's, or steer the import without being kept.
BESIDE = frozenset({"status", "needs", "contacts"})
_NOT_KEPT = BESIDE | {"status_since", "need_rank", "enrolment"}
_EMPTY: dict[str, Any] = {
    name: "" if isinstance(one.default, str) else None
    for name, one in KnownPupil.__dataclass_fields__.items()
    if name not in BESIDE | {"uuid", "typed", "deleted_on"}
}


@dataclass
class Writing:
    """What has to be written: new pupils whole, changed fields by pupil, and the records beside the pupil's own.

    `statuses` hold pupil, new status and the day it began if the file says so; `needs` and `contacts` what shall stand.
    """

    new: list[dict[str, Any]] = field(default_factory=list)
    changed: dict[str, dict[str, Any]] = field(default_factory=dict)
    statuses: dict[str, tuple[str, date | None]] = field(default_factory=dict)
    needs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    contacts: dict[str, tuple[ContactCard, ...]] = field(default_factory=dict)
    leavers: set[str] = field(default_factory=set)
    returned: set[str] = field(default_factory=set)

    @property
    def changed_pupils(self) -> set[str]:
        """The pupils in the file that something changes about, leavers left out."""
        fresh = {pupil["uuid"] for pupil in self.new}
        touched = self.changed.keys() | self.statuses.keys() | self.needs.keys() | self.contacts.keys()
        return touched - fresh - self.leavers

    @property
    def touched(self) -> int:
        """How many pupils are written."""
        return len(self.new) + len(self.changed_pupils) + len(self.leavers)


def gather(plan: AdmissionPlan, today: date) -> Writing:
    """Collect what is ticked. Pupils who are not in the file are marked as leavers with today's date."""
    writing = Writing()
    for row in plan.rows:
        if not row.ticked or row.group in (Group.UNCHANGED, Group.REJECTED):
            continue
        if row.group is Group.MISSING and row.pupil_uuid:
            writing.changed[row.pupil_uuid] = {"left_on": today}
            writing.leavers.add(row.pupil_uuid)
        elif row.pupil_uuid:
            _gather_changes(writing, row, row.pupil_uuid)
        else:
            _gather_new(writing, row)
    return writing


def _gather_new(writing: Writing, row: PlanRow) -> None:
    uuid = new_uuid()
    kept = {name: value for name, value in row.values.items() if name not in _NOT_KEPT}
    writing.new.append(_EMPTY | {"sex": "U"} | kept | {"uuid": uuid})
    values = row.values
    # No SEN is what a pupil without a status has; it needs no record of its own.
    _beside(writing, uuid, {name: values[name] for name in BESIDE & values.keys() if values[name] != "N"}, values)


def _gather_changes(writing: Writing, row: PlanRow, uuid: str) -> None:
    ticked = {change.field: change.new for change in row.changes if change.ticked}
    own = {name: value for name, value in ticked.items() if name not in BESIDE}
    if row.brings_back:
        own["deleted_at"] = None
        writing.returned.add(uuid)
    if own:
        writing.changed[uuid] = own
    _beside(writing, uuid, ticked, row.values)


def _beside(writing: Writing, uuid: str, said: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    if "status" in said:
        since = values.get("status_since")
        writing.statuses[uuid] = (said["status"], since if isinstance(since, date) else None)
    if "needs" in said:
        writing.needs[uuid] = said["needs"]
    if "contacts" in said:
        writing.contacts[uuid] = said["contacts"]
