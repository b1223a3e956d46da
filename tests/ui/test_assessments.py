"""Results of a class: figures and Enter down a column, what is wrong stays and says why, a paste is seen before it is kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.custody import history
from gradesk.services.evidence import measure_catalogue, measures
from gradesk.services.pupils import pupils
from gradesk.services.school import opening
from gradesk.store.work import Store
from gradesk.ui.kit.forms.held import held_in
from tests.conftest import PASSPHRASE
from tests.window import Answers

TODAY = date(2026, 11, 23)


@pytest.fixture
def oak(store: Store, ava: str) -> list[str]:
    """Three pupils of 4 Oak in the order of the list."""
    bo = pupils.add_pupil(store, {"legal_forename": "Bo", "legal_surname": "Ek", "class_name": "4 Oak"})
    cy = pupils.add_pupil(store, {"legal_forename": "Cy", "legal_surname": "Oz", "class_name": "4 Oak"})
    return [bo, ava, cy]


def screen(gradesk: Gradesk, measure: str = "phonics") -> Any:
    assert gradesk.shell is not None
    gradesk.shell.go("assessments", class_name="4 Oak", measure=measure)
    return gradesk.shell.current


def type_cell(qtbot: QtBot, shown: Any, words: str) -> None:
    """Type as a person does: the first key begins to write, Enter ends it."""
    shown.table.setFocus()
    QTest.keyClicks(shown.table, words[0])
    editor = shown.table.indexWidget(shown.table.currentIndex()) or QApplication.focusWidget()
    QTest.keyClicks(editor, words[1:])
    QTest.keyClick(editor, Qt.Key.Key_Return)
    editing = QAbstractItemView.State.EditingState
    qtbot.waitUntil(lambda: shown.table.state() != editing, timeout=5_000)  # Qt takes Enter in a moment later


def values(store: Store, pupils_of: list[str]) -> list[list[float]]:
    return [[row.value for row in measures.results(store, pupil)] for pupil in pupils_of]


def test_figures_and_enter_go_down_the_class(qtbot: QtBot, opened: Gradesk, store: Store, oak: list[str]) -> None:
    opened.window.activateWindow()
    shown = screen(opened)
    shown.table.go_to(0, 1)
    for words in ("20", "33", "40"):
        type_cell(qtbot, shown, words)
    assert values(store, oak) == [[20], [33], [40]]
    assert shown.model.rows[1].band == "threshold met"
    assert shown.counted.text().startswith("3 of 3 have a result")


def test_a_figure_takes_the_place_of_the_one_before_and_delete_empties(
    qtbot: QtBot, opened: Gradesk, store: Store, oak: list[str]
) -> None:
    opened.window.activateWindow()
    shown = screen(opened)
    shown.table.go_to(0, 1)
    type_cell(qtbot, shown, "20")
    shown.table.go_to(0, 1)
    type_cell(qtbot, shown, "21")
    assert values(store, oak)[0] == [21]
    shown.table.go_to(0, 1)
    QTest.keyClick(shown.table, Qt.Key.Key_Delete)
    assert values(store, oak)[0] == []
    assert shown.model.rows[0].typed == ""


def test_what_is_out_of_range_stays_marked_with_its_reason(
    qtbot: QtBot, opened: Gradesk, store: Store, oak: list[str]
) -> None:
    opened.window.activateWindow()
    shown = screen(opened)
    shown.table.go_to(0, 1)
    type_cell(qtbot, shown, "41")
    told = [shown.model.data(shown.model.index(0, column)) for column in range(5)]
    assert told[1] == "Not kept: 41"
    assert "runs from 0 to 40" in told[4]
    assert shown.table.currentIndex().row() == 1
    assert held_in(shown)
    pupils.change_pupil(store, oak[2], {"house": "Red"})
    assert shown.model.data(shown.model.index(0, 1)) == "Not kept: 41"
    shown.table.go_to(0, 1)
    type_cell(qtbot, shown, "40")
    assert values(store, oak)[0] == [40]
    assert not held_in(shown)
    assert shown.model.data(shown.model.index(0, 4)) == ""


def test_the_last_result_and_the_change_stand_beside(opened: Gradesk, store: Store, oak: list[str]) -> None:
    measures.add_result(store, oak[0], "phonics", "14", {"happened_on": TODAY - timedelta(365)})
    shown = screen(opened)
    assert shown.model.rows[0].last_words == "14, threshold not yet met (23/11/25)"
    shown._write(shown.model.rows[0], "30")
    assert shown.model.rows[0].change == "improved by 16 in 12 months; higher is better"


def test_a_paste_is_shown_first_and_undone_by_one_key(
    qtbot: QtBot, opened: Gradesk, store: Store, oak: list[str]
) -> None:
    shown = screen(opened)
    QApplication.clipboard().setText("Pupil\tScore\nEk, Bo\t20\nAva Nunez\t99\nZoe Nobody\t3\nCy Oz\t31")
    shown.table.setFocus()
    QTest.keyClick(shown.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert values(store, oak) == [[], [], []]
    assert shown.pasting.heading.text() == (
        "2 results to keep; 2 cannot be kept, with the reason beside. Nothing is kept yet."
    )
    told = [shown.pasting.model.data(shown.pasting.model.index(place, 3)) for place in range(4)]
    assert told[0] == "Not kept: Phonics screening check runs from 0 to 40"
    assert told[1] == "Not kept: nobody of this class has that name or UPN"
    assert held_in(shown)
    shown.pasting.act.click()
    assert values(store, oak) == [[20], [], [31]]
    assert shown.pasting.isHidden()
    assert opened.shell is not None
    opened.shell.undo()
    assert values(store, oak) == [[], [], []]


def test_a_column_is_pasted_from_the_row_in_hand(qtbot: QtBot, opened: Gradesk, store: Store, oak: list[str]) -> None:
    shown = screen(opened)
    shown.table.go_to(1, 1)
    shown.preview("20\n31", 1)
    shown.pasting.act.click()
    assert values(store, oak) == [[], [20], [31]]


def test_escape_puts_a_paste_away_and_keeps_nothing(opened: Gradesk, store: Store, oak: list[str]) -> None:
    shown = screen(opened)
    shown.preview("20\n31", 0)
    QTest.keyClick(shown.pasting, Qt.Key.Key_Escape)
    assert shown.pasting.isHidden()
    assert values(store, oak) == [[], [], []]


def test_a_day_to_come_is_refused_and_the_class_stays(opened: Gradesk, store: Store, oak: list[str]) -> None:
    shown = screen(opened)
    shown.day.widget.setText("24/11/2026")
    shown._chosen()
    assert opened.shell is not None
    assert "cannot lie ahead" in opened.shell.banner.words
    assert shown.sitting.day == TODAY
    shown.day.widget.setText("2/11/2026")
    shown._chosen()
    assert shown.sitting.day == date(2026, 11, 2)


def test_the_screen_is_found_by_its_words(opened: Gradesk, store: Store, oak: list[str]) -> None:
    assert opened.shell is not None
    action = next(row for row in opened.shell.rows() if row.title == "Assessments of a class")
    action.run()
    assert type(opened.shell.current).__name__ == "AssessmentsScreen"


def test_a_school_without_classes_says_what_belongs_here(opened: Gradesk, store: Store) -> None:
    assert opened.shell is not None
    opened.shell.go("assessments")
    shown: Any = opened.shell.current
    assert shown.shown.currentWidget() is shown.nothing


# The measures ----------------------------------------------------------------------------------------------------


def test_figures_of_a_measure_are_changed_as_typed_and_put_back(
    qtbot: QtBot, opened: Gradesk, store: Store, oak: list[str]
) -> None:
    shown = screen(opened).measures
    shown.line.setText("phonics")
    editor = shown.form.editors["highest"]
    editor.show(None)
    QTest.keyClicks(editor.widget, "42")
    shown.flush()
    assert measure_catalogue.measure(store, "phonics").highest == 42
    shown.back.click()
    assert measure_catalogue.measure(store, "phonics").highest == 40


def test_bands_that_are_none_stay_in_their_field_with_the_reason(opened: Gradesk, store: Store, oak: list[str]) -> None:
    shown = screen(opened).measures
    shown.line.setText("phonics")
    shown.form.editors["bands"].widget.setPlainText("nonsense")
    shown.flush()
    assert opened.shell is not None
    assert "is no band" in opened.shell.banner.words
    assert shown.form.editors["bands"].value() == "nonsense"
    assert held_in(shown)
    assert measure_catalogue.measure(store, "phonics") == measure_catalogue.shipped()["phonics"]
    shown.line.setText("reading age")
    assert shown.form.editors["bands"].value() == "nonsense"
    shown.form.editors["bands"].widget.setPlainText("0-40 all")
    shown.line.setText("reading")
    assert measure_catalogue.measure(store, "phonics").bands[0].words == "all"


def test_what_was_refused_for_one_measure_never_goes_to_a_new_one(
    opened: Gradesk, store: Store, oak: list[str], answers: Answers
) -> None:
    shown = screen(opened).measures
    shown.line.setText("phonics")
    shown.form.editors["bands"].widget.setPlainText("nonsense")
    answers.lines.append("Writing ladder")
    shown.add()
    assert "own_writing_ladder" not in measure_catalogue.catalogue(store)
    shown.form.editors["bands"].widget.setPlainText("0-40 all")
    shown.add()
    assert measure_catalogue.measure(store, "own_writing_ladder").bands == ()
    assert measure_catalogue.measure(store, "phonics").bands[0].words == "all"


def test_a_measure_undone_while_something_refused_stands_in_its_form_gives_way_to_the_next(
    opened: Gradesk, store: Store, oak: list[str], answers: Answers
) -> None:
    shown = screen(opened).measures
    answers.lines.append("Writing ladder")
    shown.add()
    shown.form.editors["bands"].widget.setPlainText("nonsense")
    shown.flush()
    assert held_in(shown)
    history.undo(store)
    shown.reload()
    shown.line.setText("phonics")
    assert shown.title.text().startswith("Phonics")
    assert not held_in(shown)


def test_a_measure_of_our_own_begins_with_its_name(
    opened: Gradesk, store: Store, oak: list[str], answers: Answers
) -> None:
    shown = screen(opened).measures
    answers.lines.append("Writing ladder")
    shown.add()
    assert shown.title.text() == "Writing ladder"
    QTest.keyClicks(shown.form.editors["highest"].widget, "12")
    shown.flush()
    assert measure_catalogue.measure(store, "own_writing_ladder").highest == 12
    history.undo(store)
    assert measure_catalogue.measure(store, "own_writing_ladder").highest is None


def test_half_a_number_is_no_result_where_nobody_is_there_any_more(
    qtbot: QtBot, opened: Gradesk, store: Store, oak: list[str]
) -> None:
    opened.window.activateWindow()
    shown = screen(opened)
    folder = store.vault.folder
    shown.table.go_to(0, 1)
    shown.table.setFocus()
    QTest.keyClicks(shown.table, "2")
    assert shown.table.state() == QAbstractItemView.State.EditingState
    assert opened.curtain is not None
    opened.curtain.leave()
    assert opened.store is None
    again = opening.open_school(folder, PASSPHRASE)
    assert values(again, oak) == [[], [], []]
    again.close()
