"""Whatever a school's week holds, the proposal for the rest of it keeps every rule that forbids a place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from gradesk.model.rules.placing.solving import Proposal, solve
from gradesk.model.rules.week.clashes import Clashing
from gradesk.model.rules.week.hours import read as hours
from gradesk.model.rules.week.offers import FORBIDS
from gradesk.model.rules.week.parts import Adult, Bar, Period, Week, Who, known
from gradesk.model.rules.week.times import When
from gradesk.model.rules.week.to_place import Wishes, asked

PERIODS = (
    Period("1", 540, 600), Period("Break", 600, 615, "break"), Period("2", 615, 680), Period("3", 780, 840),
    Period("Late", 840, 880, days=frozenset({0, 2})), Period("Infants", 680, 720, years=frozenset({"1"})),
)  # fmt: skip
ADULTS = ("Ana Ash", "Bea Birch", "Cas Cedar")
LEADERS = (*ADULTS, "", "Somebody else", "Ana Ash and Bea Birch", "Cas Cedar, Somebody else")
HOURS = ("", "mon-fri 9:00-12:00", "tue thu", "mon-wed 9:00-11:15; thu 13:00-15:00")
TIMES = st.sampled_from([540, 555, 615, 630, 780])


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    """Up to ten groups, some placed in part; lessons, some protected; duties."""
    adults = {
        name.casefold(): Adult(name, "ta", hours(draw(st.sampled_from(HOURS))) or hours("") or Adult("").hours,
                               draw(st.none() | st.integers(20, 200)))
        for name in ADULTS
    }  # fmt: skip
    pupils = {
        f"p{at}": Who(f"Pupil {at}", draw(st.sampled_from(["1 Elm", "3 Oak"])), draw(st.sampled_from(["1", "3"])))
        for at in range(5)
    }
    ids = st.lists(st.sampled_from(sorted(pupils)), min_size=1, max_size=3, unique=True).map(tuple)
    bars: list[Bar] = []
    for at in range(draw(st.integers(1, 10))):
        times = draw(st.integers(1, 4))
        whens = draw(st.lists(st.builds(When, st.integers(0, 4), TIMES), max_size=1))
        bars.append(
            Bar(
                f"b{at}", "provision", f"Group {at}", draw(st.sampled_from([10, 15, 20, 25, 30, 60])),
                draw(st.sampled_from(LEADERS)), pupils=draw(ids), whens=tuple(whens), times=times,
                room=draw(st.sampled_from(["", "Den"])), stands_in=draw(st.sampled_from(LEADERS)),
                form=draw(st.sampled_from(["group", "one_to_one", "class"])),
            )
        )  # fmt: skip
    for at in range(draw(st.integers(0, 4))):
        when = When(draw(st.integers(0, 4)), draw(TIMES))
        bars.append(
            Bar(f"l{at}", "lesson", draw(st.sampled_from(["Art", "Maths"])), 60, class_name="3 Oak", whens=(when,),
                protected=draw(st.booleans()), times=1)
        )  # fmt: skip
    duty = Bar("d", "duty", "Gate", 15, draw(st.sampled_from(ADULTS)), whens=(When(1, 615),), times=1)
    return Week(PERIODS, (*bars, duty), adults, pupils)


@given(weeks(), st.booleans())
@settings(max_examples=60)
def test_a_proposal_brings_no_clash_that_was_not_there(week: Week, again: bool) -> None:
    """By the rules of clashes, which know nothing of the search; what stood stays unless it may move."""
    problem = asked(week, Wishes(again=again))
    turns = iter(range(30))
    heard: list[Proposal] = []
    solve(problem.problem, 5, heard.append, lambda: next(turns, None) is None)
    stood = {(one.kind, frozenset(one.bars)) for one in Clashing(week).all if one.kind in FORBIDS}
    for proposal in heard:
        sessions = problem.sessions(proposal.week)
        moved = {bar.uuid: replace(bar, adult=adult, whens=whens) for bar, adult, whens in sessions}
        after = replace(week, bars=tuple(moved.get(bar.uuid, bar) for bar in week.bars))
        found = [one for one in Clashing(after).all if one.kind in FORBIDS]
        fresh = [one for one in found if again or (one.kind, frozenset(one.bars)) not in stood]
        assert not [one for one in fresh if set(one.bars) & set(moved) and not set(one.bars) <= _unmoved(week, moved)]
        if not again:
            for bar in week.bars:
                assert set(bar.placed) <= set(moved.get(bar.uuid, bar).placed)
        assert all(words for _, _, words in problem.left(proposal.week))


def _unmoved(week: Week, moved: dict[str, Bar]) -> set[str]:
    return {bar.uuid for bar in week.bars if bar.uuid not in moved}


def test_odd_times_of_a_school_are_kept_to_the_minute() -> None:
    """Nothing begins before its lesson does, and a session that stands takes all of its minutes."""
    adults = {"ana ash": Adult("Ana Ash", "ta", hours("") or Adult("").hours, None)}
    periods = (Period("Break", 535, 542, "break"), Period("1", 542, 572), Period("2", 572, 602))
    stands = Bar("s", "provision", "Stands", 27, "Ana Ash", pupils=("p",), whens=(When(0, 546),), times=1)
    bars = tuple(Bar(f"b{at}", "provision", f"G{at}", 30, "Ana Ash", pupils=(f"q{at}",), times=5) for at in range(2))
    week = Week(periods, (stands, *bars), adults, {})
    made = asked(week, Wishes())
    best = solve(made.problem, 1)
    moved = {bar.uuid: replace(bar, whens=whens) for bar, _, whens in made.sessions(best.week)}
    whens = [when for bar in moved.values() for when in bar.placed]
    assert best.unplaced == 2 and {when.at for when in whens} == {542, 572}
    whole = replace(week, bars=tuple(moved.get(bar.uuid, bar) for bar in week.bars))
    assert [one.words for one in Clashing(whole).all if one.kind in FORBIDS] == []


def test_what_two_lead_together_is_placed_when_both_are_free_and_stays_with_both() -> None:
    adults = {
        known(name): Adult(name, "ta", hours(works) or Adult("").hours, None)
        for name, works in (("Ana Ash", "mon-fri 9:00-15:00"), ("Bea Birch", "tue 9:00-15:00"))
    }
    both = Bar("b", "provision", "Both", 30, "Ana Ash and Bea Birch", pupils=("p",), times=2)
    duty = Bar("d", "duty", "Gate", 60, "Bea Birch", whens=(When(1, 540),), times=1)
    made = asked(Week(PERIODS, (both, duty), adults, {}))
    ((bar, adult, whens),) = made.sessions(solve(made.problem, 1).week)
    assert (bar.uuid, adult) == ("b", "Ana Ash and Bea Birch")
    assert [when.day for when in whens] == [1] and (whens[0].at or 0) >= 600
    assert "one a day" in made.left(solve(made.problem, 1).week)[0][2]


def test_support_that_names_nobody_goes_to_an_adult_who_is_there_until_it_ends() -> None:
    leaves = {name: Adult(name, "ta", hours("") or Adult("").hours, None, leaves_on=day)
              for name, day in (("Ana Ash", date(2027, 1, 22)), ("Bea Birch", None))}  # fmt: skip
    alone = Bar("b", "provision", "Alone", 30, pupils=("p",), times=1, ends_on=date(2027, 2, 12))
    for names, chosen in ((("Ana Ash", "Bea Birch"), "Bea Birch"), (("Ana Ash",), "Ana Ash")):
        made = asked(Week(PERIODS, (alone,), {known(one): leaves[one] for one in names}, {}))
        assert [adult for _, adult, _ in made.sessions(solve(made.problem, 1).week)] == [chosen]


def test_what_has_too_few_days_says_on_how_many_it_could_be_and_the_way_out() -> None:
    adults = {"ana ash": Adult("Ana Ash", "ta", hours("mon-thu 9:00-12:00") or Adult("").hours, None)}
    bar = Bar("b", "provision", "Precision teaching", 10, "Ana Ash", pupils=("p",), times=5)
    made = asked(Week((Period("1", 540, 600),), (bar,), adults, {}), Wishes())
    ((_, count, words),) = made.left(solve(made.problem, 1).week)
    assert count == 1 and words == (
        "it could be on 4 days only with Ana Ash, and 5 are to place, one a day; let another adult lead it, "
        "or let it be less often"
    )
