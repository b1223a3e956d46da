"""The place of all meetings: what is coming, what to write up, what was held, what was promised, and a day of them planned."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.documents.desk import batch, desk
from gradesk.documents.desk.batch import Item, Order
from gradesk.documents.press.choices import Choices
from gradesk.services.custody import history
from gradesk.services.meetings import actions, booking, holding, listed, meetings, review_day
from gradesk.services.meetings.review_day import ReviewDay
from gradesk.services.paper import copies
from gradesk.services.pupils import contacts, pupils
from gradesk.services.school import staff
from gradesk.store.work import Store
from tests.conftest import TODAY, fixed_clock
from tests.documents import reading

DAY = TODAY + timedelta(days=8)


@pytest.fixture
def three(store: Store, ava: str) -> list[str]:
    """Ava, Ben and Cleo, all on SEN support, with a parent each; Ben’s speaks Polish."""
    staff.add_staff(store, {"name": "Mrs Hale", "role": "senco"})
    found = [ava]
    for first, last in (("Ben", "Ek"), ("Cleo", "Bright")):
        found.append(pupils.add_pupil(store, {"legal_forename": first, "legal_surname": last, "class_name": "4 Oak"}))
        pupils.set_status(store, found[-1], "K", TODAY, "Slow to read", TODAY)
    for uuid, name, language in zip(found, ("Rosa Núñez", "Ola Ek", "Tom Bright"), ("", "Polish", ""), strict=True):
        values = {"name": name, "role": "parent", "parental_responsibility": True, "language": language}
        contacts.add_person(store, uuid, values)
    return found


def at(program: Gradesk, tab: str) -> Any:
    """The screen, on one of its tabs."""
    shell: Any = program.shell
    shell.go("meetings", tab=tab)
    return shell.current


def planned(store: Store, pupil_ids: list[str]) -> list[str]:
    """A review day of these pupils in the library."""
    return review_day.book(store, ReviewDay(DAY, "9", 30, (), ("Library",), ("Mrs Hale",)), pupil_ids)


def test_a_review_day_is_planned_by_keys_and_taken_back_by_one_undo(
    opened: Gradesk, store: Store, three: list[str]
) -> None:
    screen = at(opened, "plan")
    plan = screen.planning
    assert QApplication.focusWidget() is plan.day.widget
    for editor, words in ((plan.day, f"{DAY:%d/%m}"), (plan.breaks, "9.30 for 15"), (plan.rooms, "Library")):
        editor.widget.setFocus()
        QTest.keyClicks(editor.widget, words)
    plan.staff.tick(["Mrs Hale"])
    plan.pupils.tick(three)
    plan.lay()
    shown = [(one.slot.at, one.name) for one in plan.found]
    assert shown == [("09:00", "Cleo Bright"), ("09:45", "Ben Ek"), ("10:15", "Ava Núñez")]
    plan.table.setFocus()
    plan.table.go_to(2)
    QTest.keyClick(plan.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(plan.table, Qt.Key.Key_E)
    assert [one.name for one in plan.found] == ["Cleo Bright", "", "Ava Núñez", "Ben Ek"]
    plan.table.go_to(3)
    QTest.keyClick(plan.table, Qt.Key.Key_Delete)
    assert plan.act.text() == "Book these 2"
    plan.act.click()
    lines = listed.coming(store)
    assert [(one.meeting.starts_at, one.name) for one in lines] == [("09:00", "Cleo Bright"), ("10:15", "Ava Núñez")]
    assert all("Mrs Hale" in [who.name for who in one.people] for one in lines)
    assert screen.part is screen.coming and screen.coming.day == DAY and plan.order == []
    history.undo(store)
    assert listed.coming(store) == []


def test_a_day_without_school_is_booked_only_when_somebody_insists(
    opened: Gradesk, store: Store, three: list[str]
) -> None:
    plan = at(opened, "plan").planning
    plan.day.widget.setFocus()
    QTest.keyClicks(plan.day.widget, "28/12/2026")
    plan.pupils.tick(three[:1])
    plan.act.setEnabled(True)
    plan.book()
    shell: Any = opened.shell
    assert "is in the holidays" in shell.banner.words and listed.coming(store) == []
    assert plan.insist.isVisibleTo(plan) and plan.order == three[:1]
    plan.insist.click()
    assert len(listed.coming(store)) == 1


def test_what_is_no_break_or_time_is_said_beside_the_choices_and_they_stay(
    opened: Gradesk, store: Store, three: list[str]
) -> None:
    plan = at(opened, "plan").planning
    plan.pupils.tick(three)
    plan.lay()
    assert "On which day" in plan.problem.text() and not plan.act.isEnabled()
    plan.day.show(DAY)
    plan.breaks.show("lunch")
    plan.lay()
    assert "“lunch” is no break" in plan.problem.text()
    plan.breaks.show("")
    plan.at.show("soon")
    plan.lay()
    assert "no time of day" in plan.problem.text() and len(plan.order) == 3
    assert listed.coming(store) == []


def test_the_list_says_what_to_mind_and_moves_calls_off_and_opens_by_keys(
    opened: Gradesk, store: Store, three: list[str]
) -> None:
    first, second, _ = planned(store, three)
    screen = at(opened, "coming")
    tree = screen.coming.tree
    assert QApplication.focusWidget() is tree
    screen.coming.show_record(first)
    assert "Rosa Núñez" in screen.coming.why.text()
    place = tree.currentIndex().siblingAtColumn(5)
    assert "invitations are late: Rosa Núñez, Mrs Hale" in place.data()
    QTest.keyClicks(tree, "m")
    field: Any = QApplication.focusWidget()
    field.selectAll()
    QTest.keyClicks(field, f"{DAY + timedelta(days=1):%d/%m/%Y}")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not screen.coming.mover.isVisible() and QApplication.focusWidget() is tree
    moved = next(one for one in listed.coming(store) if one.meeting.uuid == first)
    assert moved.meeting.happened_on == DAY + timedelta(days=1)
    screen.coming.show_record(second)
    QTest.keyClicks(tree, "h")
    shell: Any = opened.shell
    assert "a day to come" in shell.banner.words
    QTest.keyClicks(tree, "c")
    assert second not in [one.meeting.uuid for one in listed.coming(store)]
    screen.coming.show_record(first)
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert shell.shown == "pupil" and shell.current.pupil_in_sight() == three[0]


def test_a_day_that_is_over_is_the_queue_of_what_to_write_up(
    qtbot: QtBot, opened: Gradesk, store: Store, three: list[str]
) -> None:
    planned(store, three)
    store.clock = fixed_clock(DAY + timedelta(days=1))
    opened.window.activateWindow()
    screen = at(opened, "over")
    screen.reload()
    assert screen.tabs.tabText(1) == "To write up (3)" and screen.coming.lines == []
    assert [one.name for one in screen.over.lines] == ["Ava Núñez", "Ben Ek", "Cleo Bright"]
    tree = screen.over.tree
    screen.over.show_record(screen.over.lines[2].meeting.uuid)
    QTest.keyClicks(tree, "n")
    assert [one.name for one in listed.to_write_up(store)] == ["Ava Núñez", "Ben Ek"]
    screen.over.show_record(listed.to_write_up(store)[0].meeting.uuid)
    QTest.keyClicks(tree, "h")
    shell: Any = opened.shell
    assert shell.shown == "pupil" and shell.current.pupil_in_sight() == three[0]
    assert [one.state for one in meetings.of_pupil(store, three[0])] == ["held"]


def test_what_was_held_is_found_by_pupil_or_kind(opened: Gradesk, store: Store, three: list[str]) -> None:
    for uuid, kind in zip(three, ("phone", "email", "doorstep"), strict=True):
        meetings.log(store, uuid, {"kind": kind, "summary": "All well"})
    part = at(opened, "held").held_list
    assert QApplication.focusWidget() is part.search and part.model.rowCount() == 3
    QTest.keyClicks(part.search, "phone")
    part.reload()
    assert [part.model.row(0).name, part.model.rowCount()] == ["Ava Núñez", 1]
    QTest.keyClicks(part.search, " zebra")
    part.reload()
    assert part.shown.currentWidget() is part.nothing


def test_a_colleague_is_given_a_courteous_list_with_initials_if_wished(
    opened: Gradesk, store: Store, three: list[str]
) -> None:
    agreed = {"what": "Send the word list", "owner": "Mr Lee", "due_on": TODAY - timedelta(days=2)}
    actions.add(store, three[0], {**agreed, "happened_on": TODAY - timedelta(days=9)})
    part = at(opened, "actions").promises
    row = part.tree.currentIndex()
    assert row.siblingAtColumn(3).data() == "9 days ago" and row.siblingAtColumn(4).data().startswith("overdue: ")
    part.copy_list()
    text = QApplication.clipboard().text()
    assert text.startswith("Dear Mr Lee") and "Send the word list (for Ava Núñez, 4 Oak), by 21 November 2026" in text
    part.initials.show(True)
    part.copy_list()
    assert "for A. N., 4 Oak" in QApplication.clipboard().text() and "Ava" not in QApplication.clipboard().text()
    part.print_list()
    shell: Any = opened.shell
    assert shell.shown == "preview" and shell.current.wanted.items == (Item("action-list", "initials", "Mr Lee"),)


def test_the_invitations_of_a_day_are_dated_in_each_familys_language_and_noted(
    qtbot: QtBot, opened: Gradesk, store: Store, three: list[str]
) -> None:
    made = planned(store, three[:2])
    booking.book(store, [three[1]], {"kind": "tac", "happened_on": DAY - timedelta(days=1)})
    screen = at(opened, "coming")
    screen.coming.show_day(DAY)
    QTest.keyClicks(screen.coming.tree, "i")
    shell: Any = opened.shell
    desk_screen = shell.current
    assert desk_screen.wanted.items == (Item("invitation", "each", DAY.isoformat()),)
    assert desk_screen.wanted.pupil_ids == tuple(three[:2])
    qtbot.waitUntil(lambda: desk_screen.ready is not None, timeout=20_000)
    said = reading.pages(desk_screen.pdf)
    assert reading.squeezed("Tuesday 1 December 2026 · 09:00") in said[0] and "Library" in said[0]
    assert reading.squeezed("wtorek, 1 grudnia 2026 · 09:30") in said[1] and "OlaEk" in said[1]
    desk_screen.given.ask((desk_screen.ready.batch,), "printed")
    assert QApplication.focusWidget() is desk_screen.given.invite_button
    QTest.keyClick(desk_screen.given.invite_button, Qt.Key.Key_Return)
    for uuid, name in zip(made, ("Rosa Núñez", "Ola Ek"), strict=True):
        noted = {one.name: one.invited_on for one in booking.people(store, uuid)}
        assert noted[name] == TODAY and noted["Mrs Hale"] is None
    [given] = copies.out(store, three[1], "invitation")
    assert (given.holder, given.language, given.given_on) == ("Ola Ek", "pl", TODAY)
    history.undo(store)
    assert copies.out(store, three[1], "invitation") == []
    assert all(one.invited_on is None for one in booking.people(store, made[0]))


def test_what_is_typed_for_one_print_takes_the_place_of_what_is_booked(store: Store, three: list[str]) -> None:
    planned(store, three[:1])
    order = Order((Item("invitation"), Item("prepare-parent"), Item("meeting-record")), tuple(three[:1]))
    usual = Choices().look(store)
    letter, prepare, _, record, *_ = reading.pages(batch.make(store, order, usual).pdf)
    day = reading.squeezed("Tuesday 1 December 2026 · 09:00")
    assert day in letter and "Library" in letter and "MrsHale" in letter
    assert day in prepare and day in record and "MrsHale" in record
    other = replace(usual, particulars={"place": "Hall", "time": "half past two"})
    letter = reading.pages(batch.make(store, order, other).pdf)[0]
    assert "Hall" in letter and "halfpasttwo" in letter and "Library" not in letter and "1December2026" in letter


def test_the_running_order_names_times_rooms_people_and_three_points(store: Store, three: list[str]) -> None:
    for number in range(4):
        values = {"what": f"Thing number {number}", "owner": "Mr Lee", "due_on": DAY}
        actions.add(store, three[0], values)
    made = planned(store, three)
    booking.change_person(store, booking.people(store, made[0])[1].uuid, {"answer": "no"})
    ready = desk.ready(store, Order((Item("running-order", "", DAY.isoformat()),), ()), Choices().look(store))
    [said] = reading.pages(ready.batch.pdf)
    assert ready.hits == ()
    for words in ("Tuesday 1 December 2026", "3 meetings", "09:00 – 09:30", "Library", "Rosa Núñez (cannot come)"):
        assert reading.squeezed(words) in said
    assert said.count("Thingnumber") == 3 and said.index("AvaNúñez") < said.index("BenEk") < said.index("CleoBright")


def test_what_is_not_to_be_shared_stands_above_the_letters_before_they_go_out(
    qtbot: QtBot, opened: Gradesk, store: Store, three: list[str]
) -> None:
    planned(store, three[:2])
    [person, *_] = pupils.page(store, three[0]).contacts
    contacts.change_person(store, person.uuid, {"not_shared": "this address with Dad"})
    screen = at(opened, "coming")
    screen.coming.show_day(DAY)
    QTest.keyClicks(screen.coming.tree, "i")
    shell: Any = opened.shell
    printing = shell.current
    assert "Ava Núñez, Rosa Núñez: this address with Dad" in printing.unshared.text()
    assert printing.unshared.isVisibleTo(printing)
    qtbot.waitUntil(lambda: printing.ready is not None, timeout=20_000)
    printing.wanted.show_pupils((three[1],))
    printing.make()
    assert not printing.unshared.isVisibleTo(printing)


def test_a_meeting_that_was_begun_and_not_ended_waits_to_be_written_up_and_is_gone_on_with(
    opened: Gradesk, store: Store, ava: str
) -> None:
    uuid = holding.begin_now(store, ava, "tac")
    screen = at(opened, "over")
    assert [one.meeting.uuid for one in listed.to_write_up(store)] == [uuid] and not listed.coming(store)
    screen.over.show_record(uuid)
    screen.over.hold()
    shell: Any = opened.shell
    assert shell.shown == "meeting" and shell.current.minutes.meeting.state == "open"


def test_a_meeting_about_several_or_nobody_is_booked_held_and_written_down(
    opened: Gradesk, store: Store, three: list[str]
) -> None:
    screen = at(opened, "coming")
    new = screen.coming.new
    for about, said in (((), "nobody in particular"), (("Ava", "Ben Ek"), "several")):
        screen.coming.offer_new()
        new.form.editors["kind"].show("professionals")
        new.form.editors["happened_on"].show(TODAY)
        for name in about:
            new.about.line.setText(name)
            assert new.about.add()
        assert said in new.usual.text()
        new.who.line.setText("Dr Lee")
        new.book()  # the name that stands there is taken, too
    nobody, several = (one for one in listed.coming(store) if one.meeting.kind == "professionals")
    if nobody.meeting.pupil_id is not None:
        nobody, several = several, nobody
    assert several.meeting.pupil_id == three[0] and nobody.meeting.pupil_id is None
    assert [(one.name, one.part) for one in nobody.people] == [("Dr Lee", "professional")]

    screen.coming.show_record(nobody.meeting.uuid)
    shell: Any = opened.shell
    shell.hold_meeting()
    room = shell.current
    assert shell.shown == "meeting" and "own corner" not in room.around.foot.text()
    holding.add_line(store, nobody.meeting.uuid, "next", "We ask for the report", {"sort": "decision"})
    room.go_to("thank-you")
    room.end()
    assert "has no page" in room.result.told.text() and not room.result.print_button.isVisible()
    assert any(one.meeting.uuid == nobody.meeting.uuid for one in listed.held(store))


def test_a_name_that_nobody_has_books_nothing(opened: Gradesk, store: Store, three: list[str]) -> None:
    screen = at(opened, "coming")
    screen.coming.offer_new()
    new = screen.coming.new
    new.form.editors["happened_on"].show(DAY)
    new.about.line.setText("Zzz")
    new.book()
    shell: Any = opened.shell
    assert "nobody was added" in shell.banner.words and listed.coming(store) == [] and new.isVisible()
    QTest.keyClick(new, Qt.Key.Key_Escape)
    assert not new.isVisible()
