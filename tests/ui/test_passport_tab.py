"""The passport tab: questions to open up, a refresh by keyboard alone, versions, copies, and ways to help."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.model.plans.passport import PASSPORT_SECTIONS
from gradesk.services.paper import copies
from gradesk.services.plans import passports
from gradesk.services.pupils import pupils
from gradesk.services.school import staff
from gradesk.store.work import Store
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.screens.pupil.passport.refresh import Refresh
from gradesk.ui.screens.pupil.passport.tab import PassportTab

TODAY = date(2026, 11, 23)


def tab(gradesk: Gradesk, pupil_id: str) -> Any:
    assert gradesk.shell is not None
    gradesk.shell.go("pupil", pupil_id=pupil_id, tab="passport")
    page: Any = gradesk.shell.current
    return page.panel("passport")


def there(widget: QWidget) -> bool:
    """Whether a widget is shown or about to be: Qt shows a new one a moment later."""
    at: QWidget | None = widget
    while at is not None and not at.isWindow():
        if at.isHidden() and at.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            return False
        at = at.parentWidget()
    return True


def labels(where: QWidget) -> list[str]:
    return [label.text() for label in where.findChildren(PlainLabel) if there(label)]


def press(where: QWidget, text: str) -> None:
    [found] = [b for b in where.findChildren(QPushButton) if b.text() == text and there(b)]
    found.click()


def key(what: Qt.Key, how: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key wherever the focus is, as a hand does."""
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, what, how)


def type_words(words: str) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, words)


@pytest.fixture
def written(store: Store, ava: str) -> str:
    """Ava with a passport of every section, in version 1."""
    passports.change(store, ava, {name: f"My own words about {name}" for name in PASSPORT_SECTIONS})
    passports.issue(store, ava, date(2026, 3, 2))
    return ava


@pytest.fixture
def active(qtbot: QtBot, opened: Gradesk) -> Gradesk:
    """The window with the keyboard."""
    opened.window.activateWindow()
    qtbot.waitUntil(opened.window.isActiveWindow, timeout=5_000)
    return opened


def test_a_written_passport_is_a_page_to_read_that_one_key_opens_and_closes(
    active: Gradesk, store: Store, written: str, ava: str
) -> None:
    shown = tab(active, written)
    assert shown.read.isVisible() and not shown.sections.isVisible()
    assert "My own words about good_at" in labels(shown.read)
    key(Qt.Key.Key_F2)
    assert shown.sections.isVisible() and not shown.read.isVisible()
    assert QApplication.focusWidget() is shown.sections.editors["admire"].widget
    QTest.keyClicks(QApplication.focusWidget(), "!")
    key(Qt.Key.Key_F2)
    assert not shown.sections.isVisible() and not there(shown.close_again)
    assert any(words.endswith("!") or words.startswith("!") for words in labels(shown.read))
    key(Qt.Key.Key_F6)  # nothing is missing, so nothing is opened
    assert not shown.sections.isVisible()
    passports.change(store, written, {"myself": ""})
    key(Qt.Key.Key_F6)
    assert QApplication.focusWidget() is shown.sections.editors["myself"].widget
    other = pupils.add_pupil(store, {"legal_forename": "Ben"})
    assert tab(active, other).sections.isVisible()  # nothing to read yet
    assert not tab(active, written).sections.isVisible()


def test_a_day_that_is_none_keeps_the_words_open(active: Gradesk, written: str) -> None:
    shown = tab(active, written)
    shown.turn_words()
    day = shown.dates.editors["review_on"].widget
    day.setFocus()
    day.selectAll()
    QTest.keyClicks(day, "31/31")
    shown.turn_words()
    assert shown.sections.isVisible() and "put it right" in active.shell.banner.words
    tab(active, pupils.add_pupil(active.store, {"legal_forename": "Ben"}))
    assert tab(active, written).dates.isVisible() and day.text() == "31/31"


def test_words_taken_away_and_brought_back_elsewhere_open_nothing(opened: Gradesk, store: Store, written: str) -> None:
    shown = tab(opened, written)
    kept = passports.passport(store, written)
    passports.change(store, written, dict.fromkeys(PASSPORT_SECTIONS, ""))
    assert there(shown.sections)
    passports.change(store, written, {name: getattr(kept, name) for name in PASSPORT_SECTIONS})
    assert not there(shown.sections) and there(shown.read)
    shown.turn_words()
    passports.change(store, written, dict.fromkeys(PASSPORT_SECTIONS, ""))
    shown.turn_words()
    assert "no page to read" in opened.shell.banner.words and there(shown.sections)


def test_questions_fold_out_under_each_heading_in_words_for_the_age(opened: Gradesk, written: str) -> None:
    shown = tab(opened, written)
    shown.turn_words()
    assert not any(hint.isVisible() for hint in shown.hints.values())
    shown.ask.click()
    assert all(hint.isVisible() for hint in shown.hints.values())
    assert "What are you good at in school?" in shown.hints["good_at"].text()
    pupils_words = shown.hints["good_at"].text()
    pupils.change_pupil(opened.store, written, {"year_group": "9"})
    assert shown.hints["good_at"].text() != pupils_words


