"""The pupil's corner: one question at a time for one child, by keys alone, kept at once, and put where it belongs."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gradesk.app import Gradesk
from gradesk.services.meetings import holding, minutes
from gradesk.services.meetings.said import told
from gradesk.services.plans import answers, passports
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from tests.services.planning import agreed_plan
from tests.ui.test_half_typed_words_come_back import fall_and_open, let_two_seconds_pass
from tests.ui.test_meeting_mode import crowd, said


@pytest.fixture
def room(opened: Gradesk, store: Store, ava: str) -> Any:
    """Ava's corner, opened from her page."""
    pupils.change_pupil(store, ava, {"year_group": "4"})
    agreed_plan(store, ava)
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="evidence")
    opened.window.activateWindow()
    assert QTest.qWaitForWindowActive(opened.window)
    QTest.keyClick(opened.window, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    assert shell.shown == "corner"
    return shell.current


def given(store: Store, pupil_id: str) -> dict[str, str]:
    """What was answered today, by question."""
    return {one.question: answers.spoken(one) for one in answers.on_day(store, pupil_id)}


def test_nothing_in_the_corner_names_another_child_of_a_school_of_420(
    opened: Gradesk, store: Store, ava: str, room: Any
) -> None:
    others = crowd(store)
    shell: Any = opened.shell
    shell.banner.say("Zqaaab Vxaaah is printed.", "good")  # something ends meanwhile
    wanted = {word.casefold() for names in others for word in names}
    for place in room.places:
        room.go_to(place)
        seen = [widget for widget in QApplication.allWidgets() if widget.isVisible()]
        assert room in seen and shell.nav not in seen and shell.finder not in seen and shell.banner not in seen
        assert not set(re.findall(r"\w+", " ".join(map(said, seen)).casefold())) & wanted, place
    assert opened.window.windowTitle() == "Gradesk"
    assert opened.window.windowState() & Qt.WindowState.WindowFullScreen
    assert "Ctrl+K" not in {one.shortcut().toString() for one in opened.window.actions()}
    QTest.keyClick(
        opened.window, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
    )
    assert (shell.shown, shell.current.shown) == ("pupil", "evidence") and shell.nav.isVisible()


def test_a_child_answers_all_of_it_with_the_keyboard(store: Store, ava: str, room: Any) -> None:
    def press(*keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(QApplication.focusWidget(), key)

    press(Qt.Key.Key_Return)  # begin
    press(Qt.Key.Key_4)
    assert given(store, ava) == {"school": "Good"} and room.forward.text() == "Next"
    press(Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Space)
    assert given(store, ava)["likes"] == "Playing, running"
    press(Qt.Key.Key_Space)  # not that one after all
    assert given(store, ava)["likes"] == "Playing"
    room.go_to("drawing")
    press(Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Space)
    (stroke,) = answers.strokes(answers.on_day(store, ava)[-1])
    assert stroke["points"] == [[0.5, 0.5], [0.52, 0.5], [0.52, 0.54]]
    press(Qt.Key.Key_Backspace)
    assert "drawing" not in given(store, ava)
    press(Qt.Key.Key_Return)
    QTest.keyClicks(QApplication.focusWidget(), "I listen")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert given(store, ava)["know"] == "I listen" and room.thanks.heading.text() == "Well done, Ava."


def test_the_arrow_down_goes_to_the_picture_below(room: Any) -> None:
    room.go_to("likes")
    QTest.keyClick(room.page.tiles.tiles[0], Qt.Key.Key_Down)
    first, now = room.page.tiles.tiles[0].geometry(), QApplication.focusWidget().geometry()
    assert now.top() > first.bottom() and now.left() == first.left()


def test_a_face_tells_that_it_is_chosen_to_a_screen_reader_and_delete_lets_go(
    store: Store, ava: str, room: Any
) -> None:
    room.go_to("school")
    tile = room.page.tiles.tiles[1]
    tile.click()
    assert tile.isChecked() and tile.accessibleName() == "Not so good"
    QTest.keyClick(tile, Qt.Key.Key_Delete)
    assert given(store, ava) == {} and not tile.isChecked()


def test_what_is_drawn_with_the_mouse_is_kept_and_the_last_line_taken_back(store: Store, ava: str, room: Any) -> None:
    room.go_to("drawing")
    pad = room.page.pad
    room.page.colours["do"].click()
    for across in (50, 150):
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(across, 20))
        QTest.mouseMove(pad, QPoint(across + 40, 60))
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(across + 40, 60))
    kept = answers.strokes(answers.on_day(store, ava)[0])
    assert [one["colour"] for one in kept] == ["do", "do"]
    room.page.undo.click()
    assert len(answers.strokes(answers.on_day(store, ava)[0])) == 1


