"""The EHC side of a pupil: a case begun by keys, its clocks with their sums, a plan pasted once, a review up its ladder."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton

from gradesk.app import Gradesk
from gradesk.services.custody import history
from gradesk.services.ehc import cases, promises, reviews
from gradesk.services.term import provisions
from gradesk.store.work import Store
from gradesk.ui.kit.layouts import is_gone
from gradesk.ui.parts.draft import Draft
from tests.conftest import TODAY


def side(program: Gradesk, ava: str) -> Any:
    """The tab, on its EHC side."""
    shell: Any = program.shell
    shell.go("pupil", pupil_id=ava, tab="outside")
    page = shell.current.panel("outside")
    QTest.keyClick(page, Qt.Key.Key_PageDown, Qt.KeyboardModifier.AltModifier)
    assert page.sides["ehc"].isChecked()
    return page


def act(page: Any, words: str) -> QPushButton:
    """The button that says so."""
    QTest.qWait(0)
    for one in page.findChildren(QPushButton):
        if not is_gone(one) and one.isVisibleTo(page) and one.accessibleName().startswith(words):
            return one
    raise AssertionError(words)


def told(page: Any) -> str:
    """Everything that stands on the side."""
    QTest.qWait(0)
    return "\n".join(one.text() for one in page.findChildren(QLabel) if not is_gone(one) and one.isVisibleTo(page))


def draft(page: Any) -> Draft:
    """The card in which something is written."""
    return next(one for one in page.findChildren(Draft) if not is_gone(one))


def focus() -> Any:
    return QApplication.focusWidget()


def test_a_case_is_begun_by_keys_and_its_clocks_open_their_sums(opened: Gradesk, store: Store, ava: str) -> None:
    page = side(opened, ava)
    assert "never a condition" in told(page)
    act(page, "The council was asked").click()
    focus().selectAll()
    QTest.keyClicks(focus(), "02/11/2026")
    QTest.keyClick(focus(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    case = cases.current(store, ava)
    assert case is not None and case.dates[0].happened_on == date(2026, 11, 2)
    assert "The final plan is out: due 22/03/2027" in told(page)
    act(page, "Its sum: The final plan is out").click()
    assert "Monday 2 November 2026 + 20 weeks = Monday 22 March 2027." in told(page)
    assert "Made under: regulation" in told(page)


def test_a_decision_before_the_request_is_refused_and_stays_typed(opened: Gradesk, store: Store, ava: str) -> None:
    cases.begin(store, ava, {"happened_on": date(2026, 11, 2)})
    page = side(opened, ava)
    act(page, "Note a date").click()
    card = draft(page)
    card.form.editors["code"].show("decided_yes")
    card.form.editors["happened_on"].show(date(2026, 11, 1))
    card.take()
    shell: Any = opened.shell
    assert "before it was asked for" in shell.banner.words
    assert draft(page) is card
    card.form.editors["happened_on"].show(date(2026, 11, 20))
    card.take()
    assert "The council says whether it will assess: done 20/11/2026, in time" in told(page)


def test_a_plan_is_pasted_once_and_each_line_says_whether_it_is_given(opened: Gradesk, store: Store, ava: str) -> None:
    case = cases.begin(store, ava, {"happened_on": date(2026, 2, 2)}, "final")
    page = side(opened, ava)
    box = next(
        one for one in page.findChildren(QPlainTextEdit)
        if not is_gone(one) and one.accessibleName().startswith("Paste section F")
    )  # fmt: skip
    box.setPlainText("F1. 5 hours a week from a teaching assistant in English\nF2. Access to a quiet room")
    QTest.qWait(0)
    acts = [
        one for one in page.findChildren(QPushButton)
        if not is_gone(one) and one.text() == "Take it apart" and one.isVisibleTo(page)
    ]  # fmt: skip
    acts[-1].click()
    shell: Any = opened.shell
    assert "2 lines. Of 1 no amount could be read" in shell.banner.words
    assert "F1 today: Not arranged: 5 h a week are promised." in told(page)
    begun = {"name": "In lessons", "starts_on": TODAY - timedelta(days=9), "ehc_line": "F1", "ehc_hours": 3.0}
    provisions.add(store, [ava], begun)
    assert "F1 today: Short by 2 h a week: 3 h of 5 h. (In lessons)" in told(page)
    history.undo(store)
    history.undo(store)
    assert promises.read(store, case).lines == ()


def test_a_review_goes_up_its_ladder_by_one_press_a_rung(opened: Gradesk, store: Store, ava: str) -> None:
    cases.begin(store, ava, {"happened_on": date(2026, 2, 2)}, "final")
    page = side(opened, ava)
    act(page, "Begin the next annual review").click()
    assert "The meeting has no day yet" in told(page)
    case = cases.current(store, ava)
    assert case is not None
    reviews.change(store, case.reviews[0].uuid, {"meeting_on": date(2026, 12, 14)})
    assert "Views asked for: late, it was due" in told(page)
    act(page, "Done today: Views asked for").click()
    assert "Views asked for: done 23/11/2026, 21 days late" in told(page)
    assert focus().accessibleName() == "Done today: Invitations sent"


def test_the_season_leads_to_the_rung_that_is_next(opened: Gradesk, store: Store, ava: str) -> None:
    case = cases.begin(store, ava, {"happened_on": date(2026, 2, 2)}, "final")
    reviews.begin(store, case, {"meeting_on": date(2026, 12, 14)})
    shell: Any = opened.shell
    shell.go("outside", tab="ehc")
    season = shell.current.season
    assert [(group.title, len(group.rows)) for group in season.model.groups] == [("Should be done by now", 1)]
    QTest.keyClick(season.tree, Qt.Key.Key_Down)
    season.show_record(case)
    QTest.keyClick(season.tree, Qt.Key.Key_Return)
    page = shell.current.panel("outside")
    QTest.qWait(20)
    assert page.sides["ehc"].isChecked()


def test_a_review_that_is_to_begin_is_begun_where_its_line_of_today_leads(
    opened: Gradesk, store: Store, ava: str
) -> None:
    case = cases.begin(store, ava, {"happened_on": date(2026, 2, 2)}, "final")
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="outside", record=case)
    QTest.qWait(50)
    assert focus().text() == "Begin the next annual review"
