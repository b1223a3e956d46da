"""A filled register comes back: what each cell says, beside what stands there, and all of it taken in as one step.

Nothing is written until somebody has seen it. A register of another school, altered, or empty is refused with its reason;
what no letter says is told and left out.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.term.provision import Provision
from gradesk.services.paper import form_marks, register_marks
from gradesk.services.paper.gathering.support_registers import FELL_OUT, letter
from gradesk.services.paper.register_marks import CellAt
from gradesk.services.term import provisions, registers
from gradesk.services.term.registers import Marked, Register, Slot
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

_HOW = {"H": "here", "A": "absent", "P": "part", "/": "here", "\\": "here", "✓": "here", "X": "absent", "O": "absent"}
TAKEN = "Take in a filled register"
NOT_RUN = "not_run"  # how a whole session is read that did not run
_TYPED = re.compile(r"(?P<how>[HAP/\\✓XO])\s*(?P<part>\d{1,3})?")


@dataclass(frozen=True)
class FilledRegister:
    """What was read out of a file: what was typed, by the name of its cell."""

    mark: str
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Read:
    """One cell as it would be kept: whose, of which session; `was` is the mark that stands there already.

    A session that did not run is one for everybody: it has no pupil, and `was` counts the marks it would take away.
    """

    provision_id: str
    group: str
    slot: Slot
    pupil_id: str
    name: str
    how: str
    part: int | None
    was: str

    @property
    def letters(self) -> str:
        """As it is told."""
        return f"{self.how[0].upper()}{f' {self.part}' if self.part else ''}"


@dataclass(frozen=True)
class Preview:
    """What taking a register in would do: new marks, those that differ from what is there, and what was left out and why."""

    form: FilledRegister
    made_on: date
    new: tuple[Read, ...]
    differ: tuple[Read, ...]
    same: int
    left_out: tuple[str, ...]

    @property
    def asks_why(self) -> bool:
        """Whether a session did not run, which needs a reason that the sheet does not say."""
        return any(one.how == NOT_RUN for one in (*self.new, *self.differ))


def preview(store: Store, form: FilledRegister) -> Preview:
    """What a filled register says, beside what stands there now.

    Raises:
        Refused: it is another school’s, altered, or says nothing new.
    """
    made_on = _checked(store, form)
    today = store.clock.today()
    new: list[Read] = []
    differ: list[Read] = []
    left_out: list[str] = []
    same = 0
    found = _Registers(store, form)
    fell_out: dict[tuple[str, Slot], Register] = {}
    ran: set[tuple[str, Slot]] = set()
    for name, typed in sorted(form.cells.items()):
        words = " ".join(typed.upper().split())
        at = register_marks.read_cell(name)
        if not words or at is None:
            continue
        place = found.place(at)
        if place is None:
            left_out.append(f"“{typed}” on {written_day(at.slot.day)}: the group or the child is not there any more.")
            continue
        one, pupil_id, who = place
        was, session = _stands(one, at.slot, pupil_id), (one.provision.uuid, at.slot)
        how = _TYPED.fullmatch(words)
        if how is not None:
            ran.add(session)
        if words == was:
            same += 1
            continue
        if words == FELL_OUT:
            fell_out[session] = one
            continue
        about = f"{who}, {one.provision.name}, {written_day(at.slot.day)}"
        why = _why_not(one, at.slot, how, today, is_closed=one.provision.uuid in found.closed)
        if why or how is None:
            left_out.append(f"{about}: “{typed}” {why}")
            continue
        part = int(how["part"]) if how["part"] else None
        read = Read(
            one.provision.uuid, one.provision.name, at.slot, pupil_id, who, _HOW[how["how"]],
            part if how["how"] == "P" else None, was,
        )  # fmt: skip
        (differ if was else new).append(read)
    for (_, slot), one in fell_out.items():
        why = _why_not_fallen_out(one, slot, today, found, ran)
        if why:
            left_out.append(f"{one.provision.name}, {written_day(slot.day)}: “{FELL_OUT}” {why}")
        else:
            read = _everybody(one, slot)
            (differ if read.was else new).append(read)
    if not new and not differ and not left_out:
        said = "All its marks stand there already" if same else "Nobody has marked anything on this register"
        raise Refused(f"{said}, so nothing was changed. Choose another file, or mark it on the screen.")
    return Preview(form, made_on, _in_order(new), _in_order(differ), same, tuple(left_out))


def take(store: Store, seen: Preview, *, replace: bool = True, reason: str = "") -> int:
    """Keep the marks as they were shown, in one step; those that differ only with `replace`. Returns how many.

    Sessions that did not run get the `reason`.

    Raises:
        Refused: what stands there has changed since it was shown, or a mark cannot be.
    """
    now = preview(store, seen.form)
    if (now.new, now.differ) != (seen.new, seen.differ):
        raise Refused("What stands there has changed meanwhile; nothing was kept. Read the register once more.")
    chosen = [*now.new, *(now.differ if replace else ())]
    if not chosen:
        raise Refused("There is nothing to take in, so nothing was changed. Mark it on the screen.")
    marks = [
        Marked(one.provision_id, one.slot.day, (one.pupil_id,), one.how, one.part, extra=one.slot.extra)
        for one in chosen
        if one.how != NOT_RUN
    ]
    with store.work(TAKEN):
        registers.mark_all(store, marks, label="")
        for one in chosen:
            if one.how == NOT_RUN:
                registers.not_run(store, one.provision_id, one.slot.day, reason, extra=one.slot.extra)
    return len(chosen)


def _checked(store: Store, form: FilledRegister) -> date:
    with store.read() as session:
        key = form_marks.key_of(session)
    made_on = register_marks.made_on(form.mark)
    if made_on is None:
        raise Refused(
            "This is no register of Gradesk, or it was altered; nothing was changed. Choose the one that came back."
        )
    if not register_marks.is_ours(key, form.mark):
        raise Refused(
            "This register was made by another school; nothing was changed. Send it to the school that made it."
        )
    if not register_marks.is_whole(key, form.mark, form.cells):
        raise Refused(
            "This register was altered since it was made; nothing was changed. Type its marks on the screen, or print it anew."
        )
    return made_on


def _stands(one: Register, slot: Slot, pupil_id: str) -> str:
    """What stands in a cell now."""
    held = one.sessions.get(slot)
    if held is not None and not held.ran:
        return FELL_OUT
    return letter(one.mark(slot.day, pupil_id, slot.extra))


def _why_not(one: Register, slot: Slot, how: re.Match[str] | None, today: date, *, is_closed: bool) -> str:
    """Why a cell is left out; empty where it can be kept."""
    if is_closed:
        return "is left out: the block is closed. Open it again under Term first."
    if slot.day > today:
        return "is left out: the day is to come."
    if slot.extra and slot not in one.sessions:
        return "is left out: the session put on was taken back."
    if how is None:
        return "is no mark; type it, or why it did not run, on the screen."
    part = int(how["part"]) if how["part"] else None
    held = one.sessions.get(slot)
    minutes = held.minutes if held is not None else one.provision.minutes or 0
    if part is not None and (how["how"] != "P" or not 0 < part <= minutes):
        return f"is no part of {minutes} minutes; type it on the screen."
    return ""


def _why_not_fallen_out(
    one: Register, slot: Slot, today: date, found: _Registers, ran: Container[tuple[str, Slot]]
) -> str:
    """Why a session is not said to have fallen out; empty where it is."""
    if (one.provision.uuid, slot) in ran:
        return "is left out: others are marked at the same session. Either it ran or it did not; say it on the screen."
    is_closed = one.provision.uuid in found.closed
    return _why_not(one, slot, _TYPED.fullmatch("H"), today, is_closed=is_closed)


def _everybody(one: Register, slot: Slot) -> Read:
    held = one.sessions.get(slot)
    marks = sum(uuid == held.uuid and bool(mark.mark) for (uuid, _), mark in one.marks.items()) if held else 0
    was = f"{marks} {'mark' if marks == 1 else 'marks'}" if marks else ""
    return Read(one.provision.uuid, one.provision.name, slot, "", "Everybody", NOT_RUN, None, was)


def _in_order(found: Sequence[Read]) -> tuple[Read, ...]:
    return tuple(sorted(found, key=lambda one: (one.slot, one.group.casefold(), one.name.casefold(), one.pupil_id)))


class _Registers:
    """The registers that a form is about, read once each, with the pupils on it by their marks."""

    def __init__(self, store: Store, form: FilledRegister) -> None:
        cells = [at for name in form.cells if (at := register_marks.read_cell(name)) is not None]
        wanted = {at.group for at in cells}
        with store.read() as session:
            query = select(Provision).where(Provision.deleted_at.is_(None))
            rows = [row for row in session.scalars(query) if register_marks.short(row.uuid) in wanted]
            days = [at.slot.day for at in cells]
            found = registers.read(session, rows, min(days), max(days)) if days else []
            self.closed = {row.uuid for row in rows if provisions.closed(session, row.uuid) is not None}
        self._by_mark = {register_marks.short(one.provision.uuid): one for one in found}

    def place(self, at: CellAt) -> tuple[Register, str, str] | None:
        """The register, the pupil and their name; None where one of them is gone, or they are not in it on that day."""
        one = self._by_mark.get(at.group)
        if one is None:
            return None
        for place, member in enumerate(one.members):
            if register_marks.short(member.pupil_id) == at.pupil and one.is_in(place, at.slot.day):
                return one, member.pupil_id, one.names[place]
        return None
