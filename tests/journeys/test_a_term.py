"""The last day of term, by keys: a half-term copied forward, ten bars moved, the rest placed, what was left settled, accepted;
then an assistant is ill, and cards and cover are printed.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.model.rules.week.clashes import Clashing
from gradesk.model.rules.week.offers import FORBIDS
from gradesk.services.pupils import pupils
from gradesk.services.school import staff
from gradesk.services.term import provisions
from gradesk.services.term.planned import away, drafts, gathering
from gradesk.store.work import Store
from tests.conftest import TODAY
from tests.journeys.test_keys_alone import Hands, hands
from tests.window import Answers

__all__ = ["hands"]
SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
GROUPS, ADULTS = 14, ("Ana Ash", "Bea Birch", "Cas Cedar", "Dee Damson")
MOST_KEYS = 90


@pytest.fixture
def groups(store: Store) -> list[str]:
    """Fourteen groups of two, led by four assistants, none with a time yet."""
    for name in ADULTS:
        staff.add_staff(store, {"name": name, "role": "ta", "works": "mon-fri 8:30-15:30", "hours_a_week": 30.0})
    found = []
    for number in range(GROUPS):
        ids = [
            pupils.add_pupil(
                store,
                {"legal_forename": f"Kid {number} {each}", "legal_surname": "Ek", "class_name": f"{number % 6 + 1} Oak",
                 "year_group": str(number % 6 + 1)},
            )
            for each in "ab"
        ]  # fmt: skip
        values = {
            "name": f"Group {number + 1}", "times_a_week": 3.0, "minutes": 20, "starts_on": date(2026, 11, 2),
            "planned_to": date(2026, 12, 18), "led_by": ADULTS[number % 4], "area": "C&L",
        }  # fmt: skip
        found.append(provisions.add(store, ids, values))
    return found


def test_the_next_half_term_from_copying_to_cover(
    qtbot: QtBot, opened: Gradesk, store: Store, groups: list[str], hands: Hands, answers: Answers
) -> None:
    shell: Any = opened.shell
    shell.go("term", tab="board")
    board = shell.current.board
    board.bars.setFocus()
    hands.press(Qt.Key.Key_C)  # copy what runs forward
    (draft,) = drafts.drafts(store)
    assert len(drafts.bars(store, draft.uuid)) == GROUPS
    hands.press(Qt.Key.Key_Home)
    for _ in range(10):  # ten of them begin a week later
        hands.press(Qt.Key.Key_Right, SHIFT | ALT)
        hands.press(Qt.Key.Key_Down)
    later = [one for one in drafts.bars(store, draft.uuid) if one.starts_on > draft.starts_on]
    assert len(later) == 10
    hands.press(Qt.Key.Key_W)  # its week
    week = shell.current.week
    qtbot.waitUntil(lambda: week.isVisible() and week.head.draft_id == draft.uuid, timeout=5_000)
    week.head.to_day(date(2027, 1, 18))  # a week in which all of them run
    week.head.changed.emit()
    week.grid.setFocus()
    hands.press(Qt.Key.Key_P)  # place the rest
    qtbot.waitUntil(lambda: week.proposal is not None and week.proposal.unplaced == 0, timeout=30_000)
    hands.press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: all(one.begins_at for one in drafts.bars(store, draft.uuid)), timeout=10_000)
    found = gathering.week(store, date(2027, 1, 18), draft.uuid)
    assert not [one for one in Clashing(found).all if one.kind in FORBIDS]
    assert not any(bar.missing for bar in found.bars)

    shell.current.turn_to("board")
    board.bars.setFocus()
    hands.press(Qt.Key.Key_A)  # accept
    assert not drafts.drafts(store)
    shell.current.turn_to("week")
    week.head.look_at_plan("")
    week.grid.setFocus()
    hands.press(Qt.Key.Key_P)  # what runs now never had its times either
    qtbot.waitUntil(lambda: week.proposal is not None and week.proposal.unplaced == 0, timeout=30_000)
    hands.press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not any(bar.missing for bar in gathering.week(store, TODAY).bars), timeout=10_000)
    adult = next(
        bar.adult for bar in gathering.week(store, TODAY).bars for when in bar.whens if when.day == TODAY.weekday()
    )
    week.grid.setFocus()
    hands.press(Qt.Key.Key_I)  # somebody is away today
    panel = week.panels.panel
    panel.who.show(adult)
    panel.reload()
    assert hands.keys <= MOST_KEYS
    day = away.day_of(store, adult, TODAY)
    assert day.sessions
    panel.focus_first()
    hands.press(Qt.Key.Key_Return, CTRL)
    after = away.day_of(store, adult, TODAY)
    assert after.open == 0 and len(after.sessions) == len(day.sessions)
    for document, wanted in (("adult-week", "adult-week"), ("cover-sheet", "cover-sheet")):
        shell.go("preview", document=document, pupil_ids=())
        qtbot.waitUntil(lambda: shell.current.shown.currentWidget() is shell.current.scroller, timeout=20_000)
        assert [one.code for one in shell.current.wanted.items] == [wanted]
    assert answers.agree and groups
