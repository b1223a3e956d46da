"""Every screen opens, says what belongs on it while it is empty, and shows people's words as they stand."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.model.base import fields_of
from gradesk.model.entities import ENTITIES
from gradesk.model.evidence.observation import Observation
from gradesk.model.meetings.meeting import Meeting
from gradesk.model.plans.cycle import Review, TargetOutcome
from gradesk.model.plans.passport import Passport
from gradesk.model.plans.plan import BLOCKS, Plan
from gradesk.model.plans.target import Target
from gradesk.model.pupils.contact import Contact
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.pupils.support import Adjustment
from gradesk.model.school.staff import StaffMember
from gradesk.services.evidence import attachments, measure_catalogue, measures, observations
from gradesk.services.evidence.attachments import TakenIn
from gradesk.services.meetings import meetings
from gradesk.services.paper import copies
from gradesk.services.plans import adjustments, beginning, cycles, passports, plan_types, plans, progress, reviews
from gradesk.services.pupils import contacts, leads, pupils
from gradesk.services.school import staff, training
from gradesk.store.work import Store
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.screens import SCREENS
from gradesk.ui.screens.pupil.screen import TABS

HOSTILE = '<b>Ava</b> & <img src="/etc/hostname"> a < b > c'


def places(pupil: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Every screen, and every tab of the pupil's page."""
    for listed in SCREENS:
        if listed.name != "pupil":
            yield listed.name, {}
    for name, _, _ in TABS:
        yield "pupil", {"pupil_id": pupil, "tab": name}
    yield "preview", {"document": "passport", "pupil_ids": (pupil,)}


@pytest.fixture
def filled(store: Store, ava: str) -> str:
    """Ava with something in every tab."""
    passports.change(store, ava, {"good_at": HOSTILE, "helps": HOSTILE})
    passports.issue(store, ava)
    ilp = plan_types.plan_types(store)[0]
    plan_types.arrange(store, ilp.uuid, [block.code for block in BLOCKS])
    plan = beginning.begin(store, ava)
    plans.change(store, plan, {"strengths": HOSTILE})
    plans.add_target(store, plan, {"staff_wording": HOSTILE, "pupil_wording": HOSTILE})
    cycle = cycles.open_cycle(store, ava, plan_id=plan)
    target = plans.page(store, plan).targets[0].uuid
    progress.note(store, target, HOSTILE)
    reviews.rate(store, cycle, target, {"evidence": HOSTILE})
    reviews.change(store, cycle, {"staff_view": HOSTILE})
    adult = staff.add_staff(store, {"name": HOSTILE, "class_name": "4 Oak"})
    leads.name_lead(store, ava, adult, "teacher", date(2026, 9, 7))
    adjustments.add(store, HOSTILE)
    adjustments.end(store, adjustments.add(store, HOSTILE, pupil_id=ava), date(2026, 11, 23))
    adjustments.add(store, HOSTILE, pupil_id=ava)
    training.log(store, [adult], HOSTILE, date(2026, 9, 1), note=HOSTILE)
    copies.give(store, "passport", HOSTILE, [ava], HOSTILE, language=HOSTILE, remark=HOSTILE)
    copies.take_back(store, copies.give(store, "other", HOSTILE, [ava], HOSTILE)[0])
    words = {"place", "observer", "focus", "seen_well", "tally_of", "antecedent", "behaviour", "consequence", "finding"}
    observations.add(store, ava, dict.fromkeys(words, HOSTILE) | {"may_tell": HOSTILE, "tally": 3})
    own = measure_catalogue.add(store, {"name": HOSTILE, "asks": HOSTILE, "bands": f"0-9 {HOSTILE}"})
    measures.add_result(store, ava, own, "4", {"informant": "self", "question": HOSTILE, "note": HOSTILE})
    document = TakenIn(HOSTILE, "application/pdf", b"%PDF-", ("a script",))
    attachments.add(store, ava, document, {"author": HOSTILE})
    attachments.add(store, ava, document, {"title": HOSTILE})
    meetings.log(store, ava, {"summary": HOSTILE, "with_whom": HOSTILE}, {"what": HOSTILE, "owner": HOSTILE})
    contacts.add_person(store, ava, {"name": HOSTILE})
    pupils.change_pupil(store, ava, {"preferred_forename": HOSTILE, "class_name": HOSTILE})
    return ava


