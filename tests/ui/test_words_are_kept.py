"""Every word typed is kept, under the pupil it was typed for; what cannot be kept is never shown under another."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.custody import history
from gradesk.services.meetings import meetings
from gradesk.services.plans import beginning, cycles, passports, plans
from gradesk.services.pupils import contacts, pupils
from gradesk.services.school import school
from gradesk.store.work import Store


@pytest.fixture
def ben(store: Store) -> str:
    """A second pupil."""
    values = {"legal_forename": "Ben", "legal_surname": "Okoro", "date_of_birth": date(2016, 1, 2)}
    return pupils.add_pupil(store, values)


def turn_to(gradesk: Gradesk, pupil_id: str, tab: str) -> Any:
    """A tab of a pupil's page."""
    assert gradesk.shell is not None
    gradesk.shell.go("pupil", pupil_id=pupil_id, tab=tab)
    page: Any = gradesk.shell.current
    return page.panel(tab)


def type_in(qtbot: QtBot, widget: Any, words: str) -> None:
    """Type words into a widget once it is in sight, as a person does."""
    qtbot.waitUntil(widget.isVisible, timeout=5_000)
    QTest.keyClicks(widget, words)


def test_a_day_that_is_none_is_never_shown_under_another_pupil(opened: Gradesk, ava: str, ben: str) -> None:
    born = turn_to(opened, ava, "details").who.editors["date_of_birth"].widget
    born.clear()
    QTest.keyClicks(born, "31/2")
    turn_to(opened, ben, "details")
    assert born.text() == "02/01/2016"
    turn_to(opened, ava, "details")
    assert born.text() == "31/2"


def test_words_that_were_refused_stay_and_take_no_other_field_with_them(
    opened: Gradesk, store: Store, ava: str, ben: str
) -> None:
    sections = turn_to(opened, ava, "passport").sections
    sections.editors["hard"].widget.setPlainText("x " * 12_000)
    QTest.keyClicks(sections.editors["good_at"].widget, "swimming")
    turn_to(opened, ben, "passport")
    assert sections.editors["hard"].value() == ""
    assert passports.passport(store, ben) is None
    kept = passports.passport(store, ava)
    assert kept is not None and kept.good_at == "swimming" and kept.hard == ""
    turn_to(opened, ava, "passport")
    assert sections.editors["hard"].value() == "x " * 12_000


def test_a_new_contact_half_typed_keeps_its_own_pupils_parent_carer(
    opened: Gradesk, store: Store, ava: str, ben: str
) -> None:
    contacts.add_person(store, ava, {"name": "Ms Núñez"})
    contacts.add_person(store, ben, {"name": "Mr Okoro"})
    new = turn_to(opened, ben, "contacts").new
    QTest.keyClicks(new.editors["summary"].widget, "Reading at home")
    turn_to(opened, ava, "contacts")
    assert new.editors["with_whom"].value() == "Ms Núñez"
    turn_to(opened, ben, "contacts")
    assert new.editors["summary"].value() == "Reading at home"
    assert new.editors["with_whom"].value() == "Mr Okoro"


def test_correcting_another_contact_keeps_the_words_of_the_first(opened: Gradesk, store: Store, ava: str) -> None:
    first = meetings.log(store, ava, {"kind": "phone", "summary": "first", "happened_on": date(2026, 11, 20)})
    second = meetings.log(store, ava, {"kind": "phone", "summary": "second", "happened_on": date(2026, 11, 19)})
    tab = turn_to(opened, ava, "contacts")
    tab._edit(first)
    form = next(one for one in tab.findChildren(type(tab.new)) if one is not tab.new and "summary" in one.editors)
    QTest.keyClicks(form.editors["summary"].widget, "The ")
    tab._edit(second)
    assert {entry.summary for entry in meetings.of_pupil(store, ava)} == {"The first", "second"}


