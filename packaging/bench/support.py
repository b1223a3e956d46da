"""Support of a secondary school: its board, a register and the map of the whole school, against a tenth of it.

Run as a process of its own, `support.py FOLDER`, it opens each in the window and answers with milliseconds.
"""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import schools
from measuring import Line, child, median, milliseconds
from painting import Painted, in_the_window, until
from PySide6.QtWidgets import QApplication

from gradesk.model.school.school import AcademicYear, HalfTerm, Term
from gradesk.model.term.provision import Provision, ProvisionMember
from gradesk.model.term.session import HourlyRate, ProvisionSession, SessionMark
from gradesk.services import editing
from gradesk.services.pupils import register
from gradesk.services.term import registers
from gradesk.store.work import Store

PUPILS, PROVISIONS, MARKS = 1_800, 220, 60_000
BEGAN = schools.TODAY - timedelta(days=350)
GROUP = 5  # pupils in each
AREAS = ("C&I", "C&L", "SEMH", "S&P")


def build(folder: Path, pupils: int, provisions: int, marks: int) -> None:
    """A school with so many groups, and so many marks in their registers, over three terms."""
    register_file = folder.with_suffix(".csv")
    schools.write_register(register_file, pupils)
    store = schools.empty_school(folder)
    try:
        schools.admit(store, register_file)
        ids = [row.uuid for row in register.page(store, register.Criteria(), limit=pupils)]
        with store.work("Rates and half-terms"):
            editing.add(store, HourlyRate, {"role": "ta", "from_on": BEGAN, "pence": 1724}, "")
            year = editing.add(store, AcademicYear, {"name": "The measured year", **_span(BEGAN, 500)}, "")
            term = editing.add(store, Term, {"academic_year_id": year, "name": "Whole", **_span(BEGAN, 500)}, "")
            for number in range(11):
                half = {"term_id": term, "name": f"Half {number + 1}", **_span(BEGAN + timedelta(days=45 * number), 37)}
                editing.add(store, HalfTerm, half, "")
        each = -(-marks // (provisions * GROUP))  # sessions of a group
        for number in range(provisions):
            _group(
                store, number, [ids[(number * GROUP + place) % len(ids)] for place in range(min(GROUP, len(ids)))], each
            )
    finally:
        store.close()


def _span(first: date, days: int) -> dict[str, date]:
    return {"starts_on": first, "ends_on": first + timedelta(days=days)}


def _group(store: Store, number: int, members: list[str], sessions: int) -> None:
    dice = random.Random(number)
    runs = number % 2 == 0  # half of them run, half have ended
    ends = None if runs else schools.TODAY - timedelta(days=dice.randint(20, 120))
    values: dict[str, Any] = {
        "name": f"Group {number + 1}", "form": "group", "area": AREAS[number % 4], "led_by": f"Adult {number % 40}",
        "cost_role": "ta", "times_a_week": 3.0, "minutes": 20, "starts_on": BEGAN,
        "planned_to": schools.TODAY + timedelta(days=60) if runs else ends, "ends_on": ends,
    }  # fmt: skip
    with store.work("A group to measure") as session:
        uuid = editing.add(store, Provision, values, "")
        for pupil_id in members:
            editing.add(store, ProvisionMember, {"provision_id": uuid, "pupil_id": pupil_id}, "")
        row, school = session.get_one(Provision, uuid), registers.calendar(session)
        days = list(registers.days_of(row, BEGAN, ends or schools.TODAY, school))[-sessions:]
        for day in days:
            ran = dice.random() > 0.1
            held = {
                "provision_id": uuid,
                "happened_on": day,
                "minutes": 20,
                "ran": ran,
                "reason": "" if ran else "adult_ill",
            }
            session_id = editing.add(store, ProvisionSession, held, "")
            for pupil_id in members if ran else ():
                mark = {"session_id": session_id, "pupil_id": pupil_id, "mark": dice.choice(("here", "here", "absent"))}
                editing.add(store, SessionMark, mark, "")


def measure(home: Path, times: int, *, quick: bool) -> list[Line]:
    """Both schools in turn, in fresh processes; the smaller one is the floor."""
    share = 40 if quick else 1
    few, many = home / "support-few", home / "support-many"
    build(few, PUPILS // 10 // share + 4, max(PROVISIONS // 10 // share, 2), MARKS // 10 // share)
    build(many, PUPILS // share + 4, max(PROVISIONS // share, 4), MARKS // share)
    runs = [(child("support.py", few, home=home), child("support.py", many, home=home)) for _ in range(times)]
    return [
        Line(
            f"{what} of a secondary school",
            median([large[code] for _, large in runs]),
            median([small[code] for small, _ in runs]),
            "that of a tenth of it",
            2,
        )
        for code, what in (
            ("board", "board of support"),
            ("register", "register of support"),
            ("map", "first side of the map"),
        )
    ]


def _open() -> dict[str, float]:
    from gradesk.ui.shell.window import Shell  # noqa: PLC0415 (as late as the program itself)

    shell: Any = next(found for top in QApplication.topLevelWidgets() for found in top.findChildren(Shell))
    until(lambda: shell.current.isVisible())

    def board() -> None:
        shell.go("term", tab="groups")
        groups = shell.current.groups
        painted = Painted(groups.tree.viewport())
        until(lambda: painted.count > 0 and len(groups.lines) > 0, pause=1)

    def marked() -> None:
        shell.go("term", tab="registers")
        part = shell.current.registers
        painted = Painted(part.grid.viewport())
        until(lambda: painted.count > 0 and part.model.register is not None, pause=1)

    def mapped() -> None:
        ids = tuple(register.ids(shell.context.store, register.Criteria()))
        shell.go("preview", document="provision-map", variant="names", which="area costs", pupil_ids=ids)
        until(lambda: shell.current.shown.currentWidget() is shell.current.scroller, pause=5)

    return {name: milliseconds(deed) for name, deed in (("board", board), ("register", marked), ("map", mapped))}


if __name__ == "__main__":
    in_the_window(Path(sys.argv[1]), _open)
