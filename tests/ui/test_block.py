"""A block by keys: results before and after, its costs, its end, and what it refuses once it is closed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from gradesk.app import Gradesk
from gradesk.services.custody import history
from gradesk.services.evidence import measures
from gradesk.services.pupils import pupils
from gradesk.services.term import closing, effects, expenses, figures, provisions, rates
from gradesk.store.work import Store

BEGINS = date(2026, 9, 14)


@pytest.fixture
def two(store: Store, ava: str) -> list[str]:
    """Ava and Ben."""
    return [ava, pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Ek"})]


@pytest.fixture
def club(store: Store, two: list[str]) -> str:
    """A reading club of two, costed."""
    rates.add(store, "ta", "17.24", date(2026, 9, 1))
    values = {
        "name": "Reading club", "starts_on": BEGINS, "planned_to": date(2026, 12, 11), "times_a_week": 2.0,
        "minutes": 20, "cost_role": "ta", "measure": "reading_age",
    }  # fmt: skip
    return provisions.add(store, two, values)


@pytest.fixture
def groups(opened: Gradesk, club: str) -> Any:
    """The board with the club open."""
    shell: Any = opened.shell
    opened.window.activateWindow()
    shell.go("term", tab="groups", record=club)
    return shell.current.groups


def enter(editor: Any, words: str) -> None:
    """Type into a line and leave it by Tab."""
    editor.line.setFocus()
    editor.line.selectAll()
    QTest.keyClicks(editor.line, words)
    QTest.keyClick(editor.line, Qt.Key.Key_Tab)


def test_results_are_typed_along_a_row_and_the_change_stands_below(
    groups: Any, store: Store, two: list[str], club: str
) -> None:
    mine = groups._block.effect.results[two[0]]
    enter(mine["before"], "7:00")
    assert QApplication.focusWidget() is mine["expected"].line
    enter(mine["expected"], "7:06")
    enter(mine["after"], "7:06")
    assert [one.value for one in measures.results(store, two[0])] == [90, 84]
    assert groups._block.effect is not None and groups._block.effect.results[two[0]] is mine
    said = groups._block.effect._said[two[0]].text()
    assert "6 months more in 2 months" in said and "reached" in said
    enter(mine["after"], "soon")
    assert mine["after"].wrong and mine["after"].line.text() == "soon"
    assert effects.of(store, club)[two[0]].months == 6
    enter(mine["after"], "7:08")
    assert not mine["after"].wrong and effects.of(store, club)[two[0]].months == 8


def test_the_cursor_stays_where_it_is_while_the_words_of_a_group_are_typed(groups: Any, store: Store) -> None:
    form = groups._form
    line = form.editors["led_by"].widget
    line.setFocus()
    QTest.keyClicks(line, "Mrs Okafor")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    QApplication.processEvents()
    assert groups._form is form and QApplication.focusWidget() is form.editors["stands_in"].widget
    assert figures.costed(store)[0].provision.led_by == "Mrs Okafor"


def test_costs_are_added_and_an_agency_asks_for_its_days(opened: Gradesk, groups: Any, store: Store, club: str) -> None:
    shell: Any = opened.shell
    costs = groups._block.costs
    QTest.keyClicks(costs.what.line, "Readers")
    QTest.keyClicks(costs.pounds.line, "45.01")
    QTest.keyClick(costs.pounds.line, Qt.Key.Key_Return)
    assert figures.of(store, club).planned.bought == 4501
    costs.kind.show("agency")
    costs._ask()
    QTest.keyClicks(costs.what.line, "Reading agency")
    QTest.keyClicks(costs.pounds.line, "320")
    costs.add()
    assert "How many days come" in shell.banner.words
    QTest.keyClicks(costs.days.line, "1.5")
    costs.add()
    one = figures.of(store, club)
    assert one.planned.agency == 48_000 and sum(each.planned_cost for each in one.members) == one.planned.total
    QTest.keyClicks(costs.what.line, "Bricks")
    QTest.keyClicks(costs.pounds.line, "-3")
    costs.add()
    assert "is no sum of pounds" in shell.banner.words and costs.what.line.text() == "Bricks"


def test_a_block_ends_is_frozen_and_is_opened_again(
    opened: Gradesk, groups: Any, store: Store, two: list[str], club: str
) -> None:
    shell: Any = opened.shell
    ending = groups._block.ending
    assert "Not measured after yet: Ben Ek, Ava" in ending.told.text()
    QTest.keyClicks(ending.day.line, "20/11/2026")
    QTest.keyClicks(ending.outcome.editors["outcome"].widget, "Reads at home now.")
    ending.end_act.click()
    assert closing.is_closed(store, club) and groups._block is None
    assert figures.of(store, club).provision.outcome == "Reads at home now."
    shell.go("term", tab="groups", record=club)
    block = groups._block
    assert groups.ended.value() and block.ending.asked.isHidden()
    assert not block.ending.again_act.isHidden()
    assert groups._form.editors["minutes"].widget.isReadOnly()
    assert not block.ending.outcome.editors["outcome"].widget.isReadOnly()
    assert block.effect.results[two[0]]["before"].line.isReadOnly()
    enter(block.effect.results[two[0]]["after"], "7:06")
    assert measures.results(store, two[0])[0].happened_on == date(2026, 11, 20)
    block.ending.again_act.click()
    assert not closing.is_closed(store, club)
    history.undo(store)
    assert closing.is_closed(store, club)


def test_days_that_came_and_who_is_charged_are_typed_without_losing_the_cursor(
    groups: Any, store: Store, two: list[str], club: str
) -> None:
    expenses.add(store, club, "agency", "Reading agency", "320", 2)
    costs = groups._block.costs
    came = next(
        one for one in costs.findChildren(QLineEdit) if one.accessibleName() == "Days that came: Reading agency"
    )
    QApplication.processEvents()  # the Tab key follows the layout from then on
    came.setFocus()
    QTest.keyClicks(came, "1.5")
    QTest.keyClick(came, Qt.Key.Key_Tab)
    assert figures.of(store, club).given.agency == 48_000
    assert QApplication.focusWidget().accessibleName().startswith("Delete: Reading agency")
    box = costs._boxes[two[0]]
    box.widget.setFocus()
    box.show("full")
    box.edited.emit()
    one = figures.of(store, club)
    assert {each.pupil_id: each.planned_cost for each in one.members}[two[1]] == 0
    assert QApplication.focusWidget() is box.widget and "1.5 came" in next(iter(costs._rows.values())).text()


def test_half_typed_words_of_a_block_wait_where_it_is_open(
    opened: Gradesk, groups: Any, two: list[str], club: str
) -> None:
    shell: Any = opened.shell
    line = groups._block.effect.results[two[0]]["before"].line
    line.setFocus()
    QTest.keyClicks(line, "7:0")
    assert shell.current.here() == {"tab": "groups", "record": club}
    assert any("7:0" in str(words) for words in shell.current.held().values())


def test_what_ended_elsewhere_without_its_figures_can_be_kept_here(groups: Any, store: Store, club: str) -> None:
    provisions.change(store, club, {"ends_on": date(2026, 11, 20)})
    groups.show_record(club)
    ending = groups._block.ending
    assert not ending.asked.isHidden() and ending.day.line.text() == "20/11/2026"
    ending.end_act.click()
    assert closing.is_closed(store, club)


def test_what_it_did_stands_on_the_pupils_own_page_too(opened: Gradesk, groups: Any, two: list[str], club: str) -> None:
    mine = groups._block.effect.results[two[0]]
    enter(mine["before"], "7:00")
    enter(mine["after"], "7:06")
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=two[0], tab="everyday")
    said = [label.text() for label in shell.current.findChildren(QLabel)]
    assert "Reading age: 6 months more in 2 months; 2.6 months gained a month, useful." in said