def test_any_question_can_be_left_out_and_gone_back_to(store: Store, ava: str, room: Any) -> None:
    room.go_to("hard")
    assert room.forward.text() == "Leave this one out"
    room.next()
    room.previous()
    assert room._place == "hard" and given(store, ava) == {}


def test_at_the_end_all_is_ticked_and_enter_puts_it_in_with_one_undo(
    opened: Gradesk, store: Store, ava: str, room: Any
) -> None:
    shell: Any = opened.shell
    room.start.helper.editors["helped_by"].widget.setText("Ms Cole")
    room.start.helper.editors["helped_by"].widget.textEdited.emit("Ms Cole")
    room.go_to("likes")
    room.page.tiles.press("dog")
    room.go_to("said")
    assert room.told.ticks and all(tick.isChecked() for tick in room.told.ticks.values())
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert shell.shown == "pupil" and shell.banner.words.startswith("What Ava said is put in, in 1 place.")
    found = passports.passport(store, ava)
    assert found is not None and (found.important, found.made_with) == ("Animals", "Ms Cole")
    shell.undo()
    found = passports.passport(store, ava)
    assert (found is None or not found.important) and given(store, ava) == {"likes": "Animals"}


def test_the_key_that_turns_the_pages_puts_nothing_in_however_often_it_is_pressed(
    opened: Gradesk, store: Store, ava: str, room: Any
) -> None:
    room.go_to("likes")
    room.page.tiles.press("dog")
    for _ in range(len(room.places) + 2):
        room.next()
    assert room._place == "said" and QApplication.focusWidget() is room.told.act
    found = passports.passport(store, ava)
    assert found is None or not found.important
    QTest.keyClick(opened.window, Qt.Key.Key_PageDown)
    assert room._place == "said" and room.isVisible()


def test_from_a_meeting_the_words_come_back_as_lines_on_the_side_of_the_child(
    opened: Gradesk, store: Store, ava: str
) -> None:
    shell: Any = opened.shell
    meeting = holding.begin_now(store, ava, "review")
    shell.go("meeting", meeting_id=meeting)
    shell.current.go_to("working")
    next(one for one in shell.rows() if one.shortcut == "Shift+F5").run()
    room = shell.current
    room.go_to("school" if "school" in room.places else "school_scale")
    room.page.tiles.press("5")
    room.go_to("said")
    room.put_in()
    assert (shell.shown, shell.current._step) == ("meeting", "working")
    assert [(one.side, one.words) for one in minutes.read(store, meeting).lines] == [
        ("pupil", "How school is: Really good")
    ]


