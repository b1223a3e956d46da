"""The bank on the screen: finding by typing, writing one's own, and the checks as a quiet list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.model.base import fields_of
from gradesk.model.plans.bank import BankEntry
from gradesk.model.rules.words.wording import Finding
from gradesk.model.vocabulary import AREAS
from gradesk.services.custody import history
from gradesk.services.plans import bank, checking
from gradesk.store.work import Store
from gradesk.ui.kit.checks import FindingsView
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.forms.picker import NOTHING, BankPicker, PickerRow

WORDS = ("cut along a line", "catch a ball", "count to 5")


@pytest.fixture
def asked() -> list[tuple[str, str, int | None]]:
    """What a picker asked for."""
    return []


@pytest.fixture
def picker(qtbot: QtBot, asked: list[tuple[str, str, int | None]]) -> BankPicker:
    """A picker over three rows."""

    def find(typed: str, area: str, age: int | None) -> Sequence[PickerRow]:
        asked.append((typed, area, age))
        return [PickerRow(words, words, "4 to 7 years", f"rest of {words}") for words in WORDS if typed in words]

    made = BankPicker(find, AREAS, age=6)
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    made.line.setFocus()
    return made


def test_typing_narrows_and_enter_takes_the_first(qtbot: QtBot, picker: BankPicker) -> None:
    QTest.keyClicks(picker.line, "catch")
    assert picker.list.count() == 1 and picker.counted.text() == "1 found"
    assert picker.rest.text() == "rest of catch a ball"
    with qtbot.waitSignal(picker.picked) as taken:
        QTest.keyClick(picker.line, Qt.Key.Key_Return)
    assert taken.args == ["catch a ball"]


def test_down_goes_to_the_list_and_up_comes_back(qtbot: QtBot, picker: BankPicker) -> None:
    qtbot.waitExposed(picker)
    QTest.keyClick(picker.line, Qt.Key.Key_Down)
    assert picker.list.hasFocus()
    QTest.keyClick(picker.list, Qt.Key.Key_Down)
    assert picker.current == "catch a ball"
    with qtbot.waitSignal(picker.picked) as taken:
        QTest.keyClick(picker.list, Qt.Key.Key_Return)
    assert taken.args == ["catch a ball"]
    QTest.keyClick(picker.list, Qt.Key.Key_Up)
    QTest.keyClick(picker.list, Qt.Key.Key_Up)
    assert picker.line.hasFocus()


def test_a_double_click_takes_one(qtbot: QtBot, picker: BankPicker) -> None:
    with qtbot.waitSignal(picker.picked) as taken:
        place = picker.list.visualItemRect(picker.list.item(1)).center()
        QTest.mouseClick(picker.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseDClick(picker.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert taken.args == ["catch a ball"]


def test_letters_typed_in_the_list_go_on_with_the_search_and_digits_are_left_alone(
    qtbot: QtBot, picker: BankPicker
) -> None:
    QTest.keyClick(picker.line, Qt.Key.Key_Down)
    QTest.keyClick(picker.list, Qt.Key.Key_1)
    assert picker.line.text() == "" and picker.list.hasFocus()
    QTest.keyClick(picker.list, Qt.Key.Key_B)
    assert picker.line.text() == "b" and picker.line.hasFocus()
    QTest.keyClicks(picker.line, "5")
    assert picker.line.text() == "b5"


def test_escape_leaves(qtbot: QtBot, picker: BankPicker) -> None:
    for widget in (picker.line, picker.list):
        with qtbot.waitSignal(picker.closed):
            QTest.keyClick(widget, Qt.Key.Key_Escape)


def test_nothing_found_says_what_to_do(qtbot: QtBot, picker: BankPicker) -> None:
    QTest.keyClicks(picker.line, "zzz")
    assert picker.found.currentWidget() is picker.nothing and picker.nothing.text() == NOTHING
    assert picker.current is None and picker.rest.text() == ""
    QTest.keyClick(picker.line, Qt.Key.Key_Return)
    QTest.keyClick(picker.line, Qt.Key.Key_Down)
    assert picker.line.hasFocus()


def test_the_age_is_that_of_the_pupil_until_it_is_unticked(
    qtbot: QtBot, picker: BankPicker, asked: list[tuple[str, str, int | None]]
) -> None:
    assert asked[-1] == ("", "", 6)
    QTest.keyClick(picker.this_age.widget, Qt.Key.Key_Space)
    assert asked[-1] == ("", "", None)
    picker.set_area("IND")
    assert asked[-1] == ("", "IND", None)
    picker.set_age(None)
    assert not picker.this_age.widget.isVisible()


def finding(words: str, replacement: str | None = None) -> Finding:
    return Finding("vague", "Words that can mean anything", "does", "t1", words, "A reason.", "A help.", replacement)


def test_findings_are_a_quiet_list_with_a_count_in_words(qtbot: QtBot) -> None:
    view = FindingsView(lambda one: f"Target 1, {one.field}")
    qtbot.addWidget(view)
    view.show()
    assert view.count.text() == "Nothing to say: specific and complete." and not view.list.isVisible()
    view.show_findings([finding("improve"), finding("regular", "twice a week")])
    assert view.count.text() == "Two things to look at" and view.list.isVisible()
    texts = [view.list.item(place).text() for place in range(2)]
    assert "“improve”" in texts[0] and "A reason. A help." in texts[0] and "Enter goes there" in texts[0]
    assert texts[1].startswith("Target 1, does: words") and "Enter puts it right" in texts[1]
    with qtbot.waitSignal(view.help_asked) as asked:
        QTest.keyClick(view.list, Qt.Key.Key_Return)
    assert asked.args == [finding("improve")]
    view.list.setCurrentRow(1)
    view.show_findings([finding("regular", "twice a week")])
    assert view.current == finding("regular", "twice a week") and view.count.text() == "One thing to look at"
    view.show_findings([])
    assert not view.list.isVisible() and view.current is None


@pytest.fixture
def screen(opened: Gradesk) -> Any:
    """The bank's screen."""
    assert opened.shell is not None
    opened.shell.go("bank")
    return opened.shell.current


