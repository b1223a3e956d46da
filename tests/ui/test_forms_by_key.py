"""Forms are filled in without a mouse: where the cursor stands, what a key does there, and that the field in hand is in sight."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.meetings import actions, meetings
from gradesk.services.plans import passports
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.ui.kit.forms.combo import CalmComboBox
from gradesk.ui.kit.forms.fields import DayEditor
from gradesk.ui.kit.forms.growing import GrowingText
from gradesk.ui.kit.layouts import SETTLING, ScrollPage
from tests.window import Answers

CONTROL = Qt.KeyboardModifier.ControlModifier


def turn_to(opened: Gradesk, pupil: str, tab: str) -> Any:
    assert opened.shell is not None
    opened.shell.go("pupil", pupil_id=pupil, tab=tab)
    page: Any = opened.shell.current
    return page.panel(tab)


def test_who_was_just_added_is_written_on_in_the_first_field_of_the_details(
    qtbot: QtBot, opened: Gradesk, answers: Answers
) -> None:
    shell: Any = opened.shell
    shell.go("pupils")
    answers.lines.append("Bo Day")
    shell.current.add()
    field = shell.current.panel("details").who.editors["legal_forename"].widget
    qtbot.waitUntil(field.hasFocus)
    assert field.text() == "Bo"


@pytest.mark.parametrize(
    ("entries", "typed", "chosen"),
    [
        (["", "Reception", "Year 1", "Year 4", "Year 12", "Year 14"], "4", "Year 4"),
        (["", "Reception", "Year 1", "Year 4", "Year 12", "Year 14"], "12", "Year 12"),
        (["", "Early years 1", "Nursery 1", "Year 1", "Year 2"], "1", "Year 1"),
        (["", "Year 1", "Year 2"], "12", "Year 2"),
        (["", "4 Oak", "Year 4"], "4", "4 Oak"),
        (["", "Reception"], "4", ""),
    ],
)
def test_a_number_chooses_what_ends_with_it_where_nothing_begins_with_it(
    qtbot: QtBot, entries: list[str], typed: str, chosen: str
) -> None:
    for is_open in (False, True):
        box = CalmComboBox()
        qtbot.addWidget(box)
        box.addItems(entries)
        box.show()
        if is_open:
            box.showPopup()
            QTest.keyClicks(box.view(), typed)
            QTest.keyClick(box.view(), Qt.Key.Key_Return)
        else:
            told: list[int] = []
            box.activated.connect(told.append)
            QTest.keyClicks(box, typed)
            assert not chosen or told[-1] == entries.index(chosen)
        assert box.currentText() == chosen


def test_the_year_is_chosen_by_its_number_and_kept(opened: Gradesk, store: Store, ava: str) -> None:
    details = turn_to(opened, ava, "details")
    box = details.who.editors["year_group"].widget
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_6)
    assert pupils.page(store, ava).pupil.year_group == "6"


def test_ctrl_and_enter_log_the_contact_and_note_the_action_in_hand(opened: Gradesk, store: Store, ava: str) -> None:
    tab = turn_to(opened, ava, "contacts")
    summary = tab.new.editors["summary"].widget
    summary.setFocus()
    QTest.keyClicks(summary, "Rang about reading")
    QTest.keyClick(summary, Qt.Key.Key_Return, CONTROL)
    assert [one.summary for one in meetings.of_pupil(store, ava)] == ["Rang about reading"]
    what = tab.agreed.new.editors["what"].widget
    what.setFocus()
    QTest.keyClicks(what, "Send the list")
    QTest.keyClick(what, Qt.Key.Key_Return, CONTROL)
    assert [one.what for one in actions.of_pupil(store, ava)] == ["Send the list"]
    assert len(meetings.of_pupil(store, ava)) == 1


def test_after_a_line_is_caught_the_cursor_is_back_in_the_field_it_left(
    opened: Gradesk, store: Store, ava: str
) -> None:
    shell: Any = opened.shell
    sections = turn_to(opened, ava, "passport").sections
    field: Any = next(iter(sections.editors.values())).widget
    field.setFocus()
    QTest.keyClicks(field, "Kind")
    cursor = field.textCursor()
    cursor.setPosition(2)
    field.setTextCursor(cursor)
    shell.capture.open()
    QTest.keyClicks(shell.capture.line, "Ava mum phoned")
    QTest.keyClick(shell.capture.line, Qt.Key.Key_Return)
    assert len(meetings.of_pupil(store, ava)) == 1
    assert field.hasFocus() and field.textCursor().position() == 2
    shell.capture.open()
    QTest.keyClick(shell.capture.line, Qt.Key.Key_Escape)
    assert field.hasFocus()


def test_tab_shows_the_whole_of_the_next_box_of_a_passport_and_its_label(
    qtbot: QtBot, opened: Gradesk, ava: str
) -> None:
    opened.window.resize(1024, 600)
    tab = turn_to(opened, ava, "passport")
    boxes: list[Any] = tab.findChildren(GrowingText)
    boxes[0].setFocus()
    seen = 0
    for _step in range(30):
        QTest.keyClick(QApplication.focusWidget() or tab, Qt.Key.Key_Tab)
        QTest.qWait(SETTLING + 20)
        now = QApplication.focusWidget()
        if not isinstance(now, GrowingText) or not tab.isAncestorOf(now):
            continue
        page: QWidget | None = now
        while not isinstance(page, ScrollPage):
            assert page is not None
            page = page.parentWidget()
        view = page.viewport()
        labels = [one for one in tab.findChildren(QLabel) if one.buddy() is now]
        for part in (now, *labels):
            assert view.rect().contains(QRect(part.mapTo(view, QPoint(0, 0)), part.size()))
        seen += 1
    assert seen >= 3


def test_the_key_that_opens_words_says_why_there_is_nothing_to_open(opened: Gradesk, store: Store, ava: str) -> None:
    shell: Any = opened.shell
    open_already = "There is nothing to open on this page; its fields are open already."
    for tab, words in (
        ("contacts", open_already),
        ("details", open_already),
        ("history", "Nothing is changed here; it tells what was."),
    ):
        turn_to(opened, ava, tab)
        QTest.keyClick(opened.window, Qt.Key.Key_F2)
        assert shell.banner.words == words


def test_of_an_empty_passport_it_is_not_said_that_it_fits(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    tab = turn_to(opened, ava, "passport")
    tab._measure()
    assert tab.fit.text() == ""
    passports.change(store, ava, {"hard": "Loud rooms"})
    qtbot.waitUntil(lambda: tab.fit.text() == "Fits on one side of A4.", timeout=10_000)


def test_the_example_of_a_day_is_one_still_ahead(qtbot: QtBot) -> None:
    editor = DayEditor(lambda: date(2026, 11, 29))
    qtbot.addWidget(editor.widget)
    assert editor.line.placeholderText() == "e.g. 6/12, fri, +2w"
