"""Whatever is half typed anywhere is there again after the program fell: same place, same field, same cursor."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from gradesk.app import Gradesk
from gradesk.services.custody import unfinished
from gradesk.services.meetings import meetings
from gradesk.services.plans import passports, plans
from gradesk.services.pupils import contacts, pupils
from gradesk.services.today import capturing
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from gradesk.ui.ask import Ask
from gradesk.ui.kit.forms.pause import AT_MOST, Pause
from gradesk.ui.kit.layouts import is_gone
from gradesk.ui.kit.tables.rows import RowsTable
from gradesk.ui.screens import SCREENS
from gradesk.ui.screens.pupil.screen import TABS
from gradesk.ui.shell.desk import AGAIN, RETRY
from tests.services.planning import agreed_plan
from tests.ui.test_screens import filled

__all__ = ["filled"]


@pytest.fixture
def ben(store: Store) -> str:
    """Another pupil."""
    return pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Ek"})


Start = Callable[[Path], Gradesk]


def fall_and_open(opened: Gradesk, gradesk: Start, store: Store) -> Gradesk:
    """The program is gone from one moment to the next, with all it had in memory, and is started again."""
    assert opened.shell is not None
    opened.shell.desk._timer.stop()  # whatever was not written down by now is lost
    here = QApplication.focusWidget()
    if here is not None:
        here.blockSignals(True)  # a field that dies with its process tells nobody that it was left
    for table in opened.shell.findChildren(RowsTable):
        table.reset()  # an open cell dies with its process, too, and keeps nothing
    opened.shell.desk.let_go()
    opened.shell.setParent(None)
    opened.shell.deleteLater()
    opened.shell = None
    opened.store = None
    if opened._doorbell is not None:
        opened._doorbell.close()
    store._listeners.clear()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    again = gradesk(store.vault.folder)
    again.open(store)
    return again


def let_two_seconds_pass(opened: Gradesk) -> None:
    """The timers of the forms and of the desk have run, without anybody waiting for them here."""
    for pause in opened.shell.findChildren(Pause):
        if pause.isActive():
            pause._came()
    opened.shell.desk.write()


def places(pupil: str) -> Iterator[tuple[str, str, dict[str, object], Callable[[Any], object]]]:
    """Every page on which something can be typed, and what opens its forms."""

    def nothing(_page: Any) -> None:
        return None

    for listed in SCREENS:
        if listed.name not in ("pupil", "importing", "preview", "pupils"):
            yield listed.name, listed.name, {}, nothing
    for tab in ("weeks", "actions", "intray"):
        yield f"today {tab}", "today", {"tab": tab}, nothing
    for tab in ("calendar", "rules", "languages", "paper"):
        yield f"school {tab}", "school", {"tab": tab}, nothing
    for tab, _, _ in TABS:
        yield f"pupil {tab}", "pupil", {"pupil_id": pupil, "tab": tab}, nothing
    at: dict[str, object] = {"pupil_id": pupil, "tab": "timeline"}
    for kind in ("happening", "provision"):
        yield f"new {kind}", "pupil", at, lambda page, kind=kind: page.panel("timeline").records.write_new(kind)
    letter: dict[str, object] = {"document": "invitation", "pupil_ids": (pupil,)}
    yield "preview", "preview", letter, nothing
    at = {"pupil_id": pupil, "tab": "evidence"}
    yield "new observation", "pupil", at, lambda page: page.panel("evidence").new_observation()
    yield "new result", "pupil", at, lambda page: page.panel("evidence").new_result()


def editable(page: QWidget) -> list[QLineEdit | QPlainTextEdit]:
    """Everything in sight that a person can type words in and would miss."""
    found: list[Any] = [*page.findChildren(QLineEdit), *page.findChildren(QPlainTextEdit)]
    return [
        one
        for one in found
        if one.isVisible() and one.isEnabled() and not one.isReadOnly() and not is_gone(one)
        and one.property("fleeting") is not True and one.objectName() != "qt_spinbox_lineedit"
    ]  # fmt: skip


def everything_kept(store: Store) -> str:
    """All words of the school's records, as they are now."""
    with store.read() as session:
        tables = session.execute(text("SELECT name FROM sqlite_schema WHERE type = 'table'")).scalars().all()
        parts: list[str] = []
        for table in tables:
            if not table.startswith(("journal", "sqlite", "work", "alembic", "stored", "unfinished")):
                parts += [repr(row) for row in session.execute(text(f'SELECT * FROM "{table}"')).all()]
    return "\n".join(parts)


