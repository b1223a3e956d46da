"""The manual has a page for every place, opens at the right one, is searched, and prints."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gradesk.app import Gradesk
from gradesk.system.paths import resource
from gradesk.ui.explained import meanings
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.screens import SCREENS
from gradesk.ui.screens.pupil.screen import EXPLAINED, TABS
from gradesk.ui.shell.manual import ORDER, Manual, page_for, pages


def test_every_screen_and_every_tab_of_a_pupil_has_a_page_of_its_own() -> None:
    for listed in SCREENS:
        assert page_for(listed.name) == listed.name
    for name, _, _ in TABS:
        assert page_for("pupil", name) == f"pupil-{name}"
    assert page_for("elsewhere") == "start"


def test_pages_pictures_and_files_are_the_same_ones() -> None:
    folder = resource("manual", "start.md").parent
    assert {path.stem for path in folder.glob("*.md")} == set(ORDER)
    shown = {name for page in pages() for name in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page.text)}
    assert shown == {path.name for path in folder.glob("*.png")}
    assert all(page.title and page.text.startswith("# ") for page in pages())


def test_the_key_opens_the_page_for_the_tab_one_is_in(opened: Gradesk, ava: str) -> None:
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="plan")
    seen: list[str] = []

    def look() -> None:
        manual = QApplication.activeModalWidget()
        assert isinstance(manual, Manual)
        seen.extend([manual.shown, manual.page.toPlainText()])
        manual.reject()

    QTimer.singleShot(0, look)
    QTest.keyClick(opened.window, Qt.Key.Key_F1)
    assert seen[0] == "pupil-plan" and "square brackets" in seen[1]


def test_it_is_searched_by_any_words_and_says_where_nothing_is(opened: Gradesk) -> None:
    shell: Any = opened.shell
    manual = Manual("today", opened.ask, shell)
    assert manual.shown == "today"
    QTest.keyClicks(manual.line, "passphrase safe")
    assert manual.shown == "safe"
    QTest.keyClick(manual.line, Qt.Key.Key_Down)
    manual.line.clear()
    assert manual.list.count() == len(ORDER)
    QTest.keyClicks(manual.line, "zebra crossing")
    assert manual.shown == "" and "Nothing in the manual" in manual.page.toPlainText()
    manual.deleteLater()


@pytest.mark.parametrize("key", ["button", "Ctrl+P"])
def test_a_page_is_printed(opened: Gradesk, answers: Any, tmp_path: Path, key: str) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "page.pdf"))
    answers.printers.append(printer)
    manual = Manual("safe", opened.ask, opened.window)
    if key == "button":
        manual.print()
    else:
        QTest.keyClick(manual, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
    manual.deleteLater()


def test_a_word_of_the_list_is_explained_where_it_is_used(opened: Gradesk, ava: str) -> None:
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="everyday")
    tabs = shell.current.tabs
    said = [tabs.tabToolTip(place) for place in range(tabs.count())]
    assert "every lesson" in said[2] and said[2].endswith("Alt+3</qt>") and said[8] == "<qt>Alt+9</qt>"
    chips = [one.toolTip() for one in shell.current.head.findChildren(PlainLabel) if one.toolTip()]
    assert any("on the register" in words for words in chips)
    assert set(EXPLAINED.values()) <= set(meanings())
    shell.go("pupils")
    model = shell.current.table.model()
    keys = [column.key for column in model._columns]
    told = model.headerData(keys.index("layer"), Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "nothing about the child" in told


def test_where_a_page_has_a_search_that_of_the_window_waits_for_its_key(opened: Gradesk, ava: str) -> None:
    shell: Any = opened.shell
    assert shell.finder.line.isVisible()
    shell.go("pupils")
    assert not shell.finder.line.isVisible() and shell.current.search.isVisible()
    shell.finder.open()
    assert shell.finder.line.isVisible()
    shell.current.search.setFocus()
    assert not shell.finder.line.isVisible()
    shell.go("today")
    assert shell.finder.line.isVisible()
