"""School, Leavers: one is taken in hand, and kept, held or erased; nobody goes without the passphrase."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.custody import unfinished
from gradesk.services.pupils import leaving, pupils
from gradesk.services.safekeeping import backups, erasing
from gradesk.store.backups import backup_names
from gradesk.store.work import Store
from gradesk.system.kept import backup_places, erasures
from gradesk.system.paths import config_folder
from tests.conftest import PASSPHRASE


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    yield
    for folder in (erasures.FOLDER, backup_places.FOLDER):
        shutil.rmtree(config_folder() / folder, ignore_errors=True)


@pytest.fixture
def gone(store: Store) -> str:
    """Somebody whose time has come."""
    values = {
        "legal_forename": "Bo",
        "legal_surname": "Abbot",
        "date_of_birth": date(2000, 5, 4),
        "left_on": date(2018, 7, 20),
    }
    return pupils.add_pupil(store, values)


@pytest.fixture
def page(opened: Gradesk, gone: str) -> Any:
    shell: Any = opened.shell
    shell.go("school", tab="leavers")
    return shell.current.part("leavers")


def words(layout: Any) -> list[str]:
    """What the lines of a list say."""
    items = [layout.itemAt(place).widget() for place in range(layout.count())]
    return [item.text() if isinstance(item, QLabel) else item.findChild(QLabel).text() for item in items]


def decide(layout: Any) -> QPushButton:
    """The button of the first line."""
    return layout.itemAt(0).widget().findChild(QPushButton)


def counted(qtbot: QtBot, page: Any) -> Any:
    """What would go was counted, and is shown."""
    part = page.decision.erase
    part.begin.click()
    qtbot.waitUntil(lambda: "Goes: " in part.told.text(), timeout=20_000)
    return part


def test_the_line_of_today_leads_to_whoever_is_to_be_decided_on(
    opened: Gradesk, page: Any, store: Store, gone: str
) -> None:
    (line,) = words(page.due_lines)
    assert line == "Bo Abbot · left on 20/07/2018 · until 04/05/2025 (Everyone who left: 25 years from birth)"
    assert words(page.other_lines) == ["Nobody has left yet; when somebody does, they stand here."]
    assert not page.decision.isVisible()
    decide(page.due_lines).click()
    assert page.decision.isVisible() and page.decision.who.text() == "Bo Abbot"
    assert page.decision.keeping.editors["reason"].widget.hasFocus()
    del opened, store, gone


def test_who_is_kept_goes_to_the_others_until_that_day(page: Any, store: Store, gone: str, opened: Gradesk) -> None:
    shell: Any = opened.shell
    decide(page.due_lines).click()
    page.decision.keep.click()
    assert "Say why" in shell.banner.words
    QTest.keyClicks(page.decision.keeping.editors["reason"].widget, "claim may come")
    QTest.keyClicks(page.decision.keeping.editors["next_on"].widget, "1/7/2027")
    page.decision.keep.click()
    assert not page.decision.isVisible()
    assert words(page.due_lines) == ["✓ Nobody: of all who left, the time has come for none."]
    assert "look again on 01/07/2027: claim may come" in words(page.other_lines)[0]
    assert leaving.leavers(store)[0].uuid == gone


def test_a_held_pupil_is_not_erased_before_the_hold_ends(page: Any, store: Store, gone: str) -> None:
    decide(page.due_lines).click()
    QTest.keyClicks(page.decision.holding.editors["reason"].widget, "appeal")
    page.decision.hold.click()
    assert "■ Since 23/11/2026, asked for by SENCO: appeal" in page.decision.held.text()
    assert not page.decision.erase.begin.isEnabled() and "legal hold" in page.decision.erase.told.text()
    assert "■ legal hold" in words(page.other_lines)[0]
    page.decision.end.click()
    assert page.decision.erase.begin.isEnabled() and leaving.held(store, gone) is None
    assert page.decision.erase.told.text() == ""


def test_nobody_is_erased_without_a_count_a_reason_and_the_passphrase(
    qtbot: QtBot, opened: Gradesk, page: Any, store: Store, gone: str
) -> None:
    shell: Any = opened.shell
    decide(page.due_lines).click()
    part = counted(qtbot, page)
    assert "1 × pupil" in part.told.text() and not part.meant.widget.isVisible()
    QTest.keyClicks(part.again.passphrase, "some other words")
    QTest.keyClick(part.again.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "not the passphrase" in part.again.told.text(), timeout=20_000)
    QTest.keyClicks(part.again.passphrase, PASSPHRASE)
    part.again.act.click()
    qtbot.waitUntil(lambda: "A reason is needed" in shell.banner.words, timeout=20_000)
    part.reason.show("retention")
    QTest.keyClicks(part.note.line, "schedule, item 4")
    assert "schedule, item 4" not in str(unfinished.kept(store))
    QTest.keyClicks(part.again.passphrase, PASSPHRASE)
    part.again.act.click()
    qtbot.waitUntil(lambda: "certificate no. 1" in shell.banner.words, timeout=20_000)
    assert not page.decision.isVisible() and words(page.due_lines)[0].startswith("✓ Nobody")
    assert gone not in {one.uuid for one in leaving.leavers(store)}
    (certificate,) = erasing.certificates(store)
    assert words(page.erased._lines) == [certificate.words] and "schedule, item 4" in certificate.words


def test_who_is_still_on_the_roll_is_asked_about_once_more(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="details")
    shell.current.panel("details")._decide()
    page = shell.current.part("leavers")
    assert page.decision.isVisible() and page.decision.who.text() == "Ava Núñez · 4 Oak"
    part = counted(qtbot, page)
    part.reason.show("mistake")
    assert part.meant.widget.isVisible()
    QTest.keyClicks(part.again.passphrase, PASSPHRASE)
    part.again.act.click()
    qtbot.waitUntil(lambda: "has not left" in shell.banner.words, timeout=20_000)
    part.meant.show(True)
    QTest.keyClicks(part.again.passphrase, PASSPHRASE)
    part.again.act.click()
    qtbot.waitUntil(lambda: "certificate no. 1" in shell.banner.words, timeout=20_000)
    shell.go("pupil", pupil_id=ava)
    assert shell.shown == "pupils"


def test_older_backups_are_told_and_made_anew(qtbot: QtBot, page: Any, store: Store, gone: str, tmp_path: Path) -> None:
    backup_places.save(store.copy.device, [backup_places.place_of(tmp_path / "stick")])
    backups.make(store)
    erasing.erase(store, gone, "retention")
    page.reload()
    qtbot.waitUntil(lambda: page.erased.renew.isVisible(), timeout=20_000)
    assert "1 backup made before" in page.erased.older.text() and str(tmp_path / "stick") in page.erased.older.text()
    page.erased.renew.click()
    qtbot.waitUntil(lambda: page.erased._task is None and not page.erased.renew.isVisible(), timeout=20_000)
    assert len(backup_names.kept_in(tmp_path / "stick")) == 1 and erasing.older_backups(store) == []


def test_the_rules_are_the_schools_and_kept_as_they_are_typed(page: Any, store: Store) -> None:
    rule = leaving.rules(store)[0]
    line = page.rules.forms[rule.uuid].editors["years"].line
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "30")
    page.flush()
    assert leaving.rules(store)[0].years == 30


def test_others_are_found_by_a_part_of_the_name(page: Any, store: Store) -> None:
    for number in range(60):
        pupils.add_pupil(store, {"legal_forename": f"Pupil{number}", "left_on": date(2026, 7, 20)})
    page.reload()
    assert page.other_lines.count() == 50 and page.more.text().startswith("10 more")
    page.finder.line.setText("pupil59")
    assert len(words(page.other_lines)) == 1 and not page.more.isVisible()
