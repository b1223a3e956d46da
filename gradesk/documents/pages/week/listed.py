"""What the catalogue says of the pages about a week and a term."""

from __future__ import annotations

from gradesk.documents.pages.week import cover, lesson_card, pupil_week, slots, term_page, timetable
from gradesk.documents.press.document import NOBODY, Document, Which
from gradesk.services.paper.gathering.planned import covered, lessons, terms, weeks
from gradesk.services.paper.week_sheets import CoverSheet, LessonSheet, TermSheet, WeekSheet

NAMED = ((timetable.NAMES, "With names"), (timetable.INITIALS, "With initials"))
HIDDEN = {timetable.INITIALS: "initials"}
WEEK = Which("Which week", "This week, or the next with school", weeks.offered_weeks, weeks.named)

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
    which=Which("Whose week", "Everybody’s, a page each", weeks.offered_adults, weeks.named),
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
    which=Which("Which room", "All rooms, a page each", weeks.offered_rooms, weeks.named),
    table=timetable.table,
)
COVER_SHEET = Document(
    code="cover-sheet",
    title=cover.TITLE,
    scope="school",
    stem="Cover of a day",
    sheet=CoverSheet,
    gather=covered.cover_sheets,
    draw=cover.draw,
    texts=cover.texts,
    variants=((cover.SHEET, "For the office"), (cover.SLIPS, "A slip for each adult who takes over")),
    for_staff=True,
    which=Which("Which day of cover", "The next with somebody away", covered.offered),
)
PUPIL_WEEK = Document(
    code="pupil-week",
    title=pupil_week.TITLE,
    scope="pupil",
    stem="My week",
    sheet=WeekSheet,
    gather=weeks.pupil_sheets,
    draw=pupil_week.draw,
    texts=slots.texts,
    forms={"": pupil_week.FORM},
    variants=((pupil_week.PICTURES, "With pictures for words"), (pupil_week.PLAIN_ONE, "Plain")),
    which=WEEK,
)
LESSON_CARD = Document(
    code="lesson-card",
    title=lesson_card.TITLE,
    scope="class",
    stem="Need to know for a lesson",
    sheet=LessonSheet,
    gather=lessons.lesson_sheets,
    draw=lesson_card.draw,
    texts=lesson_card.texts,
    for_staff=True,
    which=Which("Which lesson", "The whole week of the class", lessons.offered),
)
TERM_PAGE = Document(
    code="term-page",
    title=term_page.TITLE,
    scope="school",
    stem="Term on one page",
    sheet=TermSheet,
    gather=terms.term_sheets,
    draw=term_page.draw,
    texts=term_page.texts,
    forms=term_page.FORMS,
    variants=term_page.VARIANTS,
    hides=dict.fromkeys((term_page.WALL, term_page.WALL_LARGE), NOBODY),
    for_staff=True,
    which=Which("Which term", "This half-term, by adult", terms.offered),
    table=term_page.table,
)
DOCUMENTS = (PUPIL_WEEK, CLASS_WEEK, LESSON_CARD, ADULT_WEEK, ROOM_WEEK, COVER_SHEET, TERM_PAGE)
