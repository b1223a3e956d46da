"""The tab of the plan: a list of its parts beside the one in hand, a bar that says how it stands, a page to read."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.custody import history
from gradesk.services.plans import agreeing, bank, beginning, plans, reviews
from gradesk.services.pupils import contacts, pupils
from gradesk.services.school import staff
from gradesk.store.work import Store
from gradesk.ui.kit.forms.form import Form
from tests.services.planning import agreed_plan, whole_plan, written_review
from tests.ui.test_words_are_kept import turn_to


def titles(tab: Any) -> list[str]:
    return [row.title for row in tab.writing.entries.rows]


def in_window(widget: QWidget, window: QWidget) -> bool:
    """Whether a widget lies wholly inside the window."""
    corner = widget.mapTo(window, QPoint(0, 0))
    return window.rect().contains(corner) and window.rect().contains(
        corner + QPoint(widget.width() - 1, widget.height() - 1)
    )


def test_targets_are_gone_through_moved_and_removed_from_their_list(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    plan = whole_plan(store, ava, targets=3)
    for number, target in enumerate(plans.page(store, plan).targets, start=1):
        plans.change_target(store, target.uuid, {"pupil_wording": f"I can do {number}", "area": "C&L"})
    plans.change_target(store, plans.page(store, plan).targets[1].uuid, {"who": "", "baseline": ""})
    opened.window.activateWindow()
    tab = turn_to(opened, ava, "plan")
    assert titles(tab) == ["The plan itself", "1  I can do 1", "2  I can do 2", "3  I can do 3", "Agreement"]
    assert tab.writing.entries.rows[2].beside == "Cognition and learning · Missing: a starting point, who helps"
    assert (tab.bar.buttons["missing"].text(), tab.bar.buttons["agree"].property("role")) == ("Missing: 2", "main")
    assert "target 2: a starting point; target 2: who helps" in tab.bar.words.text()

    tab.focus_entries()
    entries: Any = QApplication.focusWidget()
    QTest.keyClick(entries, Qt.Key.Key_Down)
    assert tab.writing.key == plans.page(store, plan).targets[0].uuid and entries.hasFocus()
    QTest.keyClick(entries, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert titles(tab)[1:4] == ["1  I can do 2", "2  I can do 1", "3  I can do 3"]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert titles(tab)[1:3] == ["1  I can do 2", "2  I can do 3"]
    assert tab.writing.key == plans.page(store, plan).targets[1].uuid and tab.writing.entries.focusProxy().hasFocus()
    history.undo(store)
    assert len(tab.targets) == 3
    QTest.keyClick(tab.writing.entries.focusProxy(), Qt.Key.Key_Return)
    assert QApplication.focusWidget().objectName() == "pupil_wording"

    tab.help.offer_bank()
    tab._choose(beginning.begin(store, ava, "note"))  # a short note has no targets, so none are offered

    def offered() -> set[str]:
        return {made.text() for made in tab.findChildren(QPushButton) if made.isVisibleTo(tab)}

    qtbot.waitUntil(lambda: "Begin another plan" in offered())
    assert tab.frame.aside is None and not offered() & {"Add a target", "From the bank"}


def test_the_rest_of_a_target_is_unfolded_once_and_stays_so(opened: Gradesk, store: Store, ava: str) -> None:
    opened.window.activateWindow()
    first, second = plans.page(store, whole_plan(store, ava, targets=2)).targets
    pupils.change_pupil(store, ava, {"year_group": "4"})
    tab = turn_to(opened, ava, "plan")
    tab.go_into(first.uuid, "who")
    editor = tab.targets[first.uuid]
    assert "home_part" not in editor.editors
    editor._fold.click()
    assert editor.editors["home_part"].widget.isVisible() and "adulthood" not in editor.editors
    plans.change_target(store, second.uuid, {"place": "in [room]"})
    tab.help.next_blank()
    assert tab.writing.key == second.uuid and QApplication.focusWidget().selectedText() == "[room]"
    assert tab.targets[second.uuid].editors["home_part"].widget.isVisible()
    pupils.change_pupil(store, ava, {"year_group": "9"})
    tab = turn_to(opened, ava, "plan")
    tab.add_target()
    assert "adulthood" in tab.targets[tab.writing.key].editors


def test_targets_taken_from_the_bank_are_filled_in_from_the_first_on(opened: Gradesk, store: Store, ava: str) -> None:
    opened.window.activateWindow()
    whole_plan(store, ava, targets=1)
    tab = turn_to(opened, ava, "plan")
    tab.help.offer_bank()
    with_blanks = [one for one in bank.find(store, "target") if "[" in one.words][:3]
    for entry in with_blanks:
        tab.help._take_target(entry)
    taken = list(tab.targets)[1:]
    assert tab.writing.key == taken[2]
    tab.help._leave_bank()
    assert tab.writing.key == taken[0]
    field: Any = QApplication.focusWidget()
    assert field.textCursor().selectedText().startswith("[")


def test_whoever_is_named_anywhere_about_a_pupil_is_offered_from_the_people_around(
    opened: Gradesk, store: Store, ava: str
) -> None:
    staff.add_staff(store, {"name": "Mrs Okello", "role": "ta"})
    contacts.add_person(store, ava, {"name": "Rosa Núñez"})
    whole_plan(store, ava)
    ben = pupils.add_pupil(store, {"legal_forename": "Ben"})

    def offered(line: Any) -> list[str]:
        model = line.completer().model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    everyone, of_ben = ["Mrs Okello", "Rosa Núñez"], ["Mrs Okello"]
    contact = turn_to(opened, ava, "contacts")
    for form, name in ((contact.new, "with_whom"), (contact.step, "owner"), (contact.agreed.new, "owner")):
        assert offered(form.editors[name].widget) == everyone
    records = turn_to(opened, ava, "timeline").records
    for kind, name in (("happening", "who"), ("provision", "led_by")):
        records.write_new(kind)
        assert offered(records.form.editors[name].widget) == everyone
    assert offered(turn_to(opened, ava, "passport").dates.editors["made_with"].widget) == everyone
    assert offered(turn_to(opened, ava, "plan")._agree._people["parent"][1].line) == everyone
    assert offered(turn_to(opened, ben, "contacts").new.editors["with_whom"].widget) == of_ben


def test_who_helps_and_who_leads_are_offered_by_a_part_of_their_names(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    plan = whole_plan(store, ava, targets=3)
    adult = staff.add_staff(store, {"name": "Mrs Okello", "role": "ta"})
    contacts.add_person(store, ava, {"name": "Rosa Núñez"})
    tab = turn_to(opened, ava, "plan")
    tab.go_into(plans.page(store, plan).targets[1].uuid, "who")
    who = tab.targets[tab.writing.key].editors["who"].widget
    who.clear()
    QTest.keyClicks(who, "kell")
    offered = who.completer()
    assert [offered.completionModel().index(row, 0).data() for row in range(offered.completionCount())] == [
        "Mrs Okello"
    ]
    offered.activated.emit("Mrs Okello")
    tab.targets[tab.writing.key]._same()
    assert {target.who for target in plans.page(store, plan).targets} == {"Mrs Okello"}
    history.undo(store)
    assert [target.who for target in plans.page(store, plan).targets] == ["Mrs Okafor", "Mrs Okello", "Mrs Okafor"]

    tab.focus_on("lead_id")
    lead = tab.writing.own.editors["lead_id"].widget
    QTest.keyClicks(lead, "okel")
    tab.flush()
    assert plans.page(store, plan).plan.lead_id == adult and lead.text() == "Mrs Okello"
    lead.clear()
    QTest.keyClicks(lead, "Nobody known")
    tab.flush()
    assert plans.page(store, plan).plan.lead_id == adult
    assert opened.shell is not None and "no one name on the Staff page" in opened.shell.banner.words


def test_an_agreed_plan_is_read_and_changing_it_makes_the_next_version(opened: Gradesk, store: Store, ava: str) -> None:
    plan = agreed_plan(store, ava, targets=2)
    tab = turn_to(opened, ava, "plan")
    shown = [one for one in tab.findChildren(QWidget) if one.isVisibleTo(tab)]
    assert not [one for one in shown if isinstance(one, Form | QPlainTextEdit)]
    # The one thing typed here is a note on a target.
    assert [one.accessibleName() for one in shown if isinstance(one, QLineEdit)] == [
        "Note on target 1",
        "Note on target 2",
    ]
    offered = [what for what, made in tab.bar.buttons.items() if made.isVisibleTo(tab)]
    assert offered == ["change", "begin", "print"] and "version 1" in tab.bar.words.text()

    tab.bar.buttons["change"].click()
    tab.focus_on("strengths")
    QTest.keyClicks(QApplication.focusWidget(), "and maps")
    tab.flush()
    assert "agree again" in tab.bar.words.text()
    turn_to(opened, ava, "review")
    assert turn_to(opened, ava, "plan").writing is not None  # what was begun is gone on with
    tab.bar.buttons["agree"].click()
    tick, name, _ = tab._agree._people["senco"]
    name.show("Ms Hill")
    tick.show(True)
    tab._agree.reason.show("More was seen")
    tab.bar.buttons["agree"].click()
    assert len(plans.page(store, plan).versions) == 2 and tab.writing is None
    tab.bar.buttons["begin"].click()
    assert tab.frame.aside.isVisible()


def test_at_200_per_cent_the_bar_is_in_sight_and_nothing_is_cut_off(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    plan = whole_plan(store, ava, targets=2)
    opened.window.resize(1366, 768)
    opened.look.choose("light", 200)
    tab = turn_to(opened, ava, "plan")
    for key in tab.writing.parts:
        tab.show_entry(key)
        part = tab.writing.parts[key]
        qtbot.waitUntil(lambda part=part: part.isVisible() and part.width() > 0)
        assert all(in_window(made, opened.window) for made in tab.bar.buttons.values() if made.isVisible())
        assert part.minimumSizeHint().width() <= tab.frame.scrolled.viewport().width()
    assert agreeing.missing(plans.page(store, plan)) == []
    opened.look.choose("light", 100)
    qtbot.waitUntil(lambda: tab.writing.entries.focusProxy().isVisible())


def test_another_size_lays_the_plan_out_anew_around_what_stands_aside_and_under_the_cursor(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    whole_plan(store, ava, targets=2)
    opened.window.activateWindow()
    tab = turn_to(opened, ava, "plan")
    tab.focus_on("strengths")
    before = tab.frame.scrolled
    opened.look.choose("light", 175)
    qtbot.waitUntil(lambda: tab.isAncestorOf(QApplication.focusWidget()))
    assert tab.frame.scrolled is not before and not before.isVisible()
    qtbot.waitUntil(lambda: tab.frame.scrolled.isAncestorOf(tab.writing.own) and tab.writing.own.isVisible())
    tab.offer_begin()
    offered = tab.frame.aside
    opened.look.choose("light", 100)
    qtbot.waitUntil(lambda: offered.isVisible() and tab.frame.scrolled.isAncestorOf(offered))
    assert tab.frame.aside is offered and not tab.writing.own.isVisible()


def test_a_sentence_about_a_plan_goes_when_another_part_or_plan_is_in_sight(
    opened: Gradesk, store: Store, ava: str
) -> None:
    shell: Any = opened.shell
    whole_plan(store, ava)
    tab = turn_to(opened, ava, "plan")
    tab.help.next_blank()
    assert shell.banner.words.startswith("There is no blank to fill")
    tab.go_to_agreement()
    assert shell.banner.words == ""
    tab.next_missing()
    assert shell.banner.words.startswith("Nothing is missing")
    tab.show_entry("plan")
    assert shell.banner.words == ""
    tab.help.next_blank()
    shell.current.tabs.setCurrentIndex(0)
    assert shell.banner.words == ""


def test_that_a_plan_is_over_is_not_said_over_a_new_draft(opened: Gradesk, store: Store, ava: str) -> None:
    shell: Any = opened.shell
    agreed_plan(store, ava)
    reviews.record(store, written_review(store, ava, "met", date(2026, 11, 23), date(2027, 2, 8)))
    [over] = [one for one in plans.plans(store, ava) if one.state == "reviewed"]
    tab = turn_to(opened, ava, "plan")
    tab._choose(over.uuid)
    tab.help.offer_bank()
    assert shell.banner.words.startswith("This plan is over")
    tab._begun(beginning.begin(store, ava))
    assert tab.writing is not None and shell.banner.words == ""
