"""Interventions on the screen: found, read, made one’s own, and begun for pupils by keys alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.model.base import fields_of
from gradesk.model.term.intervention import Intervention
from gradesk.services.custody import history
from gradesk.services.plans import plans
from gradesk.services.pupils import pupils
from gradesk.services.term import interventions, provisions
from gradesk.store.work import Store
from gradesk.ui.kit.labels import PlainLabel
from tests.conftest import TODAY
from tests.services.planning import WHOLE, whole_plan

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def screen(opened: Gradesk) -> Any:
    """The room of the bank."""
    assert opened.shell is not None
    opened.shell.go("interventions")
    return opened.shell.current


@pytest.fixture
def talkers(store: Store, ava: str) -> list[str]:
    """Ava and Bo, who both find talking hard and have a target for it."""
    bo = pupils.add_pupil(store, {"legal_forename": "Bo", "legal_surname": "Ek", "date_of_birth": date(2018, 5, 1)})
    pupils.set_status(store, bo, "K", date(2026, 9, 7), "screening", date(2026, 9, 7))
    for pupil_id in (ava, bo):
        pupils.set_needs(store, pupil_id, ["SLCN"], date(2026, 9, 7))
        plans.add_target(store, whole_plan(store, pupil_id, targets=0), {**WHOLE, "area": "C&I"})
    return [ava, bo]


def words_of(screen: Any) -> str:
    return "\n".join(label.text() for label in screen.entry.findChildren(PlainLabel))


def test_an_entry_is_read_with_where_its_figures_come_from(qtbot: QtBot, screen: Any) -> None:
    QTest.keyClicks(screen.picker.line, "talking partners")
    assert screen.picker.list.count() == 1
    assert "20 minutes, 3 times a week, for 10 weeks." in words_of(screen) and "A source has published" in words_of(
        screen
    )
    screen.picker.line.clear()
    QTest.keyClicks(screen.picker.line, "zones")
    assert "nobody has verified them" in words_of(screen)
    screen.phase.show("KS5")
    screen.phase.edited.emit()
    assert screen.picker.list.count() == 0 and "add one of your own" in screen.picker.nothing.text()


def test_it_is_begun_by_keys_for_who_is_suggested_and_who_is_named_and_one_undo_takes_it_back(
    qtbot: QtBot, opened: Gradesk, store: Store, talkers: list[str], screen: Any
) -> None:
    shell: Any = opened.shell
    opened.window.activateWindow()
    cy = pupils.add_pupil(store, {"legal_forename": "Cy", "legal_surname": "Ash", "date_of_birth": date(2012, 5, 1)})
    QTest.keyClicks(screen.picker.line, "talking partners")
    QTest.keyClick(screen.picker.line, Qt.Key.Key_Return)
    page = screen.beginning
    assert screen.is_beginning and page.ticks.count() == 3  # with the heading
    QTest.keyClick(page.who, Qt.Key.Key_Return, CONTROL)
    assert "Nobody is ticked yet" in shell.banner.words
    QTest.keyClick(page.ticks, Qt.Key.Key_Space)
    QTest.keyClick(page.ticks, Qt.Key.Key_Down)
    QTest.keyClick(page.ticks, Qt.Key.Key_Space)
    assert "2 are chosen" in page.minded.text() and "until 12/02/2027" in page.told.text()
    QTest.keyClicks(page.who, "Nobody of that name")
    QTest.keyClick(page.who, Qt.Key.Key_Return)
    assert "nobody was added" in shell.banner.words
    page.who.setText("Cy Ash")
    QTest.keyClick(page.who, Qt.Key.Key_Return)
    assert page.ticks.ticked()[0] == cy and set(page.ticks.ticked()) == {cy, *talkers}
    assert "one is younger or older" in page.minded.text() and "oldest 14" in page.minded.text()
    QTest.keyClick(page.led_by, Qt.Key.Key_Return, CONTROL)
    assert shell.shown == "pupil" and shell.current.page.pupil.uuid == cy and shell.current.shown == "timeline"
    for pupil_id in (cy, *talkers):
        [mine] = provisions.of_pupil(store, pupil_id)
        assert (mine.provision.intervention, mine.starts_on) == ("talking_partners", TODAY)
    history.undo(store)
    assert all(provisions.of_pupil(store, pupil_id) == [] for pupil_id in (cy, *talkers))


def test_leaving_begins_nothing(qtbot: QtBot, store: Store, ava: str, screen: Any) -> None:
    screen.begin()
    assert screen.is_beginning and screen.beginning.nobody.isVisibleTo(screen)
    QTest.keyClick(screen.beginning.who, Qt.Key.Key_Escape)
    assert not screen.is_beginning and provisions.of_pupil(store, ava) == []


def test_a_day_that_cannot_be_is_said_and_nothing_begins(
    qtbot: QtBot, opened: Gradesk, store: Store, talkers: list[str], screen: Any
) -> None:
    shell: Any = opened.shell
    QTest.keyClicks(screen.picker.line, "talking partners")
    screen.begin()
    page = screen.beginning
    page.ticks.tick(talkers)
    page.from_on.show_raw("someday")
    page.begin()
    assert "is not a day" in shell.banner.words and provisions.of_pupil(store, talkers[0]) == []
    page.from_on.show_raw("1/9/2099")
    page.begin()
    assert "cannot begin on" in shell.banner.words and provisions.of_pupil(store, talkers[0]) == []


def test_a_first_day_without_school_is_told_with_the_next_that_has_it(
    qtbot: QtBot, opened: Gradesk, talkers: list[str], screen: Any
) -> None:
    QTest.keyClicks(screen.picker.line, "talking partners")
    QTest.keyClick(screen.picker.line, Qt.Key.Key_Return)
    page = screen.beginning
    page.from_on.show(date(2026, 12, 27))
    page.from_on.edited.emit()
    assert "There is no school on 27/12/2026; the first day it can take place is " in page.minded.text()
    assert talkers


def test_one_of_our_own_is_copied_reworded_deleted_and_brought_back(
    qtbot: QtBot, opened: Gradesk, store: Store, screen: Any
) -> None:
    shell: Any = opened.shell
    QTest.keyClicks(screen.picker.line, "lunchtime")
    screen.entry.copy()
    form = screen.entry.form
    assert {info.name for info in fields_of(Intervention)} == set(form.editors)
    editor = form.editors["name"].widget
    editor.selectAll()
    QTest.keyClicks(editor, "Chess club")
    screen.flush()
    [mine] = interventions.find(store, "chess")
    assert mine.own and screen.entry.form is form, "the form being typed in is left alone"
    last = form.editors["to_age"].widget
    last.selectAll()
    QTest.keyClicks(last, "99")
    screen.flush()
    assert "Ages go from" in shell.banner.words and screen.entry.unkept()
    screen.entry.remove()
    assert interventions.find(store, "chess") == ()
    history.undo(store)
    assert interventions.find(store, "chess")[0].code == mine.code


def test_an_empty_one_is_added_and_has_no_name_yet(qtbot: QtBot, store: Store, screen: Any) -> None:
    screen.add()
    assert screen.picker.list.currentItem().text().startswith("No name yet")
    assert screen.entry.form is not None and screen.here() == {"record": interventions.find(store)[0].code}


def test_a_part_of_a_name_and_enter_is_enough_and_what_is_not_one_name_is_said(
    qtbot: QtBot, opened: Gradesk, store: Store, talkers: list[str], screen: Any
) -> None:
    shell: Any = opened.shell
    for forename in ("Núria", "Cy"):
        pupils.add_pupil(store, {"legal_forename": forename, "legal_surname": "Ash", "date_of_birth": date(2017, 5, 1)})
    QTest.keyClicks(screen.picker.line, "talking partners")
    QTest.keyClick(screen.picker.line, Qt.Key.Key_Return)
    page = screen.beginning
    for typed, said in (("zzz", "Nobody is called “zzz”"), ("ash", "2 names have “ash” in them")):
        page.who.setText(typed)
        QTest.keyClick(page.who, Qt.Key.Key_Return)
        assert said in shell.banner.words and "nobody was added" in shell.banner.words and page.ticks.ticked() == []
    page.who.setText("nuria")
    QTest.keyClick(page.who, Qt.Key.Key_Return)
    assert len(page.ticks.ticked()) == 1 and page.who.text() == ""
    page.who.setText("ash")
    QTest.keyClick(page.who, Qt.Key.Key_Return, CONTROL)
    assert screen.is_beginning and "“ash” was not added yet, so nothing was begun" in shell.banner.words
    page.who.completer().setCompletionPrefix("nuria")
    assert page.who.completer().currentCompletion() == "Núria Ash"
    assert provisions.of_pupil(store, talkers[0]) == []
