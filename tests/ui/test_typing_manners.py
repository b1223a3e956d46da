"""Typing goes where one looks: letters never press buttons, reading never edits, Tab goes from field to field."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.meetings import meetings
from gradesk.services.plans import agreeing, beginning, cycles, plans, progress, reviews
from gradesk.services.pupils import contacts, pupils
from gradesk.services.school import staff
from gradesk.services.timeline import happenings
from gradesk.store.work import Store
from gradesk.ui.kit.forms.blanks import go_to_next_blank
from gradesk.ui.kit.forms.growing import GrowingText
from gradesk.ui.kit.layouts import column
from gradesk.ui.kit.tables.rows import RowsTable
from tests.services.planning import agreed_plan


def turn_to(opened: Gradesk, pupil: str, tab: str) -> Any:
    assert opened.shell is not None
    opened.shell.go("pupil", pupil_id=pupil, tab=tab)
    return opened.shell.current.panel(tab)


def test_tab_goes_from_field_to_field_of_the_passport_and_past_the_links(opened: Gradesk, ava: str) -> None:
    form = turn_to(opened, ava, "passport").sections
    names = list(form.editors)
    form.focus_on(names[0])
    for name in names[1:]:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is form.editors[name].widget


def test_words_typed_on_a_button_press_nothing(opened: Gradesk, ava: str) -> None:
    made = turn_to(opened, ava, "passport").bank.open
    made.setFocus()
    QTest.keyClicks(made, "loud rooms")
    assert made.text() == "Choose from the bank"
    turn_to(opened, ava, "passport").sections.focus_on("good_at")
    made.setFocus()
    QTest.keyClick(made, Qt.Key.Key_Space)
    assert made.text() == "Close the bank"


def test_a_letter_by_its_number_turns_to_no_tab(opened: Gradesk, ava: str) -> None:
    field = turn_to(opened, ava, "passport").sections.editors["good_at"].widget
    field.setFocus()
    held = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.KeypadModifier
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_2, held, "2")
    event.ignore()
    QApplication.sendEvent(field, event)
    assert event.isAccepted()


def test_who_comes_by_tab_goes_on_behind_the_words_with_a_word_of_its_own(qtbot: QtBot) -> None:
    field = GrowingText(1)
    qtbot.addWidget(field)
    field.show()
    for words, typed, there in (
        ("4 of 5 (since the plan began).", "Seen", "4 of 5 (since the plan began). Seen"),
        ("Reads", ", too", "Reads, too"),
        ("Reads ", "well", "Reads well"),
        ("", "Reads", "Reads"),
    ):
        field.setPlainText(words)
        QApplication.sendEvent(field, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
        QTest.keyClicks(field, typed)
        assert field.toPlainText() == there


def test_a_blank_that_is_passed_stays_a_blank(qtbot: QtBot) -> None:
    page, field = QWidget(), QLineEdit("reads [12] words in [0] of 5 tries")
    page.setLayout(column(field))
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    chosen = []
    for _key in range(4):
        assert go_to_next_blank(page, lambda: None)
        chosen.append(field.selectedText())
    assert chosen == ["[12]", "[0]", "[12]", "[0]"]
    assert field.text() == "reads [12] words in [0] of 5 tries"


def test_a_blank_that_nobody_filled_keeps_the_plan_from_being_agreed(store: Store, ava: str) -> None:
    plan = agreed_plan(store, ava)
    target = plans.page(store, plan).targets[0].uuid
    plans.change_target(store, target, {"baseline": "in [0] of 5 planned tries"})
    [lack] = agreeing.missing(plans.page(store, plan))
    assert (lack.field, lack.target_id) == ("baseline", target)
    assert "what stands in [brackets]" in lack.words


def test_a_tick_without_a_name_takes_the_name_that_is_known(opened: Gradesk, store: Store, ava: str) -> None:
    staff.add_staff(store, {"name": "Priya Shah", "role": "senco"})
    beginning.begin(store, ava)
    contacts.add_person(store, ava, {"name": "Eva Núñez", "parental_responsibility": True})
    card = turn_to(opened, ava, "plan")._agree
    for role, name in (("parent", "Eva Núñez"), ("senco", "Priya Shah")):
        tick, line, _ = card._people[role]
        line.show("")
        tick.widget.click()
        assert tick.value() and line.value() == name


def test_a_tick_is_never_dropped_for_want_of_a_name(store: Store, ava: str) -> None:
    plan = agreed_plan(store, ava)
    plans.change(store, plan, {"strengths": "Kind, and good with numbers"})
    who = [agreeing.Agreement("parent", "Eva Núñez"), agreeing.Agreement("senco", " ")]
    with pytest.raises(Exception, match="ticked without a name"):
        agreeing.agree(store, plan, who, reason="New words")
    assert len(plans.page(store, plan).versions) == 1


def in_review(store: Store, pupil: str, targets: int) -> str:
    agreed_plan(store, pupil, targets=targets)
    current = cycles.current(store, pupil)
    assert current is not None
    return current.cycle.uuid


def class_review(opened: Gradesk, tab: int) -> Any:
    assert opened.shell is not None
    opened.shell.go("reviews")
    opened.shell.current.tabs.setCurrentIndex(tab)
    return opened.shell.current


def line_in(table: RowsTable) -> QLineEdit:
    return next(line for line in reversed(table.findChildren(QLineEdit)) if line.isVisible())


def test_tab_goes_through_every_field_of_a_target_and_then_to_the_next(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    cycle = in_review(store, ava, 2)
    ratings = class_review(opened, 0).ratings
    table = ratings.table
    table.setFocus()
    table.go_to(0, 3)
    seen = []
    for _ in range(4):
        here = table.currentIndex()
        seen.append((here.row(), table.model().fields[here.column()].heading))
        QTest.keyClick(table, Qt.Key.Key_Tab)
    assert seen == [(0, "Outcome"), (0, "Evidence"), (0, "Pupil’s own"), (1, "Outcome")]
    for word in ("Tab", "Letters and digits"):
        assert word in ratings.keys.text()
    table.go_to(0, 3)
    QTest.keyClick(table, Qt.Key.Key_1)
    QTest.keyClick(table, Qt.Key.Key_Tab)
    QTest.keyClicks(table, "R")
    QTest.keyClicks(line_in(table), "eads ten")
    QTest.keyClick(line_in(table), Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: table.state() == table.State.NoState)
    assert "own rating, and goes on" in ratings.keys.text()
    QTest.keyClick(table, Qt.Key.Key_4)
    first, second = reviews.page(store, cycle).lines
    assert first.outcome.evidence == "Reads ten" and first.outcome.pupil_rating != "" and second.outcome is None
    assert (table.currentIndex().row(), table.currentIndex().column()) == (1, 5)
    review = turn_to(opened, ava, "review")
    review.begin()
    stops = []
    for _ in range(5):
        focused = opened.window.focusWidget()
        stops.append(focused.accessibleDescription() or focused.accessibleName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert stops[0] == "Outcome of target 1" and stops[1] == "Pupil’s own rating of target 1"
    assert stops[4] == "Outcome of target 2"


def test_the_childs_own_rating_goes_to_the_target_its_evidence_was_written_for(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    cycle = in_review(store, ava, 2)
    table = class_review(opened, 0).ratings.table
    table.setFocus()
    table.go_to(0)
    QTest.keyClick(table, Qt.Key.Key_1)
    QTest.keyClick(table, Qt.Key.Key_Return)
    QTest.keyClicks(line_in(table), "Reads ten")
    QTest.keyClick(line_in(table), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: table.state() == table.State.NoState)
    QTest.keyClick(table, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    first, second = reviews.page(store, cycle).lines
    assert first.outcome.evidence == "Reads ten" and first.outcome.pupil_rating != ""
    assert second.outcome is None or second.outcome.pupil_rating == ""


def test_tab_in_a_table_goes_from_cell_to_cell_and_words_go_where_one_is(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    cycle = in_review(store, ava, 1)
    table = class_review(opened, 1).endings.table
    table.setFocus()
    assert table.currentIndex().column() == 4
    QTest.keyClick(table, Qt.Key.Key_1)
    QTest.keyClick(table, Qt.Key.Key_Tab)
    QTest.keyClicks(table, "«")
    QTest.keyClicks(line_in(table), "It works")
    QTest.keyClick(line_in(table), Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: table.state() == table.State.NoState)
    found = reviews.page(store, cycle).review
    assert found.reason == "«It works" and found.decision != ""
    assert table.currentIndex().column() == 6


def test_a_digit_in_a_field_of_words_begins_the_words(qtbot: QtBot, opened: Gradesk, store: Store, ava: str) -> None:
    cycle = in_review(store, ava, 2)
    table = class_review(opened, 0).ratings.table
    table.setFocus()
    table.go_to(0, 4)
    QTest.keyClicks(table, "4")
    QTest.keyClicks(line_in(table), " out of 5 today")
    QTest.keyClick(line_in(table), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: table.state() == table.State.NoState)
    first, second = reviews.page(store, cycle).lines
    assert (first.outcome.evidence, first.outcome.rating_id) == ("4 out of 5 today", None)
    assert second.outcome is None


def test_ctrl_and_tab_leave_a_table_at_once(opened: Gradesk, store: Store, ava: str) -> None:
    in_review(store, ava, 1)
    table = class_review(opened, 1).endings.table
    table.setFocus()
    table.go_to(0, 2)
    QTest.keyClick(table, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is not table


@pytest.mark.parametrize("typed", ["“", "(", "é", "ß", "€"])
def test_quotation_marks_brackets_and_letters_by_altgr_begin_a_cell(
    opened: Gradesk, store: Store, ava: str, typed: str
) -> None:
    in_review(store, ava, 1)
    table = class_review(opened, 1).endings.table
    table.setFocus()
    table.go_to(0, 2)
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    QApplication.sendEvent(table, QKeyEvent(QEvent.Type.KeyPress, 0, held, typed))
    assert line_in(table).text() == typed


def test_dead_keys_and_input_methods_begin_a_cell(opened: Gradesk, store: Store, ava: str) -> None:
    in_review(store, ava, 1)
    table = class_review(opened, 1).endings.table
    table.setFocus()
    table.go_to(0, 2)
    event = QInputMethodEvent()
    event.setCommitString("ñ")
    QApplication.sendEvent(table, event)
    assert line_in(table).text() == "ñ"


def test_reading_a_mark_of_the_timeline_never_edits_it(opened: Gradesk, store: Store, ava: str) -> None:
    uuid = happenings.add(
        store,
        ava,
        {"happened_on": date(2026, 11, 2), "kind": "visit", "title": "Team meeting", "who": "", "note": ""},
    )
    tab = turn_to(opened, ava, "timeline")
    tab.line.setFocus()
    tab._open(f"happening:{uuid}")
    assert QApplication.focusWidget() is tab.line
    QTest.keyClick(tab.line, Qt.Key.Key_Plus)
    QTest.keyClicks(tab.records.form.editors["title"].widget, "+++")
    tab.flush()
    assert happenings.happenings(store, ava)[0].title == "Team meeting"
    tab.records.change()
    QTest.keyClicks(tab.records.form.editors["title"].widget, " again")
    QTest.keyClick(tab.records.form.editors["title"].widget, Qt.Key.Key_Escape)
    assert tab.records.form is None
    assert QApplication.focusWidget() is tab.line
    assert "again" in happenings.happenings(store, ava)[0].title


def test_one_click_on_a_mark_tells_and_a_second_one_opens(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    happenings.add(
        store,
        ava,
        {"happened_on": date(2026, 11, 2), "kind": "visit", "title": "Team meeting", "who": "", "note": ""},
    )
    tab = turn_to(opened, ava, "timeline")
    hit = next(one for one in tab.line._picture.hits if one.keys[0].startswith("happening"))
    place = QPoint(round(hit.x + hit.width / 2), round(hit.y + hit.height / 2))
    QTest.mouseClick(tab.line, Qt.MouseButton.LeftButton, pos=place)
    assert tab.records.form is None
    QTest.mouseDClick(tab.line, Qt.MouseButton.LeftButton, pos=place)
    assert tab.records.form is not None


# One line -----------------------------------------------------------------------------------------------------------


def caught(opened: Gradesk, words: str) -> Any:
    assert opened.shell is not None
    opened.shell.capture.open()
    QTest.keyClicks(opened.shell.capture.line, words)
    return opened.shell.capture


def test_a_step_is_noted_on_the_target_that_is_counted_in_its_way(opened: Gradesk, store: Store, ava: str) -> None:
    plan = agreed_plan(store, ava, targets=2)
    first, second = plans.page(store, plan).targets
    plans.change_target(store, first.uuid, {"criterion_form": "days", "criterion_goal": 5})
    plans.change_target(store, second.uuid, {"criterion_form": "tries", "criterion_goal": 4, "criterion_of": 5})
    line = caught(opened, "Ava 3/5 today")
    assert "on target 2" in line.understood.text() and "Enter notes it" in line.understood.text()
    QTest.keyClick(line.line, Qt.Key.Key_Return)
    [note] = progress.points(store, [second.uuid])[second.uuid]
    assert (note.value, note.out_of) == (3, 5)
    assert progress.points(store, [first.uuid])[first.uuid] == () and happenings.happenings(store, ava) == []


def test_a_target_counted_in_another_way_is_offered_and_never_taken(opened: Gradesk, store: Store, ava: str) -> None:
    plan = agreed_plan(store, ava)
    [target] = plans.page(store, plan).targets
    plans.change_target(store, target.uuid, {"criterion_form": "days", "criterion_goal": 5})
    line = caught(opened, "Ava 3/5 today")
    assert line.understood.text().startswith("What is it?")
    QTest.keyClick(line.line, Qt.Key.Key_Return)
    assert line.isVisible() and progress.points(store, [target.uuid])[target.uuid] == ()


def test_what_an_adult_said_is_a_contact_whatever_numbers_are_in_it(opened: Gradesk, store: Store, ava: str) -> None:
    agreed_plan(store, ava)
    line = caught(opened, "Ava mum phoned happy, 3 of 5 this week")
    assert "phone call with Mum" in line.understood.text()
    QTest.keyClick(line.line, Qt.Key.Key_Return)
    assert [one.kind for one in meetings.of_pupil(store, ava)] == ["phone"]


def test_after_it_is_kept_undo_and_another_pupil_are_one_press_away(opened: Gradesk, store: Store, ava: str) -> None:
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Okoro"})
    line = caught(opened, "Ava mum phoned happy")
    QTest.keyClick(line.line, Qt.Key.Key_Return)
    banner = opened.shell.banner
    shown = {made.text() for made in banner.findChildren(QPushButton) if made.isVisible()}
    assert shown == {"Undo", "Another pupil …", "Close"}
    next(made for made in banner.findChildren(QPushButton) if made.text().startswith("Another")).click()
    assert len(meetings.of_pupil(store, ava)) == 1, "until it is said whose it is"
    assert line.line.text() == "mum phoned happy"
    QTest.keyClicks(line.line, "Ben ")
    assert line.line.text() == "Ben mum phoned happy"
    QTest.keyClick(line.line, Qt.Key.Key_Return)
    assert [one.summary for one in meetings.of_pupil(store, ben)] == ["happy"]
    assert meetings.of_pupil(store, ava) == []


def test_both_keys_open_the_one_line(opened: Gradesk) -> None:
    assert opened.shell is not None
    by_key = {row.shortcut: row.run for row in opened.shell.rows()}
    for key in ("Ctrl+Space", "Ctrl+J"):
        by_key[key]()
        assert opened.shell.capture.isVisible()
        opened.shell.capture.shut()


def test_a_day_that_is_none_is_marked_in_a_draft_when_it_is_left(qtbot: QtBot, opened: Gradesk, ava: str) -> None:
    form = turn_to(opened, ava, "contacts").new
    day = form.editors["happened_on"].widget
    day.setFocus()
    day.selectAll()
    QTest.keyClicks(day, "31/02")
    assert not day.property("wrong")
    QTest.keyClick(day, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: bool(day.property("wrong")))
