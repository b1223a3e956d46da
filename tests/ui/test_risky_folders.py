"""A school's file in a synced folder is warned of before it is made or opened, and nobody is kept from it."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gradesk.services.school import before
from gradesk.ui.ask import Ask
from gradesk.ui.shell.gate.unlock import Gate
from tests import copying
from tests.conftest import PASSPHRASE

WORDS = "quiet rivers carry four lanterns"


def test_setting_up_in_a_synced_folder_asks_once_more(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "OneDrive - Fernhill" / "Gradesk"
    gate = Gate(folder, Ask())
    qtbot.addWidget(gate)
    page = gate.first_start
    assert page is not None
    page.school.setText("Fernhill Primary")
    for line in (page.first, page.second):
        line.setText(WORDS)
    page.go.click()
    assert "OneDrive copies this folder elsewhere" in page.message.text() and "once more" in page.message.text()
    assert not folder.exists() and page.go.isEnabled()
    with qtbot.waitSignal(gate.opened, timeout=30_000) as opened:
        page.go.click()
    opened.args[0].close()
    assert before.risk(folder) == ""


def test_opening_a_file_in_a_synced_folder_says_so_once_and_remembers(
    qtbot: QtBot, made_school: Path, tmp_path: Path
) -> None:
    folder = copying.copied(made_school, tmp_path / "Dropbox" / "school")
    gate = Gate(folder, Ask())
    qtbot.addWidget(gate)
    page = gate.unlock
    assert page is not None
    QTest.keyClicks(page.passphrase, PASSPHRASE)
    QTest.keyClick(page.passphrase, Qt.Key.Key_Return)
    assert "Dropbox copies this folder" in page.message.text()
    with qtbot.waitSignal(gate.opened, timeout=30_000) as opened:
        QTest.keyClick(page.passphrase, Qt.Key.Key_Return)
    opened.args[0].close()
    gate.look_in(folder)
    again = gate.unlock
    assert again is not None
    QTest.keyClicks(again.passphrase, PASSPHRASE)
    with qtbot.waitSignal(gate.opened, timeout=30_000) as opened:
        QTest.keyClick(again.passphrase, Qt.Key.Key_Return)
    opened.args[0].close()
    shutil.rmtree(folder)
