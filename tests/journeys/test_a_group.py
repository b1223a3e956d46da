"""One record from the promise to the minute it was given: a group begun from suggestions, marked for two weeks, measured, closed,
on its map and on the page for the family.
"""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.evidence import measures
from gradesk.services.plans import plans
from gradesk.services.pupils import pupils
from gradesk.services.term import effects, figures, provisions, rates, serving
from gradesk.services.term.given import promised
from gradesk.store.work import Store
from tests.journeys.test_keys_alone import ALT, CTRL, Hands, hands
from tests.services.planning import WHOLE, whole_plan
from tests.window import Answers

__all__ = ["hands"]
MOST_KEYS = 60  # beside words, marks and results


@pytest.fixture
def readers(store: Store, ava: str) -> list[str]:
    """Ava and Bo, who find reading hard and have an open target for it, and what an hour costs."""
    bo = pupils.add_pupil(store, {"legal_forename": "Bo", "legal_surname": "Ek", "date_of_birth": date(2018, 5, 1)})
    pupils.set_status(store, bo, "K", date(2026, 9, 7), "screening", date(2026, 9, 7))
    for pupil_id in (ava, bo):
        pupils.set_needs(store, pupil_id, ["SPLD"], date(2026, 9, 7))
        plans.add_target(store, whole_plan(store, pupil_id, targets=0), {**WHOLE, "area": "C&L"})
    rates.add(store, "ta", "17.24", date(2026, 9, 1))
    return [ava, bo]


def test_a_group_from_its_suggestion_to_the_page_for_the_family(
    qtbot: QtBot, opened: Gradesk, store: Store, readers: list[str], hands: Hands, answers: Answers, tmp_path: Path
) -> None:
    shell: Any = opened.shell
    shell.go("interventions")
    screen = shell.current
    screen.picker.line.setFocus()
    hands.type("reading fluency")
    hands.press(Qt.Key.Key_Return)  # begin it
    page = screen.beginning
    assert {one.pupil_id for one in page._suggested} == set(readers)
    for _ in readers:
        hands.press(Qt.Key.Key_Space)
        hands.press(Qt.Key.Key_Down)
    page.from_on.line.setFocus()
    page.from_on.line.selectAll()
    hands.type("9/11")
    hands.press(Qt.Key.Key_Return, CTRL)
    (group,) = {one.uuid for pupil_id in readers for one in provisions.of_pupil(store, pupil_id)}

    shell.go("term", tab="groups")
    groups = shell.current.groups
    groups.tree.go_to(group)
    groups.tree.setFocus()
    hands.press(Qt.Key.Key_Return)  # its words, and below them the targets it serves
    groups.serving.ticks.setFocus()
    hands.press(Qt.Key.Key_Home)
    for _ in range(groups.serving.ticks.count()):
        here = groups.serving.ticks.currentItem()
        if here is not None and here.data(Qt.ItemDataRole.UserRole) and here.checkState() != Qt.CheckState.Checked:
            hands.press(Qt.Key.Key_Space)
        hands.press(Qt.Key.Key_Down)
    made = [plan.uuid for pupil_id in readers for plan in plans.plans(store, pupil_id)]
    targets = {one.uuid for found in plans.targets_of_plans(store, made).values() for one in found}
    assert {uuid for uuid, served in serving.of_targets(store, list(targets)).items() if served} == targets

    groups.tree.setFocus()
    hands.press(Qt.Key.Key_R)  # its register
    grid = shell.current.registers.grid
    model = shell.current.registers.model
    days = [at for at, day in enumerate(model.register.days) if day <= store.clock.today()]
    grid.setCurrentIndex(model.index(0, days[0]))
    before = hands.keys
    for _ in days:  # a letter goes on to the next child, and behind the last one to the next day
        hands.press(Qt.Key.Key_H)
        hands.press(Qt.Key.Key_A if grid.currentIndex().column() == days[-1] else Qt.Key.Key_H)
    marks = hands.keys - before
    assert marks == len(days) * len(readers), "one key a cell"
    hands.keys = before
    assert {each.tally.delivered for each in figures.of(store, group).members} and figures.of(store, group).tally.missed

    hands.press(Qt.Key.Key_1, ALT)
    groups.tree.go_to(group)
    groups.tree.setFocus()
    if groups._block is None:
        hands.press(Qt.Key.Key_Return)
    for pupil_id in readers:
        for when, words in (("before", "85"), ("after", "92")):
            groups._block.effect.results[pupil_id][when].line.setFocus()
            hands.type(words)
            hands.press(Qt.Key.Key_Tab)
    groups._block.ending.day.line.setFocus()
    hands.press(Qt.Key.Key_Return)  # today
    assert figures.of(store, group).closed and effects.of(store, group)[readers[0]].gained == 7
    assert len(measures.results(store, readers[1])) == 2

    assert groups.shown.currentWidget() is groups.idle  # nothing runs any more
    groups.show_ended()
    hands.press(Qt.Key.Key_P)  # the map
    qtbot.waitUntil(lambda: shell.current.ready is not None, timeout=20_000)
    answers.saves = [tmp_path / "map.pdf", tmp_path / "promised.pdf"]
    hands.press(Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: (tmp_path / "map.pdf").exists() and not shell.current.busy(), timeout=10_000)
    said = text_of(tmp_path / "map.pdf")
    assert "Reading fluency" in said and "Ava" in said and "Bo" in said

    shell.go("preview", document="promised", pupil_ids=(readers[0],))
    qtbot.waitUntil(lambda: shell.current.ready is not None and QApplication.focusWidget() is not None, timeout=20_000)
    hands.press(Qt.Key.Key_S, CTRL)
    qtbot.waitUntil((tmp_path / "promised.pdf").exists, timeout=10_000)
    (mine,) = promised.of_pupil(store, readers[0])
    said = text_of(tmp_path / "promised.pdf")
    assert f"{mine.had} of {mine.due} sessions were given" in said and "Bo" not in said.replace("Both", "")
    assert hands.keys <= MOST_KEYS, hands.keys


def text_of(path: Path) -> str:
    """What a PDF says, in one line."""
    pages = PdfReader(io.BytesIO(path.read_bytes())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
