"""One pupil through cycle after cycle: met, partly met, not yet met twice, and then a decision. Screens and commands agree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.plans import agreeing, cycles, next_steps, plans, reviews
from gradesk.services.pupils import register
from gradesk.services.today import due
from gradesk.store.work import Store
from gradesk.system.clock import fixed_clock
from tests.conftest import TODAY
from tests.journeys.test_first_day import press, turn, write
from tests.services.planning import PEOPLE, whole_plan, written_review

TURNS = (
    ("met", date(2025, 9, 8), date(2025, 12, 15)),
    ("partly", date(2026, 1, 5), date(2026, 3, 23)),
    ("not_yet", date(2026, 4, 13), date(2026, 7, 13)),
    ("not_yet", date(2026, 9, 7), TODAY),
)


def rate(form: Any, code: str) -> None:
    """Press the button of an outcome on every target."""
    place = {"not_yet": 0, "partly": 1, "met": 2}[code]
    for target in form.targets.values():
        target.rating.press(place)


def test_from_met_over_partly_met_to_not_yet_met_twice_and_a_decision(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    shell: Any = opened.shell
    for number, (code, starts, ends) in enumerate(TURNS, start=1):
        store.clock = fixed_clock(starts)
        shell.go("pupil", pupil_id=ava, tab="plan")
        page: Any = shell.current
        plan_tab: Any = page.panel("plan")
        if number > 1:
            plan_tab.offer_begin()
        carried = code_before(number) not in ("", "met")
        words = "From the last cycle: 1 target goes on" if carried else ""
        press(
            qtbot, plan_tab, words or ("From nothing" if number == 1 else "From the last cycle: all targets were met")
        )
        text = plan_tab.writing.own
        if number == 1:
            write(qtbot, text, "strengths", "Draws with care")
        for name in ("pupil_view", "parent_view"):
            write(qtbot, text, name, "More of this")
        if not plan_tab.plan.targets:
            press(qtbot, plan_tab, "Add a target")
        plan_tab.go_into(plan_tab.plan.targets[0].uuid, "does")
        card = plan_tab.targets[plan_tab.plan.targets[0].uuid]
        for name, said in (("does", f"read {number}0 words"), ("success_criterion", "8 of 10"), ("who", "Mrs Day")):
            if not card.form.editors[name].value():
                write(qtbot, card.form, name, said)
        if carried:
            assert (
                "Not yet met" in plan_tab.plan.targets[0].baseline or "Partly met" in plan_tab.plan.targets[0].baseline
            )
        else:
            write(qtbot, card.form, "baseline", "2 of 10")
        plan_tab.go_to_agreement()
        agree: Any = plan_tab._agree
        tick, name, _how = agree._people["parent"]
        name.show("Rosa Núñez")
        tick.show(True)
        press(qtbot, plan_tab, "Agree this plan")
        assert "Agreed: version 1" in shell.banner.words, shell.banner.words

        store.clock = fixed_clock(ends)
        turn(page, "review")
        review_tab: Any = page.panel("review")
        review_tab.begin()
        form = review_tab.form_shown
        with_note = next(iter(form.targets.values()))
        rate(form, code)
        write(qtbot, with_note.form, "evidence", "Seen on Friday")
        for name in ("pupil_view", "parent_view"):
            write(qtbot, form.views, name, "Fine")
        form.ending.editors["decision"].show("continue")
        form.ending._typed("decision")
        write(qtbot, form.ending, "reason", "So we agreed")
        press(qtbot, form, "Record the review")
        assert "ecorded" in shell.banner.words, shell.banner.words
        assert (next_steps.stuck(store, ava) is not None) == (number == 4)

    store.clock = fixed_clock(TODAY)
    press(qtbot, review_tab, "3  Ask for professional advice")
    [reason] = [
        box for box in review_tab.findChildren(QPlainTextEdit) if box.accessibleName() == "Reason for the decision"
    ]
    reason.setFocus()
    QTest.keyClicks(reason, "Two well-run cycles moved little")
    press(qtbot, review_tab, "Record what was decided")
    assert "Recorded, with its reason" in shell.banner.words
    assert next_steps.stuck(store, ava).decided.choice == "advice"
    assert [page.review.decision for page in cycles.cycles(store, ava) if page.review] == ["continue"] * 4
    assert cycles.current(store, ava).cycle.number == 5
    states = {plan.state for plan in plans.plans(store, ava)}
    assert states == {"archived", "reviewed"}


def code_before(number: int) -> str:
    """The outcome of the cycle before."""
    return TURNS[number - 2][0] if number > 1 else ""


def test_the_command_line_shows_what_the_screens_show(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str, told: Callable[..., Any]
) -> None:
    plan = whole_plan(store, ava)
    agreeing.agree(store, plan, PEOPLE, date(2026, 9, 14))
    written_review(store, ava, "partly", TODAY, TODAY + timedelta(days=80))
    current = cycles.current(store, ava)
    assert current is not None
    reviews.record(store, current.cycle.uuid)

    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="plan")
    tab: Any = shell.current.panel("plan")
    standing, plan_shown = tab.bar.words.text(), tab.plan.plan.uuid
    [shown] = register.everyone(store)
    owed = [(item.rule, item.due.isoformat() if item.due else None) for item in due.due(store)]
    opened.close()  # one program at a time has the file

    [row] = told("pupils")
    assert (row["plan_state"], row["cycle"], row["stage"]) == (shown.plan_state, shown.cycle, shown.stage)
    assert row["plan_state"] == "reviewed" and row["cycle"] == 2
    assert [(item["rule"], item["due"]) for item in told("due", "--on", TODAY.isoformat())] == owed
    found = told("plan", "--pupil", "L867200126001")
    assert (found["uuid"], found["version"], found["state"]) == (plan_shown, 1, "reviewed")
    assert [target["outcome"] for target in found["targets"]] == ["Partly met"]
    assert "version 1" in standing