def test_a_refresh_needs_no_mouse_and_makes_a_version(active: Gradesk, store: Store, written: str) -> None:
    shown = tab(active, written)
    shown.start_refresh()
    view = shown.refresh_view
    assert (view.progress.text(), view.heading.text()) == ("1 of 8", "What people like and admire about me")
    assert view.said.text() == "My own words about admire"
    for _section in range(3):
        key(Qt.Key.Key_Return)  # still true
    assert view.heading.text() == "What I find hard"
    type_words("Assembly")
    key(Qt.Key.Key_Return)
    type_words("and the dinner hall")
    assert view.forward.text() == "Keep this and go on (Ctrl+Enter)"
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    key(Qt.Key.Key_PageDown)  # skipped
    key(Qt.Key.Key_PageUp)
    assert view.progress.text() == "5 of 8"
    for _section in range(4):
        key(Qt.Key.Key_Return)
    assert "New words: What I find hard" in view.summary.text()
    key(Qt.Key.Key_Return)
    assert [version.number for version in passports.versions(store, written)] == [2, 1]
    kept = passports.passport(store, written)
    assert kept is not None
    assert (kept.hard, kept.helps, kept.checked_on) == (
        "Assembly\nand the dinner hall",
        "My own words about helps",
        TODAY,
    )
    assert not shown.is_calm


def test_a_refresh_left_half_way_loses_nothing_and_says_where_it_was(
    active: Gradesk, store: Store, written: str
) -> None:
    shown = tab(active, written)
    shown.start_refresh()
    key(Qt.Key.Key_Return)
    type_words("Sundays with Gran")
    shown.refresh_view.leave()
    kept = passports.passport(store, written)
    assert kept is not None and kept.important == "Sundays with Gran"
    assert active.shell is not None
    assert "The refresh was left at 2 of 8: What is important to me." in active.shell.banner.words
    assert "left at 2 of 8" in shown.state.text()
    shown.start_refresh()
    assert shown.refresh_view.progress.text() == "2 of 8"
    assert shown.refresh_view.said.text() == "Sundays with Gran"


def test_the_boxes_of_a_refresh_are_made_when_it_is_begun_or_words_wait_for_them(
    active: Gradesk, store: Store, written: str
) -> None:
    shown = tab(active, written)
    assert not shown.findChildren(Refresh)
    shown.start_refresh()
    type_words("Half a word")
    shown.refresh_view.boxes[PASSPORT_SECTIONS[0]]._timer.stop()  # as after words that were refused
    held = shown.held()
    assert any("Refresh" in place for place in held[written])
    again = PassportTab(shown.context)
    again.hand_over(written, held[written])
    again.show_page(shown.page)
    assert again.held() == held and not again.is_calm
    again.deleteLater()


def test_a_box_emptied_again_leaves_the_old_words(active: Gradesk, store: Store, written: str) -> None:
    shown = tab(active, written)
    shown.start_refresh()
    type_words("x")
    shown.flush()
    key(Qt.Key.Key_Backspace)
    key(Qt.Key.Key_Return)
    kept = passports.passport(store, written)
    assert kept is not None and kept.admire == "My own words about admire"
    press(shown.refresh_view, "Change these words")
    type_words(", and cats")
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    kept = passports.passport(store, written)
    assert kept is not None and ", and cats" in kept.important


def test_the_page_belongs_to_the_pupil_alone_while_a_refresh_lasts(active: Gradesk, store: Store, written: str) -> None:
    other = pupils.add_pupil(store, {"legal_forename": "Zebedee", "legal_surname": "Quill"})
    shown = tab(active, written)
    tab(active, other)
    shown = tab(active, written)
    shown.start_refresh()
    assert active.shell is not None
    page: Any = active.shell.current
    assert not page.head.isVisible() and not page.tabs.tabBar().isVisible()
    read = [label.text() for label in active.window.findChildren(QLabel) if label.isVisible()]
    assert not any("Zebedee" in words or "Quill" in words for words in read)
    tab(active, other)
    assert page.head.isVisible() and page.tabs.tabBar().isVisible()
    assert not shown.is_calm


def test_the_refresh_fits_at_two_hundred_per_cent(active: Gradesk, written: str) -> None:
    active.look.choose("light", 200)
    active.window.resize(1366, 768)
    shown = tab(active, written)
    shown.start_refresh()
    assert shown.width() <= 1366
    assert active.window.width() <= 1366 and active.window.height() <= 768
    active.look.choose("light", 100)


