"""What was seen of a pupil in class: adding, correcting and reading observations, with their counts in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from gradesk.model.base import fields_of
from gradesk.model.evidence.observation import Observation
from gradesk.services import editing
from gradesk.services.happened import check_day
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

# Whole numbers and how high they can sensibly go.
_MOST = {"minutes": 600, "intervals": 2000, "intervals_on_task": 2000, "interval_seconds": 3600, "tally": 5000}
_LABELS = {info.name: info.label for info in fields_of(Observation)}
_TIME = re.compile(r"(\d{1,2})[:.h]?(\d{2})")
_GLIMPSE = 120  # characters of a label


@dataclass(frozen=True)
class ObservationRow:
    """One observation in words, as lists and the timeline show it."""

    uuid: str
    pupil_id: str
    happened_on: date
    written_at: datetime
    observer: str
    place: str
    focus: str
    seen_well: str
    on_task: str
    counted: str
    antecedent: str
    behaviour: str
    consequence: str
    may_tell: str
    finding: str
    time: str

    @property
    def label(self) -> str:
        """What it was about, in a line."""
        words = self.finding or self.focus or self.seen_well or self.behaviour or self.on_task or self.place
        words = " ".join(words.split())
        return "Observation" + (f": {words[:_GLIMPSE]}{'…' if len(words) > _GLIMPSE else ''}" if words else "")

    @property
    def detail(self) -> str:
        """Where, by whom, and what was counted."""
        return " · ".join(part for part in (self.time, self.place, self.observer, self.on_task, self.counted) if part)


def observations(store: Store, pupil_id: str) -> list[ObservationRow]:
    """All observations of a pupil, newest first."""
    with store.read() as session:
        query = (
            select(Observation)
            .where(Observation.pupil_id == pupil_id, Observation.deleted_at.is_(None))
            .order_by(Observation.happened_on.desc(), Observation.started_at.desc(), Observation.written_at.desc())
        )
        return [_row(one) for one in session.scalars(query)]


def get(store: Store, uuid: str) -> Observation:
    """One observation as it is kept."""
    with store.read() as session:
        return session.get_one(Observation, uuid)


def add(store: Store, pupil_id: str, values: Mapping[str, Any], initiator: object | None = None) -> str:
    """Add an observation; refuses a day before birth or to come, and counts that cannot be."""
    body = _checked(store, pupil_id, {"happened_on": store.clock.today(), **values})
    _refuse_more_than_looked(body.get("intervals"), body.get("intervals_on_task"))
    label = f"Observation of {pupils.first_name(store, pupil_id)}"
    return editing.add(store, Observation, body | {"pupil_id": pupil_id}, label, initiator)


def change(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Correct an observation, with the same refusals."""
    before = get(store, uuid)
    checked = _checked(store, before.pupil_id, values)
    _refuse_more_than_looked(
        checked.get("intervals", before.intervals), checked.get("intervals_on_task", before.intervals_on_task)
    )
    editing.change(store, Observation, uuid, checked, "Change an observation", initiator)


def remove(store: Store, uuid: str) -> None:
    """Delete an observation; restorable."""
    editing.remove(store, Observation, uuid, "Delete an observation")


def on_task_words(intervals: int | None, on_task: int | None) -> str:
    """The on-task count in words: "on task at 14 of 20 looks (70 %)"; empty when nobody looked."""
    if not intervals or on_task is None:
        return ""
    return f"on task at {on_task} of {intervals} looks ({round(100 * on_task / intervals)} %)"


def tally_words(tally_of: str, tally: int | None, minutes: int | None) -> str:
    """The counted behaviour in words: "calls out: 6 times in 20 minutes"."""
    if tally is None:
        return ""
    times = f"{tally} time{'' if tally == 1 else 's'}"
    span = f" in {minutes} minute{'' if minutes == 1 else 's'}" if minutes else ""
    return f"{tally_of or 'counted'}: {times}{span}"


def _row(one: Observation) -> ObservationRow:
    span = f"{one.minutes} min" if one.minutes else ""
    return ObservationRow(
        uuid=one.uuid,
        pupil_id=one.pupil_id,
        happened_on=one.happened_on,
        written_at=one.written_at,
        observer=one.observer,
        place=one.place,
        focus=one.focus,
        seen_well=one.seen_well,
        on_task=on_task_words(one.intervals, one.intervals_on_task),
        counted=tally_words(one.tally_of, one.tally, one.minutes),
        antecedent=one.antecedent,
        behaviour=one.behaviour,
        consequence=one.consequence,
        may_tell=one.may_tell,
        finding=one.finding,
        time=", ".join(part for part in (one.started_at, span) if part),
    )


def _checked(store: Store, pupil_id: str, values: Mapping[str, Any]) -> dict[str, Any]:
    check_day(store, pupil_id, values.get("happened_on"), "An observation")
    checked = editing.check(Observation, values)
    for name, most in _MOST.items():
        if checked.get(name) is not None:
            number = checked[name]
            if number != int(number) or not 0 <= number <= most:
                raise Refused(
                    f"“{_LABELS[name]}” is a whole number from 0 to {most:,}; {number:g} was not kept. Type another."
                )
            checked[name] = int(number)
    if found := _TIME.fullmatch(str(checked.get("started_at") or "").strip()):
        hours, minutes = int(found[1]), int(found[2])
        if hours > 23 or minutes > 59:
            raise Refused(f"“{found[0]}” is no time of day; it was not kept. Type for example 10:15.")
        checked["started_at"] = f"{hours}:{minutes:02d}"
    return checked


def _refuse_more_than_looked(intervals: int | None, on_task: int | None) -> None:
    if on_task is not None and intervals is not None and on_task > intervals:
        raise Refused(
            f"On task {on_task} times of {intervals} looks cannot be; the old numbers were kept. Check both of them."
        )
