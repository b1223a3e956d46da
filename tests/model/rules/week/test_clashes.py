"""What cannot be at once in a week: each rule by itself, in words with the way out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from gradesk.model.rules.week import clashes
from gradesk.model.rules.week.clashes import Clash, Clashing
from gradesk.model.rules.week.hours import read as hours
from gradesk.model.rules.week.offers import offers
from gradesk.model.rules.week.parts import Adult, Bar, Period, Week, Who
from gradesk.model.rules.week.times import When

PERIODS = (Period("1", 540, 600), Period("2", 600, 660), Period("Lunch", 720, 780, "lunch"), Period("3", 780, 840))
READING = Bar(
    "r", "provision", "Reading", 20, "Ana Ash", pupils=("ava",), room="Den", whens=(When(0, 540),), times=1, form="group",
    starts_on=date(2026, 9, 1), ends_on=date(2026, 12, 18),
)  # fmt: skip
LEGO = replace(READING, uuid="l", name="Lego", adult="Bea Birch", pupils=("ben",), room="Hall")
ENGLISH = Bar("e", "lesson", "English", 60, "Mr Oak", class_name="3 Oak", whens=(When(0, 540),), times=1)


def week(*bars: Bar, **adults: Any) -> Week:
    """A week of two pupils in one class and three adults."""
    known = {
        "ana ash": Adult("Ana Ash", "ta"),
        "bea birch": Adult("Bea Birch", "ta"),
        "mr oak": Adult("Mr Oak", "teacher"),
    }
    pupils = {"ava": Who("Ava Reed", "3 Oak", "3"), "ben": Who("Ben Moss", "3 Oak", "3")}
    return Week(PERIODS, bars, known | adults.get("adults", {}), pupils)


def told(*bars: Bar, **adults: Any) -> list[Clash]:
    """The clashes of a week."""
    return list(Clashing(week(*bars, **adults)).all)


def kinds(*bars: Bar, **adults: Any) -> list[str]:
    """Their kinds."""
    return [one.kind for one in told(*bars, **adults)]


def test_an_adult_cannot_lead_two_things_at_once() -> None:
    """Not even for the last minutes of one."""
    (one,) = told(READING, replace(LEGO, adult="ana ash", whens=(When(0, 555),)))
    assert one.kind == clashes.ADULT and one.way_out
    assert one.words in (
        "Ana Ash is in Reading and in Lego on Monday 9:15.", "Ana Ash is in Lego and in Reading on Monday 9:15.",
    )  # fmt: skip
    assert kinds(READING, replace(LEGO, adult="Ana Ash", whens=(When(0, 560),))) == []


def test_one_of_several_adults_counts_like_the_only_one() -> None:
    """“Ana Ash and Bea Birch” are both there."""
    assert kinds(replace(READING, adult="Ana Ash and Bea Birch"), LEGO) == [clashes.ADULT]


def test_a_pupil_cannot_be_in_two_groups_at_once() -> None:
    """Named by name."""
    (one,) = told(READING, replace(LEGO, pupils=("ben", "ava")))
    assert one.kind == clashes.PUPIL and "Ava Reed is in" in one.words


def test_a_room_cannot_hold_two_groups_at_once() -> None:
    """However it is written."""
    assert kinds(READING, replace(LEGO, room=" DEN ")) == [clashes.ROOM]


def test_several_adults_on_duty_share_a_playground() -> None:
    """A place that is shared is no room that is taken."""
    duty = Bar("d", "duty", "Playground", 20, "Ana Ash", room="Playground", whens=(When(1, 520),), times=1)
    assert kinds(duty, replace(duty, uuid="e", adult="Bea Birch")) == []


def test_an_adult_bound_one_to_one_does_not_count_for_a_group() -> None:
    """The words say which is which."""
    (one,) = told(replace(READING, form="one_to_one"), replace(LEGO, adult="Ana Ash"))
    assert one.kind == clashes.BOUND
    assert "bound one to one with Ava Reed for Reading on Monday 9:00 and cannot count for Lego" in one.words


def test_two_of_the_same_name_are_told_apart() -> None:
    """By who is in them, or whose they are."""
    (one,) = told(READING, replace(LEGO, name="Reading", adult="Ana Ash", pupils=("ben", "cy")))
    assert one.kind == clashes.ADULT and "Reading (Ava Reed)" in one.words and "Reading (2 in it)" in one.words


def test_weeks_in_turn_do_not_clash() -> None:
    """One in week A, the other in week B."""
    other = replace(LEGO, adult="Ana Ash", whens=(When(0, 540, "b"),))
    assert kinds(replace(READING, whens=(When(0, 540, "a"),)), other) == []
    assert kinds(READING, other) == [clashes.ADULT]


def test_blocks_that_never_run_together_do_not_clash() -> None:
    """One ends before the other begins."""
    assert kinds(READING, replace(LEGO, adult="Ana Ash", starts_on=date(2027, 1, 4), ends_on=None)) == []


def test_over_contracted_hours_is_told_once_for_the_adult() -> None:
    """Duties count too."""
    part = {"ana ash": Adult("Ana Ash", "ta", contract=30)}
    duty = Bar("d", "duty", "Gate", 20, "Ana Ash", whens=(When(1, 520),), times=1)
    (one,) = told(READING, duty, adults=part)
    assert one.kind == clashes.HOURS and "40 min in the week and 30 min by contract" in one.words


def test_outside_an_adults_days_and_hours() -> None:
    """On a day they do not come, and at an hour at which they have gone."""
    part = hours("tue-fri 8:30-12:00")
    assert part is not None
    (one,) = told(READING, adults={"ana ash": Adult("Ana Ash", "ta", part)})
    assert one.kind == clashes.DAYS and "Tue, Wed, Thu, Fri 8:30–12:00" in one.words


def test_an_adult_who_leaves_before_the_block_ends() -> None:
    """The day is named."""
    (one,) = told(READING, adults={"ana ash": Adult("Ana Ash", "ta", leaves_on=date(2026, 11, 2))})
    assert one.kind == clashes.LEFT and "leaves on 2 Nov" in one.words


def test_nobody_is_taken_out_of_a_protected_lesson() -> None:
    """Support in class is where the lesson is; a group beside it is not."""
    protected = replace(ENGLISH, protected=True, whens=(When(0, 540), When(1, 540)))
    assert kinds(READING, protected) == [clashes.PROTECTED]
    assert kinds(replace(READING, form="class"), protected) == []


def test_a_lesson_protected_for_one_pupil_only() -> None:
    """It holds that pupil and nobody else."""
    own = replace(ENGLISH, class_name="", pupils=("ben",), protected=True, whens=(When(0, 540), When(1, 540)))
    assert kinds(READING, own) == [] and kinds(LEGO, own) == [clashes.PROTECTED]


def test_the_only_lesson_of_a_subject_is_not_missed_every_week() -> None:
    """Half of it counts as all; where another one is left it does not."""
    art = replace(ENGLISH, name="Art", minutes=40)
    (one,) = told(READING, art)
    assert one.words == "Ava Reed misses the only Art of every week for Reading."
    assert kinds(READING, replace(art, whens=(When(0, 540), When(3, 540)))) == []
    assert kinds(READING, replace(art, minutes=60)) == []


def test_hours_of_an_ehc_plan_that_are_not_in_the_week() -> None:
    """So many are short."""
    (one,) = told(replace(READING, ehc_line="F3", ehc_minutes=60))
    assert one.kind == clashes.EHC_HOURS and "F3 of the EHC plan promises 1 h 00 a week; 40 min" in one.words


def test_the_scope_of_an_ehc_plan_is_looked_at_lesson_by_lesson() -> None:
    """“English” is every English lesson of the class."""
    english = replace(ENGLISH, whens=(When(0, 540), When(1, 540)))
    (one,) = told(replace(READING, form="class", ehc_line="F1", scope="English"), english)
    assert one.kind == clashes.EHC_SCOPE and "nobody in English on Tuesday 9:00" in one.words
    both = replace(READING, form="class", ehc_line="F1", scope="English", whens=(When(0, 540), When(1, 540)))
    assert kinds(both, english) == []


def test_a_group_over_its_size() -> None:
    """By what it is meant for."""
    assert kinds(replace(READING, pupils=("ava", "ben"), largest=1)) == [clashes.LARGE]


def test_an_adult_who_was_not_trained_for_it() -> None:
    """A course whose name holds the words is enough."""
    needs = replace(READING, needs="Makaton")
    assert kinds(needs) == [clashes.UNTRAINED]
    assert kinds(needs, adults={"ana ash": Adult("Ana Ash", trained=frozenset({"Makaton, level 1"}))}) == []


def test_support_that_runs_into_lunch_is_told_and_a_club_in_it_is_not() -> None:
    """The periods may have changed under what stood in them."""
    late = Period("Late", 690, 720)
    found = Clashing(Week((*PERIODS, late), (replace(READING, whens=(When(0, 710),)),), {}, {})).all
    assert [one.words for one in found] == ["Reading runs into Lunch on Monday 11:50, which begins at 12:00."]
    assert kinds(replace(READING, whens=(When(0, 730),))) == []


def test_support_that_runs_beyond_the_day_is_told_and_a_club_after_it_is_not() -> None:
    """The day may have become shorter under what stood in it."""
    ends = max(one.ends for one in PERIODS)
    found = Clashing(Week(PERIODS, (replace(READING, whens=(When(0, ends - 5),)),), {}, {})).all
    assert [one.kind for one in found] == [clashes.RUNS_OVER]
    assert found[0].words.startswith("Reading runs beyond the end of the day on Monday")
    assert kinds(replace(READING, whens=(When(0, ends),))) == []


def test_every_rule_has_its_test_here() -> None:
    """None is left out of the list of them."""
    assert set(clashes.ALL) == {
        clashes.ADULT, clashes.PUPIL, clashes.ROOM, clashes.BOUND, clashes.HOURS, clashes.DAYS, clashes.LEFT,
        clashes.PROTECTED, clashes.ALWAYS, clashes.EHC_HOURS, clashes.EHC_SCOPE, clashes.LARGE, clashes.UNTRAINED,
        clashes.RUNS_OVER,
    }  # fmt: skip


def test_free_places_are_offered_with_what_each_costs() -> None:
    """Never two a day, never in lunch, never where somebody is elsewhere; what is missed is named."""
    art = replace(ENGLISH, name="Art", whens=(When(1, 540), When(2, 540)))
    found = offers(Clashing(week(READING, LEGO, art)), replace(READING, times=2))
    assert found and all(one.when.day != 0 and one.when.at not in range(700, 780) for one in found)
    assert found[0].words == "nothing is missed"
    assert any(one.words.startswith("misses Art") for one in found)
    busy = offers(Clashing(week(READING, LEGO)), replace(LEGO, uuid="n", adult="Ana Ash", whens=()), all_=True)
    assert "Ana Ash is in" in next(one for one in busy if not one.is_free).words


def test_everybody_who_is_taken_out_of_a_protected_lesson_counts() -> None:
    """Not only the first of a class, and once for a session."""
    maths = Bar("m", "lesson", "Maths", 50, class_name="3 Oak", whens=(When(0, 540),), times=1, protected=True)
    found = told(maths, replace(READING, pupils=("ava", "ben")))
    (one,) = [each for each in found if each.kind == clashes.PROTECTED]
    assert one.words == "Reading takes Ava Reed and 1 more out of Maths on Monday 9:00, which is protected."
