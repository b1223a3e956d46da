"""School, Safety: what is missing is said, and put right from the same page; passphrases stand nowhere afterwards."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.documents.pages.safekeeping import lost_laptop, recovery_sheet
from gradesk.services.custody import unfinished
from gradesk.services.meetings import meetings
from gradesk.services.pupils import pupils
from gradesk.services.safekeeping import backups, laptop, safety, ways
from gradesk.services.school import opening
from gradesk.store.backups import backup_names
from gradesk.store.keys.slots import READER, SECOND, SENCO, SHEET
from gradesk.store.work import Store
from gradesk.system.kept import backup_places
from gradesk.system.paths import config_folder
from gradesk.ui.meanwhile import backing_up
from gradesk.ui.shell.gate.unlock import Gate
from tests.conftest import PASSPHRASE, TODAY
from tests.ui.test_locking import lock, unlock
from tests.window import Answers

WORDS = "quiet rivers carry four lanterns"


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    shutil.rmtree(config_folder() / backup_places.FOLDER, ignore_errors=True)


def step_up(qtbot: QtBot, again: Any) -> None:
    """The passphrase once more."""
    QTest.keyClicks(again.passphrase, PASSPHRASE)
    QTest.keyClick(again.passphrase, Qt.Key.Key_Return)


@pytest.fixture
def page(opened: Gradesk) -> Any:
    shell: Any = opened.shell
    shell.go("school", tab="safety")
    return shell.current.part("safety")


def since(store: Store) -> set[str]:
    return {way.holder for way in ways.ways(store) if way.since is not None}


def typed_back(code: str) -> str:
    return " ".join(ways.groups(code)[place - 1] for place in ways.TYPED_BACK)


def test_a_sheet_is_made_printed_and_proved_by_typing_two_groups_back(
    qtbot: QtBot, opened: Gradesk, page: Any, store: Store, answers: Answers, tmp_path: Path
) -> None:
    page.sheet.make.click()
    assert page.sheet.again.isVisibleTo(page.sheet) and not page.sheet.code.text()
    step_up(qtbot, page.sheet.again)
    qtbot.waitUntil(lambda: bool(page.sheet.code.text()), timeout=20_000)
    assert page.sheet.typed.isVisible() and SHEET not in since(store)
    answers.saves.append(tmp_path / "sheet.pdf")
    page.sheet.save()
    text = PdfReader(tmp_path / "sheet.pdf").pages[0].extract_text()
    assert all(group in text for group in ways.groups(page.sheet._code))
    QTest.keyClicks(page.sheet.typed, "AAAA BBBB")
    QTest.keyClick(page.sheet.typed, Qt.Key.Key_Return)
    assert SHEET not in since(store) and page.sheet.typed.isVisible()
    code = page.sheet._code
    page.sheet.typed.setText(typed_back(code))
    QTest.keyClick(page.sheet.typed, Qt.Key.Key_Return)
    assert SHEET in since(store)
    assert not page.sheet.typed.isVisible() and page.sheet.code.text() == "" and page.sheet._code == ""
    assert not any("recovery sheet" in one.words for one in safety.missing(store))
    page.sheet.try_it.click()
    page.sheet.typed.setText(code)
    page.sheet.act.click()
    assert not page.sheet.fields.isVisible()
    assert answers.suggested == ["Recovery sheet.pdf"]
    del opened


def test_each_thing_that_is_missing_leads_to_where_it_is_put_right(
    qtbot: QtBot, opened: Gradesk, page: Any, store: Store
) -> None:
    def leads() -> list[QPushButton]:
        return [one for one in page.findChildren(QPushButton) if one.accessibleName().startswith("Put it right: ")]

    qtbot.waitUntil(lambda: len(leads()) == len(safety.missing(store)) > 2, timeout=20_000)
    wanted = {"sheet": page.sheet.make, "make": page.backups.make, "add": page.backups.add, "try": page.backups.drill}
    for lead, one in zip(leads(), safety.missing(store), strict=True):
        assert lead.accessibleName() == f"Put it right: {one.words}"
        lead.setFocus()
        QTest.keyClick(lead, Qt.Key.Key_Space)
        focus = QApplication.focusWidget()
        assert isinstance(focus, QPushButton)
        assert focus is wanted.get(one.where) or focus.accessibleName() == "Second holder: Give one …"
    del opened


def test_the_head_teacher_gets_a_passphrase_and_loses_it(qtbot: QtBot, page: Any, store: Store) -> None:
    give = next(
        one for one in page.ways.findChildren(QPushButton) if one.accessibleName() == "Second holder: Give one …"
    )
    give.click()
    assert not page.ways.first.isVisible()
    step_up(qtbot, page.ways.again)
    qtbot.waitUntil(page.ways.first.isVisible, timeout=20_000)
    QTest.keyClicks(page.ways.first, WORDS)
    QTest.keyClick(page.ways.first, Qt.Key.Key_Return)
    QTest.keyClicks(page.ways.second, WORDS)
    QTest.keyClick(page.ways.second, Qt.Key.Key_Return)
    assert SECOND in since(store)
    assert page.ways.first.text() == page.ways.second.text() == ""
    page.ways._take_away(SECOND)
    assert SECOND not in since(store)


def test_what_is_typed_into_a_line_for_secrets_is_written_down_nowhere(
    qtbot: QtBot, opened: Gradesk, page: Any, store: Store
) -> None:
    shell: Any = opened.shell
    page.ways.ask(SENCO)
    QTest.keyClicks(page.ways.first, "zanzibar secret")
    page.sheet.make.click()
    assert page.sheet.again.isVisibleTo(page.sheet) and not page.sheet.code.text()
    step_up(qtbot, page.sheet.again)
    qtbot.waitUntil(lambda: bool(page.sheet.code.text()), timeout=20_000)
    QTest.keyClicks(page.sheet.typed, "ABCD")
    shell.desk.write(everywhere=True)
    kept = str(unfinished.kept(store))
    assert "zanzibar" not in kept and "ABCD" not in kept


def test_backups_are_made_and_tried_from_the_page(
    qtbot: QtBot, opened: Gradesk, page: Any, answers: Answers, tmp_path: Path
) -> None:
    answers.files.append(tmp_path / "stick")
    page.backups.add_place()
    page.backups.make.click()
    qtbot.waitUntil(lambda: page.backups._task is None, timeout=20_000)
    assert len(backup_names.kept_in(tmp_path / "stick")) == 1
    qtbot.waitUntil(lambda: "copies with the file itself, on 1 disk" in page.backups.standing.text(), timeout=20_000)
    assert "never tried yet" in page.backups.standing.text()
    page.backups.drill.click()
    qtbot.waitUntil(lambda: page.backups._task is None, timeout=20_000)
    qtbot.waitUntil(lambda: "last tried " in page.backups.standing.text(), timeout=20_000)
    assert not any("tried this term" in one.words for one in safety.missing(page._context.store))
    del opened


def test_replacing_the_key_locks_and_the_same_passphrase_opens_the_same_place(
    qtbot: QtBot, opened: Gradesk, page: Any, folder: Path
) -> None:
    before = (folder / "gradesk.db").read_bytes()[:16]
    page.sheet.replace.click()
    code = page.sheet._code
    page.sheet.passphrase.setText("not the passphrase of it")
    page.sheet.typed.setText(typed_back(code))
    page.sheet.act.click()
    qtbot.waitUntil(lambda: page.sheet.act.isEnabled(), timeout=20_000)
    assert opened.shell is not None
    page.sheet.passphrase.setText(PASSPHRASE)
    page.sheet.act.click()
    qtbot.waitUntil(lambda: opened.shell is None, timeout=30_000)
    assert (folder / "gradesk.db").read_bytes()[:16] != before
    shell = unlock(qtbot, opened)
    assert shell.current.here()["tab"] == "safety"
    lock(opened)
    store = opening.open_school(folder, code)
    assert store.vault.holder == SHEET
    assert "new passphrase now" in safety.urgent(store)
    store.close()


def test_who_may_only_read_is_told_so_and_can_change_nothing(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    ways.change_passphrase(store, READER, WORDS, WORDS)
    lock(opened)
    shell = unlock(qtbot, opened, WORDS)
    qtbot.waitUntil(shell._practice.isVisible, timeout=5000)
    assert shell._practice.text().startswith("Reading only")
    shell.go("pupil", pupil_id=ava, tab="contacts")
    box = shell.current.panel("contacts").new.editors["summary"].widget
    box.setFocus()
    QTest.keyClicks(box, "Mum would like")
    assert not shell.current.context.attempt(
        lambda: ways.change_passphrase(shell.current.context.store, SENCO, WORDS + "s", WORDS + "s")
    )
    assert safety.urgent(shell.current.context.store) == ""


def test_a_school_is_backed_up_when_the_program_ends(opened: Gradesk, store: Store, tmp_path: Path) -> None:
    backup_places.save(store.copy.device, [backup_places.place_of(tmp_path / "stick")])
    shell: Any = opened.shell
    opened._backing_up = backing_up.BackingUp(store, opened.window, shell)
    opened.close()
    (kept,) = backup_names.kept_in(tmp_path / "stick")
    assert kept.size > 0


def test_a_missing_sheet_is_said_and_leads_to_where_it_is_made(opened: Gradesk, store: Store) -> None:
    shell: Any = opened.shell
    mind = backing_up.BackingUp(store, opened.window, shell)
    mind.say_missing()
    assert shell.banner.words == safety.NO_SHEET
    next(one for one in shell.banner.findChildren(QPushButton) if one.text() == "Put it right").click()
    assert shell.current.here() == {"tab": "safety"}
    mind.end(closes=False)


def test_the_lost_laptop_sheet_names_no_pupil_and_fits_one_side(store: Store, ava: str, tmp_path: Path) -> None:
    found = tmp_path / "lost.pdf"
    found.write_bytes(lost_laptop.draw(laptop.facts(store)))
    reader = PdfReader(found)
    text = reader.pages[0].extract_text()
    assert len(reader.pages) == 1
    assert "1 pupils on the roll" not in text and "72 hours" in text and "AES-256" in text
    assert "Núñez" not in text and "Ava" not in text
    del ava


def test_the_recovery_sheet_is_one_side_and_says_how_it_is_used(tmp_path: Path) -> None:
    found = tmp_path / "sheet.pdf"
    found.write_bytes(recovery_sheet.draw("Fernhill Primary", TODAY, ways.groups(ways.new_code()), practice=False))
    reader = PdfReader(found)
    assert len(reader.pages) == 1
    assert "Fernhill" not in str(reader.metadata)
    assert "type this code" in reader.pages[0].extract_text()


def test_a_backup_is_put_back_from_the_first_screen_with_the_sheet_alone(
    qtbot: QtBot, store: Store, ava: str, tmp_path: Path
) -> None:
    code = ways.new_code()
    ways.use_code(store, code, typed_back(code))
    (made,) = backups.make(store, tmp_path / "stick")
    assert made.path is not None
    answers = Answers()
    answers.files += [tmp_path, tmp_path / "stick"]
    gate = Gate(tmp_path / "anew", answers)
    qtbot.addWidget(gate)
    gate.put_back()
    assert gate.restoring is None and gate.first_start is not None
    assert "There is no backup in" in gate.first_start.message.text()
    gate.put_back()
    page = gate.restoring
    assert page is not None and page.chosen == tmp_path / "stick"
    assert "The backup of" in page.findChildren(QLabel)[1].text()
    page.passphrase.setText("some other words entirely")
    page._try()
    qtbot.waitUntil(lambda: "does not open this file" in page.message.text(), timeout=20_000)
    assert not (tmp_path / "anew").exists()
    page.passphrase.setText(code.lower())
    with qtbot.waitSignal(gate.opened, timeout=30_000) as opened:
        page._try()
    again = opened.args[0]
    assert pupils.page(again, ava).pupil.legal_surname == "Núñez" and again.copy.device != store.copy.device
    again.close()


def test_a_backup_is_never_put_over_the_school_that_is_there(
    qtbot: QtBot, store: Store, folder: Path, tmp_path: Path
) -> None:
    (made,) = backups.make(store, tmp_path / "stick")
    store.close()
    assert made.path is not None
    answers = Answers()
    answers.files += [tmp_path / "stick", folder]
    gate = Gate(folder, answers)
    qtbot.addWidget(gate)
    gate.put_back()
    page = gate.restoring
    assert page is not None
    page.passphrase.setText(PASSPHRASE)
    page._try()
    qtbot.waitUntil(lambda: "never put over what is there" in page.message.text(), timeout=20_000)
    gate._leave()
    assert gate.unlock is not None


def test_a_backup_is_looked_into_and_what_is_gone_comes_back(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str, tmp_path: Path
) -> None:
    note = {"happened_on": TODAY, "kind": "phone", "summary": "Mum rang about reading"}
    uuid = meetings.log(store, ava, note)
    (made,) = backups.make(store, tmp_path / "stick")
    meetings.remove(store, uuid)
    shell: Any = opened.shell
    shell.go("school", tab="safety")
    card = shell.current.part("safety").beside
    card._begin(made.path, "")
    qtbot.waitUntil(lambda: card.found is not None, timeout=20_000)
    qtbot.waitUntil(lambda: "New since" in card.told.text(), timeout=20_000)
    head = card.tree.topLevelItem(0)
    assert head.text(0).startswith("Ava") and head.child(0).text(1) == "not there any more"
    card.tree.selectAll()
    assert "Bring back what is chosen (" in card.bring.text()
    card.bring.click()
    assert [one.uuid for one in meetings.of_pupil(store, ava)] == [uuid]
    qtbot.waitUntil(lambda: "all of them are here" in card.told.text(), timeout=20_000)
    assert not card.tree.isVisibleTo(card)


def test_everything_leaves_as_open_files_only_after_the_passphrase_was_typed_again(
    qtbot: QtBot, page: Any, ava: str, answers: Answers, tmp_path: Path
) -> None:
    card, out = page.leaving, tmp_path / "out"
    answers.files.append(out)
    card.begin.click()
    assert card.again.isVisible() and card.again.passphrase.hasFocus()
    QTest.keyClick(card.again.passphrase, Qt.Key.Key_Return)
    assert card.again.isVisible() and not out.exists()
    QTest.keyClicks(card.again.passphrase, "some other words")
    QTest.keyClick(card.again.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "not the passphrase" in card.again.told.text(), timeout=20_000)
    assert card.again.passphrase.text() == "" and not out.exists()
    QTest.keyClicks(card.again.passphrase, PASSPHRASE)
    QTest.keyClick(card.again.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: (out / "export.json").exists() and card._task is None, timeout=20_000)
    assert not card.again.isVisible() and card.begin.isEnabled()
    page.reload()
    assert not card.again.isVisible()


def test_open_files_that_are_stopped_or_refused_are_said(
    qtbot: QtBot, opened: Gradesk, page: Any, answers: Answers, tmp_path: Path
) -> None:
    shell: Any = opened.shell
    (tmp_path / "letter").write_bytes(b"")
    answers.files.append(tmp_path)
    page.leaving.choose()
    qtbot.waitUntil(lambda: "not empty" in shell.banner.words, timeout=20_000)
    answers.files.append(tmp_path / "out")
    page.leaving.choose()
    page.leaving.stop.click()
    qtbot.waitUntil(lambda: page.leaving._task is None, timeout=20_000)
    assert "nothing is left" in shell.banner.words and not (tmp_path / "out").exists()


def test_whoever_came_in_with_the_sheet_is_asked_for_its_code_and_not_for_a_passphrase(
    qtbot: QtBot, opened: Gradesk, store: Store
) -> None:
    code = ways.new_code()
    ways.use_code(store, code, typed_back(code))
    lock(opened)
    shell = unlock(qtbot, opened, code)
    shell.go("school", tab="safety")
    page = shell.current.part("safety")
    page.ways.again.ask()
    assert "code of the recovery sheet" in page.ways.again.asked.text()
    QTest.keyClicks(page.ways.again.passphrase, "some other words")
    page.ways.again.check()
    qtbot.waitUntil(lambda: "not the code" in page.ways.again.told.text(), timeout=20_000)


def test_the_sheet_says_where_file_and_backups_lay_and_stays_one_side() -> None:
    far = "C:\\Users\\jane.senco\\AppData\\Local\\Programs of the school\\Inclusion and support\\Gradesk backups of this laptop"
    places = [("The file on this laptop", far), ("Backups", far), ("Backups", "E:\\Gradesk")]
    made = recovery_sheet.draw("Fernhill Primary", TODAY, ways.groups(ways.new_code()), places, practice=True)
    pages = PdfReader(io.BytesIO(made)).pages
    assert len(pages) == 1 and "E:\\Gradesk" in pages[0].extract_text()
