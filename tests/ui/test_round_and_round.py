"""Keys that go from one thing to the next: round and round on the page in sight, and in words where the rest is."""

from __future__ import annotations

import re
from typing import Any

from gradesk.app import Gradesk
from gradesk.services.plans import agreeing, passports, plans
from gradesk.store.work import Store
from gradesk.ui.screens import SCREENS
from gradesk.ui.screens.keys import KEYS
from gradesk.ui.shell.keys import KeySheet, groups
from tests.services.planning import agreed_plan


def test_next_missing_goes_round_and_says_which_of_how_many(opened: Gradesk, store: Store, ava: str) -> None:
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="passport")
    by_key = {row.shortcut: row.run for row in shell.rows()}
    passports.change(store, ava, {"good_at": "Drawing dragons"})
    said, fields = [], []
    for _ in range(8):
        by_key["F6"]()
        said.append(shell.banner.words)
        fields.append(shell.current.focusWidget().objectName())
    assert "1 of 7" in said[0] and "7 of 7" in said[6] and said[7] == said[0]
    assert len(set(fields)) == 7 and fields[7] == fields[0] and shell.current.shown == "passport"
    plan = agreed_plan(store, ava)
    [target] = plans.page(store, plan).targets
    plans.change_target(store, target.uuid, {"who": "", "baseline": "", "success_criterion": ""})
    shell.current.arrive(tab="plan")
    count = len(agreeing.missing(plans.page(store, plan)))
    assert count > 1
    said = [(by_key["F6"](), shell.banner.words)[1] for _ in range(count + 1)]
    assert len(set(said)) == count and said[-1] == said[0] and f"1 of {count}" in said[0]


def test_keys_for_blanks_and_checks_stay_on_the_page_and_say_where_the_rest_is(
    opened: Gradesk, store: Store, ava: str
) -> None:
    plan = agreed_plan(store, ava)
    [target] = plans.page(store, plan).targets
    plans.change_target(store, target.uuid, {"baseline": "[number] of 10"})
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab="passport")
    by_key = {row.shortcut: row.run for row in shell.rows()}
    by_key["F8"]()
    assert shell.current.shown == "passport" and "[square brackets]" in shell.banner.words
    assert "The plan has 1: Alt+2 turns to it" in shell.banner.words
    sections = shell.current.panel("passport").sections
    sections.editors["helps"].widget.setPlainText("Show me [picture]")
    by_key["F8"]()
    assert sections.editors["helps"].widget.textCursor().selectedText() == "[picture]"
    by_key["F7"]()
    assert shell.current.shown == "passport" and "nothing to check on this page" in shell.banner.words


def test_the_sheet_of_keys_has_every_key_of_every_screen_and_those_of_this_one_first(opened: Gradesk, ava: str) -> None:
    shell: Any = opened.shell
    missing = []
    for listed in SCREENS:
        shell.go(listed.name, **({"pupil_id": ava} if listed.name == "pupil" else {}))
        told = " ".join(keys for _, keys in KEYS.get(listed.name, ()))
        by_range = {f"Alt+{number}" for number in range(1, 10)} if "…" in told else set()
        told = told.replace("Page Down", "PgDown").replace("Page Up", "PgUp")
        known = {*re.split(r"[,; ]+", told), *by_range}
        missing += [
            (listed.name, row.shortcut)
            for row in shell.current.actions_here()
            if row.shortcut and row.shortcut not in known
        ]
    assert missing == []
    found = groups(shell.rows(), {"reviews": "Reviews", "today": "Today"}, "reviews")
    assert [title for title, _ in found][:3] == ["This page: Reviews", "Anywhere", "Today"]
    assert any("Ctrl+Y" in keys for _, keys in found[1][1])
    sheet = KeySheet(found, shell.words.say, shell)
    assert sheet.table.rowCount() == sum(len(rows) + 1 for _, rows in found)
    assert all("{" not in sheet.table.item(at, 0).text() for at in range(sheet.table.rowCount()))
