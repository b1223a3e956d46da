"""The plan and the review in the window: what is typed outlives whatever happens around it, and nothing leads nowhere."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.plans import agreeing, beginning, cycles, passports, plan_types, plans, progress, reviews
from gradesk.services.school import school
from gradesk.store.work import Store
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.layouts import SETTLING
from tests.conftest import TODAY
from tests.services.planning import BLOCKS, PEOPLE, WHOLE, agreed_plan, written_review
from tests.ui.test_words_are_kept import ben, turn_to
from tests.window import Answers

__all__ = ["ben"]
NEXT = date(2027, 2, 1)


def field(tab: Any, name: str) -> Any:
    """The editor of a field of the plan itself, as it stands now."""
    tab.change_words()
    return tab.writing.own.editors[name].widget


def note_line(tab: Any) -> QLineEdit:
    """The line for a note on the first target, as it stands now."""
    line: QLineEdit = next(iter(tab.targets.values())).steps.line
    return line


def stand_still(store: Store, pupil_id: str) -> None:
    """Two cycles without movement."""
    for _cycle in range(2):
        plan = beginning.begin(store, pupil_id)
        plans.change(store, plan, BLOCKS)
        plans.add_target(store, plan, WHOLE)
        agreeing.agree(store, plan, PEOPLE)
        lowest = school.ratings(store, plans.page(store, plan).kind.uuid)[0].code
        reviews.record(store, written_review(store, pupil_id, lowest, TODAY, NEXT))


def other_scale(store: Store, plan_id: str) -> None:
    """Rate the kind of a plan on another scale."""
    kind = plans.page(store, plan_id).kind
    other = next(scale for scale in plan_types.scales(store) if scale.uuid != kind.scale_id)
    plan_types.use_scale(store, kind.uuid, other.uuid)


# Nothing typed is lost -----------------------------------------------------------------------------------------------


def test_a_day_that_is_none_stays_in_its_plan_while_others_are_looked_at(
    opened: Gradesk, store: Store, ava: str, ben: str
) -> None:
    agreed_plan(store, ava)
    agreed_plan(store, ben)
    tab = turn_to(opened, ava, "plan")
    field(tab, "review_on").clear()
    QTest.keyClicks(field(tab, "review_on"), "31/2")
    turn_to(opened, ben, "plan")
    assert field(tab, "review_on").text() == "07/12/2026"
    turn_to(opened, ava, "plan")
    assert field(tab, "review_on").text() == "31/2"
    tab.add_target()
    assert field(tab, "review_on").text() == "31/2"


def test_what_a_review_refused_stays_in_it_while_others_are_looked_at(
    opened: Gradesk, store: Store, ava: str, ben: str
) -> None:
    agreed_plan(store, ava)
    agreed_plan(store, ben)
    tab = turn_to(opened, ava, "review")
    tab.begin()
    tab.form_shown.ending.editors["next_review_on"].widget.clear()
    QTest.keyClicks(tab.form_shown.ending.editors["next_review_on"].widget, "31/2")
    tab.form_shown.views.editors["staff_view"].widget.setPlainText("x" * 20_001)
    turn_to(opened, ben, "review")
    assert tab.unkept()
    turn_to(opened, ava, "review")
    assert tab.form_shown.ending.editors["next_review_on"].widget.text() == "31/2"
    assert len(tab.form_shown.views.editors["staff_view"].value()) == 20_001


def test_a_note_half_typed_outlives_a_target_added_and_another_pupil_looked_at(
    opened: Gradesk, store: Store, answers: Answers, ava: str, ben: str
) -> None:
    agreed_plan(store, ava)
    tab = turn_to(opened, ava, "plan")
    QTest.keyClicks(note_line(tab), "3/5 tod")
    tab.add_target()
    assert note_line(tab).text() == "3/5 tod"
    turn_to(opened, ben, "plan")
    turn_to(opened, ava, "plan")
    assert note_line(tab).text() == "3/5 tod"
    QTest.keyClick(note_line(tab), Qt.Key.Key_Return)
    assert note_line(tab).text() == ""


def test_a_note_longer_than_a_note_is_said_to_be(opened: Gradesk, store: Store, ava: str) -> None:
    agreed_plan(store, ava)
    line = note_line(turn_to(opened, ava, "plan"))
    QApplication.clipboard().setText("y" * 3_000)
    line.paste()
    assert opened.shell is not None and "the rest was not put in" in opened.shell.banner.words


def test_why_a_new_version_is_made_outlives_a_target_added(opened: Gradesk, store: Store, ava: str, ben: str) -> None:
    plan = agreed_plan(store, ava)
    plans.change(store, plan, {"strengths": "Draws maps"})
    tab = turn_to(opened, ava, "plan")

    def reason() -> QLineEdit:
        lines = tab.findChildren(QLineEdit)
        return [line for line in lines if line.accessibleName() == "Reason for the new version"][-1]

    QTest.keyClicks(reason(), "Speech therapist came")
    tab.add_target(WHOLE)
    assert reason().text() == "Speech therapist came"
    turn_to(opened, ben, "plan")
    turn_to(opened, ava, "plan")
    assert reason().text() == "Speech therapist came"
    tab._agree._people["senco"][0].show(True)
    tab._agree._people["senco"][1].show("Ms Hill")
    tab._agree.agree()
    assert plans.page(store, plan).versions[0].reason == "Speech therapist came"
    assert reason().text() == "" and not tab.unkept()


def test_a_reason_after_a_standstill_stays_with_its_pupil(opened: Gradesk, store: Store, ava: str, ben: str) -> None:
    stand_still(store, ava)
    tab = turn_to(opened, ava, "review")

    def reason() -> QPlainTextEdit:
        fields = tab.findChildren(QPlainTextEdit)
        return [one for one in fields if one.accessibleName() == "Reason for the decision"][-1]

    QTest.keyClicks(reason(), "Support was given in full")
    turn_to(opened, ben, "review")
    turn_to(opened, ava, "review")
    assert reason().toPlainText() == "Support was given in full"
    assert tab.unkept()


def test_words_refused_in_a_cell_stay_there_until_they_are_right_or_let_go(
    qtbot: QtBot, opened: Gradesk, store: Store, answers: Answers, ava: str
) -> None:
    agreed_plan(store, ava)
    assert opened.shell is not None
    opened.shell.go("reviews")
    screen: Any = opened.shell.current
    screen.tabs.setCurrentIndex(1)
    table, model = screen.endings.table, screen.endings.model
    day = model.index(0, 6)

    def write(words: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
        table.setCurrentIndex(day)
        QTest.keyClick(table, Qt.Key.Key_Return)
        editor = table.findChildren(QLineEdit)[-1]
        editor.setText(words)
        QTest.keyClick(editor, key)
        qtbot.waitUntil(lambda: table.state() == table.State.NoState)

    write("31/2")
    assert model.data(day) == "Not kept: 31/2"
    screen.reload()
    assert model.data(day, Qt.ItemDataRole.EditRole) == "31/2"
    write("31/2", Qt.Key.Key_Escape)
    assert not model.unkept
    write("1/2/2027")
    assert model.data(day) == "01/02/2027"


def test_a_letter_begins_to_write_in_a_cell_and_a_digit_after_it_is_part_of_the_words(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    agreed_plan(store, ava)
    assert opened.shell is not None
    opened.shell.go("reviews")
    screen: Any = opened.shell.current
    screen.tabs.setCurrentIndex(1)
    table, model = screen.endings.table, screen.endings.model
    for typed, shown in (("Read 3 times", "Read 3 times"), ("And 2", "Read 3 times And 2")):
        table.setCurrentIndex(model.index(0, 2))
        QTest.keyClicks(table, typed[0])
        editor = table.findChildren(QLineEdit)[-1]
        QTest.keyClicks(editor, typed[1:])
        QTest.keyClick(editor, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: table.state() == table.State.NoState)
        assert model.data(model.index(0, 2)) == shown
        assert model.data(model.index(0, 4)) == ""


def test_who_agrees_later_is_noted_on_the_version_and_not_on_the_next_one(
    opened: Gradesk, store: Store, ava: str
) -> None:
    plan = agreed_plan(store, ava)
    card = turn_to(opened, ava, "plan")._agree
    assert card.act.text() == "Note who agreed too" and not card._lines["teacher"].isVisibleTo(card)
    card.act.click()
    assert card._lines["teacher"].isVisibleTo(card) and not card._lines["parent"].isVisibleTo(card)
    card._people["teacher"][0].show(True)
    card._people["teacher"][1].show("Mr Day")
    card.agree()
    found = plans.page(store, plan)
    assert len(found.versions) == 1 and agreeing.not_yet_agreed(found) == []
    plans.change(store, plan, {"strengths": "Draws maps of everything"})
    card = turn_to(opened, ava, "plan")._agree
    assert card.act.text() == "Agree this plan" and card._lines["parent"].isVisibleTo(card)
    assert not any(tick.value() for tick, _, _ in card._people.values())


def test_delete_empties_the_cell_it_is_pressed_in(opened: Gradesk, store: Store, ava: str) -> None:
    agreed_plan(store, ava)
    cycle = written_review(store, ava, "met", TODAY, NEXT)
    assert opened.shell is not None
    opened.shell.go("reviews")
    screen: Any = opened.shell.current
    screen.endings.table.setCurrentIndex(screen.endings.model.index(0, 5))
    QTest.keyClick(screen.endings.table, Qt.Key.Key_Delete)
    review = reviews.page(store, cycle).review
    assert review is not None and (review.reason, review.decision) == ("", "continue")


@pytest.mark.parametrize("typed", ["nan", "inf", "1e400", "many"])
def test_a_number_is_one_that_can_be_drawn_and_letters_stay_where_they_were_typed(
    opened: Gradesk, store: Store, ava: str, ben: str, typed: str
) -> None:
    plan = agreed_plan(store, ava)
    [target] = plans.page(store, plan).targets
    progress.note(store, target.uuid, "3/5")
    tab = turn_to(opened, ava, "plan")
    tab.go_into(target.uuid, "criterion_goal")
    QTest.keyClicks(tab.targets[target.uuid].editors["criterion_goal"].widget, typed)
    tab.flush()
    assert plans.page(store, plan).targets[0].criterion_goal is None
    turn_to(opened, ben, "plan")
    turn_to(opened, ava, "plan")
    assert tab.targets[target.uuid].editors["criterion_goal"].raw() == typed


# Nothing leads nowhere -----------------------------------------------------------------------------------------------


def test_targets_are_shown_though_their_section_was_taken_off_the_kind_of_plan(
    opened: Gradesk, store: Store, ava: str
) -> None:
    plan = agreed_plan(store, ava)
    plan_types.arrange(store, plans.page(store, plan).kind.uuid, ["pupil_view", "agreement"])
    tab = turn_to(opened, ava, "plan")
    tab.add_target()
    assert len(tab.targets) == 2
    lacks = agreeing.missing(plans.page(store, plan))
    assert lacks
    for lack in lacks:
        tab._take_to(lack)


def test_a_plan_without_an_agreement_is_read_along_too(opened: Gradesk, store: Store, ava: str) -> None:
    plan = beginning.begin(store, ava)
    plans.add_target(store, plan, {"does": "improve her reading"})
    plan_types.arrange(store, plans.page(store, plan).kind.uuid, ["targets"])
    assert turn_to(opened, ava, "plan").checks.view.findings


def test_the_review_in_hand_is_rated_on_the_scale_that_is_chosen_meanwhile(
    opened: Gradesk, store: Store, ava: str
) -> None:
    plan = agreed_plan(store, ava)
    cycle = written_review(store, ava, "met", TODAY, NEXT)
    tab = turn_to(opened, ava, "review")
    other_scale(store, plan)
    target = next(iter(tab.form_shown.targets.values()))
    target.rating.press(0)
    found = reviews.page(store, cycle)
    assert found.is_rated(found.lines[0])
    school.rename(store, "rating", found.scale[0].uuid, "Hardly yet")
    assert any("Hardly yet" in one.text() for one in tab.form_shown.findChildren(QPushButton))


def test_a_review_that_was_recorded_keeps_its_words_on_whatever_scale_comes(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    plan = agreed_plan(store, ava)
    reviews.record(store, written_review(store, ava, "met", TODAY, NEXT))
    tab = turn_to(opened, ava, "review")
    other_scale(store, plan)
    turn_to(opened, ava, "review")

    def said() -> bool:
        return any("9 of 10 on Friday" in one.text() for one in tab.findChildren(QLabel) if one.isVisible())

    qtbot.waitUntil(said)
    tab.turn_words()
    qtbot.waitUntil(lambda: any(one.about.startswith("review day") for one in tab.findChildren(Form)))
    read = turn_to(opened, ava, "plan")
    told = {"Outcome", "● Met", "9 of 10 on Friday"}
    qtbot.waitUntil(lambda: told <= {one.text() for one in read.findChildren(QLabel) if one.isVisible()})


def test_what_a_draft_lacks_before_its_review_is_gone_to(opened: Gradesk, store: Store, ava: str) -> None:
    cycles.open_cycle(store, ava, date(2026, 9, 14))
    beginning.begin(store, ava)
    tab = turn_to(opened, ava, "review")
    tab.begin()
    tab.form_shown.record()
    assert opened.shell is not None
    screen: Any = opened.shell.current
    assert screen.shown == "plan"


def test_a_refusal_speaks_in_the_schools_words(opened: Gradesk, store: Store, ava: str) -> None:
    agreed_plan(store, ava)
    tab = turn_to(opened, ava, "review")
    tab.begin()
    tab.form_shown.views.editors["pupil_view"].widget.setPlainText("x" * 20_001)
    tab.flush()
    assert opened.shell is not None and opened.shell.banner.words.startswith("“Pupil’s own view")


def test_what_is_found_at_assess_starts_the_plan(qtbot: QtBot, opened: Gradesk, store: Store, ava: str) -> None:
    cycles.open_cycle(store, ava)
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="timeline")
    notes = shell.current.panel("timeline").notes
    widget = notes.forms["assess"].editors["note"].widget
    qtbot.waitUntil(widget.isVisible, timeout=5_000)
    QTest.keyClicks(widget, "Misses words in noise")
    passports.change(store, ava, {"good_at": "Drawing"})  # a change around it leaves the note alone
    assert notes.forms["assess"].editors["note"].widget is widget
    shell.go("pupil", pupil_id=ava, tab="plan")
    assert beginning.known(store, ava)["barriers"] == "Misses words in noise"


def test_a_scale_of_numbers_says_each_number_once(qtbot: QtBot, opened: Gradesk, store: Store, ava: str) -> None:
    kind = plan_types.plan_types(store)[0]
    ten = next(scale for scale in plan_types.scales(store) if scale.code == "ten")
    plan_types.use_scale(store, kind.uuid, ten.uuid)
    agreed_plan(store, ava)
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="review", begin=True)
    [target] = shell.current.panel("review").form_shown.targets.values()
    texts = [button.text() for button in target.rating.widget.findChildren(QPushButton)]
    assert texts == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0  10"]


def test_a_plan_that_is_over_offers_nothing_that_would_be_refused(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    agreed_plan(store, ava)
    reviews.record(store, written_review(store, ava, "met", date(2026, 11, 23), date(2027, 2, 1)))
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="plan")
    tab: Any = shell.current.panel("plan")
    offered = {button.text() for button in tab.findChildren(QPushButton) if button.isVisibleTo(tab)}
    assert not offered & {"Change", "Up", "Down", "Remove", "From the bank", "Add a target", "Agree this plan", "Agree"}
    assert "its words stay as they were" in tab.bar.words.text()


def test_a_page_that_has_the_focus_itself_shows_its_top(qtbot: QtBot, opened: Gradesk, store: Store, ava: str) -> None:
    agreed_plan(store, ava, targets=4)
    opened.window.activateWindow()
    tab = turn_to(opened, ava, "review")
    tab.begin()
    shell: Any = opened.shell
    bar = shell.current._pages["review"].verticalScrollBar()
    tab.form_shown.ending.editors["reason"].widget.setFocus()
    qtbot.waitUntil(lambda: bar.value() > 0)
    tab.to_top()
    qtbot.wait(3 * SETTLING)
    assert tab.hasFocus() and bar.value() == 0
