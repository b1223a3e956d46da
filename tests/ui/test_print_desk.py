"""The print desk: what is ticked is what is shown, and what leaves is asked after."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.documents.desk.batch import Item
from gradesk.services.paper import copies
from gradesk.services.plans import passports
from gradesk.services.pupils import contacts, pupils, register
from gradesk.services.term import provisions
from gradesk.store.work import Store
from gradesk.ui.ask import Ask
from tests.documents import reading
from tests.window import Answers


@pytest.fixture
def two(store: Store, ava: str) -> tuple[str, str]:
    """Ava and Ben, both with a passport."""
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Okoro", "class_name": "4 Oak"})
    passports.change(store, ava, {"good_at": "Drawing"})
    passports.change(store, ben, {"good_at": "Swimming"})
    return ava, ben


def desk(qtbot: QtBot, opened: Gradesk, ids: tuple[str, ...], **place: object) -> Any:
    shell: Any = opened.shell
    shell.go("preview", **{"document": "passport", "pupil_ids": ids, **place})
    qtbot.waitUntil(lambda: shell.current.ready is not None, timeout=20_000)
    return shell.current


def remade(qtbot: QtBot, screen: Any, change: Any) -> None:
    before = screen.ready
    change()
    qtbot.waitUntil(lambda: screen.ready not in (None, before), timeout=20_000)


def test_ticking_another_document_or_fewer_pupils_makes_the_pages_anew(
    qtbot: QtBot, opened: Gradesk, two: tuple[str, str]
) -> None:
    screen = desk(qtbot, opened, two)
    assert screen.told.text() == "2 pages"
    remade(qtbot, screen, lambda: screen.wanted.pupils.tick([two[1]]))
    assert "Swimming" in reading.pages(screen.pdf)[0] and screen.told.text() == "1 page"
    remade(qtbot, screen, lambda: screen.wanted.documents.tick(["passport:a5", "dates:"]))
    assert len(reading.pages(screen.pdf)) == 2
    screen.wanted.documents.tick([])
    qtbot.waitUntil(lambda: screen.ready is None and not screen.print_button.isEnabled(), timeout=20_000)


def test_a_class_or_a_list_is_chosen_by_its_name(qtbot: QtBot, opened: Gradesk, two: tuple[str, str]) -> None:
    screen = desk(qtbot, opened, two[:1])
    offered = [screen.wanted.who.widget.itemText(place) for place in range(screen.wanted.who.widget.count())]
    assert {"Class 4 Oak", "All pupils on the SEN register", "Passport due for renewal"} <= set(offered)
    screen.wanted.who.show("class_name:4 Oak")
    remade(qtbot, screen, screen.wanted._chose)
    assert screen.wanted.pupil_ids == tuple(row.uuid for row in register.everyone(screen.context.store))


def test_language_and_look_are_remembered_for_the_next_time(
    qtbot: QtBot, opened: Gradesk, two: tuple[str, str], store: Store, gradesk: Any
) -> None:
    screen = desk(qtbot, opened, two)

    def choose() -> None:
        screen.manner._editors["language"].show("pl")
        screen.manner._editors["size"].show(16)
        screen.manner._told()

    remade(qtbot, screen, choose)
    assert "Paszport" in reading.pages(screen.pdf)[0]
    assert not screen.manner.unchecked.isHidden()
    kept = opened.look.paper
    assert '"pl"' in kept and two[0] not in kept and "Ava" not in kept
    assert [item.code for item in screen.wanted.items] == ["passport"]


def test_the_parents_pack_ticks_what_goes_home_and_says_the_language_there(
    qtbot: QtBot, opened: Gradesk, two: tuple[str, str], store: Store
) -> None:
    contacts.add_person(store, two[0], {"name": "Elena Núñez", "language": "Polish, with an interpreter"})
    screen = desk(qtbot, opened, two[:1], document=None, pack="parent")
    assert Item("passport", "a4") in screen.wanted.items and Item("dates", "") in screen.wanted.items
    assert screen.manner.home.text() == "At home: Polish, with an interpreter"


def test_an_invitation_asks_for_the_day_and_says_it_on_the_page(
    qtbot: QtBot, opened: Gradesk, two: tuple[str, str]
) -> None:
    screen = desk(qtbot, opened, two[:1], document="invitation")
    line = screen.particulars._lines["day"]
    line.show("Tuesday 1 December at half past three")
    remade(qtbot, screen, screen.particulars.changed.emit)
    assert "Tuesday1Decemberathalfpastthree" in reading.pages(screen.pdf)[0]
    remade(qtbot, screen, lambda: screen.wanted.documents.tick(["passport:a4"]))
    assert screen.particulars.isHidden()


def test_saving_with_a_password_protects_and_asks_who_was_given_it(
    qtbot: QtBot, opened: Gradesk, two: tuple[str, str], store: Store, answers: Answers, tmp_path: Path
) -> None:
    screen = desk(qtbot, opened, two[:1])
    screen.manner.protected.show(True)
    screen.manner._protect()
    password = screen.manner.wanted_password
    assert len(password.split("-")) == 6
    answers.saves.append(tmp_path / "out.pdf")
    screen.save()
    qtbot.waitUntil(lambda: not screen.given.isHidden(), timeout=20_000)
    with pikepdf.open(tmp_path / "out.pdf", password=password) as pdf:
        assert pdf.encryption.R == 6
    screen.given.holder.show("Mrs Hale")
    QTest.keyClick(screen.given.holder.widget, Qt.Key.Key_Return)
    (copy,) = copies.out(store, two[0])
    assert (copy.holder, copy.how, copy.document) == ("Mrs Hale", "protected", "passport")
    assert screen.given.isHidden()


def test_escape_notes_nobody(
    qtbot: QtBot, opened: Gradesk, two: tuple[str, str], store: Store, answers: Answers, tmp_path: Path
) -> None:
    screen = desk(qtbot, opened, two)
    answers.files.append(tmp_path)
    screen.save_each()
    qtbot.waitUntil(lambda: not screen.given.isHidden(), timeout=20_000)
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == ["pupil-passport-001.pdf", "pupil-passport-002.pdf"]
    QTest.keyClick(screen.given.holder.widget, Qt.Key.Key_Escape)
    assert copies.out(store, two[0]) == [] and screen.given.isHidden()


def test_another_childs_name_stops_print_and_save_until_it_is_let_pass(
    qtbot: QtBot, opened: Gradesk, two: tuple[str, str], store: Store, answers: Answers
) -> None:
    passports.change(store, two[0], {"helps": "Sit me beside Ben Okoro"})
    screen = desk(qtbot, opened, two[:1])
    assert "Ben Okoro on page 1" in screen.warned.text()
    assert not screen.print_button.isEnabled() and not screen.save_button.isEnabled()
    answers.agree = False
    screen.let_pass()
    assert not screen.print_button.isEnabled()
    answers.agree = True
    screen.let_pass()
    assert screen.print_button.isEnabled() and screen.warned.isHidden()


def test_a_folder_that_cannot_be_written_leaves_nothing_and_says_so(
    qtbot: QtBot, opened: Gradesk, two: tuple[str, str], answers: Answers, tmp_path: Path
) -> None:
    screen = desk(qtbot, opened, two)
    (tmp_path / "not a folder").write_text("a list of somebody's own")
    answers.saves.append(tmp_path / "not a folder" / "out.pdf")
    screen.save()
    shell: Any = opened.shell
    qtbot.waitUntil(lambda: not screen.busy() and bool(shell.banner.words), timeout=20_000)
    assert (tmp_path / "not a folder").read_text() == "a list of somebody's own" and screen.given.isHidden()
    assert screen.save_button.isEnabled()


def test_files_of_another_class_under_the_same_names_are_replaced_only_when_asked_for(
    qtbot: QtBot, opened: Gradesk, two: tuple[str, str], answers: Answers, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "pupil-passport-001.pdf").write_bytes(b"%PDF-1.7 of another class")
    screen = desk(qtbot, opened, two)
    answers.files, answers.agree = [folder], False
    screen.save_each()
    assert not screen.busy() and (folder / "pupil-passport-001.pdf").read_bytes().endswith(b"class")
    answers.files, answers.agree = [folder], True
    screen.save_each()
    qtbot.waitUntil(lambda: not screen.given.isHidden(), timeout=20_000)
    assert len(list(folder.glob("*.pdf"))) == 2


def test_a_key_that_can_print_nothing_says_why(
    qtbot: QtBot, opened: Gradesk, two: tuple[str, str], store: Store
) -> None:
    passports.change(store, two[0], {"helps": "Sit me beside Ben Okoro"})
    screen = desk(qtbot, opened, two[:1])
    shell: Any = opened.shell
    screen.print()
    assert "Ben Okoro" in shell.banner.words
    screen.wanted.documents.tick([])
    qtbot.waitUntil(lambda: screen.ready is None, timeout=20_000)
    screen.save()
    assert "no pages yet" in shell.banner.words


def test_a_pupil_without_such_a_page_is_told_of_where_the_page_would_be(
    qtbot: QtBot, opened: Gradesk, two: tuple[str, str]
) -> None:
    shell: Any = opened.shell
    shell.go("preview", document="plan", pupil_ids=two[:1])
    screen = shell.current
    qtbot.waitUntil(lambda: "Individual Learning Plan" in screen.nothing._body.text(), timeout=20_000)


def test_after_noting_who_has_it_the_keyboard_goes_on_at_the_print_button(
    qtbot: QtBot, opened: Gradesk, two: tuple[str, str]
) -> None:
    screen = desk(qtbot, opened, two[:1])
    opened.window.activateWindow()
    screen.given.ask((screen.ready.batch,), "printed")
    QTest.keyClick(screen.given.holder.widget, Qt.Key.Key_Escape)
    assert screen.print_button.hasFocus()


def test_what_somebody_has_already_is_told_apart_from_what_is_noted(
    qtbot: QtBot, opened: Gradesk, two: tuple[str, str], store: Store
) -> None:
    passports.issue(store, two[0])
    copies.give(store, "passport", "Pupil passport", two[:1], "Mrs Hale")
    screen = desk(qtbot, opened, two[:1])
    remade(qtbot, screen, lambda: screen.wanted.documents.tick(["passport:a4", "dates:"]))
    screen.given.ask((screen.ready.batch,), "printed")
    screen.given.holder.show("Mrs Hale")
    screen.given.note()
    shell: Any = opened.shell
    assert shell.banner.words == "Noted: 1 copy for Mrs Hale. They had the newest of 1 already."


def test_a_change_while_pages_are_made_is_on_them(qtbot: QtBot, opened: Gradesk, two: tuple[str, str]) -> None:
    screen = desk(qtbot, opened, two)
    screen.make()
    pupils.change_pupil(screen.context.store, two[0], {"preferred_forename": "Zuzanna"})
    qtbot.waitUntil(
        lambda: screen.ready is not None and "Zuzanna" in screen.ready.batch.entries[0].name, timeout=20_000
    )


def test_a_change_while_pages_are_saved_is_on_those_shown_afterwards(
    qtbot: QtBot, opened: Gradesk, two: tuple[str, str], answers: Answers, tmp_path: Path
) -> None:
    screen = desk(qtbot, opened, two)
    answers.saves.append(tmp_path / "out.pdf")
    screen.save()
    pupils.change_pupil(screen.context.store, two[0], {"preferred_forename": "Zuzanna"})
    qtbot.waitUntil(
        lambda: screen.ready is not None and "Zuzanna" in screen.ready.batch.entries[0].name, timeout=20_000
    )
    assert "Zuzanna" not in reading.pages((tmp_path / "out.pdf").read_bytes())[0]


def test_a_pupil_deleted_meanwhile_leaves_the_list_and_the_pages(
    qtbot: QtBot, opened: Gradesk, two: tuple[str, str], store: Store
) -> None:
    screen = desk(qtbot, opened, two)
    remade(qtbot, screen, lambda: pupils.delete_pupil(store, two[1]))
    assert screen.wanted.pupil_ids == two[:1] and len(reading.pages(screen.pdf)) == 1


def test_print_is_about_the_pupil_one_comes_from_and_else_about_nobody(
    qtbot: QtBot, opened: Gradesk, two: tuple[str, str], answers: Answers, tmp_path: Path
) -> None:
    ava, ben = two
    shell: Any = opened.shell
    screen = desk(qtbot, opened, (ava,))
    shell.go("pupil", pupil_id=ben)
    shell.go("preview")
    assert screen.wanted.pupil_ids == (ben,) and screen.ready is None
    qtbot.waitUntil(lambda: screen.ready is not None, timeout=20_000)
    remade(qtbot, screen, screen.wanted.sets[1].click)
    assert [item.code for item in screen.wanted.items] == ["passport", "plan", "dates", "target-card"]
    shell.go("preview")
    assert screen.wanted.pupil_ids == (ben,)
    screen.save()
    screen.manner.fold.click()
    assert screen.manner.options.isVisible()
    screen.manner.file_name.show("kind")
    screen.save()
    assert answers.suggested == ["Documents BO 4 Oak.pdf", "Documents.pdf"]
    shell.go("today")
    shell.go("preview")
    assert screen.wanted.pupil_ids == () and screen.ready is None


def test_dialogs_for_files_begin_where_the_last_one_was(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gradesk.ui.ask.QStandardPaths.writableLocation", lambda _which: str(tmp_path))
    asked: list[str] = []
    (tmp_path / "papers").mkdir()

    class Dialog:
        @staticmethod
        def getSaveFileName(_parent: object, _title: str, start: str, _kinds: str) -> tuple[str, str]:
            asked.append(start)
            return str(tmp_path / "papers" / "one.pdf"), ""

    monkeypatch.setattr("gradesk.ui.ask.QFileDialog", Dialog)
    ask, parent = Ask(), QWidget()
    qtbot.addWidget(parent)
    for _time in range(2):
        ask.save_file(parent, "Save", "Plan.pdf", "")
    assert asked == [str(tmp_path / "Plan.pdf"), str(tmp_path / "papers" / "Plan.pdf")]


def test_the_week_of_an_adult_is_chosen_in_a_list_and_saved_as_a_workbook(
    qtbot: QtBot, opened: Gradesk, two: tuple[str, str], store: Store, answers: Answers, tmp_path: Path
) -> None:
    """It is of nobody in particular, so nobody is chosen."""
    for name in ("Ana Ash", "Bea Birch"):
        values = {"name": "Reading", "led_by": name, "weekdays": "mon", "begins_at": "9:10", "minutes": 20}
        provisions.add(store, list(two), {**values, "times_a_week": 1.0, "starts_on": date(2026, 11, 2)})
    screen = desk(qtbot, opened, (), document="adult-week")
    assert screen.told.text() == "2 pages"
    remade(qtbot, screen, lambda: screen.context.go("preview", document="adult-week", which="Bea Birch"))
    (page,) = reading.pages(screen.pdf)
    assert reading.squeezed("Bea Birch") in page and reading.squeezed("9:10–9:30 Reading") in page
    answers.saves.append(tmp_path / "week.xlsx")
    screen.save_otherwise()
    qtbot.waitUntil((tmp_path / "week.xlsx").exists, timeout=20_000)
    assert (tmp_path / "week.xlsx").read_bytes().startswith(b"PK")
