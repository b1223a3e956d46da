"""The calendar of the year, the rules of Today and the clocks, as a school sets them on its page."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.model.vocabulary import CALENDAR_KINDS
from gradesk.services.custody import history
from gradesk.services.plans import cycles
from gradesk.services.school import calendar, clocks, school
from gradesk.services.today.due_rules import book
from gradesk.store.work import Store
from gradesk.ui.kit.forms.held import held_in
from gradesk.ui.screens.school.calendar_page import DATES
from tests.window import Answers


def page(opened: Gradesk, tab: str) -> Any:
    """A tab of the school's screen."""
    assert opened.shell is not None
    opened.window.activateWindow()
    opened.shell.go("school", tab=tab)
    screen: Any = opened.shell.current
    return screen.part(tab)


def banner(opened: Gradesk) -> str:
    assert opened.shell is not None
    return opened.shell.banner.words


def write(qtbot: QtBot, table: Any, row: int, column: int, words: str) -> None:
    """Type into a cell of a table and press Enter."""
    table.edit_at_end(table.model().index(row, column))
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.setText(words)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: table.state() != table.State.EditingState, timeout=5_000)


def test_every_kind_of_date_has_its_letter_in_the_year() -> None:
    assert set(DATES) == set(CALENDAR_KINDS.codes)


def test_the_year_is_shown_with_its_days_in_words(opened: Gradesk, store: Store) -> None:
    part = page(opened, "calendar")
    assert part.which.widget.currentText() == "2026/27"
    assert part.day.text() == "Mon 23 Nov, today: Autumn 2"
    QTest.keyClick(part.grid, Qt.Key.Key_Down)
    assert part.day.text().endswith("holiday")
    QTest.keyClick(part.grid, Qt.Key.Key_Right)
    assert part.grid.day == date(2026, 12, 24)
    names, wide, high = part.grid._sizes()
    assert part.grid.at(QPointF(names + wide / 2, high * 1.5)) == date(2026, 9, 1)
    assert part.grid.at(QPointF(names + wide * 30.5, high * 1.5)) is None
    assert part.grid.accessibleDescription() == part.grid.words()


def test_a_half_term_is_changed_in_its_cell_and_an_impossible_day_stays_in_sight(
    qtbot: QtBot, opened: Gradesk, store: Store
) -> None:
    part = page(opened, "calendar")
    write(qtbot, part.halves, 0, 2, "22/10")
    assert calendar.year(store, 2026).halves[0].ends_on == date(2026, 10, 22)
    for words, told in (("1/8/2026", "end before it starts"), ("31/2", "not a day"), ("1/1/2200", "Check the year")):
        write(qtbot, part.halves, 0, 2, words)
        assert told in banner(opened)
        assert calendar.year(store, 2026).halves[0].ends_on == date(2026, 10, 22)
        assert held_in(part)
    assert part.halves.model().index(0, 2).data() == "Not kept: 1/1/2200"
    write(qtbot, part.halves, 0, 2, "23/10/2026")
    assert not held_in(part)


def test_inset_days_dates_and_suggestions_are_added_and_taken_away(qtbot: QtBot, opened: Gradesk, store: Store) -> None:
    part = page(opened, "calendar")
    QTest.keyClicks(part.line.line, "1/9, 12/2")
    assert held_in(part)
    QTest.keyClick(part.line.line, Qt.Key.Key_Return)
    assert [row.day for row in calendar.year(store, 2026).closures if row.kind == "inset"] == [
        date(2026, 9, 1),
        date(2027, 2, 12),
    ]
    assert "2 days are added" in banner(opened) and not held_in(part)
    qtbot.waitUntil(lambda: part.closures.model().rowCount() == 3, timeout=5_000)
    part.closures.go_to(0)
    QTest.keyClick(part.closures, Qt.Key.Key_Delete)
    assert len(calendar.year(store, 2026).closures) == 2
    assert "Autumn census day (01/10)" in part.suggested.text()
    part.suggest.click()
    qtbot.waitUntil(lambda: part.dates.model().rowCount() == 8, timeout=5_000)
    write(qtbot, part.dates, 0, 2, "2/10")
    census = calendar.year(store, 2026).dates[0]
    assert census.starts_on == census.ends_on == date(2026, 10, 2)
    QTest.keyClicks(part.new.editors["name"].widget, "Open morning")
    QTest.keyClicks(part.new.editors["starts_on"].widget, "3/12")
    part._add()
    assert "Open morning" in [row.name for row in calendar.year(store, 2026).dates]


