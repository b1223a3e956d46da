"""A week is filled so that nobody is in two places, nothing that stands is moved, and what has no place says why."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from gradesk.model.rules.placing.checking import broken
from gradesk.model.rules.placing.filling import Filling
from gradesk.model.rules.placing.problem import Fixed, Leader, Placed, Problem, Task, beginnings, unplaced
from gradesk.model.rules.placing.solving import Proposal, solve
from gradesk.model.rules.placing.wishing import cost
from gradesk.model.rules.placing.written import Written
from tests.model.rules.placing.planted import week

WHOLE = (1 << 12) - 1  # of two days of six moments


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Small weeks of any kind, also such as cannot be filled."""
    days, per_day = draw(st.integers(1, 4)), draw(st.integers(1, 8))
    masks = st.integers(0, (1 << (days * per_day)) - 1)
    leaders = draw(st.lists(st.builds(Leader, masks, st.none() | st.integers(0, 10)), min_size=1, max_size=4))
    held = draw(st.lists(masks, min_size=1, max_size=6))
    tasks = draw(
        st.lists(
            st.builds(
                Task,
                holders=st.lists(st.integers(0, len(held) - 1), max_size=4, unique=True).map(tuple),
                sessions=st.integers(0, 5),
                leaders=st.lists(st.integers(0, len(leaders) - 1), max_size=4, unique=True).map(tuple),
                starts=masks,
                length=st.integers(1, 4),
            ),
            max_size=9,
        )
    )
    return Problem(days, per_day, tuple(leaders), tuple(held), tuple(tasks), draw(st.none() | st.integers(0, 3)))


@given(problems(), st.integers(0, 5))
@settings(max_examples=150)
def test_whatever_is_asked_the_week_that_comes_back_can_be_held(problem: Problem, seed: int) -> None:
    """The checker, which knows nothing of the search, finds nothing wrong with any proposal."""
    heard: list[Proposal] = []
    turns = iter(range(40))
    best = solve(problem, heard=heard.append, stopped=lambda: next(turns, None) is None, seed=seed)
    assert all(broken(problem, each.week) == [] for each in heard)
    assert best.unplaced == unplaced(problem, best.week) == min(each.unplaced for each in heard)


@given(problems())
@settings(max_examples=100)
def test_what_stands_is_never_moved(problem: Problem) -> None:
    """A week that was found is taken as fixed: nothing of it changes, whatever is placed beside it."""
    filling = Filling(problem)
    filling.first()
    half = dict(list(filling.table.placed.items())[::2])
    fixed = tuple(
        Fixed(place, start, one.leader if place % 4 else None) for place, one in half.items() for start in one.starts
    )
    again = Problem(problem.days, problem.per_day, problem.leaders, problem.held, problem.tasks, problem.rooms, fixed)
    turns = iter(range(20))
    best = solve(again, stopped=lambda: next(turns, None) is None)
    assert broken(again, best.week) == []
    for place, stands in again.fixed_of.items():
        led = {one.leader for one in stands if one.leader is not None}
        days = {again.day(one.start) for one in stands}
        if place in best.week:
            assert led <= {best.week[place].leader} and days.isdisjoint(map(again.day, best.week[place].starts))


def test_planted_weeks_are_filled_to_the_last_session() -> None:
    """Six of them, of 80 provisions and 22 adults."""
    for seed in range(6):
        written = Written(week(80, 22, seed, rooms=10))
        best = solve(written.problem, 20)
        assert best.unplaced == 0 and broken(written.problem, best.week) == [], seed
        assert len(written.placements(best.week)) == 80


def test_the_first_proposal_comes_before_any_better_one() -> None:
    """What is heard gets better from one to the next."""
    written = Written(week(80, 22, 3, rooms=10, booked=0.8))
    heard: list[Proposal] = []
    solve(written.problem, 20, heard.append)
    left = [each.unplaced for each in heard]
    assert len(left) >= 1 and left == sorted(left, reverse=True)


