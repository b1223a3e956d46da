"""Whatever is moved, stretched, planned, accepted, undone and done again: the week, its clashes, board, sums and what is owed
agree, and undo goes back to exactly what was.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gradesk.model.rules.days.school_year import Span
from gradesk.model.rules.week.clashes import Clashing
from gradesk.model.rules.week.parts import Bar
from gradesk.model.rules.week.times import When
from gradesk.services.custody import history
from gradesk.services.term import figures, owing, provisions
from gradesk.services.term.given import making_good
from gradesk.services.term.planned import accepting, away, comparing, drafts, gathering, moving, term_board
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY

ADULTS = ("Ana Ash", "Bea Birch", "")
SPAN = Span("Autumn 2", date(2026, 11, 2), date(2026, 12, 18))
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ("put", "put", "take_out", "lead", "stretch", "ill", "back", "draft", "in_draft", "accept", "undo", "redo")
        ),
        st.integers(0, 2),
        st.integers(0, 4),
    ),
    min_size=1,
    max_size=12,
)


def _do(store: Store, ids: list[str], deed: str, which: int, day: int) -> None:
    if not ids:
        return
    which %= len(ids)
    draft = next((one.uuid for one in drafts.drafts(store)), "")
    bar = gathering.week(store, TODAY).bar(ids[which])
    if deed in ("undo", "redo"):
        (history.undo if deed == "undo" else history.redo)(store)
    elif deed == "draft":
        drafts.begin(store)
    elif deed == "in_draft" and draft:
        rows = drafts.bars(store, draft)
        row = rows[which % len(rows)]
        drafts.change_bar(store, row.uuid, {"led_by": ADULTS[day % 3], "weekdays": "mon", "begins_at": f"{9 + day}:00"})
    elif deed == "accept" and draft:
        accepting.accept(store, draft)
    elif deed == "stretch":
        board = term_board.board(store, SPAN)
        one = next((one for one in board.bars if one.bar.uuid == ids[which]), None)
        if one is None:
            return
        term_board.reschedule(store, board, one, one.first, day + 2)
    elif deed in ("ill", "back"):
        found = away.day_of(store, "Ana Ash", TODAY + timedelta(days=day))
        for session in found.sessions:
            (away.suspend if deed == "ill" else away.take_back)(store, found, session)
    elif bar is None:
        return
    elif deed == "put":
        moving.put(store, bar, bar.placed[0] if bar.placed else None, When(day, 540 + 30 * which))
    elif deed == "take_out" and bar.placed:
        moving.place(store, bar, moving.taken_out(bar, bar.placed[-1]))
    elif deed == "lead":
        moving.change(store, bar, {"led_by": ADULTS[day % 3]})


def _told(store: Store) -> Any:
    """Everything a person could compare."""
    week, board = gathering.week(store, TODAY), term_board.board(store, SPAN)
    owed = {one.provision.uuid: one.tally.owed for one in figures.costed(store)}
    return week, board.lanes, owed, [comparing.compare(store, one.uuid) for one in drafts.drafts(store)]


@given(steps=STEPS)
@settings(
    max_examples=8, phases=[Phase.generate], deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_week_board_sums_and_minutes_owed_agree_after_any_moves(
    store: Store, four: list[str], steps: list[tuple[str, int, int]]
) -> None:
    ids = [
        provisions.add(
            store, four[at : at + 2],
            {"name": f"Group {at}", "times_a_week": 2.0, "minutes": 20, "starts_on": SPAN.starts_on, "led_by": "Ana Ash",
             "weekdays": "mon wed", "begins_at": f"{9 + at}:00"},
        )
        for at in range(3)
    ]  # fmt: skip
    clashing = Clashing(gathering.week(store, TODAY))
    for deed, which, day in steps:
        was = _told(store)
        with store.deed() as units, contextlib.suppress(Refused):
            _do(store, ids, deed, which, day)
        now = _told(store)
        if deed in ("undo", "redo"):
            ids = [one for one in ids if one in {bar.uuid for bar in _all(store)}]
        elif not units:
            assert now == was
        else:
            for _ in units:
                history.undo(store)
            assert _told(store) == was
            for _ in units:
                history.redo(store)
            assert _told(store) == now
        clashing = _agree(store, ids, clashing)
    for one in drafts.drafts(store):
        drafts.throw_away(store, one.uuid)
    for bar in _all(store):
        provisions.remove(store, bar.uuid)  # each example has its own week


def _all(store: Store) -> tuple[Bar, ...]:
    return gathering.stretch(store, date(2026, 9, 1), date(2027, 7, 20), overdue=True).bars


def _agree(store: Store, ids: list[str], before: Clashing) -> Clashing:
    week, board = gathering.week(store, TODAY), term_board.board(store, SPAN)
    clashing = Clashing(week, before)
    assert clashing.all == Clashing(week).all
    on_board = {one.bar.uuid: one.bar for one in board.bars}
    for bar in week.bars:
        assert on_board[bar.uuid] == bar
        assert bar.missing == max(bar.wanted - len(bar.placed), 0)
    owed = {one.provision.uuid: one.tally.owed for one in figures.costed(store)}
    off = Counter(
        one.provision_id for one in away.covers(store, TODAY) if one.how == "suspended"
    )  # owed once the day is there
    debts = making_good.of_groups(store, ids)
    for uuid in ids:
        assert owed[uuid] == 20 * 2 * off[uuid] == 2 * debts.get(uuid, owing.Debt()).owed
    return clashing
