"""The same planted weeks for FET's `fet-cl` (Debian package `fet`), a timetabler of schools, where it is installed.

FET chooses no adults, so it is given those that Gradesk chose: an easier task.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from gradesk.model.rules.placing.problem import Problem, Week, bits

SECONDS = 60  # it may search longer than a person waits


def is_here() -> bool:
    """Whether `fet-cl` is installed."""
    return shutil.which("fet-cl") is not None


def milliseconds(problem: Problem, week: Week, folder: Path) -> float | None:
    """How long FET takes for a week with these adults, from start to end of its process; None where it finds no whole week."""
    file = folder / "week.fet"
    file.write_text(_xml(problem, week), "utf-8")
    began = time.perf_counter()
    ran = subprocess.run(
        ["fet-cl", f"--inputfile={file}", f"--outputdir={folder / 'fet-out'}", f"--timelimitseconds={SECONDS}"],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    took = (time.perf_counter() - began) * 1000
    said = ran.stdout + ran.stderr
    return took if re.search(r"simulation successful", said, re.IGNORECASE) else None


def _xml(problem: Problem, week: Week) -> str:
    days = [f"d{day}" for day in range(problem.days)]
    hours = [f"h{hour}" for hour in range(problem.per_day)]
    activities, apart, number = [], [], 0
    for place, placed in sorted(week.items()):
        task, ids = problem.tasks[place], []
        for _ in placed.starts:
            number += 1
            ids.append(number)
            students = "".join(f"<Students>p{one}</Students>" for one in task.holders)
            activities.append(
                f"<Activity><Teacher>a{placed.leader}</Teacher><Subject>s</Subject>{students}<Duration>1</Duration>"
                f"<Total_Duration>{len(placed.starts)}</Total_Duration><Id>{number}</Id>"
                f"<Activity_Group_Id>{ids[0] if len(placed.starts) > 1 else 0}</Activity_Group_Id><Active>true</Active>"
                "<Comments></Comments></Activity>"
            )
        if len(ids) > 1:
            apart.append(
                "<ConstraintMinDaysBetweenActivities><Weight_Percentage>100</Weight_Percentage>"
                f"<Consecutive_If_Same_Day>true</Consecutive_If_Same_Day><Number_of_Activities>{len(ids)}</Number_of_Activities>"
                + "".join(f"<Activity_Id>{one}</Activity_Id>" for one in ids)
                + "<MinDays>1</MinDays><Active>true</Active><Comments></Comments></ConstraintMinDaysBetweenActivities>"
            )
    whole = (1 << (problem.days * problem.per_day)) - 1
    away = [_away("Teacher", f"a{at}", whole & ~one.free, problem) for at, one in enumerate(problem.leaders)]
    away += [_away("StudentsSet", f"p{at}", mask, problem) for at, mask in enumerate(problem.held)]
    rooms = [f"r{one}" for one in range(problem.rooms or 0)]
    named = "".join(
        f"<Room><Name>{one}</Name><Building></Building><Capacity>30000</Capacity><Virtual>false</Virtual>"
        "<Comments></Comments></Room>"
        for one in rooms
    )
    preferred = "".join(f"<Preferred_Room>{one}</Preferred_Room>" for one in rooms)
    basic = "<Weight_Percentage>100</Weight_Percentage><Active>true</Active><Comments></Comments>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<fet version="6.8.5"><Institution_Name>measured</Institution_Name>'
        + "<Comments></Comments>"
        + _list("Days_List", "Number_of_Days", "Day", days)
        + _list("Hours_List", "Number_of_Hours", "Hour", hours)
        + "<Subjects_List><Subject><Name>s</Name><Comments></Comments></Subject></Subjects_List>"
        + "<Activity_Tags_List></Activity_Tags_List>"
        + "<Teachers_List>"
        + "".join(
            f"<Teacher><Name>a{at}</Name><Target_Number_of_Hours>0</Target_Number_of_Hours>"
            "<Qualified_Subjects></Qualified_Subjects><Comments></Comments></Teacher>"
            for at in range(len(problem.leaders))
        )
        + "</Teachers_List><Students_List>"
        + "".join(
            f"<Year><Name>p{at}</Name><Number_of_Students>1</Number_of_Students><Comments></Comments></Year>"
            for at in range(len(problem.held))
        )
        + f"</Students_List><Activities_List>{''.join(activities)}</Activities_List><Buildings_List></Buildings_List>"
        f"<Rooms_List>{named}</Rooms_List><Time_Constraints_List><ConstraintBasicCompulsoryTime>{basic}"
        f"</ConstraintBasicCompulsoryTime>{''.join(apart)}{''.join(away)}</Time_Constraints_List><Space_Constraints_List>"
        f"<ConstraintBasicCompulsorySpace>{basic}</ConstraintBasicCompulsorySpace><ConstraintSubjectPreferredRooms>"
        f"<Weight_Percentage>100</Weight_Percentage><Subject>s</Subject><Number_of_Preferred_Rooms>{len(rooms)}"
        f"</Number_of_Preferred_Rooms>{preferred}<Active>true</Active><Comments></Comments></ConstraintSubjectPreferredRooms>"
        "</Space_Constraints_List></fet>"
    )


def _list(outer: str, count: str, inner: str, names: Sequence[str]) -> str:
    rows = "".join(f"<{inner}><Name>{escape(one)}</Name></{inner}>" for one in names)
    return f"<{outer}><{count}>{len(names)}</{count}>{rows}</{outer}>"


def _away(what: str, name: str, mask: int, problem: Problem) -> str:
    if not mask:
        return ""
    inner = "Teacher" if what == "Teacher" else "Students"
    rows = "".join(
        f"<Not_Available_Time><Day>d{one // problem.per_day}</Day>"
        f"<Hour>h{one % problem.per_day}</Hour></Not_Available_Time>"
        for one in bits(mask)
    )
    return (
        f"<Constraint{what}NotAvailableTimes><Weight_Percentage>100</Weight_Percentage><{inner}>{name}</{inner}>"
        f"<Number_of_Not_Available_Times>{mask.bit_count()}</Number_of_Not_Available_Times>{rows}<Active>true</Active>"
        f"<Comments></Comments></Constraint{what}NotAvailableTimes>"
    )
