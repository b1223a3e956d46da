"""Plans and reviews without a mouse: every step by keys sent to whatever has the focus, and counted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.plans import class_reviews, cycles, passports, plans
from gradesk.services.plans.class_reviews import Group
from gradesk.services.pupils import contacts, pupils
from gradesk.services.school import staff
from gradesk.store.work import Store
from tests.services.planning import agreed_plan

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
PLAN_KEYS = 21  # beside the words of the two views and of the searches in the bank
REVIEW_KEYS = 31  # for thirty targets: the way to the screen, and a digit for each


class Hands:
    """Ten fingers: presses keys on whatever has the focus, and counts them; letters of free text are counted apart."""

    def __init__(self, qtbot: QtBot, window: Any) -> None:
        self._qtbot, self._window = qtbot, window
        self.keys = 0
        self.letters = 0

    def _focus(self) -> Any:
        loop = QEventLoop()
        QTimer.singleShot(0, loop.quit)
        loop.exec()  # what the key before has set going, such as the end of an editor
        self._qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=5_000)
        return QApplication.focusWidget()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key, or one chord."""
        self.keys += 1
        QTest.keyClick(self._focus(), key, modifier)

    def type(self, words: str) -> None:
        """Free text, as soon as the field is in sight."""
        field = self._focus()
        self._qtbot.waitUntil(field.isVisible, timeout=5_000)
        self.letters += len(words)
        QTest.keyClicks(field, words)


@pytest.fixture
def hands(qtbot: QtBot, opened: Gradesk) -> Hands:
    """Hands on an active window."""
    opened.window.activateWindow()
    qtbot.waitUntil(opened.window.isActiveWindow, timeout=5_000)
    return Hands(qtbot, opened.window)


def test_from_a_pupils_page_to_an_agreed_plan_with_three_targets_of_the_bank(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str, hands: Hands
) -> None:
    passports.change(store, ava, {"good_at": "Drawing dragons", "helps": "Pictures"})
    adult = staff.add_staff(store, {"name": "Mrs Okafor", "role": "ta"})
    pupils.change_pupil(store, ava, {"key_adult_id": adult})
    contacts.add_person(store, ava, {"name": "Rosa Núñez", "parental_responsibility": True})
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava)
    tab: Any = shell.current.panel("plan")

    hands.press(Qt.Key.Key_N, CTRL)
    hands.press(Qt.Key.Key_Return)  # from what is known
    qtbot.waitUntil(lambda: tab.plan is not None, timeout=5_000)
    assert tab.plan.plan.strengths == "Drawing dragons"
    hands.press(Qt.Key.Key_F6)
    hands.type("I like small groups.")
    hands.press(Qt.Key.Key_F6)
    hands.type("She talks about it at home.")
    hands.press(Qt.Key.Key_F6)  # a target is missing: an empty one is made, which the first of the bank fills
    assert len(tab.plan.targets) == 1
    hands.press(Qt.Key.Key_B, CTRL)
    for word in ("instruction", "turn", "spell"):
        hands.type(word)  # over the word before
        hands.press(Qt.Key.Key_Return)
    assert len(tab.plan.targets) == 3
    assert tab.frame.aside.picker.list.item(0).text().startswith("In the plan already: ")
    hands.press(Qt.Key.Key_F8)  # leaves the bank
    # The first blank is chosen; what was seen is typed over it, and the key goes on to the next.
    while "no blank" not in shell.banner.words:
        field: Any = QApplication.focusWidget()
        chosen = field.selectedText() if hasattr(field, "selectedText") else field.textCursor().selectedText()
        hands.type("4" if any(mark.isdigit() for mark in chosen) else "maths")
        hands.press(Qt.Key.Key_F8)
        assert hands.keys < PLAN_KEYS * 2
    assert not tab.bar.buttons["missing"].isVisible() and tab.bar.buttons["agree"].isVisible()
    hands.press(Qt.Key.Key_G, CTRL)
    hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_Return, CTRL)
    assert "Agreed: version 1" in shell.banner.words
    found = plans.page(store, plans.plans(store, ava)[0].uuid)
    assert (found.state, len(found.targets), found.targets[0].who) == ("active", 3, "Mrs Okafor")
    for target in found.targets:
        assert "[" not in target.staff_wording + target.success_criterion + target.baseline + target.how
    assert hands.keys <= PLAN_KEYS, hands.keys
    # What was agreed is a page to read, from its top, with the cursor in no field.
    bar = tab.frame.scrolled.verticalScrollBar()
    assert tab.writing is None and tab.frame.hasFocus() and bar.value() == 0
    qtbot.waitUntil(lambda: bar.maximum() > 0, timeout=5_000)  # the page to read has its height
    hands.press(Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: bar.value() > 0, timeout=5_000)
    assert [read.number for read in tab.targets.values()] == [1, 2, 3]


