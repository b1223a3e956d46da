"""The curtain: one key covers everything of the program, and the passphrase brings it back as it was."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QMenu, QTableView, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.custody import unfinished
from gradesk.services.school import opening
from gradesk.store.work import Store
from gradesk.system.laptop.absence import Absence
from gradesk.ui import tasks
from gradesk.ui.ask import Ask
from gradesk.ui.kit import announce
from gradesk.ui.screens import SCREENS
from gradesk.ui.shell.curtain import behind
from gradesk.ui.shell.curtain.clipboard import MARKS, CarefulClipboard
from gradesk.ui.shell.curtain.curtain import Curtain
from gradesk.ui.shell.curtain.unseen import Unseen
from gradesk.ui.shell.keys import KeySheet
from gradesk.ui.shell.manual import Manual
from tests.conftest import PASSPHRASE

LONG = 10_000  # ms


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key, where the system would hand it in: at the window that has the keyboard."""
    window = QGuiApplication.focusWindow()
    assert window is not None
    QTest.keyClick(window, key, modifiers)


def curtain_of(opened: Gradesk) -> Any:
    """What covers."""
    assert opened.curtain is not None
    return opened.curtain


def is_put_away(opened: Gradesk) -> bool:
    """Whether the words are kept and nothing is in sight behind the cover any more."""
    shell: Any = opened.shell
    return curtain_of(opened).is_down and not shell.isVisible()


def cover(qtbot: QtBot, opened: Gradesk) -> Any:
    """Cover everything by its key."""
    opened.window.activateWindow()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is not None)
    press(Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: is_put_away(opened))
    return curtain_of(opened).cover


def type_passphrase(opened: Gradesk, words: str = PASSPHRASE) -> None:
    """Type into the field of the cover."""
    field = curtain_of(opened).cover.page.passphrase
    QTest.keyClicks(field, words)
    QTest.keyClick(field, Qt.Key.Key_Return)


def uncover(qtbot: QtBot, opened: Gradesk) -> None:
    """Lift it by the passphrase."""
    qtbot.waitUntil(lambda: QApplication.focusWidget() is curtain_of(opened).cover.page.passphrase)
    type_passphrase(opened)
    qtbot.waitUntil(lambda: not curtain_of(opened).is_down, timeout=LONG)


def half_typed(qtbot: QtBot, opened: Gradesk, ava: str) -> Any:
    """A contact that is half typed about Ava."""
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="contacts")
    box = shell.current.panel("contacts").new.editors["summary"].widget
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    QTest.keyClicks(box, "Mum would like")
    return box


def heard(interface: QAccessibleInterface | None, found: list[str]) -> None:
    """Everything a screen reader can find from somewhere downwards, but for what is hidden."""
    if interface is None or interface.state().invisible:
        return
    found += [interface.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Value)]
    for place in range(interface.childCount()):
        heard(interface.child(place), found)


def heard_anywhere() -> str:
    """The same of all windows."""
    found: list[str] = []
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            heard(QAccessible.queryAccessibleInterface(window), found)
            found += [window.windowTitle(), window.toolTip()]
    return " | ".join(filter(None, found))


Steps = Iterator[Callable[[], bool]]


def during(begin: Callable[[], object], steps: Steps) -> object:
    """Do something that waits for an answer, and meanwhile go from step to step, each as soon as it is so."""
    timer, left, wanted = QTimer(), [500], [next(steps)]
    failed: list[BaseException] = []

    def tick() -> None:
        try:
            left[0] -= 1
            assert left[0], f"it never came to line {steps.gi_frame.f_lineno}"
            if wanted[0]():
                wanted[0] = next(steps)
        except BaseException as error:
            timer.stop()
            if not isinstance(error, StopIteration):
                failed.append(error)
                for asked in QApplication.topLevelWidgets():
                    asked.setVisible(asked.inherits("QMainWindow"))

    timer.timeout.connect(tick)
    timer.start(10)
    answer = begin()
    if failed:
        raise failed[0]
    assert not timer.isActive(), "it was answered too soon"
    return answer