def test_every_screen_opens_full_and_empty(qtbot: QtBot, opened: Gradesk, ava: str) -> None:
    assert opened.shell is not None
    for name, place in places(ava):
        opened.shell.go(name, **place)
        assert opened.shell.current.isVisible()
        assert opened.shell.banner.words == ""


def test_an_empty_school_says_what_belongs_here(qtbot: QtBot, opened: Gradesk) -> None:
    assert opened.shell is not None
    for name in ("pupils", "today", "importing", "preview"):
        opened.shell.go(name)
        states = opened.shell.current.findChildren(EmptyState)
        qtbot.waitUntil(lambda here=states: [state.isVisible() for state in here].count(True) == 1, timeout=10_000)


def test_peoples_words_are_never_html(qtbot: QtBot, opened: Gradesk, filled: str) -> None:
    assert opened.shell is not None
    for name, place in places(filled):
        opened.shell.go(name, **place)
        for label in opened.window.findChildren(QLabel):
            if not label.pixmap().isNull():
                continue
            assert label.textFormat() == Qt.TextFormat.PlainText, (name, place, label.text())
        for widget in opened.window.findChildren(QWidget):
            assert not (isinstance(widget, QTextEdit) and widget.acceptRichText())
            if "<" in widget.toolTip():
                assert widget.toolTip().startswith("<qt>")
                assert "<b>" not in widget.toolTip() and "<img" not in widget.toolTip()


def test_everything_one_can_reach_has_a_name_of_its_own_that_is_read_aloud(
    qtbot: QtBot, opened: Gradesk, store: Store, filled: str
) -> None:
    assert opened.shell is not None
    for words in ("first", "second"):
        meetings.log(store, filled, {"summary": words}, {"what": f"{words} step"})
        contacts.add_person(store, filled, {"name": words})
        adjustments.add(store, words, pupil_id=filled)
        observations.add(store, filled, {"finding": words, "happened_on": date(2026, 11, len(words))})
        plans.add_target(store, plans.plans(store, filled)[0].uuid, {"pupil_wording": words})
    nameless: list[str] = []
    for name, place in places(filled):
        opened.shell.go(name, **place)
        if "tab" in place:
            panel: Any = opened.shell.current.panel(place["tab"])
            for target in getattr(panel, "targets", {}).values():
                target.open()
            QApplication.sendPostedEvents()  # what was just made is in sight only then
            assert doubles(panel) == [], place
        for widget in opened.window.findChildren(QWidget):
            if not widget.isVisible() or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
                continue
            if isinstance(widget, QAbstractButton):
                spoken = widget.accessibleName() or widget.text() or widget.toolTip()
            elif isinstance(widget, QLineEdit | QPlainTextEdit | QComboBox):
                inner = widget.parentWidget() is not None and isinstance(widget.parentWidget(), QComboBox)
                spoken = "inner" if inner else widget.accessibleName()
            else:
                continue
            if not spoken:
                nameless.append(f"{name} {place}: {type(widget).__name__} {widget.objectName()}")
    assert nameless == []


def doubles(page: QWidget) -> list[str]:
    """Names that several buttons or fields of a page have."""
    kinds = QAbstractButton | QLineEdit | QPlainTextEdit | QComboBox
    reached = [
        one
        for one in page.findChildren(QWidget)
        if isinstance(one, kinds)
        and one.isVisibleTo(page)
        and one.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not isinstance(one.parentWidget(), QComboBox)
    ]
    # A value of a scale is told apart by what the scale is for.
    spoken = Counter(
        (one.accessibleName() or (one.text() if isinstance(one, QAbstractButton) else ""), one.accessibleDescription())
        if one.property("role") == "choice"
        else one.accessibleName() or (one.text() if isinstance(one, QAbstractButton) else "")
        for one in reached
    )
    return [str(name) for name, times in spoken.items() if times > 1]


