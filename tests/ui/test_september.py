"""September by keys: everybody is seen first, exceptions are a letter each, one button writes it, one undo takes it back."""

from __future__ import annotations

from typing import Any

from PySide6.QtTest import QTest

from gradesk.app import Gradesk
from gradesk.services.custody import history
from gradesk.services.pupils import pupils, register
from gradesk.store.work import Store
from tests.window import Answers


def _fill(store: Store) -> None:
    for name, year, class_name in (("Ros", "4", "4 Oak"), ("Fay", "4", "4 Oak"), ("Six", "6", "6 Yew")):
        values = {"legal_forename": name, "legal_surname": "Ek", "year_group": year, "class_name": class_name}
        pupils.add_pupil(store, values)


def test_everybody_moves_up_with_exceptions_and_comes_back(opened: Gradesk, store: Store, answers: Answers) -> None:
    _fill(store)
    shell: Any = opened.shell
    shell.go("school", tab="september")
    part = shell.current.part("september")
    assert part.told.text() == "2 move up, 1 leave, 0 get another lead, 0 stay."
    tree = part.tree
    tree.go_to(next(one.pupil_id for one in part.moves if one.name.startswith("Fay")))
    QTest.keyClicks(tree, "s")
    assert part.told.text().startswith("1 move up, 1 leave") and "1 by your choice" in part.told.text()
    answers.lines = ["5 Ash"]
    tree.go_to(next(one.pupil_id for one in part.moves if one.name.startswith("Ros")))
    QTest.keyClicks(tree, "c")
    answers.agree = False
    part.act.click()
    assert len(register.everyone(store)) == 3
    assert "weeks until then, and the year is not over." in answers.asked[-1]
    answers.agree = True
    part.act.click()
    found = {row.name: (row.year_group, row.class_name) for row in register.everyone(store)}
    assert sorted(found.values()) == [("4", "4 Oak"), ("5", "5 Ash"), ("6", "6 Yew")]
    history.undo(store)
    assert {row.class_name for row in register.everyone(store)} == {"4 Oak", "6 Yew"}
    assert len(register.everyone(store)) == 3


def test_exceptions_stand_there_again_when_moving_up_is_undone(opened: Gradesk, store: Store, answers: Answers) -> None:
    _fill(store)
    shell: Any = opened.shell
    shell.go("school", tab="september")
    part = shell.current.part("september")
    part.tree.go_to(next(one.pupil_id for one in part.moves if one.name.startswith("Fay")))
    QTest.keyClicks(part.tree, "s")
    answers.lines = ["5 Birch"]
    QTest.keyClicks(part.tree, "k")
    told = part.told.text()
    thens = {one.name: one.words for one in part.moves}
    part.act.click()
    assert "by your choice" not in part.told.text()
    shell.undo()
    assert part.told.text() == told and {one.name: one.words for one in part.moves} == thens
    shell.redo()
    shell.go("school", tab="september")
    assert "by your choice" not in part.told.text()


def test_a_first_day_that_is_no_day_is_said_and_nobody_moves(opened: Gradesk, store: Store, answers: Answers) -> None:
    _fill(store)
    answers.agree = True
    shell: Any = opened.shell
    shell.go("school", tab="september")
    part = shell.current.part("september")
    part.day.line.setText("31 feb")
    part.act.click()
    assert "is not a day" in shell.banner.words
    assert {row.class_name for row in register.everyone(store)} == {"4 Oak", "6 Yew"}


def test_a_school_without_pupils_says_so(opened: Gradesk) -> None:
    shell: Any = opened.shell
    shell.go("school", tab="september")
    part = shell.current.part("september")
    assert part.first is part.nothing
