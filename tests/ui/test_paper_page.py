"""The page "Paper" on the School screen: the logo, and the sections of each document, by keyboard."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.custody import history
from gradesk.services.paper import layouts
from gradesk.services.school import school
from gradesk.store.work import Store
from tests.window import Answers


@pytest.fixture
def part(opened: Gradesk) -> Any:
    """The page, with the class grid in hand."""
    assert opened.shell is not None
    opened.window.activateWindow()
    opened.shell.go("school", tab="paper")
    screen: Any = opened.shell.current
    found = screen.part("paper")
    found.which.show("class-grid")
    found.which.edited.emit()
    return found


def shown(part: Any) -> list[str]:
    return [row.code for row in part.model.rows]


def test_a_section_moves_by_key_and_stays_in_hand(part: Any) -> None:
    first, second, *rest = shown(part)
    part.table.go_to(0, 1)
    part.table.setFocus()
    modifiers = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(part.table, Qt.Key.Key_Down, modifiers)
    assert shown(part) == [second, first, *rest]
    assert part.table.currentIndex().row() == 1
    assert "Arranged by your school" in part.notice.text()
    QTest.keyClick(part.table, Qt.Key.Key_Up, modifiers)
    assert shown(part) == [first, second, *rest]


def test_a_heading_is_typed_and_delete_goes_back(qtbot: QtBot, store: Store, part: Any) -> None:
    part.table.edit_at_end(part.model.index(0, 1))
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.setText("What works here")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: part.table.state() != part.table.State.EditingState, timeout=5_000)
    assert layouts.layout(store, "class-grid").sections[0].heading == "What works here"
    part.table.go_to(0, 1)
    QTest.keyClick(part.table, Qt.Key.Key_Delete)
    assert layouts.layout(store, "class-grid").sections[0].own == ""


def test_digits_hide_a_section_and_keep_it_with_staff(store: Store, part: Any) -> None:
    part.table.go_to(0, 1)
    QTest.keyClick(part.table, Qt.Key.Key_1)
    QTest.keyClick(part.table, Qt.Key.Key_2)
    row = layouts.layout(store, "class-grid").sections[0]
    assert not row.is_shown and not row.is_outside
    said = [part.model.index(0, column).data() for column in range(4)]
    assert said[2:] == ["no", "staff only"]


def test_undo_brings_the_page_back_in_sight(store: Store, part: Any) -> None:
    before = shown(part)
    part.table.go_to(1, 1)
    part._move(-1)
    history.undo(store)
    assert shown(part) == before


def test_a_page_without_a_copy_for_others_has_no_such_choice(part: Any) -> None:
    part.which.show("register")
    part.which.edited.emit()
    assert part.outside.isHidden()
    assert {part.model.index(place, 3).data() for place in range(3)} == {"all"}


def test_going_back_says_when_there_is_nothing(opened: Gradesk, store: Store, part: Any) -> None:
    assert opened.shell is not None
    part._reset()
    assert "nothing to go back from" in opened.shell.banner.words
    part._move(1)
    part._reset()
    assert not layouts.layout(store, "class-grid").is_changed


def test_a_logo_is_taken_in_small_shown_and_removed(
    qtbot: QtBot, opened: Gradesk, store: Store, part: Any, answers: Answers, tmp_path: Path
) -> None:
    path = tmp_path / "logo.png"
    Image.new("RGBA", (3000, 1000), (0, 90, 90, 128)).save(path)
    answers.files.append(path)
    part.choose.click()
    qtbot.waitUntil(lambda: part._picture.task is None, timeout=20_000)
    kept = school.logo(store)
    assert kept is not None
    with Image.open(BytesIO(kept)) as picture:
        assert picture.size == (900, 300) and picture.mode == "RGBA"
    assert not part.logo.isHidden() and part.no_logo.isHidden()
    assert opened.shell is not None and "The logo is kept" in opened.shell.banner.words
    part.remove.click()
    assert school.logo(store) is None and part.logo.isHidden()


def test_what_is_no_picture_is_refused_and_the_old_logo_stays(
    qtbot: QtBot, opened: Gradesk, store: Store, part: Any, answers: Answers, tmp_path: Path
) -> None:
    assert opened.shell is not None
    path = tmp_path / "logo.png"
    path.write_text("not a picture")
    answers.files.append(path)
    part.choose.click()
    qtbot.waitUntil(lambda: part._picture.task is None, timeout=20_000)
    assert "no picture Gradesk can take in" in opened.shell.banner.words
    assert school.logo(store) is None