@pytest.mark.parametrize("name", [listed.name for listed in SCREENS])
def test_every_screen_is_covered_and_is_as_it_was(qtbot: QtBot, opened: Gradesk, ava: str, name: str) -> None:
    shell: Any = opened.shell
    shell.go(name, **({"pupil_id": ava} if name == "pupil" else {}))
    shell.finder.open()
    shell.finder.line.setText("quite another thing")
    shell._refocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and not tasks._post().tasks, timeout=LONG)
    before, here, focus = opened.window.grab().toImage(), shell.current.here(), QApplication.focusWidget()
    page = cover(qtbot, opened)
    assert page.geometry() == opened.window.geometry() and opened.window.windowTitle() == "Gradesk"
    said = heard_anywhere()
    assert "Covered. Type the passphrase to go on." in said
    assert not any(words in said for words in ("Ava", "Núñez", "Fernhill", "another thing"))
    uncover(qtbot, opened)
    assert (shell.shown, shell.current.here(), shell.isVisible()) == (name, here, True)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is focus)
    assert opened.window.grab().toImage().size() == before.size()


def test_half_typed_words_and_what_is_chosen_in_them_are_back(qtbot: QtBot, opened: Gradesk, ava: str) -> None:
    box = half_typed(qtbot, opened, ava)
    for _ in range(4):
        press(Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert box.textCursor().selectedText() == "like"
    before = opened.window.grab().toImage()
    cover(qtbot, opened)
    uncover(qtbot, opened)
    qtbot.waitUntil(box.hasFocus)
    assert (box.toPlainText(), box.textCursor().selectedText()) == ("Mum would like", "like")
    assert box.textCursor().position() < box.textCursor().anchor()
    qtbot.waitUntil(lambda: opened.window.grab().toImage() == before)
    press(Qt.Key.Key_X)
    assert box.toPlainText() == "Mum would x"


def test_what_is_chosen_in_a_line_and_folded_away_on_leaving_is_back(qtbot: QtBot, opened: Gradesk) -> None:
    shell: Any = opened.shell
    shell.go("pupils")  # whose own search has the place of the one above
    press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    line = shell.finder.line
    qtbot.waitUntil(line.hasFocus)
    QTest.keyClicks(line, "print labels")
    line.setSelection(12, -6)
    cover(qtbot, opened)
    uncover(qtbot, opened)
    qtbot.waitUntil(line.hasFocus)
    assert line.isVisible() and line.selectedText() == "labels" and line.cursorPosition() == 6


def test_a_cell_that_is_open_stays_open(qtbot: QtBot, opened: Gradesk) -> None:
    shell: Any = opened.shell
    shell.go("school", tab="calendar")
    shell.current.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in shell.current.findChildren(QTableView)))
    table = next(one for one in shell.current.findChildren(QTableView) if one.isVisible())
    model = table.model()
    cells = [model.index(row, at) for row in range(model.rowCount()) for at in range(model.columnCount())]
    cell = next(one for one in cells if model.flags(one) & Qt.ItemFlag.ItemIsEditable)
    table.setFocus()
    table.setCurrentIndex(cell)
    table.edit(cell)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    line: Any = QApplication.focusWidget()
    line.selectAll()
    QTest.keyClicks(line, "half")
    cover(qtbot, opened)
    uncover(qtbot, opened)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is line)
    assert table.state() == QTableView.State.EditingState and line.text() == "half"