# Fields that a person does not type, each with its reason.
NOT_TYPED = {
    "is_practice": "said once, when the school is made",
    "staff_only": "a button beside each record",
    "state": "follows from agreeing and reviewing",
    "number": "counted",
    "content": "frozen",
    "reason": "asked when a version, status or review is made",
    "position": "follows from the order",
    "code": "stays, so that a renamed label keeps its meaning",
    "meaning": "shipped with the label",
    "symbol": "shipped with the label",
    "is_success": "shipped with the scale",
    "scale_id": "shipped with the kind of plan",
    "sections": "shipped with the kind of plan",
    "label": "renamed in its own line on the school's screen",
    "recorded_on": "the day a review is recorded",
    "took": "counted while a meeting is held",
    "rating_id": "chosen on its scale",
    "pupil_rating": "chosen on its scale",
    "checked_on": "also set by making a version",
}
FORMED_ENTITIES = (
    Adjustment,
    Pupil,
    Contact,
    Meeting,
    Observation,
    Passport,
    Plan,
    StaffMember,
    Target,
    Review,
    TargetOutcome,
)


def test_every_field_of_a_pupils_page_stands_on_a_form_or_on_the_list_of_exceptions(
    qtbot: QtBot, opened: Gradesk, store: Store, filled: str
) -> None:
    assert opened.shell is not None
    pupils.change_pupil(store, filled, {"year_group": "9"})  # from when on preparing for adulthood is asked for
    shown: set[str] = set()
    for name, place in places(filled):
        opened.shell.go(name, **place)
        if place.get("tab") == "evidence":
            page: Any = opened.shell.current
            page.panel("evidence").new_observation()
        if place.get("tab") == "plan":
            tab: Any = opened.shell.current.panel("plan")
            tab.go_into(next(iter(tab.targets)), "home_part")
        if name == "meeting":
            opened.shell.go(name, pupil_id=filled)
            room: Any = opened.shell.current
            room.choosing._begin("review")
            room.go_to("date")
        for form in opened.window.findChildren(Form):
            shown |= set(form.editors)
    for entity in FORMED_ENTITIES:
        missing = {info.name for info in fields_of(entity)} - shown - set(NOT_TYPED)
        assert missing == set(), entity.__name__