def shown(page: QWidget) -> str:
    """All words that stand in a field of the page."""
    both: list[Any] = [*page.findChildren(QLineEdit), *page.findChildren(QPlainTextEdit)]
    return "\n".join(one.text() if isinstance(one, QLineEdit) else one.toPlainText() for one in both)


PAGES = [name for name, *_ in places("")]


@pytest.mark.parametrize("name", PAGES)
def test_what_is_typed_in_every_field_of_every_page_is_there_after_a_fall(
    qtbot: QtBot, opened: Gradesk, gradesk: Start, store: Store, filled: str, name: str
) -> None:
    _, screen, place, prepare = next(one for one in places(filled) if one[0] == name)
    opened.shell.go(screen, **place)
    prepare(opened.shell.current)
    QTest.qWait(0)
    typed: list[str] = []
    for number, field in enumerate(editable(opened.shell.current)):
        if not field.isVisible() or is_gone(field):
            continue
        words = f"Aroskobing{number}word"
        field.setFocus()
        if isinstance(field, QLineEdit) and field.maxLength() < 40:
            words = f"W{number}x"
        if isinstance(field, QLineEdit) and _takes_a_day(field):
            words = f"1/1{number % 2}/20"
            field.selectAll()
        QTest.keyClicks(field, words)
        typed.append(words)
    let_two_seconds_pass(opened)
    again = fall_and_open(opened, gradesk, store)
    qtbot.wait(10)  # what fell is gone

    def all_there() -> None:
        there = (everything_kept(store) + shown(again.shell.current)).casefold()  # a UPN is kept in capitals
        assert [words for words in typed if not any(form.casefold() in there for form in _forms(words))] == []

    qtbot.waitUntil(all_there)
    again.close()


def _forms(words: str) -> tuple[str, ...]:
    """Words as they were typed, and a day as it is kept and as it is shown."""
    if "/" not in words:
        return (words,)
    day, month, _ = words.split("/")
    kept = date(2020, int(month), int(day))
    return (words, kept.isoformat(), f"{kept:%d/%m/%Y}")


def _takes_a_day(line: QLineEdit) -> bool:
    return "fri, +2w" in line.placeholderText() or "day/month" in line.placeholderText()


def half_typed_contact(opened: Gradesk, pupil: str) -> QWidget:
    opened.shell.go("pupil", pupil_id=pupil, tab="contacts")
    summary = opened.shell.current.panel("contacts").new.editors["summary"].widget
    summary.setFocus()
    QTest.keyClicks(summary, "Mum says she reads at home")
    return summary


def test_the_cursor_stands_where_it_stood_and_the_banner_says_why(
    qtbot: QtBot, opened: Gradesk, gradesk: Start, store: Store, ava: str
) -> None:
    summary = half_typed_contact(opened, ava)
    QTest.keyClick(summary, Qt.Key.Key_Left)
    let_two_seconds_pass(opened)
    again = fall_and_open(opened, gradesk, store)
    qtbot.wait(AGAIN + 50)
    field = again.shell.current.panel("contacts").new.editors["summary"].widget
    assert QApplication.focusWidget() is field
    QTest.keyClicks(field, "!")
    assert field.toPlainText() == "Mum says she reads at hom!e"
    assert "half typed when Gradesk was closed" in again.shell.banner.words
    assert meetings.of_pupil(store, ava) == []


