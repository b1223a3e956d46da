"""The week by keys alone: placed from the tray, moved, clashes told, the rest placed and taken back, somebody ill settled."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDragMoveEvent, QDropEvent, QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.model.rules.week.times import When
from gradesk.services.custody import history
from gradesk.services.pupils import pupils
from gradesk.services.school import school, staff
from gradesk.services.term import provisions, registers
from gradesk.services.term.planned import away, drafts, entries, filling_in, gathering, moving, school_day
from gradesk.store.work import Store
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.screens.term.week.model import MIME
from gradesk.ui.screens.term.week.sheet import ADULT, PUPIL, View
from tests.conftest import TODAY
from tests.ui.access import tree
from tests.window import Answers

ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


@pytest.fixture
def three(store: Store) -> list[str]:
    """Three pupils of one class."""
    return [
        pupils.add_pupil(store, {"legal_forename": name, "legal_surname": "Ek", "class_name": "3 Elm"})
        for name in ("Ava", "Ben", "Cy")
    ]


@pytest.fixture
def reading(store: Store, three: list[str]) -> str:
    """Reading of two pupils, twice a week with no time yet, led by Ana Ash; Bea Birch works here too."""
    for name in ("Ana Ash", "Bea Birch"):
        staff.add_staff(store, {"name": name, "role": "ta"})
    return support(store, three[:2])


def support(store: Store, pupil_ids: list[str], **values: Any) -> str:
    body = {"name": "Reading", "times_a_week": 2.0, "minutes": 20, "starts_on": date(2026, 11, 2), "led_by": "Ana Ash"}
    return provisions.add(store, pupil_ids, body | values)


def whens(store: Store, uuid: str) -> tuple[When, ...]:
    bar = gathering.week(store, TODAY).bar(uuid)
    assert bar is not None
    return bar.whens


@pytest.fixture
def part(opened: Gradesk, reading: str) -> Any:
    """The week, its grid in hand."""
    shell: Any = opened.shell
    shell.go("term", tab="week")
    opened.window.activateWindow()
    found = shell.current.week
    found.grid.setFocus()
    QTest.qWait(0)
    return found


def focused() -> QWidget:
    """What the keys go to."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def types(words: str) -> None:
    """Type wherever the focus is."""
    QTest.keyClicks(focused(), words)


