"""Registers by keys: an adult’s day, a whole column, sessions put on, and a plan to make good what is owed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradesk import documents
from gradesk.app import Gradesk
from gradesk.documents.desk import drawing
from gradesk.documents.press.look import USUAL
from gradesk.services.custody import history
from gradesk.services.paper import register_marks
from gradesk.services.paper.gathering import support_registers
from gradesk.services.pupils import pupils
from gradesk.services.term import closing, provisions, registers
from gradesk.services.term.given import making_good
from gradesk.services.term.registers import Slot
from gradesk.store.work import Store
from gradesk.ui.kit.labels import PlainLabel
from tests.conftest import TODAY
from tests.services.paper.test_forms_in import filled
from tests.ui.test_evidence import press
from tests.window import Answers

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FRIDAY, LEFT = date(2026, 11, 20), date(2026, 11, 16)


@pytest.fixture
def ten(store: Store) -> list[str]:
    """Ten pupils."""
    names = ("Ava", "Ben", "Cy", "Di", "Ed", "Flo", "Gus", "Hal", "Ida", "Jo")
    return [pupils.add_pupil(store, {"legal_forename": name, "legal_surname": "Ek"}) for name in names]


@pytest.fixture
def clubs(store: Store, ten: list[str]) -> list[str]:
    """Two groups of one adult that meet on Mondays and Fridays, of ten and of three."""
    values = {
        "starts_on": date(2026, 11, 2), "planned_to": date(2026, 12, 11), "times_a_week": 2.0, "minutes": 20,
        "weekdays": "mon fri", "led_by": "Mrs Okafor",
    }  # fmt: skip
    return [
        provisions.add(store, ten, {**values, "name": "Brick club", "begins_at": "9:00"}),
        provisions.add(store, ten[:3], {**values, "name": "Word club", "begins_at": "10:00"}),
    ]


@pytest.fixture
def part(opened: Gradesk, clubs: list[str]) -> Any:
    """The registers, with the first group in hand."""
    shell: Any = opened.shell
    shell.go("term")
    shell.current.mark(clubs[0])
    shell.activateWindow()
    found = shell.current.registers
    found.grid.setFocus()
    return found


def said(part: Any, row: int, column: int = 0) -> str:
    words = part.model.data(part.model.index(row, column), Qt.ItemDataRole.AccessibleTextRole)
    return str(words)


def test_an_adults_day_is_marked_through_all_its_groups(
    part: Any, store: Store, ten: list[str], clubs: list[str]
) -> None:
    part.show_day("Mrs Okafor", TODAY)
    part.grid.setFocus()
    assert part.model.columnCount() == 1 and part.model.rowCount() == 2 + 10 + 3
    assert part.model.names[0] == "Brick club, 9:00, 20 min" and part.model.names[11] == "Word club, 10:00, 20 min"
    assert part.grid.currentIndex().row() == 1  # a heading is no child
    QTest.keyClicks(part.grid, "h" * 9 + "a" + "hap")
    assert said(part, 10).endswith("Monday 23 November: absent") and "Word club" in said(part, 12)
    sheet = registers.register(store, clubs[1], TODAY, TODAY)
    assert [sheet.mark(TODAY, uuid).mark for uuid in ten[:3]] == ["here", "absent", "part"]
    part.grid.setCurrentIndex(part.model.index(12, 0))
    part._not_run(12, 0, "room")
    assert part.model.names[11].endswith("did not run: " + said(part, 12).rpartition(", ")[2])


def test_several_adults_at_once_have_one_day_by_keys(opened: Gradesk, part: Any, store: Store, ten: list[str]) -> None:
    values = {
        "starts_on": date(2026, 11, 2), "planned_to": date(2026, 12, 11), "times_a_week": 1.0, "minutes": 20,
        "weekdays": "mon", "led_by": "Mr Bell",
    }  # fmt: skip
    provisions.add(store, ten[:2], {**values, "name": "Sorting"})
    part.reload()
    part.show_day("", TODAY)
    assert part.choice.others.isHidden()  # everybody is everybody
    part.show_day("Mrs Okafor", TODAY)
    line = part.choice.others.line
    assert line.isVisible() and part.model.rowCount() == 15
    QTest.keyClicks(line, "bell")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert part.choice.whose == "Mrs Okafor, Mr Bell" and part.model.rowCount() == 18
    assert part.choice.printed == f"day {TODAY} Mrs Okafor, Mr Bell"
    QTest.keyClicks(line, "Nemo")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert "Nobody who leads support is called “Nemo”" in opened.shell.banner.words
    assert part.model.rowCount() == 18
    part.show_day("Mr Bell", TODAY)
    assert part.choice.whose == "Mr Bell" and part.model.rowCount() == 3


@pytest.mark.parametrize(
    "which", ["day 2026-11-16 Mrs Okafor", "day 2026-11-23 Mrs Okafor, Mr Bell", "group 2026-09-01 {club}"]
)
def test_the_print_desk_has_the_register_in_hand_though_its_list_has_it_not(
    opened: Gradesk, store: Store, ten: list[str], clubs: list[str], which: str
) -> None:
    values = {
        "name": "Maths club",
        "starts_on": date(2026, 9, 7),
        "minutes": 20,
        "times_a_week": 1.0,
        "led_by": "Mr Bell",
    }
    key = which.format(club=provisions.add(store, ten[5:7], values))
    assert key not in dict(support_registers.offered(store)) and support_registers.named(store, key)
    shell: Any = opened.shell
    shell.go("preview", document="support-register", which=key, pupil_ids=())
    assert [item.which for item in shell.current.wanted.items] == [key]
    for none in ("group 2026-09-01 gone", "day 2026-13-01 x", "day 2026-11-16 Nobody", "nonsense"):
        assert support_registers.named(store, none) == ""


def test_days_are_stepped_by_keys_over_those_without_school(part: Any) -> None:
    part.show_day("Mrs Okafor", TODAY)
    part.grid.setFocus()
    QTest.keyClick(part.grid, Qt.Key.Key_Left, CONTROL)
    assert part.choice.chosen_day == FRIDAY and part.model.rowCount() == 15
    QTest.keyClick(part.grid, Qt.Key.Key_Left, CONTROL)
    assert part.grid.isHidden() and part.free.isVisible()  # nobody is due on Thursday, and one button goes on
    QTest.keyClick(part.free.focusProxy(), Qt.Key.Key_Space)
    assert part.choice.chosen_day == FRIDAY and part.grid.isVisible()


def test_thirty_cells_of_paper_are_typed_in_with_few_keys(
    part: Any, store: Store, ten: list[str], clubs: list[str]
) -> None:
    days = [date(2026, 11, 13), date(2026, 11, 16), FRIDAY]
    part.grid.setCurrentIndex(part.model.index(0, part.model.register.days.index(days[0])))
    keys = "hhhahhhhhp" + "hhhhhhhhhh" + "ahhhhhhhha"
    QTest.keyClicks(part.grid, keys)
    sheet = registers.register(store, clubs[0], days[0], FRIDAY)
    assert len(sheet.marks) == 30 and len(keys) <= 30 * 1.2
    assert [day for day in days if all(sheet.mark(day, uuid).mark == "here" for uuid in ten)] == [days[1]]


def test_shift_marks_the_rest_of_a_column_and_leaves_what_is_there(
    part: Any, store: Store, ten: list[str], clubs: list[str]
) -> None:
    part.grid.setCurrentIndex(part.model.index(3, part.model.register.days.index(FRIDAY)))
    QTest.keyClicks(part.grid, "a")
    QTest.keyClick(part.grid, Qt.Key.Key_H, SHIFT)
    sheet = registers.register(store, clubs[0], FRIDAY, FRIDAY)
    assert [sheet.mark(FRIDAY, uuid).mark for uuid in ten] == ["here"] * 3 + ["absent"] + ["here"] * 6
    history.undo(store)
    assert len(registers.register(store, clubs[0], FRIDAY, FRIDAY).marks) == 1


def test_what_is_owed_is_planned_by_one_key_and_taken_back_by_another(
    part: Any, store: Store, clubs: list[str]
) -> None:
    registers.not_run(store, clubs[0], FRIDAY, "adult_ill")
    part.reload()
    assert part.owed.text().startswith("Owed: 20 minutes (1 session: ")
    QTest.keyClicks(part.grid, "m")
    assert part.planning.days.ticked() == ["2026-11-24"]
    part.planning.other.setText("never")
    QTest.keyClick(part.planning.days, Qt.Key.Key_Return, CONTROL)
    assert making_good.of_groups(store, clubs)[clubs[0]].planned == 0  # what is no day is told, and nothing is planned
    part.planning.other.setText("26/11")
    QTest.keyClick(part.planning.days, Qt.Key.Key_Return, CONTROL)
    assert part.planning is None and "40 planned to make good (24 Nov, 26 Nov)" in part.owed.text()
    place = [slot.day for slot in part.model.register.slots].index(date(2026, 11, 24))
    assert part.model.headerData(place, Qt.Orientation.Horizontal) == "Tue +\n24 Nov"
    part.grid.setCurrentIndex(part.model.index(0, place))
    QTest.keyClick(part.grid, Qt.Key.Key_Delete)
    assert making_good.of_groups(store, clubs)[clubs[0]].planned_on == (date(2026, 11, 26),)
    history.undo(store)
    part.reload()
    QTest.keyClicks(part.grid, "m")
    QTest.keyClick(part.planning.days, Qt.Key.Key_Escape)
    assert part.planning is None


def test_the_sums_below_tell_weeks_children_and_half_terms(
    part: Any, store: Store, ten: list[str], clubs: list[str]
) -> None:
    registers.mark(store, clubs[0], FRIDAY, ten, "here")
    part.reload()
    titles = [group.title for group in part.sums.model.groups]
    assert titles[0].endswith(", by week") and len(titles) == 4
    assert {line.sum.tally.delivered for line in part.sums.model.groups[1].rows} == {20}


def test_a_filled_form_is_looked_at_mark_by_mark_before_it_is_taken_in(
    part: Any, store: Store, ten: list[str], clubs: list[str], tmp_path: Path, qtbot: QtBot, answers: Answers
) -> None:
    registers.mark(store, clubs[1], FRIDAY, ten[:1], "absent")
    which = support_registers.key_of_group(clubs[1], date(2026, 11, 2))
    sheets = support_registers.register_sheets(store, (), which)
    blank = drawing.draw(documents.document("support-register"), sheets, USUAL, "form").pdf
    cells = [register_marks.cell(clubs[1], Slot(FRIDAY), uuid) for uuid in ten[:3]]
    path = tmp_path / "came back.pdf"
    path.write_bytes(filled(blank, dict(zip(cells, ("H", "H", "P 5"), strict=True))))
    answers.files.append(path)
    part.form.choose()
    qtbot.waitUntil(lambda: part.form.seen is not None, timeout=20_000)
    told = [label.text() for label in part.form.findChildren(PlainLabel)]
    assert "Word club, 20/11/2026: Ben Ek H, Cy Ek P 5" in told
    assert "Word club, 20/11/2026: Ava Ek H (now A)" in told
    assert len(registers.register(store, clubs[1], FRIDAY, FRIDAY).marks) == 1
    focused = QApplication.focusWidget()
    assert focused is not None and focused.accessibleName() == "Take all of them"
    press(part.form, "Take all of them")
    sheet = registers.register(store, clubs[1], FRIDAY, FRIDAY)
    assert [sheet.mark(FRIDAY, uuid).mark for uuid in ten[:3]] == ["here", "here", "part"]
    history.undo(store)
    assert len(registers.register(store, clubs[1], FRIDAY, FRIDAY).marks) == 1
    part.form.read(path.with_name("none.pdf"))
    qtbot.waitUntil(lambda: part.form.task is None, timeout=20_000)
    assert part.form.seen is None and part.form.new.isEnabled()


def test_a_form_that_says_n_asks_why_before_it_is_taken_in(
    part: Any,
    opened: Gradesk,
    store: Store,
    ten: list[str],
    clubs: list[str],
    tmp_path: Path,
    qtbot: QtBot,
    answers: Answers,
) -> None:
    which = support_registers.key_of_group(clubs[1], date(2026, 11, 2))
    sheets = support_registers.register_sheets(store, (), which)
    blank = drawing.draw(documents.document("support-register"), sheets, USUAL, "form").pdf
    path = tmp_path / "came back.pdf"
    path.write_bytes(filled(blank, {register_marks.cell(clubs[1], Slot(FRIDAY), ten[0]): "N"}))
    answers.files.append(path)
    part.form.choose()
    qtbot.waitUntil(lambda: part.form.seen is not None, timeout=20_000)
    told = [label.text() for label in part.form.findChildren(PlainLabel)]
    assert "Word club, 20/11/2026: Everybody N" in told
    focused = QApplication.focusWidget()
    assert focused is not None and focused.accessibleName() == "Why did what is marked N not run?"
    press(part.form, "Take these marks")
    shell: Any = opened.shell
    assert "Why did it not run? Nothing was changed yet." in shell.banner.words
    part.form.reason.show("room")
    press(part.form, "Take these marks")
    held = registers.register(store, clubs[1], FRIDAY, FRIDAY).sessions[Slot(FRIDAY)]
    assert (held.ran, held.reason) == (False, "room")


def test_a_register_that_takes_no_marks_names_no_keys_and_what_only_ended_takes_them(
    part: Any, opened: Gradesk, store: Store, ten: list[str], clubs: list[str]
) -> None:
    shell: Any = opened.shell
    registers.mark(store, clubs[1], FRIDAY, ten[:1], "here", note="3/5")
    provisions.change(store, clubs[1], {"ends_on": TODAY})
    part.reload()
    part.show_record(clubs[1])
    assert "sessions until then can still be marked" in shell.banner.words and "H here" in part.hint.text()
    part.grid.setCurrentIndex(part.model.index(0, part.model.register.days.index(FRIDAY)))
    QTest.keyClicks(part.grid, "a")
    closing.change(store, clubs[1], {"ends_on": TODAY})
    part.reload()
    part.show_record(clubs[1])
    assert "its register is closed; it is there to be read" in shell.banner.words
    assert "H here" not in part.hint.text() and "takes no marks" in part.hint.text()
    part.grid.setCurrentIndex(part.model.index(0, part.model.register.days.index(FRIDAY)))
    assert part.note.line.text() == "3/5" and part.note.line.isReadOnly() and not part.plan_act.isVisible()


def test_a_half_term_without_sessions_says_so_instead_of_its_keys(part: Any, store: Store, clubs: list[str]) -> None:
    del store
    part.choice.show_group(clubs[0])
    part._show()
    assert "H here" in part.hint.text()
    part.choice.half.show(0)
    part._show()
    assert part.hint.text() == "No session of Brick club is due in Autumn 1. Choose another half-term."


def test_all_there_is_to_mind_of_the_line_in_hand_stands_below_the_board_and_what_is_owed_comes_first(
    part: Any, opened: Gradesk, store: Store, clubs: list[str]
) -> None:
    registers.not_run(store, clubs[0], FRIDAY, "room")
    shell: Any = opened.shell
    shell.go("term", tab="groups")
    groups = shell.current.groups
    groups.show_record(clubs[0])
    assert groups.minding.text().startswith("To mind: 200 minutes owed; not yet planned to be made good")
    groups.tree.go_to(clubs[1])
    assert "owed" not in groups.minding.text()


def test_a_put_on_session_that_waits_is_where_its_register_opens(part: Any, store: Store, clubs: list[str]) -> None:
    making_good.put_on(store, clubs[0], date(2026, 11, 12))
    part.reload()
    part.show_record(clubs[0])
    slot = part.model.register.slots[part.grid.currentIndex().column()]
    assert (slot.day, slot.extra) == (date(2026, 11, 12), True)
    QTest.keyClick(part.grid, Qt.Key.Key_H, SHIFT)
    assert len(registers.register(store, clubs[0], slot.day, slot.day).marks) == 10


def test_a_session_in_the_holidays_with_nobody_in_it_or_of_a_closed_block_is_a_sentence(
    part: Any, opened: Gradesk, store: Store, ten: list[str], clubs: list[str]
) -> None:
    shell: Any = opened.shell
    for uuid, values in zip(ten[:3], ({"left_on": LEFT}, {"left_on": LEFT}, {"joined_on": TODAY}), strict=True):
        (given,) = [one for one in provisions.of_pupil(store, uuid) if one.uuid == clubs[1]]
        provisions.change_member(store, given.member.uuid, values)
    part.show_record(clubs[1])
    part.grid.setCurrentIndex(part.model.index(0, part.model.register.days.index(FRIDAY)))
    assert said(part, 0, part.grid.currentIndex().column()).endswith("not in it on this day")
    QTest.keyClick(part.grid, Qt.Key.Key_H, SHIFT)
    assert "Nobody is in Word club on 20/11/2026" in shell.banner.words
    part.grid.setCurrentIndex(part.model.index(0, part.model.register.days.index(FRIDAY)))
    QTest.keyClicks(part.grid, "h")
    assert "last day there was 16/11/2026" in shell.banner.words
    assert not registers.register(store, clubs[1], FRIDAY, FRIDAY).marks
    part.show_day("", date(2026, 12, 25))
    assert part.grid.isHidden() and part.free.isVisible()
    closing.close(store, clubs[0], TODAY)
    part.reload()
    part.show_record(clubs[0])
    assert "has ended and its register is closed" in shell.banner.words
    assert part.choice.uuid == clubs[0] and part.grid.isVisible()
    assert "ended" in part.choice.which.widget.currentText()
    assert part.print_act.isEnabled() and not part.good.isEnabled() and not part.plan_act.isEnabled()
    QTest.keyClicks(part.grid, "m")
    assert part.planning is None and "has ended, so nothing more is planned" in shell.banner.words
    part.show_day("", FRIDAY)
    part.grid.setFocus()
    QTest.keyClicks(part.grid, "h")
    assert "is closed and stays as it was" in shell.banner.words


@pytest.mark.parametrize("whose", ["Mrs Okafor", ""])
def test_the_day_in_hand_is_printed_and_not_the_one_of_today(opened: Gradesk, clubs: list[str], whose: str) -> None:
    shell: Any = opened.shell
    assert len(clubs) == 2
    key = support_registers.key_of_day(whose, FRIDAY)
    shell.go("preview", document="support-register", which=key, pupil_ids=())
    [item] = shell.current.wanted.items
    assert item.which == key
    [editor] = shell.current.wanted.which._editors.values()
    assert editor.widget.currentText() == f"{whose or 'Everybody'}, 20/11/2026"
    shell.current.wanted.which.ask(["support-register"])
    assert shell.current.wanted.which.key("support-register") == key
