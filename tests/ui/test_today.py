"""Today on the screen: groups and counts, keys, putting off, coming back, the other tabs, and the line from anywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.model.pupils.happening import Happening
from gradesk.services import editing
from gradesk.services.meetings import actions, meetings
from gradesk.services.plans import cycles, passports
from gradesk.services.pupils import leads, pupils
from gradesk.services.school import opening, school, staff
from gradesk.services.today import capturing, due
from gradesk.services.today.beginning import Beginning, Step
from gradesk.services.today.due_rules import book
from gradesk.store.work import Store
from gradesk.system.clock import fixed_clock
from gradesk.ui.kit.layouts import is_gone
from gradesk.ui.kit.pictures.load_bars import DRAGGED
from gradesk.ui.kit.pictures.ring import ring_words
from gradesk.ui.screens.today import screen as today_screen
from gradesk.ui.screens.today.now import NowList
from gradesk.ui.tasks import Task
from tests.conftest import TODAY
from tests.window import Answers


def today(qtbot: QtBot, opened: Gradesk, store: Store, lines: int | None = None) -> Any:
    """Today, with what is owed now read."""
    shell = opened.shell
    assert shell is not None
    opened.window.activateWindow()
    shell.go("today")
    screen: Any = shell.current
    wanted = due.due(store)
    qtbot.waitUntil(lambda: list(screen.items) == wanted, timeout=10_000)
    assert lines is None or len(screen.items) == lines
    return screen


def titles(screen: Any) -> list[str]:
    return [f"{group.title} ({len(group.rows)})" for group in screen.model.groups]


def test_it_is_the_first_screen_and_the_first_in_the_navigation(opened: Gradesk) -> None:
    assert opened.shell is not None
    assert type(opened.shell.current).__name__ == "TodayScreen"
    assert next(action.shortcut for action in opened.shell.rows() if action.id == "go.today") == "Ctrl+1"


def test_lines_stand_in_groups_with_their_number_and_say_by_which_rule(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    screen = today(qtbot, opened, store)
    assert "No plan (1)" in titles(screen)
    assert screen.table.go_to(("no_contact", ava, ""))
    assert "By the rule “No contact this term”" in screen.now.why.text()
    assert "By the rule" in screen.table.accessibleDescription()
    assert screen.counted.text() == f"{len(screen.items)} things are owed, about 1 pupil."
    index = screen.table.currentIndex()
    assert "No contact in the Autumn term" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert not index.data(Qt.ItemDataRole.DecorationRole).isNull()
    assert ring_words(1, 3) == "1 of 3"


def test_counts_fall_as_one_works_and_the_place_is_kept(qtbot: QtBot, opened: Gradesk, store: Store, ava: str) -> None:
    bo = pupils.add_pupil(store, {"legal_forename": "Bo"})
    pupils.set_status(store, bo, "K", TODAY, "x", TODAY)
    screen = today(qtbot, opened, store)
    screen.table.go_to(("no_key_adult", ava, ""))
    assert "No key adult (2)" in titles(screen)
    QTest.keyClick(screen.table, Qt.Key.Key_Return)
    assert opened.shell is not None
    page: Any = opened.shell.current
    assert (page.page.pupil.uuid, page.shown) == (ava, "details")
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.panel("details").who.editors["key_adult_id"].widget)
    adult = staff.add_staff(store, {"name": "Mrs Okafor"})
    pupils.change_pupil(store, ava, {"key_adult_id": adult})
    opened.shell.back()
    screen = today(qtbot, opened, store)
    assert "No key adult (1)" in titles(screen)
    assert screen.table.here.key == ("no_key_adult", bo, "")


def test_keys_go_from_group_to_group_and_fold_them(qtbot: QtBot, opened: Gradesk, store: Store, ava: str) -> None:
    screen = today(qtbot, opened, store)
    tree = screen.table
    tree.setCurrentIndex(screen.model.index(0, 0))
    QTest.keyClick(tree, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert screen.model.group_at(tree.currentIndex()).key == "no_plan"
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert not tree.isExpanded(tree.currentIndex())
    pupils.change_pupil(store, ava, {"pronouns": "she"})
    screen = today(qtbot, opened, store)
    assert not tree.isExpanded(screen.model.index(1, 0))
    QTest.keyClick(tree, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert screen.model.group_at(tree.currentIndex()).key == "no_cycle"


def test_a_line_is_put_off_with_a_day_and_a_reason_and_brought_back(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    screen = today(qtbot, opened, store)
    count = len(screen.items)
    screen.table.go_to(("no_plan", ava, ""))
    QTest.keyClick(screen.table, Qt.Key.Key_L)
    form = screen.now.later
    assert form.isVisible()
    QTest.keyClicks(form.day.widget, "+2w")
    QTest.keyClick(form.day.widget, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is form.reason.widget
    QTest.keyClick(form.reason.widget, Qt.Key.Key_Return)
    assert opened.shell is not None and "Why?" in opened.shell.banner.words
    QTest.keyClicks(form.reason.widget, "waits for the old file")
    assert screen.unkept()
    QTest.keyClick(form.reason.widget, Qt.Key.Key_Escape)
    assert not form.isVisible() and screen.unkept()
    QTest.keyClick(screen.table, Qt.Key.Key_L)
    QTest.keyClick(form.reason.widget, Qt.Key.Key_Return)
    screen = today(qtbot, opened, store, count)
    assert titles(screen)[-1] == "Put off (1)"
    assert screen.counted.text().endswith("1 put off.")
    assert screen.table.here is not None and screen.table.here.put_off is None  # the next line is in hand
    assert screen.table.go_to(("no_plan", ava, "", "put off"))
    cell = screen.model.index(0, 3, screen.table.currentIndex().parent())
    assert "waits for the old file" in cell.data()
    assert not screen.unkept()
    QTest.keyClick(screen.table, Qt.Key.Key_B)
    screen = today(qtbot, opened, store, count)
    assert "No plan (1)" in titles(screen)


def test_the_list_is_narrowed_to_a_lead_a_class_and_a_layer(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    bo = pupils.add_pupil(store, {"legal_forename": "Bo", "class_name": "3 Elm"})
    pupils.set_status(store, bo, "K", TODAY, "x", TODAY)
    leads.name_lead(store, bo, staff.add_staff(store, {"name": "Mr Day"}), "teacher", TODAY)
    screen = today(qtbot, opened, store)
    for name, value in (("lead", "Mr Day"), ("class_name", "3 Elm")):
        screen.now.filters[name].show(value)
        screen.now._refresh()
        assert {row.pupil_id for group in screen.model.groups for row in group.rows} == {bo}
        screen.now._everything()
    assert len([row for group in screen.model.groups for row in group.rows]) == len(screen.items)


def test_nothing_owed_says_what_comes_next_and_a_clock_set_back_is_told(
    qtbot: QtBot, opened: Gradesk, store: Store
) -> None:
    screen = today(qtbot, opened, store, 0)
    qtbot.waitUntil(screen.now.nobody.isVisible, timeout=10_000)
    pupils.add_pupil(store, {"legal_forename": "Di"})
    qtbot.waitUntil(screen.now.nothing.isVisible, timeout=10_000)
    assert screen.counted.text() == "Nothing is owed today."
    store.clock = fixed_clock(date(2020, 1, 6))
    screen.reload()
    qtbot.waitUntil(screen.warning.isVisible, timeout=10_000)
    assert "06/01/2020" in screen.warning.text()


def test_the_place_of_every_rule_takes_the_cursor(qtbot: QtBot, opened: Gradesk, store: Store, ava: str) -> None:
    """Every field and button that the rules name is there to take the cursor, on a pupil with nothing done yet."""
    shell = opened.shell
    assert shell is not None
    opened.window.activateWindow()
    for rule in book.shipped():
        if rule.code in ("no_cycle", "few_contacts", "no_contact", "no_passport", "no_lead", "no_key_adult"):
            shell.go("pupil", pupil_id=ava, tab=rule.tab, at=rule.at)
            panel: Any = shell.current.panel(rule.tab)
            qtbot.waitUntil(lambda panel=panel: panel.isAncestorOf(QApplication.focusWidget()), timeout=5_000)


def test_a_week_is_chosen_by_keys_and_a_line_is_moved_by_key_and_by_dragging(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    uuid = actions.add(store, ava, {"what": "print", "due_on": date(2026, 12, 9)})
    visit = {"pupil_id": ava, "kind": "visit", "title": "OT", "happened_on": date(2026, 12, 10)}
    editing.add(store, Happening, visit, "x")
    screen = today(qtbot, opened, store)
    screen.turn_to("weeks")
    part = screen.part("weeks")
    assert part.bars.place == 2  # it opens at the first week that holds something
    part.bars.setFocus()
    QTest.keyClick(part.bars, Qt.Key.Key_Home)
    QTest.keyClick(part.bars, Qt.Key.Key_Right)
    QTest.keyClick(part.bars, Qt.Key.Key_Right)
    assert "wk 6 of Autumn 2: 1 visit or move, 1 action" in part.heading.text()
    assert part.item.record == uuid
    QTest.keyClick(part.list, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert actions.of_pupil(store, ava)[0].due_on == date(2026, 12, 16)
    assert part.bars.place == 3 and part.item.record == uuid
    data = QMimeData()
    data.setData(DRAGGED, b"1")
    left, wide = part.bars._slots()[1]
    drop = QDropEvent(
        QPointF(left + wide / 2, 60), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    part.bars.dropEvent(drop)
    assert actions.of_pupil(store, ava)[0].due_on == date(2026, 12, 2)
    part.bars.choose(2)
    QTest.keyClick(part.list, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert opened.shell is not None and "professional’s to change" in opened.shell.banner.words


def test_who_owes_what_is_done_by_a_key(qtbot: QtBot, opened: Gradesk, store: Store, ava: str) -> None:
    actions.add(store, ava, {"what": "print", "owner": "Mrs Hill", "due_on": TODAY})
    screen = today(qtbot, opened, store)
    screen.turn_to("actions")
    part = screen.part("actions")
    part.reload()
    assert part.tree.here.action.what == "print"
    QTest.keyClick(part.tree, Qt.Key.Key_D)
    assert actions.of_pupil(store, ava)[0].done_on == TODAY
    qtbot.waitUntil(part.nothing.isVisible, timeout=5_000)
    QTest.keyClicks(part.new.editors["what"].widget, "order cards")
    assert screen.unkept()
    part.add()
    assert [one.action.what for rows in actions.by_person(store).values() for one in rows] == ["order cards"]
    assert not screen.unkept()


def test_an_action_is_agreed_changed_and_done_on_the_pupils_page(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    shell = opened.shell
    assert shell is not None
    shell.go("pupil", pupil_id=ava, tab="contacts")
    tab: Any = shell.current.panel("contacts")
    QTest.keyClicks(tab.agreed.new.editors["what"].widget, "send the list")
    tab.agreed.add()
    [one] = actions.of_pupil(store, ava)
    tab.agreed._edit(one.uuid)
    form = next(form for form in tab.findChildren(type(tab.new)) if form.about == f"action {one.uuid}")
    QTest.keyClicks(form.editors["owner"].widget, "Bo")
    tab.flush()
    assert actions.of_pupil(store, ava)[0].owner == "Bo"
    assert tab.go_to(one.uuid, ())
    tab.agreed._done[one.uuid].click()
    assert actions.of_pupil(store, ava)[0].done_on == TODAY


def test_an_action_half_typed_stays_with_its_pupil(opened: Gradesk, store: Store, ava: str) -> None:
    other = pupils.add_pupil(store, {"legal_forename": "Bo"})
    shell = opened.shell
    assert shell is not None
    shell.go("pupil", pupil_id=ava, tab="contacts")
    tab: Any = shell.current.panel("contacts")
    QTest.keyClicks(tab.agreed.new.editors["what"].widget, "send the")
    shell.go("pupil", pupil_id=other, tab="contacts")
    assert tab.agreed.new.editors["what"].value() == ""
    assert shell.current.unkept()
    shell.go("pupil", pupil_id=ava, tab="contacts")
    assert tab.agreed.new.editors["what"].value() == "send the"


def test_a_line_from_anywhere_is_shown_as_it_is_understood_and_logged_by_enter(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    shell = opened.shell
    assert shell is not None
    opened.window.activateWindow()
    shell.capture.open()
    QTest.keyClicks(shell.capture.line, "Ava mum phoned happy with reading")
    assert shell.capture.understood.text().startswith("For Ava Núñez (4 Oak): phone call with Mum, Mon 23 Nov, today.")
    QTest.keyClick(shell.capture.line, Qt.Key.Key_Return)
    [one] = meetings.of_pupil(store, ava)
    assert (one.kind, one.summary) == ("phone", "happy with reading")
    assert not shell.capture.isVisible() and "Logged with Ava Núñez" in shell.banner.words


def test_an_uncertain_line_asks_once_and_then_waits(qtbot: QtBot, opened: Gradesk, store: Store, ava: str) -> None:
    other = pupils.add_pupil(store, {"legal_forename": "Ava", "legal_surname": "Brook"})
    shell = opened.shell
    assert shell is not None
    shell.capture.open()
    line = shell.capture.line
    QTest.keyClicks(line, "Ava mum phoned, tired")
    assert shell.capture.understood.text().startswith("Whose is it?")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert meetings.of_pupil(store, ava) == [] and shell.capture.isVisible()
    QTest.keyClick(line, Qt.Key.Key_1)
    assert [entry.summary for entry in meetings.of_pupil(store, other)] == ["tired"]
    shell.capture.open()
    QTest.keyClicks(line, "Ava dad rang")
    QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert len(meetings.of_pupil(store, ava)) == 1
    shell.capture.open()
    QTest.keyClicks(line, "Ava nan wrote")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert shell.lines_typed()
    shell.capture.open()
    for _ in range(2):
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert [entry.words for entry in capturing.waiting(store)] == ["Ava nan wrote"]
    assert not shell.lines_typed()


def test_on_a_pupils_page_the_line_is_about_that_pupil(qtbot: QtBot, opened: Gradesk, store: Store, ava: str) -> None:
    shell = opened.shell
    assert shell is not None
    shell.go("pupil", pupil_id=ava, tab="contacts")
    shell.capture.open()
    QTest.keyClicks(shell.capture.line, "mum emailed")
    assert shell.capture.understood.text().startswith("For Ava Núñez")


def test_the_in_tray_gives_a_line_to_a_pupil_found_by_name(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    uuid = capturing.wait(store, capturing.read(store, "mum phoned happy", ()))
    screen = today(qtbot, opened, store)
    assert screen.table.go_to(("captured", "", uuid))
    QTest.keyClick(screen.table, Qt.Key.Key_Return)
    part = screen.part("intray")
    assert screen.shown == "intray" and part.line.uuid == uuid
    part.give()
    assert meetings.of_pupil(store, ava) == []
    QTest.keyClicks(part.who.line, "nun")
    QTest.keyClick(part.who.line, Qt.Key.Key_Return)
    assert [entry.summary for entry in meetings.of_pupil(store, ava)] == ["happy"]
    qtbot.waitUntil(part.nothing.isVisible, timeout=5_000)


@pytest.mark.parametrize("scale", [100, 200])
def test_every_tab_fits_a_small_screen(qtbot: QtBot, opened: Gradesk, store: Store, ava: str, scale: int) -> None:
    actions.add(store, ava, {"what": "print", "due_on": date(2026, 12, 9)})
    cycles.open_cycle(store, ava, date(2026, 11, 2), date(2026, 12, 10))
    capturing.wait(store, capturing.read(store, "mum phoned happy", ()))
    opened.look.choose("dark", scale)
    screen = today(qtbot, opened, store)
    for name in ("now", "weeks", "actions", "intray"):
        screen.turn_to(name)
        qtbot.waitUntil(lambda: opened.window.minimumSizeHint().height() <= 768, timeout=5_000)
        assert opened.window.minimumSizeHint().width() <= 1366
    assert opened.shell is not None
    for tab in ("calendar", "rules"):
        opened.shell.go("school", tab=tab)
        assert opened.window.minimumSizeHint().width() <= 1366
    opened.look.choose("light", 100)


def tray(qtbot: QtBot, opened: Gradesk, store: Store, *lines: str) -> Any:
    """The in-tray with some lines, the first in hand."""
    known = capturing.everybody(store)
    for line in lines:
        capturing.wait(store, capturing.read(store, line, known))
    screen = today(qtbot, opened, store)
    screen.turn_to("intray")
    part = screen.part("intray")
    part.table.go_to(0)
    return part


def test_a_correction_half_typed_goes_to_its_own_line_when_another_is_taken_in_hand(
    qtbot: QtBot, opened: Gradesk, store: Store
) -> None:
    part = tray(qtbot, opened, store, "first line", "second line")
    words = part.form.editors["words"].widget
    words.selectAll()
    QTest.keyClicks(words, "corrected")
    part.table.go_to(1)
    assert {line.words for line in capturing.waiting(store)} == {"corrected", "second line"}
    assert part.form.editors["words"].value() == "second line"


def test_a_correction_that_is_refused_waits_with_its_own_line(qtbot: QtBot, opened: Gradesk, store: Store) -> None:
    part = tray(qtbot, opened, store, "first line", "second line")
    words = part.form.editors["words"].widget
    words.selectAll()
    QTest.keyClick(words, Qt.Key.Key_Delete)
    part.flush()
    part.table.go_to(1)
    assert part.form.editors["words"].value() == "second line"
    assert part.unkept()
    part.table.go_to(0)
    assert part.form.editors["words"].value() == ""
    QTest.keyClicks(words, "found again")
    part.flush()
    assert {line.words for line in capturing.waiting(store)} == {"found again", "second line"}
    assert not part.unkept()


def test_a_raised_digit_is_no_choice_of_a_pupil(opened: Gradesk, store: Store, ava: str) -> None:
    assert opened.shell is not None
    line = opened.shell.capture
    line.open()
    QTest.keyClicks(line.line, "Av.*[ phoned about m")
    QTest.keyClick(line.line, Qt.Key.Key_Return)
    QApplication.sendEvent(line.line, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, "²"))
    assert line.line.text() == "Av.*[ phoned about m²"
    assert capturing.waiting(store) == [] and meetings.of_pupil(store, ava) == []


def test_reading_again_and_again_leaves_no_task_behind(qtbot: QtBot, opened: Gradesk, store: Store, ava: str) -> None:
    for number in range(5):
        pupils.change_pupil(store, ava, {"class_name": f"{number} Oak"})
        screen = today(qtbot, opened, store)
    qtbot.waitUntil(lambda: not screen.findChildren(Task))


def test_one_letter_groups_by_pupil_and_one_goes_to_the_families_nobody_has_spoken_to(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Ek", "class_name": "4 Oak"})
    pupils.set_status(store, ben, "K", TODAY, "because")
    screen = today(qtbot, opened, store)
    screen.table.setFocus()
    QTest.keyClick(screen.table, Qt.Key.Key_P)
    assert [group.title for group in screen.model.groups] == ["Ava Núñez, 4 Oak", "Ben Ek, 4 Oak"]
    assert sum(len(group.rows) for group in screen.model.groups) == len(screen.items)
    assert any(words.startswith("No plan") for words in (screen.now._what(item) for item in screen.items))
    QTest.keyClick(screen.table, Qt.Key.Key_H)
    assert screen.table.here.rule == "no_contact" and "No plan (2)" in titles(screen)
    for one in (ava, ben):
        meetings.log(store, one, {"summary": "Rang", "kind": "review"})
    screen = today(qtbot, opened, store)
    screen.now.to_home()
    assert "nothing is owed to home" in opened.shell.banner.words


def test_a_new_school_is_told_three_steps_which_go_when_they_are_done_or_refused(
    qtbot: QtBot, opened: Gradesk, store: Store
) -> None:
    school.change_school(store, {"rules_from": TODAY + opening.FIRST_WEEKS})
    screen = today(qtbot, opened, store, 0)
    first = screen.now.first
    qtbot.waitUntil(first.isVisible)
    assert [made.text() for made in buttons(first)] == [
        "1  Bring the register in, or add the first pupils", "2  Write one passport", "3  Agree one plan", "Ask everything now",
    ]  # fmt: skip
    qtbot.waitUntil(buttons(first)[0].hasFocus)
    QTest.keyClick(buttons(first)[0], Qt.Key.Key_Return)
    assert type(opened.shell.current).__name__ == "ImportScreen"
    ava = pupils.add_pupil(store, {"legal_forename": "Ava", "class_name": "4 Oak"})
    pupils.set_status(store, ava, "K", TODAY, "because", TODAY)
    screen = today(qtbot, opened, store, 0)
    qtbot.waitUntil(lambda: buttons(first)[0].text() == "2  Write one passport")
    buttons(first)[0].click()
    assert opened.shell.current.shown == "passport" and opened.shell.current.page.pupil.uuid == ava
    screen = today(qtbot, opened, store, 0)
    buttons(first)[-1].click()
    screen = today(qtbot, opened, store)
    qtbot.waitUntil(first.isHidden)
    assert "No plan (1)" in titles(screen)
    opened.shell.undo()
    screen = today(qtbot, opened, store, 0)
    qtbot.waitUntil(first.isVisible)


def test_the_step_to_a_passport_says_that_a_pupil_is_needed_and_opens_whoever_is_chosen_on_it(
    qtbot: QtBot, opened: Gradesk, store: Store, answers: Answers
) -> None:
    school.change_school(store, {"rules_from": TODAY + opening.FIRST_WEEKS})
    first = today(qtbot, opened, store, 0).now.first
    qtbot.waitUntil(first.isVisible)
    buttons(first)[1].click()
    screen: Any = opened.shell.current
    assert "A pupil is needed first." in opened.shell.banner.words and screen.search.hasFocus()
    QTest.keyClick(screen.search, Qt.Key.Key_Return)
    assert opened.shell.shown == "importing"
    opened.shell.back()
    answers.lines.append("Bo Day")
    QTest.keyClicks(screen.search, "bo day")
    QTest.keyClick(screen.search, Qt.Key.Key_Return)
    assert opened.shell.current.page.pupil.name == "Bo Day"
    today(qtbot, opened, store, 0)
    qtbot.waitUntil(lambda: "add the first pupils: done" in " ".join(one.text() for one in first.findChildren(QLabel)))
    buttons(first)[0].click()
    assert opened.shell.current is screen and "you know best" in opened.shell.banner.words
    QTest.keyClick(screen.search, Qt.Key.Key_Return)
    assert opened.shell.current.shown == "passport"
    opened.shell.go("pupil", pupil_id=opened.shell.current.page.pupil.uuid, tab="details")
    opened.shell.go("pupils")
    QTest.keyClick(screen.search, Qt.Key.Key_Return)
    assert opened.shell.current.shown == "details"  # only from there


def test_the_first_weeks_card_stays_away_once_there_is_nothing_to_say(opened: Gradesk) -> None:
    first = opened.shell.current.now.first
    steps = tuple(Step(code, code, True) for code in ("register", "passport", "plan"))
    for _ in range(2):
        first.show_beginning(Beginning(steps, (), TODAY))
        assert first.isHidden()


def buttons(where: QWidget) -> list[QPushButton]:
    return [made for made in where.findChildren(QPushButton) if not is_gone(made)]


def test_a_large_school_shows_a_few_lines_before_it_has_them_all(
    qtbot: QtBot, gradesk: Callable[[Path], Gradesk], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.work("Pupils"):
        for name in ("Ava", "Ben", "Chloé"):
            pupil = pupils.add_pupil(store, {"legal_forename": name, "legal_surname": "Abbot"})
            pupils.set_status(store, pupil, "K", TODAY, "Slow to read")
    monkeypatch.setattr(today_screen, "MANY", 2)
    monkeypatch.setattr(today_screen, "FIRST", 1)
    shown: list[int] = []
    show = NowList.show_items
    monkeypatch.setattr(
        NowList,
        "show_items",
        lambda self, items, *rest: (shown.append(len({item.pupil_id for item in items})), show(self, items, *rest)),
    )
    program = gradesk(store.vault.folder)
    program.open(store)
    qtbot.waitUntil(lambda: shown[-1:] == [3])
    assert shown == [1, 3]
    assert program.shell is not None
    assert "about 3 pupils" in program.shell.current.counted.text()


def test_where_the_last_line_of_a_group_went_the_next_group_is_at_hand(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    screen = today(qtbot, opened, store)
    codes = [group.key for group in screen.model.groups]
    assert screen.table.go_to(("no_passport", ava, "")) and len(codes) > codes.index("no_passport") + 1
    passports.change(store, ava, {"admire": "Her jokes"})
    qtbot.waitUntil(lambda: "no_passport" not in [group.key for group in screen.model.groups])
    assert screen.table.here.rule == codes[codes.index("no_passport") + 1]
