"""The words on paper as a school corrects them on its page, by keyboard, from either side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.custody import history
from gradesk.services.paper import languages
from gradesk.store.work import Store
from gradesk.ui.kit.forms.held import held_in
from tests.window import Answers


@pytest.fixture
def part(opened: Gradesk) -> Any:
    """The page, in Polish."""
    assert opened.shell is not None
    opened.window.activateWindow()
    opened.shell.go("school", tab="languages")
    screen: Any = opened.shell.current
    found = screen.part("languages")
    choose(found, "pl")
    return found


def banner(opened: Gradesk) -> str:
    assert opened.shell is not None
    return opened.shell.banner.words


def choose(part: Any, code: str) -> None:
    part.which.show(code)
    part.which.edited.emit()


def place_of(part: Any, english: str) -> int:
    return [row.english for row in part.model.rows].index(english)


def write(qtbot: QtBot, part: Any, english: str, words: str) -> None:
    """Type into the words of a phrase and press Enter."""
    part.table.edit_at_end(part.model.index(place_of(part, english), 1))
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.setText(words)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: part.table.state() != part.table.State.EditingState, timeout=5_000)


def find(part: Any, words: str) -> None:
    part.filter.line.clear()
    QTest.keyClicks(part.filter.line, words)
    part.filter.edited.emit()


def test_a_language_says_that_nobody_has_checked_it(part: Any) -> None:
    assert part.notice.text().startswith("Nobody who speaks Polish has checked these words yet.")
    assert part.model.index(place_of(part, "Draft"), 1).data() == "Wersja robocza"
    assert part.model.index(place_of(part, "Draft"), 2).data() == "not checked, as shipped"


def test_words_are_corrected_in_their_cell_and_undone(qtbot: QtBot, opened: Gradesk, store: Store, part: Any) -> None:
    write(qtbot, part, "Draft", "Szkic")
    assert languages.corrections(store, "pl").words == {"Draft": "Szkic"}
    assert part.model.index(place_of(part, "Draft"), 2).data() == "not checked, your school’s"
    assert "As shipped: Wersja robocza" in part.about.text()
    history.undo(store)
    qtbot.waitUntil(lambda: part.model.index(place_of(part, "Draft"), 1).data() == "Wersja robocza", timeout=5_000)


def test_delete_goes_back_to_the_words_that_ship(qtbot: QtBot, opened: Gradesk, store: Store, part: Any) -> None:
    write(qtbot, part, "Draft", "Szkic")
    part.table.go_to(place_of(part, "Draft"))
    QTest.keyClick(part.table, Qt.Key.Key_Delete)
    assert languages.corrections(store, "pl").words == {}
    QTest.keyClick(part.table, Qt.Key.Key_Delete)
    assert "nothing to go back from" in banner(opened)


def test_words_that_lack_a_place_stay_in_sight_and_with_their_language(
    qtbot: QtBot, opened: Gradesk, store: Store, part: Any
) -> None:
    write(qtbot, part, "Page {number} of {count}", "Strona {number}")
    assert "{count}" in banner(opened)
    assert held_in(part)
    assert part.model.index(place_of(part, "Page {number} of {count}"), 1).data() == "Not kept: Strona {number}"
    choose(part, "ro")
    assert part.model.index(place_of(part, "Page {number} of {count}"), 1).data() == "Pagina {number} din {count}"
    assert held_in(part)
    choose(part, "pl")
    write(qtbot, part, "Page {number} of {count}", "Strona {number} / {count}")
    assert not held_in(part)
    assert languages.corrections(store, "pl").words == {"Page {number} of {count}": "Strona {number} / {count}"}


def test_a_digit_marks_the_phrase_in_hand_as_checked_and_goes_on(opened: Gradesk, store: Store, part: Any) -> None:
    part.table.go_to(0)
    QTest.keyClick(part.table, Qt.Key.Key_1)
    assert "Type who has checked" in banner(opened)
    QTest.keyClicks(part.checker.line, "Mrs B")
    QTest.keyClick(part.table, Qt.Key.Key_1)
    assert part.table.currentIndex().row() == 1
    assert languages.corrections(store, "pl").checked == {part.model.rows[0].english}
    assert part.notice.text().startswith(f"1 of {len(part.model.rows)} phrases are checked.")


def test_checked_phrases_leave_the_list_of_those_not_checked(opened: Gradesk, store: Store, part: Any) -> None:
    part.open_only.show(True)
    part.open_only.edited.emit()
    part.checker.show("Mrs B")
    find(part, "targets")
    assert 0 < len(part.model.rows) < 20
    part._check_shown()
    assert part.model.rows == []
    assert not part.nothing.isHidden()
    find(part, "")
    part._check_shown()
    assert part.notice.text().startswith("All ")
    assert part.nothing.text() == "Every phrase is checked."


def test_a_search_that_finds_nothing_says_so(part: Any) -> None:
    find(part, "zzzz")
    assert part.nothing.text().startswith("No phrase has these words.")
    find(part, "robocza")
    assert [row.english for row in part.model.rows] == ["Draft", "draft"]


def test_arabic_and_urdu_are_written_from_the_right(part: Any) -> None:
    for code, side in (("ur", Qt.LayoutDirection.RightToLeft), ("pl", Qt.LayoutDirection.LeftToRight)):
        choose(part, code)
        part.table.edit_at_end(part.model.index(0, 1))
        editor = QApplication.focusWidget()
        assert isinstance(editor, QLineEdit)
        assert editor.layoutDirection() == side
        QTest.keyClick(editor, Qt.Key.Key_Escape)


def test_the_list_goes_to_a_translator_and_back(
    qtbot: QtBot, opened: Gradesk, store: Store, part: Any, answers: Answers, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    answers.saves.append(path)
    part._save()
    assert answers.suggested == ["words-on-paper-pl.csv"]
    words = path.read_text(encoding="utf-8-sig").replace("Wersja robocza", "Szkic").replace("z {count}", "z")
    path.write_text(words, encoding="utf-8")
    answers.files.append(path)
    part.read_back.click()
    qtbot.waitUntil(lambda: part.reading.task is None, timeout=20_000)
    assert languages.corrections(store, "pl").words == {"Draft": "Szkic"}
    assert "1 phrase was changed" in banner(opened)
    assert "needs {count}" in part._left_out.text()
    answers.files.append(tmp_path / "nothing.csv")
    part.read_back.click()
    qtbot.waitUntil(lambda: part.reading.task is None, timeout=20_000)
    assert "cannot be read" in banner(opened)