def test_it_stops_when_it_is_told_to() -> None:
    """A search that is stopped keeps the first proposal."""
    written = Written(week(40, 12, 1, rooms=6))
    best = solve(written.problem, 30, stopped=lambda: True)
    assert broken(written.problem, best.week) == []


def test_a_session_never_runs_over_the_end_of_a_day() -> None:
    """Three moments do not begin in the last two of a day."""
    problem = Problem(2, 6, (Leader(WHOLE),), (), (Task((), 2, (0,), WHOLE, 3),))
    assert [start % 6 <= 3 for start in solve(problem, 1).week[0].starts] == [True, True]
    assert beginnings(0b0111011, 3) == 0b0001000


def test_an_adult_leads_no_longer_than_the_contract_says() -> None:
    """Of four sessions of two moments only as many as fit into five."""
    problem = Problem(2, 6, (Leader(WHOLE, 5),), (), tuple(Task((), 1, (0,), WHOLE, 2) for _ in range(4)))
    best = solve(problem, 0.5)
    assert best.unplaced == 2 and broken(problem, best.week) == []


def test_missed_lessons_are_spread_over_subjects() -> None:
    """Two sessions that could both fall on music fall on music and on art."""
    music, art = 0b000011_000011, 0b001100_001100
    problem = Problem(2, 6, (Leader(music | art),), (0,), (Task((0,), 2, (0,), WHOLE, 2),), lessons={0: (music, art)})
    starts = solve(problem, 2).week[0].starts
    assert sorted(start % 6 for start in starts) == [0, 2]


def test_mornings_are_chosen_where_the_school_prefers_them() -> None:
    """A beginning that costs is left for one that does not."""
    wishes = {start: 1.0 for start in range(12) if start % 6 >= 3}
    problem = Problem(2, 6, (Leader(WHOLE),), (), (Task((), 2, (0,), WHOLE, 1, (), wishes),))
    best = solve(problem, 2)
    assert best.cost == 0.0 == cost(problem, best.week)


def test_an_adult_who_costs_less_in_the_eyes_of_the_school_takes_it() -> None:
    """Whoever always has the same child is asked last."""
    problem = Problem(1, 6, (Leader(63), Leader(63)), (), (Task((), 1, (0, 1), 63, 1, (5.0, 0.0)),))
    assert solve(problem, 2).week == {0: Placed(1, solve(problem, 2).week[0].starts)}


def _reasons(**changed: Any) -> list[str]:
    said: dict[str, Any] = {
        "periods_per_day": 2, "days": 2, "rooms": 5,
        "adults": [{"id": "Ana", "available": [0, 1], "skills": ["maths"]}],
        "pupils": [{"id": "Bo", "protected": []}],
        "provisions": [{"id": "v", "pupils": ["Bo"], "sessions": 1, "skill": "maths"}],
    }  # fmt: skip
    written = Written(said | changed)
    return [each["words"] for each in written.reasons(solve(written.problem, 0.3).week)]


def test_what_has_no_place_says_what_stands_against_it() -> None:
    """Adult, pupil, lesson, room and days, each in words with a name where one stands out."""
    maths = {"id": "v", "pupils": ["Bo"], "sessions": 1, "skill": "maths"}
    assert _reasons() == []
    assert "no adult is trained for reading" in _reasons(provisions=[maths | {"skill": "reading"}])[0]
    assert "nobody who is trained" in _reasons(adults=[{"id": "Ana", "available": [], "skills": ["maths"]}])[0]
    assert "protected lessons, of Bo" in _reasons(pupils=[{"id": "Bo", "protected": [0, 1]}])[0]
    assert "no lesson in common" in _reasons(pupils=[{"id": "Bo", "protected": [0, 1, 2, 3]}])[0]
    assert "no room is left" in _reasons(rooms=0)[0]
    assert "one session a day: 1; to place: 2" in _reasons(provisions=[maths | {"sessions": 2}])[0]
    two = [maths, maths | {"id": "w", "pupils": [], "sessions": 1}, maths | {"id": "x", "pupils": [], "sessions": 1}]
    assert "the adult is busy, Ana most of all" in _reasons(provisions=two)[0]