def key(which: Any, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key wherever the focus is."""
    QTest.keyClick(focused(), which, held)
    QTest.qWait(0)


def said(shell: Any) -> str:
    """What the banner says."""
    return " ".join(label.text() for label in shell.banner.findChildren(QLabel))


def cell(part: Any) -> str:
    words: str = part.model.words(part.grid.currentIndex())
    return words


def test_a_session_is_placed_from_the_tray_where_it_costs_least(part: Any, store: Store, reading: str) -> None:
    entries.add(
        store,
        {
            "kind": "lesson",
            "name": "English",
            "class_name": "3 Elm",
            "weekdays": "mon",
            "begins_at": "9:00",
            "minutes": 50,
        },
    )
    assert part.summary == "2 sessions to place, no clashes"
    key(Key.Key_B)
    assert (
        part.beside.tray.hasFocus()
        and "Reading: 2 of 2 to place, 20 min, Ana Ash" in part.beside.tray.currentItem().text()
    )
    key(Key.Key_Return)
    assert part.grid.hasFocus() and "nothing is missed" in part.told.text()
    costs = [offers[0].cost for _, offers in part.model.hand.places]
    assert costs == sorted(costs) and len(part.model.hand.places) > 10
    english = part.model.sheet.cell_at(0, 540, "Ana Ash")
    assert "misses English" in part.model.words(part.model.index(*english))
    first = part.model.hand.here.when
    key(Key.Key_Right)
    second = part.model.hand.here.when
    assert second != first
    key(Key.Key_Down)
    key(Key.Key_Return)
    assert len(whens(store, reading)) == 1 and whens(store, reading)[0].day == second.day
    assert "Reading" in cell(part) and part.model.hand is None and part.summary.startswith("1 session ")
    history.undo(store)
    assert whens(store, reading) == ()


def test_escape_leaves_what_is_in_hand_as_it_was(part: Any, store: Store, reading: str) -> None:
    key(Key.Key_B)
    key(Key.Key_Return)
    key(Key.Key_Escape)
    assert part.model.hand is None and whens(store, reading) == () and part.grid.hasFocus()


def test_support_without_minutes_says_so_and_gets_them_first(part: Any, store: Store, three: list[str]) -> None:
    uuid = support(store, three[2:], name="Talk", minutes=None)
    part.beside.tray.setFocus()
    row = next(at for at in range(2) if "Talk" in part.beside.tray.item(at).text())
    assert "no minutes yet" in part.beside.tray.item(row).text()
    part.beside.tray.setCurrentRow(row)
    key(Key.Key_Return)
    assert focused().objectName() == "minutes"
    types("15")
    key(Key.Key_Escape)
    bar = gathering.week(store, TODAY).bar(uuid)
    assert bar is not None and bar.minutes == 15


def test_a_session_moves_by_period_is_cut_and_is_taken_out(part: Any, store: Store, reading: str) -> None:
    provisions.change(store, reading, {"weekdays": "mon wed", "begins_at": "9:00"})
    part.go_to_bar(reading)
    assert cell(part).startswith("Ana Ash, Monday, period 1, 9:00 to 9:50: Reading, 9:00, 20 min")
    key(Key.Key_Right, ALT)
    assert When(0, 590) in whens(store, reading) and "period 2" in cell(part)
    key(Key.Key_X)
    assert part.model.hand.before == When(0, 590)
    key(Key.Key_Return)
    assert When(0, 590) not in whens(store, reading) and len(whens(store, reading)) == 2
    key(Key.Key_Delete)
    assert len(whens(store, reading)) == 1 and "1 session to place" in part.summary
    for _ in range(3):
        history.undo(store)
    assert whens(store, reading) == (When(0, 540), When(2, 540))


def test_undo_and_redo_stay_on_the_week_and_come_back_to_it(
    part: Any, store: Store, reading: str, opened: Gradesk
) -> None:
    shell: Any = opened.shell
    provisions.change(store, reading, {"weekdays": "mon wed", "begins_at": "9:00"})
    part.go_to_bar(reading)
    key(Key.Key_Right, ALT)
    key(Key.Key_Z, CONTROL)
    assert whens(store, reading)[0] == When(0, 540) and shell.shown == "term" and shell.current.part is part
    entries.add(store, {"kind": "duty", "name": "Gate", "adult": "Ana Ash", "weekdays": "mon", "begins_at": "8:50"})
    shell.go("staff")
    shell.travel.undo()
    assert shell.shown == "term" and shell.current.part is part and entries.entries(store) == []


def test_a_draft_is_placed_by_the_same_keys(part: Any, store: Store, reading: str) -> None:
    begun = drafts.begin(store)
    part.reload()
    part.head.plan.show(begun.uuid)
    part.head._plan_chosen()
    assert part.head.monday > TODAY and part.summary.startswith("2 sessions to place")
    key(Key.Key_B)
    key(Key.Key_Return)
    key(Key.Key_Return)
    (bar,) = drafts.bars(store, begun.uuid)
    assert bar.weekdays and bar.begins_at and whens(store, reading) == ()
    key(Key.Key_Return)
    part.panels.panel.form.focus_on("room")
    types("Den")
    key(Key.Key_Escape)
    assert drafts.bars(store, begun.uuid)[0].room == "Den"


def test_there_is_one_session_a_day(part: Any, store: Store, reading: str) -> None:
    provisions.change(store, reading, {"weekdays": "mon tue", "begins_at": "14:10"})
    part.go_to_bar(reading)
    for _ in range(2):
        key(Key.Key_Right, ALT)
    assert When(1, 850) in whens(store, reading) and len(whens(store, reading)) == 2


def test_another_adult_gets_it_by_a_key(part: Any, store: Store, reading: str) -> None:
    provisions.change(store, reading, {"weekdays": "mon wed", "begins_at": "9:00"})
    part.go_to_bar(reading)
    key(Key.Key_Down, ALT)
    bar = gathering.week(store, TODAY).bar(reading)
    assert bar is not None and bar.adult == "Bea Birch" and cell(part).startswith("Bea Birch, Monday")


def test_a_clash_is_told_in_words_with_the_way_out_and_enter_goes_there(
    part: Any, store: Store, reading: str, three: list[str]
) -> None:
    provisions.change(store, reading, {"weekdays": "mon wed", "begins_at": "9:00"})
    support(store, three[2:], name="Lego", weekdays="wed", begins_at="9:10", times_a_week=1.0)
    assert part.summary == "all placed, 1 clash" and part.beside.list_title.text() == "1 clash"
    key(Key.Key_C)
    words = part.beside.list.currentItem().text()
    assert "Ana Ash is in" in words and "let another adult take it" in words
    key(Key.Key_Return)
    assert part.grid.hasFocus() and "Wednesday, period 1" in cell(part)
    assert cell(part).count("Clash: Ana Ash is in") == 2 and "2 at once" in cell(part)


def test_while_it_is_dragged_the_clash_of_the_place_is_told_and_a_drop_puts_it_there(
    part: Any, store: Store, reading: str, three: list[str]
) -> None:
    support(store, three[2:], name="Lego", weekdays="mon", begins_at="9:00", times_a_week=1.0, minutes=50)
    part.moves.take(reading, by_mouse=True)
    taken = part.model.sheet.cell_at(0, 540, "Ana Ash")
    free = part.model.sheet.cell_at(0, 590, "Bea Birch")
    data = QMimeData()
    data.setData(MIME, b"in hand")
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton

    def at(place: tuple[int, int]) -> QPoint:
        found: QPoint = part.grid.visualRect(part.model.index(*place)).center()
        return found

    part.grid.dragMoveEvent(QDragMoveEvent(at(taken), Qt.DropAction.MoveAction, data, left, none))
    assert part.told.text().startswith("Reading, Monday 9:00: clash: Ana Ash is in Reading and in Lego")
    part.grid.dropEvent(QDropEvent(QPointF(at(free)), Qt.DropAction.MoveAction, data, left, none))
    bar = gathering.week(store, TODAY).bar(reading)
    assert bar is not None and bar.adult == "Bea Birch" and bar.whens == (When(0, 590),)


def test_what_is_dragged_lights_up_its_places_and_is_laid_down_where_it_is_not_dropped(
    part: Any, store: Store, reading: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def dragged(_drag: QDrag, _action: Qt.DropAction) -> Qt.DropAction:
        seen.append(len(part.model.hand.places))
        if len(seen) > 1:
            part.grid.dropped.emit(*part.model.sheet.cell_at(4, 540, "Ana Ash"))
        return Qt.DropAction.MoveAction

    monkeypatch.setattr(QDrag, "exec", dragged)
    part.beside.tray.startDrag(Qt.DropAction.MoveAction)
    assert seen[0] > 10 and part.model.hand is None and whens(store, reading) == ()
    part.beside.tray.startDrag(Qt.DropAction.MoveAction)
    assert whens(store, reading) == (When(4, 540),)
    part.go_to_bar(reading)
    part.grid.startDrag(Qt.DropAction.MoveAction)
    assert len(seen) == 3 and whens(store, reading) == (When(4, 540),)


def test_a_day_without_school_says_so(part: Any, store: Store, reading: str) -> None:
    part.head.step(5)
    assert part.head.monday == date(2026, 12, 28)
    assert part.head.week_words.text().endswith("no school") and "no school on this day" in cell(part)


def test_the_rest_is_placed_seen_first_accepted_and_taken_back(
    qtbot: QtBot, part: Any, store: Store, reading: str, three: list[str], opened: Gradesk
) -> None:
    lego = support(store, three[2:], name="Lego", times_a_week=3.0, led_by="")
    before = gathering.week(store, TODAY)
    key(Key.Key_P)
    panel = part.panels.panel
    qtbot.waitUntil(lambda: panel.filled is not None and panel.task is None, timeout=60_000)
    assert panel.told.text().endswith("The search is over.") and isinstance(panel.told, SpokenLabel)
    assert gathering.week(store, TODAY).bars == before.bars  # nothing is kept yet
    assert len(part.model.sheet.cells_of(lego)) == 3
    assert "proposed" in part.model.words(part.model.index(*part.model.sheet.cells_of(lego)[0]))
    assert panel.bars.hasFocus() and len(panel.bars.ticked()) == 2
    lines = [panel.bars.item(at).text() for at in range(2)]
    assert any(line.startswith("Lego, Cy Ek: ") for line in lines)  # which of several of its name
    panel.bars.setCurrentRow(next(at for at in range(2) if lines[at].startswith("Reading, 2 in it: ")))
    key(Key.Key_Space)
    assert part.model.sheet.cells_of(reading) == []  # what is not ticked is not shown
    key(Key.Key_Return, CONTROL)
    assert len(whens(store, lego)) == 3 and whens(store, reading) == () and part.panels.panel is None
    assert "3 sessions have their place in the week" in said(opened.shell)
    history.undo(store)
    assert gathering.week(store, TODAY).bars == before.bars


def test_a_proposal_says_which_clashes_come_with_it(
    qtbot: QtBot, part: Any, store: Store, reading: str, opened: Gradesk
) -> None:
    for day in ("mon", "tue", "wed", "thu", "fri"):
        for begins, minutes in (("9:00", 50), ("9:50", 50), ("11:00", 60), ("13:00", 35), ("13:35", 35), ("14:10", 65)):
            values = {"kind": "lesson", "name": f"Subject {day} {begins}", "class_name": "3 Elm", "weekdays": day}
            entries.add(store, {**values, "begins_at": begins, "minutes": minutes})
    provisions.change(store, reading, {"times_a_week": 1.0, "minutes": 50})
    key(Key.Key_P)
    panel = part.panels.panel
    qtbot.waitUntil(lambda: panel.filled is not None and panel.task is None, timeout=60_000)
    came = filling_in.brought(gathering.week(store, TODAY), panel.filled)
    assert came and "placed, none is left over." in panel.told.text() and "with it. The search" in panel.told.text()
    assert f"Clash: {came[0].words}" in panel.bars.item(0).text() and "miss" in came[0].words
    cell_of_it = part.model.sheet.cells_of(reading)[0]
    told = part.model.words(part.model.index(*cell_of_it))
    assert "proposed" in told and f"Clash: {came[0].words}" in told  # in the week as in the list
    key(Key.Key_Return, CONTROL)
    assert "1 session has its place in the week; " in said(opened.shell) and "C lists them." in said(opened.shell)
    assert len(part.clashes) == len(came)


def test_a_session_that_was_taken_and_left_is_in_hand_again(
    part: Any, store: Store, reading: str, three: list[str]
) -> None:
    provisions.change(store, reading, {"weekdays": "wed thu", "begins_at": "14:30"})
    other = support(store, three[2:], name="Other", weekdays="mon", begins_at="9:00", times_a_week=1.0)
    part.go_to_bar(reading)
    here = cell(part)
    key(Key.Key_X)
    key(Key.Key_Escape)
    assert cell(part) == here
    key(Key.Key_Delete)
    assert len(whens(store, reading)) == 1 and len(whens(store, other)) == 1


def test_leaving_ends_the_search_at_once(part: Any, store: Store, reading: str) -> None:
    before = gathering.week(store, TODAY)
    key(Key.Key_P)
    began = time.monotonic()
    key(Key.Key_Escape)
    assert time.monotonic() - began < 0.2
    assert part.panels.panel is None and part.proposal is None and gathering.week(store, TODAY).bars == before.bars


@pytest.mark.parametrize("how", [signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)])
def test_a_search_that_is_ended_from_outside_leaves_the_week_as_it_was(
    qtbot: QtBot, part: Any, store: Store, reading: str, opened: Gradesk, how: signal.Signals
) -> None:
    before = gathering.week(store, TODAY)
    key(Key.Key_P)
    panel = part.panels.panel
    qtbot.waitUntil(lambda: bool(multiprocessing.active_children()), timeout=20_000)
    for child in multiprocessing.active_children():
        assert child.pid is not None
        os.kill(child.pid, how)
    qtbot.waitUntil(lambda: panel.task is None, timeout=20_000)
    assert gathering.week(store, TODAY).bars == before.bars
    shell: Any = opened.shell
    told = panel.told.text() if part.panels.panel is panel else said(shell)
    assert "ended from outside" in told


def test_whoever_is_ill_is_settled_by_keys(
    part: Any, store: Store, reading: str, three: list[str], answers: Answers
) -> None:
    provisions.change(store, reading, {"weekdays": "mon wed", "begins_at": "9:00"})
    part.go_to_bar(reading)
    key(Key.Key_I)
    panel = part.panels.panel
    assert panel.who.value() == "Ana Ash" and panel.sessions.hasFocus()
    assert "9:00 Reading, 20 min: Bea Birch, free at that time" in panel.sessions.currentItem().text()
    key(Key.Key_Return)
    assert [one.taken_by for one in away.covers(store, TODAY)] == ["Bea Birch"]
    takes = part.model.sheet.cell_at(0, 540, "Bea Birch")
    assert "Reading, 9:00, 20 min" in part.model.words(part.model.index(*takes))
    assert part.model.words(part.model.index(*takes)).endswith("for Ana Ash")
    assert "settled, taken by Bea Birch" in panel.sessions.currentItem().text() and "taken by Bea Birch" in cell(part)
    key(Key.Key_U)
    assert away.covers(store, TODAY) == []
    key(Key.Key_S)
    held = registers.register(store, reading, TODAY, TODAY).session(TODAY)
    assert held is not None and not held.ran
    key(Key.Key_U)
    answers.lines.append("Monday 9:50")
    key(Key.Key_M)
    assert [(one.how, one.begins_at, one.taken_by) for one in away.covers(store, TODAY)] == [
        ("moved", "9:50", "Bea Birch")
    ]
    key(Key.Key_U)
    support(store, three[2:], name="Lego", weekdays="mon", begins_at="11:00", times_a_week=1.0)
    key(Key.Key_Return, CONTROL)
    assert [one.how for one in away.covers(store, TODAY)] == ["taken", "taken"]
    history.undo(store)
    assert away.covers(store, TODAY) == []
    key(Key.Key_Escape)
    assert part.panels.panel is None and part.grid.hasFocus()


def test_while_a_day_is_settled_its_slips_are_printed(part: Any, store: Store, reading: str, opened: Gradesk) -> None:
    provisions.change(store, reading, {"weekdays": "mon wed", "begins_at": "9:00"})
    part.go_to_bar(reading)
    key(Key.Key_I)
    key(Key.Key_Return, CONTROL)
    key(Key.Key_P, CONTROL)
    shell: Any = opened.shell
    assert [(one.code, one.variant) for one in shell.current.wanted.items] == [("cover-sheet", "slips")]


def test_a_duty_is_added_changed_and_deleted(part: Any, store: Store) -> None:
    key(Key.Key_N)
    form = part.panels.panel.form
    form.editors["kind"].show("duty")
    form.focus_on("name")
    types("Gate")
    key(Key.Key_Return, CONTROL)
    (entry,) = entries.entries(store)
    assert (entry.kind, entry.name, entry.adult, entry.weekdays) == ("duty", "Gate", "Ana Ash", "mon")
    assert cell(part).endswith("Duty: Gate, 8:50, 10 min, with Ana Ash") and part.grid.hasFocus()
    key(Key.Key_Return)
    part.panels.panel.form.focus_on("room")
    types("Yard")
    key(Key.Key_Escape)
    assert entries.entries(store)[0].room == "Yard" and "in Yard" not in cell(part) and "Yard" in cell(part)
    key(Key.Key_Return)
    part.panels.panel.delete()
    assert entries.entries(store) == []


def test_what_is_added_in_a_draft_begins_with_it_and_says_what_clashes(
    part: Any, store: Store, reading: str, opened: Gradesk
) -> None:
    provisions.change(store, reading, {"weekdays": "mon wed", "begins_at": "9:00"})
    begun = drafts.begin(store)
    part.head.look_at_plan(begun.uuid)
    part.grid.setFocus()
    key(Key.Key_N)
    form = part.panels.panel.form
    form.editors["kind"].show("duty")
    for name, value in (("name", "Gate"), ("adult", "Ana Ash"), ("weekdays", "mon"), ("begins_at", "9:10")):
        form.editors[name].show(value)
    key(Key.Key_Return, CONTROL)
    (entry,) = entries.entries(store, begun.uuid)
    assert entry.starts_on == drafts.draft(store, begun.uuid).starts_on and entries.entries(store) == []
    assert "Clash: Ana Ash is in" in said(opened.shell) and "Move one of the two" in said(opened.shell)


def test_a_duty_changed_in_a_draft_stays_as_it_is_in_the_weeks_that_run(
    part: Any, store: Store, reading: str, opened: Gradesk
) -> None:
    """Enter opens it, the form stays with it while it is typed, and Delete takes it out of the draft only."""
    gate = {"kind": "duty", "name": "Gate", "adult": "Ana Ash", "weekdays": "mon", "begins_at": "8:50", "minutes": 10}
    uuid = entries.add(store, gate)
    begun = drafts.begin(store)
    part.head.look_at_plan(begun.uuid)
    part.panels.open(part.week.bar(uuid))
    form = part.panels.panel
    form.form.focus_on("room")
    types("Yard")
    form.flush()
    form.form.focus_on("adult")
    shell: Any = opened.shell
    assert shell.current.counted.text() == part.summary
    assert part.panels.panel is form and form.form.editors["room"].value() == "Yard"
    assert entries.entries(store)[0].room == "" and entries.entries(store, begun.uuid)[0].room == "Yard"
    part.panels.panel.delete()
    assert "the weeks that run keep it" in said(opened.shell)
    assert entries.entries(store, begun.uuid) == [] and [one.name for one in entries.entries(store)] == ["Gate"]


def test_a_half_typed_part_of_the_week_is_held(part: Any, opened: Gradesk) -> None:
    key(Key.Key_N)
    part.panels.panel.form.focus_on("name")
    types("Ga")
    shell: Any = opened.shell
    assert shell.current.held() == {'{"panel": "add", "tab": "week"}': {"new part of the week": {"name": "Ga"}}}


def test_the_day_gets_a_period_and_two_weeks_take_turns(part: Any, store: Store) -> None:
    key(Key.Key_D)
    panel = part.panels.panel
    for name, typed in (("name", "Club"), ("begins_at", "15:15"), ("ends_at", "16:00")):
        panel.new.focus_on(name)
        types(typed)
    key(Key.Key_Return, CONTROL)
    assert school_day.periods(store)[-1].name == "Club" and part.model.sheet.columns[-1].startswith("Fri · Club")
    panel.turn.focus_on("week_a_on")
    types("23/11/2026")
    key(Key.Key_Escape)
    assert school.record(store).week_a_on == TODAY and part.head.week_words.text().endswith("week A")
    key(Key.Key_Right, CONTROL)
    assert part.head.week_words.text().endswith("week B")
    key(Key.Key_T)
    assert part.head.week_words.text().endswith("week A")


def test_one_person_s_week_has_time_down_and_days_across(
    part: Any, store: Store, reading: str, three: list[str]
) -> None:
    provisions.change(store, reading, {"weekdays": "mon wed", "begins_at": "9:00"})
    support(store, three[2:], name="Lego", weekdays="tue", begins_at="9:00", times_a_week=1.0)
    part.look_at(View(PUPIL, three[0]))
    assert [one.split("\n")[0] for one in part.model.sheet.columns] == [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
    ]
    assert part.model.sheet.cells_of(reading) == [(1, 0), (1, 2)]
    part.look_at(View(PUPIL, three[2]))
    assert part.model.sheet.cells_of(reading) == []
    part.grid.setFocus()
    key(Key.Key_W)
    assert part.head.view.kind == "class"


def test_an_empty_school_is_told_what_to_do_first(opened: Gradesk, store: Store) -> None:
    shell: Any = opened.shell
    shell.go("term", tab="week")
    assert shell.current.week.empty.isVisible() and not shell.current.week.side.isVisible()
    staff.add_staff(store, {"name": "Ana Ash", "role": "ta"})
    assert shell.current.week.bare.isVisible()


def test_every_panel_speaks_and_comes_in_the_order_of_the_eye(
    qtbot: QtBot, part: Any, store: Store, reading: str, opened: Gradesk
) -> None:
    shell: Any = opened.shell
    school_day.take_usual(store)
    provisions.change(store, reading, {"weekdays": "mon", "begins_at": "9:00"})
    part.go_to_bar(reading)
    panels = part.panels
    for show in (panels.add, panels.day, panels.away, panels.fill, partial(panels.open, part.week.bar(reading))):
        show()
        qtbot.waitUntil(lambda: panels.busy() == "", timeout=60_000)
        qtbot.waitUntil(tree.settled)
        QTest.qWait(20)
        found = [f"{tree.kind_of(node)}: {fault}" for node, _ in tree.in_sight() for fault in tree.faults(node)]
        assert found == [] and list(tree.too_small(opened.window)) == []
        assert list(tree.out_of_order(shell.current)) == []


def test_words_of_a_form_that_was_put_away_for_another_come_back(part: Any) -> None:
    key(Key.Key_N)
    part.panels.panel.form.focus_on("name")
    types("Gate")
    part.away_act.click()
    part.add_act.click()
    assert part.panels.panel.form.editors["name"].value() == "Gate"
    key(Key.Key_Escape)
    part.add_act.click()
    assert part.panels.panel.form.editors["name"].value() == ""


def test_a_week_without_end_stays_smooth(part: Any, store: Store, three: list[str]) -> None:
    with store.work("Many lessons"):
        for number in range(60):
            staff.add_staff(store, {"name": f"Adult {number:02}", "role": "teacher"})
            for lesson in range(6):
                values = {"kind": "lesson", "name": f"L{lesson}", "adult": f"Adult {number:02}", "minutes": 40}
                days = {"weekdays": "mon tue wed thu fri", "begins_at": f"{9 + lesson}:00", "class_name": f"C{number}"}
                entries.add(store, values | days)
    assert part.model.rowCount() >= 62
    began = time.monotonic()
    for _ in range(20):
        key(Key.Key_Down)
        part.grid.viewport().grab()
    assert time.monotonic() - began < 4


def test_a_week_is_printed_and_saved_from_where_it_is_looked_at(
    part: Any, opened: Gradesk, store: Store, reading: str, answers: Answers, tmp_path: Path
) -> None:
    bar = gathering.week(store, TODAY).bar(reading)
    assert bar is not None
    moving.place(store, bar, (When(0, 540), When(2, 540)))
    file = tmp_path / "week.ics"
    answers.saves = [file]
    part.save_calendar()
    words = file.read_text("utf-8")
    assert words.count("BEGIN:VEVENT") == 2 and "Ek" not in words and "Reading" in words
    shell: Any = opened.shell
    key(Key.Key_P, CONTROL)
    assert shell.current.wanted.items[0].code == "adult-week"


@pytest.mark.parametrize("scale", [100, 150, 200])
def test_names_of_days_stand_whole_or_short_at_any_size(part: Any, scale: int) -> None:
    part.context.look.choose(scale=scale)
    part.look_at(View(ADULT, "Ana Ash"))
    QTest.qWait(50)
    bold = QFont(part.grid.font())
    bold.setBold(True)
    edges = part.context.look.theme.px(16)
    for column in range(5):
        name = str(part.model.headerData(column, Qt.Orientation.Horizontal)).partition("\n")[0]
        assert QFontMetrics(bold).horizontalAdvance(name) + edges <= part.grid.columnWidth(column)


def test_on_an_empty_week_the_letters_are_alive(store: Store, opened: Gradesk) -> None:
    staff.add_staff(store, {"name": "Ana Ash", "role": "ta"})
    shell: Any = opened.shell
    shell.go("term", tab="week")
    part = shell.current.week
    part.head.to_day(TODAY)
    part.reload()
    assert part.shown.currentWidget() is part.bare
    part.first.setFocus()
    QTest.keyClick(part.bare.findChildren(QPushButton)[0], Key.Key_N)
    assert part.panels.panel is not None


def test_on_an_empty_board_the_letters_are_alive(store: Store, opened: Gradesk) -> None:
    shell: Any = opened.shell
    shell.go("term", tab="board")
    board = shell.current.board
    assert board.shown.currentWidget() is board.nothing
    QTest.keyClick(board.nothing.findChildren(QPushButton)[0], Key.Key_W)
    assert shell.current.part is shell.current.week
