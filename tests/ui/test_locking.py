"""Ctrl+L: the file is closed, nothing of it is left in the window, and it goes on where it was; nothing is lost by it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.custody import history, unfinished
from gradesk.services.pupils import pupils
from gradesk.services.school import opening
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from gradesk.ui.shell.manual import Manual
from tests.conftest import CHEAP, PASSPHRASE


def lock(opened: Gradesk) -> None:
    """By its action."""
    shell: Any = opened.shell
    next(row for row in shell.rows() if row.shortcut == "Ctrl+L").run()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def unlock(qtbot: QtBot, opened: Gradesk, passphrase: str = PASSPHRASE) -> Any:
    """Type the passphrase where the cursor is."""
    page = opened.gate.unlock
    assert page is not None and opened.shell is None
    opened.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.passphrase)
    QTest.keyClicks(page.passphrase, passphrase)
    page._try()
    qtbot.waitUntil(lambda: opened.shell is not None, timeout=30_000)
    return opened.shell


def half_typed(shell: Any, ava: str) -> Any:
    """A contact that is half typed about Ava."""
    shell.go("pupil", pupil_id=ava, tab="contacts")
    box = shell.current.panel("contacts").new.editors["summary"].widget
    box.setFocus()
    QTest.keyClicks(box, "Mum would like")
    return box


@pytest.mark.parametrize("typed", [False, True])
def test_nothing_of_the_school_is_left_and_it_goes_on_where_it_was(
    qtbot: QtBot, opened: Gradesk, ava: str, *, typed: bool
) -> None:
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="contacts")
    if typed:
        half_typed(shell, ava)
    lock(opened)
    assert opened.shell is None and opened.store is None and opened.window.windowTitle() == "Gradesk"
    left = [label.text() for label in opened.window.findChildren(QLabel)]
    left += [widget.toolTip() + widget.accessibleName() for widget in opened.window.findChildren(QWidget)]
    assert not any("Ava" in words for words in left)
    shell = unlock(qtbot, opened)
    assert (shell.shown, shell.current.here()["tab"]) == ("pupil", "contacts")
    words = "Mum would like" if typed else ""
    qtbot.waitUntil(lambda: shell.current.panel("contacts").new.editors["summary"].widget.toPlainText() == words)


def test_where_it_was_locked_comes_before_where_something_is_half_typed(
    qtbot: QtBot, opened: Gradesk, ava: str
) -> None:
    shell: Any = opened.shell
    half_typed(shell, ava)
    shell.go("staff")
    lock(opened)
    shell = unlock(qtbot, opened)
    assert shell.shown == "staff"
    shell.go("pupil", pupil_id=ava, tab="contacts")
    qtbot.waitUntil(
        lambda: shell.current.panel("contacts").new.editors["summary"].widget.toPlainText() == "Mum would like"
    )


@pytest.mark.parametrize("name", ["corner", "meeting"])
def test_the_keys_of_a_screen_that_stood_alone_go_with_it_and_keep_nothing_of_the_school(
    opened: Gradesk, ava: str, name: str
) -> None:
    """What the window keeps of a key keeps what it does, and with it every screen and all their words."""

    def keys() -> int:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return len(opened.window.findChildren(QAction, "", Qt.FindChildOption.FindDirectChildrenOnly))

    shell: Any = opened.shell
    before = keys()
    for _ in range(2):
        shell.go(name, pupil_id=ava)
        assert keys() > before
        shell.go("today")
    assert keys() == before
    shell.go(name, pupil_id=ava)
    lock(opened)
    assert keys() == before


def test_what_was_done_before_is_undone_after_it(qtbot: QtBot, opened: Gradesk, store: Store, ava: str) -> None:
    pupils.change_pupil(store, ava, {"class_name": "Elm"})
    lock(opened)
    unlock(qtbot, opened)
    assert opened.store is not None
    history.undo(opened.store)
    assert pupils.page(opened.store, ava).pupil.class_name != "Elm"


def test_while_the_file_takes_nothing_it_stays_open_with_the_words_and_says_why(
    qtbot: QtBot, opened: Gradesk, ava: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: Any) -> bool:
        raise Refused("The disk is full; nothing was kept. Free some space.")

    box = half_typed(opened.shell, ava)
    monkeypatch.setattr(unfinished, "keep", full)
    lock(opened)
    shell: Any = opened.shell
    assert shell is not None and shell.banner.words.startswith("It is not locked. The disk is full")
    assert box.toPlainText() == "Mum would like"
    said: list[str] = []
    shell.banner.coming.connect(lambda: said.append(shell.banner.words))
    shell.banner.hide()
    for _ in range(3):
        shell.desk.write(everywhere=True)
    assert said == [] and shell.saved.text() == "Not saved", "it is tried again, and said once"
    monkeypatch.undo()
    shell.desk.write(everywhere=True)
    lock(opened)
    assert opened.shell is None


def test_while_pages_are_being_saved_it_stays_open(opened: Gradesk, monkeypatch: pytest.MonkeyPatch) -> None:
    shell: Any = opened.shell
    shell.go("preview")
    monkeypatch.setattr(shell.current, "busy", lambda: "The pages are still being saved; stop it first.")
    lock(opened)
    assert opened.shell is shell and "still being saved" in shell.banner.words


def test_nothing_of_one_school_reaches_another_that_is_opened_from_there(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str, tmp_path: Path
) -> None:
    opening.make_school(tmp_path / "other", "Fernhill", PASSPHRASE, cost=CHEAP).close()
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="contacts")
    opened.ask.begun["Add a pupil"] = "Liam Halftyped"
    lock(opened)
    opened.gate.look_in(tmp_path / "other")
    shell = unlock(qtbot, opened)
    assert shell.shown == "today" and opened.ask.begun == {} and shell.banner.words == ""


def test_nothing_of_the_school_is_dressed_any_more(qtbot: QtBot, opened: Gradesk, ava: str) -> None:
    shell: Any = opened.shell
    for name, place in (("school", {}), ("pupil", {"pupil_id": ava, "tab": "plan"}), ("pupils", {})):
        shell.go(name, **place)
    opened.look.choose(scale=175)
    lock(opened)
    for scale in (200, 100):
        opened.look.choose(scale=scale)
    assert unlock(qtbot, opened).shown == "pupils"


def test_a_curtain_that_stays_down_for_long_closes_the_file_and_nothing_half_typed_is_lost(
    qtbot: QtBot, opened: Gradesk, ava: str
) -> None:
    shell: Any = opened.shell
    half_typed(shell, ava)
    assert opened.curtain is not None
    opened.curtain.fall()
    opened.curtain.lock()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert opened.shell is None and opened.store is None
    left = [label.text() for label in opened.window.findChildren(QLabel)]
    assert not any("Ava" in words for words in left)
    assert not [one for one in QApplication.topLevelWidgets() if type(one).__name__ == "Cover" and one.isVisible()]
    shell = unlock(qtbot, opened)
    assert shell.current.here()["tab"] == "contacts"
    qtbot.waitUntil(
        lambda: shell.current.panel("contacts").new.editors["summary"].widget.toPlainText() == "Mum would like"
    )


def test_a_curtain_stays_where_something_must_not_be_broken_off(opened: Gradesk, ava: str) -> None:
    shell: Any = opened.shell
    shell.current.busy = lambda: "Pages are on their way."
    assert opened.curtain is not None
    opened.curtain.fall()
    opened.curtain.lock()
    assert opened.shell is shell and opened.curtain.is_down
    del ava


def test_a_question_behind_the_curtain_keeps_the_file_open(qtbot: QtBot, opened: Gradesk) -> None:
    question = QDialog(opened.window)
    qtbot.addWidget(question)
    question.show()
    assert opened.curtain is not None
    opened.curtain.fall()
    opened.curtain.lock()
    assert opened.shell is not None and opened.curtain.is_down and question.isVisible()
    opened.curtain.lift()


def test_a_window_that_is_only_read_keeps_nothing_open(qtbot: QtBot, opened: Gradesk) -> None:
    shell: Any = opened.shell
    seen: list[bool] = []

    def go_away() -> None:
        seen.append(isinstance(QApplication.activeModalWidget(), Manual))
        assert opened.curtain is not None
        opened.curtain.leave()

    QTimer.singleShot(200, go_away)
    next(row for row in shell.rows() if row.shortcut == "F1").run()
    assert seen == [True] and opened.store is None
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, Manual) and one.isVisible()]


def test_where_it_can_a_new_process_waits_at_the_gate_and_leads_back_to_the_same_place(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the end of a process forgets every word: this one ends, and what leads back waits in the encrypted file."""
    begun: list[Path] = []
    ended: list[bool] = []
    monkeypatch.setattr(QApplication, "quit", staticmethod(lambda: ended.append(True)))
    opened.begins_anew = lambda folder: begun.append(folder) or 1
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="contacts")
    folder, run = store.vault.folder, store.run
    opened.lock()
    assert begun == [folder] and ended and opened.store is None and not opened.window.isVisible()
    again = opening.open_school(folder, PASSPHRASE)
    assert unfinished.left(again) == ("pupil", {"pupil_id": ava, "tab": "contacts"}, run, {})
    assert unfinished.left(again) is None and unfinished.kept(again) == []
    again.close()


