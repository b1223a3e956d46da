"""Unlocking, bringing a register in, and printing, at the window."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QComboBox, QLabel, QLineEdit, QPushButton, QScrollArea, QTreeWidget
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.interchange.table import Reading
from gradesk.services.admission.admission import Group
from gradesk.services.plans import passports
from gradesk.services.pupils import pupils, register
from gradesk.services.pupils.register import Criteria
from gradesk.services.school import opening
from gradesk.store import names
from gradesk.store.names import KEYS
from gradesk.store.vault import Vault
from gradesk.store.work import Store
from gradesk.system.kept import heads
from gradesk.ui.shell.gate import gate_pages
from gradesk.ui.shell.instance import Doorbell, raise_first
from tests.conftest import CHEAP, PASSPHRASE
from tests.window import Answers

HEADER = "UPN,Legal Surname,Legal Forename,DOB,Year Group,Reg Group,SEN Status,SEN Need Type\n"


def register_file(tmp_path: Path, *lines: str, name: str = "register.csv") -> Path:
    """A register in the shape of a school system's export."""
    path = tmp_path / name
    path.write_text(HEADER + "\n".join(lines) + "\n", "utf-8")
    return path


def shown_plan(qtbot: QtBot, program: Gradesk, path: Path) -> Any:
    """Read a file at the window and wait for its plan."""
    assert program.shell is not None
    program.shell.go("importing", path=path)
    screen: Any = program.shell.current
    qtbot.waitUntil(lambda: screen.found is not None, timeout=20_000)
    return screen


def accept(qtbot: QtBot, program: Gradesk, screen: Any) -> None:
    """Accept the plan and wait until the register is shown again."""
    assert program.shell is not None
    screen.accept()
    qtbot.waitUntil(lambda: program.shell.current is not screen, timeout=20_000)