def test_a_contact_that_was_logged_does_not_come_back(
    qtbot: QtBot, opened: Gradesk, gradesk: Start, store: Store, ava: str
) -> None:
    half_typed_contact(opened, ava)
    let_two_seconds_pass(opened)
    assert unfinished.kept(store)
    opened.shell.current.panel("contacts").log()
    opened.shell.desk.write()
    assert unfinished.kept(store) == []
    again = fall_and_open(opened, gradesk, store)
    assert again.shell.banner.words == ""


def test_two_pupils_words_are_kept_apart(
    qtbot: QtBot, opened: Gradesk, gradesk: Start, store: Store, ava: str, ben: str
) -> None:
    half_typed_contact(opened, ava)
    opened.shell.go("pupil", pupil_id=ben, tab="contacts")
    new = opened.shell.current.panel("contacts").new
    assert new.editors["summary"].value() == ""
    QTest.keyClicks(new.editors["summary"].widget, "About Ben")
    let_two_seconds_pass(opened)
    again = fall_and_open(opened, gradesk, store)
    for whose, words in ((ava, "Mum says she reads at home"), (ben, "About Ben")):
        again.shell.go("pupil", pupil_id=whose, tab="contacts")
        assert again.shell.current.panel("contacts").new.editors["summary"].value() == words


def test_a_line_from_anywhere_is_open_again(
    qtbot: QtBot, opened: Gradesk, gradesk: Start, store: Store, ava: str
) -> None:
    opened.shell.capture.open()
    QTest.keyClicks(opened.shell.capture.line, "Ava mum pho")
    let_two_seconds_pass(opened)
    again = fall_and_open(opened, gradesk, store)
    qtbot.waitUntil(again.shell.capture.isVisible)
    assert again.shell.capture.line.text() == "Ava mum pho"


def test_closing_asks_nothing_and_loses_nothing(
    qtbot: QtBot, opened: Gradesk, gradesk: Start, store: Store, answers: Any, ava: str
) -> None:
    answers.agree = False
    half_typed_contact(opened, ava)
    assert opened.window.close()
    again = fall_and_open(opened, gradesk, store)
    qtbot.wait(AGAIN + 50)
    assert "Mum says" in shown(again.shell.current)


def test_typing_without_a_pause_is_kept_all_the_same(qtbot: QtBot, opened: Gradesk, store: Store, ava: str) -> None:
    opened.shell.go("pupil", pupil_id=ava, tab="passport")
    field = opened.shell.current.panel("passport").sections.editors["good_at"].widget
    field.setFocus()
    typed = 0

    def type_on() -> bool:
        nonlocal typed
        QTest.keyClicks(field, "x")
        typed += 1
        found = everything_kept(store)
        return "xxx" in found

    qtbot.waitUntil(type_on, timeout=3 * AT_MOST)
    assert typed > 3


def test_a_full_disk_is_said_and_the_words_saved_go_from_the_foot_of_the_page(
    opened: Gradesk, store: Store, ava: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from_disk = unfinished.keep

    def full(*_given: Any) -> bool:
        raise Refused("The disk is full or does not answer; this change was not kept. Free some space and try again.")

    half_typed_contact(opened, ava)
    monkeypatch.setattr(unfinished, "keep", full)
    opened.shell.desk.write()
    assert opened.shell.saved.text() == "Not saved"
    assert "disk is full" in opened.shell.banner.words
    monkeypatch.setattr(unfinished, "keep", from_disk)
    opened.shell.desk.write()
    assert opened.shell.saved.text().startswith("Saved ")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows moves no folder in which a file is open")
def test_words_wait_for_a_folder_that_went_wherever_one_goes_meanwhile_and_are_kept_when_it_is_back(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str, folder: Path, tmp_path: Path
) -> None:
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="passport")
    box = shell.current.tabs.currentWidget().findChild(QPlainTextEdit, "admire")
    box.setFocus()
    folder.rename(tmp_path / "pulled out")
    QTest.keyClicks(box, "Kind to the small ones")
    qtbot.waitUntil(lambda: shell.saved.text() == "Not saved", timeout=4 * AT_MOST)
    shell.go("pupils")
    shell.desk.write()
    assert shell.saved.text() == "Not saved" and "is not there just now" in shell.banner.words
    (tmp_path / "pulled out").rename(folder)
    qtbot.waitUntil(lambda: shell.saved.text().startswith("Saved"), timeout=3 * RETRY)
    shell.go("pupil", pupil_id=ava, tab="passport")
    qtbot.waitUntil(lambda: passports.passport(store, ava) is not None, timeout=4 * AT_MOST)
    assert passports.passport(store, ava).admire == "Kind to the small ones"


