"""The river and the lanes on the screen, by keyboard and by mouse."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.model.rules.river.story import SHAPES, Story
from gradesk.services.custody import history
from gradesk.services.evidence import measures, observations
from gradesk.services.meetings import meetings
from gradesk.services.plans import cycles
from gradesk.services.pupils import pupils, register
from gradesk.services.term import provisions
from gradesk.services.timeline import happenings, story
from gradesk.store.work import Store
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.river.chips import KindChips
from gradesk.ui.kit.river.river import River
from gradesk.ui.looks import theme
from gradesk.ui.screens.pupil.timeline.story_records import KINDS
from tests.conftest import TODAY
from tests.documents import samples


@pytest.fixture
def river(qtbot: QtBot) -> River:
    """Ten years of somebody."""
    line = River(theme.theme())
    qtbot.addWidget(line)
    line.resize(1000, 400)
    line.show_story(samples.story(10))
    line.show()
    return line


def turn(line: River, notches: int, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    place = QPointF(line.rect().center())
    event = QWheelEvent(
        place, line.mapToGlobal(place), QPoint(), QPoint(0, notches * 120), Qt.MouseButton.NoButton, held,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(line, event)


def test_it_zooms_from_ten_years_to_a_week(river: River) -> None:
    for _ in range(60):
        QTest.keyClick(river, Qt.Key.Key_Minus)
    assert river.stretch.days == 3660
    for _ in range(60):
        QTest.keyClick(river, Qt.Key.Key_Plus)
    assert river.stretch.days == 7
    turn(river, -2)
    assert river.stretch.days == 7  # by itself the wheel scrolls the page
    turn(river, -2, Qt.KeyboardModifier.ControlModifier)
    assert river.stretch.days > 7


def test_the_wheel_with_shift_and_the_arrows_pan(river: River) -> None:
    river.zoom(0.1)
    before = river.stretch
    turn(river, -1, Qt.KeyboardModifier.ShiftModifier)
    assert river.stretch.days == before.days and river.stretch.start > before.start
    QTest.keyClick(river, Qt.Key.Key_Left)
    QTest.keyClick(river, Qt.Key.Key_Left)
    assert river.stretch.start < before.start


def test_control_and_an_arrow_shows_the_next_half_term_whole(river: River) -> None:
    before = samples.story().today - timedelta(days=100)
    river.show_days(before, before + timedelta(days=20))
    told: list[str] = []
    river.went.connect(told.append)
    QTest.keyClick(river, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert 30 < river.stretch.days < 70
    assert " of 20" in told[0] and told[0] in river.accessibleDescription()
    for _ in range(30):
        river.go_to_term(1)
    assert told[-1] == "Nothing is kept in any half-term after this one."
    assert river.stretch.start < samples.story().today.toordinal() + 400


def test_stepping_names_each_thing_and_enter_opens_it(river: River) -> None:
    told: list[tuple[str, ...]] = []
    opened: list[str] = []
    river.noticed.connect(told.append)
    river.opened.connect(opened.append)
    for _ in range(12):
        QTest.keyClick(river, Qt.Key.Key_Down)
    assert len(set(told)) == 12
    assert river.accessibleDescription()
    QTest.keyClick(river, Qt.Key.Key_Return)
    assert opened == [river.current] == [told[-1][0]]


def test_a_click_on_a_count_spreads_what_is_behind_it(river: River) -> None:
    hit = next(hit for hit in river._picture.hits if len(hit.keys) > 1 and hit.x > river.stretch.left)
    before = river.stretch.days
    QTest.mouseClick(river, Qt.MouseButton.LeftButton, pos=QPoint(round(hit.x + hit.width / 2), round(hit.y + 4)))
    assert river.stretch.days < before


def test_the_right_button_opens_nothing_and_takes_hold_of_nothing(river: River) -> None:
    before, asked = river.stretch, []
    river.opened.connect(asked.append)
    river.moved.connect(lambda key, _day: asked.append(key))
    for hit in river._picture.hits[:20]:
        place = QPoint(round(hit.x + hit.width / 2), round(hit.y + hit.height / 2))
        QTest.mouseClick(river, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, place)
    assert (asked, river.stretch) == ([], before)


@pytest.mark.parametrize("name", theme.THEMES)
@pytest.mark.parametrize("scale", [100, 200])
def test_it_paints_in_every_theme_and_size(qtbot: QtBot, name: str, scale: int) -> None:
    line = River(theme.theme(name, scale))
    qtbot.addWidget(line)
    for told in (Story(TODAY), samples.story(1), samples.story(10)):
        line.show_story(told)
        assert not line.grab().isNull()


def test_a_kind_that_is_hidden_stays_so_and_says_it(qtbot: QtBot) -> None:
    chips = KindChips(theme.theme())
    qtbot.addWidget(chips)
    chips.show_kinds([*SHAPES])
    QTest.keyClick(chips.buttons["contact"], Qt.Key.Key_Space)
    assert "contact" not in chips.shown() and "report" in chips.shown()
    chips.show_kinds(["contact", "report"])
    assert not chips.buttons["contact"].isChecked()
    assert chips.buttons["contact"].accessibleName() == "Contacts: hidden"


def tab(opened: Gradesk, ava: str) -> Any:
    assert opened.shell is not None
    opened.shell.go("pupil", pupil_id=ava, tab="timeline")
    current: Any = opened.shell.current
    return current.panel("timeline")


def test_a_planned_end_is_moved_by_key_and_by_mouse_and_taken_back(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    del qtbot
    cycles.open_cycle(store, ava, TODAY, TODAY + timedelta(days=83))
    page = tab(opened, ava)

    def end() -> Any:
        found = cycles.current(store, ava)
        assert found is not None
        return found.stages[0].planned_to

    before = end()
    page.go_to(cycles.current(store, ava).stages[0].uuid, ())
    QTest.keyClick(page.line, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert end() == before + timedelta(days=1)
    opened.shell.undo()
    assert end() == before
    page.line.show_days(TODAY - timedelta(days=10), TODAY + timedelta(days=100))
    x = round(page.line.stretch.x(before.toordinal() + 1))
    y = next(y for y in range(page.line.height()) if page.line._grip_under(QPointF(x, y)) is not None)
    further = round(page.line.stretch.x(before.toordinal() + 4))
    QTest.mousePress(page.line, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
    QTest.mouseMove(page.line, QPoint(further, y))
    QTest.mouseRelease(page.line, Qt.MouseButton.LeftButton, pos=QPoint(further, y))
    assert end() == before + timedelta(days=3)


def test_support_undone_while_its_end_is_dragged_is_let_go_of(opened: Gradesk, store: Store, ava: str) -> None:
    planned = TODAY + timedelta(days=40)
    provisions.add(store, [ava], {"name": "Brick club " * 1_000, "planned_to": planned})
    line = tab(opened, ava).line
    x = round(line.stretch.x(planned.toordinal() + 1))
    place = next(QPoint(x, y) for y in range(line.height()) if line._grip_under(QPointF(x, y)) is not None)
    QTest.mousePress(line, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    QTest.mouseMove(line, place + QPoint(30, 0))
    history.undo(store)
    QTest.mouseMove(line, place + QPoint(60, 0))
    line.grab()
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place + QPoint(60, 0))
    assert provisions.records_of(store, ava) == []
    history.redo(store)
    assert provisions.records_of(store, ava)[0].planned_to == planned


def test_an_end_that_cannot_be_is_refused_in_a_sentence(opened: Gradesk, store: Store, ava: str) -> None:
    cycles.open_cycle(store, ava, TODAY, TODAY + timedelta(days=20))
    page = tab(opened, ava)
    page.line.moved.emit(f"stage:{cycles.current(store, ava).stages[0].uuid}", TODAY + timedelta(days=300))
    assert "Move the review first" in opened.shell.banner.words


def test_an_event_is_written_found_opened_corrected_and_deleted(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    del qtbot
    page = tab(opened, ava)
    page.records.write_new("happening")
    form = page.records.form
    QTest.keyClicks(form.editors["title"].widget, "Team around the child")
    page.records._add(next(kind for kind in KINDS if kind.code == "happening"))
    (event,) = happenings.happenings(store, ava)
    assert event.title == "Team around the child"
    assert page.line.current == f"happening:{event.uuid}"  # in sight, and in hand
    page._open(f"happening:{event.uuid}")  # to read
    page._open(f"happening:{event.uuid}")  # once more, to correct
    QTest.keyClicks(page.records.form.editors["note"].widget, "All well")
    page.flush()
    assert happenings.happenings(store, ava)[0].note == "All well"
    page.records._remove(next(kind for kind in KINDS if kind.code == "happening"), event.uuid)
    assert happenings.happenings(store, ava) == []


def test_a_half_written_event_waits_for_its_pupil(opened: Gradesk, store: Store, ava: str) -> None:
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Okoro"})
    page = tab(opened, ava)
    page.records.write_new("happening")
    QTest.keyClicks(page.records.form.editors["title"].widget, "Half a")
    assert page.unkept()
    tab(opened, ben)
    assert page.records.form is None
    tab(opened, ava)
    assert page.records.form.editors["title"].widget.text() == "Half a"
    assert happenings.happenings(store, ben) == []


def test_the_list_says_everything_and_finds_words(opened: Gradesk, store: Store, ava: str) -> None:
    meetings.log(store, ava, {"summary": "Reads to her brother", "happened_on": TODAY - timedelta(days=3)})
    happenings.add(store, ava, {"kind": "visit", "title": "Therapist’s visit"})
    page = tab(opened, ava)
    whole = page.list.model.rowCount()
    assert "Therapist’s visit" in page.list.model.lines[0].words
    assert "(Written 23/11/2026.)" in next(line.words for line in page.list.model.lines if "Reads to" in line.words)
    QTest.keyClicks(page.list.search, "brother")
    assert page.list.model.rowCount() == 1 < whole
    page.list.search.clear()
    page.list._turn()
    assert "Therapist’s visit" in page.list.model.lines[-1].words
    assert opened.look.oldest_first


def test_the_lanes_are_walked_by_key_and_opened(qtbot: QtBot, opened: Gradesk, store: Store, ava: str) -> None:
    cycles.open_cycle(store, ava, TODAY)
    shell: Any = opened.shell
    shell.go("cycles")
    screen = shell.current
    qtbot.waitUntil(lambda: screen.view.keys() == (ava,), timeout=5_000)
    QTest.keyClick(screen.view, Qt.Key.Key_Down)
    assert "cycle 1 at Assess" in screen.notice.text()
    assert not screen.view.grab().isNull()
    for _ in range(3):
        QTest.keyClick(screen.view, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert "half-term" in screen.notice.text() and screen.notice.text() in screen.view.accessibleDescription()
    QTest.keyClick(screen.view, Qt.Key.Key_Return)
    assert shell.current.pupil_in_sight() == ava
    assert shell.current.shown == "timeline"


def test_a_school_without_cycles_says_what_belongs_here(qtbot: QtBot, opened: Gradesk, store: Store) -> None:
    for row in register.everyone(store):
        pupils.delete_pupil(store, row.uuid)
    shell: Any = opened.shell
    shell.go("cycles")
    qtbot.waitUntil(lambda: shell.current.shown.currentWidget() is shell.current.nothing, timeout=5_000)


def test_enter_on_the_river_opens_the_very_record(qtbot: QtBot, opened: Gradesk, store: Store, ava: str) -> None:
    meetings.log(store, ava, {"summary": "The other one", "happened_on": TODAY - timedelta(days=9)})
    contact = meetings.log(store, ava, {"summary": "Reads to her brother", "happened_on": TODAY - timedelta(days=3)})
    seen = observations.add(store, ava, {"focus": "Listening", "place": "Hall"})
    page = tab(opened, ava)
    shell: Any = opened.shell
    page._open(f"contact:{contact}")
    panel = shell.current.panel("contacts")
    qtbot.waitUntil(
        lambda: any(form.editors["summary"].widget.toPlainText() == "Reads to her brother" for form in saved(panel)),
        timeout=5_000,
    )
    page._open(f"observation:{seen}")
    evidence = shell.current.panel("evidence")
    qtbot.waitUntil(lambda: evidence.observations.form is not None, timeout=5_000)
    assert shell.current.shown == "evidence"


def saved(panel: Any) -> list[Any]:
    return [form for form in panel.findChildren(Form) if form.about.startswith("contact ")]


def test_a_result_stands_on_the_river_in_words(store: Store, ava: str) -> None:
    measures.add_result(
        store, ava, "reading_age", "7:04", {"happened_on": TODAY - timedelta(days=90), "informant": "teacher"}
    )
    measures.add_result(store, ava, "reading_age", "7:10", {"informant": "teacher"})
    marks = [mark for mark in story.story(store, ava).marks if mark.kind == "assessment"]
    assert [mark.label for mark in marks] == ["Reading age", "Reading age"]
    assert "7 years 10 months" in marks[-1].detail and "6 months" in marks[-1].detail