def test_two_versions_are_laid_side_by_side_and_one_is_looked_at(opened: Gradesk, store: Store, written: str) -> None:
    passports.change(store, written, {"hard": "My new words about hard"})
    passports.issue(store, written)
    shown = tab(opened, written)
    versions = shown.versions
    assert any("Version 2" in words and "Changed: What I find hard." in words for words in labels(versions))
    press(versions, "Show both side by side")
    older, newer = versions.comparing.findChildren(QPlainTextEdit)
    assert (older.toPlainText(), newer.toPlainText()) == ("My own words about hard", "My new words about hard")
    versions.look_at(1)
    assert not versions.comparing.isVisible()
    assert "My own words about hard" in labels(versions)
    versions.newer.show(0)
    passports.change(store, written, {"hard": "Today"})
    press(versions, "Show both side by side")
    assert "The words now" in versions.comparing.summary.text()


def test_copies_are_noted_by_a_line_and_renewed_in_one_step(opened: Gradesk, store: Store, written: str) -> None:
    staff.add_staff(store, {"name": "Mrs Okafor"})
    shown = tab(opened, written)
    given = shown.copies
    assert "Nobody has a copy yet, as far as is noted here." in labels(given)
    assert given._names.stringList() == ["Mrs Okafor"]
    QTest.keyClicks(given.line, "Mrs Okafor")
    QTest.keyClick(given.line, Qt.Key.Key_Return)
    assert "Mrs Okafor has version 1" in labels(given)
    passports.change(store, written, {"hard": "Something else"})
    shown.issue()
    [chip] = [label for label in given.findChildren(PlainLabel) if label.text() == "Mrs Okafor has version 1, now 2"]
    assert chip.property("role") == "chip-warm"
    press(given, "Give version 2 to 1 holder of an older one")
    assert [copy.words for copy in copies.out(store, written, "passport")] == ["Mrs Okafor has version 2"]
    assert "Mrs Okafor had version 1" in labels(given) and any("taken back" in words for words in labels(given))
    press(given, "Taken back")
    assert copies.out(store, written, "passport") == []


def test_a_way_to_help_is_taken_from_the_bank_in_the_pupils_words(active: Gradesk, store: Store, written: str) -> None:
    shown = tab(active, written)
    shown.turn_words()
    shown.bank.open.click()
    assert shown.bank.picker.isVisible()
    first = str(shown.bank.picker.current)
    key(Qt.Key.Key_Return)
    key(Qt.Key.Key_Return)  # the same again is not taken twice
    kept = passports.passport(store, written)
    assert kept is not None and kept.helps == f"My own words about helps\n{first}"
    assert shown.sections.editors["helps"].value() == kept.helps
    key(Qt.Key.Key_Escape)
    assert not shown.bank.picker.isVisible()


def test_freshness_is_said_in_the_same_words_everywhere(opened: Gradesk, written: str) -> None:
    shown = tab(opened, written)
    assert "● fresh (2 Mar 2026)" in shown.state.text()
    assert opened.shell is not None
    page: Any = opened.shell.current
    page.head.fold(False)
    assert "Passport: ● fresh (2 Mar 2026)" in labels(page.head)
    opened.shell.go("pupils")
    screen: Any = opened.shell.current
    place = [column.key for column in screen.model.columns].index("passport")
    assert screen.model.data(screen.model.index(0, place)) == "● fresh"


def test_all_papers_given_stand_with_the_history_and_are_corrected_there(
    opened: Gradesk, store: Store, written: str
) -> None:
    assert opened.shell is not None
    opened.shell.go("pupil", pupil_id=written, tab="history")
    page: Any = opened.shell.current
    shown: Any = page.panel("history")
    days = [shown.tree.topLevelItem(place) for place in range(shown.tree.topLevelItemCount())]
    told = [day.child(place).text(0) for day in days for place in range(day.childCount())]
    assert days[0].text(0).endswith(" 2026") and days[0].isExpanded()
    assert not [words for words in told if re.search(r"\d{4}-\d\d-\d\d|\d\.0\b|\{", words)], told
    given = shown.copies
    assert not given.isVisible() and not given.what.count()  # what they are drawn with is not loaded for a folded card
    shown.given_button.click()
    assert given.isVisible()
    given.what.setCurrentIndex(given.what.findData("passport"))
    QTest.keyClicks(given.line, "Mr Lea")
    assert shown.unkept()
    QTest.keyClick(given.line, Qt.Key.Key_Return)
    title = given.what.currentText()
    assert f"Mr Lea has the {title}, version 1" in labels(given)
    press(given, "Correct")
    [form] = given.findChildren(Form)
    for name, words in (("holder", "Mr Lee"), ("remark", "By post")):
        form.editors[name].widget.selectAll()
        QTest.keyClicks(form.editors[name].widget, words)
    press(given, "Done")
    assert f"Mr Lee has the {title}, version 1" in labels(given)
    assert any("given" in words for words in labels(given)) and "By post" in labels(given)
    press(given, "Delete")
    assert "Nobody has a copy yet, as far as is noted here." in labels(given)
    QTest.qWait(0)
    [back] = [one for one in shown.gone.findChildren(QPushButton) if one.isVisible()]
    assert (back.text(), back.accessibleName()) == ("Bring back", "Bring back: Copy: Mr Lee")
    back.click()
    assert f"Mr Lee has the {title}, version 1" in labels(given) and not shown.gone_button.isVisible()
