"""What happens meanwhile in meeting mode: records that are gone, half-typed words, and what must not be seen any more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.model.pupils.pupil import Pupil
from gradesk.services import editing
from gradesk.services.meetings import actions, booking, holding, meetings, minutes
from gradesk.services.paper.gathering.minutes import summary_sheets
from gradesk.services.pupils import contacts, pupils
from gradesk.store.work import Store
from gradesk.ui.kit.labels import PlainLabel
from tests.conftest import TODAY
from tests.ui.test_half_typed_words_come_back import fall_and_open, let_two_seconds_pass
from tests.ui.test_meeting_mode import room, said

__all__ = ["room"]


def test_a_meeting_that_was_deleted_meanwhile_is_left_with_a_sentence(
    opened: Gradesk, store: Store, ava: str, room: Any
) -> None:
    shell: Any = opened.shell
    uuid = room.minutes.meeting.uuid
    meetings.remove(store, uuid)
    assert shell.shown == "today" and "deleted meanwhile" in shell.banner.words
    shell.go("meeting", meeting_id=uuid)
    assert shell.shown == "today" and "deleted meanwhile" in shell.banner.words
    del ava


def test_the_program_opens_after_a_fall_in_a_meeting_about_a_child_who_is_deleted(
    gradesk: Callable[[Path], Gradesk], opened: Gradesk, store: Store, ava: str, room: Any
) -> None:
    room.go_to("targets")
    let_two_seconds_pass(opened)
    editing.remove(store, Pupil, ava, "Delete a pupil")
    again: Any = fall_and_open(opened, gradesk, store)
    assert again.shell.shown == "today" and "was deleted" in again.shell.banner.words


def test_a_meeting_that_cannot_be_begun_says_why_and_offers_others(opened: Gradesk, store: Store, ava: str) -> None:
    shell: Any = opened.shell
    booking.book(store, [ava], {"kind": "phone", "happened_on": TODAY})
    shell.go("meeting", pupil_id=ava)
    assert "has no steps" in shell.current.banner.words and shell.current.choosing.isVisible()
    shell.current.leave()
    editing.change(store, Pupil, ava, {"left_on": TODAY}, "Leaves today")
    shell.go("meeting", pupil_id=ava)
    assert "will have left" in shell.current.banner.words and shell.current.choosing.isVisible()


def test_a_meeting_about_several_is_never_held_from_the_page_of_another_child(
    opened: Gradesk, store: Store, ava: str
) -> None:
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Ek"})
    booking.book(store, [ava, ben], {"kind": "tac", "happened_on": TODAY})
    shell: Any = opened.shell
    shell.go("meeting", pupil_id=ben)
    assert shell.current.choosing.title.text() == "Which meeting about Ben?" and shell.current._meeting_id == ""
    shell.go("meeting", pupil_id=ava)
    assert shell.current.around.title.text().startswith("Ava")


def test_no_file_that_is_dropped_leads_out_of_meeting_mode(opened: Gradesk, room: Any, tmp_path: Path) -> None:
    shell: Any = opened.shell
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path / "register.csv"))])

    def taken() -> bool:
        middle, left, none = QPoint(9, 9), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        event = QDragEnterEvent(middle, Qt.DropAction.CopyAction, files, left, none)
        event.ignore()
        shell.dragEnterEvent(event)
        return event.isAccepted()

    assert not taken()
    room.leave()
    assert taken()


def test_ctrl_q_closes_gradesk_from_meeting_mode(opened: Gradesk, room: Any) -> None:
    opened.window.activateWindow()
    QTest.keyClick(opened.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert not opened.window.isVisible()
    del room


def test_what_has_ended_is_not_gone_on_with_by_another_step(room: Any) -> None:
    room.end()
    room.bar.offer_more()
    assert QApplication.activePopupWidget() is None and room.centre.currentWidget() is room.result


def test_after_one_has_signed_the_cursor_is_at_the_next_and_not_at_the_end(
    opened: Gradesk, store: Store, room: Any
) -> None:
    opened.window.activateWindow()
    holding.all_came(store, room.minutes.meeting.uuid)
    room.go_to("thank-you")
    seen = next(
        one for one in room.thank_you.findChildren(QPushButton) if one.accessibleName() == "Signed paper seen: Ava"
    )
    seen.setFocus()
    seen.click()
    here = QApplication.focusWidget()
    assert here is not None and here.accessibleName() == "Sign on screen: Rosa Núñez"


def test_a_line_that_is_added_leaves_the_lines_above_as_they_are(store: Store, room: Any) -> None:
    uuid = room.minutes.meeting.uuid
    for number in range(5):
        holding.add_line(store, uuid, "admire", f"Line {number}")
    room.read()
    lines = room.stage.page("admire").lines
    before = list(lines.rows)
    lines.entry.setText("One more")
    lines.add()
    assert lines.rows[:5] == before and len(lines.rows) == 6
    holding.change_line(store, before[2].line.uuid, {"words": "Otherwise"})
    room.read()
    assert [one.line.words for one in lines.rows] == ["Line 0", "Line 1", "Otherwise", "Line 3", "Line 4", "One more"]
    assert lines.rows[:2] == before[:2]


def test_a_view_on_a_line_held_back_is_not_read_out_either(store: Store, room: Any) -> None:
    uuid = room.minutes.meeting.uuid
    hidden = holding.add_line(store, uuid, "admire", "For staff").uuid
    holding.differ(store, uuid, "admire", "Rosa Núñez", "That is about a neighbour", hidden)
    holding.change_line(store, hidden, {"held_back": "staff"})
    holding.add_line(store, uuid, "admire", "Kind to the little ones")
    room.next()
    assert room.centre.currentWidget() is room.read_back
    assert not [one for one in room.read_back.findChildren(PlainLabel) if "neighbour" in one.text()]


def test_why_it_is_not_locked_is_said_where_it_is_read(opened: Gradesk, room: Any) -> None:
    shell: Any = opened.shell
    shell.trouble = "The disk is full."
    opened.lock()
    assert shell.current is room and room.banner.words == "It is not locked. The disk is full."
    shell.trouble = ""


def test_what_staff_promised_one_another_is_shown_only_where_this_meeting_may_see_it(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str, room: Any
) -> None:
    actions.add(store, ava, {"what": "Talk about the fight", "owner": "Mrs Ali", "happened_on": TODAY})
    step = {"what": "Sends the book list", "owner": "Mr Lee"}
    meetings.log(store, ava, {"kind": "phone", "with_whom": "Rosa Núñez"}, step)

    def told() -> str:
        return " ".join(one.text() for one in room.last.findChildren(PlainLabel) if one.isVisible())

    room.show_last()
    qtbot.waitUntil(lambda: "book list" in told())
    assert "fight" not in told() and "1 promise among staff is not shown." in told()
    room.turn_privacy()
    assert room.centre.currentWidget() is room.stage
    room.show_last()
    qtbot.waitUntil(lambda: "book list" in told() and "fight" in told())
    del opened


def test_a_line_held_back_goes_from_read_back_and_from_its_field_with_the_key(store: Store, room: Any) -> None:
    uuid = room.minutes.meeting.uuid
    holding.add_line(store, uuid, "admire", "For staff", {"held_back": "staff"})
    room.turn_privacy()
    room.differ(room.minutes.lines[0])
    room.turn_privacy()
    assert room.centre.currentWidget() is room.stage
    room.turn_privacy()
    lines = room.stage.page("admire").lines
    lines.open(lines.rows[0])
    lines.entry.setText("For staff alone")
    room.turn_privacy()
    assert (lines.entry.text(), lines.rows) == ("", []) and room.minutes.lines[0].words == "For staff alone"


def test_nothing_of_the_meeting_before_is_left_in_one_about_another_child(
    qtbot: QtBot, opened: Gradesk, store: Store, room: Any
) -> None:
    shell: Any = opened.shell
    holding.all_came(store, room.minutes.meeting.uuid)
    room.go_to("thank-you")
    next(
        one for one in room.thank_you.findChildren(QPushButton) if one.accessibleName() == "Sign on screen: Rosa Núñez"
    ).click()
    room.thank_you.signing.pad.strokes = [[[0.1, 0.1], [0.2, 0.2]]]
    room.read_back.show_words("Ava", ["Kind to the little ones"])
    room.read_back.who.setText("Rosa Núñez")
    room.end()
    qtbot.waitUntil(lambda: room.result._ready is not None, timeout=20_000)
    room.leave()
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Ek"})
    shell.go("meeting", meeting_id=holding.begin_now(store, ben, "tac"))
    room.go_to("thank-you")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    inside = [*room.read_back.findChildren(QWidget), *room.thank_you.findChildren(QWidget)]
    assert not [one for one in inside if "Rosa" in said(one) or "little ones" in said(one)]
    assert room.thank_you.signing.pad.strokes == []
    room.end()
    assert room.result.pages.view._labels == [] or room.result._ready is not None


@pytest.mark.parametrize(("step", "field"), [("here", "also"), ("next", "new")])
def test_after_a_fall_what_stood_in_any_field_of_a_step_is_there(
    gradesk: Callable[[Path], Gradesk], opened: Gradesk, store: Store, room: Any, step: str, field: str
) -> None:
    opened.window.activateWindow()
    room.go_to(step)
    line = getattr(room.stage.page(step), field)
    line.setFocus()
    QTest.keyClicks(line, "Grandma Ro")
    let_two_seconds_pass(opened)
    now: Any = fall_and_open(opened, gradesk, store).shell.current
    assert now._step == step and getattr(now.stage.page(step), field).text() == "Grandma Ro"


def test_nobody_agrees_over_a_different_view_that_is_half_typed(room: Any) -> None:
    room.stage.page("admire").lines.entry.setText("Kind to the little ones")
    room.next()
    room.read_back.ask()
    room.read_back.who.setText("Rosa Núñez")
    room.next()
    assert room.centre.currentWidget() is room.read_back and "Type both" in room.banner.words
    room.read_back.why.setText("Not at home")
    room.next()
    assert room._step == "here" and dict(room.minutes.read_back) == {"admire": "not_agreed"}
    assert [one.words for one in room.minutes.dissents] == ["Not at home"] and room.read_back.who.text() == ""


def test_a_line_that_is_deleted_while_it_is_open_goes_from_the_field_and_blocks_no_step(room: Any) -> None:
    lines = room.stage.page("admire").lines
    for words in ("Kind", "Funny"):
        lines.entry.setText(words)
        lines.add()
    lines.open(lines.rows[1])
    lines.delete(lines.rows[1])
    assert lines.entry.text() == "" and not lines.is_changing
    room.next()
    assert room.centre.currentWidget() is room.read_back and [one.words for one in room.minutes.lines] == ["Kind"]


def test_a_line_open_in_its_field_stays_there_when_another_is_deleted(room: Any) -> None:
    lines = room.stage.page("admire").lines
    for words in ("Kind", "Funny"):
        lines.entry.setText(words)
        lines.add()
    lines.open(lines.rows[1])
    lines.delete(lines.rows[0])
    assert lines.entry.text() == "Funny" and lines.is_changing


def test_a_view_on_one_line_is_read_back_with_that_line(store: Store, room: Any) -> None:
    uuid = room.minutes.meeting.uuid
    lines = [holding.add_line(store, uuid, "admire", words).uuid for words in ("Kind", "Funny")]
    holding.differ(store, uuid, "admire", "Rosa Núñez", "Not at home", lines[1])
    holding.differ(store, uuid, "admire", "Ava", "I am more")
    room.go_to("admire")
    room.next()
    told = [one.text() for one in room.read_back.findChildren(PlainLabel)]
    assert "Rosa Núñez does not agree with “Funny”: Not at home" in told
    assert "Ava does not agree: I am more" in told


def test_which_meeting_is_asked_without_its_title_in_free_words(opened: Gradesk, store: Store, ava: str) -> None:
    booking.book(store, [ava], {"kind": "tac", "happened_on": TODAY, "title": "With Ben’s mother"})
    booking.book(store, [ava], {"kind": "review", "happened_on": TODAY})
    shell: Any = opened.shell
    shell.go("meeting", pupil_id=ava)
    assert shell.current.choosing.isVisible()
    assert "Ben" not in " ".join(said(one) for one in shell.current.choosing.findChildren(QWidget))


def test_that_a_page_is_being_made_is_taken_back_once_it_stands_there(qtbot: QtBot, room: Any) -> None:
    room.end()
    room.result.save()
    assert "still being made" in room.banner.words and room.banner.isVisible()
    qtbot.waitUntil(lambda: not room.banner.isVisible(), timeout=20_000)


def test_only_who_of_the_family_was_there_is_thanked(store: Store, ava: str, room: Any) -> None:
    contacts.add_person(store, ava, {"name": "Luis Núñez"})
    uuid = room.minutes.meeting.uuid
    rosa = next(one for one in room.minutes.people if one.name == "Rosa Núñez")
    holding.came(store, rosa.uuid, "yes")
    room.end()
    (sheet,) = summary_sheets(store, [ava], uuid)
    assert sheet.parents == ("Rosa Núñez",)


def test_a_line_that_is_opened_and_emptied_is_not_written_over_by_the_next(store: Store, room: Any) -> None:
    lines = room.stage.page(room._step).lines
    for words in ("Kind to the little ones", "Brave"):
        lines.entry.setText(words)
        assert lines.add()
    lines.rows[-1].change()
    lines.entry.clear()
    QTest.keyClick(lines.entry, Qt.Key.Key_Return)
    lines.entry.setText("Never late")
    QTest.keyClick(lines.entry, Qt.Key.Key_Return)
    assert written(store, room) == ["Kind to the little ones", "Brave", "Never late"]


def test_a_line_that_is_deleted_while_it_is_open_leaves_its_words_in_the_field_as_a_new_one(
    store: Store, room: Any
) -> None:
    lines = room.stage.page(room._step).lines
    lines.entry.setText("Brave")
    assert lines.add()
    lines.rows[-1].change()
    lines.entry.setText("Brave and kind")
    QTest.keyClick(lines.rows[-1], Qt.Key.Key_Delete)
    assert written(store, room) == []
    QTest.keyClick(lines.entry, Qt.Key.Key_Return)
    assert written(store, room) == ["Brave and kind"]


def test_h_pressed_twice_holds_back_one_line_and_not_the_one_in_its_place(store: Store, room: Any) -> None:
    lines = room.stage.page(room._step).lines
    for words in ("Kind", "What the neighbours say"):
        lines.entry.setText(words)
        assert lines.add()
    lines.rows[-1].setFocus()
    QTest.keyClick(lines.rows[-1], Qt.Key.Key_H)
    assert QApplication.focusWidget() is lines.entry
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_H)
    found = minutes.read(store, room.minutes.meeting.uuid).lines
    assert [bool(one.held_back) for one in found] == [False, True]


def test_a_step_of_which_one_line_stood_alone_on_the_screen_is_read_whole_before_it_is_agreed(
    store: Store, room: Any
) -> None:
    lines = room.stage.page(room._step).lines
    for words in ("Kind", "Brave"):
        lines.entry.setText(words)
        assert lines.add()
    lines.rows[-1].not_agreed()
    QTest.keyClick(room.read_back.who, Qt.Key.Key_Escape)
    step = room._step
    room.read_back.agreed.click()
    assert room._step == step
    assert {"Kind", "Brave"} <= {one.text() for one in room.read_back.findChildren(PlainLabel)}
    assert step not in minutes.read(store, room.minutes.meeting.uuid).read_back
    room.read_back.agreed.click()
    assert minutes.read(store, room.minutes.meeting.uuid).read_back == {step: "agreed"}


def test_a_page_that_was_printed_is_noted_as_what_it_was_whatever_is_in_sight_by_then(
    store: Store, qtbot: QtBot, room: Any
) -> None:
    holding.all_came(store, room.minutes.meeting.uuid)
    room.end()
    result = room.result
    qtbot.waitUntil(lambda: result._ready is not None, timeout=20_000)
    summary = result._ready
    result.turn("staff")
    result._printed("summary", summary, 1, 1)
    assert "Noted as given to Rosa Núñez" in room.banner.words
    room.banner.hide()
    qtbot.waitUntil(lambda: result._ready is not None, timeout=20_000)
    staff = result._ready
    result.turn("summary")
    result._printed("staff", staff, 1, 1)
    assert room.banner.words == "Sent to the printer."


def written(store: Store, room: Any) -> list[str]:
    """The lines of the meeting."""
    return [one.words for one in minutes.read(store, room.minutes.meeting.uuid).lines]
