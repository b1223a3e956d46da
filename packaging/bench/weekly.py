"""The week of a secondary school, 60 adults and 220 groups with their lessons: opened, scrolled, and a session dragged over it.

Run as a process of its own, `weekly.py FOLDER`, it opens the board and the week in the window and answers with milliseconds.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import schools
from measuring import Line, child, median, milliseconds, peak_megabytes
from painting import Painted, in_the_window, until
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from gradesk.model.rules.week.times import DAYS
from gradesk.services.pupils import register
from gradesk.services.school import staff
from gradesk.services.term import provisions
from gradesk.services.term.planned import entries, filling_in, gathering
from gradesk.store.work import Store

PUPILS, PROVISIONS, ADULTS, CLASSES = 1_800, 220, 60, 60
SUBJECTS = ("English", "Maths", "Science", "History", "Art", "PE")
TURNS = 60  # cells that a session is dragged over


def build(folder: Path, share: int) -> None:
    """A school with adults, lessons, and groups most of which have their times."""
    register_file = folder.with_suffix(".csv")
    schools.write_register(register_file, PUPILS // share)
    store = schools.empty_school(folder)
    try:
        schools.admit(store, register_file)
        ids = [row.uuid for row in register.everyone(store)]
        with store.work("A week to measure"):
            for number in range(max(ADULTS // share, 4)):
                staff.add_staff(store, {"name": f"Adult {number}", "role": "ta", "hours_a_week": 30.0})
            for number in range(max(CLASSES // share, 2)):
                _lessons(store, f"{number % 5 + 7} {number}")
            for number in range(max(PROVISIONS // share, 6)):
                members = [ids[(number * 5 + place) % len(ids)] for place in range(4)]
                values = {
                    "name": f"Group {number + 1}", "times_a_week": 3.0, "minutes": 20,
                    "starts_on": schools.TODAY - timedelta(days=30), "planned_to": schools.TODAY + timedelta(days=60),
                    "led_by": f"Adult {number % max(ADULTS // share, 4)}", "area": "C&L",
                }  # fmt: skip
                provisions.add(store, list(dict.fromkeys(members)), values)
        week = gathering.week(store, schools.TODAY)
        filled = filling_in.fill(week, filling_in.wishes(store, schools.TODAY), seconds=5)
        filling_in.accept(store, filled, only=[bar.uuid for bar, _, _ in filled.sessions[:-3]])
    finally:
        store.close()


def _lessons(store: Store, class_name: str) -> None:
    for period, at in enumerate(("9:00", "9:50", "11:00", "13:00", "14:10")):
        for day, name in enumerate(DAYS):
            subject = SUBJECTS[(period + day) % len(SUBJECTS)]
            entries.add(
                store,
                {
                    "kind": "lesson",
                    "name": subject,
                    "class_name": class_name,
                    "weekdays": name,
                    "begins_at": at,
                    "minutes": 50,
                },
            )


def measure(home: Path, times: int, *, quick: bool) -> list[Line]:
    """The whole school and a tenth of it in turn, in fresh processes; a drag against the same drag without its checks."""
    few, many = home / "week-few", home / "week-many"
    build(few, 40 if quick else 10)
    build(many, 30 if quick else 1)
    runs = [(child("weekly.py", few, home=home), child("weekly.py", many, home=home)) for _ in range(times)]

    def of(code: str, *, large: bool = True) -> float:
        return median([each[large][code] for each in runs])

    tenth = "that of a tenth of it"
    return [
        Line("board of a secondary school’s term", of("board"), of("board", large=False), tenth),
        Line("week of a secondary school", of("week"), of("week", large=False), tenth),
        Line("week, a page further", of("scroll"), of("scroll", large=False), tenth, at_most=100),
        Line("week, a drag that tells its clashes", of("checked"), of("plain"), "the drag without", 3),
        Line("peak memory of the window after placing", of("after"), of("before"), "before it", 1.1, "MB"),
    ]


def _open() -> dict[str, float]:
    from gradesk.ui.shell.window import Shell  # noqa: PLC0415 (as late as the program itself)

    shell: Any = next(found for top in QApplication.topLevelWidgets() for found in top.findChildren(Shell))
    until(lambda: shell.current.isVisible())

    def board() -> None:
        shell.go("term", tab="board")
        bars = shell.current.board.bars
        painted = Painted(bars)
        until(lambda: painted.count > 0 and bool(bars.lanes), pause=1)

    def week() -> None:
        shell.go("term", tab="week")
        part = shell.current.week
        painted = Painted(part.grid.viewport())
        until(lambda: painted.count > 0 and bool(part.week.bars), pause=1)

    answer = {name: milliseconds(deed) for name, deed in (("board", board), ("week", week))}
    part = shell.current.week
    answer["scroll"] = milliseconds(lambda: _page_on(part))
    part.moves.take(next(bar.uuid for bar in part.week.bars if bar.is_support and bar.missing))
    cells = [(row, column) for row in range(4) for column in range(TURNS // 4)]
    answer["plain"] = milliseconds(lambda: [_paint(part) for _ in cells])
    answer["checked"] = milliseconds(lambda: [(part.moves.hover(*cell), _paint(part)) for cell in cells])
    part.moves.lay_down()
    answer["before"] = peak_megabytes()
    part.panels.fill()
    until(lambda: part.proposal is not None and part.panels.panel.task is None, pause=1)
    answer["after"] = peak_megabytes()
    return answer


def _page_on(part: Any) -> None:
    bar = part.grid.verticalScrollBar()
    bar.setValue(bar.value() + bar.pageStep())
    _paint(part)


def _paint(part: Any) -> None:
    part.grid.viewport().repaint()
    QCoreApplication.processEvents()


if __name__ == "__main__":
    in_the_window(Path(sys.argv[1]), _open)
