"""The term by keys: a group is opened, its register is marked by one letter each, and what did not run says why."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.custody import history
from gradesk.services.plans import plans, progress
from gradesk.services.pupils import pupils
from gradesk.services.term import figures, provisions, registers, serving
from gradesk.store.work import Store
from gradesk.ui.kit.layouts import is_gone
from gradesk.ui.screens.term.board_tree import carried
from tests.services.planning import agreed_plan
from tests.window import Answers

MONDAY = date(2026, 11, 16)
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def four(store: Store, ava: str) -> list[str]:
    """Ava and three others."""
    return [ava] + [
        pupils.add_pupil(store, {"legal_forename": name, "legal_surname": "Ek"}) for name in ("Ben", "Cy", "Di")
    ]


@pytest.fixture
def club(store: Store, four: list[str]) -> str:
    """A group on Mondays and Thursdays."""
    values = {
        "name": "Brick club", "starts_on": date(2026, 11, 2), "planned_to": date(2026, 12, 11), "times_a_week": 2.0,
        "minutes": 20, "weekdays": "mon thu",
    }  # fmt: skip
    return provisions.add(store, four, values)


def test_a_register_is_marked_by_one_letter_each_and_goes_on_by_itself(
    opened: Gradesk, store: Store, four: list[str], club: str
) -> None:
    shell: Any = opened.shell
    shell.go("term")
    part = shell.current
    part.mark(club)
    grid = part.registers.grid
    days = part.registers.model.register.days
    grid.setCurrentIndex(grid.model().index(0, days.index(MONDAY)))
    for letter in "hhap":
        QTest.keyClicks(grid, letter)
    assert [figures.of(store, club).members[at].tally.delivered for at in range(4)] == [20, 20, 0, 10]
    assert (grid.currentIndex().row(), days[grid.currentIndex().column()]) == (0, date(2026, 11, 19))
    said = grid.model().data(grid.model().index(2, days.index(MONDAY)), Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Di Ek, Monday 16 November: absent"
    assert "50 of" in part.registers.told.text()
    part.registers._not_run(0, days.index(MONDAY), "adult_ill")
    assert figures.of(store, club).tally.owed == 80
    assert grid.model().data(grid.model().index(0, days.index(MONDAY))) == "–"
    history.undo(store)
    assert figures.of(store, club).tally.delivered == 50
    del four


def test_a_day_to_come_is_refused_in_a_sentence_and_nothing_is_marked(opened: Gradesk, store: Store, club: str) -> None:
    shell: Any = opened.shell
    shell.go("term")
    shell.current.mark(club)
    grid = shell.current.registers.grid
    grid.setCurrentIndex(grid.model().index(0, grid.model().columnCount() - 1))
    QTest.keyClicks(grid, "h")
    assert "is to come, so nothing was marked" in shell.banner.words
    assert figures.of(store, club).tally.delivered == 0


def test_support_is_begun_and_others_join_by_their_name(
    opened: Gradesk, store: Store, four: list[str], answers: Answers
) -> None:
    shell: Any = opened.shell
    shell.go("term")
    groups = shell.current.groups
    assert groups.shown.currentWidget() is groups.nothing
    answers.lines = ["Ava", "Precision teaching"]
    groups.begin()
    [one] = figures.costed(store)
    assert (one.provision.name, len(one.members)) == ("Precision teaching", 1)
    line = groups._line
    line.setText("Ben Ek ()")
    QTest.keyClick(line, Qt.Key.Key_Return)
    if len(figures.costed(store)[0].members) == 1:  # as the list offers it, without a class
        line = groups._line
        line.setText(
            next(words for words in [line.completer().model().index(at, 0).data() for at in range(4)] if "Ben" in words)
        )
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert len(figures.costed(store)[0].members) == 2
    acts = [act for act in groups.findChildren(QPushButton) if not is_gone(act)]
    next(act for act in acts if act.accessibleName() == "Leaves today: Ben Ek").click()
    assert provisions.of_pupil(store, four[1])[0].ends_on == store.clock.today()
    assert QApplication.focusWidget() is not None


@pytest.mark.parametrize("place", ["term", "meetings"])
def test_one_walks_along_the_tabs_by_arrows_without_falling_into_one(opened: Gradesk, place: str) -> None:
    shell: Any = opened.shell
    shell.go(place)
    opened.window.activateWindow()
    tabs = shell.current.tabs
    tabs.tabBar().setFocus()
    for turned in (1, 2):
        QTest.keyClick(tabs.tabBar(), Qt.Key.Key_Right)
        assert tabs.currentIndex() == turned and tabs.tabBar().hasFocus()


@pytest.fixture
def other(store: Store) -> str:
    """Another group, of one who is in no other."""
    eve = pupils.add_pupil(store, {"legal_forename": "Eve", "legal_surname": "Ek"})
    return provisions.add(store, [eve], {"name": "Talking Partners", "starts_on": date(2026, 11, 2), "minutes": 20})


def groups_of(store: Store, pupil: str) -> list[str]:
    """The support of a pupil that runs."""
    return [one.provision.name for one in provisions.of_pupil(store, pupil) if one.ends_on is None]


def test_somebody_goes_to_another_group_by_a_key_and_undo_takes_it_back(
    opened: Gradesk, store: Store, four: list[str], club: str, other: str, answers: Answers
) -> None:
    shell: Any = opened.shell
    shell.go("term")
    groups = shell.current.groups
    groups.tree.go_to(club)
    answers.lines = ["Ben", "Talking Partners"]
    QTest.keyClicks(groups.tree, "m")
    assert groups_of(store, four[1]) == ["Talking Partners"]
    assert groups.here.uuid == other and groups.tree.hasFocus()
    assert "Ben is in Talking Partners from 23/11/2026" in shell.banner.words
    history.undo(store)
    assert groups_of(store, four[1]) == ["Brick club"]


def test_somebody_is_dragged_on_another_group_and_nowhere_else(
    opened: Gradesk, store: Store, four: list[str], club: str, other: str
) -> None:
    shell: Any = opened.shell
    shell.go("term")
    groups = shell.current.groups
    [mine] = provisions.of_pupil(store, four[2])
    data = carried(mine.member.uuid)  # which Qt’s events do not keep alive
    for key, is_taken in ((None, False), (other, True)):
        groups.tree.go_to(other)
        index = groups.tree.currentIndex() if key else groups.tree.currentIndex().parent()
        at = groups.tree.visualRect(index).center()
        for make, how in ((QDragEnterEvent, "dragEnterEvent"), (QDragMoveEvent, "dragMoveEvent")):
            event = make(at, Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, NONE)
            getattr(groups.tree, how)(event)
        assert event.isAccepted() == is_taken
        drop = QDropEvent(at.toPointF(), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, NONE)
        groups.tree.dropEvent(drop)
        assert (groups_of(store, four[2]) == ["Talking Partners"]) == is_taken
    del club


@pytest.mark.parametrize("agrees", [True, False])
def test_the_last_one_of_a_group_goes_only_where_it_shall_end(
    opened: Gradesk, store: Store, club: str, other: str, answers: Answers, agrees: bool
) -> None:
    shell: Any = opened.shell
    shell.go("term")
    groups = shell.current.groups
    groups.show_record(other)
    answers.agree, answers.lines = agrees, ["Brick club"]
    acts = [act for act in groups.findChildren(QPushButton) if not is_gone(act)]
    next(act for act in acts if act.accessibleName() == "Move …: Eve Ek").click()
    assert len(figures.of(store, club).members) == (5 if agrees else 4)
    assert (figures.of(store, other).provision.ends_on is not None) == agrees
    assert ("is in Brick club from" in shell.banner.words) == agrees


def test_a_note_is_typed_in_the_register_and_goes_to_the_target_by_one_key(
    opened: Gradesk, store: Store, ava: str, four: list[str], club: str
) -> None:
    target = plans.page(store, agreed_plan(store, ava)).targets[0].uuid
    serving.link(store, club, target)
    shell: Any = opened.shell
    opened.window.activateWindow()
    shell.go("term")
    shell.current.mark(club)
    part = shell.current.registers
    grid = part.grid
    rows = part.model.names.index("Ava Núñez"), part.model.names.index("Ben Ek")
    column = part.model.register.days.index(MONDAY)
    grid.setCurrentIndex(grid.model().index(rows[0], column))
    grid.setFocus()
    QTest.keyClicks(grid, "t")
    assert part.note.line.hasFocus() and part.note.about.text() == "Note: Ava Núñez, Monday 16 November"
    QTest.keyClicks(part.note.line, "3/5 today")
    QTest.keyClick(part.note.line, Qt.Key.Key_Return)
    assert grid.hasFocus() and grid.currentIndex().row() == rows[0]
    assert grid.model().data(grid.currentIndex()) == "*"
    QTest.keyClicks(grid, "g")
    [point] = progress.points(store, [target])[target]
    assert (point.happened_on, point.words) == (MONDAY, "3/5 today")
    assert "Stands in the notes of: Target 1" in part.note.told.text() and part.note.give.isHidden()
    said = grid.model().data(grid.currentIndex(), Qt.ItemDataRole.AccessibleTextRole)
    assert said.endswith("not marked; note: 3/5 today; it stands with a target")
    QTest.keyClicks(grid, "g")
    assert "stands with its target already" in shell.banner.words

    QTest.keyClicks(grid, "t")
    QTest.keyClicks(part.note.line, " and more")
    grid.setCurrentIndex(grid.model().index(rows[1], column))  # going on keeps it, with whose it is
    assert part.note.line.text() == ""
    mark = registers.register(store, club, MONDAY, MONDAY).mark(MONDAY, ava)
    assert mark is not None and mark.note == "3/5 today and more"
    QTest.keyClicks(grid, "g")
    assert "There is no note here yet" in shell.banner.words
    QTest.keyClicks(grid, "t")
    QTest.keyClicks(part.note.line, "wrong")
    QTest.keyClick(part.note.line, Qt.Key.Key_Escape)
    assert part.note.line.text() == "" and grid.hasFocus()
    shell.go("pupil", pupil_id=ava, tab="plan")
    strip = shell.current.panel("plan").targets[target].steps
    said = [one.text() for one in strip.findChildren(QLabel) if "from Brick club" in one.text()]
    assert len(said) == 1 and said[0].endswith("3/5 today (from Brick club)")


def test_a_note_that_is_refused_waits_in_its_cell(opened: Gradesk, store: Store, four: list[str], club: str) -> None:
    registers.not_run(store, club, MONDAY, "room")
    shell: Any = opened.shell
    opened.window.activateWindow()
    shell.go("term")
    shell.current.mark(club)
    part = shell.current.registers
    column = part.model.register.days.index(MONDAY)
    part.grid.setCurrentIndex(part.model.index(0, column))
    part.note.line.setFocus()
    QTest.keyClicks(part.note.line, "calm all through")
    part.grid.setCurrentIndex(part.model.index(1, column))
    assert "did not run; your note was not kept" in shell.banner.words and part.note.line.text() == ""
    part.grid.setCurrentIndex(part.model.index(0, column))
    assert part.note.line.text() == "calm all through"
    QTest.keyClicks(part.grid, "h")  # it ran after all
    part.grid.setCurrentIndex(part.model.index(0, column))
    part.note.keep()
    mark = registers.register(store, club, MONDAY, MONDAY).marks
    assert [one.note for one in mark.values() if one.note] == ["calm all through"]
    del four


def test_support_that_names_no_source_is_listed_by_one_tick(
    opened: Gradesk, store: Store, four: list[str], club: str
) -> None:
    named = provisions.add(store, four[:1], {"name": "Readers", "source": "County framework 2026"})
    shell: Any = opened.shell
    shell.go("term")
    groups = shell.current.groups
    assert {one.uuid for one in groups.lines} == {club, named}
    QTest.keyClick(groups.sourceless.widget, Qt.Key.Key_Space)
    assert [one.uuid for one in groups.lines] == [club]
    groups.show_record(named)
    assert groups.here is not None and groups.here.uuid == named and not groups.sourceless.value()
    provisions.change(store, club, {"source": "County framework 2026"})
    QTest.keyClick(groups.sourceless.widget, Qt.Key.Key_Space)
    assert groups.lines == [] and groups.first is groups.sourced


def test_leaving_joining_and_ending_are_told_and_the_cursor_stays_where_keys_lead_on(
    qtbot: QtBot, opened: Gradesk, store: Store, four: list[str], club: str
) -> None:
    shell: Any = opened.shell
    opened.window.activateWindow()
    shell.go("term", record=club)
    groups = shell.current.groups

    def press(name: str) -> None:
        act = next(one for one in groups.findChildren(QPushButton) if one.accessibleName() == name and not is_gone(one))
        act.setFocus()
        QTest.keyClick(act, Qt.Key.Key_Space)

    press("Leaves today: Ben Ek")
    assert "Today is the last day of Ben Ek in Brick club" in shell.banner.words
    leaving = [one for one in groups.findChildren(QPushButton) if one.accessibleName() == "Leaves today: Ben Ek"]
    assert not any(one.isVisible() for one in leaving)
    press("Take out: Cy Ek")
    assert shell.banner.words == "Cy Ek is taken out of Brick club."
    groups._line.setText("cy")
    QTest.keyClick(groups._line, Qt.Key.Key_Return)
    assert shell.banner.words == "Cy Ek is in it now."
    act = next(one for one in groups.findChildren(QPushButton) if one.text() == "End it and keep its figures")
    act.setFocus()
    QTest.keyClick(act, Qt.Key.Key_Space)
    assert "Ended; its figures are kept" in shell.banner.words
    qtbot.waitUntil(lambda: groups.shown.isAncestorOf(opened.window.focusWidget() or groups))


def test_what_runs_is_found_from_elsewhere_while_what_has_ended_is_looked_at(
    opened: Gradesk, store: Store, four: list[str], club: str
) -> None:
    shell: Any = opened.shell
    over = provisions.add(
        store, four[:1], {"name": "Old club", "starts_on": date(2026, 9, 7), "ends_on": date(2026, 10, 9)}
    )
    shell.go("term", record=over)
    groups = shell.current.groups
    assert groups.ended.value() and groups.opened == over
    shell.go("today")
    shell.go("term", record=club)
    assert not groups.ended.value() and groups.opened == club and groups.here.uuid == club