def test_thirty_targets_of_a_class_are_rated_with_a_key_each(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str, hands: Hands
) -> None:
    for number in range(10):
        pupil = pupils.add_pupil(
            store, {"legal_forename": f"Kit{number}", "legal_surname": "Ames", "class_name": "5 Elm"}
        )
        agreed_plan(store, pupil, targets=3)
    shell: Any = opened.shell
    hands.keys = 0
    shell.go("reviews")
    hands.keys += 1  # Ctrl and the number of the screen
    screen: Any = shell.current
    qtbot.waitUntil(lambda: screen.ratings.model.rowCount() == 30, timeout=5_000)
    for place in range(30):
        hands.press((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)[place % 3])
    assert hands.keys == REVIEW_KEYS
    assert sum(one.rated for one in class_reviews.in_hand(store, Group())) == 30
    assert "30 of 30 targets rated" in screen.counted.text()
    table, model = screen.ratings.table, screen.ratings.model
    assert 10 * table.rowHeight(0) <= table.viewport().height()
    assert [model.data(model.index(place, 0)) for place in range(3)] == ["Kit0 Ames", "", ""]
    spoken = model.data(model.index(2, 3), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Kit0 Ames, Outcome: ") and spoken.endswith("Met")


def test_a_class_goes_from_the_first_rating_to_recorded_reviews(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str, hands: Hands
) -> None:
    agreed_plan(store, ava)
    shell: Any = opened.shell
    shell.go("reviews")
    screen: Any = shell.current
    hands.press(Qt.Key.Key_3)
    hands.press(Qt.Key.Key_Return)  # the line of evidence
    hands.type("9 of 10 on Friday")
    hands.press(Qt.Key.Key_Return)
    screen.tabs.setCurrentIndex(1)
    screen.endings.table.setFocus()
    table = screen.endings.table
    for column, words in ((2, "I read to my gran"), (3, "Reads at home"), (5, "It works")):
        table.go_to(0, column)
        hands.press(Qt.Key.Key_Return)
        hands.type(words)
        hands.press(Qt.Key.Key_Return)
    table.go_to(0, 4)
    hands.press(Qt.Key.Key_2)
    assert screen.endings.model.data(screen.endings.model.index(0, 7)) == "Complete"
    screen.record()
    assert cycles.cycles(store, ava)[0].cycle.closed_on == date(2026, 11, 23)
    current = cycles.current(store, ava)
    assert current is not None and current.cycle.number == 2
    assert current.cycle.review_due_on is not None and current.cycle.review_due_on > date(2026, 11, 23) + timedelta(
        days=30
    )


def test_enter_and_alt_straight_after_a_digit_mean_the_target_just_rated(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str, hands: Hands
) -> None:
    agreed_plan(store, ava, targets=3)
    shell: Any = opened.shell
    shell.go("reviews")
    screen: Any = shell.current
    hands.press(Qt.Key.Key_3)
    hands.press(Qt.Key.Key_4, ALT)
    hands.press(Qt.Key.Key_Return)
    hands.type("9 of 10 on Friday")
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_2)  # on the second target again
    first, second, _third = (row.line.outcome for row in screen.ratings.model.rows)
    assert (first.evidence, first.pupil_rating) == ("9 of 10 on Friday", "4")
    assert (second.evidence, second.rating_id is None) == ("", False)
    assert [row.line.outcome is not None for row in screen.ratings.model.rows] == [True, True, False]
