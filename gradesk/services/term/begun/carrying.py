"""What targets and the timeline say of support today, carried over into records of support; their words stay as they are.

Only what is plain is offered: what it is, how often and how long each time (`model/rules/term/plain_words.py`). What a pupil
has already under the same name is linked, not begun a second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from gradesk.model.plans.plan import Plan
from gradesk.model.plans.target import Target
from gradesk.model.pupils.happening import Happening
from gradesk.model.pupils.pupil import Pupil, searchable
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.plan_states import IN_FORCE
from gradesk.model.rules.term import dose_words, plain_words
from gradesk.model.rules.term.dose_words import Dose
from gradesk.model.vocabulary import PROVISION_FORMS
from gradesk.services.term import interventions, provisions, registers, serving
from gradesk.services.term.begun import from_target
from gradesk.services.term.interventions import Entry
from gradesk.services.term.provisions import Given
from gradesk.services.term.registers import Calendar
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

_EVENTS = ("visit", "other")  # kinds of event that can tell of support


@dataclass(frozen=True)
class Carried:
    """One thing that can be carried over: what is said of it now, and what it becomes. `provision_id` is what it is linked to."""

    key: str
    pupil_id: str
    name: str
    said: str
    becomes: str
    values: Mapping[str, Any]
    target_ids: tuple[str, ...] = ()
    provision_id: str = ""


@dataclass(frozen=True)
class _School:
    """What is read once for all pupils."""

    entries: Sequence[Entry]
    calendar: Calendar
    today: date
    given: Mapping[str, Sequence[Given]]


def offered(store: Store, pupil_id: str = "") -> list[Carried]:
    """What can be carried over, of one pupil or of everybody on the roll; by name, what targets say before events."""
    today, entries = store.clock.today(), interventions.find(store)
    on_roll = [Pupil.deleted_at.is_(None), or_(Pupil.left_on.is_(None), Pupil.left_on > today)]
    if pupil_id:
        on_roll.append(Pupil.uuid == pupil_id)
    with store.read() as session:
        given = provisions.given(session, [pupil_id] if pupil_id else None)
        of = _School(entries, registers.calendar(session), today, given)
        return [*_targets(session, of, on_roll), *_events(session, of, on_roll)]


def carry(store: Store, keys: Iterable[str], pupil_id: str = "") -> int:
    """Carry over what was chosen, in one step; returns how many. What is no longer offered is left as it is."""
    wanted = set(keys)
    if not wanted:
        raise Refused("Nothing is ticked yet, so nothing was carried over. Tick what shall become support.")
    chosen = [one for one in offered(store, pupil_id) if one.key in wanted]
    if not chosen:
        raise Refused("What you ticked was changed meanwhile; nothing was carried over. Look at the list again.")
    with store.work("Carry over what plans say of support"):
        for one in chosen:
            uuid = one.provision_id or provisions.add(store, [one.pupil_id], one.values)
            for target_id in one.target_ids:
                serving.link(store, uuid, target_id)
    return len(chosen)


def _targets(session: Session, of: _School, on_roll: Sequence[Any]) -> list[Carried]:
    query = (
        select(Target, Plan, Pupil)
        .join(Plan, Plan.uuid == Target.plan_id)
        .join(Pupil, Pupil.uuid == Target.pupil_id)
        .where(*on_roll, Target.deleted_at.is_(None), Plan.deleted_at.is_(None), Plan.state.in_(IN_FORCE))
        .order_by(Pupil.sort_name, Pupil.uuid, Target.position)
    )
    rows = session.execute(query).all()
    linked = serving.served(session, [target.uuid for target, _, _ in rows])
    found: dict[tuple[str, str, str, Dose], Carried] = {}
    for target, plan, pupil in rows:
        plain = plain_words.of_target(target.how, target.who, target.how_often, target.how_long, target.place)
        if plain is None or linked.get(target.uuid):
            continue
        entry = interventions.named_in(of.entries, target.how)
        name = entry.name.split(" (")[0] if entry is not None else plain.name
        same = (pupil.uuid, name.casefold(), plain.led_by.casefold(), plain.dose)
        if same in found:
            before = found[same]
            words = f"{before.said}; target {target.position} says the same"
            found[same] = replace(before, said=words, target_ids=(*before.target_ids, target.uuid))
            continue
        values = from_target.values(
            target, plan, plain.name, plain.form, plain.dose, entry, plan.starts_on, of.calendar
        )
        told = [" ".join(part.split()) for part in (target.how, target.who, target.how_often, target.how_long)]
        made = Carried(
            f"target {target.uuid}", pupil.uuid, pupil.name,
            f"Target {target.position}: {', '.join(part.rstrip('.') for part in told if part)}",
            _becomes(values), values, (target.uuid,),
        )  # fmt: skip
        found[same] = _or_linked(made, target.how, of)
    return list(found.values())


def _or_linked(made: Carried, how: str, of: _School) -> Carried:
    """What runs already under a name that the target speaks of is one and the same."""
    words, name = f" {searchable(how)} ", f" {searchable(str(made.values['name']))} "
    for one in of.given.get(made.pupil_id, ()):
        there = f" {searchable(one.provision.name)} "
        if one.runs(of.today) and there.strip() and (there in words or name in there):
            return replace(
                made, becomes=f"linked to {one.provision.name}, which runs already", provision_id=one.provision.uuid
            )
    return made


def _events(session: Session, of: _School, on_roll: Sequence[Any]) -> Iterator[Carried]:
    query = (
        select(Happening, Pupil)
        .join(Pupil, Pupil.uuid == Happening.pupil_id)
        .where(*on_roll, Happening.deleted_at.is_(None), Happening.kind.in_(_EVENTS), Happening.happened_on <= of.today)
        .order_by(Pupil.sort_name, Pupil.uuid, Happening.happened_on)
    )
    for row, pupil in session.execute(query):
        plain = plain_words.of_event(row.title, row.who, row.note)
        if (
            plain is None
            or plain.dose.weeks is None
            or _is_there(plain.name, row.happened_on, of.given.get(pupil.uuid, ()))
        ):
            continue
        entry = interventions.named_in(of.entries, plain.name)
        ends = interventions.end_of(of.calendar, row.happened_on, plain.dose.weeks)
        values = {
            "name": plain.name, "form": plain.form or "one_to_one", "led_by": plain.led_by,
            "intervention": entry.code if entry is not None else "", "area": entry.areas[0] if entry is not None else "",
            "times_a_week": plain.dose.times, "minutes": plain.dose.minutes, "starts_on": row.happened_on,
            "planned_to": ends, "ends_on": ends if ends < of.today else None,
        }  # fmt: skip
        said = ", ".join(part for part in (row.title, row.who, " ".join(row.note.split())) if part)
        yield Carried(
            f"event {row.uuid}",
            pupil.uuid,
            pupil.name,
            f"{written_day(row.happened_on)}: {said}",
            _becomes(values),
            values,
        )


def _is_there(name: str, day: date, given: Sequence[Given]) -> bool:
    return any(one.provision.name.casefold() == name.casefold() and one.covers(day) for one in given)


def _becomes(values: Mapping[str, Any]) -> str:
    dose = dose_words.said(Dose(values["times_a_week"], values["minutes"]))
    parts = [values["name"], PROVISION_FORMS.label(values["form"]).lower(), dose, values["led_by"]]
    parts.append(f"from {written_day(values['starts_on'])}")
    parts += [f"until {written_day(values['planned_to'])}"] if values.get("planned_to") else []
    return ", ".join(part for part in parts if part)
