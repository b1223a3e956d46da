"""What a SENCO meets at the table: names after every “@”, words that were read back and changed, old meetings typed up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.custody import confidential
from gradesk.services.meetings import booking, holding, minutes
from gradesk.services.paper.gathering.minutes import thank_you_sheets
from gradesk.services.plans import cycles, progress, reviews
from gradesk.services.pupils import contacts
from gradesk.services.school import staff
from gradesk.store.work import Store
from gradesk.ui.kit.buttons import button
from tests.conftest import TODAY
from tests.services.meetings.test_holding import fill
from tests.services.planning import agreed_plan
from tests.ui.test_curtain import Times, pass_by, times
from tests.ui.test_meeting_mode import room

__all__ = ["room", "times"]
AGO = TODAY - timedelta(days=40)


def key(code: Qt.Key) -> None:
    """A key where the keyboard is."""
    here = QApplication.focusWidget()
    assert here is not None
    QTest.keyClick(here, code)


def test_names_are_offered_after_every_sign_and_enter_takes_one(opened: Gradesk, store: Store, room: Any) -> None:
    staff.add_staff(store, {"name": "Mrs Nuttall", "role": "ta"})
    room.go_to("important_to")
    entry = room.stage.page("important_to").lines.entry
    QTest.keyClicks(entry, "Her dog; @nut")
    assert entry.names.is_offering
    QTest.keyClick(entry.names._popup, Qt.Key.Key_Return)
    opened.window.activateWindow()
    assert entry.text() == "Her dog; @Mrs Nuttall " and not entry.names.is_offering
    QTest.keyClicks(entry, "by Friday rings her @")
    QTest.keyClick(entry, Qt.Key.Key_Escape)
    entry.setText(entry.text().rstrip("@ "))
    room.stage.page("important_to").lines.add()
    found = room.minutes.actions
    assert [(one.owner, one.what) for one in found] == [("Mrs Nuttall", "Her dog rings her")]


def test_what_changed_since_it_was_read_back_is_read_back_anew(store: Store, room: Any) -> None:
    uuid = room.minutes.meeting.uuid
    booking.move(store, uuid, {"next_on": TODAY + timedelta(days=70)})
    room.go_to("date")
    room.next()
    assert room.centre.currentWidget() is room.read_back
    room.next()
    assert room._step == "thank-you"
    room.go_to("date")
    room.next()
    assert room._step == "thank-you"  # everybody heard it
    booking.move(store, uuid, {"next_on": TODAY + timedelta(days=77)})
    room.go_to("date")
    room.next()
    assert room.centre.currentWidget() is room.read_back


def test_a_rating_writes_no_note_of_staff_where_parents_look_on(opened: Any, store: Store, room: Any) -> None:
    room.go_to("targets")
    cycle_id = room.minutes.cycle_id
    target = reviews.page(store, cycle_id).lines[0].target
    progress.note(store, target.uuid, "Threw the pencil")
    room.leave()
    opened.shell.go("meeting", meeting_id=room.minutes.meeting.uuid, step="targets")
    page = room.stage.page("targets")
    QTest.keyClick(page.ratings[target.uuid].widget, Qt.Key.Key_2)
    outcome = reviews.page(store, cycle_id).lines[0].outcome
    assert outcome is not None and outcome.rating_id and outcome.evidence == ""
    ask = next(one for one in page.findChildren(QPushButton) if one.text().startswith("Say what the note"))
    ask.click()
    outcome = reviews.page(store, cycle_id).lines[0].outcome
    assert outcome is not None and "Threw the pencil" in outcome.evidence


def test_a_review_typed_up_from_paper_weeks_later_is_begun_by_f5_on_the_day_it_was(
    opened: Gradesk, store: Store, ava: str
) -> None:
    agreed_plan(store, ava, starts_on=AGO - timedelta(days=60))
    shell: Any = opened.shell
    shell.go("meeting", pupil_id=ava)
    choosing = shell.current.choosing
    choosing.day.show_raw("32/13")
    choosing._begin("review")
    assert "is not a day" in shell.current.banner.words and choosing.isVisible()
    choosing.day.show(TODAY + timedelta(days=2))
    choosing._begin("review")
    assert "still to come" in shell.current.banner.words and choosing.isVisible()
    choosing.day.show(AGO)
    choosing._begin("review")
    meeting = shell.current.minutes.meeting
    assert meeting.happened_on == AGO and meeting.state == "open" and shell.current.minutes.cycle_id


def test_enter_pressed_in_haste_begins_nothing_beside_a_meeting_that_is_booked(
    opened: Gradesk, store: Store, ava: str
) -> None:
    booking.book(store, [ava], {"kind": "review", "happened_on": TODAY + timedelta(days=3)})
    shell: Any = opened.shell
    shell.go("meeting", pupil_id=ava)
    key(Qt.Key.Key_Return)
    assert shell.current._meeting_id == "" and shell.current.choosing.isVisible()
    assert len(holding.waiting(store, ava)) == 1


def test_a_second_meeting_within_two_weeks_reviews_nothing_unless_somebody_says_so(
    opened: Gradesk, store: Store, ava: str, room: Any
) -> None:
    uuid = room.minutes.meeting.uuid
    fill(store, uuid)
    room.read()
    room.go_to("thank-you")
    room.end()
    assert cycles.current(store, ava) is not None
    again = holding.begin_now(store, ava, "review")
    shell: Any = opened.shell
    shell.go("meeting", meeting_id=again)
    found = minutes.read(store, again)
    assert found.cycle_id is None and found.reviewed_on == TODAY
    shell.current.go_to("targets")
    page = shell.current.stage.page("targets")
    assert "were reviewed Mon 23 Nov, today" in page.before.text() and not page.reviews.isChecked()
    page.reviews.click()
    assert found.open_cycle_id and minutes.read(store, again).cycle_id == found.open_cycle_id


def test_f5_on_a_meeting_that_was_held_shows_its_summary(
    qtbot: QtBot, opened: Gradesk, store: Store, room: Any
) -> None:
    fill(store, room.minutes.meeting.uuid)
    room.go_to("thank-you")
    room.end()
    room.leave()
    shell: Any = opened.shell
    shell.go("meetings", tab="held")
    table = shell.current.held_list.table
    table.setFocus()
    table.selectRow(0)
    shell.hold_meeting()
    assert shell.shown == "meeting" and shell.current.centre.currentWidget() is shell.current.result
    qtbot.waitUntil(lambda: shell.current.result._ready is not None, timeout=20_000)


def test_in_a_meeting_it_waits_a_quarter_of_an_hour_before_it_covers_itself(
    opened: Gradesk, room: Any, times: Times
) -> None:
    assert not pass_by(opened, times, 899)
    assert pass_by(opened, times, 1)
    del room


def test_home_and_staff_are_suggested_two_names(qtbot: QtBot, store: Store, answers: Any, room: Any) -> None:
    fill(store, room.minutes.meeting.uuid)
    room.go_to("thank-you")
    room.end()
    result = room.result
    qtbot.waitUntil(lambda: result._ready is not None, timeout=20_000)
    result.save()
    result.turn("staff")
    qtbot.waitUntil(lambda: result._ready is not None, timeout=20_000)
    result.save()
    assert answers.suggested == ["Meeting summary.pdf", "Meeting summary for staff.pdf"]


def test_a_call_that_counts_by_its_kind_is_not_asked_about(opened: Gradesk, store: Store, ava: str) -> None:
    contacts.add_person(store, ava, {"name": "Rosa Núñez"})
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="contacts")
    form = shell.current.panels["contacts"].new
    for code, asked in (("phone", True), ("review", False), ("phone", True)):
        form.editors["kind"].show(code)
        form.editors["kind"].edited.emit()
        assert form.editors["counts"].widget.isEnabled() is asked
        assert form.editors["counts"].value() is (not asked)


def test_what_was_done_in_the_room_is_taken_back_there_and_a_view_under_a_wrong_name_is_taken_out(
    store: Store, room: Any
) -> None:
    room.go_to("important_to")
    uuid = room.minutes.meeting.uuid
    holding.add_line(store, uuid, "important_to", "Her dog")
    room.read()
    lines = room.stage.page("important_to").lines
    lines.delete(lines.rows[0])
    assert room.minutes.lines == ()
    next(one for one in room.banner.findChildren(QPushButton) if one.text() == "Undo").click()
    assert [one.words for one in room.minutes.lines] == ["Her dog"]

    room.next()
    room.read_back.ask()
    room.read_back.who.setText("Ava")
    room.read_back.why.setText("Not at home")
    room.read_back.note()
    assert [one.who for one in room.minutes.dissents] == ["Ava"]
    next(one for one in room.read_back.findChildren(QPushButton) if one.text() == "Take it out").click()
    assert room.minutes.dissents == () and "Agreed" in room.read_back.agreed.text()


def test_nobody_is_thanked_for_a_meeting_they_did_not_come_to(store: Store, room: Any) -> None:
    uuid = room.minutes.meeting.uuid
    fill(store, uuid)
    for one in booking.people(store, uuid):
        holding.came(store, one.uuid, "no" if one.part == "home" else "yes")
    room.read()
    room.go_to("thank-you")
    room.end()
    room.result.turn("thanks")
    assert "nobody to thank" in room.banner.words and room.result._which == "summary"
    assert thank_you_sheets(store, [room.minutes.meeting.pupil_id], uuid) == []


def test_a_key_held_down_presses_a_button_once(room: Any) -> None:
    pressed: list[int] = []
    act = button("Agreed", lambda: pressed.append(1))
    for again in (False, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "", again)
        QApplication.sendEvent(act, event)
    assert pressed == [1]
    del room


def test_escape_leads_back_from_last_time(room: Any) -> None:
    room.go_to("important_to")
    room.show_last()
    QTest.keyClick(room.last.back, Qt.Key.Key_Escape)
    assert room.centre.currentWidget() is room.stage


def test_words_below_the_edge_are_seen_before_anybody_agrees_to_them(qtbot: QtBot, store: Store, room: Any) -> None:
    uuid = room.minutes.meeting.uuid
    for number in range(40):
        holding.add_line(store, uuid, "admire", f"Line {number} of what we like")
    room.go_to("admire")
    room.next()
    bar = room.read_back._page.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0, timeout=5_000)
    presses = 0
    while room.centre.currentWidget() is room.read_back:
        room.next()
        presses += 1
        assert presses < 60
    assert presses > 1 and room.minutes.read_back["admire"] == "agreed"


def test_the_choice_of_meeting_does_not_say_what_staff_meet_about(opened: Gradesk, store: Store, ava: str) -> None:
    for kind in ("professionals", "review"):
        booking.book(store, [ava], {"kind": kind, "happened_on": TODAY})
    shell: Any = opened.shell
    shell.go("meeting", pupil_id=ava)
    told = [one.accessibleName() for one in shell.current.choosing.acts if one.text() == "Hold it"]
    assert len(told) == 2 and sum(words.startswith("Meeting among staff, ") for words in told) == 1


def test_the_choice_of_meeting_does_not_say_what_one_kept_to_staff_is(opened: Gradesk, store: Store, ava: str) -> None:
    uuids = [booking.book(store, [ava], {"kind": kind, "happened_on": TODAY}) for kind in ("tac", "review")]
    confidential.mark(store, "meeting", uuids[0], on=True)
    shell: Any = opened.shell
    shell.go("meeting", pupil_id=ava)
    told = [one.accessibleName() for one in shell.current.choosing.acts if one.text() == "Hold it"]
    assert len(told) == 2 and sum(words.startswith("Meeting among staff, ") for words in told) == 1
