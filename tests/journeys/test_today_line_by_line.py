"""Today is walked line by line: each line opens the place it names, is cured there, and is gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.model.evidence.measure import MeasureResult
from gradesk.services import editing
from gradesk.services.ehc import cases
from gradesk.services.ehc import reviews as reviews_of_plans
from gradesk.services.meetings import actions, booking, meetings
from gradesk.services.outside import advice, directory, referrals, reports
from gradesk.services.paper import copies
from gradesk.services.plans import adjustments, agreeing, beginning, cycles, next_steps, passports, plans, reviews
from gradesk.services.pupils import access, leads, pupils
from gradesk.services.school import staff
from gradesk.services.term import closing, effects, provisions, registers
from gradesk.services.term.given import making_good
from gradesk.services.today import capturing, due, later
from gradesk.services.today.due import Due
from gradesk.services.today.due_rules import book
from gradesk.store.work import Store
from gradesk.system.clock import fixed_clock
from tests.conftest import TODAY
from tests.services.planning import PEOPLE, WHOLE, agreed_plan, whole_plan, written_review

DAY = timedelta(days=1)
ON = date(2026, 11, 24)  # the day after everything was typed


def supported(store: Store, name: str) -> str:
    uuid = pupils.add_pupil(store, {"legal_forename": name, "legal_surname": "Brook", "class_name": "3 Elm"})
    pupils.set_status(store, uuid, "K", date(2026, 9, 7), "screening", date(2026, 9, 7))
    return uuid


def measured(store: Store, who: dict[str, str]) -> None:
    """Support that reached what was expected, that was missed often, and that ended without a result after."""
    values = {"starts_on": date(2026, 9, 14), "planned_to": ON + 100 * DAY, "times_a_week": 5.0, "minutes": 10}
    read = {"name": "Reading club", "measure": "reading_age"}
    reached = provisions.add(store, [who["support_reached"]], values | read)
    member = effects.of(store, reached)[who["support_reached"]].given.member.uuid
    for deed, typed in (("before", "7:00"), ("after", "7:06")):
        effects.record(store, member, deed, typed)
    effects.expect(store, member, "7:05")
    missed = provisions.add(store, [who["support_missed"]], values | {"name": "Number club"})
    for day in range(9, 14):
        how = "absent" if day % 2 else "here"
        registers.mark(store, missed, date(2026, 11, day), [who["support_missed"]], how)
    bare = provisions.add(store, [who["support_unmeasured"]], values | read)
    closing.close(store, bare, date(2026, 11, 20))


def cycle_of(store: Store, pupil_id: str) -> str:
    found = cycles.current(store, pupil_id)
    assert found is not None
    return found.cycle.uuid


@pytest.fixture
def owed(store: Store) -> dict[str, str]:
    """A school with at least one line of every rule, each about a pupil of its own."""
    who = {rule.code: supported(store, rule.code.replace("_", " ").title()) for rule in book.shipped()}
    store.clock = fixed_clock(date(2026, 11, 2))
    whole_plan(store, who["plan_unsigned"], date(2026, 9, 14))
    store.clock = fixed_clock(TODAY)
    agreed_plan(store, who["review_overdue"])
    cycles.change_review_due(store, cycle_of(store, who["review_overdue"]), TODAY - 3 * DAY)
    agreed_plan(store, who["review_due"])
    cycles.change_review_due(store, cycle_of(store, who["review_due"]), TODAY + 7 * DAY)
    while (page := cycles.current(store, who["review_due"])) and page.cycle.stage != "review":
        cycles.move_on(store, page.cycle.uuid)
    cycles.open_cycle(store, who["stage_overdue"], date(2026, 11, 2), date(2026, 12, 18))
    still = who["no_movement"]
    for starts, ends in ((date(2026, 9, 14), date(2026, 10, 12)), (date(2026, 10, 13), date(2026, 11, 16))):
        agreed_plan(store, still, starts)
        reviews.record(store, written_review(store, still, "not_yet", ends, ends + 60 * DAY))
    note = beginning.begin(store, who["plan_over"], "note", date(2026, 9, 14))
    plans.change(store, note, {"review_on": TODAY - 9 * DAY})
    plans.add_target(store, agreed_plan(store, who["no_own_words"]), {**WHOLE, "pupil_wording": ""})
    store.clock = fixed_clock(TODAY - 3 * DAY)
    booking.book(store, [who["meeting_over"]], {"happened_on": TODAY - 2 * DAY})
    store.clock = fixed_clock(TODAY)
    booking.book(store, [who["papers_late"]], {"kind": "annual_review", "happened_on": ON + 9 * DAY})
    meetings.log(store, who["next_step"], {"summary": "x"}, {"what": "ring back", "due_on": TODAY})
    actions.add(store, who["action_overdue"], {"what": "print", "owner": "Bo", "due_on": TODAY})
    capturing.wait(store, capturing.read(store, "mum phoned happy", ()))
    passports.change(store, who["passport_old"], {"good_at": "drawing"})
    passports.issue(store, who["passport_old"], date(2025, 11, 1))
    adjustments.add(store, "a seat at the front", pupil_id=who["adjustment_unseen"], starts_on=date(2026, 6, 1))
    gone = staff.add_staff(store, {"name": "Mr Gone"})
    leads.name_lead(store, who["lead_left"], gone, "teacher", date(2026, 9, 7))
    staff.change_staff(store, gone, {"left_on": date(2026, 11, 20)})
    staff.add_staff(store, {"name": "Mrs Okafor"})
    pupils.set_status(store, who["not_told"], "E", TODAY - 30 * DAY, "the plan came")
    pupils.change_pupil(store, who["key_adult_left"], {"key_adult_id": gone})
    alone = whole_plan(store, who["plan_unheard"])
    agreeing.agree(store, alone, PEOPLE[-1:], date(2026, 9, 14))
    support = {"name": "Lego club", "starts_on": date(2026, 9, 14), "planned_to": TODAY - 3 * DAY}
    provisions.add(store, [who["support_over"]], support)
    ends = {"name": "Talking club", "starts_on": date(2026, 9, 14), "planned_to": ON + 10 * DAY}
    provisions.add(store, [who["support_ends"]], ends)
    long = {"name": "Mentoring", "starts_on": date(2026, 5, 4), "planned_to": ON + 100 * DAY}
    provisions.add(store, [who["support_long"]], long)
    owing = {"name": "Number club", "starts_on": date(2026, 9, 14), "planned_to": ON + 100 * DAY, "minutes": 20}
    making_good.put_on(store, provisions.add(store, [who["session_unmarked"]], owing), TODAY - 4 * DAY)
    measured(store, who)
    advised(store, who)
    with_clocks(store, who)
    with_copies(store, who)
    access.begin(store, who["access_due"], {"who": "Mum"})
    left = {"left_on": date(2026, 7, 20), "passed_on": date(2026, 9, 1)}
    pupils.change_pupil(store, who["leavers_review"], left)
    store.clock = fixed_clock(ON)
    return who


def advised(store: Store, who: dict[str, str]) -> None:
    """A referral long sent, a report nobody placed, one nobody talked over, and a recommendation past its day."""
    whom = directory.add(store, {"name": "Rosa Lindqvist", "role": "salt"})
    sent = date(2026, 6, 1)
    asked = referrals.add(store, who["referral_waiting"], {"professional_id": whom, "happened_on": sent})
    referrals.advance(store, asked, "sent", {"happened_on": sent}, why="By telephone, as their duty doctor wished")
    came = {
        "professional_id": whom,
        "title": "Letter",
        "happened_on": TODAY - 30 * DAY,
        "received_on": TODAY - 30 * DAY,
    }
    reports.add(store, who["report_unplaced"], came | {"shared_on": TODAY - 20 * DAY})
    for rule in ("report_unshared", "advice_late"):
        told = {"shared_on": TODAY - 20 * DAY} if rule == "advice_late" else {}
        one = advice.add(
            store, reports.add(store, who[rule], came | told), "A word list on the desk", {"due_on": ON - 9 * DAY}
        )
        advice.place(store, one, "provision:" if rule == "advice_late" else "adjustment:")


def with_copies(store: Store, who: dict[str, str]) -> None:
    """A colleague who works by version 1 of a passport that is at 2, and one who has not signed for theirs."""
    staff.add_staff(store, {"name": "Mr Reid"})
    for rule in ("copy_old", "copy_unread"):
        passports.change(store, who[rule], {"admire": "Kind to everybody"})
        passports.issue(store, who[rule])
        (copy,) = copies.give(store, "passport", "Passport", [who[rule]], "Mr Reid", on=TODAY - 30 * DAY)
        if rule == "copy_old":
            copies.read(store, copy, TODAY - 29 * DAY)
            passports.change(store, who[rule], {"admire": "Kind to everybody, and funny"})
            passports.issue(store, who[rule])


def with_clocks(store: Store, who: dict[str, str]) -> None:
    """A request whose decision is overdue, and a plan whose review has a rung to be done."""
    cases.begin(store, who["ehc_clock"], {"happened_on": ON - 50 * DAY})
    plan = cases.begin(store, who["ehc_review"], {"happened_on": ON - 200 * DAY}, "final")
    reviews_of_plans.begin(store, plan, {"meeting_on": ON + 30 * DAY})


class Hands:
    """What a person does at the place a line opened, with the widget that has the cursor."""

    def __init__(self, qtbot: QtBot, opened: Gradesk, store: Store) -> None:
        self.qtbot, self.store = qtbot, store
        self.shell: Any = opened.shell

    @property
    def focus(self) -> Any:
        return QApplication.focusWidget()

    @property
    def pupil(self) -> str:
        return str(self.shell.current.page.pupil.uuid)

    @property
    def tab(self) -> Any:
        return self.shell.current.panel(self.shell.current.shown)

    def press(self) -> None:
        """Press the button that has the cursor."""
        self.focus.click()

    def type(self, words: str) -> None:
        """Type into the field that has the cursor, and leave it."""
        self.focus.selectAll()
        QTest.keyClicks(self.focus, words)
        self.shell.flush()

    def clear(self) -> None:
        """Empty the field that has the cursor."""
        self.focus.selectAll()
        QTest.keyClick(self.focus, Qt.Key.Key_Delete)
        self.shell.flush()

    def adult(self) -> str:
        return staff.staff(self.store)[0].uuid


def by_review(hands: Hands) -> None:
    assert hands.tab.form_shown is not None
    reviews.record(hands.store, written_review(hands.store, hands.pupil, "met", ON, date(2027, 2, 1)))


def by_agreeing(hands: Hands) -> None:
    assert hands.focus.text() == "Agree this plan"
    agreeing.agree(hands.store, plans.plans(hands.store, hands.pupil)[0].uuid, PEOPLE, date(2026, 9, 14))


def by_logging(kind: str) -> Callable[[Hands], None]:
    def log(hands: Hands) -> None:
        hands.tab.new.editors["kind"].show(kind)
        QTest.keyClicks(hands.tab.new.editors["summary"].widget, "all well")
        hands.tab.log()

    return log


def by_name(hands: Hands) -> None:
    hands.qtbot.waitUntil(lambda: hands.focus is hands.shell.current.part("intray").who.line, timeout=5_000)
    QTest.keyClicks(hands.focus, "captured")
    QTest.keyClick(hands.focus, Qt.Key.Key_Return)


def by_looking(hands: Hands) -> None:
    assert hands.focus.objectName() == "working"
    uuid = adjustments.of_pupil(hands.store, hands.pupil).now[0].uuid
    adjustments.change(hands.store, uuid, {"working": "yes"})


def by_choice(name: str) -> Callable[[Hands], None]:
    def choose(hands: Hands) -> None:
        assert name in (hands.focus.objectName(), hands.focus.accessibleName())
        if name == "key_adult_id":
            pupils.change_pupil(hands.store, hands.pupil, {"key_adult_id": hands.adult()})
        else:
            leads.name_lead(hands.store, hands.pupil, hands.adult(), "teacher", ON)

    return choose


def by_assessing(hands: Hands) -> None:
    editing.add(hands.store, MeasureResult, {"pupil_id": hands.pupil, "measure": "reading", "value": 95.0}, "Assess")


def by_taking_up(hands: Hands) -> None:
    """The cursor is on reading it: open it, type a sentence, say where it lives."""
    hands.press()
    QTest.keyClicks(hands.focus, "Sit near the front")
    QTest.keyClick(hands.focus, Qt.Key.Key_Return)
    assert hands.focus.objectName() == "owner"
    one = advice.of_pupil(hands.store, hands.pupil)[0]
    advice.place(hands.store, one.row.uuid, "adjustment:")


def by_deciding_on_it(hands: Hands) -> None:
    """The cursor is in the date the clock runs from; the decision is noted beside it."""
    assert hands.focus.objectName() == "happened_on"
    case = cases.current(hands.store, hands.pupil)
    assert case is not None
    cases.record(hands.store, case.case.uuid, "decided_yes", {"happened_on": TODAY})


def by_deciding(hands: Hands) -> None:
    assert hands.focus.accessibleName() == "Reason for the decision"
    next_steps.decide(hands.store, hands.pupil, "advice", "two cycles without movement")


def by_adding(hands: Hands) -> None:
    assert hands.focus.text() == "Note who agreed too"
    version = plans.page(hands.store, plans.plans(hands.store, hands.pupil)[0].uuid).versions[0]
    agreeing.add_agreements(hands.store, version.uuid, PEOPLE[:2], ON)


def by_writing_up(hands: Hands) -> None:
    assert hands.focus.text() == "Write it up"
    hands.press()
    hands.shell.current.end()
    hands.shell.current.leave()


def by_ending(hands: Hands) -> None:
    hands.qtbot.waitUntil(lambda: hands.focus.accessibleName() == "Ended on", timeout=5_000)
    QTest.keyClicks(hands.focus, "20/11/2026")
    QTest.keyClick(hands.focus, Qt.Key.Key_Return)


def by_measuring(hands: Hands) -> None:
    hands.qtbot.waitUntil(lambda: hands.focus.accessibleName().startswith("After: "), timeout=5_000)
    hands.type("7:02")


def by_answering(hands: Hands) -> None:
    assert hands.focus.text() == "Write the answer into a folder …"
    hands.tab.asked.answered.click()


def by_keeping(hands: Hands) -> None:
    page = hands.shell.current.part("leavers")
    page.due_lines.itemAt(0).widget().findChild(QPushButton).click()
    hands.type("claim may come")
    QTest.keyClicks(page.decision.keeping.editors["next_on"].widget, "1/7/2027")
    page.decision.keep.click()


CURES: dict[str, Callable[[Hands], object]] = {
    "access_due": by_answering,
    "review_overdue": by_review,
    "review_due": by_review,
    "stage_overdue": lambda hands: [hands.press() for _ in range(2)],
    "no_movement": by_deciding,
    "no_cycle": Hands.press,
    "no_plan": lambda hands: beginning.begin(hands.store, hands.pupil),
    "plan_over": lambda hands: hands.type("18/12/2026"),
    "plan_unsigned": by_agreeing,
    "no_own_words": lambda hands: hands.type("I can read ten words."),
    "few_contacts": by_logging("review"),
    "no_contact": by_logging("phone"),
    "meeting_over": by_writing_up,
    "papers_late": lambda hands: [hands.press() for _ in range(3)],
    "next_step": Hands.press,
    "action_overdue": Hands.press,
    "captured": by_name,
    "no_passport": lambda hands: hands.type("Kind to everybody"),
    "copy_old": Hands.press,
    "copy_unread": Hands.press,
    "passport_old": lambda hands: passports.issue(hands.store, hands.pupil),
    "assessment_due": by_assessing,
    "adjustment_unseen": by_looking,
    "plan_unheard": by_adding,
    "support_over": lambda hands: hands.type("20/11/2026"),
    "support_ends": lambda hands: hands.type("Answers in whole sentences now."),
    "support_long": lambda hands: hands.type("20/11/2026"),
    "session_unmarked": lambda hands: QTest.keyClicks(hands.focus, "h"),
    "support_reached": by_ending,
    "support_missed": lambda hands: hands.type("24/11/2026"),
    "support_unmeasured": by_measuring,
    "referral_waiting": Hands.press,
    "ehc_clock": by_deciding_on_it,
    "ehc_review": Hands.press,
    "report_unplaced": by_taking_up,
    "report_unshared": Hands.press,
    "advice_late": Hands.press,
    "not_told": lambda hands: hands.type("24/10/2026"),
    "key_adult_left": by_choice("key_adult_id"),
    "no_lead": by_choice("Named lead"),
    "lead_left": by_choice("Named lead"),
    "no_key_adult": by_choice("key_adult_id"),
    "leavers_review": by_keeping,
}
# What a rule's line has the cursor on; elsewhere the page itself is opened as its own key opens it.
UNNAMED = ("leavers_review", "review_overdue", "review_due", "no_plan", "captured", "assessment_due")


def line_of(store: Store, owed: dict[str, str], rule: str) -> Due:
    mine = [item for item in due.due(store) if item.rule == rule]
    return next((item for item in mine if item.pupil_id == owed[rule]), mine[0])


def test_every_line_opens_its_place_is_cured_there_and_goes(
    qtbot: QtBot, opened: Gradesk, store: Store, owed: dict[str, str]
) -> None:
    assert set(CURES) == {rule.code for rule in book.shipped()}
    shell: Any = opened.shell
    opened.window.activateWindow()
    hands = Hands(qtbot, opened, store)
    for rule in book.shipped():
        shell.go("today")
        today: Any = shell.current
        today.turn_to("now")
        today.reload()
        wanted = due.due(store)
        qtbot.waitUntil(lambda wanted=wanted, today=today: list(today.items) == wanted, timeout=10_000)
        line, count = line_of(store, owed, rule.code), len(wanted)
        assert today.table.go_to(line.key), rule.code
        assert book.title(rule.code).split("{")[0] in today.now.why.text()
        QTest.keyClick(today.table, Qt.Key.Key_Return)
        if rule.code == "captured":
            assert today.shown == "intray"
        elif line.place.screen == "term":
            assert (shell.shown, shell.current.here()["tab"]) == ("term", rule.tab), rule.code
        elif line.place.screen == "school":
            assert (shell.shown, shell.current.here()["tab"]) == ("school", "leavers"), rule.code
        else:
            assert (shell.current.page.pupil.uuid, shell.current.shown) == (line.pupil_id, rule.tab), rule.code
        if rule.code not in UNNAMED:
            panel = shell.current.part if line.place.screen == "term" else shell.current.panel(rule.tab)
            qtbot.waitUntil(lambda panel=panel: _inside(panel), timeout=5_000)
        CURES[rule.code](hands)
        left = due.due(store)
        assert line.key not in [item.key for item in left], rule.code
        assert len(left) <= count + 1  # a plan that is begun begins to lack what plans need
    shell.go("today")


def _inside(panel: Any) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and bool(panel.isAncestorOf(focused))


def test_the_command_line_and_the_screen_say_the_same_line_by_line(
    qtbot: QtBot, opened: Gradesk, store: Store, owed: dict[str, str], told: Callable[..., Any]
) -> None:
    later.put_off(store, line_of(store, owed, "no_plan"), ON + 7 * DAY, "the old school’s file comes")
    shell: Any = opened.shell
    shell.go("today")
    today: Any = shell.current
    today.reload()
    qtbot.waitUntil(lambda: list(today.items) == due.due(store), timeout=10_000)
    shown = {
        (row.rule, row.pupil_id, row.subject, group.key == "put off")
        for group in today.model.groups
        for row in group.rows
    }
    dates = {item.key: (item.since, item.due) for item in today.items}
    opened.close()  # one program at a time has the file
    lines = told("due", "--on", ON.isoformat())
    assert {(row["rule"], row["uuid"], row["subject"], row["put_off_until"] is not None) for row in lines} == shown
    for row in lines:
        since, day = dates[(row["rule"], row["uuid"], row["subject"])]
        assert row["since"] == (since.isoformat() if since else None)
        assert row["due"] == (day.isoformat() if day else None)
        assert row["title"] and row["words"]
    assert {row["rule"] for row in told("due", "--on", ON.isoformat(), "--rule", "no_plan")} == {"no_plan"}