def test_a_year_is_copied_only_after_it_was_seen(qtbot: QtBot, opened: Gradesk, store: Store) -> None:
    part = page(opened, "calendar")
    part.show_year(2027)
    part.next.look.click()
    assert part.next.act.isVisible() and calendar.year(store, 2028).halves == ()
    part.next.act.click()
    assert len(calendar.year(store, 2028).halves) == 6
    qtbot.waitUntil(lambda: part.which.widget.currentText() == "2028/29", timeout=5_000)
    history.undo(store)
    assert calendar.year(store, 2028).halves == ()


def test_the_calendar_file_is_saved_without_names_and_warns_of_initials(
    opened: Gradesk, store: Store, ava: str, answers: Answers, tmp_path: Path
) -> None:
    cycles.open_cycle(store, ava, date(2026, 11, 2), date(2026, 12, 10))
    part = page(opened, "calendar")
    answers.saves += [tmp_path / "one.ics", tmp_path / "two.ics"]
    part._save()
    assert answers.suggested == ["school-dates.ics"]
    assert "SUMMARY:Review\\, 4 Oak\r\n" in (tmp_path / "one.ics").read_bytes().decode()
    assert part.warning.text() == ""
    part.initials.widget.click()
    assert "can point to a child" in part.warning.text()
    part._save()
    assert "SUMMARY:Review\\, AN\\, 4 Oak\r\n" in (tmp_path / "two.ics").read_bytes().decode()


def test_term_dates_are_read_from_a_calendar_file_beside_the_work(
    qtbot: QtBot, opened: Gradesk, answers: Answers, tmp_path: Path
) -> None:
    part, shell = page(opened, "calendar"), opened.shell
    assert shell is not None
    dates = (
        "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261026\nDTEND;VALUE=DATE:20261031\nSUMMARY:Half-term holiday\nEND:VEVENT\n"
    )
    (tmp_path / "dates.ics").write_text(f"BEGIN:VCALENDAR\n{dates}END:VCALENDAR\n", "utf-8")
    (tmp_path / "letter.ics").write_text("Dear all,", "utf-8")
    for name, words in (("dates.ics", "Taken from the calendar"), ("letter.ics", "is no calendar file")):
        answers.files.append(tmp_path / name)
        part.read.click()
        qtbot.waitUntil(lambda: part.reading.task is None, timeout=20_000)
        assert words in shell.banner.words and part.read.text() == "Read term dates from a calendar file …"


def test_a_calendar_file_with_a_name_typed_into_a_date_is_held_back(
    opened: Gradesk, store: Store, ava: str, answers: Answers, tmp_path: Path
) -> None:
    del ava
    day = date(2026, 12, 4)
    calendar.add_date(store, {"name": "Visit of Ava Núñez’s school", "kind": "other", "starts_on": day, "ends_on": day})
    part = page(opened, "calendar")
    answers.saves.append(tmp_path / "one.ics")
    part._save()
    assert opened.shell is not None
    assert "Ava Núñez on the file itself (the name in a date)" in opened.shell.banner.words
    assert not (tmp_path / "one.ics").exists()


def test_a_rule_is_switched_off_and_given_other_days(qtbot: QtBot, opened: Gradesk, store: Store) -> None:
    part = page(opened, "rules")
    line = part.lines["review_due"]
    line.days.line.selectAll()
    QTest.keyClicks(line.days.line, "21")
    part.flush()
    rule = next(one for one in book.rules(store) if one.code == "review_due")
    assert (rule.days, rule.is_on) == (21, True)
    assert line.usual.text() == "days before the review (14 is usual)"
    assert "21 days" in line.meaning.text()
    line.tick.widget.click()
    assert not next(one for one in book.rules(store) if one.code == "review_due").is_on
    line.days.line.selectAll()
    QTest.keyClicks(line.days.line, "many")
    part.flush()
    assert held_in(part) and "not a number" in banner(opened)
    history.undo(store)
    qtbot.waitUntil(lambda: bool(line.tick.value()), timeout=5_000)
    assert line.days.line.text() == "many"


