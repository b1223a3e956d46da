"""Meetings are booked on the pupil's page: who comes, what stands against it, and what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.custody import history
from gradesk.services.meetings import booking, kinds, meetings
from gradesk.services.pupils import contacts, pupils
from gradesk.store.work import Store
from gradesk.ui.kit.layouts import is_gone
from tests.conftest import TODAY, fixed_clock
from tests.ui.test_words_are_kept import turn_to

SOON = TODAY + timedelta(days=7)


def press(tab: Any, words: str) -> None:
    """The first button in sight that says so."""
    QTest.qWait(0)  # what was just made is in sight
    made = next(
        one
        for one in tab.booked.findChildren(QPushButton)
        if one.text() == words and one.isVisibleTo(tab) and not is_gone(one)
    )
    made.click()


def test_it_is_booked_in_a_line_with_the_usual_people_and_its_clashes_are_named(
    opened: Gradesk, store: Store, ava: str
) -> None:
    contacts.add_person(store, ava, {"name": "Rosa Núñez"})
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Ek"})
    booking.book(store, [ben], {"happened_on": SOON, "starts_at": "15:30", "place": "Library"})
    tab = turn_to(opened, ava, "contacts")
    form = tab.booked.new
    form.focus_on("happened_on")
    for words in (f"{SOON:%d/%m}", "3.30", "library"):
        QTest.keyClicks(QApplication.focusWidget(), words)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    tab.booked.act.click()
    [one] = booking.ahead(store, ava)
    assert (one.meeting.happened_on, one.meeting.starts_at) == (SOON, "15:30")
    assert [person.name for person in one.people] == ["Ava", "Rosa Núñez"]
    shell: Any = opened.shell
    assert "library is taken at 15:30." in shell.banner.words
    assert QApplication.focusWidget().accessibleName().startswith("Change: ")
    history.undo(store)
    assert booking.ahead(store, ava) == []


def test_a_day_that_is_over_is_refused_and_what_was_typed_stays(opened: Gradesk, store: Store, ava: str) -> None:
    tab = turn_to(opened, ava, "contacts")
    day = tab.booked.new.editors["happened_on"].widget
    day.setFocus()
    QTest.keyClicks(day, f"{TODAY - timedelta(days=1):%d/%m/%Y}")
    tab.booked.act.click()
    shell: Any = opened.shell
    assert "is over" in shell.banner.words and day.text().startswith(f"{TODAY - timedelta(days=1):%d/%m}")
    assert booking.ahead(store, ava) == []


def test_who_comes_is_unfolded_invited_and_answers(opened: Gradesk, store: Store, ava: str) -> None:
    uuid = booking.book(store, [ava], {"happened_on": SOON}, [{"name": "Rosa Núñez"}])
    tab = turn_to(opened, ava, "contacts")
    press(tab, "Who comes")
    line: Any = QApplication.focusWidget()
    assert line.accessibleName().startswith("Also invite")
    QTest.keyClicks(line, "Mr Reed")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert [one.name for one in booking.people(store, uuid)] == ["Rosa Núñez", "Mr Reed"]
    assert QApplication.focusWidget() is not line and QApplication.focusWidget().text() == ""
    press(tab, "Invited today")
    assert booking.people(store, uuid)[0].invited_on == TODAY
    tab.booked._before._answered(booking.people(store, uuid)[0].uuid, "yes")
    tab.reload()
    press(tab, "Take off")
    assert [one.name for one in booking.people(store, uuid)] == ["Mr Reed"]


def test_one_that_is_over_is_written_up_where_it_stands_and_counts(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    now = store.clock
    store.clock = fixed_clock(TODAY - timedelta(days=9))
    uuid = booking.book(store, [ava], {"kind": "review", "happened_on": TODAY - timedelta(days=2)})
    store.clock = now
    opened.window.activateWindow()
    tab = turn_to(opened, ava, "contacts")
    press(tab, "It was held")
    assert booking.ahead(store, ava) == []
    qtbot.waitUntil(lambda: QApplication.focusWidget().objectName() == "summary")
    QTest.keyClicks(QApplication.focusWidget(), "All pleased")
    tab.flush()
    [held] = meetings.of_pupil(store, ava)
    assert (held.uuid, held.summary, held.counts) == (uuid, "All pleased", True)
    assert meetings.count_this_year(store, ava) == 1


def test_the_kinds_are_changed_on_the_schools_page(opened: Gradesk, store: Store) -> None:
    shell: Any = opened.shell
    shell.go("school")
    card = shell.current.meeting_kinds
    card.kind.show(kinds.kind_of(store, "review").uuid)
    card._show()
    card.steps.setCurrentRow(1)
    QTest.keyClick(card.steps, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert kinds.kind_of(store, "review").steps.split()[:2] == ["here", "admire"]
    label = card.form.editors["label"].widget
    label.setFocus()
    label.selectAll()
    QTest.keyClicks(label, "Progress talk")
    shell.flush()
    assert kinds.kind_of(store, "review").label == "Progress talk"
    card.new.line.setText("Coffee morning")
    card._add()
    assert kinds.kinds(store)[-1].label == "Coffee morning"
    card._remove()
    assert "Coffee morning" not in [one.label for one in kinds.kinds(store)]