def test_the_line_of_a_question_has_what_was_half_typed_in_it(
    opened: Gradesk, gradesk: Start, store: Store, answers: Any
) -> None:
    answers.remember("Add a pupil", "Zoë Okoro-Wil")
    answers.begun.clear()
    fall_and_open(opened, gradesk, store)
    assert answers.begun == {"Add a pupil": "Zoë Okoro-Wil"}
    answers.remember("Add a pupil", "")
    assert unfinished.kept(store) == []


def test_what_was_answered_to_a_question_is_kept_for_its_pupil_until_the_deed_is_done(
    opened: Gradesk, store: Store, ava: str, ben: str, answers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell: Any = opened.shell
    shown: list[str] = []

    def answered(dialog: QInputDialog) -> int:
        shown.append(dialog.textValue())
        dialog.setTextValue("Rosa Núñez")
        return 1

    monkeypatch.setattr(QInputDialog, "exec", answered)
    monkeypatch.setattr(answers, "line", lambda *asked: Ask.line(answers, *asked))
    shell.go("pupil", pupil_id=ava, tab="details")
    add_person = contacts.add_person
    monkeypatch.setattr(contacts, "add_person", refused)
    button_called(shell.current.panel("details"), "Add a person").click()
    assert [one.words for one in unfinished.kept(store)] == [{"": {"": "Rosa Núñez"}}]
    monkeypatch.setattr(contacts, "add_person", add_person)
    shell.go("pupil", pupil_id=ben, tab="details")
    button_called(shell.current.panel("details"), "Add a person").click()
    shell.go("pupil", pupil_id=ava, tab="details")
    button_called(shell.current.panel("details"), "Add a person").click()
    assert shown == ["", "", "Rosa Núñez"] and unfinished.kept(store) == []


def refused(*_given: Any) -> None:
    raise Refused("The disk is full; nothing was changed.")


def button_called(panel: Any, words: str) -> QPushButton:
    return next(one for one in panel.findChildren(QPushButton) if one.text() == words and not is_gone(one))


def test_newer_words_are_never_typed_over_by_older_ones(
    qtbot: QtBot, opened: Gradesk, gradesk: Start, store: Store
) -> None:
    opened.shell.go("school", tab="calendar")
    QTest.keyClicks(opened.shell.current.part("calendar").line.line, "old words")
    opened.shell.go("school", tab="rules")
    let_two_seconds_pass(opened)
    again = fall_and_open(opened, gradesk, store)
    qtbot.wait(AGAIN + 50)
    line = again.shell.current.part("calendar").line.line
    assert (again.shell.current.shown, line.text()) == ("calendar", "old words")
    line.clear()
    QTest.keyClicks(line, "new words")
    again.shell.go("pupils")
    again.shell.go("school", tab="calendar")
    qtbot.wait(AGAIN + 50)
    assert line.text() == "new words"


def test_a_half_typed_figure_is_in_its_open_cell_and_no_result(
    qtbot: QtBot, opened: Gradesk, gradesk: Start, store: Store, ava: str
) -> None:
    pupils.change_pupil(store, ava, {"class_name": "4 Oak"})
    opened.shell.go("assessments", class_name="4 Oak", measure="phonics")
    table = opened.shell.current.table
    table.setFocus()
    QTest.keyClicks(table, "2")
    let_two_seconds_pass(opened)
    again = fall_and_open(opened, gradesk, store)
    table = again.shell.current.table
    qtbot.waitUntil(lambda: table.state() == table.State.EditingState, timeout=5_000)
    assert [line.text() for line in table.findChildren(QLineEdit) if line.isVisible()] == ["2"]
    with store.read() as session:
        assert session.execute(text("SELECT count(*) FROM measure_result")).scalar() == 0


def test_half_a_day_stays_with_the_line_of_the_in_tray_it_was_typed_for(
    qtbot: QtBot, opened: Gradesk, gradesk: Start, store: Store
) -> None:
    first, second = (capturing.wait(store, capturing.read(store, words, ())) for words in ("mum rang", "dad rang"))
    opened.shell.go("today", tab="intray")
    tray = opened.shell.current.part("intray")
    tray.show_record(second)
    day = tray.form.editors["happened_on"].widget
    day.selectAll()
    QTest.keyClicks(day, "3/1")
    let_two_seconds_pass(opened)
    again = fall_and_open(opened, gradesk, store)
    qtbot.wait(AGAIN + 50)
    tray = again.shell.current.part("intray")
    assert tray.line.uuid == second and tray.form.editors["happened_on"].raw() in ("3/1", "03/01/2026")
    tray.flush()
    kept = {line.uuid: line.happened_on for line in capturing.waiting(store)}
    assert kept == {first: date(2026, 11, 23), second: date(2026, 1, 3)}


def test_a_reason_half_typed_in_details_stays_with_its_pupil(opened: Gradesk, store: Store, ava: str, ben: str) -> None:
    opened.shell.go("pupil", pupil_id=ava, tab="details")

    def reason() -> QLineEdit:
        return opened.shell.current.panel("details").support.status.reason.line

    QTest.keyClicks(reason(), "Screening")
    opened.shell.go("pupil", pupil_id=ben, tab="details")
    assert reason().text() == ""
    opened.shell.go("pupil", pupil_id=ava, tab="details")
    assert reason().text() == "Screening"


def test_words_about_a_pupil_who_is_gone_are_not_announced(
    qtbot: QtBot, opened: Gradesk, gradesk: Start, store: Store, ava: str
) -> None:
    half_typed_contact(opened, ava)
    let_two_seconds_pass(opened)
    pupils.delete_pupil(store, ava)
    again = fall_and_open(opened, gradesk, store)
    assert "half typed" not in again.shell.banner.words
    assert again.shell.current is again.shell._made["today"]


def test_support_half_begun_from_a_target_is_open_again_with_its_words(
    qtbot: QtBot, opened: Gradesk, gradesk: Start, store: Store, ava: str, ben: str
) -> None:
    target = plans.page(store, agreed_plan(store, ava)).targets[0].uuid
    opened.shell.go("pupil", pupil_id=ava, tab="plan")
    tab = opened.shell.current.panel("plan")
    tab.begin_support(target)
    assert not tab.unkept()  # what the target says is nobody's typing
    tab.frame.aside.name.setText("Reading")
    tab.frame.aside.led_by.setFocus()
    tab.frame.aside.led_by.selectAll()
    QTest.keyClicks(tab.frame.aside.led_by, "Mr Aroskob")
    let_two_seconds_pass(opened)
    again = fall_and_open(opened, gradesk, store)
    qtbot.wait(AGAIN + 50)
    card = again.shell.current.panel("plan").frame.aside
    assert (card.name.text(), card.led_by.text(), card.target_id) == ("Reading", "Mr Aroskob", target)
    assert QApplication.focusWidget() is card.led_by
    again.shell.go("pupil", pupil_id=ben, tab="plan")
    assert again.shell.current.panel("plan").frame.aside is None
    again.shell.go("pupil", pupil_id=ava, tab="plan")
    card = again.shell.current.panel("plan").frame.aside
    assert card.led_by.text() == "Mr Aroskob"
    QTest.keyClick(card.led_by, Qt.Key.Key_Escape)
    assert not again.shell.current.panel("plan").unkept()