def shown(screen: Any) -> list[str]:
    listed: QListWidget = screen.picker.list
    return [listed.item(place).text().split("\n")[0] for place in range(listed.count())]


def test_the_bank_is_searched_and_narrowed_by_kind_area_and_age(qtbot: QtBot, screen: Any, store: Store) -> None:
    assert len(shown(screen)) == len(bank.find(store))
    QTest.keyClicks(screen.picker.line, "scissors")
    assert shown(screen) and all("\n" not in words for words in shown(screen))
    screen.kind.show("strategy")
    screen.kind.edited.emit()
    assert all(screen._entries[row.what].kind == "strategy" for row in screen.picker._rows)
    screen.age.show(19)
    screen.age.edited.emit()
    assert shown(screen) == [] and screen.entry.entry is None


def test_ones_own_is_written_and_kept_as_it_is_typed(qtbot: QtBot, opened: Gradesk, screen: Any, store: Store) -> None:
    screen._add("target")
    form = screen.entry.form
    assert form.editors["words"].widget.hasFocus()
    QTest.keyClicks(form.editors["words"].widget, "tell a riddle")
    screen.flush()
    QTest.keyClicks(form.editors["from_age"].widget, "0")
    (entry,) = bank.find(store, "target", "riddle")
    assert entry.own and shown(screen)[0] == "Tell a riddle"
    assert screen.entry.form is form, "the form being typed in is left alone"


def test_an_age_that_cannot_be_is_said_and_stays_on_the_screen(
    qtbot: QtBot, opened: Gradesk, screen: Any, store: Store
) -> None:
    assert opened.shell is not None
    screen._add("strategy")
    editor = screen.entry.form.editors["from_age"].widget
    editor.clear()
    QTest.keyClicks(editor, "99")
    screen.flush()
    assert "Ages go from" in opened.shell.banner.words and screen.unkept()
    screen.picker.list.setCurrentRow(3)
    assert screen.entry.form is not None and editor.text() == "99"
    editor.clear()
    QTest.keyClicks(editor, "5")
    screen.flush()
    assert not screen.unkept()


def test_a_shipped_entry_is_copied_and_the_copy_deleted_and_brought_back(
    qtbot: QtBot, opened: Gradesk, screen: Any, store: Store
) -> None:
    QTest.keyClicks(screen.picker.line, "curved line")
    assert screen.entry.form is None
    screen.entry._copy()
    (entry,) = [one for one in bank.find(store, "target", "curved line") if one.own]
    assert screen.entry.entry.uuid == entry.uuid and screen.entry.form is not None
    screen.entry._remove()
    assert [one for one in bank.find(store, "target", "curved line") if one.own] == []
    history.undo(store)
    assert [one.uuid for one in bank.find(store, "target", "curved line") if one.own] == [entry.uuid]
    assert entry.uuid in screen._entries


def test_every_field_of_an_entry_stands_on_one_of_its_forms(qtbot: QtBot, opened: Gradesk, screen: Any) -> None:
    named: set[str] = set()
    for kind in ("target", "strategy"):
        screen._add(kind)
        for form in screen.findChildren(Form):
            named |= set(form.editors)
    # The kind is chosen by the button it is added with.
    assert {info.name for info in fields_of(BankEntry)} - named == {"kind"}


def test_a_check_is_switched_off_by_its_tick(qtbot: QtBot, opened: Gradesk, screen: Any, store: Store) -> None:
    screen.tabs.setCurrentIndex(1)
    tick = screen.rules.ticks["vague"].widget
    assert tick.isChecked() and tick.accessibleName() and tick.accessibleDescription()
    tick.setFocus()
    QTest.keyClick(tick, Qt.Key.Key_Space)
    assert [rule.code for rule in checking.rules(store) if not rule.on] == ["vague"]
    history.undo(store)
    assert tick.isChecked()
