"""The first whole path a SENCO walks, with the real window on a real encrypted file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.model.plans.passport import PASSPORT_SECTIONS
from gradesk.services.plans import cycles, passports, plans
from gradesk.services.pupils import register
from gradesk.services.school import opening
from gradesk.ui.screens.importing.screen import ImportScreen
from gradesk.ui.screens.preview.screen import PreviewScreen
from gradesk.ui.screens.pupil.screen import TABS, PupilScreen
from gradesk.ui.screens.pupils.screen import PupilsScreen
from gradesk.ui.screens.today.screen import TodayScreen
from tests.conftest import CHEAP
from tests.window import Answers

SIMS = Path(__file__).parent.parent / "data" / "registers" / "sims_report.csv"
PASSPHRASE = "marmalade tractor violin seven"


def press(qtbot: QtBot, where: QWidget, text: str) -> None:
    """Press the button that reads so, as soon as it is there."""

    def found() -> list[QPushButton]:
        return [b for b in where.findChildren(QPushButton) if b.text() == text and b.isVisibleTo(where)]

    qtbot.waitUntil(lambda: bool(found()), timeout=5_000)
    found()[0].click()


def write(qtbot: QtBot, form: Any, name: str, words: str) -> None:
    """Type words into a field as a person does, key by key."""
    widget = form.editors[name].widget
    qtbot.waitUntil(widget.isVisible, timeout=5_000)
    widget.setFocus()
    QTest.keyClicks(widget, words)


def turn(page: PupilScreen, name: str) -> None:
    """Turn to a tab by its name."""
    page.tabs.setCurrentIndex([tab for tab, _, _ in TABS].index(name))


def test_from_first_start_to_a_printed_passport(
    qtbot: QtBot,
    gradesk: Callable[[Path], Gradesk],
    answers: Answers,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gradesk.store.vault.calibrated_cost", lambda: CHEAP)
    program = gradesk(tmp_path / "school")

    # First start.
    first = program.gate.first_start
    assert first is not None
    QTest.keyClicks(first.school, "Fernhill Primary")
    QTest.keyClicks(first.first, PASSPHRASE)
    assert "strong" in first.hint.text()
    QTest.keyClicks(first.second, PASSPHRASE)
    press(qtbot, first, "Set up")
    qtbot.waitUntil(lambda: program.shell is not None, timeout=20_000)
    shell, store = program.shell, program.store
    assert shell is not None and store is not None
    assert isinstance(shell.current, TodayScreen)

    # The register comes in.
    answers.files.append(SIMS)
    qtbot.waitUntil(shell.current.now.nobody.isVisible, timeout=10_000)
    press(qtbot, shell.current.now.first, "1  Bring the register in, or add the first pupils")
    importing = shell.current
    assert isinstance(importing, ImportScreen)
    importing.choose()
    qtbot.waitUntil(lambda: importing.plan_view is not None, timeout=20_000)
    press(qtbot, importing, "Import 5 pupils")
    qtbot.waitUntil(lambda: isinstance(shell.current, PupilsScreen), timeout=20_000)
    assert "5 new" in shell.banner.words

    # Three letters open a pupil.
    pupils = shell.current
    assert isinstance(pupils, PupilsScreen)
    QTest.keyClicks(pupils.search, "nun")
    qtbot.waitUntil(lambda: pupils.model.rowCount() == 1, timeout=5_000)
    QTest.keyClick(pupils.search, Qt.Key.Key_Return)
    page = shell.current
    assert isinstance(page, PupilScreen) and page.page is not None
    assert page.page.pupil.name == "Renée Núñez"
    pupil_id = page.page.pupil.uuid

    # The passport, saved as it is typed.
    passport_tab: Any = page.panel("passport")
    for name in PASSPORT_SECTIONS:
        write(qtbot, passport_tab.sections, name, f"My own words about {name} <b>")
    qtbot.waitUntil(lambda: "Saved" in shell.saved.text(), timeout=5_000)
    press(qtbot, passport_tab, "Checked with the pupil: new version")
    assert len(passports.versions(store, pupil_id)) == 1

    # The plan with three targets.
    turn(page, "plan")
    plan_tab: Any = page.panel("plan")
    press(qtbot, plan_tab, "From nothing")
    text = plan_tab.writing.own
    for name in ("strengths", "pupil_view", "parent_view"):
        write(qtbot, text, name, "Draws with care")
    for _number in range(3):
        press(qtbot, plan_tab, "Add a target")
        form = plan_tab.targets[plan_tab.plan.targets[-1].uuid].form
        write(qtbot, form, "pupil_wording", "I can read ten words")
        write(qtbot, form, "staff_wording", "She will read ten new words by Easter")
        write(qtbot, form, "baseline", "2 of 10")
        write(qtbot, form, "success_criterion", "8 of 10")
        write(qtbot, form, "who", "Mrs Okafor")
    plan_tab.go_to_agreement()
    agree: Any = plan_tab._agree
    for tick, _name, _how in agree._people.values():
        QTest.keyClick(tick.widget, Qt.Key.Key_Space)
    for role, name in (("parent", "Her mother"), ("teacher", "Mr Lee"), ("senco", "Ms Hill")):
        agree._people[role][1].show(name)
    press(qtbot, plan_tab, "Agree this plan")
    assert "Agreed: version 1" in shell.banner.words
    plan = plans.plans(store, pupil_id)[0]
    assert plan.state == "active"
    assert len(plans.page(store, plan.uuid).targets) == 3

    # The cycle that agreeing opened and moved on to Do, to its review.
    turn(page, "timeline")
    timeline: Any = page.panel("timeline")
    press(qtbot, timeline, "Move on to Review")
    press(qtbot, timeline, "Review now")
    assert page.shown == "review"
    review_tab: Any = page.panel("review")
    written = review_tab.form_shown
    for target in written.targets.values():
        QTest.keyClicks(target.rating._group.button(0), "3")
        write(qtbot, target.form, "evidence", "8 of 10 on Friday")
    for name in ("pupil_view", "parent_view"):
        write(qtbot, written.views, name, "Proud")
    write(qtbot, written.ending, "reason", "It works")
    written.ending.editors["decision"].show("continue")
    written.ending._typed("decision")
    press(qtbot, written, "Record the review")
    assert "The review is recorded" in shell.banner.words
    assert cycles.cycles(store, pupil_id)[0].review is not None
    current = cycles.current(store, pupil_id)
    assert current is not None and current.cycle.number == 2

    # The paper.
    turn(page, "passport")
    press(qtbot, passport_tab, "Preview and print")
    preview = shell.current
    assert isinstance(preview, PreviewScreen)
    qtbot.waitUntil(lambda: preview.pdf is not None, timeout=20_000)
    answers.saves.append(tmp_path / "out.pdf")
    press(qtbot, preview, "Save as one PDF …")
    qtbot.waitUntil(lambda: not preview.busy(), timeout=20_000)
    assert re.fullmatch(r"Pupil passport [A-Z]{2,3}( \w+)*\.pdf", answers.suggested[0]), answers.suggested
    document = pypdfium2.PdfDocument((tmp_path / "out.pdf").read_bytes())
    printed = document[0].get_textpage().get_text_bounded()
    assert len(document) == 1
    document.close()
    for name in PASSPORT_SECTIONS:
        assert f"My own words about {name} <b>" in " ".join(printed.split())

    # Closed and opened again, every word is there.
    program.close()
    again = opening.open_school(tmp_path / "school", PASSPHRASE)
    kept = passports.passport(again, pupil_id)
    assert kept is not None and kept.hard == "My own words about hard <b>"
    assert register.count(again, register.Criteria()) == 5
    again.close()


def test_everything_can_be_undone_from_the_window(qtbot: QtBot, opened: Gradesk, ava: str) -> None:
    shell = opened.shell
    assert shell is not None and opened.store is not None
    shell.go("pupil", pupil_id=ava)
    page: Any = shell.current
    write(qtbot, page.panel("passport").sections, "good_at", "swimming")
    shell.flush()
    kept = passports.passport(opened.store, ava)
    assert kept is not None and kept.good_at == "swimming"
    shell.undo()
    assert "Undone: Change Ava’s passport" in shell.banner.words
    assert passports.passport(opened.store, ava) is None
    assert page.panel("passport").sections.editors["good_at"].value() == ""
    shell.redo()
    assert page.panel("passport").sections.editors["good_at"].value() == "swimming"


def test_no_window_title_or_job_name_holds_a_pupils_name(qtbot: QtBot, opened: Gradesk, ava: str) -> None:
    shell = opened.shell
    assert shell is not None
    for tab in ("passport", "plan", "timeline", "contacts", "details", "history"):
        shell.go("pupil", pupil_id=ava, tab=tab)
        for window in QApplication.topLevelWidgets():
            assert "Ava" not in window.windowTitle()
            assert "Núñez" not in window.windowTitle()
