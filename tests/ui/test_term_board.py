"""The board of a term by keys: copied forward, moved, stretched, opened, compared, accepted, and taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from gradesk.app import Gradesk
from gradesk.services.custody import history
from gradesk.services.pupils import pupils
from gradesk.services.school import staff
from gradesk.services.term import provisions, registers
from gradesk.services.term.planned import drafts
from gradesk.store.work import Store
from tests.window import Answers

SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def club(store: Store, ava: str) -> str:
    """A group of two that runs from the first week of the half-term to the fourth."""
    staff.add_staff(store, {"name": "Ana Ash", "role": "ta", "hours_a_week": 20.0})
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Ek", "class_name": "3 Oak"})
    values = {
        "name": "Brick club", "starts_on": date(2026, 11, 2), "planned_to": date(2026, 11, 27), "times_a_week": 2.0,
        "minutes": 20, "weekdays": "mon thu", "led_by": "Ana Ash",
    }  # fmt: skip
    return provisions.add(store, [ava, ben], values)


def board(opened: Gradesk) -> Any:
    """The board, in sight."""
    shell: Any = opened.shell
    shell.go("term", tab="board")
    part = shell.current.part
    part.bars.setFocus()
    return part


def test_a_bar_says_all_of_itself_and_its_lane_what_it_takes(opened: Gradesk, club: str) -> None:
    part = board(opened)
    (lane,) = part.bars.lanes
    assert (lane.name, lane.note) == ("Ana Ash", "0 h 40 of 20 h")
    assert "Brick club; In a group; 2 times 20 minutes a week; led by Ana Ash" in part.bars.here.words
    assert part.bars.accessibleDescription() == part.bars.here.words
    assert part.told.text().startswith("Brick club")
    part.lanes.show("class")
    part.reload()
    assert [one.name for one in part.bars.lanes] == ["3 Oak", "4 Oak"]
    del club


def test_a_bar_is_moved_and_stretched_by_keys_and_undone(opened: Gradesk, store: Store, club: str) -> None:
    part = board(opened)
    QTest.keyClick(part.bars, Qt.Key.Key_Right, SHIFT | CTRL)
    assert provisions.of_pupil(store, _first(store, club))[0].provision.planned_to == date(2026, 12, 4)
    QTest.keyClick(part.bars, Qt.Key.Key_Right, SHIFT | ALT)
    row = provisions.of_pupil(store, _first(store, club))[0].provision
    assert (row.starts_on, row.planned_to) == (date(2026, 11, 9), date(2026, 12, 4))
    history.undo(store)
    history.undo(store)
    row = provisions.of_pupil(store, _first(store, club))[0].provision
    assert (row.starts_on, row.planned_to) == (date(2026, 11, 2), date(2026, 11, 27))


def test_a_bar_is_not_moved_away_from_what_was_recorded(opened: Gradesk, store: Store, club: str) -> None:
    registers.mark(store, club, date(2026, 11, 5), [_first(store, club)], "here")
    part = board(opened)
    QTest.keyClick(part.bars, Qt.Key.Key_Right, SHIFT)
    assert provisions.of_pupil(store, _first(store, club))[0].provision.starts_on == date(2026, 11, 2)
    assert opened.shell is not None and "What was recorded stays" in opened.shell.banner.words


def test_a_bar_is_dragged_to_another_week_and_its_clashes_are_told_on_the_way(
    opened: Gradesk, store: Store, club: str
) -> None:
    part = board(opened)
    box = part.bars.box(0)
    week = part.bars.slots()[0][1]
    QTest.mousePress(part.bars, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, box.center())
    QTest.mouseMove(part.bars, box.center() + QPoint(round(week), 0))
    assert "Nothing clashes" in part.told.text()
    QTest.mouseRelease(
        part.bars, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, box.center() + QPoint(round(week), 0)
    )
    assert provisions.of_pupil(store, _first(store, club))[0].provision.starts_on == date(2026, 11, 9)


def test_a_half_term_is_copied_changed_compared_and_accepted_by_keys(
    opened: Gradesk, store: Store, club: str, answers: Answers
) -> None:
    part = board(opened)
    QTest.keyClick(part.bars, Qt.Key.Key_C)
    (draft,) = drafts.drafts(store)
    assert part.draft_id == draft.uuid and [one.label for one in part.bars.bars] == ["Brick club · 2 × 20 · 2 in it"]
    QTest.keyClick(part.bars, Qt.Key.Key_Return)
    assert part.card is not None
    part.card.form.editors["minutes"].widget.setText("30")
    part.card.form.editors["minutes"].widget.textEdited.emit("30")
    part.flush()
    assert drafts.bars(store, draft.uuid)[0].minutes == 30
    assert provisions.of_pupil(store, _first(store, club))[0].provision.minutes == 20
    part.bars.setFocus()
    QTest.keyClick(part.bars, Qt.Key.Key_V)
    assert part._carded == "compared"
    answers.agree = False
    QTest.keyClick(part.bars, Qt.Key.Key_A)
    assert drafts.drafts(store)
    answers.agree = True
    QTest.keyClick(part.bars, Qt.Key.Key_A)
    assert not drafts.drafts(store)
    found = sorted(one.provision.minutes or 0 for one in provisions.of_pupil(store, _first(store, club)))
    assert found == [20, 30]
    history.undo(store)
    assert drafts.drafts(store) and len(provisions.of_pupil(store, _first(store, club))) == 1


def test_support_is_added_to_a_draft_and_taken_out_again(
    opened: Gradesk, store: Store, club: str, answers: Answers
) -> None:
    part = board(opened)
    QTest.keyClick(part.bars, Qt.Key.Key_C)
    answers.lines = ["Ben Ek", "Lego club"]
    QTest.keyClick(part.bars, Qt.Key.Key_N)
    assert {one.bar.name for one in part._bars.values()} == {"Brick club", "Lego club"}
    part.bars.setFocus()
    assert part.here is not None and part.here.bar.name == "Lego club"
    QTest.keyClick(part.bars, Qt.Key.Key_Delete)
    assert {one.bar.name for one in part._bars.values()} == {"Brick club"}
    del club, store


def test_a_bar_that_cannot_go_further_says_why(opened: Gradesk, store: Store, club: str) -> None:
    part = board(opened)
    banner = opened.shell.banner  # type: ignore[union-attr]
    QTest.keyClick(part.bars, Qt.Key.Key_Left, SHIFT)
    assert any(one.text().startswith("The weeks that are shown end there") for one in banner.findChildren(QLabel))
    for _ in range(4):
        QTest.keyClick(part.bars, Qt.Key.Key_Right, SHIFT | ALT)
    assert "A bar lasts a week at least" in " ".join(one.text() for one in banner.findChildren(QLabel))
    row = provisions.of_pupil(store, _first(store, club))[0].provision
    assert (row.starts_on, row.planned_to) == (date(2026, 11, 23), date(2026, 11, 27))


def test_escape_closes_what_is_open_below_and_keeps_it(opened: Gradesk, store: Store, club: str) -> None:
    part = board(opened)
    QTest.keyClick(part.bars, Qt.Key.Key_C)
    (draft,) = drafts.drafts(store)
    QTest.keyClick(part.bars, Qt.Key.Key_Return)
    name = part.card.form.editors["name"].widget
    name.selectAll()
    QTest.keyClicks(name, "Lego club")
    QTest.keyClick(name, Qt.Key.Key_Escape)
    assert part.card is None and part.bars.hasFocus() and drafts.bars(store, draft.uuid)[0].name == "Lego club"
    QTest.keyClick(part.bars, Qt.Key.Key_D)
    assert part._carded == "deployed" and not part.bars.hasFocus()
    QTest.keyClick(opened.window.focusWidget(), Qt.Key.Key_Escape)
    assert part._carded == "" and part.bars.hasFocus()
    del club


def test_a_draft_that_is_thrown_away_says_so_and_is_in_hand_again_when_it_is_undone(
    opened: Gradesk, store: Store, club: str
) -> None:
    part = board(opened)
    QTest.keyClick(part.bars, Qt.Key.Key_C)
    (draft,) = drafts.drafts(store)
    part.away_act.click()
    assert not drafts.drafts(store) and part.draft_id == "" and part.bars.hasFocus()
    shell: Any = opened.shell
    assert any("The draft was thrown away" in one.text() for one in shell.banner.findChildren(QLabel))
    shell.undo()
    assert part.draft_id == draft.uuid and len(part.bars.bars) == 1
    QTest.keyClick(part.bars, Qt.Key.Key_A)
    assert part.draft_id == ""
    shell.undo()
    assert part.draft_id == draft.uuid
    del club


def test_the_bar_in_hand_stays_in_sight_where_its_words_are_opened(opened: Gradesk, store: Store, ava: str) -> None:
    for number in range(20):
        provisions.add(store, [ava], {"name": f"Support {number:02}", "starts_on": date(2026, 11, 2), "minutes": 20})
    part = board(opened)
    QTest.keyClick(part.bars, Qt.Key.Key_C)
    for _ in range(9):
        QTest.keyClick(part.bars, Qt.Key.Key_Down)
    QTest.keyClick(part.bars, Qt.Key.Key_Return)
    QTest.qWait(0)
    box = part.bars.box(9)
    assert part.bars.visibleRegion().contains(box.center())


def test_a_board_without_support_says_what_to_do(opened: Gradesk) -> None:
    part = board(opened)
    assert part.first is part.nothing


def _first(store: Store, club: str) -> str:
    with store.read() as session:
        return session.scalars(provisions.members_of(club)).first().pupil_id  # type: ignore[union-attr]