def test_a_wrong_passphrase_waits_longer_each_time(
    qtbot: QtBot, gradesk: Callable[[Path], Gradesk], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[int] = []
    monkeypatch.setattr(
        gate_pages.QTimer, "singleShot", lambda ms, _owner, then: (waits.append(ms), then()) if ms >= 1000 else None
    )
    program = gradesk(folder)
    page = program.gate.unlock
    assert page is not None
    for _ in range(4):
        page.passphrase.setText("not the passphrase")
        tried = page._wrong
        page._try()
        qtbot.waitUntil(lambda before=tried: page._wrong > before, timeout=10_000)
    assert waits == [1000, 2000, 4000]
    assert "does not open this file; nothing was changed" in page.message.text()
    assert str(folder) not in page.message.text()
    page.passphrase.setText(PASSPHRASE)
    page._try()
    qtbot.waitUntil(lambda: program.shell is not None, timeout=10_000)


def test_a_locked_file_that_lies_elsewhere_than_usual_is_told_apart_by_its_folder(
    gradesk: Callable[[Path], Gradesk], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said() -> list[str]:
        page = gradesk(folder).gate.unlock
        return [label.text() for label in page.findChildren(QLabel)]

    assert f"The file in the folder “{folder.name}”" in said()
    monkeypatch.setattr(gate_pages, "default_data_folder", lambda: folder)
    assert not any(words.startswith("The file in") for words in said())


def test_a_missing_key_file_is_said_on_the_unlock_page(
    qtbot: QtBot, gradesk: Callable[[Path], Gradesk], folder: Path
) -> None:
    for path in names.key_files(folder):
        path.unlink()
    program = gradesk(folder)
    page = program.gate.unlock
    assert page is not None
    page.passphrase.setText(PASSPHRASE)
    page._try()
    qtbot.waitUntil(lambda: "key file" in page.message.text(), timeout=10_000)
    assert page.go.isEnabled()


def test_first_start_says_what_is_wrong_before_it_makes_anything(
    qtbot: QtBot, gradesk: Callable[[Path], Gradesk], tmp_path: Path
) -> None:
    program = gradesk(tmp_path / "new")
    page = program.gate.first_start
    assert page is not None
    for school, first, second, sentence in (
        ("", "", "", "Type your school’s name first."),
        ("Fernhill", "password123", "password123", "weak"),
        ("Fernhill", "marmalade tractor violin seven", "marmalade tractor", "not the same"),
    ):
        page.school.setText(school)
        page.first.setText(first)
        page.second.setText(second)
        page._try()
        assert sentence in page.message.text()
    assert not (tmp_path / "new").exists()


def test_enter_goes_down_the_fields_of_the_first_start_and_the_last_makes_the_school(
    qtbot: QtBot, gradesk: Callable[[Path], Gradesk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gradesk.store.vault.calibrated_cost", lambda: CHEAP)
    program = gradesk(tmp_path / "new")
    page = program.gate.first_start
    assert page is not None
    page.school.setFocus()
    for words, readable in (("Fernhill", True), (PASSPHRASE, False), ("another", False)):
        field: Any = program.window.focusWidget()
        assert (field.echoMode() == QLineEdit.EchoMode.Normal) is readable
        QTest.keyClicks(field, words)
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert "not the same" in page.message.text()
    assert program.window.focusWidget() is page.second and page.second.hasSelectedText()
    QTest.keyClicks(page.second, PASSPHRASE)
    QTest.keyClick(page.second, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.shell is not None, timeout=20_000)
    assert program.shell is not None and program.shell.card.name == "Fernhill"


def test_before_a_school_is_open_keys_make_the_text_larger(
    qtbot: QtBot, gradesk: Callable[[Path], Gradesk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = gradesk(tmp_path / "new")
    qtbot.waitUntil(program.window.isActiveWindow)
    program.mind_keys()
    page = program.gate.first_start
    assert page is not None
    shown: list[str] = []
    monkeypatch.setattr("gradesk.ui.shell.manual.Manual.exec", lambda manual: shown.append(manual.windowTitle()))
    before, control = program.look.theme.scale, Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(page.school, Qt.Key.Key_Plus, control)
    assert program.look.theme.scale > before
    QTest.keyClick(page.school, Qt.Key.Key_Minus, control)
    assert program.look.theme.scale == before
    QTest.keyClick(page.school, Qt.Key.Key_F1)
    assert shown == ["Manual"]


def test_a_copied_file_is_asked_about_once_and_left_alone_until_then(
    qtbot: QtBot, gradesk: Callable[[Path], Gradesk], folder: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    program = gradesk(copy)

    def unlock_it() -> None:
        page = program.gate.unlock
        assert page is not None
        page.passphrase.setText(PASSPHRASE)
        page._try()

    unlock_it()
    qtbot.waitUntil(lambda: program.gate.doubt is not None, timeout=10_000)
    assert program.gate.doubt is not None and program.shell is None
    assert str(folder) in program.gate.doubt.words.text()
    assert not program.gate.doubt.same.isVisibleTo(program.gate.doubt), "the other one still lies there"
    program.gate.doubt.leave.click()
    unlock_it()
    qtbot.waitUntil(lambda: program.gate.doubt is not None, timeout=10_000)
    program.gate.doubt.go.click()
    assert program.store is not None
    pupils.add_pupil(program.store, {"legal_forename": "Bo"})
    program.close()
    again = gradesk(copy)
    again.gate.take(opening.open_school(copy, PASSPHRASE))
    assert again.shell is not None and again.gate.doubt is None


def test_a_file_used_in_turn_is_said_to_be_one_with_a_button(
    qtbot: QtBot,
    gradesk: Callable[[Path], Gradesk],
    folder: Path,
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store.close()
    for laptop, asked in (("another laptop", True), ("a third one", True), ("another laptop", False)):
        monkeypatch.setattr(heads, "config_folder", lambda laptop=laptop: tmp_path / laptop)
        program = gradesk(folder)
        program.gate.take(opening.open_school(folder, PASSPHRASE))
        assert (program.gate.doubt is not None) == asked
        if program.gate.doubt is not None:
            program.gate.doubt.same.click()
        assert program.store is not None
        pupils.add_pupil(program.store, {"legal_forename": "Bo"})
        program.close()


def test_what_a_person_should_hear_is_said_when_the_file_opens(
    qtbot: QtBot, gradesk: Callable[[Path], Gradesk], folder: Path
) -> None:
    (folder / KEYS).write_text("{}", "utf-8")
    program = gradesk(folder)
    program.gate.take(opening.open_school(folder, PASSPHRASE))
    assert program.shell is not None
    qtbot.waitUntil(lambda: "key file was damaged" in program.shell.banner.words, timeout=5_000)


def test_a_second_start_brings_the_first_window_up(qtbot: QtBot, tmp_path: Path) -> None:
    assert not raise_first(tmp_path)
    rung: list[bool] = []
    bell = Doorbell(tmp_path, lambda: rung.append(True))
    assert raise_first(tmp_path)
    qtbot.waitUntil(lambda: rung == [True], timeout=5_000)
    bell.close()


def test_the_same_register_twice_changes_nothing(qtbot: QtBot, opened: Gradesk, tmp_path: Path) -> None:
    path = register_file(
        tmp_path,
        "L867200126001,Núñez,Ava,14/03/2017,4,4 Oak,K,SLCN",
        "K867201826014,O’Connor,Bo,02/11/2016,5,5 Elm,E,ASD",
    )
    accept(qtbot, opened, shown_plan(qtbot, opened, path))
    assert opened.store is not None
    assert register.count(opened.store, Criteria()) == 2
    again = shown_plan(qtbot, opened, path)
    assert again.found.plan.counts[Group.UNCHANGED] == 2
    assert not again.accept_button.isEnabled()
    assert "was imported on" in " ".join(label.text() for label in again.findChildren(gate_pages.PlainLabel))


def test_a_whole_import_is_undone_by_one_key(qtbot: QtBot, opened: Gradesk, tmp_path: Path) -> None:
    path = register_file(tmp_path, "L867200126001,Núñez,Ava,14/03/2017,4,4 Oak,K,SLCN")
    accept(qtbot, opened, shown_plan(qtbot, opened, path))
    assert opened.shell is not None and opened.store is not None
    opened.shell.undo()
    assert register.count(opened.store, Criteria()) == 0
    opened.shell.redo()
    assert register.count(opened.store, Criteria(status="K")) == 1


def test_unticked_fields_and_pupils_stay_as_they_are(qtbot: QtBot, opened: Gradesk, tmp_path: Path) -> None:
    accept(
        qtbot,
        opened,
        shown_plan(qtbot, opened, register_file(tmp_path, "L867200126001,Núñez,Ava,14/03/2017,4,4 Oak,K,SLCN")),
    )
    screen = shown_plan(
        qtbot,
        opened,
        register_file(
            tmp_path,
            "L867200126001,Núñez,Ava,14/03/2017,5,5 Ash,E,SLCN",
            "K867201826014,O’Connor,Bo,02/11/2016,5,5 Elm,E,ASD",
            name="next.csv",
        ),
    )
    view = screen.plan_view
    trees = {tree.accessibleName(): tree for tree in view.findChildren(QTreeWidget)}
    trees["New"].topLevelItem(0).setCheckState(0, Qt.CheckState.Unchecked)
    changed = trees["Changed"].topLevelItem(0)
    for place in range(changed.childCount()):
        if changed.child(place).text(0).startswith("Class"):
            changed.child(place).setCheckState(0, Qt.CheckState.Unchecked)
    assert view.ticked() == 1
    accept(qtbot, opened, screen)
    assert opened.store is not None
    [row] = register.everyone(opened.store)
    assert (row.class_name, row.year_group, row.status) == ("4 Oak", "5", "E")


def test_an_unknown_word_is_asked_once_and_remembered(qtbot: QtBot, opened: Gradesk, tmp_path: Path) -> None:
    path = register_file(tmp_path, "L867200126001,Núñez,Ava,14/03/2017,4,4 Oak,Yes,SLCN")
    screen = shown_plan(qtbot, opened, path)
    [question] = screen.found.plan.questions
    assert question.written == "Yes"
    before = screen.found
    screen.answer(question.field, question.value, "K")
    qtbot.waitUntil(lambda: screen.found is not before, timeout=20_000)
    assert screen.found.plan.questions == ()
    assert screen.plan_view.tabs.tabText(0) == "Please say (0)"
    accept(qtbot, opened, screen)
    assert opened.store is not None
    assert [row.status for row in register.everyone(opened.store)] == ["K"]
    again = shown_plan(
        qtbot, opened, register_file(tmp_path, "K867201826014,Bell,Bo,02/11/2016,5,5 Elm,Yes,", name="b.csv")
    )
    assert again.found.plan.questions == ()
    page = again.plan_view.questions
    assert page.told.accessibleName() == "As you said before: “Yes” is SEN support."
    assert not page.boxes and page.change.isVisibleTo(page)
    other = shown_plan(qtbot, opened, register_file(tmp_path, ",Bell,Cy,02/11/2016,5,5 Elm,K,", name="c.csv"))
    qtbot.waitUntil(lambda: "c.csv" in other.name.text(), timeout=20_000)
    assert not other.plan_view.questions.change.isVisibleTo(other.plan_view.questions), "of another file"


def test_an_answer_moves_no_question(qtbot: QtBot, opened: Gradesk, tmp_path: Path) -> None:
    words = ("T1", "Yes", "Monitoring", "Soon")
    lines = (f",Holt{chr(97 + n)},Ida,{n + 1:02d}/03/2017,5,,{status},SLCN" for n, status in enumerate(words))
    screen = shown_plan(qtbot, opened, register_file(tmp_path, *lines))
    page = screen.plan_view.questions
    asked = list(page.boxes)
    assert len(asked) > 2 and screen.plan_view.tabs.currentIndex() == 0
    places = [box.widget.mapTo(page, QPoint(0, 0)) for box in page.boxes.values()]
    for key in asked[:2]:
        before, box = screen.found, page.boxes[key]
        box.show("K")
        box.edited.emit()
        qtbot.waitUntil(lambda before=before: screen.found is not before, timeout=20_000)
        assert screen.plan_view.questions is page and list(page.boxes) == asked
        assert [one.widget.mapTo(page, QPoint(0, 0)) for one in page.boxes.values()] == places
        assert box.widget.hasFocus() and box.value() == "K"
    assert len(screen.found.plan.questions) == len(asked) - 2


def test_a_doubtful_line_is_decided_by_hand(qtbot: QtBot, opened: Gradesk, tmp_path: Path, ava: str) -> None:
    screen = shown_plan(qtbot, opened, register_file(tmp_path, "K867201826014,Núñez,Ava,14/03/2017,4,4 Ash,K,"))
    [doubtful] = screen.found.plan.group(Group.DECISION)
    assert doubtful.candidates == (ava,)
    boxes = [box for box in screen.plan_view.findChildren(QComboBox) if box.accessibleName().startswith("Line 2")]
    assert [box.currentText() for box in boxes] == ["leave out"]
    screen.decide(doubtful.line, ava)
    accept(qtbot, opened, screen)
    assert opened.store is not None
    assert [row.uuid for row in register.everyone(opened.store)] == [ava]


def test_a_bad_file_is_one_sentence_and_the_window_goes_on(qtbot: QtBot, opened: Gradesk, tmp_path: Path) -> None:
    assert opened.shell is not None
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    opened.shell.go("importing", path=empty)
    qtbot.waitUntil(lambda: "othing was changed" in opened.shell.banner.words, timeout=20_000)
    screen: Any = opened.shell.current
    assert screen._pages.currentWidget() is screen._start


def test_a_column_can_be_corrected_by_hand(qtbot: QtBot, opened: Gradesk, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("UPN,Legal Surname,Legal Forename,Nest\nL867200126001,Núñez,Ava,Robins\n", "utf-8")
    screen = shown_plan(qtbot, opened, path)
    before = screen.found
    screen.remap({next(column.key for column in before.preview.columns if column.header == "Nest"): "class_name"})
    qtbot.waitUntil(lambda: screen.found is not before, timeout=20_000)
    accept(qtbot, opened, screen)
    assert opened.store is not None
    assert [row.class_name for row in register.everyone(opened.store)] == ["Robins"]


def test_the_encoding_can_be_changed_by_hand(qtbot: QtBot, opened: Gradesk, tmp_path: Path) -> None:
    path = register_file(tmp_path, "L867200126001,Núñez,Ava,14/03/2017,4,4 Oak,K,SLCN")
    screen = shown_plan(qtbot, opened, path)
    before = screen.found
    assert "Núñez" in before.preview.accented
    screen.reread(Reading(encoding="cp1252"))
    qtbot.waitUntil(lambda: screen.found is not before, timeout=20_000)
    assert "Núñez" not in screen.found.preview.accented
    accept(qtbot, opened, screen)
    again = shown_plan(qtbot, opened, path)
    assert "as you chose the last time" in again.read_as.text() and again.found.preview.table.encoding == "cp1252"


@pytest.fixture
def written(opened: Gradesk, ava: str) -> str:
    """Ava with a passport."""
    assert opened.store is not None
    passports.change(opened.store, ava, {"good_at": "drawing"})
    return ava


def test_a_passport_is_printed_from_memory_under_a_name_that_is_nobodys(
    qtbot: QtBot, opened: Gradesk, answers: Answers, written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_files(*_args: object, **_more: object) -> None:
        raise AssertionError("a temporary file was made")

    for name in ("NamedTemporaryFile", "TemporaryFile", "mkstemp", "mkdtemp"):
        monkeypatch.setattr(tempfile, name, no_files)
    assert opened.shell is not None
    opened.shell.go("preview", document="passport", pupil_ids=(written,))
    screen: Any = opened.shell.current
    qtbot.waitUntil(lambda: screen.pdf is not None, timeout=20_000)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    answers.printers.append(printer)
    screen.print()
    assert screen.busy()
    qtbot.waitUntil(lambda: not screen.busy(), timeout=20_000)
    printed = pypdfium2.PdfDocument((tmp_path / "printed.pdf").read_bytes())
    assert len(printed) == 1
    page = printed[0].render(scale=0.5).to_pil().convert("L")
    assert page.getextrema()[0] < 100  # something dark is on the paper
    printed.close()


def test_a_page_is_made_anew_when_its_words_change(qtbot: QtBot, opened: Gradesk, written: str) -> None:
    assert opened.shell is not None and opened.store is not None
    opened.shell.go("preview", document="passport", pupil_ids=(written,))
    screen: Any = opened.shell.current
    qtbot.waitUntil(lambda: screen.pdf is not None, timeout=20_000)
    first = screen.pdf
    passports.change(opened.store, written, {"good_at": "drawing and swimming"})
    qtbot.waitUntil(lambda: screen.pdf not in (None, first), timeout=20_000)


def test_a_letter_no_font_has_is_said_before_printing(qtbot: QtBot, opened: Gradesk, written: str) -> None:
    assert opened.shell is not None and opened.store is not None
    passports.change(opened.store, written, {"good_at": "drawing 🦊"})
    opened.shell.go("preview", document="passport", pupil_ids=(written,))
    qtbot.waitUntil(lambda: "🦊" in opened.shell.banner.words, timeout=20_000)
    opened.shell.go("pupil", pupil_id=written, tab="passport")
    tab: Any = opened.shell.current.panel("passport")
    qtbot.waitUntil(lambda: "🦊" in tab.fit.text(), timeout=5_000)


def test_the_finder_opens_a_pupil_and_an_action(qtbot: QtBot, opened: Gradesk, ava: str) -> None:
    shell = opened.shell
    assert shell is not None
    shell.finder.open()
    QTest.keyClicks(shell.finder.line, "ava")
    assert "Ava Núñez" in shell.finder.found.item(0).text()
    shell.finder._take(shell.finder.found.item(0))
    assert shell.current.page.pupil.uuid == ava
    QTest.keyClicks(shell.finder.line, "dark")
    shell.finder._take(shell.finder.found.item(0))
    assert opened.look.theme.name == "dark"
    opened.look.choose("light")


def test_a_deleted_pupils_page_gives_way_to_the_list(qtbot: QtBot, opened: Gradesk, ava: str) -> None:
    shell = opened.shell
    assert shell is not None and opened.store is not None
    shell.go("pupil", pupil_id=ava)
    pupils.delete_pupil(opened.store, ava)
    assert "was deleted; the record is kept" in shell.banner.words


def test_a_file_dropped_anywhere_is_read_as_a_register(qtbot: QtBot, opened: Gradesk, tmp_path: Path) -> None:
    shell = opened.shell
    assert shell is not None
    data = QMimeData()
    data.setUrls(
        [QUrl.fromLocalFile(str(register_file(tmp_path, "L867200126001,Núñez,Ava,14/03/2017,4,4 Oak,K,SLCN")))]
    )
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, keys)
    shell.dragEnterEvent(enter)
    assert enter.isAccepted()
    shell.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))
    screen: Any = shell.current
    qtbot.waitUntil(lambda: screen.found is not None, timeout=20_000)
    assert screen.found.plan.counts[Group.NEW] == 1


def test_an_import_can_be_stopped_and_nothing_of_it_is_kept(qtbot: QtBot, opened: Gradesk, tmp_path: Path) -> None:
    shell = opened.shell
    assert shell is not None and opened.store is not None
    lines = [f",Sur{number},Fore,14/03/2017,4,4 Oak,K,SLCN" for number in range(4_000)]
    screen = shown_plan(qtbot, opened, register_file(tmp_path, *lines))
    screen.accept()
    screen.cancel()
    shell.go("pupils")
    assert "still running" in shell.banner.words or shell.current is not screen
    qtbot.waitUntil(lambda: "Stopped; nothing was changed" in shell.banner.words, timeout=20_000)
    assert register.count(opened.store, Criteria()) == 0


def test_undoing_a_large_import_leaves_the_window_alive(qtbot: QtBot, opened: Gradesk, tmp_path: Path) -> None:
    shell = opened.shell
    assert shell is not None and opened.store is not None
    lines = [f",Sur{number},Fore,14/03/2017,4,4 Oak,K,SLCN" for number in range(200)]
    accept(qtbot, opened, shown_plan(qtbot, opened, register_file(tmp_path, *lines)))
    shell.undo()
    assert not shell.isEnabled()
    qtbot.waitUntil(shell.isEnabled, timeout=20_000)
    assert "Undone: Import of 200 pupils" in shell.banner.words
    assert register.count(opened.store, Criteria()) == 0


def test_filters_and_columns_of_the_register_are_kept(
    qtbot: QtBot, opened: Gradesk, answers: Answers, ava: str, gradesk: Callable[[Path], Gradesk]
) -> None:
    assert opened.shell is not None and opened.store is not None
    pupils.add_pupil(opened.store, {"legal_forename": "Bo"})
    opened.shell.go("pupils")
    screen: Any = opened.shell.current
    chosen_from(screen, "Status", "SEN support")
    assert screen.model.rowCount() == 1
    assert [chip.words for chip in screen.narrowing.chips] == ["Status: SEN support"]
    answers.lines.append("Mine")
    screen.keep_filter()
    chosen_from(screen, "Year", "Year 4")
    for _chip in range(2):
        screen.narrowing.chips[0].setFocus()
        QTest.keyClick(screen.narrowing.chips[0], Qt.Key.Key_Delete)
    assert screen.model.rowCount() == 2 and not screen.narrowing.chips
    assert screen.narrowing.saved["Mine"].text() == "Mine  1"
    pupils.set_status(opened.store, ava, "N", date(2026, 11, 23), "Settled")
    assert screen.narrowing.saved["Mine"].text() == "Mine  0"
    screen.narrowing.saved["Mine"].click()
    assert screen.model.rowCount() == 0
    assert "Nobody is on “SEN support”." in screen.nothing.findChildren(QLabel)[1].text()
    screen.search.setText("Bo")
    QTest.qWait(0)
    assert "Status: SEN support there would be 1" in screen.nothing.findChildren(QLabel)[1].text()
    screen.nothing._second.click()
    assert screen.model.rowCount() == 1 and screen.search.text() == "Bo"
    screen.clear_filters()
    screen.table.setFocus()
    QTest.keyClicks(screen.table, "a")
    QTest.keyClicks(screen.search, "va")
    assert screen.search.hasFocus() and screen.search.text() == "ava"
    screen.clear_filters()
    screen._show_column("upn", True)
    assert "UPN" in [column.heading for column in screen.model.columns]
    assert "upn" in opened.look.columns and "upn" in screen.table.shown()  # what was asked for has room before the rest
    for column in ("key_adult", "date_of_birth", "legal_name"):
        screen._show_column(column, True)
    table = screen.table
    wide = sum(
        table.columnWidth(place) for place in range(len(screen.model.columns)) if not table.isColumnHidden(place)
    )
    assert wide <= table.viewport().width() and "layer" not in table.shown()
    opened.look.keep_columns([])


def chosen_from(screen: Any, filter_name: str, choice: str) -> None:
    """Choose from the filters as the menu offers it."""
    menu = screen.narrowing.menu()
    sub = next(action.menu() for action in menu.actions() if action.text() == filter_name)
    next(action for action in sub.actions() if action.text() == choice).trigger()


def test_a_printer_that_takes_nothing_is_said(
    qtbot: QtBot, opened: Gradesk, answers: Answers, store: Store, ava: str, tmp_path: Path
) -> None:
    passports.change(store, ava, {"hard": "Loud rooms"})
    assert opened.shell is not None
    opened.shell.go("preview", document="passport", pupil_ids=(ava,))
    preview: Any = opened.shell.current
    qtbot.waitUntil(lambda: preview.pdf is not None, timeout=20_000)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no such folder" / "printed.pdf"))
    answers.printers.append(printer)
    preview.print()
    assert "nothing was printed" in opened.shell.banner.words


def test_a_long_print_can_be_stopped_after_the_page_in_hand(
    qtbot: QtBot, opened: Gradesk, answers: Answers, written: str, tmp_path: Path
) -> None:
    assert opened.shell is not None and opened.store is not None
    for number in range(3):
        other = pupils.add_pupil(opened.store, {"legal_forename": f"Bo{number}"})
        passports.change(opened.store, other, {"good_at": "swimming"})
    ids = tuple(row.uuid for row in register.everyone(opened.store))
    opened.shell.go("preview", document="passport", pupil_ids=ids)
    screen: Any = opened.shell.current
    qtbot.waitUntil(lambda: screen.pdf is not None, timeout=20_000)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    answers.printers.append(printer)
    screen.print()
    qtbot.waitUntil(lambda: "Printing page" in screen.told.text(), timeout=20_000)
    screen.stop()
    qtbot.waitUntil(lambda: not screen.busy(), timeout=20_000)
    assert "of 4 pages went to the printer" in opened.shell.banner.words


def test_a_list_nobody_knows_is_mapped_by_hand_at_the_keyboard_and_known_the_next_time(
    qtbot: QtBot, opened: Gradesk, tmp_path: Path
) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Liste der Klasse\nFamname,Rufname,Geburt\nHolt,Ida,14/03/2017\nReed,Kai,05/09/2016\n", "utf-8")
    screen = shown_plan(qtbot, opened, path)
    assert screen.found.plan is None and screen.plan_view is None
    assert screen.mapping.header.value() == 2
    assert "what each column is" in " ".join(label.text() for label in screen.findChildren(gate_pages.PlainLabel))
    for key, field in (("famname", "surname"), ("rufname", "forename"), ("geburt", "date_of_birth")):
        before = screen.mapping
        box = before.boxes[key]
        assert box.widget.accessibleName()
        box.show(field)
        box.edited.emit()
        qtbot.waitUntil(lambda before=before: screen.mapping is not before, timeout=10_000)
        if screen.plan_view is None:
            assert screen.mapping.boxes[key].widget.hasFocus()
    qtbot.waitUntil(lambda: opened.window.focusWidget().isVisible())  # the columns stand on a tab of their own now
    assert screen.found.plan.counts[Group.NEW] == 2
    accept(qtbot, opened, screen)
    again = shown_plan(qtbot, opened, path)
    assert again.found.preview.header.number == 2
    assert again.found.plan.counts[Group.UNCHANGED] == 2


def test_another_line_is_taken_for_the_headers_and_none_at_all(qtbot: QtBot, opened: Gradesk, tmp_path: Path) -> None:
    screen = shown_plan(qtbot, opened, register_file(tmp_path, ",Holt,Ida,14/03/2017,5,5 Oak,K,SLCN"))
    for number, missing in ((2, True), (0, True), (1, False)):
        before = screen.mapping
        screen.mapping.header.show(number)
        screen.mapping.header.edited.emit()
        if number == 2:  # nothing stands below the last line
            qtbot.waitUntil(lambda: screen._pages.currentWidget() is screen._review, timeout=10_000)
            continue
        qtbot.waitUntil(lambda before=before: screen.mapping is not before, timeout=10_000)
        assert (screen.found.plan is None) == missing


@pytest.mark.parametrize("scale", [100, 200])
def test_accepting_and_cancelling_an_import_are_always_in_sight(
    qtbot: QtBot, opened: Gradesk, tmp_path: Path, scale: int
) -> None:
    shell = opened.shell
    assert shell is not None
    shell.context.look.choose(scale=scale)
    shell.resize(1366, 768)
    shell.show()
    lines = [f",Holt{chr(97 + n)},Ida,{n + 1:02d}/03/2017,{'P5' if n % 2 else '3/4'},,T{n % 5},X{n}" for n in range(26)]
    screen = shown_plan(qtbot, opened, register_file(tmp_path, *lines))
    cancel = next(one for one in screen.findChildren(QPushButton) if one.text() == "Cancel" and one.isVisible())
    tabs = screen.plan_view.tabs
    for place in range(tabs.count()):
        tabs.setCurrentIndex(place)
        qtbot.waitUntil(lambda: shell.height() <= 768)
        inside = [area for area in tabs.currentWidget().findChildren(QAbstractScrollArea) if area.isVisible()]
        assert all(area.widget() is None for area in inside if isinstance(area, QScrollArea)) or not any(
            isinstance(area, QTreeWidget) for area in inside
        ), "no table scrolls inside a page that scrolls"
        for widget in (screen.accept_button, cancel):
            corner = widget.mapTo(shell, QPoint(0, 0))
            assert shell.rect().contains(corner) and shell.rect().contains(corner + widget.rect().bottomRight())
    cancel.click()
    assert screen.found is None and screen._pages.currentWidget() is screen._start


def test_a_deleted_pupil_in_the_register_is_offered_back_in_the_window(
    qtbot: QtBot, opened: Gradesk, tmp_path: Path
) -> None:
    path = register_file(tmp_path, ",Holt,Ida,14/03/2017,5,5 Oak,K,SLCN")
    accept(qtbot, opened, shown_plan(qtbot, opened, path))
    assert opened.shell is not None
    store = opened.shell.context.store
    (ida,) = register.everyone(store)
    pupils.delete_pupil(store, ida.uuid)
    screen = shown_plan(qtbot, opened, path)
    box = next(one for one in screen.findChildren(QComboBox) if "bring back?" in one.accessibleName())
    choices = [box.itemText(place) for place in range(box.count())]
    assert choices == ["leave out", "a new pupil", "bring back: Holt, Ida"]
    box.setCurrentIndex(2)
    box.activated.emit(2)
    qtbot.waitUntil(lambda: screen.plan_view.ticked() == 1, timeout=10_000)
    accept(qtbot, opened, screen)
    assert [row.uuid for row in register.everyone(store)] == [ida.uuid]


def test_a_file_opened_while_the_window_is_being_closed_is_closed_again(
    gradesk: Callable[[Path], Gradesk], folder: Path
) -> None:
    program = gradesk(folder)
    assert program.gate.unlock is not None
    program.gate.unlock.passphrase.setText(PASSPHRASE)
    program.gate.unlock.go.click()
    program.close()
    assert program.store is None and not list(folder.glob("*.owner"))
    Vault.open(folder, PASSPHRASE).close()