def test_the_corner_knows_the_meeting_that_was_begun_just_before(opened: Gradesk, ava: str) -> None:
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava)
    shell.hold_meeting()
    room = shell.current
    room.choosing.acts[0].click()
    held = room.here()["meeting_id"]
    opened.window.activateWindow()
    QTest.keyClick(opened.window, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    assert shell.shown == "corner" and shell.current.here()["meeting_id"] == held


def test_after_a_fall_the_same_question_and_the_half_typed_words_are_there(
    gradesk: Callable[[Path], Gradesk], opened: Gradesk, store: Store, room: Any
) -> None:
    room.go_to("change")
    box = QApplication.focusWidget()
    QTest.keyClicks(box, "Lunch outs")
    let_two_seconds_pass(opened)
    again: Any = fall_and_open(opened, gradesk, store)
    now = again.shell.current
    assert (again.shell.shown, now._place) == ("corner", "change")
    assert now.page.form.editors["words"].value() == "Lunch outs"
    now.leave()
    assert again.shell.shown == "today"


def test_after_a_fall_with_nothing_half_typed_the_question_and_the_helper_are_there(
    gradesk: Callable[[Path], Gradesk], opened: Gradesk, store: Store, room: Any
) -> None:
    room.start.helper.edited.emit({"helped_by": "Ms Cole"})
    room.go_to("good_at")
    let_two_seconds_pass(opened)
    again: Any = fall_and_open(opened, gradesk, store)
    now = again.shell.current
    assert (again.shell.shown, now._place, now.marker.helper) == ("corner", "good_at", "Ms Cole")


def test_another_child_gets_a_corner_without_a_trace_of_the_one_before(
    opened: Gradesk, store: Store, ava: str, room: Any
) -> None:
    room.go_to("know")
    QTest.keyClicks(QApplication.focusWidget(), "I listen")
    room.leave()
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Ek", "year_group": "4"})
    shell: Any = opened.shell
    shell.go("corner", pupil_id=ben)
    assert room._place == "begin" and room.start.heading.text() == "Ben’s corner"
    room.go_to("know")
    assert room.page.form.editors["words"].value() == "" and given(store, ava)["know"] == "I listen"


def test_without_a_child_the_corner_says_to_go_to_one_first(opened: Gradesk) -> None:
    shell: Any = opened.shell
    shell.go("corner")
    assert "Whose corner?" in said_in(shell.current.nobody)
    shell.current.next()
    assert shell.shown == "today"


def test_earlier_answers_are_read_on_evidence_and_deleted_with_undo(
    opened: Gradesk, store: Store, ava: str, room: Any
) -> None:
    room.go_to("know")
    QTest.keyClicks(QApplication.focusWidget(), "I listen")
    room.leave()
    shell: Any = opened.shell
    part = shell.current.panel("evidence").own_words
    assert "What I want people to know: I listen" in said_in(part)
    part._put_in(answers.sittings(store, ava)[0])
    assert (room._place, len(room.told.ticks)) == ("said", 1)
    room.leave()
    assert (shell.shown, shell.current.shown) == ("pupil", "evidence")
    part._delete_day(answers.sittings(store, ava)[0])
    assert given(store, ava) == {} and part.empty.isVisibleTo(part)
    shell.undo()
    assert "I listen" in said_in(part)


@pytest.mark.parametrize("scale", [100, 200])
def test_faces_and_numbers_stand_in_one_row_on_a_small_screen(
    opened: Gradesk, store: Store, ava: str, room: Any, scale: int
) -> None:
    opened.look.choose(scale=scale)
    opened.window.resize(1366, 768)
    room.go_to("school")
    QTest.qWait(0)
    assert len({tile.y() for tile in room.page.tiles.tiles}) == 1
    room.leave()
    pupils.change_pupil(store, ava, {"year_group": "9"})
    shell: Any = opened.shell
    shell.go("corner", pupil_id=ava)
    room.go_to("school_scale")
    opened.window.resize(1366, 768)
    QTest.qWait(0)
    assert len({tile.y() for tile in room.page.now.tiles}) == 1
    opened.look.choose(scale=100)


def said_in(widget: Any) -> str:
    """All that stands in a widget."""
    return " ".join(said(one) for one in widget.findChildren(object) if hasattr(one, "accessibleName"))


def test_who_sits_beside_is_typed_at_once_and_enter_begins(opened: Gradesk, store: Store, ava: str, room: Any) -> None:
    opened.window.activateWindow()
    room.leave()
    shell: Any = opened.shell
    shell.go("corner", pupil_id=ava)
    QTest.keyClicks(QApplication.focusWidget(), "Mrs Begum")
    assert room._place == "begin"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert room._place == "school" and room.marker.helper == "Mrs Begum"


def test_a_key_that_is_held_down_goes_through_the_corner_and_puts_nothing_in(
    opened: Gradesk, store: Store, ava: str, room: Any
) -> None:
    room.go_to("know")
    QTest.keyClicks(QApplication.focusWidget(), "I listen")
    for _ in range(30):
        room.next()
    shell: Any = opened.shell
    assert shell.shown == "corner" and room._place == "said"
    assert given(store, ava)["know"] == "I listen" and not any(
        landing.is_there for one in told(store, ava) for landing in one.landings
    )
