"""Money and what support did, by keys: a sum shows its lines, a line goes to its record, figures of the year are set."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gradesk.app import Gradesk
from gradesk.services.school import school
from gradesk.services.term import closing, effects, expenses
from gradesk.store.work import Store
from tests.ui.test_block import club, two

__all__ = ["club", "two"]


@pytest.fixture
def term(opened: Gradesk, store: Store, two: list[str], club: str) -> Any:
    """The term with a club that costs and did something."""
    expenses.add(store, club, "resource", "Readers", "1,045.01")
    mine = effects.of(store, club)[two[0]].given.member.uuid
    effects.record(store, mine, "before", "7:00")
    shell: Any = opened.shell
    opened.window.activateWindow()
    shell.go("term", tab="money")
    return shell.current


def test_enter_on_a_sum_shows_its_lines_and_enter_on_a_line_goes_there(
    opened: Gradesk, term: Any, store: Store, two: list[str], club: str
) -> None:
    shell: Any = opened.shell
    costs = term.costs
    assert "Planned £1,320.85" not in costs.told.text() and "£1,182.93" in costs.told.text()
    assert costs.tree.go_to(f"support {club}")
    costs.tree.setFocus()
    QTest.keyClick(costs.tree, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is costs.steps
    said = [row.words for group in costs.steps_model.groups for row in group.rows]
    assert said[:4] == ["2 × 20 minutes a week, 12 weeks with school", "The adult’s minutes at £17.24 an hour",
                        "Bought: Readers", "Together"]  # fmt: skip
    ava = next(row for row in costs.steps_model.groups[0].rows if row.key == f"pupil {two[0]}")
    assert ava.words.startswith("Ava Núñez: 480 of 960 minutes of all of them")
    costs.steps.go_to((ava.words, ava.key))
    QTest.keyClick(costs.steps, Qt.Key.Key_Return)
    assert (shell.shown, shell.current.page.pupil.uuid) == ("pupil", two[0])
    shell.go("term", tab="money")
    term.costs.close_steps()
    assert term.costs._explained.isHidden()


def test_figures_of_the_year_are_set_and_what_cannot_be_is_refused(opened: Gradesk, term: Any, store: Store) -> None:
    shell: Any = opened.shell
    form = term.costs.reckoned
    for name, typed, words in (
        ("cost_weeks", "0", "A year has 1 to 52 weeks"),
        ("notional", "-5", "from £0 to £1,000,000"),
        ("gain_bands", "useful", "names no gain"),
    ):
        widget = form.editors[name].widget
        widget.selectAll()
        QTest.keyClicks(widget, typed)
        shell.flush()
        assert words in shell.banner.words, name
        form.clear()
        form.load(school.record(store))
    form.editors["cost_weeks"].widget.selectAll()
    QTest.keyClicks(form.editors["cost_weeks"].widget, "39")
    shell.flush()
    assert school.record(store).cost_weeks == 39 and "39 weeks" in term.costs.told.text()


def test_what_it_did_tells_of_closed_blocks_and_opens_them(
    opened: Gradesk, term: Any, store: Store, two: list[str], club: str
) -> None:
    shell: Any = opened.shell
    shell.go("term", tab="effect")
    page = term.effect
    assert page.stack.currentWidget() is page.nothing
    closing.close(store, club, date(2026, 11, 20))
    effects.record(store, effects.of(store, club)[two[0]].given.member.uuid, "after", "7:06")
    shell.go("term", tab="effect")
    page.reload()
    [line] = page.lines
    assert [cell.show(line) for cell in page.model.cells] == [
        "Reading club", "Reading age", "1", "1 of 2", "better by 6 months", "2.7", "£87.08", "few, read with care",
    ]  # fmt: skip
    page.tree.setFocus()
    QTest.keyClick(page.tree, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.blocks
    assert page.told.text() == (
        "2 pupils in 1 block, 1 measured; better by 6 months; 2.7 months gained a month, useful; "
        "£87.08 for each month gained (few, read with care)."
    )
    QTest.keyClick(page.blocks, Qt.Key.Key_Return)
    assert term.tabs.currentIndex() == 0 and term.groups._block is not None
