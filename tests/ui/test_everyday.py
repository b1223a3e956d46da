"""What every pupil gets, what staff learned, and who leads: by keyboard, kept as typed, undone in one step."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.plans import adjustments
from gradesk.services.pupils import leads, pupils
from gradesk.services.pupils.register import Criteria
from gradesk.services.school import staff, training
from gradesk.store.work import Store
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import is_gone

TODAY = date(2026, 11, 23)


def go(gradesk: Gradesk, name: str, **place: object) -> Any:
    assert gradesk.shell is not None
    gradesk.shell.go(name, **place)
    return gradesk.shell.current


def tab(gradesk: Gradesk, pupil_id: str, name: str) -> Any:
    return go(gradesk, "pupil", pupil_id=pupil_id, tab=name).panel(name)


def type_line(line: QWidget, words: str) -> None:
    QTest.keyClicks(line, words)
    QTest.keyClick(line, Qt.Key.Key_Return)


def there(widget: QWidget) -> bool:
    """Whether a widget is shown or about to be: Qt shows a new one a moment later."""
    at: QWidget | None = widget
    while at is not None and not at.isWindow():
        if at.isHidden() and at.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            return False
        at = at.parentWidget()
    return True


def press(where: QWidget, text: str) -> None:
    [found] = [b for b in where.findChildren(QPushButton) if b.text() == text and there(b)]
    found.click()


def labels(where: QWidget) -> list[str]:
    return [label.text() for label in where.findChildren(PlainLabel) if there(label)]


# What every pupil gets -------------------------------------------------------------------------------------------


def test_a_strategy_is_added_by_a_line_and_enter_and_edited_in_place(opened: Gradesk, store: Store, ava: str) -> None:
    screen = go(opened, "everyone")
    assert list(screen.lists) == ["", "4 Oak"]
    type_line(screen.lists["4 Oak"].line, "Greet at the door")
    [place] = [place for place in adjustments.places(store) if place.class_name == "4 Oak"]
    [kept] = place.now
    assert (kept.words, kept.starts_on) == ("Greet at the door", TODAY)
    assert screen.lists["4 Oak"].line.text() == ""
    shown = screen.lists["4 Oak"].rows[kept.uuid]
    editor = shown.words.editors["words"].widget
    editor.moveCursor(editor.textCursor().MoveOperation.End)
    QTest.keyClicks(editor, " by name")
    screen.flush()
    assert adjustments.get(store, kept.uuid).words == "Greet at the door by name"


def test_an_ended_strategy_stands_below_and_is_done_again_on_a_press(opened: Gradesk, store: Store, ava: str) -> None:
    uuid = adjustments.add(store, "Greet at the door")
    screen = go(opened, "everyone")
    shown = screen.lists[""]
    shown.rows[uuid].end.click()
    assert shown.rows == {}
    assert adjustments.get(store, uuid).ends_on == TODAY
    assert "No longer done" in labels(shown)
    press(shown, "Do it again")
    assert list(shown.rows) == [uuid]


def test_the_days_of_an_ended_strategy_are_corrected_where_it_stands(opened: Gradesk, store: Store, ava: str) -> None:
    uuid = adjustments.add(store, "Break card", pupil_id=ava, starts_on=date(2026, 9, 7))
    adjustments.end(store, uuid, date(2026, 11, 20))
    tab = go(opened, "pupil", pupil_id=ava, tab="everyday").panel("everyday")
    press(tab.own, "Correct")
    [form] = [one for one in tab.findChildren(Form) if one.about == f"ended {uuid}" and not is_gone(one)]
    day = form.editors["ends_on"].widget
    day.selectAll()
    QTest.keyClicks(day, "13/11/2026")
    tab.flush()
    assert adjustments.get(store, uuid).ends_on == date(2026, 11, 13)
    assert any("13 Nov" in words for words in labels(tab.own)) and not is_gone(form)
    day.selectAll()
    QTest.keyClicks(day, "1/9/2026")
    tab.flush()
    assert opened.shell is not None and "cannot end before it began" in opened.shell.banner.words
    assert adjustments.get(store, uuid).ends_on == date(2026, 11, 13)
    day.selectAll()
    QTest.keyClick(day, Qt.Key.Key_Delete)
    tab.flush()
    assert adjustments.get(store, uuid).ends_on is None and uuid in tab.own.rows


def test_suggestions_are_ticked_with_space_and_added_together(opened: Gradesk, store: Store, ava: str) -> None:
    screen = go(opened, "everyone")
    assert screen.empty.isVisible()
    screen.suggest()
    assert not screen.empty.isVisible()
    ticks = screen.suggesting.ticks
    ticks.setFocus()
    ticks.setCurrentRow(1)
    QTest.keyClick(ticks, Qt.Key.Key_Space)
    ticks.setCurrentRow(2)
    QTest.keyClick(ticks, Qt.Key.Key_Return)
    screen.suggesting.place.show("4 Oak")
    assert screen.suggesting._act.text() == "Add the 2 ticked"
    screen.suggesting.add()
    first = [one.words for one in adjustments.suggestions()[:2]]
    assert [row.words for row in screen_place(store, "4 Oak")] == first
    assert first[0] not in [ticks.item(place).text() for place in range(ticks.count())]


def screen_place(store: Store, class_name: str) -> Any:
    return next(place for place in adjustments.places(store) if place.class_name == class_name).now


def test_a_line_half_typed_outlives_a_change_elsewhere_and_is_asked_about(
    opened: Gradesk, store: Store, ava: str
) -> None:
    screen = go(opened, "everyone")
    QTest.keyClicks(screen.lists[""].line, "half a strat")
    adjustments.add(store, "Greet at the door")
    assert screen.lists[""].line.text() == "half a strat"
    assert screen.unkept()


# What one pupil gets ---------------------------------------------------------------------------------------------


def test_what_every_class_does_stands_beside_what_the_pupil_also_needs(opened: Gradesk, store: Store, ava: str) -> None:
    adjustments.add(store, "Greet at the door")
    adjustments.add(store, "Captions on films", class_name="4 Oak", lessons="films")
    shown = tab(opened, ava, "everyday")
    read = labels(shown)
    assert read.index("Whole school") < read.index("•  Greet at the door") < read.index("4 Oak")
    assert "•  Captions on films (films)" in read
    assert "What Ava also needs" in read
    type_line(shown.own.line, "A break card")
    [kept] = adjustments.of_pupil(store, ava).now
    form = shown.own.rows[kept.uuid].details
    form.editors["working"].show("partly")
    form.editors["working"].edited.emit()
    assert adjustments.get(store, kept.uuid).checked_on == TODAY
    assert form.editors["checked_on"].value() == TODAY


def test_a_line_half_typed_stays_with_its_pupil(opened: Gradesk, store: Store, ava: str) -> None:
    bo = pupils.add_pupil(store, {"legal_forename": "Bo"})
    shown = tab(opened, ava, "everyday")
    QTest.keyClicks(shown.own.line, "half a card")
    assert tab(opened, bo, "everyday").own.line.text() == ""
    assert shown.unkept()
    assert tab(opened, ava, "everyday").own.line.text() == "half a card"


# Leads -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def teacher(store: Store) -> str:
    """The teacher of 4 Oak."""
    return staff.add_staff(store, {"name": "Mr Iqbal", "role": "teacher", "class_name": "4 Oak"})


def test_a_lead_is_named_for_the_whole_list_without_a_mouse(
    opened: Gradesk, store: Store, ava: str, teacher: str
) -> None:
    bo = pupils.add_pupil(store, {"legal_forename": "Bo", "class_name": "4 Oak"})
    cy = pupils.add_pupil(store, {"legal_forename": "Cy", "class_name": "5 Elm"})
    screen = go(opened, "pupils", criteria=Criteria(class_name="4 Oak"))
    screen.name_lead()
    bar = screen.lead_bar
    assert bar.isVisible() and bar.who.value() == teacher
    assert "all 2 pupils" in bar.heading.text()
    QTest.keyClick(bar.since.widget, Qt.Key.Key_Return)
    assert not bar.isVisible()
    named = [leads.current(store, who) for who in (ava, bo, cy)]
    assert [lead.name if lead else "" for lead in named] == ["Mr Iqbal", "Mr Iqbal", ""]
    assert opened.shell is not None and "2 pupils have this lead now" in opened.shell.banner.words


def test_the_head_says_who_leads_and_warns_when_they_left(
    opened: Gradesk, store: Store, ava: str, teacher: str
) -> None:
    page = go(opened, "pupil", pupil_id=ava, tab="details")
    card = page.panel("details").support
    assert card.leader.value() == teacher  # the teacher of the class is offered first
    card.name_lead()
    assert "Lead: Mr Iqbal (class teacher)" in page.head.about.text()
    staff.change_staff(store, teacher, {"left_on": TODAY})
    assert page.head.warned.text().endswith(" to look at")
    page.head.warned.click()
    assert "Mr Iqbal left on 23/11/2026: name another lead" in labels(page.head)
    card.end_lead()
    assert leads.current(store, ava) is None


# Status and layer ------------------------------------------------------------------------------------------------


def test_stepping_down_offers_the_watch_list_and_needs_a_reason(opened: Gradesk, store: Store, ava: str) -> None:
    card = tab(opened, ava, "details").support
    assert not card.watch.isVisible()
    card.status.to.show("N")
    card.status.to.edited.emit()
    assert card.watch.isVisible() and card.watch.isChecked()
    card.change_status()
    assert opened.shell is not None
    assert "needs a reason; nothing was changed" in opened.shell.banner.words
    card.status.reason.show("Progress has held")
    card.status.told.show(TODAY)
    card.change_status()
    status = pupils.page(store, ava).status
    assert status is not None and (status.status, status.parents_told_on) == ("W", TODAY)


def test_without_the_tick_the_pupil_has_no_sen(opened: Gradesk, store: Store, ava: str) -> None:
    card = tab(opened, ava, "details").support
    card.status.to.show("N")
    card.status.to.edited.emit()
    QTest.keyClick(card.watch, Qt.Key.Key_Space)
    card.status.reason.show("Progress has held")
    card.status.told.show(TODAY)
    card.change_status()
    status = pupils.page(store, ava).status
    assert status is not None and status.status == "N"


def test_hopes_and_what_we_expect_stand_on_the_head_below_the_strengths(
    opened: Gradesk, store: Store, ava: str
) -> None:
    page = go(opened, "pupil", pupil_id=ava, tab="details")
    QTest.keyClick(opened.window, Qt.Key.Key_F4)
    assert page.head.strengths.isVisible()
    assert not page.head.hopes.isVisible()
    form = page.panel("details").hopes
    QTest.keyClicks(form.editors["aspirations"].widget, "To be a vet")
    QTest.keyClicks(form.editors["expectations"].widget, "Reads with the class")
    form.flush()
    pupils.change_pupil(store, ava, {"house": "Red"})
    assert page.head.hopes.text() == "Hopes: To be a vet   ·   What we expect: Reads with the class"
    read = labels(page.head)
    assert read.index(page.head.strengths.text()) < read.index(page.head.hopes.text())


# Staff -----------------------------------------------------------------------------------------------------------


def test_staff_are_added_by_a_line_and_edited_beside_the_list(opened: Gradesk, store: Store) -> None:
    screen = go(opened, "staff")
    assert screen.people.empty.isVisible()
    type_line(screen.people.line, "Mrs Okafor")
    type_line(screen.people.line, "Mr Ash")
    form = screen.people.form
    assert form.editors["name"].value() == "Mr Ash"
    QTest.keyClicks(form.editors["email"].widget, "ash@example.org")
    screen.people.table.selectRow(1)
    assert form.editors["name"].value() == "Mrs Okafor"
    kept = {person.name: person.email for person in staff.staff(store)}
    assert kept == {"Mr Ash": "ash@example.org", "Mrs Okafor": ""}
    form.editors["left_on"].show(TODAY)
    form.editors["left_on"].edited.emit()
    screen.flush()
    assert screen.people.heading.text().startswith("Mrs Okafor")
    assert [person.name for person in staff.staff(store)] == ["Mr Ash"]


def test_the_line_waits_for_the_next_name_and_tab_goes_on_to_whoever_was_added(opened: Gradesk, store: Store) -> None:
    screen = go(opened, "staff")
    line, form = screen.people.line, screen.people.form
    line.setFocus()
    type_line(line, "Mrs Okafor")
    assert line.hasFocus() and line.text() == ""
    assert opened.shell is not None and opened.shell.banner.words == "Mrs Okafor was added."
    QTest.keyClicks(line, "Mr Ash")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert {person.name: person.role for person in staff.staff(store)} == {"Mr Ash": "teacher", "Mrs Okafor": "teacher"}
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert form.editors["role"].widget.hasFocus() and form.editors["name"].value() == "Mr Ash"


def test_a_pasted_column_of_names_is_one_step_that_one_undo_takes_back(opened: Gradesk, store: Store) -> None:
    staff.add_staff(store, {"name": "Mrs Okafor"})
    screen = go(opened, "staff")
    line = screen.people.line
    line.setFocus()
    names = [f"Person {letter}{other}" for letter in "abcdefghij" for other in "abcdefghij"]
    QApplication.clipboard().setText("\r\n".join([*names, "", "Mrs Okafor\tSENCO"]))
    QTest.keySequence(line, QKeySequence(QKeySequence.StandardKey.Paste))
    assert len(staff.staff(store)) == 101 and line.text() == "" and line.hasFocus()
    assert opened.shell is not None
    assert opened.shell.banner.words == "100 people were added; left out: 1 already here, 1 blank line."
    QTest.keySequence(line, QKeySequence(QKeySequence.StandardKey.Undo))
    assert [person.name for person in staff.staff(store)] == ["Mrs Okafor"]


def test_a_course_is_logged_for_everybody_who_has_not_taken_it_yet(qtbot: QtBot, opened: Gradesk, store: Store) -> None:
    people = [staff.add_staff(store, {"name": name}) for name in ("Ms Ash", "Mr Beck", "Mrs Cole")]
    course = training.courses()[0].name
    training.log(store, people[:1], course, date(2025, 9, 1))
    screen = go(opened, "staff")
    assert screen.counted.text() == "3 people; 1 training due again"
    screen.tabs.setCurrentIndex(1)
    courses = screen.courses
    assert courses.course.value() == course
    assert courses.due_again.value() == date(2027, 11, 23)
    press(courses, "Tick who has not taken it yet")
    press(courses, "Log it for the 2 ticked")
    standing = training.standing(store, course)
    assert [person.name for person, _ in standing.has] == ["Mr Beck", "Mrs Cole"]
    read = labels(courses)
    assert "● Have taken it (2)" in read and "◐ Due again (1)" in read and "○ Not yet (0)" in read
    assert courses.people.ticked() == []


def test_a_training_is_corrected_and_deleted_on_the_persons_card(opened: Gradesk, store: Store) -> None:
    [person] = [staff.add_staff(store, {"name": "Ms Ash"})]
    training.log(store, [person], "Bee keeping", TODAY)
    screen = go(opened, "staff")
    press(screen.people, "Correct")
    [form] = [form for form in screen.people.findChildren(QWidget) if "course" in getattr(form, "editors", {})]
    form.editors["course"].show("Beekeeping")
    form.editors["course"].edited.emit()
    screen.flush()
    assert training.by_person(store)[person][0].course == "Beekeeping"
    press(screen.people, "Done")
    press(screen.people, "Delete")
    assert training.by_person(store) == {}
