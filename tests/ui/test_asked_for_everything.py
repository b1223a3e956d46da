"""A request for everything is noted on the pupil's page, decided item by item by key, and answered after the passphrase."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.pupils import access, contacts
from gradesk.services.safekeeping import dossier
from gradesk.store.work import Store
from gradesk.ui.screens.pupil.screen import PupilScreen
from tests.conftest import PASSPHRASE
from tests.window import Answers


@pytest.fixture
def tab(opened: Gradesk, store: Store, ava: str) -> Any:
    for name in ("Ines Núñez", "Joe Núñez"):
        contacts.add_person(store, ava, {"name": name})
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="history")
    return shell.current.panel("history")


def noted(tab: Any) -> Any:
    tab.window().findChild(PupilScreen)._everything()
    assert tab.asked.new.editors["who"].widget.hasFocus()
    QTest.keyClicks(tab.asked.new.editors["who"].widget, "Mum")
    tab.asked.note.click()
    return tab.asked


def test_it_is_noted_and_says_by_when_and_what_waits(tab: Any, store: Store, ava: str, opened: Gradesk) -> None:
    card = noted(tab)
    (request,) = access.of_pupil(store, ava)
    assert request.who == "Mum"
    assert "2 of 2 items wait" in card.state.text() and not card.write.isEnabled()
    assert "Item 1 of 2: Contact person" in card.items.place.text()
    assert "somebody else’s words or details" in card.items.why.text()
    assert "Núñez" in card.items.words.text()
    del opened


def test_nothing_is_chosen_for_whoever_decides(tab: Any, store: Store, ava: str) -> None:
    card = noted(tab)
    assert not card.items.form.editors["decision"].value()
    card.items.keep.click()
    (request,) = access.of_pupil(store, ava)
    assert not access.decisions(store, request.uuid)


def test_items_are_decided_one_after_the_other_and_can_be_looked_at_again(tab: Any, store: Store, ava: str) -> None:
    card = noted(tab)
    form = card.items.form
    assert not form.editors["words"].widget.isEnabled()
    form.editors["decision"].show("out")
    form.editors["decision"].edited.emit()
    card.items.keep.click()
    assert "2 of 2 items wait" in card.state.text(), "without a reason nothing is decided"
    QTest.keyClicks(form.editors["reason"].widget, "hers")
    card.items.keep.click()
    assert "1 of 2 items wait" in card.state.text() and "Item 2 of 2" in card.items.place.text()
    card.items.back.click()
    assert "Stays out" in card.items.place.text() and form.editors["reason"].value() == "hers"
    card.items.next.click()
    form.editors["decision"].show("redacted")
    form.editors["decision"].edited.emit()
    assert form.editors["words"].widget.isEnabled()
    QTest.keyClicks(form.editors["reason"].widget, "his")
    QTest.keyClicks(form.editors["words"].widget, "An uncle")
    card.items.keep.click()
    assert "ready to be written" in card.state.text() and card.write.isEnabled()
    (request,) = access.of_pupil(store, ava)
    assert sorted(one.decision for one in access.decisions(store, request.uuid).values()) == ["out", "redacted"]


def test_the_answer_goes_out_only_after_the_passphrase(
    qtbot: QtBot, opened: Gradesk, tab: Any, store: Store, ava: str, answers: Answers, tmp_path: Path
) -> None:
    shell: Any = opened.shell
    card = noted(tab)
    (request,) = access.of_pupil(store, ava)
    for one in dossier.gather(store, request).undecided:
        access.decide(store, request, one.item, "in", "")
    card.show_pupil()
    answers.files.append(tmp_path / "answer")
    card.write.click()
    assert card.again.passphrase.hasFocus() and not (tmp_path / "answer").exists()
    QTest.keyClicks(card.again.passphrase, PASSPHRASE)
    QTest.keyClick(card.again.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "The answer lies in" in shell.banner.words, timeout=30_000)
    assert (tmp_path / "answer" / dossier.PAGE).read_bytes().startswith(b"%PDF")
    card.answered.click()
    assert access.of_pupil(store, ava)[0].answered_on == store.clock.today()
    assert not card.answered.isVisible()


def test_it_is_extended_with_a_reason_and_taken_off(tab: Any, store: Store, ava: str, answers: Answers) -> None:
    card = noted(tab)
    answers.lines.append("three schools have a part")
    card.extend.click()
    (request,) = access.of_pupil(store, ava)
    assert request.extended_why == "three schools have a part" and not card.extend.isVisible()
    card._withdraw(request)
    assert access.of_pupil(store, ava) == [] and not card._work.isVisible()


def test_the_line_of_today_opens_the_request(qtbot: QtBot, opened: Gradesk, store: Store, ava: str) -> None:
    uuid = access.begin(store, ava, {"who": "Mum"})
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="history", record=uuid, at=())
    tab = shell.current.panel("history")
    qtbot.waitUntil(lambda: tab.asked.isVisible() and "Request of Mum" in tab.asked.state.text(), timeout=5_000)
