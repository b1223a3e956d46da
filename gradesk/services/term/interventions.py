"""The catalogue of interventions, shipped and the school's own: found, adapted, and begun for pupils."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from gradesk.model.pupils.pupil import searchable
from gradesk.model.rules.days.school_weeks import WEEK, monday_of
from gradesk.model.rules.term import blocks
from gradesk.model.rules.term.blocks import Dose, Range
from gradesk.model.term.intervention import Intervention
from gradesk.services import editing
from gradesk.services.evidence import measure_catalogue
from gradesk.services.term import provisions, registers
from gradesk.services.term.registers import WEEKDAYS, Calendar
from gradesk.store.work import Store
from gradesk.system.paths import resource
from gradesk.system.refusal import Refused

YOUNGEST, OLDEST = 0, 25  # years; the Code of Practice covers birth to 25
_MOST = {"group": 40, "minutes": 600, "times": 50, "weeks": 60}
_SAID = {"group": "pupils at once", "minutes": "minutes", "times": "times a week", "weeks": "weeks"}
_PAIRS = {
    "ages": ("from_age", "to_age"),
    **{name: (f"{name}_from", f"{name}_to") for name in ("group", "minutes", "times", "weeks")},
}


@dataclass(frozen=True)
class Entry:
    """One of the catalogue. `code` is that of a shipped one, or the uuid of the school's own; `areas` has the main one first.

    `figures` is S where a source publishes the dose, U where it is only usual, and empty for the school's own.
    """

    code: str
    name: str
    areas: tuple[str, ...]
    ages: tuple[int, int]
    group: tuple[int, int]
    dose: Dose
    led_by: str = ""
    role: str = ""
    measure: str = ""
    measure_words: str = ""
    purpose: str = ""
    exit_hint: str = ""
    evidence: str = ""
    dose_note: str = ""
    figures: str = ""
    own: bool = False

    @property
    def phases(self) -> tuple[str, ...]:
        """The phases it is for."""
        return blocks.phases(*self.ages)


def find(store: Store, typed: str = "", area: str = "", age: int | None = None, phase: str = "") -> tuple[Entry, ...]:
    """Entries that have every typed word, for an area, an age in years and a phase; the school's own first.

    Where a word begins one of the name, the entry stands before those that have it elsewhere.
    """
    wanted = searchable(typed).split()
    hits: list[tuple[bool, bool, Entry]] = []
    for entry in (*_own(store), *shipped()):
        if (area and area not in entry.areas) or (phase and phase not in entry.phases):
            continue
        if age is not None and not entry.ages[0] <= age <= entry.ages[1]:
            continue
        name = f" {searchable(entry.name)}".replace("(", "")
        everything = f"{name} {searchable(f'{entry.purpose} {entry.evidence} {entry.led_by} {entry.measure_words}')}"
        if all(word in everything for word in wanted):
            hits.append((not entry.own, not all(f" {word}" in name for word in wanted), entry))
    return tuple(entry for _, _, entry in sorted(hits, key=lambda hit: hit[:2]))


def entry(store: Store, code: str) -> Entry | None:
    """The entry a provision was begun from, if it is still there."""
    return next((one for one in find(store) if one.code == code), None)


def named_in(entries: Sequence[Entry], words: str) -> Entry | None:
    """The entry whose name stands in words that tell what is done; the longest, where there are several."""
    said = f" {searchable(words)} "
    named = [one for one in entries if (name := searchable(one.name.split(" (")[0])) and f" {name} " in said]
    return max(named, key=lambda one: len(one.name), default=None)


def measured_by(store: Store, one: Entry) -> str:
    """What is measured before and after, in words."""
    known = measure_catalogue.catalogue(store).get(one.measure)
    return known.name if known is not None else one.measure_words


def as_provision(store: Store, one: Entry, members: int, starts_on: date) -> dict[str, Any]:
    """The values of a new provision that is begun from an entry for so many pupils; its end follows the school's calendar."""
    minutes, times, weeks = blocks.usual(one.dose)
    values: dict[str, Any] = {
        "name": one.name,
        "intervention": one.code,
        "area": one.areas[0],
        "form": blocks.form(one.group[0], members),
        "times_a_week": times,
        "minutes": minutes,
        "starts_on": starts_on,
        "led_by": one.led_by,
        "cost_role": one.role,
        "aim": one.purpose,
        "measure": one.measure or one.measure_words,
        "exit_criterion": one.exit_hint,
    }
    if starts_on <= store.clock.today() + provisions.FURTHEST:  # a later day is refused as soon as it is added
        with store.read() as session:
            values["planned_to"] = end_of(registers.calendar(session), starts_on, weeks)
    return values


def begin(store: Store, one: Entry, pupil_ids: Sequence[str], starts_on: date, led_by: str = "") -> str:
    """Begin it for pupils in one step; `led_by` names the adult, without one the role stands there. Returns its uuid."""
    values = as_provision(store, one, len(pupil_ids), starts_on)
    return provisions.add(store, pupil_ids, {**values, "led_by": led_by.strip() or one.led_by})


