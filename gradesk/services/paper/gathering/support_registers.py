"""Filling the register of a group’s half-term, or of an adult’s day, to be marked on paper or as a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.term.session import SessionMark
from gradesk.services.paper import form_marks, register_marks
from gradesk.services.paper.gathering.pages import common, headings_of
from gradesk.services.paper.register_sheets import GroupPart, MarkRow, SessionColumn, SupportRegisterSheet
from gradesk.services.paper.sheets import PupilHeading
from gradesk.services.school import school
from gradesk.services.term import registers
from gradesk.services.term.given import adult_days
from gradesk.services.term.registers import Register, Slot
from gradesk.services.term.told import board
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

GROUP, DAY = "group", "day"
LETTERS = {"here": "H", "absent": "A", "part": "P"}
FELL_OUT = "N"


def key_of_group(provision_id: str, first: date) -> str:
    """What says that a register is of a group, in the half-term that begins on a day."""
    return f"{GROUP} {first.isoformat()} {provision_id}"


def key_of_day(adult: str, day: date) -> str:
    """What says that a register is of an adult’s day; of everybody’s without a name."""
    return f"{DAY} {day.isoformat()} {adult}"


def offered(store: Store) -> list[tuple[str, str]]:
    """Each group in this half-term, then today and the next day with school of each adult."""
    today = store.clock.today()
    half = board.half_of(board.halves(store), today)
    found = [
        (key_of_group(one.uuid, half.starts_on), f"{one.provision.name}, {half.name}")
        for one in board.lines(store)
        if one.provision.starts_on <= half.ends_on
    ]
    for day in dict.fromkeys((today, adult_days.step(store, today, 1))):
        found += [(key_of_day(name, day), f"{name}, {written_day(day)}") for name in adult_days.adults(store)]
    return found


def named(store: Store, which: str) -> str:
    """The name of a register that is asked for: of any day, of several adults, of another half-term or one that has ended."""
    try:
        kind, first, _, rest = _wanted(store, which)
    except Refused:
        return ""
    if kind == DAY:
        return f"{rest or 'Everybody'}, {written_day(first)}"
    line = next((one for one in board.of_year(store) if one.uuid == rest), None)
    return f"{line.provision.name}, {board.half_of(board.halves(store), first).name}" if line is not None else ""


def register_sheets(store: Store, _pupil_ids: Sequence[str], which: str = "") -> list[SupportRegisterSheet]:
    """The register that is asked for, or everybody’s today; none where no session is due. Whoever is chosen besides changes
    nothing: a register is of all who are in it.
    """
    kind, first, last, rest = _wanted(store, which)
    if kind == GROUP:
        found = registers.register(store, rest, first, last)
        parts, about = [(found, found.slots, tuple(range(len(found.members))))], found.provision.name
    else:
        due = adult_days.of(store, rest, first)
        parts, about = [(one.register, (one.slot,), one.places) for one in due], rest
    ids = list(dict.fromkeys(one.members[place].pupil_id for one, _, places in parts for place in places))
    if not any(slots for _, slots, _ in parts) or not ids:
        return []
    with store.read() as session:
        headings, key = headings_of(session, ids), form_marks.key_of(session)
    cells = [
        register_marks.cell(one.provision.uuid, slot, one.members[place].pupil_id)
        for one, slots, places in parts
        for place in places
        for slot in slots
        if one.is_in(place, slot.day)
    ]
    form = register_marks.mark(key, store.clock.today(), cells)
    name = PupilHeading(preferred_name=school.card(store).name, is_group=True)
    return [
        SupportRegisterSheet(
            **common(store),
            pupil_ids=tuple(ids),
            heading=name,
            about=about,
            first=first,
            last=last,
            parts=tuple(_part(one, slots, places, headings, form) for one, slots, places in parts),
        )
    ]


def _wanted(store: Store, which: str) -> tuple[str, date, date, str]:
    """Of what, from when to when, and of which group or adult."""
    kind, _, more = (which or key_of_day("", store.clock.today())).partition(" ")
    day, _, rest = more.partition(" ")
    try:
        first = date.fromisoformat(day)
    except ValueError:
        first = None
    if kind not in (GROUP, DAY) or first is None:
        raise Refused("There is no such register; nothing was printed. Choose one under Term, Registers.")
    last = board.half_of(board.halves(store), first).ends_on if kind == GROUP else first
    return kind, first, last, rest


def _part(
    one: Register, slots: Sequence[Slot], places: Sequence[int], headings: Mapping[str, PupilHeading], form: str
) -> GroupPart:
    row = one.provision
    return GroupPart(
        name=row.name,
        led_by=row.led_by,
        at=row.begins_at,
        minutes=row.minutes or 0,
        columns=tuple(SessionColumn(slot.day, slot.extra) for slot in slots),
        rows=tuple(_row(one, slots, place, headings, form) for place in places),
    )


def _row(one: Register, slots: Sequence[Slot], place: int, headings: Mapping[str, PupilHeading], form: str) -> MarkRow:
    pupil_id = one.members[place].pupil_id
    marks = tuple(_letter(one, slot, pupil_id) if one.is_in(place, slot.day) else None for slot in slots)
    names = tuple(f"{form}-c-{register_marks.cell(one.provision.uuid, slot, pupil_id)}" for slot in slots)
    return MarkRow(headings[pupil_id], marks, names)


def _letter(one: Register, slot: Slot, pupil_id: str) -> str:
    held = one.sessions.get(slot)
    if held is not None and not held.ran:
        return FELL_OUT
    return letter(one.mark(slot.day, pupil_id, slot.extra))


def letter(mark: SessionMark | None) -> str:
    """A mark as a register on paper has it; a part with its minutes."""
    if mark is None or not mark.mark:
        return ""
    return f"{LETTERS[mark.mark]}{f' {mark.part}' if mark.part else ''}"
