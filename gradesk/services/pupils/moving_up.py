"""September: years and classes move up, the oldest leave, class teachers hand over; seen first, then written in one step."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.days.school_year import academic_year
from gradesk.model.rules.days.year_group import place_of
from gradesk.model.school.staff import StaffMember
from gradesk.model.vocabulary import YEAR_GROUPS
from gradesk.services import editing
from gradesk.services.pupils import leads
from gradesk.services.pupils.leads import Lead
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

_NUMBER = re.compile(r"\d+")
_SEVERAL = re.compile(r"(\d+)\s*(?:/|-|–|&|\+|and)\s*(\d+)")  # a class of several years, such as 5/6 Yew
_STAYS = ("X",)  # years that follow no age
LAST = 14


@dataclass(frozen=True)
class ClassMove:
    """Where a class goes: its name then, empty where its pupils leave; how many there are."""

    before: str
    after: str
    count: int
    leaves: bool = False


@dataclass(frozen=True)
class Move:
    """What becomes of one pupil: year and class then, or that they leave; who leads then; `is_own` where somebody changed it."""

    pupil_id: str
    name: str
    year: str
    class_name: str
    new_year: str
    new_class: str
    leaves: bool = False
    lead: str = ""
    new_lead: str = ""
    new_lead_id: str = ""
    lead_role: str = ""
    is_own: bool = False

    @property
    def changes(self) -> bool:
        """Whether anything is written for them."""
        return self.leaves or (self.new_year, self.new_class) != (self.year, self.class_name) or bool(self.new_lead_id)

    @property
    def words(self) -> str:
        """What becomes of them."""
        if self.leaves:
            return "leaves"
        then = ", ".join(part for part in (year_words(self.new_year), self.new_class) if part)
        return (
            then
            if (self.new_year, self.new_class) != (self.year, self.class_name)
            else f"stays in {then or 'no class'}"
        )


@dataclass(frozen=True)
class Moved:
    """What moving up did."""

    up: int
    left: int
    leads: int
    stayed: int


def usual_day(store: Store) -> date:
    """The first day of the school year that begins next, or of this one within its first two months."""
    today = store.clock.today()
    this = academic_year(today).starts_on
    return this if today - this <= timedelta(days=61) else academic_year(today + timedelta(days=365)).starts_on


def classes(store: Store) -> list[ClassMove]:
    """Where each class goes by the number in its name, else to the only class of the year after; the last year leaves."""
    rows = _roll(store)
    known = {row.class_name for row in rows if row.class_name}
    last = max((place for row in rows if (place := place_of(row.year_group)) is not None), default=None)
    found = []
    for name in sorted(known, key=lambda one: (_years_of(rows, one), one.casefold())):
        mine = [row for row in rows if row.class_name == name]
        oldest = bool(mine) and all(place_of(row.year_group) == last for row in mine)
        after = "" if oldest else _next_name(name, known)
        found.append(ClassMove(name, _of_next_year(rows, name) if after == name else after, len(mine), oldest))
    return found


def preview(store: Store, moves: Iterable[ClassMove], exceptions: Mapping[str, Move] | None = None) -> list[Move]:
    """What becomes of every pupil on the roll, by class and name; `exceptions` are those somebody decided otherwise."""
    where = {one.before: one for one in moves}
    own = exceptions or {}
    with store.read() as session:
        led, teachers = leads.in_force(session), _teachers(session, store)
    found, rows, first = [], _roll(store), usual_day(store)
    last = max((place for row in rows if (place := place_of(row.year_group)) is not None), default=None)
    younger = {row.class_name for row in rows if place_of(row.year_group) != last} | {""}
    for row in rows:
        if row.uuid in own:
            found.append(_with_lead(own[row.uuid], led.get(row.uuid), teachers))
            continue
        going = where.get(row.class_name)
        place = place_of(row.year_group)
        # The oldest leave out of a class of several years too, and whoever is known to leave before.
        leaves = place == LAST or (place is not None and place == last and row.class_name in younger)
        leaves = leaves or (going is not None and going.leaves) or (row.left_on is not None and row.left_on <= first)
        made = Move(
            row.uuid,
            row.name,
            row.year_group,
            row.class_name,
            _next_year(row.year_group),
            _class_after(row, going, where),
            leaves,
        )
        found.append(_with_lead(made, led.get(row.uuid), teachers))
    return found


def stays(one: Move) -> Move:
    """A pupil who stays in year and class."""
    return replace(one, new_year=one.year, new_class=one.class_name, leaves=False, is_own=True)


def leaves(one: Move) -> Move:
    """A pupil who leaves."""
    return replace(one, leaves=True, is_own=True)


def goes_to(one: Move, class_name: str) -> Move:
    """A pupil who goes to another class."""
    year = one.new_year if not one.leaves else _next_year(one.year)
    return replace(one, new_class=class_name.strip(), new_year=year, leaves=False, is_own=True)


def apply(store: Store, moves: Sequence[Move], on: date) -> Moved:
    """Write what was seen, in one step that one undo takes back. Leavers leave on the last day before.

    A lead who was the teacher of the old class hands over to the teacher of the new one from the day on.
    """
    changing = [one for one in moves if one.changes]
    if not changing:
        raise Refused("Nobody moves; nothing was changed.")
    if not date(2000, 1, 1) <= on <= store.clock.today() + timedelta(days=400):
        raise Refused("That day is too far away; nothing was changed. Type the first day of the new school year.")
    last = on - timedelta(days=1)
    up = left = named = 0
    with store.work(f"Move {len(changing)} pupils up") as session:
        for one in changing:
            if one.leaves:
                known = session.get_one(Pupil, one.pupil_id).left_on
                if known is None or known > last:  # an earlier day was entered on purpose
                    editing.change(store, Pupil, one.pupil_id, {"left_on": last}, "")
                left += 1
                continue
            if (one.new_year, one.new_class) != (one.year, one.class_name):
                values = {"year_group": one.new_year, "class_name": one.new_class}
                editing.change(store, Pupil, one.pupil_id, values, "")
                up += 1
            if one.new_lead_id:
                leads.name_lead(store, one.pupil_id, one.new_lead_id, one.lead_role or "teacher", on)
                named += 1
    return Moved(up, left, named, len(moves) - len(changing))


def leavers(store: Store, on: date) -> int:
    """How many are down to leave the day before a day: where there are any, everybody may have moved up for it already."""
    with store.read() as session:
        query = select(Pupil.uuid).where(Pupil.deleted_at.is_(None), Pupil.left_on == on - timedelta(days=1))
        return len(session.scalars(query).all())


def year_words(year: str) -> str:
    """A year group as it is said."""
    return YEAR_GROUPS.label(year) if year in YEAR_GROUPS.codes else year


def _roll(store: Store) -> list[Pupil]:
    today = store.clock.today()
    with store.read() as session:
        query = select(Pupil).where(Pupil.deleted_at.is_(None), or_(Pupil.left_on.is_(None), Pupil.left_on > today))
        rows = list(session.scalars(query.order_by(Pupil.class_name, Pupil.sort_name, Pupil.uuid)))
    return sorted(rows, key=lambda row: (place_of(row.year_group) or 0, row.class_name.casefold()))


def _years_of(rows: Sequence[Pupil], class_name: str) -> int:
    places = [place for row in rows if row.class_name == class_name and (place := place_of(row.year_group)) is not None]
    return min(places, default=99)


def _next_name(name: str, known: set[str]) -> str:
    """The class after: the number in its name one higher; spelled as a class that is there already, where there is one."""
    found = _NUMBER.search(name)
    if found is None or _SEVERAL.search(name):
        return name
    number = int(found[0]) + 1
    made = f"{name[: found.start()]}{number}{name[found.end() :]}"
    if made in known:
        return made
    alike = [one for one in sorted(known) if (each := _NUMBER.search(one)) is not None and int(each[0]) == number]
    return alike[0] if len(alike) == 1 else made


def _class_after(row: Pupil, going: ClassMove | None, where: Mapping[str, ClassMove]) -> str:
    """Where a pupil’s class goes; one of several years stays, and whoever is too old for it goes to the only one of their year."""
    if going is None:
        return row.class_name
    mine, then = _SEVERAL.search(row.class_name), place_of(_next_year(row.year_group))
    if mine is None or going.after != row.class_name or then is None or int(mine[1]) <= then <= int(mine[2]):
        return going.after
    fit = []
    for name in where:
        several, single = _SEVERAL.search(name), _NUMBER.search(name)
        if (several and int(several[1]) <= then <= int(several[2])) or (
            not several and single and int(single[0]) == then
        ):
            fit.append(name)
    return fit[0] if len(fit) == 1 else going.after


def _of_next_year(rows: Sequence[Pupil], name: str) -> str:
    """For a class without a number the only class of the year after, if all of it is of one year; else it stays."""
    years = {row.year_group for row in rows if row.class_name == name}
    if len(years) != 1:
        return name
    then = _next_year(next(iter(years)))
    after = {row.class_name for row in rows if row.year_group == then and row.class_name} - {name}
    return after.pop() if len(after) == 1 else name


def _next_year(year: str) -> str:
    place = place_of(year)
    if place is None or year in _STAYS or place >= LAST:
        return year
    early = {-2: "N2", -1: "R", 0: "1"}
    return early.get(place, str(place + 1))


def _teachers(session: Session, store: Store) -> dict[str, list[StaffMember]]:
    """By class, whoever teaches it, by name: two may share it."""
    query = select(StaffMember).where(
        StaffMember.deleted_at.is_(None),
        StaffMember.class_name != "",
        or_(StaffMember.left_on.is_(None), StaffMember.left_on > store.clock.today()),
    )
    found: dict[str, list[StaffMember]] = {}
    for row in session.scalars(query.order_by(StaffMember.name)):
        found.setdefault(row.class_name, []).append(row)
    return found


def _with_lead(one: Move, lead: Lead | None, teachers: Mapping[str, Sequence[StaffMember]]) -> Move:
    """Who leads then: the teacher of the new class, where the teacher of the old one led."""
    if lead is None:
        return replace(one, lead="", new_lead="", new_lead_id="")
    before, after = teachers.get(one.class_name, ()), teachers.get(one.new_class, ())
    hands_over = lead.staff_id in {row.uuid for row in before} and not one.leaves
    if hands_over and after and lead.staff_id not in {row.uuid for row in after}:
        return replace(one, lead=lead.name, new_lead=after[0].name, new_lead_id=after[0].uuid, lead_role=lead.role)
    return replace(one, lead=lead.name, new_lead="" if one.leaves else lead.name, new_lead_id="")
