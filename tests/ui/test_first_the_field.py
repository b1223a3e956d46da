"""At the start the passphrase's field comes first; what opens a file and shows a school is loaded while somebody types."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gradesk.ui.meanwhile.ahead import USUAL, Ahead
from tests.conftest import PASSPHRASE

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("sqlalchemy", "cryptography", "reportlab", "gradesk.model.entities", "gradesk.ui.shell.window")
# In a program of its own: here all of it has long been loaded.
PROGRAM = """
import json, sys
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

def instead():
    app = QApplication.instance()
    while not isinstance(field := app.focusWidget(), QLineEdit):
        app.processEvents()
    early = sorted(set(sys.argv[2:]) & set(sys.modules))
    QTest.keyClicks(field, input())
    QTest.keyClick(field, "\\r")
    said = next(label.text() for label in field.window().findChildren(QLabel) if "…" in label.text())
    window = field.window()
    loading = not {"gradesk.ui.shell.window"} & set(sys.modules)
    while window.centralWidget().__class__.__name__ != "Shell":
        app.processEvents()
    print(json.dumps([early, loading, said, window.centralWidget().shown, sorted(set(sys.argv[2:]) & set(sys.modules))]))
    return 0

QApplication.exec = staticmethod(instead)
from gradesk.__main__ import main
main(["--data", sys.argv[1]])
"""


def test_enter_before_everything_is_loaded_waits_and_opens_the_school(folder: Path, tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder), *HEAVY],
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        input=PASSPHRASE + "\n",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    early, was_loading, said, shown, loaded = json.loads(ran.stdout.splitlines()[-1])
    assert early == []
    assert was_loading
    assert said == "Opening …"
    assert shown == "today"
    assert set(loaded) == set(HEAVY) - {"reportlab"}


def test_nothing_more_is_loaded_while_a_file_is_being_opened(qtbot: QtBot) -> None:
    parent, loaded = QObject(), list[str]()

    def apart() -> Iterator[None]:
        for name in ("one", "two"):
            loaded.append(name)
            yield

    def here() -> Iterator[None]:
        loaded.append("here")
        yield

    ahead = Ahead(apart, here, parent)
    ahead.rest(True)
    ahead.begin(0)
    qtbot.wait(50)
    assert loaded == []
    with qtbot.waitSignal(ahead.ended):
        ahead.rest(False)
    assert loaded == ["one", "two", "here"]
    assert sys.getswitchinterval() == USUAL
    ahead.stop()


def test_who_closes_the_program_while_it_rests_need_not_wait(qtbot: QtBot) -> None:
    parent = QObject()
    ahead = Ahead(lambda: iter(()), lambda: iter(()), parent)
    ahead.rest(True)
    ahead.begin(0)
    qtbot.waitUntil(ahead._thread.is_alive)
    ahead.stop()
    assert not ahead._thread.is_alive()
