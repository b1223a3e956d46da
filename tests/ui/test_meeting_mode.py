"""Meeting mode shows one child and nobody else, says its errors in a sentence, and comes back after a fall."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.meetings import booking, holding, minutes
from gradesk.services.pupils import contacts, pupils
from gradesk.store.work import Store
from gradesk.ui.screens.meeting.lines import LineRow
from tests.conftest import TODAY
from tests.services.planning import agreed_plan
from tests.ui.test_half_typed_words_come_back import fall_and_open, let_two_seconds_pass

SCHOOL = 420


@pytest.fixture
def room(opened: Gradesk, store: Store, ava: str) -> Any:
    """A review meeting about Ava that has just begun."""
    contacts.add_person(store, ava, {"name": "Rosa Núñez"})
    agreed_plan(store, ava)
    uuid = holding.begin_now(store, ava, "review")
    shell: Any = opened.shell
    shell.go("meeting", meeting_id=uuid)
    return shell.current


def crowd(store: Store) -> list[tuple[str, str, str]]:
    """The rest of a school of 420: forename, surname and number."""
    found = []
    with store.work("A school"):
        for number in range(1, SCHOOL):
            names = (f"Zq{_letters(number)}", f"Vx{_letters(number * 7)}")
            upn = f"X{200000000000 + number}"
            pupils.add_pupil(store, {"legal_forename": names[0], "legal_surname": names[1], "class_name": "4 Oak"})
            found.append((*names, upn))
    return found


def _letters(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in f"{number:04d}")


def said(widget: QWidget) -> str:
    """All that a widget shows, says, hints and offers."""
    parts = [widget.windowTitle(), widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
    for name in ("text", "title", "placeholderText", "toPlainText", "currentText"):
        if callable(found := getattr(widget, name, None)):
            parts.append(str(found()))
    model = getattr(widget, "model", lambda: None)()
    if model is not None and hasattr(model, "rowCount"):
        parts += [str(model.index(row, 0).data()) for row in range(model.rowCount())]
    interface = QAccessible.queryAccessibleInterface(widget)
    if interface is not None:
        parts += [
            interface.text(kind)
            for kind in (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description)
        ]
    parts += [action.text() for action in widget.actions()]
    return " ".join(parts)


def test_nothing_in_meeting_mode_names_another_child_of_a_school_of_420(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str, room: Any
) -> None:
    others = crowd(store)
    shell: Any = opened.shell
    shell.go("pupils")
    shell.banner.say("Zqaaab Vxaaah was changed.", "problem")
    shell.go("meeting", meeting_id=room.minutes.meeting.uuid)
    shell.banner.say("Zqaaab Vxaaah is printed.", "good")  # something ends meanwhile
    wanted = {word.casefold() for names in others for word in names}
    for place in [*(step.code for step in room.minutes.steps), "thank-you"]:
        room.go_to(place)
        seen = [widget for widget in QApplication.allWidgets() if widget.isVisible()]
        assert room in seen and shell.nav not in seen and shell.finder not in seen
        words = set(re.findall(r"\w+", " ".join(map(said, seen)).casefold()))
        assert not words & wanted, place
    assert opened.window.windowTitle() == "Gradesk"
    assert opened.window.windowState() & Qt.WindowState.WindowFullScreen
    keys = {action.shortcut().toString() for action in opened.window.findChildren(QAction) if action.shortcut()}
    assert "Ctrl+K" not in {one.shortcut().toString() for one in opened.window.actions()} and keys
    room.leave()
    assert shell.nav.isVisible() and not opened.window.windowState() & Qt.WindowState.WindowFullScreen
    del qtbot


def test_lines_held_back_and_scores_are_shown_only_where_this_meeting_may_see_them(store: Store, room: Any) -> None:
    page = room.stage.page("admire")
    page.lines.entry.setText("Said by a neighbour")
    page.lines.add()
    row = page.lines.findChildren(LineRow)[0]
    QTest.keyClick(row, Qt.Key.Key_H)
    assert [one.held_back for one in room.minutes.lines] == ["third"]
    assert page.lines.rows == [] and page.lines.hidden.text() == "1 line held back"
    room.turn_privacy()
    assert len(page.lines.rows) == 1
    room.turn_privacy()
    assert page.lines.rows == []
    assert page.spoken(room.minutes) == []
    del store


def test_after_a_fall_the_same_meeting_step_and_letters_are_there(
    gradesk: Callable[[Path], Gradesk], opened: Gradesk, store: Store, room: Any
) -> None:
    opened.window.activateWindow()
    room.go_to("working")
    entry = room.stage.page("working").lists["home", "not"].entry
    entry.setFocus()
    QTest.keyClicks(entry, "Mornings are har")
    QTest.keyClick(entry, Qt.Key.Key_Left)
    let_two_seconds_pass(opened)
    again: Any = fall_and_open(opened, gradesk, store)
    assert again.shell.shown == "meeting"
    now = again.shell.current
    assert now._step == "working"
    there = now.stage.page("working").lists["home", "not"].entry
    assert there.text() == "Mornings are har" and there.cursorPosition() == len("Mornings are ha")


def test_after_a_fall_with_nothing_half_typed_the_meeting_is_there_at_its_step(
    gradesk: Callable[[Path], Gradesk], opened: Gradesk, store: Store, room: Any
) -> None:
    room.go_to("targets")
    let_two_seconds_pass(opened)
    again: Any = fall_and_open(opened, gradesk, store)
    assert (again.shell.shown, again.shell.current._step) == ("meeting", "targets")
    again.shell.current.leave()
    assert again.shell.shown == "pupil"  # never a list of other children


def test_f5_without_a_child_in_sight_asks_for_one(opened: Gradesk) -> None:
    shell: Any = opened.shell
    shell.hold_meeting()
    assert shell.banner.words.startswith("Whose meeting?") and shell.shown == "today"


def test_a_meeting_of_tomorrow_is_offered_to_be_moved_and_not_minuted(opened: Gradesk, store: Store, ava: str) -> None:
    uuid = booking.book(store, [ava], {"kind": "tac", "happened_on": TODAY + timedelta(days=1)})
    shell: Any = opened.shell
    shell.go("meeting", meeting_id=uuid)
    room = shell.current
    assert "a day to come, so nothing was begun" in room.banner.words
    assert room.choosing.acts[0].text() == "Move it to today and hold it"
    room.choosing.acts[0].click()
    assert minutes.read(store, uuid).meeting.happened_on == TODAY and room._step == "admire"


def test_the_same_meeting_is_gone_on_with_and_never_begun_twice(
    opened: Gradesk, store: Store, ava: str, room: Any
) -> None:
    shell: Any = opened.shell
    uuid = room.minutes.meeting.uuid
    room.leave()
    shell.go("meeting", pupil_id=ava)
    assert room.minutes.meeting.uuid == uuid and len(booking.ahead(store, ava)) == 1


def test_any_step_is_skipped_and_others_are_taken_up(room: Any) -> None:
    room.take_step("circle")
    assert room._step == "circle" and "circle" in [one.code for one in room.minutes.steps]
    assert [one.code for one in room.minutes.steps][-1] == "date"
    room.previous()
    room.go_to("date")
    assert room._step == "date"


def test_a_name_that_nobody_may_see_holds_the_page_back_without_naming_anybody(
    qtbot: QtBot, opened: Gradesk, store: Store, room: Any
) -> None:
    pupils.add_pupil(store, {"legal_forename": "Balthasar", "legal_surname": "Quillfeather"})
    page = room.stage.page("admire")
    page.lines.entry.setText("Plays with Balthasar Quillfeather")
    page.lines.add()
    room.end()
    qtbot.waitUntil(lambda: room.result._ready is not None, timeout=20_000)
    room.result.save()
    assert "Somebody else may be named" in room.banner.words and "Quillfeather" not in room.banner.words
    del opened


def test_at_twice_the_size_of_text_meeting_mode_fits_a_small_laptop_and_says_whose_it_is(
    opened: Gradesk, room: Any
) -> None:
    opened.look.choose("light", 200)
    opened.window.resize(1366, 768)
    for step in (*(one.code for one in room.minutes.steps), "thank-you"):
        room.go_to(step)
        QTest.qWait(0)
        least = opened.window.minimumSizeHint()
        assert least.width() <= 1366 and least.height() <= 768, step
        assert room.around.title.text() == room.around.title.accessibleName() != ""
