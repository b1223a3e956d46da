"""The tab History of the school: what was done and deleted there, and who opened, looked and printed."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.custody import gone, watching
from gradesk.services.pupils import pupils
from gradesk.services.safekeeping import erasing
from gradesk.services.term.planned import entries
from gradesk.store.work import Store
from tests.conftest import PASSPHRASE


@pytest.fixture
def page(opened: Gradesk) -> Any:
    shell: Any = opened.shell
    shell.go("school", tab="history")
    return shell.current.part("history")


def test_the_schools_own_records_are_told_and_brought_back(page: Any, store: Store, opened: Gradesk) -> None:
    gate = {"kind": "duty", "name": "Gate", "adult": "Ana Ash", "weekdays": "mon", "begins_at": "8:50", "minutes": 10}
    entries.remove(store, entries.add(store, gate))
    page.reload()
    told = [page.tree.topLevelItem(0).child(number).text(0) for number in range(page.tree.topLevelItem(0).childCount())]
    assert any("Gate" in line for line in told)
    page.view.show("deleted")
    page.reload()
    assert "kept until it is brought back" in page.told.text()
    (back,) = [one for one in page.findChildren(QPushButton) if "Gate" in one.accessibleName()]
    back.click()
    assert [one.name for one in entries.entries(store)] == ["Gate"]
    assert "Nothing was deleted." in page.told.text()


@pytest.mark.usefixtures("erases")
def test_a_pupil_in_the_bin_can_be_erased_for_good_from_there(
    qtbot: QtBot, page: Any, store: Store, opened: Gradesk, ava: str
) -> None:
    shell: Any = opened.shell
    pupils.delete_pupil(store, ava)
    page.view.show("deleted")
    page.reload()
    (away,) = [one for one in page.findChildren(QPushButton) if one.accessibleName().startswith("Erase for good: ")]
    away.click()
    card = shell.current.leavers().decision
    assert "Ava" in card.who.text() and "deleted on" in card.who.text()
    assert not card.keep.isVisibleTo(card) and card.erase.begin.hasFocus()
    card.erase.begin.click()
    qtbot.waitUntil(lambda: card.erase.again.isVisibleTo(card), timeout=20_000)
    assert card.erase.meant.widget.isVisibleTo(card), "who was deleted and has not left is asked for once more"
    card.erase.meant.show(True)
    card.erase.reason.show("mistake")
    QTest.keyClicks(card.erase.again.passphrase, PASSPHRASE)
    QTest.keyClick(card.erase.again.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(erasing.certificates(store)), timeout=20_000)
    assert not erasing.deleted(store, ava) and not gone.of_school(store)


def test_who_looked_is_listed_and_enter_goes_there(page: Any, store: Store, opened: Gradesk, ava: str) -> None:
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava)
    watching.left(store, "printed", "passport", (ava,))
    shell.go("school", tab="history")
    page.view.show("watched")
    page.reload()
    words = [page.events.topLevelItem(number).text(2) for number in range(2)]
    assert [one.rpartition(" ")[0] for one in words] == ["Printed: passport of Ava", "Looked at Ava"]
    page.kind.show("viewed")
    page.reload()
    assert page.events.topLevelItemCount() == 1
    page.events.itemActivated.emit(page.events.topLevelItem(0), 0)
    assert shell.shown == "pupil"
