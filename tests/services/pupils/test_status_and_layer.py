"""Status and layer move with a day, a reason and parents told; what was before stays, and spans never overlap."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradesk.model.pupils.support import LayerPeriod, StatusPeriod
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

TODAY = date(2026, 11, 23)
MOVES: dict[str, Callable[[Store, str, str, date | None], None]] = {
    "status": lambda store, who, why, told: pupils.set_status(store, who, "E", TODAY, why, told),
    "layer": lambda store, who, why, told: pupils.set_layer(store, who, "few", TODAY, why, told),
}


@pytest.mark.parametrize("what", MOVES)
@pytest.mark.parametrize(
    ("reason", "told", "sentence"),
    [
        ("", TODAY, "needs a reason; nothing was changed"),
        (" ", None, "needs a reason; nothing was changed"),
        (
            "review",
            TODAY + timedelta(days=1),
            "cannot have been told on 24/11/2026, a day to come; nothing was changed",
        ),
    ],
)
def test_a_move_that_lacks_something_is_refused_in_a_sentence(
    store: Store, ava: str, what: str, reason: str, told: date | None, sentence: str
) -> None:
    before = pupils.page(store, ava)
    with pytest.raises(Refused, match=sentence):
        MOVES[what](store, ava, reason, told)
    after = pupils.page(store, ava)
    assert [span.uuid for span in after.statuses] == [span.uuid for span in before.statuses]
    assert after.layers == ()


def spans_follow(spans: list[StatusPeriod] | list[LayerPeriod]) -> None:
    """One span is open, and each begins the day after the one before ended."""
    ordered = sorted(spans, key=lambda span: span.starts_on)
    assert sum(span.ends_on is None for span in ordered) == 1
    for before, after in itertools.pairwise(ordered):
        assert before.ends_on == after.starts_on - timedelta(days=1)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moves=st.lists(st.tuples(st.sampled_from(["N", "W", "K", "E", "down", "watch"]), st.integers(0, 400)), max_size=9)
)
def test_rule_1_histories_never_overlap_whatever_is_tried(store: Store, moves: list[tuple[str, int]]) -> None:
    uuid = pupils.add_pupil(store, {"legal_forename": "Jo"})
    layers = {"N": "all", "W": "all", "K": "some", "E": "few", "down": "some", "watch": "all"}
    first = date(2025, 9, 1)
    pupils.set_status(store, uuid, "N", first, "joined", first)
    pupils.set_layer(store, uuid, "all", first, "joined", first)
    for move, days in moves:
        day = first + timedelta(days=days)
        try:
            if move in ("down", "watch"):
                pupils.step_down(store, uuid, day, "because", day, move == "watch")
            else:
                pupils.set_status(store, uuid, move, day, "because", day)
            pupils.set_layer(store, uuid, layers[move], day, "because", day)
        except Refused:
            continue
    page = pupils.page(store, uuid)
    spans_follow(list(page.statuses))
    spans_follow(list(page.layers))


def test_rule_1_stepping_down_offers_the_watch_list_and_keeps_all_that_was_before(store: Store, ava: str) -> None:
    pupils.step_down(store, ava, TODAY, "Progress has held for two terms", TODAY, True)
    page = pupils.page(store, ava)
    assert [(span.status, span.ends_on) for span in page.statuses] == [("W", None), ("K", TODAY - timedelta(days=1))]
    with pytest.raises(Refused, match="Only a pupil on SEN support or with an EHC plan can step down"):
        pupils.step_down(store, ava, TODAY, "again", TODAY, False)


def test_stepping_down_without_watching_is_no_sen(store: Store, ava: str) -> None:
    pupils.step_down(store, ava, TODAY, "Progress has held for two terms", TODAY, False)
    status = pupils.page(store, ava).status
    assert status is not None and status.status == "N"