def add(store: Store, values: Mapping[str, Any] | None = None) -> str:
    """Add an intervention of the school's own; returns its uuid."""
    body = {"name": "", "area": "C&L", "from_age": 4, "to_age": 11, "group_from": 1, "group_to": 4, **(values or {})}
    _check(Intervention(**body))
    return editing.add(store, Intervention, body, "Add an intervention")


def copy(store: Store, one: Entry) -> str:
    """Make one of the school's own from one that is shipped, to be reworded; returns its uuid."""
    values = {name: getattr(one, name) for name in _SAME} | _spread(one)
    return add(store, {**values, "area": one.areas[0], "also_area": (*one.areas, "")[1]})


def record(store: Store, uuid: str) -> Intervention:
    """One of the school's own as it is edited."""
    with store.read() as session:
        found = session.get(Intervention, uuid)
        if found is None or found.deleted_at is not None:
            raise Refused("This intervention was deleted meanwhile; Ctrl+Z brings it back.")
        return found


def change(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change one of the school's own; what was begun from it stays as it was."""
    found = record(store, uuid)
    names = [name for pair in _PAIRS.values() for name in pair]
    _check(Intervention(**{name: values.get(name, getattr(found, name)) for name in names}))
    editing.change(store, Intervention, uuid, values, "Change an intervention", initiator)


def remove(store: Store, uuid: str) -> None:
    """Delete one of the school's own; what was begun from it stays, and it can be brought back."""
    editing.remove(store, Intervention, uuid, "Delete an intervention")


@lru_cache(maxsize=1)
def shipped() -> tuple[Entry, ...]:
    """The catalogue as Gradesk ships it."""
    read = tomllib.loads(resource("bank", "interventions.toml").read_text(encoding="utf-8"))
    return tuple(_shipped(row) for row in read["intervention"])


_SAME = ("name", "led_by", "role", "measure", "measure_words", "purpose", "exit_hint", "evidence", "dose_note")


def _shipped(row: Mapping[str, Any]) -> Entry:
    words = {name: str(row.get(name, "")) for name in _SAME} | {"exit_hint": row["exit"]}
    ranges = {name: (row[name][0], row[name][1]) if name in row else None for name in ("minutes", "times", "weeks")}
    return Entry(
        code=row["code"],
        areas=tuple(row["areas"]),
        ages=(row["ages"][0], row["ages"][1]),
        group=(row["group"][0], row["group"][1]),
        dose=Dose(**ranges),
        figures=row["figures"],
        **words,
    )


def _own(store: Store) -> Iterator[Entry]:
    with store.read() as session:
        query = select(Intervention).where(Intervention.deleted_at.is_(None))
        rows = session.scalars(query.order_by(Intervention.written_at.desc(), Intervention.uuid)).all()
    for row in rows:
        yield Entry(
            code=row.uuid,
            areas=tuple(dict.fromkeys(code for code in (row.area, row.also_area) if code)) or ("C&L",),
            ages=(row.from_age, row.to_age),
            group=(row.group_from, row.group_to),
            dose=Dose(*(_range(row, name) for name in ("minutes", "times", "weeks"))),
            own=True,
            **{name: getattr(row, name) for name in _SAME},
        )


def _range(row: Intervention, name: str) -> Range | None:
    ends = [end for end in (getattr(row, field) for field in _PAIRS[name]) if end is not None]
    return (ends[0], ends[-1]) if ends else None


def _spread(one: Entry) -> dict[str, Any]:
    pairs = {
        "ages": one.ages,
        "group": one.group,
        **{name: getattr(one.dose, name) for name in ("minutes", "times", "weeks")},
    }
    return {
        field: end for name, fields in _PAIRS.items() for field, end in zip(fields, pairs[name] or (None, None), strict=True)
    }  # fmt: skip


def _check(row: Intervention) -> None:
    for name, (first_name, last_name) in _PAIRS.items():
        first, last = getattr(row, first_name), getattr(row, last_name)
        if name in ("ages", "group") and (first is None or last is None):
            raise Refused("A number is missing; the old one was kept. Type it in digits.")
        for number in (first, last):
            if name == "ages" and not YOUNGEST <= number <= OLDEST:
                raise Refused(f"Ages go from {YOUNGEST} to {OLDEST} years; the old ones were kept. Type another age.")
            if name != "ages" and number is not None and not 0 < number <= _MOST[name]:
                most = f"Type one up to {_MOST[name]}."
                raise Refused(f"“{number:g} {_SAID[name]}” cannot be; the old number was kept. {most}")
        if first is not None and last is not None and first > last:
            raise Refused(
                "The first number is higher than the last; the old ones were kept. Change the other one first."
            )


def end_of(school: Calendar, starts_on: date, weeks: int) -> date:
    """The last school day of so many weeks with school; behind the end of the calendar every week counts."""
    entered = max((span.ends_on for span in school.half_terms), default=date.min)
    monday, last = monday_of(starts_on), starts_on
    while weeks:
        week = [monday + timedelta(days=number) for number in range(len(WEEKDAYS))]
        open_days = [day for day in week if day >= starts_on and (day > entered or school.has_school(day))]
        if open_days:
            last = open_days[-1]
            weeks -= 1
        monday += WEEK
    return last