def test_a_review_being_written_outlives_a_change_around_it(opened: Gradesk, store: Store, ava: str) -> None:
    cycles.open_cycle(store, ava)
    cycle = cycles.current(store, ava)
    assert cycle is not None
    for _stage in range(3):
        cycles.move_on(store, cycle.cycle.uuid)
    tab = turn_to(opened, ava, "review")
    form = tab.form_shown
    QTest.keyClicks(form.views.editors["staff_view"].widget, "Reads with joy")
    cycles.change_review_due(store, cycle.cycle.uuid, date(2026, 12, 1))
    assert tab.form_shown.views.editors["staff_view"].value() == "Reads with joy"


def test_evidence_is_there_again_when_its_target_is(qtbot: QtBot, opened: Gradesk, store: Store, ava: str) -> None:
    plan = beginning.begin(store, ava)
    first, second = (plans.add_target(store, plan, {"pupil_wording": words}) for words in ("Read", "Write"))
    cycles.open_cycle(store, ava, plan_id=plan)
    cycle = cycles.current(store, ava)
    assert cycle is not None
    for _stage in range(3):
        cycles.move_on(store, cycle.cycle.uuid)
    tab = turn_to(opened, ava, "review")

    def evidence(target: str) -> Any:
        return tab.form_shown.targets[target].form.editors["evidence"]

    type_in(qtbot, evidence(second).widget, "Wrote a page")
    tab.flush()
    plans.remove_target(store, second)
    assert second not in tab.form_shown.targets
    type_in(qtbot, evidence(first).widget, "Read ten words")
    tab.flush()
    history.bring_back(store, "target", second)
    assert evidence(second).value() == "Wrote a page"
    assert evidence(first).value() == "Read ten words"


def test_a_plans_words_are_kept_in_the_plan_they_were_typed_in(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    beginning.begin(store, ava)
    beginning.begin(store, ava, "note")
    tab = turn_to(opened, ava, "plan")
    shown = tab.plan.plan.uuid
    other = next(plan.uuid for plan in plans.plans(store, ava) if plan.uuid != shown)
    text = next(form for form in tab.writing.own.forms if "strengths" in form.editors)
    type_in(qtbot, text.editors["strengths"].widget, "Kind")
    tab._plan = plans.page(store, other)
    text.flush()
    assert plans.page(store, shown).plan.strengths == "Kind"
    assert plans.page(store, other).plan.strengths == ""


def test_a_label_being_typed_is_kept_when_the_window_closes(opened: Gradesk, store: Store) -> None:
    assert opened.shell is not None
    opened.shell.go("school")
    screen: Any = opened.shell.current
    kind, label, editor = screen._renaming[0]
    editor.widget.selectAll()
    QTest.keyClicks(editor.widget, "Everyone")
    opened.window.close()
    assert school.layers(store)[0].label == "Everyone"
    assert (kind, label.code) == ("layer", school.layers(store)[0].code)


def test_a_million_letters_pasted_are_refused_and_nothing_typed_is_lost(
    opened: Gradesk, store: Store, ava: str
) -> None:
    hard = turn_to(opened, ava, "passport").sections.editors["hard"].widget
    QTest.keyClicks(hard, "Loud rooms")
    pasted = QMimeData()
    pasted.setText("x" * 1_000_000)
    hard.insertFromMimeData(pasted)
    assert opened.shell is not None and "still on the clipboard" in opened.shell.banner.words
    opened.shell.flush()
    kept = passports.passport(store, ava)
    assert kept is not None and kept.hard == "Loud rooms"


def test_a_name_of_two_hundred_letters_does_not_widen_the_window(opened: Gradesk, store: Store, ava: str) -> None:
    pupils.change_pupil(store, ava, {"legal_forename": "x" * 200, "legal_surname": "y" * 200, "class_name": "z" * 200})
    turn_to(opened, ava, "passport")
    assert opened.window.minimumSizeHint().width() < 1366


def test_a_reason_half_typed_outlives_a_change_elsewhere(opened: Gradesk, store: Store, ava: str) -> None:
    tab = turn_to(opened, ava, "details")

    def reason() -> QLineEdit:
        lines = tab.findChildren(QLineEdit)
        return next(line for line in lines if line.accessibleName() == "SEN status: reason" and line.isVisible())

    QTest.keyClicks(reason(), "Screening")
    contacts.add_person(store, ava, {"name": "Ms Núñez"})
    assert reason().text() == "Screening"
