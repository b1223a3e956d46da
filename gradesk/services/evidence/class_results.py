"""Results of a whole class: one measure on one day as a grid, typed cell by cell or pasted from a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select

from gradesk.model.evidence.measure import MeasureResult
from gradesk.model.pupils.pupil import Pupil, searchable
from gradesk.model.rules import measures as rules
from gradesk.model.rules.measures import Measure
from gradesk.services import editing
from gradesk.services.evidence import measure_catalogue, measures
from gradesk.services.evidence.measures import ResultRow
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

MOST_LINES = 500  # of a pasted text; no class and no year has more
_UPN = re.compile(r"[A-Z]\d{11}[A-Z0-9]")


@dataclass(frozen=True)
class Sitting:
    """What one column of results is: a measure, who filled it in, what was asked, and the day."""

    class_name: str
    measure: Measure
    informant: str
    day: date
    question: str = ""


@dataclass(frozen=True)
class GridRow:
    """One pupil's line: the result of that day (`now`, with how it is typed), and the last one before it."""

    pupil_id: str
    name: str
    upn: str
    names: tuple[str, ...]
    typed: str = ""
    now: ResultRow | None = None
    last: ResultRow | None = None

    @property
    def band(self) -> str:
        """The band of that day's result."""
        return self.now.band if self.now else ""

    @property
    def change(self) -> str:
        """That day's result against the last, with a hint where it was repeated before its time."""
        if self.now is None:
            return ""
        return "  ".join(part for part in (self.now.change, measures.too_soon(self.last, self.now.happened_on)) if part)

    @property
    def last_words(self) -> str:
        """The last result before that day, with its day."""
        return f"{self.last.words} ({self.last.happened_on:%d/%m/%y})" if self.last else ""


@dataclass(frozen=True)
class PasteLine:
    """One pasted line: whom it is for, what would be kept, and why not where it would not (`problem`).

    The school's own words are put into a problem with `Words.say`.
    """

    number: int
    pasted: str
    pupil_id: str = ""
    name: str = ""
    typed: str = ""
    problem: str = ""


def classes(store: Store) -> list[str]:
    """The classes on the roll, in the order of their names."""
    with store.read() as session:
        names = session.scalars(select(Pupil.class_name).where(_on_roll(store), Pupil.class_name != "").distinct())
        return sorted(names, key=str.casefold)


def grid(store: Store, sitting: Sitting) -> list[GridRow]:
    """The pupils of the class by name, each with that day's result and the last one; three queries whatever the class."""
    with store.read() as session:
        query = select(Pupil).where(_on_roll(store), Pupil.class_name == sitting.class_name).order_by(Pupil.sort_name)
        pupils = session.scalars(query).all()
        known = measure_catalogue.in_force(session)
        found = session.scalars(
            select(MeasureResult)
            .where(
                MeasureResult.pupil_id.in_([pupil.uuid for pupil in pupils]),
                MeasureResult.measure == sitting.measure.code,
                MeasureResult.informant == sitting.informant,
                MeasureResult.happened_on <= sitting.day,
                MeasureResult.deleted_at.is_(None),
            )
            .order_by(MeasureResult.happened_on, MeasureResult.written_at)
        )
        of_pupil: dict[str, list[MeasureResult]] = {}
        key = _key(sitting, sitting.question)
        for one in found:
            if _key(sitting, one.question) == key:
                of_pupil.setdefault(one.pupil_id, []).append(one)
    return [_row(pupil, measures.in_words(of_pupil.get(pupil.uuid, ()), known), sitting) for pupil in pupils]


def set_cell(store: Store, sitting: Sitting, row: GridRow, typed: str, initiator: object | None = None) -> GridRow:
    """Keep what was typed for one pupil: add, correct, or take away when it is empty. Returns the line as it is now."""
    if not typed.strip():
        if row.now is not None:
            measures.remove_result(store, row.now.uuid)
    elif row.now is not None:
        measures.change_result(store, row.now.uuid, {"value": typed}, initiator)
    else:
        _add(store, sitting, row.pupil_id, typed, initiator)
    return next((one for one in grid(store, sitting) if one.pupil_id == row.pupil_id), replace(row, now=None, typed=""))


def read_paste(rows: Sequence[GridRow], measure: Measure, text: str, start: int = 0) -> list[PasteLine]:
    """What a pasted text would do, line by line; nothing is written.

    One column is results in the order of the grid, from line `start` on. More columns are a UPN or a name, then the
    result in the last of them.

    Raises:
        Refused: there is nothing in it, or far too much.
    """
    lines = [line.rstrip("\r") for line in text.replace("\x00", "").split("\n")]
    while lines and not lines[-1].strip():
        lines.pop()
    if not any(line.strip() for line in lines):
        raise Refused(
            "There is nothing to paste; nothing was changed. Copy one column of results, or names and results."
        )
    if len(lines) > MOST_LINES:
        raise Refused(f"That is more than {MOST_LINES} lines; nothing was pasted. Copy one class at a time.")
    cells = [[cell.strip() for cell in line.split("\t")] for line in lines]
    if all(len(line) == 1 for line in cells):
        return _in_order(rows, measure, [line[0] for line in cells], start)
    names = _names(rows)
    found = [_named(number, line, names, measure) for number, line in enumerate(cells, start=1) if any(line)]
    if found and found[0].problem and not any(letter.isdigit() for letter in found[0].pasted):
        found.pop(0)  # the headings of the columns
    return _once(found)