@pytest.mark.parametrize(("name", "typed", "kept"), [("weeks_do", "5", 5), ("contacts_a_year", "4", 4)])
def test_the_schools_own_numbers_are_kept(opened: Gradesk, store: Store, name: str, typed: str, kept: int) -> None:
    part = page(opened, "rules")
    field = part.numbers.editors[name].widget
    field.selectAll()
    QTest.keyClicks(field, typed)
    part.flush()
    assert getattr(school.record(store), name) == kept
    field.selectAll()
    QTest.keyClicks(field, "99")
    part.flush()
    assert getattr(school.record(store), name) == kept and held_in(part)


def test_which_contacts_count_is_ticked(opened: Gradesk, store: Store) -> None:
    part = page(opened, "rules")
    assert part.kinds["review"].value() and not part.kinds["phone"].value()
    part.kinds["phone"].widget.click()
    assert school.contact_rules(store).counting == {"review", "parents_evening", "annual_review", "phone"}


def test_a_clock_is_set_tried_and_put_back_by_keys(qtbot: QtBot, opened: Gradesk, store: Store) -> None:
    part = page(opened, "clocks")
    line, trying = part.lines["review_report"], part.trying
    assert line.number.line.text() == "2" and not line.back.isVisible() and not line.note.widget.isVisible()
    assert "Made under: regulation." in line.source.text()
    assert "Counted back from the day of the meeting." in part.lines["review_views"].starts.text()
    trying.which.widget.setFocus()
    while trying.which.value() != "review_report":
        QTest.keyClick(trying.which.widget, Qt.Key.Key_Down)
    QTest.keyClicks(trying.day.line, "15/3/2027")
    QTest.keyClick(trying.day.line, Qt.Key.Key_Return)
    assert trying.words.text().startswith("Monday 15 March 2027 + 2 weeks = Monday 29 March 2027.")
    assert "It falls in the Easter holidays, and does not move." in trying.words.text()
    QTest.keyClick(trying.day.line, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert trying.words.text().startswith("Monday 22 March 2027 + 2 weeks")
    line.number.line.setFocus()
    line.number.line.selectAll()
    QTest.keyClicks(line.number.line, "1")
    QTest.keyClick(line.number.line, Qt.Key.Key_Return)
    assert line.unit.text() == "week (2 is usual)" and line.back.isVisible()
    assert "the school’s own rule" in line.source.text() and "Gradesk’s list says 2 weeks" in line.source.text()
    qtbot.waitUntil(lambda: "+ 1 week =" in trying.words.text(), timeout=5_000)
    line.note.line.setFocus()
    QTest.keyClicks(line.note.line, "Letter of the council")
    QTest.keyClick(line.note.line, Qt.Key.Key_Return)
    assert clocks.source_notes(store) == {"review_report": "Letter of the council"}
    line.tick.widget.setFocus()
    QTest.keyClick(line.tick.widget, Qt.Key.Key_Space)
    assert not next(one for one in clocks.rules(store) if one.code == "review_report").is_on
    line.back.setFocus()
    QTest.keyClick(line.back, Qt.Key.Key_Return)
    assert clocks.rules(store) == clocks.shipped()
    assert line.tick.widget.hasFocus() and not line.back.isVisible() and line.number.line.text() == "2"
    history.undo(store)
    qtbot.waitUntil(lambda: line.number.line.text() == "1", timeout=5_000)
    assert line.note.widget.isVisible()


@pytest.mark.parametrize(("typed", "told"), [("many", "not a number"), ("900", "1 to 500 weeks")])
def test_a_number_no_clock_counts_stays_in_sight(opened: Gradesk, store: Store, typed: str, told: str) -> None:
    part = page(opened, "clocks")
    line = part.lines["assessment_decision"]
    line.number.line.selectAll()
    QTest.keyClicks(line.number.line, typed)
    part.flush()
    assert held_in(part) and told in banner(opened)
    assert clocks.rules(store) == clocks.shipped()


@pytest.mark.parametrize(("typed", "told"), [("soon", "is not a day"), ("1/1/1066", "from 1990 to 2100")])
def test_a_day_that_cannot_be_tried_is_told(opened: Gradesk, store: Store, typed: str, told: str) -> None:
    part = page(opened, "clocks")
    QTest.keyClicks(part.trying.day.line, typed)
    QTest.keyClick(part.trying.day.line, Qt.Key.Key_Return)
    assert told in part.trying.words.text() and not part.trying.source.isVisible()
    assert not held_in(part)
