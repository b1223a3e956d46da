"""The desk leaves room to work: one row on top, places at the left, the rest of the window is the page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QTreeWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.documents import CATALOGUE
from gradesk.services.meetings import actions
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.ui.kit.in_hand import in_hand
from gradesk.ui.kit.layouts import SETTLING, ScrollPage
from gradesk.ui.kit.river.lanes import LanesView
from gradesk.ui.parts.promises import Promises
from gradesk.ui.screens import SCREENS
from gradesk.ui.screens.findable import ALSO, PLACES
from gradesk.ui.screens.pupil.screen import TABS
from gradesk.ui.shell.frame import Window
from tests.services.planning import agreed_plan
from tests.ui.test_screens import filled

__all__ = ["filled"]
FIELDS = (QLineEdit, QPlainTextEdit, QComboBox, QPushButton, QCheckBox)
LISTS: dict[str, Callable[[Any], Any]] = {
    "pupils": lambda screen: screen.table,
    "reviews": lambda screen: screen.ratings.table,
}
ROOM = 560  # of 768 pixels


def work(page: QWidget, window: QWidget) -> int:
    """How many pixels of height the largest part of a page has that one works in; the page where it is all one."""
    whole = QRect(window.rect())
    areas: list[QWidget] = [area for area in page.findChildren(QAbstractScrollArea) if area.isVisible()]
    seen = [QRect(area.mapTo(window, QPoint(0, 0)), area.size()).intersected(whole) for area in areas or [page]]
    return max(part.height() for part in seen)


def test_most_of_a_small_screen_belongs_to_the_work_on_every_screen(opened: Gradesk, filled: str) -> None:
    shell: Any = opened.shell
    found = {}
    for listed in SCREENS:
        for tab in [name for name, _, _ in TABS] if listed.name == "pupil" else [""]:
            place = {"pupil_id": filled, "tab": tab} if tab else {}
            shell.go(listed.name, **place)
            QTest.qWait(0)
            found[f"{listed.name} {tab}".strip()] = work(shell.current, opened.window)
    assert {name: room for name, room in found.items() if room < ROOM} == {}


def test_at_large_text_a_list_still_shows_five_rows(opened: Gradesk, filled: str, store: Store) -> None:
    for number in range(8):
        pupil = pupils.add_pupil(store, {"legal_forename": f"Kit{number}", "legal_surname": "Ames"})
        agreed_plan(store, pupil)
    shell: Any = opened.shell
    found = {}
    for scale in (150, 200):
        opened.look.choose(scale=scale)
        for name, table_of in LISTS.items():
            shell.go(name)
            QTest.qWait(0)
            table = table_of(shell.current)
            heights = [table.rowHeight(place) for place in range(5)]
            assert min(heights) > 0 and not table.horizontalScrollBar().isVisible()
            found[name, scale] = sum(heights) <= table.viewport().height()
        shell.go("preview")
        QTest.qWait(0)
        listed = shell.current.wanted.documents
        found["preview", scale] = 5 * listed.fontMetrics().height() * 2 <= listed.height()
    opened.look.choose(scale=100)
    assert {place for place, fits in found.items() if not fits} == set()


def test_at_200_per_cent_all_tabs_of_a_pupil_titles_and_five_lines_of_who_owes_what_are_in_sight(
    opened: Gradesk, filled: str, store: Store
) -> None:
    for number in range(5):
        actions.add(store, None, {"what": f"Book room {number}", "owner": "Mrs Patel", "due_on": None})
    shell: Any = opened.shell
    opened.look.choose(scale=200)
    shell.go("pupil", pupil_id=filled, tab="details")
    QTest.qWait(0)
    bar = shell.current.tabs.tabBar()
    assert [bar.tabText(place) for place in range(bar.count()) if not bar.rect().contains(bar.tabRect(place))] == []
    assert not any(arrow.isVisible() for arrow in bar.findChildren(QToolButton))
    shell.go("cycles")
    title = next(one for one in shell.current.findChildren(QLabel) if one.text() == "Cycles")
    QTest.qWait(100)
    assert is_whole(title)
    shell.go("today", tab="actions")
    QTest.qWait(100)
    promises = shell.current.findChild(Promises)
    tree, model = promises.tree, promises.model
    row = tree.visualRect(model.index(0, 0, model.index(0, 0))).height()
    assert tree.visibleRegion().boundingRect().height() >= 5 * row + tree.header().height()
    opened.look.choose(scale=100)


def test_at_200_per_cent_a_table_of_the_import_fits_its_page_and_the_line_in_hand_is_whole_below_it(
    qtbot: QtBot, opened: Gradesk, tmp_path: Path
) -> None:
    register = tmp_path / "register.csv"
    lines = [f"Kit{letter},Amesworthington-Smythe,Year 2,2 Oak,K,03/05/2020" for letter in "abcdefgh"]
    register.write_text("\n".join(["Forename,Surname,Year Gp,Class,SEN Stage,Date of Birth", *lines, ""]))
    opened.look.choose(scale=200)
    shell: Any = opened.shell
    shell.go("importing", path=register)
    qtbot.waitUntil(lambda: shell.current.plan_view is not None and shell.current.found is not None)
    QTest.qWait(50)
    view = shell.current.plan_view
    shown = [view.tabs.tabText(at) for at in range(view.tabs.count()) if view.tabs.isTabVisible(at)]
    assert shown == ["Notes (1)", "New (8)", "How it was read"]  # no empty heaps
    tree = view.tabs.currentWidget().findChild(QTreeWidget)
    assert not tree.horizontalScrollBar().isVisible()
    rows = [tree.visualItemRect(tree.topLevelItem(at)) for at in range(5)]
    assert rows[-1].bottom() <= tree.viewport().height()
    QTest.keyClick(tree, Qt.Key.Key_Down)
    assert any(
        "Kitb" in label.text() and "Year 2" in label.text() and is_whole(label)
        for label in view.tabs.currentWidget().findChildren(QLabel)
    )
    opened.look.choose(scale=100)


def test_at_200_per_cent_the_bank_shows_five_entries_and_a_target_in_review_can_be_read_whole(
    opened: Gradesk, filled: str, store: Store
) -> None:
    agreed_plan(store, pupils.add_pupil(store, {"legal_forename": "Kit", "legal_surname": "Ames"}))
    shell: Any = opened.shell
    opened.look.choose(scale=200)
    shell.go("bank")
    QTest.qWait(50)
    found = shell.current.picker.list
    words_of_fifth = found.visualItemRect(found.item(4)).top() + 1.5 * found.fontMetrics().lineSpacing()
    assert words_of_fifth <= found.viewport().height()
    shell.go("reviews")
    QTest.qWait(50)
    line = shell.current.ratings.in_hand
    words = (
        "Kit Ames: I can put my hand up and wait until it is my turn in every lesson. (3 notes, last 3 of 6: nearer)"
    )
    line.make_room([words])
    line.setText(words)
    QTest.qWait(50)
    assert line.text() == words and is_whole(line)
    line.setText(words * 9)
    assert line.text().endswith("…") and line.toolTip()
    opened.look.choose(scale=100)


@pytest.mark.parametrize("name", ["assessments", "cycles"])
def test_at_200_per_cent_the_line_in_hand_of_a_view_larger_than_its_page_stays_in_sight(
    opened: Gradesk, filled: str, store: Store, name: str
) -> None:
    for number in range(12):
        pupil = pupils.add_pupil(
            store, {"legal_forename": f"Kit{number}", "legal_surname": "Ames", "class_name": "4 Oak"}
        )
        agreed_plan(store, pupil)
    opened.look.choose(scale=200)
    shell: Any = opened.shell
    shell.go(name)
    view = shell.current.table if name == "assessments" else shell.current.view
    page = next(one for one in shell.current.findChildren(ScrollPage) if one.isAncestorOf(view))
    QTest.qWait(3 * SETTLING)
    hidden = []
    for key in [Qt.Key.Key_Down] * 8 + [Qt.Key.Key_Up] * 8:
        QTest.keyClick(view, key)
        QTest.qWait(0)
        line = in_hand(view)
        seen = QRect(view.mapTo(page, line.topLeft()), line.size()) & page.viewport().rect()
        if line.height() < view.fontMetrics().height() or seen.height() < line.height():
            hidden.append(line)
    assert not hidden and view.hasFocus()
    opened.look.choose(scale=100)


def test_the_menu_marks_the_look_in_force(opened: Gradesk) -> None:
    view = next(one.menu() for one in opened.window.menus.actions() if one.text() == "&View")

    def marked() -> set[str]:
        view.aboutToShow.emit()
        return {one.text() for one in view.actions() if one.isChecked()}

    opened.look.choose("dark", 150)
    assert marked() == {"Dark theme"}
    next(one for one in view.actions() if one.text() == "Dark theme").trigger()
    assert marked() == {"Dark theme"}
    next(one for one in view.actions() if one.text() == "Size of text as the system").trigger()
    assert marked() == {"Dark theme", "Size of text as the system"}
    opened.look.choose("light", 100)


def test_a_place_shows_its_rooms_while_one_is_there_and_its_key_walks_through_them(opened: Gradesk) -> None:
    shell: Any = opened.shell
    assert shell.nav.places == ["today", "pupils", "meetings", "outside", "cycles", "term", "bank", "preview", "school"]
    assert not shell.nav.buttons["staff"].isVisible()
    shown = []
    for _turn in range(4):
        QTest.keyClick(opened.window, Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier)
        shown.append(shell.shown)
    assert shown == ["school", "staff", "importing", "school"]
    assert shell.nav.buttons["staff"].isVisible() and not shell.nav.buttons["reviews"].isVisible()


def test_at_large_text_the_places_are_pictures_with_names_to_be_read_aloud(opened: Gradesk) -> None:
    shell: Any = opened.shell
    wide = shell.nav.width()
    opened.look.choose(scale=200)
    assert shell.nav.width() < wide
    assert {button.text() for button in shell.nav.buttons.values()} == {""}
    assert shell.nav.buttons["pupils"].accessibleName() == "Pupils"
    assert "Pupils" in shell.nav.buttons["pupils"].toolTip()
    opened.look.choose(scale=100)
    assert shell.nav.buttons["pupils"].text() == "Pupils"


def test_the_window_comes_up_inside_its_screen_and_where_it_was(qtbot: QtBot, qapp: QApplication) -> None:
    first = Window()
    qtbot.addWidget(first)
    screen = qapp.primaryScreen().availableGeometry()
    first.take_place("")
    assert screen.contains(first.geometry())
    first.setGeometry(20, 60, 500, 400)
    again = Window()
    qtbot.addWidget(again)
    again.take_place(first.place())
    assert again.geometry() == first.geometry()
    first.setGeometry(5_000, 4_000, 3_000, 3_000)  # a second screen that is not there any more
    for kept in (first.place(), "no place", "AdnQywADAAA="):
        again.take_place(kept)
        assert screen.contains(again.geometry())


def test_what_is_known_of_a_pupil_is_one_line_until_a_key_unfolds_it(opened: Gradesk, filled: str) -> None:
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=filled, tab="passport")
    head = shell.current.head
    folded = head.height()
    assert head.brief.isVisible() and not head.strengths.isVisible()
    QTest.keyClick(opened.window, Qt.Key.Key_F4)
    assert head.strengths.isVisible() and head.height() > folded
    QTest.keyClick(opened.window, Qt.Key.Key_F4)
    assert not head.strengths.isVisible()


def offered(shell: Any, words: str) -> list[str]:
    """What the search offers for some words."""
    shell.finder.open()
    for sign in words:
        # Qt’s own way to type for a test knows ASCII only.
        QApplication.sendEvent(
            shell.finder.line, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, sign)
        )
    found = [shell.finder.found.item(place).text() for place in range(shell.finder.found.count())]
    shell.finder._close()
    return found


def test_the_search_knows_places_documents_and_deeds_by_the_words_people_use(opened: Gradesk, filled: str) -> None:
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=filled, tab="passport")
    for words, wanted in {
        "home": "Turn to Meetings", "contact": "Catch a line", "parent": "Parent’s pack", "ilp": "Begin a plan",
        "meeting": "Review now", "backup": "The school’s words, folder and passphrase", "term": "Calendar of the year",
        "date": "Calendar of the year", "csv": "Import", "apdr": "Cycles", "overdue": "Today", "promises": "Who owes what",
        "theme": "Dark theme", "translate": "Languages on paper",
    }.items():  # fmt: skip
        assert any(wanted in one for one in offered(shell, words)), words
    for document in CATALOGUE:
        assert any(document.title in one for one in offered(shell, document.title)), document.code


def test_other_words_are_those_of_deeds_and_places_that_exist(opened: Gradesk, filled: str) -> None:
    shell: Any = opened.shell
    known = {row.id for row in shell.rows()}
    for listed in SCREENS:
        shell.go(listed.name, **({"pupil_id": filled} if listed.name == "pupil" else {}))
        known |= {row.id for row in shell.rows()}
    assert set(ALSO) - known == {"anew"}  # of the practice school alone
    for place in PLACES:
        shell.go(place.screen, **place.place)
        assert shell.shown == place.screen


def test_keys_go_on_in_what_the_search_opened(opened: Gradesk, filled: str) -> None:
    shell: Any = opened.shell
    for words in ("reviews", "rules of", "languages", "in-tray", "who owes", "coming weeks", "import", "staff"):
        shell.go("today")
        shell.finder.open()
        QTest.keyClicks(shell.finder.line, words)
        QTest.keyClick(shell.finder.line, Qt.Key.Key_Return)
        QTest.qWait(20)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert shell.current.isAncestorOf(focused), words
    shell.finder.open()
    QTest.keyClicks(shell.finder.line, "zzz")
    QTest.keyClick(shell.finder.line, Qt.Key.Key_Return)
    QTest.qWait(0)
    assert shell.finder.line.hasFocus()  # nothing was found, so one types on


def test_enter_on_the_import_page_chooses_a_file(opened: Gradesk) -> None:
    shell: Any = opened.shell
    shell.go("importing")
    start = QApplication.focusWidget()
    assert isinstance(start, QPushButton)
    assert start.text() == "Choose a file …"


def test_a_digit_chooses_what_was_found_but_not_in_the_name_of_a_class(opened: Gradesk, filled: str) -> None:
    shell: Any = opened.shell
    shell.finder.open()
    QTest.keyClicks(shell.finder.line, "calendar")
    QTest.keyClicks(shell.finder.line, "1")
    assert shell.shown == "school" and shell.current.shown == "calendar"
    shell.finder.open()
    QTest.keyClicks(shell.finder.line, "4 oak")
    assert shell.finder.line.text() == "4 oak"
    shell.finder._close()


def is_cramped(page: QWidget, window: QWidget) -> bool:
    """Whether less is in sight than five rows of a list, three fields or buttons, or eight lines to read; a page that has
    no more than it shows is not."""
    for view in page.findChildren(QAbstractItemView):
        if view.isVisible():
            line = view.fontMetrics().lineSpacing()
            high = max(
                min(view.sizeHintForRow(0), round(1.5 * line)), line + 6
            )  # a row of one line, however long one is
            seen = QRect(view.viewport().mapTo(window, QPoint(0, 0)), view.viewport().size()).intersected(window.rect())
            if seen.height() >= 5 * high:
                return False
    for lanes in page.findChildren(LanesView):
        if (
            lanes.isVisible()
            and lanes.visibleRegion().boundingRect().height() >= 10 * lanes.fontMetrics().lineSpacing()
        ):
            return False
    fields = [one for kind in FIELDS for one in page.findChildren(kind) if one.isVisible()]
    whole = [one for one in fields if is_whole(one)]
    lines = [one for one in page.findChildren(QLabel) if one.isVisible() and one.text() and is_whole(one)]
    return len(whole) < min(3, len(fields)) and len(lines) < 8


def is_whole(widget: QWidget) -> bool:
    """Whether all of a widget is in sight."""
    return widget.visibleRegion().boundingRect() == QRect(QPoint(0, 0), widget.size())


@pytest.mark.parametrize("scale", [150, 200])
def test_large_text_leaves_five_rows_or_three_fields_on_every_screen(opened: Gradesk, filled: str, scale: int) -> None:
    shell: Any = opened.shell
    opened.look.choose(scale=scale)
    found = []
    for listed in SCREENS:
        for tab in [name for name, _, _ in TABS] if listed.name == "pupil" else [""]:
            shell.go(listed.name, **({"pupil_id": filled, "tab": tab} if tab else {}))
            QTest.qWait(3 * SETTLING)  # what has the focus is brought into sight when it has its place
            if is_cramped(shell.current, opened.window):
                found.append(f"{listed.name} {tab}".strip())
    opened.look.choose(scale=100)
    assert found == []
    assert opened.window.size() == QSize(1366, 768), "no screen makes the window larger than a small laptop’s"


@pytest.mark.parametrize("name", ["today", "staff", "bank"])
def test_words_beside_the_tabs_give_way_before_a_tab_does(opened: Gradesk, filled: str, name: str) -> None:
    shell: Any = opened.shell
    for scale in (100, 200):
        opened.look.choose(scale=scale)
        shell.go(name)
        tabs = shell.current.tabs
        if name == "today":
            shell.current.counted.setText("64 things are owed, about 23 pupils; 1 put off.")
        QTest.qWait(20)
        assert tabs.tabBar().sizeHint().width() <= tabs.tabBar().width()
    opened.look.choose(scale=100)


def test_what_the_search_finds_stays_inside_the_window_at_the_largest_text(qtbot: QtBot, opened: Gradesk) -> None:
    opened.look.choose(scale=200)
    shell: Any = opened.shell
    shell.finder.open()
    QTest.keyClicks(shell.finder.line, "print")
    found, window = shell.finder._popup, opened.window
    qtbot.waitUntil(found.isVisible)
    corner = window.mapFromGlobal(found.geometry().bottomRight())
    assert found.height() > 200 and corner.y() <= window.height() and corner.x() <= window.width()
    assert not shell.finder.found.horizontalScrollBar().isVisible()
    opened.look.choose(scale=100)
