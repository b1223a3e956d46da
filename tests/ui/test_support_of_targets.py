"""Plan and support are one record in the window too: begun from a target by two keys, told on both sides, ticked under Term."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.custody import history
from gradesk.services.plans import plans
from gradesk.services.pupils import pupils
from gradesk.services.term import provisions, serving
from gradesk.store.work import Store
from gradesk.ui.kit.layouts import is_gone
from tests.services.planning import agreed_plan
from tests.ui.test_words_are_kept import turn_to

WORDS: dict[str, Any] = {
    "how": "Precision teaching", "who": "Mrs Ali", "how_often": "3 times a week", "how_long": "20 minutes", "area": "C&L",
    "by_when": date(2027, 2, 12),
}  # fmt: skip


@pytest.fixture
def target(store: Store, ava: str) -> str:
    """The one target of Ava’s agreed plan."""
    uuid = plans.page(store, agreed_plan(store, ava)).targets[0].uuid
    plans.change_target(store, uuid, WORDS)
    return uuid


def lines(part: Any) -> list[str]:
    """What is said to open, at one target."""
    acts = [act for act in part.support.findChildren(QPushButton) if not is_gone(act)]
    return [act.accessibleName().removeprefix("Open: ") for act in acts if act.accessibleName().startswith("Open: ")]


@pytest.mark.parametrize("is_written", [True, False])
def test_support_is_begun_from_a_target_by_two_keys(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str, target: str, is_written: bool
) -> None:
    opened.window.activateWindow()
    tab = turn_to(opened, ava, "plan")
    if is_written:
        tab.change_words()
        tab.show_entry(target)
    shell: Any = opened.shell
    next(act for act in shell.current.actions_here() if act.id == "plan.support").run()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and tab.frame.aside.act.hasFocus())
    QTest.keyClick(tab.frame.aside.act, Qt.Key.Key_Return)
    [one] = serving.of_targets(store, [target])[target]
    assert one.given.provision.name == "Precision teaching" and tab.frame.aside is None
    assert lines(tab.targets[target]) == ["Precision teaching, 3 × 20 minutes a week, Mrs Ali, until 12/02/2027"]
    history.undo(store)
    assert lines(tab.targets[target]) == [] and provisions.of_pupil(store, ava) == []


def test_without_a_name_one_types_it_first_and_escape_begins_nothing(
    opened: Gradesk, store: Store, ava: str, target: str
) -> None:
    plans.change_target(store, target, {"how": "", "how_long": "as long as it takes"})
    opened.window.activateWindow()
    tab = turn_to(opened, ava, "plan")
    tab.begin_support(target)
    card = tab.frame.aside
    assert card.name.hasFocus()
    QTest.keyClick(card.name, Qt.Key.Key_Return)
    shell: Any = opened.shell
    assert "Support needs a name" in shell.banner.words
    QTest.keyClick(card.name, Qt.Key.Key_Escape)
    assert tab.frame.aside is None and provisions.of_pupil(store, ava) == []


def test_a_group_that_runs_is_joined_from_the_target(opened: Gradesk, store: Store, ava: str, target: str) -> None:
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Ek", "year_group": "4"})
    group = provisions.add(store, [ben], {"name": "Readers", "area": "C&L", "form": "group"})
    opened.window.activateWindow()
    tab = turn_to(opened, ava, "plan")
    tab.begin_support()
    acts = tab.frame.aside.findChildren(QPushButton)
    next(act for act in acts if act.accessibleName().startswith("Join: Readers")).click()
    assert [one.uuid for one in provisions.of_pupil(store, ava)] == [group]
    assert [words.split(",")[0] for words in lines(tab.targets[target])] == ["Readers"]


def test_a_target_is_ticked_under_term_and_the_plan_tells_it(
    opened: Gradesk, store: Store, ava: str, target: str
) -> None:
    group = provisions.add(store, [ava], {"name": "Readers", "form": "group", "times_a_week": 2.0, "minutes": 15})
    tab = turn_to(opened, ava, "plan")
    shell: Any = opened.shell
    shell.go("term")
    shell.current.groups.show_record(group)
    ticks = shell.current.groups.serving.ticks
    ticks.setCurrentRow(1)
    ticks.setFocus()
    QTest.keyClick(ticks, Qt.Key.Key_Space)
    assert [one.given.uuid for one in serving.of_targets(store, [target])[target]] == [group]
    shell.go("pupil", pupil_id=ava, tab="plan")
    assert lines(tab.targets[target]) == ["Readers, 2 × 15 minutes a week"]
    tab._read_through()
    said = [one.text() for one in tab.targets[target].findChildren(QLabel)]
    assert "In the plan’s words: who helps, how often and where" in said


def test_who_has_no_open_target_is_said_under_term(opened: Gradesk, store: Store, ava: str) -> None:
    group = provisions.add(store, [ava], {"name": "Readers", "form": "group"})
    shell: Any = opened.shell
    shell.go("term")
    shell.current.groups.show_record(group)
    serves = shell.current.groups.serving
    assert serves.ticks.isHidden() and not serves.nothing.isHidden()


def test_what_the_plan_says_is_carried_over_by_keys_and_taken_back(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str, target: str
) -> None:
    opened.window.activateWindow()
    tab = turn_to(opened, ava, "everyday")
    assert tab.given.carry.text() == "The plan says 1 more: carry over …"
    tab.given.carry.click()
    shell: Any = opened.shell
    groups: Any = shell.current.groups
    qtbot.waitUntil(lambda: groups.carrying is not None and groups.carrying.ticks.hasFocus())
    ticks = groups.carrying.ticks
    QTest.keyClick(ticks, Qt.Key.Key_Space)
    assert groups.carrying.act.text() == "Carry over 1"
    QTest.keyClick(ticks, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(serving.of_targets(store, [target])) == 1 and not groups.carrying
    history.undo(store)
    assert provisions.of_pupil(store, ava) == []
    groups.carry_over()
    again = groups.carrying
    QTest.keyClick(again.ticks, Qt.Key.Key_Escape)
    assert not groups.carrying and provisions.of_pupil(store, ava) == []


@pytest.mark.parametrize("action", ["layer.take", "layer.leave"])
def test_the_layer_of_the_support_is_taken_or_left_by_one_key_and_said_once(
    opened: Gradesk, store: Store, ava: str, action: str
) -> None:
    pupils.set_layer(store, ava, "some", date(2026, 9, 7), "Needs a group")
    provisions.add(store, [ava], {"name": "ELSA time", "form": "one_to_one"})
    shell: Any = opened.shell
    tab = turn_to(opened, ava, "everyday")
    assert tab.given.layer.words.text() == (
        "Ava’s support is that of Few (ELSA time, one to one, or for two); the layer says Some."
    )
    details = turn_to(opened, ava, "details")
    assert not details.support.offer.isHidden() and "Few" in details.support.offer.act.text()
    turn_to(opened, ava, "everyday")
    run = next(act for act in shell.current.actions_here() if act.id == action).run
    run()
    assert tab.given.layer.isHidden()
    page = pupils.page(store, ava)
    assert page.layer is not None and page.layer.layer == ("few" if action == "layer.take" else "some")
    run()
    assert "No other layer is proposed" in shell.banner.words


def test_the_support_page_and_the_review_tell_what_serves_which_target(
    opened: Gradesk, store: Store, ava: str, target: str
) -> None:
    group = provisions.add(store, [ava], {"name": "Readers", "times_a_week": 2.0, "minutes": 15})
    serving.link(store, group, target)
    tab = turn_to(opened, ava, "everyday")
    assert "For target 1: I can read ten new words." in [one.text() for one in tab.given.findChildren(QLabel)]
    review = turn_to(opened, ava, "review")
    review.begin()
    said = [one.text() for one in review.findChildren(QLabel)]
    assert "Support for it: Readers, 2 × 15 minutes a week" in said