class Windows(QObject):
    """Notes every window that shows itself."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch for windows."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


def test_no_part_of_a_page_shows_itself_as_a_window(
    qtbot: QtBot, opened: Gradesk, filled: str, qapp: QApplication
) -> None:
    shell = opened.shell
    assert shell is not None
    watch = Windows()
    qapp.installEventFilter(watch)
    for name, place in places(filled):
        shell.go(name, **place)
    shell.go("pupil", pupil_id=filled, tab="plan")
    tab: Any = shell.current.panel("plan")
    for act in (tab.help.offer_bank, tab.offer_begin, tab.compare, tab.help.next_finding, shell.capture.open):
        act()
    shell.go("pupil", pupil_id=filled, tab="passport")
    passport: Any = shell.current.panel("passport")
    for act in (passport.bank.open.click, passport.versions.compare, passport.start_refresh):
        act()
    shell.go("pupil", pupil_id=filled, tab="evidence")
    evidence: Any = shell.current.panel("evidence")
    for act in (evidence.new_observation, evidence.new_result, evidence.watch):
        act()
    evidence.observations.counter.finish()
    for name, deed in (("everyone", "suggest"), ("pupils", "name_lead")):
        shell.go(name)
        getattr(shell.current, deed)()
    qapp.removeEventFilter(watch)
    assert watch.shown == []


def test_every_field_has_a_label() -> None:
    for entity in ENTITIES:
        for info in fields_of(entity):
            assert info.label.strip(), (entity.__name__, info.name)
            assert "_" not in info.label


def test_no_two_actions_share_a_key(qtbot: QtBot, opened: Gradesk, ava: str) -> None:
    shell = opened.shell
    assert shell is not None
    for name, place in places(ava):
        shell.go(name, **place)
        keys = sorted(action.shortcut for action in shell.rows() if action.shortcut)
        assert [key for key, group in itertools.groupby(keys) if len(list(group)) > 1] == []


def test_two_hundred_per_cent_text_leaves_every_screen_usable(qtbot: QtBot, opened: Gradesk, filled: str) -> None:
    shell = opened.shell
    assert shell is not None
    opened.look.choose("dark", 200)
    opened.window.resize(1366, 768)
    for name, place in places(filled):
        shell.go(name, **place)
        assert opened.window.width() <= 1366 and opened.window.height() <= 768, name
    shell.capture.open()
    assert opened.window.height() <= 768
    opened.look.choose("light", 100)


def test_a_contact_half_typed_stays_with_its_pupil(qtbot: QtBot, opened: Gradesk, store: Store, ava: str) -> None:
    shell = opened.shell
    assert shell is not None
    other = pupils.add_pupil(store, {"legal_forename": "Bo"})
    shell.go("pupil", pupil_id=ava, tab="contacts")
    tab: Any = shell.current.panel("contacts")
    QTest.keyClicks(tab.new.editors["summary"].widget, "half a sent")
    passports.change(store, ava, {"good_at": "drawing"})
    assert tab.new.editors["summary"].value() == "half a sent"
    shell.go("pupil", pupil_id=other, tab="contacts")
    assert tab.new.editors["summary"].value() == ""
    shell.go("pupil", pupil_id=ava, tab="contacts")
    assert tab.new.editors["summary"].value() == "half a sent"
    tab.log()
    assert [entry.summary for entry in meetings.of_pupil(store, ava)] == ["half a sent"]
    assert meetings.of_pupil(store, other) == []


def test_a_review_half_typed_is_there_after_a_restart(qtbot: QtBot, opened: Gradesk, store: Store, ava: str) -> None:
    shell = opened.shell
    assert shell is not None
    cycle = cycles.open_cycle(store, ava)
    for _ in range(3):
        cycles.move_on(store, cycle)
    shell.go("pupil", pupil_id=ava, tab="review")
    tab: Any = shell.current.panel("review")
    reason = tab.form_shown.ending.editors["reason"]
    qtbot.waitUntil(reason.widget.isVisible, timeout=5_000)
    QTest.keyClicks(reason.widget, "going well ")
    shell.go("pupils")
    review = reviews.page(store, cycle).review
    assert review is not None and review.reason == "going well "
    shell.go("pupil", pupil_id=ava, tab="review")
    assert tab.form_shown.ending.editors["reason"].value() == "going well "


def test_a_space_at_the_end_survives_a_pause_in_typing(qtbot: QtBot, opened: Gradesk, ava: str) -> None:
    shell = opened.shell
    assert shell is not None
    shell.go("pupil", pupil_id=ava, tab="passport")
    form: Any = shell.current.panel("passport").sections
    QTest.keyClicks(form.editors["go_to"].widget, "Mrs ")
    form.flush()
    QTest.keyClicks(form.editors["go_to"].widget, "Okafor")
    assert form.editors["go_to"].value() == "Mrs Okafor"


def test_what_is_due_leads_to_where_it_is_done_and_goes_when_it_is_done(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    shell = opened.shell
    assert shell is not None
    shell.go("today")
    screen: Any = shell.current
    qtbot.waitUntil(lambda: screen.model.rowCount() > 0, timeout=10_000)
    rules = [item.rule for item in screen.items]
    assert rules == [
        *("no_cycle", "no_plan", "no_contact", "no_passport", "assessment_due", "no_lead"),
        "no_key_adult",
    ]
    screen.table.go_to(("no_passport", ava, ""))
    QTest.keyClick(screen.table, Qt.Key.Key_Return)
    page: Any = shell.current
    assert (page.page.pupil.uuid, page.shown) == (ava, "passport")
    passports.change(store, ava, {"good_at": "drawing"})
    shell.go("today")
    qtbot.waitUntil(lambda: "no_passport" not in [item.rule for item in screen.items], timeout=10_000)
