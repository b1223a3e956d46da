"""Whatever is marked, called off, put on, moved and undone: board, sums and what is promised tell the same minutes and pence."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradesk.services.custody import history
from gradesk.services.term import closing, expenses, figures, owing, provisions, registers
from gradesk.services.term.given import making_good, promised, sums
from gradesk.services.term.planned import calling_off
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY
from tests.services.term.conftest import CLUB

DAYS = st.integers(-21, 7).map(lambda off: TODAY + timedelta(days=off))
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ("here", "absent", "part", "", "not_run", "closed", "off", "on_again", "put_on", "back", "extra", "left",
             "came", "buy", "ends", "undo", "redo")
        ),
        DAYS,
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=14,
)  # fmt: skip


def _do(store: Store, club: str, four: list[str], deed: str, day: date, who: int) -> None:
    [mine] = [one for one in provisions.of_pupil(store, four[who]) if one.uuid == club]
    if deed in ("here", "absent", "part", ""):
        registers.mark(store, club, day, four[: who + 1], deed, who * 7 or None)
    elif deed in ("not_run", "closed"):
        registers.not_run(store, club, day, "closed" if deed == "closed" else "room")
    elif deed in ("off", "on_again"):
        calling_off.call_off(store, club, day, "event" if deed == "off" else "")
    elif deed == "put_on":
        making_good.put_on(store, club, day)
    elif deed == "back":
        making_good.take_back(store, club, day)
    elif deed == "extra":
        registers.mark_all(store, [registers.Marked(club, day, tuple(four), "here", extra=True)])
    elif deed in ("left", "came"):
        provisions.change_member(store, mine.member.uuid, {"left_on": day if deed == "left" else None})
    elif deed == "buy":
        expenses.add(store, club, "resource", "Cards", f"{who}.{day.day:02d}")
    elif deed == "ends":
        provisions.change(store, club, {"ends_on": day})
    else:
        (history.undo if deed == "undo" else history.redo)(store)


def told(store: Store, club: str) -> object:
    one = figures.of(store, club)
    return one.members, one.planned, one.given, one.planned_minutes, one.given_minutes


@given(steps=STEPS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_books_agree_after_any_steps_and_closing_keeps_them(
    store: Store, four: list[str], club: str, steps: list[tuple[str, date, int]]
) -> None:
    club = provisions.add(store, four, CLUB)  # each example has its own, beside the one whose adult it shares
    for deed, day, who in steps:
        with contextlib.suppress(Refused):
            if deed in ("undo", "redo") and not history_is_of(store, club, deed):
                continue
            _do(store, club, four, deed, day, who)
        one = figures.of(store, club)
        assert one.planned.total == one.planned_cost and one.given.total == one.delivered_cost
        assert all(each.tally.owed >= 0 and each.delivered_cost >= 0 for each in one.members)
        every = sums.shares(store, date.min, date(2027, 7, 31), [club])
        for each in one.members:
            mine = [share.tally for share in every if share.pupil_id == each.pupil_id]
            kinds = ("planned", "delivered", "missed", "owed")
            summed = tuple(sum(getattr(share, kind) for share in mine) for kind in kinds)
            assert summed == tuple(getattr(each.tally, kind) for kind in kinds), (deed, day, who)
            [owed] = [found.owed for found in promised.of_pupil(store, each.pupil_id) if found.given.uuid == club]
            assert owed == each.tally.owed
        most = max((each.tally.owed for each in one.members), default=0)
        assert making_good.of_groups(store, [club]).get(club, owing.Debt()).owed == most
    before = told(store, club)
    with contextlib.suppress(Refused):
        closing.close(store, club, figures.of(store, club).provision.ends_on)
        closed = told(store, club)
        history.undo(store)
        assert told(store, club) == before
        history.redo(store)
        assert told(store, club) == closed


def history_is_of(store: Store, club: str, deed: str) -> bool:
    """Whether a step leaves the group there; the one that began it stays."""
    (history.undo if deed == "undo" else history.redo)(store)
    try:
        figures.of(store, club)
        is_there = len(provisions.of_pupil(store, figures.of(store, club).members[0].pupil_id)) > 0
    except Refused:
        is_there = False
    (history.redo if deed == "undo" else history.undo)(store)
    return is_there