def test_the_next_process_goes_to_where_it_was_locked_once(opened: Gradesk, store: Store, ava: str) -> None:
    unfinished.leave(store, "pupil", {"pupil_id": ava, "tab": "plan"}, store.run, {})
    folder = store.vault.folder
    opened._put_down()
    opened.gate = opened._gate_at(folder)
    opened.gate.take(opening.open_school(folder, PASSPHRASE))
    shell: Any = opened.shell
    assert (shell.shown, shell.current.here()) == ("pupil", {"pupil_id": ava, "tab": "plan"})
    assert opened.store is not None and unfinished.left(opened.store) is None


def test_a_field_in_hand_is_in_hand_again_with_the_cursor_behind_the_last_letter(
    qtbot: QtBot, opened: Gradesk, ava: str
) -> None:
    """What was typed into a page that is read first is kept when it is locked, and the page is open for more."""
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="passport", at=("admire",))
    tab = shell.current.panel("passport")
    qtbot.waitUntil(lambda: tab.sections.editors["admire"].widget.isVisibleTo(opened.window))
    tab.sections.focus_on("admire")
    QTest.keyClicks(QApplication.focusWidget(), "Ava is kind to yo")
    lock(opened)
    shell = unlock(qtbot, opened)
    tab = shell.current.panel("passport")
    field = tab.sections.editors["admire"].widget
    qtbot.waitUntil(lambda: QApplication.focusWidget() is field)
    QTest.keyClicks(field, "u")
    qtbot.waitUntil(lambda: field.toPlainText() == "Ava is kind to you")
