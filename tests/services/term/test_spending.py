"""What support costs adds up: its parts, its pupils, a school year and every line that explains a sum, to the penny."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradesk.model.rules.term import costing
from gradesk.model.rules.term.costing import Minutes
from gradesk.model.rules.term.twice import Bound, shared
from gradesk.model.rules.week.times import read_clock
from gradesk.services.school import school
from gradesk.services.term import closing, expenses, figures, provisions, registers
from gradesk.services.term.told import explaining, spending
from gradesk.services.term.told.spending import Spending
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

MONDAY = date(2026, 11, 16)
MARKS = st.lists(st.sampled_from(["here", "absent", "part", ""]), min_size=4, max_size=4)
TIMES = st.one_of(st.none(), st.integers(480, 900))


def adds_up(found: Spending) -> None:
    """Supports, pupils and kinds of money are the same sum, and the lines of each are it too."""
    for of in (lambda one: one.planned, lambda one: one.given, lambda one: one.a_year):
        assert len({sum(of(one) for one in some) for some in (found.support, found.pupils, found.money)}) == 1
    for one in (*found.support, *found.pupils, *found.money):
        for part, lines in explaining.steps(found, one.key).items():
            [together] = [line.pence for line in lines if line.words == "Together"]
            assert sum(line.pence or 0 for line in lines if line.counts) == together
            if one.key.startswith("support "):
                assert sum(line.pence or 0 for line in lines if line.shares) == together
            else:
                assert together == (one.planned if part == explaining.PLANNED else one.given)


def test_resources_count_once_and_an_agency_by_its_days(store: Store, four: list[str], club: str) -> None:
    expenses.add(store, club, "resource", "Bricks", "45.01")
    uuid = expenses.add(store, club, "agency", "Play agency", "320", 1.5)
    one = figures.of(store, club)
    assert (one.planned.adults, one.planned.bought, one.planned.agency) == (20688, 4501, 48000)
    assert one.planned_cost == 73189 and sorted(each.planned_cost for each in one.members) == [18297] * 3 + [18298]
    assert one.given.agency == 0 and one.given.bought == 4501
    expenses.came(store, uuid, 2)
    assert figures.of(store, club).given.agency == 64000
    adds_up(spending.of_year(store))


@pytest.mark.parametrize(
    ("kind", "what", "typed", "days", "words"),
    [
        ("resource", "Bricks", "-3", None, "is no sum of pounds"),
        ("resource", "Bricks", "0", None, "£0.00 cannot be"),
        ("resource", "Bricks", "60,000", None, "£60000.00 cannot be"),
        ("resource", " ", "3", None, "What is it, or who comes"),
        ("agency", "Play agency", "320", None, "How many days come"),
        ("agency", "Play agency", "320", -1.0, "-1 days cannot be"),
        ("agency", "Play agency", "320", 201.0, "201 days cannot be"),
        ("gift", "Bricks", "3", None, "no such kind of cost"),
    ],
)
def test_a_cost_that_cannot_be_is_refused_in_a_sentence(
    store: Store, club: str, kind: str, what: str, typed: str, days: float | None, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        expenses.add(store, club, kind, what, typed, days)
    assert figures.of(store, club).planned.total == 20688


def test_a_year_at_this_pace_is_shared_by_those_who_have_it_now(store: Store, four: list[str], club: str) -> None:
    found = spending.of_year(store)
    one = found.of(f"support {club}")
    assert one is not None and one.a_year == 65512  # 60 minutes a week × 38 weeks at 17.24
    assert [share.a_year for share in one.shares] == [16378] * 4
    school.change_school(store, {"cost_weeks": 39})
    [mine] = provisions.of_pupil(store, four[0])
    provisions.change_member(store, mine.member.uuid, {"left_on": date(2026, 10, 9)})
    found = spending.of_year(store)
    one = found.of(f"support {club}")
    assert one is not None and one.a_year == 67236
    assert {share.pupil_id: share.a_year for share in one.shares} == dict(
        zip(four, [0, 22412, 22412, 22412], strict=True)
    )
    adds_up(found)


def test_support_from_last_school_year_is_parted_by_its_weeks(store: Store, four: list[str], club: str) -> None:
    provisions.remove(store, club)
    values = {
        "name": "Mentoring", "starts_on": date(2026, 7, 6), "planned_to": date(2026, 12, 11), "times_a_week": 1.0,
        "minutes": 30, "cost_role": "ta",
    }  # fmt: skip
    uuid = provisions.add(store, four[:1], values)
    whole, found = figures.of(store, uuid).planned_cost, spending.of_year(store)
    assert whole == 0  # no rate held when it began
    assert found.bare == ("Mentoring",)
    adds_up(found)
    provisions.change(store, uuid, {"minutes": None})
    assert spending.of_year(store).bare == ()  # without minutes there is nothing an hour could cost


def test_a_pupils_year_stands_beside_what_a_school_meets_itself(store: Store, four: list[str], club: str) -> None:
    found = spending.of_year(store)
    lines = explaining.steps(found, f"pupil {four[0]}")[explaining.PLANNED]
    assert lines[-1].words == "0 % of £6,000"
    school.change_school(store, {"notional": 100})
    lines = explaining.steps(spending.of_year(store), f"pupil {four[0]}")[explaining.PLANNED]
    assert lines[-1].words == "51 % of £100"
    school.change_school(store, {"notional": 0})
    assert spending.percent_of(5171, 0) is None
    assert explaining.steps(spending.of_year(store), f"pupil {four[0]}")[explaining.PLANNED][-1].words == "Together"


def test_money_that_is_said_and_money_that_is_not_stand_apart(store: Store, four: list[str], club: str) -> None:
    other = provisions.add(store, four[:1], {"name": "Mentoring", "cost_role": "ta", "money": "topup"})
    assert [one.name for one in spending.of_year(store).money] == ["Top-up or high needs", spending.UNSAID]
    provisions.remove(store, other)


def test_an_adult_who_is_with_one_child_is_counted_there_once_and_named(
    store: Store, four: list[str], club: str
) -> None:
    provisions.change(store, club, {"begins_at": "9:30"})
    alone = {
        "name": "Beside Ava", "form": "one_to_one", "starts_on": date(2026, 9, 14), "planned_to": date(2026, 12, 11),
        "times_a_week": 5.0, "minutes": 60, "led_by": "Mrs Okafor", "begins_at": "9:40",
    }  # fmt: skip
    uuid = provisions.add(store, four[:1], alone)
    one = figures.of(store, club)
    assert (one.planned_minutes.all, one.planned_minutes.twice) == (720, 360)  # ten minutes of each of 36 sessions
    assert one.planned_cost == 10344 and {each.tally.planned for each in one.members} == {720}
    said = [line.words for line in explaining.steps(spending.of_year(store), f"support {club}")[explaining.PLANNED]]
    assert "Counted where the adult is bound to one child: Mrs Okafor is with Beside Ava" in said
    for support in (club, uuid):
        registers.mark(store, support, MONDAY, four if support == club else four[:1], "here")
    assert (figures.of(store, club).given_minutes.all, figures.of(store, club).given_minutes.twice) == (20, 10)
    adds_up(spending.of_year(store))
    provisions.change(store, uuid, {"begins_at": ""})
    assert figures.of(store, club).planned_minutes.twice == 0  # 80 minutes fit into a day
    provisions.change(store, uuid, {"minutes": 380})
    assert figures.of(store, club).planned_minutes.twice == 360
    provisions.change(store, uuid, {"led_by": "Teaching assistant"})
    assert figures.of(store, club).planned_minutes.twice == 0  # that may be anybody
    with pytest.raises(Refused, match="is no time"):
        provisions.change(store, club, {"begins_at": "half past nine"})


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    marks=MARKS,
    bought=st.lists(st.integers(1, 100_000), max_size=3),
    days=st.floats(0.5, 20).map(lambda number: round(number * 2) / 2),
    a_day=st.integers(1, 50_000),
    full=st.lists(st.booleans(), min_size=4, max_size=4),
)
def test_parts_of_any_support_are_the_whole_to_the_penny(
    store: Store,
    four: list[str],
    club: str,
    marks: list[str],
    bought: list[int],
    days: float,
    a_day: int,
    full: list[bool],
) -> None:
    for uuid in [one.uuid for one in figures.of(store, club).expenses]:
        expenses.remove(store, uuid)
    for pence in bought:
        expenses.add(store, club, "resource", "Readers", f"{pence // 100}.{pence % 100:02d}")
    expenses.came(
        store, expenses.add(store, club, "agency", "Play agency", f"{a_day // 100}.{a_day % 100:02d}", days), days
    )
    for pupil, how, whole in zip(four, marks, full, strict=True):
        registers.mark(store, club, MONDAY, [pupil], how)
        mine = provisions.of_pupil(store, pupil)[0].member.uuid
        provisions.change_member(store, mine, {"charge": "full" if whole else "shared"})
    one = figures.of(store, club)
    assert one.planned_cost == one.planned.total == 20688 + sum(bought) + costing.for_days(days, a_day)
    assert one.delivered_cost == one.given.total
    adds_up(spending.of_year(store))


def test_a_closed_block_is_explained_by_what_it_was_closed_with(store: Store, four: list[str], club: str) -> None:
    expenses.add(store, club, "resource", "Bricks", "45.01")
    registers.mark(store, club, MONDAY, four, "here")
    closing.close(store, club, date(2026, 11, 20))
    found = spending.of_year(store)
    adds_up(found)
    first = explaining.steps(found, f"support {club}")[explaining.PLANNED][0]
    assert first.words == "Closed on 20/11/2026: kept as it was on that day"


@given(st.integers(0, 600), st.integers(0, 600), TIMES, TIMES)
def test_minutes_shared_are_never_more_than_either_has(one: int, other: int, at: int | None, then: int | None) -> None:
    found = shared(Bound(one, at), Bound(other, then))
    assert 0 <= found <= min(one, other) and found == shared(Bound(other, then), Bound(one, at))


@given(st.integers(0, 10**7), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_a_sum_parted_by_weeks_stays_that_sum(pence: int, before: int, inside: int, behind: int) -> None:
    assert 0 <= costing.portions(pence, before, inside, behind) <= pence
    if not before and not behind:
        assert costing.portions(pence, before, inside, behind) == pence


def test_a_time_is_read_as_it_is_typed() -> None:
    assert [read_clock(typed) for typed in ("9:30", "13.05", " 08:00 ")] == [570, 785, 480]
    assert [read_clock(typed) for typed in ("24:00", "9:60", "9", "", "half nine")] == [None] * 5
    assert Minutes(20, 5).counted == 15