def paste(store: Store, sitting: Sitting, rows: Sequence[GridRow], lines: Sequence[PasteLine]) -> int:
    """Keep every line that has no problem, in one unit of work. Returns how many were kept."""
    good = [line for line in lines if not line.problem]
    if not good:
        raise Refused("No line of it can be kept; nothing was changed. See the reasons beside the lines.")
    by_pupil = {row.pupil_id: row for row in rows}
    with store.work(f"{sitting.measure.name} of {sitting.class_name}: {len(good)} results"):
        for line in good:
            now = by_pupil[line.pupil_id].now
            if now is not None:
                measures.change_result(store, now.uuid, {"value": line.typed})
            else:
                _add(store, sitting, line.pupil_id, line.typed, None)
    return len(good)


def _add(store: Store, sitting: Sitting, pupil_id: str, typed: str, initiator: object | None) -> None:
    editing.check(MeasureResult, {"happened_on": sitting.day})
    more = {"happened_on": sitting.day, "informant": sitting.informant, "question": sitting.question}
    measures.add_result(store, pupil_id, sitting.measure.code, typed, more, initiator)


def _on_roll(store: Store) -> ColumnElement[bool]:
    return and_(Pupil.deleted_at.is_(None), or_(Pupil.left_on.is_(None), Pupil.left_on > store.clock.today()))


def _key(sitting: Sitting, question: str) -> tuple[str, str, str]:
    return rules.comparison_key(sitting.measure.code, sitting.informant, question)


def _row(pupil: Pupil, found: Sequence[ResultRow], sitting: Sitting) -> GridRow:
    now = next((one for one in reversed(found) if one.happened_on == sitting.day), None)
    last = next((one for one in reversed(found) if one.happened_on < sitting.day), None)
    first, surname = pupil.first_name, pupil.preferred_surname or pupil.legal_surname
    ways = {
        f"{first} {surname}", f"{surname} {first}",
        f"{pupil.legal_forename} {pupil.legal_surname}", f"{pupil.legal_surname} {pupil.legal_forename}",
    }  # fmt: skip
    typed = rules.short_value(sitting.measure, now.value) if now else ""
    return GridRow(pupil.uuid, pupil.name, pupil.upn, tuple(sorted(map(searchable, ways))), typed, now, last)


def _in_order(rows: Sequence[GridRow], measure: Measure, values: Sequence[str], start: int) -> list[PasteLine]:
    found = []
    for number, value in enumerate(values, start=1):
        place = start + number - 1
        if not value:
            continue
        if place >= len(rows):
            found.append(PasteLine(number, value, problem="there are no more {pupils} in this class"))
        else:
            row = rows[place]
            found.append(PasteLine(number, value, row.pupil_id, row.name, value, _problem(measure, value)))
    return found


def _names(rows: Sequence[GridRow]) -> Mapping[str, list[GridRow]]:
    found: dict[str, list[GridRow]] = {}
    for row in rows:
        for way in {*row.names, row.upn.casefold()} - {""}:
            found.setdefault(way, []).append(row)
    return found


def _named(number: int, cells: Sequence[str], names: Mapping[str, list[GridRow]], measure: Measure) -> PasteLine:
    filled = [cell for cell in cells if cell]
    pasted = "   ".join(filled)
    who, value = filled[:-1], filled[-1]
    upn = next((cell.upper() for cell in filled if _UPN.fullmatch(cell.upper())), "")
    matching = names.get(upn.casefold(), []) or names.get(searchable(" ".join(who)), [])
    if not matching and len(who) > 1:  # a column between the name and the result, such as the class
        matching = next((names[key] for cell in who if (key := searchable(cell)) in names), [])
    if not matching:
        whole = names.get(searchable(" ".join(filled)), []) or names.get(upn.casefold(), [])
        if whole:
            return PasteLine(number, pasted, whole[0].pupil_id, whole[0].name, "", "no result stands beside the name")
        return PasteLine(number, pasted, problem="nobody of this class has that name or UPN")
    if len(matching) > 1:
        return PasteLine(number, pasted, problem="more than one {pupil} of this class has that name; use the UPN")
    one = matching[0]
    if upn and value.upper() == upn:
        return PasteLine(number, pasted, one.pupil_id, one.name, "", "no result stands beside the UPN")
    return PasteLine(number, pasted, one.pupil_id, one.name, value, _problem(measure, value))


def _once(lines: Sequence[PasteLine]) -> list[PasteLine]:
    """Of two lines for one pupil neither is taken: only the person knows which is meant."""
    seen = [line.pupil_id for line in lines if line.pupil_id]
    return [
        replace(line, problem="this {pupil} stands there twice") if seen.count(line.pupil_id) > 1 else line
        for line in lines
    ]


def _problem(measure: Measure, value: str) -> str:
    try:
        rules.read_value(measure, value)
    except Refused as refusal:
        return str(refusal).split("; ")[0].split(", so ")[0]
    return ""
