"""Two versions lie side by side, and what differs is seen by its shape as well as its colour."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QBoxLayout, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from gradesk.ui.kit.compare import CompareView, Side
from gradesk.ui.looks import theme

HOSTILE = "<b>Give</b> me & time"


def shown(qtbot: QtBot, older: list[tuple[str, str]], newer: list[tuple[str, str]]) -> CompareView:
    view = CompareView(lambda: theme.theme("light"))
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    view.show_sides(Side("Version 1", older), Side("Version 2", newer))
    return view


def fragments(pane: QPlainTextEdit) -> list[tuple[str, bool, bool, bool]]:
    """Each stretch of a text: struck through, underlined, bold."""
    found: list[tuple[str, bool, bool, bool]] = []
    block = pane.document().begin()
    while block.isValid():
        place: Any = block.begin()
        while not place.atEnd():
            piece = place.fragment()
            form = piece.charFormat()
            bold = form.fontWeight() == QFont.Weight.Bold
            found.append((piece.text().strip(), form.fontStrikeOut(), form.fontUnderline(), bold))
            place += 1
        block = block.next()
    return found


def panes(view: QWidget) -> list[QPlainTextEdit]:
    return view.findChildren(QPlainTextEdit)


def test_what_went_is_struck_through_and_what_is_new_is_underlined_and_bold(qtbot: QtBot) -> None:
    view = shown(qtbot, [("Helps", "Give me time"), ("Hard", "noise")], [("Helps", "Give me space"), ("Hard", "noise")])
    older, newer = panes(view)
    assert fragments(older) == [("Give me", False, False, False), ("time", True, False, False)]
    assert fragments(newer) == [("Give me", False, False, False), ("space", False, True, True)]
    assert older.accessibleDescription() == "No longer there: time"
    assert newer.accessibleDescription() == "New: space"
    assert view.summary.text() == "Version 1 and Version 2: 1 of 2 parts differs."


def test_peoples_words_stand_as_they_were_typed_and_cannot_be_changed(qtbot: QtBot) -> None:
    view = shown(qtbot, [("Helps", HOSTILE)], [("Helps", f"{HOSTILE}\n😀 please")])
    older, newer = panes(view)
    assert older.toPlainText() == HOSTILE
    assert newer.toPlainText() == f"{HOSTILE}\n😀 please"
    assert older.isReadOnly() and newer.isReadOnly()


def test_versions_that_say_the_same_say_so(qtbot: QtBot) -> None:
    view = shown(qtbot, [("Helps", "time")], [("Helps", "time")])
    assert panes(view) == []
    assert view.summary.text() == "Version 1 and Version 2 say the same."


def test_a_part_that_is_only_in_one_version_is_shown(qtbot: QtBot) -> None:
    view = shown(qtbot, [], [("Helps", "time")])
    older, newer = panes(view)
    assert older.toPlainText() == ""
    assert newer.toPlainText() == "time"


def test_in_a_narrow_window_the_newer_text_stands_below(qtbot: QtBot) -> None:
    view = shown(qtbot, [("Helps", "a")], [("Helps", "b")])
    assert view._pairs[0].direction() == QBoxLayout.Direction.LeftToRight
    view.resize(400, 600)
    assert view._pairs[0].direction() == QBoxLayout.Direction.TopToBottom
