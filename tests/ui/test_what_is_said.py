"""Messages: beside the page and never on it, gone with their reason, with Undo for what was done, which goes there."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.custody import history
from gradesk.services.evidence import observations
from gradesk.services.meetings import meetings
from gradesk.services.plans import passports
from gradesk.services.pupils import pupils
from gradesk.services.school import staff
from gradesk.services.today import capturing
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from gradesk.ui.kit.forms.form import Form


def press(shell: Any, title: str) -> None:
    next(one for one in shell.banner.findChildren(QPushButton) if one.text() == title and not one.isHidden()).click()


def test_a_message_stands_under_the_page_and_covers_nothing_of_it(qtbot: QtBot, opened: Gradesk, ava: str) -> None:
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="contacts")
    high = shell.stack.height()
    shell.context.say("Something to read. " * 20, "problem")
    qtbot.waitUntil(lambda: shell.stack.height() < high)
    assert shell.stack.geometry().bottom() < shell.banner.geometry().top()
    assert shell.banner.height() >= shell.banner.heightForWidth(shell.banner.width())
    opened.look.choose(scale=200)
    shell.go("staff")
    qtbot.waitUntil(lambda: shell.stack.height() > high // 2)
    high = opened.window.height()
    shell.context.say("Something to read. " * 5, "problem")
    qtbot.waitUntil(lambda: shell.banner.height() >= shell.banner.heightForWidth(shell.banner.width()))
    assert opened.window.height() == high


def test_what_was_wrong_is_said_until_it_is_right_and_no_longer(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="contacts")
    tab = shell.current.panel("contacts")
    day = tab.new.editors["happened_on"].widget
    day.setFocus()
    day.selectAll()
    QTest.keyClicks(day, "31/02")
    tab.new.editors["summary"].widget.setPlainText("happy")
    tab.log()
    assert shell.banner.kind == "problem" and meetings.of_pupil(store, ava) == []
    day.setFocus()
    day.selectAll()
    QTest.keyClicks(day, "23/11/2026")
    tab.new.editors["summary"].widget.setFocus()
    qtbot.waitUntil(lambda: shell.banner.words == "")
    assert "31/02" not in day.toolTip() and "31/02" not in day.accessibleDescription()
    tab.new.editors["summary"].widget.clear()
    tab.new.editors["with_whom"].show("")
    tab.log()
    assert "nothing was logged yet" in shell.banner.words
    shell.context.attempt(lambda: meetings.log(store, ava, {"summary": "happy"}))
    assert shell.banner.words == ""


def test_what_a_form_was_refused_is_said_until_the_very_field_is_accepted(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Zed", "upn": "X1"})
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="details")
    form = next(one for one in shell.current.panel("details").findChildren(Form) if "upn" in one.editors)
    upn = form.editors["upn"].widget
    upn.setFocus()
    upn.selectAll()
    QTest.keyClicks(upn, "X1")
    form.flush()
    said = shell.banner.words
    assert said and shell.banner.kind == "standing"
    shell.context.attempt(lambda: meetings.log(store, ava, {"summary": "happy"}))
    assert shell.banner.words == said
    upn.selectAll()
    QTest.keyClick(upn, Qt.Key.Key_Delete)
    form.flush()
    assert shell.banner.words == ""


def test_undo_goes_to_what_it_took_back_and_stays_where_that_is_in_sight(
    opened: Gradesk, store: Store, ava: str
) -> None:
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Zed"})
    shell: Any = opened.shell
    meetings.log(store, ava, {"summary": "happy"})
    observations.add(store, ben, {"finding": "calm"})
    staff.add_staff(store, {"name": "Mrs Hale"})
    shell.go("pupils")
    shell.undo()
    assert shell.shown == "staff" and "Undone: " in shell.banner.words
    shell.undo()
    assert shell.current.here() == {"pupil_id": ben, "tab": "evidence"}
    press(shell, "Do it again")
    assert "Done again: " in shell.banner.words and len(observations.observations(store, ben)) == 1
    shell.undo()
    shell.undo()
    assert shell.current.here() == {"pupil_id": ava, "tab": "contacts"}
    meetings.log(store, ava, {"summary": "sad"})
    tab = shell.current.panel("contacts")
    tab.new.editors["with_whom"].widget.setFocus()
    shell.undo()
    assert tab.new.editors["with_whom"].widget.hasFocus()


def test_what_was_just_done_is_taken_back_by_its_own_button_whatever_came_after(
    opened: Gradesk, store: Store, ava: str
) -> None:
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="contacts")
    tab = shell.current.panel("contacts")
    tab.new.editors["summary"].widget.setPlainText("happy")
    tab.log()
    assert shell.banner.words == "Logged."
    staff.add_staff(store, {"name": "Mrs Hale"})
    press(shell, "Undo")
    assert meetings.of_pupil(store, ava) == [] and [one.name for one in staff.staff(store)] == ["Mrs Hale"]
    unit = history.undoable(store)
    assert unit is not None and "Mrs Hale" in unit.label


def offered(shell: Any) -> list[str]:
    """What the message offers."""
    return [one.text() for one in shell.banner.findChildren(QPushButton) if not one.isHidden()]


def test_undo_is_for_just_what_the_deed_wrote_and_is_not_offered_where_it_wrote_nothing(
    opened: Gradesk, store: Store, ava: str
) -> None:
    shell: Any = opened.shell
    meetings.log(store, ava, {"kind": "phone", "summary": "Reads at home"})
    shell.context.attempt(lambda: pupils.change_pupil(store, ava, {"legal_forename": "Ava"}))
    meetings.log(store, ava, {"summary": "Kept by itself meanwhile"})
    shell.context.done("The correction is kept.")
    assert "Undo" not in offered(shell)
    shell.banner.hide()
    # Somebody who hears of the deed keeps words of their own: these are not the deed's.
    passports.change(store, ava, {"hard": "Loud rooms"})
    store.listen(
        lambda changed: passports.change(store, ava, {"helps": "A list"}) if "staff_member" in changed.kinds else None
    )
    shell.context.attempt(lambda: staff.add_staff(store, {"name": "Mr Reed"}))
    passports.change(store, ava, {"admire": "Kind"})
    shell.context.done("Mr Reed is added.")
    press(shell, "Undo")
    kept = passports.passport(store, ava)
    assert staff.staff(store) == [] and kept is not None
    assert (kept.hard, kept.helps, kept.admire) == ("Loud rooms", "A list", "Kind")
    # What was said last has been said: the next message offers no Undo for it.
    shell.context.done("Nothing was written for this.")
    assert "Undo" not in offered(shell)


def test_do_it_again_is_offered_only_while_it_can_be_done_and_its_undo_is_for_just_that(
    opened: Gradesk, store: Store, ava: str
) -> None:
    shell: Any = opened.shell
    shell.context.attempt(lambda: staff.add_staff(store, {"name": "Mr Reed"}))
    shell.context.done("Mr Reed is added.")
    meetings.log(store, ava, {"summary": "Written after it"})
    for title in ("Undo", "Do it again", "Undo"):
        press(shell, title)
    assert staff.staff(store) == [] and len(meetings.of_pupil(store, ava)) == 1
    assert "Do it again" in offered(shell)
    meetings.log(store, ava, {"summary": "Written since"})
    assert "Do it again" not in offered(shell) and shell.banner.words.startswith("Undone: ")
    shell.redo()
    assert "was written since; nothing was changed" in shell.banner.words


def test_a_pupil_whose_deletion_is_refused_stays_on_her_page_and_it_says_so(
    opened: Gradesk, store: Store, ava: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_store: Store, _uuid: str) -> None:
        raise Refused("The disk is full; nothing was changed.")

    monkeypatch.setattr(pupils, "delete_pupil", full)
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="details")
    shell.current.panel("details").delete()
    assert shell.shown == "pupil" and shell.banner.words.startswith("The disk is full")


def test_a_line_stays_with_its_pupil_until_it_is_said_whose_it_is_and_then_moves_in_one_step(
    opened: Gradesk, store: Store, ava: str
) -> None:
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Ek"})
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="passport")
    shell.capture.open()
    QTest.keyClicks(shell.capture.line, "mum phoned happy")
    QTest.keyClick(shell.capture.line, Qt.Key.Key_Return)
    passports.change(store, ava, {"hard": "Loud rooms"})
    assert not shell.banner._timer.isActive(), "nobody has to be quick"
    press(shell, "Another pupil …")
    assert len(meetings.of_pupil(store, ava)) == 1 and "stays where it is" in shell.capture.understood.text()
    QTest.keyClick(shell.capture.line, Qt.Key.Key_Escape)
    assert len(meetings.of_pupil(store, ava)) == 1 and not shell.capture.half_typed
    shell.capture.open()
    QTest.keyClicks(shell.capture.line, "dad came to the door")
    QTest.keyClick(shell.capture.line, Qt.Key.Key_Return)
    press(shell, "Another pupil …")
    QTest.keyClicks(shell.capture.line, "Ben ")
    QTest.keyClick(shell.capture.line, Qt.Key.Key_Return)
    said = {whose: [one.summary for one in meetings.of_pupil(store, whose)] for whose in (ava, ben)}
    assert said == {ava: ["happy"], ben: ["came to the door"]}
    history.undo(store)
    assert (len(meetings.of_pupil(store, ava)), len(meetings.of_pupil(store, ben))) == (2, 0)
    kept = passports.passport(store, ava)
    assert kept is not None and kept.hard == "Loud rooms"


@pytest.mark.parametrize("typed", ["will", "Wi", "grace", "ryder"])
def test_any_part_of_a_name_in_front_says_whose_a_line_is_even_one_that_is_also_a_word(
    opened: Gradesk, store: Store, ava: str, typed: str
) -> None:
    right = {
        "will": pupils.add_pupil(store, {"legal_forename": "Will", "legal_surname": "Ryder"}),
        "grace": pupils.add_pupil(store, {"legal_forename": "Grace", "legal_surname": "May"}),
    }
    shell: Any = opened.shell
    shell.capture.open()
    QTest.keyClicks(shell.capture.line, "Ava mum phoned happy")
    QTest.keyClick(shell.capture.line, Qt.Key.Key_Return)
    press(shell, "Another pupil …")
    QTest.keyClicks(shell.capture.line, f"{typed}")
    QTest.keyClick(shell.capture.line, Qt.Key.Key_Return)
    whose = right["grace" if typed == "grace" else "will"]
    assert [one.summary for one in meetings.of_pupil(store, whose)] == ["happy"]
    assert meetings.of_pupil(store, ava) == []


def test_a_line_goes_on_from_pupil_to_pupil_and_stays_with_one(opened: Gradesk, store: Store, ava: str) -> None:
    others = [
        pupils.add_pupil(store, {"legal_forename": name, "legal_surname": "Ek"}) for name in ("Ben", "Cara", "Dilys")
    ]
    shell: Any = opened.shell
    shell.capture.open()
    QTest.keyClicks(shell.capture.line, "Ava mum phoned happy")
    QTest.keyClick(shell.capture.line, Qt.Key.Key_Return)
    for turn, name in enumerate(("Ben", "Cara", "Dilys")):
        press(shell, "Another pupil …")
        QTest.keyClicks(shell.capture.line, name)
        QTest.keyClick(shell.capture.line, Qt.Key.Key_Return)
        counts = [len(meetings.of_pupil(store, one)) for one in (ava, *others)]
        assert counts == [0, *(1 if place == turn else 0 for place in range(3))]


@pytest.mark.parametrize("way", ["typed over", "emptied first", "left with a name begun", "left by going elsewhere"])
def test_another_line_leaves_the_first_where_it_is(opened: Gradesk, store: Store, ava: str, way: str) -> None:
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Ek"})
    shell: Any = opened.shell
    line = shell.capture.line
    shell.capture.open()
    QTest.keyClicks(line, "Ava mum phoned happy")
    QTest.keyClick(line, Qt.Key.Key_Return)
    press(shell, "Another pupil …")
    if way == "emptied first":
        line.selectAll()
        QTest.keyClick(line, Qt.Key.Key_Delete)
    elif way == "left with a name begun":
        QTest.keyClicks(line, "Be")
        QTest.keyClick(line, Qt.Key.Key_Escape)
        assert line.text() == ""
    elif way == "left by going elsewhere":
        shell.go("pupil", pupil_id=ben, tab="contacts")
    shell.capture.open()
    QTest.keyClicks(line, "Ben dad came to the door")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert (len(meetings.of_pupil(store, ava)), len(meetings.of_pupil(store, ben))) == (1, 1)


def test_a_line_whose_record_is_gone_meanwhile_is_kept_all_the_same(opened: Gradesk, store: Store, ava: str) -> None:
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Ek"})
    shell: Any = opened.shell
    shell.capture.open()
    QTest.keyClicks(shell.capture.line, "Ava mum phoned happy")
    QTest.keyClick(shell.capture.line, Qt.Key.Key_Return)
    press(shell, "Another pupil …")
    history.undo(store)
    QTest.keyClick(shell.capture.line, Qt.Key.Key_Return)
    assert "stays where it is" in shell.banner.words and capturing.waiting(store) == []
    QTest.keyClicks(shell.capture.line, "Ben")
    QTest.keyClick(shell.capture.line, Qt.Key.Key_Return)
    assert (len(meetings.of_pupil(store, ava)), len(meetings.of_pupil(store, ben))) == (0, 1)


def test_a_line_half_typed_is_not_written_over_by_one_that_is_another_pupils(
    opened: Gradesk, store: Store, ava: str
) -> None:
    shell: Any = opened.shell
    shell.capture.open()
    QTest.keyClicks(shell.capture.line, "Ava mum phoned happy")
    QTest.keyClick(shell.capture.line, Qt.Key.Key_Return)
    shell.capture.open()
    QTest.keyClicks(shell.capture.line, "Ben half")
    shell.capture._for_another("mum phoned happy", [])
    assert shell.capture.line.text() == "Ben half" and len(meetings.of_pupil(store, ava)) == 1
    assert "both are kept" in shell.banner.words


def test_a_line_that_waits_is_given_with_one_press_to_the_one_pupil_it_may_be_about(
    opened: Gradesk, store: Store, ava: str
) -> None:
    finley = pupils.add_pupil(store, {"legal_forename": "Finley", "legal_surname": "Goodall"})
    shell: Any = opened.shell
    shell.capture.open()
    QTest.keyClicks(shell.capture.line, "Finlley mum phoned happy")
    for _turn in range(2):
        QTest.keyClick(shell.capture.line, Qt.Key.Key_Return)
    press(shell, "It is Finley Goodall’s")
    assert [one.summary for one in meetings.of_pupil(store, finley)] == ["Finlley mum phoned happy"]
    assert capturing.waiting(store) == []


def test_one_key_takes_what_a_message_offers(opened: Gradesk) -> None:
    shell: Any = opened.shell
    taken: list[str] = []
    offers = [("Undo", lambda: taken.append("undo")), ("Another pupil …", lambda: taken.append("other"))]
    shell.banner.say("Logged with Ava.", "good", offers)
    action = next(one for one in shell.rows() if one.shortcut == "Ctrl+.")
    action.run()
    assert taken == ["other"] and shell.banner.words == ""
    action.run()
    assert taken == ["other"] and "offers anything" in shell.banner.words
