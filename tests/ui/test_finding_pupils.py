"""The list of pupils: each search begins anew, an empty list says what to do, and its buttons fold where there is little room."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.pupils import pupils, register
from gradesk.services.pupils.register import Criteria
from gradesk.store.work import Store
from gradesk.ui.kit.empty import EmptyState
from tests.ui.test_gate_import_print import accept, register_file, shown_plan
from tests.window import Answers


def the_list(opened: Gradesk) -> Any:
    assert opened.shell is not None
    opened.shell.go("pupils")
    return opened.shell.current


def search(screen: Any, words: str) -> None:
    QTest.keyClicks(screen.search, words)
    QTest.qWait(0)


def offers(page: EmptyState) -> list[str]:
    return [made.text() for made in page.findChildren(QPushButton) if made.isVisible()]


def test_who_comes_back_to_the_list_types_over_the_old_search(opened: Gradesk, store: Store, ava: str) -> None:
    pupils.add_pupil(store, {"legal_forename": "Noah"})
    screen = the_list(opened)
    search(screen, "ava")
    assert opened.shell is not None
    opened.shell.go("pupil", pupil_id=ava)
    QTest.keyClick(opened.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert screen.search.hasFocus() and screen.search.selectedText() == "ava"
    search(screen, "noah")
    assert screen.search.text() == "noah" and screen.model.rowCount() == 1
    QTest.keyClick(screen.search, Qt.Key.Key_Down)
    assert screen.table.hasFocus()


def test_after_an_import_no_search_and_no_filter_hides_who_is_new(
    qtbot: QtBot, opened: Gradesk, tmp_path: Path, ava: str
) -> None:
    screen = the_list(opened)
    screen._adopt(Criteria(search="ava", class_name="4 Oak"))
    path = register_file(
        tmp_path,
        "L867200126001,Núñez,Ava,14/03/2017,4,4 Oak,K,SLCN",
        "K867201826014,O’Connor,Bo,02/11/2016,5,5 Elm,E,ASD",
        "K867201826022,,,02/11/2016,5,5 Elm,E,ASD",
        ",,,,,,,",
    )
    plan = shown_plan(qtbot, opened, path)
    accept(qtbot, opened, plan)
    assert opened.shell is not None and screen.criteria == Criteria() and screen.search.text() == ""
    assert screen.model.rowCount() == 2
    assert "1 line was left out." in opened.shell.banner.words


def test_a_school_without_pupils_is_offered_the_import_whatever_is_typed(
    opened: Gradesk, store: Store, answers: Answers
) -> None:
    screen = the_list(opened)
    assert screen.empty.isVisible() and offers(screen.empty) == ["Import the register", "Add a pupil"]
    search(screen, "noah o'neill")
    assert screen.empty.isVisible() and not screen.nothing.isVisible()
    answers.lines.append("Noah O’Neill")
    screen.add()
    assert register.page(store, Criteria())[0].legal_name == "Noah O’Neill"


@pytest.mark.parametrize(
    ("sought", "begun"), [("noah smith", "Noah Smith"), ("Bo McKay", "Bo McKay"), ("K8672018", ""), ("ava", "")]
)
def test_who_is_sought_and_not_found_is_added_by_that_name(
    opened: Gradesk, answers: Answers, ava: str, sought: str, begun: str
) -> None:
    screen = the_list(opened)
    search(screen, sought)
    if sought != "ava":
        assert offers(screen.nothing) == ["Take all filters off", "Add a pupil"]
        assert f"Nobody is called “{sought}”." in screen.nothing.findChildren(QLabel)[1].text()
    screen.add()
    assert answers.begun.get("Add a pupil", "") == begun


def test_an_empty_list_says_which_filter_leaves_nobody_as_people_say_it(opened: Gradesk, ava: str) -> None:
    screen = the_list(opened)
    for criteria, words in (
        (Criteria(status="E"), "Nobody is on “EHC plan”. Take the filter off."),
        (Criteria(need="ASD"), "Nobody has “Autistic spectrum disorder”. Take the filter off."),
        (Criteria(class_name="9 Ash"), "Nobody is in 9 Ash. Take the filter off."),
        (Criteria(scope="leavers"), "Nobody is under “Leavers”. Take the filter off."),
    ):
        screen._adopt(criteria)
        assert screen.nothing.findChildren(QLabel)[1].text() == words


def test_undo_in_a_line_where_nothing_was_typed_takes_back_the_record(opened: Gradesk, store: Store, ava: str) -> None:
    screen = the_list(opened)
    undo = QKeySequence(QKeySequence.StandardKey.Undo)
    for name in ("Bo", "Cy"):
        pupils.add_pupil(store, {"legal_forename": name})
    QTest.keySequence(screen.search, undo)
    assert register.count(store, Criteria()) == 2
    search(screen, "av")
    QTest.keySequence(screen.search, undo)
    assert screen.search.text() == "" and register.count(store, Criteria()) == 2  # what was typed goes first
    QTest.keySequence(screen.search, undo)
    assert register.count(store, Criteria()) == 1
    QTest.keySequence(screen.search, QKeySequence(QKeySequence.StandardKey.Redo))
    assert register.count(store, Criteria()) == 2


def test_the_buttons_fold_when_the_window_shrinks_at_once(opened: Gradesk, ava: str) -> None:
    screen = the_list(opened)
    QTest.qWait(0)
    assert not screen._more.isVisible()
    assert opened.window.minimumSizeHint().width() <= 1000
    opened.window.resize(1024, 768)
    QTest.qWait(0)
    [add] = [made for made in screen.findChildren(QPushButton) if made.text() == "Add a pupil" and made.isVisible()]
    assert screen._more.isVisible()
    assert add.mapTo(opened.window, add.rect().topRight()).x() < 1024
