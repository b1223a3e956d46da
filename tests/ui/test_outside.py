"""People outside: asked by keys from the first idea on, their report read sentence by sentence, the board, the directory."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.documents.desk.batch import Item
from gradesk.services.custody import history
from gradesk.services.meetings import actions
from gradesk.services.outside import advice, consents, directory, referrals, reports
from gradesk.services.paper import copies
from gradesk.services.plans import passports
from gradesk.services.pupils import contacts
from gradesk.store.work import Store
from gradesk.ui.kit.layouts import is_gone
from tests.conftest import TODAY


@pytest.fixture
def rosa(store: Store, ava: str) -> str:
    """A therapist of the directory, and a mother who can say yes."""
    contacts.add_person(store, ava, {"name": "Inés Núñez", "role": "parent", "parental_responsibility": True})
    return directory.add(store, {"name": "Rosa Lindqvist", "role": "salt", "service": "Northgate"})


def tab(program: Gradesk, ava: str, **place: Any) -> Any:
    shell: Any = program.shell
    shell.go("pupil", pupil_id=ava, tab="outside", **place)
    return shell.current.panel("outside")


def act(page: Any, words: str) -> QPushButton:
    QTest.qWait(0)
    """The button that says so."""
    for one in page.findChildren(QPushButton):
        if not is_gone(one) and one.isVisibleTo(page) and one.accessibleName().startswith(words):
            return one
    raise AssertionError(words)


def focus() -> Any:
    return QApplication.focusWidget()


def test_a_referral_goes_from_idea_to_sent_by_keys_and_not_without_consent(
    opened: Gradesk, store: Store, ava: str, rosa: str, qtbot: QtBot
) -> None:
    page = tab(opened, ava)
    page.ask.click()
    assert focus() is page.draft.form.editors["professional_id"].widget
    page.draft.form.editors["professional_id"].show(rosa)
    page.draft.form.editors["question"].widget.setFocus()
    QTest.keyClicks(focus(), "What helps?")
    QTest.keyClick(focus(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (line,) = referrals.of_pupil(store, ava)
    assert (line.stage, line.referral.question) == ("idea", "What helps?")
    assert page.draft is None and focus().text() == "Talked over with home"
    opened.shell.context.ask.line = lambda *_given: None
    act(page, "It was sent").click()
    assert referrals.of_pupil(store, ava)[0].stage == "idea"
    assert "Note the consent first" in opened.shell.banner.words
    act(page, "Consent given").click()
    assert focus().text() == "Inés Núñez"
    QTest.keyClick(focus(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (given,) = consents.of_pupil(store, ava)
    assert (given.given_by, given.professional_id) == ("Inés Núñez", rosa)
    act(page, "It was sent").click()
    (line,) = referrals.of_pupil(store, ava)
    assert (line.stage, line.steps[-1].consent_id) == ("sent", given.uuid)
    assert focus().objectName() == "happened_on"
    focus().selectAll()
    QTest.keyClicks(focus(), f"{TODAY - timedelta(days=3):%d/%m/%Y}")
    opened.shell.flush()
    assert "No consent covers" in opened.shell.banner.words
    consents.change(store, given.uuid, {"happened_on": TODAY - timedelta(days=9)})
    opened.shell.flush()
    assert referrals.of_pupil(store, ava)[0].since == TODAY - timedelta(days=3)


def test_what_goes_without_consent_keeps_its_reason(opened: Gradesk, store: Store, ava: str, rosa: str) -> None:
    uuid = referrals.add(store, ava, {"professional_id": rosa})
    page = tab(opened, ava, record=uuid)
    opened.shell.context.ask.line = lambda *_given: "The hospital asked at once"
    act(page, "It was sent").click()
    (line,) = referrals.of_pupil(store, ava)
    assert (line.stage, line.steps[-1].note) == ("sent", "The hospital asked at once")
    history.undo(store)
    assert referrals.of_pupil(store, ava)[0].stage == "idea"


def _report(store: Store, ava: str, rosa: str) -> str:
    values = {"professional_id": rosa, "title": "Assessment", "happened_on": TODAY, "findings": "Short sentences"}
    return reports.add(store, ava, values)


def test_a_sentence_is_selected_and_r_makes_it_a_recommendation_with_owner_day_and_home(
    opened: Gradesk, store: Store, ava: str, rosa: str, qtbot: QtBot, tmp_path: Path
) -> None:
    report = _report(store, ava, rosa)
    page = tab(opened, ava)
    file = tmp_path / "report.txt"
    file.write_text(
        "Ava tells stories with puppets. Show each step as a picture. Ask for a hearing test in May.", "utf-8"
    )
    page.take_in(report, file)
    qtbot.waitUntil(
        lambda: page.reports.reading is not None and page.reports.reading.words.toPlainText() != "", timeout=20_000
    )
    assert reports.get(store, report).files[0].title == "Assessment"
    words = page.reports.reading.words
    cursor = words.textCursor()
    cursor.setPosition(words.toPlainText().index("each step"))
    words.setTextCursor(cursor)
    words.setFocus()
    QTest.keyClick(words, Qt.Key.Key_R)
    (one,) = advice.of_report(store, report)
    assert one.row.words == "Show each step as a picture."
    assert focus().objectName() == "owner"
    QTest.qWait(0)
    QTest.keyClicks(focus(), "Ana Ash")
    QTest.keyClick(focus(), Qt.Key.Key_Tab)
    assert focus().objectName() == "due_on"
    QTest.keyClicks(focus(), "+2w")
    opened.shell.flush()
    form = page.reports.reading._forms[one.row.uuid]
    form.editors["home"].show("action:")
    form.editors["home"].edited.emit()
    opened.shell.flush()
    (action,) = actions.of_pupil(store, ava)
    assert (action.what, action.owner, action.due_on) == (
        "Show each step as a picture.",
        "Ana Ash",
        TODAY + timedelta(days=14),
    )
    again = page.reports.reading.words
    assert again.toPlainText().startswith("Ava tells stories")
    cursor = again.textCursor()
    start = again.toPlainText().index("hearing")
    cursor.setPosition(start)
    cursor.setPosition(start + len("hearing test"), cursor.MoveMode.KeepAnchor)
    again.setTextCursor(cursor)
    again.setFocus()
    QTest.keyClick(again, Qt.Key.Key_R)
    assert [each.row.words for each in advice.of_report(store, report)][-1] == "hearing test"


def test_what_is_not_followed_asks_why_and_keeps_the_choice_until_it_is_said(
    opened: Gradesk, store: Store, ava: str, rosa: str
) -> None:
    report = _report(store, ava, rosa)
    uuid = advice.add(store, report, "A laptop in every lesson")
    page = tab(opened, ava, record=uuid)
    page.reports.read(report)
    form = page.reports.reading._forms[uuid]
    form.editors["home"].show("none:")
    form.editors["home"].edited.emit()
    form.flush()
    assert "Why is it not followed" in opened.shell.banner.words
    form = page.reports.reading._forms[uuid]
    form.editors["why"].widget.setFocus()
    QTest.keyClicks(focus(), "She writes by hand")
    opened.shell.flush()
    (one,) = advice.of_report(store, report)
    assert (one.row.home, one.row.why) == ("none", "She writes by hand")


def test_the_board_groups_by_stage_asks_again_by_one_letter_and_prints_the_letter(
    opened: Gradesk, store: Store, ava: str, rosa: str
) -> None:
    consents.add(store, ava, {"given_by": "Inés Núñez", "happened_on": TODAY - timedelta(days=90)})
    uuid = referrals.add(store, ava, {"professional_id": rosa})
    referrals.advance(store, uuid, "sent", {"happened_on": TODAY - timedelta(days=60)})
    shell: Any = opened.shell
    shell.go("outside")
    board = shell.current.waiting
    assert [group.title for group in board.model.groups] == ["To be asked now"]
    assert shell.current.tabs.tabText(0) == "Waiting (1 to ask)"
    assert focus() is board.tree
    board.show_record(uuid)
    QTest.keyClick(board.tree, Qt.Key.Key_A)
    assert referrals.line(store, uuid).steps[-1].code == "asked"
    assert [group.title for group in board.model.groups] == ["Sent"]
    board.show_record(uuid)
    QTest.keyClick(board.tree, Qt.Key.Key_L)
    assert shell.shown == "preview" and shell.current.wanted.items == (Item("referral-letter", "", uuid),)


def test_somebody_is_added_changed_and_put_out_of_use_by_keys(opened: Gradesk, store: Store, ava: str) -> None:
    shell: Any = opened.shell
    shell.go("outside", tab="people")
    people = shell.current.people
    assert people.shown.currentWidget() is people.nothing
    people.offer_new()
    QTest.keyClicks(focus(), "Tom Ferris")
    QTest.keyClick(focus(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (one,) = directory.listed(store)
    assert one.professional.name == "Tom Ferris"
    assert focus() is people.tree
    QTest.keyClick(people.tree, Qt.Key.Key_Return)
    people.form.editors["phone"].widget.setFocus()
    QTest.keyClicks(focus(), "01632 960100")
    QTest.keyClick(focus(), Qt.Key.Key_Escape)
    assert directory.get(store, one.professional.uuid).phone == "01632 960100"
    QTest.keyClick(people.tree, Qt.Key.Key_N)
    QTest.keyClicks(focus(), "tom ferris")
    QTest.keyClick(focus(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "in the directory already" in shell.banner.words and people.card.isVisibleTo(people)


def test_what_was_advised_is_put_in_place_from_the_list_and_opened_in_its_report(
    opened: Gradesk, store: Store, ava: str, rosa: str
) -> None:
    report = _report(store, ava, rosa)
    uuid = advice.add(store, report, "Small-group work", {"due_on": TODAY - timedelta(days=1)})
    advice.place(store, uuid, "provision:")
    shell: Any = opened.shell
    shell.go("outside", tab="advice", record=uuid)
    listed = shell.current.advised
    assert [group.title for group in listed.model.groups] == ["Past its day"]
    QTest.keyClick(listed.tree, Qt.Key.Key_D)
    assert advice.of_report(store, report)[0].is_settled
    listed.show_record(uuid)
    QTest.keyClick(listed.tree, Qt.Key.Key_Return)
    assert shell.current.shown == "outside"


def test_a_bundle_is_asked_for_told_saved_and_registered(
    opened: Gradesk, store: Store, ava: str, rosa: str, qtbot: QtBot, tmp_path: Path
) -> None:
    passports.change(store, ava, {"admire": "Kind to everybody"})
    page, asked = tab(opened, ava), list[str]()
    ask: Any = opened.shell.context.ask
    ask.choose = lambda _parent, _title, _label, choices: list(choices).index("Tribunal")
    ask.confirm = lambda _parent, question, _yes: asked.append(question) or True
    ask.save_file = lambda *_given: tmp_path / "Bundle.pdf"
    ask.line = lambda *_given: "Northgate Borough"
    page.bundle.click()
    qtbot.waitUntil(lambda: bool(copies.out(store, ava, "bundle")), timeout=60_000)
    assert "Councils usually ask for 2 reviewed cycles; 0 are there." in asked[0]
    assert (tmp_path / "Bundle.pdf").read_bytes().startswith(b"%PDF")
    (copy,) = copies.out(store, ava, "bundle")
    assert (copy.holder, copy.title) == ("Northgate Borough", "Bundle: Tribunal")
    assert "It is not encrypted" in opened.shell.banner.words


def test_a_bundle_nobody_wants_after_all_is_not_made(
    opened: Gradesk, store: Store, ava: str, qtbot: QtBot, tmp_path: Path
) -> None:
    page = tab(opened, ava)
    ask: Any = opened.shell.context.ask
    ask.choose, ask.confirm = lambda *_given: 0, lambda *_given: False
    page.bundle.click()
    qtbot.waitUntil(lambda: opened.shell.banner.words == "Nothing was made.", timeout=60_000)
    assert page.bundling.isHidden() and list(tmp_path.glob("*.pdf")) == []
