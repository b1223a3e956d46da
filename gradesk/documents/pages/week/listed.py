"""What the catalogue says of the pages about a week and a term."""

from __future__ import annotations

from gradesk.documents.pages.week import slots, timetable
from gradesk.documents.press.document import Document, Which
from gradesk.services.paper.gathering.planned import weeks
from gradesk.services.paper.week_sheets import WeekSheet

NAMED = ((timetable.NAMES, "With names"), (timetable.INITIALS, "With initials"))
HIDDEN = {timetable.INITIALS: "initials"}
WEEK = Which("Which week", "This week, or the next with school", weeks.offered_weeks)

CLASS_WEEK = Document(
    code="class-week",
    title=timetable.TITLES["class"],
    scope="class",
    stem="Week of a class",
    sheet=WeekSheet,
    gather=weeks.class_sheets,
    draw=timetable.draw,
    texts=slots.texts,
    forms={"": timetable.FORM},
    variants=NAMED,
    hides=HIDDEN,
    which=WEEK,
    table=timetable.table,
)
ADULT_WEEK = Document(
    code="adult-week",
    title=timetable.TITLES["adult"],
    scope="school",
    stem="Week of an adult",
    sheet=WeekSheet,
    gather=weeks.adult_sheets,
    draw=timetable.draw,
    texts=slots.texts,
    forms={"": timetable.FORM},
    variants=NAMED,
    hides=HIDDEN,
    for_staff=True,
    which=Which("Whose week", "Everybody’s, a page each", weeks.offered_adults),
    table=timetable.table,
)
ROOM_WEEK = Document(
    code="room-week",
    title=timetable.TITLES["room"],
    scope="school",
    stem="Week of a room",
    sheet=WeekSheet,
    gather=weeks.room_sheets,
    draw=timetable.draw,
    texts=slots.texts,
    forms={"": timetable.FORM},
    variants=NAMED,
    hides=HIDDEN,
    for_staff=True,
    which=Which("Which room", "All rooms, a page each", weeks.offered_rooms),
    table=timetable.table,
)
DOCUMENTS = (CLASS_WEEK, ADULT_WEEK, ROOM_WEEK)