def test_the_words_are_kept_in_the_file_as_soon_as_nothing_is_in_sight(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    half_typed(qtbot, opened, ava)
    painted: list[bool] = []
    curtain = curtain_of(opened)
    shell: Any = opened.shell
    written = shell.desk.write

    def write(*, everywhere: bool = False) -> None:
        painted.append(curtain.cover.isVisible() and curtain.cover.page.isVisible())
        written(everywhere=everywhere)

    with monkeypatch.context() as patch:
        patch.setattr(shell.desk, "write", write)
        cover(qtbot, opened)
    assert painted == [True]
    assert any("Mum would like" in str(one.words) for one in unfinished.kept(store))


def test_a_wrong_passphrase_says_so_and_each_time_it_takes_longer(qtbot: QtBot, opened: Gradesk) -> None:
    page = cover(qtbot, opened).page
    qtbot.waitUntil(page.passphrase.hasFocus)
    for wait in ("", "1 second.", "2 seconds."):
        page.ready(True)
        type_passphrase(opened, "not it")
        assert page.message.text() == "Checking …" and not page.passphrase.isEnabled()
        qtbot.waitUntil(lambda: page.message.text() != "Checking …", timeout=LONG)
        assert page.message.text().startswith("That is not the passphrase; everything stays covered")
        assert page.message.text().endswith(f" You can try again in {wait}" if wait else "again.")
        assert page.passphrase.isEnabled() == (not wait)
    assert is_put_away(opened)


def test_the_passphrase_is_checked_off_the_windows_thread(
    qtbot: QtBot, opened: Gradesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []
    check = opening.is_its_passphrase

    def checked(store: Store, passphrase: str) -> bool:
        threads.append(threading.get_ident())
        return check(store, passphrase)

    monkeypatch.setattr(opening, "is_its_passphrase", checked)
    cover(qtbot, opened)
    uncover(qtbot, opened)
    assert threads and threads[0] != threading.get_ident()


def test_the_passphrase_lifts_it_also_while_the_folder_is_gone(
    qtbot: QtBot, opened: Gradesk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    cover(qtbot, opened)
    folder = store.vault.folder
    folder.rename(folder.with_name("pulled out"))
    try:
        uncover(qtbot, opened)
    finally:
        folder.with_name("pulled out").rename(folder)


def test_no_key_works_on_what_is_behind(qtbot: QtBot, opened: Gradesk, ava: str) -> None:
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava)
    cover(qtbot, opened)
    for key in (Qt.Key.Key_1, Qt.Key.Key_K, Qt.Key.Key_L, Qt.Key.Key_Z, Qt.Key.Key_P, Qt.Key.Key_Space):
        press(key, Qt.KeyboardModifier.ControlModifier)
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_F12, Qt.Key.Key_Tab):
        press(key)
    press(Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert is_put_away(opened) and opened.shell is shell and shell.shown == "pupil"
    assert QApplication.activePopupWidget() is None and QApplication.activeModalWidget() is curtain_of(opened).cover
    inside = QApplication.focusWidget()
    assert inside is not None and inside.window() is curtain_of(opened).cover


def test_a_message_a_question_and_a_tooltip_that_come_meanwhile_are_covered_too(
    qtbot: QtBot, opened: Gradesk, ava: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[Any] = []
    monkeypatch.setattr(announce, "send", said.append)
    shell: Any = opened.shell

    def steps() -> Steps:
        yield lambda: isinstance(QApplication.activeModalWidget(), type(curtain_of(opened).cover))
        asked = next(one for one in QApplication.topLevelWidgets() if one.inherits("QInputDialog"))
        yield lambda: not asked.findChild(QLineEdit).isVisible()
        assert "Ava" not in heard_anywhere() and asked.windowTitle() == "Gradesk"
        yield lambda: QApplication.focusWidget() is curtain_of(opened).cover.page.passphrase
        type_passphrase(opened)
        yield lambda: not curtain_of(opened).is_down and asked.findChild(QLineEdit).isVisible()
        assert asked.windowTitle() == "About Ava" and asked.isVisible()
        yield lambda: asked.isActiveWindow()
        asked.accept()

    cover(qtbot, opened)
    shell.banner.say("Ava is on the register now.", "good")
    QToolTip.showText(QPoint(10, 10), "Ava", opened.window)
    assert said == [] and "Ava" not in heard_anywhere()
    assert during(lambda: Ask().line(opened.window, "About Ava", "What of Ava?"), steps()) == ""
    assert shell.banner.words == "Ava is on the register now." and shell.banner.isVisible()


@pytest.mark.parametrize("kind", [Manual, KeySheet])
def test_a_page_that_is_open_over_the_window_is_covered_and_open_again(
    qtbot: QtBot, opened: Gradesk, kind: type[QWidget]
) -> None:
    shell: Any = opened.shell

    def steps() -> Steps:
        yield lambda: isinstance(QApplication.activeWindow(), kind) and QApplication.focusWidget() is not None
        asked, focus, title = QApplication.activeModalWidget(), QApplication.focusWidget(), ""
        assert asked is not None and focus is not None
        title = asked.windowTitle()
        press(Qt.Key.Key_F12)
        yield lambda: is_put_away(opened) and not focus.isVisible()
        assert title not in heard_anywhere() and asked.isVisible()
        yield lambda: QApplication.focusWidget() is curtain_of(opened).cover.page.passphrase
        type_passphrase(opened)
        yield lambda: not curtain_of(opened).is_down
        yield lambda: QApplication.focusWidget() is focus
        assert asked.windowTitle() == title
        press(Qt.Key.Key_Escape)

    during(shell.show_manual if kind is Manual else shell.show_keys, steps())


def test_what_is_half_typed_in_a_question_is_there_when_the_cover_is_gone(qtbot: QtBot, opened: Gradesk) -> None:
    def steps() -> Steps:
        yield lambda: isinstance(QApplication.focusWidget(), QLineEdit)
        line: Any = QApplication.focusWidget()
        QTest.keyClicks(line, "Liam Halftyped")
        line.setSelection(5, 9)
        size = line.window().size()
        press(Qt.Key.Key_F12)
        yield lambda: is_put_away(opened) and not line.isVisible()
        assert "Liam" not in heard_anywhere() and line.window().size() == size
        yield lambda: QApplication.focusWidget() is curtain_of(opened).cover.page.passphrase
        type_passphrase(opened)
        yield lambda: QApplication.focusWidget() is line
        assert line.selectedText() == "Halftyped" and line.window().size() == size
        press(Qt.Key.Key_Return)

    assert during(lambda: Ask().line(opened.window, "Add a pupil", "Name"), steps()) == "Liam Halftyped"


def test_a_dialogue_for_files_is_covered_and_goes_on(qtbot: QtBot, opened: Gradesk, tmp_path: Path) -> None:
    (tmp_path / "Ava.csv").write_text("nothing")

    def steps() -> Steps:
        yield lambda: isinstance(QApplication.activeModalWidget(), QFileDialog)
        asked: Any = QApplication.activeModalWidget()
        asked.setDirectory(str(tmp_path))
        yield lambda: "Ava.csv" in heard_anywhere()
        press(Qt.Key.Key_F12)
        yield lambda: is_put_away(opened)
        assert "Ava" not in heard_anywhere()
        yield lambda: QApplication.focusWidget() is curtain_of(opened).cover.page.passphrase
        type_passphrase(opened)
        yield lambda: asked.isActiveWindow() and asked.isVisible()
        assert "Ava.csv" in heard_anywhere()
        asked.reject()

    assert during(lambda: Ask().open_file(opened.window, "A register", "All (*)"), steps()) is None


def test_menus_and_lists_that_are_open_are_closed(qtbot: QtBot, opened: Gradesk) -> None:
    press(Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    qtbot.waitUntil(lambda: len(curtain_of(opened)._watch._before) > 1)
    press(Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: is_put_away(opened))
    assert QApplication.activePopupWidget() is None and "Lock Gradesk" not in heard_anywhere()
    uncover(qtbot, opened)
    shell: Any = opened.shell
    shell.go("school")
    box = next(one for one in shell.current.findChildren(QComboBox) if one.accessibleName() == "Theme")
    box.setFocus()
    press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    qtbot.waitUntil(lambda: len(curtain_of(opened)._watch._before) > 2)
    press(Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: is_put_away(opened))
    assert QApplication.activePopupWidget() is None and not box.view().isVisible()
    uncover(qtbot, opened)
    qtbot.waitUntil(box.hasFocus)


def test_escape_twice_covers_only_where_nothing_had_a_use_for_it(qtbot: QtBot, opened: Gradesk) -> None:
    shell: Any = opened.shell
    now = [100.0]
    curtain_of(opened)._watch._clock = lambda: now[0]

    def escape(after: float) -> None:
        now[0] += after
        press(Qt.Key.Key_Escape)

    shell.banner.say("Something.", "info")
    escape(9)
    escape(0.2)
    assert not curtain_of(opened).is_down, "the first one put the message away"
    escape(0.6)
    assert not curtain_of(opened).is_down, "too slow"
    press(Qt.Key.Key_Shift)
    escape(0.1)
    assert not curtain_of(opened).is_down, "another key came between"
    escape(0.4)
    assert curtain_of(opened).is_down


class Times:
    """Two clocks that a test puts forward."""

    def __init__(self) -> None:
        self.passed, self.shown = 1_000.0, 50_000.0

    def go_on(self, seconds: float, *, asleep: bool = False) -> None:
        self.passed += 0 if asleep else seconds
        self.shown += seconds

    def absence(self) -> Absence:
        return Absence(lambda: self.passed, lambda: self.shown)


@pytest.fixture
def times(opened: Gradesk) -> Times:
    """The clocks by which the window covers itself; it looks at them when the test says so."""
    times = Times()
    curtain: Curtain = curtain_of(opened)
    curtain._clock.stop()
    curtain._absence = times.absence()
    curtain._watch.stirred.connect(curtain._absence.touched)
    return times


def pass_by(opened: Gradesk, times: Times, seconds: int) -> bool:
    """Let seconds pass; whether it covered or locked itself."""
    for _ in range(seconds):
        if opened.store is None:
            return True
        times.go_on(1)
        curtain_of(opened).look()
    return opened.store is None or bool(curtain_of(opened).is_down)


def test_after_five_minutes_with_no_key_and_no_mouse_the_key_is_dropped(opened: Gradesk, times: Times) -> None:
    assert not pass_by(opened, times, 299)
    press(Qt.Key.Key_Shift)
    assert not pass_by(opened, times, 299)
    window = opened.window.windowHandle()
    QTest.mouseMove(window, QPoint(30, 30))
    QTest.mouseMove(window, QPoint(31, 31))
    assert not pass_by(opened, times, 299)
    assert pass_by(opened, times, 1)
    assert opened.store is None and opened.shell is None and opened.gate.unlock is not None


def test_what_was_covered_by_a_key_and_left_there_is_locked_after_the_same_time(opened: Gradesk, times: Times) -> None:
    curtain_of(opened).fall()
    times.go_on(299)
    press(Qt.Key.Key_Shift)
    assert opened.store is not None
    pass_by(opened, times, 300)
    assert opened.store is None


def test_what_must_not_be_broken_off_is_covered_and_the_lock_is_tried_once(opened: Gradesk, times: Times) -> None:
    shell, tried = cast("Any", opened.shell), list[int]()
    shell.current.busy = lambda: "Pages are on their way."
    curtain_of(opened).wanted_locked.connect(lambda: tried.append(1))
    assert pass_by(opened, times, 320)
    assert opened.store is not None and curtain_of(opened).is_down and tried == [1]
    shell.current.busy = str
    curtain_of(opened)._long.timeout.emit()
    assert opened.store is None


@pytest.mark.parametrize(("chosen", "seconds"), [(1, 60), (15, 900), (99, 900), (-4, 0), (0, 0)])
def test_after_how_long_is_chosen(opened: Gradesk, times: Times, chosen: int, seconds: int) -> None:
    opened.look.cover_after(chosen)
    assert pass_by(opened, times, 3_600) == bool(seconds)
    assert opened.look.covers_after * 60 == seconds


def test_it_counts_under_a_question_too(qtbot: QtBot, opened: Gradesk, times: Times) -> None:
    def steps() -> Steps:
        yield lambda: isinstance(QApplication.focusWidget(), QLineEdit)
        asked: Any = QApplication.activeModalWidget()
        assert not pass_by(opened, times, 200)
        press(Qt.Key.Key_A)
        assert not pass_by(opened, times, 299), "typing into a question is typing"
        assert pass_by(opened, times, 1)
        yield lambda: is_put_away(opened)
        yield lambda: QApplication.focusWidget() is curtain_of(opened).cover.page.passphrase
        type_passphrase(opened)
        yield lambda: asked.isActiveWindow() and not curtain_of(opened).is_down
        asked.accept()

    assert during(lambda: Ask().line(opened.window, "Add a pupil", "Name"), steps()) == "a"


def test_when_the_laptop_slept_the_key_is_dropped(opened: Gradesk, times: Times) -> None:
    opened.look.cover_after(0)
    assert not pass_by(opened, times, 30)
    times.go_on(2, asleep=True)
    assert not pass_by(opened, times, 3), "a clock that was put right is no sleep"
    times.go_on(41, asleep=True)
    curtain_of(opened).look()
    assert opened.store is None and opened.shell is None and opened.gate.unlock is not None


def test_where_the_clock_goes_on_through_a_sleep_the_key_is_dropped_too(opened: Gradesk, times: Times) -> None:
    times.go_on(41)
    curtain_of(opened).look()
    assert opened.store is None


def test_before_the_laptop_sleeps_and_when_its_session_is_locked_the_key_is_dropped(opened: Gradesk) -> None:
    """What Linux says by its bus: that a sleep ends, or a screen is shown again, is no reason."""
    laptop = curtain_of(opened)._laptop
    laptop.sleeps(False)
    assert opened.store is not None
    laptop.sleeps(True)
    assert opened.store is None


def test_after_it_was_lifted_the_minutes_are_counted_anew(qtbot: QtBot, opened: Gradesk, times: Times) -> None:
    assert not pass_by(opened, times, 200)
    cover(qtbot, opened)
    pass_by(opened, times, 90)
    uncover(qtbot, opened)
    assert not pass_by(opened, times, 299)
    assert pass_by(opened, times, 1)


def test_ctrl_q_closes_it_and_keeps_every_word(qtbot: QtBot, opened: Gradesk, store: Store, ava: str) -> None:
    half_typed(qtbot, opened, ava)
    cover(qtbot, opened)
    press(Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert not opened.window.isVisible() and not curtain_of(opened).cover.isVisible()
    assert any("Mum would like" in str(one.words) for one in unfinished.kept(store))
    opened.close()
    assert opened.curtain is None


def test_ctrl_q_keeps_what_is_half_typed_in_a_question(opened: Gradesk, store: Store) -> None:
    ask = Ask()
    ask.began = opened.ask.began
    shell: Any = opened.shell
    object.__setattr__(shell.context, "ask", ask)

    def steps() -> Steps:
        yield lambda: isinstance(QApplication.focusWidget(), QLineEdit)
        asked: Any = QApplication.activeModalWidget()
        QTest.keyClicks(asked.findChild(QLineEdit), "Liam Halftyped")
        press(Qt.Key.Key_F12)
        yield lambda: is_put_away(opened)
        yield lambda: QApplication.focusWidget() is curtain_of(opened).cover.page.passphrase
        press(Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
        assert not opened.window.isVisible()
        asked.reject()

    assert during(lambda: ask.line(opened.window, "Add a pupil", "Name"), steps()) is None
    assert any("Liam Halftyped" in str(one.words) for one in unfinished.kept(store))


def test_it_is_not_closed_while_something_would_be_broken_off(
    qtbot: QtBot, opened: Gradesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell: Any = opened.shell
    shell.go("preview")
    monkeypatch.setattr(shell.current, "busy", lambda: "The pages are still being saved; stop it first.")
    page = cover(qtbot, opened)
    page.close()
    assert opened.window.isVisible() and is_put_away(opened)
    assert page.page.message.text() == "Gradesk is not closed. The pages are still being saved; stop it first."


def test_the_cover_follows_the_window(qtbot: QtBot, opened: Gradesk) -> None:
    page = cover(qtbot, opened)
    opened.window.resize(1_000, 640)
    opened.window.move(60, 70)
    qtbot.waitUntil(lambda: page.geometry() == opened.window.geometry())
    shades = opened.window.findChildren(behind.Shade)
    assert [shade.size() for shade in shades] == [opened.window.size()]


def test_a_window_that_lies_below_is_covered_before_it_is_fetched(qtbot: QtBot, opened: Gradesk) -> None:
    opened.window.showMinimized()
    curtain_of(opened).fall()
    qtbot.waitUntil(lambda: is_put_away(opened))
    assert not curtain_of(opened).cover.isVisible()
    opened.window.raise_up()
    qtbot.waitUntil(lambda: curtain_of(opened).cover.isVisible())
    uncover(qtbot, opened)


def test_before_a_school_is_open_there_is_nothing_to_cover(
    qtbot: QtBot, gradesk: Callable[[Path], Gradesk], store: Store
) -> None:
    folder = store.vault.folder
    program = gradesk(folder)
    program.window.activateWindow()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is not None)
    press(Qt.Key.Key_F12)
    assert program.curtain is None and program.gate.isVisible()


def test_locking_and_opening_again_covers_again(qtbot: QtBot, opened: Gradesk) -> None:
    opened.lock()
    assert opened.curtain is None and opened.gate.unlock is not None
    page = opened.gate.unlock
    QTest.keyClicks(page.passphrase, PASSPHRASE)
    page._try()
    qtbot.waitUntil(lambda: opened.shell is not None, timeout=LONG)
    cover(qtbot, opened)
    uncover(qtbot, opened)


def test_it_is_chosen_in_the_menu_and_on_the_schools_page(opened: Gradesk, answers: Any) -> None:
    shell: Any = opened.shell
    answers.lines = ["Locks itself after 3"]
    next(row for row in shell.rows() if row.id == "cover-after").run()
    assert opened.look.covers_after == 3 and shell.banner.words == "Locks itself after 3 minutes."
    shell.go("school")
    box = next(
        one for one in shell.current.findChildren(QWidget) if one.accessibleName() == "When Gradesk locks itself"
    )
    assert box.currentText() == "Locks itself after 3 minutes"
    opened.look.cover_after(0)
    assert box.currentText() == "Never locks itself"


def test_tooltips_of_what_is_behind_are_not_shown(qtbot: QtBot, opened: Gradesk) -> None:
    shell: Any = opened.shell
    shell.finder.line.setToolTip("Ava")
    cover(qtbot, opened)
    event = QEvent(QEvent.Type.ToolTip)
    assert QApplication.sendEvent(shell.finder.line, event)
    assert not QToolTip.isVisible()


def test_what_was_copied_is_marked_and_taken_out_when_the_file_is_closed(
    qtbot: QtBot, opened: Gradesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    clipboard = QApplication.clipboard()
    curtain_of(opened)._clipboard.clear()
    clipboard.setText("from elsewhere")  # offscreen nothing is said to be from here
    opened.curtain._clipboard.clear()
    assert clipboard.text() == "from elsewhere"
    monkeypatch.setattr(CarefulClipboard, "is_from_here", lambda _self: True)
    clipboard.setText("Ava reads well")
    qtbot.waitUntil(lambda: all(clipboard.mimeData().hasFormat(name) for name in MARKS))
    assert clipboard.text() == "Ava reads well"
    curtain_of(opened)._clipboard.clear()
    assert clipboard.text() == ""
    clipboard.setText("Ava writes, too")
    qtbot.waitUntil(lambda: clipboard.mimeData().hasFormat(next(iter(MARKS))))
    opened.close()
    assert clipboard.text() == ""


def test_windows_are_kept_out_of_pictures_until_it_is_not_wanted(opened: Gradesk) -> None:
    told: list[str] = []
    unseen = Unseen(opened.window, opened.look, lambda _id: told.append("hide"), lambda _id: told.append("show"))
    assert told and set(told) == {"hide"}
    opened.look.hide_from_pictures(False)
    assert told[-1] == "show"
    opened.look.hide_from_pictures(True)
    assert told[-1] == "hide"
    unseen.let_go()
    assert told[-1] == "show"
