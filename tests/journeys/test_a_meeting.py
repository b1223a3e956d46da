"""A whole review meeting by keys alone, from F5 to the summary read back from its PDF; and the same typed up a week later."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.meetings import booking, minutes
from gradesk.services.paper import copies
from gradesk.services.plans import cycles, plans, reviews
from gradesk.services.pupils import contacts
from gradesk.services.school import staff
from gradesk.store.work import Store
from gradesk.system.clock import fixed_clock
from tests.conftest import TODAY
from tests.journeys.test_keys_alone import CTRL, Hands, hands
from tests.services.planning import agreed_plan
from tests.window import Answers

__all__ = ["hands"]
MOST_KEYS = 60  # beyond the words, for a whole review
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def family(store: Store, ava: str) -> str:
    """A pupil with a plan of two targets, a mother, and a teacher who leads."""
    staff.add_staff(store, {"name": "Mrs Ali", "role": "teacher"})
    contacts.add_person(store, ava, {"name": "Rosa Núñez", "parental_responsibility": True})
    agreed_plan(store, ava, targets=2)
    return ava


def hold(qtbot: QtBot, shell: Any, hands: Hands) -> None:
    """From the first step to the end, without a mouse."""
    room = shell.current
    qtbot.waitUntil(lambda: room._step == "admire", timeout=5_000)
    hands.type("Kind to the little ones")
    hands.press(Qt.Key.Key_PageDown)  # the line is kept, and read back
    hands.press(Qt.Key.Key_Return)  # agreed
    assert room._step == "here"
    hands.press(Qt.Key.Key_Return)  # all are here
    hands.press(Qt.Key.Key_PageDown)
    hands.type("Her dog, and reading to him")
    hands.press(Qt.Key.Key_PageDown)
    hands.press(Qt.Key.Key_Return)
    hands.type("Friends to sit with")
    hands.press(Qt.Key.Key_PageDown)
    hands.press(Qt.Key.Key_Return)
    assert room._step == "working"
    hands.type("I like the quiet table")
    hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Tab)
    hands.type("She reads to the dog")
    hands.press(Qt.Key.Key_Tab)
    hands.type("Mornings are hard")
    hands.press(Qt.Key.Key_PageDown)
    hands.press(Qt.Key.Key_Return)
    assert room._step == "targets"
    for digit in (Qt.Key.Key_2, Qt.Key.Key_3):
        hands.press(digit)
        hands.press(Qt.Key.Key_Tab)
        hands.type("8 of 10 on Friday")
        hands.press(Qt.Key.Key_Tab)
        hands.press(Qt.Key.Key_4)  # her own answer
        if digit == Qt.Key.Key_2:
            hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_PageDown)
    hands.press(Qt.Key.Key_Return)
    assert room._step == "next"
    hands.type("Homework club on Tuesdays")
    hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_2)  # continue
    hands.press(Qt.Key.Key_Tab)
    hands.type("It begins to work")
    hands.press(Qt.Key.Key_PageDown)
    hands.press(Qt.Key.Key_Return)
    assert room._step == "actions"
    hands.type("@Mrs Ali by tomorrow sends the reading list")
    shell.window().activateWindow()  # names were offered meanwhile, and this platform forgets whose the keys are
    hands.press(Qt.Key.Key_PageDown)
    hands.press(Qt.Key.Key_Return)
    assert room._step == "date"
    hands.press(Qt.Key.Key_Return)  # the usual day
    hands.type("15:30")
    hands.press(Qt.Key.Key_PageDown)
    hands.press(Qt.Key.Key_Return)  # the day was heard
    assert room._step == "thank-you"
    hands.press(Qt.Key.Key_Return)  # one key ends it
    qtbot.waitUntil(lambda: room.minutes.meeting.state == "held", timeout=5_000)


def test_a_review_from_f5_to_the_summary_takes_at_most_sixty_keys(
    qtbot: QtBot, opened: Gradesk, store: Store, family: str, hands: Hands, answers: Answers, tmp_path: Path
) -> None:
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=family)
    hands.press(Qt.Key.Key_F5)
    hands.press(Qt.Key.Key_Return)  # a review meeting
    hold(qtbot, shell, hands)
    room = shell.current
    qtbot.waitUntil(lambda: room.result._ready is not None, timeout=20_000)
    answers.saves = [tmp_path / "summary.pdf"]
    hands.press(Qt.Key.Key_S, CTRL)
    assert hands.keys <= MOST_KEYS, hands.keys

    said = " ".join(
        page.extract_text() for page in PdfReader(io.BytesIO((tmp_path / "summary.pdf").read_bytes())).pages
    )
    said = " ".join(said.split())
    for words in (
        "Kind to the little ones", "Her dog, and reading to him", "Mornings are hard", "Homework club on Tuesdays",
        "sends the reading list", "Mrs Ali", "We meet again on", "15:30", "Continue as it is. It begins to work",
        "we go on with it",
    ):  # fmt: skip
        assert words in said, words
    assert [one.holder for one in copies.copies(store, family, "meeting-summary")] == ["Rosa Núñez"]
    assert answers.suggested == ["Meeting summary.pdf"]
    records(store, family)
    hands.press(Qt.Key.Key_F5, CTRL | SHIFT)
    assert shell.shown == "pupil" and not shell.alone.is_on


def records(store: Store, pupil: str) -> None:
    """The review, the next cycle, the next plan and its version, the action and the next meeting are there."""
    review = reviews.reviews(store, pupil)[0]
    assert review.happened_on == TODAY and review.meeting_id is not None
    assert review.parent_view == "Working: She reads to the dog.\nNot working: Mornings are hard."
    found = minutes.read(store, review.meeting_id)
    assert [(one.owner, one.what, one.happened_on) for one in found.actions] == [
        ("Mrs Ali", "sends the reading list", TODAY)
    ]
    assert found.decisions[0].agreed_by == ("Ava", "Rosa Núñez")
    current = cycles.current(store, pupil)
    assert current is not None and current.cycle.number == 2 and current.cycle.plan_id is not None
    plan = plans.page(store, current.cycle.plan_id)
    assert len(plan.versions) == 1 and len(plan.targets) == 1  # the one that was met does not go on
    assert [one.meeting.starts_at for one in booking.ahead(store, pupil)] == ["15:30"]


def test_typed_up_a_week_later_from_paper_it_gives_the_same_records(
    qtbot: QtBot, opened: Gradesk, store: Store, family: str, hands: Hands
) -> None:
    booking.book(store, [family], {"kind": "review", "happened_on": TODAY}, booking.usual_people(store, family))
    store.clock = fixed_clock(TODAY + timedelta(days=7))
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=family)
    hands.press(Qt.Key.Key_F5)
    hands.press(Qt.Key.Key_Return)  # write up the one that is over
    hold(qtbot, shell, hands)
    records(store, family)


def test_the_line_that_does_not_agree_is_noted_by_keys(
    qtbot: QtBot, opened: Gradesk, store: Store, family: str, hands: Hands
) -> None:
    shell: Any = opened.shell
    shell.go("meeting", pupil_id=family)
    hands.press(Qt.Key.Key_Return)
    room = shell.current
    hands.type("Kind")
    hands.press(Qt.Key.Key_PageDown)
    hands.press(Qt.Key.Key_N)
    hands.type("Rosa N")
    hands.press(Qt.Key.Key_Return)
    hands.type("Not at home")
    hands.press(Qt.Key.Key_Return)
    assert [(one.who, one.words) for one in room.minutes.dissents] == [("Rosa N", "Not at home")]
    assert any("Agreed by all others" in one.text() for one in room.read_back.findChildren(QPushButton))
    del qtbot
